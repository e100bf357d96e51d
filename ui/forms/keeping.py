"""Keeps what is typed beside the survey file while it is typed, so that a power cut costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from fieldapp.base.errors import FieldAppError
from fieldapp.store.drafts import Drafts
from ui.theme import label

PAUSE = 150
"""After the first key stroke that is not yet kept, in milliseconds; with the writing itself well under 300."""
AGAIN = 2000
"""After a failure, in milliseconds: there may be room again, or the stick is back."""
NOT_KEPT = "刚才输入的还没有存下来，先不要关机。{}"


class Keeper(QObject):
    """Keeps one draft under one key. Where the disk refuses, `remark` says so without stopping whoever types, and it tries again."""

    kept = Signal()

    def __init__(self, drafts: Drafts, gather: Callable[[], dict[str, Any] | None]) -> None:
        """`gather`: what is typed so far; None where there is nothing to keep."""
        super().__init__()
        self._drafts, self._gather = drafts, gather
        self.key = ""
        self.remark = label("", "remark", wraps=True)
        self.remark.hide()
        self._waits = QTimer(self)
        self._waits.setSingleShot(True)
        self._waits.timeout.connect(self.now)

    def soon(self) -> None:
        """Something was typed. Typing on does not put the keeping off."""
        if not self._waits.isActive():
            self._waits.start(PAUSE)

    def now(self) -> None:
        """Keep what is typed, at once."""
        try:
            self._keep()
        except FieldAppError as trouble:
            self.remark.setText(NOT_KEPT.format(trouble))
            self.remark.show()
            self._waits.start(AGAIN)

    def _keep(self) -> None:
        self._waits.stop()
        if not self.key:
            return
        typed = self._gather()
        if typed is None:
            self._drafts.drop(self.key)
        else:
            self._drafts.keep(self.key, typed)
            self.kept.emit()
        self.remark.hide()

    def settle(self) -> None:
        """Before one leaves: keep at once if something waits to be kept. Raises: FieldAppError."""
        if self._waits.isActive():
            self._keep()

    def drop(self) -> None:
        """It has been saved, or is not wanted: forget it."""
        self.remark.hide()
        self._waits.stop()
        if self.key:
            self._drafts.drop(self.key)
        self.key = ""
