"""The village that is open: the rail, and the screens, each built when it is first visited.

Screens do not know one another. Each is one property here: which module, and what its signals lead to.
"""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.places import BEHIND, CORRECTIONS, DOUBTS, FIRST, HAND_OVER, HOUSEHOLDS, LEDGER, PLACES, TODAY, VISIT
from ui.preferences import Preferences
from ui.rail import Railed
from ui.safety.told import safety
from ui.session import Session

if TYPE_CHECKING:
    from fieldapp.desk.printing import PaperKind
    from fieldapp.desk.today import About
    from ui.exchange.proposed import Proposed
    from ui.exchange.rooms import Exchange
    from ui.guide import Guide
    from ui.screens.doubts import DoubtsScreen
    from ui.screens.hand_over import HandOverScreen
    from ui.screens.household import HouseholdScreen
    from ui.screens.households import HouseholdsScreen
    from ui.screens.intake import IntakeScreen
    from ui.screens.ledger import LedgerScreen
    from ui.screens.plan_preview import PlanPreviewScreen
    from ui.screens.printing import PrintingScreen
    from ui.screens.settings import SettingsScreen
    from ui.screens.today import TodayScreen
    from ui.screens.visit import VisitScreen
    from ui.undoing import Undoing

CALM = 500
"""Milliseconds after the opening when the keys of undo are ready: the first painting is over by then."""


