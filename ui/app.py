"""Puts the window together: application, looks, what happens with mistakes, window. Heavy libraries come in later."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from pathlib import Path
from types import TracebackType

from platformdirs import user_log_path
from PySide6.QtCore import QEvent, QLibraryInfo, QObject, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from fieldapp import VERSION
from fieldapp.base.errors import FieldAppError
from ui.messages import Messages
from ui.preferences import Preferences
from ui.tasks import Tasks
from ui.theme import wear
from ui.window import Window

PAINTED = "FIELDAPP_PAINTED"
"""With this in the environment the program prints the seconds from its start to the first paint, and ends."""


def run(path: Path | None, by: str = "", password: str = "") -> int:
    """Show the window on this file, or on the last one, and return when it is closed: 0.

    Args:
        by: who records; who recorded last, where it is not said.
        password: of the file; asked on the first page where it is needed and not said.
    """
    app = QApplication(sys.argv[:1])
    app.setApplicationName("fieldapp")
    app.setApplicationDisplayName("驻村走访")
    chinese = QTranslator(app)
    chinese.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    app.installTranslator(chinese)
    preferences, messages = Preferences(), Messages()
    wear(preferences.theme)
    mistakes = Mistakes(messages)
    sys.excepthook = mistakes.take
    tasks = Tasks(mistakes.take_trouble)
    window = Window(preferences, tasks, messages)
    painted = FirstPaint(window) if os.environ.get(PAINTED) else None
    preferences.by = by or preferences.by
    window.open(path or preferences.last, password)
    window.show()
    ended = app.exec()
    tasks.finish()
    if painted:
        sys.stdout.write(f"{painted.seconds:.3f}\n")
    return ended


class Mistakes:
    """What becomes of an exception that nobody caught. A person is told, a log is kept; neither names a person."""

    def __init__(self, messages: Messages, folder: Path | None = None) -> None:
        """`folder`: of the log; the user's own by default."""
        self._messages = messages
        self._log = (folder or user_log_path("fieldapp", appauthor=False)) / "mistakes.log"
        self._telling = False

    def take(self, kind: type[BaseException], mistake: BaseException, trace: TracebackType | None) -> None:
        """For `sys.excepthook`, to which PySide6 hands what goes wrong in slots."""
        if isinstance(mistake, KeyboardInterrupt):
            QApplication.exit(1)
        elif isinstance(mistake, FieldAppError):
            self._messages.tell(mistake)
        else:
            self._take_unexpected(report(mistake, trace))

    def take_trouble(self, trouble: BaseException) -> None:
        """For work off the screen's thread."""
        self.take(type(trouble), trouble, trouble.__traceback__)

    def _take_unexpected(self, told: str) -> None:
        """Log it; tell it unless something is being told already, for a mistake in painting comes back with every paint."""
        try:
            self._log.parent.mkdir(parents=True, exist_ok=True)
            with self._log.open("a", encoding="utf-8") as log:
                log.write(told + "\n")
        except OSError:
            pass  # a full disk must not hide the mistake itself
        if not self._telling:
            self._telling = True
            try:
                self._messages.tell_unexpected(told)
            finally:
                self._telling = False


def report(mistake: BaseException, trace: TracebackType | None) -> str:
    """Kind of mistake and the lines of code it came through. Its own words are left out: they may hold names and numbers."""
    import traceback

    lines = [f"{dt.datetime.now().astimezone():%Y-%m-%d %H:%M:%S} fieldapp {VERSION} Python {sys.version.split()[0]} {sys.platform}"]
    cause: BaseException | None = mistake
    while cause is not None:
        frames = traceback.extract_tb(trace if cause is mistake else cause.__traceback__)
        lines += [f"{type(cause).__module__}.{type(cause).__name__}"]
        lines += [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)


class FirstPaint(QObject):
    """Waits for the first paint of the window, then ends the program."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.seconds = 0.0
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._on_painted)
        return False

    def _on_painted(self) -> None:
        self.seconds = seconds_since_start()
        self._window.close()


def seconds_since_start() -> float:
    """How long this process has run; where the system does not tell it, the processor time it has used."""
    stat, uptime = Path("/proc/self/stat"), Path("/proc/uptime")
    if not stat.exists():
        return time.process_time()
    began = int(stat.read_text().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")
    return float(uptime.read_text().split()[0]) - began
