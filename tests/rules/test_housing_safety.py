"""One building: every combination of component grades, site and storeys, with answers missing."""

import datetime as dt
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.base.kinds import YesNo
from fieldapp.records.housing import Condition, Grade, Housing, Protection
from fieldapp.records.village import HousingMethod
from fieldapp.rules.finding import Verdict
from fieldapp.rules.housing import COMPONENTS, appraised, housing_safety
from fieldapp.rules.housing_limits import housing_limits, read_housing
from tests.rules.conftest import TODAY

GOOD, BAD, OPEN, NONE = Verdict.GOOD, Verdict.BAD, Verdict.OPEN, Verdict.NONE
A, B, C, D, ABSENT = Condition
NAMES = [field.name for field in COMPONENTS]

SOUND = Housing(storeys=1, site_dangerous=YesNo.NO, **dict.fromkeys(NAMES, A))


def with_conditions(found, turn=0):
    """A building whose eight components have these conditions, dealt round beginning with component `turn`."""
    return SOUND.replace(**{NAMES[(turn + place) % 8]: found[place % len(found)] for place in range(8)})


SETTLED = {
    (A,): "A", (B,): "B", (C,): "C", (D,): "D",
    (A, B): "B", (A, C): "C", (A, D): "D", (B, C): "C", (B, D): "D", (C, D): "D",
    (A, B, C): "C", (A, B, D): "D", (A, C, D): "D", (B, C, D): "D", (A, B, C, D): "D",
}  # fmt: skip
"""The conditions that occur in a building → its grade (domain notes 1.3)."""
VERDICTS = {"A": GOOD, "B": GOOD, "C": BAD, "D": BAD}


@pytest.fixture
def judged(housing_text, housing_on):
    """building → what is found of it."""
    return lambda housing: housing_safety(housing, housing_on(housing_text))


def short(finding):
    return finding.verdict, finding.told, finding.grade


@pytest.mark.parametrize(("found", "grade"), SETTLED.items(), ids=str)
@pytest.mark.parametrize("absent", [(), (ABSENT,)], ids=["whole", "with absent ones"])
def test_the_worst_component_decides_wherever_it_is(found, grade, absent, judged):
    for turn in range(8):
        finding = judged(with_conditions((*found, *absent), turn))
        assert short(finding) == (VERDICTS[grade], f"{grade}级", grade)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("condition", [A, B, C, D])
def test_each_component_alone_can_grade_the_house(name, condition, judged):
    everything_else_absent = SOUND.replace(**dict.fromkeys(NAMES, ABSENT))
    expected = condition.name.upper()
    assert judged(SOUND.replace(**{name: condition})).grade == expected
    assert judged(everything_else_absent.replace(**{name: condition})).grade == expected


MISSING = {
    (): (OPEN, "资料不全", ""), (A,): (OPEN, "资料不全", ""), (B,): (OPEN, "资料不全", ""), (A, B): (OPEN, "资料不全", ""),
    **dict.fromkeys([(C,), (A, C), (B, C), (A, B, C)], (BAD, "至少 C级", "C")),
    **dict.fromkeys([(D,), (A, D), (B, D), (C, D), (A, B, D), (A, C, D), (B, C, D), (A, B, C, D)], (BAD, "D级", "D")),
}  # fmt: skip


@pytest.mark.parametrize(("found", "expected"), MISSING.items(), ids=str)
def test_with_a_component_missing_only_what_is_certain_is_said(found, expected, judged):
    for turn in range(8):
        assert short(judged(with_conditions((*found, None), turn))) == expected


@pytest.mark.parametrize("found", [found for n in range(1, 6) for found in combinations([A, B, C, D, None], n)], ids=str)
@pytest.mark.parametrize("storeys", [None, 1, 2])
def test_a_dangerous_site_makes_it_d_directly(found, storeys, judged):
    finding = judged(with_conditions(found).replace(site_dangerous=YesNo.YES, storeys=storeys))
    assert short(finding) == (BAD, "D级", "D")
    assert "场地有危险，直接定为 D级，建议搬迁避让。" in [reason.text for reason in finding.reasons]


@pytest.mark.parametrize("site", [None, YesNo.UNKNOWN])
@pytest.mark.parametrize(
    ("worst", "expected"),
    [(A, (OPEN, "资料不全", "")), (B, (OPEN, "资料不全", "")), (C, (BAD, "至少 C级", "C")), (D, (BAD, "D级", "D"))],
)
def test_a_site_that_nobody_looked_at_leaves_open_what_it_could_change(site, worst, expected, judged):
    assert short(judged(with_conditions((A, worst)).replace(site_dangerous=site))) == expected


@pytest.mark.parametrize(("storeys", "expected"), [(1, GOOD), (2, GOOD), (3, NONE), (30, NONE)])
def test_the_guideline_ends_at_two_storeys(storeys, expected, judged):
    assert judged(SOUND.replace(storeys=storeys)).verdict is expected


@pytest.mark.parametrize(
    ("found", "site"), list(product([(A,), (C,), (D,), (None,), (ABSENT,)], [YesNo.NO, YesNo.YES, YesNo.UNKNOWN, None])), ids=str
)
def test_from_three_storeys_on_no_grade_is_given_whatever_was_seen(found, site, judged):
    finding = judged(with_conditions(found).replace(storeys=3, site_dangerous=site))
    assert short(finding) == (NONE, "不适用", "")
    assert "GB 50292" in finding.reasons[0].text
    assert any("撤离" in reason.text for reason in finding.reasons) is (site is YesNo.YES)


