"""Merging, one by one the cases that people will meet. The laws behind them: test_laws.py."""

import datetime as dt
from dataclasses import replace
from random import Random

import pytest

from fieldapp.base.change import GONE, union
from fieldapp.base.folding import fold, ready
from tests.laptop import Laptop, World, code, everything, group, state

DAY = dt.timedelta(days=1)
YEAR = 365 * DAY


class Village:
    """Two laptops of a village and the county's, one household on all of them."""

    def __init__(self, first_wrong_by=0 * DAY, second_wrong_by=0 * DAY):
        self.world, chance = World(), Random(1)
        self.first = Laptop("甲", self.world.clock(first_wrong_by), chance)
        self.second = Laptop("乙", self.world.clock(second_wrong_by), chance)
        self.county = Laptop("县", self.world.clock(), chance, county=True)
        self.laptops = [self.first, self.second, self.county]
        self.home = self.first.create({"head": "胡玉花", "phone": "无电话", "type": "EXITED", "group": group("B", "1")})
        self.meet()

    def later(self, span=DAY):
        self.world.now += span

    def meet(self):
        """Everybody receives everything."""
        together = everything(self.laptops)
        for laptop in self.laptops:
            laptop.receive(together)

    def told(self):
        """The household as all of them see it when they meet."""
        (one,) = state(everything(self.laptops))
        return one


@pytest.fixture
def village():
    return Village()


def test_an_edit_replaces_what_its_author_saw(village):
    village.second.edit(village.home, "phone", "13900000001")
    phone = village.told().units["phone"]
    assert phone.text == "13900000001"
    assert not phone.contested


def test_edits_of_different_units_do_not_meet(village):
    village.first.edit(village.home, "phone", "13900000001")
    village.second.edit(village.home, "head", "胡玉华")
    assert village.told().texts() == {
        "head": "胡玉华", "phone": "13900000001", "type": "EXITED", "group": group("B", "1")
    }  # fmt: skip
    assert not any(standing.contested for standing in village.told().units.values())


def test_equal_values_are_no_conflict(village):
    village.first.edit(village.home, "phone", "13900000001")
    village.second.edit(village.home, "phone", "13900000001")
    phone = village.told().units["phone"]
    assert phone.text == "13900000001"
    assert len(phone.claims) == 2
    assert not phone.contested


def test_different_values_are_a_conflict_and_the_later_one_is_shown(village):
    village.first.edit(village.home, "phone", "13900000002")
    village.later()
    village.second.edit(village.home, "phone", "13900000001")
    phone = village.told().units["phone"]
    assert phone.contested
    assert [text for text, _ in phone.claims] == ["13900000001", "13900000002"]
    assert phone.text == "13900000001"


def test_an_answer_taken_back_and_an_answer_changed_are_a_conflict(village):
    village.first.edit(village.home, "phone", "13900000002")
    village.later()
    village.second.edit(village.home, "phone", None)
    phone = village.told().units["phone"]
    assert phone.contested
    assert phone.text is None
    assert "phone" not in village.told().texts()


def test_a_decision_ends_a_conflict_for_everybody_and_for_ever(village):
    village.first.edit(village.home, "head", "胡玉华")
    village.second.edit(village.home, "head", "胡玉化")
    early = list(village.second.known.values())
    village.meet()
    village.county.edit(village.home, "head", "胡玉华")
    village.meet()
    village.first.receive(early)
    head = village.told().units["head"]
    assert head.text == "胡玉华"
    assert len(head.claims) == 1


def test_a_decision_that_saw_only_one_claim_does_not_end_the_conflict(village):
    village.first.edit(village.home, "phone", "13900000002")
    village.second.edit(village.home, "phone", "13900000001")
    village.later()
    village.second.edit(village.home, "phone", "无电话")
    phone = village.told().units["phone"]
    assert {text for text, _ in phone.claims} == {"13900000002", "无电话"}


def test_a_conflict_ends_when_all_claims_come_to_agree(village):
    village.first.edit(village.home, "phone", "13900000002")
    village.second.edit(village.home, "phone", "13900000001")
    assert village.told().units["phone"].contested
    village.second.edit(village.home, "phone", "13900000002")
    assert not village.told().units["phone"].contested


