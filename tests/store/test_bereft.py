"""A household that one deletes while another writes something down for it lives until somebody decides, whatever arrives first."""

from itertools import permutations
from random import Random

import pytest

from fieldapp.base.change import GONE
from fieldapp.base.knowledge import Knowledge
from fieldapp.base.same import SAME
from fieldapp.desk.disputes import Matter, open_questions
from fieldapp.desk.settling import settle
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.records.visit import Visit
from tests.store.files import files, meet, require_whole, send, tables

__all__ = ["files"]
HOME, OTHER, SEEN = "1" * 32, "2" * 32, "b" * 32
SONS = ["a" * 32, "c" * 32, "d" * 32]


@pytest.fixture
def laptop(files):
    """The village's laptop with two households and nobody in them."""
    survey = files.village("甲")
    with survey.change("登记") as change:
        change.save(Household(HOME, head="李国兰", code="0017", group="3组"))
        change.save(Household(OTHER, head="单永福"))
    return survey


@pytest.fixture
def county(files, laptop):
    """The county's file, which has heard of both."""
    survey = files.county()
    meet(laptop, survey)
    return survey


def put(survey, noun, id, body):
    with survey.change("改") as change:
        change.put(noun, id, body)


def visit(survey):
    with survey.change("走访") as change:
        change.save(Visit(SEEN, household=HOME))


def lives(survey, id=HOME):
    """Whether a household is there in every place that tells of it."""
    reader = survey.reader
    places = [
        reader.get(Household, id) is not None,
        any(entry.id == id for entry in reader.households()),
        id in reader.hashes()["household"],
    ]
    assert len(set(places)) == 1, places
    return places[0]


def told(survey):
    return [(one.matter, one.record, one.choices[0].told) for one in open_questions(survey.reader)]


OPEN = [(Matter.DELETION, HOME, "删除：重复；名下还有 1 条记录")]


def test_what_is_visited_and_deleted_lives_on_both_sides_and_waits_for_a_decision(laptop, county):
    visit(laptop)
    put(county, "household", HOME, {GONE: "重复"})
    assert not lives(county)
    meet(laptop, county)
    for survey in (laptop, county):
        assert lives(survey)
        assert [entry.head for entry in survey.reader.households("国兰")] == ["李国兰"]
        assert survey.reader.dossier(HOME).household.code == "0017"
        assert told(survey) == OPEN
        require_whole(survey)
    assert laptop.code() == county.code()


@pytest.mark.parametrize("keeps", [True, False])
def test_declining_keeps_it_and_accepting_takes_everything_along(laptop, county, keeps):
    visit(laptop)
    put(county, "household", HOME, {GONE: "重复"})
    meet(laptop, county)
    [one] = open_questions(laptop.reader)
    settle(laptop, [(one, None if keeps else one.choices[0])], "问过了")
    meet(laptop, county)
    for survey in (laptop, county):
        assert (lives(survey), survey.reader.get(Visit, SEEN) is not None) == (keeps, keeps)
        assert told(survey) == []
        require_whole(survey)
    assert laptop.code() == county.code()


def test_a_deletion_that_is_accepted_is_asked_again_when_somebody_writes_down_more(laptop, county):
    visit(laptop)
    put(county, "household", HOME, {GONE: "重复"})
    meet(laptop, county)
    settle(county, [(one, one.choices[0]) for one in open_questions(county.reader)], "问过了")
    with laptop.change("登记") as change:
        change.save(Member(SONS[0], household=HOME, name="李小军"))
    meet(laptop, county)
    assert lives(laptop)
    assert lives(county)
    [(matter, record, _)] = told(county)
    assert (matter, record) == (Matter.DELETION, HOME)


def test_one_that_is_deleted_with_all_that_belongs_to_it_is_gone(laptop):
    visit(laptop)
    with laptop.change("外村的") as change:
        change.remove(laptop.reader.get(Household, HOME), "外村的")
        change.remove(laptop.reader.get(Visit, SEEN), "外村的")
    assert (lives(laptop), told(laptop)) == (False, [])
    require_whole(laptop)


