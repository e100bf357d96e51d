"""The county that is open, as its screens see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from fieldapp.base.errors import Cancelled
from ui.messages import Messages
from ui.tasks import Tasks, Trouble, is_gone

if TYPE_CHECKING:
    from pathlib import Path

    from fieldapp.desk.county_rates import Rates
    from fieldapp.desk.county_standings import Standing
    from fieldapp.store.registry import Registry
    from fieldapp.store.survey import Survey

T = TypeVar("T")


class Office(QObject):
    """Knows how the villages stand, and lets work be done with the registry, which is touched in the lane alone.

    Attributes:
        standings: as they were read last; counted as far as `stepped` has told.
        rests: nothing new is read or counted: a village is open, or the registry is being closed.
    """

    changed = Signal()  # something was taken, decided or enrolled
    told = Signal()  # the standings are new
    stopped = Signal()  # the counting was stopped

    def __init__(self, registry: Registry, by: str, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self.registry, self.by, self.tasks, self.messages = registry, by, tasks, messages
        self.name, self.phone = registry.about("name"), registry.about("phone")
        self.standings: list[Standing] = []
        self._counted: dict[str, Rates] = {}
        self.is_counting = self.rests = self._closed = False

    def close(self) -> None:
        """Close the registry, once the lane has nothing more to do with it."""
        self.rests = self._closed = True
        self.tasks.wait()
        self.registry.close()

    @property
    def path(self) -> Path:
        """Where the registry lies."""
        return self.registry.path

    def touch(self, *codes: str) -> None:
        """What was counted of these villages, of all where none is named, is true no longer."""
        for code in codes or tuple(self._counted):
            self._counted.pop(code, None)
        self._tell(self.standings)
        self.changed.emit()

    def _tell(self, told: Sequence[Standing]) -> None:
        """Show what is known of these now."""
        self.standings = [replace(one, rates=self._counted.get(one.entry.code)) for one in told]
        self.told.emit()

    def waits(self, code: str) -> bool:
        """Whether there is something to decide in a village."""
        return any(one.waits for one in self.standings if one.entry.code == code)

    def open_village(self, code: str) -> Survey:
        """The file of a village; whoever asks for it closes it. Raises: CannotOpen."""
        from fieldapp.store.survey import Survey

        return Survey.open(self.registry.survey_path(code), by=self.by, key=self.registry.key)

    def is_password(self, password: str) -> bool:
        """Whether the county has this password, '' where it has none. Takes some tenths of a second; for the lane."""
        from fieldapp.store.connection import Key

        return Key.of(password, self.path) == self.registry.key

    @property
    def is_locked(self) -> bool:
        """Whether the county has a password."""
        return bool(self.registry.key.pragma)

    def rekey(self, old: str, new: str, then: Callable[[None], None], failed: Trouble) -> None:
        """Give registry and villages another password ('' for none), while nobody can ask for anything else.

        `failed` takes a FieldAppError where a village is open elsewhere or the disk is full; all is then as it was.
        """
        self.rests = True
        self.run(bool, lambda _: self._rekey(old, new, then, failed), failed)

    def _rekey(self, old: str, new: str, then: Callable[[None], None], failed: Trouble) -> None:
        """The lane has ended what it did: close the registry here, where it was opened, for a lock is its thread's."""
        from fieldapp.desk.county_password import set_password

        if self._closed:
            return
        path = self.path
        self.registry.close()
        work = partial(set_password, path, old=old, new=new, step=self.tasks.step)
        self.tasks.run(work, partial(self._reopen, path, new, then), partial(self._reopen, path, old, failed))

    def _reopen(self, path: Path, password: str, tell: Callable[[Any], None], told: object) -> None:
        from fieldapp.store.registry import Registry

        if self._closed:
            return
        self.registry = Registry.open(path, password=password)
        self.rests = False
        if not is_gone(tell):
            tell(told)

    def keep_phone(self, phone: str) -> None:
        """Keep whom the villages call."""
        self.phone = phone
        self.run(lambda: self.registry.note("phone", phone), lambda _: None, self._on_trouble)

    def run(self, work: Callable[[], T], then: Callable[[T], None], failed: Trouble) -> None:
        """Work with the registry in the lane; what is being counted stands back."""
        if self.is_counting:
            self.tasks.cancel()
        self.tasks.run(work, then, failed)

    def percent(self, done: int, of: int) -> None:
        """Tell from the lane how far the work is. Raises: Cancelled."""
        self.tasks.step(100 * done // max(of, 1))

    def gather(self) -> None:
        """Read which villages there are, then count those of which nothing is known."""
        if not (self.is_counting or self.rests):
            self.is_counting = True
            self.tasks.run(self._read, self._on_read, self._on_trouble)

    def _read(self) -> list[Standing]:
        from fieldapp.desk.county_standings import standings

        return standings(self.registry, self._counted)

    def _on_read(self, told: list[Standing]) -> None:
        from fieldapp.desk.county_standings import uncounted

        asked = [] if self.rests else uncounted(told)
        self.is_counting = bool(asked)
        self._tell(told)
        if asked:
            self.tasks.run(lambda: self._count(asked), self._on_counted, self._on_trouble)

    def _count(self, codes: list[str]) -> list[Rates]:
        from fieldapp.desk.county_rates import rates

        return rates(self.registry, codes, progress=self.percent)

    def _on_counted(self, told: list[Rates]) -> None:
        self._counted |= {one.village: one for one in told}
        self.is_counting = False
        self._tell(self.standings)

    def _on_trouble(self, trouble: BaseException) -> None:
        self.is_counting = False
        self.stopped.emit()
        if not isinstance(trouble, Cancelled):
            raise trouble
