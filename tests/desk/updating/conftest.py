"""A program that runs, and a newer one on a stick."""

from pathlib import Path

import pytest

from fieldapp.base.program import WINDOW
from fieldapp.desk.bundles import Bundle
from fieldapp.desk.installing import Checked
from fieldapp.desk.updating import ours, seek
from tests.bundles import NEW, OLD, lay, pack


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The program that runs, in a folder with Chinese and a blank."""
    return lay(tmp_path / "我的 桌面" / WINDOW, OLD)


@pytest.fixture
def running(home: Path) -> Bundle:
    return ours(home)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "优盘"


@pytest.fixture(params=["folder", "tar.xz", "zip"])
def newer(request, stick: Path, tmp_path: Path) -> Path:
    """A newer bundle on the stick, unpacked and packed in each way."""
    if request.param == "folder":
        return lay(stick / WINDOW, NEW)
    return pack(lay(tmp_path / "made" / WINDOW, NEW), stick, NEW, ending=request.param)


def checked(path: Path, running: Bundle) -> Checked:
    """What lies there, read through."""
    found = seek(running.path, path).checked
    assert found
    return found
