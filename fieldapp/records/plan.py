"""The plan of a year for one household, and its measures."""

from fieldapp.base.dates import Day, Year
from fieldapp.base.kinds import Choice, Line, OneOf, Text
from fieldapp.base.numbers import Decimals, Money
from fieldapp.base.record import Part, Record, ask, belongs
from fieldapp.base.reference import Ref
from fieldapp.records.household import Household


class MeasureKind(Choice):
    """The fourteen groups of measures of the national system, in its order."""

    INDUSTRY = "产业帮扶"
    JOBS = "就业帮扶"
    FINANCE = "金融帮扶"
    PUBLIC_POST = "公益岗位帮扶"
    HEALTH = "健康帮扶"
    COMPULSORY_SCHOOL = "义务教育保障"
    OTHER_SCHOOL = "其他教育帮扶"
    SAFETY_NET = "综合保障"
    HOUSING = "住房安全保障"
    WATER = "饮水安全保障"
    SOCIETY = "社会帮扶"
    RELOCATION = "搬迁"
    LIVING = "生产生活条件改善"
    INFRASTRUCTURE = "基础设施建设"


class Progress(Choice):
    PLANNED = "未开始"
    UNDER_WAY = "实施中"
    DONE = "已完成"
    STOPPED = "已停止"


GOAL = Part("目标")
MEASURE = Part("措施")
EFFECT = Part("进度和效果")


class Plan(Record, table="plan", label="帮扶计划"):
    household = belongs(Household)
    year = ask("年度", Year(), GOAL, must=True)
    situation = ask("主要困难", Text(500), GOAL)
    goal = ask("年度目标", Text(500), GOAL, must=True)
    responsible = ask("帮扶责任人", Line(30), GOAL)


class Measure(Record, table="measure", label="帮扶措施"):
    household = belongs(Household)
    year = ask("年度", Year(), MEASURE, must=True)
    kind = ask("措施类别", OneOf(MeasureKind), MEASURE, must=True)
    what = ask("措施内容", Line(200), MEASURE, must=True)
    person = ask("受益人", Ref("member"), MEASURE, hint="整户受益的空着。")
    quantity = ask("数量", Decimals(0, 10_000_000, 2), MEASURE)
    measured_in = ask("数量单位", Line(10), MEASURE, hint="例如 头、亩、人次。")
    money = ask("资金", Money(), MEASURE, unit="元")
    start = ask("开始日期", Day(), MEASURE)
    due = ask("完成期限", Day(), MEASURE)
    responsible = ask("责任人", Line(30), MEASURE)
    expected = ask("预期效果", Line(200), MEASURE)
    progress = ask("进度", OneOf(Progress), EFFECT)
    effect = ask("实际效果", Line(200), EFFECT)
