"""A sheet whose head nobody knows is laid before a person; what he says of its columns is taken, and known again."""

from __future__ import annotations

from typing import Any

import pytest

from fieldapp.documents.foreign import Row, Sheet
from fieldapp.documents.mapping import HeadMap, Known, SheetLayout, lay_out, told_table, troubles
from fieldapp.documents.offers import OUT, offers, topic_of_key
from fieldapp.documents.synonyms import LINE, NOUNS, VILLAGE, catalogue
from fieldapp.records import Household, Member
from fieldapp.records.registered import Topic

STRANGE = ["顺序", "门牌", "当家的", "是他的谁", "本尊", "卡号"]
LI = ["A1", "李四", "户主", "李四", "x"]
ROWS: list[list[Any]] = [
    ["摸底登记"],
    STRANGE,
    [1, *LI],
    [2, "A1", "李四", "配偶", "王五", "y"],
    [3, "A2", "赵六", "户主", "赵六"],
]
SAID = {0: LINE, 1: "household.code", 2: "household.head", 3: "member.relation", 4: "member.name", 5: OUT}


def sheet(*rows: list[Any]) -> Sheet:
    return Sheet("表", [Row(number, row) for number, row in enumerate(rows, 1) if row])


def laid(*rows: list[Any], told: dict[str, HeadMap] | None = None) -> SheetLayout:
    return lay_out("名单.xlsx", sheet(*rows), catalogue(), told or {})


def keys(layout: SheetLayout) -> dict[str, str]:
    return {column.label: column.key for column in layout.columns}


def mapped(layout: SheetLayout, said: dict[int, str]) -> SheetLayout:
    for index, key in said.items():
        layout = layout.with_key(index, key)
    return layout


def test_of_an_unknown_sheet_the_likeliest_row_is_the_head() -> None:
    layout = laid(*ROWS)
    assert (layout.known, layout.begin, layout.height, layout.why) == (Known.NOBODY, 1, 1, "没有认出表头")
    assert [column.label for column in layout.columns] == STRANGE


def test_each_column_shows_its_first_different_texts() -> None:
    examples = {column.label: column.examples for column in laid(*ROWS, [4, "A3", "钱七"], [5, "A4"]).columns}
    assert examples["顺序"] == ("1", "2", "3")
    assert examples["门牌"] == ("A1", "A2", "A3")
    assert examples["是他的谁"] == ("户主", "配偶")


def test_a_column_without_head_is_laid_out_when_something_stands_below_it() -> None:
    layout = laid(["是谁", "", "", "哪里"], ["张三", "", "A1", "上屯"])
    assert [(column.index, column.label) for column in layout.columns] == [(0, "是谁"), (2, ""), (3, "哪里")]
    assert layout.columns[1].named == "C 列"


def test_what_is_recognised_already_is_filled_in() -> None:
    layout = laid(["户编号", "姓名", "本尊", "饮水安全"], ["A1", "张三", "x", "是"])
    assert layout.known is Known.RECOGNISED
    assert keys(layout) == {"户编号": "household.code", "姓名": "member.name", "本尊": OUT, "饮水安全": "registered.WATER"}


def test_two_columns_that_claim_to_be_the_name_are_a_riddle_and_both_are_shown() -> None:
    layout = laid(["姓名", "与户主关系", "姓名"], ["张三", "户主", "李四"])
    assert layout.known is Known.RIDDLE
    assert [column.key for column in layout.columns] == ["member.name", "member.relation", "member.name"]
    [trouble] = troubles(layout, catalogue())
    assert trouble == "A 列“姓名”、C 列“姓名”都对到了“成员 · 姓名”，只能留一列。"


def test_another_row_can_be_the_head() -> None:
    layout = laid(["甲", "乙", "丙", "丁"], ["户码", "姓名"], ["A1", "张三"]).with_head(1, 1, catalogue())
    assert keys(layout) == {"户码": "household.code", "姓名": "member.name"}
    assert layout.columns[0].examples == ("A1",)


def test_a_head_leaves_a_row_for_data() -> None:
    layout = laid(["甲", "乙"], ["丙", "丁"], ["戊", "己"]).with_head(1, 3, catalogue())
    assert layout.height == 1


def test_a_head_that_was_told_is_known_again_in_another_book() -> None:
    said = mapped(laid(*ROWS), SAID).said()
    again = laid(["另一份", "标题"], [], ["说明"], ["顺 序", *STRANGE[1:]], [9, "B1", "周八", "户主", "周八", "z"], told=said)
    assert (again.known, again.begin) == (Known.TOLD, 2)
    assert {column.index: column.key for column in again.columns} == SAID
    assert again.tells


@pytest.mark.parametrize("changed", [[*STRANGE, "新的一列"], STRANGE[:-1], ["顺序", "当家的", "门牌", *STRANGE[3:]]])
def test_a_changed_head_is_asked_about_again(changed: list[str]) -> None:
    said = mapped(laid(*ROWS), SAID).said()
    assert laid(changed, [1, *LI], told=said).known is Known.NOBODY


def test_the_columns_are_taken_as_they_were_told() -> None:
    table = told_table("名单.xlsx", sheet(*ROWS), mapped(laid(*ROWS), SAID).said(), catalogue())
    assert table
    assert {key: column.index for key, column in table.columns.items()} == {
        "household.code": 1, "household.head": 2, "member.relation": 3, "member.name": 4,
    }  # fmt: skip
    assert [row.number for row in table.rows] == [3, 4, 5]
    assert [(one.column, one.why) for one in table.unused] == [("卡号", "对列时选了不导入")]


