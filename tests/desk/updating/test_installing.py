"""The update drill: the new program is put beside, whole; whatever happens, the old one is as it was and no half of a new one stands."""

import os
import resource
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from fieldapp.base.errors import Cancelled, FieldAppError
from fieldapp.base.program import CONSOLE, WINDOW
from fieldapp.desk import checksums
from fieldapp.desk.installing import install, require_room
from fieldapp.desk.updating import newest
from tests.bundles import NEW, everything, lay
from tests.conftest import ROOT
from tests.desk.updating.conftest import checked


def test_it_is_put_beside_whole_and_can_be_run_and_the_old_one_is_as_it_was(newer, stick, home, running):
    before = everything(home)
    placed = install(checked(stick, running), home)
    assert placed == home.parent / f"{WINDOW}-{NEW}"
    assert checksums.compare(placed).is_whole
    assert checksums.compare(placed).strange == []
    assert all(os.access(placed / name, os.X_OK) for name in (WINDOW, CONSOLE))
    assert (placed / "_internal" / "libQt.so.6").is_symlink() == (newer.suffix != ".zip"), "as it was packed"
    assert subprocess.run([placed / CONSOLE], check=True, capture_output=True, text=True).stdout == f"{NEW}\n"
    assert everything(home) == before
    assert sorted(one.name for one in home.parent.iterdir()) == [WINDOW, f"{WINDOW}-{NEW}"]


def test_a_stick_that_forgets_what_may_be_run_does_no_harm(stick, home, running):
    for path in lay(stick / WINDOW, NEW).rglob("*"):
        if path.is_file():
            path.chmod(0o644)
    placed = install(checked(stick, running), home)
    assert all(os.access(placed / name, os.X_OK) for name in (WINDOW, CONSOLE))


def test_what_a_person_keeps_in_the_folder_on_the_stick_stays_there(stick, home, running):
    (lay(stick / WINDOW, NEW) / "石桥.survey").write_bytes(b"somebody's")
    assert not (install(checked(stick, running), home) / "石桥.survey").exists()


def test_one_that_lies_beside_unpacked_already_stays_where_it_is(home, running):
    beside = lay(home.parent / "新的", NEW)
    assert install(checked(home.parent, running), home) == beside
    assert sorted(one.name for one in home.parent.iterdir()) == sorted([WINDOW, "新的"])


def test_twice_is_as_once_and_a_damaged_one_in_the_way_is_said_to_be(newer, stick, home, running):
    found = checked(stick, running)
    placed = install(found, home)
    made = placed.stat().st_mtime_ns
    assert install(found, home) == placed
    assert placed.stat().st_mtime_ns == made
    (placed / CONSOLE).unlink()
    with pytest.raises(FieldAppError, match="不完整"):
        install(found, home)


@contextmanager
def disk_full_after(size: int):
    """No file may grow beyond so many bytes: what a full disk looks like from within."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_fills_up_leaves_nothing_and_the_next_try_does_it(newer, stick, home, running):
    found, before = checked(stick, running), everything(home.parent)
    with disk_full_after(100_000), pytest.raises(FieldAppError, match="磁盘已满"):
        install(found, home)
    assert everything(home.parent) == before
    assert install(found, home).is_dir()


def test_too_little_room_is_said_before_anything_is_written(tmp_path):
    with pytest.raises(FieldAppError, match="只剩"):
        require_room(tmp_path, shutil.disk_usage(tmp_path).free + 1)
    require_room(tmp_path, 1)


def test_a_stick_that_is_pulled_meanwhile_leaves_nothing(newer, stick, home, running):
    found, before = checked(stick, running), everything(home.parent)

    def pull(done: int) -> None:
        for path in sorted(stick.rglob("*"), reverse=True):
            if path.is_file():
                path.unlink() if newer.is_dir() else os.truncate(path, 100)

    with pytest.raises(FieldAppError):
        install(found, home, pull)
    assert everything(home.parent) == before


def test_one_that_was_damaged_after_it_was_checked_is_refused_before_it_gets_its_name(stick, home, running):
    folder = lay(stick / WINDOW, NEW)
    found = checked(stick, running)
    (folder / CONSOLE).write_text("other")
    with pytest.raises(FieldAppError, match=CONSOLE):
        install(found, home)
    assert sorted(one.name for one in home.parent.iterdir()) == [WINDOW]


def test_whoever_changes_his_mind_leaves_nothing(newer, stick, home, running):
    def stop(done: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        install(checked(stick, running), home, stop)
    assert sorted(one.name for one in home.parent.iterdir()) == [WINDOW]


KILLED = """
import os, signal, sys
from pathlib import Path
from fieldapp.desk.bundles import bundle_at
from fieldapp.desk.installing import check, install
calls = 0
def step(done):
    global calls
    calls += 1
    if calls == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
install(check(bundle_at(Path(sys.argv[1]))), Path(sys.argv[2]), step)
"""


@pytest.mark.parametrize("moment", [1, 4, 7])
def test_a_program_killed_halfway_leaves_no_folder_that_pretends_to_be_whole_and_the_next_try_clears_up(
    stick, home, running, moment
):
    bundle = lay(stick / WINDOW, NEW)
    before = everything(home)
    ended = subprocess.run([sys.executable, "-c", KILLED, bundle, home, str(moment)], cwd=ROOT, check=False).returncode
    assert ended == -signal.SIGKILL
    assert everything(home) == before
    assert [one.name for one in home.parent.iterdir() if not one.name.startswith(".")] == [WINDOW]
    assert newest([home.parent], running) is None, "what is half done is not found"
    install(checked(stick, running), home)
    assert sorted(one.name for one in home.parent.iterdir()) == [WINDOW, f"{WINDOW}-{NEW}"]