def test_a_group_is_contested_whole_and_never_a_mixture(village):
    village.first.edit(village.home, "group", group("C", "1"))
    village.later()
    village.county.edit(village.home, "group", group("B", "2"))
    told = village.told().units["group"]
    assert told.contested
    assert {text for text, _ in told.claims} == {group("C", "1"), group("B", "2")}


def test_an_edit_beats_a_deletion_and_the_record_lives_with_all_its_units(village):
    village.county.delete(village.home)
    village.first.edit(village.home, "phone", "13900000001")
    told = village.told()
    assert told.revived
    assert not told.gone
    assert told.texts() == {"head": "胡玉花", "phone": "13900000001", "type": "EXITED", "group": group("B", "1")}


def test_a_deletion_that_saw_everything_stands(village):
    village.first.edit(village.home, "phone", "13900000001")
    village.meet()
    village.county.delete(village.home)
    assert village.told().gone
    assert not village.told().revived
    assert code(everything(village.laptops)) == code([])


def test_a_deletion_stands_again_once_it_is_repeated_by_somebody_who_saw_the_edit(village):
    village.county.delete(village.home)
    village.first.edit(village.home, "phone", "13900000001")
    village.meet()
    village.county.delete(village.home)
    assert village.told().gone


def test_two_deletions_that_together_saw_everything_stand(village):
    village.first.delete(village.home)
    village.second.edit(village.home, "phone", "13900000001")
    village.second.delete(village.home)
    assert village.told().gone


def test_taking_a_deletion_back_brings_the_record_back_without_a_flag(village):
    village.first.delete(village.home)
    village.meet()
    village.second.revive(village.home)
    told = village.told()
    assert (told.gone, told.revived) == (False, False)
    assert told.texts()["head"] == "胡玉花"
    village.second.delete(village.home)
    assert village.told().gone


def test_a_deletion_that_arrives_before_the_record_waits_for_it_and_loses_nothing(village):
    grave = village.county.delete(village.home)
    alone = union([grave]).values()
    assert state(alone) == []
    assert state(union(alone, village.first.known.values()).values())[0].gone


def test_what_rests_on_a_package_that_is_late_waits_and_nobody_sees_a_conflict_meanwhile(village):
    middle = village.first.edit(village.home, "phone", "13900000001")
    last = village.first.write(village.home, {"phone": "13900000002", "head": "胡玉华"})
    village.second.receive([last])
    (one,) = state(village.second.known.values())
    assert (one.texts()["phone"], one.texts()["head"]) == ("无电话", "胡玉花"), "not by halves either"
    assert not one.units["phone"].contested
    village.second.receive([middle])
    assert [text for text, _ in state(village.second.known.values())[0].units["phone"].claims] == ["13900000002"]


def test_what_somebody_writes_while_something_waits_is_shown_and_meets_it_when_it_arrives(village):
    middle = village.first.edit(village.home, "head", "胡玉华")
    last = village.first.edit(village.home, "head", "胡玉化")
    village.second.receive([last])
    village.second.edit(village.home, "head", "胡语花")
    assert state(village.second.known.values())[0].texts()["head"] == "胡语花"
    village.second.receive([middle])
    assert {text for text, _ in state(village.second.known.values())[0].units["head"].claims} == {"胡玉化", "胡语花"}


def test_a_long_line_of_edits_of_which_the_first_is_missing_waits_as_a_whole(village):
    first = village.first.edit(village.home, "phone", "0")
    line = [replace(first, id=str(number), replaces=frozenset({(str(number - 1), "phone")})) for number in range(20_000)]
    assert ready(line) == []
    assert len(ready([replace(first, id="-1", replaces=frozenset()), *line])) == 20_001


