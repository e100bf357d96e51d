"""Housing: what a visitor sees of a building, and apart from it what an appraiser has certified and what a person decided.

A record is one building (幢). It belongs to one household or to nobody; others may use it as well.
"""

from fieldapp.base.dates import Day, Month, Year
from fieldapp.base.kinds import Choice, Line, OneOf, Truth
from fieldapp.base.numbers import Area, Whole
from fieldapp.base.pictures import Pictures
from fieldapp.base.record import Owner, Part, Record, ask, belongs
from fieldapp.base.reference import Refs
from fieldapp.records.household import Household


class Grade(Choice):
    """How dangerous a whole house is (建村函〔2019〕200号; JGJ/T 363-2014)."""

    A = "A级"
    B = "B级"
    C = "C级"
    D = "D级"
    NO_HOUSE = "无房户"


class Decided(Choice):
    """What a person may decide of a building; 无房户 is no grade of one."""

    A = "A级"
    B = "B级"
    C = "C级"
    D = "D级"


class Condition(Choice):
    """How dangerous one component of a house is; a component that the house does not have is 'absent', never a."""

    a = "a 完好"
    b = "b 轻微"
    c = "c 明显"
    d = "d 严重"
    ABSENT = "没有这一部分"


class Structure(Choice):
    EARTH_TIMBER = "土木"
    BRICK_TIMBER = "砖木"
    BRICK_EARTH = "砖土混杂"
    TIMBER = "木结构"
    STONE_TIMBER = "石木"
    BRICK_CONCRETE = "砖混"
    CONCRETE = "混凝土"
    STEEL = "钢结构"


class Protection(Choice):
    """Measures against disaster; recorded beside the grade, never part of it."""

    FULL = "具备"
    PARTIAL = "部分具备"
    NONE = "完全不具备"


class Remedy(Choice):
    """By which programme a building was made safe (verification of 2020: 改造安全)."""

    REPAIR = "危房改造"
    RELOCATION = "易地搬迁"
    ECOLOGY = "生态移民"
    RESERVOIR = "水库移民"
    AVOIDANCE = "避险搬迁"


def was_remedied(housing: "Housing") -> bool:
    return housing.made_safe is not None


def is_decided(housing: "Housing") -> bool:
    return housing.decided is not None


HOUSE = Part("房屋")
SITE = Part("场地")
COMPONENTS = Part("组成部分")
APPRAISAL = Part("鉴定结论", Owner.COUNTY, unit="appraisal")
DECISION = Part("人工认定", unit="decision")
USE = Part("居住")

_ABSENT = "房子没有这一部分的选“没有这一部分”。"


class Housing(Record, table="housing", label="住房"):
    household = belongs(Household, must=False)
    name = ask("哪一栋", Line(30), HOUSE, hint="例如 正房、老屋。")
    built = ask("建成年份", Year(), HOUSE, unit="年")
    structure = ask("结构形式", OneOf(Structure), HOUSE)
    storeys = ask("层数", Whole(1, 30), HOUSE, unit="层", must=True)
    area = ask("建筑面积", Area(2000), HOUSE, unit="平方米")
    rooms = ask("房间数", Whole(0, 50), HOUSE, unit="间")
    rooms_habitable = ask("能住人的房间", Whole(0, 50), HOUSE, unit="间")
    made_safe = ask("改造搬迁项目", OneOf(Remedy), HOUSE, hint="由哪个项目改造、重建或搬迁来的；没有的空着。")
    made_safe_on = ask("改造搬迁完成", Month(), HOUSE, when=was_remedied)
    counted = ask(
        "享受政策人口", Whole(1, 30), HOUSE, unit="人", when=was_remedied, hint="改造搬迁时计入的人数；空着就按现在的人数。"
    )
    pictures = ask("房屋照片", Pictures(), HOUSE)
    site_dangerous = ask("场地有危险", Truth(), SITE, must=True, hint="滑坡、崩塌、泥石流、塌陷、行洪通道等。")
    foundation = ask("地基基础", OneOf(Condition), COMPONENTS, must=True, hint=_ABSENT)
    walls = ask("承重墙", OneOf(Condition), COMPONENTS, must=True, hint=_ABSENT)
    timber = ask("木柱、梁、檩", OneOf(Condition), COMPONENTS, must=True, hint=_ABSENT)
    truss = ask("木屋架", OneOf(Condition), COMPONENTS, must=True, hint=_ABSENT)
    concrete = ask("混凝土柱、梁", OneOf(Condition), COMPONENTS, must=True, hint=_ABSENT)
    slabs = ask("楼板、屋面板", OneOf(Condition), COMPONENTS, must=True, hint=_ABSENT)
    roof = ask("屋面", OneOf(Condition), COMPONENTS, must=True, hint=_ABSENT)
    enclosure = ask("围护和次要构件", OneOf(Condition), COMPONENTS, must=True, hint=_ABSENT)
    protection = ask("防灾措施", OneOf(Protection), SITE)
    appraised = ask("鉴定等级", OneOf(Grade), APPRAISAL, hint="只填鉴定机构书面给出的等级。")
    appraiser = ask("鉴定机构", Line(60), APPRAISAL)
    appraised_on = ask("鉴定日期", Day(), APPRAISAL)
    report = ask("报告编号", Line(40), APPRAISAL)
    report_picture = ask("报告照片", Pictures(), APPRAISAL)
    decided = ask("认定等级", OneOf(Decided), DECISION, hint="和查看的结果不同时才填；不改变鉴定结论。")
    decided_why = ask("认定理由", Line(200), DECISION, must=True, when=is_decided)
    decided_by = ask("鉴定人", Line(30), DECISION, when=is_decided, hint="比查看的结果轻时必填。")
    decided_on = ask("认定日期", Day(), DECISION, when=is_decided)
    decided_picture = ask("认定照片", Pictures(), DECISION, when=is_decided, hint="比查看的结果轻时必须有。")
    shared = ask("还有哪几户在用", Refs("household"), USE)
    sleepers = ask("谁住在这里", Refs("member"), USE)
    sealed = ask("腾空后已封存或拆除", Truth(), USE, hint="C、D 级房屋腾空后填写。")
