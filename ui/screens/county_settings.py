"""设置 of the county: who records, whom the villages call, how the window looks, which file this is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fieldapp import VERSION
from ui.buttons import Button
from ui.choices import Choices
from ui.county.office import Office
from ui.entries import Entries
from ui.page import Page, Sheet, scrolled
from ui.preferences import Preferences
from ui.recorder import HONEST, Recorder
from ui.theme import SCALES, Theme, label, worn

WIDEST = 760
PHONE = "写进登记包；来回几轮还定不下来的，村里照着打电话。"


class CountySettingsScreen(Page):
    """Every choice holds at once."""

    looked = Signal(object)  # the Theme that was chosen
    left = Signal()  # another file is wanted
    renamed = Signal()

    def __init__(self, office: Office, preferences: Preferences) -> None:
        super().__init__("设置")
        self.about.setText("这一页改了就算数。")
        self._office, self._preferences = office, preferences
        theme = worn()
        self.who = Recorder([office.by, *preferences.names])
        self.phone = QLineEdit(office.phone)
        self.dark = Choices(["浅色", "深色"], [False, True], theme.dark, lambda dark: self.looked.emit(Theme(dark, worn().scale)))
        self.scale = Choices(
            [f"{scale:.0%}" for scale in SCALES], SCALES, theme.scale, lambda scale: self.looked.emit(Theme(worn().dark, scale))
        )
        self.other = Button("换一份档案")
        self._lay_out()
        self.who.named.connect(self._on_named)
        self.phone.editingFinished.connect(self._on_phone)
        self.other.clicked.connect(self.left)

    def _lay_out(self) -> None:
        asked = Entries(110)
        self._who = asked.ask("谁在录入", self.who, HONEST)
        asked.ask("办公室电话", self.phone, PHONE)
        asked.ask("明暗", self.dark)
        asked.ask("字号", self.scale)
        asked.ask("当前汇总", label(str(self._office.path), wraps=True), beside=self.other)
        asked.ask("各村的档案", label(str(self._office.registry.folder), wraps=True), "和汇总放在一起，搬动时一起搬。")
        asked.ask("关于", label(f"驻村走访 {VERSION}"), "资料只存在这台电脑上。本程序按 Apache-2.0 许可使用。")
        sheet, page = Sheet(), QWidget()
        sheet.column.addLayout(asked)
        page.setMaximumWidth(worn().px(WIDEST))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sheet)
        column.addStretch(1)
        self.body.addWidget(scrolled(page), 1)

    def _on_named(self) -> None:
        name = self.who.name
        self._who.complain("" if name else "请写明谁在录入。")
        if name and name != self._office.by:
            self._office.by = self._preferences.by = name
            self.renamed.emit()

    def _on_phone(self) -> None:
        if (phone := self.phone.text().strip()) != self._office.phone:
            self._office.keep_phone(phone)
