"""What cannot be opened says what happened and what to do, and is left as it was."""

import shutil
import sqlite3

import pytest
from sqlcipher3 import dbapi2

from fieldapp.base.errors import CannotOpen
from fieldapp.store.connection import is_plain
from fieldapp.store.survey import Survey
from tests.store.conftest import VILLAGE, families, make


def refusal(path, password=""):
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(CannotOpen) as told:
        Survey.open(path, by="王", password=password)
    assert told.value.what.endswith("。")
    assert told.value.advice.endswith("。")
    assert before == (path.read_bytes() if path.is_file() else None)
    return told.value.what


def test_a_missing_file_and_a_folder(tmp_path):
    assert "找不到" in refusal(tmp_path / "没有.survey")
    assert "不是文件" in refusal(tmp_path)


def test_a_wrong_password_no_password_and_rubbish_say_the_same(tmp_path):
    make(tmp_path / "a.survey", "对的").close()
    (tmp_path / "b.survey").write_bytes(b"rubbish " * 1000)
    told = {refusal(tmp_path / "a.survey", "错的"), refusal(tmp_path / "a.survey"), refusal(tmp_path / "b.survey", "x")}
    assert told == {"打不开这份档案：密码不对，或者它不是走访档案。"}


def test_a_password_for_a_plain_file_is_not_needed(tmp_path):
    make(tmp_path / "a.survey").close()
    Survey.open(tmp_path / "a.survey", by="王", password="多余").close()


def test_a_foreign_database_and_an_empty_file(tmp_path):
    db = sqlite3.connect(tmp_path / "c.survey")
    db.execute("create table t (x)")
    db.close()
    assert "不是走访档案" in refusal(tmp_path / "c.survey")
    (tmp_path / "d.survey").touch()
    assert "不是走访档案" in refusal(tmp_path / "d.survey")


def test_a_file_of_a_newer_program(tmp_path):
    make(tmp_path / "a.survey").close()
    db = sqlite3.connect(tmp_path / "a.survey")
    db.execute("pragma user_version = 99")
    db.close()
    assert "更新的版本" in refusal(tmp_path / "a.survey")


def test_a_file_that_is_open_elsewhere(tmp_path):
    with make(tmp_path / "a.survey"), pytest.raises(CannotOpen, match="正被另一个"):
        Survey.open(tmp_path / "a.survey", by="王")
    Survey.open(tmp_path / "a.survey", by="王").close()


def test_nothing_is_made_where_something_stands(tmp_path):
    (tmp_path / "a.survey").write_text("别人的", "utf-8")
    with pytest.raises(CannotOpen, match="已经存在"):
        make(tmp_path / "a.survey")
    assert (tmp_path / "a.survey").read_text("utf-8") == "别人的"


def test_an_encrypted_file_shows_nothing_of_what_is_in_it(tmp_path):
    with make(tmp_path / "a.survey", "密") as survey:
        families(survey)
        survey.drafts.keep("visit:1", {"name": "李国兰 999999196708150123"})
        wal = (tmp_path / "a.survey-wal").read_bytes()
    raw = (tmp_path / "a.survey").read_bytes() + (tmp_path / "a.survey.drafts").read_bytes() + wal
    assert not is_plain(tmp_path / "a.survey")
    for planted in ("李国兰", "999999196708150123", "household"):
        assert planted.encode() not in raw


def test_the_key_is_the_one_that_sqlcipher_itself_derives_from_the_password(tmp_path, true_keys):
    with make(tmp_path / "a.survey", "密") as survey:
        families(survey)
    db = dbapi2.connect(str(tmp_path / "a.survey"))
    db.execute("pragma key = '密'")
    assert db.execute("select count(*) from household").fetchone() == (3,)
    db.close()
    Survey.open(tmp_path / "a.survey", by="王", password="密").close()


def test_a_copy_becomes_its_own_node_and_the_original_stays_itself(tmp_path):
    with make(tmp_path / "a.survey") as survey:
        families(survey)
        node = survey.node
    shutil.copy(tmp_path / "a.survey", tmp_path / "b.survey")
    with Survey.open(tmp_path / "b.survey", by="王") as copy:
        assert copy.node != node
        code = copy.code()
    with Survey.open(tmp_path / "a.survey", by="韩") as original:
        assert original.node == node
        assert original.code() == code


def test_a_file_that_was_moved_stays_the_same_node(tmp_path):
    with make(tmp_path / "a.survey") as survey:
        node = survey.node
    (tmp_path / "a.survey").rename(tmp_path / "c.survey")
    with Survey.open(tmp_path / "c.survey", by="韩") as moved:
        assert moved.node == node


def test_an_older_copy_laid_over_the_file_becomes_its_own_node(tmp_path):
    with make(tmp_path / "a.survey") as survey:
        node = survey.node
        survey.backup(tmp_path / "old.survey")
        families(survey)
    shutil.copy(tmp_path / "old.survey", tmp_path / "a.survey")
    with Survey.open(tmp_path / "a.survey", by="韩") as restored:
        assert restored.node != node


def test_the_village_of_two_laptops_has_the_same_id(tmp_path):
    with make(tmp_path / "a.survey") as one, make(tmp_path / "b.survey") as two:
        assert one.reader.village() == two.reader.village()
        assert one.reader.village().answers == VILLAGE.answers
        assert one.node != two.node
