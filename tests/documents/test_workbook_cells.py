"""What stands in a cell stays what it is, is refused with its place, or is offered in a list."""

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fieldapp.base.errors import FieldAppError
from fieldapp.base.kinds import Choice, Line, ManyOf, OneOf, Text
from fieldapp.base.numbers import Decimals, Whole
from fieldapp.base.record import Part, Record, ask
from fieldapp.documents.column import WIDEST, Column
from fieldapp.documents.noun_sheet import VERDICTS
from fieldapp.documents.sheet import LONGEST_TEXT
from fieldapp.documents.spreadsheet import Spreadsheet
from fieldapp.documents.workbook import write_workbook
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.housing import Condition
from fieldapp.records.member import Member
from tests.documents.homes import COVER, GUARDED, HOME, VILLAGE, li, noted
from tests.documents.reading import cell, cells_of, offers, told


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "走访.xlsx"


def test_a_text_stays_the_text_it_is(out):
    write_workbook(out, VILLAGE, noted(*GUARDED), **COVER)
    assert [row["备注"] for row in told(out, "农户")] == list(GUARDED)
    book = load_workbook(out)
    for row, text in enumerate(GUARDED, 2):
        found = cell(book, "农户", "备注", row)
        assert (found.data_type, found.number_format, found.quotePrefix) == ("s", "@", False), text


def test_what_no_workbook_can_hold_is_cleaned_away(out):
    verdicts = dict.fromkeys(VERDICTS, "") | {
        "住房结论": "达\x00标\ud800",
        "住房依据": "\x0b",
        "饮水结论": "甲\r\n乙",
        "饮水依据": "",
    }
    write_workbook(out, VILLAGE, [li()], verdicts=lambda _: verdicts, **{**COVER, "by": "赵\udfff驻\x1f村"})
    row = told(out, "农户")[0]
    assert [row[head] for head in ("住房结论", "住房依据", "饮水结论", "饮水依据")] == ["达标", "", "甲\n乙", ""]
    assert "赵驻村" in [one["内容"] for one in told(out, "说明")]


def test_a_row_of_long_texts_says_how_high_it_is_so_that_nobody_prints_one_over_the_next(out):
    write_workbook(out, VILLAGE, noted("长" * 400), **COVER)
    book = load_workbook(out)
    assert [(book["农户"].row_dimensions[row].height, book["农户"].row_dimensions[row].customHeight) for row in (1, 2)] == [
        (30, True)
    ] * 2
    assert book["成员"].row_dimensions[1].height is None, "where nothing wraps, one line is enough"


def test_a_tab_is_a_blank_for_it_would_end_the_cell_where_rows_are_pasted(out):
    write_workbook(out, VILLAGE, noted("水管\t已修\n三\t户"), **COVER)
    assert [row["备注"] for row in told(out, "农户")] == ["水管 已修\n三 户"]


def test_every_column_looks_as_its_own_format_and_width_ask_whatever_stood_before_it(out):
    looks = [("@", 12), ("0.00", 12), ("@", WIDEST), ("0.00", WIDEST), ("0", 12), ("@", 12)]
    book = Spreadsheet()
    for title in ("甲", "乙"):
        book.add(
            title, [Column.told(f"列{n}", str, format=format, width=width) for n, (format, width) in enumerate(looks)]
        ).append([1] * 6)
    with out.open("wb") as file:
        book.save(file, COVER["at"])
    for sheet in load_workbook(out):
        found = [(one.number_format, one.alignment.horizontal, bool(one.alignment.wrap_text)) for one in sheet[2]]
        assert found == [(format, "left" if format == "@" else "right", width == WIDEST) for format, width in looks], sheet.title
        assert {(one.number_format, one.font.bold, one.alignment.vertical) for one in sheet[1]} == {("@", True, "center")}


def test_days_before_march_1900_are_text_because_programs_disagree_about_them(out):
    days = [dt.date(1900, 1, 1), dt.date(1900, 2, 28), dt.date(1900, 3, 1), dt.date(2200, 12, 31)]
    members = [Member(f"{n:032x}", household=HOME, name=f"人{n}", birth=day) for n, day in enumerate(days, 1)]
    write_workbook(out, VILLAGE, [Dossier(VILLAGE, li().household, {Member: members})], **COVER)
    assert [row["出生日期"] for row in told(out, "成员")] == ["1900-01-01", "1900-02-28", days[2], days[3]]


class Tale(Record, table="tale", label="故事"):
    text = ask("经过", Text(LONGEST_TEXT + 1), Part("故事"))


