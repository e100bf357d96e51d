"""What is wrong, and what was promised."""

from fieldapp.base.dates import Day
from fieldapp.base.kinds import Choice, Line, OneOf, Text, Truth
from fieldapp.base.record import Owner, Part, Record, ask, belongs
from fieldapp.records.household import Household


class ProblemKind(Choice):
    HOUSING = "住房"
    WATER = "饮水"
    SCHOOL = "教育"
    HEALTH = "医疗"
    INCOME = "收入"
    JOBS = "就业"
    DATA = "信息不准"
    POLICY = "政策落实"
    ENVIRONMENT = "人居环境"
    OTHER = "其他"


class ProblemState(Choice):
    OPEN = "登记"
    UNDER_WAY = "整改中"
    CLAIMED = "申请销号"
    CLOSED = "已销号"


class Finder(Choice):
    """Who found it."""

    OWN = "自查"
    TOWN = "乡镇"
    COUNTY = "县级督查"
    ABOVE = "上级检查"
    LETTER = "信访"
    DATA = "数据比对"


def is_closed(problem: "Problem") -> bool:
    return problem.state in (ProblemState.CLAIMED, ProblemState.CLOSED)


def was_answered(promise: "Promise") -> bool:
    return promise.kept is not None


FOUND = Part("问题")
MENDING = Part("整改")
CLOSING = Part("销号", Owner.SHARED, strict=True)
WISH = Part("诉求")
ANSWER = Part("答复")


class Problem(Record, table="problem", label="问题"):
    household = belongs(Household)
    found_on = ask("发现日期", Day(), FOUND, must=True)
    source = ask("问题来源", OneOf(Finder), FOUND)
    kind = ask("问题类别", OneOf(ProblemKind), FOUND, must=True)
    what = ask("问题描述", Text(500), FOUND, must=True)
    measure = ask("整改措施", Text(500), MENDING, must=True)
    responsible = ask("责任人", Line(30), MENDING, must=True)
    due = ask("整改期限", Day(), MENDING, must=True)
    state = ask("状态", OneOf(ProblemState), CLOSING, must=True)
    evidence = ask("整改依据", Text(500), CLOSING, must=True, when=is_closed)
    closed_on = ask("销号日期", Day(), CLOSING, must=True, when=is_closed)
    checker = ask("核查人", Line(30), CLOSING, must=True, when=is_closed)


class Promise(Record, table="promise", label="答应群众的事"):
    household = belongs(Household)
    asked_on = ask("提出日期", Day(), WISH, must=True)
    wish = ask("群众诉求", Text(500), WISH, must=True)
    answer = ask("怎么答复", Text(500), ANSWER, must=True)
    by = ask("谁来办", Line(30), ANSWER, must=True)
    due = ask("办结期限", Day(), ANSWER, must=True)
    kept = ask("办到了", Truth(), ANSWER)
    kept_on = ask("办结日期", Day(), ANSWER, must=True, when=was_answered)
    outcome = ask("办理结果", Line(200), ANSWER, when=was_answered)