@pytest.mark.parametrize(("worst", "expected"), [(A, OPEN), (B, OPEN), (C, BAD), (D, BAD)])
def test_without_the_storeys_only_a_dangerous_house_is_judged(worst, expected, judged):
    finding = judged(with_conditions((A, worst)).replace(storeys=None))
    assert finding.verdict is expected
    assert any(Housing.storeys in reason.rests_on and reason.verdict is OPEN for reason in finding.reasons)
    assert finding.told == {A: "资料不全", B: "资料不全", C: "C级", D: "D级"}[worst]


def test_a_house_without_any_component_cannot_be_graded(judged):
    finding = judged(SOUND.replace(**dict.fromkeys(NAMES, ABSENT)))
    assert short(finding) == (OPEN, "资料不全", "")
    assert "没有这一部分" in next(reason.text for reason in finding.reasons if reason.verdict is OPEN)


def test_an_empty_form_and_no_form_are_open(judged):
    assert short(judged(None)) == (OPEN, "资料不全", "")
    finding = judged(Housing())
    assert short(finding) == (OPEN, "资料不全", "")
    assert {field for reason in finding.reasons for field in reason.rests_on} == {
        Housing.storeys, Housing.site_dangerous, *COMPONENTS,
    }  # fmt: skip


@given(st.tuples(*[st.sampled_from([*Condition, None])] * 8), st.sampled_from([*YesNo, None]), st.sampled_from([None, 1, 2, 3]))
def test_any_form_agrees_with_the_rule_as_it_is_written(housing_text, housing_on, found, site, storeys):
    housing = Housing(storeys=storeys, site_dangerous=site, **dict(zip(NAMES, found, strict=True)))
    letters = [condition.name.upper() for condition in found if condition not in (None, ABSENT)]
    worst = "D" if site is YesNo.YES else max(letters, default="")
    unknown = None in found or site not in (YesNo.YES, YesNo.NO) or storeys is None or not letters
    finding = housing_safety(housing, housing_on(housing_text))
    if storeys == 3:
        assert finding.verdict is NONE
    elif worst in ("C", "D"):
        assert (finding.verdict, finding.grade) == (BAD, worst)
    else:
        assert (finding.verdict, finding.grade) == ((OPEN, "") if unknown else (GOOD, worst))


@pytest.mark.parametrize("protection", Protection)
def test_protection_against_disaster_is_mentioned_beside_and_changes_nothing(protection, judged):
    for housing in (SOUND, SOUND.replace(walls=C), SOUND.replace(storeys=3), Housing()):
        without, with_it = judged(housing), judged(housing.replace(protection=protection))
        assert short(with_it) == short(without)
        assert f"防灾措施{protection.value}，另行记录，不改变等级。" in [reason.text for reason in with_it.reasons]


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize("method", HousingMethod)
def test_moving_the_storeys_by_one_is_noticed_at_the_border(method, step, housing_text, moved):
    mutants = [text for name, text in moved(housing_text, step) if name.startswith("storeys ") and name.endswith(method.name)]
    assert len(mutants) == 1
    limits = housing_limits(read_housing(mutants[0]), TODAY, method)
    borders = {2: GOOD, 3: NONE}
    assert {storeys: housing_safety(SOUND.replace(storeys=storeys), limits).verdict for storeys in borders} != borders


class TestSentences:
    def test_the_worst_components_are_named(self, judged):
        finding = judged(SOUND.replace(walls=C, timber=C, roof=B))
        [reason] = [reason for reason in finding.reasons if reason.verdict is BAD]
        assert reason.text == "最差的组成部分是“承重墙”、“木柱、梁、檩”：c 明显，对应 C级(最差的组成部分定级)。"
        assert reason.rests_on == (Housing.walls, Housing.timber)

    def test_the_components_not_looked_at_are_named(self, judged):
        finding = judged(SOUND.replace(roof=None, walls=C))
        assert [reason.text for reason in finding.reasons if reason.verdict is OPEN] == ["还没有查看：“屋面”。"]

    def test_a_grade_by_a_contested_component_alone_shows_its_confidence(self, judged):
        assert judged(SOUND.replace(enclosure=D)).confidence == "“围护和次要构件”这一项定级的可信度约 70%，还没有与导则原文核对。"
        assert judged(SOUND.replace(enclosure=D, walls=D)).confidence == ""
        assert judged(SOUND).confidence == ""

    def test_the_source_is_named(self, judged):
        assert judged(SOUND).source == "建村函〔2019〕200号《农村住房安全性鉴定技术导则》"


class TestAppraisal:
    @pytest.mark.parametrize(
        ("grade", "expected"),
        [
            (Grade.A, (GOOD, "A级", "A")), (Grade.B, (GOOD, "B级", "B")), (Grade.C, (BAD, "C级", "C")),
            (Grade.D, (BAD, "D级", "D")), (Grade.NO_HOUSE, (NONE, "无房户", "")),
        ],
    )  # fmt: skip
    def test_it_is_read_as_it_was_certified(self, grade, expected):
        assert short(appraised(Housing(appraised=grade))) == expected

    def test_nothing_certified_is_nothing(self):
        assert appraised(SOUND.replace(walls=D)) is None

    @pytest.mark.parametrize("grade", Grade)
    def test_it_never_becomes_what_was_seen_and_what_was_seen_never_becomes_it(self, grade, judged):
        for housing in (SOUND, SOUND.replace(walls=D), Housing()):
            certified = housing.replace(appraised=grade)
            assert judged(certified) == judged(housing)
            assert appraised(certified) == appraised(Housing(appraised=grade))

    def test_its_source_is_the_report(self):
        housing = Housing(appraised=Grade.B, appraiser="某鉴定公司", appraised_on=dt.date(2025, 6, 1), report="J-7")
        assert appraised(housing).source == "鉴定报告(某鉴定公司、2025-06-01、J-7)"
        assert appraised(Housing(appraised=Grade.B)).source == "鉴定报告(机构、日期未填)"
