"""The registry of a county: which villages there are, what has come from each, which books have been read.

A county is a folder of village files: beside `某县.county`, which is this registry, stands `某县-各村/` with one ordinary
survey file a village, `<code>.survey`, all under one key. So whatever reads a village's file serves the county too, and
two processes never meet in one file.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock
from sqlcipher3 import dbapi2

from fieldapp.base.errors import CannotOpen, FieldAppError
from fieldapp.records import RECORDS
from fieldapp.store.connection import Connection, Key, connect, is_plain, telling
from fieldapp.store.locking import locked
from fieldapp.store.reader import Reader
from fieldapp.store.rows import atomic, put, rows
from fieldapp.store.schema import is_newer, sign
from fieldapp.store.sealing import take_over
from fieldapp.store.swapping import settle

APPLICATION = 0x5A43_434F
"""Marks a SQLite file as the registry of a county."""
_VERSION = 1
_MADE = """
create table about (key text primary key, value text not null) strict, without rowid;
create table village (code text primary key, name text not null, town text not null, key text not null, role text not null,
    package text not null, node text not null, at text not null, book text not null, told_code text not null,
    taken_at text not null) strict, without rowid;
create table book (sha256 text primary key, name text not null, village text not null, package text not null,
    state text not null, at text not null) strict, without rowid;
