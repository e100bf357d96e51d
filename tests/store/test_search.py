"""Searching key by key finds what searching at once finds; and the file tells whose households a change concerns."""

import pytest

from fieldapp.base.kinds import YesNo
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member, Relation
from fieldapp.records.problem import Problem
from fieldapp.records.village import Village
from tests.store.conftest import families
from tests.store.files import files, send

__all__ = ["files"]


def heads(survey, find):
    return [entry.head for entry in survey.reader.households(find)]


@pytest.mark.parametrize("typed", ["liguolan", "李小军 3组", "syf 10", "999999196708150123", "9组", "dan yong"])
def test_what_is_typed_key_by_key_finds_what_is_found_at_once(survey, typed):
    families(survey)
    for end in range(1, len(typed) + 1):
        reader = survey.new_reader()
        afresh = [entry.head for entry in reader.households(typed[:end])]
        reader.close()
        assert heads(survey, typed[:end]) == afresh


@pytest.mark.parametrize(
    ("find", "whom"),
    [("李小军", "李小军"), ("lxj", "李小军"), ("3组 xiaojun", "李小军"), ("李", ""), ("李国兰", ""), ("19670815", ""), ("0017", ""), ("", "")],
)
def test_a_family_that_is_found_by_a_member_says_whom(survey, find, whom):
    families(survey)
    reader = survey.new_reader()
    assert reader.listing.member_found(reader.households(find)[0], find) == whom
    reader.close()


@pytest.mark.parametrize("find", ["李国兰", "lgl", "syf", "dyf", "danyong", "LIGUO", "999999196708150123", "9组", "李 3组", "没有这人"])
def test_in_the_countys_file_is_found_what_is_found_in_the_villages(files, find):
    laptop, county = files.village("甲"), files.county()
    families(laptop)
    send(laptop, county)
    assert heads(county, find) == heads(laptop, find)


def test_a_letter_taken_back_or_put_before_widens_the_search_again(survey):
    families(survey)
    assert heads(survey, "李国") == ["李国兰"]
    assert heads(survey, "李") == ["李国兰"]
    assert heads(survey, "9") == ["李国兰", "王小燕"]
    assert heads(survey, "99") == ["李国兰"]
    assert heads(survey, "0019") == ["王小燕"]
    assert heads(survey, "王") == ["王小燕"]


def test_what_is_saved_between_two_keys_is_found(survey):
    families(survey)
    assert heads(survey, "王") == ["王小燕"]
    with survey.change("登记") as change:
        change.save(Household(head="王小燕二", group="9组"))
    assert sorted(heads(survey, "王小")) == ["王小燕", "王小燕二"]


def gathered(survey):
    reader = survey.new_reader()
    with reader.steady():
        told = reader.listing.gather()
    reader.close()
    return told


def test_what_another_thread_has_read_is_searched_without_reading_it_again(survey):
    families(survey)
    told = gathered(survey)
    assert not survey.reader.listing.is_gathered
    survey.reader.listing.take(told)
    assert survey.reader.listing.is_gathered
    asked = []
    survey.reader._connection.set_trace_callback(asked.append)
    assert heads(survey, "王") == ["王小燕"]
    assert heads(survey, "lgl 3组") == ["李国兰"]
    survey.reader._connection.set_trace_callback(None)
    assert not any("search" in query for query in asked)


def test_what_was_saved_since_another_thread_has_read_is_found_too(survey):
    families(survey)
    told = gathered(survey)
    with survey.change("登记") as change:
        change.save(Household(head="王小燕二", group="9组"))
    survey.reader.listing.take(told)
    assert sorted(heads(survey, "王小")) == ["王小燕", "王小燕二"]


def test_a_list_that_is_kept_while_others_write_is_the_list_that_is_read_afresh(survey):
    families(survey)
    reader = survey.reader
    assert heads(survey, "王")
    home, other = reader.households()[:2]
    member = Member(household=home.id, name="石小丽", relation=Relation.HEAD)
    acts = [
        lambda: save(survey, member.with_id("a" * 32)),
        lambda: save(survey, reader.get(Household, home.id).replace(group="88组")),
        lambda: save(survey, reader.get(Member, "a" * 32).replace(household=other.id)),
        lambda: remove(survey, reader.get(Household, home.id)),
        survey.undo,
        lambda: save(survey, *(Household(head=f"新户{place}", group="3组") for place in range(300))),
        lambda: save(survey, reader.village().replace(name="石桥村")),
        lambda: survey.note("a", "b"),
    ]
    for act in acts:
        act()
        afresh = survey.new_reader()
        assert [reader.households(find) for find in ("", "石小丽", "组", "88")] == [
            afresh.households(find) for find in ("", "石小丽", "组", "88")
        ]
        afresh.close()


def test_after_an_act_only_what_it_touched_is_read_again(survey):
    families(survey)
    heads(survey, "王")
    save(survey, Household(head="王小燕二", group="9组"))
    asked = []
    survey.reader._connection.set_trace_callback(asked.append)
    assert len(heads(survey, "王小")) == 2
    survey.reader._connection.set_trace_callback(None)
    read = [query for query in asked if "from entry" in query or "from search" in query]
    assert len(read) == 2
    assert all(" in (" in query for query in read)


def remove(survey, record):
    with survey.change("误录") as change:
        change.remove(record, "误录")


def since(survey, act):
    place = survey.reader.place()
    act()
    return survey.reader.households_since(place)


def save(survey, *records):
    with survey.change("x") as change:
        return [change.save(record) for record in records]


def test_nothing_is_touched_where_nothing_was_said(survey):
    families(survey)
    assert survey.reader.households_since(survey.reader.place()) == frozenset()


def test_a_record_touches_the_household_it_belongs_to_and_the_one_it_belonged_to(survey):
    home, other, _ = families(survey)
    son = survey.reader.of(Member, home.id)[1]
    assert since(survey, lambda: save(survey, son.replace(name="李军"))) == {home.id}
    assert since(survey, lambda: save(survey, son.replace(household=other.id))) == {home.id, other.id}


def test_a_deleted_record_touches_the_household_it_belonged_to(survey):
    home = families(survey)[0]
    [problem] = save(survey, Problem(household=home.id, what="路"))

    def remove():
        with survey.change("登记错了") as change:
            change.remove(problem, "登记错了")

    assert since(survey, remove) == {home.id}
    assert since(survey, survey.undo) == {home.id}


def test_a_shared_building_touches_all_who_use_it_now_or_used_it_before(survey):
    li, shan, wang = (home.id for home in families(survey))
    [house] = save(survey, Housing(household=li, shared=frozenset({shan})))
    assert since(survey, lambda: save(survey, house.replace(site_dangerous=YesNo.YES))) == {li, shan}
    assert since(survey, lambda: save(survey, house.replace(shared=frozenset({wang})))) == {li, shan, wang}


def test_the_village_touches_everybody_because_it_chooses_the_rules(survey):
    homes = families(survey)
    village = survey.reader.village()
    touched = since(survey, lambda: save(survey, village.replace(town="青山镇")))
    assert {home.id for home in homes} <= touched
    assert isinstance(village, Village)
