"""The card under a list of 县里改了什么: what the two say of the chosen line, a reason, and the buttons that answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QHBoxLayout, QRadioButton, QSizePolicy

from fieldapp.desk.disputes import Choice
from ui.buttons import Button
from ui.exchange.lines import Line, Told, together
from ui.forms.verdict import empty
from ui.page import Sheet
from ui.theme import label, pill, show_pill, worn

WHY = "理由：写一句，对方会看到"
_NAMED = 6
"""So many of those that were chosen are named."""


class Card(Sheet):
    """Shows one line, or how many were chosen. It decides nothing: the screen is told which button was pressed."""

    pressed = Signal(str)  # the verb
    house_wanted = Signal()

    def __init__(self, *verbs: Button, asks_why: bool = True) -> None:
        super().__init__()
        self.heading = label("", "head", wraps=True)
        self.pill = pill("", "unknown")
        self.house = Button("打开这一户")
        self.talk = label("", "remark", wraps=True)
        self.reason = QComboBox()
        self.wrong = label("", "remark", wraps=True)
        self.verbs = {button.text(): button for button in verbs}
        self._said = QGridLayout()
        self._choices: dict[QRadioButton, Choice | None] = {}
        self._group = QButtonGroup(self)
        self._lay_out(asks_why=asks_why)
        self.house.clicked.connect(self.house_wanted)
        for verb, button in self.verbs.items():
            button.clicked.connect(lambda _=False, verb=verb: self.pressed.emit(verb))

    def _lay_out(self, *, asks_why: bool) -> None:
        px = worn().px
        self.heading.setMinimumWidth(1)
        self.house.setProperty("chip", True)
        head = QHBoxLayout()
        head.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.heading, 1)
        head.addWidget(self.house)
        self._said.setHorizontalSpacing(worn().size("gap"))
        self._said.setVerticalSpacing(px(2))
        for column, share in enumerate((0, 2, 3)):
            self._said.setColumnStretch(column, share)
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason.setAccessibleName("理由")
        self.reason.lineEdit().setPlaceholderText(WHY)
        self.reason.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.reason.setMinimumWidth(px(120))
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.reason, 1)
        if not asks_why:
            self.reason.hide()
            foot.addStretch(1)
        for button in self.verbs.values():
            foot.addWidget(button)
        self.column.addLayout(head)
        self.column.addLayout(self._said)
        self.column.addWidget(self.talk)
        self.column.addSpacing(px(4))
        self.column.addLayout(foot)
        self.column.addWidget(self.wrong)
        self.complain("")

    @property
    def why(self) -> str:
        """The reason as typed."""
        return " ".join(self.reason.currentText().split())

    @property
    def choice(self) -> Choice | None:
        """Which of several is meant; None where there is nothing to choose."""
        return next((choice for radio, choice in self._choices.items() if radio.isChecked()), None)

    def offer_reasons(self, reasons: Sequence[str]) -> None:
        """Offer these reasons; what is typed stays."""
        typed = self.reason.currentText()
        self.reason.clear()
        self.reason.addItems(list(reasons))
        self.reason.setCurrentText(typed)

    def complain(self, wrong: str) -> None:
        """Say what stands in the way, with the cursor at the reason; '' for nothing."""
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        if wrong and self.reason.isVisibleTo(self):
            self.reason.setFocus()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show the chosen line; of several how many, and whose."""
        self.complain("")
        empty(self._said)
        self._choices.clear()
        one = lines[0] if len(lines) == 1 else None
        self.pill.setVisible(one is not None)
        self.talk.setText(one.talk if one else "")
        self.talk.setVisible(bool(self.talk.text()))
        self.house.setVisible(one is not None and bool(one.thing.household))
        for verb, button in self.verbs.items():
            button.setEnabled(bool(lines))
            button.setText(f"{verb} {len(lines)} 项" if len(lines) > 1 else verb)
        if one:
            self._show(one)
        else:
            names = list(together(lines))
            more = f"等 {len(names)} 户" if len(names) > _NAMED else ""
            self.heading.setText(f"选了 {len(lines)} 项：{'、'.join(names[:_NAMED])}{more}" if lines else "没有选")

    def _show(self, line: Line) -> None:
        show_pill(self.pill, line.badge.text, line.badge.tone)
        code = f"({line.thing.code})" if line.thing.code and line.thing.code != line.whose else ""
        self.heading.setText(f"{line.whose}{code} · {line.thing.noun.label}：{line.thing.what}")
        several = sum(told.choice is not None for told in line.said) > 1
        for row, told in enumerate(line.said):
            caption = self._radio(told, chosen=told is line.last) if several and told.choice else label(told.caption, "note")
            text, note = label(told.text, wraps=True), label(told.note, "note", wraps=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            for column, part in enumerate((caption, text, note)):
                part.setMinimumWidth(1 if column else 0)
                self._said.addWidget(part, row, column, Qt.AlignmentFlag.AlignTop)

    def _radio(self, told: Told, *, chosen: bool) -> QRadioButton:
        """What chooses one of several."""
        radio = QRadioButton(told.caption)
        radio.setAccessibleDescription(told.text)
        self._group.addButton(radio)
        self._choices[radio] = told.choice
        radio.setChecked(chosen)
        return radio
