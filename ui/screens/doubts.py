"""疑点: what the rules find doubtful in the whole village, kind by kind; a loud kind is folded away and not counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.documents.column import Column
from ui.buttons import Button
from ui.page import Page, Sheet
from ui.session import Session
from ui.tables.badge import Badge
from ui.tables.gathering import Gathering
from ui.tables.grouped import Group, GroupedModel, GroupedTable
from ui.tabs import TABS
from ui.theme import Tone, label, worn

if TYPE_CHECKING:
    from fieldapp.desk.doubts import Kind, Line, Look
    from fieldapp.rules.checks.doubt import Doubt
    from fieldapp.store.survey import Survey

TONES: dict[str, Tone] = {"E": "bad", "W": "doubtful", "I": "unknown"}
SHARES = (11, 15, 10, 64)
Moment = tuple[int, dt.date]
"""How far the changes of the file go, and the day."""
CHECKING = "正在查…"
NOTHING = "没有发现疑点。"
HOW = "Enter 打开这一户；← 收起一类，收起的不计数。疑点不等于错，核实了不错的不用管。"


class DoubtsScreen(Page):
    """Paints first; the village is checked in the lane, the first time from end to end, then only what was touched."""

    chosen = Signal(str, str)  # the id of the household, the name of the tab
    back = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("疑点")
        from fieldapp.desk.judging import check_dossier

        self._session = session
        self.gathering = Gathering(session, check_dossier)
        self.gathering.setParent(self)
        self.kinds: Sequence[Kind] = ()
        self._seen: Moment = (-1, session.today())  # up to which change, and on which day, everything is shown
        self.leave = Button("返回", "Esc")
        self.model = GroupedModel("轻重", _columns())
        self.table = GroupedTable(self.model, SHARES, name="疑点")
        self.nothing = label(CHECKING, "note")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self._pages = QStackedWidget()
        self._lay_out()
        self.leave.clicked.connect(self.back)
        self.table.opened.connect(self._on_opened)
        self.table.turned.connect(self._on_turned)
        self.gathering.stepped.connect(self._on_stepped)
        session.changed.connect(self._on_changed)
        self.begin_at(self.table)

    def _lay_out(self) -> None:
        self.acts.addWidget(self.leave)
        waiting = QWidget()
        column = QVBoxLayout(waiting)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.nothing)
        column.addWidget(self.bar)
        column.addStretch()
        sheet = Sheet()
        sheet.column.addWidget(self._pages, 1)
        sheet.column.addSpacing(worn().px(8))
        sheet.column.addWidget(label(HOW, "note", wraps=True))
        self._pages.addWidget(waiting)
        self._pages.addWidget(self.table)
        self.body.addWidget(sheet, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes here sees the village as it is now."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._renew)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is worked out for a page that nobody sees."""
        self.gathering.leave_the_file()
        super().hideEvent(event)

    def _on_changed(self) -> None:
        if self.isVisible():
            self._renew()

    def _renew(self) -> None:
        if self.isVisible() and self._seen != self._now():
            self.gathering.renew()
            self.gathering.go_on()

    def _now(self) -> Moment:
        return self._session.reader.place(), self._session.today()

    def _on_stepped(self, done: int) -> None:
        """So much is known; when all is, put it in order in the lane."""
        self.about.setText(f"正在查全村的资料 {done}%")
        self.bar.setValue(done)
        if self.gathering.is_done:
            found = [doubt for doubts in self.gathering.known.values() for doubt in doubts]
            survey, seen = self._session.survey, self._now()
            self._session.tasks.run(lambda: _ordered(survey, found), lambda told: self._on_ordered(seen, *told))

    def _on_ordered(self, seen: Moment, kinds: list[Kind], look: Look) -> None:
        self._seen, self.kinds = seen, kinds
        at, line = self.table.row, self.table.line(self.table.row)
        self.model.show([_group(kind) for kind in kinds], look.folded)
        self.table.choose(max(self.model.row_of(line) if line else min(at, self.model.rowCount() - 1), 0))
        self._pages.setCurrentIndex(1 if kinds else 0)
        self.nothing.setText(NOTHING)
        self.bar.hide()
        if self.leave.hasFocus() and kinds:
            self.table.setFocus()  # there was no list before
        self._tell(look)

    def _tell(self, look: Look) -> None:
        aside = f"；收起的 {len(look.folded)} 类 {look.aside} 处没有算" if look.aside else ""
        homes = {line.home.id for kind in self.kinds if kind.check.rule not in look.folded for line in kind.lines}
        self.about.setText(f"{look.doubts} 处，在 {len(homes)} 户{aside}" if self.kinds else "")

    def _on_turned(self) -> None:
        """A kind was put aside, or taken up again: count anew, and remember it with the file."""
        from fieldapp.desk.doubts import keep_look, look

        survey = self._session.survey
        told = look(self.kinds, self.model.folded & {kind.check.rule for kind in self.kinds}, survey.clock.now())
        self._tell(told)
        self._session.tasks.run(lambda: keep_look(survey, told), lambda _: None)

    def _on_opened(self, row: int) -> None:
        if line := self.table.line(row):
            self.chosen.emit(line.home.id, TABS.get(line.doubt.noun, ""))


def _columns() -> list[Column[Line]]:
    return [
        Column.told("户主", lambda line: line.home.head), Column.told("组", lambda line: line.home.group),
        Column.told("哪里说不通", lambda line: line.doubt.text),
    ]  # fmt: skip


def _group(kind: Kind) -> Group:
    check = kind.check
    head = f"{check.name} {len(kind.lines)} 处 · {check.advice}"
    return Group(check.rule, Badge(check.severity.label, TONES[check.severity]), head, kind.lines)


def _ordered(survey: Survey, found: list[Doubt]) -> tuple[list[Kind], Look]:
    """What was found, kind by kind, with what only shows across households; for the lane."""
    from fieldapp.desk.checking import check_across
    from fieldapp.desk.doubts import keep_look, kinds, last_look, look, loud
    from fieldapp.desk.handing_over import PRACTICE

    reader = survey.new_reader()
    try:
        homes = reader.households()
        told = kinds([*found, *check_across(reader)], homes)
        before, practice = last_look(reader), bool(reader.about(PRACTICE))
    finally:
        reader.close()
    now = look(told, before.folded if before else loud(told, len(homes), practice=practice), survey.clock.now())
    keep_look(survey, now)
    return told, now
