"""The update drill: the survey files are kept before, and the new program is started."""

import sys
import time

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.base.program import WINDOW
from fieldapp.desk.installing import install
from fieldapp.desk.updating import start, update
from fieldapp.store.sealing import keepsake, require_intact
from fieldapp.store.survey import Survey
from tests.bundles import OLD, STARTED
from tests.desk.updating.conftest import checked
from tests.store.conftest import VILLAGE


def test_every_known_file_is_kept_before_open_closed_and_locked(make, newer, stick, running, tmp_path):
    open_one = make("石桥")
    for name, password in (("旁边", ""), ("锁", "密 1")):
        Survey.create(tmp_path / f"{name}.survey", VILLAGE, by="王", password=password).close()
    damaged = tmp_path / "坏.survey"
    damaged.write_bytes(b"SQLite format 3\x00" + b"x" * 5000)
    files = [open_one.path, tmp_path / "旁边.survey", tmp_path / "锁.survey", damaged]
    done = update(checked(stick, running), running, files, open_one)
    assert done.kept == [keepsake(path, OLD) for path in files[:3]]
    for path in done.kept:
        require_intact(path)
        with Survey.open(path, by="王", password="密 1", as_copy=True) as kept:
            assert kept.reader.village().name == "石桥村"
    assert [told[:5] for told in done.troubles] == ["“坏.su"]
    assert done.folder.is_dir()


def test_a_locked_file_that_was_not_closed_is_told_of(make, newer, stick, running, tmp_path):
    path = tmp_path / "锁.survey"
    with Survey.create(path, VILLAGE, by="王", password="密 1"):
        left = (tmp_path / "锁.survey-wal").read_bytes()
    (tmp_path / "锁.survey-wal").write_bytes(left)
    done = update(checked(stick, running), running, [path])
    assert done.kept == []
    assert "先打开它一次" in done.troubles[0]


def test_the_new_program_is_started_without_our_libraries(newer, stick, home, running, monkeypatch, tmp_path):
    placed = install(checked(stick, running), home)
    monkeypatch.setattr(sys, "_MEIPASS", str(home / "_internal"), raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", str(home / "_internal"))
    start(placed)
    told = placed / STARTED
    until = time.monotonic() + 20
    while not (told.exists() and "LD=" in told.read_text("utf-8")) and time.monotonic() < until:
        time.sleep(0.02)
    assert told.read_text("utf-8").splitlines() == ["LD="]


def test_one_that_cannot_be_started_says_where_it_lies(home):
    (home / WINDOW).unlink()
    with pytest.raises(FieldAppError, match=WINDOW):
        start(home)
