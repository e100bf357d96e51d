"""The doubts about houses: every rule at its border, and the neighbours that it leaves alone."""

import datetime as dt
from decimal import Decimal

import pytest

from fieldapp.base.kinds import YesNo
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household, HouseholdType, Lodging
from fieldapp.records.housing import Condition, Decided, Grade, Housing, Remedy
from fieldapp.records.member import Left, Member
from fieldapp.records.plan import Measure, MeasureKind, Progress
from fieldapp.records.problem import Problem, ProblemKind, ProblemState
from fieldapp.records.village import Village
from fieldapp.records.visit import Topic, Visit
from fieldapp.rules.checks import Case
from fieldapp.rules.checks.housing import HOUSING
from fieldapp.rules.housing import COMPONENTS
from tests.rules.conftest import TODAY

HOME = Household("h" * 32, head="张三")
ZHANG, LI, GONE = "1" * 32, "2" * 32, "3" * 32
MEMBERS = [Member(ZHANG, name="张三"), Member(LI, name="李梅"), Member(GONE, name="张老", left=Left.DIED)]
STRANGER = "9" * 32
HOUSE = Housing("a" * 32, household=HOME.id, name="正房", storeys=1, site_dangerous=YesNo.NO, area=Decimal(100),
                **{field.name: Condition.a for field in COMPONENTS})  # fmt: skip
DANGER = HOUSE.with_id("b" * 32).replace(name="老屋", walls=Condition.d)
MEASURE = Measure("c" * 32, household=HOME.id, year=2026, kind=MeasureKind.HOUSING, what="屋面维修加固")
LOOKED = Visit("d" * 32, day=dt.date(2026, 1, 1), confirmed=frozenset({Topic.HOUSING}))
DECISION = {"decided_why": "已加固", "decided_by": "何工", "decided_picture": frozenset({"f" * 64})}


@pytest.fixture
def doubts(housing_text, housing_on, water_text, water_on):
    """records → rule and text of every doubt about houses."""
    limits, water = housing_on(housing_text), water_on(water_text)

    def found(*others, household=HOME, on=TODAY, rule=None):
        records = {Member: MEMBERS}
        for record in others:
            records.setdefault(type(record), []).append(record)
        case = Case(Dossier(Village(), household, records), on, limits, water)
        told = [doubt for check in HOUSING for doubt in check.doubts(case)]
        return [doubt.text for doubt in told if doubt.rule == rule] if rule else [doubt.rule for doubt in told]

    return found


def test_a_house_in_order_has_nothing_doubtful(doubts):
    assert doubts(HOUSE) == []
    assert doubts() == []


def test_their_weights_are_those_of_the_list():
    assert {check.rule: check.severity.value for check in HOUSING} == {
        "DQ-136": "E", "DQ-137": "W", "DQ-140": "W", "DQ-146": "E", "DQ-147": "E", "DQ-148": "W", "DQ-149": "W", "DQ-150": "W", "DQ-151": "W", "DQ-152": "W",
        "DQ-154": "I",
    }  # fmt: skip


@pytest.mark.parametrize(("area", "hit"), [(None, True), (Decimal(0), True), (Decimal(1), False)])
@pytest.mark.parametrize("kind", [HouseholdType.EXITED, HouseholdType.ORDINARY, None])
def test_140_an_exited_household_without_an_area(kind, area, hit, doubts):
    found = doubts(HOUSE.replace(area=area), household=HOME.replace(type=kind), rule="DQ-140")
    assert bool(found) is (hit and kind is HouseholdType.EXITED)


def test_140_tells_a_blank_from_a_zero_and_looks_only_at_the_house_lived_in(doubts):
    exited = HOME.replace(type=HouseholdType.EXITED)
    assert doubts(HOUSE.replace(area=None), household=exited, rule="DQ-140") == ["脱贫户正房的建筑面积没有填写。"]
    assert doubts(HOUSE.replace(area=Decimal(0)), household=exited, rule="DQ-140") == ["脱贫户正房的建筑面积是 0。"]
    rented = exited.replace(lodging=Lodging.RENTED)
    assert doubts(HOUSE.replace(area=None), household=rented, rule="DQ-140") == []
    lived = HOUSE.replace(sleepers=frozenset({ZHANG}))
    assert doubts(lived, DANGER.replace(area=None, sealed=YesNo.YES), household=exited, rule="DQ-140") == []


