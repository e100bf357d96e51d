"""登记结论: what a register or a list of others says of a family, kept with its day and its source.

It is shown beside what was found here and is never taken for a verdict.
"""

from fieldapp.base.dates import Day
from fieldapp.base.kinds import Choice, Line, OneOf
from fieldapp.base.record import Owner, Part, Record, ask, belongs
from fieldapp.base.reference import Ref
from fieldapp.records.household import Household


class Topic(Choice):
    """What a conclusion is about."""

    GRADE = "住房等级"
    HOUSING = "住房安全"
    WATER = "饮水安全"
    INCOME_HEAD = "人均纯收入"
    INCOME = "家庭年收入"
    PEOPLE = "家庭人口"
    EXIT = "脱贫情况"
    WATCHED = "监测识别"
    RISK = "风险消除"
    SCHOOL = "义务教育"
    INSURANCE = "基本医疗"
    AGE = "年龄"
    OTHER = "其他"


STATEMENT = Part("登记结论", Owner.COUNTY)


class Registered(Record, table="registered", label="登记结论"):
    household = belongs(Household)
    topic = ask("关于什么", OneOf(Topic), STATEMENT, must=True)
    member = ask("关于谁", Ref("member"), STATEMENT, hint="整户的空着。")
    column = ask("原来的栏目", Line(100), STATEMENT)
    said = ask("登记内容", Line(200), STATEMENT, must=True)
    on = ask("登记日期", Day(), STATEMENT, hint="名册自己写明的日期；没有写明的空着。")
    source = ask("出处", Line(200), STATEMENT)
