"""What the county has changed, as the village sees it: to answer, to know, to contest; and what the village has proposed."""

import pytest

from fieldapp.base.change import GONE
from fieldapp.base.errors import FieldAppError
from fieldapp.base.knowledge import Knowledge
from fieldapp.desk import corrections as desk
from fieldapp.desk.corrections import answer, contest, corrections, just_offered, know, ours, theirs, to_look_at
from fieldapp.desk.disputes import Matter, open_questions
from fieldapp.desk.settling import settle
from fieldapp.records.household import Household, HouseholdType
from fieldapp.records.member import Member
from tests.desk.offices import HOME, LI, county, edit, send, village

__all__ = ["county", "village"]
NEW = "3" * 32


def only(found):
    (one,) = found
    return one


def test_a_village_that_heard_nothing_of_the_county_has_nothing_to_look_at(village):
    found = corrections(village.reader)
    assert (found.waiting, found.in_force, found.ours, to_look_at(village.reader)) == ((), (), (), 0)


def test_what_the_county_has_changed_is_told_until_it_was_looked_at(village, county):
    edit(county, why="系统里查到", type=HouseholdType.ORDINARY, group="3组")
    send(county, village)
    by_what = {one.what: one for one in corrections(village.reader).in_force}
    kind = by_what[Household.type.label]
    assert (kind.was, kind.now, kind.how) == (HouseholdType.EXITED.value, HouseholdType.ORDINARY.value, desk.CHANGED)
    assert (kind.act.by, kind.act.why, kind.household, kind.code, kind.head) == ("县办 周敏", "系统里查到", HOME, "007", "李国兰")
    assert to_look_at(village.reader) == len(by_what) == 2
    know(village, [kind])
    rest = corrections(village.reader).in_force
    assert [one.what for one in rest] == [Household.group.label]
    know(village, rest)
    assert to_look_at(village.reader) == 0
    edit(county, type=HouseholdType.MONITORED)
    send(county, village)
    assert only(corrections(village.reader).in_force).now == HouseholdType.MONITORED.value


def test_an_answer_that_the_county_fills_in_is_no_new_record(village, county):
    edit(county, group="1组")
    send(county, village)
    assert only(corrections(village.reader).in_force).how == desk.CHANGED


def test_what_the_county_says_of_the_villages_own_answer_waits_and_is_not_in_force(village, county):
    edit(county, phone="13800000009")
    send(county, village)
    found = corrections(village.reader)
    assert found.in_force == ()
    one = only(found.waiting)
    assert (one.matter, one.household, ours(one).told, only(theirs(one)).told) == (
        Matter.OFFER,
        HOME,
        "13800000001",
        "13800000009",
    )
    settle(village, [(one, answer(one, accepts=True))], "打电话问过了")
    found = corrections(village.reader)
    assert (found.waiting, found.reasons) == ((), ("打电话问过了",))
    assert village.reader.get(Household, HOME).phone == "13800000009"


def test_declining_keeps_ours(village, county):
    edit(county, phone="13800000009")
    send(county, village)
    one = only(corrections(village.reader).waiting)
    assert answer(one, accepts=False) is None


def test_of_a_conflict_theirs_and_ours_are_told_apart_on_both_sides(village, county):
    edit(village, head="李国兰(大)")
    edit(county, head="李国蓝")
    send(county, village)
    send(village, county)
    assert corrections(village.reader).in_force == ()
    here, there = only(corrections(village.reader).waiting), only(corrections(county.reader).waiting)
    assert (ours(here).told, only(theirs(here)).told) == ("李国兰(大)", "李国蓝")
    assert only(theirs(there, county=True)).told == "李国兰(大)"
    settle(village, [(here, answer(here, accepts=False))], "身份证上就是这样")
    assert village.reader.get(Household, HOME).head == "李国兰(大)"


