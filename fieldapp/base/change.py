"""Changes: a growing set from which every state is folded, the same on every laptop.

A *change* is what one act did to one record: new texts for some of its units, and for each unit which earlier
versions its author saw and replaced. It is never rewritten. A *version* is one unit of one change. How the state follows
from the versions stands in `folding`.

Uniting two sets is the union by id, so the outcome cannot depend on order, grouping or repetition. One id may reach
us from two acts (two laptops that take in the same roster derive the same ids): the earlier act stands on both sides.

Decision: design.md has one line for each unit and a creation apart. Here a change holds all units that its act
touched in one record, so that a creation is no special case and a visit is a handful of lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from json.encoder import encode_basestring

GONE = "_gone"
"""The unit of a tombstone: its text is the reason; None takes the deletion back."""

Version = tuple[str, str]
"""The id of a change and the name of a unit."""
Units = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Act:
    """Something one person did at once, for one reason.

    Attributes:
        id: random, 32 hexadecimal characters.
        node: the file on the laptop where it was done.
        number: counts the acts of that node from 1, without holes.
        stamp: the hybrid clock, 16 hexadecimal characters.
        at: the machine's time with zone, ISO 8601, for people to read.
        by: who says he did it.
        why: the reason in words.
        source: where it comes from: 录入, 导入：<book>, 撤销：<act> …
        county: whether the county's office did it.
        backed: whether a document stands behind it.
        doubtful: the machine's clock could not be right.
        offered: all that it says waits for somebody who takes it up.
    """

    id: str
    node: str
    number: int
    stamp: str
    at: str
    by: str
    why: str
    source: str = "录入"
    county: bool = False
    backed: bool = False
    doubtful: bool = False
    offered: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What one act did to one record.

    Attributes:
        body: name of the unit → its new text; None where the answer was taken back.
        was: the texts that stood there before, for the history and for undo.
        replaces: the versions of those units that the author saw.
    """

    id: str
    act: Act
    noun: str
    record: str
    body: Units
    was: Units = field(default_factory=dict)
    replaces: frozenset[Version] = frozenset()

    @property
    def buries(self) -> bool:
        """Whether it is a tombstone."""
        return self.body.get(GONE) is not None


def union(*sides: Iterable[Change]) -> dict[str, Change]:
    """All changes of all sides by id. Where one id stands in two acts, the earlier act counts and both replacings.

    One id must always tell the same texts, so a derived id is derived from them too: of two bodies one would be lost.
    """
    together: dict[str, Change] = {}
    for side in sides:
        for change in side:
            known = together.setdefault(change.id, change)
            if known is not change:
                together[change.id] = joined(known, change)
    return together


def joined(one: Change, other: Change) -> Change:
    """One change that reached us from two acts. What one of them does and the other only offers is done."""
    first, second = sorted((one, other), key=lambda c: (c.act.offered, c.act.stamp, c.act.id))
    return replace(first, replaces=first.replaces | second.replaces)


def canonical(noun: str, record: str, texts: Mapping[str, str]) -> str:
    """One record as one text that is equal on every machine exactly when the record is: a JSON list without blanks.

    Put together from its texts: a county writes a million of them, and a whole encoder takes three times as long for each.
    """
    told = ",".join([f"[{encode_basestring(name)},{encode_basestring(text)}]" for name, text in sorted(texts.items())])
    return f"[{encode_basestring(noun)},{encode_basestring(record)},[{told}]]"
