"""A form being filled in keeps every text as it was typed, and saves only what can be an answer."""

from decimal import Decimal

from fieldapp.base.draft import Draft
from fieldapp.base.kinds import YesNo
from fieldapp.records.household import Household
from fieldapp.records.member import Member, WorkRegion
from fieldapp.records.water import Water

WELL = Water("1" * 32, household="2" * 32, piped=YesNo.YES, litres=Decimal(60), dry_days=3)


def test_a_fresh_draft_has_nothing_to_save_and_nothing_to_lose():
    draft = Draft(WELL)
    assert not draft.dirty
    assert draft.can_be_saved
    assert draft.record == WELL


def test_an_answer_that_is_typed_is_in_the_record_and_the_saved_one_stays():
    draft = Draft(WELL)
    draft.type(Water.litres, "35.0")
    assert draft.record == WELL.replace(litres=Decimal(35))
    assert draft.saved == WELL
    assert draft.dirty
    assert draft.typed == {"litres": "35.0"}


def test_a_refused_text_stays_as_it_was_typed_and_the_last_good_answer_counts_until_it_is_mended():
    draft = Draft(WELL)
    draft.type(Water.litres, "很多")
    assert draft.typed == {"litres": "很多"}
    assert draft.record == WELL
    assert draft.refused == [Water.litres]
    assert draft.dirty
    assert not draft.can_be_saved


def test_an_answer_typed_before_the_refused_text_does_not_count():
    draft = Draft(WELL)
    draft.type(Water.litres, "35")
    draft.type(Water.litres, "35x")
    assert draft.record.litres == 60


def test_a_refused_text_that_is_mended_is_forgotten():
    draft = Draft(WELL)
    draft.type(Water.litres, "很多")
    draft.type(Water.litres, "60")
    assert draft.refused == []
    assert draft.can_be_saved
    assert not draft.dirty


def test_a_blank_takes_the_answer_back_and_is_never_refused():
    draft = Draft(WELL)
    draft.type(Water.litres, " \u3000")
    assert draft.record.litres is None
    assert draft.can_be_saved
    assert draft.dirty
    assert [problem.field for problem in draft.problems()] == [Water.litres]


def test_refused_texts_are_told_first_and_each_question_once():
    draft = Draft(Water())
    draft.type(Water.dry_days, "常常")
    told = [(problem.field, problem.text) for problem in draft.problems()]
    assert told == [
        (Water.dry_days, "请填整数。"),
        (Water.household, "还没有填写。"),
        (Water.litres, "还没有填写。"),
        (Water.piped, "还没有填写。"),
    ]


def test_a_half_filled_form_may_be_saved():
    draft = Draft(Household())
    draft.type(Household.group, "8组")
    assert draft.problems()
    assert draft.can_be_saved


def test_a_refused_text_in_a_question_that_is_put_no_longer_holds_up_nobody():
    draft = Draft(Member(work_region=WorkRegion.TOWN))
    draft.type(Member.work_months, "十三")
    assert not draft.can_be_saved
    draft.type(Member.work_region, "")
    assert draft.can_be_saved
    assert Member.work_months not in [problem.field for problem in draft.problems()]
    draft.type(Member.work_region, "省外")
    assert draft.refused == [Member.work_months]


def test_typing_the_same_answer_in_other_words_changes_nothing():
    draft = Draft(WELL)
    draft.type(Water.piped, "有")
    draft.type(Water.litres, "60.0")
    assert not draft.dirty


def test_an_interrupted_sitting_is_restored_from_the_texts_that_were_typed():
    before = Draft(WELL)
    for question, text in ((Water.litres, "3 5"), (Water.dry_days, "4"), (Water.piped, ""), (Water.dry_when, "春 天 ")):
        before.type(question, text)
    after = Draft(WELL, {**before.typed, "asked_by_another_release": "x"})
    assert after.typed == before.typed == {"litres": "3 5", "dry_days": "4", "piped": "", "dry_when": "春 天 "}
    assert after.record == before.record == WELL.replace(dry_days=4, piped=None, dry_when="春 天")
    assert after.refused == [Water.litres]
    assert after.problems() == before.problems()


def test_after_saving_the_draft_starts_afresh_from_what_was_saved():
    draft = Draft(WELL)
    draft.type(Water.litres, "35")
    saved = draft.record
    draft.settle(saved)
    assert draft.saved == saved
    assert draft.typed == {}
    assert not draft.dirty
    corrected = saved.replace(litres=Decimal(40))
    draft.type(Water.dry_days, "4")
    draft.settle(corrected)
    assert draft.record == corrected
    draft.type(Water.dry_days, "x")
    draft.settle(corrected)
    assert draft.can_be_saved