@pytest.mark.parametrize("longest", ["长" * LONGEST_TEXT, "𠮷" * (LONGEST_TEXT // 2)])
def test_a_text_as_long_as_a_cell_goes_out_and_one_longer_is_refused_with_its_place(out, longest):
    home = li().household
    tales = [Tale("a" * 32, text="短"), Tale("b" * 32, text=longest)]
    write_workbook(out, VILLAGE, [Dossier(VILLAGE, home, {Tale: tales})], nouns=(Household, Tale), **COVER)
    assert told(out, "故事")[1]["经过"] == longest
    before = out.read_bytes()
    tales[1] = tales[1].replace(text=longest + longest[0])
    with pytest.raises(FieldAppError, match=r"“故事”第 3 行“经过”") as refused:
        write_workbook(out, VILLAGE, [Dossier(VILLAGE, home, {Tale: tales})], nouns=(Household, Tale), **COVER)
    assert refused.value.advice
    assert out.read_bytes() == before
    assert list(out.parent.iterdir()) == [out]


class Many(Choice):
    """More than a validation holds in itself."""

    locals().update({f"C{n:03d}": f"第{n:03d}项" for n in range(100)})


class Awkward(Choice):
    COMMA = "甲，乙"
    QUOTE = '丙"丁'


class Toy(Record, table="toy", label="玩具：[一个名字很长很长的工作表，长得放不下三十一个字还要多]"):
    long = ask("长列表", OneOf(Many), Part("玩具"))
    awkward = ask("怪列表", OneOf(Awkward), Part("玩具"))
    several = ask("几项", ManyOf(Many), Part("玩具"))
    whole = ask("很大的数", Whole(0, 10**18), Part("玩具"))
    below = ask("负数", Decimals(-100, 100), Part("玩具"))
    again = ask("=备注", Line(), Part("玩具"))


def test_a_closed_list_is_offered_and_nothing_else_is_taken(out):
    write_workbook(out, VILLAGE, [li()], **COVER)
    book = load_workbook(out)
    lists = offers(book["成员"])
    assert lists["性别"].formula1 == '"男,女"'
    assert lists["性别"].showErrorMessage
    assert lists["参加居民医保"].formula1 == '"是,否,不清楚"'
    assert not lists["健康状况"].showErrorMessage
    assert set(lists) == {field.head for field in Member.questions() if getattr(field.kind, "choices", None)}
    assert len({one.formula1 for one in offers(book["住房"]).values() if Condition.a.value in one.formula1}) == 1
    assert "选项" not in book.sheetnames


def test_long_and_awkward_lists_stand_on_a_hidden_sheet(out):
    toys = [Toy("a" * 32, long=Many.C042, awkward=Awkward.QUOTE, several=frozenset({Many.C001, Many.C099}))]
    write_workbook(out, VILLAGE, [Dossier(VILLAGE, li().household, {Toy: toys})], nouns=(Household, Toy), **COVER)
    book = load_workbook(out)
    assert book["选项"].sheet_state == "hidden"
    sheet = next(sheet for sheet in book if sheet.title.startswith("玩具"))
    assert len(sheet.title) <= 31
    assert not set(sheet.title) & set("[]:*?/\\")
    lists = offers(sheet)
    for head, choices in (("长列表", Many), ("怪列表", Awkward), ("几项", Many)):
        place = lists[head].formula1.removeprefix("'选项'!").replace("$", "")
        assert [row[0].value for row in book["选项"][place]] == [choice.value for choice in choices]


def test_a_number_that_a_cell_cannot_hold_exactly_is_refused_with_its_place(out):
    fits, too_long = Toy("a" * 32, whole=10**15 - 1, below=-1), Toy("b" * 32, whole=10**17 + 1)
    household = li().household
    write_workbook(out, VILLAGE, [Dossier(VILLAGE, household, {Toy: [fits]})], nouns=(Household, Toy), **COVER)
    with pytest.raises(FieldAppError, match=r"第 3 行“很大的数”和应写的不一样"):
        write_workbook(out, VILLAGE, [Dossier(VILLAGE, household, {Toy: [fits, too_long]})], nouns=(Household, Toy), **COVER)
    assert list(out.parent.iterdir()) == [out]


def test_two_nouns_of_one_label_have_two_sheets(out):
    class Other(Record, table="other", label="农户"):
        text = ask("字", Line(), Part("别的"))

    write_workbook(out, VILLAGE, [Dossier(VILLAGE, li().household, {Other: [Other("a" * 32, text="x")]})],
                   nouns=(Household, Other), **COVER)  # fmt: skip
    assert [name for name in cells_of(out) if name.startswith("农户")] == ["农户", "农户 2"]
