"""The buildings of one family: which one decides, who sleeps in danger, what stands open."""

import datetime as dt

import pytest

from fieldapp.base.kinds import YesNo
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household, Lodging
from fieldapp.records.housing import Condition, Decided, Grade, Housing, Remedy
from fieldapp.records.member import Left, Member
from fieldapp.records.village import Village
from fieldapp.rules.dwelling import (
    SECURED,
    Dwelling,
    appraised_now,
    danger_closed,
    danger_of,
    household_housing,
    nobody_in_danger,
)
from fieldapp.rules.finding import Verdict
from fieldapp.rules.housing import COMPONENTS, housing_safety

HOME = "h" * 32
SON, DEAD, STRANGER = "b" * 32, "d" * 32, "e" * 32
WANG = frozenset({"a" * 32})
OTHERS = frozenset({STRANGER})
MEMBERS = [Member(*WANG, name="王一"), Member(SON, name="王二"), Member(DEAD, name="王三", left=Left.DIED)]
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

    def judged(*buildings, lodging=None):
        records = {Member: MEMBERS, Housing: list(buildings)}
        dwelling = Dwelling.of(Dossier(Village(), Household(HOME, lodging=lodging), records), limits)
        return household_housing(dwelling, limits), nobody_in_danger(dwelling), danger_closed(dwelling)

    return judged


def texts(finding):
    return [reason.text for reason in finding.reasons]


def test_a_family_without_any_building_on_record_is_open(family):
    housing, out, closed = family()
    assert (housing.verdict, out.verdict, closed.verdict) == (Verdict.OPEN,) * 3
    assert housing.reasons[0].text == "住房还没有查看。"


def test_the_only_building_decides_whether_or_not_its_sleepers_are_known(family):
    assert family(OLD)[0].told == "D级"
    assert family(OLD.replace(sleepers=WANG))[0].told == "D级"
    assert family(OLD.replace(sealed=YesNo.NO))[0].told == "D级"
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


def test_a_family_whose_only_building_is_sealed_lives_nobody_knows_where(family):
    housing = family(OLD.replace(sealed=YesNo.YES))[0]
    assert housing.verdict is Verdict.OPEN
    assert texts(housing) == ["登记的房屋已经封存、拆除或者只有别家在住，还没有填写现在住在哪里。"]
    assert family(OLD.replace(sealed=YesNo.YES, sleepers=WANG))[0].told == "D级"


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


class TestShared:
    """Several families use one building: what decides for this one is where its own people sleep."""

    def test_sleepers_of_another_family_do_not_make_a_building_this_familys(self, family):
        housing, out, closed = family(NEW.replace(sleepers=WANG), OLD.replace(sleepers=OTHERS))
        assert (housing.told, out.verdict, closed.verdict) == ("A级", Verdict.GOOD, Verdict.BAD)
        assert "老屋 D级，住着别家 1 人，本户没有人住。" in texts(out)
        assert "老屋 D级，还没有腾空。" in texts(closed)

    def test_where_both_sleep_only_the_own_people_are_counted(self, family):
        housing, out, closed = family(OLD.replace(sleepers=WANG | {SON} | OTHERS))
        assert (housing.told, out.verdict, closed.verdict) == ("D级", Verdict.BAD, Verdict.BAD)
        assert "老屋 D级，住着 2 人。" in texts(out)

    def test_a_building_that_others_alone_sleep_in_does_not_decide_where_nobody_said_who_sleeps_where(self, family):
        assert family(NEW, OLD.replace(sleepers=OTHERS))[0].told == "A级"
        assert family(OLD.replace(sleepers=OTHERS))[0].verdict is Verdict.OPEN

    def test_somebody_who_has_left_sleeps_nowhere_any_more(self, family):
        housing, out, closed = family(NEW, OLD.replace(sleepers=frozenset({DEAD}), sealed=YesNo.YES))
        assert (housing.told, out.verdict, closed.verdict) == ("A级", Verdict.GOOD, Verdict.GOOD)
        assert family(NEW, OLD.replace(sleepers=frozenset({DEAD})))[1].verdict is Verdict.OPEN

    def test_those_without_a_bed_on_record_are_asked_for_only_where_a_worse_building_stands_open(self, family):
        def asked(*buildings):
            return [text for text in texts(family(*buildings)[0]) if "没有填写住在哪里" in text]

        lived = NEW.replace(sleepers=WANG)
        assert asked(lived, OLD) == ["还有 1 人没有填写住在哪里，请核对有没有人住老屋。"]
        assert family(lived, OLD)[0].verdict is Verdict.GOOD
        assert asked(lived, OLD.replace(sealed=YesNo.YES)) == []
        assert asked(NEW.replace(sleepers=WANG | {SON}), OLD) == []
        assert asked(lived, NEW.with_id("5" * 32).replace(name="老屋")) == []


