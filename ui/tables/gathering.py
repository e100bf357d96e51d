"""What the rules say of every household (badges, or doubts), worked out in the lane while nobody types, and kept until something touches it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from threading import Event, Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from ui.session import Session

if TYPE_CHECKING:
    from fieldapp.records.dossier import Dossier
    from fieldapp.store.survey import Survey

    Judge = Callable[[Dossier, dt.date], Any]

SLICE = 4
"""So many households are read at once: whoever begins to type waits no longer than that."""
CALM = 600
"""Milliseconds after a key stroke for which nothing is worked out: whoever types has the machine for himself."""
TURN = 0.5
"""Seconds after which the lane is free again for whatever else was asked of it."""

MANY = 2000
"""After so many changes at once, such as a roster taken in, nobody asks any more which households they concern."""


class Gathering(QObject):
    """Knows what a judge says of each household: its badges, unless another judge is named.

    Attributes:
        known: id → what was said when it was last worked out.
        stale: ids of which nothing is known, or nothing that is true any more.
    """

    stepped = Signal(int)  # how many of a hundred households are known

    def __init__(self, session: Session, judge: Judge | None = None) -> None:
        super().__init__()
        self._session, self._judge = session, judge
        self.known: dict[str, Any] = {}
        self.stale: set[str] = set()
        self._all: list[str] = []
        self._day: dt.date | None = None
        self._place = 0
        self._touched: set[str] = set()
        self._under_way = self._told = False
        self._goes, self._in_file = Event(), Lock()
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._turn)
        self._rested = QElapsedTimer()

    @property
    def is_done(self) -> bool:
        """Whether everything is known as it is now."""
        return self._day is not None and not self.stale

    def renew(self) -> None:
        """Something was saved, or it is another day: what is touched by it has to be worked out anew."""
        reader, today = self._session.reader, self._session.today()
        self._all = [entry.id for entry in reader.households()]
        place = reader.place()
        afresh = today != self._day or place - self._place > MANY
        touched = set(self._all) if afresh else set(reader.households_since(self._place))
        self._day, self._place, self._told = today, place, False
        self._touched |= touched
        self.stale = (self.stale | touched | (set(self._all) - self.known.keys())) & set(self._all)

    def tell(self, told: dict[str, Any]) -> None:
        """Take what was worked out just now."""
        self.known |= told
        self.stale -= told.keys()

    def go_on(self) -> None:
        """Work out what is not known, and tell when everything is."""
        self._goes.set()
        if not (self._told or self._under_way):
            rested = self._rested.elapsed() if self._rested.isValid() else CALM
            self._next.start(max(CALM - rested, 0))

    def rest(self) -> None:
        """Leave the machine to the person for a while; what is under way ends at the next household."""
        self._rested.start()
        self._goes.clear()
        self._next.stop()

    def leave_the_file(self) -> None:
        """Rest, and return when the file is not read any more."""
        self.rest()
        with self._in_file:
            pass

    def _turn(self) -> None:
        asked = [id for id in self._all if id in self.stale]
        if self._day is None:
            return
        self._session.read_ahead()
        if not asked:
            self._told = True
            self.stepped.emit(100)
            return
        self._under_way, self._touched = True, set()
        work = partial(_worked_out, self._session.survey, asked, self._day, self._goes, self._in_file, self._judge)
        self._session.tasks.run(work, self._on_turned)

    def _on_turned(self, told: dict[str, Any]) -> None:
        self._under_way = False
        self.tell({id: one for id, one in told.items() if id not in self._touched})
        if self._goes.is_set():
            if self.stale:
                self.stepped.emit(100 - 100 * len(self.stale) // len(self._all))
            self.go_on()


def _worked_out(
    survey: Survey, asked: Sequence[str], on: dt.date, goes: Event, in_file: Lock, judge: Judge | None
) -> dict[str, Any]:
    """What the judge says of some of these households, as far as one turn goes."""
    from ui.tables.badges import badges_of

    judge = judge or badges_of
    told: dict[str, Any] = {}
    end = perf_counter() + TURN
    with in_file:
        if not goes.is_set():
            return told
        reader = survey.new_reader()
        try:
            for begin in range(0, len(asked), SLICE):
                for dossier in reader.dossiers(asked[begin : begin + SLICE]):
                    told[dossier.household.id] = judge(dossier, on)
                    if not goes.is_set():
                        return told
                if perf_counter() > end:
                    break
        finally:
            reader.close()
    return told
