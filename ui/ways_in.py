"""The ways into the work that the first page offers: a new village, a file that exists, the practice village."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout

from fieldapp.base.clock import machine_time
from fieldapp.base.errors import BadAnswer, FieldAppError
from fieldapp.desk.opening import COUNTY_SUFFIX
from ui.ago import ago
from ui.buttons import Button
from ui.entries import Entries, Entry
from ui.messages import COUNTY, OPENED, SURVEY, Messages
from ui.page import Sheet
from ui.theme import label

SUFFIX = ".survey"
_SHOWN = 4


class NewFile(Sheet):
    """A new file: what it is called, a second thing, where it stands, and a password that may be left out."""

    wanted = Signal()
    other = Signal()  # a file of the other kind is wanted

    suffix, kind, usual = SUFFIX, SURVEY, "新档案"

    def __init__(self, messages: Messages, folder: Path, heading: str, told: str) -> None:
        super().__init__(heading, told)
        self._messages, self._folder = messages, folder
        self.name, self.second, self.place, self.password, self.again = (QLineEdit() for _ in range(5))
        self.button = Button(self.verbs[0], main=True)
        self.elsewhere, self.instead = Button("更改…"), Button(self.verbs[1])
        self._lay_out()
        self.name.textEdited.connect(self._on_named)
        self.password.textEdited.connect(lambda text: self._again.show(bool(text)))
        for box in (self.name, self.second, self.place, self.password, self.again):
            box.returnPressed.connect(self.wanted)
        self.button.clicked.connect(self.wanted)
        self.instead.clicked.connect(self.other)
        self._on_named("")
        self._again.show(False)

    verbs: tuple[str, str]
    """What makes the file, and what leads to the other kind."""

    def _ask(self, asked: Entries) -> None:
        """Ask for the name and the second thing."""
        raise NotImplementedError

    def _lay_out(self) -> None:
        for box in (self.password, self.again):
            box.setEchoMode(QLineEdit.EchoMode.Password)
        self.elsewhere.setAccessibleName("更改存放位置")
        self.elsewhere.clicked.connect(self._on_elsewhere)
        asked = Entries()
        self._ask(asked)
        self._place = asked.ask("存放位置", self.place, beside=self.elsewhere)
        self._password = asked.ask("密码(可不设)", self.password, "设了密码，文件就加密；忘了密码谁也打不开，请记牢。")
        self._again = asked.ask("再输一次", self.again)
        self.column.addLayout(asked)
        self.end(self.button, self.instead)

    @property
    def path(self) -> Path:
        """Where the file is to stand."""
        path = Path(self.place.text().strip()).expanduser()
        return path if path.suffix == self.suffix or not path.name else path.with_name(path.name + self.suffix)

    def complain(self, trouble: FieldAppError) -> None:
        """The file could not be made, which is mostly because of its place."""
        self._place.complain(str(trouble))
        self.place.setFocus()

    def _differs(self) -> bool:
        """Whether the password was typed otherwise the second time; said, where it was."""
        differ = self.password.text() != self.again.text()
        self._again.complain("两次输入的密码不一样。" if differ else "")
        self._again.show(bool(self.password.text()))
        return differ

    def _on_named(self, name: str) -> None:
        from fieldapp.base.file_names import fit

        if not self.place.isModified():
            self.place.setText(str(self._folder / f"{fit(name) or self.usual}{self.suffix}"))

    def _on_elsewhere(self) -> None:
        if path := self._messages.place_to_save("档案存放在哪里", self.path, self.kind):
            self.place.setText(str(path))
            self.place.setModified(True)


class NewVillage(NewFile):
    """A new survey file for a village."""

    verbs = "建立档案", "新建县级汇总…"

    def __init__(self, messages: Messages, folder: Path) -> None:
        super().__init__(messages, folder, "新建档案", "一个村一份档案文件，可以放在优盘上带走。")

    def _ask(self, asked: Entries) -> None:
        self.code = self.second
        self._name = asked.ask("村名", self.name)
        self._code = asked.ask("村代码", self.code, "统计用区划代码，12 位数字。")

    def village(self) -> tuple[str, str] | None:
        """Name and code of the village as typed; None after saying what is wrong and putting the cursor to the first that is."""
        from fieldapp.records.village import Village

        name = _read(Village.name.kind.read, self._name, self.name)
        code = _read(Village.code.kind.read, self._code, self.code)
        self._differs()
        wrong = [entry for entry in (self._name, self._code, self._again) if entry.complaint]
        if wrong:
            wrong[0].editor.setFocus()
        return None if wrong else (name, code)


class NewCounty(NewFile):
    """A new file for what the villages of a county hand in."""

    suffix, kind, usual, verbs = COUNTY_SUFFIX, COUNTY, "新汇总", ("建立汇总", "新建村的档案…")

    def __init__(self, messages: Messages, folder: Path) -> None:
        super().__init__(messages, folder, "新建县级汇总", "县里、镇里用：收各村的上报包，对照，答复。各村的档案放在旁边的文件夹里。")

    def _ask(self, asked: Entries) -> None:
        self.phone = self.second
        self._name = asked.ask("县名或镇名", self.name)
        asked.ask("办公室电话", self.phone, "可以不填；写进登记包，村里照着打。")

    def county(self) -> tuple[str, str] | None:
        """Name and telephone as typed; None after saying what is wrong and putting the cursor to the first that is."""
        self._name.complain("" if self.name.text().strip() else "还没有填写。")
        self._differs()
        wrong = [entry for entry in (self._name, self._again) if entry.complaint]
        if wrong:
            wrong[0].editor.setFocus()
        return None if wrong else (self.name.text().strip(), self.phone.text().strip())


def _read(read: Callable[[str], str], entry: Entry, box: QLineEdit) -> str:
    """The answer in the box, or '' after saying what is wrong with it."""
    try:
        answer = read(box.text())
    except BadAnswer as refusal:
        entry.complain(str(refusal) if box.text().strip() else "还没有填写。")
        return ""
    entry.complain("")
    return answer


class OpenFile(Sheet):
    """A survey file that exists: one of the latest, or any other."""

    wanted = Signal(object, str)  # path, password

    def __init__(self, recent: list[Path], messages: Messages, folder: Path) -> None:
        super().__init__("打开档案", "最近用过的：" if recent else "以前建的档案，或别人拷来的档案。")
        self._messages, self._folder = messages, folder
        self._locked: Path | None = None
        self.recent = [self._line(path) for path in recent[:_SHOWN]]
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.trouble = label("", "remark", wraps=True)
        self.button = Button("打开文件…", "Ctrl+O")
        asked = Entries(40)
        self._password = asked.ask("密码", self.password)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        for line in self.recent:
            lines.addWidget(line)
        self.column.addLayout(lines)
        self.column.addWidget(self.trouble)
        self.column.addLayout(asked)
        self.end(self.button)
        self.ask_password(None)
        self.say("")
        self.password.returnPressed.connect(lambda: self.wanted.emit(self._locked, self.password.text()))
        self.button.clicked.connect(self._on_other)

    def _line(self, path: Path) -> Button:
        used = dt.datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        line = Button(f"{path.stem}  ·  {ago(used, machine_time())}", quiet=True)
        line.setToolTip(str(path))
        line.clicked.connect(lambda: self.wanted.emit(path, ""))
        return line

    def ask_password(self, path: Path | None) -> None:
        """Ask for the password of this file; None asks for none."""
        self._locked = path
        self.password.clear()
        self._password.show(path is not None)
        if path is not None:
            self._password.explain(f"“{path.stem}”有密码，输入后按回车。")
            self.say("")
            self.password.setFocus()

    def say(self, trouble: str) -> None:
        """Why it does not open."""
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))

    def _on_other(self) -> None:
        if path := self._messages.file_to_open("打开档案", self._folder, OPENED):
            self.wanted.emit(path, "")


class Practice(Sheet):
    """An invented village to try everything on."""

    def __init__(self) -> None:
        super().__init__("练习村", "编造的 120 户人家，随便改，不影响真实资料。")
        self.button = Button("打开练习村", "Ctrl+L")
        self.trouble = label("", "remark", wraps=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self.column.addWidget(self.trouble)
        self.column.addWidget(self._bar)
        self.end(self.button)
        self.wait(False)
        self.say("")

    def wait(self, making: bool) -> None:
        """The practice village is being made, or not."""
        self._bar.setVisible(making)
        self.button.setEnabled(not making)
        self.button.setText("正在准备…" if making else "打开练习村")

    def say(self, trouble: str) -> None:
        """Why it could not be made."""
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