create table verdict (pair text primary key, kind text not null, why text not null, by text not null, at text not null)
    strict, without rowid;"""


@dataclass(frozen=True)
class Entry:
    """One village of the county.

    Attributes:
        code: 12 digits.
        key: shared with the village; '' where it was never enrolled.
        role: village or town: which office has the laptop.
        package, node, at, book, told_code: of the newest package that was taken: its id, who wrote it, when (ISO 8601), the
            name of its file and the 对账码 it tells; '' before the first one.
        taken_at: when that was taken.
    """

    code: str
    name: str
    town: str = ""
    key: str = ""
    role: str = "village"
    package: str = ""
    node: str = ""
    at: str = ""
    book: str = ""
    told_code: str = ""
    taken_at: str = ""


@dataclass(frozen=True)
class ReadBook:
    """A book that was read once and for all. `state`: what became of it, by its stable name."""

    sha256: str
    name: str
    village: str
    package: str
    state: str
    at: str


class Registry:
    """An open registry. Made by `create` or `open`; closed by `close` or by leaving its `with`. It serves one thread at a time."""

    def __init__(self, path: Path, key: Key, lock: FileLock) -> None:
        self.path, self.key = path, key
        self.folder = path.with_name(f"{path.stem}-各村")
        self._lock = lock
        self._connection: Connection = connect(path, key, any_thread=True)

    @classmethod
    def create(cls, path: Path, name: str, *, phone: str = "", password: str = "") -> Self:
        """Make the registry of a county, without villages.

        Args:
            phone: of the office, for the villages to call.

        Raises:
            CannotOpen: something stands there already, or it cannot be written.
        """
        made = path.with_name(f"{path.stem}-各村")
        if path.exists() or made.exists():
            raise CannotOpen(f"“{(path if path.exists() else made).name}”已经存在。", "请换一个名字，或直接用它。")
        with telling(path):
            lock = locked(path)
            try:
                registry = cls(path, Key.of(password), lock)
                registry._connection.execute(f"pragma application_id = {APPLICATION}")
                registry._connection.executescript(_MADE)
                registry._connection.execute(f"pragma user_version = {_VERSION}")
                sign(registry._connection)
                registry.folder.mkdir()
            except BaseException:
                lock.release()
                path.unlink(missing_ok=True)
                raise
            for key, value in (("name", name), ("phone", phone)):
                registry.note(key, value)
        return registry

    @classmethod
    def open(cls, path: Path, *, password: str = "") -> Self:
        """Open the registry of a county; a change of its password that was cut off is ended first (`swapping`).

        Raises:
            CannotOpen: missing, another file, wrong password, newer, in use.
        """
        if not path.is_file():
            raise CannotOpen(f"找不到“{path.name}”。", "请核对文件的位置。")
        with telling(path):
            lock = locked(path)
            try:
                settle(path)
                registry = cls(path, Key.of(password, path), lock)
                registry._recognise()
                take_over(registry._connection, path, registry.key, keeping=True)
            except BaseException:
                lock.release()
                raise
        return registry

    def _recognise(self) -> None:
        pragma = self._connection.execute
        if pragma("pragma application_id").fetchone()[0] != APPLICATION:
            raise CannotOpen(
                f"“{self.path.name}”不是县级汇总文件。" if is_plain(self.path) else "打不开这份汇总：密码不对，或者它不是县级汇总文件。",
                "请选择以 .county 结尾的文件；一个村的档案请直接打开。",
            )
        if pragma("pragma user_version").fetchone()[0] > _VERSION or is_newer(self._connection):
            raise CannotOpen("这份汇总是用更新的版本保存的。", "请先升级本程序再打开。")

    def close(self) -> None:
        """Close the registry."""
        self._connection.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def about(self, key: str) -> str:
        """A remark about the county (name, phone), '' where there is none."""
        found = self._connection.execute("select value from about where key = ?", [key]).fetchone()
        return str(found[0]) if found else ""

    def note(self, key: str, value: str) -> None:
        """Keep a remark about the county."""
        self._put("about", [{"key": key, "value": value}], ["key"])

    def villages(self) -> list[Entry]:
        """All villages by code."""
        return [Entry(**row) for row in rows(self._connection, f"select {_names(Entry)} from village order by code")]

    def village(self, code: str) -> Entry | None:
        """The village of that code, or None."""
        return next((Entry(**row) for row in rows(self._connection, f"select {_names(Entry)} from village where code = ?", [code])), None)

    def some(self, codes: Iterable[str]) -> list[Entry]:
        """The villages of these codes, all where there is none. Raises: FieldAppError where one is not in the registry."""
        known, asked = {one.code: one for one in self.villages()}, list(dict.fromkeys(codes))
        if missing := [code for code in asked if code not in known]:
            raise FieldAppError(f"汇总里没有村代码 {'、'.join(missing)}。", "请核对村代码，或先登记这个村。")
        return [known[code] for code in asked] or list(known.values())

    def keep(self, *entries: Entry) -> None:
        """Write villages down, all or none, in the place of what was known of them."""
        self._put("village", [asdict(entry) for entry in entries], ["code"])

    def survey_path(self, code: str) -> Path:
        """Where the file of a village stands, or will stand when its first package comes."""
        return self.folder / f"{code}.survey"

    def heard(self, code: str) -> bool:
        """Whether anything of a village has been taken; a file that was begun when the machine went off tells nothing yet."""
        path, known = self.survey_path(code), self.village(code)
        return path.exists() and (bool(known and known.taken_at) or holds_acts(path, self.key))

    def reader(self, code: str) -> Reader:
        """A reader of a village's file, for this thread; whoever asks for it closes it. Raises: FieldAppError."""
        path = self.survey_path(code)
        with telling(path):
            return Reader(connect(path, self.key, query_only=True), RECORDS)

    def numbers(self, code: str) -> list[tuple[str, str]]:
        """The citizen numbers of a village's people who have not left, and their ids; without reading whole records."""
        path = self.survey_path(code)
        with telling(path), closing(connect(path, self.key, query_only=True)) as connection:
            return list(connection.execute("select number, id from member where number > '' and left is null order by id"))

    def book(self, sha256: str) -> ReadBook | None:
        """What became of a book that was read before, by the SHA-256 of its bytes."""
        found = rows(self._connection, f"select {_names(ReadBook)} from book where sha256 = ?", [sha256])
        return next((ReadBook(**row) for row in found), None)

    def remember(self, book: ReadBook, *entries: Entry) -> None:
        """Remember that a book was read and what it tells of its village, all or none."""
        with telling(self.path), atomic(self._connection):
            put(self._connection, "book", [asdict(book)], ["sha256"])
            put(self._connection, "village", map(asdict, entries), ["code"])

    def verdict(self, pair: str) -> str:
        """What was decided of a pair of people, by its stable name; '' where nothing was."""
        found = self._connection.execute("select kind from verdict where pair = ?", [pair]).fetchone()
        return str(found[0]) if found else ""

    def decide(self, pair: str, kind: str, why: str, *, by: str, at: str) -> None:
        """Remember what was decided of a pair of people."""
        self._put("verdict", [{"pair": pair, "kind": kind, "why": why, "by": by, "at": at}], ["pair"])

    def _put(self, table: str, told: list[dict[str, str]], key: list[str]) -> None:
        with telling(self.path), atomic(self._connection):
            put(self._connection, table, told, key)


def holds_acts(path: Path, key: Key) -> bool:
    """Whether anything stands in a survey file; in one that cannot be read anything may."""
    try:
        with closing(connect(path, key, query_only=True)) as connection:
            return connection.execute("select 1 from act limit 1").fetchone() is not None
    except dbapi2.Error:
        return True


def _names(of: type[Entry] | type[ReadBook]) -> str:
    return ", ".join(field.name for field in fields(of))
