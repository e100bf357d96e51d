"""Slow work, off the screen's thread."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot
from shiboken6 import isValid

from fieldapp.base.errors import Cancelled

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")
Trouble = Callable[[BaseException], None]


class Tasks(QObject):
    """One lane: two pieces of work never meet in the survey file.

    Work touches no widget and opens its own reader (`survey.new_reader()`); it calls `step` as it goes on.
    """

    stepped = Signal(int)  # how far the work is; arrives on the screen's thread
    _finished = Signal(object, object, object)

    def __init__(self, failed: Trouble) -> None:
        """`failed` takes the trouble of work that names nobody else for it."""
        super().__init__()
        self._failed = failed
        self._given = self._under_way = self._unwanted = 0
        """Numbers of pieces of work: the newest, the one in the lane, and the newest that is not wanted any more."""
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    @cached_property
    def _lane(self) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="lane")

    def run(self, work: Callable[[], T], then: Callable[[T], None], failed: Trouble | None = None) -> None:
        """Do `work` elsewhere and give its result to `then`, its trouble to `failed`, back on the screen's thread."""
        self._given += 1
        done = self._lane.submit(self._do, self._given, work)
        done.add_done_callback(lambda future: self._finished.emit(then, failed or self._failed, future))

    def _do(self, number: int, work: Callable[[], T]) -> T:
        self._under_way = number
        return work()

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

    @Slot(object, object, object)
    def _on_finished(self, then: Callable[[Any], None], failed: Trouble, future: Future[Any]) -> None:
        if trouble := future.exception():
            tell: Callable[[Any], None] = failed
            told: Any = trouble
        else:
            tell, told = then, future.result()
        if not _is_gone(tell):
            tell(told)


def _is_gone(tell: Callable[[Any], None]) -> bool:
    """Whether the screen that wanted to be told was put away meanwhile: a change of the looks builds all of them anew."""
    while isinstance(tell, partial):
        tell = tell.func
    owner = getattr(tell, "__self__", None)
    return isinstance(owner, QObject) and not isValid(owner)


@contextmanager
def uncollected() -> Iterator[None]:
    """No cycles are collected meanwhile, nor are they sought afterwards in what was made: for large work in the lane.

    To walk all objects of a village holds the screen up for a tenth of a second and more. For work whose objects do not
    refer to themselves, so that nothing of them stays behind.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
