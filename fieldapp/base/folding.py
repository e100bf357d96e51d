"""Folding: the state of a record, from its changes.

The *heads* of a unit are the versions that nobody has replaced: one head, or several with equal texts, is its value;
several with different texts are an open conflict, with one of them shown for the time being by a fixed rule. A tombstone
replaces nothing; it only says what its author saw, and a head that he did not see keeps the record alive.

Some versions are only *offered*: what stands in a book that somebody edited by hand, and what one office says of a unit
that the other owns, once its owner has said anything there (exchange.md 5.4: 提议, 更正建议). An offer neither counts nor
replaces what counts. It stays open until a version that counts replaces it, whether that takes it up or declines it, until
the office that made it says something else instead, or until both say the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from fieldapp.base.change import GONE, Change, Units, Version

NOBODYS: Mapping[str, bool] = MappingProxyType({})
UNORDERED: Mapping[str, Sequence[str]] = MappingProxyType({})
Claim = tuple[str | None, str]
"""The text of a version and the id of its change."""
Owned = Mapping[str, bool]
"""Units that one office owns → whether that is the county's; units that belong to both are missing."""
Strict = Mapping[str, Sequence[str]]
"""Units of which, while they are contested, the strictest text is shown → their texts, the strictest first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit as it stands.

    Attributes:
        text: what is shown; None where the answer was taken back, or where nothing counts yet.
        change: the id of the change that says it; '' where nothing counts yet.
        claims: every version that claims to be it, the one shown first; more than one text: a conflict.
        offers: what is offered instead.
    """

    text: str | None
    change: str
    claims: tuple[Claim, ...]
    offers: tuple[Claim, ...] = ()

    @property
    def contested(self) -> bool:
        """Whether different texts claim this unit."""
        return len(self.claims) > 1 and len({text for text, _ in self.claims}) > 1


class Sole(Mapping[str, Standing]):
    """The units of a record that only one change tells, each made when it is asked for.

    Of a village's first book nearly all records are such; a county folds them by the million and asks for hardly a unit.
    """

    __slots__ = ("_id", "body")

    def __init__(self, change: Change) -> None:
        self.body, self._id = change.body, change.id

    def __getitem__(self, unit: str) -> Standing:
        text = self.body[unit]
        return Standing(text, self._id, ((text, self._id),))

    def __contains__(self, unit: object) -> bool:
        return unit in self.body

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.body))

    def __len__(self) -> int:
        return len(self.body)


@dataclass(frozen=True, slots=True)
class Folded:
    """One record folded from its changes.

    Attributes:
        gone: it was deleted, or nobody has taken it up yet.
        revived: deleted by one and edited by another, so it lives.
        candidate: it is only offered.
        graves: the deletions that are offered.
        buried: the deletions that count, whether it is gone by them or revived; the one shown first.
    """

    noun: str
    record: str
    units: Mapping[str, Standing]
    gone: bool
    revived: bool
    candidate: bool = False
    graves: tuple[Claim, ...] = ()
    buried: tuple[Claim, ...] = ()

    @property
    def alone(self) -> bool:
        """Whether only one change tells it, so that nothing of it is contested or offered."""
        return isinstance(self.units, Sole)

    def told(self) -> Units:
        """The text of every unit, None where it was taken back."""
        return self.units.body if isinstance(self.units, Sole) else {unit: one.text for unit, one in self.units.items()}

    def texts(self) -> dict[str, str]:
        """The units that have a text: name → text."""
        return {unit: standing.text for unit, standing in self.units.items() if standing.text is not None}

    def outlived(self) -> Folded:
        """What is gone as it is shown while records belong to it: it lives, and its deletion waits for a person."""
        return replace(self, gone=False, revived=True, graves=self.buried[:1])


def ready(changes: Iterable[Change]) -> list[Change]:
    """The changes of one record that rest on what is known: what replaces a version that has not arrived yet must wait.

    So part of what somebody did is never shown as the whole; whatever arrives later heals it.
    """
    known = {change.id: change for change in changes}
    if not any(change.replaces for change in known.values()):
        return list(known.values())
    resting: dict[str, list[str]] = {}
    for change in known.values():
        for id in {id for id, _ in change.replaces}:
            resting.setdefault(id, []).append(change.id)
    late = [id for id in resting if id not in known]
    while late:
        late += [id for id in resting.get(late.pop(), ()) if known.pop(id, None)]
    return list(known.values())


