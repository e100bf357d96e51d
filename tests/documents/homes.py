"""An invented village for the books of these tests."""

import datetime as dt
from decimal import Decimal

from fieldapp.base.kinds import YesNo
from fieldapp.documents.package import Sent
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household, HouseholdType
from fieldapp.records.housing import Condition, Grade, Housing
from fieldapp.records.member import Health, Member, Relation, Sex
from fieldapp.records.plan import Measure, MeasureKind, Plan
from fieldapp.records.village import Village
from fieldapp.records.visit import Outcome, Topic, Visit, Way
from fieldapp.records.water import Water

AT = dt.datetime(2026, 11, 22, 20, 15, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
COVER = {"by": "赵驻村", "at": AT, "code": "K7FM 3PWX", "package": Sent({"kind": "village", "village": "999999001001"})}
VILLAGE = Village("0" * 32, name="青山村", code="999999001001", town="云岭镇")

HOME, LI, ZHANG, LONE = "1" * 32, "2" * 32, "3" * 32, "4" * 32
FIRST, SECOND = "5" * 32, "6" * 32

GUARDED = ("=1+1", "+86", "-5", "@x", "#N/A", "007", "0", "1e5", "3月5日", "2026-03-05", "TRUE", "'单引号", "<a&b>\"]]>", "_x0041_",
           "999999196203051014", "𠮷家的䶮儿㛃", "两行\n第二行", "全\u3000角", "=cmd|' /C calc'!A0")  # fmt: skip
"""Texts that a spreadsheet takes for something else, or that others have lost."""


def li() -> Dossier:
    """A household of two with something of everything."""
    home = Household(HOME, head="李大山", code="007", group="一组", phone="13800000001", type=HouseholdType.EXITED)
    members = [
        Member(LI, household=HOME, name="李大山", relation=Relation.HEAD, number="999999196203051014", sex=Sex.MALE,
               birth=dt.date(1962, 3, 5), health=frozenset({Health.CHRONIC, Health.DISABLED})),
        Member(ZHANG, household=HOME, name="张秀英", relation=Relation.SPOUSE, work_months=0),
    ]  # fmt: skip
    visits = [
        Visit(FIRST, household=HOME, day=dt.date(2026, 3, 5), way=Way.HOME, outcome=Outcome.MET, met="张秀英",
              confirmed=frozenset({Topic.WATER, Topic.MEMBERS}), note="屋顶补过。\n还漏一处。"),
        Visit(SECOND, household=HOME, day=dt.date(2026, 3, 6), way=Way.CALL, outcome=Outcome.NOBODY, corrects=FIRST),
    ]  # fmt: skip
    records = {
        Member: members,
        Visit: visits,
        Housing: [Housing("7" * 32, household=HOME, name="正房", storeys=1, area=Decimal("85.5"), walls=Condition.a,
                          appraised=Grade.B, sleepers=frozenset({LI, ZHANG}))],
        Water: [Water("8" * 32, household=HOME, litres=Decimal("35"), piped=YesNo.YES, minutes=30, dry_days=0)],
        Plan: [Plan("9" * 32, household=HOME, year=2026, goal="稳住收入。")],
        Measure: [Measure("a" * 32, household=HOME, year=2026, kind=MeasureKind.INDUSTRY, what="养牛", person=ZHANG,
                          quantity=Decimal("2"), money=1_234_505)],
    }  # fmt: skip
    return Dossier(VILLAGE, home, records)


def lone() -> Dossier:
    """A household of which nobody is known but the name on the register."""
    return Dossier(VILLAGE, Household(LONE, head="王独"), {})


def noted(*texts: str) -> list[Dossier]:
    """One household for each text, which is its note."""
    return [Dossier(VILLAGE, Household(f"{n:032x}", head=f"户{n}", note=text), {}) for n, text in enumerate(texts, 1)]
