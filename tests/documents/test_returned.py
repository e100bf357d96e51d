"""Which sheet, column and row of a returned book is which."""

from pathlib import Path
from typing import Any

import pytest

from fieldapp.base.kinds import Line
from fieldapp.base.record import Part, Record, ask, belongs
from fieldapp.documents.foreign import Book, Row, Sheet
from fieldapp.documents.noun_sheet import NounSheet, lead_of
from fieldapp.documents.returned import returned
from fieldapp.documents.sheet import as_written
from fieldapp.records import RECORDS
from fieldapp.records.household import Household
from fieldapp.records.member import Member, Relation
from fieldapp.records.village import Village


class Dog(Record, table="dog", label="狗"):
    """A noun of which nothing but this is known anywhere."""

    household = belongs(Household)
    name = ask("名字", Line(20), Part("狗"), must=True)
    colour = ask("毛色", Line(20), Part("狗"))


VILLAGE = Village("9" * 32, name="石桥村", code="999999200201")
PEOPLE = [Member(str(n) * 32, name=name, relation=Relation.SON) for n, name in enumerate(("张一", "张二", "张三"), 1)]


def rows(noun: type[Record], records: list[Record]) -> list[list[Any]]:
    """A sheet as it is written, the head first."""
    form = NounSheet(noun, {})
    written = [form.row(lead_of(VILLAGE, None), record, {}) for record in records]
    return [[column.head for column in form.columns], *([as_written(cell) or "" for cell in row] for row in written)]


def book(**sheets: list[list[Any]]) -> Book:
    made = [Sheet(name, [Row(n, cells) for n, cells in enumerate(told, 1) if any(cells)]) for name, told in sheets.items()]
    return Book(Path("a.xlsx"), "0" * 64, made)


def test_a_row_as_it_was_written_is_known_without_a_look_and_an_edited_one_is_not():
    told = rows(Member, PEOPLE)
    told[2][told[0].index("姓名")] = "张贰"
    [sheet] = returned(book(成员=told), {}, RECORDS).sheets
    assert [(row.id[0], row.as_sent) for row in sheet.rows] == [("1", True), ("2", False), ("3", True)]


def test_a_noun_of_tomorrow_comes_back_by_the_same_road():
    told = rows(Dog, [Dog("d" * 32, name="阿黄")])
    [sheet] = returned(book(狗=told), {}, (*RECORDS, Dog)).sheets
    assert (sheet.noun, sheet.rows[0].as_sent, sheet.rows[0].told("名字")) == (Dog, True, "阿黄")


def test_a_sheet_is_known_by_what_meta_calls_it_and_else_by_its_heads():
    told = book(人=rows(Member, PEOPLE))
    assert returned(told, {"member.sheet": "人"}, RECORDS).sheets[0].noun is Member
    assert returned(told, {}, RECORDS).sheets[0].noun is Member


def test_a_title_above_the_head_does_not_hide_it():
    [sheet] = returned(book(成员=[["成员名单"], *rows(Member, PEOPLE)]), {}, RECORDS).sheets
    assert [row.number for row in sheet.rows] == [3, 4, 5]


def test_a_second_sheet_of_one_kind_is_not_read_and_said_to_be_so():
    told = returned(book(成员=rows(Member, PEOPLE), 副本=rows(Member, PEOPLE)), {}, RECORDS)
    assert [sheet.title for sheet in told.sheets] == ["成员"]
    assert any("副本" in remark for remark in told.remarks)


def test_blank_rows_are_counted_and_an_emptied_row_is_none():
    told = rows(Member, PEOPLE)
    told[2][4:] = [""] * len(told[2][4:])
    told.insert(2, [""] * 4)
    [sheet] = returned(book(成员=told), {}, RECORDS).sheets
    assert (len(sheet.rows), sheet.blank) == (2, 1)


@pytest.mark.parametrize(("names", "refused"), [
    (("张一", "张二", "张三"), False), (("张二", "张一", "张三"), True), (("张二", "张三", "张一"), True),
    (("张贰", "张二", "张三"), False), (("张二", "张二", "张三"), False),
])  # fmt: skip
def test_only_names_that_changed_places_refuse_a_sheet(names, refused):
    """One corrected name is an edit, and a row copied over another leaves its own in place."""
    told = rows(Member, PEOPLE)
    for row, name in zip(told[1:], names, strict=True):
        row[told[0].index("姓名")] = name
    [sheet] = returned(book(成员=told), {}, RECORDS).sheets
    assert (sheet.trouble is not None) == refused
    assert len(sheet.rows) == (0 if refused else 3)


def test_a_doubled_column_names_both_places():
    told = rows(Member, PEOPLE)
    told[0].append("姓名")
    [sheet] = returned(book(成员=told), {}, RECORDS).sheets
    assert sheet.trouble.column == "I 列“姓名”、AC 列“姓名”"


def test_a_roster_is_no_sheet_of_ours():
    assert (
        returned(book(名单=[["户编号", "姓名", "证件号码", "与户主关系"], ["A1", "张三", "", "户主"]]), {}, RECORDS).sheets == []
    )
