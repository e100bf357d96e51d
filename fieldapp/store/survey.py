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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from fieldapp.base.change import GONE, Act, Change, Units, fold
from fieldapp.base.clock import Clock
from fieldapp.base.errors import CannotOpen, FieldAppError
from fieldapp.base.record import Record
from fieldapp.base.tally import derived_id, minted_id
from fieldapp.records import RECORDS
from fieldapp.records.village import Village
from fieldapp.store import node
from fieldapp.store.connection import Key, connect, is_plain, telling
from fieldapp.store.drafts import Drafts
from fieldapp.store.photos import Photos
from fieldapp.store.projection import Projection, changes
from fieldapp.store.reader import Reader
from fieldapp.store.rows import atomic
from fieldapp.store.schema import APPLICATION, SCHEMA, questionnaire
from fieldapp.store.writing import Step, Writing

UNDO = "撤销："
_PATIENCE = 0.05
"""Seconds for which whoever opened the file waits for another thread's act."""
_BUSY = FieldAppError("正在往档案里写另一批内容。", "请等几秒再试；已经输入的内容不会丢。")
_NEWER = CannotOpen("这份档案是用更新的版本保存的。", "请先升级本程序再打开。")


class Survey:
    """One open survey file. Made by `create` or `open`; closed by `close` or by leaving its `with`."""

    def __init__(
        self, path: Path, key: Key, lock: FileLock, *, by: str, clock: Clock, nouns: Sequence[type[Record]] = RECORDS
    ) -> None:
        self.path, self.by, self.clock, self.nouns = path, by, clock, nouns
        self.key = key
        self._lock = lock
        self._connection = connect(path, key, any_thread=True)
        self._writing, self._opener = threading.RLock(), threading.get_ident()
        self._projection = Projection(self._connection, nouns)
        self.reader = self.new_reader()
        self.drafts = Drafts(path, key)
        self.photos = Photos(path, key)
        self.acts_made = 0
        self._notebook: node.Notebook | None = None

    @classmethod
    def create(
        cls, path: Path, village: Village, *, by: str, clock: Clock | None = None, password: str = "",
        nouns: Sequence[type[Record]] = RECORDS,
    ) -> Self:  # fmt: skip
        """Make a new file with its village in it; the village's id follows from its code, so that laptops agree.

        Raises:
            CannotOpen: something stands at `path` already, or it cannot be written.
        """
        if path.exists():
            raise CannotOpen(f"“{path.name}”已经存在。", "请换一个名字，或直接打开它。")
        id = derived_id("village", village.code or "")
        with telling(path):
            survey = cls(path, Key.of(password), _locked(path), by=by, clock=clock or Clock(), nouns=nouns)
            try:
                survey._connection.execute(f"pragma application_id = {APPLICATION}")
                survey._start()
                survey._projection.rebuild()
                survey._note("questionnaire", questionnaire(nouns))
                survey._become(node.mint())
                survey._notebook = node.Notebook(survey.node, path, 0)
                with survey.change("建立档案") as change:
                    change.save(village.with_id(id), change_id=derived_id("village", "create", *village.texts().values()))
            except BaseException:
                survey.abandon()
                path.unlink(missing_ok=True)
                raise
        return survey

    @classmethod
    def open(
        cls, path: Path, *, by: str, clock: Clock | None = None, password: str = "", as_copy: bool = False,
        nouns: Sequence[type[Record]] = RECORDS,
    ) -> Self:  # fmt: skip
        """Open a file: lock, refuse a newer one, migrate, fold again where the questionnaire changed.

        Args:
            as_copy: it is a restored or copied file and becomes its own node.

        Raises:
            CannotOpen: missing, no survey, wrong password, newer, in use, damaged, or its place cannot be written.
        """
        if not path.is_file():
            raise CannotOpen(f"找不到“{path.name}”。" if not path.exists() else f"“{path.name}”不是文件。", "请核对文件的位置。")
        with telling(path):
            lock = _locked(path)
            try:
                survey = cls(path, Key.of(password, path), lock, by=by, clock=clock or Clock(), nouns=nouns)
            except BaseException:
                lock.release()
                raise
            try:
                survey._recognise()
                survey._start()
                survey._renew(as_copy)
            except BaseException:
                survey.abandon()
                raise
        return survey

    def _recognise(self) -> None:
        """Refuse what is no survey file of ours, or one of a newer program."""
        told = self._connection.execute("pragma application_id").fetchone()[0]
        if told != APPLICATION:
            plain = is_plain(self.path)
            raise CannotOpen(
                f"“{self.path.name}”不是走访档案。" if plain else "打不开这份档案：密码不对，或者它不是走访档案。",
                "请选择以 .survey 结尾的档案文件。" if plain else "请核对密码和文件。",
            )
        if self._connection.execute("pragma user_version").fetchone()[0] > SCHEMA:
            raise CannotOpen(_NEWER.what, _NEWER.advice)

    def _start(self) -> None:
        """Bring the connection to work: WAL, full durability, newest change tables."""
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma synchronous = full")
        if self._connection.execute("pragma user_version").fetchone()[0] != SCHEMA:
            from fieldapp.store.migrations import migrate

            migrate(self._connection)
            self._connection.execute(f"pragma user_version = {SCHEMA}")

    def _renew(self, as_copy: bool) -> None:
        """Fold again where the questionnaire changed; become a node of our own where this file is a copy."""
        if self.reader.about("questionnaire") != questionnaire(self.nouns):
            self.rebuild()
        self.node = self.reader.about("node")
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
    def change(self, why: str, *, source: str = "录入", step: Step | None = None) -> Iterator[Writing]:
        """The one way to write, from any thread. Everything inside is one act: kept together or dropped together.

        Args:
            step: told how much is done, `STEPS` for each record; what it raises drops the act.

        Raises:
            FieldAppError: the file cannot be written, or another thread is writing in it.
        """
        with telling(self.path), self._turn():
            with atomic(self._connection):
                writing = Writing(self._connection, self._projection, step)
                yield writing
                act = self._next_act(why, source)
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
        return Act(minted_id(), self.node, self._number + 1, stamp, at, self.by, why, source, doubtful=doubtful)

    def undo(self, act: str = "", *, step: Step | None = None) -> Act:
        """Take an act back by another act; undoing an undoing brings it back again. From any thread.

        Args:
            act: its id; '' for the newest one that is neither an undoing nor undone.
            step: told how much is done, as with `change`.

        Raises:
            FieldAppError: there is none, or somebody has since changed what it wrote.
        """
        with telling(self.path), self._turn():
            wanted = _undoable(Reader(self._connection, self.nouns).acts(limit=-1), act)
            with self.change(f"撤销“{wanted.why}”", source=UNDO + wanted.id, step=step) as writing:
                for change in list(changes(self._connection, act=wanted.id)):
                    told = list(changes(self._connection, change.noun, change.record))
                    writing.put(change.noun, change.record, _undone(change, told, wanted.why))
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
        """Copy the file as it stands, under the same password, through SQLite's backup. `target` is replaced as a whole.

        May be called from any thread, while others read and write.
        """
        partial = target.with_name(f".{target.name}.part")
        with telling(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            partial.unlink(missing_ok=True)
            source, copy = connect(self.path, self.key, query_only=True), connect(partial, self.key)
            try:
                source.backup(copy)
                copy.execute("pragma journal_mode = delete")
                copy.close()
                partial.replace(target)
            finally:
                source.close()
                copy.close()
                partial.unlink(missing_ok=True)

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


def _undoable(known: Sequence[Act], act: str) -> Act:
    """The act of that id, or the newest that is neither an undoing nor undone. Raises: FieldAppError where there is none."""
    undone = {one.source.removeprefix(UNDO) for one in known if one.source.startswith(UNDO)}
    if act:
        wanted = next((one for one in known if one.id == act), None)
    else:
        wanted = next((one for one in known if not one.source.startswith(UNDO) and one.id not in undone), None)
    if wanted is None:
        raise FieldAppError("没有可以撤销的操作。", "建立档案这一步不能撤销。")
    return wanted


def _undone(change: Change, known: Sequence[Change], why: str) -> Units:
    """What takes a change back, given all changes of its record. Raises: FieldAppError where it cannot be taken back."""
    now = fold(known)
    if change.body.get(GONE) is not None and now.gone:
        return {GONE: None}
    units = [unit for unit in change.body if unit != GONE]
    held = all(not now.units[unit].contested and now.units[unit].text == change.body[unit] for unit in units)
    if now.gone or not held:
        raise FieldAppError("这些内容后来又改过，不能直接撤销。", "请先撤销后来的修改，或直接改正。")
    first = known[0].id == change.id
    if first and change.noun == Village.table:
        raise FieldAppError("没有可以撤销的操作。", "建立档案这一步不能撤销。")
    return {GONE: f"撤销“{why}”"} if first or GONE in change.body else {unit: change.was.get(unit) for unit in units}


def _locked(path: Path) -> FileLock:
    """The lock of a survey file, taken. Raises: CannotOpen where another program holds it."""
    lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise CannotOpen(f"“{path.name}”正被另一个窗口或程序使用。", "请先在那边关闭这份档案。") from None
    return lock
