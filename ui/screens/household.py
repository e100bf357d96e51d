"""One household: its head says the truth in words, its tabs tell and edit everything that is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QTabBar

from fieldapp.base.errors import FieldAppError
from fieldapp.desk.printing import PaperKind
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household, Lodging
from fieldapp.records.housing import Housing
from ui.buttons import Button
from ui.forms.form import Around
from ui.forms.panel import Aside, Beside, Panel
from ui.forms.pictures import Album
from ui.forms.said import between
from ui.household.album import Photos
from ui.household.dwelling import Houses
from ui.household.errands import Picked, PickSheet, Reasoned, ReasonSheet, Replying, Reviewing
from ui.household.marks import Marks
from ui.household.overview import Overview
from ui.household.page import Edit, Home, HomePage
from ui.household.people import People
from ui.household.plans import Plans
from ui.household.problems import Problems
from ui.household.supply import Supply
from ui.household.timeline import Timeline
from ui.household.visits import Visits
from ui.page import Page
from ui.session import Session
from ui.tables.badges import Badges, badges_of, open_problems
from ui.theme import pill, show_pill, worn

if TYPE_CHECKING:
    from fieldapp.desk.moving import Move
    from fieldapp.store.writing import Writing
    from ui.household.moves import Certain, MoveSheet, Splitting, Towards

    Wanted = Edit | Reasoned | Picked | Reviewing | Replying | Towards | Certain | Splitting

PANEL = 470


class HouseholdScreen(Page):
    """Shows one household and edits it in place; every saving is an act with its reason."""

    visit_wanted = Signal(str)  # the id of the household
    paper_wanted = Signal(str, object)  # the id of the household, the PaperKind
    corrections_wanted = Signal()
    turned = Signal(str)  # the id of the household that is shown instead of the one before
    back = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._household = ""
        self._among: Sequence[str] = ()
        self.leave = Button("返回", "Esc")
        self.before, self.after = QPushButton("上一户"), QPushButton("下一户")
        self.papers = Button("打印 ▾")
        self.plan = Button(PaperKind.PLAN.value, "Ctrl+J")
        self.visit = Button("记走访", "Ctrl+N", main=True)
        self.pills = [pill("", "unknown") for _ in range(5)]
        today, album = session.today(), Album(session)
        self.tabs = QTabBar()
        self.open = Marks(session)
        self.pages: Mapping[str, HomePage] = {
            "概况": Overview(session), "成员": People(today, session.reader), "走访": Visits(session), "住房": Houses(session.reader, album), "饮水": Supply(album),
            "计划": Plans(), "问题": Problems(today), "照片": Photos(album, session.survey.photos), "时间线": Timeline(session.reader),
        }  # fmt: skip
        self._stack = QStackedWidget()
        self.beside = Beside(self._stack, PANEL)
        self._lay_out()
        self._connect()

    def show_household(self, household: str) -> None:
        """Show one household by its id. Raises: KeyError."""
        if household != self._household:
            self._close_panel()
            self._household = household
            self.tabs.setCurrentIndex(0)
        self._refresh()
        self.tabs.setFocus()

    def stand_among(self, households: Sequence[str]) -> None:
        """Lead from the household at hand to the one before and after it in this list of ids."""
        self._among = households

    @property
    def page(self) -> HomePage:
        """The page of the chosen tab."""
        return list(self.pages.values())[max(self.tabs.currentIndex(), 0)]

    @property
    def tab(self) -> str:
        """The name of the chosen tab."""
        return list(self.pages)[max(self.tabs.currentIndex(), 0)]

    @cached_property
    def _office(self) -> bool:
        """Whether this is the file of an office above the village."""
        from fieldapp.desk.reviewing import level_of  # late: the start is short
        from fieldapp.records.review import Level

        return level_of(self._session.reader) is not Level.VILLAGE

    def _lay_out(self) -> None:
        self.about.setWordWrap(True)
        for act in (self.leave, self.papers, self.plan, self.visit):
            self.acts.addWidget(act)
        menu = QMenu(self.papers)
        for number, kind in enumerate(PaperKind, start=1):
            menu.addAction(f"&{number} {kind.value}").triggered.connect(partial(self._on_paper, kind))
        self.papers.setMenu(menu)
        for button, key in ((self.papers, "Alt+P"), (self.before, "Ctrl+PgUp"), (self.after, "Ctrl+PgDown")):
            button.setToolTip(key)
        truth = QHBoxLayout()
        truth.setSpacing(worn().px(8))
        for told in self.pills:
            truth.addWidget(told)
        truth.addStretch()
        for one in (self.before, self.after):
            one.setProperty("chip", True)
            truth.addWidget(one)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName("这一户的各页")
        for name, page in self.pages.items():
            self.tabs.addTab(name)
            self._stack.addWidget(page)
            page.wanted.connect(self._on_wanted)
        self.body.addLayout(truth)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.open)
        self.body.addWidget(self.beside, 1)

    def _connect(self) -> None:
        self.leave.clicked.connect(self.back)
        self.plan.clicked.connect(lambda: self._on_paper(PaperKind.PLAN))
        self.before.clicked.connect(lambda: self._go(-1))
        self.after.clicked.connect(lambda: self._go(1))
        for key, act in (("Alt+P", self.papers.showMenu), ("Ctrl+PgUp", self.before.click), ("Ctrl+PgDown", self.after.click)):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        self.visit.clicked.connect(lambda: self.visit_wanted.emit(self._household))
        self.tabs.currentChanged.connect(self._on_tab)
        self.open.answer.clicked.connect(self.corrections_wanted)
        for key, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            QShortcut(QKeySequence(key), self).activated.connect(lambda step=step: self._turn(step))
        self._session.changed.connect(self._on_changed)

    def _refresh(self) -> None:
        """Draw head and page from the file."""
        dossier = self._session.reader.dossier(self._household)
        today = self._session.today()
        self.title.setText(dossier.head)
        for button, step in ((self.before, -1), (self.after, 1)):
            button.setVisible(self._household in self._among)
            button.setEnabled(bool(self._next(step)))
        self.about.setText(_about(dossier))
        self._tell(badges_of(dossier, today))
        counts = {"成员": len(dossier.members), "走访": len(dossier.visits), "问题": len(open_problems(dossier))}
        counts["照片"] = len(dossier.pictures)
        if len(houses := dossier.all(Housing)) > 1:
            counts["住房"] = len(houses)
        for place, name in enumerate(self.pages):
            self.tabs.setTabText(place, f"{name} {counts[name]}" if counts.get(name) else name)
        self._stack.setCurrentWidget(self.page)
        self.page.show_home(Home(dossier, today, self.tab, self._office, between(dossier, self._session.reader)))
        self.open.show_marks(dossier, self.tab)
        self.page.make_room(self.beside.panel is not None)

    def _tell(self, badges: Badges) -> None:
        problems = badges.problems if badges.problems.text != "—" else None
        told = (badges.housing, badges.water, problems, badges.promises, badges.review)
        for one, badge in zip(self.pills, told, strict=True):
            one.setVisible(badge is not None)
            if badge:
                show_pill(one, badge.text, badge.tone)

    def _next(self, step: int) -> str:
        """The household before (-1) or after (1) this one in the list one came from, if it is still there; '' at the end."""
        if self._household not in self._among:
            return ""
        place = self._among.index(self._household)
        onwards = self._among[place + 1 :] if step > 0 else reversed(self._among[:place])
        return next((id for id in onwards if self._session.reader.get(Household, id)), "")

    def _go(self, step: int) -> None:
        """Turn to the household before or after this one, on the same tab."""
        tab, household = self.tabs.currentIndex(), self._next(step)
        self.show_household(household)
        self.tabs.setCurrentIndex(tab)
        self.turned.emit(household)

    def _on_paper(self, kind: PaperKind, *_: object) -> None:
        self.paper_wanted.emit(self._household, kind)

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def _on_tab(self) -> None:
        if self._household:
            self._refresh()

    def _on_changed(self) -> None:
        if not (self._household and self.isVisible()):
            return
        if self._session.reader.get(Household, self._household):
            self._refresh()
        else:
            self.back.emit()

    def _on_wanted(self, wanted: Wanted) -> None:
        """Do something beside the page."""
        aside = self._aside(wanted)
        aside.closed.connect(self._on_closed)
        self.page.make_room(True)
        self.leave.setEnabled(False)  # Escape belongs to the panel now
        self.beside.open(aside)

    def _aside(self, wanted: Wanted) -> Aside:
        if isinstance(wanted, Replying):
            from ui.household.reviews import replying  # late: rare, and the start is short

            wanted = replying(wanted, self._session.survey)
        if isinstance(wanted, Reasoned):
            reason = ReasonSheet(wanted)
            reason.given.connect(lambda told: self._do(f"{wanted.why}：{told}", lambda change: wanted.write(change, told)))
            return reason
        if isinstance(wanted, Picked):
            pick = PickSheet(wanted)
            pick.picked.connect(lambda thing: self._do(wanted.why, lambda change: wanted.write(change, thing)))
            return pick
        if isinstance(wanted, Reviewing):
            return self._review_sheet(wanted)
        if not isinstance(wanted, Edit):
            return self._move_sheet(wanted)
        around = Around.of(self._session.reader.dossier(self._household), self._session)
        return Panel(self._session, wanted.heading, wanted.key, wanted.asked, around, partial(self._save, wanted), wanted.needs)

    def _review_sheet(self, wanted: Reviewing) -> Aside:
        from fieldapp.desk.reviewing import review_of
        from ui.household.reviews import ReviewSheet  # late, as below

        sheet = ReviewSheet(self._session.survey, wanted)
        sheet.given.connect(
            lambda about, word: self._do(word.why, lambda change: change.save(review_of(wanted.dossier, about, word)))
        )
        return sheet

    def _move_sheet(self, wanted: Towards | Certain | Splitting) -> MoveSheet:
        from ui.household.moves import sheet_of  # late: rare, and the start is short

        sheet = sheet_of(wanted)
        sheet.decided.connect(partial(self._on_decided, sheet))
        return sheet

    def _on_decided(self, sheet: MoveSheet, move: Move, told: str) -> None:
        """Do it; where records become one, which takes seconds in a large village, beside the screen."""
        why = f"{move.why}：{told}"
        if not move.same:
            self._do(why, lambda change: move.write(change, told))
            return
        sheet.wait(waits=True)
        done, failed = partial(self._on_moved, sheet), partial(self._on_not_moved, sheet)
        self._session.change_beside(why, lambda change: move.write(change, told), done, failed)

    def _on_moved(self, sheet: MoveSheet, _: None) -> None:
        if self.beside.panel is sheet:  # it may have been put away meanwhile
            self._on_closed()

    def _on_not_moved(self, sheet: MoveSheet, trouble: BaseException) -> None:
        if self.beside.panel is sheet:
            sheet.wait(waits=False)
        if not isinstance(trouble, FieldAppError):
            raise trouble
        self._session.messages.tell(trouble)

    def _do(self, why: str, act: Callable[[Writing], object]) -> None:
        """Do one act and put the sheet away that asked for it."""
        with self._session.change(why) as change:
            act(change)
        self._on_closed()

    def _save(self, edit: Edit, records: list[Any]) -> None:
        with self._session.change(edit.why if isinstance(edit.why, str) else edit.why(records)) as change:
            for record in records:
                change.save(record)

    def _on_closed(self) -> None:
        self._close_panel()
        self.page.make_room(False)
        self.tabs.setFocus()

    def _close_panel(self) -> None:
        self.beside.close_panel()
        self.leave.setEnabled(True)


def _about(dossier: Dossier) -> str:
    """Group, the end of the official code, what it is called on the register, whose roof it lives under, how many people."""
    home = dossier.household
    roof = "" if home.lodging in (None, Lodging.OWN) else f"无房户({Household.lodging.show(home)})"
    code = f"户编号 …{home.code[-4:]}" if home.code and len(home.code) > 4 else f"户编号 {home.code}" if home.code else ""
    away = sum(member.work_region is not None for member in dossier.members)
    people = f"{len(dossier.members)} 人" + (f"({away} 人在外)" if away else "")
    return " · ".join(filter(None, (home.group, code, Household.type.show(home), roof, people)))
