"""Lines of text in a sheet, each with a pill at its end and a note beneath where there is more to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from fieldapp.rules.finding import Finding, Verdict
from ui.forms.verdict import empty
from ui.page import Sheet
from ui.tables.badge import Badge
from ui.tables.badges import TONES
from ui.theme import label, pill, worn


@dataclass(frozen=True)
class Line:
    """One line."""

    text: str
    badge: Badge | None = None
    note: str = ""

    @classmethod
    def of(cls, about: str, finding: Finding) -> Line:
        """A verdict: what it is about, its word, and the reasons that do not speak for it."""
        why = [reason.text for reason in finding.reasons if reason.verdict in (finding.verdict, Verdict.NONE)]
        return cls(about, Badge(finding.told, TONES[finding.verdict]), "\n".join(why))


class Lines(Sheet):
    """A heading, and lines."""

    def __init__(self, heading: str, nothing: str) -> None:
        """`nothing`: what stands there while there are no lines."""
        super().__init__()
        self.heading = label(heading, "head", wraps=True)
        self.column.addWidget(self.heading)
        self._nothing = nothing
        self._lines = QVBoxLayout()
        self._lines.setSpacing(worn().px(8))
        self.column.addLayout(self._lines)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        empty(self._lines)
        for line in lines:
            self._lines.addWidget(_drawn(line))
        if not lines:
            self._lines.addWidget(label(self._nothing, "note", wraps=True))


def _drawn(line: Line) -> QWidget:
    drawn = QWidget()
    grid = QGridLayout(drawn)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(worn().px(2))
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(line.text, wraps=True), 0, 0)
    if line.badge:
        grid.addWidget(pill(line.badge.text, line.badge.tone), 0, 1, Qt.AlignmentFlag.AlignTop)
    if line.note:
        grid.addWidget(label(line.note, "note", wraps=True), 1, 0, 1, 2)
    return drawn
