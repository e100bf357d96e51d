"""The update drill: a newer bundle is found on a stick or beside, and one that will not do is refused with its sentence."""

from pathlib import Path

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.base.program import WINDOW, system
from fieldapp.desk import checksums
from fieldapp.desk.installing import install
from fieldapp.desk.updating import newer_at_hand, newest, ours, require_own, seek
from tests.bundles import NEW, OLD, lay
from tests.conftest import ROOT

ELSEWHERE = "windows-amd64" if system() != "windows-amd64" else "linux-x86_64"


def test_a_newer_one_is_found_packed_or_not_on_the_stick_and_when_it_is_named_itself(newer, stick, running):
    for place in (stick, newer):
        found = newest([place], running)
        assert (found.path, found.version, found.system) == (newer, NEW, system())


def test_of_several_the_newest_is_taken_and_ten_comes_after_nine(stick, running):
    for version in ("0.9.1", "0.10.0", "0.2.0"):
        lay(stick / f"{WINDOW} {version}", version)
    assert newest([stick], running).version == "0.10.0"


def test_where_nothing_lies_nothing_is_found(home, running, tmp_path):
    (home.parent / "石桥.survey").touch()
    (home.parent / "别的程序").mkdir()
    assert newest([home.parent, tmp_path / "没有"], running) is None


def test_what_lies_beside_the_program_is_found_without_being_asked(home):
    assert newer_at_hand(home) is None
    lay(home.parent / "新拷的", NEW)
    assert newer_at_hand(home).version == NEW
    assert newer_at_hand(home.parent) is None, "from source there is nothing to be told"


@pytest.mark.parametrize(
    ("version", "on", "told"),
    [
        (OLD, "", "已经是 0.1.0 了"),
        ("0.0.9", "", "比现在的 0.1.0 旧"),
        (NEW, ELSEWHERE, "这台电脑是"),
        (NEW, f"{system().split('-')[0]}-aarch64x", "aarch64x"),
    ],
)
def test_the_same_an_older_one_and_one_for_another_machine_are_refused_each_with_its_sentence(stick, running, version, on, told):
    lay(stick / "程序", version, on=on)
    with pytest.raises(FieldAppError, match=told):
        newest([stick], running)


def test_one_that_does_not_fit_does_not_hide_one_that_does(stick, running):
    lay(stick / "甲", "0.3.0", on=ELSEWHERE)
    lay(stick / "乙", NEW)
    assert newest([stick], running).version == NEW


def test_an_older_one_is_taken_where_the_person_insists(stick, running):
    lay(stick / "旧", "0.0.9")
    found = seek(running.path, stick, older=True).checked
    assert install(found, running.path).name == f"{WINDOW}-0.0.9"


def test_a_folder_whose_copying_was_broken_off_before_its_list_came_is_refused(stick, running):
    (lay(stick / WINDOW, NEW) / checksums.NAME).unlink()
    with pytest.raises(FieldAppError, match="像是没有拷完整"):
        newest([stick], running)


def test_a_program_of_the_systems_own_is_left_to_whoever_keeps_the_machine(home):
    with pytest.raises(FieldAppError, match="没有打好包"):
        ours(home.parent)
    (home / "unins000.exe").touch()
    with pytest.raises(FieldAppError, match="安装程序"):
        ours(home)


def test_under_opt_the_deb_is_asked_for():
    with pytest.raises(FieldAppError) as told:
        require_own(Path("/opt/fieldapp"))
    assert ".deb" in told.value.advice


def test_the_packer_calls_the_program_as_the_program_calls_itself():
    assert f'\nWINDOW = "{WINDOW}"\n' in (ROOT / ".ci" / "bundle" / "contents.py").read_text("utf-8")
