"""Which family a row belongs to is told by its code, by the head's number or name, or by who leads; where two fit, nobody guesses."""

from __future__ import annotations

from typing import Any

import pytest

from fieldapp.documents.roster import stage
from fieldapp.documents.staged import Roster
from fieldapp.records.member import Relation
from tests.books import HEAD, SON, WIFE
from tests.documents.test_roster import book, families, refused, skipped

UNSAID = "看不出这一行属于哪一户"
LED = ["姓名", "与户主关系"]
NAMED = ["户主姓名", "姓名", "与户主关系", "证件号码"]


def strays(roster: Roster) -> list[int]:
    """The rows of which nobody can say where they belong."""
    return [one.row for one in roster.refused if UNSAID in one.rule]


@pytest.mark.parametrize("relation", ["", "户圭"])
def test_where_only_relations_tell_the_families_a_row_without_one_is_nobodys_and_so_are_those_that_follow(relation: str) -> None:
    roster = stage(
        book(LED, ["张三", "户主"], ["李四", "配偶"], ["王五", relation], ["王小", "之子"], ["赵六", "户主"], ["赵小", "之子"])
    )
    assert families(roster) == [(None, "张三", ["张三", "李四"]), (None, "赵六", ["赵六", "赵小"])]
    assert strays(roster) == [4, 5]


def test_numbers_that_count_families_tell_of_a_row_without_relation() -> None:
    rows: list[list[Any]] = [[1, "张三", "户主"], ["", "李四", ""], [2, "王五", ""], ["", "王小", "之子"]]
    assert families(stage(book(["序号", *LED], *rows))) == [(None, "张三", ["张三", "李四"]), (None, None, ["王五", "王小"])]


def test_numbers_that_count_people_tell_nothing_of_families() -> None:
    rows: list[list[Any]] = [[1, "张三", "户主"], [2, "李四", "配偶"], ["", "王五", ""], [4, "王小", "之子"]]
    roster = stage(book(["序号", *LED], *rows))
    assert families(roster) == [(None, "张三", ["张三", "李四"])]
    assert strays(roster) == [4, 5]


def test_where_others_stand_above_the_first_head_nobody_is_put_under_the_head_above_him() -> None:
    roster = stage(book(LED, ["赵小", "之子"], ["张三", "户主"], ["王小", "之女"], ["王五", "户主"]))
    assert families(roster) == [(None, "张三", ["张三"]), (None, "王五", ["王五"])]
    assert strays(roster) == [2, 4]


def test_after_a_row_that_is_nobodys_a_blank_one_does_not_fall_to_the_family_above() -> None:
    rows: list[list[Any]] = [["A1", "张三", "户主"], [9.99999200201e15, "王五", ""], ["", "王小", "之子"], ["A1", "李四", "配偶"]]
    roster = stage(book(["户编号", *LED], *rows))
    assert families(roster) == [("A1", "张三", ["张三", "李四"])]
    assert strays(roster) == [3, 4]


@pytest.mark.parametrize("lost", ["#N/A", "〃", "张*"])
def test_a_head_s_name_that_is_lost_does_not_put_a_row_under_the_family_above(lost: str) -> None:
    roster = stage(book(["户主姓名", "姓名"], ["张三", "张三"], ["", "李四"], [lost, "王五"]))
    assert families(roster) == [(None, "张三", ["张三", "李四"])]
    assert strays(roster) == [4]


def test_a_row_apart_under_a_name_that_two_heads_have_is_nobodys_though_the_second_comes_later() -> None:
    rows: list[list[Any]] = [
        ["张三", "张三", "户主", HEAD],
        ["王五", "王五", "户主", ""],
        ["张三", "张小", "之子", SON],
        ["张三", "张三", "户主", WIFE],
    ]
    roster = stage(book(NAMED, *rows))
    assert families(roster) == [(None, "张三", ["张三"]), (None, "王五", ["王五"]), (None, "张三", ["张三"])]
    assert strays(roster) == [4]


def test_a_head_who_stands_twice_with_his_number_is_one_family() -> None:
    rows: list[list[Any]] = [["张三", "张三", "户主", HEAD], ["张三", "李四", "配偶", WIFE], ["张三", "张三", "户主", HEAD]]
    assert families(stage(book(NAMED, *rows))) == [(None, "张三", ["张三", "李四", "张三"])]


def test_two_groups_under_one_head_s_name_are_two_families_where_the_head_himself_leads() -> None:
    heads = ["组别", "户主姓名", "姓名"]
    led: list[list[Any]] = [["1组", "张三", "张三"], ["1组", "张三", "李四"], ["2组", "张三", "张三"], ["2组", "张三", "张小"]]
    roster = stage(book(heads, *led))
    assert [(one.record.group, [member.record.name for member in one.members]) for one in roster.households] == [
        ("1组", ["张三", "李四"]), ("2组", ["张三", "张小"]),
    ]  # fmt: skip
    assert strays(stage(book(heads, *led[:2], led[3]))) == [4]


