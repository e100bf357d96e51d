"""The sheet that goes back to a backup: which one, what will happen, and under which password."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QVBoxLayout

from fieldapp.desk.keeping import backup_folder, backups, keepsakes
from fieldapp.store.connection import is_plain
from ui.ago import ago
from ui.buttons import Button
from ui.entries import Entries
from ui.forms.panel import Aside
from ui.messages import SURVEY
from ui.session import Session
from ui.theme import label, worn

RESTORE, OTHER = "恢复成这一份", "选别的文件…"
TOLD = (
    "先查备份是不是好的，再换上去。档案回到备份那一天，那以后录的不在里面；"
    "现在的档案改个名字留在旁边，不会盖掉，要用时还能打开。"
)
NO_BACKUP = "旁边还没有备份。优盘上有的，点“选别的文件…”。"
NO_PASSWORD = "这一份有密码，请输入备份那天的密码。"


class RestoreSheet(Aside):
    """The backups beside the file, the newest first, and any other file."""

    wanted = Signal(object, str)  # the path of the backup, its password

    def __init__(self, session: Session) -> None:
        super().__init__("从备份恢复")
        self._session = session
        self.buttons: dict[Path, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._list = QVBoxLayout()
        self._list.setSpacing(worn().px(8))
        self.nothing = label(NO_BACKUP, "note", wraps=True)
        self.other = Button(OTHER)
        self.password = QLineEdit()
        self.act = Button(RESTORE, "Ctrl+Enter", main=True)
        self.leave = Button("收起", "Esc")
        self._lay_out()
        self.other.clicked.connect(self._on_other)
        self._group.buttonToggled.connect(self._refresh)
        self.password.returnPressed.connect(self._on_act)
        self.act.clicked.connect(self._on_act)
        self.leave.clicked.connect(self.closed)
        self._refresh()

    def _lay_out(self) -> None:
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        asked = Entries(50)
        self._asked = asked.ask("密码", self.password, NO_PASSWORD)
        self.column.addWidget(label(TOLD, "note", wraps=True))
        self.column.addSpacing(worn().px(8))
        self.column.addWidget(self.nothing)
        self.column.addLayout(self._list)
        for path in (*backups(self._session.path), *keepsakes(self._session.path)):  # now, so that Tab comes to them first
            self._offer(path)
        self.column.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addSpacing(worn().px(8))
        self.column.addLayout(asked)
        self.end(self.act, self.leave)

    def begin(self) -> None:
        """Put the cursor to the newest backup."""
        next(iter(self.buttons.values()), self.other).setFocus()

    @property
    def chosen(self) -> Path | None:
        """The backup that is chosen, None before one is."""
        return next((path for path, button in self.buttons.items() if button.isChecked()), None)

    def _offer(self, path: Path) -> None:
        """Put a file on the list. The one beside the survey is called by its day."""
        now = self._session.survey.clock.now()
        written = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        beside = path.parent == backup_folder(self._session.path)
        button = QRadioButton(f"{path.stem if beside else path.name} · {ago(written, now)} · {path.stat().st_size / 1e6:.1f} MB")
        button.setToolTip(str(path))
        self.buttons[path] = button
        self._group.addButton(button)
        self._list.addWidget(button)

    def _refresh(self) -> None:
        chosen = self.chosen
        self.nothing.setVisible(not self.buttons)
        self.act.setEnabled(chosen is not None)
        self._asked.show(chosen is not None and not is_plain(chosen))

    def _on_other(self) -> None:
        if path := self._session.messages.file_to_open("选一份备份", self._session.path.parent, SURVEY):
            if path not in self.buttons:
                self._offer(path)
            self.buttons[path].setChecked(True)
            self._refresh()

    def _on_act(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        if self._asked.editor.isVisible() and not self.password.text():
            self._asked.complain(NO_PASSWORD)
            self.password.setFocus()
        else:
            self.wanted.emit(chosen, self.password.text())
