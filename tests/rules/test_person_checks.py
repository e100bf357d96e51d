"""The doubts about school, age, labour and work: every rule at its border, blank told from contradicting."""

import datetime as dt

import pytest

from fieldapp.records.household import Household, HouseholdType
from fieldapp.records.member import Education, Health, Labour, Left, Member, School, WorkRegion
from tests.rules.conftest import TODAY

HOME = Household("h" * 32)
EXITED = HOME.replace(type=HouseholdType.EXITED)
LI = Member("1" * 32, name="李梅")
WELL, ILL = frozenset({Health.HEALTHY}), frozenset({Health.CHRONIC})


def aged(age: int, **answers) -> Member:
    """Somebody whose birthday it is today."""
    return LI.replace(birth=TODAY.replace(year=TODAY.year - age), **answers)


def nearly(age: int, **answers) -> Member:
    """Somebody who comes to that age tomorrow."""
    return LI.replace(birth=dt.date(TODAY.year - age, TODAY.month, TODAY.day + 1), **answers)


SCHOOLS = {
    "DQ-062": ([School.PRIMARY], 6, 14),
    "DQ-063": ([School.SEVEN, School.EIGHT, School.NINE], 12, 17),
    "DQ-064": ([School.HIGH_1, School.HIGH_2, School.HIGH_3, School.VOCATIONAL_1, School.VOCATIONAL_2, School.VOCATIONAL_3], 15, 20),
    "DQ-065": ([School.COLLEGE_1, School.COLLEGE_2, School.COLLEGE_3, School.UNIVERSITY], 18, None),
}  # fmt: skip
"""Rule → its schools and the ages, both included, that it leaves alone; copied by hand from domain notes 8.5."""


class TestSchooling:
    @pytest.mark.parametrize("rule", SCHOOLS)
    def test_062_to_065_each_school_has_its_ages(self, rule, hits):
        schools, least, most = SCHOOLS[rule]
        for school in School:
            mine = school in schools
            assert bool(hits(rule, HOME, nearly(least, school=school))) is mine
            assert hits(rule, HOME, aged(least, school=school)) == []
            if most:
                assert hits(rule, HOME, nearly(most + 1, school=school)) == []
                assert bool(hits(rule, HOME, aged(most + 1, school=school))) is mine
        assert hits(rule, HOME, LI.replace(school=schools[0])) == hits(rule, HOME, aged(1)) == []

    def test_062_says_the_age_and_the_ages(self, hits):
        assert hits("DQ-062", HOME, aged(15, school=School.PRIMARY)) == ["李梅 15 岁，在校生状况是“小学”，一般是 6 至 14 岁。"]
        assert hits("DQ-065", HOME, aged(17, school=School.COLLEGE_1)) == ["李梅 17 岁，在校生状况是“高职一年级”，一般是 18 岁以上。"]

    @pytest.mark.parametrize("high", [{"school": School.HIGH_1}, {"school": School.UNIVERSITY}, {"education": Education.HIGH}])
    def test_060_no_senior_high_at_fourteen(self, high, hits):
        assert len(hits("DQ-060", HOME, nearly(15, **high))) == 1
        assert hits("DQ-060", HOME, aged(15, **high)) == hits("DQ-060", HOME, LI.replace(**high)) == []
        assert hits("DQ-060", HOME, aged(14, school=School.NINE, education=Education.MIDDLE)) == []

    def test_061_nobody_is_still_at_primary_school_at_twenty(self, hits):
        assert hits("DQ-061", HOME, aged(20, school=School.PRIMARY)) == ["李梅已经 20 岁，在校生状况还是“小学”。"]
        assert hits("DQ-061", HOME, nearly(20, school=School.PRIMARY)) == hits("DQ-061", HOME, aged(20, school=School.SEVEN)) == []

    def test_067_a_healthy_child_of_seven_goes_to_school(self, hits):
        assert len(hits("DQ-067", HOME, aged(7, health=WELL, school=School.KINDERGARTEN))) == 1
        assert len(hits("DQ-067", HOME, aged(7, health=WELL, education=Education.PRESCHOOL))) == 1
        for left_alone in (nearly(7, health=WELL), aged(7, health=ILL), aged(7), LI.replace(health=WELL)):
            assert hits("DQ-067", HOME, left_alone.replace(school=School.KINDERGARTEN)) == []

    def test_068_sixteen_to_twenty_two_with_primary_school_at_most(self, hits):
        for little in (Education.NONE, Education.PRIMARY, Education.PRESCHOOL):
            found = [bool(hits("DQ-068", HOME, who(age, education=little)))
                     for who, age in ((nearly, 16), (aged, 16), (nearly, 23), (aged, 23))]  # fmt: skip
            assert found == [False, True, True, False]
        assert hits("DQ-068", HOME, aged(18, education=Education.MIDDLE)) == hits("DQ-068", HOME, aged(18)) == []

    @pytest.mark.parametrize(
        ("birth", "on", "hit"),
        [
            ("2020-09-01", "2026-11-02", True), ("2020-09-02", "2026-11-02", False), ("2009-09-02", "2026-11-02", True),
            ("2009-09-01", "2026-11-02", False), ("2020-08-31", "2026-08-31", False), ("2020-08-31", "2026-09-01", True),
        ],
    )  # fmt: skip
    def test_069_six_to_sixteen_on_the_last_first_of_september(self, birth, on, hit, hits):
        child = LI.replace(birth=dt.date.fromisoformat(birth), school=School.NOT)
        assert bool(hits("DQ-069", HOME, child, on=dt.date.fromisoformat(on))) is hit

    def test_069_who_is_through_with_junior_high_or_of_whom_nobody_knows_is_left_alone(self, hits):
        child = aged(15, school=School.NOT)
        assert hits("DQ-069", HOME, child) == ["李梅在 2026-09-01 时 14 岁，却不在校。"]
        assert hits("DQ-069", HOME, child.replace(education=Education.MIDDLE)) == []
        assert len(hits("DQ-069", HOME, child.replace(education=Education.PRIMARY))) == 1
        for left_alone in (child.replace(school=None), child.replace(birth=None), child.replace(school=School.NINE)):
            assert hits("DQ-069", HOME, left_alone) == []


