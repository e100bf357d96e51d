"""What a household ever had is found, whatever became of it, without reading every change."""

from fieldapp.desk.moving import House, merged, person_moved, split
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member
from fieldapp.records.water import Water
from fieldapp.store.belonging import _TOLD
from tests.store.conftest import families


def do(survey, move):
    with survey.change(move.why) as change:
        move.write(change, "家里商量好的")


def test_what_was_deleted_moved_away_or_is_used_no_longer_still_counts(survey):
    li, shan, wang = families(survey)
    with survey.change("登记") as change:
        water = change.save(Water(household=li.id, litres=60))
        house = change.save(Housing(household=shan.id, shared=frozenset({li.id, wang.id})))
    [_, son] = survey.reader.of(Member, li.id)
    do(survey, person_moved(survey.reader, son, wang.id))
    with survey.change("改") as change:
        change.remove(water, "录错了")
        change.save(house.replace(shared=frozenset({wang.id})))
    assert {water.id, house.id, son.id, li.id} <= set(survey.reader.ever_of(li.id))
    assert set(survey.reader.ever_of(wang.id)) == {wang.id, house.id, son.id}


def test_a_household_that_was_merged_into_another_brings_its_past_along_and_leaves_it_when_that_is_undone(survey):
    li, shan, wang = families(survey)
    with survey.change("登记") as change:
        water = change.save(Water(household=shan.id, litres=60))
        change.save(Member(household=shan.id, name="单永福"))
    with survey.change("改") as change:
        change.remove(water, "录错了")
    do(survey, merged(survey.reader, wang.id, shan.id))
    do(survey, merged(survey.reader, li.id, wang.id))
    assert {shan.id, wang.id, water.id} <= set(survey.reader.ever_of(li.id))
    survey.undo()
    assert not {shan.id, wang.id, water.id} & set(survey.reader.ever_of(li.id))
    assert {shan.id, water.id} <= set(survey.reader.ever_of(wang.id))


def test_the_household_from_which_people_split_off_is_not_taken_for_a_merged_one(survey):
    li, *_ = families(survey)
    [_, son] = survey.reader.of(Member, li.id)
    do(survey, split(survey.reader, li.id, [son.id], son.id, House.STAYS))
    [new] = [home for home in survey.reader.every(Household) if home.head == "李小军"]
    assert li.id not in survey.reader.ever_of(new.id)


def test_both_questions_are_answered_from_an_index(survey):
    plan = survey.reader._connection.execute(f"explain query plan {_TOLD}", {"household": "x"}).fetchall()
    told = " ".join(str(row[3]) for row in plan)
    assert "change_household" in told
    assert "change_shared" in told
    assert "SCAN" not in told
