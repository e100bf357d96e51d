"""A building is one record: a household may use several, several may share one, some belong to nobody."""

import pytest

from fieldapp.records.housing import Housing
from fieldapp.records.member import Member
from tests.store.conftest import families


@pytest.fixture
def homes(survey):
    return families(survey)


def save(survey, *records):
    with survey.change("查看房屋") as change:
        return [change.save(record) for record in records]


def names_of(survey, home):
    return [house.name for house in survey.reader.dossier(home.id).all(Housing)]


def test_a_building_stands_in_the_dossier_of_everybody_who_uses_it(survey, homes):
    li, shan, wang = homes
    save(survey, Housing(household=li.id, name="正房", shared=frozenset({shan.id})), Housing(household=wang.id, name="新房"))
    assert [names_of(survey, home) for home in homes] == [["正房"], ["正房"], ["新房"]]
    assert [survey.reader.dossier(home.id).owns(survey.reader.dossier(home.id).all(Housing)[0]) for home in homes] == [
        True, False, True,
    ]  # fmt: skip


def test_own_buildings_come_before_those_of_others(survey, homes):
    li, shan, _ = homes
    save(survey, Housing(household=li.id, name="老屋", shared=frozenset({shan.id})))
    save(survey, Housing(household=shan.id, name="正房"))
    assert names_of(survey, shan) == ["正房", "老屋"]


def test_a_building_of_nobody_is_found_by_those_who_use_it_and_by_the_village(survey, homes):
    li, shan, wang = homes
    (house,) = save(survey, Housing(name="幸福大院", shared=frozenset({li.id, shan.id})))
    assert [names_of(survey, home) for home in (li, shan, wang)] == [["幸福大院"], ["幸福大院"], []]
    assert survey.reader.unowned(Housing) == [house]
    assert not survey.reader.dossier(li.id).owns(house)


def test_a_building_is_told_once_to_a_household_that_is_named_twice(survey, homes):
    li, *_ = homes
    save(survey, Housing(household=li.id, name="正房", shared=frozenset({li.id})))
    assert names_of(survey, li) == ["正房"]


def test_whoever_stops_using_a_building_sees_it_no_more(survey, homes):
    li, shan, _ = homes
    (house,) = save(survey, Housing(household=li.id, name="正房", shared=frozenset({shan.id})))
    save(survey, house.replace(shared=None))
    assert names_of(survey, shan) == []
    survey.undo()
    assert names_of(survey, shan) == ["正房"]


def test_the_others_who_share_a_building_have_their_names(survey, homes):
    li, shan, _ = homes
    lodger = save(survey, Member(household=shan.id, name="单小军"))[0]
    save(survey, Housing(household=li.id, shared=frozenset({shan.id}), sleepers=frozenset({lodger.id})))
    dossier = survey.reader.dossier(li.id)
    house = dossier.all(Housing)[0]
    assert Housing.shared.show(house, dossier.names) == "单永福家"
    assert Housing.sleepers.show(house, dossier.names) == "单小军"
    assert survey.reader.dossier(shan.id).names[li.id] == "李国兰家"


def test_all_dossiers_streamed_and_one_alone_tell_the_same(survey, homes):
    li, shan, wang = homes
    save(survey, Housing(household=li.id, shared=frozenset({shan.id, wang.id})), Housing(shared=frozenset({wang.id})))
    streamed = {dossier.household.id: dossier.all(Housing) for dossier in survey.reader.dossiers()}
    assert streamed == {home.id: survey.reader.dossier(home.id).all(Housing) for home in homes}
