"""Changes: a growing set from which every state is folded, the same on every laptop.

A *change* is what one act did to one record: new texts for some of its units, and for each unit which earlier
versions its author saw and replaced. It is never rewritten. A *version* is one unit of one change. The *heads* of a
unit are the versions that nobody has replaced: one head, or several with equal texts, is its value; several with
different texts are an open conflict, with one of them shown for the time being by a fixed rule.

Uniting two sets is the union by id, so the outcome cannot depend on order, grouping or repetition. One id may reach
us from two acts (two laptops that take in the same roster derive the same ids): the earlier act stands on both sides.

Decision: design.md has one line for each unit and a creation apart. Here a change holds all units that its act
touched in one record, so that a creation is no special case and a visit is a handful of lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

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


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit as it stands: the text to show, and every text that claims to be it (more than one: a conflict)."""

    text: str | None
    change: str
    claims: tuple[tuple[str | None, str], ...]

    @property
    def contested(self) -> bool:
        """Whether different texts claim this unit."""
        return len({text for text, _ in self.claims}) > 1


@dataclass(frozen=True, slots=True)
class Folded:
    """One record folded from its changes. `gone`: deleted; `revived`: deleted by one and edited by another, so it lives."""

    noun: str
    record: str
    units: Mapping[str, Standing]
    gone: bool
    revived: bool

    def texts(self) -> dict[str, str]:
        """The units that have a text: name → text."""
        return {unit: standing.text for unit, standing in self.units.items() if standing.text is not None}


def union(*sides: Iterable[Change]) -> dict[str, Change]:
    """All changes of all sides by id. Where one id stands in two acts, the earlier act counts and both replacings.

    One id must always tell the same texts, so a derived id is derived from them too: of two bodies one would be lost.
    """
    together: dict[str, Change] = {}
    for side in sides:
        for change in side:
            known = together.setdefault(change.id, change)
            if known is not change:
                first, other = sorted((known, change), key=lambda c: (c.act.stamp, c.act.id))
                together[change.id] = replace(first, replaces=first.replaces | other.replaces)
    return together


def fold(changes: Iterable[Change], county_owned: frozenset[str] = frozenset()) -> Folded:
    """One record as its changes tell it, whatever their order.

    Args:
        changes: all changes of one record; at least one.
        county_owned: the units where the county's word counts first.
    """
    known = list(changes)
    burying = {c.id for c in known if c.body.get(GONE) is not None}
    replaced = {version for c in known if c.id not in burying for version in c.replaces}
    versions: dict[str, list[Change]] = {}
    for change in known:
        for unit in change.body:
            versions.setdefault(unit, []).append(change)
    # Versions that replace each other in a circle (two laptops derived one id at different times) all stay, so that none is lost.
    heads = {unit: [c for c in told if (c.id, unit) not in replaced] or told for unit, told in versions.items()}
    graves = [change for change in heads.pop(GONE, []) if change.id in burying]
    living = {(c.id, unit) for unit, told in heads.items() for c in told}
    unburied = living - {version for grave in graves for version in grave.replaces}
    units = {unit: _standing(unit, told, unit in county_owned) for unit, told in sorted(heads.items())}
    first = known[0]
    return Folded(first.noun, first.record, units, bool(graves) and not unburied, bool(graves) and bool(unburied))


def _standing(unit: str, heads: list[Change], county_owned: bool) -> Standing:
    """Which head is shown: backed by a document, then the owner's, then the later of a trusted clock, then the greater id."""

    def weight(change: Change) -> tuple[bool, bool, str, str]:
        act = change.act
        return act.backed, act.county == county_owned, "" if act.doubtful else act.stamp, change.id

    ordered = sorted(heads, key=weight, reverse=True)
    return Standing(ordered[0].body[unit], ordered[0].id, tuple((c.body[unit], c.id) for c in ordered))


def fold_all(changes: Iterable[Change], county_owned: Mapping[str, frozenset[str]]) -> list[Folded]:
    """Every record that these changes tell, in the order of noun and id. `county_owned`: noun → units."""
    records: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        records.setdefault((change.noun, change.record), []).append(change)
    return [fold(records[key], county_owned.get(key[0], frozenset())) for key in sorted(records)]


def canonical(noun: str, record: str, texts: Mapping[str, str]) -> str:
    """One record as one text that is equal on every machine exactly when the record is."""
    return json.dumps([noun, record, sorted(texts.items())], ensure_ascii=False, separators=(",", ":"))
