"""What there is to do today, gathered from real survey files."""

import datetime as dt

import pytest

from fieldapp.base.kinds import YesNo
from fieldapp.desk.practice import make_practice
from fieldapp.desk.today import About, Patience, keep_patience, patience, today
from fieldapp.records.household import Household, HouseholdType
from fieldapp.records.plan import Measure, Progress
from fieldapp.records.problem import Problem, ProblemState, Promise
from fieldapp.records.visit import Outcome, Visit, Way
from fieldapp.records.water import Water
from fieldapp.rules.visits import last_met
from fieldapp.store.survey import Survey
from tests.desk.conftest import AT

ON = AT.date()
LI, ZHOU = "1" * 32, "2" * 32


def days(count: int) -> dt.date:
    return ON + dt.timedelta(count)


def settled(survey: Survey, *records):
    """Two households, and these records of them, all of one act."""
    with survey.change("登记") as change:
        for record in (Household(LI, head="李国兰", group="3组"), Household(ZHOU, head="周建军", group="5组"), *records):
            change.save(record)
    return today(survey.reader, AT)


def visit(count: int, way: Way = Way.HOME, outcome: Outcome = Outcome.MET, **more) -> Visit:
    return Visit(household=LI, day=days(count), way=way, outcome=outcome, **more)


def test_what_is_open_stands_by_its_deadline_and_what_has_none_comes_last(survey):
    told = settled(
        survey,
        Problem(household=LI, what="漏雨", due=days(3), responsible="韩"),
        Promise(household=ZHOU, wish="修渠", due=days(-4), by="何"),
        Measure(household=LI, what="养牛", due=days(0)),
        Problem(household=ZHOU, what="没有期限"),
    )
    assert [(one.about, one.home.head, one.text, one.by, one.left(ON)) for one in told.matters] == [
        (About.PROMISE, "周建军", "修渠", "何", -4),
        (About.MEASURE, "李国兰", "养牛", "", 0),
        (About.PROBLEM, "李国兰", "漏雨", "韩", 3),
        (About.PROBLEM, "周建军", "没有期限", "", None),
    ]


def test_what_presses_ends_a_week_from_now(survey):
    told = settled(survey, *(Promise(household=LI, wish=str(count), due=days(count)) for count in (-1, 0, 7, 8)))
    assert [one.text for one in told.pressing] == ["-1", "0", "7"]


def test_what_is_closed_kept_done_or_stopped_is_nobodys_business_any_more(survey):
    told = settled(
        survey,
        Problem(household=LI, what="已销号", state=ProblemState.CLOSED),
        Promise(household=LI, wish="没办到也是答复", kept=YesNo.NO),
        Measure(household=LI, what="完成", progress=Progress.DONE),
        Measure(household=LI, what="停了", progress=Progress.STOPPED),
    )
    assert told.matters == ()


def test_a_problem_that_waits_for_its_check_is_open_but_no_deadline_presses(survey):
    told = settled(survey, Problem(household=LI, what="漏雨", due=days(-9), state=ProblemState.CLAIMED))
    assert [one.claimed for one in told.of(About.PROBLEM)] == [True]
    assert told.pressing == []


def test_a_measure_without_a_day_of_its_own_has_the_year_of_its_plan(survey):
    told = settled(survey, Measure(household=LI, what="养牛", year=2026), Measure(household=LI, what="种果", year=2025))
    assert [(one.text, one.due) for one in told.matters] == [("种果", dt.date(2025, 12, 31)), ("养牛", dt.date(2026, 12, 31))]


@pytest.mark.parametrize(
    ("case", "visits", "last"),
    [
        ("nobody went", [], None),
        ("met at home", [visit(-30), visit(-10)], days(-10)),
        ("the door stayed shut", [visit(-30), visit(-10, outcome=Outcome.NOBODY)], days(-30)),
        ("a call is no visit", [visit(-30), visit(-10, Way.CALL)], days(-30)),
        ("all are away, and the call reached them", [visit(-30, outcome=Outcome.AWAY), visit(-10, Way.CALL)], days(-10)),
        ("they came home meanwhile", [visit(-30, outcome=Outcome.AWAY), visit(-20), visit(-10, Way.CALL)], days(-20)),
        ("corrected: nobody was met", [visit(-10).with_id("a" * 32), visit(-10, outcome=Outcome.REFUSED, corrects="a" * 32)], None),
    ],
)
def test_a_family_was_last_met(case, visits, last):
    assert last_met(visits) == last, case


@pytest.mark.parametrize(("ago", "comes_up"), [(90, False), (91, True)])
def test_a_household_comes_up_when_nobody_met_it_for_longer_than_ninety_days(survey, ago, comes_up):
    told = settled(survey, visit(-ago))
    assert (LI in [one.home.id for one in told.unvisited]) is comes_up


@pytest.mark.parametrize(("ago", "comes_up"), [(30, False), (31, True)])
def test_a_monitored_one_comes_up_after_thirty(survey, ago, comes_up):
    watched = Household("3" * 32, head="何文平", type=HouseholdType.MONITORED)
    told = settled(survey, watched, visit(-ago).replace(household=watched.id))
    assert (("何文平", True) in [(one.home.head, one.monitored) for one in told.unvisited]) is comes_up


def test_who_was_never_visited_comes_first(survey):
    told = settled(survey, visit(-200))
    assert [(one.home.head, one.last) for one in told.unvisited] == [("周建军", None), ("李国兰", days(-200))]


def test_the_team_chooses_how_long_it_waits_and_the_file_keeps_it(survey):
    assert patience(survey.reader) == Patience(90, 30)
    keep_patience(survey, Patience(180, 15))
    assert patience(survey.reader) == Patience(180, 15)
    assert LI not in [one.home.id for one in settled(survey, visit(-180)).unvisited]


def test_households_met_this_month_are_counted_once(survey):
    told = settled(survey, visit(-1), visit(-2), visit(-40))
    assert (told.visited, told.households) == (1, 2)


def test_the_acts_of_today_name_the_household_and_count_what_they_touched(survey):
    settled(survey)
    with survey.change("走访") as change:
        change.save(visit(0))
        change.save(Water(household=LI, dry_days=0))
    newest, *_ = today(survey.reader, AT).done
    assert (newest.why, newest.by, dict(newest.homes), dict(newest.counts)) == ("走访", "王", {LI: "李国兰"}, {"走访": 1, "饮水": 1})


def test_an_act_over_many_households_names_none(survey):
    with survey.change("导入") as change:
        for number in range(4):
            change.save(Household(head=f"户{number}"))
    newest, *_ = today(survey.reader, AT).done
    assert (dict(newest.homes), dict(newest.counts)) == ({}, {"农户": 4})


def test_yesterdays_acts_are_not_todays(survey):
    settled(survey)
    assert today(survey.reader, AT + dt.timedelta(days=1)).done == ()


def test_the_day_is_that_of_the_place_where_the_machine_stands(survey):
    settled(survey)
    east = AT.astimezone(dt.timezone(dt.timedelta(hours=8)))
    told = today(survey.reader, east.replace(hour=23))
    assert [f"{one.at:%H:%M}" for one in told.done] == ["17:00", "17:00"]


def test_a_practice_village_tells_the_same_as_its_records(tmp_path):
    with make_practice(tmp_path / "a.survey", households=40, seed=1, by="韩立") as survey:
        told = today(survey.reader, survey.clock.now())
        still_open = [problem for problem in survey.reader.every(Problem) if problem.state is not ProblemState.CLOSED]
        assert len(told.of(About.PROBLEM)) == len(still_open)
        assert told.households == 40
