"""Papers speak the language of their own day."""

import datetime as dt
from dataclasses import astuple

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.rules.era import words
from tests.rules.conftest import RESOURCES

ERAS = (RESOURCES / "catalogues" / "eras.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("day", "work"),
    [
        (dt.date(2016, 1, 1), "脱贫攻坚"),
        (dt.date(2020, 12, 31), "脱贫攻坚"),
        (dt.date(2021, 1, 1), "巩固拓展脱贫攻坚成果"),
        (dt.date(2025, 12, 31), "巩固拓展脱贫攻坚成果"),
        (dt.date(2026, 1, 1), "常态化精准帮扶"),
        (dt.date(2099, 1, 1), "常态化精准帮扶"),
    ],
)
def test_each_era_has_its_words_from_its_first_day_to_its_last(day, work):
    assert words(ERAS, day).work == work


@pytest.mark.parametrize("year", range(2021, 2031))
def test_no_word_said_since_2021_is_one_of_the_old_ones(year):
    said = "".join(str(word) for word in astuple(words(ERAS, dt.date(year, 6, 1))))
    assert "贫困户" not in said
    assert "扶贫" not in said
    assert "建档立卡" not in said


def test_those_watched_are_called_otherwise_in_2025_and_in_2026():
    assert words(ERAS, dt.date(2025, 12, 31)).monitored == "监测对象"
    assert words(ERAS, dt.date(2026, 1, 1)).monitored == "防止返贫致贫对象"


def test_before_the_first_era_there_are_no_words():
    with pytest.raises(FieldAppError, match="2015-12-31 还没有"):
        words(ERAS, dt.date(2015, 12, 31))


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ("until = 2020-12-31", "until = 2020-12-30", "空档"),
        ("until = 2020-12-31", "until = 2021-01-01", "同时有效"),
        ("work = ", "wrok = ", "不认识的项：wrok"),
        ('plan = "帮扶计划"\n', "", "缺少：plan"),
    ],
)
def test_a_catalogue_with_a_gap_an_overlap_or_another_key_is_refused(was, now, why):
    assert was in ERAS
    with pytest.raises(FieldAppError, match=why):
        words(ERAS.replace(was, now), dt.date(2026, 11, 2))