def test_two_laptops_that_take_in_the_same_roster_agree_and_the_earlier_act_stands_on_both(village):
    row = {"head": "周英海", "phone": "无电话"}
    ours = village.first.take_in(7, row)
    village.later()
    theirs = village.second.take_in(7, row)
    assert ours == theirs
    assert village.first.code() == village.second.code()
    village.second.edit(theirs, "phone", "13900000001")
    one = next(one for one in state(everything(village.laptops)) if one.record == ours)
    assert not any(standing.contested for standing in one.units.values())
    assert one.texts() == {"head": "周英海", "phone": "13900000001"}
    acts = [[change.act.node for change in union(*sides).values() if change.record == ours and "head" in change.body]
            for sides in ((village.first.known.values(), village.second.known.values()),
                          (village.second.known.values(), village.first.known.values()))]  # fmt: skip
    assert acts == [["甲"], ["甲"]]


def test_a_book_of_an_office_that_two_laptops_read_ends_what_either_of_them_saw(village):
    village.first.edit(village.home, "phone", "13900000001")
    village.second.edit(village.home, "phone", "13900000002")
    for laptop in (village.second, village.first):
        laptop.read_book("更正表", village.home, {"phone": "无电话"}, laptop.known, offered=False)
    phone = village.told().units["phone"]
    assert [text for text, _ in phone.claims] == ["无电话"]


def test_versions_that_a_faulty_program_lets_replace_each_other_are_all_shown(village):
    one = village.first.edit(village.home, "phone", "13900000001")
    other = village.second.edit(village.home, "phone", "13900000002")
    circle = [replace(one, replaces=frozenset({(other.id, "phone")})), replace(other, replaces=frozenset({(one.id, "phone")}))]
    assert len(ready(circle)) == 2
    assert {text for text, _ in fold(circle).units["phone"].claims} == {"13900000001", "13900000002"}


@pytest.mark.parametrize(("unit", "ours", "theirs", "wins"), [
    ("type", "EXITED", "MONITORED", "MONITORED"),
    ("phone", "13900000001", "13900000002", "13900000001"),
])  # fmt: skip
@pytest.mark.parametrize("county_first", [True, False])
def test_the_owners_word_is_shown_however_late_or_early(village, unit, ours, theirs, wins, county_first):
    sides = [(village.county, theirs), (village.first, ours)]
    for laptop, text in sides if county_first else reversed(sides):
        village.later()
        laptop.edit(village.home, unit, text)
    assert village.told().units[unit].text == wins


def test_a_document_counts_before_the_later_word(village):
    village.first.edit(village.home, "head", "胡玉华", backed=True)
    village.later()
    village.county.edit(village.home, "head", "胡玉化")
    assert village.told().units["head"].text == "胡玉华"


@pytest.mark.parametrize("texts", [("胡玉花一", "胡玉华"), ("胡玉华", "胡玉花一")])
def test_where_the_strictest_counts_it_is_shown_before_documents_and_later_words_and_all_are_kept(village, texts):
    strict = {"head": ["胡玉花一", "胡玉华"]}
    for laptop, text in zip((village.first, village.second), texts, strict=True):
        laptop.edit(village.home, "head", text, backed=text == "胡玉华")
        village.later()
    told = fold(everything(village.laptops), {}, strict).units["head"]
    assert (told.text, told.contested, {text for text, _ in told.claims}) == ("胡玉花一", True, set(texts))


def test_a_document_does_not_make_the_other_office_the_owner(village):
    village.county.edit(village.home, "type", "EXITED")
    village.first.edit(village.home, "type", "MONITORED", backed=True)
    told = village.told().units["type"]
    assert told.text == "EXITED"
    assert [text for text, _ in told.offers] == ["MONITORED"]


@pytest.mark.parametrize("wrong_by", [73 * YEAR, -25 * YEAR])
def test_a_doubtful_clock_is_never_the_reason_why_a_value_wins(wrong_by):
    village = Village(second_wrong_by=wrong_by)
    village.second.edit(village.home, "phone", "13900000001")
    village.first.edit(village.home, "phone", "13900000002")
    village.later()
    for text in ("无电话", "13900000001"):
        last = village.second.edit(village.home, "phone", text)
    assert last.act.doubtful
    phone = village.told().units["phone"]
    assert phone.contested
    assert phone.text == "13900000002"


