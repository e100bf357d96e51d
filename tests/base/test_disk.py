"""What a disk complains of, whatever the system calls it; Windows' own numbers are told to an error, as there is no Windows here."""

import errno
import os
from pathlib import Path

import pytest

from fieldapp.base import disk
from fieldapp.base.disk import Trouble, trouble
from fieldapp.documents.landing import refusal
from fieldapp.store.connection import told_os

PLACE = Path("/没有/走访.xlsx")


def of_windows(winerror: int, number: int) -> OSError:
    """As Python raises it there: both numbers."""
    error = OSError(number, "x")
    error.winerror = winerror
    return error


@pytest.mark.parametrize(("number", "kind"), [
    (errno.ENOSPC, Trouble.FULL), (errno.EDQUOT, Trouble.FULL), (errno.ENOENT, Trouble.GONE), (errno.EIO, Trouble.BROKEN),
    (errno.EROFS, Trouble.READ_ONLY), (errno.EACCES, Trouble.CLOSED), (errno.EISDIR, Trouble.FOLDER),
    (errno.ENAMETOOLONG, Trouble.LONG), (errno.EINVAL, Trouble.OTHER),
])  # fmt: skip
def test_the_numbers_of_linux(number, kind):
    assert trouble(OSError(number, "x"), PLACE) is kind


@pytest.mark.parametrize(("winerror", "number", "kind", "word"), [
    (19, errno.EACCES, Trouble.READ_ONLY, "只能读"),
    (21, errno.EACCES, Trouble.GONE, "找不到"),
    (32, errno.EACCES, Trouble.IN_USE, "正被另一个程序打开"),
    (33, errno.EACCES, Trouble.IN_USE, "正被另一个程序打开"),
    (5, errno.EACCES, Trouble.CLOSED, "WPS"),
    (112, errno.ENOSPC, Trouble.FULL, "磁盘空间不够"),
    (39, errno.EINVAL, Trouble.FULL, "磁盘空间不够"),
    (206, errno.ENOENT, Trouble.LONG, "太长"),
    (1167, errno.EINVAL, Trouble.BROKEN, "找不到"),
])  # fmt: skip
def test_windows_says_more_by_its_own_number(winerror, number, kind, word):
    error = of_windows(winerror, number)
    assert trouble(error, PLACE) is kind
    assert word in refusal(PLACE, error).what


def test_a_survey_that_another_program_holds_is_told_so_and_not_as_a_place_without_rights():
    assert "正被另一个程序使用" in told_os(of_windows(32, errno.EACCES), PLACE).what
    assert "不能写" in told_os(OSError(errno.EACCES, "x"), PLACE).what


def test_a_path_too_long_for_windows_is_not_called_missing(monkeypatch):
    long, short = Path("/" + "层/" * 125 + "走访.xlsx"), PLACE
    missing = OSError(errno.ENOENT, "x")
    assert trouble(missing, long) is Trouble.GONE
    monkeypatch.setattr(disk.os, "name", "nt")
    assert trouble(missing, long) is Trouble.LONG
    assert trouble(missing, short) is Trouble.GONE
    assert "太长" in refusal(long, missing).what
    assert "太长" in told_os(missing, long).what


def test_a_name_that_linux_finds_too_long_is_said_to_be_so(tmp_path):
    place = tmp_path / ("长" * (os.pathconf(tmp_path, "PC_NAME_MAX") // 3 + 1) + ".xlsx")
    with pytest.raises(OSError, match="long") as raised:
        place.touch()
    assert "太长" in refusal(place, raised.value).what
