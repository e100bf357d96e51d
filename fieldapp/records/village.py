"""The village itself: one record in every file, its id derived from its code."""

from fieldapp.base.identity import Telephone, VillageCode
from fieldapp.base.kinds import Choice, Line, OneOf
from fieldapp.base.record import Owner, Part, Record, ask


class WaterRegion(Choice):
    """Which thresholds of water quantity apply (T/CHES 18-2018)."""

    WET = "非缺水地区"
    DRY = "缺水地区"


class WaterProfile(Choice):
    """Whose figures drinking water is judged by; where a profile has none of its own, the national ones hold."""

    NATIONAL = "T/CHES 18-2018"
    PROVINCE = "省级细则(1 公里、100 米)"
    GUANGXI = "广西双认定"
    SICHUAN = "四川一超六有"
    LOCAL = "地方口径(30 分钟、100 米)"


class HousingMethod(Choice):
    """By which method the components grade a building."""

    GUIDELINE_2019 = "2019 年导则"
    RURAL_2014 = "JGJ/T 363-2014"
    GENERAL_2016 = "JGJ 125-2016"


PLACE = Part("村", Owner.COUNTY)
STANDARDS = Part("适用口径", Owner.COUNTY)
TEAM = Part("驻村工作队")


class Village(Record, table="village", label="村", single=True):
    name = ask("村名", Line(30), PLACE, must=True)
    code = ask("村代码", VillageCode(), PLACE, must=True)
    town = ask("乡镇", Line(30), PLACE)
    county = ask("县区", Line(30), PLACE)
    water_region = ask(
        "水量分区", OneOf(WaterRegion), STANDARDS, hint="年降水 800 毫米以上且人均水资源 1000 立方米以上为非缺水地区。"
    )
    water_profile = ask("饮水评价口径", OneOf(WaterProfile), STANDARDS, hint="空着就按全国的 T/CHES 18-2018。")
    housing_method = ask("住房定级方法", OneOf(HousingMethod), STANDARDS, hint="空着就按当时有效的全国方法。")
    secretary = ask("第一书记", Line(30), TEAM)
    party_secretary = ask("村党组织书记", Line(30), TEAM)
    unit = ask("帮扶单位", Line(60), TEAM)
    phone = ask("工作队电话", Telephone(), TEAM)
