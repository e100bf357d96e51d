"""The households and people that a file knows, while rosters are laid beside them.

It holds what stands in the file and, over it, what the rosters of one intake have told so far. Nothing is written here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar, cast

from fieldapp.base.record import Field, Record
from fieldapp.documents.remarks import Noted, Place, Refused
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.store.history import HistoryLine
from fieldapp.store.reader import Reader
from fieldapp.store.undoing import UNDO

R = TypeVar("R", bound=Record)
SOURCE = "导入："
_MARK = 16
"""So many characters of a book's hash stand in the source of an act."""
_PERSON = 18
"""A disability certificate begins with the citizen number: the same person has the same first 18 characters."""


def mark(sha256: str) -> str:
    """What the source of an act says of a book."""
    return sha256[:_MARK]


@dataclass
class Proposal:
    """A record as it would be after the intake.

    Attributes:
        before: as the file has it; None where it is new.
        told: the answers that the rosters give otherwise than the file.
        places: name of a question → the row that answered it.
    """

    record: Record
    before: Record | None
    place: Place
    told: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


class Register:
    """Who is known, by everything by which a roster may name him.

    Attributes:
        meant: the id that a row derives → the id of the household or person that it means.
    """

    def __init__(self, reader: Reader, *, fill_empty: bool = False) -> None:
        """`fill_empty`: rosters answer only what is not answered yet."""
        self._fill_empty = fill_empty
        self._records: dict[str, Record] = {}
        self._people: dict[str, list[str]] = defaultdict(list)
        self._named: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._taken_in = " ".join(act.source for act in reader.acts(limit=-1) if act.source.startswith(SOURCE))
        self._history = cache(lambda id: reader.history([id]))
        self.meant: dict[str, str] = {}
        self.proposals: dict[str, Proposal] = {}
        self.refused: list[Refused] = []
        self.noted: list[Noted] = []
        for noun in (Household, Member):
            for record in reader.every(noun):
                self._know(record)

    def _know(self, record: Record) -> None:
        known = self._records.get(record.id)
        self._records[record.id] = record
        if isinstance(record, Member) and known is None:
            self._people[record.household or ""].append(record.id)
        for key in _names(record):
            if record.id not in self._named[key]:
                self._named[key].append(record.id)

    def has(self, id: str) -> bool:
        """Whether a record of that id is known."""
        return id in self._records

    def is_new(self, id: str) -> bool:
        """Whether a record was told by this intake for the first time."""
        return id in self.proposals and self.proposals[id].before is None

    def household(self, id: str) -> Household:
        """The household of that id as it stands now. Raises: KeyError."""
        return cast(Household, self._records[id])

    def member(self, id: str) -> Member:
        """The person of that id as he stands now. Raises: KeyError."""
        return cast(Member, self._records[id])

    def people(self, household: str) -> list[Member]:
        """All who belong or belonged to a household."""
        return [self.member(id) for id in self._people[household]]

    def with_(self, question: Field[Any], answer: str | None) -> list[str]:
        """The ids of those for whom a question is answered so: code, head, number."""
        if not answer:
            return []
        key = (question.key, answer[:_PERSON] if question is Member.number else answer)
        return [id for id in self._named[key] if key in _names(self._records[id])]

    def came_with(self, id: str, place: Place) -> bool:
        """Whether a record was first told by the same sheet."""
        proposal = self.proposals.get(id)
        if proposal is None or proposal.before is not None:
            return False
        return (proposal.place.sha256, proposal.place.sheet) == (place.sha256, place.sheet)

    def is_told_by(self, id: str, place: Place) -> bool:
        """Whether another row of the same sheet has told of a record in this intake, known before or not."""
        proposal = self.proposals.get(id)
        told = [proposal.place, *proposal.places.values()] if proposal else []
        return any((one.sha256, one.sheet) == (place.sha256, place.sheet) and one.row != place.row for one in told)

    def was_deleted(self, id: str, place: Place) -> bool:
        """Whether this row was taken in once, and a person has deleted what it told."""
        if self.has(id) or mark(place.sha256) not in self._taken_in:
            return False
        graves = [line for line in self._history(id) if line.field is None]
        return bool(graves) and graves[-1].now is not None and not graves[-1].act.source.startswith(UNDO)

    def tell(self, record: Record, place: Place) -> None:
        """Lay what a row tells over what is known. Where two books of one intake differ, the first stays."""
        known = self._records.get(record.id)
        proposal = self.proposals.get(record.id)
        if proposal is None:
            proposal = self.proposals[record.id] = Proposal(known or type(record)(record.id), known, place)
        for name, answer in record.answers.items():
            if self._counts(proposal, name, answer, place):
                proposal.record = proposal.record.replace(**{name: answer})
                proposal.told[name] = answer
            proposal.places.setdefault(name, place)
        self._know(proposal.record)

    def _counts(self, proposal: Proposal, name: str, answer: Any, place: Place) -> bool:
        """Whether an answer is to be taken: it differs, and nothing stands against it."""
        before = proposal.record.answers.get(name)
        if before == answer:
            return False
        if before is None:
            return True
        question = type(proposal.record).field(name)
        if name in proposal.places:
            first, shown = proposal.places[name], question.show(proposal.record)
            self.refused.append(Refused(
                place.file, place.sheet, place.row, question.label, question.kind.show(answer),
                f"“{first.file}”第 {first.row} 行填的是“{shown}”，这里不一样。", f"先按“{shown}”导入；请核对后改正。",
            ))  # fmt: skip
            return False
        why = "只补空着的，没有改" if self._fill_empty else "这本名册以前导入过，后来在程序里改过，没有改回"
        if not self._fill_empty and not self._told_before(proposal.record.id, question, answer, place):
            return True
        shown = f"档案里是“{question.show(proposal.record)}”：{why}"
        self.noted.append(Noted(place.file, place.sheet, place.row, question.label, question.kind.show(answer), shown))
        return False

    def _told_before(self, id: str, question: Field[Any], answer: Any, place: Place) -> bool:
        """Whether the same book has told this before, and somebody has since answered otherwise: an old book does not come back."""
        if mark(place.sha256) not in self._taken_in:
            return False
        lines = [line for line in self._history(id) if line.field is question]
        kept = question.kind.keep(answer)
        return any(_of_book(line, place) and line.now == kept for line in lines) and not lines[-1].act.source.startswith(UNDO)


def _of_book(line: HistoryLine, place: Place) -> bool:
    return line.act.source.startswith(SOURCE) and mark(place.sha256) in line.act.source


def _names(record: Record) -> Iterator[tuple[str, str]]:
    """Everything by which a roster may name this record: key of the question and answer."""
    for question in (Household.code, Household.head, Member.number, Member.code):
        if question.owner is type(record) and (answer := record.answers.get(question.name)):
            yield question.key, answer[:_PERSON] if question is Member.number else answer
