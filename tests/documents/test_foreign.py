"""Books from outside are read whatever they are, and a bad one ends in one sentence and one piece of advice."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import msoffcrypto
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook, load_workbook

from fieldapp.base.errors import BadBook
from fieldapp.documents import foreign
from fieldapp.documents.foreign import REASONS, Book, read_book
from fieldapp.documents.foreign_faults import UNCOMPUTED
from tests.books import CLASH, HANDMADE, HOUSEHOLDS, MEMBERS, NATIONAL, ods, text, xlsx
from tests.documents.nasty.written import Leaf, Written, error, formula
from tests.documents.office import converted

ROWS = [["户编号", "姓名"], ["A1", "张三"], ["A2", "𠮷田"]]


def told(book: Book) -> list[tuple[int, list[object]]]:
    return [(row.number, list(row.cells)) for row in book.sheets[0].rows]


@pytest.mark.parametrize(
    ("path", "rows", "widest"),
    [(NATIONAL, 201, 31), (HOUSEHOLDS, 46, 256), (MEMBERS, 156, 256), (HANDMADE, 101, 12), (CLASH, 10, 5)],
)
def test_the_shared_rosters_are_read_whole(path: Path, rows: int, widest: int) -> None:
    book = read_book(path)
    assert (len(book.sheets[0].rows), max(len(row.cells) for row in book.sheets[0].rows)) == (rows, widest)
    assert book.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert book.name == path.name


MAKERS: dict[str, Callable[[Path], Path]] = {
    "xlsx": lambda path: xlsx(path, ROWS),
    "ods": lambda path: ods(path, ROWS),
    "csv in UTF-8": lambda path: text(path, ROWS, "utf-8"),
    "csv in UTF-8 with a mark": lambda path: text(path, ROWS, "utf-8-sig"),
    "csv in GB18030": lambda path: text(path, ROWS, "gb18030"),
    "text of Excel in UTF-16": lambda path: text(path, ROWS, "utf-16", separator="\t"),
    "csv with semicolons": lambda path: text(path, ROWS, "utf-8", separator=";"),
}


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("ending", ["xlsx", "xls", "csv", "dat"])
def test_a_book_is_what_its_bytes_say_whatever_its_ending(tmp_path: Path, kind: str, ending: str) -> None:
    book = read_book(MAKERS[kind](tmp_path / f"名单 一.{ending}"))
    assert told(book) == [(1, ["户编号", "姓名"]), (2, ["A1", "张三"]), (3, ["A2", "𠮷田"])]


def test_an_old_xls_with_the_wrong_ending_is_read(tmp_path: Path) -> None:
    wrong = tmp_path / "省里的.xlsx"
    wrong.write_bytes(MEMBERS.read_bytes())
    assert told(read_book(wrong)) == told(read_book(MEMBERS))


def test_rows_and_columns_keep_their_places_behind_blank_ones(tmp_path: Path) -> None:
    book = read_book(xlsx(tmp_path / "a.xlsx", [[], [], [None, None, "姓名"], [], [None, None, "张三", None, " "]]))
    assert told(book) == [(3, ["", "", "姓名"]), (5, ["", "", "张三"])]


def test_every_cell_keeps_its_type(tmp_path: Path) -> None:
    row = [True, 3, 4.5, 1.5e17, "007", dt.date(2026, 3, 5), dt.datetime(2026, 3, 5, 13, 2), "末"]
    [(_, cells)] = told(read_book(xlsx(tmp_path / "a.xlsx", [row])))
    assert cells == row
    assert [type(cell) for cell in cells] == [bool, float, float, float, str, dt.date, dt.datetime, str]


def test_a_merged_area_shows_the_same_in_all_its_cells(tmp_path: Path) -> None:
    rows = [["户主", "姓名", None], ["张三", "张三", "a"], [None, "李四", "b"], [None, "张小", None], ["王五", "王五", "c"]]
    book = read_book(xlsx(tmp_path / "a.xlsx", rows, merged=["A2:A4", "B1:C1", "C3:C4"]))
    assert [row.cells for row in book.sheets[0].rows] == [
        ["户主", "姓名", "姓名"], ["张三", "张三", "a"], ["张三", "李四", "b"], ["张三", "张小", "b"], ["王五", "王五", "c"],
    ]  # fmt: skip


def test_hidden_sheets_are_marked_and_charts_left_out(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "姓名"
    book.create_sheet("代码").sheet_state = "hidden"
    book.create_chartsheet("图")
    book.save(tmp_path / "a.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in read_book(tmp_path / "a.xlsx").sheets] == [("Sheet", False), ("代码", True)]


def test_a_dimension_record_that_lies_hides_nothing(tmp_path: Path) -> None:
    honest, lying = xlsx(tmp_path / "a.xlsx", ROWS), tmp_path / "b.xlsx"
    with zipfile.ZipFile(honest) as source, zipfile.ZipFile(lying, "w") as target:
        for part in source.namelist():
            target.writestr(part, source.read(part).replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1"'))
    assert lying.read_bytes() != honest.read_bytes()
    assert told(read_book(lying)) == told(read_book(honest))


def test_an_error_and_a_formula_never_worked_out_are_told_and_not_passed_over(tmp_path: Path) -> None:
    row = [error("#N/A"), formula("1+1", None), formula("1+1", "2", "n"), formula('""', ""), formula('"a"', "a")]
    book = read_book(
        Written({"名单": Leaf([["一"], [], [None, *row], [error("#REF!")], [*[None] * 9, error("#NUM!")]])}).save(
            tmp_path / "a.xlsx"
        )
    )
    assert told(book) == [(1, ["一"]), (3, ["", "#N/A", UNCOMPUTED, 2.0, "", "a"]), (4, ["#REF!"]), (5, [*[""] * 9, "#NUM!"])]


def test_a_sheet_of_formulas_never_worked_out_is_not_empty(tmp_path: Path) -> None:
    book = Written({"甲": Leaf([["姓名"]]), "乙": Leaf([[], [None, formula("甲!A1", None)]])}).save(tmp_path / "a.xlsx")
    assert [(row.number, row.cells) for row in read_book(book).sheets[1].rows] == [(2, ["", UNCOMPUTED])]


@pytest.mark.parametrize(("ending", "own"), [("xls", "#VALUE!"), ("ods", "Err:502")])
def test_errors_are_told_in_the_formats_of_others(tmp_path: Path, ending: str, own: str) -> None:
    book = Workbook()
    for column, name in enumerate(["=NA()", "=1/0", "=SQRT(-1)", "甲", 3, "=LEFT(12,1)"], 1):
        book.active.cell(2, column, name)
    book.save(tmp_path / "a.xlsx")
    again = read_book(converted(tmp_path / "a.xlsx", ending))
    assert told(again) == [(2, ["#N/A", "#DIV/0!", own, "甲", 3, "1"])]


def test_a_stray_cell_in_the_last_row_is_only_a_row(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"], book.active["A1048576"] = "姓名", "x"
    book.save(tmp_path / "a.xlsx")
    assert told(read_book(tmp_path / "a.xlsx")) == [(1, ["姓名"]), (1048576, ["x"])]


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_a_text_is_parted_by_the_sign_that_parts_its_lines_evenly(tmp_path: Path, separator: str) -> None:
    other = ";" if separator == "," else ","
    rows = [["姓名", "备注"], *[[name, other.join("一二三四五")] for name in ("张三", "李四", "王五")]]
    assert told(read_book(text(tmp_path / "a.csv", rows, "utf-8", separator=separator))) == list(enumerate(rows, 1))


def last_cell_of_all(path: Path) -> None:
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "姓名", "x"
    book.save(path)


def cut_in_the_middle(path: Path) -> None:
    path.write_bytes(NATIONAL.read_bytes()[:20_000])


def one_part_spoilt(path: Path) -> None:
    with zipfile.ZipFile(NATIONAL) as source, zipfile.ZipFile(path, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, content[: len(content) // 2] if part.endswith("sheet1.xml") else content)


def with_a_password(path: Path) -> None:
    with NATIONAL.open("rb") as plain, path.open("wb") as target:
        OOXMLFile(plain).encrypt("密码", target)


def unpacking_to_gigabytes(path: Path) -> None:
    """Says so in the directory of the zip, where a reader looks before it unpacks."""
    xlsx(path, ROWS)
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, entry + 24, 3 * 2**30)
    path.write_bytes(content)


def a_letter(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("word/document.xml", "<a/>")


BAD: dict[str, tuple[str, Callable[[Path], object]]] = {
    "missing": ("missing", lambda path: None),
    "a folder": ("folder", lambda path: path.mkdir()),
    "no bytes": ("empty", lambda path: path.write_bytes(b"")),
    "no cell": ("empty", lambda path: Workbook().save(path)),
    "only blank lines": ("empty", lambda path: path.write_bytes(b"\r\n , \r\n")),
    "cut in the middle": ("damaged", cut_in_the_middle),
    "one part spoilt": ("damaged", one_part_spoilt),
    "an old book cut": ("damaged", lambda path: path.write_bytes(MEMBERS.read_bytes()[:5000])),
    "with a password": ("encrypted", with_a_password),
    "one cell at XFD1048576": ("large", last_cell_of_all),
    "unpacking to gigabytes": ("large", unpacking_to_gigabytes),
    "a letter": ("no book", a_letter),
    "a picture": ("no book", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)),
    "a quotation mark that stays open": (
        "quotes",
        lambda path: path.write_bytes('姓名,备注\r\n张三,"外出\r\n李四,\r\n'.encode()),
    ),
    "a page saved whole": ("web page", lambda path: path.write_bytes(b"MIME-Version: 1.0\r\n\r\n<html>")),
    "a web page": ("web page", lambda path: path.write_bytes("<html><table><tr><td>姓名".encode("gb18030"))),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_book_ends_in_one_sentence_and_one_advice(tmp_path: Path, case: str) -> None:
    reason, make = BAD[case]
    path = tmp_path / "名单.xlsx"
    make(path)
    with pytest.raises(BadBook) as caught:
        read_book(path)
    assert (caught.value.what, caught.value.advice) == (REASONS[reason][0].format("名单.xlsx"), REASONS[reason][1])


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_one_sentence_with_one_advice(reason: str) -> None:
    what, advice = REASONS[reason]
    assert "“{}”" in what
    assert what.endswith("。")
    assert what.count("。") == 1
    assert advice.endswith("。")
    assert advice.count("。") == 1


@pytest.mark.parametrize("seed", range(12))
def test_a_book_with_a_flipped_bit_is_read_right_or_refused(tmp_path: Path, seed: int) -> None:
    chance, content = Random(seed), bytearray(NATIONAL.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    (tmp_path / "a.xlsx").write_bytes(content)
    try:
        book = read_book(tmp_path / "a.xlsx")
    except BadBook:
        return
    assert told(book) == told(read_book(NATIONAL))


def test_a_book_without_permission_is_named(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "名单.xlsx", ROWS)
    path.chmod(0)
    is_root = os.geteuid() == 0
    try:
        if is_root:
            os.seteuid(65534)  # root may read everything
        with pytest.raises(BadBook, match="没有权限"):
            read_book(path)
    finally:
        if is_root:
            os.seteuid(0)


def test_a_book_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(BadBook, match="很久"):
        read_book(xlsx(tmp_path / "名单.xlsx", ROWS), seconds=0.001)


def test_a_child_that_dies_in_the_middle_of_a_line_has_told_no_book() -> None:
    begun = b'{"sha256":"ab"}\n{"sheet":"a","hidden":false}\n[1,["x"]]\n'
    assert foreign._told(Path("a.xlsx"), begun + b'[2,["y') is None
    assert foreign._told(Path("a.xlsx"), begun) is None


def test_reading_changes_nothing_in_the_folder(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "名单.xlsx", ROWS)
    before = path.read_bytes()
    read_book(path)
    assert [one.name for one in tmp_path.iterdir()] == ["名单.xlsx"]
    assert path.read_bytes() == before


def test_the_encrypted_book_of_these_tests_is_a_real_one(tmp_path: Path) -> None:
    with_a_password(tmp_path / "a.xlsx")
    opened = io.BytesIO()
    with (tmp_path / "a.xlsx").open("rb") as file:
        office = msoffcrypto.OfficeFile(file)
        office.load_key(password="密码")
        office.decrypt(opened)
    assert load_workbook(opened, read_only=True).sheetnames == ["脱贫人口"]