def test_between_two_doubtful_clocks_the_greater_id_is_shown_not_the_later_stamp():
    village = Village(first_wrong_by=-25 * YEAR, second_wrong_by=73 * YEAR)
    edits = [laptop.edit(village.home, "phone", text) for laptop, text in (
        (village.first, "13900000001"), (village.second, "13900000002"), (village.second, "13900000003"))]  # fmt: skip
    winner = max((edits[0], edits[2]), key=lambda change: change.id)
    assert village.told().units["phone"].change == winner.id


def test_a_clock_that_is_right_again_counts_again_and_the_wrong_year_leaves_no_trace():
    village = Village()
    village.second.clock = village.world.clock(73 * YEAR)
    village.second.edit(village.home, "phone", "13900000001")
    village.second.clock = village.world.clock()
    village.later()
    village.second.edit(village.home, "phone", "13900000002")
    village.later()
    village.first.edit(village.home, "phone", "无电话")
    assert village.told().units["phone"].text == "无电话"


def test_until_the_owner_has_spoken_the_word_of_the_other_office_counts(village):
    village.first.edit(village.home, "type", "MONITORED")
    told = village.told().units["type"]
    assert (told.text, told.offers) == ("MONITORED", ())
    village.county.edit(village.home, "type", "EXITED")
    village.meet()
    village.first.edit(village.home, "type", "MONITORED")
    told = village.told().units["type"]
    assert (told.text, [text for text, _ in told.offers]) == ("EXITED", ["MONITORED"])


def test_what_the_other_office_had_said_before_the_owner_spoke_without_having_seen_it_is_offered(village):
    village.first.edit(village.home, "type", "MONITORED")
    village.county.edit(village.home, "type", "EXITED")
    told = village.told().units["type"]
    assert (told.text, told.contested) == ("EXITED", False)
    assert [text for text, _ in told.offers] == ["MONITORED"]


@pytest.mark.parametrize(
    ("answer", "shown"), [("13900000001", "13900000001"), ("无电话", "无电话")], ids=["taken up", "declined"]
)
def test_the_owner_ends_an_offer_by_taking_it_up_or_by_declining_it(village, answer, shown):
    village.county.edit(village.home, "phone", "13900000001")
    village.meet()
    assert [text for text, _ in village.told().units["phone"].offers] == ["13900000001"]
    village.first.settle(village.home, {"phone": answer})
    told = village.told().units["phone"]
    assert (told.text, told.offers) == (shown, ())


def test_an_edit_of_the_owner_that_is_no_answer_leaves_the_offer_open(village):
    village.county.edit(village.home, "phone", "13900000001")
    village.meet()
    village.first.edit(village.home, "phone", "13900000002")
    assert [text for text, _ in village.told().units["phone"].offers] == ["13900000001"]


def test_an_offer_ends_when_the_owner_comes_to_say_the_same_and_opens_again_when_he_goes_on(village):
    village.county.edit(village.home, "phone", "13900000001")
    village.first.edit(village.home, "phone", "13900000001")
    assert village.told().units["phone"].offers == ()
    village.first.edit(village.home, "phone", "13900000002")
    assert [text for text, _ in village.told().units["phone"].offers] == ["13900000001"]


def test_an_office_that_offers_something_else_withdraws_what_it_offered_before(village):
    for text in ("13900000001", "13900000002"):
        village.county.edit(village.home, "phone", text)
    assert [text for text, _ in village.told().units["phone"].offers] == ["13900000002"]


def test_an_office_cannot_decline_for_the_owner_what_the_other_offers_him(village):
    village.county.edit(village.home, "type", "EXITED")
    village.meet()
    village.first.read_book("更正表", village.home, {"type": "MONITORED"}, village.first.known)
    village.meet()
    village.county.read_book("县里的表", village.home, {"type": None}, village.county.known)
    village.meet()
    village.first.settle(village.home, {"type": "EXITED"})
    assert [text for text, _ in village.told().units["type"].offers] == [None], "its own is withdrawn, the county's is not"