class TestWithoutAHouse:
    def test_a_family_without_any_roof_is_told_so_whatever_is_on_record(self, family):
        for buildings in ((), (NEW,), (OLD.replace(sealed=YesNo.YES),)):
            housing = family(*buildings, lodging=Lodging.NONE)[0]
            assert (housing.verdict, housing.told) == (Verdict.BAD, "无房户")
            assert texts(housing) == ["没有自己的房，也没有保障住处，按无房户另走程序：本人申请、村里评议、乡镇核查。"]

    def test_where_there_is_no_roof_and_no_building_there_is_no_danger_to_judge(self, family):
        for finding in family(lodging=Lodging.NONE)[1:]:
            assert (finding.verdict, texts(finding)) == (Verdict.NONE, ["登记为没有住处，没有房屋可看。"])
        assert family(OLD, lodging=Lodging.NONE)[1].verdict is Verdict.OPEN

    def test_a_bed_on_record_contradicts_it_and_is_asked_about(self, family):
        housing = family(NEW.replace(sleepers=WANG), lodging=Lodging.NONE)[0]
        assert housing.told == "无房户"
        assert "却登记有人住在新房" in texts(housing)[1]

    @pytest.mark.parametrize("lodging", SECURED)
    def test_under_another_roof_the_house_lived_in_decides(self, lodging, family):
        for building, told in ((NEW, "A级"), (OLD, "D级")):
            housing = family(building, lodging=lodging)[0]
            assert housing.told == told
            assert texts(housing)[-1] == f"无房户，住在别处({lodging.value})，看现在住的房屋。"
        assert family(NEW.replace(sleepers=WANG), OLD, lodging=lodging)[0].told == "A级"

    @pytest.mark.parametrize("lodging", SECURED)
    def test_under_another_roof_that_nobody_has_looked_at_it_is_open(self, lodging, family):
        for buildings in ((), (OLD.replace(sealed=YesNo.YES),)):
            housing = family(*buildings, lodging=lodging)[0]
            assert housing.verdict is Verdict.OPEN
            assert "无房户" in texts(housing)[-1]

    def test_those_with_a_house_of_their_own_are_no_such_family(self, family):
        assert set(SECURED) == set(Lodging) - {Lodging.OWN, Lodging.NONE}
        assert family(NEW, lodging=Lodging.OWN)[0] == family(NEW)[0]
        assert family(lodging=Lodging.OWN)[0] == family()[0]


class TestUnknown:
    def test_a_sealed_building_is_no_danger_even_where_nobody_graded_it(self, family):
        findings = family(NEW.replace(sleepers=WANG), UNSEEN.replace(sealed=YesNo.YES))
        assert [finding.verdict for finding in findings[1:]] == [Verdict.GOOD, Verdict.NONE]

    def test_a_high_building_that_nobody_certified_may_be_dangerous_unless_a_programme_gave_it(self, family):
        assert [finding.verdict for finding in family(TOWER)[1:]] == [Verdict.OPEN, Verdict.OPEN]
        given = TOWER.replace(made_safe=Remedy.RELOCATION)
        assert [finding.verdict for finding in family(given)[1:]] == [Verdict.GOOD, Verdict.NONE]

    @pytest.mark.parametrize(
        ("appraised_on", "made_safe_on", "counts"),
        [
            (dt.date(2017, 5, 31), "2017-06", False), (dt.date(2017, 6, 1), "2017-06", True),
            (dt.date(2017, 5, 31), "2017-05", True), (None, "2017-06", True), (dt.date(2017, 5, 31), None, True),
        ],
    )  # fmt: skip
    def test_an_appraisal_from_before_the_house_was_made_safe_says_nothing_of_it_now(
        self, appraised_on, made_safe_on, counts, limits
    ):
        house = NEW.replace(appraised=Grade.D, appraised_on=appraised_on, made_safe=Remedy.REPAIR, made_safe_on=made_safe_on)
        assert appraised_now(house) is (Grade.D if counts else None)
        assert bool(danger_of((house, housing_safety(house, limits)))) is counts

    def test_a_decision_counts_for_the_danger_and_an_appraisal_stands_beside_it(self, limits):
        decided = OLD.replace(decided=Decided.B, decided_why="已加固", decided_by="何工", decided_picture=frozenset({"f" * 64}))
        assert danger_of((decided, housing_safety(decided, limits))) == ""
        certified = decided.replace(appraised=Grade.C)
        assert danger_of((certified, housing_safety(certified, limits))) == "老屋 鉴定为 C级"
