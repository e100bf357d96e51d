"""The survey that is open, as the screens see it, and what a screen tells of it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.base.change import Act
from fieldapp.base.log import log
from fieldapp.records import RECORDS
from ui.messages import Messages
from ui.places import COUNTY, VILLAGE, Side
from ui.tasks import Tasks, Trouble, is_gone

if TYPE_CHECKING:
    from fieldapp.store.drafts import Drafts
    from fieldapp.store.listing import Gathered
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
        self._reads_ahead = False

    @contextmanager
    def change(self, why: str) -> Iterator[Writing]:
        """Write as one act, all or nothing, and say afterwards which tables were touched."""
        began = time.perf_counter()
        with self.survey.change(why) as writing:
            yield writing
        _log_act(writing.touched, began)
        if writing.touched:
            self.changed.emit(frozenset(writing.touched))

    def undo(self, act: str = "") -> Act:
        """Take one act back, the newest by default, by a new act."""
        began = time.perf_counter()
        undone = self.survey.undo(act)
        _log_act(["undone"], began)
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
            began = time.perf_counter()
            with self.survey.change(why, step=self.tasks.step) as writing:
                write(writing)
            _log_act(writing.touched, began)
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

    def read_ahead(self) -> None:
        """Let the lane read what the search box looks through, unless it is known: so its first key finds as fast as all others."""
        if not (self._reads_ahead or self.reader.listing.is_gathered):
            self._reads_ahead = True
            self.tasks.run(self._gathered, self._on_gathered)

    def _gathered(self) -> Gathered:
        with closing(self.survey.new_reader()) as reader, reader.steady():
            return reader.listing.gather()

    def _on_gathered(self, told: Gathered) -> None:
        self._reads_ahead = False
        self.reader.listing.take(told)

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

    def is_password(self, password: str) -> bool:
        """Whether the file has this password, '' where it has none. Takes some tenths of a second; for any thread."""
        from fieldapp.desk.opening import is_password

        return is_password(self.survey, password)

    @property
    def side(self) -> Side:
        """How the office speaks in which the file stands."""
        return COUNTY if self.survey.county else VILLAGE

    def today(self) -> dt.date:
        """The calendar day where the machine stands."""
        return self.survey.clock.today()


def _log_act(touched: Iterable[str], began: float) -> None:
    """Write to the log which tables an act touched, and how many seconds it took."""
    log.tell("act", tables="+".join(sorted(touched)), seconds=time.perf_counter() - began)


class Renewal(QObject):
    """What a screen tells of the survey: the screen paints first and fills then, and anew whenever something changed.

    Nothing is gathered for a screen that nobody sees; whoever comes back to it finds everything as it stands now.
    """

    def __init__(self, screen: QWidget, session: Session, gather: Callable[[Reader], T], show: Callable[[T], None]) -> None:
        """
        Args:
            gather: reads it in the lane; touches no widget.
            show: shows what was read.
        """
        super().__init__(screen)
        self._screen, self._session, self._gather, self._show = screen, session, gather, show
        self._stale, self._busy = True, False
        screen.installEventFilter(self)
        session.changed.connect(self.ask)

    def ask(self) -> None:
        """What was gathered is true no longer."""
        self._stale = True
        self._screen.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever comes to the screen asks; when it has been painted, it is the lane's turn."""
        if event.type() == QEvent.Type.Show:
            self.ask()
        elif event.type() == QEvent.Type.Paint and self._stale and not self._busy:
            QTimer.singleShot(0, self, self.begin)
        return False

    def begin(self) -> None:
        """Gather what is asked for, unless it is under way, or the window was closed meanwhile."""
        if self._busy or not self._stale or not self._screen.isVisible():
            return
        self._stale, self._busy = False, True
        self._session.tasks.run(self._read, self._on_read, self._on_failed)

    def _read(self) -> Any:
        with closing(self._session.survey.new_reader()) as reader:
            return self._gather(reader)

    def _on_read(self, told: Any) -> None:
        self._busy = False
        self._show(told)

    def _on_failed(self, trouble: BaseException) -> None:
        self._busy = False
        raise trouble
