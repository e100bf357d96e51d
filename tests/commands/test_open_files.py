"""Nothing that the program renames, replaces or removes is open in it: Linux allows that, Windows refuses it.

Linux tells which files a process has open, so it can be held here; each program is told of every renaming before it happens.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

WATCH = """
import json, os, sys

found = []

def open_here():
    for number in os.listdir("/proc/self/fd"):
        try:
            yield os.readlink(f"/proc/self/fd/{number}")
        except FileNotFoundError:
            pass  # the list itself

def watch(event, told):
    if event in ("os.rename", "os.remove", "shutil.rmtree") and told[-1] in (-1, None):  # what rmtree does inside, it has told before
        places = [os.path.realpath(os.fsdecode(place)) for place in told if isinstance(place, (str, bytes, os.PathLike))]
        found.extend(f"{event} {one}" for one in open_here() for place in places if one == place or one.startswith(place + "/"))

sys.addaudithook(watch)
"""
PLAY = """
from fieldapp.commands import commands
for words in json.loads(sys.stdin.read()):
    commands.main(words, prog_name="main.py", obj=None, standalone_mode=False)
"""
PASSWORD = "FIELDAPP_TEST_PASSWORD"


def open_files(tmp_path, play, told=""):
    """What a program had open of what it renamed or removed."""
    script = f"{WATCH}\n{play}\nprint('FOUND', json.dumps(found))"
    environment = {**os.environ, PASSWORD: "石桥", "XDG_DATA_HOME": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        input=told,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    return json.loads(ran.stdout.rpartition("FOUND ")[2])


@pytest.mark.parametrize("does", ["os.replace('a', 'b')", "os.replace('b', 'a')", "os.remove('a')", "shutil.rmtree('c')"])
def test_a_program_that_renames_or_removes_what_it_has_open_is_found(tmp_path, does):
    play = f"import shutil; os.mkdir('c'); open('b', 'w').close(); held = open('a', 'w'), open('c/a', 'w'); {does}"
    assert any(one.endswith("/a") for one in open_files(tmp_path, play))


def test_the_commands_rename_and_remove_nothing_that_they_have_open(tmp_path):
    survey, book = "石桥.survey", "out.xlsx"
    played = [
        ["practice", survey, "--households", "6"],
        ["backup", survey, "2026-01-01.survey"],
        ["password", survey, "--new-env", PASSWORD],
        ["--survey-password-env", PASSWORD, "backup", survey, "locked.survey"],
        ["password", survey, "--old-env", PASSWORD, "--remove"],
        ["restore", "2026-01-01.survey", survey],
        ["rebuild", survey],
        ["plans", survey, "plans"],
        ["papers", survey, "outing.pdf", "--kind", "outing", "--one-file"],
        ["workbook", survey, book],
        ["workbook", survey, book],
        ["workbook", survey, "locked.xlsx", "--password-env", PASSWORD],
        ["workbook", survey, "photos.zip", "--password-env", PASSWORD, "--photos"],
        ["receive", survey, book, "--report", "report.xlsx"],
        ["county", "new", "county.county", "--name", "新县"],
        ["county", "enrol", "county.county", "enrolled", "--village", "999999101201", "石桥"],
        ["verify", survey],
    ]
    assert open_files(tmp_path, PLAY, json.dumps(played)) == []
