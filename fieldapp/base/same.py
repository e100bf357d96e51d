"""Two records that turn out to be one.

That a record is the same as another is a unit of it like any other: `_same`, whose text is the id of the other and None
where that was taken back. Nothing of either is rewritten, so whatever a laptop sends late about one of the two still
counts, and taking the word back parts them again with everything that was theirs.

Such words part the records of a noun into groups, and of each group one *survives*: of those that live, and say of
themselves that they are no other, the smallest id; where words go round in a circle, the smallest id that lives. It is
shown with its own answers and, where it never had one, with those of the others in the order of their ids; an answer that
was taken back is its own. Whatever refers to one of the group refers to the survivor. All this follows from the folded
records alone, so the order in which anything arrived cannot matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from fieldapp.base.folding import Folded
from fieldapp.base.record import Record

SAME = "_same"
Survivors = Mapping[str, Mapping[str, str]]
"""Noun → id of a record that is another → id of the one that survives."""


def other_of(one: Folded) -> str:
    """The id of the record that this one is said to be; '' where it is said of none."""
    standing = one.units.get(SAME)
    return (standing.text or "") if standing else ""


def survivors(known: Iterable[Folded]) -> dict[str, str]:
    """Which records of one noun are another: id → id of the survivor, which lives where any of them does.

    Args:
        known: all that say they are another and all of which that is said; further ones change nothing.
    """
    folded = {one.record: one for one in known}
    found: dict[str, str] = {}
    for group in _groups({id: other for id, one in folded.items() if (other := other_of(one))}):
        here = sorted(id for id in group if id in folded)
        living = [id for id in here if not folded[id].gone] or here
        roots = [id for id in living if other_of(folded[id]) in ("", id)]
        survivor = (roots or living)[0]
        found |= {id: survivor for id in group if id != survivor}
    return found


def _groups(links: Mapping[str, str]) -> list[set[str]]:
    """The sets of ids that these links hold together."""
    group_of: dict[str, set[str]] = {}
    for id, other in links.items():
        together = group_of.get(id, {id}) | group_of.get(other, {other})
        for member in together:
            group_of[member] = together
    return [set(group) for group in {frozenset(group) for group in group_of.values()}]


def united(survivor: Folded, others: Iterable[Folded]) -> Folded:
    """The survivor with what it never had, from those of the others that live."""
    units = dict(survivor.units)
    for other in sorted(others, key=lambda one: one.record):
        for unit, standing in other.units.items():
            if unit != SAME and unit not in units and standing.text is not None and not other.gone:
                units[unit] = standing
    return replace(survivor, units=dict(sorted(units.items())))


def redirected(record: Record, found: Survivors) -> Record:
    """The record with every reference to one that is another turned to the survivor."""
    turned: dict[str, Any] = {}
    for field in record.fields if found else ():
        same = found.get(field.kind.refers)
        answer = record.answers.get(field.name)
        if same and answer is not None:
            ids = field.kind.keep(answer).split()
            if any(id in same for id in ids):
                turned[field.name] = field.kind.recall(" ".join(sorted({same.get(id, id) for id in ids})))
    return record.replace(**turned) if turned else record
