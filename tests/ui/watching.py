"""Watching the window: how long the event loop stood still, and what is wrong with the layout of what is shown."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, QTimer

BEAT = 5
"""Milliseconds from one beat to the next."""
LONGEST = 100
"""Milliseconds that the loop may stand still. Source: design.md 8."""
TRIES = 5
"""So often an act may be done again on a busy machine: a stall of our own doing comes back each time."""


class Delays:
    """How long threads of this process could have run while the machine did something else.

    Read without giving way to another thread: a watcher who has to wait for its turn would see gaps of its own making.
    """

    def __init__(self) -> None:
        self._files: dict[int, int] = {}
        self._known: dict[int, int] = {}  # of a thread that has ended, what it told last: the sum never falls
        self._text = ctypes.create_string_buffer(80)
        self._read = ctypes.PyDLL(None).pread if sys.platform == "linux" else None

    def seconds(self) -> float:
        """The sum since the process began; 0 where the machine does not tell."""
        for thread in threading.enumerate():
            if thread.native_id:
                self._known[thread.native_id] = max(self._of(thread.native_id), self._known.get(thread.native_id, 0))
        return sum(self._known.values()) / 1e9

    def _of(self, thread: int) -> int:
        if self._read is None:
            return 0
        if thread not in self._files:
            try:
                self._files[thread] = os.open(f"/proc/self/task/{thread}/schedstat", os.O_RDONLY)
            except OSError:
                self._files[thread] = -1
        told = self._read(self._files[thread], self._text, 79, 0)
        return int(self._text.raw[:told].split()[1]) if told > 0 else 0


DELAYS = Delays()


@dataclass(frozen=True)
class Moment:
    """What the clocks say: all in seconds."""

    wall: float = field(default_factory=time.perf_counter)
    waited: float = field(default_factory=DELAYS.seconds)
    worked: float = field(default_factory=time.thread_time)

    def stall_until(self, later: Moment) -> float:
        """How long the loop stood still by our own doing, in milliseconds.

        What the machine gave to others is taken off; what the screen's own thread worked is never.
        """
        passed, away = later.wall - self.wall, later.waited - self.waited
        return 1000 * max(passed - away, later.worked - self.worked)


class Heartbeat(QObject):
    """Beats in the event loop of the screen and keeps every gap between two beats, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last: Moment | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._on_beat)

    def __enter__(self) -> Heartbeat:
        self.gaps.clear()
        self._last = Moment()
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._on_beat()
        self._timer.stop()

    def _on_beat(self) -> None:
        now = Moment()
        if self._last:
            self.gaps.append(self._last.stall_until(now))
        self._last = now

    @property
    def worst(self) -> float:
        """The longest stall, in milliseconds."""
        return max(self.gaps)


def goes_on(act: Callable[[], object]) -> None:
    """The window goes on while this is done.

    Raises:
        AssertionError: if it stood still for too long, each time it was done.
    """
    heart, told = Heartbeat(), []
    for _ in range(TRIES):
        with heart:
            act()
        told.append(round(heart.worst))
        if heart.worst <= LONGEST:
            return
    raise AssertionError(f"The window stood still for {told} ms, where {LONGEST} are allowed.")

