"""What follows from a verdict: problems that the person may register with the visit. A rule suggests, he decides."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from fieldapp.records.problem import Problem
from ui.forms.verdict import empty
from ui.page import Sheet
from ui.theme import worn


class Follows(Sheet):
    """The problems that are offered, a box to tick each."""

    wanted = Signal(set)  # names of the kinds of problem

    def __init__(self) -> None:
        super().__init__("由此登记问题", "勾选的随走访登记，责任人和期限到户页补填。")
        self._ticks: dict[str, QCheckBox] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(worn().px(5))
        self.column.addLayout(self._lines)

    def show_problems(self, problems: list[Problem], wanted: set[str]) -> None:
        """Offer these problems; those of the kinds in `wanted` are ticked."""
        kinds = {problem.kind.name: problem for problem in problems if problem.kind}
        self.setVisible(bool(kinds))
        if kinds.keys() != self._ticks.keys():
            empty(self._lines)
            self._ticks = {name: self._tick(problem) for name, problem in kinds.items()}
        for name, tick in self._ticks.items():
            tick.setChecked(name in wanted)

    def _tick(self, problem: Problem) -> QCheckBox:
        tick = QCheckBox(f"{Problem.kind.show(problem)}问题")
        tick.clicked.connect(self._on_clicked)
        self._lines.addWidget(tick)
        return tick

    def _on_clicked(self) -> None:
        self.wanted.emit({name for name, tick in self._ticks.items() if tick.isChecked()})