def test_one_that_is_only_offered_or_has_not_arrived_is_not_made_to_live_by_what_belongs_to_it(files, laptop):
    with laptop.change("手工表", offered=True) as change:
        change.offer("household", "9" * 32, {"head": "王新"}, seen=Knowledge(), change_id="book")
    with laptop.change("登记") as change:
        change.save(Member(SONS[0], household="9" * 32))
        change.save(Member(SONS[1], household="8" * 32))
    assert not lives(laptop, "9" * 32)
    assert not lives(laptop, "8" * 32)
    require_whole(laptop)


LAST = {"is deleted": {GONE: "记错了"}, "moves away": {"household": OTHER}, "belongs to none": {"household": None}}


@pytest.mark.parametrize("last", LAST.values(), ids=LAST)
def test_when_its_last_record_leaves_it_is_gone_whatever_arrives_first(files, laptop, last):
    """The household, its deletion, its record, and what becomes of that: in every order of four packages."""
    packages, ends = [laptop.reader.beyond(Knowledge())], []
    for noun, id, body in (("household", HOME, {GONE: "重复"}), ("member", SONS[0], {"household": HOME}), ("member", SONS[0], last)):
        known = laptop.reader.knowledge()
        put(laptop, noun, id, body)
        packages.append(laptop.reader.beyond(known))
        ends.append(lives(laptop))
        require_whole(laptop)
    assert ends == [False, True, False]
    for number, order in enumerate(permutations(packages)):
        other = files.empty(f"丙{number}")
        for place, package in enumerate(order, start=1):
            other.take(*package)
            if place > 2 and number % 3 == 0:
                require_whole(other)
        assert tables(other) == tables(laptop)
        other.abandon()


def test_two_people_who_turn_out_to_be_one_take_the_household_of_the_other_along(laptop):
    put(laptop, "member", SONS[0], {"household": OTHER, "name": "李小军"})
    put(laptop, "member", SONS[1], {"household": HOME, "name": "李小军"})
    put(laptop, "household", HOME, {GONE: "重复"})
    assert lives(laptop)
    put(laptop, "member", SONS[1], {SAME: SONS[0]})
    assert not lives(laptop)
    require_whole(laptop)
    put(laptop, "member", SONS[1], {SAME: None})
    assert lives(laptop)
    require_whole(laptop)


def test_of_two_households_that_are_one_the_other_keeps_what_belonged_to_the_deleted(laptop):
    put(laptop, "member", SONS[0], {"household": HOME})
    put(laptop, "household", HOME, {SAME: OTHER})
    put(laptop, "household", HOME, {GONE: "重复"})
    assert (lives(laptop), lives(laptop, OTHER), told(laptop)) == (False, True, [])
    require_whole(laptop)
    put(laptop, "household", OTHER, {GONE: "也没有"})
    assert [lives(laptop), lives(laptop, OTHER)].count(True) == 1
    require_whole(laptop)


def deed(chance, survey):
    """One thing that a person does to the households and those who live there."""
    noun, ids = chance.choice([("household", [HOME, OTHER]), ("member", SONS), ("member", SONS)])
    texts = {"phone": chance.choice(["13800000000", None])} if noun == "household" else {"household": chance.choice([HOME, OTHER])}
    record = chance.choice(ids)
    body = chance.choice([texts, texts, {GONE: "误"}, {GONE: "误"}, {GONE: None}, {SAME: chance.choice(ids)}, {SAME: None}])
    if chance.random() < 0.2:
        for one in open_questions(survey.reader):
            if one.matter is Matter.DELETION:
                settle(survey, [(one, chance.choice([None, one.choices[0]]))], "问过了")
                return
    put(survey, noun, record, body)


@pytest.mark.parametrize("seed", range(10))
def test_whatever_two_laptops_do_step_by_step_and_afresh_is_the_same(files, laptop, county, seed):
    chance = Random(seed)
    put(laptop, "member", SONS[0], {"household": HOME})
    put(county, "household", HOME, {GONE: "重复"})
    meet(laptop, county)
    assert lives(county)
    for _ in range(16):
        survey, other = chance.sample([laptop, county], 2)
        deed(chance, survey)
        if chance.random() < 0.4:
            send(survey, other)
            require_whole(other)
        require_whole(survey)
    meet(laptop, county)
    assert tables(laptop) == tables(county)
    assert laptop.code() == county.code()
