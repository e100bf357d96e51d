"""The first page: who records, and the ways into the work."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, cast

from platformdirs import user_documents_path
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldapp.base import program
from fieldapp.base.errors import FieldAppError
from ui.buttons import Button
from ui.entries import Entries
from ui.messages import Messages
from ui.page import scrolled
from ui.preferences import Preferences
from ui.recorder import HONEST, Recorder
from ui.tasks import Tasks
from ui.theme import label, worn
from ui.ways_in import SUFFIX, NewCounty, NewFile, NewVillage, OpenFile, Practice

if TYPE_CHECKING:
    from fieldapp.desk.bundles import Bundle
    from ui.safety.updating import UpdateSheet

CALM = 800
"""Milliseconds after which a newer program is looked for: the page stands by then."""
CAPTION = 56
"""The width of 谁在录入 beside its box, in pixels at 100 %."""
HOUSEHOLDS = 120
SEED = 1


class StartScreen(QWidget):
    """Makes or opens a survey file. What goes wrong is said where it went wrong."""

    opened = Signal(object)  # the open Survey, or the Registry of a county

    def __init__(
        self, preferences: Preferences, tasks: Tasks, messages: Messages, folder: Path | None = None, home: Path | None = None
    ) -> None:
        """
        Args:
            folder: where new files are put unless the person says otherwise; by default 驻村走访 in his documents.
            home: where the program lies, beside which a newer one is looked for; by default where this one does, if it is a bundle.
        """
        super().__init__()
        self._preferences, self._tasks, self._messages = preferences, tasks, messages
        self._home = home or (program.folder() if program.is_bundled() else None)
        self._folder = folder or user_documents_path() / "驻村走访"
        self.who = Recorder(preferences.names)
        asked = Entries(CAPTION)
        self._who = asked.ask("谁在录入", self.who, HONEST)
        self.new = NewVillage(messages, self._folder)
        self.file = OpenFile(preferences.recent, messages, self._folder)
        self.practice = Practice()
        self.newer = Button("", quiet=True)
        self.newer.hide()
        self._lay_out(asked)
        self.new.wanted.connect(self._on_new)
        self.new.other.connect(lambda: self._on_other(self.county))
        self.file.wanted.connect(self._on_open)
        self.practice.button.clicked.connect(self._on_practice)
        self.newer.clicked.connect(self._on_newer)
        if self._home:
            QTimer.singleShot(CALM, self, self._look_for_newer)
        QShortcut(QKeySequence("F1"), self).activated.connect(self._on_help)

    def _lay_out(self, asked: Entries) -> None:
        theme = worn()
        ways = QGridLayout()
        ways.setSpacing(theme.size("gap"))
        head = QVBoxLayout()
        head.addWidget(label("驻村走访", "title"))
        head.addWidget(label("资料只存在这台电脑上，没有网也能用；每次改动都记着是谁、什么时候、为什么。", "note", wraps=True))
        head.addWidget(self.newer, 0, Qt.AlignmentFlag.AlignLeft)
        head.addStretch()
        ways.addLayout(head, 0, 0)
        ways.addLayout(asked, 0, 1)  # beside, not below: so the page fits 768 pixels at 150 %
        ways.addWidget(self.new, 1, 0, 2, 1)
        self._ways = ways
        ways.addWidget(self.file, 1, 1)
        ways.addWidget(self.practice, 2, 1)
        ways.setColumnStretch(0, 3)
        ways.setColumnStretch(1, 2)
        middle = QWidget()
        middle.setMaximumWidth(theme.px(960))
        column = QVBoxLayout(middle)
        column.addLayout(ways)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(2)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(scrolled(page))

    def stand_under(self, strip: QWidget) -> None:
        """Put something above the ways into the work."""
        self._whole.insertWidget(0, strip)
        strip.show()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt only orders what takes the cursor
        for one, other in pairwise((self, *strip.findChildren(QPushButton))):
            self.setTabOrder(one, other)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def offer(self, path: Path) -> None:
        """Open this file as the command line does, or ask here for its password."""
        from fieldapp.desk.opening import somebody

        self._open(path, "", self._preferences.by or somebody())

    def _by(self) -> str:
        """Who records; '' after saying that nobody is named."""
        name = self.who.name
        self._who.complain("" if name else "请先写明谁在录入。")
        if name:
            self._preferences.by = name
        else:
            self.who.setFocus()
        return name

    def _on_new(self) -> None:
        from fieldapp.desk.opening import new_survey

        if (told := self.new.village()) is None or not (by := self._by()):
            return
        path, password = self.new.path, self.new.password.text()
        try:
            _make_room(path)
            survey = new_survey(path, *told, by=by, password=password)
        except FieldAppError as trouble:
            self.new.complain(trouble)
        else:
            self.opened.emit(survey)

    @cached_property
    def county(self) -> NewCounty:
        """A new county, in the place of the new village."""
        made = NewCounty(self._messages, self._folder)
        self._ways.addWidget(made, 1, 0, 2, 1)
        boxes = (made.name, made.second, made.place, made.elsewhere, made.password, made.again, made.button, made.instead)
        for one, following in pairwise((self.new.instead, *boxes)):  # where it stands, not after what was there before it
            self.setTabOrder(one, following)
        made.wanted.connect(self._on_new_county)
        made.other.connect(lambda: self._on_other(self.new))
        return made

    def _on_other(self, asked: NewFile) -> None:
        """Ask for the other kind of file."""
        for one in (self.new, self.county):
            one.setVisible(one is asked)
        asked.name.setFocus()

    def _look_for_newer(self) -> None:
        """Whether a newer program lies beside this one or on a stick, which may be slow to answer."""
        from fieldapp.desk.updating import newer_at_hand

        home = cast("Path", self._home)
        self._tasks.run(lambda: newer_at_hand(home), self._on_looked)

    def _on_looked(self, newer: Bundle | None) -> None:
        if newer:
            self.newer.setText(f"有新版 {newer.version}，看看新在哪里")
            self.newer.setToolTip(str(newer.path))
            self.newer.show()

    def _on_newer(self) -> None:
        """The newer program, in the place of the new village, until it is put away."""
        from ui.safety.updating import UpdateSheet

        asked = [one for one in (self.new, self.__dict__.get("county")) if one and one.isVisible()]
        sheet = UpdateSheet(self._tasks, self._messages, self._preferences.recent, home=self._home)
        self._ways.addWidget(sheet, 1, 0, 2, 1)
        for one in asked:
            one.hide()
        self.newer.setEnabled(False)
        sheet.closed.connect(lambda: self._on_newer_read(sheet, asked))
        sheet.begin()

    def _on_newer_read(self, sheet: UpdateSheet, asked: list[NewFile]) -> None:
        sheet.hide()
        sheet.deleteLater()
        for one in asked:
            one.show()
        self.newer.setEnabled(True)
        self.newer.setFocus()

    def _on_new_county(self) -> None:
        from fieldapp.desk.county import new_county

        if (told := self.county.county()) is None or not self._by():
            return
        name, phone = told
        try:
            _make_room(self.county.path)
            registry = new_county(self.county.path, name, phone=phone, password=self.county.password.text())
        except FieldAppError as trouble:
            self.county.complain(trouble)
        else:
            self.opened.emit(registry)

    def _on_open(self, path: Path, password: str) -> None:
        if by := self._by():
            self._open(path, password, by)

    def _open(self, path: Path, password: str, by: str) -> None:
        from fieldapp.desk.opening import open_file

        try:
            if not password and _has_password(path):
                self.file.ask_password(path)
                return
            opened = open_file(path, by=by, password=password)
        except FieldAppError as trouble:
            self.file.say(str(trouble))
        else:
            self.opened.emit(opened)

    def _on_help(self) -> None:
        from ui.reading import open_beside

        open_beside(self)

    def _on_practice(self) -> None:
        path = self._folder / f"练习村{SUFFIX}"
        if not (by := self._by()):
            return
        if path.is_file():
            self._on_open(path, "")
            return
        self.practice.say("")
        self.practice.wait(True)
        self._tasks.run(lambda: _make_practice(path, by), lambda _: self._on_made(path), self._on_not_made)

    def _on_made(self, path: Path) -> None:
        self.practice.wait(False)
        self._on_open(path, "")

    def _on_not_made(self, trouble: BaseException) -> None:
        self.practice.wait(False)
        if not isinstance(trouble, FieldAppError):
            raise trouble
        self.practice.say(str(trouble))


def _has_password(path: Path) -> bool:
    from fieldapp.store.connection import is_plain

    return path.is_file() and not is_plain(path)


def _make_room(path: Path) -> None:
    """Make the folder of a new file. Raises: FieldAppError."""
    from fieldapp.store.connection import telling

    with telling(path):
        path.parent.mkdir(parents=True, exist_ok=True)


def _make_practice(path: Path, by: str) -> None:
    from fieldapp.desk.practice import make_practice
    from fieldapp.store.connection import telling

    _make_room(path)
    partial = path.with_stem(f"{path.stem}(未完成)")  # a village half made must not be taken for a whole one
    with telling(partial):
        partial.unlink(missing_ok=True)
        make_practice(partial, households=HOUSEHOLDS, seed=SEED, by=by).close()
        partial.replace(path)
