"""Reviewing through real files: who may, many at once, there and back again as changes and as books."""

import datetime as dt

import pytest

from fieldapp.base.clock import Clock
from fieldapp.base.errors import FieldAppError
from fieldapp.base.knowledge import Knowledge
from fieldapp.desk.enrolling import ROLE
from fieldapp.desk.handing_over import hand_over
from fieldapp.desk.receipt import Outcome
from fieldapp.desk.receiving import receive
from fieldapp.desk.reviewing import (
    all_reviewed,
    called,
    counted,
    level_of,
    replied,
    returned,
    review_of,
    said,
    say,
    target_said,
    targets_of,
    what_of,
    whole,
)  # fmt: skip
from fieldapp.desk.today import today
from fieldapp.documents.edition import MASKED
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member
from fieldapp.records.problem import Problem
from fieldapp.records.review import Level, Review, State
from fieldapp.records.village import Village
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from fieldapp.rules.reviewing import Standing, Target, reviewed
from fieldapp.store.survey import Survey
from tests.desk.conftest import AT
from tests.documents.reading import told

LI, HE = "1" * 32, "2" * 32
SEEN, WATER, HALL = "f" * 32, "e" * 32, "d" * 32
MET, LITRES = Target(Visit, SEEN, "met"), Target(Water, WATER, "litres")


@pytest.fixture
def village(survey) -> Survey:
    """A village of two households and a hall that is nobody's."""
    with survey.change("登记") as change:
        for record in (
            Household(LI, head="李国兰", code="H1"),
            Visit(SEEN, household=LI, day=dt.date(2026, 11, 3), met="李"),
            Water(WATER, household=LI, litres=60),
            Household(HE, head="何文平", code="H2"),
            Housing(HALL, name="旧村部"),
        ):
            change.save(record)
    return survey


@pytest.fixture
def county(village, tmp_path):
    """The county's file of that village."""
    with Survey.create(tmp_path / "县.survey", None, county=True, by="李审", clock=Clock(lambda: AT)) as survey:
        send(village, survey)
        yield survey


def send(sender: Survey, receiver: Survey) -> None:
    """Everything that one file knows, to the other."""
    receiver.take(*sender.reader.beyond(Knowledge()))


def speak(survey: Survey, state: State, why: str, *targets: Target, home: str = LI) -> None:
    with survey.change("审核") as change:
        say(survey, {home: targets}, said(survey, state, why), change)


def remarks(survey: Survey, home: str = LI) -> list[tuple]:
    return [(one.target, one.standing) for one in reviewed(survey.reader.dossier(home)).remarks]


def test_whose_word_it_is_follows_from_the_file(village, county, make):
    town = make("镇")
    town.note(ROLE, "town")
    assert [level_of(one.reader) for one in (village, town, county)] == [Level.VILLAGE, Level.TOWN, Level.COUNTY]
    assert said(town, State.APPROVED, "").level is Level.TOWN


def test_a_village_does_not_review_itself_and_is_told_what_to_do_instead(village):
    with pytest.raises(FieldAppError, match="村里的档案自己不审。") as refusal:
        said(village, State.APPROVED, "好")
    assert "说明" in refusal.value.advice


@pytest.mark.parametrize("state", [State.HAS_ISSUES, State.REJECTED])
def test_a_doubt_and_a_return_need_words(county, state):
    with pytest.raises(FieldAppError, match="要写意见"):
        said(county, state, "  ")
    assert said(county, State.APPROVED, "").comment == ""


