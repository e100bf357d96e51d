"""A crash leaves its trace, which the next start finds."""

import os
import signal
import subprocess
import sys
import time

import pytest

from fieldapp.base import crash
from fieldapp.base.log import log
from tests.conftest import ROOT

DYING = """
import os, signal, sys, time
from pathlib import Path
from fieldapp.base import crash
from fieldapp.base.log import log

def fall_over(name):
    os.kill(os.getpid(), getattr(signal, name)) if name else None

log.folder = Path(sys.argv[1])
crash.watch(sys.argv[2])
fall_over(sys.argv[3])
"""


by_signal = pytest.mark.skipif(os.name != "posix", reason="programs end by signals here only")


def die(folder, kind, by="") -> int:
    """Let a program end by a signal, or properly."""
    return subprocess.run([sys.executable, "-c", DYING, folder, kind, by], cwd=ROOT, capture_output=True, check=False).returncode


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "folder", tmp_path)
    monkeypatch.setattr(log, "_pages", None)
    monkeypatch.setattr(log, "_held", None)
    return tmp_path


@by_signal
@pytest.mark.parametrize(("by", "told"), [("SIGSEGV", "Segmentation fault"), ("SIGABRT", "Aborted")])
def test_a_window_that_crashes_is_found_at_the_next_start_and_only_then(folder, by, told):
    assert die(folder, crash.WINDOW, by) == -getattr(signal, by)
    assert crash.taken_up()
    lines = log.tail(50)
    assert lines[0].endswith(" crash")
    assert lines[1].endswith(f"  {told}")
    assert any(line.endswith(" fall_over") for line in lines)
    assert not crash.taken_up()
    assert list(folder.glob("crash-*")) == []


def test_a_program_that_ends_properly_leaves_nothing(folder):
    assert die(folder, crash.WINDOW) == 0
    assert list(folder.iterdir()) == []


@by_signal
def test_a_power_cut_is_no_crash(folder):
    assert die(folder, crash.WINDOW, "SIGKILL") == -signal.SIGKILL
    assert not crash.taken_up()
    [left] = folder.glob("crash-*")
    old = time.time() - crash.ABANDONED - 1
    os.utime(left, (old, old))
    assert not crash.taken_up()
    assert list(folder.glob("crash-*")) == []


@by_signal
def test_what_a_command_leaves_is_logged_but_no_window_speaks_of_it(folder):
    die(folder, crash.COMMAND, "SIGSEGV")
    assert not crash.taken_up()
    assert log.tail(50)[0].endswith(" crash")


@by_signal
def test_what_a_window_leaves_waits_for_a_window(folder):
    die(folder, crash.WINDOW, "SIGSEGV")
    assert not crash.taken_up(crash.COMMAND)
    assert crash.taken_up()


def test_a_trace_says_nothing_of_folders_and_nothing_that_is_not_code():
    left = """Windows fatal exception: access violation

Thread 0x00001a2c (most recent call first):
  File "C:\\Users\\李国兰\\驻村走访\\ui\\tasks.py", line 70 in _do
  李国兰 13812345678

Current thread 0x00002f00 (most recent call first):
  File "/home/李国兰/fieldapp/ui/app.py", line 44 in run
Extension modules: 李国兰 (total: 1)
"""
    assert crash.trace_of_crash(left).splitlines() == [
        "access violation", "  Thread", "  tasks.py:70 _do", "  Current thread", "  app.py:44 run",
    ]  # fmt: skip


def test_a_folder_that_cannot_be_written_leaves_the_program_alone(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr(log, "folder", tmp_path / "file")
    assert not crash.taken_up()
    crash.watch(crash.WINDOW)
