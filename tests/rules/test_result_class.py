"""The classes of 2020: which one a household gets, and what takes it away."""

import datetime as dt
from itertools import product

import pytest

from fieldapp.base.kinds import YesNo
from fieldapp.records.household import Lodging
from fieldapp.records.housing import Condition, Decided, Grade, Housing, Remedy
from fieldapp.rules.dwelling import SECURED, Dwelling
from fieldapp.rules.finding import Verdict
from fieldapp.rules.housing import COMPONENTS, housing_safety
from fieldapp.rules.result_class import ResultClass, result_class
from tests.rules.conftest import TODAY

WANG = frozenset({"a" * 32})
HOUSE = Housing("1" * 32, name="正房", storeys=1, site_dangerous=YesNo.NO, **{f.name: Condition.a for f in COMPONENTS})
DANGER = HOUSE.with_id("2" * 32).replace(name="老屋", walls=Condition.c)
UNSEEN = Housing("3" * 32, name="偏房")
CERTIFIED = {"appraised": Grade.B, "appraiser": "某县鉴定站", "appraised_on": dt.date(2025, 1, 1)}
REMEDIED = {"made_safe": Remedy.REPAIR, "made_safe_on": "2018-11"}


@pytest.fixture
def classed(housing_text, housing_on):
    """buildings → the class of the family."""
    limits = housing_on(housing_text)

    def found(*buildings, lodging=None, on=TODAY):
        houses = [(building, housing_safety(building, limits)) for building in buildings]
        return result_class(Dwelling(houses, WANG, frozenset(), lodging), on)

    return found


def told(finding):
    return finding.verdict, finding.told


NOTHING = (Verdict.OPEN, "资料不全")
UNSAFE = (Verdict.BAD, "住房不安全")


@pytest.mark.parametrize(
    ("certified", "remedied", "lodging"), list(product([False, True], [False, True], [None, Lodging.OWN, *SECURED]))
)
def test_a_household_has_one_class_and_the_first_that_holds(certified, remedied, lodging, classed):
    house = HOUSE.replace(**(CERTIFIED if certified else {}), **(REMEDIED if remedied else {}))
    expected = "保障安全" if lodging in SECURED else "改造安全" if remedied else "鉴定安全" if certified else "资料不全"
    assert told(classed(house, lodging=lodging)) == (Verdict.OPEN if expected == "资料不全" else Verdict.GOOD, expected)
    assert told(classed(house.replace(sleepers=WANG), lodging=lodging))[1] == expected


def test_the_order_of_the_classes():
    assert [one.value for one in ResultClass] == ["保障安全", "改造安全", "鉴定安全"]


def test_a_look_is_no_appraisal(classed):
    finding = classed(HOUSE)
    assert told(finding) == NOTHING
    assert finding.reasons[0].text == "正房没有有效的鉴定结论，也不属于改造搬迁项目；走访查看不是鉴定。"
    decided = HOUSE.replace(decided=Decided.A, decided_why="好", decided_by="何工", decided_picture=frozenset({"f" * 64}))
    assert told(classed(decided)) == NOTHING


@pytest.mark.parametrize(
    ("appraised", "expected"),
    [
        (Grade.A, (Verdict.GOOD, "鉴定安全")), (Grade.B, (Verdict.GOOD, "鉴定安全")), (Grade.C, UNSAFE), (Grade.D, UNSAFE),
        (Grade.NO_HOUSE, NOTHING),
    ],
)  # fmt: skip
def test_an_appraised_a_or_b_is_safe(appraised, expected, classed):
    assert told(classed(HOUSE.replace(**CERTIFIED | {"appraised": appraised}))) == expected
    assert told(classed(UNSEEN.replace(**CERTIFIED | {"appraised": appraised}))) == expected


def test_a_grade_without_its_appraiser_gives_no_class(classed):
    finding = classed(HOUSE.replace(**CERTIFIED | {"appraiser": None}))
    assert told(finding) == NOTHING
    assert "还没有填写鉴定机构" in finding.reasons[0].text


