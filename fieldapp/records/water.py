"""Drinking water: what a visitor measures and asks, and what a laboratory has found."""

from fieldapp.base.dates import Day, Spells
from fieldapp.base.kinds import Choice, Line, OneOf, Truth
from fieldapp.base.numbers import Decimals, Distance, Whole
from fieldapp.base.pictures import Pictures
from fieldapp.base.record import Owner, Part, Record, ask, belongs
from fieldapp.records.household import Household
from fieldapp.records.village import WaterRegion


class Source(Choice):
    TOWN_PLANT = "千吨万人水厂"
    PIPED = "小型集中供水"
    WELL = "水井"
    SPRING = "山泉水"
    CISTERN = "水窖"
    SURFACE = "河塘水"
    OTHER = "其他"


class Report(Choice):
    PASSED = "合格"
    FAILED = "不合格"


class OnSite(Choice):
    """What looking, smelling, asking and tasting found, each by itself."""

    GOOD = "正常"
    BAD = "异常"


class Safety(Choice):
    """What a person may decide of a family's water as a whole."""

    SAFE = "安全"
    BASIC = "基本安全"
    UNSAFE = "不安全"


def fetched(water: "Water") -> bool:
    return water.piped is not None and water.piped.name == "NO"


def is_decided(water: "Water") -> bool:
    return water.decided is not None


SUPPLY = Part("供水")
QUALITY = Part("水质")
LABORATORY = Part("检测报告", Owner.COUNTY, unit="laboratory")
ACCESS = Part("取水")
RELIABILITY = Part("保证")
DECISION = Part("人工认定", unit="decision")


class Water(Record, table="water", label="饮水", single=True):
    household = belongs(Household)
    source = ask("水源", OneOf(Source), SUPPLY)
    region = ask("水量分区", OneOf(WaterRegion), SUPPLY, hint="空着就按村里的分区。")
    litres = ask("每人每天用水量", Decimals(0, 1000, 1), SUPPLY, unit="升", must=True)
    piped = ask("供水入户", Truth(), ACCESS, must=True, hint="水龙头在屋里或院里。")
    minutes = ask("取水往返时间", Whole(0, 600), ACCESS, unit="分钟", when=fetched)
    distance = ask("取水水平距离", Distance(50_000), ACCESS, unit="米", when=fetched)
    height = ask("取水垂直高差", Distance(2_000), ACCESS, unit="米", when=fetched)
    dry_days = ask("一年累计停水天数", Whole(0, 366), RELIABILITY, unit="天", must=True, hint="包括水量不够的日子；没有停过填 0。")
    shut_off = ask("停水时段", Spells(), RELIABILITY, hint="例如 2026-01-05~2026-01-20、2026-03-02；也写水量不够的日子。")
    dry_when = ask("停水说明", Line(200), RELIABILITY, hint="例如 水管冻裂、枯水期。")
    result = ask("检测结果", OneOf(Report), LABORATORY)
    laboratory = ask("检测单位", Line(60), LABORATORY)
    tested_on = ask("检测日期", Day(), LABORATORY)
    report = ask("检测报告编号", Line(40), LABORATORY)
    report_picture = ask("检测报告照片", Pictures(), LABORATORY)
    look = ask("看：无可见杂质、无异色", OneOf(OnSite), QUALITY)
    smell = ask("闻：无异味", OneOf(OnSite), QUALITY)
    asked = ask("问：长期饮用无不良反应", OneOf(OnSite), QUALITY)
    taste = ask("尝：口感正常", OneOf(OnSite), QUALITY)
    pictures = ask("水源或水龙头照片", Pictures(evidence=False), QUALITY)
    decided = ask("认定结论", OneOf(Safety), DECISION, hint="和评价的结果不同时才填。")
    decided_why = ask("认定理由", Line(200), DECISION, must=True, when=is_decided)
    decided_by = ask("认定人", Line(30), DECISION, must=True, when=is_decided)
    decided_on = ask("认定日期", Day(), DECISION, when=is_decided)
