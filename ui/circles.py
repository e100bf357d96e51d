"""Objects that refer to each other in a circle: sought on the screen's thread, and only while the lane is empty.

Left to itself Python seeks them in whichever thread has just made enough objects, by walking all that there are in one
go that lets nobody else run: a tenth of a second in a large village, and again and again while the lane makes a book.
And a widget in a circle would be destroyed by a thread that may not touch it. What stands in no circle goes at once, as ever.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

PAUSE = 1000
"""Milliseconds from one look to the next."""
DUE = 20_000
"""So many more objects than after the last walk make the next one worth while."""
MANY = 150_000
"""Blocks of memory, of which an object that can stand in a circle has between one and four: so many can be walked without
anybody's noticing, 25 ms, measured in the window on a village of 500 households."""


class Circles(QObject):
    """Takes the seeking over from Python until `finish`."""

    def __init__(self, is_calm: Callable[[], bool]) -> None:
        """`is_calm`: whether nothing is under way that a walk would hold up."""
        super().__init__()
        self._is_calm = is_calm
        self._left_out = _blocks() if gc.get_freeze_count() else 0
        self._look = QTimer(self)
        self._look.setInterval(PAUSE)
        self._look.timeout.connect(self.seek)
        gc.disable()
        self._look.start()

    def seek(self) -> None:
        """Let go of what stands in circles, where it is calm and enough was made.

        Where more lives than can be walked unnoticed, it is left out from now on: what of it would come to stand in a circle
        stays, but a village, and what was imported, live as long as the window; and the next walk is short again.
        """
        if not self._is_calm() or gc.get_count()[0] < DUE:
            return
        if _blocks() - self._left_out > MANY:
            gc.freeze()
            self._left_out = _blocks()
        else:
            gc.collect()

    def finish(self) -> None:
        """Give the seeking back to Python, of everything."""
        self._look.stop()
        gc.unfreeze()
        gc.enable()


def _blocks() -> int:
    """How much lives. To count the objects themselves would break a tuple that another thread is about to fill."""
    return sys.getallocatedblocks()
