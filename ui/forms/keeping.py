"""Keeps what is typed beside the survey file while it is typed, so that a power cut costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from fieldapp.store.drafts import Drafts

PAUSE = 150
"""After the first key stroke that is not yet kept, in milliseconds; with the writing itself well under 300."""


class Keeper(QObject):
    """Keeps one draft under one key."""

    kept = Signal()

    def __init__(self, drafts: Drafts, gather: Callable[[], dict[str, Any] | None]) -> None:
        """`gather`: what is typed so far; None where there is nothing to keep."""
        super().__init__()
        self._drafts, self._gather = drafts, gather
        self.key = ""
        self._waits = QTimer(self)
        self._waits.setSingleShot(True)
        self._waits.setInterval(PAUSE)
        self._waits.timeout.connect(self.now)

    def soon(self) -> None:
        """Something was typed. Typing on does not put the keeping off."""
        if not self._waits.isActive():
            self._waits.start()

    def now(self) -> None:
        """Keep what is typed, at once."""
        self._waits.stop()
        if not self.key:
            return
        typed = self._gather()
        if typed is None:
            self._drafts.drop(self.key)
        else:
            self._drafts.keep(self.key, typed)
            self.kept.emit()

    def settle(self) -> None:
        """Keep at once if something waits to be kept."""
        if self._waits.isActive():
            self.now()

    def drop(self) -> None:
        """It has been saved, or is not wanted: forget it."""
        self._waits.stop()
        if self.key:
            self._drafts.drop(self.key)
        self.key = ""
