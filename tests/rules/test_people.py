"""Ages are full years; a birthday is the day on which one grows older."""

import datetime as dt

import pytest

from fieldapp.records.member import Member, Sex
from fieldapp.rules.people import born_on, called, is_man, years


@pytest.mark.parametrize(
    ("since", "on", "age"),
    [
        ("2010-05-20", "2026-05-19", 15),
        ("2010-05-20", "2026-05-20", 16),
        ("2010-05-20", "2010-05-20", 0),
        ("2012-02-29", "2026-02-28", 13),
        ("2012-02-29", "2026-03-01", 14),
        ("2012-02-29", "2028-02-29", 16),
        ("2026-05-20", "2026-05-19", -1),
    ],
)
def test_an_age_is_the_number_of_full_years(since, on, age):
    assert years(dt.date.fromisoformat(since), dt.date.fromisoformat(on)) == age


def test_the_number_tells_the_day_of_birth_before_the_answer_does():
    assert born_on(Member(number="999999195001010018", birth=dt.date(1950, 1, 2))) == dt.date(1950, 1, 1)
    assert born_on(Member(birth=dt.date(1950, 1, 2))) == dt.date(1950, 1, 2)
    assert born_on(Member()) is None


def test_the_answer_tells_the_sex_before_the_number_does():
    assert is_man(Member(number="999999195001010018")) is True
    assert is_man(Member(number="999999198002290027")) is False
    assert is_man(Member(number="999999195001010018", sex=Sex.FEMALE)) is False
    assert is_man(Member()) is None


def test_somebody_without_a_name_is_called_something():
    assert called(Member(name="王小明")) == "王小明"
    assert called(Member()) == "姓名未填的成员"
