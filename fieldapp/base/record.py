"""Records: the class is the questionnaire, the instance is one filled-in form.

A *unit* is what is decided as one when two people differ: mostly one question, or all questions of a part that says so.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, ClassVar, Generic, Never, Self, TypeVar, overload

from fieldapp.base.kinds import Cell, Kind
from fieldapp.base.reference import Ref

T = TypeVar("T")
Names = Mapping[str, str]
"""What a record is called where another one refers to it: id → name."""
NOBODY: Names = MappingProxyType({})
NOTHING: tuple[Any, ...] = (None, "", frozenset(), ())
"""What is no answer; zero is one."""


class Owner(enum.Enum):
    """Whose word counts first where two offices differ (exchange.md 5.4)."""

    VILLAGE = "village"
    COUNTY = "county"
    SHARED = "shared"


@dataclass(frozen=True)
class Part:
    """A heading under which questions stand together, on the screen and on paper.

    Args:
        label: the heading.
        owner: whose word counts first.
        unit: where given, the questions of this part are decided as one under this name, kept in the file for ever.
        strict: while an answer from a list is contested, the choice that comes first in the list is shown.
    """

    label: str
    owner: Owner = Owner.VILLAGE
    unit: str = ""
    strict: bool = False


BELONGING = Part("归属", Owner.SHARED)


@dataclass(frozen=True)
class Problem:
    """Something wrong with one answer, said to the person who can mend it."""

    field: Field[Any]
    text: str


@dataclass(eq=False)
class Field(Generic[T]):
    """One question. Made by `ask`; see there for what each word means."""

    label: str
    kind: Kind[T]
    part: Part
    unit: str
    hint: str
    must: bool
    when: Callable[[Any], bool] | None
    since: str
    name: str = ""
    owner: type[Record] | None = None

    def __set_name__(self, owner: type[Record], name: str) -> None:
        self.name, self.owner = name, owner

    @overload
    def __get__(self, record: None, owner: type) -> Field[T]: ...
    @overload
    def __get__(self, record: Record, owner: type) -> T | None: ...
    def __get__(self, record: Record | None, owner: type) -> Field[T] | T | None:
        return self if record is None else record.answers.get(self.name)

    def __set__(self, record: Record, answer: Never) -> Never:
        raise AttributeError("a record does not change; write record.replace(...)")

    @property
    def head(self) -> str:
        """The label with its unit, as a column head has it."""
        return f"{self.label}({self.unit})" if self.unit else self.label

    @property
    def decided(self) -> str:
        """The name of the unit under which this question is decided."""
        return self.part.unit or self.name

    @property
    def key(self) -> str:
        """Noun and name, unique in the questionnaire."""
        return f"{self.owner.table}.{self.name}" if self.owner else self.name

    def applies(self, record: Record) -> bool:
        """Whether this question is put to this record at all."""
        return self.when is None or self.when(record)

    def show(self, record: Record, names: Names = NOBODY) -> str:
        """The answer as a person reads it, or '' where there is none yet. `names`: id → name of records referred to."""
        answer = record.answers.get(self.name)
        if answer is None:
            return ""
        if self.kind.refers:
            return "、".join(sorted(names.get(one, "不在名单上") for one in self.kind.keep(answer).split()))
        return self.kind.show(answer)

    def cell(self, record: Record, names: Names = NOBODY) -> Cell:
        """The answer as a workbook cell, or None where there is none yet."""
        answer = record.answers.get(self.name)
        if answer is None or self.kind.refers:
            return self.show(record, names) or None
        return self.kind.cell(answer)


def ask(
    label: str,
    kind: Kind[T],
    part: Part,
    *,
    unit: str = "",
    hint: str = "",
    must: bool = False,
    when: Callable[[Any], bool] | None = None,
    since: str = "0.1",
) -> Field[T]:
    """Put one question into a record.

    Args:
        label: the words on the form, in the workbook's head and in the PDF.
        kind: what an answer can be.
        part: the heading it stands under.
        unit: the unit of the answer, shown after it and never kept with it.
        hint: one sentence of help under the question.
        must: whether a form can be called complete without it.
        when: the question is put only where this says so of the record.
        since: the release that asked it first.
    """
    return Field(label, kind, part, unit, hint, must, when, since)


def belongs(noun: type[Record], *, must: bool = True) -> Field[str]:
    """The question to which record of another noun this one belongs; asked by the screen, not by the form.

    Args:
        must: whether it has to belong to one.
    """
    return Field(noun.label, Ref(noun.table), BELONGING, "", "", must, None, "0.1")


class Record:
    """One filled-in form. It never changes; `replace` gives another."""

    table: ClassVar[str]
    label: ClassVar[str]
    fields: ClassVar[tuple[Field[Any], ...]]
    single: ClassVar[bool]
    observed: ClassVar[bool]
    aliases: ClassVar[Mapping[str, str]]
    id: str
    answers: Mapping[str, Any]

    def __init_subclass__(
        cls, *, table: str, label: str, single: bool = False, observed: bool = False, aliases: Mapping[str, str] = NOBODY
    ) -> None:
        """Declare a noun.

        Args:
            table: its stable name in the file, on the command line and in JSON.
            label: what a person calls it.
            single: a household has at most one.
            observed: seen once and never rewritten; a correction is a new one.
            aliases: names of units in older files → the names they have now.

        Raises:
            TypeError: a question has a name that every record needs for itself, or the name of a group it is not in.
        """
        cls.fields = tuple(f for f in vars(cls).values() if isinstance(f, Field))
        names = {f.name for f in cls.fields}
        if hidden := names & {*dir(Record), *Record.__annotations__}:
            raise TypeError(f"{cls.__name__} hides {sorted(hidden)} of every record")
        if doubled := {f.name for f in cls.fields if not f.part.unit} & {f.part.unit for f in cls.fields}:
            raise TypeError(f"{cls.__name__} calls both a group and a question outside it {sorted(doubled)}")
        cls.table, cls.label, cls.single, cls.observed, cls.aliases = table, label, single, observed, aliases

    def __init__(self, id: str = "", /, **answers: Any) -> None:
        if strangers := answers.keys() - self._by_name().keys():
            raise TypeError(f"{type(self).__name__} does not ask {sorted(strangers)}")
        self.id = id
        self.answers = {k: v for k, v in answers.items() if v or v not in NOTHING}

    def replace(self, **answers: Any) -> Self:
        """A copy with some answers changed; None takes an answer back."""
        return type(self)(self.id, **{**self.answers, **answers})

    def with_id(self, id: str) -> Self:
        """A copy under its id: 32 characters of lower-case hexadecimal."""
        return type(self)(id, **self.answers)

    def problems(self) -> list[Problem]:
        """What stands between this form and a complete one, in the order of the questions."""
        return [
            Problem(field, "还没有填写。")
            for field in self.fields
            if field.must and field.applies(self) and field.name not in self.answers
        ]

    @classmethod
    def field(cls, name: str) -> Field[Any]:
        """The question of that name. Raises: KeyError."""
        return cls._by_name()[name]

    @classmethod
    @cache
    def _by_name(cls) -> dict[str, Field[Any]]:
        return {field.name: field for field in cls.fields}

    @classmethod
    def parts(cls) -> list[Part]:
        """The headings of this form, in the order they first appear; belonging is no heading."""
        return [part for part in dict.fromkeys(field.part for field in cls.fields) if part is not BELONGING]

    @classmethod
    def questions(cls) -> list[Field[Any]]:
        """What a person is asked: all fields but those of belonging."""
        return [field for field in cls.fields if field.part is not BELONGING]

    @classmethod
    @cache
    def parent(cls) -> Field[Any] | None:
        """The field that says to which record this one belongs, or None."""
        return next((field for field in cls.fields if field.part is BELONGING), None)

    @classmethod
    @cache
    def sharers(cls) -> Field[Any] | None:
        """The field that says which further records of the parent's noun use this one, or None."""
        parent = cls.parent()
        return next(
            (field for field in cls.fields if parent and field.kind.many and field.kind.refers == parent.kind.refers), None
        )

    @classmethod
    @cache
    def units(cls) -> dict[str, tuple[Field[Any], ...]]:
        """What is decided as one: name of the unit → its questions."""
        units: dict[str, tuple[Field[Any], ...]] = {}
        for field in cls.fields:
            units[field.decided] = (*units.get(field.decided, ()), field)
        return units

    @classmethod
    @cache
    def single_units(cls) -> frozenset[str]:
        """The units that are one question, under its present name."""
        return frozenset(unit for unit, fields in cls.units().items() if not fields[0].part.unit and unit not in cls.aliases)

    def texts(self) -> Mapping[str, str]:
        """The canonical text of every answer: name of the question → text."""
        return self._texts

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        """Worked out once; the table, the hash and the search all ask for them."""
        fields = self._by_name()
        return MappingProxyType({name: fields[name].kind.keep(answer) for name, answer in self.answers.items()})

    def unit_texts(self) -> dict[str, str]:
        """The canonical text of every unit that is answered; a group is a JSON object of its answers."""
        kept = self.texts()
        return {unit: text for unit, fields in self.units().items() if (text := _unit_text(unit, fields, kept))}

    @classmethod
    def from_units(cls, id: str, units: Mapping[str, str | None]) -> Self:
        """The record that these units tell; units that this questionnaire does not ask are left aside."""
        return cls.from_kept(id, kept_of_units(cls, units))

    @classmethod
    def from_kept(cls, id: str, kept: Mapping[str, str | None]) -> Self:
        """The record that these canonical texts tell: name of the question → text."""
        fields = cls._by_name()
        return cls(id, **{name: fields[name].kind.recall(text) for name, text in kept.items() if text is not None})

    @classmethod
    def kept_by(cls, units: Mapping[str, str | None]) -> dict[str, str]:
        """What the record that these units tell keeps: `from_units(...).texts()` without the record, at a third of the time."""
        fields = cls._by_name()
        texts = {name: fields[name].kind.canonical(text) for name, text in kept_of_units(cls, units).items()}
        return {name: text for name, text in texts.items() if text} if "" in texts.values() else texts

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and (self.id, self.answers) == (other.id, other.answers)

    def __hash__(self) -> int:
        return hash((type(self), self.id))

    def __repr__(self) -> str:
        told = ", ".join(f"{k}={v!r}" for k, v in self.answers.items())
        return f"{type(self).__name__}({self.id!r}, {told})"


def _unit_text(unit: str, fields: tuple[Field[Any], ...], kept: Mapping[str, str]) -> str:
    """The text of one unit, '' where none of its questions is answered."""
    if unit == fields[0].name and not fields[0].part.unit:
        return kept.get(unit, "")
    group = {field.name: kept[field.name] for field in fields if field.name in kept}
    return json.dumps(group, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if group else ""


def kept_of_units(noun: type[Record], units: Mapping[str, str | None]) -> dict[str, str]:
    """The canonical text of every answer that these units hold.

    Names of older releases are understood; what stands under the present name counts before them.
    """
    known, single = noun.units(), noun.single_units()
    kept: dict[str, str] = {}
    for told, text in units.items():
        if text is not None and told in single:  # nearly all
            kept[told] = text
            continue
        unit = noun.aliases.get(told, told)
        if text is None or unit not in known or (unit != told and unit in units):
            continue
        fields = known[unit]
        if fields[0].part.unit:
            names = {field.name for field in fields}
            group = {noun.aliases.get(name, name): value for name, value in json.loads(text).items()}
            kept |= {name: value for name, value in group.items() if name in names}
        else:
            kept[unit] = text
    return kept