def test_contesting_what_the_county_owns_is_a_proposal_until_the_county_answers(village, county):
    edit(county, type=HouseholdType.ORDINARY)
    send(county, village)
    one = only(corrections(village.reader).in_force)
    home = village.reader.get(Household, HOME)
    with pytest.raises(FieldAppError):
        contest(village, one, home.replace(type=HouseholdType.EXITED), "  ")
    with pytest.raises(FieldAppError):
        contest(village, one, home, "没有改")
    act = contest(village, one, home.replace(type=HouseholdType.EXITED), "今年验收过")
    assert village.reader.get(Household, HOME).type is HouseholdType.ORDINARY
    assert just_offered(village.reader, act) == [f"李国兰家 {Household.type.label}"]
    found = corrections(village.reader)
    assert (len(found.ours), found.waiting) == (1, ())
    send(village, county)
    asked = only(corrections(county.reader).waiting)
    assert asked.offered[0].act.why == "今年验收过"
    settle(county, [(asked, asked.offered[0])], "村里说得对")
    send(county, village)
    told = corrections(village.reader)
    assert told.ours == ()
    assert [(one.how, one.now) for one in told.in_force] == [(desk.TAKEN_UP, HouseholdType.EXITED.value)]


def test_a_proposal_that_the_county_declines_is_told_with_the_reason(village, county):
    edit(county, type=HouseholdType.ORDINARY)
    send(county, village)
    know(village, corrections(village.reader).in_force)
    edit(village, type=HouseholdType.EXITED)
    send(village, county)
    settle(county, [(only(corrections(county.reader).waiting), None)], "系统里没有")
    send(county, village)
    told = only(corrections(village.reader).in_force)
    assert (told.how, told.was, told.now, told.act.why) == (
        desk.DECLINED,
        HouseholdType.EXITED.value,
        HouseholdType.ORDINARY.value,
        "系统里没有",
    )


def test_contesting_what_belongs_to_both_offers_it_and_the_county_sees_it(village, county):
    edit(county, group="5组")
    send(county, village)
    one = only(corrections(village.reader).in_force)
    contest(village, one, village.reader.get(Household, HOME).replace(group="3组"), "一直是3组")
    assert village.reader.get(Household, HOME).group == "5组"
    assert len(corrections(village.reader).ours) == 1
    send(village, county)
    assert only(open_questions(county.reader)).offered[0].told == "3组"


def test_taking_back_a_proposal_ends_it(village, county):
    edit(county, group="5组")
    send(county, village)
    one = only(corrections(village.reader).in_force)
    contest(village, one, village.reader.get(Household, HOME).replace(group="3组"), "一直是3组")
    settle(village, [(only(corrections(village.reader).ours), None)], "弄错了")
    assert corrections(village.reader).ours == ()
    send(village, county)
    assert open_questions(county.reader) == []


def test_a_record_that_the_county_adds_is_contested_by_offering_its_deletion(village, county):
    with county.change("系统里有") as change:
        change.save(Member(NEW, household=HOME, name="李小军"))
    send(county, village)
    one = only(corrections(village.reader).in_force)
    assert (one.how, one.head, one.household) == (desk.NEW, "李国兰", HOME)
    assert "李小军" in one.now
    contest(village, one, None, "没有这个人")
    assert village.reader.get(Member, NEW) is not None
    send(village, county)
    assert only(corrections(county.reader).waiting).matter is Matter.DELETION


def test_a_record_that_the_county_deletes_comes_back_when_it_is_contested(village, county):
    with county.change("迁出") as change:
        change.remove(county.reader.get(Member, LI), "迁出")
    send(county, village)
    one = only(corrections(village.reader).in_force)
    assert (one.how, one.now) == (desk.DELETED, "迁出")
    contest(village, one, None, "人还在")
    assert village.reader.get(Member, LI) is not None
    assert corrections(village.reader).in_force == ()


def test_what_somebody_typed_into_a_book_waits_for_the_village_though_its_own_file_says_it(village):
    with village.change("有人手工改过", offered=True) as change:
        change.offer("household", HOME, {"phone": "13800000005"}, seen=Knowledge(), change_id="book")
    assert len(corrections(village.reader).waiting) == 1
    assert corrections(village.reader).ours == ()


def test_what_was_changed_again_here_is_no_longer_told(village, county):
    edit(county, group="5组")
    send(county, village)
    edit(village, group="3组")
    assert corrections(village.reader).in_force == ()


def test_a_household_knows_what_is_offered_for_it_and_its_people(village, county):
    edit(county, phone="13800000009")
    send(county, village)
    with village.change("手工表", offered=True) as change:
        change.offer("member", NEW, {"household": HOME, "name": "王新"}, seen=Knowledge(), change_id="book")
        change.offer("member", LI, {GONE: "重复"}, seen=village.reader.knowledge(), change_id="book")
    offered = village.reader.dossier(HOME).offered
    assert offered == {f"household.{HOME}.phone", f"member.{NEW}.household", f"member.{LI}._gone"}
