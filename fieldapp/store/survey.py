"""An open survey file.

WAL while it is open, one file when it is closed: a reader of some seconds never makes typing wait, and what lies on
the disk afterwards can be carried about whole. Every act is one transaction with synchronous FULL: when `change` ends
without trouble, its answers survive a power cut.

Any thread may write, one at a time: a large intake stands in the lane beside the screen, and whoever opened the file is
told so at once instead of being kept waiting. His reader sees an act when it is whole. Drafts lie in a file of their own.

Decision: design.md has a checkpoint after each act. It costs a quarter of a save; SQLite's own (every 1,000 pages) and
the one at closing are enough, because backups go through SQLite and never copy the file alone.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from filelock import FileLock

from fieldapp.base.change import Act, Change
from fieldapp.base.clock import Clock
from fieldapp.base.errors import CannotOpen, FieldAppError
from fieldapp.base.folding import ready
from fieldapp.base.record import Record
from fieldapp.base.tally import derived_id, minted_id
from fieldapp.records import RECORDS
from fieldapp.records.village import Village
from fieldapp.store import node
from fieldapp.store.connection import Key, connect, telling
from fieldapp.store.drafts import Drafts
from fieldapp.store.locking import locked
from fieldapp.store.photos import Photos
from fieldapp.store.projection import Projection, changes
from fieldapp.store.reader import Reader
from fieldapp.store.rows import atomic, put
from fieldapp.store.schema import APPLICATION, SCHEMA, questionnaire, recognise, sign
from fieldapp.store.sealing import sealed_copy, take_over, unseal
from fieldapp.store.swapping import journal, settle
from fieldapp.store.undoing import UNDO, undoable, undone
from fieldapp.store.writing import Step, Writing

if TYPE_CHECKING:
    from fieldapp.store.offering import Offering
    from fieldapp.store.receiving import Taken

COUNTY = "county"
"""The remark of a file that stands in an office above the village."""
_PATIENCE = 0.05
"""Seconds for which whoever opened the file waits for another thread's act."""
_BUSY = FieldAppError("正在往档案里写另一批内容。", "请等几秒再试；已经输入的内容不会丢。")


