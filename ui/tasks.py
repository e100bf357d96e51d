"""Slow work, off the screen's thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot

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
        self._unwanted = Event()
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    @cached_property
    def _lane(self) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="lane")

    def run(self, work: Callable[[], T], then: Callable[[T], None], failed: Trouble | None = None) -> None:
        """Do `work` elsewhere and give its result to `then`, its trouble to `failed`, back on the screen's thread."""
        self._unwanted.clear()
        done = self._lane.submit(work)
        done.add_done_callback(lambda future: self._finished.emit(then, failed or self._failed, future))

    def step(self, done: int) -> None:
        """Tell from the lane how far the work is. Raises: Cancelled, when the person does not want it any more."""
        if self._unwanted.is_set():
            raise Cancelled
        self.stepped.emit(done)

    def cancel(self) -> None:
        """Let what is under way end at its next step."""
        self._unwanted.set()

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
            failed(trouble)
        else:
            then(future.result())
