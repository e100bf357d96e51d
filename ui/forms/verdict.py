"""A verdict on the screen: what it is about, the verdict in words, why, and by which text."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from fieldapp.base.draft import Draft
from fieldapp.base.record import Field
from fieldapp.rules.finding import Finding, Reason, Verdict
from ui.tables.badges import TONES
from ui.theme import label, pill, show_pill, worn

MARKS = {Verdict.GOOD: "✓", Verdict.BASIC: "✓", Verdict.BAD: "✗", Verdict.OPEN: "?", Verdict.NONE: "–"}
"""What says a verdict besides its word and colour."""
LACKING = "认定还缺这一项。"
_GRAVITY = (Verdict.BAD, Verdict.OPEN, Verdict.BASIC, Verdict.GOOD, Verdict.NONE)


class VerdictCard(QFrame):
    """Shows one finding and follows it while it changes."""

    def __init__(self, about: str) -> None:
        super().__init__()
        self.setProperty("role", "sheet")
        self.pill = pill("未查看", "unknown")
        self.decided = label("", wraps=True)
        self.beside = label("", "note", wraps=True)
        self.source = label("", "note", wraps=True)
        self._shown: Finding | None = None
        self._parts = QGridLayout()
        self._parts.setHorizontalSpacing(worn().px(8))
        self._parts.setVerticalSpacing(worn().px(2))
        self._parts.setColumnStretch(1, 1)
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(worn().px(5))
        self._lay_out(about)

    def _lay_out(self, about: str) -> None:
        head = QHBoxLayout()
        head.addWidget(label(about, "head"))
        head.addStretch()
        head.addWidget(self.pill)
        column = QVBoxLayout(self)
        column.setContentsMargins(worn().px(18), worn().px(16), worn().px(18), worn().px(18))
        column.setSpacing(worn().px(7))
        column.addLayout(head)
        column.addWidget(self.decided)
        column.addLayout(self._parts)
        column.addLayout(self._reasons)
        column.addWidget(self.beside)
        column.addWidget(self.source)
        self.decided.hide()
        self.beside.hide()

    def show_finding(self, finding: Finding, registered: str = "") -> None:
        """Show a finding, the gravest reason first. `registered`: what others have concluded, to stand beside it."""
        self.beside.setText(registered)
        self.beside.setVisible(bool(registered))
        if finding == self._shown:
            return
        self._shown = finding
        suggested = finding.suggested
        show_pill(self.pill, f"认定 {finding.told}" if suggested else finding.told, TONES[finding.verdict])
        self.decided.setText(f"建议 {suggested.told} · {finding.reasons[0].text}" if suggested else "")
        self.decided.setVisible(suggested is not None)
        self.source.setText(f"{finding.source} {finding.confidence}".strip())
        self._show_parts(finding)
        self._show_reasons(finding)

    def _show_parts(self, finding: Finding) -> None:
        """The verdicts on the parts, a small line for each."""
        empty(self._parts)
        for row, part in enumerate(finding.parts):
            bad = "remark" if part.verdict is Verdict.BAD else "note"
            for column, text in enumerate((MARKS[part.verdict], part.name, part.verdict.value)):
                self._parts.addWidget(label(text, bad if column != 1 else ""), row, column)

    def _show_reasons(self, finding: Finding) -> None:
        empty(self._reasons)
        weighs = (finding.suggested or finding).verdict
        for reason in sorted(_told(finding), key=lambda reason: _GRAVITY.index(reason.verdict)):
            decides = reason.verdict is weighs and reason.verdict is not Verdict.GOOD
            line = label(reason.text, "" if decides else "note", wraps=True)
            line.setMinimumWidth(1)
            self._reasons.addWidget(line)

    @property
    def reasons(self) -> list[str]:
        """The sentences that are shown, in their order."""
        return _texts(self._reasons)

    @property
    def parts(self) -> list[str]:
        """The parts with their marks and verdicts, in their order."""
        told = _texts(self._parts)
        return [" ".join(told[begin : begin + 3]) for begin in range(0, len(told), 3)]


def _told(finding: Finding) -> list[Reason]:
    """The reasons worth a sentence: not the decision, which has its own line, nor a part of which its line says enough."""
    reasons = finding.reasons[1:] if finding.suggested else finding.reasons
    return [reason for reason in reasons if not (reason.name and reason.verdict is Verdict.GOOD)]


def warnings_of(draft: Draft[Any], finding: Finding) -> dict[Field[Any], str]:
    """What a rule says against the answers of this time: question → sentence.

    A decision that lacks something is told under the decision and under what is lacking.
    """
    against: dict[Field[Any], str] = {}
    for reason in finding.reasons:
        if _is_of_decision(reason):
            decided, *lacking = reason.rests_on
            if reason.verdict is Verdict.NONE:
                against |= {decided: reason.text, **dict.fromkeys(lacking, LACKING)}
        elif reason.verdict is Verdict.BAD:
            against |= {question: reason.text for question in reason.rests_on if question.name in draft.typed}
    return against


def _is_of_decision(reason: Reason) -> bool:
    """Whether a reason speaks of what a person decided: as a remark it says why that is not followed yet."""
    return bool(reason.rests_on) and reason.rests_on[0].part.unit == "decision"


def _widgets(layout: QLayout) -> list[QWidget]:
    return [widget for place in range(layout.count()) if (item := layout.itemAt(place)) and (widget := item.widget())]


def _texts(layout: QLayout) -> list[str]:
    return [widget.text() for widget in _widgets(layout) if isinstance(widget, QLabel)]


def empty(layout: QLayout) -> None:
    """Take every widget out of a layout."""
    for widget in _widgets(layout):
        layout.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
