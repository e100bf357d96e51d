"""The open survey as the screens see it: one door for changes, one word after each."""

import datetime as dt

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.records.household import Household
from fieldapp.records.water import Water


@pytest.fixture
def told(session):
    told: list[frozenset[str]] = []
    session.changed.connect(told.append)
    return told


def test_a_change_is_told_once_with_the_tables_it_touched(session, told):
    *_, home = session.reader.every(Household)
    with session.change("修改饮水情况") as change:
        change.save(home.replace(note="门前修路"))
        change.save(Water(household=home.id, dry_days=0))
    assert told == [frozenset({"household", "water"})]
    assert [water.dry_days for water in session.reader.of(Water, home.id)] == [0]


def test_a_change_that_alters_nothing_is_not_told(session, told):
    [home, *_] = session.reader.every(Household)
    with session.change("没有改动") as change:
        change.save(home)
    assert told == []


def test_a_change_that_fails_leaves_nothing_and_is_not_told(session, told):
    def fail() -> None:
        with session.change("断电") as change:
            change.save(Household(head="赵六"))
            raise FieldAppError("停了")

    with pytest.raises(FieldAppError):
        fail()
    assert told == []
    assert session.reader.count(Household) == 3


def test_undoing_is_told(session, told):
    with session.change("登记") as change:
        change.save(Household(head="赵六"))
    session.undo()
    assert len(told) == 2
    assert session.reader.count(Household) == 3


def test_who_records_stands_in_the_next_act(session):
    session.by = "何敏"
    with session.change("登记") as change:
        change.save(Household(head="赵六"))
    assert session.reader.acts(1)[0].by == "何敏"


def test_today_is_the_surveys_day(session):
    assert session.today() == dt.date(2026, 11, 22)


def test_the_lane_reads_ahead_what_the_search_box_looks_through(session, qtbot):
    session.read_ahead()
    session.read_ahead()
    qtbot.waitUntil(lambda: session.reader.listing.is_gathered)
    with session.change("登记") as change:
        change.save(Household(head="赵六"))
    assert session.reader.listing.is_gathered
    assert [entry.head for entry in session.reader.households("赵")] == ["赵六"]
