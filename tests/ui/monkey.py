"""A monkey at the keyboard: it presses, clicks, types, drops files and resizes at random, the same way for the same seed."""

from __future__ import annotations

import ctypes
import gc
import os
import time
import traceback
from collections import deque
from pathlib import Path
from random import Random
from types import TracebackType

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp.base.errors import FieldAppError
from tests.ui.answers import Answers
from ui.county.workplace import PLACES as COUNTY_PLACES
from ui.county.workplace import CountyWorkplace
from ui.places import BEHIND, PLACES
from ui.safety.errand import Meanwhile
from ui.window import Window
from ui.workplace import Workplace

KEYS = [
    *[getattr(Qt.Key, f"Key_{name}") for name in (
        "Return", "Tab", "Backtab", "Escape", "Space", "Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown",
        "Delete", "Backspace", "F1", "F2", "Equal", "Menu",
    )],
    *[Qt.Key(Qt.Key.Key_0 + digit) for digit in range(10)],
    *[Qt.Key(Qt.Key.Key_A + letter) for letter in range(26)],
]  # fmt: skip
HELD = [Qt.KeyboardModifier.NoModifier] * 6 + [
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
]  # fmt: skip
TEXTS = [
    "李", "王小燕", "3组", "2026-02-30", "2026-11-03", "-1", "0", "99999999999999999999", "1.5", "x" * 400, "<b>粗</b>", "'; drop",
    "𠮷䶮㛃", "\t", " ", "13800000000", "99999919680305003X", "30", "是", "wxy", "%_", "\u202e乱", "A1",
]  # fmt: skip
SIZES = [(960, 600), (1280, 720), (1366, 768), (1920, 1080)]


class Whims(Answers):
    """Boxes and dialogs that are answered as it comes."""

    def __init__(self, dice: Random, folder: Path, files: list[Path]) -> None:
        super().__init__()
        self._dice, self._folder, self._files = dice, folder, files

    def ask(self, question: str, detail: str = "", yes: str = "继续", no: str = "取消") -> bool:
        super().ask(question, detail, yes, no)
        return self._dice.random() < 0.5

    def place_to_save(self, title: str, suggested: Path, kind: str) -> Path | None:
        return self._dice.choice([None, self._folder / suggested.name])

    def file_to_open(self, title: str, folder: Path, kind: str) -> Path | None:
        return self._dice.choice([None, *self._files])

    def files_to_open(self, title: str, folder: Path, kind: str) -> list[Path]:
        return self._dice.sample(self._files, self._dice.randint(0, 2))

    def folder(self, title: str, start: Path) -> Path | None:
        return self._dice.choice([None, self._folder])

    def printer(self, name: str):
        self.place = self._folder / "打印.pdf"
        return self._dice.choice([None, super().printer(name)])


class Caught:
    """Takes the place of `sys.excepthook`: sentences for a person are told, everything else is kept."""

    def __init__(self, messages: Answers) -> None:
        self._messages = messages
        self.mistakes: list[str] = []

    def take(self, kind: type[BaseException], mistake: BaseException, trace: TracebackType | None) -> None:
        if isinstance(mistake, FieldAppError):
            self._messages.tell(mistake)
        else:
            self.mistakes.append("".join(traceback.format_exception(kind, mistake, trace)))

    def take_trouble(self, trouble: BaseException) -> None:
        self.take(type(trouble), trouble, trouble.__traceback__)


