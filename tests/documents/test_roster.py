"""A roster's rows become households and people, each with its place; what is no person is skipped with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fieldapp.base.errors import BadBook
from fieldapp.documents.foreign import Book, Row, Sheet, read_book
from fieldapp.documents.roster import stage
from fieldapp.documents.staged import Roster
from fieldapp.records import Household, Member
from fieldapp.records.household import HouseholdType, Monitored
from fieldapp.records.member import Relation, Sex
from tests.books import FAMILY, HANDMADE, HEAD, HEADS, HOUSEHOLDS, MEMBERS, NATIONAL, SON, WIFE, xlsx

TELEPHONE, OTHER = "13800000001", "13900000002"


def book(*rows: list[Any], sha256: str = "ab" * 32, name: str = "名单.xlsx", **more: list[list[Any]]) -> Book:
    def sheet(title: str, told: list[list[Any]]) -> Sheet:
        return Sheet(title, [Row(number, row) for number, row in enumerate(told, 1) if any(cell != "" for cell in row)])

    return Book(Path(name), sha256, [sheet("名单", list(rows)), *(sheet(title, told) for title, told in more.items())])


def families(roster: Roster) -> list[tuple[str | None, str | None, list[str | None]]]:
    return [(one.record.code, one.record.head, [member.record.name for member in one.members]) for one in roster.households]


def skipped(roster: Roster) -> list[tuple[int, str]]:
    return [(one.row, one.why) for one in roster.skipped]


def refused(roster: Roster) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.value) for one in roster.refused]


@pytest.mark.parametrize(
    ("path", "households", "members"), [(NATIONAL, 60, 198), (HOUSEHOLDS, 45, 45), (MEMBERS, 45, 155), (HANDMADE, 30, 95)]
)
def test_the_shared_rosters(path: Path, households: int, members: int) -> None:
    roster = stage(read_book(path))
    assert (len(roster.households), sum(len(one.members) for one in roster.households)) == (households, members)


def test_the_national_roster_names_its_one_bad_cell_and_keeps_the_rest_of_the_row() -> None:
    roster = stage(read_book(NATIONAL))
    [bad] = roster.refused
    assert (bad.file, bad.sheet, bad.row, bad.column) == ("national-members.xlsx", "脱贫人口", 201, "证件号码")
    assert bad.rule
    assert bad.advice
    first = roster.households[0]
    assert (first.record.code, first.record.head) == ("9999992002010001", "胡玉花")
    person = first.members[-1].record
    assert (person.name, person.relation, person.number) == ("坏号", Relation.SON, None)


def test_the_columns_that_are_not_taken_are_named() -> None:
    roster = stage(read_book(NATIONAL))
    assert [one.column for one in roster.unused] == [
        "省(区、市)", "市(地、州)", "县(市、区、旗)", "乡(镇)", "证件类型", "政治面貌",
    ]  # fmt: skip
    assert roster.villages == {"石桥村"}


def test_a_family_under_one_code() -> None:
    roster = stage(book(HEADS, *FAMILY, ["A2", "王五", "", "户主", ""]))
    assert families(roster) == [("A1", "张三", ["张三", "李四", "张小"]), ("A2", "王五", ["王五"])]
    [first, second] = roster.households
    assert [member.record.number for member in first.members] == [HEAD, WIFE, SON]
    assert (first.record.phone, second.record.phone) == (TELEPHONE, None)
    assert [member.place.row for member in first.members] == [2, 3, 4]


def test_ids_follow_from_the_bytes_the_sheet_and_the_row() -> None:
    def ids(roster: Roster) -> list[str]:
        return [id for one in roster.households for id in (one.record.id, *(member.record.id for member in one.members))]

    once = ids(stage(book(HEADS, *FAMILY)))
    assert ids(stage(book(HEADS, *FAMILY, name="另一个名字.xlsx"))) == once
    assert len(set(once)) == 4
    assert set(ids(stage(book(HEADS, *FAMILY, sha256="cd" * 32)))).isdisjoint(once)
    below = stage(book(["花名册"], HEADS, *FAMILY))
    assert ids(below)[1:3] == once[2:4]  # what counts is the row, whoever stands in it
    assert ids(below)[0] not in once


def test_a_row_far_below_joins_its_family_by_the_code() -> None:
    roster = stage(book(HEADS, *FAMILY, ["A2", "王五", "", "户主", ""], ["A1", "张末", "", "之女", ""]))
    assert families(roster)[0] == ("A1", "张三", ["张三", "李四", "张小", "张末"])


def test_another_head_far_below_under_the_same_code_is_another_family() -> None:
    roster = stage(
        book(HEADS, *FAMILY, ["A2", "王五", "", "户主", ""], ["A1", "赵六", "", "户主", ""], ["A1", "赵小", "", "之子", ""])
    )
    assert families(roster) == [
        ("A1", "张三", ["张三", "李四", "张小"]),
        ("A2", "王五", ["王五"]),
        ("A1", "赵六", ["赵六", "赵小"]),
    ]


@pytest.mark.parametrize("merged", [True, False])
def test_blank_cells_below_belong_to_the_family_above(tmp_path: Path, merged: bool) -> None:
    rows = [
        ["户编号", "户主姓名", "组别", "姓名", "与户主关系"],
        ["A1", "张三", "1组", "张三", "户主"], [None, None, None, "李四", "配偶"], [None, None, None, "张小", "之子"],
        ["A2", "王五", None, "王五", "户主"], [None, None, None, "王小", "之女"],
    ]  # fmt: skip
    areas = ["A2:A4", "B2:B4", "C2:C6", "A5:A6", "B5:B6"] if merged else []
    roster = stage(read_book(xlsx(tmp_path / "a.xlsx", rows, merged=areas)))
    assert families(roster) == [("A1", "张三", ["张三", "李四", "张小"]), ("A2", "王五", ["王五", "王小"])]
    assert [one.record.group for one in roster.households] == ["1组", "1组" if merged else None]


def test_families_without_codes_are_told_by_their_heads() -> None:
    heads = ["户主姓名", "姓名", "与户主关系"]
    roster = stage(
        book(heads, ["张三", "张三", "户主"], ["张三", "李四", "配偶"], ["王五", "王五", "户主"], ["张三", "张小", "之子"])
    )
    assert families(roster) == [(None, "张三", ["张三", "李四", "张小"]), (None, "王五", ["王五"])]


def test_two_heads_of_one_name_are_two_families_and_a_stray_row_is_refused() -> None:
    heads = ["户主姓名", "姓名", "与户主关系"]
    roster = stage(
        book(
            heads,
            ["张三", "张三", "户主"],
            ["张三", "李四", "配偶"],
            ["张三", "张三", "户主"],
            ["王五", "王五", "户主"],
            ["张三", "张小", "之子"],
        )
    )
    assert families(roster) == [(None, "张三", ["张三", "李四"]), (None, "张三", ["张三"]), (None, "王五", ["王五"])]
    assert refused(roster) == [(6, "户主姓名", "张三")]
    assert "哪一户" in roster.refused[0].rule


def test_families_are_told_by_a_row_that_says_head() -> None:
    rows = [["张三", "户主"], ["李四", "配偶"], ["王五", "户主"], ["王小", "之子"]]
    roster = stage(book(["姓名", "与户主关系"], *rows))
    assert families(roster) == [(None, "张三", ["张三", "李四"]), (None, "王五", ["王五", "王小"])]


def test_people_before_the_first_head_belong_to_nobody_known() -> None:
    roster = stage(book(["姓名", "与户主关系"], ["李四", "配偶"], ["张三", "户主"]))
    assert families(roster) == [(None, "张三", ["张三"])]
    assert refused(roster) == [(2, "与户主关系", "配偶")]


def test_a_lost_code_does_not_put_a_family_under_the_one_above() -> None:
    rows = [
        ["A1", "张三", "户主"],
        [9.99999200201e15, "王五", "户主"],
        [9.99999200201e15, "王小", "之子"],
        ["A1", "李四", "配偶"],
        [9.99999200201e15, "孤", "之女"],
    ]
    roster = stage(book(["户编号", "姓名", "与户主关系"], *rows))
    assert families(roster) == [("A1", "张三", ["张三", "李四"]), (None, "王五", ["王五", "王小"])]
    assert [(row, column) for row, column, _ in refused(roster)] == [(3, "户编号"), (4, "户编号"), (6, "户编号"), (6, "户编号")]


def test_a_list_of_households_alone() -> None:
    roster = stage(
        book(
            ["户码*", "组名*", "户主姓名*", "农户属性*", "人口*"],
            ["A1", "1组", "张三", "脱贫不稳定户", 4],
            ["A2", "2组", "王五", "一般农户", 1],
        )
    )
    assert families(roster) == [("A1", "张三", []), ("A2", "王五", [])]
    first = roster.households[0].record
    assert (first.group, first.type, first.monitored) == ("1组", HouseholdType.MONITORED, Monitored.UNSTABLE)


def test_what_a_list_of_households_says_of_the_head_makes_him_a_member() -> None:
    roster = stage(book(["户码", "户主姓名", "户主身份证号码"], ["A1", "张三", HEAD], ["A2", "王五", ""]))
    assert families(roster) == [("A1", "张三", ["张三"]), ("A2", "王五", [])]
    head = roster.households[0].members[0].record
    assert (head.number, head.relation) == (HEAD, Relation.HEAD)


def test_what_is_said_of_the_head_is_laid_over_his_own_row() -> None:
    heads = ["户码", "户主姓名", "户主性别", "姓名", "性别"]
    roster = stage(book(heads, ["A1", "张三", "男", "张三", ""], ["A1", "张三", "男", "李四", "女"]))
    assert [(one.record.name, one.record.sex, one.record.relation) for one in roster.households[0].members] == [
        ("张三", Sex.MALE, Relation.HEAD), ("李四", Sex.FEMALE, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["合计", "", "", "", ""], "合计行"), (["", "小计：3人", "", "", ""], "合计行"), (["合 计", "95人", "", "", ""], "合计行"),
        (["1组小计", "3", "", "", ""], "合计行"), (["注：本表一式三份。", "", "", "", ""], "说明行"), (["备注", "", "", "", ""], "说明行"),
        (["填表人：张三", "", "", "审核人：李四", ""], "说明行"), (["负责人(签字)：", "", "", "", ""], "说明行"),
        (["注：请于13800000001前联系，合计户数以实际为准，本表一式三份。"] * 5, "合计行"),
        (["这里写着很长很长的一句话，说明这张表从哪里来、到哪里去、由谁负责，以及2026年11月20日以前交。"] * 5, "说明行"),
        (HEADS, "表头重复"), (["1", "2", "3", "4", "5"], "列号行"), (["", "", "", "户主", ""], "没有姓名和号码"), (["", "", "", "", TELEPHONE], "没有姓名和号码"),
    ],
)  # fmt: skip
def test_what_is_no_person_is_skipped_with_a_reason(row: list[Any], why: str) -> None:
    roster = stage(book(HEADS, *FAMILY, row, ["A2", "王五", "", "户主", ""]))
    assert families(roster) == [("A1", "张三", ["张三", "李四", "张小"]), ("A2", "王五", ["王五"])]
    assert skipped(roster) == [(5, why)]
    assert roster.refused == []


def test_a_person_with_an_odd_name_is_no_note() -> None:
    roster = stage(book(HEADS, ["A1", "注文", HEAD, "户主", ""], ["A1", "合计", WIFE, "配偶", ""]))
    assert families(roster) == [("A1", "注文", ["注文", "合计"])]
    assert roster.skipped == []


def test_a_person_without_number_or_relation_is_accepted() -> None:
    roster = stage(book(HEADS, ["A1", "张三", "", "", ""]))
    assert families(roster) == [("A1", None, ["张三"])]
    assert roster.refused == []


def test_a_refused_cell_leaves_the_rest_of_its_row() -> None:
    roster = stage(book(HEADS, ["A1", "张三", HEAD[:17] + "?", "邻居", "12"]))
    assert refused(roster) == [(2, "证件号码", HEAD[:17] + "?"), (2, "与户主关系", "邻居"), (2, "联系电话", "12")]
    assert all(one.rule and one.advice and one.sheet == "名单" and one.file == "名单.xlsx" for one in roster.refused)
    assert families(roster) == [("A1", None, ["张三"])]


def test_another_telephone_in_the_family_is_the_persons_own() -> None:
    roster = stage(book(HEADS, *FAMILY[:2], ["A1", "张小", SON, "之子", OTHER]))
    assert roster.households[0].record.phone == TELEPHONE
    assert [member.record.phone for member in roster.households[0].members] == [None, None, OTHER]
    assert [(one.row, one.value, one.note) for one in roster.noted] == [(4, OTHER, "与本户不同，记作本人电话")]


def test_two_groups_of_one_family_are_not_guessed_at() -> None:
    roster = stage(book(["户编号", "姓名", "组别"], ["A1", "张三", "1组"], ["A1", "李四", "2组"]))
    assert roster.households[0].record.group == "1组"
    [bad] = roster.refused
    assert (bad.row, bad.column, bad.value) == (3, "组别", "2组")
    assert "1组" in bad.rule


def test_remarks_of_a_family_are_gathered() -> None:
    roster = stage(book(["户编号", "姓名", "备注"], ["A1", "张三", "低保"], ["A1", "李四", "在外"], ["A1", "张小", "低保"]))
    assert roster.households[0].record.note == "低保\n在外"


def test_every_sheet_that_is_a_list_is_read_and_the_others_are_named() -> None:
    other = [["日期", "事项"], ["3月5日", "开会"]]
    names = [["姓名", "性别"], ["张三", "男"]]
    roster = stage(book(HEADS, *FAMILY, 二组=[HEADS, ["A2", "王五", "", "户主", ""]], 记事=other, 名字=names))
    assert families(roster) == [("A1", "张三", ["张三", "李四", "张小"]), ("A2", "王五", ["王五"])]
    assert [(one.sheet, one.column, one.why) for one in roster.unused] == [
        ("记事", "", "没有认出表头"),
        ("名字", "", "看不出每个人属于哪一户"),
    ]


def test_a_hidden_sheet_is_named_and_not_taken() -> None:
    told = book(HEADS, *FAMILY)
    hidden = Sheet("旧名单", told.sheets[0].rows, hidden=True)
    roster = stage(Book(told.path, told.sha256, [told.sheets[0], hidden]))
    assert len(roster.households) == 1
    assert [(one.sheet, one.why) for one in roster.unused] == [("旧名单", "这张表是隐藏的，没有导入")]


def test_a_book_without_a_list_is_refused_by_name() -> None:
    with pytest.raises(BadBook) as caught:
        stage(book(["日期", "事项"], ["3月5日", "开会"]))
    assert "名单.xlsx" in caught.value.what
    assert caught.value.advice


def test_every_row_of_a_roster_ends_in_exactly_one_place() -> None:
    told = read_book(HANDMADE)
    roster = stage(told)
    taken = [member.place.row for one in roster.households for member in one.members]
    skipped_rows = [one.row for one in roster.skipped]
    assert sorted(taken + skipped_rows) == list(range(5, 102))


def test_the_records_are_of_the_nouns_of_the_questionnaire() -> None:
    roster = stage(book(HEADS, *FAMILY))
    assert {type(one.record) for one in roster.households} == {Household}
    assert {type(member.record) for one in roster.households for member in one.members} == {Member}
