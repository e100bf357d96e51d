"""The village itself: one record in every file, its id derived from its code."""

from fieldapp.base.identity import Telephone, VillageCode
from fieldapp.base.kinds import Choice, Line, OneOf
from fieldapp.base.record import Owner, Part, Record, ask


class WaterRegion(Choice):
    """Which thresholds of water quantity apply (T/CHES 18-2018)."""

    WET = "非缺水地区"
    DRY = "缺水地区"


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
    secretary = ask("第一书记", Line(30), TEAM)
    party_secretary = ask("村党组织书记", Line(30), TEAM)
    unit = ask("帮扶单位", Line(60), TEAM)
    phone = ask("工作队电话", Telephone(), TEAM)
