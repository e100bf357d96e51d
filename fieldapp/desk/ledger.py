"""The ledger of the village: every problem, promise and measure that is open, by its deadline and by how it stands."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from fieldapp.desk.today import SOON, About, Matter, matters
from fieldapp.store.reader import Reader


class Standing(enum.Enum):
    """How something open stands on a day."""

    OVERDUE = "超期"
    SOON = "7 天内到期"
    LATER = "没到期限"
    CLAIMED = "等核查"
    UNDATED = "没有期限"


def standing(matter: Matter, on: dt.date) -> Standing:
    """How a matter stands. What is claimed to be done waits for its proof and its check, and no deadline presses any more."""
    if matter.claimed:
        return Standing.CLAIMED
    left = matter.left(on)
    if left is None:
        return Standing.UNDATED
    return Standing.OVERDUE if left < 0 else Standing.SOON if left <= SOON else Standing.LATER


@dataclass(frozen=True)
class Ledger:
    """Everything that is open on one day, the earliest deadline first, what has none last."""

    on: dt.date
    matters: tuple[Matter, ...]

    def of(self, about: About | None = None, stands: Standing | None = None) -> list[Matter]:
        """The matters of this kind that stand like this; None asks for any."""
        return [
            one
            for one in self.matters
            if about in (None, one.about) and (stands is None or stands is standing(one, self.on))
        ]


def ledger(reader: Reader, on: dt.date) -> Ledger:
    """The ledger on that day. For any thread with its own reader."""
    with reader.steady():
        return Ledger(on, matters(reader, {entry.id: entry for entry in reader.households()}))