def test_what_was_told_counts_before_what_is_recognised() -> None:
    rows: list[list[Any]] = [["户编号", "姓名", "联系电话", "饮水安全"], ["A1", "张三", "13800000001", "是"]]
    said = laid(*rows).with_key(2, "member.phone").with_key(3, OUT).said()
    table = told_table("名单.xlsx", sheet(*rows), said, catalogue())
    assert table
    assert table.columns["member.phone"].index == 2
    assert "household.phone" not in table.columns
    assert table.topics == {}


def test_a_column_can_be_told_to_be_a_conclusion() -> None:
    rows: list[list[Any]] = [["户编号", "姓名", "水咋样"], ["A1", "张三", "好"]]
    table = told_table("名单.xlsx", sheet(*rows), laid(*rows).with_key(2, "registered.WATER").said(), catalogue())
    assert table
    assert table.topics == {2: Topic.WATER}
    assert table.unused == []


def test_of_a_head_that_was_not_told_nothing_is_said() -> None:
    assert told_table("名单.xlsx", sheet(*ROWS), {}, catalogue()) is None
    other = laid(["户编号", "姓名"], ["A1", "张三"]).said()
    assert told_table("名单.xlsx", sheet(*ROWS), other, catalogue()) is None


def test_a_question_that_is_asked_no_longer_is_named() -> None:
    said = {head: HeadMap(1, {**SAID, 5: "member.shoe_size"}) for head in laid(*ROWS).said()}
    table = told_table("名单.xlsx", sheet(*ROWS), said, catalogue())
    assert table
    assert [(one.column, one.why) for one in table.unused] == [("卡号", "没有对应的问题")]


def test_a_sheet_that_is_left_out_leaves_others_with_the_same_head_alone() -> None:
    rows: list[list[Any]] = [["户编号", "姓名"], ["A1", "张三"]]
    said = laid(*rows).said_left_out()
    table = told_table("名单.xlsx", sheet(*rows), said, catalogue())
    assert table
    assert (table.columns, table.rows, table.unused) == ({}, [], [])
    other = Sheet("另一张", sheet(*rows).rows)
    assert told_table("名单.xlsx", other, said, catalogue()) is None
    assert lay_out("名单.xlsx", other, catalogue(), said).known is Known.RECOGNISED
    again = laid(*rows, told=said)
    assert (again.left_out, again.tells) == (True, False)
    assert keys(again) == {"户编号": "household.code", "姓名": "member.name"}
    assert not laid(*rows, told=again.said()).left_out


def test_a_head_of_two_rows_is_told_as_one() -> None:
    rows: list[list[Any]] = [["谁", "谁", "家"], ["叫啥", "几号", ""], ["张三", "7", "A1"], ["李四", "8", "A1"]]
    said = mapped(laid(*rows).with_head(0, 2, catalogue()), {0: "member.name", 1: OUT, 2: "household.code"}).said()
    table = told_table("名单.xlsx", sheet(*rows), said, catalogue())
    assert table
    assert [row.number for row in table.rows] == [3, 4]
    assert table.columns["member.name"].label == "谁/叫啥"
    assert laid(*rows, told=said).height == 2


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ({1: "household.code", 4: "member.name"}, ""),
        ({2: "household.head"}, ""),
        ({3: "member.relation", 4: "member.name"}, ""),
        (
            {1: "household.code", 2: "member.name", 4: "member.name"},
            "C 列“当家的”、E 列“本尊”都对到了“成员 · 姓名”，只能留一列。",
        ),
        ({1: "household.code", 0: LINE, 5: LINE}, ""),
        ({1: "household.code", 0: "registered.WATER", 5: "registered.WATER"}, ""),
        ({3: "member.relation"}, "还没有指明姓名、证件号码、户编号或户主姓名在哪一列。"),
        ({4: "member.name", 5: "member.number"}, "看不出每个人属于哪一户，请指明户编号、户主姓名或与户主关系在哪一列。"),
    ],
)
def test_columns_that_make_no_roster_are_refused_in_words(said: dict[int, str], trouble: str) -> None:
    assert troubles(mapped(laid(*ROWS), said), catalogue()) == ([trouble] if trouble else [])


def test_a_column_in_another_unit_is_refused() -> None:
    layout = laid(["户编号", "姓名", "外出(天)"], ["A1", "张三", 6]).with_key(2, "member.work_months")
    assert troubles(layout, catalogue()) == ["C 列“外出(天)”的单位是“天”，这里要“月”，请改选不导入。"]


def test_everything_that_rosters_tell_is_offered_once() -> None:
    offered = offers(catalogue())
    assert {question.key for noun in NOUNS for question in noun.questions()} <= {offer.key for offer in offered}
    assert {OUT, VILLAGE, LINE, "head.number"} <= {offer.key for offer in offered}
    assert {topic_of_key(offer.key) for offer in offered} - {None} == set(Topic)
    assert len({offer.key for offer in offered}) == len({offer.label for offer in offered}) == len(offered)
    assert offered[0].label == "不导入"
    labels = {offer.key: offer.label for offer in offered}
    assert (labels[Household.code.key], labels["head.number"]) == ("农户 · 户编号", "户主 · 证件号码")
    assert "身份证" in next(offer.names for offer in offered if offer.key == Member.number.key)
