"""Columns of conclusions are recognised whatever they are called, kept as they stand, and dated by the book's own words."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest

from fieldapp.documents.book_day import BookDay, book_day
from fieldapp.documents.foreign import Book, Row, Sheet, read_book
from fieldapp.documents.foreign_saved import saved_on
from fieldapp.documents.roster import stage
from fieldapp.documents.staged import Roster, StagedStatement
from fieldapp.documents.synonyms import catalogue, plain_head
from fieldapp.records.registered import Topic
from tests.books import FAMILY, HANDMADE, HEADS, NATIONAL, ods, xlsx

HEADED = ["户编号", "姓名", "与户主关系"]
SAVED = dt.date(2026, 11, 22)


def roster(*rows: list[Any], name: str = "名单.xlsx", saved: dt.date | None = None) -> Roster:
    told = [Row(number, row) for number, row in enumerate(rows, 1) if any(cell != "" for cell in row)]
    return stage(Book(Path(name), "ab" * 32, [Sheet("名单", told)], saved))


def statements(one: Roster) -> list[StagedStatement]:
    return [statement for household in one.households for statement in household.statements]


def told(one: Roster) -> list[tuple[Topic | None, str | None, str | None]]:
    """Topic, words, and the name of the person; None for the household."""
    return [(s.record.topic, s.record.said, s.member.record.name if s.member else None) for s in statements(one)]


@pytest.mark.parametrize(
    ("head", "topic"),
    [
        ("危房级别", Topic.GRADE), ("住房等级*", Topic.GRADE), ("是否危房户", Topic.HOUSING), ("住房 是否\n安全", Topic.HOUSING),
        ("是否解决安全饮用水", Topic.WATER), ("饮水是否困难", Topic.WATER), ("人均纯收入(元)", Topic.INCOME_HEAD),
        ("2023年人均纯收入（元）", Topic.INCOME_HEAD), ("2023年度家庭人均纯收入元", Topic.INCOME_HEAD), ("上年度人均可支配收入", Topic.INCOME_HEAD),
        ("年人均纯收入", Topic.INCOME_HEAD), ("2024年家庭年收入(万元)", Topic.INCOME), ("家庭人口数", Topic.PEOPLE), ("2023年底家庭人口", Topic.PEOPLE),
        ("脱贫年度", Topic.EXIT), ("识别时间", Topic.WATCHED), ("风险是否已消除", Topic.RISK), ("义务教育有保障", Topic.SCHOOL),
        ("基本医疗保障", Topic.INSURANCE), ("年龄(周岁)", Topic.AGE), ("周岁", Topic.AGE), ("民族", None), ("20231", None), ("劳动力", None),
    ],
)  # fmt: skip
def test_a_head_is_recognised_with_years_units_stars_and_brackets(head: str, topic: Topic | None) -> None:
    assert catalogue().topic([plain_head(head)[0]]) is topic


def test_no_head_of_a_conclusion_is_one_of_a_question() -> None:
    assert not catalogue().topics.keys() & catalogue().heads.keys()


def test_heads_in_two_rows_are_read_together() -> None:
    above = ["户编号", "姓名", "住房", "住房", "家庭成员", "饮水"]
    below = ["户编号", "姓名", "等级", "是否安全", "年龄", "是否安全"]
    assert told(roster(above, below, ["A1", "张三", "B级", "是", "56", "否"])) == [
        (Topic.GRADE, "B级", None), (Topic.HOUSING, "是", None), (Topic.AGE, "56", "张三"), (Topic.WATER, "否", None),
    ]  # fmt: skip


def test_the_lower_rows_of_a_head_tell_a_conclusion_together() -> None:
    one = roster(
        ["户", "", "保障情况", ""],
        ["户编号", "户主姓名", "住房", "饮水"],
        ["", "", "等级", "是否安全"],
        ["A1", "张三", "C", "是"],
    )
    assert told(one) == [(Topic.GRADE, "C", None), (Topic.WATER, "是", None)]


def test_what_was_broken_to_fit_its_cell_is_kept_as_one_line() -> None:
    one = roster(["石桥村\n农户台账"], ["户编号", "户主姓名", "危房\n等级"], ["A1", "张三", "C"])
    [statement] = statements(one)
    assert (statement.record.column, statement.record.source) == ("危房等级", "石桥村农户台账 · 名单")
    assert one.unused == []


def test_a_list_that_tells_nothing_but_a_conclusion_is_a_list() -> None:
    one = roster(["户主姓名", "饮水是否安全"], ["张三", "是"], ["李四", "否"])
    assert told(one) == [(Topic.WATER, "是", None), (Topic.WATER, "否", None)]
    assert one.unused == []


def test_a_question_of_ours_stays_one_and_a_conclusion_is_not_called_unused() -> None:
    one = roster([*HEADS, "住房等级", "政治面貌"], [*FAMILY[0], "B级", "群众"])
    assert one.households[0].members[0].record.name == "张三"
    assert [unused.column for unused in one.unused] == ["政治面貌"]
    assert [(column.column, column.topic) for column in one.concluded] == [("住房等级", "住房等级")]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (8000.0, "8000"), (8000.5, "8000.5"), ("8,000", "8,000"), ("8000.00", "8000"), ('="8000"', "8000"), ("'8000", "8000"),
        ("安  全", "安全"), (True, "是"), (dt.date(2020, 12, 31), "2020-12-31"), ("\u200b否 ", "否"), (0.0, "0"),
    ],
)  # fmt: skip
def test_what_is_said_stands_as_a_person_reads_it(cell: Any, said: str) -> None:
    one = roster([*HEADED, "2023年人均纯收入(元)"], ["A1", "张三", "户主", cell])
    [statement] = statements(one)
    assert (statement.record.said, statement.record.column) == (said, "2023年人均纯收入(元)")


@pytest.mark.parametrize("cell", ["", "-", "——", "/", " "])
def test_a_cell_that_says_nothing_concludes_nothing(cell: str) -> None:
    one = roster([*HEADED, "住房等级"], ["A1", "张三", "户主", cell])
    assert (statements(one), one.refused) == ([], [])


@pytest.mark.parametrize("cell", ["#N/A", "危" * 201])
def test_a_cell_that_cannot_be_kept_is_refused_with_its_place(cell: str) -> None:
    one = roster([*HEADED, "住房等级"], ["A1", "张三", "户主", cell], ["A1", "李四", "配偶", cell])
    assert statements(one) == []
    assert [(bad.row, bad.column, bad.value) for bad in one.refused] == [(2, "住房等级", cell), (3, "住房等级", cell)]


def test_rows_that_say_the_same_speak_of_the_household_once() -> None:
    one = roster([*HEADED, "住房等级"], ["A1", "张三", "户主", "B级"], ["A1", "李四", "配偶", "B级"], ["A1", "张小", "之子", ""])
    assert told(one) == [(Topic.GRADE, "B级", None)]
    assert one.noted == []


def test_rows_that_differ_are_all_kept_each_for_its_person_and_noted() -> None:
    one = roster([*HEADED, "年收入"], ["A1", "张三", "户主", 3000], ["A1", "李四", "配偶", 2000])
    assert told(one) == [(Topic.INCOME, "3000", "张三"), (Topic.INCOME, "2000", "李四")]
    assert [(note.row, note.column, note.value) for note in one.noted] == [(2, "年收入", "3000"), (3, "年收入", "2000")]


def test_an_age_is_a_persons_also_where_all_are_of_one_age() -> None:
    one = roster([*HEADED, "年龄"], ["A1", "张三", "户主", 50], ["A1", "李四", "配偶", 50])
    assert told(one) == [(Topic.AGE, "50", "张三"), (Topic.AGE, "50", "李四")]


def test_the_age_of_the_head_in_a_list_of_households_is_the_heads() -> None:
    one = roster(["户编号", "户主姓名", "户主性别", "户主年龄"], ["A1", "张三", "男", 70])
    assert told(one) == [(Topic.AGE, "70", "张三")]


DAYS = [
    (["截至2024年6月30日"], dt.date(2024, 6, 30), ""), (["数据截止：2026年9月"], dt.date(2026, 9, 30), "“2026年9月”"),
    (["2024年度石桥村名册"], dt.date(2024, 12, 31), "“2024年度”"), (["统计表", "填报日期：2026.9.3  单位：元"], dt.date(2026, 9, 3), ""),
    (["石桥村登记表(2025年)", "填报日期:2026-09-03"], dt.date(2026, 9, 3), ""), (["二〇二四年名册"], None, ""),
    (["导出时间:2026-10-08 09:31:22   数据截止:2026年9月"], dt.date(2026, 9, 30), "“2026年9月”"),
    (["截至20240630"], dt.date(2024, 6, 30), ""), (["截至 2024 年 2 月底"], dt.date(2024, 2, 29), "“2024 年 2 月”"),
    (["2024年2月30日"], None, ""), (["2021-2025年规划"], dt.date(2025, 12, 31), "“2025年”"), (["联系电话13820240630"], None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("above", "on", "by"), DAYS)
def test_the_day_of_a_book_is_the_one_written_over_its_head(above: list[str], on: dt.date | None, by: str) -> None:
    assert book_day(above, [], None) == BookDay(on, by, written=on is not None)


def test_a_footer_counts_where_it_is_called_a_day_and_the_saving_where_nothing_is_written() -> None:
    assert book_day([], ["填表人：王  填表日期：2026年9月3日"], SAVED).on == dt.date(2026, 9, 3)
    assert book_day([], ["注：按2020年标准填"], SAVED) == BookDay(SAVED, "文件保存日期", written=False)
    assert book_day(["登记表(2026年)"], [], SAVED) == BookDay(SAVED, "文件保存日期", written=False)
    assert book_day(["登记表(2025年)"], [], SAVED).on == dt.date(2025, 12, 31)


def test_statements_carry_the_day_and_the_source_of_their_book() -> None:
    [first, *_] = statements(stage(read_book(NATIONAL)))
    assert (first.record.on, first.record.source, first.day_is_written) == (
        dt.date(2026, 9, 30), "脱贫人口信息查询(导出) · 脱贫人口，日期按“2026年9月”", True,
    )  # fmt: skip
    [first, *_] = statements(stage(read_book(HANDMADE)))
    assert (first.record.on, first.record.source) == (dt.date(2026, 9, 3), "石桥村农户基本情况登记表(2026年) · 石桥村2026年")


def test_a_book_without_a_title_is_called_by_its_name_without_what_a_copy_adds() -> None:
    rows = [[*HEADED, "住房等级"], ["A1", "张三", "户主", "B级"]]
    for name in ("名册.xlsx", "名册(1).xlsx", "名册 - 副本.xlsx", "名册（2）.xlsx"):
        [one] = statements(roster(*rows, name=name, saved=SAVED))
        assert (one.record.source, one.record.on, one.day_is_written) == ("名册 · 名单，日期按文件保存日期", SAVED, False)
    [one] = statements(roster(["附件1"], ["填报单位：石桥村"], ["石桥村饮水排查表"], *rows))
    assert one.record.source == "石桥村饮水排查表 · 名单"


def test_a_book_tells_when_it_was_saved_whatever_the_clock_of_the_file_says(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [HEADS, *FAMILY])
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    for moment, day in [("2026-11-21T15:59:59Z", 21), ("2026-11-21T16:00:00Z", 22), ("2026-11-21T23:00:00", 21)]:
        core = f"<p:coreProperties xmlns:p='p' xmlns:t='t'><t:modified a='b'>{moment}</t:modified></p:coreProperties>"
        with zipfile.ZipFile(path, "w") as book:
            for name, part in (parts | {"docProps/core.xml": core.encode()}).items():
                book.writestr(name, part)
        assert read_book(path).saved == dt.date(2026, 11, day)


def test_a_book_that_does_not_tell_when_it_was_saved_has_no_such_day(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", [HEADS, *FAMILY])
    assert read_book(path).saved is None
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("meta.xml", "<meta><dc:date>2025-03-04T08:00:00.123456789</dc:date></meta>")
    assert read_book(path).saved == dt.date(2025, 3, 4)
    assert (saved_on(b"PK damaged"), saved_on(b"a,b"), saved_on(b"")) == (None, None, None)
