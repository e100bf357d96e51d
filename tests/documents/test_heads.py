"""The head of a roster is found wherever it stands and whatever its columns are called; nothing is guessed."""

from __future__ import annotations

import tomllib
from collections import Counter
from typing import Any

import pytest

from fieldapp.base.errors import BadBook
from fieldapp.base.numbers import Whole
from fieldapp.base.record import Part, Record, ask
from fieldapp.documents.foreign import Row, Sheet
from fieldapp.documents.heads import Table, letters, recognise
from fieldapp.documents.outside import OTHER
from fieldapp.documents.synonyms import CATALOGUE, NOUNS, catalogue, plain_head
from fieldapp.records import Household, Member


def table(*rows: list[Any]) -> Table | None:
    numbered = [Row(number, row) for number, row in enumerate(rows, 1) if row]
    return recognise("名单.xlsx", Sheet("表", numbered), catalogue())


def keys(*rows: list[Any]) -> dict[str, int]:
    found = table(*rows)
    return {key: column.index for key, column in found.columns.items()} if found else {}


PERSON = ["A1", "张三", "户主"]


def test_a_head_in_the_first_row() -> None:
    found = table(["户编号", "姓名", "与户主关系"], PERSON)
    assert found
    assert [(key, column.index, column.label) for key, column in found.columns.items()] == [
        ("household.code", 0, "户编号"), ("member.name", 1, "姓名"), ("member.relation", 2, "与户主关系"),
    ]  # fmt: skip
    assert [row.number for row in found.rows] == [2]


@pytest.mark.parametrize("above", [1, 2, 5, 20])
def test_title_rows_above_the_head_do_not_disturb(above: int) -> None:
    titles = [[f"石桥村花名册 {n}"] for n in range(above)]
    found = table(*titles, ["户编号", "姓名", "与户主关系"], PERSON)
    assert found
    assert [row.number for row in found.rows] == [above + 2]


@pytest.mark.parametrize(
    "label",
    [
        "姓名",
        "姓名*",
        "*姓名",
        " 姓 名 ",
        "姓\n名",
        "姓名：",
        "姓名(必填)",
        "姓名（必填）",
        "1.姓名",
        "(2)姓名",
        "三、姓名",
        "姓名※",
        "\u200b姓名",
        "成员姓名",
    ],
)
def test_what_people_hang_on_a_head_does_not_count(label: str) -> None:
    assert keys(["户编号", label], ["A1", "张三"]) == {"household.code": 0, "member.name": 1}


def test_the_head_is_shown_as_it_stands_there() -> None:
    found = table(["户码*", " 姓名 "], ["A1", "张三"])
    assert found
    assert [column.label for column in found.columns.values()] == ["户码*", "姓名"]


def test_blank_columns_at_the_left_are_counted() -> None:
    assert keys(["", "", "户编号", "", "姓名"], ["", "", "A1", "", "张三"]) == {"household.code": 2, "member.name": 4}


def test_a_mark_far_to_the_right_is_only_an_unused_column() -> None:
    found = table(["户编号", "姓名", *[""] * 170, "FFI"], ["A1", "张三"])
    assert found
    assert [(one.column, one.why) for one in found.unused] == [("FFI", "没有对应的问题")]


@pytest.mark.parametrize("merged", [True, False])
def test_a_head_of_two_rows(merged: bool) -> None:
    over = "家庭成员" if merged else ""
    found = table(
        ["户主姓名", "组别", "家庭成员", over, over, "住房", "年人均纯收入"],
        ["户主姓名" if merged else "", "组别" if merged else "", "姓名", "与户主关系", "身份证号码", "等级", "(元)"],
        ["张三", "1组", "张三", "户主", "", "A", 1],
    )
    assert found
    assert {key: column.index for key, column in found.columns.items()} == {
        "household.head": 0, "household.group": 1, "member.name": 2, "member.relation": 3, "member.number": 4,
    }  # fmt: skip
    assert [row.number for row in found.rows] == [3]
    assert [one.column for one in found.unused] == ["住房/等级", "年人均纯收入/(元)"]


def test_a_column_without_any_head_is_not_the_neighbours() -> None:
    assert keys(["户主姓名", "家庭成员", "", "备注"], ["", "姓名", "", ""], ["张三", "张三", "x", "y"]) == {
        "household.head": 0, "member.name": 1, "household.note": 3,
    }  # fmt: skip


def test_what_is_told_of_the_head_is_not_told_of_every_member() -> None:
    assert keys(["户码", "户主姓名", "户主身份证号码", "户主性别"], ["A1", "张三", "", "男"]) == {
        "household.code": 0, "household.head": 1, "head.number": 2, "head.sex": 3,
    }  # fmt: skip
    assert keys(["户编号", "户主", "户主"], ["", "姓名", "身份证号"], ["A1", "张三", ""]) == {
        "household.code": 0, "household.head": 1, "head.number": 2,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["姓名", "户编号", "证件号码", "户主姓名"])
