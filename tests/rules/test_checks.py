"""The doubtful data: every rule at its border, what it hits, and the neighbours that it leaves alone."""

import datetime as dt

import pytest

from fieldapp.base.kinds import YesNo
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.housing import Condition, Grade, Housing
from fieldapp.records.member import Health, Left, Member, Relation, Sex
from fieldapp.records.problem import Problem, ProblemKind, ProblemState
from fieldapp.records.village import Village
from fieldapp.records.water import Report, Water
from fieldapp.rules.checks import CHECKS, Case, doubled, doubts_of
from fieldapp.rules.checks.doubt import Severity
from fieldapp.rules.checks.identity import without_number
from fieldapp.rules.housing import COMPONENTS
from tests.rules.conftest import TODAY

HOME = Household("h" * 32, head="张三", phone="13900000000")
ZHANG = Member("1" * 32, name="张三", relation=Relation.HEAD, number="999999197001010015", sex=Sex.MALE)
LI = Member("2" * 32, name="李梅", relation=Relation.SPOUSE, number="999999197201010022", sex=Sex.FEMALE)
SON = Member("3" * 32, name="张小军", relation=Relation.SON, number="999999199501010038", sex=Sex.MALE)
FAMILY = (ZHANG, LI, SON)
HOUSE = Housing("a" * 32, storeys=1, site_dangerous=YesNo.NO, sleepers=frozenset({ZHANG.id}),
                **{field.name: Condition.a for field in COMPONENTS})  # fmt: skip
TAP = Water("b" * 32, litres=100, piped=YesNo.YES, dry_days=0, result=Report.PASSED)
PROBLEM = Problem(
    "c" * 32, found_on=dt.date(2026, 9, 1), kind=ProblemKind.OTHER, what="院墙倒了", measure="重砌", responsible="王强",
    due=dt.date(2026, 12, 1), state=ProblemState.UNDER_WAY,
)  # fmt: skip
CLOSED = PROBLEM.replace(
    state=ProblemState.CLOSED, evidence="照片两张", checker="赵敏", closed_on=dt.date(2026, 10, 1)
)


@pytest.fixture
def doubts(housing_text, housing_on, water_text, water_on):
    """members, other records → the doubts of the household, but that its invented numbers are placeholders (DQ-005)."""

    def found(*members, household=HOME, others=(), on=TODAY):
        records = {}
        for record in (*(members or FAMILY), *others):
            records.setdefault(type(record), []).append(record)
        case = Case(Dossier(Village(), household, records), on, housing_on(housing_text), water_on(water_text))
        return [doubt for doubt in doubts_of(case) if "占位号码" not in doubt.text]

    return found


@pytest.fixture
def rules(doubts):
    """As `doubts`, but only the numbers of the rules that hit."""
    return lambda *members, **more: [doubt.rule for doubt in doubts(*members, **more)]


def test_a_family_in_order_has_nothing_doubtful(doubts):
    assert doubts(others=(HOUSE, TAP, PROBLEM, CLOSED)) == []


def test_every_rule_of_the_list_has_its_own_number_an_advice_and_stands_once():
    numbers = [check.rule for check in CHECKS]
    assert len(set(numbers)) == len(numbers) == 76
    assert all(check.advice.endswith("。") for check in CHECKS)
    assert [severity.label for severity in Severity] == ["错误", "疑点", "提示"]


def test_a_doubt_says_whose_it_is_what_it_is_about_and_what_to_do(doubts):
    [doubt] = doubts(ZHANG, LI, SON.replace(number=None))
    assert (doubt.rule, doubt.severity, doubt.household) == ("DQ-005", "W", HOME.id)
    assert (doubt.noun, doubt.record) == ("member", SON.id)
    assert (doubt.text, doubt.advice) == ("张小军没有证件号码。", "请对照户口簿补填证件号码。")


