"""What others concluded stands beside our verdict and never changes it; an age without a birth is told with its day."""

import datetime as dt

import pytest

from fieldapp.records.member import Member
from fieldapp.records.registered import Registered, Topic
from fieldapp.rules.finding import Finding, Verdict
from fieldapp.rules.registered import OF_HOUSING, OF_WATER, age_said, age_told, beside, is_safe

ON = dt.date(2024, 6, 30)
WHO = "a" * 32


def said(text: str, topic: Topic = Topic.WATER, column: str = "饮水安全", on: dt.date | None = ON, **more: str) -> Registered:
    return Registered(topic=topic, column=column, said=text, on=on, source="名册 · 名单", **more)


def ours(verdict: Verdict) -> Finding:
    return Finding(verdict, (), "准则", verdict.value)


@pytest.mark.parametrize(
    ("text", "verdict", "line"),
    [
        ("安全", None, "登记：安全（2024-06-30，名册） · 本次未核"),
        ("安全", Verdict.OPEN, "登记：安全（2024-06-30，名册） · 本次未核"),
        ("不安全", Verdict.OPEN, "登记：不安全（2024-06-30，名册） · 本次未核"),
        ("安全", Verdict.GOOD, "登记：安全（2024-06-30，名册）"),
        ("安全", Verdict.BASIC, "登记：安全（2024-06-30，名册）"),
        ("安全", Verdict.BAD, "登记：安全（2024-06-30，名册） · 与本次不同"),
        ("不安全", Verdict.BASIC, "登记：不安全（2024-06-30，名册） · 与本次不同"),
        ("不安全", Verdict.BAD, "登记：不安全（2024-06-30，名册）"),
        ("安全", Verdict.NONE, "登记：安全（2024-06-30，名册）"),
        ("季节性缺水", Verdict.GOOD, "登记：季节性缺水（2024-06-30，名册）"),
    ],
)
def test_a_conclusion_stands_beside_our_verdict(text: str, verdict: Verdict | None, line: str) -> None:
    assert beside([said(text)], OF_WATER, ours(verdict) if verdict else None) == line


def test_nothing_is_said_where_nobody_said_anything() -> None:
    assert beside([], OF_WATER, None) == ""
    assert beside([said("A级", Topic.GRADE)], OF_WATER, None) == ""


def test_the_newest_statement_counts_and_one_without_a_day_is_the_oldest() -> None:
    older = [said("不安全", on=None), said("不安全", on=ON - dt.timedelta(days=1))]
    assert beside([*older, said("安全"), *older], OF_WATER, ours(Verdict.GOOD)) == "登记：安全（2024-06-30，名册）"
    assert beside(older[:1], OF_WATER, None) == "登记：不安全（没有写明日期，名册） · 本次未核"


def test_two_statements_of_one_day_that_differ_are_both_told() -> None:
    told = beside([said("安全"), said("不安全")], OF_WATER, ours(Verdict.GOOD))
    assert told == "登记：安全（2024-06-30，名册）、不安全（2024-06-30，名册） · 与本次不同"


def test_grade_and_safety_of_a_house_are_told_together_each_with_its_newest() -> None:
    statements = [
        said("C级", Topic.GRADE, "危房级别", dt.date(2020, 1, 1)), said("B级", Topic.GRADE, "危房级别"),
        said("否", Topic.HOUSING, "是否危房", dt.date(2023, 1, 1)),
    ]  # fmt: skip
    told = "登记：B级（2024-06-30，名册）、是否危房 否（2023-01-01，名册）"
    assert beside(statements, OF_HOUSING, ours(Verdict.GOOD)) == told
    assert beside(statements, OF_HOUSING, ours(Verdict.BAD)) == f"{told} · 与本次不同"


@pytest.mark.parametrize(
    ("topic", "column", "text", "safe"),
    [
        (Topic.GRADE, "危房级别", "A级", True), (Topic.GRADE, "危房级别", "b", True), (Topic.GRADE, "危房级别", "Ｂ 级", True),
        (Topic.GRADE, "危房级别", "C", False), (Topic.GRADE, "危房级别", "D级危房", False), (Topic.GRADE, "危房级别", "是", None),
        (Topic.GRADE, "危房级别", "E级", None), (Topic.HOUSING, "是否危房", "是", False), (Topic.HOUSING, "是否危房", "否", True),
        (Topic.WATER, "是否存在饮水安全问题", "是", False), (Topic.WATER, "是否缺水", "否", True),
        (Topic.WATER, "是否解决饮水安全问题", "是", True),
        (Topic.HOUSING, "住房是否安全", "是", True), (Topic.HOUSING, "住房是否安全", "×", False),
        (Topic.HOUSING, "住房情况", "危房", False), (Topic.HOUSING, "住房情况", "非危房", True),
        (Topic.HOUSING, "住房情况", "C级", False), (Topic.HOUSING, "住房情况", "砖混", None),
        (Topic.WATER, "饮水安全", "基本安全", True), (Topic.WATER, "饮水安全", "不达标", False),
        (Topic.WATER, "饮水是否困难", "是", False), (Topic.WATER, "饮水是否困难", "否", None),
        (Topic.WATER, "是否解决饮水困难", "是", None), (Topic.WATER, "是否解决饮水困难", "否", None),
        (Topic.WATER, "饮水情况", "不困难", None), (Topic.WATER, "饮水情况", "有困难", False), (Topic.WATER, "饮水情况", "C级", None),
        (Topic.WATER, "有无安全饮水", "无", False),
    ],
)  # fmt: skip
def test_only_plain_words_are_understood(topic: Topic, column: str, text: str, safe: bool | None) -> None:
    assert is_safe(said(text, topic, column)) is safe


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("56", 56),
        ("56岁", 56),
        ("56 周岁", 56),
        ("５６", 56),
        ("56.0", 56),
        ("0", 0),
        ("150", 150),
        ("151", None),
        ("五十六", None),
        ("56.5", None),
    ],
)
def test_an_age_is_read_from_the_words_of_a_list(text: str, age: int | None) -> None:
    assert age_said(text) == age


def test_an_age_by_birth_is_told_for_the_day_asked_whatever_a_register_said() -> None:
    member, statement = Member(WHO, birth=dt.date(1970, 7, 1)), said("99", Topic.AGE, "年龄", member=WHO)
    assert age_told(member, [statement], dt.date(2026, 6, 30)) == "55 岁"
    assert age_told(member, [statement], dt.date(2026, 7, 1)) == "56 岁"


def test_an_age_without_birth_is_that_of_the_register_on_its_own_day() -> None:
    ages = [said("54", Topic.AGE, "年龄", dt.date(2022, 6, 30), member=WHO), said("56岁", Topic.AGE, "年龄", member=WHO)]
    assert age_told(Member(WHO), ages, dt.date(2026, 7, 1)) == "约 56 岁（2024-06-30 时）"
    assert age_told(Member("b" * 32), ages, ON) == ""
    assert age_told(Member(WHO), [said("56", Topic.AGE, on=None, member=WHO)], ON) == "约 56 岁（名册没有写明日期）"
    assert age_told(Member(WHO), [said("老年", Topic.AGE, member=WHO)], ON) == "“老年”（2024-06-30 时）"
