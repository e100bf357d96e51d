"""The ledger: what is open in the whole village, by how it stands."""

import datetime as dt

import pytest

from fieldapp.desk.ledger import Standing, ledger, standing
from fieldapp.desk.today import About, today
from fieldapp.records.household import Household
from fieldapp.records.plan import Measure, Progress
from fieldapp.records.problem import Problem, ProblemState, Promise
from tests.desk.conftest import AT

ON = AT.date()
LI = "1" * 32


def days(count: int) -> dt.date:
    return ON + dt.timedelta(count)


@pytest.fixture
def told(survey):
    with survey.change("登记") as change:
        for record in (
            Household(LI, head="李国兰", group="3组"),
            Problem(household=LI, what="漏雨", due=days(-1)),
            Problem(household=LI, what="修好了", due=days(-30), state=ProblemState.CLAIMED),
            Problem(household=LI, what="销了号", due=days(-30), state=ProblemState.CLOSED),
            Problem(household=LI, what="没有期限"),
            Promise(household=LI, wish="修渠", due=days(0)),
            Promise(household=LI, wish="通路", due=days(7)),
            Measure(household=LI, what="养牛", due=days(8)),
            Measure(household=LI, what="办完了", due=days(8), progress=Progress.DONE),
        ):
            change.save(record)
    return ledger(survey.reader, ON)


def test_everything_open_stands_by_its_deadline_and_what_is_over_does_not_stand_at_all(told):
    assert [one.text for one in told.of()] == ["修好了", "漏雨", "修渠", "通路", "养牛", "没有期限"]


def test_a_deadline_presses_from_a_week_before_it_until_it_has_passed(told):
    assert {stands: [one.text for one in told.of(None, stands)] for stands in Standing} == {
        Standing.OVERDUE: ["漏雨"],
        Standing.SOON: ["修渠", "通路"],
        Standing.LATER: ["养牛"],
        Standing.CLAIMED: ["修好了"],
        Standing.UNDATED: ["没有期限"],
    }


def test_kind_and_standing_are_asked_together(told):
    assert [one.text for one in told.of(About.PROBLEM)] == ["修好了", "漏雨", "没有期限"]
    assert [one.text for one in told.of(About.PROBLEM, Standing.OVERDUE)] == ["漏雨"]
    assert told.of(About.MEASURE, Standing.OVERDUE) == []


def test_what_is_claimed_to_be_done_is_not_overdue(told):
    [claimed] = told.of(None, Standing.CLAIMED)
    assert claimed.due < ON
    assert standing(claimed, ON) is Standing.CLAIMED


def test_the_ledger_is_what_the_first_page_knows(survey, told):
    assert told.matters == today(survey.reader, AT).matters
