"""The tables of a survey file.

The change tables are the truth and are migrated by named steps (migrations.py). The tables of the nouns
are a projection: when the questionnaire changes they are thrown away and folded again from the changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from fieldapp import VERSION
from fieldapp.base.errors import CannotOpen
from fieldapp.base.program import release
from fieldapp.base.record import Record
from fieldapp.store.connection import Connection, is_plain
from fieldapp.store.rows import put

APPLICATION = 0x5A43_5A46
"""Marks a SQLite file as a survey file."""
SCHEMA = 3
"""The number of the newest step below; a file with a greater one was written by a newer program."""
WRITTEN_BY = "program"
"""The remark in which a file tells which release of the program opened it last."""
_FEATURE = 2
"""So many numbers of a version tell the release; what follows counts its patches."""
_FIRST = "0.1.0"
"""The release that did not tell it yet."""

_LATER = ("same", "offer", "outlived")
"""Tables and rules of the projection that came with later releases; one more has it made again."""


def questionnaire(nouns: Sequence[type[Record]]) -> str:
    """A fingerprint of what is asked; another one means that the projection must be made again."""
    told = [
        (noun.table, field.name, field.decided, field.kind.column.__name__, field.kind.refers, sorted(noun.aliases.items()))
        for noun in nouns
        for field in noun.fields
    ]
    return hashlib.sha256(repr((told, _LATER)).encode("utf-8")).hexdigest()[:16]


def recognise(connection: Connection, path: Path, asks: str) -> None:
    """Raises: CannotOpen where the file at `path` is no survey file of ours, or one of a newer program. `asks`: as for `is_newer`."""
    if connection.execute("pragma application_id").fetchone()[0] != APPLICATION:
        plain = is_plain(path)
        raise CannotOpen(
            f"“{path.name}”不是走访档案。" if plain else "打不开这份档案：密码不对，或者它不是走访档案。",
            "请选择以 .survey 结尾的档案文件。" if plain else "请核对密码和文件。",
        )
    if connection.execute("pragma user_version").fetchone()[0] > SCHEMA or is_newer(connection, asks):
        raise _newer(connection, path)


def _newer(connection: Connection, path: Path) -> CannotOpen:
    """What is said of a file in which a newer release has written; and what it was before, where that was kept."""
    from fieldapp.store.sealing import keepsake  # late: it leans on this module

    kept, last = keepsake(path, VERSION), written_by(connection)
    named = f" {last} " if release(last) > release(VERSION) else ""
    back = f"；要退回 {VERSION}，用“{kept.parent.name}”里的“{kept.name}”恢复" if kept.exists() else ""
    return CannotOpen(f"这份档案是用更新的版本{named}保存的。", f"请先升级本程序再打开{back}。")


def written_by(connection: Connection) -> str:
    """Which release of the program opened this file last."""
    found = connection.execute("select value from about where key = ?", [WRITTEN_BY]).fetchone()
    return str(found[0]) if found else _FIRST


def is_newer(connection: Connection, asks: str = "") -> bool:
    """Whether a later release that may have written what this one does not know opened this file last.

    A patch of our own release (0.1.3 beside 0.1.0) changes neither form nor questions, so that two laptops of a village need not
    be updated at one hour; where one asks something else all the same, it is a later release like every other.

    Args:
        asks: the fingerprint of our questionnaire; '' for a file without answers.
    """
    last, ours = release(written_by(connection)), release(VERSION)
    is_patch = last[:_FEATURE] == ours[:_FEATURE]
    return last > ours and not (is_patch and (not asks or _asks(connection) == asks))


def _asks(connection: Connection) -> str:
    """The fingerprint of the questionnaire from which this file's tables were made."""
    found = connection.execute("select value from about where key = 'questionnaire'").fetchone()
    return str(found[0]) if found else ""


def sign(connection: Connection) -> None:
    """Note that this release has opened the file."""
    put(connection, "about", [{"key": WRITTEN_BY, "value": VERSION}], ["key"])


def make_projection(connection: Connection, nouns: Sequence[type[Record]]) -> None:
    """Throw the projection away and make its tables anew, empty. Nouns that are asked no longer lose their table too."""
    from sqlite_utils import Database  # late: it costs 0.08 s of the start

    db = Database(connection, execute_plugins=False)
    kept = {"about", "act", "change", "replaced", "retold", "arrival", "_sqlite_migrations"}
    for table in db.table_names():
        if table not in kept and not table.startswith("sqlite_"):
            db.table(table).drop()
    for noun in nouns:
        db.table(noun.table).create({"id": str} | {f.name: f.kind.column for f in noun.fields}, pk="id", strict=True)
        if parent := noun.parent():
            db.table(noun.table).create_index([parent.name])
        if sharers := noun.sharers():
            db.table(noun.table).create_index([sharers.name])
    db.execute("create table row (noun text, record text, hash text, primary key (noun, record)) strict, without rowid")
    db.execute("create table same (noun text, record text, survivor text, primary key (noun, record)) strict, without rowid")
    db.table("contested").create(
        {"noun": str, "record": str, "unit": str, "claims": str}, pk=("noun", "record", "unit"), strict=True
    )
    db.table("offer").create(
        {"noun": str, "record": str, "unit": str, "text": str, "change": str}, pk=("noun", "record", "unit", "change"), strict=True
    )
    db.table("search").create({"record": str, "household": str, "keys": str}, pk="record", strict=True)
    db.table("search").create_index(["household"])
    db.table("entry").create(
        {"household": str, "code": str, "head": str, "group": str, "people": int, "rank": str}, pk="household", strict=True
    )
    db.table("entry").create_index(["rank"])