def test_a_return_travels_is_mended_comes_back_as_mended_and_passes(village, county):
    speak(county, State.REJECTED, "写全名", MET)
    speak(county, State.HAS_ISSUES, "哪里量来的", LITRES)
    send(county, village)
    assert remarks(village) == [(MET, Standing.REJECTED), (LITRES, Standing.HAS_ISSUES)]
    assert [(one.remark.target, one.text) for one in today(village.reader, AT).returned] == [
        (MET, "走访 2026-11-03 · 见到谁：写全名"), (LITRES, "饮水 · 每人每天用水量：哪里量来的"),
    ]  # fmt: skip
    with village.change("更正走访") as change:
        change.save(Visit(household=LI, day=dt.date(2026, 11, 3), met="李国兰", corrects=SEEN))
        change.save(village.reader.get(Water, WATER).replace(litres=45))
    assert today(village.reader, AT).returned == ()
    send(village, county)
    assert {standing for _, standing in remarks(county)} == {Standing.EDITED}
    homes = {entry.id: entry for entry in county.reader.households()}
    assert [one.remark.target for one in returned(county.reader, homes)] == [LITRES, MET]
    speak(county, State.APPROVED, "", whole(LI))
    send(county, village)
    assert remarks(village) == [(whole(LI), Standing.APPROVED)]
    assert village.code() == county.code()


def test_what_the_village_did_meanwhile_was_not_seen_by_who_passed_it(village, county):
    with village.change("改饮水") as change:
        change.save(village.reader.get(Water, WATER).replace(litres=20))
    speak(county, State.APPROVED, "", Target(Water, WATER))
    send(county, village)
    send(village, county)
    for survey in (village, county):
        assert remarks(survey) == [(Target(Water, WATER), Standing.RECEIVED)]


def test_two_levels_speak_and_the_stricter_is_shown_whichever_came_first(village, county, make):
    town = make("镇")
    town.note(ROLE, "town")
    send(village, town)
    speak(town, State.APPROVED, "", whole(LI))
    speak(county, State.REJECTED, "重新量", Target(Water, WATER))
    for sender, receiver in ((town, village), (county, village), (county, town), (town, county)):
        send(sender, receiver)
    for survey in (village, town, county):
        now = reviewed(survey.reader.dossier(LI))
        assert (now.states[WATER], now.states[SEEN]) == (Standing.REJECTED, Standing.APPROVED)
        assert now.standing is Standing.REJECTED


def test_many_households_are_reviewed_in_one_act_and_undone_as_one(county):
    before = len(county.reader.acts(-1))
    with county.change("审核") as change:
        count = say(county, {LI: [whole(LI)], HE: [whole(HE)]}, said(county, State.APPROVED, ""), change)
    assert (count, len(county.reader.acts(-1)) - before) == (2, 1)
    assert [reviewed(county.reader.dossier(home)).standing for home in (LI, HE)] == [Standing.APPROVED] * 2
    county.undo()
    assert not list(county.reader.every(Review))


def test_what_belongs_to_no_household_is_reviewed_too(village, county):
    place = county.reader.village().id
    speak(county, State.REJECTED, "照片呢", Target(Housing, HALL), Target(Village, place, "town"), home="")
    send(county, village)
    [(nobody, now)] = [one for one in all_reviewed(village.reader) if one[0] is None]
    assert nobody is None
    assert {(remark.target, remark.review.what) for remark in now.open} == {
        (Target(Housing, HALL), "住房 旧村部"), (Target(Village, place, "town"), "村 · 乡镇"),
    }  # fmt: skip


def test_everything_is_counted(county):
    speak(county, State.REJECTED, "写全名", MET)
    speak(county, State.APPROVED, "", whole(HE), home=HE)
    counts = counted(now for _, now in all_reviewed(county.reader))
    assert {standing.value: count for standing, count in counts.items()} == {"退回": 1, "存疑": 0, "已改": 0, "待审": 4, "通过": 1}


def test_the_village_answers_and_the_county_reads_it(village, county):
    with pytest.raises(FieldAppError, match="说明由村里来写"):
        replied(county, "好")
    with pytest.raises(FieldAppError, match="还没有写说明"):
        replied(village, " ")
    speak(county, State.REJECTED, "写全名", MET)
    send(county, village)
    with village.change("说明") as change:
        say(village, {LI: [MET]}, replied(village, "家里只有她一人"), change)
    send(village, county)
    [remark] = reviewed(county.reader.dossier(LI)).remarks
    assert (remark.standing, [one.comment for one in remark.replies]) == (Standing.REJECTED, ["家里只有她一人"])