class TestGradedOtherwise:
    def test_146_a_decision_with_all_its_pieces_gives_the_reason(self, doubts):
        house = DANGER.replace(appraised=Grade.B, sealed=YesNo.YES)
        assert doubts(house, rule="DQ-146") == ["老屋鉴定为 B级，按现场查看却是 D级。"]
        for decided in (Decided.A, Decided.B, Decided.C):
            assert doubts(house.replace(decided=decided, **DECISION), rule="DQ-146") == []

    @pytest.mark.parametrize("piece", DECISION)
    def test_146_a_decision_that_lacks_a_piece_is_told_with_what_it_lacks(self, piece, doubts):
        house = DANGER.replace(decided=Decided.B, **DECISION | {piece: None})
        [text] = doubts(house, rule="DQ-146")
        assert text == f"老屋人工认定为 B级，没有填写{Housing.field(piece).label}。"

    def test_146_a_worse_decision_needs_its_reason_only(self, doubts):
        worse = HOUSE.replace(decided=Decided.C, decided_why="梁有异响")
        assert doubts(worse, rule="DQ-146") == []
        assert len(doubts(worse.replace(decided_why=None), rule="DQ-146")) == 1

    def test_146_an_appraisal_from_before_the_rebuilding_contradicts_nothing(self, doubts):
        house = HOUSE.replace(
            appraised=Grade.D, appraised_on=dt.date(2017, 1, 1), made_safe=Remedy.ECOLOGY, made_safe_on="2018-01"
        )
        assert doubts(house, rule="DQ-146") == []
        assert len(doubts(house.replace(made_safe_on="2017-01"), rule="DQ-146")) == 1

    def test_146_a_building_of_another_family_is_that_familys_doubt(self, doubts):
        house = HOUSE.replace(appraised=Grade.C, shared=frozenset({HOME.id}))
        assert len(doubts(house, rule="DQ-146")) == 1
        assert len(doubts(house.replace(household=None), rule="DQ-146")) == 1
        assert doubts(house.replace(household="e" * 32), rule="DQ-146") == []


class TestSleptInDanger:
    def test_147_only_the_own_people_are_counted(self, doubts):
        both = DANGER.replace(sleepers=frozenset({ZHANG, LI, GONE, STRANGER}))
        assert doubts(both, rule="DQ-147") == ["老屋 D级，住着 2 人，没有登记未销号的住房问题。"]
        assert doubts(DANGER.replace(sleepers=frozenset({STRANGER})), rule="DQ-147") == []
        assert doubts(DANGER.replace(sleepers=frozenset({GONE})), rule="DQ-147") == []

    def test_147_a_building_of_another_family_counts_where_one_of_this_sleeps(self, doubts):
        assert len(doubts(DANGER.replace(household="e" * 32, sleepers=frozenset({LI})), rule="DQ-147")) == 1

    def test_147_is_settled_by_an_open_problem(self, doubts):
        slept_in = DANGER.replace(sleepers=frozenset({ZHANG}))
        problem = Problem("7" * 32, kind=ProblemKind.HOUSING, state=ProblemState.OPEN)
        assert doubts(slept_in, problem, rule="DQ-147") == []
        assert len(doubts(slept_in, problem.replace(state=ProblemState.CLOSED), rule="DQ-147")) == 1


class TestWrongMeasure:
    @pytest.mark.parametrize(
        ("what", "walls", "hit"),
        [
            ("屋面维修加固", Condition.d, True), ("拆除重建", Condition.d, False), ("先加固后重建", Condition.d, False),
            ("屋面维修加固", Condition.c, False), ("拆除重建", Condition.c, True), ("重建", Condition.b, False),
            ("送家具", Condition.d, False),
        ],
    )  # fmt: skip
    def test_148_a_d_is_not_repaired_and_a_c_not_rebuilt_without_an_appraiser(self, what, walls, hit, doubts):
        assert bool(doubts(DANGER.replace(walls=walls), MEASURE.replace(what=what), rule="DQ-148")) is hit

    def test_148_an_appraisers_word_settles_the_rebuilding_of_a_c(self, doubts):
        house, rebuilding = DANGER.replace(walls=Condition.c), MEASURE.replace(what="重建")
        assert doubts(house.replace(appraiser="某站"), rebuilding, rule="DQ-148") == []
        assert doubts(house.replace(decided=Decided.C, decided_why="x", decided_by="何工"), rebuilding, rule="DQ-148") == []

    def test_148_an_appraised_d_counts_like_one_that_was_seen(self, doubts):
        assert len(doubts(HOUSE.replace(appraised=Grade.D), MEASURE, rule="DQ-148")) == 1

    def test_148_measures_that_are_over_or_of_another_kind_and_sealed_houses_are_left_alone(self, doubts):
        assert len(doubts(DANGER, MEASURE, rule="DQ-148")) == 1
        for progress in (Progress.DONE, Progress.STOPPED):
            assert doubts(DANGER, MEASURE.replace(progress=progress), rule="DQ-148") == []
        assert doubts(DANGER, MEASURE.replace(kind=MeasureKind.WATER), rule="DQ-148") == []
        assert doubts(DANGER.replace(sealed=YesNo.YES), MEASURE, rule="DQ-148") == []


