"""A village of one household and its county's file, which knows what the village knows; import the fixtures by name."""

import datetime as dt

import pytest

from fieldapp.base.clock import Clock
from fieldapp.records.household import Household, HouseholdType
from fieldapp.records.member import Member, Relation
from fieldapp.records.village import Village
from fieldapp.store.survey import Survey

NOW = dt.datetime(2026, 11, 22, 20, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
HOME, LI = "1" * 32, "2" * 32


@pytest.fixture
def village(tmp_path):
    path = tmp_path / "石桥.survey"
    with Survey.create(path, Village(name="石桥村", code="999999001001"), by="韩立", clock=Clock(lambda: NOW)) as survey:
        with survey.change("登记") as change:
            change.save(Household(HOME, head="李国兰", code="007", phone="13800000001", type=HouseholdType.EXITED))
            change.save(Member(LI, household=HOME, name="李国兰", relation=Relation.HEAD))
        yield survey


@pytest.fixture
def county(tmp_path, village):
    with Survey.create(tmp_path / "999999001001.survey", None, by="县办 周敏", clock=Clock(lambda: NOW), county=True) as survey:
        send(village, survey)
        yield survey


def send(sender, receiver):
    """Everything that the receiver does not know."""
    return receiver.take(*sender.reader.beyond(receiver.reader.knowledge()))


def edit(survey, why="核实", noun=Household, record=HOME, **answers):
    """Change answers of a record."""
    with survey.change(why) as change:
        change.save(survey.reader.get(noun, record).replace(**answers))