def test_a_doubled_column_that_says_who_is_meant_refuses_the_book(name: str) -> None:
    with pytest.raises(BadBook, match=f"A 列“{name}”、C 列“{name}”"):
        table([name, "与户主关系", name, "性别"], ["x", "户主", "y", "男"])


def test_another_doubled_column_is_left_out_and_named() -> None:
    found = table(["姓名", "户编号", "民族", "民族"], ["张三", "A1", "汉族", "苗族"])
    assert found
    assert "member.nation" not in found.columns
    assert [one.why for one in found.unused] == ["几列同名，分不清用哪一列：C 列“民族”、D 列“民族”"] * 2


def test_a_doubled_column_that_says_the_same_is_no_riddle() -> None:
    assert keys(["姓名", "户编号", "姓名"], ["张三", "A1", "张三"]) == {"member.name": 0, "household.code": 1}


def test_the_preferred_name_wins_and_the_other_is_reported() -> None:
    found = table(["姓名", "户编号", "自然村", "村民小组"], ["张三", "A1", "上屯", "2组"])
    assert found
    assert found.columns["household.group"].label == "村民小组"
    assert [(one.column, one.why) for one in found.unused] == [("自然村", "与“村民小组”是同一个问题")]


def test_two_columns_of_numbers_that_contradict_each_other_refuse_the_book() -> None:
    heads = ["户主姓名", "身份证号", "成员姓名", "成员身份证号"]
    with pytest.raises(BadBook, match="B 列“身份证号”、D 列“成员身份证号”"):
        table(heads, ["张三", "1", "李四", "2"], ["", "", "张小", "3"])
    found = table(heads, ["张三", "1", "张三", "1"], ["", "2", "李四", ""])
    assert found
    assert [(one.column, one.why) for one in found.unused] == [("成员身份证号", "与“身份证号”是同一个问题")]


def test_in_a_list_of_households_the_columns_of_a_person_are_the_heads() -> None:
    assert keys(["户主姓名", "性别", "身份证号"], ["张三", "男", ""]) == {"household.head": 0, "head.sex": 1, "head.number": 2}
    assert keys(["户主姓名", "户主性别", "性别"], ["张三", "男", "女"]) == {"household.head": 0, "head.sex": 1, "member.sex": 2}
    for who in ("姓名", "与户主关系"):
        assert "member.sex" in keys(["户主姓名", "性别", who], ["张三", "男", "户主"])


def test_a_head_of_three_rows_is_read_by_its_lower_rows_together() -> None:
    rows = [
        ["户信息", "成员信息", "", ""],
        ["户编号", "姓名", "证件", ""],
        ["", "", "类型", "号码"],
        ["A1", "张三", "身份证", "1"],
    ]
    assert keys(*rows) == {"household.code": 0, "member.name": 1, "member.number": 3}


LIST = [["户编号", "姓名", "与户主关系"], ["A1", "张三", "户主"], ["A1", "李四", "配偶"]]


def outside(*rows: list[Any]) -> tuple[list[int], list[tuple[str, str]]]:
    """The rows that are taken, and what is named as not taken."""
    found = table(*rows)
    assert found
    return [row.number for row in found.rows], [(one.column, one.why) for one in found.unused]


def test_what_stands_beside_the_table_without_a_head_is_named() -> None:
    assert outside(LIST[0], [*LIST[1], "", "已去世"], LIST[2]) == ([2, 3], [("E 列", "有内容，却没有列名")])
    assert outside(*LIST) == ([2, 3], [])


def test_another_table_below_is_named_and_not_taken() -> None:
    below = [["工程", "户主姓名", "户编号"], ["改厕", "张三", "A1"]]
    assert outside(*LIST, *below) == ([2, 3], [("第 4–5 行", OTHER)])


def test_another_table_above_is_named_and_not_taken() -> None:
    above = [["户编号", "户主姓名"], ["A1", "张三"]]
    assert outside(*above, *LIST) == ([4, 5], [("第 1–2 行", OTHER)])
    assert outside(["户编号", "填姓名", "必填"], *LIST) == ([3, 4], [])


def test_the_head_on_the_next_page_is_no_other_table() -> None:
    assert outside(*LIST, LIST[0], ["A2", "王五", "户主"]) == ([2, 3, 4, 5], [])


def test_a_row_of_answers_that_are_heads_elsewhere_is_data() -> None:
    rows = [["姓名", "户编号", "与户主关系", "健康状况"], ["张三", "A1", "户主", "健康"]]
    assert outside(*rows) == ([2], [])


def test_the_codes_of_the_columns_below_the_head_are_no_person() -> None:
    assert outside(LIST[0], ["AAC001", "AAB002", "AAB006"], *LIST[1:]) == ([3, 4], [])