def fold(changes: Iterable[Change], owned: Owned = NOBODYS, strict: Strict = UNORDERED) -> Folded:
    """One record as its changes tell it, whatever their order.

    Args:
        changes: all changes of one record; at least one.
        owned: whose word counts in which unit.
        strict: in which unit the strictest of several texts is shown.
    """
    known = list(changes)
    if len(known) == 1 and not known[0].act.offered and GONE not in known[0].body:
        return Folded(known[0].noun, known[0].record, Sole(known[0]), gone=False, revived=False)
    versions: dict[str, list[Change]] = {}
    for change in known:
        for unit in change.body:
            versions.setdefault(unit, []).append(change)
    offered = _offered(known, versions, owned)
    replaced = {v for c in known if not c.buries and not c.act.offered for v in c.replaces if (c.id, v[1]) not in offered}
    units = {
        unit: _standing(unit, _heads(unit, told, replaced, offered), strict.get(unit, ()))
        for unit, told in sorted(versions.items())
    }
    open = offered - _answered(known, offered) if offered else offered
    for unit in {unit for _, unit in open}:
        units[unit] = replace(units[unit], offers=_offers(unit, versions[unit], open, units[unit]))
    buried = units.pop(GONE, _NOTHING)
    graves = tuple(claim for claim in buried.claims if claim[0] is not None)
    counted = {id for _, id in graves}
    seen = {version for change in versions.get(GONE, ()) if change.id in counted for version in change.replaces}
    alive = any((id, unit) not in seen for unit, one in units.items() for _, id in one.claims)
    candidate = all(change.act.offered for change in known)
    dug = tuple(offer for offer in buried.offers if offer[0] is not None)
    gone = candidate or (bool(graves) and not alive)
    return Folded(known[0].noun, known[0].record, units, gone, bool(graves) and alive, candidate, () if gone else dug, graves)


def _offered(known: Sequence[Change], versions: Mapping[str, list[Change]], owned: Owned) -> frozenset[Version]:
    """The versions that do not count: those of offered acts, and those of the other office where the owner has spoken."""
    if not any(change.act.offered for change in known) and len({change.act.county for change in known}) == 1:
        return frozenset()  # nearly always
    found = {(c.id, unit) for unit, told in versions.items() for c in told if c.act.offered}
    for unit, told in versions.items():
        county = owned.get(unit)
        if county is not None and any(c.act.county == county and not c.act.offered for c in told):
            found |= {(c.id, unit) for c in told if c.act.county != county}
    return frozenset(found)


def _answered(known: Sequence[Change], offered: Collection[Version]) -> frozenset[Version]:
    """The offers that somebody has replaced who may: by a version that counts, or by his office's own next word."""
    county = {change.id: change.act.county for change in known}
    told = (c for c in known if not c.act.offered)
    return frozenset(v for c in told for v in c.replaces if (c.id, v[1]) not in offered or county.get(v[0]) == c.act.county)


def _heads(unit: str, told: Sequence[Change], replaced: Collection[Version], offered: Collection[Version]) -> Sequence[Change]:
    """The versions of a unit that count and that nobody replaced.

    Where they replace each other in a circle, as only a faulty program can tell, all stay: none is lost.
    """
    counted = [c for c in told if (c.id, unit) not in offered] if offered else told
    return [c for c in counted if (c.id, unit) not in replaced] or counted


def _offers(unit: str, told: Iterable[Change], open: Collection[Version], standing: Standing) -> tuple[Claim, ...]:
    """What is offered of a unit and still open, in the order of the ids."""
    shown = {text for text, _ in standing.claims}
    agreed = shown if len(shown) == 1 else set()
    offers = ((c.body[unit], c.id) for c in told if (c.id, unit) in open and c.body[unit] not in agreed)
    return tuple(sorted(offers, key=lambda offer: offer[1]))


def _standing(unit: str, heads: Iterable[Change], strict: Sequence[str] = ()) -> Standing:
    """Which head is shown: the strictest, backed by a document, then the later of a trusted clock, then the greater id.

    That the owner's word counts first needs no line here: where he has spoken nobody else's is a head.
    """

    def weight(change: Change) -> tuple[int, bool, str, str]:
        act, text = change.act, change.body[unit]
        mildness = strict.index(text) if text in strict else -1 if strict else 0
        return -mildness, act.backed, "" if act.doubtful else act.stamp, change.id

    ordered = sorted(heads, key=weight, reverse=True)
    if not ordered:
        return _NOTHING
    return Standing(ordered[0].body[unit], ordered[0].id, tuple((c.body[unit], c.id) for c in ordered))


_NOTHING = Standing(None, "", ())


def fold_all(
    changes: Iterable[Change], owned: Mapping[str, Owned], strict: Mapping[str, Strict] = MappingProxyType({})
) -> list[Folded]:
    """Every record that these changes tell, in the order of noun and id. `owned`, `strict`: noun → as for `fold`."""
    records: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        records.setdefault((change.noun, change.record), []).append(change)
    told = ((key, ready(records[key])) for key in sorted(records))
    return [fold(known, owned.get(key[0], NOBODYS), strict.get(key[0], UNORDERED)) for key, known in told if known]
