"""The known roster: invented families, as rows with an answer under every head."""

from __future__ import annotations

from typing import Any

from tests.books import number

Row = dict[str, Any]
"""Head → what stands in the cell."""
Family = list[Row]
"""The rows of one household; the head's comes first."""

HOME = ("户编号", "户主姓名", "组别", "联系电话", "户类型", "备注")
"""Heads that tell of the household. All but the code stand in the first row of a family only."""
PERSON = (
    "姓名",
    "与户主关系",
    "证件号码",
    "性别",
    "出生日期",
    "民族",
    "文化程度",
    "健康状况",
    "务工区域",
    "务工时间(月)",
    "参加居民医保",
    "本人电话",
)
HEADS = (*HOME, *PERSON)

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
_GIVEN = "山川河林树石田禾"


def families(count: int) -> list[Family]:
    """The first so many families of three: head, spouse, child."""
    return [family(order) for order in range(count)]


def family(order: int) -> Family:
    """One family of three. Nobody of another family has its names, numbers, codes or telephones."""
    surname, given = _SURNAMES[order % len(_SURNAMES)], _GIVEN[order // len(_SURNAMES)]
    names = [surname + given + who for who in "文梅明"]
    home = dict(
        zip(
            HOME,
            (f"99999920{order:04d}", names[0], f"{1 + order % 4}组", f"1380000{order:04d}", "脱贫户", f"住在第{order}家"),
            strict=True,
        )
    )
    return [
        {**home, **person("户主", names[0], "男", f"19700{1 + order % 9}11", order)},
        {"户编号": home["户编号"], **person("配偶", names[1], "女", f"19720{1 + order % 9}12", order)},
        {"户编号": home["户编号"], **person("之子", names[2], "男", f"19980{1 + order % 9}13", order)},
    ]


def person(relation: str, name: str, sex: str, birth: str, order: int) -> Row:
    """What a roster tells of one person. `birth`: eight digits."""
    day = f"{birth[:4]}-{birth[4:6]}-{birth[6:]}"
    citizen = number(birth, 2 * order + (1 if sex == "男" else 2))
    telephone = f"139{birth[3]}{birth[7]}0{order:05d}"
    answers = (name, relation, citizen, sex, day, "汉族", "小学", "健康", "省外", 6, "是", telephone)
    return dict(zip(PERSON, answers, strict=True))


def grid(told: list[Family], heads: tuple[str, ...] = HEADS) -> list[list[Any]]:
    """The rows of families under heads; None where a row has nothing to say."""
    return [[row.get(head) for head in heads] for rows in told for row in rows]
