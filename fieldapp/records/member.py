"""A member of a household: who joined and who left, when and why."""

from fieldapp.base.dates import Day
from fieldapp.base.identity import CitizenNumber, Code, Telephone
from fieldapp.base.kinds import Choice, Line, ManyOf, OneOf, Truth
from fieldapp.base.numbers import Whole
from fieldapp.base.record import Owner, Part, Record, ask, belongs
from fieldapp.records.household import Household


class Relation(Choice):
    """Relation to the head of the household (labels of the national form)."""

    HEAD = "户主"
    SPOUSE = "配偶"
    SON = "之子"
    DAUGHTER = "之女"
    DAUGHTER_IN_LAW = "之儿媳"
    SON_IN_LAW = "之女婿"
    GRANDSON = "之孙子"
    GRANDDAUGHTER = "之孙女"
    DAUGHTERS_SON = "之外孙子"
    DAUGHTERS_DAUGHTER = "之外孙女"
    FATHER = "之父"
    MOTHER = "之母"
    WIFES_FATHER = "之岳父"
    WIFES_MOTHER = "之岳母"
    HUSBANDS_FATHER = "之公公"
    HUSBANDS_MOTHER = "之婆婆"
    GRANDFATHER = "之祖父"
    GRANDMOTHER = "之祖母"
    MOTHERS_FATHER = "之外祖父"
    MOTHERS_MOTHER = "之外祖母"
    GREAT_GRANDCHILD = "之曾孙"
    UNCLE = "之叔伯"
    SIBLING = "之兄弟姐妹"
    SIBLINGS_WIFE = "之兄弟媳妇"
    NEPHEW = "之侄儿"
    NIECE = "之侄女"
    OTHER = "其他"


class Sex(Choice):
    MALE = "男"
    FEMALE = "女"


class Education(Choice):
    NONE = "文盲或半文盲"
    PRIMARY = "小学"
    MIDDLE = "初中"
    HIGH = "高中"
    COLLEGE = "大专"
    BACHELOR = "本科及以上"
    COLLEGE_UP = "大专及以上"
    PRESCHOOL = "学龄前儿童"


class School(Choice):
    NOT = "非在校生"
    KINDERGARTEN = "学前教育"
    PRIMARY = "小学"
    SEVEN = "七年级"
    EIGHT = "八年级"
    NINE = "九年级"
    HIGH_1 = "高中一年级"
    HIGH_2 = "高中二年级"
    HIGH_3 = "高中三年级"
    VOCATIONAL_1 = "中职一年级"
    VOCATIONAL_2 = "中职二年级"
    VOCATIONAL_3 = "中职三年级"
    COLLEGE_1 = "高职一年级"
    COLLEGE_2 = "高职二年级"
    COLLEGE_3 = "高职三年级"
    UNIVERSITY = "大专及以上"


class Health(Choice):
    HEALTHY = "健康"
    CHRONIC = "长期慢性病"
    SERIOUS = "患有大病"
    DISABLED = "残疾"


class Labour(Choice):
    """Ability to work, as the register says it."""

    ORDINARY = "普通劳动力"
    SKILLED = "技能劳动力"
    WEAK = "弱劳动力或半劳动力"
    LOST = "丧失劳动力"
    NONE = "无劳动力"


class WorkRegion(Choice):
    TOWN = "乡(镇)内"
    COUNTY = "乡(镇)外县内"
    PROVINCE = "县外省内"
    OUTSIDE = "省外"
    OTHER = "其他"


class Joined(Choice):
    MARRIED_IN = "嫁入"
    BORN = "新生儿"
    MOVED_IN = "其他转入"


class Left(Choice):
    DIED = "死亡"
    MARRIED_OUT = "嫁出"
    EMIGRATED = "出国定居"
    PRISON = "判刑收监"
    MOVED_OUT = "其他转出"


def has_joined(member: "Member") -> bool:
    return member.joined is not None


def has_left(member: "Member") -> bool:
    return member.left is not None


def works_away(member: "Member") -> bool:
    return member.work_region is not None


PERSON = Part("身份", Owner.SHARED)
NUMBER = Part("证件", Owner.SHARED, unit="identity")
SITUATION = Part("现状")
MOVES = Part("增减", Owner.SHARED)


class Member(Record, table="member", label="成员"):
    household = belongs(Household)
    name = ask("姓名", Line(50), PERSON, must=True)
    relation = ask("与户主关系", OneOf(Relation), PERSON, must=True)
    number = ask("证件号码", CitizenNumber(), NUMBER, hint="18 位身份证号码，或 20、22 位残疾人证号码。")
    sex = ask("性别", OneOf(Sex), NUMBER)
    birth = ask("出生日期", Day(), NUMBER)
    code = ask("人编号", Code(), PERSON)
    nation = ask("民族", Line(20), PERSON)
    phone = ask("本人电话", Telephone(), SITUATION)
    education = ask("文化程度", OneOf(Education), SITUATION)
    school = ask("在校生状况", OneOf(School), SITUATION)
    health = ask("健康状况", ManyOf(Health), SITUATION)
    labour = ask("劳动技能", OneOf(Labour), SITUATION)
    work_region = ask("务工区域", OneOf(WorkRegion), SITUATION)
    work_months = ask("务工时间", Whole(0, 12), SITUATION, unit="月", when=works_away)
    insured = ask("参加居民医保", Truth(), SITUATION)
    serious_insured = ask("参加大病保险", Truth(), SITUATION)
    joined = ask("增加原因", OneOf(Joined), MOVES, hint="原来就在册的空着。")
    joined_on = ask("增加日期", Day(), MOVES, must=True, when=has_joined)
    left = ask("减少原因", OneOf(Left), MOVES, hint="还在户里的空着。")
    left_on = ask("减少日期", Day(), MOVES, must=True, when=has_left)
