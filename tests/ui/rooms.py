"""Every screen of the window on a practice village or a county, and how to come to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.books import HANDMADE
from ui.county.workplace import PLACES as COUNTY_PLACES
from ui.county.workplace import CountyWorkplace
from ui.places import BEHIND, PLACES, SETTINGS
from ui.tasks import Tasks
from ui.workplace import Workplace


def rooms(workplace: Workplace) -> dict[str, Callable[[], object]]:
    """Name → a way there: the places of the rail, each tab of a household, a visit, the preview, an intake, a file that came."""
    home = workplace._session.reader.households(limit=1)[0].id
    return {
        **{place: lambda place=place: workplace.go(place) for place in PLACES},
        **{f"农户·{tab}": lambda tab=tab: workplace.show_household(home, tab) for tab in workplace.household.pages},
        **{place: lambda place=place: workplace.go(place) for place in BEHIND},
        "密码": lambda: _ask(workplace, "set"),
        "恢复": lambda: _ask(workplace, "restore"),
        "升级": lambda: (workplace.go(SETTINGS), workplace.settings.upgrade.click()),
        "一次走访": lambda: workplace.begin_visit(home),
        "预览": lambda: workplace.show_plan(home),
        "打印": lambda: workplace.print_papers("农户", workplace.households.in_order[:20]),
        "导入": lambda: workplace.take_in([HANDMADE]),
        "收回传包": lambda: workplace.exchange.receive(HANDMADE),
        "收过的文件": workplace.exchange.show_arrivals,
        "逐层找": workplace.exchange.show_telephone,
    }


def county_rooms(workplace: CountyWorkplace, box: Path) -> dict[str, Callable[[], object]]:
    """The same of a county: its places, what is asked beside the table, and a folder that came."""
    beside = {"回传包": "answer", "合并工作簿": "merge", "登记各村": "enrol"}
    return {
        **{place: lambda place=place: workplace.go(place) for place in COUNTY_PLACES},
        "收一个文件夹": lambda: workplace.take_in([box]),
        **{name: lambda button=button: _beside(workplace, button) for name, button in beside.items()},
    }


def _beside(workplace: CountyWorkplace, button: str) -> None:
    """Open one of the sheets beside the table of villages."""
    workplace.go("县级汇总")
    workplace.together.beside.close_panel()
    getattr(workplace.together, button).click()


def _ask(workplace: Workplace, button: str) -> None:
    """Open one of the sheets that the safety of the file is asked on."""
    workplace.go(SETTINGS)
    getattr(workplace.settings.safety, button).click()


def rest(tasks: Tasks) -> None:
    """Wait until the lane has nothing to do; nothing is cancelled."""
    tasks._lane.submit(bool).result()
