"""Every screen of the window on a practice village, and how to come to it."""

from __future__ import annotations

from collections.abc import Callable

from tests.books import HANDMADE
from ui.tasks import Tasks
from ui.workplace import PLACES, Workplace


def rooms(workplace: Workplace) -> dict[str, Callable[[], object]]:
    """Name → a way there: the places of the rail, each tab of a household, a visit, the preview, an intake."""
    home = workplace._session.reader.households(limit=1)[0].id
    return {
        **{place: lambda place=place: workplace.go(place) for place in PLACES},
        **{f"农户·{tab}": lambda tab=tab: workplace.show_household(home, tab) for tab in workplace.household.pages},
        "一次走访": lambda: workplace.begin_visit(home),
        "预览": lambda: workplace.show_plan(home),
        "导入": lambda: workplace.take_in([HANDMADE]),
    }


def rest(tasks: Tasks) -> None:
    """Wait until the lane has nothing to do; nothing is cancelled."""
    tasks._lane.submit(bool).result()
