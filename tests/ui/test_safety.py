"""安全: password, going back to a backup, checking; the file is closed and opened again, and the same page comes back."""

import shutil

import pytest
from PySide6.QtWidgets import QLabel

from fieldapp.base.clock import Clock
from fieldapp.desk.keeping import backup_folder, backups
from fieldapp.desk.opening import is_password, open_survey
from fieldapp.records.household import Household
from fieldapp.records.village import Village
from fieldapp.store.connection import is_plain
from fieldapp.store.survey import Survey
from tests.ui import village
from tests.ui.keyboard import ENTER, press, write
from ui.places import SETTINGS
from ui.reading import page_of
from ui.safety.errand import Meanwhile
from ui.safety.password import CHANGE, DIFFER, EMPTY, LOST, REMOVE, SAME, SET, WRONG, PasswordSheet
from ui.safety.restoring import NO_PASSWORD, RestoreSheet
from ui.safety.sheet import LOCKED, UNLOCKED
from ui.screens.start import StartScreen
from ui.workplace import Workplace

PASSWORD = "石桥 123"


@pytest.fixture
def path(tmp_path):
    """The file of the village, closed."""
    village.settle(tmp_path / "石桥.survey").close()
    return tmp_path / "石桥.survey"


@pytest.fixture
def settings(qtbot, window):
    """Opens a file and shows the settings."""

    def show(path, password=""):
        window.open(path, password)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.centralWidget().go(SETTINGS)
        return window.centralWidget().settings

    return show


@pytest.fixture
def come_back(qtbot, window):
    """Waits until the file that an errand closed is open again, and gives the settings."""

    def wait(before):
        qtbot.waitUntil(
            lambda: isinstance(window.centralWidget(), Workplace) and window.centralWidget().settings is not before,
            timeout=30_000,
        )
        assert window.centralWidget().settings.isVisible()
        return window.centralWidget().settings

    return wait


def heads(path, password="") -> set[str]:
    with open_survey(path, password=password) as survey:
        return {home.head for home in survey.reader.every(Household)}


def ask(settings, verb) -> PasswordSheet:
    getattr(settings.safety, {SET: "set", CHANGE: "change", REMOVE: "remove"}[verb]).click()
    sheet = settings.beside.panel
    assert isinstance(sheet, PasswordSheet)
    return sheet


def locked(settings, come_back, path):
    """The settings of the file after a password was set."""
    shown = settings(path)
    sheet = ask(shown, SET)
    sheet.new.setText(PASSWORD)
    sheet.again.setText(PASSWORD)
    sheet.act.click()
    return come_back(shown)


def test_a_password_is_set_at_the_keyboard_and_the_same_page_comes_back(settings, come_back, window, path, messages):
    shown = settings(path)
    assert shown.safety.password.text() == UNLOCKED
    ask(shown, SET)
    write("wo123", ENTER)
    assert shown.beside.panel.complaint(shown.beside.panel.again) == EMPTY
    write("wo123", ENTER)
    anew = come_back(shown)
    assert anew.said.said.text().startswith("已经设密码。")
    assert anew.safety.password.text() == LOCKED
    assert messages.told == []
    window.close()
    assert not is_plain(path)
    assert heads(path, "wo123") == {"李国兰", "周建军", "何文平"}


def test_whoever_sets_a_password_is_told_what_a_lost_one_means_and_that_older_backups_stay(settings, path):
    told = " ".join(one.text() for one in ask(settings(path), SET).findChildren(QLabel))
    assert LOST in told
    assert "以前的备份没有密码" in told


def test_a_typed_draft_survives_another_password(settings, come_back, window, path):
    shown = settings(path)
    shown.village.click()
    shown.beside.panel.flow.go_to(Village.town)
    write("白沙镇")
    sheet = ask(shown, SET)  # the panel of the village gives way, what was typed into it is kept
    sheet.new.setText(PASSWORD)
    sheet.again.setText(PASSWORD)
    press(ENTER)
    anew = come_back(shown)
    anew.village.click()
    assert "白沙镇" in str(anew._session.drafts.load("edit:village"))
    assert anew.beside.panel.said.text() == "接着上次没填完的。"


