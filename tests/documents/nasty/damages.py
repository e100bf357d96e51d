"""Every damage that people and spreadsheets do to the cells of a roster, each with the one outcome that it must have."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.books import number
from tests.documents.nasty.roster import Family, Row, family, person
from tests.documents.nasty.written import error, formula, inline, rich


class Outcome(enum.Enum):
    """How a cell may end. There is no other way."""

    TAKEN = "the answer stands there, and nothing is said about it"
    NOTED = "the answer stands there, and how it was understood is said of its place"
    NOTHING = "the cell says that there is nothing to say"
    REFUSED = "no answer; its place is named with a reason and advice"
    HELD = "the person is held for somebody to decide, and his row is named"
    SKIPPED = "the row is no person, and it is named"


TAKEN, NOTED, NOTHING, REFUSED, HELD, SKIPPED = Outcome
_UNCHANGED = object()
Change = Callable[[Any], Any]


@dataclass(frozen=True)
class Damage:
    """One damage to one family.

    Attributes:
        spoil: does it to the rows of a family, whose order is given.
        clean: does to the clean roster what must be there before (a number that ends in X), if anything.
        column, who: the head and the person where the outcome is to be seen.
        answers: person and head → the answer as shown where it is another than in the clean roster; None for no answer.
        gone: persons who do not come in.
    """

    name: str
    outcome: Outcome
    spoil: Callable[[Family, int], None]
    column: str = ""
    who: int = 0
    clean: Callable[[Family, int], None] = lambda family, order: None
    answers: Mapping[tuple[int, str], str | None] = field(default_factory=dict)
    gone: tuple[int, ...] = ()

    @property
    def needs_codes(self) -> bool:
        """Whether the damage shows only where every row has its code."""
        return self.column == "户编号" or self.who > 2


def _put(who: int, column: str, value: Any) -> Callable[[Family, int], None]:
    def spoil(rows: Family, order: int) -> None:
        rows[who][column] = value(rows[who][column]) if callable(value) else value

    return spoil


def cell(
    column: str, name: str, outcome: Outcome, dirty: Any, answer: Any = _UNCHANGED, *, who: int = 0, clean: Any = None
) -> Damage:
    """One cell spoilt. `dirty`: what stands there, or a function of what stood there; `answer`: as shown, where it is another."""
    gives_none = outcome in (REFUSED, NOTHING)
    answers = {(who, column): None} if gives_none else {} if answer is _UNCHANGED else {(who, column): answer}
    before = _put(who, column, clean) if clean else Damage.clean
    return Damage(f"{column}: {name}", outcome, _put(who, column, dirty), column, who, before, answers)


def _with_x(told: str) -> str:
    """A number that ends in X: of the same order and day, but of another year. Nobody else has it."""
    return next(one for year in range(1920, 1990) if (one := number(f"{year}{told[10:14]}", int(told[14:17]))).endswith("X"))


def _wrong_check(told: str) -> str:
    return told[:17] + ("1" if told[17] != "1" else "2")


def _full_width(told: str) -> str:
    return told.translate({code: code + 0xFEE0 for code in range(0x30, 0x5B)})


_NUMBER = [
    cell("证件号码", "a number of 18 digits", REFUSED, lambda told: int(number("19700111", 998))),
    cell("证件号码", "in scientific notation", REFUSED, "9.99999E+17"),
    cell("证件号码", "with zeros where digits were", REFUSED, lambda told: told[:15] + "000"),
    cell("证件号码", "guarded by =\"\"", TAKEN, lambda told: f'="{told}"'),
    cell("证件号码", "a formula with its value", TAKEN, lambda told: formula(f'"{told}"', told)),
    cell("证件号码", "a formula never worked out", REFUSED, lambda told: formula(f'"{told}"', None)),
    cell("证件号码", "an apostrophe in front", TAKEN, lambda told: f"'{told}"),
    cell("证件号码", "blanks at the end", TAKEN, lambda told: f"{told}  \t"),
    cell("证件号码", "blanks inside", TAKEN, lambda told: f"{told[:6]} {told[6:14]} {told[14:]}"),
    cell("证件号码", "full-width blanks", TAKEN, lambda told: f"\u3000{told[:6]}\u3000{told[6:]}"),
    cell("证件号码", "no-break spaces", TAKEN, lambda told: f"\xa0{told}\xa0"),
    cell("证件号码", "zero-width signs", TAKEN, lambda told: f"\u200b{told[:9]}\u2060{told[9:]}\ufeff"),
    cell("证件号码", "signs of writing direction", TAKEN, lambda told: f"\u202d{told}\u202c"),
    cell("证件号码", "lower-case x", TAKEN, lambda told: told.lower(), clean=_with_x),
    cell("证件号码", "full-width digits", TAKEN, _full_width),
    cell("证件号码", "full-width X", TAKEN, _full_width, clean=_with_x),
    cell("证件号码", "× for X", REFUSED, lambda told: told[:17] + "×", clean=_with_x),
    cell("证件号码", "＊ for X", REFUSED, lambda told: told[:17] + "＊", clean=_with_x),
    cell("证件号码", "an old number of 15 digits", REFUSED, lambda told: told[:6] + told[8:17]),
    cell("证件号码", "one digit short", REFUSED, lambda told: told[:17]),
    cell("证件号码", "one digit too many", REFUSED, lambda told: told + "1"),
    cell("证件号码", "a wrong check digit", REFUSED, _wrong_check),
    cell("证件号码", "born on 30 February", REFUSED, lambda told: number("19700230", 1)),
    cell("证件号码", "born in 1700", REFUSED, lambda told: number("17000111", 1)),
    cell("证件号码", "O for 0", REFUSED, lambda told: told.replace("0", "O")),
    cell("证件号码", "l for 1", REFUSED, lambda told: told.replace("1", "l")),
    cell("证件号码", "two numbers in one cell", REFUSED, lambda told: f"{told}\n{number('19710111', 3)}"),
    cell("证件号码", "masked by stars", REFUSED, lambda told: told[:6] + "*" * 8 + told[14:]),
    cell("证件号码", "a word", REFUSED, "遗失未补"),
    cell("证件号码", "a remark behind it", REFUSED, lambda told: f"{told}(临时)"),
    cell("证件号码", "yes", REFUSED, True),
    cell("证件号码", "a day", REFUSED, dt.date(1970, 1, 11)),
    cell("证件号码", "#N/A", REFUSED, error("#N/A")),
    cell("证件号码", "#REF! as text", REFUSED, "#REF!"),
    cell("证件号码", "a stroke", NOTHING, "——"),
    cell("证件号码", "blanks alone", NOTHING, " \u3000\xa0"),
    cell("证件号码", "a certificate of disability", TAKEN, lambda told: f" {told} ", clean=lambda told: f"{told}42"),
]  # fmt: skip

_TELEPHONE = [
    cell("联系电话", "a number", TAKEN, int),
    cell("联系电话", "with .0 behind it", TAKEN, lambda told: f"{told}.0"),
    cell("联系电话", "dashes", TAKEN, lambda told: f"{told[:3]}-{told[3:7]}-{told[7:]}"),
    cell("联系电话", "blanks inside", TAKEN, lambda told: f"{told[:3]} {told[3:7]} {told[7:]}"),
    cell("联系电话", "+86 in front", TAKEN, lambda told: f"+86 {told}"),
    cell("联系电话", "+86 in front, full-width", TAKEN, lambda told: f"＋86{told}"),
    cell("联系电话", "86 in front", TAKEN, lambda told: f"86{told}"),
    cell("联系电话", "as above", REFUSED, "同上"),
    cell("联系电话", "two by a stroke", REFUSED, lambda told: f"{told}/13700000001"),
    cell("联系电话", "two by a comma", REFUSED, lambda told: f"{told}、13700000001"),
    cell("联系电话", "two by a line break", REFUSED, lambda told: f"{told}\n13700000001"),
    cell("联系电话", "two by a blank", REFUSED, lambda told: f"{told} 13700000001"),
    cell("联系电话", "a landline", TAKEN, "0771-2345678", "07712345678"),
    cell("联系电话", "one digit too many", REFUSED, lambda told: told + "1"),
    cell("联系电话", "one digit short", REFUSED, lambda told: told[:10]),
    cell("联系电话", "whose it is", REFUSED, lambda told: f"{told}(儿子)"),
    cell("联系电话", "none", TAKEN, "无", "无电话"),
    cell("联系电话", "in scientific notation", REFUSED, "1.38E+10"),
    cell("联系电话", "an error", REFUSED, error("#VALUE!")),
    cell("本人电话", "a formula with a number", TAKEN, lambda told: formula("A1+1", told, "n"), who=1),
]  # fmt: skip

_DAY = [
    cell("出生日期", "a serial number", NOTED, 25579, "1970-01-11"),
    cell("出生日期", "a day cell", TAKEN, dt.date.fromisoformat),
    cell("出生日期", "a day cell with a time", TAKEN, lambda told: dt.datetime.fromisoformat(f"{told} 08:30")),
    cell("出生日期", "with dots", TAKEN, lambda told: told.replace("-0", "-").replace("-", ".")),
    cell("出生日期", "with 年月日", TAKEN, lambda told: "{}年{}月{}日".format(*told.split("-"))),
    cell("出生日期", "eight digits", TAKEN, lambda told: int(told.replace("-", ""))),
    cell("出生日期", "the month alone", REFUSED, lambda told: told[:7]),
    cell("出生日期", "the month alone, with 年月", REFUSED, "1970年1月"),
    cell("出生日期", "the year alone", REFUSED, 1970),
    cell("出生日期", "six digits", REFUSED, "197001"),
    cell("出生日期", "year of two digits", REFUSED, "70.1.11"),
    cell("出生日期", "1900-01-00", REFUSED, "1900-01-00"),
    cell("出生日期", "midnight for zero", REFUSED, dt.time(0, 0)),
    cell("出生日期", "30 February", REFUSED, "1970-02-30"),
    cell("出生日期", "by the moon", REFUSED, "农历正月初五"),
    cell("出生日期", "an age", REFUSED, "56岁"),
    cell("出生日期", "an error", REFUSED, error("#NAME?")),
    cell("出生日期", "not born yet", TAKEN, "2099-01-01", "2099-01-01"),
    cell("出生日期", "another than in the number", TAKEN, "1971-01-11", "1971-01-11"),
]  # fmt: skip

_CHOICE = [
    cell("性别", "code 1", NOTED, 1, "男"),
    cell("性别", "code 2 as text", NOTED, "2", "女", who=1),
    cell("性别", "code and word", NOTED, "1男", "男"),
    cell("性别", "code 9", REFUSED, 9),
    cell("性别", "another than in the number", TAKEN, "女", "女"),
    cell("性别", "both", REFUSED, "男女"),
    cell("与户主关系", "misspelt", REFUSED, "配藕", who=1),
    cell("与户主关系", "in other words", NOTED, "妻子", who=1),
    cell("与户主关系", "with a number", NOTED, "02配偶", who=1),
    cell("与户主关系", "head twice", TAKEN, "户主", "户主", who=2),
    cell("与户主关系", "nobody is head", TAKEN, "其他", "其他"),
    cell("与户主关系", "no", REFUSED, False, who=1),
    cell("民族", "without 族", TAKEN, "汉", "汉族"),
    cell("民族", "a code", REFUSED, "01"),
    cell("民族", "as above", REFUSED, "〃", who=1),
    cell("文化程度", "a code", REFUSED, "02"),
    cell("健康状况", "a stroke in full width", NOTHING, "－"),
    cell("与户主关系", "head in two words", NOTED, "户主（本人）"),
    cell("与户主关系", "wife or daughter-in-law", REFUSED, "媳妇", who=1),
    cell("民族", "unknown", TAKEN, "穿青人", "穿青人"),
    cell("民族", "blanks inside", TAKEN, "土 家", "土家族"),
    cell("文化程度", "in other words", NOTED, "初中毕业", "初中"),
    cell("文化程度", "unknown", REFUSED, "秀才"),
    cell("健康状况", "several by 、", TAKEN, "长期慢性病、残疾", "长期慢性病、残疾"),
    cell("健康状况", "several by ;", NOTED, "慢性病;残疾", "长期慢性病、残疾"),
    cell("健康状况", "several by ，", NOTED, "残疾，长期慢性病", "长期慢性病、残疾"),
    cell("健康状况", "several by blanks", NOTED, "大病 残疾", "患有大病、残疾"),
    cell("健康状况", "one of several unknown", REFUSED, "残疾、发烧"),
    cell("务工区域", "brackets of the other kind", TAKEN, "乡（镇）外县内", "乡(镇)外县内"),
    cell("参加居民医保", "yes", TAKEN, True),
    cell("参加居民医保", "no", TAKEN, False, "否"),
    cell("参加居民医保", "ticked", NOTED, "√"),
    cell("参加居民医保", "crossed", NOTED, "×", "否"),
    cell("参加居民医保", "ticked with another tick", NOTED, "☑"),
    cell("参加居民医保", "code 1", NOTED, 1),
    cell("参加居民医保", "in other words", NOTED, "未参保", "否"),
    cell("参加居民医保", "a word", REFUSED, "参保待核"),
    cell("户类型", "unknown", REFUSED, "神仙户"),
    cell("户类型", "in other words", NOTED, "已脱贫户"),
]  # fmt: skip

_MEASURE = [
    cell("务工时间(月)", "negative", REFUSED, -3),
    cell("务工时间(月)", "thirteen", REFUSED, 13),
    cell("务工时间(月)", "half a month", REFUSED, 6.5),
    cell("务工时间(月)", "percent", REFUSED, "50%"),
    cell("务工时间(月)", "with its unit", TAKEN, "6个月"),
    cell("务工时间(月)", "in another unit", REFUSED, "180天"),
    cell("务工时间(月)", "full-width", TAKEN, "６"),
    cell("务工时间(月)", "about", REFUSED, "约6"),
    cell("务工时间(月)", "from to", REFUSED, "6-8"),
    cell("务工时间(月)", "zero", TAKEN, 0, "0"),
    cell("务工时间(月)", "a formula with its value", TAKEN, formula("3+3", "6", "n")),
    cell("务工时间(月)", "division by zero", REFUSED, error("#DIV/0!")),
]  # fmt: skip

_TEXT = [
    cell("姓名", "spread with blanks", TAKEN, lambda told: f"{told[0]}  {told[1:]}"),
    cell("姓名", "two names", TAKEN, "张三 李四", "张三 李四", who=1),
    cell("姓名", "spread with full-width blanks", TAKEN, lambda told: f"{told[0]}\u3000{told[1:]}"),
    cell("姓名", "(户主) behind it", NOTED, lambda told: f"{told}(户主)"),
    cell("姓名", "（去世）behind it", NOTED, lambda told: f"{told}（去世）", who=1),
    cell("姓名", "what else is in brackets", TAKEN, "李(火韦)", "李(火韦)", who=1),
    cell("姓名", "rare characters", TAKEN, "𠮷䶮㛃", "𠮷䶮㛃", who=1),
    cell("姓名", "emoji", TAKEN, "李🌾", "李🌾", who=1),
    cell("姓名", "a point inside", TAKEN, "阿依古丽·买买提", "阿依古丽·买买提", who=1),
    cell("姓名", "two persons by 、", REFUSED, "李四、赵六", who=1),
    cell("姓名", "two persons by a line break", REFUSED, "李四\n赵六", who=1),
    cell("姓名", "masked", REFUSED, lambda told: f"{told[0]}**", who=1),
    cell("姓名", "a number", REFUSED, 12, who=1),
    cell("姓名", "60 characters", REFUSED, "长" * 60, who=1),
    cell("姓名", "an error", REFUSED, error("#REF!"), who=1),
    cell("姓名", "rich text", TAKEN, lambda told: rich(told[0], told[1:])),
    cell("备注", "begins with =", TAKEN, "=一家三口", "=一家三口"),
    cell("备注", "two lines", TAKEN, "第一行\r\n第二行", "第一行\n第二行"),
    cell("备注", "control characters", TAKEN, inline("上_x0007__x001F_下"), "上下"),
    cell("备注", "40,000 characters", REFUSED, inline("字" * 40_000)),
    cell("备注", "501 characters", REFUSED, "字" * 501),
    cell("备注", "500 characters", TAKEN, "字" * 500, "字" * 500),
    cell("备注", "a number", TAKEN, 3, "3"),
    cell("备注", "a day", TAKEN, dt.date(2026, 3, 5), "2026-03-05"),
    cell("组别", "a number", TAKEN, 7, "7"),
    cell("组别", "full-width", TAKEN, "７组", "７组"),
]  # fmt: skip


def _codes(change: Change) -> Callable[[Family, int], None]:
    def spoil(rows: Family, order: int) -> None:
        for row in rows:
            row["户编号"] = change(row["户编号"])

    return spoil


def _again(rows: Family, order: int) -> None:
    rows.append(dict(rows[2]))


def _of_neighbour(rows: Family, order: int) -> None:
    """A further person with the number of somebody of the first family, which nothing damages."""
    rows.append(
        {
            "户编号": rows[0]["户编号"],
            **person("之女", "同号人", "女", "19990909", 900 - order),
            "证件号码": family(0)[1]["证件号码"],
        }
    )


def _same_number_twice(rows: Family, order: int) -> None:
    rows.append(
        {"户编号": rows[0]["户编号"], **person("之女", "重号人", "女", "19990909", 900 - order), "证件号码": rows[1]["证件号码"]}
    )


def _nobody(rows: Family, order: int) -> None:
    """A row in which neither name nor number is left."""
    rows.append({**dict.fromkeys(rows[2], None), "户编号": None, "性别": "男", "民族": "汉族"})


def _without(*heads: str) -> Callable[[Family, int], None]:
    def spoil(rows: Family, order: int) -> None:
        rows[1] = _blank(rows[1], heads)

    return spoil


def _blank(row: Row, heads: tuple[str, ...]) -> Row:
    return {head: None if head in heads else value for head, value in row.items()}


_ROW = [
    Damage("户编号: a number", TAKEN, _codes(int), "户编号"),
    Damage("户编号: a number with a point", TAKEN, _codes(lambda told: f"{told}.0"), "户编号"),
    Damage("户编号: a tab behind it", TAKEN, _codes(lambda told: f"{told}\t"), "户编号"),
    Damage("户编号: full-width", TAKEN, _codes(_full_width), "户编号"),
    Damage("户编号: lost in one row", REFUSED, _put(1, "户编号", 9.99999200201e15), "户编号", 1, gone=(1,)),
    Damage("户编号: blank in one row", NOTHING, _put(1, "户编号", None), "户编号", 1),
    Damage("the same person twice", TAKEN, _again, "姓名", 2),
    Damage("one number in two families", HELD, _of_neighbour, "证件号码", 3),
    Damage("one number for two of a family", HELD, _same_number_twice, "证件号码", 3),
    Damage("a row without name and number", SKIPPED, _nobody, "姓名", 3),
    Damage("a person without number", NOTHING, _without("证件号码"), "证件号码", 1, answers={(1, "证件号码"): None}),
    Damage("a person without relation", NOTHING, _without("与户主关系"), "与户主关系", 1, answers={(1, "与户主关系"): None}),
]  # fmt: skip

DAMAGES = (*_NUMBER, *_TELEPHONE, *_DAY, *_CHOICE, *_MEASURE, *_TEXT, *_ROW)
