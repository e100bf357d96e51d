"""How the work leaves the house: the editions to choose from, with or without the pictures, and what has left it so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QLabel, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from fieldapp.base.errors import FieldAppError
from fieldapp.documents.edition import FULL, LABELS, MASKED, PAPERS, Edition
from ui.ago import ago
from ui.entries import Entries
from ui.page import Sheet
from ui.theme import label, worn

if TYPE_CHECKING:
    from fieldapp.desk.handing_over import HandOver
    from fieldapp.store.reader import Reader

EDITIONS = {
    "key": ("用登记密钥加密(推荐)", "号码完整；村和县里收过登记包的程序自己会打开，不用记密码，也不用打电话告诉。"),
    "locked": ("加密码(推荐)", "号码完整，打开时要输密码。密码打电话告诉对方，不要和文件一起发。"),
    "masked": ("遮住号码的公开版", "遮住证件号码和电话，出生只留年份，不写健康状况；可以给别人看，不能读回程序。"),
    "full": ("完整号码，不加密", "谁拿到文件都能看到全部号码，只适合当面交接；文件名会带上“含个人信息”。"),
}
"""Name of a way out → what one chooses, and what it means. The key is there where the village is enrolled."""
SEALED = ("key", "locked")
"""The ways in which pictures may leave, too."""
PHOTOS = "连照片一起(.zip)"
WHOLE = "从头带上全部改动"
WHOLE_WHEN = "平时不用。对方收的时候说还缺以前的改动，就勾上再导出一次，对方收了就补上。"
_SHOWN = 5


class Editions(QWidget):
    """In which edition the next workbook leaves; for a locked one, its password twice; whether the pictures go with it, and all changes."""

    def __init__(self, chosen: str, reader: Reader | None = None) -> None:
        """
        Args:
            chosen: the way out that stands first.
            reader: of the village whose key and pictures may be chosen, too; without it there are neither.
        """
        super().__init__()
        self._reader = reader
        self.buttons = {name: QRadioButton(words) for name, (words, _) in EDITIONS.items()}
        self.password, self.again = QLineEdit(), QLineEdit()
        self.photos = QCheckBox(PHOTOS)
        self.photos.setAccessibleDescription("表和照片写成一个加密的包，照片多的要等一会儿。")
        self.photos.setToolTip(self.photos.accessibleDescription())
        self.whole = QCheckBox(WHOLE)
        self.whole.setAccessibleDescription(WHOLE_WHEN)
        self._whole_when = label(WHOLE_WHEN, "note", wraps=True)
        self._notes: dict[str, QLabel] = {}
        self._asked = self._asking()
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(worn().px(4))
        for name, button in self.buttons.items():
            self._group.addButton(button)
            column.addWidget(button)
            column.addLayout(self._explained(name))
        for widget in (self.photos, self.whole, self._whole_when):
            column.addWidget(widget)
        self._whole_when.setContentsMargins(worn().px(24), 0, 0, 0)
        self.enrol(enrolled=False)
        self._group.buttonToggled.connect(self._on_chosen)
        self.choose(chosen)

    def _explained(self, name: str) -> QVBoxLayout:
        """What an edition means, set off from its button; the boxes for the password under it."""
        button, note = self.buttons[name], label(EDITIONS[name][1], "note", wraps=True)
        button.setAccessibleDescription(note.text())
        told = QVBoxLayout()
        told.setContentsMargins(worn().px(24), 0, 0, worn().px(8))
        told.addWidget(note)
        self._notes[name] = note
        if name == "locked":
            told.addWidget(self._asked)
        return told

    def _asking(self) -> QWidget:
        """The boxes for the password."""
        asked = Entries(70)
        for box in (self.password, self.again):
            box.setEchoMode(QLineEdit.EchoMode.Password)
            box.setMaximumWidth(worn().px(280))
        self._password = asked.ask("密码", self.password)
        self._again = asked.ask("再输一次", self.again)
        asked.setContentsMargins(0, worn().px(6), 0, 0)
        whole = QWidget()
        whole.setLayout(asked)
        return whole

    def enrol(self, *, enrolled: bool) -> None:
        """Offer the key of the county, or not."""
        self.buttons["key"].setVisible(enrolled)
        self._notes["key"].setVisible(enrolled)
        self.buttons["locked"].setText("加密码" if enrolled else EDITIONS["locked"][0])

    def choose(self, name: str) -> None:
        """Choose a way out by its name."""
        self.buttons[name].setChecked(True)
        self._on_chosen()

    @property
    def chosen(self) -> str:
        """The name of the way out that is chosen."""
        return next(name for name, button in self.buttons.items() if button.isChecked())

    @property
    def with_photos(self) -> bool:
        """Whether the pictures are to go with the workbook."""
        return self.chosen in SEALED and self.photos.isChecked()

    @property
    def with_everything(self) -> bool:
        """Whether all changes are to be told, also those that the other side has confirmed to know."""
        return not self.whole.isHidden() and self.whole.isChecked()

    def edition(self) -> Edition | None:
        """The edition that is chosen; None after saying what is wrong with its password and putting the cursor there.

        Raises:
            FieldAppError: the key of the county is wanted, and there is none.
        """
        if self.chosen == "key" and self._reader:
            from fieldapp.desk.handing_over import under_key

            return under_key(self._reader)
        if self.chosen != "locked":
            return MASKED if self.chosen == "masked" else FULL
        self._complain("", "")
        try:
            edition = Edition.locked(self.password.text())
        except FieldAppError as refusal:
            self._complain(str(refusal), "")
            self.password.setFocus()
            return None
        if self.password.text() != self.again.text():
            self._complain("", "两次输入的密码不一样。")
            self.again.setFocus()
            return None
        return edition

    def forget(self) -> None:
        """Forget the password, and that everything was wanted: that is for once."""
        self.whole.setChecked(False)
        for box in (self.password, self.again):
            box.clear()
        self._complain("", "")

    def _complain(self, password: str, again: str) -> None:
        self._password.complain(password)
        self._again.complain(again)

    def _on_chosen(self) -> None:
        self._complain("", "")
        self._asked.setVisible(self.buttons["locked"].isChecked())
        self.photos.setVisible(self._reader is not None and self.chosen in SEALED)
        for widget in (self.whole, self._whole_when):
            widget.setVisible(self._reader is not None and self.chosen != "masked")


class HandedOver(Sheet):
    """The last workbooks, and papers with full numbers, that left the house, the newest first."""

    def __init__(self) -> None:
        super().__init__("最近交出去的", "带完整号码的材料印了、存了，也记在这里。")
        self._rows = QGridLayout()
        self._rows.setColumnStretch(0, 1)
        self._rows.setVerticalSpacing(worn().px(2))
        self.column.addLayout(self._rows)
        self.column.addStretch()

    def tell(self, log: Sequence[HandOver], now: dt.datetime) -> None:
        """Show these, the newest first."""
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for row, one in enumerate(log[:_SHOWN]):
            edition = LABELS.get(one.edition, "完整号码的材料")
            about = f"{ago(dt.datetime.fromisoformat(one.at), now)} · {edition} · {one.by}"
            file = label(f"{one.file} · {one.households} 户" if one.edition == PAPERS else one.file, "note", wraps=True)
            file.setToolTip(f"SHA-256 {one.sha256}" if one.sha256 else "")
            file.setContentsMargins(0, 0, 0, worn().px(6))
            self._rows.addWidget(label(about, wraps=True), 2 * row, 0)
            self._rows.addWidget(label(one.code), 2 * row, 1)
            self._rows.addWidget(file, 2 * row + 1, 0, 1, 2)
        if not log:
            self._rows.addWidget(label("还没有交出过工作簿。", "note"), 0, 0)

    @property
    def lines(self) -> list[str]:
        """What it says, line by line."""
        widgets = [self._rows.itemAt(place).widget() for place in range(self._rows.count())]
        return [widget.text() for widget in widgets if isinstance(widget, QLabel)]
