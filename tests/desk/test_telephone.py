"""Two files that differ in one answer: found by reading codes to each other."""

import datetime as dt

import pytest

from fieldapp.base.clock import Clock
from fieldapp.base.errors import FieldAppError
from fieldapp.desk.telephone import AT_ONCE, NOBODYS, lines
from fieldapp.records import RECORDS
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member
from fieldapp.records.village import Village
from fieldapp.records.water import Water
from fieldapp.store.survey import Survey

NOW = dt.datetime(2026, 11, 22, 20, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
HOMES = 60


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """A village at home, and the same in the office."""
    folder, clock = tmp_path_factory.mktemp("both"), Clock(lambda: NOW)
    home = Survey.create(folder / "村.survey", Village(name="石桥村", code="999999001001"), by="韩立", clock=clock)
    with home.change("登记") as change:
        for n in range(HOMES):
            change.save(Household(f"{n:032x}", head=f"户主{n}", code=f"{n:03d}"))
            change.save(Water(f"{n + 1000:032x}", household=f"{n:032x}", dry_days=n))
            change.save(Member(f"{n + 2000:032x}", household=f"{n:032x}", name="甲"))
            change.save(Member(f"{n + 3000:032x}", household=f"{n:032x}", name="乙"))
        change.save(Housing("f" * 32, name="旧小学"))
    office = Survey.create(folder / "县.survey", None, by="周敏", clock=clock, county=True)
    office.take(*home.reader.beyond(office.reader.knowledge()))
    yield home, office
    home.close()
    office.close()


def differing(both, place):
    """The keys of the lines that are not equal on both sides."""
    mine, theirs = (lines(survey.reader, place) for survey in both)
    assert [line.key for line in mine] == [line.key for line in theirs]
    return [line for line, other in zip(mine, theirs, strict=True) if line.code != other.code]


def test_equal_files_have_equal_codes_at_every_step(both):
    assert len(lines(both[0].reader)) == len(RECORDS)
    assert differing(both, ()) == []
    assert differing(both, ("饮水",)) == []


def test_one_answer_is_found_in_a_few_steps_of_a_few_lines(both):
    home, _ = both
    with home.change("核实") as change:
        change.save(home.reader.get(Water, f"{1037:032x}").replace(dry_days=99))
    place = []
    while True:
        assert len(lines(home.reader, place)) <= max(AT_ONCE, len(RECORDS), len(Water.fields))
        (line,) = differing(both, place)
        if not line.goes_on:
            break
        place.append(line.key)
    assert (place[0], place[-1], line.what) == ("饮水", f"{37:032x}", "一年累计停水天数")
    assert len(place) <= 4
    home.undo()
    assert differing(both, ()) == []


def test_of_several_records_of_a_household_one_is_chosen(both):
    reader = both[0].reader
    people = lines(reader, ["成员", lines(reader, ["成员"])[0].key, "005"])
    assert [line.what for line in people] == ["成员 1", "成员 2"]
    asked = lines(reader, ["成员", "005", people[0].key])
    assert asked[1].what == Member.fields[1].label
    assert not asked[1].goes_on


def test_what_belongs_to_nobody_is_found_too(both):
    reader = both[0].reader
    (line,) = lines(reader, ["住房"])
    assert line.key == NOBODYS
    assert lines(reader, ["住房", NOBODYS])[0].what == Housing.fields[0].label


def test_beneath_an_answer_there_is_nothing_more(both):
    with pytest.raises(FieldAppError, match="这已经是一个答案"):
        lines(both[0].reader, ["饮水", "005", "dry_days"])


def test_a_place_that_is_not_there_is_refused(both):
    for place in (["收入"], ["饮水", "没有这户"], ["住房", "005"]):
        with pytest.raises(FieldAppError):
            lines(both[0].reader, place)
