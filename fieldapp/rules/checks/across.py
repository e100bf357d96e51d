"""Doubts that only show across households: one number or one mobile in several places (DQ-004, DQ-014).

Both stream: they keep one short entry for each number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fieldapp.base.record import Record
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.rules.checks.doubt import Check, Doubt, Severity
from fieldapp.rules.people import MOBILE, called

DOUBLED_NUMBER = Check("DQ-004", "一个证件号码几个人用", Severity.ERROR, lambda _: (), "请对照证件，更正填错的号码，或者删去重复登记的人。")
DOUBLED_TELEPHONE = Check("DQ-014", "一个手机号码几户用", Severity.WARNING, lambda _: (), "请问明各自的号码；确实合用的，核实后不用改。")
ACROSS = (DOUBLED_NUMBER, DOUBLED_TELEPHONE)
"""What needs more than one household."""


def doubled(homes: Iterable[Household], people: Iterable[tuple[str, Member]]) -> Iterator[Doubt]:
    """What several of the village have in common that one alone may have, in one pass over all of them.

    Those who left are not looked at: somebody who married within the village is rightly on record in two households.

    Args:
        homes: the households, each with its telephone.
        people: (id of the household, member), in any order.
    """
    doubles = Doubles()
    for home in homes:
        yield from doubles.home(home)
    for household, member in people:
        yield from doubles.person(household, member)


class Doubles:
    """As `doubled`, for whoever has the village pass by one after the other: a household before its people."""

    def __init__(self) -> None:
        self._numbers, self._telephones = _Numbers(), _Telephones()

    def home(self, home: Household) -> Iterator[Doubt]:
        """The doubts that one more household raises, about it and about an earlier one."""
        return self._telephones.of(home.id, home, home.phone)

    def person(self, household: str, member: Member) -> Iterator[Doubt]:
        """The doubts that one more person raises, about him and about an earlier one. `household`: the id of his."""
        if member.left is None:
            yield from self._numbers.of(household, member)
            yield from self._telephones.of(household, member, member.phone)


class _Numbers:
    """DQ-004: one number for several people. A disability certificate is compared by the citizen number in it."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, Member]] = {}
        self._told: set[str] = set()

    def of(self, household: str, member: Member) -> Iterator[Doubt]:
        """The doubts that one more person raises, about him and about the first who has his number."""
        if not member.number:
            return
        number = member.number[:18]
        if number not in self._first:
            self._first[number] = household, Member(member.id, name=member.name)
            return
        home, other = self._first[number]
        if number not in self._told:
            self._told.add(number)
            yield self._same(home, other, member)
        yield self._same(household, member, other)

    def _same(self, household: str, member: Member, other: Member) -> Doubt:
        return DOUBLED_NUMBER.doubt(household, member, f"{called(member)}与{called(other)}的证件号码相同。")


class _Telephones:
    """DQ-014: one mobile number in several households, told once for each of them."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, Record]] = {}
        self._told: set[tuple[str, str]] = set()
        self._heads: dict[str, str] = {}

    def of(self, household: str, record: Household | Member, phone: str | None) -> Iterator[Doubt]:
        """The doubts that one more telephone raises, about its household and about the first that has it."""
        if isinstance(record, Household):
            self._heads[household] = record.head or ""
        if not phone or not MOBILE.fullmatch(phone):
            return
        home, other = self._first.setdefault(phone, (household, type(record)(record.id)))
        if home != household:
            yield from self._same(phone, home, other, household)
            yield from self._same(phone, household, record, home)

    def _same(self, phone: str, household: str, record: Record, other: str) -> Iterator[Doubt]:
        if (household, phone) not in self._told:
            self._told.add((household, phone))
            text = f"手机号码 {phone} 和{self._heads.get(other) or '另一'}家的相同。"
            yield DOUBLED_TELEPHONE.doubt(household, record, text)
