"""The sheet that sets a password, changes it or takes it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from ui.buttons import Button
from ui.entries import Entries, Entry
from ui.forms.panel import Aside
from ui.session import Session
from ui.theme import label

if TYPE_CHECKING:
    from ui.county.office import Office

SET, CHANGE, REMOVE = "设密码", "换密码", "去掉密码"
LOST = "忘了密码，谁也打不开，程序没有后门。请把它写在纸上，锁起来。"
TOLD = {
    SET: f"设了密码，档案、草稿、照片和以后的备份都加密。{LOST}以前的备份没有密码，谁拿到都能看。",
    CHANGE: f"{LOST}以前的备份用的还是旧密码。",
    REMOVE: "去掉以后，谁拿到文件都能看。以前的备份用的还是旧密码。",
}
"""What is done → what it means."""
WRONG, DIFFER, EMPTY, SAME = "密码不对。", "两次输入的密码不一样。", "还没有填写。", "和现在的密码一样。"


class PasswordSheet(Aside):
    """Asks the old password, and the new one twice; each as far as it is needed."""

    wanted = Signal(str, str)  # the old password, which is right, and the new one; '' for none

    def __init__(self, session: Session | Office, verb: str) -> None:
        """`session`: what is open. `verb`: SET, CHANGE or REMOVE."""
        super().__init__(verb)
        self._session, self._verb = session, verb
        self.old, self.new, self.again = (QLineEdit() for _ in range(3))
        self.act = Button(verb, "Ctrl+Enter", main=True)
        self.leave = Button("收起", "Esc")
        self._entries: dict[QLineEdit, Entry] = {}
        self._lay_out()
        self.act.clicked.connect(self._on_act)
        self.leave.clicked.connect(self.closed)

    def _lay_out(self) -> None:
        asked = Entries(90)
        names = {self.old: "现在的密码", self.new: "新密码", self.again: "再输一次"}
        shown = {SET: (self.new, self.again), CHANGE: (self.old, self.new, self.again), REMOVE: (self.old,)}[self._verb]
        for box in shown:
            box.setEchoMode(QLineEdit.EchoMode.Password)
            box.returnPressed.connect(self._on_act)
            self._entries[box] = asked.ask(names[box], box)
        self.column.addWidget(label(TOLD[self._verb], "note", wraps=True))
        self.column.addLayout(asked)
        self.end(self.act, self.leave)

    def begin(self) -> None:
        """Put the cursor into the first box."""
        next(iter(self._entries)).setFocus()

    def complaint(self, box: QLineEdit) -> str:
        """What is said to be wrong with a box."""
        return self._entries[box].complaint

    def _on_act(self) -> None:
        """Say what is wrong, or let the lane try the old password."""
        wrong = {box: EMPTY for box in self._entries if not box.text().strip()}
        if not wrong and self.new in self._entries:
            if self.again.text() != self.new.text():
                wrong = {self.again: DIFFER}
            elif self.new.text() == self.old.text():
                wrong = {self.new: SAME}
        self._complain(wrong)
        if not wrong and self.act.isEnabled():
            session, old = self._session, self.old.text()
            self.act.setEnabled(False)
            session.tasks.run(lambda: session.is_password(old), self._on_tried)

    def _on_tried(self, right: bool) -> None:
        self.act.setEnabled(True)
        if right:
            self.wanted.emit(self.old.text(), self.new.text())
        else:
            self._complain({self.old: WRONG})

    def _complain(self, wrong: dict[QLineEdit, str]) -> None:
        for box, entry in self._entries.items():
            entry.complain(wrong.get(box, ""))
        if wrong:
            next(iter(wrong)).setFocus()
