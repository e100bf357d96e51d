"""A book of ours that comes back: k edited units are k proposals, and no cell or byte changes anything in silence."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.base.identity import CitizenNumber
from fieldapp.base.record import Field, Record
from fieldapp.desk.hand_edits import HandEdits
from fieldapp.desk.handing_over import hand_over
from fieldapp.desk.practice import make_practice
from fieldapp.desk.receiving import Outcome, receive
from fieldapp.documents.arriving import package_of
from fieldapp.documents.foreign import Book, Row, Sheet, read_book
from fieldapp.documents.noun_sheet import HIDDEN, LEAD
from fieldapp.documents.returned import OURS, returned
from fieldapp.records import RECORDS
from fieldapp.store.offering import Offering
from fieldapp.store.survey import Survey
from tests.strategies import answers


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Iterator[tuple[Survey, Path, Book]]:
    """A practice village, its book, and the cells of that book."""
    folder = tmp_path_factory.mktemp("world")
    with make_practice(folder / "a.survey", households=8, seed=5, on=dt.date(2026, 11, 22)) as survey:
        hand_over(survey, folder / "a.xlsx")
        yield survey, folder / "a.xlsx", read_book(folder / "a.xlsx")


def offered(survey: Survey, book: Book) -> tuple[int, HandEdits]:
    """How many proposals the book makes, and what was found in it; nothing is kept."""
    found: list[HandEdits] = []
    package = package_of(book)
    assert package
    told = returned(book, package.meta, survey.nouns)

    def tell(reader, writing):
        found.append(HandEdits(reader, told, package.knows, trusted=True, step=lambda: None))
        found[0].tell(writing, package.id)

    taken = survey.take([], [], dry_run=True, offering=Offering("改", "手工修改：a.xlsx", "手工修改", tell))
    return taken.offers, found[0]


def with_cells(book: Book, cells: dict[tuple[str, int, int], Any]) -> Book:
    """The book with other cells: sheet, row from 0 and column from 0 → value."""
    sheets = []
    for sheet in book.sheets:
        rows = [list(row.cells) for row in sheet.rows]
        for (title, row, column), value in cells.items():
            if title == sheet.name:
                rows[row] += [""] * (column + 1 - len(rows[row]))
                rows[row][column] = value
        numbered = [Row(row.number, cells) for row, cells in zip(sheet.rows, rows, strict=True)]
        sheets.append(Sheet(sheet.name, numbered, sheet.hidden))
    return replace(book, sheets=sheets)


def editable(book: Book) -> list[tuple[str, int, int, type[Record], Field[Any]]]:
    """Every cell that answers a question: its place, noun and question."""
    nouns = {noun.label: noun for noun in RECORDS}
    found = []
    for sheet in book.sheets:
        if noun := nouns.get(sheet.name):
            heads = {question.head: question for question in noun.questions()}
            heads |= {head: question for head, question in LEAD.items() if question.owner is noun}
            for column, head in enumerate(sheet.rows[0].cells):
                question = heads.get(str(head))
                own = str(head) not in LEAD or (question and question.owner is noun)
                if question and own and question.kind.typed and not question.kind.refers:
                    found += [(sheet.name, row, column, noun, question) for row in range(1, len(sheet.rows))]
    return found


@settings(max_examples=40)
@given(data=st.data())
def test_k_edited_units_are_exactly_k_proposals(world, data):
    survey, _, book = world
    places = editable(book)
    chosen = data.draw(st.lists(st.sampled_from(places), max_size=12, unique_by=lambda one: one[:3]))
    cells, expected, candidates = {}, set(), set()
    ids = {(sheet.name, row): str(line.cells[0]) for sheet in book.sheets for row, line in enumerate(sheet.rows)}
    for title, row, column, noun, question in chosen:
        record = survey.reader.get(noun, ids[title, row])
        plain = answers(question.kind).filter(lambda answer, kind=question.kind: _survives(kind, answer))
        answer = data.draw(plain)
        if record.answers.get(question.name) == answer:
            continue  # says nothing new, also where it does not apply and so is not shown
        cells[title, row, column] = question.kind.cell(answer)
        (candidates if noun.observed else expected).add((title, row) if noun.observed else (title, row, question.decided))
    proposals, found = offered(survey, with_cells(book, cells))
    assert not found.refused
    assert not found.held
    assert proposals == len(expected) + len(candidates) == len(found.edits)


def _survives(kind: Any, answer: Any) -> bool:
    """Whether an answer can be told by a cell: without signs that rosters read otherwise, such as a name with a remark, a dash."""
    shown = kind.cell(answer)
    odd = isinstance(shown, str) and (len(shown) > 300 or not shown.isprintable() or any(sign in shown for sign in ODD))
    ruined = isinstance(kind, CitizenNumber) and str(shown).endswith("000")  # what a spreadsheet leaves of a number is refused
    return not odd and not ruined


ODD = "-—/\\。.#='()（）~、[]\n "
VALUES: list[Any] = ["", "x", "0", 0, 1.5, True, "张三", "2024.2.30", 45321, "是", "√", "#N/A", "0" * 32, "=1+1", 1e17, "公式", "、"]


@settings(max_examples=60)
@given(data=st.data())
def test_no_cell_whatever_stands_in_it_changes_anything_that_counts(world, data):
    survey, _, book = world
    before = survey.code()
    sheets = [sheet for sheet in book.sheets if sheet.name not in OURS]
    cells = {}
    for _ in range(data.draw(st.integers(1, 4))):
        sheet = data.draw(st.sampled_from(sheets))
        row = data.draw(st.integers(0, len(sheet.rows) - 1))
        column = data.draw(st.integers(0, len(sheet.rows[0].cells) + 1))
        cells[sheet.name, row, column] = data.draw(st.sampled_from(VALUES))
    proposals, found = offered(survey, with_cells(book, cells))
    assert survey.code() == before
    assert proposals <= len(found.edits)
    for one in found.refused:
        assert one.file
        assert one.sheet
        assert one.rule
        assert one.advice


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_byte_changes_nothing_in_silence(world, tmp_path, seed):
    """Bytes of the file itself, or of a part inside that is packed again so that the zip holds."""
    survey, path, _ = world
    chance, before = Random(seed), survey.code()
    broken = tmp_path / "坏.xlsx"
    if seed % 2:
        content = bytearray(path.read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        broken.write_bytes(bytes(content))
    else:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w", zipfile.ZIP_DEFLATED) as new:
            hit = chance.choice([name for name in old.namelist() if "worksheets/sheet" in name])
            for name in old.namelist():
                part = bytearray(old.read(name))
                if name == hit:
                    part[chance.randrange(len(part))] ^= 1 << chance.randrange(8)
                new.writestr(name, bytes(part))
    receipt = receive(survey, broken)
    assert receipt.outcome in Outcome
    assert survey.code() == before
    assert receipt.outcome is not Outcome.TAKEN or not receipt.taken.changed


def test_the_hidden_heads_are_those_that_are_looked_for(world):
    _, _, book = world
    nouns = {noun.label for noun in RECORDS}
    for sheet in book.sheets:
        if sheet.name in nouns:
            assert tuple(sheet.rows[0].cells[:8]) == (*HIDDEN, *LEAD)