class Survey:
    """One open survey file. Made by `create` or `open`; closed by `close` or by leaving its `with`."""

    def __init__(
        self, path: Path, key: Key, lock: FileLock, *, by: str, clock: Clock, nouns: Sequence[type[Record]] = RECORDS
    ) -> None:
        self.path, self.key, self.by, self.clock, self.nouns = path, key, by, clock, nouns
        self._lock = lock
        self._connection = connect(path, key, any_thread=True)
        self._writing, self._opener = threading.RLock(), threading.get_ident()
        self._projection = Projection(self._connection, nouns)
        self.reader = self.new_reader()
        self.drafts = Drafts(path, key)
        self.photos = Photos(path, key)
        self.acts_made, self.county = 0, False
        self._notebook: node.Notebook | None = None

    @classmethod
    def create(
        cls, path: Path, village: Village | None, *, by: str, clock: Clock | None = None, password: str = "",
        key: Key | None = None, nouns: Sequence[type[Record]] = RECORDS, county: bool = False,
    ) -> Self:  # fmt: skip
        """Make a new file with its village in it; the village's id follows from its code, so that laptops agree.

        Args:
            village: None for a file that waits for what others know.
            key: of files that stand together under one, instead of a password.
            county: it stands in an office above the village, and what is done in it is that office's word.

        Raises:
            CannotOpen: something stands at `path` already, or it cannot be written.
        """
        if path.exists():
            raise CannotOpen(f"“{path.name}”已经存在。", "请换一个名字，或直接打开它。")
        with telling(path):
            survey = cls(path, key or Key.of(password), locked(path), by=by, clock=clock or Clock(), nouns=nouns)
            try:
                survey._connection.execute(f"pragma application_id = {APPLICATION}")
                survey._start()
                sign(survey._connection)
                survey.rebuild()
                survey._become(node.mint())
                if county:
                    survey._note(COUNTY, COUNTY)
                    survey.county = True
                survey._notebook = node.Notebook(survey.node, path, 0)
                if village:
                    survey._found(village)
            except BaseException:
                survey.abandon()
                path.unlink(missing_ok=True)
                raise
        return survey

    def _found(self, village: Village) -> None:
        """The first act of a village's file."""
        derived = derived_id("village", "create", *village.texts().values())
        with self.change("建立档案") as change:
            change.save(village.with_id(derived_id("village", village.code or "")), change_id=derived)

    @classmethod
    def open(
        cls, path: Path, *, by: str, clock: Clock | None = None, password: str = "", key: Key | None = None, as_copy: bool = False,
        nouns: Sequence[type[Record]] = RECORDS,
    ) -> Self:  # fmt: skip
        """Open a file: lock, refuse a newer one, migrate, fold again where the questionnaire changed.

        What a killed program left half done between several files is ended first (`swapping`).

        Args:
            key: of a file that was open a moment ago, instead of its password.
            as_copy: it is a restored or copied file and becomes its own node.

        Raises:
            CannotOpen: missing, no survey, wrong password, newer, in use, damaged, or its place cannot be written.
        """
        if not path.is_file() and not journal(path).exists():
            raise CannotOpen(f"找不到“{path.name}”。" if not path.exists() else f"“{path.name}”不是文件。", "请核对文件的位置。")
        with telling(path):
            lock = locked(path)
            try:
                settle(path)
                survey = cls(path, key or Key.of(password, path), lock, by=by, clock=clock or Clock(), nouns=nouns)
            except BaseException:
                lock.release()
                raise
            try:
                recognise(survey._connection, path, questionnaire(survey.nouns))
                take_over(survey._connection, path, survey.key, keeping=not as_copy)
                unseal(path)
                survey._start()
                survey._renew(as_copy)
            except BaseException:
                survey.abandon()
                raise
        return survey

    def _start(self) -> None:
        """Bring the connection to work: WAL, full durability, newest change tables."""
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma synchronous = full")
        if self._connection.execute("pragma user_version").fetchone()[0] != SCHEMA:
            from fieldapp.store.migrations import migrate

            migrate(self._connection)

    def _renew(self, as_copy: bool) -> None:
        """Fold again where the questionnaire changed; become a node of our own where this file is a copy."""
        if self.reader.about("questionnaire") != questionnaire(self.nouns):
            self.rebuild()
        self.node, self.county = self.reader.about("node"), bool(self.reader.about(COUNTY))
        self._newest()
        if as_copy or node.is_copy(self.node, self.path, self._number):
            self._become(node.mint())
        self._notebook = node.Notebook(self.node, self.path, self._number)

    def _newest(self) -> None:
        found = self._connection.execute("select max(number) from act where node = ?", [self.node]).fetchone()
        self._number = int(found[0] or 0)
        self._stamp = str(self._connection.execute("select coalesce(max(stamp), '') from act").fetchone()[0])

    def _become(self, new: str) -> None:
        self.node = new
        self._note("node", new)
        self._newest()

    def _note(self, key: str, value: str) -> None:
        self._connection.execute(
            "insert into about values (?, ?) on conflict(key) do update set value = excluded.value", [key, value]
        )

    def note(self, key: str, value: str) -> None:
        """Keep a remark about the file itself (last hand-over, second place of backups). Not part of the village's truth."""
        with telling(self.path), self._turn():
            self._note(key, value)

    def arrived(self, sha256: str, **told: str) -> None:
        """Remember a book that was read: package, name, at, outcome and what else is told of it."""
        with telling(self.path), self._turn():
            put(self._connection, "arrival", [{"sha256": sha256, "by": self.by, **told}], ["sha256"])

    def new_reader(self) -> Reader:
        """A reader for another thread; whoever asks for it closes it."""
        return Reader(connect(self.path, self.key, query_only=True), self.nouns)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """The writing connection for oneself. Raises: FieldAppError where another thread writes for longer than a moment."""
        waits = _PATIENCE if threading.get_ident() == self._opener else -1
        if not self._writing.acquire(timeout=waits):
            raise FieldAppError(_BUSY.what, _BUSY.advice)
        try:
            yield
        finally:
            self._writing.release()

    @contextmanager
    def change(
        self, why: str, *, source: str = "录入", by: str = "", offered: bool = False, step: Step | None = None
    ) -> Iterator[Writing]:
        """The one way to write, from any thread. Everything inside is one act: kept together or dropped together.

        Args:
            by: who says it; whoever records where ''.
            offered: all of it waits for somebody who takes it up (`Writing.offer`).
            step: told how much is done, `STEPS` for each record; what it raises drops the act.

        Raises:
            FieldAppError: the file cannot be written, or another thread is writing in it.
        """
        with telling(self.path), self._turn():
            with atomic(self._connection):
                writing = Writing(self._connection, self._projection, step)
                yield writing
                act = replace(self._next_act(why, source), by=by or self.by, offered=offered)
                written = writing.flush(act)
            if written:
                self._stamp = act.stamp
                self._number = act.number
                self.acts_made += 1
                if self._notebook:
                    self._notebook.remember(self._number)

    def _next_act(self, why: str, source: str) -> Act:
        stamp, doubtful = self.clock.stamp(self._stamp)
        at = self.clock.now().isoformat(timespec="seconds")
        return Act(minted_id(), self.node, self._number + 1, stamp, at, self.by, why, source, self.county, doubtful=doubtful)

    def take(
        self, acts: Sequence[Act], told: Iterable[Change], *, dry_run: bool = False, step: Step | None = None,
        offering: Offering | None = None,
    ) -> Taken:  # fmt: skip
        """Take what another file knows, all or nothing; from any thread.

        Args:
            told: the changes of these acts.
            dry_run: only tell what would happen.
            step: told how many records are done; what it raises drops everything.
            offering: what is offered besides, as an act of its own after these, in the same transaction.

        Raises:
            FieldAppError: the file cannot be written, or two files have counted under one name.
        """
        from fieldapp.store.receiving import take  # late: only exchange needs it

        with telling(self.path), self._turn():
            before, kept = (self.node, self._number, self._stamp), False
            self._projection.spelling = not self.county
            try:
                with atomic(self._connection, keep=not dry_run):
                    taken = take(self._connection, self._projection, acts, told, step)
                    self._newest()
                    if self._number > before[1]:  # our own later acts came back: this file is behind itself
                        self._become(node.mint())
                    if offering:
                        taken = offering.add(taken, self._connection, self._projection, self._next_act("", ""))
                        self._newest()
                kept = not dry_run
            finally:
                if not kept:
                    self.node, self._number, self._stamp = before
            if kept and (taken.acts or (self.node, self._number) != before[:2]):
                self._after_taking(renewed=self.node != before[0])
        return taken

    def _after_taking(self, *, renewed: bool) -> None:
        """Tell the user's profile how far this file has come, and under which name."""
        self.acts_made += 1
        if renewed and self._notebook:
            self._notebook.close()
            self._notebook = node.Notebook(self.node, self.path, self._number)
        elif self._notebook:
            self._notebook.remember(self._number)

    def undo(self, act: str = "", *, step: Step | None = None) -> Act:
        """Take an act back by another act; undoing an undoing brings it back again. From any thread.

        Args:
            act: its id; '' for the newest one that is neither an undoing nor undone.
            step: told how much is done, as with `change`.

        Raises:
            FieldAppError: there is none, or somebody has since changed what it wrote.
        """
        with telling(self.path), self._turn():
            wanted = undoable(Reader(self._connection, self.nouns).acts(limit=-1), act, self.node)
            with self.change(f"撤销“{wanted.why}”", source=UNDO + wanted.id, step=step) as writing:
                for change in list(changes(self._connection, act=wanted.id)):
                    told = ready(changes(self._connection, change.noun, change.record))
                    now = self._projection.folded(told)
                    writing.put(change.noun, change.record, undone(change, told, now, wanted.why))
        return wanted

    def rebuild(self) -> None:
        """Throw the projection away and fold it again from the changes."""
        with telling(self.path), self._turn(), atomic(self._connection):
            self._projection.rebuild()
            self._note("questionnaire", questionnaire(self.nouns))

    def code(self) -> str:
        """The 对账码."""
        with telling(self.path):
            return self.reader.code()

    def backup(self, target: Path) -> None:
        """See `sealed_copy`. Pictures are not in it. May be called from any thread, while others read and write."""
        with telling(target):
            sealed_copy(self.path, self.key, target)

    def close(self) -> None:
        """Close: one file remains, and a sibling only where drafts or photos wait in it."""
        with telling(self.path):
            try:
                self.drafts.close()
                self.reader.close()
                self._connection.execute("pragma journal_mode = delete")
            finally:
                self.abandon()

    def abandon(self) -> None:
        """Let go of the file without tidying it up."""
        if self._notebook:
            self._notebook.close()
        self.reader.close()
        self._connection.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