@pytest.mark.parametrize("remedy", Remedy)
def test_each_of_the_five_programmes_makes_safe_what_is_not_dangerous_now(remedy, classed):
    house = HOUSE.replace(made_safe=remedy, made_safe_on="2019-05")
    assert told(classed(house)) == (Verdict.GOOD, "改造安全")
    assert told(classed(house.replace(walls=Condition.b))) == (Verdict.GOOD, "改造安全")
    assert told(classed(house.replace(storeys=6))) == (Verdict.GOOD, "改造安全")
    for condition in (Condition.c, Condition.d):
        assert told(classed(house.replace(walls=condition))) == UNSAFE
    unseen = classed(UNSEEN.replace(made_safe=remedy, made_safe_on="2019-05"))
    assert told(unseen) == (Verdict.GOOD, "改造安全")
    assert "现状还没有查看完" in unseen.reasons[0].text


@pytest.mark.parametrize(("month", "counts"), [("2026-10", True), ("2026-11", True), ("2026-12", False), (None, True)])
def test_a_programme_counts_from_the_month_in_which_it_ends(month, counts, classed):
    assert (classed(HOUSE.replace(made_safe=Remedy.REPAIR, made_safe_on=month)).verdict is Verdict.GOOD) is counts


def test_an_appraisal_from_before_the_rebuilding_neither_helps_nor_harms(classed):
    before = HOUSE.replace(**REMEDIED, appraised=Grade.D, appraiser="站", appraised_on=dt.date(2017, 3, 1))
    assert told(classed(before)) == (Verdict.GOOD, "改造安全")
    assert told(classed(before.replace(appraised_on=dt.date(2019, 3, 1)))) == UNSAFE


@pytest.mark.parametrize("lodging", SECURED)
def test_another_roof_must_not_be_dangerous_and_must_have_been_looked_at(lodging, classed):
    assert told(classed(HOUSE, lodging=lodging)) == (Verdict.GOOD, "保障安全")
    assert told(classed(HOUSE.replace(storeys=6), lodging=lodging)) == (Verdict.GOOD, "保障安全")
    assert told(classed(UNSEEN.replace(**CERTIFIED), lodging=lodging)) == (Verdict.GOOD, "保障安全")
    assert told(classed(DANGER, lodging=lodging)) == UNSAFE
    assert told(classed(UNSEEN, lodging=lodging)) == NOTHING
    assert told(classed(lodging=lodging)) == NOTHING


def test_without_any_roof_there_is_no_class(classed):
    finding = classed(HOUSE.replace(**CERTIFIED), lodging=Lodging.NONE)
    assert told(finding) == (Verdict.BAD, "无房户")


def test_who_sleeps_in_danger_has_no_class_whatever_else_is_safe(classed):
    safe = HOUSE.replace(**CERTIFIED)
    assert told(classed(safe.replace(sleepers=WANG), DANGER)) == (Verdict.GOOD, "鉴定安全")
    assert told(classed(safe.replace(sleepers=WANG), DANGER.replace(sleepers=WANG))) == UNSAFE
    assert told(classed(safe, DANGER)) == NOTHING
    assert told(classed(safe, DANGER.replace(sealed=YesNo.YES))) == (Verdict.GOOD, "鉴定安全")
    assert told(classed(safe, DANGER.replace(sleepers=frozenset({"e" * 32})))) == (Verdict.GOOD, "鉴定安全")


def test_every_building_lived_in_must_give_a_class_and_the_first_class_is_the_households(classed):
    first, second = HOUSE.replace(**CERTIFIED, sleepers=WANG), HOUSE.with_id("4" * 32).replace(sleepers=WANG)
    assert told(classed(first, second)) == NOTHING
    assert told(classed(first, second.replace(**REMEDIED))) == (Verdict.GOOD, "改造安全")


def test_the_sentence_says_whether_the_family_is_known_to_sleep_in_the_danger(classed):
    assert classed(DANGER.replace(sleepers=WANG)).reasons[0].text.startswith("现在住的")
    assert classed(DANGER.replace(sleepers=None)).reasons[0].text.startswith("还没有填写谁住在哪里，登记的")
    assert told(classed(DANGER.replace(sleepers=None))) == UNSAFE


def test_nothing_on_record_is_open(classed):
    assert told(classed()) == NOTHING
