"""Named steps of the change tables, never edited after a release. Loaded only where a file needs one of them."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from fieldapp.store.connection import Connection
from fieldapp.store.schema import SCHEMA

migrations = Migrations("fieldapp")


@migrations()
def m001_changes(db: Database) -> None:
    """About, acts, changes and what they replace."""
    db.table("about").create({"key": str, "value": str}, pk="key", strict=True)
    db.table("act").create(
        {"id": str, "node": str, "number": int, "stamp": str, "at": str, "by": str, "why": str, "source": str,
         "county": int, "backed": int, "doubtful": int},
        pk="id", not_null={"node", "number", "stamp", "at", "by", "why", "source"}, strict=True,
    )  # fmt: skip
    db.table("act").create_index(["node", "number"], unique=True)
    db.table("change").create(
        {"id": str, "act": str, "noun": str, "record": str, "body": str, "was": str},
        pk="id", foreign_keys=[("act", "act", "id")], not_null={"act", "noun", "record", "body"}, strict=True,
    )  # fmt: skip
    db.table("change").create_index(["record", "noun"])
    db.table("change").create_index(["act"])
    db.execute("create table replaced (change text, unit text, by text, primary key (change, unit, by)) strict, without rowid")


@migrations()
def m002_whose(db: Database) -> None:
    """Which records were ever told to be a household's, or used by one: found without reading every change."""
    for part in ("household", "shared"):
        told = f"json_extract(body, '$.{part}')"
        db.execute(f"create index change_{part} on [change] ({told}, record) where {told} is not null")


@migrations()
def m003_exchange(db: Database) -> None:
    """What is only offered, and what has come from outside; there a change may replace what has not arrived yet."""
    db.execute("create index replaced_by on replaced (by)")
    db.execute("alter table act add column offered integer not null default 0")
    db.execute("create table retold (change text, act text, primary key (change, act)) strict, without rowid")
    db.table("arrival").create(
        {"sha256": str, "package": str, "name": str, "at": str, "by": str, "outcome": str, "told": str},
        pk="sha256", not_null={"package", "name", "at", "by", "outcome", "told"}, strict=True,
    )  # fmt: skip


def migrate(connection: Connection) -> None:
    """Bring the change tables to the newest step, each step whole or not at all."""
    migrations.apply(Database(connection, execute_plugins=False))
    connection.execute(f"pragma user_version = {SCHEMA}")
