"""出错记录: how much is in the file and what the program did, of nobody; and where it is put."""

import datetime as dt
from contextlib import closing

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.base.log import log
from fieldapp.desk.keeping import SECOND_PLACE, backup_folder, backup_of_the_day
from fieldapp.desk.mishap import NAMELESS, mishap_report, put_beside_backup
from tests.ui import village

NOW = dt.datetime(2026, 11, 22, 21, 7, tzinfo=dt.UTC)


@pytest.fixture
def survey(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "folder", tmp_path / "log")
    monkeypatch.setattr(log, "_pages", None)
    monkeypatch.setattr(log, "_held", None)
    (tmp_path / "石桥").mkdir()
    with village.settle(tmp_path / "石桥" / "石桥.survey") as survey:
        yield survey


def test_a_report_counts_and_measures(survey):
    backup_of_the_day(survey)
    told = mishap_report(survey, {"屏幕": "1366×768"}, NOW).splitlines()
    assert told[0] == "驻村走访 出错记录 2026-11-22 21:07"
    assert NAMELESS in told[1]
    assert "屏幕：1366×768" in told
    assert "农户：3" in told
    assert "成员：4" in told
    assert "密码：没设" in told
    assert [line for line in told if line.startswith("备份：1 份，最近一份 0.")]


def test_a_report_ends_with_the_last_lines_of_the_log(survey):
    for number in range(500):
        log.tell("act", number=number)
    log.tell_trace("mistake", "builtins.KeyError\n  a.py:3 f")
    told = mishap_report(survey, {}, NOW).splitlines()
    assert told[-1].endswith("    a.py:3 f")
    assert any(line.endswith("number=499") for line in told)
    assert not any(line.endswith("number=9") for line in told)


def test_a_report_holds_no_name_of_the_village(survey):
    told = mishap_report(survey, {}, NOW)
    assert not [
        word
        for word in ("石桥", "青山镇", "李国兰", "韩立", "13800000000", "530100000001", str(survey.path.parent))
        if word in told
    ]


def test_without_a_file_a_report_tells_of_the_machine(survey):
    told = mishap_report(None, {}, NOW)
    assert "档案：没有打开" in told
    assert "档案里有多少" not in told


def test_of_a_file_that_cannot_be_read_any_more_a_report_tells_what_it_can(survey):
    with closing(village.settle(survey.path.with_name("别的.survey"))) as broken:
        pass
    broken.path.write_bytes(b"x" * 5000)
    assert "读不出来：CannotOpen" in mishap_report(broken, {}, NOW)


def test_a_report_is_put_beside_the_backup_and_in_the_second_place(survey, tmp_path):
    (tmp_path / "stick").mkdir()
    survey.note(SECOND_PLACE, str(tmp_path / "stick"))
    placed = put_beside_backup(survey.path, survey, "记录", NOW, tmp_path)
    assert placed == [
        backup_folder(survey.path) / "出错记录-20261122-2107.txt",
        tmp_path / "stick" / "出错记录-20261122-2107.txt",
    ]
    assert [path.read_bytes() for path in placed] == ["\ufeff记录".encode()] * 2


def test_a_stick_that_is_not_plugged_in_is_no_disaster(survey, tmp_path):
    survey.note(SECOND_PLACE, str(tmp_path / "stick"))
    assert len(put_beside_backup(survey.path, survey, "记录", NOW, tmp_path)) == 1


def test_where_no_file_is_known_it_goes_to_the_folder_of_new_files_and_of_a_county_beside_it(tmp_path):
    assert put_beside_backup(None, None, "记录", NOW, tmp_path / "驻村走访")[0].parent == tmp_path / "驻村走访"
    assert put_beside_backup(tmp_path / "县.county", None, "记录", NOW, tmp_path / "驻村走访")[0].parent == tmp_path


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "村-备份").touch()
    with pytest.raises(FieldAppError):
        put_beside_backup(tmp_path / "村.survey", None, "记录", NOW, tmp_path)


def test_a_survey_is_left_as_it_was(survey):
    code = survey.code()
    mishap_report(survey, {}, NOW)
    assert survey.code() == code
