"""How records stand in review: by what the reviewer had before him, level by level, the stricter word first."""

import datetime as dt

import pytest

from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member
from fieldapp.records.review import Level, Review, State
from fieldapp.records.village import Village
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from fieldapp.rules.reviewing import Shelf, Standing, Target, reviewed, strictest

HOME = Household("1" * 32, head="李国兰", phone="13800000000")
LI = Member("a" * 32, household=HOME.id, name="李国兰")
SEEN = Visit("f" * 32, household=HOME.id, day=dt.date(2026, 11, 3), met="李国兰")
WATER = Water("e" * 32, household=HOME.id, litres=60, dry_days=3)
WHOLE, VISIT, PERSON = Target(Household, HOME.id), Target(Visit, SEEN.id), Target(Member, LI.id)
MET, LITRES = Target(Visit, SEEN.id, "met"), Target(Water, WATER.id, "litres")
DAY = dt.date(2026, 11, 20)


class Case:
    """A household as it stands, and what is said of it."""

    def __init__(self, *records) -> None:
        self.records = list(records or (HOME, LI, SEEN, WATER))
        self.reviews: list[Review] = []

    def say(self, target, state, level=Level.COUNTY, **more) -> Review:
        shelf = Shelf(self.records, HOME.id)
        told = {"turn": len(self.reviews) + 1, "seen": shelf.seen(target), "subject": f"{target.noun.table}.{target.record}"}
        told |= {"question": target.question, "day": DAY, "household": HOME.id}
        self.reviews.append(Review(f"{len(self.reviews):032x}", state=state, level=level, **{**told, **more}))
        return self.reviews[-1]

    def change(self, record) -> None:
        self.records = [one for one in self.records if one.id != record.id] + [record]

    @property
    def now(self):
        home, *others = sorted(self.records, key=lambda one: one.id != HOME.id)
        records = {noun: [one for one in others if isinstance(one, noun)] for noun in (Member, Visit, Water, Housing)}
        return reviewed(Dossier(Village(), home, {**records, Review: self.reviews}))

    def of(self, target) -> list[Standing]:
        return [remark.standing for remark in self.now.of(target.record, target.question)]


def test_what_nobody_spoke_of_waits():
    now = Case().now
    assert set(now.states.values()) == {Standing.RECEIVED} == {now.standing}
    assert not now.remarks


@pytest.mark.parametrize("state", State)
def test_what_was_said_of_a_record_stands_while_it_is_as_it_was_seen(state):
    case = Case()
    case.say(VISIT, state)
    assert case.now.states[SEEN.id].value == state.value
    assert case.now.states[LI.id] is Standing.RECEIVED


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (State.REJECTED, Standing.EDITED),
        (State.HAS_ISSUES, Standing.EDITED),
        (State.APPROVED, Standing.RECEIVED),
        (State.RECEIVED, Standing.RECEIVED),
    ],
)
def test_what_was_changed_since_is_mended_or_waits_again(state, after):
    case = Case()
    case.say(PERSON, state)
    case.change(LI.replace(phone="13900000000"))
    assert case.now.states[LI.id] is after


def test_who_changes_it_back_stands_where_he_stood():
    case = Case()
    case.say(PERSON, State.REJECTED)
    case.change(LI.replace(name="李国蓝"))
    case.change(LI)
    assert case.now.states[LI.id] is Standing.REJECTED


def test_a_comment_on_one_answer_is_mended_by_that_answer_alone():
    case = Case()
    case.say(LITRES, State.REJECTED)
    case.change(WATER.replace(dry_days=9))
    assert (case.of(LITRES), case.now.states[WATER.id]) == ([Standing.REJECTED], Standing.REJECTED)
    case.change(WATER.replace(litres=45))
    assert (case.of(LITRES), case.now.states[WATER.id]) == ([Standing.EDITED], Standing.EDITED)


def test_an_answer_that_is_taken_back_is_changed_too():
    case = Case()
    case.say(LITRES, State.HAS_ISSUES)
    case.change(WATER.replace(litres=None))
    assert case.of(LITRES) == [Standing.EDITED]


def test_one_answer_that_passes_does_not_pass_the_record():
    case = Case()
    case.say(LITRES, State.APPROVED)
    assert case.now.states[WATER.id] is Standing.RECEIVED


def test_an_observation_is_mended_by_another_one_that_corrects_it():
    case = Case()
    case.say(MET, State.REJECTED)
    case.say(VISIT, State.HAS_ISSUES)
    case.change(Visit("c" * 32, household=HOME.id, day=DAY, met="李国兰、李小军", corrects=SEEN.id))
    assert (case.of(MET), case.of(VISIT)) == ([Standing.EDITED], [Standing.EDITED])


def test_of_one_level_the_later_word_counts():
    case = Case()
    case.say(VISIT, State.REJECTED)
    case.say(VISIT, State.APPROVED)
    assert case.now.states[SEEN.id] is Standing.APPROVED
    assert not case.now.open


