"""Several processes that take work from a county's folder, each of which may die of it.

What comes from hundreds of laptops may hold a file that kills whoever opens it. So each piece of work is done by a process
with limited memory and time; when it dies, that piece is lost, another process takes its place, and the others go on.
Pieces of one lane (the books of one village) are done one after another, lanes beside each other.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from time import monotonic
from types import TracebackType
from typing import Any, Self, TypeVar

from fieldapp.base.errors import Cancelled
from fieldapp.documents.foreign_child import limit_memory

T = TypeVar("T")
R = TypeVar("R")
Stop = Callable[[int], None]
"""Called now and then from within a piece of work; raises Cancelled when nobody waits for it any more."""
MEMORY = 3 * 2**30 // 2
"""The most address space of one process, in bytes; what it really uses is a fraction of that."""
SECONDS = 300.0
"""The longest that one piece of work may take."""
_LEAVING = 5.0
"""Seconds that a process has to drop what it is doing."""
_TURN = 0.25
"""Seconds after which whoever hired them is asked whether he still wants it."""
_LOOKING = 0.02
"""Seconds after which it looks again whether anybody still waits; asked at every record, that costs a tenth of a taking."""


class Lost:
    """What became of a piece of work whose process died, or took too long."""


@dataclass
class _Hand:
    """One process, and the lane at which it works; None where it rests."""

    process: SpawnProcess
    pipe: Connection
    lane: deque[Any] | None = None
    since: float = field(default_factory=monotonic)


def cores() -> int:
    """How many processes can work at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Crew:
    """The processes of one errand; hired when there is work, dismissed at the end of its `with`."""

    def __init__(
        self, processes: int = 0, *, memory: int = MEMORY, seconds: float = SECONDS, beat: Callable[[], None] | None = None
    ) -> None:
        """
        Args:
            processes: at most so many; 0 for one a core.
            memory: of each.
            seconds: for one piece of work.
            beat: called a few times a second while pieces are done; what it raises ends them all.
        """
        self._most, self._memory, self._seconds, self._beat = processes or cores(), memory, seconds, beat
        self._hands: list[_Hand] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        _dismiss(self._hands)

    def spread(self, lanes: Sequence[Sequence[T]], work: Callable[[T, Stop], R]) -> Iterator[tuple[T, R | Lost]]:
        """Do all pieces of work, told as they are done.

        When the crew is dismissed before the end (an exception, Ctrl+C), what is being done is dropped.

        Args:
            lanes: pieces that must be done one after another.
            work: a function of a module; it and what it takes and gives are carried to another process.
        """
        waiting, done = deque(deque(lane) for lane in lanes if lane), list[tuple[Any, Any]]()
        while waiting or done or any(hand.lane is not None for hand in self._hands):
            while waiting and (hand := self._resting()):
                _give(hand, waiting.popleft(), work)
            yield from done  # only now: whoever listens may write for a moment, and nobody shall wait for him
            if self._beat:
                self._beat()
            done = [self._ended(hand, waiting) for hand in _done(self._hands, self._seconds)]

    def _ended(self, hand: _Hand, waiting: deque[deque[Any]]) -> tuple[Any, Any]:
        """What a hand has done; the rest of its lane waits again."""
        task, told = _taken(hand)
        if isinstance(told, Lost):
            self._hands.remove(hand)
        lane, hand.lane = hand.lane, None
        if lane:
            waiting.appendleft(lane)
        return task, told

    def hire(self, count: int) -> None:
        """Let processes for so many lanes start already, which takes them some tenths of a second; there is other work to do."""
        while len(self._hands) < min(count, self._most):
            self._hands.append(_hired(self._memory))

    def _resting(self) -> _Hand | None:
        """One that has nothing to do, hired where there may be one more."""
        resting = next((hand for hand in self._hands if hand.lane is None), None)
        if resting is None and len(self._hands) < self._most:
            resting = _hired(self._memory)
            self._hands.append(resting)
        return resting


def _hired(memory: int) -> _Hand:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, memory), daemon=True)
    process.start()
    theirs.close()
    return _Hand(process, ours)


def _give(hand: _Hand, lane: deque[T], work: Callable[[T, Stop], R]) -> None:
    hand.lane, hand.since = lane, monotonic()
    hand.pipe.send((work, lane[0]))


def _done(hands: Sequence[_Hand], seconds: float) -> list[_Hand]:
    """Those that have something to tell, have died, or take too long; waits for the first."""
    busy = [hand for hand in hands if hand.lane is not None]
    if not busy:
        return []
    ready = wait([hand.pipe for hand in busy], timeout=_TURN)
    return [hand for hand in busy if hand.pipe in ready or monotonic() - hand.since > seconds]


def _taken(hand: _Hand) -> tuple[Any, Any]:
    """What a hand has done of its lane; it is killed where it has nothing to tell."""
    task = hand.lane.popleft() if hand.lane else None
    assert task is not None
    try:
        if hand.pipe.poll():
            return task, hand.pipe.recv()
    except (EOFError, OSError):
        pass
    hand.process.kill()
    hand.process.join()
    hand.pipe.close()
    return task, Lost()


def _dismiss(hands: Sequence[_Hand]) -> None:
    """Let all go: who works drops it, who does not hear is killed."""
    for hand in hands:
        try:
            hand.pipe.send(None)
        except OSError:
            continue
    until = monotonic() + _LEAVING
    for hand in hands:
        hand.process.join(max(0.0, until - monotonic()))
        if hand.process.is_alive():
            hand.process.kill()
            hand.process.join()
        hand.pipe.close()


def _serve(pipe: Connection, memory: int) -> None:
    """What a process does: one piece after another, until it is told to go. Ctrl+C is for whoever hired it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(memory)

    looked = monotonic()

    def stop(_: int) -> None:
        nonlocal looked
        if monotonic() - looked > _LOOKING:
            looked = monotonic()
            if pipe.poll():
                raise Cancelled

    try:
        while (told := pipe.recv()) is not None:
            work, task = told
            pipe.send(work(task, stop))
    except (Cancelled, EOFError, OSError):
        return