def test_the_number_of_the_head_tells_two_families_of_one_name_apart() -> None:
    rows: list[list[Any]] = [["张三", HEAD, "张三", HEAD], ["张三", HEAD, "李四", ""], ["张三", WIFE, "张小", SON]]
    roster = stage(book(["户主姓名", "户主身份证号码", "成员姓名", "成员身份证号"], *rows))
    assert families(roster) == [(None, "张三", ["张三", "李四"]), (None, "张三", ["张小", "张三"])]
    assert [one.heads[0].record.number for one in roster.households] == [HEAD, WIFE]
    assert roster.refused == []


def test_what_two_rows_say_otherwise_of_the_head_is_named_and_the_first_is_taken() -> None:
    rows: list[list[Any]] = [["A1", "张三", HEAD, "张三"], ["A1", "张三", WIFE, "李四"]]
    roster = stage(book(["户编号", "户主姓名", "户主身份证号码", "姓名"], *rows))
    assert [member.record.number for member in roster.households[0].members] == [HEAD, None]
    assert refused(roster) == [(3, "户主身份证号码", WIFE)]


def test_what_is_said_of_the_head_otherwise_than_in_his_own_row_is_named() -> None:
    rows: list[list[Any]] = [["A1", "张三", WIFE, "张三", HEAD]]
    roster = stage(book(["户编号", "户主姓名", "户主身份证号码", "姓名", "身份证号"], *rows))
    assert roster.households[0].members[0].record.number == HEAD
    assert refused(roster) == [(2, "户主身份证号码", WIFE)]


def test_a_head_in_whose_row_somebody_else_stands_is_one_more_member_with_an_id_of_his_own() -> None:
    rows: list[list[Any]] = [["张三", HEAD, "李四", "配偶", WIFE], ["", "", "张小", "之子", SON]]
    roster = stage(book(["户主姓名", "户主身份证号码", "成员姓名", "与户主关系", "成员身份证号"], *rows))
    [family] = roster.households
    assert [(one.record.name, one.record.number) for one in family.members] == [("李四", WIFE), ("张小", SON), ("张三", HEAD)]
    assert family.heads == family.members[2:]
    assert len({one.record.id for one in family.members}) == 3


def test_in_a_list_of_households_what_is_asked_of_a_person_is_told_of_the_head() -> None:
    roster = stage(
        book(["序号", "户主姓名", "性别", "民族", "身份证号码"], [1, "张三", "男", "汉", HEAD], [2, "王五", "男", "汉", ""])
    )
    people = [member.record for one in roster.households for member in one.members]
    assert [(one.name, one.relation, one.number, one.nation) for one in people] == [
        ("张三", Relation.HEAD, HEAD, "汉族"), ("王五", Relation.HEAD, None, "汉族"),
    ]  # fmt: skip


def test_a_person_of_whom_neither_name_nor_number_is_told_is_named_and_not_dropped() -> None:
    roster = stage(
        book(["户编号", "姓名", "与户主关系"], ["A1", "张三", "户主"], ["A1", "", "配偶"], ["A1", "李四、王五", "之子"])
    )
    assert families(roster) == [("A1", "张三", ["张三"])]
    assert [(one.row, one.rule[:12]) for one in roster.refused] == [
        (3, "看不出这一行说的是谁，这"), (4, "这一格里像是几个人的姓名"), (4, "看不出这一行说的是谁，这"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("以上共2户", "合计行"),
        ("共 2 户 3 人", "合计行"),
        ("填报：王某", "说明行"),
        ("(以下空白)", "说明行"),
        ("转下页", "说明行"),
        ("驻村队：", "说明行"),
    ],
)
def test_a_line_under_the_heads_names_is_no_household(text: str, why: str) -> None:
    roster = stage(book(["户主姓名", "组别"], ["张三", "1组"], [text, ""]))
    assert families(roster) == [(None, "张三", [])]
    assert skipped(roster) == [(3, why)]


def rows_of(roster: Roster) -> list[Any]:
    return [one.row for one in roster.refused]


def test_refusals_of_a_sheet_stand_in_the_order_of_its_rows() -> None:
    roster = stage(book(["户编号", *LED], ["A1", "张三", "户圭"], ["#N/A", "王五", "之子"], ["A1", "李四", "户圭"]))
    assert rows_of(roster) == [2, 3, 3, 4]