class TestIdentity:
    @pytest.mark.parametrize(
        ("number", "text"),
        [
            (None, "张小军没有证件号码。"),
            (SON.number, "张小军的证件号码以 999999 开头，是占位号码。"),
            (SON.number.replace("999999", "999998"), ""),
        ],
    )
    def test_005_a_placeholder_is_no_number(self, number, text):
        assert without_number(SON.replace(number=number), TODAY) == text

    @pytest.mark.parametrize(
        ("on", "hit"), [(dt.date(1995, 1, 1), False), (dt.date(1994, 12, 31), True), (dt.date(2115, 12, 31), False),
                        (dt.date(2116, 1, 1), True)],
    )  # fmt: skip
    def test_006_a_birth_after_today_or_an_age_over_120(self, on, hit, rules):
        assert ("DQ-006" in rules(SON.replace(relation=Relation.HEAD), on=on)) is hit

    def test_006_a_birth_that_is_only_answered_counts_like_one_in_the_number(self, rules):
        child = SON.replace(number=None, birth=TODAY)
        assert "DQ-006" not in rules(ZHANG, child)
        assert "DQ-006" in rules(ZHANG, child.replace(birth=TODAY + dt.timedelta(days=1)))

    def test_006_another_day_than_the_number_says(self, rules):
        assert rules(ZHANG.replace(birth=dt.date(1970, 1, 1)), LI) == []
        assert rules(ZHANG.replace(birth=dt.date(1970, 1, 2)), LI) == ["DQ-006"]

    def test_007_the_parity_of_the_number_against_the_sex(self, rules):
        assert rules(ZHANG.replace(sex=None), LI) == []
        assert "DQ-007" in rules(ZHANG.replace(sex=Sex.FEMALE))
        assert "DQ-007" in rules(ZHANG, LI.replace(sex=Sex.MALE))

    @pytest.mark.parametrize(
        ("health", "number", "hits"),
        [
            (None, SON.number, []),
            ({Health.HEALTHY}, SON.number, []),
            ({Health.DISABLED}, SON.number, ["DQ-009"]),
            ({Health.DISABLED, Health.CHRONIC}, SON.number + "42", []),
            ({Health.DISABLED}, SON.number + "42B1", []),
            ({Health.CHRONIC}, SON.number + "42", ["DQ-010"]),
            (None, SON.number + "42", []),
        ],
    )
    def test_009_and_010_disability_and_its_certificate_belong_together(self, health, number, hits, rules):
        assert rules(ZHANG, LI, SON.replace(health=health and frozenset(health), number=number)) == hits

    @pytest.mark.parametrize(
        ("name", "hit"),
        [
            ("张小军", False), ("古丽·买买提", False), ("𠮷野", False), (None, False),
            ("张小军2", True), ("张小军A", True), ("张 小军", True), ("张小军(小)", True), ("张小军\uff08小\uff09", True),
            ("张小军\uff21", True), ("张小军\uff12", True), ("【张】小军", True),
        ],
    )  # fmt: skip
    def test_011_a_name_is_written_in_characters(self, name, hit, rules):
        assert rules(ZHANG, LI, SON.replace(name=name)) == ["DQ-011"] * hit

    @pytest.mark.parametrize(
        ("phone", "hit"),
        [("13900000000", False), ("无电话", False), (None, True), ("0851-8888888", True), ("12900000000", True), ("1390000000", True)],
    )
    def test_012_a_household_has_a_mobile_or_says_that_it_has_none(self, phone, hit, rules):
        assert rules(household=HOME.replace(phone=phone)) == ["DQ-012"] * hit


class TestTheSameNumberTwice:
    TWIN = SON.with_id("9" * 32).replace(name="张晓军")

    def test_both_are_named_each_in_its_own_household(self):
        found = list(doubled((), [("甲", SON), ("甲", ZHANG), ("乙", self.TWIN)]))
        assert [(doubt.rule, doubt.severity, doubt.household, doubt.record) for doubt in found] == [
            ("DQ-004", "E", "甲", SON.id), ("DQ-004", "E", "乙", self.TWIN.id),
        ]  # fmt: skip
        assert [doubt.text for doubt in found] == ["张小军与张晓军的证件号码相同。", "张晓军与张小军的证件号码相同。"]

    def test_a_third_one_is_named_once(self):
        third = self.TWIN.with_id("8" * 32)
        assert [d.record for d in doubled((), [("甲", SON), ("乙", self.TWIN), ("丙", third)])] == [SON.id, self.TWIN.id, third.id]

    def test_it_streams(self):
        def people():
            yield "甲", SON
            yield "乙", self.TWIN
            raise AssertionError("read further than needed")

        assert next(doubled((), people())).record == SON.id

    def test_a_disability_certificate_is_compared_by_the_citizen_number_in_it(self):
        certificate = self.TWIN.replace(number=SON.number + "42")
        assert len(list(doubled((), [("甲", SON), ("乙", certificate)]))) == 2

    def test_people_without_number_or_who_left_are_nobodys_double(self):
        gone = self.TWIN.replace(left=Left.MARRIED_OUT)
        nobody = SON.replace(number=None)
        assert list(doubled((), [("甲", gone), ("乙", SON), ("丙", gone), ("丁", nobody), ("戊", nobody)])) == []


