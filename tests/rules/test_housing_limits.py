"""What the shipped limits of houses hold, and how a file that is not whole is refused."""

import datetime as dt

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.records.village import HousingMethod
from fieldapp.rules.housing_limits import COMPONENT_NAMES, housing_limits, read_housing
from tests.rules.conftest import TODAY


def test_the_figures_are_those_of_the_texts(housing_text):
    limits = housing_limits(read_housing(housing_text), TODAY)
    assert [one.number for one in limits.rebuilt.least] == [20, 30, 40]
    assert [one.number for one in (limits.rebuilt.most, limits.rebuilt.least_head, limits.rebuilt.most_head)] == [60, 13, 18]
    assert (limits.relocated.number, limits.least_head["45"].number, limits.old_after.number) == (25, 13, 30)
    assert limits.storeys.number == 2
    assert [one.method for one in limits.others] == [HousingMethod.RURAL_2014, HousingMethod.GENERAL_2016]
    assert len(COMPONENT_NAMES) == 8


def test_what_comes_from_memory_says_so_and_nothing_else_does(housing_text):
    book = read_housing(housing_text)
    sure = {(place[0], place[2]) for place, limits in book.items() if not limits[-1].confidence}
    assert sure == {
        ("method", ""), ("rule", "GUIDELINE_2019"), ("storeys", "GUIDELINE_2019"),
        *((name, "") for name in ("foundation", "walls", "timber", "truss")),
    }  # fmt: skip
    contested = {name: book[name, "", ""][-1].confidence for name in ("concrete", "slabs", "roof", "enclosure")}
    assert contested == {"concrete": "80%", "slabs": "75%", "roof": "75%", "enclosure": "70%"}


def test_a_figure_that_is_not_there_yet_is_none_and_not_an_error(housing_text):
    limits = housing_limits(read_housing(housing_text), dt.date(2015, 8, 1))
    assert (limits.rebuilt, limits.relocated, limits.old_after, dict(limits.least_head)) == (None, None, None, {})


@pytest.mark.parametrize(
    ("was", "now", "what"),
    [
        ('value = "2019 年导则"', 'value = "凭感觉"', "口径“method”的值“凭感觉”不能用。"),
        ('value = "最差的组成部分定级"', 'value = "凭感觉"', "口径“rule·GUIDELINE_2019”的值“凭感觉”不能用。"),
        ('value = "围护结构"', 'value = "院墙"', "口径“enclosure”的值“院墙”不能用。"),
        ('name = "old_after"', 'name = "old_before"', "口径文件里有不认识的一条：old_before。"),
        ('profile = "RURAL_2014"', 'profile = "RURAL"', "口径文件里有不认识的一条：rule·RURAL。"),
    ],
)
def test_words_that_nobody_knows_are_refused(was, now, what, housing_text):
    assert was in housing_text
    with pytest.raises(FieldAppError) as refused:
        read_housing(housing_text.replace(was, now))
    assert refused.value.what == what


def test_a_method_of_the_nation_without_its_rule_is_refused(housing_text):
    text = housing_text.replace(
        'since = 2019-11-28\nprofile = "GUIDELINE_2019"', 'since = 2099-01-01\nprofile = "GUIDELINE_2019"'
    )
    assert text != housing_text
    with pytest.raises(FieldAppError, match="“2019 年导则”的口径"):
        housing_limits(read_housing(text), TODAY)
