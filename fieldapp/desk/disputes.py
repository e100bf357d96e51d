"""What two offices tell differently, and what is only offered: listed for a person. Answered in settling.py.

Conflicts and offers follow from the changes alone, so none can be forgotten by a later exchange (exchange.md 5.2).
"""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fieldapp.base.change import GONE, Act
from fieldapp.base.errors import BadAnswer, FieldAppError
from fieldapp.base.record import Names, Owner, Record, kept_of_units
from fieldapp.records import RECORDS
from fieldapp.records.household import Household
from fieldapp.store.reader import Reader

TALK = 3
"""From so many rounds on the two offices should talk to each other. Source: exchange.md 5.10."""
_NOT_OPEN = FieldAppError("这一项已经定下来了，没有要选的。", "请刷新后再看。")


Wanted = Callable[[str], bool]
"""Whether a record (its id) is asked for."""


class Matter(enum.Enum):
    """What there is to answer."""

    CONFLICT = "两地不一致"
    OFFER = "提议"
    CANDIDATE = "新的一条"
    DELETION = "提议删除"


@dataclass(frozen=True)
class Choice:
    """One thing that somebody says.

    Attributes:
        change: the id of the change that says it.
        text: canonical; None: the answer is taken back.
        told: in words.
        counts: it stands for now; the first of several that claim to.
    """

    change: str
    text: str | None
    told: str
    act: Act
    counts: bool


@dataclass(frozen=True)
class Question:
    """One thing that is open.

    Attributes:
        id: stable as long as it is open; for commands and books. Of an answer it is its key in `Dossier.contested`.
        unit: '' where the whole record is meant.
        what: which answer, in words.
        choices: the one that stands for now first.
        rounds: how often the two offices have answered each other on it.
        household: the id of the household that it is about; '' where there is none.
    """

    id: str
    matter: Matter
    noun: type[Record]
    record: str
    unit: str
    code: str
    head: str
    what: str
    choices: Sequence[Choice]
    rounds: int
    household: str = ""

    @property
    def standing(self) -> Choice | None:
        """What is shown for now."""
        return next((choice for choice in self.choices if choice.counts), None)

    @property
    def offered(self) -> list[Choice]:
        """What does not count yet."""
        return [choice for choice in self.choices if not choice.counts]

    @property
    def owner(self) -> Owner:
        """Whose word counts."""
        return next((asked[0].part.owner for unit, asked in self.noun.units().items() if unit == self.unit), Owner.SHARED)

    def decided_by(self, choice: Choice, *, county: bool) -> bool:
        """Whether it is decided when an office chooses that; of what the other office owns it can only propose."""
        return choice.counts or self.owner is Owner.SHARED or county == (self.owner is Owner.COUNTY)

    @property
    def from_county(self) -> bool:
        """Whether the office above the village waits for an answer."""
        return any(choice.act.county for choice in self.choices[1:] or self.choices)


def open_questions(reader: Reader, records: Collection[str] | None = None) -> list[Question]:
    """Everything that waits for a person, by household. `records`: only of these (ids)."""
    names = Words(reader)
    wanted = (lambda id: True) if records is None else records.__contains__
    found = [*_conflicts(reader, names, wanted), *_offers(reader, names, wanted)]
    return sorted(found, key=lambda one: (one.code, one.head, one.noun.table, one.record, one.unit))


def question(reader: Reader, id: str) -> Question:
    """The open question of that id. Raises: FieldAppError where it is open no longer."""
    found = next((one for one in open_questions(reader) if one.id == id), None)
    if found is None:
        raise FieldAppError(_NOT_OPEN.what, _NOT_OPEN.advice)
    return found


