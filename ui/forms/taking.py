"""Pictures on their way in: the box that takes them, and the line that asks for their day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldapp.base.dates import Day
from fieldapp.base.errors import BadAnswer
from ui.forms.boxes import SAME, DateEditor, Editor
from ui.forms.pictures import Album, Strip
from ui.theme import label, mark, worn

OFFER = "点这里选照片，或按空格键"
_CLEARING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class DayLine(QWidget):
    """Asks for the day of pictures that do not tell it. Left blank, it stays unknown, and nothing is made of that."""

    done = Signal()

    def __init__(self, album: Album) -> None:
        super().__init__()
        self._album = album
        self._digests: list[str] = []
        self.question = label("", "note", wraps=True)
        self.day = DateEditor(album.today, "%Y-%m-%d")
        self.day.prompt("例如 2026-03-05")
        self.day.moved.connect(self._on_enter)
        self.day.typed.connect(lambda _: self._complain(""))
        self.day.setFixedWidth(worn().px(150))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, worn().px(6), 0, 0)
        column.setSpacing(worn().px(4))
        column.addWidget(self.question)
        column.addWidget(self.day)
        self.ask([])

    def ask(self, digests: Sequence[str]) -> None:
        """Ask for the day of these pictures, if there are any."""
        self._digests = list(digests)
        self.day.show_text("")
        self._complain("")
        self.setVisible(bool(digests))

    def begin(self, text: str = "") -> None:
        """Put the cursor here, after what was typed already."""
        self.day.show_text(text)
        self.day.box.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_enter(self) -> None:
        box = self.day.box
        assert isinstance(box, QLineEdit)
        try:
            if text := box.text().strip():
                self._keep(Day().read(text))
        except BadAnswer as refusal:
            self._complain(refusal.what)
            return
        self.ask([])
        self.done.emit()

    def _keep(self, day: dt.date) -> None:
        if day > self._album.today():
            raise BadAnswer("这一天还没有到。")
        self._album.say_day(self._digests, day)

    def _complain(self, wrong: str) -> None:
        many = f"这 {len(self._digests)} 张照片" if len(self._digests) > 1 else "这张照片"
        asked = f"{many}里没有拍摄日期(微信会去掉)。哪天拍的？不知道就空着。"
        self.question.setText(wrong or asked)
        self.day.call(asked, "直接输入年月日，回车记下")
        mark(self.question, "role", "remark" if wrong else "note")


class PicturesEditor(Editor):
    """Takes pictures from files, from the clipboard or dropped; each is kept at once beside the survey.

    Where a picture does not tell its day, the day is asked beneath: digits go there, Enter comes back.
    """

    def __init__(self, album: Album | None, *, evidence: bool = True) -> None:
        """
        Args:
            album: where pictures are kept; None where a form is shown without a survey.
            evidence: whether they are kept as they were taken.
        """
        self._strip = Strip(album, takes=True)
        super().__init__(self._strip)
        self._album, self._evidence = album, evidence
        self._strip.prompt = OFFER
        self._strip.pressed.connect(self._choose)
        self._strip.brought.connect(self._take)
        self.day = DayLine(album) if album else None
        column = self.layout()
        if self.day and isinstance(column, QBoxLayout):
            column.setDirection(QBoxLayout.Direction.TopToBottom)
            column.setSpacing(0)
            column.addWidget(self.day)
            self.day.done.connect(lambda: self._strip.setFocus(Qt.FocusReason.PopupFocusReason))

    def show_text(self, text: str) -> None:
        self._strip.show_pictures(text.split())

    def prompt(self, text: str) -> None:
        self._strip.prompt = text
        self._strip.update()

    def keys(self) -> str:
        told = "空格 选照片  Ctrl+V 粘贴"
        return f"{told}  ← → 换一张  ↓ 放大  Delete 拿掉" if self._strip.digests else f"{told}  也可以把文件拖进来"

    def press(self, event: QKeyEvent) -> bool:
        if super().press(event):
            return True
        if self.repeats and event.text() in SAME:
            self.same.emit()
        elif self.day and self.day.isVisible() and event.text().isdigit():
            self.day.begin(event.text())
        elif event.key() == Qt.Key.Key_Space:
            self._choose()
        elif event.key() in _CLEARING:
            self._remove()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._take(QGuiApplication.clipboard().mimeData())
        else:
            return False
        return True

    def _choose(self) -> None:
        if self._album:
            self._keep(partial(self._album.keep, self._album.chosen()))

    def _take(self, brought: QMimeData) -> None:
        if self._album:
            self._keep(partial(self._album.take, brought))

    def _keep(self, keep: Callable[..., list[str]]) -> None:
        """Add the pictures that are kept by this, and say meanwhile that they are being kept."""
        self._strip.show_keeping(keeps=True)
        try:
            digests = keep(evidence=self._evidence)
        finally:
            self._strip.show_keeping(keeps=False)
        self._add(digests)

    def _add(self, digests: list[str]) -> None:
        if fresh := [digest for digest in dict.fromkeys(digests) if digest not in self._strip.digests]:
            self._show([*self._strip.digests, *fresh])
            self._ask_days(fresh)

    def _ask_days(self, digests: list[str]) -> None:
        if self._album and self.day:
            self.day.ask(self._album.undated(digests))

    def _remove(self) -> None:
        if (at := self._strip.chosen) >= 0:
            self._show([digest for place, digest in enumerate(self._strip.digests) if place != at])
            self._ask_days([])

    def _show(self, digests: list[str]) -> None:
        self._strip.show_pictures(digests)
        self.typed.emit(" ".join(sorted(digests)))
