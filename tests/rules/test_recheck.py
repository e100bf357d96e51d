"""The houses to look at again first."""

import datetime as dt

import pytest

from fieldapp.base.kinds import YesNo
from fieldapp.records.housing import Condition, Grade, Housing, Remedy
from fieldapp.rules.dwelling import Dwelling
from fieldapp.rules.housing import COMPONENTS, housing_safety
from fieldapp.rules.housing_limits import housing_limits, read_housing
from fieldapp.rules.recheck import recheck
from tests.rules.conftest import TODAY

HOUSE = Housing("1" * 32, name="正房", storeys=1, site_dangerous=YesNo.NO, **{f.name: Condition.a for f in COMPONENTS})


@pytest.fixture
def listed(housing_text):
    """buildings → the sentences."""

    def found(*buildings, text=housing_text, on=TODAY):
        limits = housing_limits(read_housing(text), on)
        return recheck(Dwelling([(one, housing_safety(one, limits)) for one in buildings]), limits, on)

    return found


def test_a_sound_house_is_not_on_the_list(listed):
    assert listed() == ()
    assert listed(HOUSE) == ()


@pytest.mark.parametrize(("built", "sentences"), [(1996, ()), (1995, ("正房建成 31 年，超过 30 年，应先复查。",)), (None, ())])
def test_a_house_is_old_from_its_thirty_first_year_on(built, sentences, listed):
    assert listed(HOUSE.replace(built=built)) == sentences
    assert listed(HOUSE.replace(built=1996), on=dt.date(2027, 1, 1)) == ("正房建成 31 年，超过 30 年，应先复查。",)


@pytest.mark.parametrize("step", [-1, 1])
def test_moving_the_age_by_one_is_noticed(step, listed, housing_text, moved):
    [text] = [text for name, text in moved(housing_text, step) if name.startswith("old_after")]
    borders = {1996: False, 1995: True}
    assert {built: bool(listed(HOUSE.replace(built=built), text=text)) for built in borders} != borders


def test_before_the_sweeps_age_is_no_reason(listed):
    assert listed(HOUSE.replace(built=1950), on=dt.date(2020, 6, 30)) == ()
    assert len(listed(HOUSE.replace(built=1950), on=dt.date(2020, 7, 1))) == 1


@pytest.mark.parametrize("remedy", Remedy)
def test_only_houses_repaired_by_the_programme_for_dangerous_houses_are_listed(remedy, listed):
    found = listed(HOUSE.replace(made_safe=remedy, made_safe_on="2018-11"))
    assert found == (("正房在 2018-11 实施过危房改造，应先复查。",) if remedy is Remedy.REPAIR else ())


@pytest.mark.parametrize(
    ("walls", "appraised", "hit"),
    [
        (Condition.b, None, True), (Condition.a, Grade.B, True), (Condition.a, Grade.A, False), (Condition.c, None, False),
        (Condition.c, Grade.B, True),
    ],
)  # fmt: skip
def test_a_b_is_listed_seen_or_appraised(walls, appraised, hit, listed):
    found = listed(HOUSE.replace(walls=walls, appraised=appraised))
    assert found == (("正房是 B级，局部有危险，应先复查。",) if hit else ())


def test_a_dangerous_site_is_listed_whatever_the_house(listed):
    for house in (HOUSE, HOUSE.replace(storeys=3)):
        assert listed(house.replace(site_dangerous=YesNo.YES)) == ("正房场地有危险，应先复查。",)
    assert listed(HOUSE.replace(site_dangerous=YesNo.UNKNOWN)) == ()


def test_each_reason_of_each_building_is_a_sentence_and_sealed_ones_are_left_out(listed):
    old = HOUSE.replace(name="老屋", built=1970, walls=Condition.b)
    assert listed(HOUSE.replace(site_dangerous=YesNo.YES), old) == (
        "正房场地有危险，应先复查。", "老屋建成 56 年，超过 30 年，应先复查。", "老屋是 B级，局部有危险，应先复查。",
    )  # fmt: skip
    assert listed(old.replace(sealed=YesNo.YES)) == ()
