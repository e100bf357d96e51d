"""The laws of merging through real workbooks: whatever order, loss and repetition they suffer, all files come to one state."""

import json
import os
from random import Random

import pytest

from fieldapp.base.change import GONE
from fieldapp.base.knowledge import Knowledge
from fieldapp.desk.handing_over import CONFIRMED, write_book
from fieldapp.desk.receiving import Outcome, receive
from fieldapp.records.household import Household
from fieldapp.records.visit import Visit
from tests.store.files import files, require_whole, tables
from tests.store.test_receiving import ANSWERS, HOME, OTHER, edit, home, laptop, offers

__all__ = ["files", "laptop"]
HISTORIES = int(os.environ.get("FIELDAPP_BOOK_HISTORIES", "2"))
FIRST = int(os.environ.get("FIELDAPP_SEED", Random().randrange(2**32)))


def book(survey):
    """A workbook of everything, as it lies on the stick."""
    at = survey.clock.now()
    path = survey.path.with_name(f"{survey.path.stem} {at:%m%d%H%M}.xlsx")
    write_book(survey.reader, path, by=survey.by, at=at)
    return path


def told(survey):
    return {change.id: json.dumps(change.body, sort_keys=True) for change in survey.reader.beyond(Knowledge())[1]}


def meet(*surveys):
    """Everybody reads everybody's newest book, twice round, so that what one learned from another reaches the third."""
    for _ in range(2):
        for one in surveys:
            path = book(one)
            for other in surveys:
                if other is not one:
                    assert receive(other, path).outcome is Outcome.TAKEN


def deed(chance, survey):
    """One thing that a person does without a book."""
    record, unit = chance.choice([HOME, OTHER]), chance.choice(sorted(ANSWERS))
    body = {unit: chance.choice(ANSWERS[unit])}
    open = sorted((unit, text or "") for _, id, unit, text in offers(survey) if id == record)
    with survey.change("改", offered=(offered := chance.random() < 0.15)) as change:
        if home(survey, record) is None:
            return
        if offered:
            change.offer("household", record, body, seen=survey.reader.knowledge(), change_id="手工改过的表")
        elif open and chance.random() < 0.5:
            unit, text = chance.choice(open)
            change.settle("household", record, {unit: text or None})
        elif chance.random() < 0.15:
            change.put("household", record, {GONE: "误录"})
        elif chance.random() < 0.3:
            change.save(Visit(household=record, met="李国兰"))
        else:
            change.put("household", record, body)


@pytest.mark.parametrize("number", range(HISTORIES))
def test_books_in_any_order_doubled_and_lost_bring_all_files_to_one_state(files, laptop, number):
    print("seed", FIRST + number)
    chance = Random(FIRST + number)
    surveys = [laptop, files.village("乙"), files.county()]
    books, acknowledged = [book(laptop)], {}
    for survey in surveys[1:]:
        receive(survey, books[0])
    for _ in range(18):
        survey = chance.choice(surveys)
        if chance.random() < 0.3:
            books.append(book(survey))
        elif chance.random() < 0.45:  # the newest, an old one, one that was read before; others are lost for ever
            receipt = receive(survey, chance.choice(books))
            assert receipt.outcome in (Outcome.TAKEN, Outcome.ALREADY)
            assert not receipt.refused
            require_whole(survey)
        else:
            deed(chance, survey)
            acknowledged |= told(survey)
    meet(*surveys)
    for survey in surveys:
        assert tables(survey) == tables(laptop)
        assert told(survey).items() >= acknowledged.items()
        assert list(survey.reader.knowledge().holes()) == []
        require_whole(survey)


def test_what_one_laptop_has_sent_to_the_county_reaches_the_other_by_the_countys_answer(files, laptop):
    county, other = files.county(), files.village("乙")
    for survey in (laptop, other):
        receive(county, book(survey))
    for survey in (laptop, other):
        receive(survey, book(county))
    edit(other, phone="13900000002", head="李国花")
    receive(county, book(other))
    answer = book(county)
    for survey in (laptop, other):
        receive(survey, answer)
    assert laptop.code() == other.code() == county.code()


def test_a_confirmation_makes_the_next_package_small_and_one_that_is_lost_costs_only_repetition(files, laptop):
    county = files.county()
    receive(county, book(laptop))
    edit(laptop, phone="13900000001")
    assert receive(county, book(laptop)).taken.acts == 1, "everything was sent again, for nothing had come back"
    receive(laptop, book(county))
    assert Knowledge.read(laptop.reader.about(CONFIRMED)) == county.reader.knowledge()
    edit(laptop, phone="13900000002")
    assert len(laptop.reader.beyond(Knowledge.read(laptop.reader.about(CONFIRMED)))[0]) == 1
    assert receive(county, book(laptop)).taken.acts == 1
    assert county.code() == laptop.code()


def test_a_small_package_that_overtakes_another_is_told_as_a_hole_and_heals(files, laptop):
    county = files.county()
    receive(county, book(laptop))
    receive(laptop, book(county))
    edit(laptop, phone="13900000001")
    late = book(laptop)
    laptop.note(CONFIRMED, laptop.reader.knowledge().told())  # as if a package had been confirmed by mistake
    edit(laptop, phone="13900000002")
    receipt = receive(county, book(laptop))
    assert "第 3 到 3 次" in receipt.holes[0]
    assert (receipt.taken.held, home(county).phone) == ({"household": 1}, "13812345678")
    require_whole(county)
    assert receive(county, late).holes == ()
    assert county.code() == laptop.code()


def test_an_empty_file_that_reads_a_book_writes_an_equal_one(files, laptop):
    county = files.county()
    receive(county, book(laptop))
    other = files.empty("丙")
    county.note(CONFIRMED, "")
    receive(other, book(county))
    assert other.code() == county.code() == laptop.code()
    assert tables(other) == tables(laptop)
    assert list(other.reader.every(Household)) == list(laptop.reader.every(Household))
    assert told(other) == told(laptop)
