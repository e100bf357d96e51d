"""How the records of a household stand in review, level by level and together.

Decision: a review names the versions that its author had before him. So a state is a matter of what stands there and of no
clock: what was changed afterwards, or meanwhile on a laptop that had not reported yet, nobody has seen. After a return or a
doubt that is 已改; after a pass it is 待审 again.

A pass of the whole (a record, a household) settles what was said of its parts before; a return of the whole leaves that
open, for it has not been answered. What nobody said anything of is 待审. Of two levels the stricter word is shown, so that
a town's pass never hides a county's return.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldapp.base.change import canonical
from fieldapp.base.record import Field, Record
from fieldapp.base.versions import of_record, version
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.review import Level, Review, State


class Standing(enum.Enum):
    """How something stands, the strictest first. The names are those of `State`, and ODK's and Kobo's for what was changed."""

    REJECTED = "退回"
    HAS_ISSUES = "存疑"
    EDITED = "已改"
    RECEIVED = "待审"
    APPROVED = "通过"


OPEN = (Standing.REJECTED, Standing.HAS_ISSUES)
"""What waits for the village."""
_PASSING = (State.APPROVED, State.RECEIVED)
_STRICTNESS = {standing: place for place, standing in enumerate(Standing)}
_BY_NAME = {standing.name: place for standing, place in _STRICTNESS.items()}


@dataclass(frozen=True)
class Target:
    """What a review is about: a record, or one of its questions; the household itself stands for all that is known of it."""

    noun: type[Record]
    record: str
    question: str = ""

    def asked(self) -> Field[Any] | None:
        """The question, where a single answer is meant."""
        return self.noun.field(self.question) if self.question else None


@dataclass(frozen=True)
class Remark:
    """The newest word of one level on one thing that nothing has settled.

    Attributes:
        replies: what the village has answered since.
    """

    target: Target
    standing: Standing
    review: Review
    replies: tuple[Review, ...] = ()


@dataclass(frozen=True)
class Reviewed:
    """How everything of one household stands.

    Attributes:
        remarks: the strictest first.
        states: id of every record → how it stands; under the household's own id stands the whole.
    """

    remarks: tuple[Remark, ...]
    states: Mapping[str, Standing]

    @property
    def standing(self) -> Standing:
        """How the household stands: as strictly as the strictest of its records."""
        return strictest(self.states.values())

    @property
    def open(self) -> list[Remark]:
        """What waits for the village."""
        return [remark for remark in self.remarks if remark.standing in OPEN]

    def of(self, record: str, question: str = "") -> list[Remark]:
        """What is said of a record (its id), or of one of its answers."""
        return [one for one in self.remarks if (one.target.record, one.target.question) == (record, question)]


def strictest(standings: Iterable[Standing]) -> Standing:
    """The strictest of some standings; 待审 where there is none."""
    return min(standings, key=_STRICTNESS.__getitem__, default=Standing.RECEIVED)


def reviewed(dossier: Dossier) -> Reviewed:
    """How everything of one household stands."""
    records = [record for noun, those in dossier.records.items() if noun is not Review for record in those]
    return weighed([dossier.household, *records], dossier.all(Review), dossier.household.id)


def weighed(records: Sequence[Record], reviews: Sequence[Review], home: str) -> Reviewed:
    """How records stand, given all that was said of them. `home`: the id of their household, '' where they have none."""
    shelf = Shelf(records, home)
    known = [(target, review) for review in reviews if (target := shelf.target(review))]
    order = _ordered([review for _, review in known])
    levels = [_Words(shelf, known, order, level) for level in (Level.COUNTY, Level.TOWN)]
    replies = [(target, review) for target, review in known if review.level is Level.VILLAGE]
    remarks = [
        Remark(target, shelf.standing(target, said), said,
               tuple(one for about, one in replies if about == target and order[one.id] > order[said.id]))
        for words in levels
        for target, said in words.newest.items()
    ]  # fmt: skip
    remarks.sort(key=lambda remark: (_STRICTNESS[remark.standing], -order[remark.review.id]))
    told = {record.id: [state for words in levels if (state := words.state(record))] for record in records}
    return Reviewed(tuple(remarks), {id: strictest(states) for id, states in told.items()})


def _ordered(reviews: Sequence[Review]) -> dict[str, float]:
    """The order in which they count: id → place. One that was typed into a book has no number; it comes after those of its day."""

    def place(review: Review) -> float:
        if review.turn:
            return review.turn
        before = (one.turn or 0 for one in reviews if one.day and review.day and one.day <= review.day)
        return max(before, default=0) + 0.5

    return {review.id: place(review) for review in reviews}


class Shelf:
    """The records of one household as they stand now."""

    def __init__(self, records: Sequence[Record], home: str) -> None:
        self._records = {record.id: record for record in records}
        self._home = home
        self._corrections: dict[str, list[str]] = {}
        self._versions: dict[tuple[str, str], str] = {}
        for record in records:
            for field in record.fields if record.observed else ():
                if field.kind.refers == record.table and (corrected := record.answers.get(field.name)):
                    self._corrections.setdefault(corrected, []).append(record.id)

    def target(self, review: Review) -> Target | None:
        """What a review is about; None where that is gone, or its question is asked no longer."""
        _, _, id = (review.subject or "").rpartition(".")
        record = self._records.get(id or self._home)
        if record is None or (review.question and review.question not in {field.name for field in record.fields}):
            return None
        return Target(type(record), record.id, review.question or "")

    def is_whole(self, target: Target) -> bool:
        """Whether everything of the household is meant."""
        return target.record == self._home and not target.question

    def seen(self, target: Target) -> frozenset[str]:
        """The versions that whoever looks at it now has before him."""
        if self.is_whole(target):
            return frozenset(self._version(id) for id in self._records)
        return frozenset([self._version(target.record, target.question)])

    def standing(self, target: Target, said: Review) -> Standing:
        """How something stands of which this was said: as it was said, unless it has been changed."""
        if not said.seen or said.seen == self.seen(target):
            return Standing[said.state.name] if said.state else Standing.RECEIVED
        return Standing.RECEIVED if said.state in _PASSING else Standing.EDITED

    def passed(self, whole: Review, record: str) -> Standing:
        """How a record stands by a pass of the whole household."""
        unchanged = not whole.seen or self._version(record) in whole.seen
        return Standing[whole.state.name] if whole.state and unchanged else Standing.RECEIVED

    def wider(self, target: Target) -> list[Target]:
        """What contains it: its record, its household."""
        record = Target(target.noun, target.record)
        return [one for one in dict.fromkeys((record, Target(Household, self._home))) if one != target]

    def _version(self, id: str, question: str = "") -> str:
        """The mark of a record or an answer. An observation is never rewritten: corrected, it is another version."""
        if known := self._versions.get((id, question)):
            return known
        record = self._records[id]
        texts = record.texts()
        told = {question: texts.get(question, "")} if question else texts
        corrections = "".join(sorted(self._corrections.get(id, ())))
        mark = self._versions[id, question] = version(id, canonical(record.table, id, told) + corrections)
        return mark


class _Words:
    """What one level has said. `newest`: by thing, what nothing has settled since."""

    def __init__(self, shelf: Shelf, known: Sequence[tuple[Target, Review]], order: Mapping[str, float], level: Level) -> None:
        self._shelf, self._order = shelf, order
        said: dict[Target, Review] = {}
        for target, review in sorted(known, key=lambda one: self._weight(one[1])):
            if review.level is level:
                said[target] = review
        self.newest = {target: review for target, review in said.items() if not self._is_settled(target, review, said)}

    def state(self, record: Record) -> Standing | None:
        """How a record stands by this level; None where it has said nothing of it."""
        own = Target(type(record), record.id)
        parts = [
            self._shelf.standing(target, said)
            for target, said in self.newest.items()
            if target.record == record.id and target.question
        ]
        base = self._base(own)
        return strictest([base or Standing.RECEIVED, *parts]) if base or parts else None

    def _base(self, own: Target) -> Standing | None:
        if said := self.newest.get(own):
            return self._shelf.standing(own, said)
        wider = [said for one in self._shelf.wider(own) if (said := self.newest.get(one)) and _passes(said, own)]
        return self._shelf.passed(wider[0], own.record) if wider else None

    def _is_settled(self, target: Target, review: Review, said: Mapping[Target, Review]) -> bool:
        """Whether something wider was passed afterwards."""
        later = [one for wider in self._shelf.wider(target) if (one := said.get(wider)) and _passes(one, target)]
        return any(self._order[one.id] > self._order[review.id] for one in later)

    def _weight(self, review: Review) -> tuple[float, int, str]:
        """The later counts; of two that were said side by side, the stricter."""
        return self._order[review.id], -_BY_NAME[review.state.name if review.state else "RECEIVED"], review.id


def _passes(said: Review, target: Target) -> bool:
    """Whether a word on something wider passes a thing, too: it lets pass, and the thing was there."""
    beginnings = {of_record(mark) for mark in said.seen or ()}
    return said.state in _PASSING and (not beginnings or any(target.record.startswith(one) for one in beginnings))
