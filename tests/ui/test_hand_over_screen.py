"""上报: the book is written away from the screen, the code can be read out, the backups stand in two places."""

import datetime as dt
import threading

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QLabel, QScrollArea
from pyzipper import AESZipFile

from fieldapp.desk.enrolling import new_key
from fieldapp.desk.handing_over import CONFIRMED, HANDED_OVER, KEY, hand_overs
from fieldapp.desk.keeping import SECOND_PLACE, backups
from fieldapp.documents.arriving import arrived
from fieldapp.documents.locking import unlocked
from fieldapp.records.household import Household
from tests.documents.reading import cells_of, told
from tests.documents.shots import shot
from tests.ui import village
from ui.screens.hand_over import OPEN, HandOverScreen
from ui.theme import SCALES, Theme, wear


@pytest.fixture
def screen(qtbot, session):
    """The screen with the open edition chosen, which asks for no password."""
    screen = HandOverScreen(session)
    screen.ways.choose("full")
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


def test_a_book_that_cannot_be_noted_because_something_else_is_being_written_is_there_all_the_same(
    qtbot, screen, session, messages, tmp_path
):
    messages.place = tmp_path / "石桥村.xlsx"
    begun, go_on = threading.Event(), threading.Event()

    def write() -> None:
        with session.survey.change("导入") as change:
            change.save(Household(head="赵六"))
            begun.set()
            go_on.wait(20)

    beside = threading.Thread(target=write)
    beside.start()
    assert begun.wait(20)
    with qtbot.waitSignal(screen.safer, timeout=20_000):
        screen.export.click()
    go_on.set()
    beside.join()
    assert messages.place.exists()
    assert screen.export.isEnabled()
    assert messages.told[-1].startswith("正在往档案里写另一批内容。")
    assert session.reader.about(HANDED_OVER) == ""


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
    assert hand_overs(session.reader) == []
    assert messages.told == [OPEN[0]]


def test_stopping_leaves_no_file_behind(qtbot, screen, session, messages, tmp_path):
    (tmp_path / "out").mkdir()
    messages.place = tmp_path / "out" / "a.xlsx"
    screen.export.click()
    screen.cancel.click()
    qtbot.waitUntil(screen.export.isEnabled, timeout=20_000)
    assert screen.outcome.text().startswith("已取消")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_password_is_what_is_recommended_until_something_else_was_chosen(qtbot, session, messages, tmp_path):
    screen = HandOverScreen(session)
    qtbot.addWidget(screen)
    assert screen.ways.chosen == "locked"
    assert not screen.ways.password.isHidden()
    screen.ways.choose("masked")
    messages.place = tmp_path / "a.xlsx"
    with qtbot.waitSignal(screen.safer, timeout=20_000):
        screen.export.click()
    again = HandOverScreen(session)
    qtbot.addWidget(again)
    assert again.ways.chosen == "masked"


def test_a_locked_book_opens_with_the_password_that_was_typed_twice(qtbot, screen, messages, tmp_path):
    screen.ways.choose("locked")
    messages.place = tmp_path / "a.xlsx"
    for box in (screen.ways.password, screen.ways.again):
        qtbot.keyClicks(box, "pass 1")
    with qtbot.waitSignal(screen.safer, timeout=20_000):
        screen.export.click()
        assert not screen.ways.isEnabled()
    assert len(cells_of(unlocked(messages.place.read_bytes(), "pass 1"))["农户"]) == 4
    assert screen.outcome.text().endswith("密码请打电话告诉对方，忘了谁也打不开。")
    assert screen.ways.password.text() == screen.ways.again.text() == ""
    assert messages.told == []


@pytest.mark.parametrize(("password", "again", "said"), [("", "", "密码是空的"), ("a", "b", "不一样"), ("a", "", "不一样")])
def test_a_password_that_is_missing_or_differs_is_said_beside_it(qtbot, screen, messages, tmp_path, password, again, said):
    screen.ways.choose("locked")
    messages.place = tmp_path / "a.xlsx"
    screen.ways.password.setText(password)
    screen.ways.again.setText(again)
    screen.export.click()
    shown = [
        label.text() for label in screen.ways.findChildren(QLabel) if label.isVisible() and label.property("role") == "remark"
    ]
    assert len(shown) == 1
    assert said in shown[0]
    assert not messages.place.exists()
    assert screen.export.isEnabled()


