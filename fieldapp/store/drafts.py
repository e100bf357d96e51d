"""What is being typed, kept beside the survey file as raw text until it is saved or dropped.

Half a date is no answer yet, and a long import must not block typing: so drafts stand in a sibling file of their own,
encrypted when the survey is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fieldapp.store.connection import Connection, Key, connect, telling


class Drafts:
    """The unfinished forms of one survey file, by a key that the screen chooses (such as `visit:<household>`)."""

    def __init__(self, survey: Path, key: Key) -> None:
        self.path = survey.with_name(survey.name + ".drafts")
        self._key = key
        self._connection: Connection | None = None

    def _open(self) -> Connection:
        if self._connection is None:
            self._connection = connect(self.path, self._key)
            self._connection.execute("pragma journal_mode = wal")
            self._connection.execute("pragma synchronous = full")
            self._connection.execute("create table if not exists draft (key text primary key, typed text not null) strict")
        return self._connection

    def keep(self, key: str, typed: dict[str, Any]) -> None:
        """Keep what has been typed so far: any JSON object. Durable when this returns."""
        with telling(self.path):
            self._open().execute(
                "insert into draft values (?, ?) on conflict(key) do update set typed = excluded.typed",
                [key, json.dumps(typed, ensure_ascii=False)],
            )

    def load(self, key: str) -> dict[str, Any] | None:
        """What was typed under this key, or None."""
        if not self.path.exists():
            return None
        with telling(self.path):
            found = self._open().execute("select typed from draft where key = ?", [key]).fetchone()
        return dict(json.loads(found[0])) if found else None

    def drop(self, key: str) -> None:
        """Forget what was typed under this key: it has been saved, or the person does not want it."""
        if self.path.exists():
            with telling(self.path):
                self._open().execute("delete from draft where key = ?", [key])

    def keys(self) -> list[str]:
        """The keys under which something waits, oldest first."""
        if not self.path.exists():
            return []
        with telling(self.path):
            return [key for (key,) in self._open().execute("select key from draft order by rowid")]

    def close(self) -> None:
        """Close; the sibling goes where nothing waits in it."""
        if not self.path.exists():
            return
        with telling(self.path):
            waiting = bool(self.keys())
            self._open().execute("pragma journal_mode = delete")
            self._open().close()
            self._connection = None
            if not waiting:
                self.path.unlink()