class TestAreas:
    @pytest.mark.parametrize(("area", "hit"), [(30, False), (60, False), (61, True), (29, True)])
    def test_149_a_rebuilt_house_outside_its_bounds(self, area, hit, doubts):
        house = HOUSE.replace(area=Decimal(area), built=2018, made_safe=Remedy.REPAIR, made_safe_on="2018-11")
        assert bool(doubts(house, rule="DQ-149")) is hit
        assert doubts(house, rule="DQ-150") == []

    @pytest.mark.parametrize(("area", "counted", "hit"), [(50, None, False), (51, None, True), (75, 3, False), (76, 3, True)])
    def test_150_a_relocation_house_above_the_red_line(self, area, counted, hit, doubts):
        house = HOUSE.replace(area=Decimal(area), made_safe=Remedy.RELOCATION, counted=counted)
        assert bool(doubts(house, rule="DQ-150")) is hit
        assert doubts(house, rule="DQ-149") == []

    def test_a_blank_area_is_no_doubt_of_these(self, doubts):
        for remedy in Remedy:
            house = HOUSE.replace(area=None, built=2018, made_safe=remedy, made_safe_on="2018-11")
            assert doubts(house, rule="DQ-149") == doubts(house, rule="DQ-150") == []


class TestRelocated:
    NEW = HOUSE.with_id("e" * 32).replace(name="安置房", area=Decimal(40), made_safe=Remedy.RELOCATION)

    @pytest.mark.parametrize(("month", "hit"), [("2025-10", True), ("2025-11", False), (None, False)])
    def test_151_the_old_house_stands_open_after_a_year(self, month, hit, doubts):
        new, old = self.NEW.replace(made_safe_on=month), HOUSE.replace(sealed=YesNo.NO)
        assert doubts(new, old, rule="DQ-151") == ["搬迁完成已超过一年，正房还没有封存或拆除。"] * hit
        assert doubts(new, old.replace(sealed=YesNo.YES), rule="DQ-151") == []
        assert doubts(new, old.replace(sealed=None), rule="DQ-151") == []

    def test_151_nobody_has_moved_in(self, doubts):
        new, old = self.NEW.replace(made_safe_on="2020-01"), HOUSE.replace(sleepers=frozenset({ZHANG}))
        assert doubts(new, old, rule="DQ-151") == ["搬迁完成已超过一年，安置房还没有人住。"]
        assert doubts(new.replace(sleepers=frozenset({LI})), old, rule="DQ-151") == []
        assert doubts(new, HOUSE, rule="DQ-151") == []

    def test_152_both_programmes_for_one_household(self, doubts):
        repaired = HOUSE.replace(made_safe=Remedy.REPAIR)
        assert doubts(repaired, self.NEW, rule="DQ-152") == ["既有危房改造的房屋，又有易地搬迁的房屋。"]
        assert doubts(repaired, rule="DQ-152") == doubts(self.NEW, rule="DQ-152") == []
        assert doubts(repaired.replace(household="e" * 32), self.NEW, rule="DQ-152") == []


class TestNotRechecked:
    @pytest.mark.parametrize(("day", "hit"), [(dt.date(2023, 11, 2), False), (dt.date(2023, 11, 1), True)])
    def test_154_a_grade_is_good_for_three_years_to_the_day(self, day, hit, doubts):
        house = HOUSE.replace(appraised=Grade.A, appraised_on=day)
        assert doubts(house, rule="DQ-154") == ["正房鉴定结论是 2023-11-01 的，已超过 3 年，今年还没有复查。"] * hit

    def test_154_a_house_to_look_at_first(self, doubts):
        assert doubts(HOUSE.replace(built=1995), rule="DQ-154") == ["正房建成 31 年，超过 30 年，今年还没有复查。"]
        assert doubts(HOUSE.replace(built=1996), rule="DQ-154") == []

    @pytest.mark.parametrize(
        ("looked", "hit"),
        [
            (LOOKED, False), (LOOKED.replace(day=dt.date(2025, 12, 31)), True), (LOOKED.replace(confirmed=None), True),
            (LOOKED.replace(confirmed=frozenset({Topic.WATER})), True),
        ],
    )  # fmt: skip
    def test_154_a_visit_of_this_year_that_found_it_unchanged_is_a_look(self, looked, hit, doubts):
        assert bool(doubts(HOUSE.replace(built=1990), looked, rule="DQ-154")) is hit

    def test_154_an_appraisal_or_a_decision_of_this_year_is_a_look(self, doubts):
        house = HOUSE.replace(built=1990)
        assert len(doubts(house, rule="DQ-154")) == 1
        assert doubts(house.replace(appraised=Grade.A, appraised_on=dt.date(2026, 1, 1)), rule="DQ-154") == []
        assert len(doubts(house.replace(appraised=Grade.A, appraised_on=dt.date(2025, 12, 31)), rule="DQ-154")) == 1
        decided = house.replace(decided=Decided.A, decided_why="x", decided_on=dt.date(2026, 1, 1))
        assert doubts(decided, rule="DQ-154") == []

    def test_154_a_sealed_house_needs_no_look(self, doubts):
        house = HOUSE.replace(built=1950, appraised=Grade.D, appraised_on=dt.date(2010, 1, 1), sealed=YesNo.YES)
        assert doubts(house, rule="DQ-154") == []