def test_full_numbers_without_a_password_are_asked_about_once(qtbot, screen, messages, tmp_path):
    messages.place, messages.yes = tmp_path / "a.xlsx", False
    screen.export.click()
    assert messages.told == [OPEN[0]]
    assert not messages.place.exists()
    messages.yes = True
    for _ in range(2):
        with qtbot.waitSignal(screen.safer, timeout=20_000):
            screen.export.click()
    assert messages.told == [OPEN[0]] * 2


def test_the_masked_edition_asks_nothing_and_counts_as_no_hand_over(qtbot, screen, session, messages, tmp_path):
    screen.ways.choose("masked")
    messages.place = tmp_path / "a.xlsx"
    with qtbot.waitSignal(screen.safer, timeout=20_000):
        screen.export.click()
    assert told(messages.place, "成员")[0]["证件号码"] == "999999**********3X"
    assert messages.told == []
    assert screen.about.text().startswith("还没有上报过")
    assert screen.handed.lines == ["今天 21:07 · 公开版(号码已遮住) · 韩立", session.survey.code(), "a.xlsx"]


def test_the_last_hand_overs_are_listed_the_newest_first(qtbot, screen, session, messages, tmp_path):
    assert screen.handed.lines == ["还没有交出过工作簿。"]
    for number in range(7):
        messages.place = tmp_path / f"{number}.xlsx"
        with qtbot.waitSignal(screen.safer, timeout=20_000):
            screen.export.click()
    assert [line for line in screen.handed.lines if line.endswith(".xlsx")] == ["6.xlsx", "5.xlsx", "4.xlsx", "3.xlsx", "2.xlsx"]
    assert len(hand_overs(session.reader)) == 7


def test_everything_is_told_from_the_beginning_once_where_the_other_side_lacks_something(
    qtbot, screen, session, messages, tmp_path
):
    session.survey.note(CONFIRMED, session.reader.knowledge().told())
    with session.change("登记") as change:
        change.save(Household(head="赵六"))
    whole = len(session.reader.acts())
    for number, (ticked, acts) in enumerate([(True, whole), (False, 1)]):
        assert not screen.ways.whole.isChecked(), "it is wanted for once"
        screen.ways.whole.setChecked(ticked)
        messages.place = tmp_path / f"{number}.xlsx"
        with qtbot.waitSignal(screen.safer, timeout=20_000):
            screen.export.click()
        assert len(arrived("", messages.place.read_bytes(), []).package.acts) == acts


def test_the_masked_edition_tells_no_changes_and_does_not_offer_them(screen):
    assert screen.ways.whole.isVisible()
    screen.ways.whole.setChecked(True)
    screen.ways.choose("masked")
    assert not screen.ways.whole.isVisible()
    assert not screen.ways.with_everything


@pytest.mark.parametrize("scale", SCALES)
def test_nothing_is_cut_off_at_the_sides_whatever_the_size_of_letters(qtbot, session, scale):
    wear(Theme(scale=scale))
    screen = HandOverScreen(session)
    qtbot.addWidget(screen)
    screen.resize(1366 - round(132 * scale), 768)
    with qtbot.waitExposed(screen):
        screen.show()
    area = screen.findChild(QScrollArea)
    assert area.horizontalScrollBar().maximum() == 0
    for label in screen.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.fontMetrics().horizontalAdvance(label.text()), label.text()


def test_the_code_follows_every_change(screen, session):
    before = screen.code.text()
    assert before == session.survey.code()
    with session.change("登记") as change:
        change.save(Household(head="赵六"))
    assert screen.code.text() == session.survey.code() != before
    assert "现有 4 户" in screen.about.text()