def test_a_book_edited_by_hand_changes_nothing_until_somebody_takes_it_up(village):
    saw = village.first.export()
    before = code(everything(village.laptops))
    village.first.read_book("更正表", village.home, {"head": "胡玉华"}, saw)
    told = village.told().units["head"]
    assert (told.text, [text for text, _ in told.offers]) == ("胡玉花", ["胡玉华"])
    assert code(everything(village.laptops)) == before
    village.meet()
    village.second.settle(village.home, {"head": "胡玉华"})
    assert (village.told().units["head"].text, village.told().units["head"].offers) == ("胡玉华", ())


def test_a_book_edited_by_hand_does_not_answer_what_the_county_offered(village):
    village.county.edit(village.home, "phone", "13900000001")
    village.meet()
    village.first.read_book("更正表", village.home, {"phone": "13900000002"}, village.first.known)
    assert {text for text, _ in village.told().units["phone"].offers} == {"13900000001", "13900000002"}


def test_a_book_that_saw_the_countys_word_before_the_owner_spoke_does_not_hide_it(village):
    home = village.county.create({"head": "周英海", "phone": "13900000001"})
    village.meet()
    saw = village.second.export()
    village.second.read_book("更正表", home, {"phone": "13900000002"}, saw)
    village.first.write(home, {"phone": "无电话"})
    late = village.county.edit(home, "phone", "13900000003")
    (one,) = (one for one in state(everything(village.laptops)) if one.record == home)
    assert one.texts()["phone"] == "无电话"
    assert {text for text, _ in one.units["phone"].offers} == {"13900000002", late.body["phone"]}


def test_the_same_edited_book_read_by_two_laptops_is_one_offer(village):
    saw = village.first.export()
    for laptop in (village.first, village.second):
        laptop.read_book("更正表", village.home, {"head": "胡玉华"}, saw)
    assert len(village.told().units["head"].offers) == 1


def test_what_one_laptop_only_offers_and_another_does_is_done(village):
    saw = village.first.export()
    village.first.read_book("更正表", village.home, {"head": "胡玉华"}, saw)
    village.later()
    village.second.read_book("更正表", village.home, {"head": "胡玉华"}, saw, offered=False)
    told = village.told().units["head"]
    assert (told.text, told.offers) == ("胡玉华", ())


def candidate(village):
    village.first.read_book("更正表", "c" * 32, {"head": "周英海", "phone": "无电话"}, village.first.export())
    village.meet()
    return one_of(village, "c" * 32)


def one_of(village, record):
    return next(one for one in state(everything(village.laptops)) if one.record == record)


def test_a_new_row_of_an_edited_book_is_a_candidate_that_nobody_sees_among_the_records(village):
    told = candidate(village)
    assert (told.candidate, told.gone, told.texts()) == (True, True, {})
    assert {text for one in told.units.values() for text, _ in one.offers} == {"周英海", "无电话"}


def test_a_candidate_that_is_taken_up_lives(village):
    candidate(village)
    village.second.settle("c" * 32, {"head": "周英海", "phone": "无电话"})
    told = one_of(village, "c" * 32)
    assert (told.candidate, told.gone, told.texts()) == (False, False, {"head": "周英海", "phone": "无电话"})


def test_a_candidate_that_is_declined_is_gone_and_offers_nothing_any_more(village):
    candidate(village)
    village.second.settle("c" * 32, {GONE: "查无此户"})
    told = one_of(village, "c" * 32)
    assert (told.candidate, told.gone) == (False, True)
    assert not any(one.offers for one in told.units.values())


def deletion(village):
    village.first.read_book("更正表", village.home, {GONE: "搬走了"}, village.first.export())
    village.meet()
    return village.told()


def test_a_deletion_that_is_offered_leaves_the_record_alive(village):
    told = deletion(village)
    assert (told.gone, told.revived) == (False, False)
    assert [text for text, _ in told.graves] == ["搬走了"]


def test_a_deletion_that_is_offered_and_declined_is_offered_no_more(village):
    deletion(village)
    village.second.settle(village.home, {GONE: None})
    assert (village.told().gone, village.told().graves) == (False, ())


def test_a_deletion_that_is_offered_and_taken_up_deletes(village):
    deletion(village)
    village.second.settle(village.home, {GONE: "搬走了"})
    assert village.told().gone
