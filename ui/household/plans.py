"""计划: the plan of a year, and its measures."""

from __future__ import annotations

from typing import Any

from fieldapp.documents.column import Column
from fieldapp.records.plan import Measure, Plan, Progress
from ui.buttons import Button
from ui.forms.answers import Answers
from ui.forms.panel import Asked
from ui.household.page import Edit, Home, HomePage
from ui.tables.badge import Badge
from ui.tables.records import Act, RecordTable
from ui.theme import Tone

ADD, CHANGE = Act("添加措施"), Act("修改", to_one=True)
SHARES = (7, 16, 27, 11, 14, 14, 12)
TONES: dict[Progress | None, Tone] = {
    Progress.DONE: "good",
    Progress.UNDER_WAY: "doubtful",
    Progress.PLANNED: "unknown",
    Progress.STOPPED: "unknown",
}


def progress_of(measure: Measure) -> Badge:
    """How far a measure is."""
    return Badge(Measure.progress.show(measure) or "进度未填", TONES.get(measure.progress, "unknown"))


def plan_of(home: Home) -> Plan | None:
    """The plan of this year, or else the newest one."""
    plans = sorted(home.dossier.all(Plan), key=lambda plan: plan.year or 0)
    return next((plan for plan in plans if plan.year == home.today.year), plans[-1] if plans else None)


class Plans(HomePage):
    """The plan of this year, and the measures of all years, the newest first."""

    def __init__(self) -> None:
        super().__init__(scrolls=True)
        self.change, self.new = Button("修改"), Button("")
        self.sheet = Answers("年度计划", self.new, self.change)
        self.measures = RecordTable(
            "帮扶措施", self._columns(), SHARES, (ADD, CHANGE), pills={6: progress_of}, empty="还没有安排措施。"
        )
        self.main.addWidget(self.sheet)
        self.main.addWidget(self.measures, 1)
        self.change.clicked.connect(lambda: self._edit(plan_of(self._home)))
        self.new.clicked.connect(lambda: self._edit(None))
        self.measures.wanted.connect(self._on_wanted)

    def _columns(self) -> list[Column[Any]]:
        quantity: Column[Measure] = Column.told(
            "数量", lambda m: f"{Measure.quantity.show(m)} {Measure.measured_in.show(m)}".strip()
        )
        asked = (Measure.year, Measure.kind, Measure.what, Measure.person)
        told: Column[Measure] = Column.told("进度", lambda m: progress_of(m).text)
        return [*(Column.of(field, self._names) for field in asked), quantity, Column.of(Measure.money), told]

    def _show(self, home: Home) -> None:
        plan = plan_of(home)
        self.sheet.heading.setText(f"{plan.year or ''}年度计划" if plan else "年度计划")
        self.sheet.show_record(plan, self._names, home.said_of(plan))
        self.change.setVisible(plan is not None)
        self.new.setText(f"制定 {home.today.year} 年计划")
        self.new.setVisible(plan is None or plan.year != home.today.year)
        self.measures.show_records(sorted(home.dossier.all(Measure), key=lambda measure: -(measure.year or 0)))

    def _edit(self, plan: Plan | None) -> None:
        household = self._home.dossier.household
        year = self._home.today.year
        record = plan or Plan(household=household.id, year=year, responsible=household.helper)
        key = f"edit:{plan.id}" if plan else f"new:plan:{household.id}"
        asked = [Asked(record, Plan.questions())]
        why = "修改帮扶计划" if plan else "制定帮扶计划"
        self.wanted.emit(Edit(why, key, asked, why, (Plan.year, Plan.goal)))

    def _on_wanted(self, verb: str, measure: Measure | None) -> None:
        household = self._home.dossier.household
        record = measure or Measure(household=household.id, year=self._home.today.year, progress=Progress.PLANNED)
        key = f"edit:{measure.id}" if measure else f"new:measure:{household.id}"
        why = "修改帮扶措施" if measure else "安排帮扶措施"
        self.wanted.emit(Edit(why, key, [Asked(record, Measure.questions(), None)], why, (Measure.year, Measure.what)))
