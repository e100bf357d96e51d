"""设置 of the county: who records, whom the villages call, how the window looks, which file this is."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from fieldapp import VERSION
from fieldapp.base.errors import FieldAppError
from ui.band import Band
from ui.buttons import Button
from ui.choices import Choices
from ui.county.office import Office
from ui.entries import Entries
from ui.forms.panel import Beside
from ui.page import Page, Sheet, scrolled
from ui.preferences import Preferences
from ui.recorder import HONEST, Recorder
from ui.safety.errand import PATIENCE, REMEMBER
from ui.safety.password import CHANGE, REMOVE, SET, PasswordSheet
from ui.safety.sheet import LOCKED, NAMELESS, REPORT, TITLE, UNLOCKED
from ui.theme import SCALES, Theme, label, worn

PANEL, WIDEST = 470, 760
TOGETHER = "汇总和各村的档案用同一个密码。"
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
        self.other, self.report = Button("换一份档案"), Button("出错记录…")
        self.password = label("", wraps=True)
        self.verbs = {verb: Button(f"{verb}…") for verb in (SET, CHANGE, REMOVE)}
        self.said, self.bar = Band(), QProgressBar()
        self._lay_out()
        self._show_password()
        self.who.named.connect(self._on_named)
        self.phone.editingFinished.connect(self._on_phone)
        self.other.clicked.connect(self.left)
        self.report.clicked.connect(self._on_report)
        office.tasks.stepped.connect(self.bar.setValue)
        for verb, button in self.verbs.items():
            button.clicked.connect(partial(self._on_password, verb))

    def _lay_out(self) -> None:
        asked = Entries(110)
        self._who = asked.ask("谁在录入", self.who, HONEST)
        asked.ask("办公室电话", self.phone, PHONE)
        asked.ask("密码", self.password, TOGETHER, beside=self._buttons())
        asked.ask("明暗", self.dark)
        asked.ask("字号", self.scale)
        asked.ask("当前汇总", label(str(self._office.path), wraps=True), beside=self.other)
        asked.ask("各村的档案", label(str(self._office.registry.folder), wraps=True), "和汇总放在一起，搬动时一起搬。")
        asked.ask("程序出错", label("发给维护程序的人看，存在汇总旁边。", wraps=True), NAMELESS, beside=self.report)
        asked.ask("关于", label(f"驻村走访 {VERSION}"), "资料只存在这台电脑上。本程序按 Apache-2.0 许可使用。")
        sheet, page = Sheet(), QWidget()
        sheet.column.addLayout(asked)
        page.setMaximumWidth(worn().px(WIDEST))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sheet)
        column.addStretch(1)
        self.beside = Beside(scrolled(page), PANEL)
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.body.addWidget(self.said)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.beside, 1)

    def _buttons(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(worn().px(8))
        row.addStretch()
        for button in self.verbs.values():
            row.addWidget(button)
        return made

    def _show_password(self) -> None:
        locked = self._office.is_locked
        self.password.setText(LOCKED if locked else UNLOCKED)
        for verb, button in self.verbs.items():
            button.setVisible((verb != SET) is locked)

    def _on_password(self, verb: str) -> None:
        """Ask for the passwords beside the page."""
        sheet = PasswordSheet(self._office, verb)
        sheet.closed.connect(self._on_closed)
        sheet.wanted.connect(partial(self._rekey, verb))
        self.beside.open(sheet)

    def _on_closed(self) -> None:
        self.beside.close_panel()
        next(button for button in self.verbs.values() if button.isVisibleTo(self)).setFocus()

    def _rekey(self, verb: str, old: str, new: str) -> None:
        """Change it in the lane; meanwhile nothing else can be asked for."""
        self.beside.close_panel()
        self._working(True)
        self.said.say(f"正在{verb}……{PATIENCE}")
        done = f"已经{verb}。{REMEMBER if new else ''}"
        self._office.rekey(old, new, partial(self._on_rekeyed, done), self._on_not_rekeyed)

    def _on_rekeyed(self, told: str, _: object = None) -> None:
        self._working(False)
        self.said.say(told)
        self._on_closed()

    def _on_not_rekeyed(self, trouble: BaseException) -> None:
        self._on_rekeyed(str(trouble) if isinstance(trouble, FieldAppError) else "")
        if not isinstance(trouble, FieldAppError):
            raise trouble

    def _working(self, working: bool) -> None:
        self.window().setEnabled(not working)
        self.bar.setValue(0)
        self.bar.setVisible(working)
        self._show_password()

    def _on_named(self) -> None:
        name = self.who.name
        self._who.complain("" if name else "请写明谁在录入。")
        if name and name != self._office.by:
            self._office.by = self._preferences.by = name
            self.renamed.emit()

    def _on_report(self) -> None:
        from ui.mistakes import show_report

        show_report(self._office.messages, None, self._office.path, TITLE, REPORT)

    def _on_phone(self) -> None:
        if (phone := self.phone.text().strip()) != self._office.phone:
            self._office.keep_phone(phone)
