"""Floor areas: the bounds of rebuilt and relocated houses, to the square metre, and who is counted."""

import datetime as dt
from decimal import Decimal

import pytest

from fieldapp.records.household import Lodging
from fieldapp.records.housing import Housing, Remedy
from fieldapp.records.village import Village
from fieldapp.rules.area import family_area, house_area, region_of
from fieldapp.rules.dwelling import Dwelling
from fieldapp.rules.finding import Verdict
from fieldapp.rules.housing import housing_safety
from fieldapp.rules.housing_limits import housing_limits, read_housing
from tests.rules.conftest import TODAY

GOOD, BAD, OPEN, NONE = Verdict.GOOD, Verdict.BAD, Verdict.OPEN, Verdict.NONE
REBUILT = Housing("1" * 32, name="新房", built=2018, made_safe=Remedy.REPAIR, made_safe_on="2018-11")
RELOCATED = Housing("2" * 32, name="安置房", made_safe=Remedy.RELOCATION, made_safe_on="2019-06")
PLAIN = Housing("3" * 32, name="正房")


@pytest.fixture
def found(housing_text):
    """building, people → what its area is found to be."""
    return lambda housing, people, text=housing_text, region="", on=TODAY: house_area(
        housing, people, housing_limits(read_housing(text), on), region
    )


REBUILT_BORDERS = {  # people → the least and the most
    1: ("20", "60"), 2: ("30", "60"), 3: ("40", "60"), 4: ("52", "72"), 5: ("65", "90"), 9: ("117", "162"),
}  # fmt: skip
CENT = Decimal("0.01")


@pytest.mark.parametrize(("people", "borders"), REBUILT_BORDERS.items())
def test_a_rebuilt_house_keeps_its_bounds_to_the_hundredth(people, borders, found):
    least, most = map(Decimal, borders)
    areas = {least - CENT: BAD, least: GOOD, most: GOOD, most + CENT: BAD}
    assert {area: found(REBUILT.replace(area=area), people).verdict for area in areas} == areas


@pytest.mark.parametrize(("people", "most"), [(1, 25), (3, 75), (4, 100), (7, 175)])
def test_a_relocated_house_has_a_red_line_by_the_head_and_no_least(people, most, found):
    areas = {Decimal(0): GOOD, Decimal(most): GOOD, most + CENT: BAD}
    assert {area: found(RELOCATED.replace(area=area), people).verdict for area in areas} == areas


@pytest.mark.parametrize(("people", "least"), [(1, 13), (4, 52)])
def test_guangxi_asks_for_thirteen_by_the_head_of_every_house(people, least, found):
    areas = {least - CENT: BAD, Decimal(least): GOOD, Decimal(500): GOOD}
    assert {area: found(PLAIN.replace(area=area), people, region="45").verdict for area in areas} == areas
    assert found(PLAIN.replace(area=Decimal(1)), people, region="52").verdict is NONE
    assert found(RELOCATED.replace(area=Decimal(12)), 1, region="45").verdict is BAD


def test_every_figure_moved_by_one_is_noticed(found, housing_text, moved):
    def outcome(text):
        rebuilt = [
            found(REBUILT.replace(area=Decimal(border) + off), people, text).verdict
            for people, borders in REBUILT_BORDERS.items()
            for border in borders
            for off in (-CENT, Decimal(0), CENT)
        ]
        relocated = [found(RELOCATED.replace(area=Decimal(25) + off), 1, text).verdict for off in (Decimal(0), CENT)]
        guangxi = [found(PLAIN.replace(area=Decimal(13) + off), 1, text, "45").verdict for off in (-CENT, Decimal(0))]
        return rebuilt + relocated + guangxi

    shipped, seen = outcome(housing_text), set()
    for step in (-1, 1):
        for name, text in moved(housing_text, step):
            if name.startswith(("rebuilt", "relocated", "least")):
                assert outcome(text) != shipped, (name, step)
                seen.add((name, step))
    assert len(seen) == 16


@pytest.mark.parametrize(
    ("built", "month", "verdict"),
    [(2018, "2018-11", BAD), (2017, "2018-11", BAD), (2016, "2018-11", NONE), (1985, "2018-11", NONE), (None, "2018-11", OPEN),
     (2018, None, OPEN)],
)  # fmt: skip
def test_a_house_that_was_only_strengthened_keeps_its_area(built, month, verdict, found):
    assert found(REBUILT.replace(built=built, made_safe_on=month, area=Decimal(150)), 3).verdict is verdict


