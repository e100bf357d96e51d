"""概况: who lives here, what is open, what is planned, and what the last visit brought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fieldapp.base.record import Names
from fieldapp.documents.column import Column
from fieldapp.records.household import Household
from fieldapp.records.plan import Measure
from fieldapp.records.registered import Registered
from fieldapp.records.visit import Visit
from ui.buttons import Button
from ui.forms.answers import Answers
from ui.forms.panel import Asked
from ui.household.lines import Line, Lines
from ui.household.page import Edit, Home, HomePage
from ui.household.people import SHARES, member_columns
from ui.household.plans import plan_of, progress_of
from ui.household.problems import problem_badge, promise_badge
from ui.household.timeline import called_by, past_of, since_visit, told
from ui.tables.badges import open_problems, open_promises
from ui.tables.records import RecordTable

if TYPE_CHECKING:
    from ui.session import Session

NEWS = 4
"""So many acts are told; the time line tells all."""


class Overview(HomePage):
    """The household at a glance."""

    def __init__(self, session: Session) -> None:
        super().__init__(scrolls=True)
        self._session = session
        today = session.today()
        self.change = Button("修改")
        self._statements: list[Registered] = []
        columns = member_columns(today, self._statements)
        self.members = RecordTable("谁住在这里", columns, SHARES, empty="还没有登记成员。", fits=True)
        self.about = Answers("登记", self.change)
        self.registered = RecordTable("登记结论", _registered_columns(self._names), (16, 13, 31, 14, 26), fits=True)
        self.open = Lines("未销号", "没有未销号的问题。")
        self.promised = Lines("答应群众的事", "没有未办的事。")
        self.planned = Lines("今年计划", "还没有制定今年的计划。")
        for sheet in (self.members, self.about, self.registered):
            self.main.addWidget(sheet)
        self.main.addStretch()
        self.news = Lines("上次走访以后改了什么", "没有人改过。")
        for lines in (self.open, self.promised, self.planned, self.news):
            self.side.add(lines)
        self.change.clicked.connect(self._on_change)

    def _show(self, home: Home) -> None:
        dossier, today = home.dossier, home.today
        self._statements[:] = dossier.all(Registered)
        self.members.show_records(dossier.members)
        self.registered.show_records(sorted(self._statements, key=lambda one: one.on or dt.date.min, reverse=True))
        self.registered.setVisible(bool(self._statements))
        self.about.show_record(dossier.household, self._names, home.said_of(dossier.household))
        self.open.show_lines([Line(one.what or "", problem_badge(one, today)) for one in open_problems(dossier)])
        self.promised.show_lines([Line(one.wish or "", promise_badge(one, today)) for one in open_promises(dossier)])
        plan = plan_of(home)
        planned = plan is not None and plan.year == today.year
        measures = [Line(one.what or "", progress_of(one)) for one in dossier.all(Measure) if one.year == today.year]
        goal = [Line(plan.goal or "")] if plan and planned else []
        self.planned.show_lines([*goal, *measures])
        self._show_news(home)

    def _show_news(self, home: Home) -> None:
        """Who has changed what since the last visit of the person who sits here."""
        reader, by = self._session.reader, self._session.by
        found = since_visit(past_of(home.dossier.household.id, reader), home.dossier.all(Visit), by)
        self.news.setVisible(found is not None)
        if found is None:
            return
        visit, lines = found
        acts = told(lines, self._names, called_by(reader), home.dossier.household.id)
        shown = [line for head, texts in acts[:NEWS] for line in _news(head, texts)]
        rest = [Line(f"还有 {len(acts) - NEWS} 次修改，都在时间线里。")] if len(acts) > NEWS else []
        whose = f"{Visit.day.show(visit) or '上次'} 走访"
        self.news.heading.setText(f"{whose}以后改了什么")
        self.news.show_lines([*shown, *rest])

    def _on_change(self) -> None:
        home = self._home.dossier.household
        self.wanted.emit(
            Edit("修改登记", f"edit:{home.id}", [Asked(home, home.questions(), None)], "修改农户", (Household.head,))
        )


def _news(head: str, texts: Sequence[str]) -> list[Line]:
    """An act: a line for each record that it touched, and under the last one who it was."""
    return [*(Line(text) for text in texts[:-1]), Line(texts[-1], note=head)] if texts else [Line(head)]


def _registered_columns(names: Names) -> list[Column[Registered]]:
    """What others have concluded: about what and whom, in which words, when and where."""
    asked = (Registered.topic, Registered.member, Registered.said, Registered.on, Registered.source)
    return [Column.of(field, names) for field in asked]
