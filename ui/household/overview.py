"""概况: who lives here, what is open, what is planned, and what the last visit brought."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.records.household import Household
from fieldapp.records.plan import Measure
from ui.buttons import Button
from ui.forms.answers import Answers
from ui.forms.panel import Asked
from ui.forms.verdict import empty
from ui.household.page import Edit, Home, HomePage
from ui.household.people import SHARES, member_columns
from ui.household.plans import plan_of, progress_of
from ui.household.problems import problem_badge, promise_badge
from ui.page import Sheet
from ui.tables.badge import Badge
from ui.tables.badges import open_problems, open_promises
from ui.tables.records import RecordTable
from ui.theme import label, pill, worn


class Overview(HomePage):
    """The household at a glance."""

    def __init__(self, today: dt.date) -> None:
        super().__init__(scrolls=True)
        self.change = Button("修改")
        self.members = RecordTable("谁住在这里", member_columns(today), SHARES, empty="还没有登记成员。", fits=True)
        self.about = Answers("登记", self.change)
        self.open = Lines("未销号", "没有未销号的问题。")
        self.promised = Lines("答应群众的事", "没有未办的事。")
        self.planned = Lines("今年计划", "还没有制定今年的计划。")
        for sheet in (self.members, self.about):
            self.main.addWidget(sheet)
        self.main.addStretch()
        for lines in (self.open, self.promised, self.planned):
            self.beside.addWidget(lines)
        self.beside.addStretch()
        self.change.clicked.connect(self._on_change)

    def _show(self, home: Home) -> None:
        dossier, today = home.dossier, home.today
        self.members.show_records(dossier.members)
        self.about.show_record(dossier.household, self._names)
        self.open.show_lines([(one.what or "", problem_badge(one, today)) for one in open_problems(dossier)])
        self.promised.show_lines([(one.wish or "", promise_badge(one, today)) for one in open_promises(dossier)])
        plan = plan_of(home)
        planned = plan is not None and plan.year == today.year
        measures = [(one.what or "", progress_of(one)) for one in dossier.all(Measure) if one.year == today.year]
        goal = [(plan.goal or "", None)] if plan and planned else []
        self.planned.show_lines([*goal, *measures])

    def _on_change(self) -> None:
        home = self._home.dossier.household
        self.wanted.emit(
            Edit("修改登记", f"edit:{home.id}", [Asked(home, home.questions(), None)], "修改农户", (Household.head,))
        )


class Lines(Sheet):
    """A heading, and lines of text with a pill at the end of each."""

    def __init__(self, heading: str, nothing: str) -> None:
        super().__init__(heading)
        self._nothing = nothing
        self._lines = QVBoxLayout()
        self._lines.setSpacing(worn().px(8))
        self.column.addLayout(self._lines)

    def show_lines(self, lines: list[tuple[str, Badge | None]]) -> None:
        """Show these lines."""
        empty(self._lines)
        for text, badge in lines:
            self._lines.addWidget(_line(text, badge))
        if not lines:
            self._lines.addWidget(label(self._nothing, "note", wraps=True))


def _line(text: str, badge: Badge | None) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(label(text, wraps=True), 1)
    if badge:
        row.addWidget(pill(badge.text, badge.tone), 0, Qt.AlignmentFlag.AlignTop)
    return line
