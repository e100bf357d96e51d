"""A stick on Windows comes back under another letter; the letters are told as paths, there being no Windows here."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from ui.preferences import Preferences, on_drive_of


@pytest.mark.parametrize(("here", "told", "there"), [
    ("F:\\驻村走访", "E:\\村里\\石桥.survey", "F:\\村里\\石桥.survey"),
    ("e:\\", "E:\\石桥.survey", "e:\\石桥.survey"),
    ("C:\\程序", "\\\\县里\\共享\\石桥.survey", "C:\\石桥.survey"),
])  # fmt: skip
def test_a_file_on_the_stick_is_looked_for_under_the_letter_that_the_program_has_today(here, told, there):
    assert on_drive_of(PureWindowsPath(here), PureWindowsPath(told)) == PureWindowsPath(there)


def test_where_there_are_no_letters_a_place_is_where_it_was():
    told = PurePosixPath("/media/优盘/石桥.survey")
    assert on_drive_of(PurePosixPath("/opt/fieldapp"), told) == told


def test_a_file_that_is_found_is_named_once(tmp_path):
    path: Path = tmp_path / "石桥.survey"
    path.touch()
    preferences = Preferences(tmp_path / "window.ini")
    preferences.opened(path)
    assert preferences.recent == [path]
    assert preferences.last == path
