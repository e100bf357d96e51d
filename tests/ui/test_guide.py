"""The guided first visit: the band says the next step, notices it when it is done, and can be put away for ever."""

import pytest

from fieldapp.records.housing import Housing
from fieldapp.records.water import Water
from tests.ui import village
from tests.ui.keyboard import write
from ui.guide import CLOSED, END, EXPORT, FIND, HOUSING, PLAN, PRACTICE, SAVE, STEPS, VISIT, WATER, WORDS
from ui.places import HAND_OVER, HOUSEHOLDS
from ui.workplace import Workplace


@pytest.fixture
def practice(session):
    session.survey.note(PRACTICE, "1")
    return session


@pytest.fixture
def work(on_screen, practice, preferences):
    work = on_screen(Workplace(practice, preferences), 1366)
    work.go(HOUSEHOLDS)
    assert work.guide
    return work


def test_a_real_village_has_no_guide(on_screen, session, preferences):
    assert on_screen(Workplace(session, preferences)).guide is None


def test_the_first_step_is_told_above_the_screen(work):
    assert work.guide.isVisible()
    assert WORDS[FIND] in work.guide.band.said.text()
    assert "第 1 步，共 7 步" in work.guide.band.said.text()
    assert (
        work.guide.mapTo(work, work.guide.rect().bottomLeft()).y()
        < work.households.mapTo(work, work.households.rect().topLeft()).y()
    )


def test_a_whole_visit_is_noticed_step_by_step(work, messages, tmp_path, qtbot):
    steps = [work.guide.step]

    def noticed():
        steps.append(work.guide.step)

    work.show_household(village.LI)
    noticed()
    work.household.visit.click()
    noticed()
    flow = work.visit.flow
    flow.go_to(Housing.walls)
    write("3")
    noticed()
    flow.go_to(Water.litres)
    write("=")
    noticed()
    for question, key in (("day", "2026-11-22"), ("way", "1"), ("outcome", "1"), ("met", "李国兰")):
        flow.go_to(type(work.visit._sitting.visit.saved).field(question))
        write(key)
    work.visit.save.click()
    noticed()
    work.household.plan.click()
    noticed()
    qtbot.waitUntil(lambda: bool(work.plan.pages), timeout=30_000)
    work.go(HAND_OVER)
    with qtbot.waitSignal(work.hand_over.safer, timeout=30_000):
        work.hand_over.backup.click()
    assert work.guide.step == EXPORT, "a backup is no export"
    messages.place = tmp_path / "石桥.xlsx"
    work.hand_over.ways.choose("masked")
    with qtbot.waitSignal(work.hand_over.safer, timeout=30_000):
        work.hand_over.export.click()
    noticed()
    assert steps == [FIND, VISIT, HOUSING, WATER, SAVE, PLAN, EXPORT, ""]
    assert work.guide.band.said.text() == END


def test_what_is_saved_before_a_visit_was_begun_is_no_visit(work, practice):
    practice.changed.emit(frozenset({"visit"}))
    assert work.guide.step == FIND


def test_steps_that_are_done_stay_done_when_the_workplace_is_furnished_afresh(work, on_screen, practice, preferences):
    work.show_household(village.LI)
    again = on_screen(Workplace(practice, preferences))
    assert again.guide.step == VISIT


def test_put_away_it_leaves_its_room_and_does_not_come_back(qtbot, work, on_screen, practice, preferences):
    high = work._stack.height()
    work.guide.away.click()
    assert not work.guide.isVisible()
    qtbot.waitUntil(lambda: work._stack.height() == work.height() > high)
    work.show_household(village.LI)
    assert not work.guide.isVisible()
    assert on_screen(Workplace(practice, preferences)).guide is None
    assert CLOSED in preferences.guided


def test_who_reads_the_manual_is_not_hurried_on(work):
    work.explain()
    assert not work.guide.isVisible()
    work.explain()
    assert work.guide.isVisible()


def test_every_step_has_its_words():
    assert set(WORDS) == set(STEPS)
