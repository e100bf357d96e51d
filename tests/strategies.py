"""Random valid answers for every kind and random records for every noun, for hypothesis."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import singledispatch
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from stdnum.cn import ric

from fieldapp.base.dates import Day, Month, Spell, Spells
from fieldapp.base.errors import BadAnswer
from fieldapp.base.identity import NO_TELEPHONE, CitizenNumber, Code, Telephone, VillageCode
from fieldapp.base.kinds import Choice, Kind, ManyOf, OneOf, Text
from fieldapp.base.numbers import Decimals, Money, Whole
from fieldapp.base.pictures import Pictures
from fieldapp.base.record import Record
from fieldapp.base.reference import Ref, Refs
from fieldapp.base.versions import Versions

R = TypeVar("R", bound=Record)

TRICKY = ("张", "𠮷", "䶮", "3", "x", "é", "e\u0301", " ", "\u3000", "\r\n", "\x00", "\u200b", "\u202d", "=", "'", "#N/A", "0")
"""Pieces of text that have hurt others: rare characters, combining marks, what nobody sees, what a workbook calculates."""


def ids() -> SearchStrategy[str]:
    """Ids of records: 32 characters of lower-case hexadecimal."""
    return st.integers(0, 16**32 - 1).map("{:032x}".format)


def records(noun: type[R]) -> SearchStrategy[R]:
    """Any record of this noun: each question is answered or not, also those that `when` would not ask."""
    told = st.fixed_dictionaries({}, optional={field.name: answers(field.kind) for field in noun.fields})
    return st.builds(lambda id, answered: noun(id, **answered), ids(), told)


@singledispatch
def answers(kind: Kind[Any]) -> SearchStrategy[Any]:
    """Any valid answer of this kind. A new kind registers its own strategy here."""
    raise NotImplementedError(f"no strategy for {type(kind).__name__}")


@answers.register(Text)
def _texts(kind: Text) -> SearchStrategy[str]:
    pieces = st.lists(st.one_of(st.characters(), st.sampled_from(TRICKY)), min_size=1, max_size=min(kind.longest, 60))
    return pieces.map("".join).filter(lambda text: _reads(kind, text)).map(kind.read)


def _reads(kind: Kind[Any], text: str) -> bool:
    try:
        kind.read(text)
    except BadAnswer:
        return False
    return True


@answers.register(Whole)
def _wholes(kind: Whole) -> SearchStrategy[int]:
    return st.integers(kind.low, kind.high)


@answers.register(Decimals)
def _decimals(kind: Decimals) -> SearchStrategy[Decimal]:
    scale = 10**kind.places
    return st.integers(kind.low * scale, kind.high * scale).map(lambda units: Decimal(units) / scale)


@answers.register(Money)
def _money(kind: Money) -> SearchStrategy[int]:
    return st.integers(kind.low, Money.LARGEST)


@answers.register(Day)
def _days(_: Day) -> SearchStrategy[dt.date]:
    return st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))


@answers.register(Month)
def _months(_: Month) -> SearchStrategy[str]:
    return st.builds("{:04d}-{:02d}".format, st.integers(1900, 2200), st.integers(1, 12))


@answers.register(Spells)
def _spells(kind: Spells) -> SearchStrategy[tuple[Spell, ...]]:
    days = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))
    told = st.lists(st.tuples(days, days).map(lambda two: (min(two), max(two))), min_size=1, max_size=4)
    return told.map(lambda spells: kind.read("、".join(f"{first}~{last}" for first, last in spells)))


@answers.register(Pictures)
def _pictures(_: Pictures) -> SearchStrategy[frozenset[str]]:
    return st.frozensets(st.integers(0, 16**64 - 1).map("{:064x}".format), min_size=1, max_size=3)


@answers.register(Versions)
def _versions(_: Versions) -> SearchStrategy[frozenset[str]]:
    return st.frozensets(st.integers(0, 16**24 - 1).map("{:024x}".format), min_size=1, max_size=3)


@answers.register(OneOf)
def _one_of(kind: OneOf[Choice]) -> SearchStrategy[Choice]:
    return st.sampled_from(list(kind.choices))


@answers.register(ManyOf)
def _many_of(kind: ManyOf[Choice]) -> SearchStrategy[frozenset[Choice]]:
    return st.frozensets(st.sampled_from(list(kind.choices)), min_size=1)


@answers.register(CitizenNumber)
def _citizen_numbers(_: CitizenNumber) -> SearchStrategy[str]:
    def number(born: dt.date, serial: int, certificate: str) -> str:
        first = f"999999{born:%Y%m%d}{serial:03d}"
        return first + str(ric.calc_check_digit(first + "0")) + certificate

    certificates = st.from_regex(r"([1-7][1-4](B[0-9])?)?", fullmatch=True)
    return st.builds(number, st.dates(dt.date(1900, 1, 1), dt.date(2026, 1, 1)), st.integers(0, 999), certificates)


@answers.register(Telephone)
def _telephones(_: Telephone) -> SearchStrategy[str]:
    return st.just(NO_TELEPHONE) | st.from_regex(r"1[3-9][0-9]{9}|(0[1-9][0-9]{1,2})?[2-9][0-9]{6,7}", fullmatch=True)


@answers.register(VillageCode)
def _village_codes(_: VillageCode) -> SearchStrategy[str]:
    return st.builds("{:09d}{:03d}".format, st.integers(0, 10**9 - 1), st.integers(1, 999))


@answers.register(Code)
def _codes(kind: Code) -> SearchStrategy[str]:
    return st.from_regex(rf"[0-9A-Za-z_./-]{{1,{kind.longest}}}", fullmatch=True)


@answers.register(Ref)
def _refs(_: Ref) -> SearchStrategy[str]:
    return ids()


@answers.register(Refs)
def _many_refs(_: Refs) -> SearchStrategy[frozenset[str]]:
    return st.frozensets(ids(), min_size=1, max_size=5)