@pytest.mark.parametrize("remedy", [None, Remedy.ECOLOGY, Remedy.RESERVOIR, Remedy.AVOIDANCE])
def test_without_a_programme_that_has_bounds_the_area_by_the_head_is_a_remark(remedy, found):
    finding = found(PLAIN.replace(made_safe=remedy, area=Decimal(100)), 3)
    assert finding.verdict is NONE
    assert finding.reasons[-1].text == "建筑面积 100 平方米，人均 33.3 平方米。"
    assert found(PLAIN.replace(made_safe=remedy), 3).verdict is NONE


def test_a_blank_area_is_open_and_zero_is_not_blank(found):
    for house in (REBUILT, RELOCATED):
        finding = found(house, 3)
        assert finding.verdict is OPEN
        assert "建筑面积还没有填写" in finding.reasons[0].text
    assert found(REBUILT.replace(area=Decimal(0)), 3).verdict is BAD


class TestPeople:
    def test_those_counted_by_the_programme_count_before_those_of_today(self, found):
        house = RELOCATED.replace(area=Decimal(100))
        assert found(house, 3).verdict is BAD
        assert found(house.replace(counted=4), 3).verdict is GOOD
        assert "享受政策人口 4 人" in found(house.replace(counted=4), 3).reasons[0].text
        assert "按现在的 3 人(享受政策人口没有填写)" in found(house, 3).reasons[0].text

    def test_without_anybody_or_with_another_family_in_it_those_counted_must_be_told(self, found):
        house = RELOCATED.replace(area=Decimal(100))
        shared = house.replace(shared=frozenset({"9" * 32}))
        assert found(house, 0).verdict is OPEN
        assert found(shared, 4).verdict is OPEN
        assert found(shared.replace(counted=4), 2).verdict is GOOD


class TestDays:
    def test_each_figure_holds_from_the_day_of_its_text(self, found):
        house, home = REBUILT.replace(area=Decimal(1)), RELOCATED.replace(area=Decimal(500))
        assert [found(house, 1, on=day).verdict for day in (dt.date(2016, 11, 2), dt.date(2016, 11, 3))] == [NONE, BAD]
        assert [found(home, 1, on=day).verdict for day in (dt.date(2016, 9, 19), dt.date(2016, 9, 20))] == [NONE, BAD]
        small = PLAIN.replace(area=Decimal(1))
        days = (dt.date(2015, 12, 31), dt.date(2016, 1, 1))
        assert [found(small, 1, region="45", on=day).verdict for day in days] == [NONE, BAD]


class TestFamily:
    @pytest.fixture
    def family(self, housing_text, housing_on):
        limits = housing_on(housing_text)

        def judged(*buildings):
            houses = [(building, housing_safety(building, limits)) for building in buildings]
            return family_area(Dwelling(houses, frozenset({"a" * 32, "b" * 32})), limits)

        return judged

    def test_every_house_of_a_programme_is_held_against_its_own_bounds(self, family):
        finding = family(REBUILT.replace(area=Decimal(40)), RELOCATED.replace(area=Decimal(51)), PLAIN)
        assert finding.verdict is BAD
        assert [reason.text[:4] for reason in finding.reasons if reason.verdict is BAD] == ["安置房："]
        assert finding.source == "危房改造重建面积控制标准(县级公布)、“十三五”易地搬迁规划"

    def test_without_a_programme_the_house_lived_in_is_told(self, family):
        assert family(PLAIN.replace(area=Decimal(80))).reasons[-1].text == "建筑面积 80 平方米，人均 40.0 平方米。"
        assert family().verdict is OPEN

    def test_a_family_without_a_roof_has_no_area(self, housing_text, housing_on):
        finding = family_area(Dwelling([], lodging=Lodging.NONE), housing_on(housing_text))
        assert (finding.verdict, finding.reasons[0].text) == (NONE, "登记为没有住处，没有房屋可看。")

    def test_its_confidence_and_its_source_are_named(self, found):
        finding = found(RELOCATED.replace(area=Decimal(26)), 1)
        assert finding.source == "“十三五”易地搬迁规划"
        assert finding.confidence == "“易地搬迁每人不超过 25 平方米”的可信度约 90%，还没有与文件原文核对。"


def test_the_region_is_the_first_two_digits_of_the_villages_code():
    assert region_of(Village(code="450999200201")) == "45"
    assert region_of(Village()) == ""
