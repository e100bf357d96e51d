"""Filters and orders of the list of households, at their borders."""

import datetime as dt

import pytest

from fieldapp.desk.filtering import FILTERS, Order, count, ordered, passing, standing_of
from fieldapp.desk.judging import judge_dossier
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.housing import Grade, Housing
from fieldapp.records.member import Left, Member
from fieldapp.records.problem import Problem, ProblemState
from fieldapp.records.village import Village
from fieldapp.records.visit import Outcome, Visit, Way
from fieldapp.rules.finding import Verdict
from fieldapp.store.listing import Entry

TODAY = dt.date(2026, 11, 22)
BY_LABEL = {one.label: one for together in FILTERS for one in together}


def standing(*records, contested=frozenset()):
    """How a household with these records stands today."""
    gathered = {}
    for record in records:
        gathered.setdefault(type(record), []).append(record)
    dossier = Dossier(Village(name="石桥村"), Household("1" * 32, head="李国兰"), gathered, contested)
    return standing_of(dossier, judge_dossier(dossier, TODAY), TODAY)


def met(ago):
    """A visit so many days ago at which somebody was met at home."""
    return Visit(f"{ago:032x}", day=TODAY - dt.timedelta(ago), way=Way.HOME, outcome=Outcome.MET)


def holds(label, one):
    return BY_LABEL[label].holds(one, TODAY)


def appraised(grade, **more):
    return Housing("d" * 32, household="1" * 32, appraised=grade, **more)


@pytest.mark.parametrize(("grade", "found"), [(Grade.A, False), (Grade.B, False), (Grade.C, True), (Grade.D, True)])
def test_a_dangerous_house_in_which_somebody_sleeps_is_found_whoever_graded_it(grade, found):
    member = Member("a" * 32, household="1" * 32, name="李国兰")
    house = appraised(grade, sleepers=frozenset({member.id}))
    assert holds("住房 C、D级", standing(member, house)) is found


def test_who_has_no_house_on_record_is_not_said_to_live_in_danger():
    assert not holds("住房 C、D级", standing())


@pytest.mark.parametrize(("ago", "found"), [(30, []), (31, [30]), (60, [30]), (61, [30, 60]), (91, [30, 60, 90])])
def test_days_without_a_visit_count_from_the_day_of_the_last_one(ago, found):
    visits = [met(ago), met(200), Visit("c" * 32), Visit("d" * 32, day=TODAY, way=Way.HOME, outcome=Outcome.NOBODY)]
    assert [days for days in (30, 60, 90) if holds(f"{days} 天没走访", standing(*visits))] == found


def test_who_was_never_visited_is_found_however_many_days_are_asked_for():
    assert all(holds(f"{days} 天没走访", standing()) for days in (30, 60, 90))


@pytest.mark.parametrize(("state", "found"), [
    (ProblemState.OPEN, True), (ProblemState.CLAIMED, True), (ProblemState.CLOSED, False), (None, True),
])  # fmt: skip
def test_a_problem_is_open_until_it_is_closed(state, found):
    assert holds("有未销号问题", standing(Problem(what="路", state=state))) is found


def test_a_problem_is_overdue_from_the_day_after():
    one = standing(Problem(what="路", due=TODAY), Problem(what="灯", due=TODAY - dt.timedelta(1)))
    assert (one.problems, one.overdue) == (2, 1)


def test_people_without_a_number_are_counted_while_they_belong_to_the_household():
    one = standing(Member(name="甲"), Member(name="乙", number="99999919680305003X"), Member(name="丙", left=Left.DIED))
    assert one.unnumbered == 1
    assert holds("没有证件号码的人", one)
    assert not holds("没有证件号码的人", standing(Member(name="丙", left=Left.DIED)))


def test_what_two_offices_tell_differently_is_found():
    assert holds("两地不一致", standing(contested=frozenset({"household.x.head"})))
    assert not holds("两地不一致", standing())


def test_a_house_to_look_at_again_first_is_found():
    assert holds("重点复查", standing(appraised(Grade.B)))
    assert not holds("重点复查", standing(appraised(Grade.A)))


def test_water_that_nobody_has_looked_at_is_not_unsafe():
    assert standing().water is not Verdict.BAD
    assert holds("饮水不安全", standing()._replace(water=Verdict.BAD))
    assert not holds("饮水不安全", standing()._replace(water=Verdict.OPEN))


ENTRIES = [Entry(id, "", head, group, people) for id, head, group, people in (
    ("1", "周建军", "1组", 3), ("2", "安小燕", "2组", 5), ("3", "李国兰", "3组", 1), ("4", "王永福", "3组", 3),
)]  # fmt: skip
NOBODY = standing()
STANDINGS = {
    "1": NOBODY._replace(housing=(3, ""), water=Verdict.GOOD, visited=TODAY, met=TODAY, problems=1, overdue=0, dangerous=False),
    "2": NOBODY._replace(housing=(0, "W"), water=Verdict.BAD, visited=None, problems=0, overdue=0, dangerous=True),
    "3": NOBODY._replace(
        housing=(0, "V"),
        water=Verdict.OPEN,
        visited=dt.date(2026, 1, 2),
        met=dt.date(2026, 1, 2),
        problems=1,
        overdue=1,
        dangerous=True,
    ),
}


def ids(entries):
    return "".join(entry.id for entry in entries)


@pytest.mark.parametrize(("order", "forwards", "backwards"), [
    (Order.GROUP, "1234", "4321"), (Order.HEAD, "2341", "1432"), (Order.PEOPLE, "2143", "3142"),
    (Order.HOUSING, "3214", "1234"), (Order.WATER, "2314", "1324"), (Order.PROBLEMS, "3124", "2134"),
    (Order.VISITED, "2314", "1324"),
])  # fmt: skip
def test_what_asks_for_an_act_comes_first_and_the_unknown_last_either_way(order, forwards, backwards):
    assert ids(ordered(ENTRIES, STANDINGS, order)) == forwards
    assert ids(ordered(ENTRIES, STANDINGS, order, backwards=True)) == backwards


def test_a_household_passes_when_every_filter_finds_it():
    danger, never = BY_LABEL["住房 C、D级"], BY_LABEL["90 天没走访"]
    assert ids(passing(ENTRIES, STANDINGS, [], TODAY)) == "1234"
    assert ids(passing(ENTRIES, STANDINGS, [danger], TODAY)) == "23"
    assert ids(passing(ENTRIES, STANDINGS, [danger, BY_LABEL["饮水不安全"]], TODAY)) == "2"
    counted = count(STANDINGS.values(), TODAY)
    assert (counted[danger], counted[never]) == (2, 2)