def test_a_second_head_of_other_columns_refuses_the_book() -> None:
    with pytest.raises(BadBook, match="第 2 行也像表头"):
        table(
            ["户编号", "户主姓名", "成员1", "", "成员2", ""],
            ["", "", "姓名", "与户主关系", "姓名", "与户主关系"],
            ["A1", "张三", "张三", "户主", "李四", "配偶"],
        )


def test_a_row_of_data_above_is_no_heading() -> None:
    found = table(["A1", "张三", "999999197001010013"], *LIST)
    assert found
    assert found.columns["member.name"].label == "姓名"
    assert [row.number for row in found.rows] == [3, 4]


@pytest.mark.parametrize(
    ("unit", "taken"), [("", True), ("(月)", True), ("(个月)", True), ("[月]", True), ("(选填)", True), ("(天)", False)]
)
def test_a_column_in_another_unit_is_not_taken(unit: str, taken: bool) -> None:
    found = table(["姓名", "户编号", f"务工时间{unit}"], ["张三", "A1", 6])
    assert found
    assert ("member.work_months" in found.columns) is taken
    assert [one.why for one in found.unused] == ([] if taken else ["单位是“天”，这里要“月”"])


@pytest.mark.parametrize(
    "rows",
    [
        [["日期", "事项", "地点"], ["3月5日", "开会", "村部"]],
        [["姓名"], ["张三"]],
        [["民族", "性别", "文化程度"], ["汉族", "男", "小学"]],
        [[1, 2, 3], [4, 5, 6]],
        [],
    ],
)
def test_what_is_no_roster_is_not_recognised(rows: list[list[Any]]) -> None:
    assert table(*rows) is None


def test_years_and_days_in_a_head_do_not_make_it_data() -> None:
    found = table(["户编号", "姓名", 2025, 2026.0, "20260930数据"], ["A1", "张三", 1, 2, 3])
    assert found
    assert [one.column for one in found.unused] == ["2025", "2026", "20260930数据"]


def test_a_row_of_data_is_never_part_of_the_head() -> None:
    found = table(["姓名", "户编号", "身份"], ["张三", "A1", "户主"], ["李四", "A1", "配偶"])
    assert found
    assert [row.number for row in found.rows] == [2, 3]
    assert [one.column for one in found.unused] == ["身份"]


def test_equal_heads_have_equal_fingerprints() -> None:
    one = table(["户编号", "姓名", "其他一列"], PERSON)
    same = table(["花名册"], ["户编号", "姓 名", "其他一列"], PERSON)
    other = table(["户编号", "姓名", "别的一列"], PERSON)
    assert one
    assert same
    assert other
    assert one.fingerprint == same.fingerprint != other.fingerprint
    assert len(one.fingerprint) == 32


def test_columns_have_the_letters_that_the_spreadsheet_shows() -> None:
    assert [letters(index) for index in (0, 25, 26, 51, 52, 701, 702, 16383)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]


YARD = Part("院子")


class Yard(Record, table="yard", label="院落"):
    hens = ask("母鸡(公鸡除外)", Whole(0, 99), YARD, unit="只")


def test_the_label_of_a_new_question_is_understood_without_another_line() -> None:
    known = catalogue((*NOUNS, Yard))
    rows = [Row(1, ["户编号", "姓名", "母鸡"]), Row(2, ["A1", "张三", 3])]
    found = recognise("名单.xlsx", Sheet("表", rows), known)
    assert found
    assert found.columns["yard.hens"].index == 2
    assert known.question("yard.hens") is Yard.hens


@pytest.mark.parametrize("question", [*Household.questions(), *Member.questions()], ids=lambda question: question.key)
def test_every_question_of_a_roster_is_found_by_its_own_label(question: Any) -> None:
    others = [label for label in ("户编号", "姓名") if label != question.head]
    assert question.key in keys([*others, question.head], ["A1", "张三", ""])


def told() -> dict[str, Any]:
    return tomllib.loads(CATALOGUE.read_text("utf-8"))


def test_the_catalogue_names_only_questions_that_are_asked() -> None:
    asked = {question.key for noun in NOUNS for question in noun.questions()}
    data = told()
    named = {
        *data["heads"],
        *data["labels"],
        *data["also"],
        *data["also"].values(),
        *data["personal"],
        *data["personal"].values(),
    }
    assert named - asked == {"roster.village", "roster.line"}


def test_no_head_means_two_questions() -> None:
    own = [plain_head(question.label)[0] for noun in NOUNS for question in noun.questions()]
    names = Counter([*own, *(plain_head(name)[0] for names in told()["heads"].values() for name in set(names))])
    assert [name for name, times in names.items() if times > 1] == []


def test_every_label_that_is_meant_can_be_chosen() -> None:
    known = catalogue()
    for key, labels in told()["labels"].items():
        question = known.question(key)
        assert question
        for label in labels:
            assert question.kind.show(question.kind.read(label)) == label
