"""Stretches of days: the many ways in which they are typed, joined, kept and counted."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.base.dates import Spells, lengths
from fieldapp.base.errors import BadAnswer
from fieldapp.base.kinds import read_json

SPELLS = Spells()
JANUARY = (dt.date(2026, 1, 5), dt.date(2026, 1, 20))
MARCH = (dt.date(2026, 3, 2), dt.date(2026, 3, 2))

days = st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31))
stretches = st.tuples(days, st.integers(0, 60)).map(lambda told: (told[0], told[0] + dt.timedelta(days=told[1])))


def typed(told):
    return "、".join(f"{first}~{last}" for first, last in told)


def every_day(told):
    return {first + dt.timedelta(days=n) for first, last in told for n in range((last - first).days + 1)}


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05~2026-01-20、2026-03-02", "2026-03-02，2026-01-05～2026-01-20", "2026-01-05 ~ 2026-01-20; 2026-03-02",
        "2026-01-05〜01-20 2026-03-02", "2026/1/5—20；2026/3/2", "2026.1.5至1.20\n2026.3.2", "20260105到20260120 20260302",
        "2026年1月5日-20日、2026年3月2日", "2026 年 1 月 5 日 至 1 月 20 日、2026 年 3 月 2 日", "2026-01-05——2026-01-20,2026-03-02 00:00:00",
    ],
)  # fmt: skip
def test_stretches_are_read_in_the_ways_in_which_people_type_them(text):
    assert SPELLS.read(text) == (JANUARY, MARCH)


def test_one_day_is_a_stretch_of_its_own():
    assert SPELLS.read("2026-03-02") == SPELLS.read("2026-03-02~2026-03-02") == (MARCH,)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("2026-01-05~2026-01-10、2026-01-11~2026-01-20", 1),
        ("2026-01-05~2026-01-10、2026-01-12~2026-01-20", 2),
        ("2026-01-05~2026-01-20、2026-01-07", 1),
        ("2026-01-07、2026-01-05~2026-01-20、2026-01-05", 1),
    ],
)
def test_stretches_that_overlap_or_touch_are_one(text, joined):
    read = SPELLS.read(text)
    assert len(read) == joined
    assert (read[0][0], read[-1][1]) == JANUARY


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "还没有填写。"),
        ("、", "还没有填写。"),
        ("2026-01-20~2026-01-05", "“2026-01-20~2026-01-05”的结束日期在开始之前。"),
        ("2025-12-20~1-5", "“2025-12-20~1-5”的结束日期在开始之前。"),
        ("2026-01-05~", "“2026-01-05~”没有结束日期。"),
        ("2026-01-05 至", "“2026-01-05~”没有结束日期。"),
        ("~2026-01-05", "请按 2026-03-05 的样子填写日期。"),
        ("2026-01-05~至今", "请按 2026-03-05 的样子填写日期。"),
        ("2026-01-05~2026-01-10~2026-01-20", "请按 2026-03-05 的样子填写日期。"),
        ("2026-02-20~30", "没有 2026-2-30 这一天。"),
        ("一月里", "请按 2026-03-05 的样子填写日期。"),
    ],
)
def test_what_is_no_stretch_is_refused_and_never_guessed(text, what):
    with pytest.raises(BadAnswer) as refused:
        SPELLS.read(text)
    assert refused.value.what == what


@given(st.lists(stretches, min_size=1, max_size=6))
def test_reading_keeps_every_day_and_leaves_a_gap_between_stretches(told):
    read = SPELLS.read(typed(told))
    assert every_day(read) == every_day(told)
    assert all((after[0] - before[1]).days > 1 for before, after in pairwise(read))


@given(st.lists(stretches, min_size=1, max_size=6))
def test_what_is_shown_or_sent_is_read_again_and_what_is_kept_recalled(told):
    read = SPELLS.read(typed(told))
    assert SPELLS.read(SPELLS.show(read)) == read
    assert SPELLS.recall(SPELLS.keep(read)) == read
    assert read_json(SPELLS, SPELLS.json(read)) == read


def test_it_is_shown_as_a_person_says_it():
    assert SPELLS.show((JANUARY, MARCH)) == "2026-01-05 至 2026-01-20、2026-03-02"


@pytest.mark.parametrize(
    ("since", "until", "counted"),
    [
        ("2026-01-01", "2026-12-31", [16, 1]),
        ("2026-01-05", "2026-03-02", [16, 1]),
        ("2026-01-06", "2026-03-01", [15]),
        ("2026-01-01", "2026-01-19", [15]),
        ("2026-01-20", "2026-01-20", [1]),
        ("2026-01-21", "2026-03-01", []),
        ("2026-03-03", "2026-12-31", []),
        ("2026-12-31", "2026-01-01", []),
    ],
)
def test_only_the_days_between_two_days_are_counted_both_included(since, until, counted):
    assert lengths((JANUARY, MARCH), dt.date.fromisoformat(since), dt.date.fromisoformat(until)) == counted


@given(st.lists(stretches, min_size=1, max_size=6), days, days)
def test_lengths_add_up_to_the_days_on_the_calendar(told, since, until):
    inside = {day for day in every_day(told) if since <= day <= until}
    assert sum(lengths(SPELLS.read(typed(told)), since, until)) == len(inside)
