"""An invented family with something of everything that the papers tell, and beside it the one of which nothing is known."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from fieldapp.base.kinds import YesNo
from fieldapp.desk.judging import check_dossier, judge_dossier, limits_of, signs
from fieldapp.documents.outline import Paper
from fieldapp.documents.papers.housing import housing_paper
from fieldapp.documents.papers.outing import Call, outing_paper
from fieldapp.documents.papers.plan import plan_paper
from fieldapp.documents.papers.visit import Changed, visit_paper
from fieldapp.documents.papers.water import water_paper
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household, HouseholdType, Lodging
from fieldapp.records.housing import Condition, Decided, Grade, Housing, Structure
from fieldapp.records.member import Health, Member, Relation, Sex
from fieldapp.records.plan import Measure, MeasureKind, Plan
from fieldapp.records.problem import Problem, ProblemState, Promise
from fieldapp.records.registered import Registered, Topic
from fieldapp.records.visit import Outcome, Visit, Way
from fieldapp.records.visit import Topic as Looked
from fieldapp.records.water import OnSite, Safety, Source, Water
from tests.documents.families import HEAD, HOME, MEASURES, MEMBERS, ON, PLANS, PROBLEMS, PROMISES, VILLAGE, nobody

WANG, NOBODY = "0a" * 16, "0b" * 16
"""Another household, and a building that belongs to nobody."""
PICTURE, OTHER_PICTURE = "1f" * 32, "2e" * 32
SOUND = dict.fromkeys(("foundation", "walls", "timber", "truss", "concrete", "slabs", "roof", "enclosure"), Condition.a)

RICH = Household(HOME, head="李𠮷山", code="99999900100100007", group="一组", address="云岭镇青山村一组 7 号", phone="13800000001",
                 type=HouseholdType.EXITED, lodging=Lodging.OWN, helper="何敏", helper_phone="13800000002")  # fmt: skip
DECIDED = Housing(
    "6a" * 16, household=HOME, name="正房", built=1985, structure=Structure.BRICK_TIMBER, storeys=1, area=Decimal("85.5"),
    rooms=4, rooms_habitable=3, site_dangerous=YesNo.NO, **SOUND | {"roof": Condition.c},
    pictures=frozenset({PICTURE, OTHER_PICTURE}), appraised=Grade.C, appraiser="某县房屋安全鉴定站", appraised_on=dt.date(2026, 5, 6),
    report="鉴2026-118", decided=Decided.B, decided_why="屋面已临时加固，承重构件完好", decided_by="白工", decided_on=dt.date(2026, 6, 1),
    decided_picture=frozenset({PICTURE}), sleepers=frozenset({HEAD}),
)  # fmt: skip
SHARED = Housing("6b" * 16, household=HOME, name="厢房", storeys=1, site_dangerous=YesNo.NO, **SOUND, shared=frozenset({WANG}))
TALL = Housing("6c" * 16, household=HOME, name="新楼", storeys=3, site_dangerous=YesNo.NO)
NOBODYS = Housing(NOBODY, name="旧仓", storeys=1, site_dangerous=YesNo.YES, shared=frozenset({HOME, WANG}))
WATER = Water(
    "8a" * 16, household=HOME, source=Source.SPRING, litres=Decimal(50), piped=YesNo.NO, minutes=12, distance=300, height=20,
    dry_days=16, shut_off=((dt.date(2026, 1, 5), dt.date(2026, 1, 20)), (dt.date(2024, 3, 2), dt.date(2024, 3, 2))),
    look=OnSite.GOOD, smell=OnSite.GOOD, asked=OnSite.GOOD, taste=OnSite.GOOD, decided=Safety.UNSAFE, decided_why="泉眼上方新建猪圈",
    decided_by="韩立", decided_on=dt.date(2026, 11, 20),
)  # fmt: skip
VISITS = (
    Visit("7a" * 16, household=HOME, day=dt.date(2026, 3, 5), way=Way.HOME, outcome=Outcome.MET, met="张䶮英",
          schooling="李㛃已毕业", confirmed=frozenset({Looked.HOUSING})),
    Visit("7b" * 16, household=HOME, day=dt.date(2026, 11, 20), way=Way.CALL, outcome=Outcome.NOBODY, note="没有人接。\n改天再去。"),
)  # fmt: skip
SAVED = (
    Changed(Housing, DECIDED.id, Housing.roof, "b", "c"),
    Changed(Housing, DECIDED.id, Housing.sleepers, None, HEAD),
    Changed(Promise, PROMISES[0].id, Promise.wish, None, "想学电焊"),
    Changed(Member, HEAD, Member.phone, None, "13800000001"),
)
REGISTERED = (
    Registered("5a" * 16, household=HOME, topic=Topic.GRADE, column="住房等级", said="A级", on=dt.date(2024, 6, 30), source="名册.xlsx · 表一"),
    Registered("5b" * 16, household=HOME, topic=Topic.WATER, column="饮水是否安全", said="是", source="名册.xlsx · 表一"),
)  # fmt: skip


def rich(*, contested: frozenset[str] = frozenset()) -> Dossier:
    """The family with something of everything."""
    records = {
        Member: MEMBERS, Housing: [DECIDED, SHARED, TALL, NOBODYS], Water: [WATER], Plan: PLANS, Measure: MEASURES, Problem: PROBLEMS,
        Promise: PROMISES, Visit: VISITS, Registered: REGISTERED,
    }  # fmt: skip
    return Dossier(VILLAGE, RICH, records, contested, {WANG: "王家"})


def crowded() -> Dossier:
    """A family of seven with twelve measures."""
    people = [
        Member(f"{n:032x}", household=HOME, name=f"李{'一二三四五六七'[n]}", relation=Relation.HEAD if n == 0 else Relation.SON,
               sex=Sex.MALE, birth=dt.date(1960 + n, 1, 1), health=frozenset({Health.HEALTHY}))
        for n in range(7)
    ]  # fmt: skip
    measures = [
        Measure(f"{n + 100:032x}", household=HOME, year=2026, kind=MeasureKind.INDUSTRY, what=f"第{n}项：种植油茶并管护", money=n * 100,
                expected="三年后挂果", start=dt.date(2026, 2, 1))
        for n in range(12)
    ]  # fmt: skip
    return Dossier(
        VILLAGE, RICH, {Member: people, Measure: measures, Problem: [PROBLEMS[0].replace(state=ProblemState.OPEN)] * 3}
    )


def housing(dossier: Dossier, building: Housing | None, *, mask: bool = True) -> Paper:
    return housing_paper(dossier, judge_dossier(dossier, ON), building, signs(), ON, mask=mask)


def water(dossier: Dossier, *, mask: bool = True) -> Paper:
    return water_paper(dossier, judge_dossier(dossier, ON).water, limits_of(dossier.village, ON)[1], ON, mask=mask)


def visit(dossier: Dossier, *, mask: bool = True) -> Paper:
    saved = [SAVED, ()]
    visits = [(one, saved[place]) for place, one in enumerate(dossier.all(Visit))]
    return visit_paper(dossier, visits, ON, mask=mask)


def outing(*dossiers: Dossier, mask: bool = True) -> Paper:
    seen = {DECIDED.id: dt.date(2026, 3, 5), WATER.id: dt.date(2025, 10, 1)}
    calls = [Call(one, judge_dossier(one, ON), seen, [doubt.text for doubt in check_dossier(one, ON)]) for one in dossiers]
    return outing_paper(calls, ON, mask=mask)


def every_kind(dossier: Dossier, *, mask: bool = True) -> Iterator[tuple[str, Paper]]:
    """One paper of each kind: its English name and the paper. Of several buildings the first."""
    yield "plan", plan_paper(dossier, judge_dossier(dossier, ON), 2026, ON, mask=mask)
    yield "housing", housing(dossier, next(iter(dossier.all(Housing)), None), mask=mask)
    yield "water", water(dossier, mask=mask)
    yield "visit", visit(dossier, mask=mask)
    yield "outing", outing(dossier, mask=mask)


PAPERS = [
    (f"{kind}-{name}", paper) for name, dossier in (("rich", rich()), ("empty", nobody())) for kind, paper in every_kind(dossier)
]
"""Every kind for the family with everything and for the one of which nothing is known."""
