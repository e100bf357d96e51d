"""Slow work, off the screen's thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QEventLoop, QObject, Qt, Signal, Slot
from shiboken6 import isValid

from fieldapp.base.errors import Cancelled
from fieldapp.base.log import log
from ui.circles import Circles

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")
Trouble = Callable[[BaseException], None]
TURN = 0.005
"""Seconds between two looks at the window while something is waited for."""
SLOW = 1.0
"""Seconds from which the log tells of a piece of work."""


class Tasks(QObject):
    """One lane: two pieces of work never meet in the survey file.

    Work touches no widget and opens its own reader (`survey.new_reader()`); it calls `step` as it goes on.

    What it was given is let go of on the screen's thread only: the lane would otherwise be the last to hold a screen now and
    then, and destroy it while the window paints, which ends the program. So whatever came of a piece is told by a piece of its
    own, after the lane has dropped the first.
    """

    stepped = Signal(int)  # how far the work is; arrives on the screen's thread
    _finished = Signal(int)

    def __init__(self, failed: Trouble) -> None:
        """`failed` takes the trouble of work that names nobody else for it."""
        super().__init__()
        self._failed = failed
        self._given = self._under_way = self._unwanted = self._told = 0
        """Numbers of pieces of work: the newest, the one in the lane, the newest that is not wanted any more, how many were told."""
        self._pieces: dict[int, tuple[Callable[[], Any], Callable[[Any], None], Trouble, Future[Any]]] = {}
        """What is not told yet: the work, who takes its result, who its trouble, what came of it."""
        self._circles = Circles(lambda: self._told == self._given)
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    @cached_property
    def _lane(self) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="lane")

    def run(self, work: Callable[[], T], then: Callable[[T], None], failed: Trouble | None = None) -> None:
        """Do `work` elsewhere and give its result to `then`, its trouble to `failed`, back on the screen's thread."""
        self._given += 1
        self._pieces[self._given] = work, then, failed or self._failed, self._lane.submit(self._do, self._given, work)
        self._lane.submit(self._finished.emit, self._given)

    def _do(self, number: int, work: Callable[[], T]) -> T:
        self._under_way = number
        began = time.perf_counter()
        try:
            return work()
        finally:
            if (seconds := time.perf_counter() - began) > SLOW:
                log.tell("work", name=_called(work), seconds=seconds)

    def step(self, done: int) -> None:
        """Tell from the lane how far the work is. Raises: Cancelled, when the person does not want it any more."""
        if self._under_way <= self._unwanted:
            raise Cancelled
        self.stepped.emit(done)

    def cancel(self) -> None:
        """Let what is under way, and what waits for its turn, end at its next step."""
        self._unwanted = self._given

    def wait(self) -> None:
        """Cancel what is under way and return when its outcome has been told."""
        self.cancel()
        self._lane.submit(bool).result()
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def finish(self) -> None:
        """Wait as above, and take no more work."""
        self.wait()
        self._lane.shutdown()
        self._circles.finish()

    @Slot(int)
    def _on_finished(self, number: int) -> None:
        self._told += 1
        _, then, failed, future = self._pieces.pop(number)
        if trouble := future.exception():
            tell: Callable[[Any], None] = failed
            told: Any = trouble
        else:
            tell, told = then, future.result()
        if not is_gone(tell):
            tell(told)


def _called(work: Callable[..., Any]) -> str:
    """What a piece of work is called in the code."""
    while isinstance(work, partial):
        work = work.func
    return getattr(work, "__qualname__", type(work).__name__)


def wait_for(work: Callable[[], T]) -> T:
    """Do `work` in a thread of its own and return what it returns, or raise what it raises.

    Meanwhile the window paints and hears of the lane; keys, clicks and the closing of the window wait until it is done, in
    their order. So what comes out of it is there before anything else can be done, such as saving. For what takes a
    moment, touches no widget, and must not stand behind a long piece of work in the lane.
    """
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="aside") as thread:
        done = thread.submit(work)
        while not done.done():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            time.sleep(TURN)  # lets the thread run
    QAbstractEventDispatcher.instance().wakeUp()  # else what was pressed meanwhile would stay until the next key or click
    return done.result()


def is_gone(tell: Callable[[Any], None]) -> bool:
    """Whether the screen that wanted to be told was put away meanwhile: a change of the looks builds all of them anew."""
    while isinstance(tell, partial):
        tell = tell.func
    owner = getattr(tell, "__self__", None)
    return isinstance(owner, QObject) and not isValid(owner)