class Workplace(Railed):
    """Leads from screen to screen."""

    closing_wanted = Signal(object)  # an Errand, for which the file must be closed

    def __init__(self, session: Session, preferences: Preferences) -> None:
        super().__init__(PLACES, {HAND_OVER: session.side.send})
        self._session, self._preferences = session, preferences
        self._household = ""
        self._printed: tuple[QWidget, str] = (self, HOUSEHOLDS)  # from which screen papers of several households were asked for
        self._listed = HOUSEHOLDS  # from which list a household was opened, and whither one comes back
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self.search)
        for place, key in BEHIND.items():
            QShortcut(QKeySequence(key), self).activated.connect(partial(self.go, place))
        session.changed.connect(self.refresh)
        self.refresh()

    def begin(self, place: str = "") -> None:
        """Go to a place; without one, to an interrupted visit or else to what there is to do today."""
        if place or not (self._session.drafts.keys() and self._resume()):
            self.go(place or FIRST)
        QTimer.singleShot(CALM, self, self._on_calm)

    def _on_calm(self) -> None:
        """Bring in what may come after the first painting, unless the window was closed meanwhile."""
        if self.isVisible():
            _ = self.undoing, self.guide, self.proposed

    def go(self, place: str) -> None:
        """Go to a place of the rail, or to one behind 今日."""
        if place == TODAY:
            self._show(self.today, place)
        elif place == HOUSEHOLDS:
            self._show(self.households, place)
        elif place == VISIT:
            self._on_visit_place()
        elif place == HAND_OVER:
            self.exchange.show_hand_over()
        elif place == CORRECTIONS:
            self.exchange.show_corrections()
        elif place == DOUBTS:
            self._show(self.doubts, TODAY)
        elif place == LEDGER:
            self._show(self.ledger, TODAY)
        else:
            self._show(self.settings, place)

    def search(self) -> None:
        """Put the cursor into the search box."""
        self.go(HOUSEHOLDS)
        self.households.focus_search()

    @cached_property
    def today(self) -> TodayScreen:
        from ui.screens.today import TodayScreen

        screen = self._built(TodayScreen(self._session))
        screen.chosen.connect(partial(self._on_chosen, TODAY))
        screen.entry_wanted.connect(lambda: self.go(VISIT))
        screen.outing_wanted.connect(partial(self.print_outing, TODAY))
        screen.households_wanted.connect(lambda: self.go(HOUSEHOLDS))
        screen.ledger_wanted.connect(self._on_ledger_wanted)
        screen.doubts_wanted.connect(lambda: self.go(DOUBTS))
        screen.corrections_wanted.connect(lambda: self.go(CORRECTIONS))
        screen.safety_wanted.connect(lambda: self.go(HAND_OVER))
        return screen

    @cached_property
    def doubts(self) -> DoubtsScreen:
        from ui.screens.doubts import DoubtsScreen

        screen = self._built(DoubtsScreen(self._session))
        screen.chosen.connect(partial(self._on_chosen, DOUBTS))
        screen.back.connect(lambda: self.go(TODAY))
        return screen

    @cached_property
    def ledger(self) -> LedgerScreen:
        from ui.screens.ledger import LedgerScreen

        screen = self._built(LedgerScreen(self._session))
        screen.chosen.connect(partial(self._on_chosen, LEDGER))
        screen.back.connect(lambda: self.go(TODAY))
        return screen

    @cached_property
    def households(self) -> HouseholdsScreen:
        from ui.screens.households import HouseholdsScreen

        screen = self._built(HouseholdsScreen(self._session))
        screen.chosen.connect(partial(self._on_chosen, HOUSEHOLDS))
        screen.intake_wanted.connect(self.take_in)
        screen.papers_wanted.connect(partial(self.print_papers, HOUSEHOLDS))
        return screen

    @cached_property
    def intake(self) -> IntakeScreen:
        from ui.screens.intake import IntakeScreen

        screen = self._built(IntakeScreen(self._session))
        screen.back.connect(lambda: self.go(HOUSEHOLDS))
        return screen

    @cached_property
    def household(self) -> HouseholdScreen:
        from ui.screens.household import HouseholdScreen

        screen = self._built(HouseholdScreen(self._session))
        screen.visit_wanted.connect(self.begin_visit)
        screen.paper_wanted.connect(self.show_plan)
        screen.corrections_wanted.connect(lambda: self.go(CORRECTIONS))
        screen.turned.connect(self._on_turned)
        screen.back.connect(lambda: self.go(self._listed))
        return screen

    @cached_property
    def visit(self) -> VisitScreen:
        from ui.screens.visit import VisitScreen

        screen = self._built(VisitScreen(self._session))
        screen.finished.connect(self.show_household)
        screen.left.connect(self._on_visit_left)
        screen.outing_wanted.connect(partial(self.print_outing, VISIT))
        return screen

    @cached_property
    def undoing(self) -> Undoing:
        from ui.undoing import Undoing

        return Undoing(self, self._session, self._stack)

    @cached_property
    def proposed(self) -> Proposed:
        from ui.exchange.proposed import Proposed

        return Proposed(self, self._session)

    @cached_property
    def guide(self) -> Guide | None:
        from ui.guide import lead

        guide = lead(self._session, self._preferences, self._stack, self._column)
        if guide:
            self.rail.lead_to(guide.away)
        return guide

    @cached_property
    def plan(self) -> PlanPreviewScreen:
        from ui.screens.plan_preview import PlanPreviewScreen

        screen = self._built(PlanPreviewScreen(self._session))
        screen.back.connect(self.show_household)
        return screen

    @cached_property
    def printing(self) -> PrintingScreen:
        from ui.screens.printing import PrintingScreen

        screen = self._built(PrintingScreen(self._session))
        screen.back.connect(lambda: self._show(*self._printed))
        screen.evening_wanted.connect(self._on_outing_printed)
        return screen

    @cached_property
    def exchange(self) -> Exchange:
        from ui.exchange.rooms import Exchange

        exchange = Exchange(self._session, self._preferences.trouble, self._stack, self._show)
        exchange.safer.connect(self._on_safer)
        exchange.chosen.connect(partial(self._on_chosen, CORRECTIONS))
        exchange.left.connect(lambda: self.go(TODAY))
        return exchange

    @property
    def hand_over(self) -> HandOverScreen:
        """上报."""
        return self.exchange.hand_over

    @cached_property
    def settings(self) -> SettingsScreen:
        from ui.screens.settings import SettingsScreen

        screen = self._built(SettingsScreen(self._session, self._preferences))
        screen.looked.connect(self.looked)
        screen.left.connect(self.left)
        screen.closing_wanted.connect(self.closing_wanted)
        screen.safer.connect(self._on_safer)
        screen.renamed.connect(self.refresh)
        return screen

    def show_household(self, household: str, tab: str = "") -> None:
        """Open the page of one household (its id), at a tab where one is named."""
        self._household = household
        self.household.show_household(household)
        if tab in self.household.pages:
            self.household.tabs.setCurrentIndex(list(self.household.pages).index(tab))
        self._show(self.household, HOUSEHOLDS)

    def take_in(self, rosters: list[Path]) -> None:
        """Show what taking in these files would do."""
        self._show(self.intake, HOUSEHOLDS)
        self.intake.begin(rosters)

    def begin_visit(self, household: str) -> None:
        """Record a visit to one household (its id)."""
        self._household = household
        self.visit.begin(household)
        self._show(self.visit, VISIT)

    def show_plan(self, household: str, kind: PaperKind | None = None) -> None:
        """Show a paper of one household (its id) as it will be printed, the plan where no other is named."""
        self._show(self.plan, HOUSEHOLDS)
        self.plan.show_household(household, *([kind] if kind else []))

    def print_papers(self, place: str, households: list[str], kind: PaperKind | None = None) -> None:
        """Ask how to print papers of several households (ids, in this order), and lead back to where one is."""
        self._printed = self._stack.currentWidget(), place
        self.printing.begin(households, *([kind] if kind else []))
        self._show(self.printing, place)

    def print_outing(self, place: str, households: list[str]) -> None:
        """As above, for the sheets to take along."""
        from fieldapp.desk.printing import PaperKind

        self.print_papers(place, households, PaperKind.OUTING)

    def _on_chosen(self, listed: str, household: str, tab: str = "") -> None:
        """Open a household that was chosen in one of the lists; from its page one comes back there."""
        self._listed = listed
        lists = {TODAY: lambda: self.today.in_order, HOUSEHOLDS: lambda: self.households.in_order}
        self.household.stand_among(lists.get(listed, list)())
        self.show_household(household, tab)

    def _on_outing_printed(self, households: list[str]) -> None:
        """The evening follows the sheets that were taken along."""
        self.visit.follow(households)

    def _on_turned(self, household: str) -> None:
        self._household = household

    def _on_ledger_wanted(self, about: About | None) -> None:
        self.ledger.show_about(about)
        self.go(LEDGER)

    def _on_visit_place(self) -> None:
        """The visit that is being recorded, tonight's next family, the household at hand, or tonight's list to be put together."""
        self._show(self.visit, VISIT)
        self.visit.sit(self._household)

    def _resume(self) -> bool:
        if not self.visit.resume():
            return False
        self._show(self.visit, VISIT)
        return True

    def _on_visit_left(self) -> None:
        if self._household:
            self.show_household(self._household)
        else:
            self.go(HOUSEHOLDS)

    def _on_safer(self, trouble: str) -> None:
        self._preferences.trouble = trouble
        self.refresh()

    def refresh(self) -> None:
        """Write head and foot of the rail, and on 今日 what the foot tells, too."""
        village = self._session.reader.village()
        about = "\n".join(filter(None, [village.town, f"录入：{self._session.by}"]))
        self.rail.tell(village.name or "未命名的村", about, "\n".join(safety(self._session, self._preferences.trouble)))
        if today := vars(self).get("today"):  # built already
            today.tell_safety()
