"""Two invented families for the papers: one with something of everything, one of which nothing is known."""

import datetime as dt
from decimal import Decimal

from fieldapp.base.kinds import YesNo
from fieldapp.desk.judging import Judged, judge_dossier
from fieldapp.documents.outline import Paper
from fieldapp.documents.papers.plan import plan_paper
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Cause, Household, HouseholdType
from fieldapp.records.housing import Condition, Grade, Housing, Protection, Structure
from fieldapp.records.member import Health, Labour, Left, Member, Relation, Sex, WorkRegion
from fieldapp.records.plan import Measure, MeasureKind, Plan, Progress
from fieldapp.records.problem import Finder, Problem, ProblemKind, ProblemState, Promise
from fieldapp.records.village import Village, WaterRegion
from fieldapp.records.water import OnSite, Report, Source, Water

ON = dt.date(2026, 11, 22)
VILLAGE = Village("0" * 32, name="青山村", code="999999001001", town="云岭镇", water_region=WaterRegion.WET, secretary="韩立",
                  party_secretary="石大山", unit="某县档案馆")  # fmt: skip
HOME, HEAD, WIFE, SON, DEAD = "1" * 32, "2" * 32, "3" * 32, "4" * 32, "5" * 32
HOUSE, OLD, WATER, PLAN = "6" * 32, "7" * 32, "8" * 32, "0123456789abcdef" * 2
NUMBER = "999999196203051014"

MEMBERS = (
    Member(HEAD, household=HOME, name="李𠮷山", relation=Relation.HEAD, number=NUMBER, birth=dt.date(1962, 3, 5),
           health=frozenset({Health.CHRONIC, Health.DISABLED}), labour=Labour.WEAK),
    Member(WIFE, household=HOME, name="张䶮英", relation=Relation.SPOUSE, sex=Sex.FEMALE, health=frozenset({Health.HEALTHY}),
           labour=Labour.ORDINARY),
    Member(SON, household=HOME, name="李㛃", relation=Relation.SON, sex=Sex.MALE, birth=dt.date(2004, 11, 23),
           health=frozenset({Health.HEALTHY}), labour=Labour.SKILLED, work_region=WorkRegion.PROVINCE, work_months=8),
    Member(DEAD, household=HOME, name="李去世", relation=Relation.FATHER, left=Left.DIED, left_on=dt.date(2026, 1, 3)),
)  # fmt: skip
HOUSES = (
    Housing(HOUSE, household=HOME, name="正房", built=1998, structure=Structure.BRICK_TIMBER, storeys=1, area=Decimal("85.5"),
            rooms=4, rooms_habitable=3, site_dangerous=YesNo.NO, foundation=Condition.a, walls=Condition.b,
            timber=Condition.a, truss=Condition.a, concrete=Condition.ABSENT, slabs=Condition.ABSENT, roof=Condition.c,
            enclosure=Condition.b, protection=Protection.PARTIAL, appraised=Grade.C, appraiser="某县房屋安全鉴定站",
            appraised_on=dt.date(2026, 5, 6), report="鉴2026-118", sleepers=frozenset({HEAD, WIFE})),
    Housing(OLD, household=HOME, name="老屋", storeys=1, site_dangerous=YesNo.NO, sealed=YesNo.YES),
)  # fmt: skip
TAP = Water(WATER, household=HOME, source=Source.PIPED, litres=Decimal(30), piped=YesNo.YES, dry_days=40, minutes=25,
            dry_when="7 月下旬到 8 月底", look=OnSite.GOOD, smell=OnSite.GOOD, asked=OnSite.GOOD, taste=OnSite.BAD,
            result=Report.PASSED, laboratory="某县疾控中心", tested_on=dt.date(2025, 10, 8), report="水检742")  # fmt: skip
PLANS = (
    Plan("9" * 32, household=HOME, year=2025, goal="去年的目标。"),
    Plan(
        PLAN,
        household=HOME,
        year=2026,
        situation="户主有病，收入主要靠儿子务工。",
        goal="稳住收入，修好屋面，喝上放心水。",
        responsible="何敏",
    ),
)
MEASURES = (
    Measure("a" * 32, household=HOME, year=2026, kind=MeasureKind.INDUSTRY, what="养牛", person=WIFE, quantity=Decimal("2"),
            measured_in="头", money=1_234_505, start=dt.date(2026, 2, 1), due=dt.date(2026, 11, 30), responsible="何敏",
            expected="出栏后增收约 6000 元", progress=Progress.UNDER_WAY, effect="已购入 1 头"),
    Measure("b" * 32, household=HOME, year=2026, kind=MeasureKind.HOUSING, what="屋面翻修", money=0, due=dt.date(2026, 12, 31)),
    Measure("c" * 32, household=HOME, year=2025, kind=MeasureKind.JOBS, what="去年的措施"),
)  # fmt: skip
PROBLEMS = (
    Problem("d" * 32, household=HOME, found_on=dt.date(2026, 9, 3), source=Finder.COUNTY, kind=ProblemKind.HOUSING,
            what="屋面漏雨，东间不能住人。", measure="列入今冬修缮，11 月底前完工。", responsible="何敏",
            due=dt.date(2026, 11, 30), state=ProblemState.UNDER_WAY),
    Problem("e" * 32, household=HOME, found_on=dt.date(2026, 3, 1), kind=ProblemKind.DATA, what="电话号码不对。",
            state=ProblemState.CLOSED),
)  # fmt: skip
PROMISES = (
    Promise("f" * 32, household=HOME, asked_on=dt.date(2026, 10, 1), wish="想学电焊", answer="联系县里的培训班", by="韩立",
            due=dt.date(2026, 12, 1)),
    Promise("ab" * 16, household=HOME, asked_on=dt.date(2026, 4, 1), wish="办慢病证", answer="镇卫生院代办", by="韩立",
            kept=YesNo.YES, kept_on=dt.date(2026, 5, 1)),
)  # fmt: skip
FAMILY = Household(HOME, head="李𠮷山", code="99999900100100007", group="一组", address="云岭镇青山村一组 7 号", phone="13800000001",
                   type=HouseholdType.EXITED, cause=Cause.ILLNESS, helper="何敏", note="脾气急，别在饭点去。")  # fmt: skip


def family(*, contested: frozenset[str] = frozenset()) -> Dossier:
    """The family with something of everything."""
    records = {
        Member: MEMBERS,
        Housing: HOUSES,
        Water: [TAP],
        Plan: PLANS,
        Measure: MEASURES,
        Problem: PROBLEMS,
        Promise: PROMISES,
    }
    return Dossier(VILLAGE, FAMILY, records, contested)


def nobody() -> Dossier:
    """A household of which nobody is known but the name on the register."""
    return Dossier(VILLAGE, Household("cd" * 16, head="王独"), {})


def judged(dossier: Dossier) -> Judged:
    return judge_dossier(dossier, ON)


def plan(dossier: Dossier, *, mask: bool = True) -> Paper:
    return plan_paper(dossier, judged(dossier), 2026, ON, mask=mask)