@pytest.mark.parametrize(
    ("town", "county", "together"),
    [
        (State.APPROVED, State.REJECTED, Standing.REJECTED),
        (State.REJECTED, State.APPROVED, Standing.REJECTED),
        (State.APPROVED, State.APPROVED, Standing.APPROVED),
        (State.HAS_ISSUES, State.RECEIVED, Standing.HAS_ISSUES),
        (State.APPROVED, None, Standing.APPROVED),
    ],
)
def test_of_two_levels_the_stricter_word_is_shown(town, county, together):
    case = Case()
    if county:
        case.say(VISIT, county)
    case.say(VISIT, town, Level.TOWN)
    assert case.now.states[SEEN.id] is together


def test_of_two_laptops_of_one_office_that_spoke_side_by_side_the_stricter_counts_whatever_the_order():
    for first, second in ((State.APPROVED, State.REJECTED), (State.REJECTED, State.APPROVED)):
        case = Case()
        case.say(VISIT, first, turn=4)
        case.say(VISIT, second, turn=4)
        assert case.now.states[SEEN.id] is Standing.REJECTED


def test_a_pass_of_the_household_passes_what_was_there_and_nothing_that_comes_later():
    case = Case()
    case.say(WHOLE, State.APPROVED)
    assert set(case.now.states.values()) == {Standing.APPROVED}
    later = Visit("c" * 32, household=HOME.id, day=DAY)
    case.change(later)
    case.change(LI.replace(phone="13900000000"))
    assert case.now.states == {
        HOME.id: Standing.RECEIVED, LI.id: Standing.RECEIVED, later.id: Standing.RECEIVED,
        SEEN.id: Standing.APPROVED, WATER.id: Standing.APPROVED,
    }  # fmt: skip


def test_a_pass_settles_what_was_said_before_of_its_parts_and_nothing_that_is_said_after():
    case = Case()
    case.say(LITRES, State.REJECTED)
    case.say(VISIT, State.REJECTED)
    case.say(WHOLE, State.APPROVED)
    assert not case.now.open
    case.say(LITRES, State.HAS_ISSUES)
    assert [remark.target for remark in case.now.open] == [LITRES]
    assert case.now.standing is Standing.HAS_ISSUES


def test_a_towns_pass_settles_nothing_that_the_county_said():
    case = Case()
    case.say(LITRES, State.REJECTED)
    case.say(WHOLE, State.APPROVED, Level.TOWN)
    assert [remark.target for remark in case.now.open] == [LITRES]


def test_a_return_of_the_household_leaves_open_what_was_said_of_its_parts_and_is_mended_by_any_change():
    case = Case()
    case.say(LITRES, State.REJECTED)
    case.say(WHOLE, State.REJECTED)
    assert case.of(LITRES) == case.of(WHOLE) == [Standing.REJECTED]
    assert case.now.states[SEEN.id] is Standing.RECEIVED
    case.change(LI.replace(phone="13900000000"))
    assert (case.of(WHOLE), case.of(LITRES)) == ([Standing.EDITED], [Standing.REJECTED])


def test_a_record_passed_after_its_answer_was_returned_is_settled():
    case = Case()
    case.say(MET, State.REJECTED)
    case.say(VISIT, State.APPROVED)
    assert case.of(MET) == []
    assert case.now.states[SEEN.id] is Standing.APPROVED


def test_what_is_gone_waits_for_nobody():
    case = Case()
    case.say(VISIT, State.REJECTED)
    case.records.remove(SEEN)
    assert not case.now.remarks


def test_the_village_answers_and_moves_no_state():
    case = Case()
    case.say(MET, State.RECEIVED, Level.VILLAGE, comment="早说的")
    case.say(MET, State.REJECTED)
    case.say(MET, State.RECEIVED, Level.VILLAGE, comment="户主在外")
    [remark] = case.now.remarks
    assert (remark.standing, [one.comment for one in remark.replies]) == (Standing.REJECTED, ["户主在外"])


@pytest.mark.parametrize(("days", "standing"), [(-1, Standing.APPROVED), (0, Standing.REJECTED), (1, Standing.REJECTED)])
def test_a_row_that_was_typed_into_a_book_comes_after_what_was_said_until_its_day(days, standing):
    case = Case()
    case.say(WHOLE, State.APPROVED)
    typed = {"turn": None, "seen": None, "subject": None, "question": None, "day": DAY + dt.timedelta(days)}
    case.say(WHOLE, State.REJECTED, **typed)
    assert case.now.states[HOME.id] is standing


def test_a_question_that_is_asked_no_longer_is_left_aside():
    case = Case()
    case.say(VISIT, State.REJECTED, question="weather")
    assert not case.now.remarks


@pytest.mark.parametrize("standings", [list(Standing), list(reversed(Standing))])
def test_the_strictest_comes_first(standings):
    assert strictest(standings) is Standing.REJECTED
    assert strictest([Standing.APPROVED, Standing.RECEIVED]) is Standing.RECEIVED
