"""住房 and 饮水: what is known, and what the rules say of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from fieldapp.base.record import Record
from fieldapp.records.housing import Housing
from fieldapp.records.water import Water
from fieldapp.rules.dwelling import name_of
from ui.buttons import Button
from ui.forms.answers import Answers
from ui.forms.panel import Asked
from ui.forms.verdict import VerdictCard
from ui.household.page import Edit, Home, HomePage


class Houses(HomePage):
    """Every building of the family; beside it the one that decides."""

    def __init__(self) -> None:
        super().__init__(scrolls=True)
        self.verdict = VerdictCard("住房")
        self.add = Button("添加一栋")
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch()
        self.sheets: list[Answers] = []
        self.main.addLayout(row)
        self.main.addStretch()
        self.beside.addWidget(self.verdict)
        self.beside.addStretch()
        self.add.clicked.connect(self._on_add)

    def _show(self, home: Home) -> None:
        self.verdict.show_finding(home.judged.housing)
        for sheet in self.sheets:
            self.main.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()
        houses = home.dossier.all(Housing)
        self.sheets = [self._sheet(house) for house in houses]
        self.add.setText("添加一栋" if houses else "填写住房")

    def _sheet(self, house: Housing) -> Answers:
        change = Button("修改")
        change.clicked.connect(partial(self._edit, house))
        sheet = Answers(name_of(house), change)
        sheet.show_record(house, self._names)
        self.main.insertWidget(self.main.count() - 2, sheet)
        return sheet

    def _edit(self, house: Housing) -> None:
        self.wanted.emit(_edit(house, f"修改 {name_of(house)}", self._home))

    def _on_add(self) -> None:
        self.wanted.emit(_edit(Housing(household=self._home.dossier.household.id), "添加一栋房屋", self._home))


class Supply(HomePage):
    """The family's drinking water."""

    def __init__(self) -> None:
        super().__init__(scrolls=True)
        self.verdict = VerdictCard("饮水")
        self.change = Button("修改")
        self.sheet = Answers("饮水", self.change)
        self.main.addWidget(self.sheet)
        self.main.addStretch()
        self.beside.addWidget(self.verdict)
        self.beside.addStretch()
        self.change.clicked.connect(self._on_change)

    def _show(self, home: Home) -> None:
        self.verdict.show_finding(home.judged.water)
        water = home.dossier.one(Water)
        self.sheet.show_record(water, self._names)
        self.change.setText("修改" if water else "填写饮水")

    def _on_change(self) -> None:
        water = self._home.dossier.one(Water) or Water(household=self._home.dossier.household.id)
        self.wanted.emit(_edit(water, "饮水", self._home))


def _edit(record: Record, heading: str, home: Home) -> Edit:
    key = f"edit:{record.id}" if record.id else f"new:{record.table}:{home.dossier.household.id}"
    return Edit(heading, key, [Asked(record, record.questions(), None)], f"修改{record.label}")
