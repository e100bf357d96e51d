"""Puts the window together: application, looks, what happens with mistakes, window. Heavy libraries come in later."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, QObject, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from fieldapp.base import crash
from fieldapp.base.log import log
from fieldapp.base.mistake import watch_beside
from ui.icons import drawn
from ui.input_method import LIST, input_methods
from ui.messages import Messages
from ui.mistakes import Mistakes
from ui.preferences import Preferences
from ui.tasks import Tasks
from ui.theme import scale_of_system, wear
from ui.window import Window

PAINTED = "FIELDAPP_PAINTED"
"""With this in the environment the program prints the seconds from its start to the first paint, and ends."""

CALM = 500
"""Milliseconds after the start when what the first painting does not need is done."""

ICON = 256
"""Pixels of a side of the program's icon; the desktop makes it smaller."""


def run(path: Path | None, by: str = "", password: str = "") -> int:
    """Show the window on this file, or on the last one, and return when it is closed: 0.

    Args:
        by: who records; who recorded last, where it is not said.
        password: of the file; asked on the first page where it is needed and not said.
    """
    log.begin(window=True)
    crashed = crash.taken_up()
    crash.watch(crash.WINDOW)
    if methods := input_methods(os.environ):
        os.environ[LIST] = methods
    app = QApplication(sys.argv[:1])
    app.setApplicationName("fieldapp")
    app.setDesktopFileName("fieldapp")  # by which a desktop finds the icon of a window in its bar
    app.setApplicationDisplayName("驻村走访")
    chinese = QTranslator(app)
    chinese.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    app.installTranslator(chinese)
    preferences, messages = Preferences(usual_scale=scale_of_system()), Messages()
    wear(preferences.theme)
    mistakes = Mistakes(messages, preferences)
    sys.excepthook = mistakes.take
    watch_beside()
    tasks = Tasks(mistakes.take_trouble)
    window = Window(preferences, tasks, messages)
    mistakes.opened = lambda: window.survey
    painted = FirstPaint(window) if os.environ.get(PAINTED) else None
    preferences.by = by or preferences.by
    window.open(path or preferences.last, password)
    if crashed:
        window.tell_sudden_end()
    window.show()
    QTimer.singleShot(CALM, window, lambda: _furnish(window))
    ended = app.exec()
    tasks.finish()
    log.tell("end")
    log.settle()
    if painted and sys.stdout:  # a window's program has none on Windows
        sys.stdout.write(f"{painted.seconds:.3f}\n")
    return ended


def _furnish(window: Window) -> None:
    """What may come after the first painting: the log is written, the taskbar gets its icon."""
    log.settle()
    window.setWindowIcon(QIcon(drawn("fieldapp", "act", ICON)))


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
    began = int(stat.read_text("utf-8", "replace").rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")
    return float(uptime.read_text("ascii").split()[0]) - began
