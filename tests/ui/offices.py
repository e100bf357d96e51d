"""The village of `tests.ui.village` and its county's file, which has said this and that."""

from __future__ import annotations

from pathlib import Path

from fieldapp.base.clock import Clock
from fieldapp.desk.enrolling import COUNTY_NAME, COUNTY_PHONE
from fieldapp.records.household import Household, HouseholdType
from fieldapp.records.member import Member
from fieldapp.store.survey import Survey
from tests.ui.village import LI, LI_SON, NOW, ZHOU

OFFICE, PHONE = "青山县", "0871-68000000"
WHY = "系统里查到的"


def county_of(survey: Survey, path: Path) -> Survey:
    """The county's open file, which knows what the village knows; the village knows whom to call."""
    county = Survey.create(path, None, by="周敏", clock=Clock(lambda: NOW), county=True)
    send(survey, county)
    survey.note(COUNTY_NAME, OFFICE)
    survey.note(COUNTY_PHONE, PHONE)
    return county


def send(sender: Survey, receiver: Survey) -> None:
    """Everything that the receiver does not know."""
    receiver.take(*sender.reader.beyond(receiver.reader.knowledge()))


def say(survey: Survey, noun, record: str, why: str = WHY, **answers: object) -> None:
    """Change answers of a record."""
    with survey.change(why) as change:
        change.save(survey.reader.get(noun, record).replace(**answers))


def disagree(survey: Survey, county: Survey) -> None:
    """The county proposes a telephone, changes a type and a group; of a name both have said something else meanwhile."""
    say(survey, Member, LI_SON, why="本人说的", name="李晓军")
    say(county, Member, LI_SON, name="李小君")
    say(county, Household, LI, phone="13800000009", why="电话打不通，儿子给的新号")
    say(county, Household, ZHOU, phone="13900000001")
    say(county, Household, LI, type=HouseholdType.ORDINARY)
    say(county, Household, ZHOU, group="6组", why="村组合并")
    send(county, survey)
