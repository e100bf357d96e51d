"""Rosters as strangers make them, taken into a file: nobody is joined in doubt, nothing is left out without a word, twice changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.desk.registering import take_in
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.store.survey import Survey
from tests.books import FAMILY, HEAD, HEADS, SON, WIFE, Rows, xlsx

NOTHING = {"household": 0, "member": 0, "registered": 0}


def counted(survey: Survey) -> dict[str | None, list[str | None]]:
    """Head of each household → its people."""
    return {home.head: [one.name for one in survey.reader.of(Member, home.id)] for home in survey.reader.every(Household)}


LED = ["序号", "姓名", "与户主关系"]
NAMED = ["户主姓名", "姓名", "与户主关系"]
BESIDE = ["户主姓名", "户主身份证号码", "成员姓名", "与户主关系", "成员身份证号"]
STRANGE: dict[str, tuple[Rows, dict[str | None, list[str | None]], int]] = {
    "a family whose head nobody names": (
        [LED, [1, "张三", "户主"], ["", "李四", "配偶"], [2, "王五", ""], ["", "王小", "之子"]], {"张三": ["张三", "李四"]}, 3,
    ),
    "a child who stands in two equal rows": (
        [NAMED, ["张三", "张三", "户主"], ["张三", "张小", "之子"], ["张三", "张小", "之子"]], {"张三": ["张三", "张小"]}, 0,
    ),
    "two heads of one name and nothing to tell them apart": (
        [NAMED, ["张三", "张三", "户主"], ["张三", "张三", "户主"]], {"张三": ["张三"]}, 2,
    ),
    "the head beside the first of the others": (
        [BESIDE, ["张三", HEAD, "李四", "配偶", WIFE], ["", "", "张小", "之子", SON]], {"张三": ["张三", "张小", "李四"]}, 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", STRANGE)
def test_a_strange_roster_ends_as_it_must_and_twice_changes_nothing(case: str, survey: Survey, tmp_path: Path) -> None:
    rows, people, held = STRANGE[case]
    path = xlsx(tmp_path / "名单.xlsx", rows)
    first = take_in(survey, [path])
    assert {head: sorted(names, key=str) for head, names in counted(survey).items()} == people
    assert len(first.held_rows) == held
    assert {one.household for one in survey.reader.every(Member)} == {home.id for home in survey.reader.every(Household)}
    code = survey.code()
    again = take_in(survey, [path])
    assert (again.new, again.changed, again.held, survey.code()) == (NOTHING, NOTHING, first.held, code)


def test_to_fill_what_is_empty_names_what_it_left_as_it_stands(survey: Survey, tmp_path: Path) -> None:
    take_in(survey, [xlsx(tmp_path / "a.xlsx", [[*HEADS, "民族"], [*FAMILY[0], "汉族"]])])
    told = take_in(survey, [xlsx(tmp_path / "b.xlsx", [[*HEADS, "民族"], [*FAMILY[0], "苗族"]])], fill_empty=True)
    assert [(one.row, one.column, one.value, one.note) for one in told.noted] == [
        (2, "民族", "苗族", "档案里是“汉族”：只补空着的，没有改")
    ]
    assert told.outcome == "unchanged"


def test_an_old_roster_names_what_it_does_not_bring_back(survey: Survey, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [HEADS, *FAMILY])
    take_in(survey, [path])
    [home] = survey.reader.every(Household)
    with survey.change("改电话") as change:
        change.save(home.replace(phone="13911111111"))
    [note] = take_in(survey, [path]).noted
    assert (note.column, note.value) == ("联系电话", "13800000001")
    assert "13911111111" in note.note
