"""The log: small, plain, and in nobody's way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.base.log import BOUND, KEPT, NAME, Log, pages
from tests.conftest import ROOT


def written(folder: Path) -> str:
    return "".join(path.read_text("ascii") for path in sorted(folder.glob(f"{NAME}*"), reverse=True))


@pytest.fixture
def log(tmp_path):
    made = Log(tmp_path)
    made.settle()
    return made


def test_a_line_tells_when_who_and_what(log, tmp_path):
    log.tell("act", tables="household+visit", seconds=0.25, locked=True)
    assert written(tmp_path).endswith(f" {os.getpid():x} act tables=household+visit seconds=0.25 locked=True\n")


def test_nothing_is_written_before_the_window_is_painted_but_nothing_is_lost(tmp_path):
    held = Log(tmp_path)
    held.tell("start")
    held.tell("opened")
    assert list(tmp_path.iterdir()) == []
    held.settle()
    assert [line.split()[-1] for line in written(tmp_path).splitlines()] == ["start", "opened"]


def test_a_mistake_does_not_wait_for_the_painting(tmp_path):
    held = Log(tmp_path)
    held.tell("start")
    held.tell_trace("mistake", "builtins.KeyError\n  a.py:3 f")
    assert [line.split(" ", 3)[3] for line in written(tmp_path).splitlines()] == [
        "start",
        "mistake",
        "  builtins.KeyError",
        "    a.py:3 f",
    ]


def test_without_a_folder_it_is_silent():
    silent = Log()
    silent.tell("act")
    silent.settle()
    assert silent.tail(10) == []


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40), st.from_regex(r"[0-9]{6,20}", fullmatch=True))
def test_neither_chinese_nor_a_number_as_long_as_a_telephone_passes_the_door(text, number):
    held = Log(Path("nowhere"))
    held.tell("act", what=text, number=number, whole=int(number))
    [line] = held._held
    assert line.isascii()
    assert number not in line
    assert int(number) < 100_000 or str(int(number)) not in line


def test_it_never_has_more_than_its_pages(log, tmp_path):
    for number in range(1_200):
        log.tell("act", number=number, more="x" * 1000)
    assert sorted(path.name for path in tmp_path.glob(f"{NAME}*")) == [NAME, *(f"{NAME}.{page}" for page in range(1, KEPT + 1))]
    assert all(path.stat().st_size <= BOUND for path in tmp_path.iterdir())
    assert "number=1199 " in written(tmp_path).splitlines()[-1]
    assert log.tail(3)[0].split()[-2] == "number=1197"


def test_a_page_that_cannot_be_turned_grows_no_further_than_twice_its_bound(log, tmp_path):
    (tmp_path / f"{NAME}.1" / "in the way").mkdir(parents=True)  # as on Windows a page that an editor holds open
    for number in range(1_200):
        log.tell("act", number=number, more="x" * 1000)
    assert BOUND < (tmp_path / NAME).stat().st_size < 2 * BOUND + 1_100


def test_a_folder_that_cannot_be_made_hinders_nobody(tmp_path):
    (tmp_path / "file").touch()
    log = Log(tmp_path / "file" / "log")
    log.settle()
    log.tell("act")
    assert log.tail(5) == []


@pytest.mark.skipif(os.name != "posix", reason="a disk that is always full is known here only")
def test_a_full_disk_hinders_nobody(log, tmp_path, capfd):
    (tmp_path / NAME).symlink_to("/dev/full")
    log.tell("act")
    log.tell_trace("mistake", "builtins.KeyError")
    assert capfd.readouterr() == ("", "")


WRITING = """
import sys
from pathlib import Path
from logging import makeLogRecord
from fieldapp.base.log import pages
page = pages(Path(sys.argv[1]), bound=int(sys.argv[3]))
for number in range(300):
    page.handle(makeLogRecord({"msg": f"{sys.argv[2]} {number:03d} " + "x" * 40}))
"""


def at_once(path: Path, bound: int) -> list[str]:
    """What two programs leave that write 300 lines each into the same log at the same time."""
    command = [sys.executable, "-c", WRITING, str(path)]
    both = [subprocess.Popen([*command, name, str(bound)], cwd=ROOT, stderr=subprocess.PIPE) for name in ("one", "two")]
    assert [program.communicate(timeout=60)[1] for program in both] == [b"", b""]
    return [
        line
        for name in (f"{NAME}.2", f"{NAME}.1", NAME)
        if (page := path.with_name(name)).exists()
        for line in page.read_text().splitlines()
    ]


def test_two_windows_at_once_lose_no_line(tmp_path):
    lines = at_once(tmp_path / NAME, BOUND)
    assert sorted(line[:7] for line in lines) == sorted(
        f"{name} {number:03d}" for name in ("one", "two") for number in range(300)
    )


def test_two_windows_at_once_turn_the_pages_and_keep_every_line_that_has_room(tmp_path):
    lines = at_once(tmp_path / NAME, 12_000)  # of 29,400 bytes: three pages are enough where no page is turned twice
    assert len(lines) == 600
    assert {len(line) for line in lines} == {48}
    assert [line for line in lines if line.startswith("one")] == sorted(line for line in lines if line.startswith("one"))


def test_a_page_is_closed_between_two_lines(tmp_path):
    page = pages(tmp_path / NAME)
    from logging import makeLogRecord

    page.handle(makeLogRecord({"msg": "act"}))
    assert page.stream is None