class TestLabour:
    @pytest.mark.parametrize("labour", [None, *Labour])
    def test_075_nobody_under_sixteen_works(self, labour, hits):
        hit = labour not in (None, Labour.NONE)
        assert bool(hits("DQ-075", HOME, nearly(16, labour=labour))) is hit
        assert hits("DQ-075", HOME, aged(16, labour=labour)) == hits("DQ-075", HOME, LI.replace(labour=labour)) == []

    @pytest.mark.parametrize("labour", [None, *Labour])
    def test_076_a_student_is_no_labour(self, labour, hits):
        hit = labour not in (None, Labour.NONE)
        assert bool(hits("DQ-076", HOME, LI.replace(school=School.UNIVERSITY, labour=labour))) is hit
        assert hits("DQ-076", HOME, LI.replace(school=School.NOT, labour=labour)) == hits("DQ-076", HOME, aged(19, labour=labour)) == []

    @pytest.mark.parametrize("labour", [None, *Labour])
    def test_077_sixty_and_fully_able(self, labour, hits):
        hit = labour in (Labour.ORDINARY, Labour.SKILLED)
        assert bool(hits("DQ-077", HOME, aged(60, labour=labour))) is hit
        assert hits("DQ-077", HOME, nearly(60, labour=labour)) == []

    @pytest.mark.parametrize(
        ("rule", "labours", "health"),
        [
            ("DQ-078", [Labour.LOST], WELL), ("DQ-079", [Labour.NONE], WELL), ("DQ-080", [Labour.WEAK], WELL),
            ("DQ-081", [Labour.ORDINARY, Labour.SKILLED], ILL),
        ],
    )  # fmt: skip
    def test_078_to_081_health_and_labour_of_those_from_sixteen_to_fifty_nine_go_together(self, rule, labours, health, hits):
        for labour in [None, *Labour]:
            told = {"labour": labour, "health": health, "school": School.NOT}
            found = [bool(hits(rule, HOME, who(age, **told))) for who, age in ((nearly, 16), (aged, 16), (nearly, 60), (aged, 60))]
            assert found == [False, labour in labours, labour in labours, False]
        told = {"labour": labours[0], "health": health, "school": School.NOT}
        assert len(hits(rule, HOME, aged(24, **told | {"school": None}))) == 1, "no student at that age"
        for other in ({"school": School.UNIVERSITY}, {"school": None}, {"health": None}, {"health": ILL if health is WELL else WELL}):
            assert hits(rule, HOME, aged(23, **told | other)) == []

    @pytest.mark.parametrize(
        ("kind", "labour", "hit"),
        [
            ("41", Labour.ORDINARY, True), ("42", Labour.ORDINARY, True), ("42B1", Labour.ORDINARY, True),
            ("43", Labour.ORDINARY, False), ("31", Labour.ORDINARY, False), ("14", Labour.ORDINARY, False), ("", Labour.ORDINARY, False),
            ("41", Labour.SKILLED, False), ("41", Labour.WEAK, False), ("41", None, False),
        ],
    )  # fmt: skip
    def test_082_a_grave_disability_of_the_limbs(self, kind, labour, hit, hits):
        assert bool(hits("DQ-082", HOME, LI.replace(number=f"999999197001010015{kind}", labour=labour))) is hit


