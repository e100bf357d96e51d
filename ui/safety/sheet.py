"""安全: the password, the backups and whether the file is sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldapp.base.errors import FieldAppError
from fieldapp.desk.keeping import SECOND_PLACE, backups
from ui.ago import ago, last_backup
from ui.buttons import Button
from ui.entries import Entries
from ui.page import Sheet
from ui.safety.backing import UNDER_WAY, BackupButton
from ui.safety.password import CHANGE, REMOVE, SET
from ui.session import Session
from ui.theme import label, worn

if TYPE_CHECKING:
    from fieldapp.desk.restoring import Verified

NONE_YET = "还没有"
LOCKED, UNLOCKED = "设了密码，文件是加密的。", "没有密码，谁拿到文件都能看。"
NO_BREAK = "\u00a0"
NAMED = 3
"""So many lost pictures are named."""
CHECKING = "正在检查…"
REPORT = "发给维护程序的人看，存在备份旁边。"
TITLE = "程序的出错记录"
NAMELESS = "里面没有姓名、号码和回答，存以前可以看。"
UNCHECKED = "看文件有没有坏，现在的资料和修改记录对不对得上。"


class Safety(Sheet):
    """What keeps the work safe. What needs the file closed, or more room, is asked beside; the rest runs in the lane."""

    password_wanted = Signal(str)  # SET, CHANGE or REMOVE
    restore_wanted = Signal()
    safer = Signal(str)  # backed up; what went wrong with it, '' when nothing did

    def __init__(self, session: Session) -> None:
        super().__init__("安全")
        self._session = session
        self.password = label("", wraps=True)
        self.set, self.change, self.remove = (Button(f"{verb}…") for verb in (SET, CHANGE, REMOVE))
        self.backed = label("", wraps=True)
        self.backup = BackupButton(session)
        self.restore = Button("从备份恢复…")
        self.second = label("", wraps=True)
        self.elsewhere, self.nowhere = Button("更改…"), Button("不要了")
        self.sound = label(UNCHECKED, wraps=True)
        self.check = Button("检查档案")
        self.report = Button("出错记录…")
        self._lay_out()
        for verb, button in ((SET, self.set), (CHANGE, self.change), (REMOVE, self.remove)):
            button.clicked.connect(lambda _=False, verb=verb: self.password_wanted.emit(verb))
        self.restore.clicked.connect(self.restore_wanted)
        self.backup.begun.connect(lambda: self.backed.setText(UNDER_WAY))
        self.backup.stepped.connect(lambda done: self.backed.setText(f"{UNDER_WAY} {done}%"))
        self.backup.ended.connect(self._on_backed_up)
        self.elsewhere.clicked.connect(self._on_elsewhere)
        self.nowhere.clicked.connect(lambda: self._keep_second(""))
        self.check.clicked.connect(self._on_check)
        self.report.clicked.connect(self._on_report)

    def _lay_out(self) -> None:
        asked = Entries(110)
        asked.ask("密码", self.password, beside=_row(self.set, self.change, self.remove))
        self._backed = asked.ask("备份", self.backed, beside=_row(self.backup, self.restore))
        asked.ask("第二备份位置", self.second, "每天的备份在这里再放一份，最好是优盘。", beside=_row(self.elsewhere, self.nowhere))
        self._sound = asked.ask("档案好不好", self.sound, beside=_row(self.check))
        asked.ask("程序出错", label(REPORT, wraps=True), NAMELESS, beside=_row(self.report))
        self.column.addLayout(asked)

    def refresh(self) -> None:
        """Tell how it stands now."""
        locked, second = bool(self._session.survey.key.pragma), self._session.reader.about(SECOND_PLACE)
        self.password.setText(LOCKED if locked else UNLOCKED)
        self.set.setVisible(not locked)
        self.change.setVisible(locked)
        self.remove.setVisible(locked)
        self.second.setText(second or NONE_YET)
        self.nowhere.setVisible(bool(second))
        if self._session.survey.county:  # it stands with its county's other files, under one password
            for widget in (self.set, self.change, self.remove, self.restore):
                widget.hide()
        when = last_backup(self._session.path)
        kept = f"{ago(when, self._session.survey.clock.now())}，留着 {len(backups(self._session.path))} 天的" if when else NONE_YET
        if self.backup.isEnabled():
            self.backed.setText(kept)

    def _on_backed_up(self, trouble: str) -> None:
        self.refresh()
        self._backed.complain(trouble)
        self.safer.emit(trouble)

    def _on_elsewhere(self) -> None:
        if folder := self._session.messages.folder("选第二备份位置", Path.home()):
            self._keep_second(str(folder))

    def _keep_second(self, place: str) -> None:
        self._session.survey.note(SECOND_PLACE, place)
        self.refresh()

    def _on_report(self) -> None:
        from ui.mistakes import show_report

        show_report(self._session.messages, self._session.survey, None, TITLE, REPORT)

    def _on_check(self) -> None:
        from fieldapp.desk.restoring import verified

        survey, tasks = self._session.survey, self._session.tasks
        self.check.setEnabled(False)
        self._sound.complain("")
        self.sound.setText(CHECKING)
        tasks.run(lambda: verified(survey, survey.photos, tasks.step), self._on_sound, self._on_unsound)

    def _on_sound(self, told: Verified) -> None:
        self.check.setEnabled(True)
        found, code = told.soundness, told.soundness.code.replace(" ", NO_BREAK)
        pictures = f"{told.pictures} 张照片，" if told.pictures else ""
        self.sound.setText(f"完好：{found.acts} 次操作，{found.changes} 条修改，{pictures}对账码 {code}。")
        if told.lost:
            named = "；".join(told.lost[:NAMED]) + ("等" if len(told.lost) > NAMED else "")
            self._sound.complain(f"有 {len(told.lost)} 张照片不对：{named}。请从备份恢复，好的照片会取回来。")

    def _on_unsound(self, trouble: BaseException) -> None:
        self.check.setEnabled(True)
        self.sound.setText(UNCHECKED)
        if not isinstance(trouble, FieldAppError):
            raise trouble
        self._sound.complain(str(trouble))


def _row(*widgets: QWidget) -> QWidget:
    """Buttons side by side, at the right."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(worn().px(8))
    row.addStretch()
    for widget in widgets:
        row.addWidget(widget)
    return made
