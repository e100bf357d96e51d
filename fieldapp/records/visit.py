"""A visit: seen once and never rewritten; a correction is another visit that points to it."""

from fieldapp.base.dates import Day
from fieldapp.base.kinds import Choice, Line, ManyOf, OneOf, Text
from fieldapp.base.record import Part, Record, ask, belongs
from fieldapp.base.reference import Ref
from fieldapp.records.household import Household


class Way(Choice):
    """How the family was reached. A call or a video is another kind of visit and counts otherwise."""

    HOME = "入户"
    CALL = "电话"
    VIDEO = "视频"
    OFFICE = "村部"


class Outcome(Choice):
    MET = "见到"
    NOBODY = "家中无人"
    AWAY = "整户外出"
    REFUSED = "拒访"


class Topic(Choice):
    """What a visit looks at; what is confirmed here was looked at and found unchanged."""

    MEMBERS = "家庭成员"
    HOUSING = "住房"
    WATER = "饮水"
    PLAN = "帮扶计划"
    PROBLEMS = "问题"


def was_met(visit: "Visit") -> bool:
    return visit.outcome is Outcome.MET


ROUND = Part("走访")
NEWS = Part("近况")
LOOKED = Part("核对")


class Visit(Record, table="visit", label="走访", observed=True):
    household = belongs(Household)
    day = ask("走访日期", Day(), ROUND, must=True)
    way = ask("方式", OneOf(Way), ROUND, must=True)
    outcome = ask("结果", OneOf(Outcome), ROUND, must=True)
    met = ask("见到谁", Line(50), ROUND, must=True, when=was_met)
    companions = ask("同行人", Line(80), ROUND)
    schooling = ask("在学情况", Line(200), NEWS, when=was_met)
    insurance = ask("医保情况", Line(200), NEWS, when=was_met)
    spending = ask("大额支出", Line(200), NEWS, when=was_met)
    work = ask("务工变化", Line(200), NEWS, when=was_met)
    disaster = ask("受灾情况", Line(200), NEWS, when=was_met)
    wishes = ask("群众诉求", Line(200), NEWS, when=was_met)
    note = ask("走访记录", Text(2000), NEWS)
    confirmed = ask("确认没有变化", ManyOf(Topic), LOOKED, when=was_met)
    entered = ask("录入日期", Day(), LOOKED)
    corrects = ask("更正哪次走访", Ref("visit"), LOOKED)
