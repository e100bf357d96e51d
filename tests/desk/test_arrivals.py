"""What was received is listed with its sender and what became of it, and its report can be read again."""

import pytest
from openpyxl import load_workbook

from fieldapp.base.clock import Clock
from fieldapp.desk.arrivals import BROKEN_OFF, arrivals
from fieldapp.desk.handing_over import hand_over
from fieldapp.desk.receipt import Outcome, Receipt
from fieldapp.desk.receiving import keep, receive
from fieldapp.documents.edition import MASKED
from fieldapp.store.received import Received
from tests.desk.offices import NOW, county, edit, village

__all__ = ["county", "village"]


def came(survey):
    return arrivals(survey.reader, Received(survey.path, survey.key))


def at(survey, hour):
    """Let the clock of a file stand at an hour."""
    survey.clock = Clock(lambda: NOW.replace(hour=hour))


@pytest.fixture
def books(village, county, tmp_path):
    """A package of the county's, and one of it that somebody has edited."""
    edit(county, phone="13800000009", group="3组")
    package, edited = tmp_path / "回传.xlsx", tmp_path / "改过.xlsx"
    hand_over(county, package)
    book = load_workbook(package)
    heads = {cell.value: cell.column for cell in book["农户"][1]}
    book["农户"].cell(2, heads["户主"]).value = "李国蓝"
    book["农户"].cell(2, heads["联系电话"]).value = "去年"
    book.save(edited)
    return package, edited


def test_a_village_that_received_nothing_has_an_empty_list(village):
    assert came(village) == []


def test_what_came_is_listed_the_newest_first_with_its_sender_and_its_figures(village, books):
    told = []
    for hour, book in enumerate(books, 20):
        at(village, hour)
        told.append(receive(village, book))
    later, first = came(village)
    assert (first.when, first.file, first.by, first.outcome) == ("2026-11-22 20:00", "回传.xlsx", "韩立", Outcome.TAKEN)
    assert (first.receipt.sender, first.receipt.taken.changed, first.receipt.taken.offers) == ("县办 周敏(县里)", {"household": 1}, 1)
    assert (later.file, later.outcome) == ("改过.xlsx", Outcome.EDITED)
    assert [first.receipt, later.receipt] == told, "each receipt comes back as it was, places and all"
    assert later.receipt.refused
    assert later.receipt.edits


def test_what_was_only_tried_or_refused_is_not_listed(village, county, books, tmp_path):
    receive(village, books[0], dry_run=True)
    hand_over(county, tmp_path / "公开.xlsx", edition=MASKED)
    assert receive(village, tmp_path / "公开.xlsx").outcome is Outcome.REFUSED
    assert came(village) == []


def test_a_book_that_was_kept_and_not_read_to_its_end_says_so_until_it_is_received_again(village, books):
    keep(village, books[0].name, books[0].read_bytes())
    [one] = came(village)
    assert (one.told, one.receipt, one.json()["outcome"]) == (BROKEN_OFF, None, "broken_off")
    receive(village, books[0])
    [one] = came(village)
    assert one.outcome is Outcome.TAKEN


def test_a_receipt_of_a_newer_program_is_read_and_one_of_an_older_program_has_no_report(village, books):
    receipt = receive(village, books[0])
    assert Receipt.read(receipt.kept() | {"weather": "晴"}) == receipt
    village.arrived("0" * 64, package="", name="旧.xlsx", at="2026-11-01T09:00:00+08:00", outcome="TAKEN", told='{"acts": 1}')
    old = came(village)[-1]
    assert (old.file, old.outcome, old.receipt) == ("旧.xlsx", Outcome.TAKEN, None)


def test_the_document_of_a_line_tells_what_that_of_receiving_told(village, books):
    receipt = receive(village, books[0])
    [one] = came(village)
    assert {name: one.json()[name] for name in receipt.json()} == receipt.json()
