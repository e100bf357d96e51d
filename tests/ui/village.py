"""An invented village of three households; that of 李国兰 has a house, water, and a visit of 3 November."""

import datetime as dt
from pathlib import Path

from fieldapp.base.clock import Clock
from fieldapp.base.kinds import YesNo
from fieldapp.records import RECORDS as NOUNS
from fieldapp.records.household import Household, HouseholdType
from fieldapp.records.housing import Condition, Housing
from fieldapp.records.member import Health, Labour, Member, Relation, Sex, WorkRegion
from fieldapp.records.village import Village, WaterRegion
from fieldapp.records.visit import Outcome, Visit, Way
from fieldapp.records.water import OnSite, Source, Water
from fieldapp.store.reader import Reader
from fieldapp.store.survey import Survey
from fieldapp.store.writing import Writing

NOW = dt.datetime(2026, 11, 22, 21, 7, 33, tzinfo=dt.timezone(dt.timedelta(hours=8)))
TODAY = NOW.date()
LI, ZHOU, HE = "1" * 32, "2" * 32, "3" * 32
LI_SELF, LI_SON, LI_AWAY = "a" * 32, "b" * 32, "c" * 32

VILLAGE = Village(name="石桥村", code="530100000001", town="青山镇", water_region=WaterRegion.WET)
HOUSE = Housing(
    "d" * 32, household=LI, name="正房", storeys=1, site_dangerous=YesNo.NO, sleepers=frozenset({LI_SELF, LI_SON}),
    **dict.fromkeys(("foundation", "walls", "timber", "truss", "roof", "enclosure"), Condition.b),
    concrete=Condition.ABSENT, slabs=Condition.ABSENT,
)  # fmt: skip
WATER = Water(
    "e" * 32, household=LI, source=Source.SPRING, litres=60, piped=YesNo.YES, dry_days=3,
    look=OnSite.GOOD, smell=OnSite.GOOD, asked=OnSite.GOOD, taste=OnSite.GOOD,
)  # fmt: skip
LAST_VISIT = Visit(
    "f" * 32, household=LI, day=dt.date(2026, 11, 3), way=Way.HOME, outcome=Outcome.MET, met="李国兰", companions="村支书"
)
RECORDS = [
    Household(LI, head="李国兰", code="530100000017", group="3组", type=HouseholdType.EXITED, phone="13800000000"),
    Member(LI_SELF, household=LI, name="李国兰", relation=Relation.HEAD, number="99999919680305003X", sex=Sex.FEMALE,
           health=frozenset({Health.CHRONIC}), labour=Labour.WEAK),
    Member(LI_SON, household=LI, name="李小军", relation=Relation.SON, birth=dt.date(1995, 1, 9), labour=Labour.ORDINARY),
    Member(LI_AWAY, household=LI, name="李文斌", relation=Relation.GRANDSON, work_region=WorkRegion.OUTSIDE, work_months=8),
    HOUSE, WATER, LAST_VISIT,
    Household(ZHOU, head="周建军", group="5组"),
    Member(household=ZHOU, name="周建军", relation=Relation.HEAD, phone="13900000000"),
    Household(HE, head="何文平", group="2组"),
]  # fmt: skip


def settle(path: Path) -> Survey:
    """The village in a new open file, its clock standing at `NOW`."""
    survey = Survey.create(path, VILLAGE, by="韩立", clock=Clock(lambda: NOW))
    with survey.change("登记") as change:
        for record in RECORDS:
            change.save(record)
    return survey


def remove(change: Writing, reader: Reader, household: str) -> None:
    """Delete a household with everything that belongs to it; without, it would live on."""
    for record in [reader.get(Household, household), *(one for noun in NOUNS for one in reader.of(noun, household))]:
        change.remove(record, "误录")
