"""A village of three families in a real file, plain and encrypted."""

import datetime as dt
from pathlib import Path

import pytest

from fieldapp.base.clock import Clock
from fieldapp.records.household import Household
from fieldapp.records.member import Member, Relation
from fieldapp.records.village import Village
from fieldapp.store.survey import Survey

VILLAGE = Village(name="石桥村", code="999999201201")
NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def make(path: Path, password: str = "", **more: object) -> Survey:
    """A new file in which the clock stands still."""
    return Survey.create(path, VILLAGE, by="韩立", clock=Clock(lambda: NOON), password=password, **more)


def families(survey: Survey) -> list[Household]:
    """Three families: 李国兰 and her son in group 3, 单永福 in group 10, 王小燕 in group 9."""
    with survey.change("登记") as change:
        homes = [
            change.save(Household(head="李国兰", code="0017", group="3组", phone="13812345678")),
            change.save(Household(head="单永福", code="0018", group="10组")),
            change.save(Household(head="王小燕", code="0019", group="9组")),
        ]
        change.save(Member(household=homes[0].id, name="李国兰", relation=Relation.HEAD, number="999999196708150123"))
        change.save(Member(household=homes[0].id, name="李小军", relation=Relation.SON))
    return homes


@pytest.fixture(params=["", "秘密 pass"], ids=["plain", "encrypted"])
def survey(request: pytest.FixtureRequest, tmp_path: Path):
    survey = make(tmp_path / "村.survey", request.param)
    yield survey
    survey.close()
