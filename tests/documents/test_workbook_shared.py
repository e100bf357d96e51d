"""A record is one row, whoever uses it: under the household it belongs to, or after the last one where it is nobody's."""

from dataclasses import replace
from pathlib import Path

import pytest

from fieldapp.documents.workbook import write_workbook
from fieldapp.records.housing import Housing
from tests.documents.homes import COVER, HOME, LI, LONE, VILLAGE, li, lone
from tests.documents.reading import told

BARN = Housing(
    "b" * 32,
    household=HOME,
    name="厢房",
    shared=frozenset({LONE}),
    sleepers=frozenset({LI}),
    pictures=frozenset({"c" * 64, "d" * 64}),
)
HALL = Housing("d" * 32, name="旧村部", storeys=1, shared=frozenset({LONE, HOME}))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "走访.xlsx"


@pytest.fixture
def houses(out):
    """The rows of the sheet 住房: a barn that two households use, and a hall that is nobody's."""
    first, second = li(), lone()
    first = replace(first, records={**first.records, Housing: [*first.all(Housing), BARN, HALL]}, others={LONE: "王独家"})
    second = replace(second, records={Housing: [BARN, HALL]}, others={HOME: "李大山家", LI: "李大山"})
    written = write_workbook(out, VILLAGE, [first, second, HALL], **COVER)
    rows = told(out, "住房")
    assert written.rows["住房"] == len(rows)
    return {row["哪一栋"]: row for row in rows}, len(rows)


def test_a_building_that_two_households_use_is_one_row_under_its_owner(houses):
    rows, count = houses
    assert count == len(rows) == 3
    assert (rows["厢房"]["户编号"], rows["厢房"]["户主"]) == ("007", "李大山")
    assert rows["厢房"]["还有哪几户在用"] == "王独家"
    assert rows["厢房"]["谁住在这里"] == "李大山"


def test_a_building_that_belongs_to_nobody_stands_last_with_only_the_village(houses):
    rows, _ = houses
    assert list(rows)[-1] == "旧村部"
    assert [rows["旧村部"][head] for head in ("村名", "村代码", "户编号", "户主")] == ["青山村", "999999001001", "", ""]
    assert rows["旧村部"]["_id"] == HALL.id
    assert rows["旧村部"]["还有哪几户在用"] == "李大山家、王独家"


def test_pictures_are_told_by_their_number(houses):
    rows, _ = houses
    assert rows["厢房"]["房屋照片"] == "2 张照片"
    assert rows["旧村部"]["房屋照片"] == ""