class TestHousehold:
    def test_018_nobody_is_the_head(self, rules):
        assert rules(ZHANG.replace(relation=None), LI) == ["DQ-018", "DQ-023"]

    def test_019_two_are_the_head(self, doubts):
        [doubt] = doubts(ZHANG, SON.replace(relation=Relation.HEAD))
        assert (doubt.rule, doubt.noun, doubt.text) == ("DQ-019", "household", "有 2 个户主：张三、张小军。")

    def test_020_nobody_is_left_and_then_no_head_is_asked_for(self, rules):
        assert rules(ZHANG.replace(left=Left.DIED, left_on=TODAY)) == ["DQ-020"]

    @pytest.mark.parametrize(
        ("relation", "sex", "hit"),
        [
            (Relation.DAUGHTER_IN_LAW, Sex.MALE, True), (Relation.DAUGHTER_IN_LAW, Sex.FEMALE, False),
            (Relation.SON_IN_LAW, Sex.FEMALE, True), (Relation.SON_IN_LAW, Sex.MALE, False),
            (Relation.MOTHER, Sex.MALE, True), (Relation.GRANDFATHER, Sex.FEMALE, True),
            (Relation.SIBLING, Sex.MALE, False), (Relation.SIBLING, Sex.FEMALE, False),
            (Relation.OTHER, Sex.FEMALE, False), (Relation.SON_IN_LAW, None, False),
        ],
    )  # fmt: skip
    def test_024_a_relation_that_its_sex_contradicts(self, relation, sex, hit, rules):
        guest = Member("7" * 32, name="周平", relation=relation, sex=sex, number=None)
        assert ("DQ-024" in rules(ZHANG, guest)) is hit

    def test_024_goes_by_the_number_where_the_sex_is_not_answered(self, rules):
        assert rules(ZHANG, LI, SON.replace(sex=None, relation=Relation.DAUGHTER)) == ["DQ-024"]

    def test_025_head_and_spouse_of_one_sex(self, rules):
        man = SON.replace(relation=Relation.SPOUSE)
        assert rules(ZHANG, man) == ["DQ-025"]
        assert rules(ZHANG, LI) == []
        assert "DQ-025" not in rules(ZHANG, man.replace(sex=None, number=None))

    def test_026_two_spouses_are_a_doubt_of_their_own(self, rules):
        assert rules(ZHANG, LI, LI.with_id("6" * 32).replace(name="李兰")) == ["DQ-026"]

    @pytest.mark.parametrize(
        ("born", "hit"), [("1985-01-01", False), ("1984-12-31", True), ("1970-01-01", True), ("1969-12-31", True)]
    )
    def test_027_a_parent_is_fifteen_years_older_to_the_day(self, born, hit, rules):
        child = SON.replace(number=None, birth=dt.date.fromisoformat(born))
        assert ("DQ-027" in rules(ZHANG, child)) is hit

    def test_027_says_which_of_the_two_is_wrong(self, doubts):
        def text(day):
            child = SON.replace(number=None, birth=day)
            return next(doubt.text for doubt in doubts(ZHANG, child) if doubt.rule == "DQ-027")

        assert text(dt.date(1984, 12, 31)) == "张小军出生时，父母辈的张三只有 14 岁。"
        assert text(dt.date(1969, 12, 31)) == "张小军比父母辈的张三年龄还大。"

    def test_027_looks_at_the_parents_of_the_head_and_of_the_spouse_and_not_at_the_spouse_and_the_children(self, rules):
        young = {"number": None, "birth": dt.date(1975, 1, 1)}
        for relation in (Relation.FATHER, Relation.MOTHER, Relation.WIFES_FATHER, Relation.HUSBANDS_MOTHER):
            assert "DQ-027" in rules(ZHANG, LI, Member("7" * 32, name="周平", relation=relation, **young))
        assert "DQ-027" not in rules(ZHANG, LI.replace(**young), SON.replace(number=None, birth=dt.date(1986, 1, 1)))
        assert "DQ-027" not in rules(ZHANG, SON.replace(number=None))

    @pytest.mark.parametrize(
        ("left", "day", "hit"), [(None, None, False), (Left.DIED, TODAY, False), (Left.DIED, None, True), (None, TODAY, True)]
    )
    def test_028_gone_needs_a_reason_and_a_day(self, left, day, hit, rules):
        assert rules(ZHANG, LI, SON.replace(left=left, left_on=day)) == ["DQ-028"] * hit

    def test_who_left_is_looked_at_by_no_other_rule(self, rules):
        gone = Member("7" * 32, name="A1", relation=Relation.HEAD, left=Left.MARRIED_OUT, left_on=TODAY)
        assert rules(*FAMILY, gone) == []


