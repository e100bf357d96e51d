"""Records that are one, in a real file: the tables kept step by step are those folded afresh from the changes."""

from random import Random

import pytest

from fieldapp.base.change import GONE
from fieldapp.base.same import SAME
from fieldapp.desk.keeping import require_sound
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member
from fieldapp.records.plan import Measure
from tests.store.conftest import make
from tests.store.files import Files, require_whole, send

HOMES, PEOPLE, HOUSES = (["1" * 32, "2" * 32], ["a" * 32, "b" * 32, "c" * 32, "d" * 32], ["e" * 32, "f" * 32])


def settled(path):
    survey = make(path)
    with survey.change("登记") as change:
        for id in HOMES:
            change.save(Household(id, head=id[0], group=f"{id[0]}组"))
        for place, id in enumerate(PEOPLE):
            change.save(Member(id, household=HOMES[place % 2], name=id[0]))
        for id in HOUSES:
            change.save(Housing(id, household=HOMES[0], sleepers=frozenset(PEOPLE), shared=frozenset({HOMES[1]})))
        for id in PEOPLE:
            change.save(Measure(household=HOMES[0], what=id[0], person=id))
    return survey


def put(survey, noun, id, body):
    with survey.change("改") as change:
        change.put(noun, id, body)


def tables(survey):
    """Everything that the projection tells."""
    names = ("household", "member", "housing", "measure", "row", "contested", "search", "entry", "same")
    return {name: sorted(map(tuple, survey._connection.execute(f"select * from {name}"))) for name in names}


@pytest.mark.parametrize("seed", range(25))
def test_step_by_step_and_afresh_the_tables_are_the_same(tmp_path, seed):
    chance = Random(seed)
    with settled(tmp_path / "a.survey") as survey:
        for _ in range(14):
            noun, ids = chance.choice([("member", PEOPLE), ("member", PEOPLE), ("household", HOMES)])
            texts = {"phone": "13800000000"} if noun == "household" else {"nation": chance.choice("汉彝苗")}
            body = chance.choice(
                [{SAME: chance.choice(ids)}, {SAME: chance.choice(ids)}, {SAME: None}, {GONE: "误"}, {GONE: None}, texts]
            )
            put(survey, noun, chance.choice(ids), body)
            told, code = tables(survey), survey.code()
            require_sound(survey)
            survey.rebuild()
            assert (tables(survey), survey.code()) == (told, code)


def test_what_arrives_later_about_either_still_counts_and_is_parted_again(tmp_path):
    a, b, *_ = PEOPLE
    with settled(tmp_path / "a.survey") as survey:
        put(survey, "member", b, {SAME: a})
        put(survey, "member", b, {"nation": "汉"})
        assert survey.reader.get(Member, a).nation == "汉"
        with survey.change("改") as change:
            change.save(survey.reader.get(Member, a).replace(nation="彝"))
        put(survey, "member", b, {"nation": "苗"})
        assert survey.reader.get(Member, a).nation == "彝"
        put(survey, "member", b, {SAME: None})
        assert (survey.reader.get(Member, a).nation, survey.reader.get(Member, b).nation) == ("彝", "苗")


def test_an_answer_that_came_from_the_other_can_be_taken_back(tmp_path):
    a, b, *_ = PEOPLE
    with settled(tmp_path / "a.survey") as survey:
        put(survey, "member", b, {SAME: a, "nation": "汉"})
        with survey.change("改") as change:
            change.save(survey.reader.get(Member, a).replace(nation=None))
        assert survey.reader.get(Member, a).nation is None


def test_two_households_that_are_one_have_all_their_people_together(tmp_path):
    with settled(tmp_path / "a.survey") as survey:
        put(survey, "household", HOMES[1], {SAME: HOMES[0]})
        assert [(entry.id, entry.people) for entry in survey.reader.households()] == [(HOMES[0], 4)]
        assert len(survey.reader.of(Member, HOMES[0])) == 4


@pytest.mark.parametrize("seed", range(6))
def test_whatever_arrives_late_and_in_parts_the_tables_are_those_folded_afresh(tmp_path, seed):
    chance, files = Random(seed), Files(tmp_path)
    one, other = files.village("甲"), files.empty("乙")
    with one.change("登记") as change:
        for id in HOMES:
            change.save(Household(id, head=id[0], group=f"{id[0]}组"))
    packages = [one.reader.beyond(other.reader.knowledge())]
    nouns = [("member", PEOPLE), ("member", PEOPLE), ("household", HOMES), ("housing", HOUSES)]
    for _ in range(16):
        noun, ids = chance.choice(nouns)
        refers = {"household": chance.choice(HOMES)}
        refers |= {"sleepers": " ".join(sorted(set(chance.choices(PEOPLE, k=2))))} if noun == "housing" else {}
        texts = {"phone": "13800000000"} if noun == "household" else refers
        bodies = [{SAME: chance.choice(ids)}, {SAME: chance.choice(ids)}, {SAME: None}, {GONE: "误"}, texts, texts]
        known = one.reader.knowledge()
        put(one, noun, chance.choice(ids), chance.choice(bodies))
        packages.append(one.reader.beyond(known))
    require_whole(one)
    chance.shuffle(packages)
    for package in packages:
        other.take(*package)
        require_whole(other)
    send(one, other)
    assert other.code() == one.code()
    files.close()


def test_whoever_is_parted_again_stands_where_he_stood(tmp_path):
    with settled(tmp_path / "a.survey") as survey:
        a, b, c, d = PEOPLE
        put(survey, "member", a, {"relation": "HEAD"})
        put(survey, "member", c, {"relation": "HEAD"})
        for one, other in ((c, d), (b, a), (c, b)):
            told, listed = {home: survey.reader.of(Member, home) for home in HOMES}, survey.reader.households()
            with survey.change("合并") as change:
                change.put("member", one, {SAME: other})
            survey.undo()
            assert {home: survey.reader.of(Member, home) for home in HOMES} == told
            assert survey.reader.households() == listed


def test_joining_and_parting_write_only_what_is_touched(tmp_path):
    with settled(tmp_path / "a.survey") as survey:
        with survey.change("登记") as change:
            for place in range(200):
                change.save(Household(head=f"别家{place}", group="9组"))
        for one, other in ((PEOPLE[1], PEOPLE[0]), (HOMES[1], HOMES[0])):
            before = survey._connection.total_changes
            put(survey, "member" if one in PEOPLE else "household", one, {SAME: other})
            survey.undo()
            assert survey._connection.total_changes - before < 200
