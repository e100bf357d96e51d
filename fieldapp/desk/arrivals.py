"""What came to a survey file: each book that was received, when, from whom, and what became of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from fieldapp.desk.receipt import Outcome, Receipt
from fieldapp.store.reader import Reader
from fieldapp.store.received import Received

BROKEN_OFF = "没有收完"
"""What became of a book that was kept and not read to its end: the machine went off, or somebody stopped it."""


@dataclass(frozen=True)
class Arrival:
    """One book that came.

    Attributes:
        at: when, ISO 8601 with zone.
        file: its name, without its folder.
        sha256: of the copy that is kept (`Received`).
        by: who received it; '' where nobody did to the end.
        outcome: None where nobody did.
        receipt: what receiving it has done; None where that was not kept.
    """

    at: str
    file: str
    sha256: str
    by: str = ""
    outcome: Outcome | None = None
    receipt: Receipt | None = None

    @property
    def told(self) -> str:
        """What became of it, in words."""
        return self.outcome.value if self.outcome else BROKEN_OFF

    @property
    def when(self) -> str:
        """When, as a person reads it: day, hour and minute."""
        return self.at[:16].replace("T", " ")

    def json(self) -> dict[str, Any]:
        """The JSON document of one line of `receive --list`; without a receipt only what is known of it."""
        told = {"at": self.at, "file": self.file, "sha256": self.sha256, "by": self.by}
        if self.receipt:
            return told | {"sender": self.receipt.sender} | self.receipt.json()
        return told | {"outcome": self.outcome.name.lower() if self.outcome else "broken_off"}


def arrivals(reader: Reader, received: Received) -> list[Arrival]:
    """Every book that came, the newest first. For any thread with its own reader. Raises: FieldAppError."""
    told = [_arrival(one, json.loads(one["told"])) for one in reader.arrivals()]
    known = {one.sha256 for one in told}
    kept = [Arrival(one.at, one.name, one.sha256) for one in received.all() if one.sha256 not in known]
    return sorted([*told, *kept], key=lambda one: one.at, reverse=True)


def _arrival(line: dict[str, str], told: dict[str, Any]) -> Arrival:
    try:
        receipt = Receipt.read(told)
    except KeyError:
        receipt = None
    return Arrival(line["at"], line["name"], told.get("copy", line["sha256"]), line["by"], Outcome[line["outcome"]], receipt)
