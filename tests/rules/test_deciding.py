"""A person decides otherwise: what the decision needs, when it is followed, and that the suggestion stays beside it."""

import datetime as dt
from itertools import combinations

import pytest

from fieldapp.base.kinds import YesNo
from fieldapp.records.housing import Condition, Decided, Grade, Housing
from fieldapp.rules.deciding import lacking
from fieldapp.rules.finding import Verdict
from fieldapp.rules.housing import COMPONENTS, housing_safety

SOUND = Housing(storeys=1, site_dangerous=YesNo.NO, **{field.name: Condition.a for field in COMPONENTS})
SEEN = {
    "A": SOUND,
    "B": SOUND.replace(walls=Condition.b),
    "C": SOUND.replace(walls=Condition.c),
    "D": SOUND.replace(walls=Condition.d),
}
GRADES = list(Decided)
PIECES = {"decided_why": "已经加固", "decided_by": "何工", "decided_picture": frozenset({"f" * 64})}
WHOLE = PIECES | {"decided_on": dt.date(2026, 10, 1)}


@pytest.fixture
def judged(housing_text, housing_on):
    limits = housing_on(housing_text)
    return lambda housing: housing_safety(housing, limits)


@pytest.mark.parametrize("decided", GRADES)
@pytest.mark.parametrize("seen", SEEN)
def test_a_whole_decision_is_followed_whether_milder_the_same_or_worse(seen, decided, judged):
    finding = judged(SEEN[seen].replace(decided=decided, **WHOLE))
    assert (finding.told, finding.grade) == (decided.value, decided.name)
    assert finding.verdict is (Verdict.GOOD if decided in (Decided.A, Decided.B) else Verdict.BAD)
    assert finding.suggested == judged(SEEN[seen])
    assert finding.reasons[0].text == f"人工认定为 {decided.value}：已经加固(何工、2026-10-01)。"
    assert finding.reasons[1:] == finding.suggested.reasons


@pytest.mark.parametrize("given", [given for n in range(4) for given in combinations(PIECES, n)], ids="+".join)
@pytest.mark.parametrize("decided", GRADES)
@pytest.mark.parametrize("seen", SEEN)
def test_a_reason_is_needed_always_and_an_appraiser_and_a_picture_for_a_milder_grade(seen, decided, given, judged):
    house = SEEN[seen].replace(decided=decided, **{name: PIECES[name] for name in given})
    needed = {"decided_why"} | ({"decided_by", "decided_picture"} if decided.name < seen else set())
    finding, missing = judged(house), needed - set(given)
    assert {field.name for field in lacking(house, judged(SEEN[seen]))} == missing
    assert (finding.suggested is None) is bool(missing)
    if missing:
        suggested = judged(SEEN[seen])
        assert (finding.verdict, finding.told, finding.grade) == (suggested.verdict, suggested.told, suggested.grade)
        assert finding.reasons[-1].text.endswith("没有采用。")
        assert {field.name for field in finding.reasons[-1].rests_on} == missing | {"decided"}


def test_what_a_milder_decision_lacks_is_named(judged):
    finding = judged(SEEN["D"].replace(decided=Decided.B, decided_why="看着还行"))
    assert finding.reasons[-1].text == "人工认定为 B级，比查看的结果轻，还缺“鉴定人”、“认定照片”，没有采用。"
    finding = judged(SEEN["A"].replace(decided=Decided.C))
    assert finding.reasons[-1].text == "人工认定为 C级，还缺“认定理由”，没有采用。"


@pytest.mark.parametrize(
    "house", [Housing(), SOUND.replace(roof=None), SOUND.replace(storeys=3)], ids=["unseen", "in part", "high"]
)
@pytest.mark.parametrize("decided", GRADES)
def test_where_no_grade_is_settled_every_grade_that_calls_it_safe_needs_an_appraiser_and_a_picture(house, decided, judged):
    safe = decided in (Decided.A, Decided.B)
    finding = judged(house.replace(decided=decided, decided_why="听人说"))
    assert (finding.suggested is None) is safe
    assert judged(house.replace(decided=decided, **WHOLE)).told == decided.value


def test_c_at_least_may_be_decided_to_be_c_with_a_reason_alone(judged):
    house = SEEN["C"].replace(roof=None)
    assert judged(house).told == "至少 C级"
    assert judged(house.replace(decided=Decided.C, decided_why="屋面看不到")).told == "C级"
    assert judged(house.replace(decided=Decided.B, decided_why="屋面看不到")).told == "至少 C级"


def test_no_house_is_no_grade_of_a_building():
    assert {choice.name for choice in Decided} == {choice.name for choice in Grade} - {"NO_HOUSE"}
    assert all(choice.value == Grade[choice.name].value for choice in Decided)


@pytest.mark.parametrize("appraised", Grade)
def test_a_decision_never_touches_what_an_appraiser_certified(appraised, judged):
    house = SEEN["D"].replace(decided=Decided.A, **WHOLE)
    assert judged(house.replace(appraised=appraised)) == judged(house)