def test_the_old_password_is_asked_and_a_wrong_one_changes_nothing(qtbot, settings, come_back, path):
    shown = locked(settings, come_back, path)
    sheet = ask(shown, CHANGE)
    sheet.old.setText("不是它")
    sheet.new.setText("另一个")
    sheet.again.setText("另一个")
    sheet.act.click()
    qtbot.waitUntil(lambda: sheet.complaint(sheet.old) == WRONG, timeout=20_000)
    assert is_password(shown._session.survey, PASSWORD)
    sheet.old.setText(PASSWORD)
    sheet.act.click()
    anew = come_back(shown)
    assert anew.said.said.text().startswith("已经换密码。")
    assert is_password(anew._session.survey, "另一个")
    assert not is_password(anew._session.survey, PASSWORD)


@pytest.mark.parametrize(("new", "again", "complaint"), [("甲", "乙", DIFFER), (PASSWORD, PASSWORD, SAME), (" ", " ", EMPTY)])
def test_two_that_differ_the_same_again_and_none_are_refused_under_their_box(settings, come_back, path, new, again, complaint):
    sheet = ask(locked(settings, come_back, path), CHANGE)
    sheet.old.setText(PASSWORD)
    sheet.new.setText(new)
    sheet.again.setText(again)
    sheet.act.click()
    assert complaint in {sheet.complaint(box) for box in (sheet.new, sheet.again)}


def test_a_password_is_taken_away(settings, come_back, window, path):
    shown = locked(settings, come_back, path)
    sheet = ask(shown, REMOVE)
    sheet.old.setText(PASSWORD)
    sheet.act.click()
    assert come_back(shown).safety.password.text() == UNLOCKED
    window.close()
    assert is_plain(path)


def test_after_a_change_the_backup_of_the_day_has_the_new_password(qtbot, settings, come_back, path):
    locked(settings, come_back, path)
    qtbot.waitUntil(lambda: bool(backups(path)) and not is_plain(backups(path)[0]), timeout=20_000)
    assert heads(shutil.copy(backups(path)[0], path.with_name("副本.survey")), PASSWORD) == {"李国兰", "周建军", "何文平"}


def test_a_window_that_is_closed_during_an_errand_leaves_a_sound_file(settings, window, path, tasks, qtbot):
    sheet = ask(settings(path), SET)
    sheet.new.setText(PASSWORD)
    sheet.again.setText(PASSWORD)
    sheet.act.click()
    qtbot.waitUntil(lambda: isinstance(window.centralWidget(), Meanwhile), timeout=20_000)
    window.close()
    tasks.wait()
    assert isinstance(window.centralWidget(), StartScreen)
    assert heads(path, "" if is_plain(path) else PASSWORD) == {"李国兰", "周建军", "何文平"}


def with_backup(settings, path):
    """The settings of a file that was backed up, and in which a household was registered since."""
    with Survey.open(path, by="韩立", clock=Clock(lambda: village.NOW)) as survey:
        survey.backup(backup_folder(path) / "2026-11-20.survey")
    shown = settings(path)
    with shown._session.change("登记") as change:
        change.save(Household(head="赵六"))
    return shown


def going_back(shown) -> RestoreSheet:
    shown.safety.restore.click()
    sheet = shown.beside.panel
    assert isinstance(sheet, RestoreSheet)
    return sheet


def test_going_back_to_a_backup_puts_what_stands_aside(settings, come_back, window, path, messages):
    shown = with_backup(settings, path)
    sheet = going_back(shown)
    [button] = sheet.buttons.values()
    assert button.text().startswith("2026-11-20 · ")
    assert not sheet.act.isEnabled()
    button.click()
    assert not sheet.password.isVisible()
    sheet.act.click()
    anew = come_back(shown)
    [aside] = path.parent.glob("石桥(恢复前*.survey")
    assert anew.said.said.text() == f"已经回到备份“2026-11-20”。原来的档案改名为“{aside.name}”，在同一个文件夹里。"
    assert messages.told == []
    window.close()
    assert heads(path) == {"李国兰", "周建军", "何文平"}
    assert heads(aside) == {"李国兰", "周建军", "何文平", "赵六"}


def test_the_backup_of_today_is_not_overwritten_before_one_goes_back_to_it(qtbot, settings, come_back, path):
    shown = settings(path)
    shown.safety.backup.click()
    qtbot.waitUntil(shown.safety.backup.isEnabled, timeout=20_000)
    with shown._session.change("登记") as change:
        change.save(Household(head="赵六"))
    sheet = going_back(shown)
    next(iter(sheet.buttons.values())).click()
    sheet.act.click()
    assert come_back(shown)._session.reader.count(Household) == 3


