"""Backups, restoring, checking, the password: drills, not promises."""

import datetime as dt
import shutil

import pytest

from fieldapp.base.clock import Clock
from fieldapp.base.errors import CannotOpen, FieldAppError
from fieldapp.desk import keeping
from fieldapp.desk.opening import close_survey, new_survey, opened
from fieldapp.records.household import Household
from fieldapp.store.connection import is_plain
from fieldapp.store.survey import Survey


def at(day: int) -> Clock:
    return Clock(lambda: dt.datetime(2026, 11, day, 20, tzinfo=dt.UTC))


def register(survey: Survey, head: str) -> None:
    with survey.change("登记") as change:
        change.save(Household(head=head))


@pytest.fixture(params=["", "密"], ids=["plain", "encrypted"])
def password(request):
    return request.param


@pytest.fixture
def path(tmp_path, password):
    path = tmp_path / "村.survey"
    close_survey(new_survey(path, "石桥村", "999999201201", by="韩", clock=at(1), password=password))
    return path


def test_each_day_of_use_is_backed_up_and_seven_days_are_kept(path, password):
    for day in range(2, 12):
        with opened(path, clock=at(day), password=password) as survey:
            register(survey, f"第{day}户")
    assert [one.stem for one in keeping.backups(path)] == [f"2026-11-{day:02d}" for day in range(11, 4, -1)]


def test_a_day_on_which_nothing_was_done_needs_no_backup(path, password):
    with opened(path, clock=at(9), password=password) as survey:
        survey.code()
    assert [one.stem for one in keeping.backups(path)] == ["2026-11-01"]


def test_the_second_place_gets_a_copy_and_a_missing_stick_is_told_not_feared(path, password, tmp_path):
    with opened(path, clock=at(2), password=password) as survey:
        survey.note(keeping.SECOND_PLACE, str(tmp_path / "优盘"))
        register(survey, "李")
    assert (tmp_path / "优盘" / "村-2026-11-02.survey").is_file()
    survey = Survey.open(path, by="韩", clock=at(3), password=password)
    (tmp_path / "挡路").write_text("x", "utf-8")
    survey.note(keeping.SECOND_PLACE, str(tmp_path / "挡路" / "优盘"))
    register(survey, "王")
    [told] = close_survey(survey)
    assert told.startswith("第二备份位置没有备份成")
    assert keeping.backups(path)[0].stem == "2026-11-03"


def test_what_was_lost_comes_back_and_what_stood_there_is_put_aside(path, password):
    with opened(path, clock=at(2), password=password) as survey:
        register(survey, "李")
        node, code = survey.node, survey.code()
    backup = keeping.backups(path)[0]
    with opened(path, clock=at(3), password=password) as survey:
        register(survey, "王")
    done = keeping.restore(backup, path, by="韩", clock=at(3), password=password)
    with opened(path, clock=at(3), password=password) as survey:
        assert survey.code() == code
        assert survey.node != node
    with opened(done.aside, clock=at(3), password=password) as survey:
        assert len(survey.reader.households()) == 2


def test_restoring_where_nothing_stands_and_with_the_wrong_password(path, password, tmp_path):
    backup = keeping.backups(path)[0]
    done = keeping.restore(backup, tmp_path / "新.survey", by="韩", password=password)
    assert done.aside is None
    if password:
        with pytest.raises(CannotOpen, match="密码不对"):
            keeping.restore(backup, tmp_path / "又.survey", by="韩", password="错")
        assert not (tmp_path / "又.survey").exists()


def test_a_damaged_backup_is_noticed_and_nothing_is_replaced(path, password, tmp_path):
    with opened(path, clock=at(2), password=password) as survey:
        for number in range(200):
            register(survey, f"第{number}户")
        code = survey.code()
    backup = tmp_path / "坏.survey"
    shutil.copy(keeping.backups(path)[0], backup)
    raw = bytearray(backup.read_bytes())
    for place in range(len(raw) // 2, len(raw) // 2 + 3000):
        raw[place] ^= 0xFF
    backup.write_bytes(bytes(raw))
    with pytest.raises(FieldAppError):
        keeping.restore(backup, path, by="韩", password=password)
    with opened(path, clock=at(2), password=password) as survey:
        assert survey.code() == code
    assert [one.name for one in path.parent.iterdir() if "restored" in one.name] == []


def test_a_file_in_use_is_not_replaced(path, password):
    with opened(path, clock=at(2), password=password), pytest.raises(CannotOpen, match="正被另一个"):
        keeping.restore(keeping.backups(path)[0], path, by="韩", password=password)


def test_a_sound_file_is_called_sound_and_a_doctored_one_is_not(path, password):
    with opened(path, clock=at(2), password=password) as survey:
        register(survey, "李")
        assert keeping.require_sound(survey).acts == 2
        survey._connection.execute("update household set head = '王'")
        with pytest.raises(FieldAppError, match="对不上"):
            keeping.require_sound(survey)
        survey.rebuild()
        assert keeping.require_sound(survey).troubles == ()
        survey._connection.execute("update act set number = 9 where number = 2")
        with pytest.raises(FieldAppError, match="编号有缺口"):
            keeping.require_sound(survey)


@pytest.mark.parametrize(("old", "new"), [("", "新"), ("旧", "新"), ("旧", "")])
def test_the_password_is_set_changed_and_removed_and_all_is_still_there(tmp_path, old, new):
    path = tmp_path / "a.survey"
    survey = new_survey(path, "石桥村", "999999201201", password=old)
    register(survey, "李")
    survey.drafts.keep("visit:1", {"x": "y"})
    survey.photos.add("a.jpg", b"picture", "t")
    code = survey.code()
    close_survey(survey)
    keeping.set_password(path, by="韩", old=old, new=new)
    assert is_plain(path) == (new == "")
    with opened(path, password=new) as survey:
        assert survey.code() == code
        assert survey.drafts.load("visit:1") == {"x": "y"}
        assert keeping.require_sound(survey).troubles == ()
    if new:
        with pytest.raises(CannotOpen):
            Survey.open(path, by="韩", password=old)


def test_a_wrong_old_password_changes_nothing(tmp_path):
    path = tmp_path / "a.survey"
    close_survey(new_survey(path, "石桥村", "999999201201", password="旧"))
    before = path.read_bytes()
    with pytest.raises(CannotOpen):
        keeping.set_password(path, by="韩", old="错", new="新")
    assert path.read_bytes() == before
