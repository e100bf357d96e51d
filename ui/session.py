"""The survey that is open, as the screens see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldapp.base.change import Act
from fieldapp.records import RECORDS
from ui.messages import Messages
from ui.tasks import Tasks

if TYPE_CHECKING:
    from fieldapp.store.drafts import Drafts
    from fieldapp.store.reader import Reader
    from fieldapp.store.survey import Survey
    from fieldapp.store.writing import Writing

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
