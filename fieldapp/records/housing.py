"""Housing: what a visitor sees of a family's house, and apart from it what an appraiser has certified."""

from fieldapp.base.dates import Day, Year
from fieldapp.base.kinds import Choice, Line, OneOf, Truth
from fieldapp.base.numbers import Area, Whole
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


HOUSE = Part("房屋")
SITE = Part("场地")
COMPONENTS = Part("组成部分")
APPRAISAL = Part("鉴定结论", Owner.COUNTY, unit="appraisal")
USE = Part("居住")

_ABSENT = "房子没有这一部分的选“没有这一部分”。"


class Housing(Record, table="housing", label="住房"):
    household = belongs(Household)
    name = ask("哪一栋", Line(30), HOUSE, hint="例如 正房、老屋。")
    built = ask("建成年份", Year(), HOUSE, unit="年")
    structure = ask("结构形式", OneOf(Structure), HOUSE)
    storeys = ask("层数", Whole(1, 30), HOUSE, unit="层", must=True)
    area = ask("建筑面积", Area(2000), HOUSE, unit="平方米")
    rooms = ask("房间数", Whole(0, 50), HOUSE, unit="间")
    rooms_habitable = ask("能住人的房间", Whole(0, 50), HOUSE, unit="间")
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
    sleepers = ask("谁住在这里", Refs("member"), USE)
    sealed = ask("腾空后已封存或拆除", Truth(), USE, hint="C、D 级房屋腾空后填写。")
