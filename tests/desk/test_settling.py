"""What two offices tell differently, and how it ends."""

import pytest

from fieldapp.base.change import GONE
from fieldapp.base.errors import FieldAppError
from fieldapp.base.knowledge import Knowledge
from fieldapp.desk.disputes import TALK, Matter, open_questions, question
from fieldapp.desk.settling import choice_said, settle
from fieldapp.records.household import Household, HouseholdType
from fieldapp.records.member import Member
from tests.desk.offices import HOME, county, edit, send, village

__all__ = ["county", "village"]


def home(survey):
    return survey.reader.get(Household, HOME)


def only(survey):
    (one,) = open_questions(survey.reader)
    return one


def test_what_the_county_says_of_the_villages_own_answer_is_offered_and_taken_up(village, county):
    edit(county, phone="13800000009")
    assert home(county).phone == "13800000001"
    assert send(county, village).offers == 1
    one = only(village)
    assert (one.matter, one.what, one.code, one.head) == (Matter.OFFER, "联系电话", "007", "李国兰")
    assert [(choice.told, choice.counts) for choice in one.choices] == [("13800000001", True), ("13800000009", False)]
    assert one.from_county
    settle(village, [(one, one.offered[0])], "打电话问过了")
    assert home(village).phone == "13800000009"
    send(village, county)
    assert open_questions(county.reader) == open_questions(village.reader) == []
    assert county.code() == village.code()


def test_several_questions_about_one_record_are_all_answered_by_one_act(village, county):
    edit(county, phone="13800000009", address="后山", head="李国蓝")
    edit(village, head="李果兰", address="前山")
    send(county, village)
    phone, address, head = (next(one for one in open_questions(village.reader) if one.unit == unit) for unit in ("phone", "address", "head"))
    chosen = next(choice for choice in head.choices if choice.text == "李国蓝")
    settle(village, [(head, chosen), (phone, phone.offered[0]), (address, None)], "一起问过了")
    assert (home(village).head, home(village).phone, home(village).address) == ("李国蓝", "13800000009", "前山")
    send(village, county)
    assert open_questions(village.reader) == open_questions(county.reader) == []
    assert county.code() == village.code()


def test_a_deletion_that_is_taken_up_goes_before_what_is_said_of_its_answers_by_the_same_act(village):
    seen = village.reader.knowledge()
    with village.change("手工表", offered=True) as change:
        change.offer("household", HOME, {GONE: "搬走了"}, seen=seen, change_id="表一")
    with village.change("手工表", offered=True) as change:
        change.offer("household", HOME, {"phone": "13800000009"}, seen=seen, change_id="表二")
    asked = sorted(open_questions(village.reader), key=lambda one: one.matter is Matter.OFFER)
    settle(village, [(one, one.offered[0]) for one in asked], "走访过")
    assert home(village) is None
    assert open_questions(village.reader) == []


def test_what_is_declined_stays_as_it_was_and_the_county_sees_why(village, county):
    edit(county, phone="13800000009")
    send(county, village)
    settle(village, [(only(village), None)], "新号码是他儿子的")
    assert home(village).phone == "13800000001"
    send(village, county)
    assert open_questions(county.reader) == []
    said = county.reader.sayings(Household, HOME, "phone")
    assert said[-1].why == "新号码是他儿子的"


def test_the_countys_own_answer_counts_and_the_villages_objection_is_offered(village, county):
    edit(county, type=HouseholdType.ORDINARY)
    send(county, village)
    assert home(village).type is HouseholdType.ORDINARY
    edit(village, type=HouseholdType.EXITED)
    assert home(village).type is HouseholdType.ORDINARY
    send(village, county)
    one = only(county)
    assert one.offered[0].act.by == "韩立"
    settle(county, [(one, one.offered[0])], "村里说得对")
    send(county, village)
    assert home(village).type is HouseholdType.EXITED
    assert open_questions(village.reader) == []


def test_before_the_county_has_said_anything_the_villages_word_on_its_answers_counts(village):
    edit(village, type=HouseholdType.ORDINARY)
    assert home(village).type is HouseholdType.ORDINARY
    assert open_questions(village.reader) == []


def test_what_belongs_to_both_is_a_conflict_until_one_is_chosen(village, county):
    edit(village, head="李国兰(大)")
    edit(county, head="李国蓝")
    send(county, village)
    send(village, county)
    one, other = only(village), only(county)
    assert one.matter is Matter.CONFLICT
    assert [choice.text for choice in one.choices] == [choice.text for choice in other.choices]
    with pytest.raises(FieldAppError):
        settle(village, [(one, None)], "都不对")
    with pytest.raises(FieldAppError):
        settle(village, [(one, one.choices[0])], "  ")
    settle(village, [(one, next(choice for choice in one.choices if choice.text == "李国蓝"))], "看了身份证")
    send(village, county)
    assert open_questions(county.reader) == []
    assert home(county).head == "李国蓝"


def test_a_household_that_the_county_adds_by_a_book_is_a_candidate_until_taken_up_or_declined(village):
    for id in ("8" * 32, "9" * 32):
        with village.change("手工表", offered=True) as change:
            change.offer("household", id, {"head": "王新"}, seen=Knowledge(), change_id="book")
    assert village.reader.get(Household, "8" * 32) is None
    first, second = open_questions(village.reader)
    assert (first.matter, first.choices[0].told) == (Matter.CANDIDATE, "户主姓名 王新")
    settle(village, [(first, first.choices[0])], "补登")
    settle(village, [(second, None)], "重复了")
    assert village.reader.get(Household, first.record).head == "王新"
    assert village.reader.get(Household, second.record) is None
    assert open_questions(village.reader) == []


def test_an_offered_deletion_is_taken_up_or_declined(village):
    for record, yes in (("2" * 32, False), ("2" * 32, True)):
        with village.change("手工表", offered=True) as change:
            change.offer("member", record, {GONE: "重复"}, seen=village.reader.knowledge(), change_id=f"book {yes}")
        one = only(village)
        assert (one.matter, one.choices[0].told) == (Matter.DELETION, "删除：重复")
        settle(village, [(one, one.choices[0] if yes else None)], "核对过")
        assert (village.reader.get(Member, record) is None) is yes
    assert open_questions(village.reader) == []


def test_after_three_rounds_the_two_should_talk(village, county):
    edit(county, phone="13800000009")
    send(county, village)
    settle(village, [(only(village), None)], "不对")
    send(village, county)
    edit(county, phone="13800000009")
    assert only(county).rounds >= TALK


def test_an_answer_is_named_by_number_by_its_words_or_by_yes_and_no(village, county):
    edit(county, phone="13800000009")
    send(county, village)
    one = only(village)
    offered = one.offered[0]
    assert [choice_said(one, said) for said in ("2", "接受", "13800000009", offered.change)] == [offered] * 4
    assert choice_said(one, "不接受") is None
    for said in ("3", "", "13800000002"):
        with pytest.raises(FieldAppError):
            choice_said(one, said)
    settle(village, [(one, offered)], "对")
    with pytest.raises(FieldAppError):
        question(village.reader, one.id)


def test_undoing_an_objection_takes_the_offer_back(village, county):
    edit(county, type=HouseholdType.ORDINARY)
    send(county, village)
    edit(village, type=HouseholdType.EXITED)
    assert only(village).matter is Matter.OFFER
    village.undo()
    assert open_questions(village.reader) == []