def test_backing_up_now_writes_today_s_backup(qtbot, screen, session):
    assert screen.kept.text() == "还没有备份过。"
    with qtbot.waitSignal(screen.safer, timeout=20_000):
        screen.backup.click()
        assert (screen.kept.text(), screen.backup.isEnabled()) == ("正在备份…", False)
    [backup] = backups(session.path)
    assert backup.stem == dt.date(2026, 11, 22).isoformat()
    assert str(backup.parent) in screen.kept.text()


def test_a_second_place_is_used_at_once(qtbot, screen, session, messages, tmp_path):
    messages.place = tmp_path / "优盘"
    messages.place.mkdir()
    with qtbot.waitSignal(screen.safer, timeout=20_000):
        screen.elsewhere.click()
    assert session.reader.about(SECOND_PLACE) == str(messages.place)
    assert [file.name for file in messages.place.iterdir()] == ["石桥-2026-11-22.survey"]
    assert str(messages.place) in screen.second.text()


def test_a_second_place_that_is_gone_is_said_and_the_first_one_still_used(qtbot, screen, session, tmp_path):
    (tmp_path / "file").touch()
    session.survey.note(SECOND_PLACE, str(tmp_path / "file"))
    with qtbot.waitSignal(screen.safer, timeout=20_000):
        screen.backup.click()
    assert screen.trouble.text().startswith("第二备份位置没有备份成")
    assert len(backups(session.path)) == 1


def test_the_trouble_of_the_last_closing_is_shown(qtbot, session):
    screen = HandOverScreen(session, "第二备份位置没有备份成：优盘不在。")
    qtbot.addWidget(screen)
    assert not screen.trouble.isHidden()


@pytest.fixture
def enrolled(qtbot, session):
    """The screen of a village that has the county's key and one picture."""
    session.survey.note(KEY, new_key())
    digest = session.survey.photos.add("房.jpg", shot((40, 30)), village.NOW.isoformat())
    with session.change("照片") as change:
        change.save(village.HOUSE.replace(pictures=frozenset({digest})))
    screen = HandOverScreen(session)
    qtbot.addWidget(screen)
    screen.show()
    return screen


def test_a_village_that_is_not_enrolled_is_not_offered_a_key(screen):
    assert not screen.ways.buttons["key"].isVisible()
    assert screen.ways.buttons["locked"].text() == "加密码(推荐)"


def test_the_key_of_the_county_locks_a_book_without_anything_to_type(qtbot, enrolled, session, messages, tmp_path):
    messages.place = tmp_path / "a.xlsx"
    assert enrolled.ways.chosen == "key"
    assert [button.text() for button in enrolled.ways.buttons.values() if "推荐" in button.text()] == ["用登记密钥加密(推荐)"]
    with qtbot.waitSignal(enrolled.safer, timeout=20_000):
        enrolled.export.click()
    assert len(cells_of(unlocked(messages.place.read_bytes(), session.reader.about(KEY)))["农户"]) == 4
    assert "密码" not in enrolled.outcome.text()
    assert messages.told == []


def test_the_key_is_offered_as_soon_as_the_village_is_enrolled(screen, session):
    screen.ways.choose("masked")
    session.survey.note(KEY, new_key())
    screen._refresh()
    assert screen.ways.buttons["key"].isVisible()
    assert screen.ways.chosen == "masked", "what was chosen stays"


def test_the_pictures_go_along_in_one_locked_package(qtbot, enrolled, messages, tmp_path):
    messages.place = tmp_path / "a.zip"
    enrolled.ways.photos.setChecked(True)
    with qtbot.waitSignal(enrolled.safer, timeout=20_000):
        enrolled.export.click()
    with AESZipFile(messages.place) as package:
        assert all(one.flag_bits & 1 for one in package.infolist())
        assert any(one.filename.endswith(".jpg") for one in package.infolist())
    assert "带着 1 张照片。" in enrolled.outcome.text()


@pytest.mark.parametrize("name", ["masked", "full"])
def test_what_is_not_locked_takes_no_pictures_along(enrolled, name):
    enrolled.ways.photos.setChecked(True)
    enrolled.ways.choose(name)
    assert not enrolled.ways.photos.isVisible()
    assert not enrolled.ways.with_photos
