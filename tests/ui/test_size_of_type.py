"""How large the program writes before anybody has said so: as the system does."""

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from ui.preferences import Preferences
from ui.theme import Theme, nearest_scale

LAPTOP, SMALL = (1366, 768), (1024, 600)


@pytest.mark.parametrize(("told", "room", "scale"), [
    (0.8, LAPTOP, 1.0), (1.0, LAPTOP, 1.0), (1.12, LAPTOP, 1.0), (1.13, LAPTOP, 1.25), (1.3, LAPTOP, 1.25), (1.4, LAPTOP, 1.5), (3.0, LAPTOP, 1.5),
    (1.5, SMALL, 1.0), (1.5, (1280, 720), 1.5), (1.5, (1250, 720), 1.25), (1.5, (640, 480), 1.0),
])  # fmt: skip
def test_the_nearest_scale_is_taken_that_has_room(told, room, scale):
    assert nearest_scale(told, room) == scale


ASKING = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui.preferences import Preferences
from ui.theme import scale_of_system, wear, worn
app = QApplication([])
preferences = Preferences(Path(sys.argv[1]), usual_scale=scale_of_system())
wear(preferences.theme)
print(worn().scale, app.font().pixelSize(), app.primaryScreen().devicePixelRatio())
"""


def written(folder, **system: str) -> list[float]:
    """The scale, the pixels of a letter and the points of a pixel on a laptop whose system is set up like this."""
    screens = folder / "screens.json"
    screens.write_text(json.dumps({"screens": [{"name": "one", "x": 0, "y": 0, "width": 1366, "height": 768}]}))
    env = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={screens}", **system}
    told = subprocess.run(
        [sys.executable, "-c", ASKING, folder / "window.ini"], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    return [float(word) for word in told.stdout.split()]


def test_a_system_that_writes_larger_is_followed(tmp_path):
    assert written(tmp_path) == [1.0, 14, 1]
    assert written(tmp_path, QT_ENABLE_HIGHDPI_SCALING="0", QT_FONT_DPI="168") == [1.5, 21, 1]


def test_what_the_toolkit_has_enlarged_already_is_not_enlarged_twice(tmp_path):
    assert written(tmp_path, QT_FONT_DPI="144") == [1.0, 14, 1.5]


def test_what_the_person_chose_stands_against_the_system(tmp_path):
    Preferences(tmp_path / "window.ini", usual_scale=1.5).theme = Theme(scale=1.25)
    assert Preferences(tmp_path / "window.ini", usual_scale=1.5).theme.scale == 1.25
    Preferences(tmp_path / "window.ini", usual_scale=1.5).theme = Theme(scale=1.5)
    assert Preferences(tmp_path / "window.ini", usual_scale=1.0).theme.scale == 1.5


def test_whoever_chooses_the_dark_has_not_chosen_a_size(tmp_path):
    Preferences(tmp_path / "window.ini", usual_scale=1.25).theme = Theme(dark=True, scale=1.25)
    assert Preferences(tmp_path / "window.ini", usual_scale=1.5).theme == Theme(dark=True, scale=1.5)
