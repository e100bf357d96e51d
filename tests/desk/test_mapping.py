"""A roster that nobody knows comes in once a person has said what its columns are; the next one needs no question."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldapp.base.clock import Clock
from fieldapp.base.errors import BadBook, FieldAppError
from fieldapp.desk.layouts import orders, remember, remembered, told_by
from fieldapp.desk.mapping import look
from fieldapp.desk.registering import take_in
from fieldapp.documents.mapping import Known, SheetLayout
from fieldapp.records import Household, Member, Village
from fieldapp.records.registered import Registered, Topic
from fieldapp.store.survey import Survey
from tests.books import HANDMADE, HEAD, NATIONAL, SON, WIFE, xlsx

AT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
STRANGE = ["门牌", "是他的谁", "本尊", "卡号", "水咋样"]
PEOPLE: list[list[Any]] = [
    ["A1", "户主", "张三", HEAD, "好"],
    ["A1", "配偶", "李四", WIFE, "好"],
    ["A2", "户主", "王五", SON, "差"],
]
SAID = {0: "household.code", 1: "member.relation", 2: "member.name", 3: "member.number", 4: "registered.WATER"}


@pytest.fixture
def survey(tmp_path: Path) -> Iterator[Survey]:
    village = Village(name="石桥村", code="999999200201")
    with Survey.create(tmp_path / "甲.survey", village, by="王", clock=Clock(lambda: AT)) as made:
        yield made


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    return xlsx(tmp_path / "摸底.xlsx", [["入户摸底"], STRANGE, *PEOPLE])


def asked(survey: Survey, *books: Path) -> list[SheetLayout]:
    return look(survey.reader, books).asks


def agree(survey: Survey, layout: SheetLayout, said: dict[int, str]) -> None:
    for index, key in said.items():
        layout = layout.with_key(index, key)
    remember(survey, layout.said())


def test_a_layout_that_nobody_knows_is_asked_about_and_then_taken_in(survey: Survey, strange: Path) -> None:
    looked = look(survey.reader, [strange])
    assert looked.comparison is None
    [layout] = looked.asks
    agree(survey, layout, SAID)
    told = take_in(survey, [strange])
    assert told.new == {"household": 2, "member": 3, "registered": 2}
    assert told.refused == []
    assert told.remarks == ["“摸底.xlsx”的“名单”：用了上次对好的列。"]
    assert {member.name: member.number for member in survey.reader.every(Member)} == {"张三": HEAD, "李四": WIFE, "王五": SON}
    assert {(one.topic, one.said, one.column) for one in survey.reader.every(Registered)} == {
        (Topic.WATER, "好", "水咋样"), (Topic.WATER, "差", "水咋样"),
    }  # fmt: skip
    again = take_in(survey, [strange])
    assert (again.outcome, again.new) == ("unchanged", {"household": 0, "member": 0, "registered": 0})


def test_without_a_person_s_word_the_book_is_refused_with_a_way_out(survey: Survey, strange: Path) -> None:
    with pytest.raises(BadBook) as refusal:
        take_in(survey, [strange])
    assert "没有认出名单" in refusal.value.what
    assert "对一次列" in refusal.value.advice


def test_the_next_book_with_the_same_head_needs_no_question(survey: Survey, strange: Path, tmp_path: Path) -> None:
    agree(survey, *asked(survey, strange), SAID)
    other = xlsx(tmp_path / "下一季.xlsx", [STRANGE, ["A7", "户主", "赵六", "", "好"]])
    looked = look(survey.reader, [other])
    assert looked.asks == []
    assert [layout.known for layout in looked.layouts] == [Known.TOLD]
    assert looked.comparison
    assert looked.comparison.told.new["household"] == 1
    assert take_in(survey, [other]).new["member"] == 1


def test_a_changed_head_is_asked_about_again(survey: Survey, strange: Path, tmp_path: Path) -> None:
    agree(survey, *asked(survey, strange), SAID)
    other = xlsx(tmp_path / "改了.xlsx", [[*STRANGE, "又一列"], ["A7", "户主", "赵六", "", "好", "y"]])
    assert [layout.file for layout in asked(survey, other)] == ["改了.xlsx"]


def test_what_was_told_is_still_known_when_the_file_is_opened_again(tmp_path: Path, strange: Path) -> None:
    path = tmp_path / "乙.survey"
    with Survey.create(path, Village(name="石桥村", code="999999200201"), by="王", clock=Clock(lambda: AT)) as survey:
        agree(survey, *asked(survey, strange), SAID)
    with Survey.open(path, by="李", clock=Clock(lambda: AT)) as survey:
        assert asked(survey, strange) == []
        assert [said.columns for said in remembered(survey.reader).values()] == [SAID]


def test_a_column_told_to_be_a_citizen_number_is_refused_cell_by_cell(survey: Survey, strange: Path) -> None:
    wrong = {0: "household.code", 1: "member.relation", 2: "member.number", 3: "", 4: ""}
    agree(survey, *asked(survey, strange), wrong)
    told = take_in(survey, [strange])
    assert [(one.row, one.column, one.value) for one in told.refused] == [
        (3, "本尊", "张三"), (3, "是他的谁", "户主"), (4, "本尊", "李四"), (4, "是他的谁", "配偶"), (5, "本尊", "王五"), (5, "是他的谁", "户主"),
    ]  # fmt: skip
    assert all("证件号码" in one.rule for one in told.refused[::2])
    assert all("这个人没有导入" in one.rule for one in told.refused[1::2])
    assert [one.column for one in told.unused] == ["卡号", "水咋样"]


def test_a_wrong_guess_can_be_overruled(survey: Survey, tmp_path: Path) -> None:
    book = xlsx(tmp_path / "电话.xlsx", [["户编号", "姓名", "联系电话"], ["A1", "张三", "13800000001"]])
    looked = look(survey.reader, [book])
    assert looked.asks == []
    [layout] = looked.layouts
    agree(survey, layout, {2: "member.phone"})
    take_in(survey, [book])
    assert [member.phone for member in survey.reader.every(Member)] == ["13800000001"]
    assert [household.phone for household in survey.reader.every(Household)] == [None]


def test_two_columns_with_one_name_are_asked_about_and_decided(survey: Survey, tmp_path: Path) -> None:
    book = xlsx(tmp_path / "两列.xlsx", [["户编号", "姓名", "姓名"], ["A1", "张三", "张大"]])
    [layout] = asked(survey, book)
    assert layout.known is Known.RIDDLE
    assert "分不清" in layout.why
    agree(survey, layout, {2: ""})
    take_in(survey, [book])
    assert [member.name for member in survey.reader.every(Member)] == ["张三"]


def test_a_sheet_that_nobody_knows_beside_a_roster_is_not_asked_about(survey: Survey, tmp_path: Path) -> None:
    book = xlsx(tmp_path / "两张.xlsx", [["户编号", "姓名"], ["A1", "张三"]], 说明=[["甲", "乙"], ["丙", "丁"]])
    looked = look(survey.reader, [book])
    assert looked.asks == []
    assert [(layout.sheet, layout.known) for layout in looked.layouts] == [("名单", Known.RECOGNISED), ("说明", Known.NOBODY)]
    assert looked.comparison
    assert [(one.sheet, one.why) for one in looked.comparison.told.unused] == [("说明", "没有认出表头")]


def test_a_sheet_can_be_left_out_as_a_whole(survey: Survey, tmp_path: Path) -> None:
    book = xlsx(tmp_path / "两张.xlsx", [["户编号", "姓名"], ["A1", "张三"]], 去年=[["户编号", "姓名"], ["A9", "旧人"]])
    remember(survey, look(survey.reader, [book]).layouts[1].said_left_out())
    looked = look(survey.reader, [book])
    assert [(layout.sheet, layout.left_out, layout.tells) for layout in looked.layouts] == [
        ("名单", False, True), ("去年", True, False),
    ]  # fmt: skip
    assert looked.comparison
    assert [(one.sheet, one.why) for one in looked.comparison.told.unused] == [("去年", "对列时选了整张表不导入")]
    assert looked.comparison.told.new["member"] == 1
    remember(survey, looked.layouts[1].said())
    assert take_in(survey, [book]).new["member"] == 2


def test_a_riddle_can_be_left_out_and_the_rest_comes_in(survey: Survey, tmp_path: Path) -> None:
    riddle = [["户编号", "姓名", "姓名"], ["A9", "甲", "乙"]]
    book = xlsx(tmp_path / "两张.xlsx", [["户编号", "姓名"], ["A1", "张三"]], 草稿=riddle)
    [layout] = asked(survey, book)
    remember(survey, layout.said_left_out())
    assert take_in(survey, [book]).new["member"] == 1


def test_a_book_that_cannot_be_read_does_not_keep_the_others_out(survey: Survey, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    looked = look(survey.reader, [tmp_path / "坏.xlsx", HANDMADE])
    assert ["坏.xlsx" in trouble.what for trouble in looked.unread] == [True]
    assert looked.comparison
    assert looked.comparison.told.new["household"] == 30


def test_a_book_without_anything_to_ask_about_is_refused(survey: Survey, tmp_path: Path) -> None:
    book = xlsx(tmp_path / "一行.xlsx", [["只有一行"]])
    with pytest.raises(BadBook, match="没有可以导入的表"):
        look(survey.reader, [book])


def test_looking_counts_on_to_the_end_and_writes_nothing(survey: Survey) -> None:
    steps: list[tuple[int, int]] = []
    before = survey.code()
    looked = look(survey.reader, [NATIONAL, HANDMADE], progress=lambda done, whole: steps.append((done, whole)))
    assert steps == [(0, 5), (1, 5), (2, 5), (3, 5)]
    assert looked.comparison
    assert looked.comparison.told.outcome == "dry_run"
    assert survey.code() == before


def order(tmp_path: Path, **told: Any) -> Path:
    path = tmp_path / "对列.json"
    whole = {"sheet": "名单", "head": [2, 2], "columns": {"A": "household.code", "b": "member.relation", "C": "member.name"}}
    path.write_text(json.dumps({**whole, **told}), "utf-8")
    return path


def test_an_order_from_a_file_says_what_the_columns_are(survey: Survey, strange: Path, tmp_path: Path) -> None:
    heads = told_by(orders(order(tmp_path)), [strange])
    assert take_in(survey, [strange], heads=heads, dry_run=True).new["member"] == 3
    assert remembered(survey.reader) == {}
    told = take_in(survey, [strange], heads=heads)
    assert told.new["member"] == 3
    assert [one.column for one in told.unused] == ["卡号", "水咋样"]
    assert asked(survey, strange) == []


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"sheet": "没有"}, "没有一本表格里有名叫“没有”的表。"),
        ({"head": [2, 5]}, "第 2 到 5 行不能是表头"),
        ({"head": [5, 5]}, "第 5 到 5 行不能是表头"),
        ({"head": [3, 2]}, "没有说清每一列是什么"),
        ({"columns": {"Z": "member.name"}}, "没有 Z 列"),
        ({"columns": {"A": "member.hat"}}, "没有“member.hat”这个问题"),
        ({"columns": {"A": 7}}, "没有说清每一列是什么"),
        ({"columns": {"A": "member.name", "B": "member.name", "C": "household.code"}}, "只能留一列"),
        ({"columns": {"C": "member.name"}}, "看不出每个人属于哪一户"),
    ],
)
def test_an_order_that_cannot_be_obeyed_is_refused(strange: Path, tmp_path: Path, told: dict[str, Any], what: str) -> None:
    with pytest.raises(FieldAppError, match=what):
        told_by(orders(order(tmp_path, **told)), [strange])


@pytest.mark.parametrize(("content", "what"), [("no json", "不是 JSON 文件"), ("[]", "没有说清"), ("7", "没有说清")])
def test_a_file_that_is_no_order_is_refused(tmp_path: Path, content: str, what: str) -> None:
    path = tmp_path / "对列.json"
    path.write_text(content, "utf-8")
    with pytest.raises(FieldAppError, match=what):
        orders(path)
    with pytest.raises(FieldAppError, match=r"读不到“没有\.json”"):
        orders(tmp_path / "没有.json")