class Words:
    """What records are called, and whose they are; looked up once a household."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[str, Names] = {}

    def home(self, noun: type[Record], record: str, kept: Mapping[str, str | None]) -> str:
        """The id of the household to which a record belongs, or would belong; '' for none."""
        parent = noun.parent()
        if parent is None:
            return record if noun is Household else ""
        found = self._reader.get(noun, record)
        return str((found.answers.get(parent.name) if found else kept.get(parent.name)) or "")

    def of(self, noun: type[Record], record: str, kept: Mapping[str, str | None]) -> Names:
        """The names in the household to which a record belongs."""
        home = self.home(noun, record, kept)
        if not home:
            return {}
        if home not in self._known:
            dossier = next(self._reader.dossiers([home]), None)
            self._known[home] = dossier.names if dossier else {}
        return self._known[home]


def _conflicts(reader: Reader, names: Words, wanted: Wanted) -> Iterator[Question]:
    nouns = {noun.table: noun for noun in RECORDS}
    for table, record, unit in reader.contested():
        if (noun := nouns.get(table)) and wanted(record):
            claims = reader.claims(table, record, unit)
            acts = reader.acts_of(id for _, id in claims)
            choices = [
                Choice(id, text, told_unit(noun, unit, text, names.of(noun, record, {})), acts[id], place == 0)
                for place, (text, id) in enumerate(claims)
            ]
            yield _question(reader, names, Matter.CONFLICT, noun, record, unit, choices)


def _offers(reader: Reader, names: Words, wanted: Wanted) -> Iterator[Question]:
    nouns = {noun.table: noun for noun in RECORDS}
    waiting: dict[tuple[str, str, str], list[tuple[str | None, str]]] = {}
    candidates: dict[tuple[str, str], dict[str, dict[str, str | None]]] = {}
    for table, record, unit, text, change in reader.offers():
        noun = nouns.get(table)
        if noun is None or not wanted(record):
            continue
        if unit != GONE and reader.get(noun, record) is None:
            candidates.setdefault((table, record), {}).setdefault(change, {})[unit] = text
        else:
            waiting.setdefault((table, record, unit), []).append((text, change))
    for (table, record, unit), offers in waiting.items():
        noun = nouns[table]
        acts = reader.acts_of(id for _, id in offers)
        if unit == GONE:
            left = sum(len(reader.of(one, record)) for one in RECORDS) if noun is Household else 0
            along = f"；名下还有 {left} 条记录" if left else ""
            choices = [Choice(id, text, f"删除：{text}{along}", acts[id], False) for text, id in offers]
            yield _question(reader, names, Matter.DELETION, noun, record, "", choices)
            continue
        called = names.of(noun, record, {})
        choices = [Choice(id, text, told_unit(noun, unit, text, called), acts[id], False) for text, id in offers]
        yield _question(
            reader, names, Matter.OFFER, noun, record, unit, [*_standing(reader, noun, record, unit, called), *choices]
        )
    for (table, record), told in candidates.items():
        noun = nouns[table]
        acts = reader.acts_of(told)
        choices = [
            Choice(id, json.dumps(units, ensure_ascii=False), told_record(noun, units, names), acts[id], False)
            for id, units in told.items()
        ]
        homes = (names.home(noun, record, kept_of_units(noun, units)) for units in told.values())
        yield _question(reader, names, Matter.CANDIDATE, noun, record, "", choices, next(filter(None, homes), ""))


def _standing(reader: Reader, noun: type[Record], record: str, unit: str, called: Names) -> list[Choice]:
    """What stands now of a unit for which something else is offered; nothing where it has no answer yet."""
    text, change = reader.stands(noun, record, unit)
    if not change:
        return []
    return [Choice(change, text, told_unit(noun, unit, text, called), reader.acts_of([change])[change], True)]


def _question(
    reader: Reader, names: Words, matter: Matter, noun: type[Record], record: str, unit: str, choices: Sequence[Choice],
    home: str = "",
) -> Question:  # fmt: skip
    """`home`: the id of the household, where the record does not say it."""
    home = home or names.home(noun, record, {})
    code, head = reader.whose(Household, home) if home else reader.whose(noun, record)
    asked = noun.units().get(unit, ())
    what = "、".join(field.label for field in asked) or unit or noun.label
    rounds = _rounds(reader, noun, record, unit) if unit else 0
    id = f"{noun.table}.{record}.{unit}"
    return Question(id, matter, noun, record, unit, code, head, what, tuple(choices), rounds, home)


def _rounds(reader: Reader, noun: type[Record], record: str, unit: str) -> int:
    """How often village and county have taken turns on a unit after it was first said."""
    said = [act.county for act in reader.sayings(noun, record, unit)]
    return sum(now != before for before, now in pairwise(said))


def told_unit(noun: type[Record], unit: str, text: str | None, names: Names) -> str:
    """The text of a unit in words; of a group each answer with its question. '' where there is none."""
    if text is None:
        return "(空)"
    kept = kept_of_units(noun, {unit: text})
    try:
        record = noun.from_kept("", kept)
    except (BadAnswer, KeyError, ValueError):
        return text
    fields = noun.units().get(unit, ())
    shown = [(field.label, field.show(record, names)) for field in fields if field.name in record.answers]
    if len(fields) == 1:
        return shown[0][1] if shown else "(空)"
    return "；".join(f"{label} {answer}" for label, answer in shown) or "(空)"


def told_record(noun: type[Record], units: Mapping[str, str | None], names: Words) -> str:
    """A record that is only offered, in words."""
    called = names.of(noun, "", kept_of_units(noun, units))
    parent = noun.parent()
    told = [
        f"{noun.units()[unit][0].label} {told_unit(noun, unit, text, called)}"
        for unit, text in units.items()
        if unit in noun.units() and text is not None and not (parent and unit == parent.name)
    ]
    return "；".join(told)