def test_a_review_is_never_rewritten(county):
    speak(county, State.REJECTED, "写全名", MET)
    [review] = county.reader.every(Review)
    with pytest.raises(FieldAppError, match="不能改写"), county.change("改") as change:
        change.save(review.replace(state=State.APPROVED))


def test_reviews_travel_in_books_both_ways(village, county, tmp_path):
    speak(county, State.REJECTED, "写全名", MET)
    hand_over(county, tmp_path / "回传.xlsx")
    assert told(tmp_path / "回传.xlsx", "审核")[0] | {"": ""} == told(tmp_path / "回传.xlsx", "审核")[0] | {
        "": "", "户主": "李国兰", "审核对象": "走访 2026-11-03 · 见到谁", "审核结果": "退回", "审核意见": "写全名", "哪一级": "县", "看过的版本": "1 条",
    }  # fmt: skip
    assert receive(village, tmp_path / "回传.xlsx").outcome is Outcome.TAKEN
    assert remarks(village) == [(MET, Standing.REJECTED)]
    with village.change("说明") as change:
        say(village, {LI: [MET]}, replied(village, "只有她一人"), change)
    hand_over(village, tmp_path / "上报.xlsx")
    assert receive(county, tmp_path / "上报.xlsx").outcome is Outcome.TAKEN
    assert village.code() == county.code()


def test_the_public_edition_tells_no_word_of_a_reviewer(county, tmp_path):
    speak(county, State.REJECTED, "李国兰有病", MET)
    hand_over(county, tmp_path / "公开版.xlsx", edition=MASKED)
    [row] = told(tmp_path / "公开版.xlsx", "审核")
    assert not {"审核对象", "审核意见", "对象编号"} & set(row)
    assert row["审核结果"] == "退回"


def test_everything_of_a_household_can_be_meant_and_is_called_by_what_it_says(village):
    with village.change("登记") as change:
        change.save(Member("a" * 32, household=LI, name="李国兰"))
        change.save(Problem("b" * 32, household=LI, what="屋顶漏雨" * 10))
        change.save(village.reader.get(Housing, HALL).replace(shared=frozenset({LI})))
        change.save(Housing("c" * 32, household=HE, name="正房", shared=frozenset({LI})))
    dossier = village.reader.dossier(LI)
    assert [what_of(dossier, target) for target in targets_of(dossier)] == [
        "整户", "成员 李国兰", "走访 2026-11-03", "住房 旧村部", "饮水", "问题 屋顶漏雨屋顶漏雨屋顶漏雨屋顶漏雨屋顶漏雨屋顶漏…"
    ]  # fmt: skip
    assert what_of(dossier, Target(Household, LI, "phone")) == "登记 · 联系电话"
    assert called(Visit(), {}) == "走访"


def test_a_person_names_what_he_means(village):
    reader = village.reader
    assert target_said(reader, "H1") == (LI, whole(LI)) == target_said(reader, LI) == target_said(reader, "李国兰")
    assert target_said(reader, f"household.{LI}.phone") == (LI, Target(Household, LI, "phone"))
    assert target_said(reader, f"visit.{SEEN}.met") == (LI, MET)
    assert target_said(reader, f"housing.{HALL}") == ("", Target(Housing, HALL))


@pytest.mark.parametrize("told", ["H9", f"visit.{LI}", f"visit.{SEEN}.weather", f"review.{SEEN}"])
def test_what_is_not_there_is_refused(village, told):
    with pytest.raises(FieldAppError):
        target_said(village.reader, told)


def test_the_number_of_a_review_goes_on_within_its_household(county):
    for _ in range(2):
        speak(county, State.REJECTED, "写全名", MET)
    speak(county, State.APPROVED, "", whole(HE), home=HE)
    assert [(one.household, one.turn) for one in county.reader.every(Review)] == [(LI, 1), (LI, 2), (HE, 1)]
    dossier = county.reader.dossier(LI)
    assert review_of(dossier, MET, said(county, State.APPROVED, "")).turn == 3