class Monkey(QObject):
    """Works on the window until its time is over."""

    def __init__(self, window: Window, path: Path, dice: Random, files: list[Path]) -> None:
        super().__init__()
        self._window, self._path, self._dice, self._files = window, path, dice, files
        self.done: deque[str] = deque(maxlen=40)
        self.acts = 0
        self._closer = QTimer(self)
        self._closer.setInterval(30)
        self._closer.timeout.connect(self._on_popup)

    def work(self, seconds: float, caught: Caught) -> None:
        """One thing after another, until something is wrong."""
        until = time.monotonic() + seconds
        self._closer.start()
        while time.monotonic() < until and not caught.mistakes:
            self.act()
        self._closer.stop()
        self.rest(0.3)

    def rest(self, seconds: float) -> None:
        """Let the window do what it has begun."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            time.sleep(0.002)

    def see_everything(self) -> None:
        """Go to every place once, so that what is built once is there before memory is measured."""
        for place in (*PLACES, *BEHIND):
            self._workplace().go(place)
            self.rest(0.5)
        self._workplace().take_in([self._files[0]])
        self.rest(2)
        home = self._workplace()._session.reader.households(limit=1)[0].id
        for show in (self._workplace().show_household, self._workplace().begin_visit, self._workplace().show_plan):
            show(home)
            self.rest(1)

    def act(self) -> None:
        """Do something."""
        acts = [self._press] * 40 + [self._type] * 12 + [self._click] * 30 + [self._go] * 2 + [self._drop, self._resize, self._wait]
        chosen = self._dice.choice(acts)
        self._workplace()
        chosen()
        self.acts += 1
        self.rest(self._dice.choice([0, 0, 0, 0.002, 0.01]))

    def _workplace(self) -> Workplace:
        """The village; opened again where the window shows the first page or was closed."""
        while isinstance(self._window.centralWidget(), Meanwhile):  # the file is closed for an errand
            self.rest(0.05)
        if not isinstance(self._window.centralWidget(), Workplace):
            self._window.open(self._path)
        if not self._window.isVisible():
            self._window.show()
        workplace = self._window.centralWidget()
        assert isinstance(workplace, Workplace), "the village does not open any more"
        return workplace

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self._window

    def _note(self, what: str, widget: QWidget | None = None) -> None:
        self.done.append(f"{what} {type(widget).__name__} {widget.accessibleName()}" if widget else what)

    def _press(self) -> None:
        key, held, target = self._dice.choice(KEYS), self._dice.choice(HELD), self._target()
        self._note(f"press {held.name} {key.name}", target)
        QTest.keyClick(target, key, held)

    def _type(self) -> None:
        text, target = self._dice.choice(TEXTS), self._target()
        self._note(f"type {text[:20]!r}", target)
        word = QInputMethodEvent()
        word.setCommitString(text)
        QApplication.sendEvent(target, word)

    def _click(self) -> None:
        widgets = [one for one in self._window.findChildren(QWidget) if one.isVisible() and one.isEnabled() and one.width()]
        if not widgets:
            return
        target = self._dice.choice(widgets)
        place = QPoint(self._dice.randrange(target.width()), self._dice.randrange(max(1, target.height())))
        button = self._dice.choice([Qt.MouseButton.LeftButton] * 9 + [Qt.MouseButton.RightButton])
        twice = self._dice.random() < 0.1
        self._note(f"click {button.name} {place.x()},{place.y()} {getattr(target, 'text', str)()!r:.30}", target)
        (QTest.mouseDClick if twice else QTest.mouseClick)(target, button, Qt.KeyboardModifier.NoModifier, place)

    def _go(self) -> None:
        place = self._dice.choice([*PLACES, *BEHIND])
        self._note(f"go {place}")
        self._workplace().go(place)

    def _drop(self) -> None:
        files = self._dice.sample(self._files, self._dice.randint(1, 2))
        takers = [one for one in self._window.findChildren(QWidget) if one.isVisible() and one.acceptDrops()]
        if not takers:
            return
        target = self._dice.choice(takers)
        self._note(f"drop {[file.name for file in files]}", target)
        told = QMimeData()
        told.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        actions, button, held = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        entered = QDragEnterEvent(QPoint(1, 1), actions, told, button, held)
        QApplication.sendEvent(target, entered)
        if entered.isAccepted():
            QApplication.sendEvent(target, QDropEvent(QPointF(1, 1), actions, told, button, held))

    def _resize(self) -> None:
        size = self._dice.choice(SIZES)
        self._note(f"resize {size}")
        self._window.resize(*size)

    def _wait(self) -> None:
        self._note("wait")
        self.rest(self._dice.choice([0.1, 0.5]))

    def _on_popup(self) -> None:
        """What waits for an answer gets one, or is closed."""
        if popup := QApplication.activePopupWidget():
            if self._dice.random() < 0.3:
                QTest.keyClick(popup, self._dice.choice([Qt.Key.Key_Down, Qt.Key.Key_Return]))
            else:
                popup.close()
        elif modal := QApplication.activeModalWidget():
            modal.close()


class CountyMonkey(Monkey):
    """Works on a county, and on its villages."""

    def see_everything(self) -> None:
        """Go to every place of the county once."""
        for place in COUNTY_PLACES:
            self._county().go(place)
            self.rest(1)
        self._county().take_in([self._files[0]])
        self.rest(2)

    def _workplace(self) -> CountyWorkplace | Workplace:
        """The county or one of its villages; opened again where the window shows the first page or was closed."""
        if not isinstance(self._window.centralWidget(), (CountyWorkplace, Workplace)):
            self._window.open(self._path)
        if not self._window.isVisible():
            self._window.show()
        workplace = self._window.centralWidget()
        assert isinstance(workplace, (CountyWorkplace, Workplace)), "the county does not open any more"
        return workplace

    def _county(self) -> CountyWorkplace:
        workplace = self._workplace()
        assert isinstance(workplace, CountyWorkplace)
        return workplace

    def _go(self) -> None:
        workplace = self._workplace()
        place = self._dice.choice([*(COUNTY_PLACES if isinstance(workplace, CountyWorkplace) else [*PLACES, *BEHIND])])
        self._note(f"go {place}")
        workplace.go(place)


def memory() -> float:
    """Megabytes that the process holds, after everything that nobody needs has gone: to the system, too, where the C library can."""
    gc.unfreeze()
    gc.collect()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
