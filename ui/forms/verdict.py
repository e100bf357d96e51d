"""A verdict on the screen: what it is about, the verdict in words, why, and by which text."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from fieldapp.rules.finding import Finding, Verdict
from ui.tables.badges import TONES
from ui.theme import label, pill, show_pill, worn

_GRAVITY = (Verdict.BAD, Verdict.OPEN, Verdict.BASIC, Verdict.GOOD, Verdict.NONE)


class VerdictCard(QFrame):
    """Shows one finding and follows it while it changes."""

    def __init__(self, about: str) -> None:
        super().__init__()
        self.setProperty("role", "sheet")
        self.pill = pill("未查看", "unknown")
        self.source = label("", "note", wraps=True)
        self._shown: Finding | None = None
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(worn().px(5))
        head = QHBoxLayout()
        head.addWidget(label(about, "head"))
        head.addStretch()
        head.addWidget(self.pill)
        column = QVBoxLayout(self)
        column.setContentsMargins(worn().px(18), worn().px(16), worn().px(18), worn().px(18))
        column.setSpacing(worn().px(7))
        column.addLayout(head)
        column.addLayout(self._reasons)
        column.addWidget(self.source)

    def show_finding(self, finding: Finding) -> None:
        """Show a finding, the gravest reason first."""
        if finding == self._shown:
            return
        self._shown = finding
        show_pill(self.pill, finding.told, TONES[finding.verdict])
        self.source.setText(f"{finding.source} {finding.confidence}".strip())
        empty(self._reasons)
        for reason in sorted(finding.reasons, key=lambda reason: _GRAVITY.index(reason.verdict)):
            decides = reason.verdict is finding.verdict and reason.verdict is not Verdict.GOOD
            line = label(reason.text, "" if decides else "note", wraps=True)
            line.setMinimumWidth(1)
            self._reasons.addWidget(line)

    @property
    def reasons(self) -> list[str]:
        """The sentences that are shown, in their order."""
        return [widget.text() for widget in _widgets(self._reasons) if isinstance(widget, QLabel)]


def _widgets(layout: QLayout) -> list[QWidget]:
    return [widget for place in range(layout.count()) if (item := layout.itemAt(place)) and (widget := item.widget())]


def empty(layout: QLayout) -> None:
    """Take every widget out of a layout."""
    for widget in _widgets(layout):
        layout.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
