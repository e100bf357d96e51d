"""Doubts about drinking water: what a register or a person calls safe, held against what the rules find."""

import datetime as dt

import pytest

from fieldapp.base.kinds import YesNo
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.problem import Problem, ProblemKind, ProblemState
from fieldapp.records.registered import Registered, Topic
from fieldapp.records.village import Village
from fieldapp.records.water import Report, Safety, Water
from fieldapp.rules.checks.doubt import Case, Severity
from fieldapp.rules.checks.problems import PROBLEMS
from fieldapp.rules.checks.water import WATER
from tests.rules.conftest import TODAY

TAP = Water("b" * 32, litres=100, piped=YesNo.YES, dry_days=0, result=Report.PASSED)
DRY = TAP.replace(dry_days=37)
WHY = {"decided_why": "已接通第二水源", "decided_by": "赵敏"}
LISTED = Problem("c" * 32, kind=ProblemKind.WATER, state=ProblemState.UNDER_WAY)


def registered(said="安全", column="饮水安全", on=None, topic=Topic.WATER, source=None):
    return Registered(topic=topic, said=said, column=column, source=source, on=on and dt.date.fromisoformat(on))


@pytest.fixture
def doubts(housing_text, housing_on, water_text, water_on):
    """Records of one household → the doubts about its water."""

    def found(*records):
        gathered = {}
        for record in records:
            gathered.setdefault(type(record), []).append(record)
        dossier = Dossier(Village(), Household("h" * 32), gathered)
        case = Case(dossier, TODAY, housing_on(housing_text), water_on(water_text))
        return [doubt for check in (*WATER, *PROBLEMS) for doubt in check.doubts(case) if doubt.noun == Water.table]

    return found


@pytest.fixture
def rules(doubts):
    return lambda *records: [doubt.rule for doubt in doubts(*records)]


class TestMarkedSafe:
    def test_a_register_that_says_safe_where_an_indicator_fails_is_an_error_with_its_grounds(self, doubts):
        [doubt] = doubts(DRY, LISTED, registered(on="2025-12-31", source="花名册 · 户"))
        assert (doubt.rule, doubt.severity, doubt.record) == ("DQ-153", Severity.ERROR, DRY.id)
        assert doubt.text == "登记“饮水安全”为“安全”(2025-12-31、花名册 · 户)，这里却判定为不安全：供水保证率不达标。"

    def test_every_indicator_that_fails_is_named(self, doubts):
        [doubt] = doubts(DRY.replace(result=Report.FAILED), LISTED, registered())
        assert doubt.text == "登记“饮水安全”为“安全”，这里却判定为不安全：水质不达标、供水保证率不达标。"

    @pytest.mark.parametrize("water", [TAP, TAP.replace(dry_days=36), TAP.replace(dry_days=None)])
    def test_where_nothing_fails_a_register_may_say_what_it_likes(self, water, rules):
        assert rules(water, registered()) == []

    @pytest.mark.parametrize(
        ("said", "column", "safe"),
        [
            ("安全", "饮水安全", True),
            ("基本安全", "", True),
            ("达标", "饮水是否达标", True),
            ("是", "饮水是否安全", True),
            ("√", "是否解决安全饮水", True),
            ("否", "是否饮水困难", False),
            ("不安全", "饮水安全", False),
            ("否", "饮水是否安全", False),
            ("是", "是否饮水困难", False),
            ("不清楚", "饮水是否安全", False),
            ("自来水", "饮水情况", False),
        ],
    )
    def test_only_what_plainly_says_safe_is_held_against_the_indicators(self, said, column, safe, rules):
        assert rules(DRY, LISTED, registered(said, column)) == (["DQ-153"] if safe else [])

    def test_of_several_conclusions_the_newest_counts_and_of_two_without_day_the_later(self, rules):
        older, newer = registered("安全", on="2019-12-31"), registered("不安全", on="2025-12-31")
        assert rules(DRY, LISTED, newer, older) == []
        assert rules(DRY, LISTED, registered("不安全", on="2019-12-31"), registered("安全", on="2025-12-31")) == ["DQ-153"]
        assert rules(DRY, LISTED, registered("不安全", on="2019-12-31"), registered("安全")) == []
        assert rules(DRY, LISTED, registered("不安全"), registered("安全")) == ["DQ-153"]
        assert rules(DRY, LISTED, registered("安全"), registered("不安全")) == []

    def test_what_a_register_says_of_other_things_does_not_count(self, rules):
        assert rules(DRY, LISTED, registered(topic=Topic.HOUSING)) == []

    def test_without_a_look_at_the_water_there_is_nothing_to_doubt(self, rules):
        assert rules(registered()) == []


class TestDecided:
    @pytest.mark.parametrize("safety", [Safety.SAFE, Safety.BASIC])
    def test_safe_decided_with_reason_and_name_is_followed_and_no_doubt(self, safety, rules):
        assert rules(DRY.replace(decided=safety, **WHY), registered()) == []

    @pytest.mark.parametrize("lacking", list(WHY))
    def test_safe_decided_without_reason_or_name_is_a_doubt_and_still_asks_for_a_problem(self, lacking, doubts):
        told = doubts(DRY.replace(decided=Safety.SAFE, **WHY | {lacking: None}))
        assert [doubt.rule for doubt in told] == ["DQ-153", "DQ-180"]
        assert told[0].text == "人工认定为安全，这里却判定为不安全：供水保证率不达标。"

    def test_unsafe_decided_against_good_figures_asks_for_a_problem_and_contradicts_the_register(self, doubts):
        told = doubts(TAP.replace(decided=Safety.UNSAFE, **WHY), registered())
        assert [doubt.rule for doubt in told] == ["DQ-153", "DQ-180"]
        assert told[0].text == "登记“饮水安全”为“安全”，这里却判定为不安全：人工认定。"

    def test_unsafe_water_with_an_open_problem_is_in_order_and_with_a_closed_one_not(self, rules):
        assert rules(DRY, LISTED) == []
        assert rules(DRY, LISTED.replace(state=ProblemState.CLOSED)) == rules(DRY) == ["DQ-180"]
