"""What becomes of an exception that nobody caught: the person is told, the log is kept, and a report can be put beside the backup.

Neither names a person. What a report says is in `desk/mishap.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from fieldapp.base.clock import machine_time
from fieldapp.base.errors import FieldAppError
from fieldapp.base.mistake import log_mistake, log_refusal
from ui.messages import UNEXPECTED, Messages
from ui.preferences import Preferences
from ui.theme import worn

if TYPE_CHECKING:
    from fieldapp.store.survey import Survey

GO_ON = "可以接着用。请把出错记录发给维护程序的人。"


class Mistakes:
    """Takes what nobody caught, on the screen's thread."""

    def __init__(self, messages: Messages, preferences: Preferences) -> None:
        self._messages, self._preferences = messages, preferences
        self.opened: Callable[[], Survey | None] = lambda: None
        """Gives the file that is open, of which a report tells how large it is."""
        self._telling = False

    def take(self, kind: type[BaseException], mistake: BaseException, trace: TracebackType | None) -> None:
        """For `sys.excepthook`, to which PySide6 hands what goes wrong in slots."""
        if isinstance(mistake, KeyboardInterrupt):
            QApplication.exit(1)
        elif isinstance(mistake, FieldAppError):
            log_refusal(mistake, trace)
            self._messages.tell(mistake)
        else:
            log_mistake(mistake, trace)
            self._tell()

    def take_trouble(self, trouble: BaseException) -> None:
        """For work off the screen's thread."""
        self.take(type(trouble), trouble, trouble.__traceback__)

    def _tell(self) -> None:
        """Tell it unless something is being told already, for a mistake in painting comes back with every paint."""
        if not self._telling:
            self._telling = True
            try:
                show_report(self._messages, self.opened(), self._preferences.last, UNEXPECTED, GO_ON)
            finally:
                self._telling = False


def show_report(messages: Messages, survey: Survey | None, last: Path | None, what: str, detail: str) -> None:
    """Say what happened, and offer the report: to look at, to copy, to put beside the backup.

    Args:
        survey: the file that is open; None where none is.
        last: the file beside whose backups it goes then; None where none is known.
    """
    from fieldapp.desk.mishap import NAMELESS, mishap_report

    report = mishap_report(survey, machine(), machine_time())
    messages.tell_report(what, f"{detail}{NAMELESS}", report, partial(put, survey, last, report))


def put(survey: Survey | None, last: Path | None, report: str) -> list[Path]:
    """Put a report beside the backup. Returns where it lies. Raises: FieldAppError."""
    from platformdirs import user_documents_path

    from fieldapp.desk.mishap import put_beside_backup

    path = survey.path if survey else last
    return put_beside_backup(path, survey, report, machine_time(), user_documents_path() / "驻村走访")


def machine() -> dict[str, str]:
    """Of the machine, what only the window knows: the toolkit, the screens and how large everything is drawn."""
    screens = [
        f"{screen.geometry().width()}×{screen.geometry().height()}，每点 {screen.devicePixelRatio():g}，{screen.logicalDotsPerInch():g} dpi"
        for screen in QGuiApplication.screens()
    ]
    theme = worn()
    return {
        "Qt": f"{QLibraryInfo.version().toString()}，{QGuiApplication.platformName()}",
        "屏幕": "；".join(screens),
        "字号": f"{theme.scale:.0%}，{'深色' if theme.dark else '浅色'}",
    }