def test_a_damaged_backup_changes_nothing_and_the_file_is_open_again(settings, come_back, path):
    shown = with_backup(settings, path)
    [backup] = backups(path)
    backup.write_bytes(backup.read_bytes()[:5000])
    sheet = going_back(shown)
    next(iter(sheet.buttons.values())).click()
    sheet.act.click()
    anew = come_back(shown)
    assert "损坏" in anew.said.said.text() or "不是" in anew.said.said.text()
    assert anew._session.reader.count(Household) == 4
    assert list(path.parent.glob("石桥(恢复前*")) == []


def test_any_other_file_can_be_chosen_and_a_locked_one_asks_its_password(settings, come_back, path, messages, tmp_path):
    village_of_others = tmp_path / "优盘" / "别处.survey"
    village_of_others.parent.mkdir()
    with Survey.create(village_of_others, village.VILLAGE, by="何", password=PASSWORD) as survey, survey.change("登记") as change:
        change.save(Household(head="钱七"))
    shown = settings(path)
    sheet = going_back(shown)
    assert sheet.nothing.isVisible()
    messages.place = village_of_others
    sheet.other.click()
    assert sheet.chosen == village_of_others
    assert sheet.password.isVisible()
    sheet.act.click()
    assert sheet._asked.complaint == NO_PASSWORD
    sheet.password.setText(PASSWORD)
    sheet.act.click()
    anew = come_back(shown)
    assert [home.head for home in anew._session.reader.every(Household)] == ["钱七"]
    assert anew.safety.password.text() == LOCKED


def test_with_a_wrong_password_of_the_backup_the_locked_file_at_hand_is_open_again(qtbot, settings, come_back, path):
    shown = locked(settings, come_back, path)
    qtbot.waitUntil(lambda: bool(backups(path)), timeout=20_000)
    sheet = going_back(shown)
    next(iter(sheet.buttons.values())).click()
    sheet.password.setText("不是它")
    sheet.act.click()
    anew = come_back(shown)
    assert "密码不对" in anew.said.said.text()
    assert anew._session.reader.count(Household) == 3


def test_backing_up_says_so_quietly_while_and_after(qtbot, settings, window, path):
    safety = settings(path).safety
    assert safety.backed.text() == "还没有"
    safety.backup.click()
    assert (safety.backed.text(), safety.backup.isEnabled()) == ("正在备份…", False)
    qtbot.waitUntil(safety.backup.isEnabled, timeout=20_000)
    assert safety.backed.text().startswith("今天 ")
    assert safety.backed.text().endswith("，留着 1 天的")
    assert window.centralWidget().rail.foot.text().startswith("备份 今天")


def test_a_backup_that_cannot_be_made_is_said_under_its_line(qtbot, settings, path):
    shown = settings(path)
    backup_folder(path).write_text("一个文件占了文件夹的名字")
    shown.safety.backup.click()
    qtbot.waitUntil(shown.safety.backup.isEnabled, timeout=20_000)
    assert shown.safety._backed.complaint


def test_a_sound_file_is_said_to_be_so_in_words(qtbot, settings, path):
    safety = settings(path).safety
    safety.check.click()
    assert safety.sound.text() == "正在检查…"
    qtbot.waitUntil(safety.check.isEnabled, timeout=20_000)
    assert safety.sound.text().startswith("完好：2 次操作，")


def test_a_picture_that_is_gone_is_named_and_the_rest_is_sound(qtbot, settings, path):
    shown = settings(path)
    with shown._session.change("照片") as change:
        change.save(village.HOUSE.replace(pictures=("0" * 64,)))
    shown.safety.check.click()
    qtbot.waitUntil(shown.safety.check.isEnabled, timeout=20_000)
    assert shown.safety.sound.text().startswith("完好：")
    assert "李国兰家正房" in shown.safety._sound.complaint


def test_f1_leads_from_the_sheets_to_their_pages(settings, path, window):
    shown = settings(path)
    for button, page in (("set", "password"), ("restore", "restore")):
        getattr(shown.safety, button).click()
        assert page_of(window.focusWidget(), shown) == page


def test_a_file_that_does_not_hang_together_is_said_to_be_so(qtbot, settings, path):
    shown = settings(path)
    shown._session.survey._connection.execute("delete from member where name = '李小军'")
    shown.safety.check.click()
    qtbot.waitUntil(shown.safety.check.isEnabled, timeout=20_000)
    assert "现状和修改记录对不上" in shown.safety._sound.complaint
