"""The buildings of one family: which one decides, who sleeps in danger, what stands open."""

import pytest

from fieldapp.base.kinds import YesNo
from fieldapp.records.housing import Condition, Grade, Housing
from fieldapp.rules.dwelling import danger_closed, danger_of, household_housing, nobody_in_danger
from fieldapp.rules.finding import Verdict
from fieldapp.rules.housing import COMPONENTS, housing_safety

WANG = frozenset({"a" * 32})
NEW = Housing("1" * 32, name="新房", storeys=1, site_dangerous=YesNo.NO, **{f.name: Condition.a for f in COMPONENTS})
OLD = NEW.with_id("2" * 32).replace(name="老屋", walls=Condition.d)
TOWER = NEW.with_id("3" * 32).replace(name="小楼", storeys=3)
UNSEEN = Housing("4" * 32, name="偏房")


@pytest.fixture
def limits(housing_text, housing_on):
    return housing_on(housing_text)


@pytest.fixture
def family(limits):
    """buildings → the verdicts of the family: its housing, 人不住危房, 危房不住人."""

    def judged(*buildings):
        houses = [(building, housing_safety(building, limits)) for building in buildings]
        return household_housing(houses, limits), nobody_in_danger(houses), danger_closed(houses)

    return judged


def test_a_family_without_any_building_on_record_is_open(family):
    housing, out, closed = family()
    assert (housing.verdict, out.verdict, closed.verdict) == (Verdict.OPEN,) * 3
    assert housing.reasons[0].text == "住房还没有查看。"


def test_the_only_building_decides_whether_or_not_its_sleepers_are_known(family):
    assert family(OLD)[0].told == "D级"
    assert family(OLD.replace(sleepers=WANG))[0].told == "D级"
    assert family(NEW)[0].told == "A级"


def test_the_building_slept_in_decides_and_not_the_other(family):
    assert family(NEW.replace(sleepers=WANG), OLD)[0].told == "A级"
    assert family(NEW, OLD.replace(sleepers=WANG))[0].told == "D级"


def test_the_worst_of_two_buildings_slept_in_decides(family):
    for worse in (OLD, OLD.replace(walls=Condition.c), UNSEEN):
        told = family(worse)[0].told
        assert family(NEW.replace(sleepers=WANG), worse.replace(sleepers=WANG))[0].told == told
        assert family(worse.replace(sleepers=WANG), NEW.replace(sleepers=WANG))[0].told == told
    c = OLD.replace(walls=Condition.c, sleepers=WANG)
    assert family(c, OLD.replace(sleepers=WANG))[0].told == "D级"


def test_without_word_of_who_sleeps_where_different_buildings_leave_it_open(family):
    housing = family(NEW, OLD)[0]
    assert housing.verdict is Verdict.OPEN
    assert housing.reasons[0].text == "几栋房屋结论不同(新房 A级，老屋 D级)，还没有填写谁住在哪一栋。"
    assert family(NEW, NEW.with_id("5" * 32))[0].told == "A级"


def test_a_sealed_building_no_longer_counts(family):
    assert family(NEW, OLD.replace(sealed=YesNo.YES))[0].told == "A级"


def test_a_tower_beside_a_house_that_is_slept_in_leaves_the_house_to_decide(family):
    assert family(NEW.replace(sleepers=WANG), TOWER.replace(sleepers=WANG))[0].told == "A级"
    assert family(TOWER)[0].verdict is Verdict.NONE


@pytest.mark.parametrize(
    ("sleepers", "sealed", "out", "closed"),
    [
        (WANG, None, Verdict.BAD, Verdict.BAD),
        (WANG, YesNo.YES, Verdict.BAD, Verdict.BAD),
        (None, YesNo.YES, Verdict.GOOD, Verdict.GOOD),
        (None, YesNo.NO, Verdict.GOOD, Verdict.BAD),
        (None, YesNo.UNKNOWN, Verdict.OPEN, Verdict.OPEN),
        (None, None, Verdict.OPEN, Verdict.OPEN),
    ],
)
def test_sleeping_in_danger_and_leaving_it_open_are_two_verdicts(sleepers, sealed, out, closed, family):
    findings = family(NEW.replace(sleepers=WANG), OLD.replace(sleepers=sleepers, sealed=sealed))
    assert [finding.verdict for finding in findings[1:]] == [out, closed]


def test_a_family_in_a_safe_house_may_still_leave_the_old_one_open(family):
    housing, out, closed = family(NEW.replace(sleepers=WANG), OLD.replace(sealed=YesNo.NO))
    assert (housing.told, out.verdict, closed.verdict) == ("A级", Verdict.GOOD, Verdict.BAD)
    assert closed.reasons[0].text == "老屋 D级，腾空后没有封存或拆除。"


def test_without_a_dangerous_building_one_holds_and_the_other_does_not_apply(family):
    _, out, closed = family(NEW)
    assert (out.verdict, closed.verdict) == (Verdict.GOOD, Verdict.NONE)


def test_a_building_nobody_judged_leaves_both_open_unless_it_is_certified(family):
    assert [finding.verdict for finding in family(UNSEEN)[1:]] == [Verdict.OPEN, Verdict.OPEN]
    assert [f.verdict for f in family(UNSEEN.replace(appraised=Grade.B))[1:]] == [Verdict.GOOD, Verdict.NONE]


def test_a_certified_danger_counts_like_one_that_was_seen(family, limits):
    certified = NEW.replace(appraised=Grade.D, sleepers=WANG)
    assert family(certified)[1].verdict is Verdict.BAD
    assert danger_of((certified, housing_safety(certified, limits))) == "新房 鉴定为 D级"
    assert danger_of((NEW, housing_safety(NEW, limits))) == ""
