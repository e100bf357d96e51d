"""The survey that is open, as the screens see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from fieldapp.base.change import Act
from fieldapp.records import RECORDS
from ui.messages import Messages
from ui.tasks import Tasks, Trouble, is_gone

if TYPE_CHECKING:
    from fieldapp.store.drafts import Drafts
    from fieldapp.store.reader import Reader
    from fieldapp.store.survey import Survey
    from fieldapp.store.writing import Writing

T = TypeVar("T")
EVERYTHING = frozenset(noun.table for noun in RECORDS)


class Session(QObject):
    """Passes every change through one door and tells every screen once."""

    changed = Signal(frozenset)  # the tables that were touched

    def __init__(self, survey: Survey, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self.survey = survey
        self.tasks = tasks
        self.messages = messages

    @contextmanager
    def change(self, why: str) -> Iterator[Writing]:
        """Write as one act, all or nothing, and say afterwards which tables were touched."""
        with self.survey.change(why) as writing:
            yield writing
        if writing.touched:
            self.changed.emit(frozenset(writing.touched))

    def undo(self, act: str = "") -> Act:
        """Take one act back, the newest by default, by a new act."""
        undone = self.survey.undo(act)
        self.changed.emit(EVERYTHING)
        return undone

    def change_beside(self, why: str, write: Callable[[Writing], object], then: Callable[[None], None], failed: Trouble) -> None:
        """As `change`, in the lane: for an act that takes longer than a person notices.

        Args:
            write: writes it; touches no widget.
            then: told on the screen's thread when every screen was.
            failed: takes the trouble, there too.
        """

        def work() -> tuple[frozenset[str], None]:
            with self.survey.change(why, step=self.tasks.step) as writing:
                write(writing)
            return frozenset(writing.touched), None

        self.tasks.run(work, partial(self._on_written, then), failed)

    def undo_beside(self, act: str, then: Callable[[Act], None], failed: Trouble) -> None:
        """As `undo`, in the lane; `then` and `failed` as with `change_beside`."""
        self.tasks.run(
            lambda: (EVERYTHING, self.survey.undo(act, step=self.tasks.step)), partial(self._on_written, then), failed
        )

    def _on_written(self, then: Callable[[Any], None], written: tuple[frozenset[str], T]) -> None:
        touched, told = written
        if touched:
            self.changed.emit(touched)
        if not is_gone(then):
            then(told)

    @property
    def reader(self) -> Reader:
        """Reads what is there now; for the screen's thread only."""
        return self.survey.reader

    @property
    def drafts(self) -> Drafts:
        """What was typed and not yet saved."""
        return self.survey.drafts

    @property
    def by(self) -> str:
        """Who records."""
        return self.survey.by

    @by.setter
    def by(self, name: str) -> None:
        self.survey.by = name

    @property
    def path(self) -> Path:
        """Where the survey file lies."""
        return self.survey.path

    def today(self) -> dt.date:
        """The calendar day where the machine stands."""
        return self.survey.clock.today()