class TestWork:
    AWAY = LI.replace(work_region=WorkRegion.OUTSIDE, work_months=8, phone="13900000000", labour=Labour.ORDINARY)

    def test_who_works_in_order_has_nothing_doubtful(self, hits):
        for rule in ("DQ-013", "DQ-087", "DQ-088", "DQ-089", "DQ-090"):
            assert hits(rule, EXITED, self.AWAY.replace(birth=dt.date(1990, 1, 1))) == hits(rule, EXITED, LI) == []

    @pytest.mark.parametrize(("months", "told"), [(None, "没有填写"), (0, "是 0 个月"), (1, ""), (12, "")])
    def test_087_a_place_without_months_and_a_zero_is_no_blank(self, months, told, hits):
        found = hits("DQ-087", HOME, self.AWAY.replace(work_months=months))
        assert found == ([f"李梅有务工区域“省外”，务工时间{told}。"] if told else [])

    @pytest.mark.parametrize("labour", [None, *Labour])
    def test_088_who_is_not_able_or_in_part_only_works(self, labour, hits):
        hit = labour in (Labour.WEAK, Labour.LOST, Labour.NONE)
        assert bool(hits("DQ-088", HOME, self.AWAY.replace(labour=labour))) is hit
        assert hits("DQ-088", HOME, self.AWAY.replace(labour=labour, work_region=None)) == []

    def test_089_a_student_works(self, hits):
        assert len(hits("DQ-089", HOME, self.AWAY.replace(school=School.HIGH_3))) == 1
        assert hits("DQ-089", HOME, self.AWAY.replace(school=School.NOT)) == hits("DQ-089", HOME, LI.replace(school=School.HIGH_3)) == []

    def test_090_a_child_works(self, hits):
        child = self.AWAY.replace(birth=nearly(16).birth)
        assert hits("DQ-090", HOME, child) == ["李梅只有 15 岁，却在务工(省外)。"]
        assert hits("DQ-090", HOME, child.replace(birth=aged(16).birth)) == hits("DQ-090", HOME, child.replace(work_region=None)) == []

    @pytest.mark.parametrize("phone", [None, "无电话", "0851-8888888", "12900000000"])
    def test_013_nobody_can_call_who_works_away(self, phone, hits):
        away = self.AWAY.replace(phone=phone)
        assert hits("DQ-013", EXITED, away) == ["李梅在外务工，没有本人的手机号码。"]
        assert hits("DQ-013", HOME, away) == hits("DQ-013", EXITED, away.replace(work_region=WorkRegion.TOWN)) == []
        assert hits("DQ-013", EXITED, away.replace(left=Left.DIED, left_on=TODAY)) == []
