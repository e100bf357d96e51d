"""To which family each row of a sheet belongs: by its code, by the number or name of the head, by a row that leads, or as the one above.

Where a row fits two families, or what it says of them cannot be read, nobody guesses: the row is left to a person, and so are
those below it that only follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldapp.documents.foreign import Row
from fieldapp.documents.staged import StagedHousehold
from fieldapp.documents.synonyms import HEAD
from fieldapp.records.household import Household
from fieldapp.records.member import Member, Relation

_CODE, _NAME, _NUMBER = Household.code.key, Household.head.key, f"{HEAD}{Member.number.name}"
_PEOPLE = frozenset({Member.name.key, Member.number.key, Member.relation.key})


@dataclass(frozen=True)
class ToldRow:
    """What a row says.

    Attributes:
        answers: key → answer.
        lost: the keys under which something stands that is no answer.
        line: what stands in the column that numbers people or families; '' where nothing does.
    """

    row: Row
    answers: Mapping[str, Any]
    lost: frozenset[str] = frozenset()
    line: str = ""

    @property
    def leads(self) -> bool:
        """Whether it is the row of a head: it says so, or its person is called as the head is."""
        relation, head = self.answers.get(Member.relation.key), self.answers.get(_NAME)
        return relation is Relation.HEAD or (relation is None and head is not None and head == self.answers.get(Member.name.key))


class Families:
    """The families of one sheet, while its rows are laid to them from the top."""

    def __init__(self, rows: Sequence[ToldRow], columns: Collection[str], begin: Callable[[Row], StagedHousehold]) -> None:
        """`columns`: the keys that the sheet asks; `begin`: makes the family that a row begins."""
        self.all: list[StagedHousehold] = []
        self._begin = begin
        self._current: StagedHousehold | None = None
        self._by_code: dict[str, StagedHousehold] = {}
        self._numbers: dict[str, str] = {}
        self._leaders: dict[str, list[str | None]] = defaultdict(list)
        self._named = bool({_CODE, _NAME, _NUMBER} & set(columns))
        self._heads_first = True
        self._doubled = _doubled(rows)
        self._fresh = {} if self._named else _fresh(rows)

    def of(self, told: ToldRow) -> StagedHousehold | None:
        """The family of the next row; None where nobody can say."""
        family = self._find(told)
        if family is None and not self._named and not self.all:
            self._heads_first = self._heads_first and Member.relation.key not in told.answers
        if family:
            self._know(family, told)
        self._current = family
        return family

    def _find(self, told: ToldRow) -> StagedHousehold | None:
        code, current = told.answers.get(_CODE), self._current
        if code:
            known = self._by_code.get(code)
            return known if known and not self._is_another(known, told) else self._new(told)
        if {_NAME, _NUMBER} & told.answers.keys():
            return self._by_head(told)
        if (told.leads and (current is None or current.members)) or self._fresh.get(told.row.number):
            return self._new(told)
        return None if self._is_unsure(told) else current

    def _new(self, told: ToldRow) -> StagedHousehold:
        family = self._begin(told.row)
        self.all.append(family)
        return family

    def _know(self, family: StagedHousehold, told: ToldRow) -> None:
        """Remember by what the family can be found again."""
        number = told.answers.get(Member.number.key)
        if code := told.answers.get(_CODE):
            self._by_code[code] = family
        if told.leads:
            self._leaders[family.record.id].append(number)
        if known := told.answers.get(_NUMBER) or (number if told.leads else None):
            self._numbers.setdefault(family.record.id, known)

    def _by_head(self, told: ToldRow) -> StagedHousehold | None:
        number, name = told.answers.get(_NUMBER), told.answers.get(_NAME)
        same = [family for family in self.all if number and self._numbers.get(family.record.id) == number]
        if same or name is None:
            return same[0] if same else self._new(told)
        known = [family for family in self.all if family.record.head == name]
        fitting = [family for family in known if not self._differs(family, told)]
        open_ = [family for family in fitting if not (told.leads and self._is_led(family, told))]
        if self._current in open_:
            return self._current
        apart = bool(known and not fitting and not number and _PEOPLE & told.answers.keys())
        if not told.leads and (len(fitting) > 1 or apart or (name in self._doubled and not number)):
            return None
        return open_[0] if len(open_) == len(fitting) == 1 else self._new(told)

    def _differs(self, family: StagedHousehold, told: ToldRow) -> bool:
        """Whether a family whose head has the same name is plainly another one: his number, or where it lives."""
        known, group = self._numbers.get(family.record.id), told.answers.get(Household.group.key)
        return bool(known and told.answers.get(_NUMBER)) or bool(family.record.group and group and family.record.group != group)

    def _is_led(self, family: StagedHousehold, told: ToldRow) -> bool:
        """Whether somebody else is the head of a family already."""
        number, leaders = told.answers.get(Member.number.key), self._leaders[family.record.id]
        if not leaders or (number and number in leaders):
            return False
        return told.answers.get(Member.relation.key) is Relation.HEAD or (number is not None and None not in leaders)

    def _is_another(self, family: StagedHousehold, told: ToldRow) -> bool:
        """Whether a row further down begins another family under the same code."""
        if family is self._current:
            return False
        name = told.answers.get(_NAME) or (told.answers.get(Member.name.key) if told.leads else None)
        known = ({family.record.head} | {head.record.name for head in family.heads}) - {None}
        return name is not None and bool(known) and name not in known

    def _is_unsure(self, told: ToldRow) -> bool:
        """Whether a row that names no family may belong to another one than the row above."""
        if self._current is None:
            return True
        if self._named:
            home = self._current.record
            lost = {_CODE: home.code, _NAME: home.head, _NUMBER: self._numbers.get(home.id)}
            return any(key in told.lost and known for key, known in lost.items())
        return not self._heads_first or (Member.relation.key not in told.answers and told.row.number not in self._fresh)


def _doubled(rows: Sequence[ToldRow]) -> set[str]:
    """The names under which two different heads lead in one sheet."""
    leaders: dict[str, set[str | int]] = defaultdict(set)
    for told in rows:
        name = told.answers.get(_NAME) or told.answers.get(Member.name.key)
        if told.leads and name and _CODE not in told.answers:
            leaders[name].add(told.answers.get(Member.number.key) or told.row.number)
    return {name for name, numbers in leaders.items() if len(numbers) > 1}


def _fresh(rows: Sequence[ToldRow]) -> dict[int, bool]:
    """Row → whether its number is another than the one above; empty where the numbers do not count families.

    They do where all heads begin a number and nobody else does; then they tell of the rows that say no relation.
    """
    fresh, above = dict[int, bool](), ""
    for told in rows:
        fresh[told.row.number] = told.line not in ("", above)
        above = told.line or above
    related = [told for told in rows if Member.relation.key in told.answers]
    others = [told for told in related if not told.leads]
    count = bool(others) and len(others) < len(related) and all(told.leads is fresh[told.row.number] for told in related)
    return fresh if count else {}
