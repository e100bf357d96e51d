"""The papers as they will be printed: the pages seen are the pages saved and printed."""

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from fieldapp.desk.printing import PaperKind
from fieldapp.records.household import Household
from fieldapp.records.plan import Measure, MeasureKind, Plan
from tests.ui import village
from ui.screens.plan_preview import KINDS, PlanPreviewScreen

NOWHERE = "\U000323af"
"""A character of the newest block, which no face has."""


@pytest.fixture
def screen(on_screen, session):
    with session.change("定计划") as change:
        change.save(Plan(household=village.LI, year=2026, goal="屋面修好"))
        change.save(Measure(household=village.LI, year=2026, kind=MeasureKind.HOUSING, what="维修屋面"))
    return on_screen(PlanPreviewScreen(session))


def made(qtbot, screen, household=village.LI):
    screen.show_household(household)
    qtbot.waitUntil(lambda: bool(screen.pages), timeout=20_000)


def test_the_pages_of_the_plan_are_shown_off_the_screens_thread(qtbot, screen):
    screen.show_household(village.LI)
    assert screen.about.text() == "正在排版……"
    assert not screen.print.isEnabled()
    qtbot.waitUntil(lambda: bool(screen.pages), timeout=20_000)
    assert screen.title.text() == "帮扶计划 · 李国兰"
    assert screen.about.text() == f"2026 年度 · 共 {len(screen.pages)} 页"
    ink = screen.pages[0].pixmap().toImage()
    colours = {ink.pixel(x, y) for x in range(0, ink.width(), 3) for y in range(0, ink.height(), 3)}
    assert len(colours) > 2


def test_a_page_is_no_wider_than_there_is_room(qtbot, screen):
    screen.resize(700, 600)
    made(qtbot, screen)
    assert screen.pages[0].width() <= 700
    assert not screen._scroll.horizontalScrollBar().isVisible()


def test_what_is_saved_is_what_was_seen(qtbot, screen, messages, tmp_path):
    made(qtbot, screen)
    messages.place = tmp_path / "计划.pdf"
    screen.save.click()
    saved = PdfReader(messages.place)
    assert len(saved.pages) == len(screen.pages)
    assert "维修屋面" in "".join(page.extract_text() for page in saved.pages)
    assert screen.about.text() == f"已保存到 {messages.place}"


def test_a_place_that_cannot_be_written_is_said_on_the_page(qtbot, screen, messages, tmp_path):
    made(qtbot, screen)
    messages.place = tmp_path / "没有" / "计划.pdf"
    screen.save.click()
    assert "“计划.pdf”" in screen.said.text()
    assert screen.said.isVisible()


def test_printing_puts_every_page_on_its_sheet(qtbot, screen, messages, tmp_path):
    made(qtbot, screen)
    messages.place = tmp_path / "印.pdf"
    screen.print.click()
    qtbot.waitUntil(lambda: screen.about.text() == f"已交给打印机，共 {len(screen.pages)} 页", timeout=20_000)
    assert len(PdfReader(messages.place).pages) == len(screen.pages)


def test_a_character_that_no_face_has_is_named_before_printing(qtbot, screen, session):
    with session.change("改名") as change:
        change.save(session.reader.get(Household, village.HE).replace(head=f"何{NOWHERE}平"))
    made(qtbot, screen, village.HE)
    assert NOWHERE in screen.said.text()
    assert screen.print.isEnabled()


def test_no_paper_is_left_lying_about(qtbot, screen, tmp_path, monkeypatch):
    import tempfile

    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    made(qtbot, screen)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_going_back_leads_to_the_household(qtbot, screen):
    made(qtbot, screen)
    with qtbot.waitSignal(screen.back) as told:
        screen.leave.click()
    assert told.args == [village.LI]


def test_a_key_leads_to_each_kind_of_paper(qtbot, screen):
    made(qtbot, screen)
    for number, kind in enumerate(PaperKind, start=1):
        qtbot.keyClick(screen, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: bool(screen.pages), timeout=20_000)
        assert screen.kind is kind
        assert screen.title.text() == f"{kind.value} · 李国兰"


def test_what_is_saved_is_the_paper_that_is_shown(qtbot, screen, messages, tmp_path):
    made(qtbot, screen)
    screen.tabs.setCurrentIndex(KINDS.index(PaperKind.WATER))
    qtbot.waitUntil(lambda: bool(screen.pages), timeout=20_000)
    messages.place = tmp_path / "水.pdf"
    screen.save.click()
    assert "四项指标" in "".join(page.extract_text() for page in PdfReader(messages.place).pages)


def test_doubts_stand_beside_the_pages_and_not_on_them(qtbot, screen, messages, tmp_path):
    made(qtbot, screen)
    told = [line.text() for line in screen.doubts.findChildren(QLabel)]
    assert any("没有证件号码" in text for text in told)
    assert screen.doubts.isVisible()
    messages.place = tmp_path / "计划.pdf"
    screen.save.click()
    assert "没有证件号码" not in "".join(page.extract_text() for page in PdfReader(messages.place).pages)


def test_on_a_working_copy_doubts_stand_on_the_page(qtbot, screen, messages, tmp_path):
    made(qtbot, screen)
    screen.tabs.setCurrentIndex(KINDS.index(PaperKind.OUTING))
    qtbot.waitUntil(lambda: bool(screen.pages), timeout=20_000)
    assert not screen.doubts.isVisible()
    messages.place = tmp_path / "单.pdf"
    screen.save.click()
    assert "没有证件号码" in "".join(page.extract_text() for page in PdfReader(messages.place).pages)


def test_another_household_begins_with_its_plan(qtbot, screen):
    made(qtbot, screen)
    screen.tabs.setCurrentIndex(KINDS.index(PaperKind.VISIT))
    made(qtbot, screen, village.HE)
    assert screen.kind is PaperKind.PLAN


def test_what_was_overtaken_by_another_choice_is_not_shown(qtbot, screen):
    screen.show_household(village.LI)
    screen.tabs.setCurrentIndex(KINDS.index(PaperKind.HOUSING))
    qtbot.waitUntil(lambda: bool(screen.pages), timeout=20_000)
    assert screen.about.text() == f"共 {len(screen.pages)} 页"
