"""上报: the book is written away from the screen, the code can be read out, the backups stand in two places."""

import datetime as dt

import pytest
from openpyxl import load_workbook

from fieldapp.desk.handing_over import HANDED_OVER
from fieldapp.desk.keeping import SECOND_PLACE, backups
from fieldapp.records.household import Household
from ui.screens.hand_over import HandOverScreen


@pytest.fixture
def screen(qtbot, session):
    screen = HandOverScreen(session)
    qtbot.addWidget(screen)
    with qtbot.waitExposed(screen):
        screen.show()
    return screen


def test_the_book_is_written_and_when_is_noted(qtbot, screen, session, messages, tmp_path):
    messages.place = tmp_path / "石桥村.xlsx"
    assert screen.about.text() == "还没有上报过 · 现有 3 户 4 人"
    with qtbot.waitSignal(screen.safer, timeout=20_000):
        screen.export.click()
        assert not screen.export.isEnabled()
        assert screen.bar.isVisible()
    assert "李国兰" in {cell.value for sheet in load_workbook(messages.place) for row in sheet for cell in row}
    assert "石桥村.xlsx" in screen.outcome.text()
    assert session.reader.about(HANDED_OVER) == "2026-11-22T21:07:33+08:00"
    assert screen.about.text().startswith("上次上报 今天 21:07")
    assert screen.export.isEnabled()
    assert not screen.bar.isVisible()
    screen.folder.click()
    assert messages.shown == [messages.place]


def test_changing_ones_mind_writes_nothing(screen, session, messages):
    messages.place = None
    screen.export.click()
    assert screen.export.isEnabled()
    assert session.reader.about(HANDED_OVER) == ""


def test_a_place_that_cannot_be_written_is_said_on_the_page(qtbot, screen, session, messages, tmp_path):
    messages.place = tmp_path / "没有这个文件夹" / "a.xlsx"
    screen.export.click()
    qtbot.waitUntil(screen.export.isEnabled, timeout=20_000)
    assert screen.outcome.property("role") == "remark"
    assert "“a.xlsx”的文件夹" in screen.outcome.text()
    assert session.reader.about(HANDED_OVER) == ""
    assert messages.told == []


def test_stopping_leaves_no_file_behind(qtbot, screen, session, messages, tmp_path):
    (tmp_path / "out").mkdir()
    messages.place = tmp_path / "out" / "a.xlsx"
    screen.export.click()
    screen.cancel.click()
    qtbot.waitUntil(screen.export.isEnabled, timeout=20_000)
    assert screen.outcome.text().startswith("已取消")
    assert list((tmp_path / "out").iterdir()) == []


def test_the_code_follows_every_change(screen, session):
    before = screen.code.text()
    assert before == session.survey.code()
    with session.change("登记") as change:
        change.save(Household(head="赵六"))
    assert screen.code.text() == session.survey.code() != before
    assert "现有 4 户" in screen.about.text()


def test_backing_up_now_writes_today_s_backup(qtbot, screen, session):
    assert screen.kept.text() == "还没有备份过。"
    with qtbot.waitSignal(screen.safer):
        screen.backup.click()
    [backup] = backups(session.path)
    assert backup.stem == dt.date(2026, 11, 22).isoformat()
    assert str(backup.parent) in screen.kept.text()


def test_a_second_place_is_used_at_once(screen, session, messages, tmp_path):
    messages.place = tmp_path / "优盘"
    messages.place.mkdir()
    screen.elsewhere.click()
    assert session.reader.about(SECOND_PLACE) == str(messages.place)
    assert [file.name for file in messages.place.iterdir()] == ["石桥-2026-11-22.survey"]
    assert str(messages.place) in screen.second.text()


def test_a_second_place_that_is_gone_is_said_and_the_first_one_still_used(screen, session, tmp_path):
    (tmp_path / "file").touch()
    session.survey.note(SECOND_PLACE, str(tmp_path / "file"))
    screen.backup.click()
    assert screen.trouble.text().startswith("第二备份位置没有备份成")
    assert len(backups(session.path)) == 1


def test_the_trouble_of_the_last_closing_is_shown(qtbot, session):
    screen = HandOverScreen(session, "第二备份位置没有备份成：优盘不在。")
    qtbot.addWidget(screen)
    assert not screen.trouble.isHidden()
