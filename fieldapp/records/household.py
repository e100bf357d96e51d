"""A household: who it is on the register, where it lives, how to reach it."""

from fieldapp.base.identity import Code, Telephone
from fieldapp.base.kinds import Choice, Line, OneOf, Text
from fieldapp.base.record import Owner, Part, Record, ask


class HouseholdType(Choice):
    """What the register calls the household."""

    ORDINARY = "一般农户"
    EXITED = "脱贫户"
    MONITORED = "监测对象"
    OTHER = "其他"


class Monitored(Choice):
    """The three classes of household that are monitored against falling back."""

    UNSTABLE = "脱贫不稳定户"
    MARGINAL = "边缘易致贫户"
    SUDDEN = "突发严重困难户"


class Cause(Choice):
    """The main cause of hardship (labels of the national form)."""

    ILLNESS = "因病"
    DISABILITY = "因残"
    SCHOOLING = "因学"
    DISASTER = "因灾"
    LAND = "缺土地"
    WATER = "缺水"
    SKILL = "缺技术"
    LABOUR = "缺劳力"
    FUNDS = "缺资金"
    TRANSPORT = "交通条件落后"
    DRIVE = "自身发展动力不足"
    MARRIAGE = "因婚"
    BEREAVEMENT = "因丧"
    OTHER = "其他"


class Lodging(Choice):
    """Whose roof a family lives under. All but the first have no house of their own (无房户)."""

    OWN = "自有住房"
    PUBLIC = "集体公租房"
    HOME = "幸福大院"
    RENTED = "租赁闲置农房"
    KIN = "投亲靠友"
    NONE = "没有住处"


IDENTITY = Part("户", Owner.SHARED)
REGISTER = Part("登记", Owner.COUNTY)
CONTACT = Part("联系")
LIVING = Part("住处")


class Household(Record, table="household", label="农户", single=True):
    head = ask("户主姓名", Line(50), IDENTITY, must=True)
    code = ask("户编号", Code(), REGISTER, hint="系统里的户编号；没有可以空着。")
    group = ask("组别", Line(30), IDENTITY)
    address = ask("住址", Line(100), CONTACT)
    phone = ask("联系电话", Telephone(), CONTACT, hint="没有电话请填 无电话。")
    type = ask("户类型", OneOf(HouseholdType), REGISTER)
    monitored = ask("监测对象类别", OneOf(Monitored), REGISTER)
    cause = ask("主要致困原因", OneOf(Cause), REGISTER)
    helper = ask("帮扶责任人", Line(30), CONTACT)
    helper_phone = ask("帮扶责任人电话", Telephone(), CONTACT)
    lodging = ask("住房来源", OneOf(Lodging), LIVING, hint="自己没有房的按现在住的地方选。")
    note = ask("备注", Text(500), CONTACT)