class TestHousing:
    """More of them in test_housing_checks.py."""

    @pytest.mark.parametrize(
        ("walls", "appraised", "hit"),
        [
            (Condition.a, Grade.A, False), (Condition.a, Grade.B, True), (Condition.c, Grade.C, False),
            (Condition.c, Grade.B, True), (Condition.b, Grade.C, True), (Condition.a, Grade.NO_HOUSE, False),
            (Condition.a, None, False), (None, Grade.D, False),
        ],
    )  # fmt: skip
    def test_146_an_appraisal_that_differs_from_what_was_seen(self, walls, appraised, hit, rules):
        house = HOUSE.replace(walls=walls, appraised=appraised, sleepers=None)
        assert ("DQ-146" in rules(others=(house,))) is hit

    @pytest.mark.parametrize(("appraised", "hit"), [(Grade.B, True), (Grade.C, False), (Grade.D, False)])
    def test_146_c_at_least_contradicts_only_a_milder_grade(self, appraised, hit, rules):
        house = HOUSE.replace(walls=Condition.c, roof=None, appraised=appraised, sleepers=None)
        assert ("DQ-146" in rules(others=(house,))) is hit

    @pytest.mark.parametrize("walls", [Condition.c, Condition.d])
    def test_147_somebody_sleeps_in_danger_and_no_open_problem_says_so(self, walls, doubts):
        danger = HOUSE.replace(walls=walls)
        [doubt] = doubts(others=(danger,))
        assert (doubt.rule, doubt.severity, doubt.record) == ("DQ-147", "E", HOUSE.id)
        assert "住着 1 人" in doubt.text
        [found] = doubts(others=(danger.replace(sleepers=None),))
        assert found.rule == "DQ-180"

    @pytest.mark.parametrize(
        ("problem", "hit"),
        [
            (PROBLEM.replace(kind=ProblemKind.HOUSING), False),
            (PROBLEM.replace(kind=ProblemKind.HOUSING, state=ProblemState.CLAIMED), False),
            (CLOSED.replace(kind=ProblemKind.HOUSING), True),
            (PROBLEM.replace(kind=ProblemKind.WATER), True),
        ],
    )
    def test_147_is_settled_by_an_open_problem_of_housing_only(self, problem, hit, rules):
        assert rules(others=(HOUSE.replace(walls=Condition.d), problem)) == ["DQ-147"] * hit

    def test_147_counts_what_was_certified_too(self, rules):
        assert rules(others=(Housing(HOUSE.id, appraised=Grade.D, sleepers=frozenset({ZHANG.id})),)) == ["DQ-147"]

    def test_154_a_grade_b_is_to_be_looked_at_again(self, rules):
        assert rules(others=(HOUSE.replace(walls=Condition.b),)) == ["DQ-154"]


class TestWater:
    def test_180_unsafe_water_without_an_open_problem(self, rules):
        dry = TAP.replace(dry_days=37)
        assert rules(others=(dry,)) == ["DQ-180"]
        assert rules(others=(dry, PROBLEM.replace(kind=ProblemKind.WATER))) == []
        assert rules(others=(dry, CLOSED.replace(kind=ProblemKind.WATER))) == ["DQ-180"]
        assert rules(others=(TAP.replace(dry_days=36),)) == []
        assert rules(others=(TAP.replace(dry_days=None),)) == []


class TestProblems:
    @pytest.mark.parametrize("name", ["measure", "responsible", "due"])
    def test_177_no_owner_no_measure_or_no_deadline(self, name, doubts):
        [doubt] = doubts(others=(PROBLEM.replace(**{name: None}),))
        assert (doubt.rule, doubt.text) == ("DQ-177", f"问题没有填写{Problem.field(name).label}。")

    @pytest.mark.parametrize("name", ["evidence", "checker", "closed_on"])
    def test_178_closed_without_proof(self, name, rules):
        assert rules(others=(CLOSED.replace(**{name: None}),)) == ["DQ-178"]
        assert rules(others=(PROBLEM.replace(**{name: None}),)) == []

    @pytest.mark.parametrize(("day", "hit"), [(dt.date(2026, 9, 1), False), (dt.date(2026, 8, 31), True)])
    def test_178_closed_before_it_was_found(self, day, hit, rules):
        assert rules(others=(CLOSED.replace(closed_on=day),)) == ["DQ-178"] * hit

    @pytest.mark.parametrize(
        ("on", "state", "hit"),
        [
            (dt.date(2026, 12, 1), ProblemState.UNDER_WAY, False), (dt.date(2026, 12, 2), ProblemState.UNDER_WAY, True),
            (dt.date(2026, 12, 2), ProblemState.OPEN, True), (dt.date(2026, 12, 2), ProblemState.CLAIMED, True),
        ],
    )  # fmt: skip
    def test_179_overdue_from_the_day_after_the_deadline(self, on, state, hit, rules):
        assert rules(others=(PROBLEM.replace(state=state),), on=on) == ["DQ-179"] * hit

    def test_179_what_is_closed_is_never_overdue(self, rules):
        assert rules(others=(CLOSED,), on=dt.date(2030, 1, 1)) == []
