"""No name and no number gets into the log or into a report: a village of markers is worked with, and every byte is searched."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.base.log import NAME as LOG
from fieldapp.desk.keeping import backup_folder
from tests.books import HEADS, text
from tests.conftest import ROOT
from tests.ui import marked

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
OWN = {"ZQXPASSWORD": marked.PASSWORD, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}


def found(paths: Iterator[Path]) -> set[tuple[str, str]]:
    """Which marker stands in which file."""
    told = set()
    for path in paths:
        content = path.read_bytes() + str(path.name).encode()
        told |= {(path.name, one) for one in marked.MARKERS for encoding in ENCODINGS if one.encode(encoding) in content}
    return told


class Place:
    """The home of somebody, with his village, and programs that run there."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / marked.HOME
        self.survey = self.home / marked.VILLAGE / f"{marked.FILE}.survey"
        self.survey.parent.mkdir(parents=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        self.env = {**kept, **OWN, "HOME": str(self.home), "USERPROFILE": str(self.home)}
        assert self.run(marked.__file__, "make", self.survey) == 0

    @property
    def log(self) -> Path:
        return next(self.home.rglob(LOG)).parent

    def run(self, *command: object, **env: str) -> int:
        words = [sys.executable, *map(str, command)]
        done = subprocess.run(words, cwd=ROOT, env={**self.env, **env}, capture_output=True, timeout=60, check=False)
        sys.stderr.buffer.write(done.stderr)
        return done.returncode

    def main(self, command: str, *more: object) -> int:
        return self.run("main.py", "--survey-password-env", "ZQXPASSWORD", "--by", marked.NAME, command, self.survey, *more)


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Place:
    """A home where commands have run, a window was used and has crashed, and another one was opened after it."""
    place = Place(tmp_path_factory.mktemp("home"))
    roster = text(place.home / f"{marked.FILE}.csv", [HEADS, ["A1", marked.NAME, marked.NUMBER, "户主", marked.PHONE]], "utf-8")
    (place.home / f"{marked.FILE}.xlsx").write_bytes(b"PK\x03\x04" + marked.WORDS.encode() * 9)
    answers = place.home / f"{marked.FILE}.json"
    answers.write_text(
        json.dumps({"household": "A1", "visit": {"day": "2026-11-18", "way": "HOME", "outcome": "MET", "note": marked.NOTE}})
    )
    assert place.main("intake", roster) == 0
    assert place.main("intake", place.home / f"{marked.FILE}.xlsx") == 1
    assert place.main("record", answers, "--why", marked.NOTE) == 0
    assert place.main("show", marked.SEARCH) == 1
    assert place.run(marked.__file__, "command", place.survey) == 1
    assert place.run(marked.__file__, "window", place.survey) == -signal.SIGSEGV
    assert place.run("main.py", FIELDAPP_PAINTED="1") == 0
    return place


posix = pytest.mark.skipif(os.name != "posix", reason="programs end by signals here only")


@posix
def test_the_log_tells_of_all_that_was_done(place):
    told = (place.log / LOG).read_text("ascii")
    for done in (
        "command name=intake outcome=done", "command name=intake outcome=refused", "command name=record outcome=done",
        "command name=show outcome=refused", "command name=households outcome=ended", "opened households=1", "act tables=household",
        "act tables=undone", "work name=stumble", "refused kind=FieldAppError at=marked.py:", " paintEvent", " __del__", "Segmentation fault",
    ):  # fmt: skip
        assert done in told, done
    assert told.count("builtins.ValueError") >= 6


@posix
def test_no_byte_of_the_log_is_of_a_person(place):
    assert len(list(place.log.iterdir())) >= 2
    assert found(path for path in place.log.rglob("*") if path.is_file()) == set()


@posix
def test_no_byte_of_a_report_is_of_a_person(place):
    reports = list(backup_folder(place.survey).glob("*.txt"))
    assert reports
    assert "builtins.ValueError" in reports[0].read_text("utf-8-sig")
    assert found(iter(reports)) == set()


def test_a_program_that_writes_down_the_words_of_a_mistake_would_be_seen(tmp_path):
    place = Place(tmp_path)
    assert place.run(marked.__file__, "command", place.survey, "leak") == 1
    assert (LOG, "ZQX") in found(iter([place.log / LOG]))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_planted_name_would_be_seen_in_every_encoding(tmp_path, encoding):
    (tmp_path / "log").write_bytes(b"act " + marked.NAME.encode(encoding))
    assert ("log", marked.NAME) in found(iter([tmp_path / "log"]))
