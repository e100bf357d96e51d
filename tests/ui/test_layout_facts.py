"""Every screen at every size: no text is cut off, nothing lies over anything else, and columns line up."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldapp.desk.practice import make_practice
from tests.ui.measuring import faults, settle
from tests.ui.rooms import rest, rooms
from ui.entries import Entries
from ui.theme import SCALES, Theme, label, room_at, wear
from ui.workplace import Workplace

SIZES = [(1366, 768), (1920, 1080)]
"""Source: the issue of the window; the smallest that a window becomes comes before them."""


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    path = tmp_path_factory.mktemp("village") / "石桥.survey"
    make_practice(path, households=30).close()
    return path


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_screen_is_laid_out_well(window, village, tasks, dark, scale):
    wear(Theme(dark, scale))
    window.open(village)
    window.show()
    workplace = window.centralWidget()
    assert isinstance(workplace, Workplace)
    found = []
    for name, go in rooms(workplace).items():
        go()
        rest(tasks)
        for width, height in (room_at(scale), *SIZES):
            window.resize(width, height)
            settle(window)
            found += [f"{name} {width}x{height}: {fault}" for fault in faults(window)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scale", SCALES)
def test_the_first_page_is_laid_out_well(window, scale):
    wear(Theme(scale=scale))
    window.open(None)
    window.show()
    found = []
    for width, height in (room_at(scale), *SIZES):
        window.resize(width, height)
        settle(window)
        found += [f"{width}x{height}: {fault}" for fault in faults(window)]
    assert not found, "\n".join(found)


@pytest.fixture
def shown(qtbot):
    """A widget of 300 × 200 pixels with these parts in one row, as it stands on the screen."""

    def lay_out(*parts: QWidget, **fixed: int) -> QWidget:
        whole = QWidget()
        qtbot.addWidget(whole)
        row = QHBoxLayout(whole)
        for part in parts:
            row.addWidget(part)
        whole.resize(300, 200)
        whole.show()
        settle(whole)
        return whole

    return lay_out


def test_a_label_that_is_too_narrow_is_noticed(shown):
    narrow = label("这句话很长，放不进去")
    narrow.setFixedWidth(40)
    assert "clipped" in faults(shown(narrow))[0]


def test_a_label_of_several_lines_that_is_too_low_is_noticed(shown):
    low = label("这句话很长，要写好几行才写得完，可是只有一行的地方" * 3, wraps=True)
    low.setFixedHeight(20)
    assert "clipped" in faults(shown(low))[0]


def test_parts_over_one_another_are_noticed(shown):
    one, other = QLabel("甲"), QLabel("乙")
    whole = shown(one, other)
    other.setGeometry(one.geometry())
    assert "lies over" in faults(whole)[0]


def test_what_stands_out_of_its_window_is_noticed(shown):
    one = QLabel("甲")
    whole = shown(one)
    one.move(290, 10)
    assert "stands out" in faults(whole)[0]


def test_columns_that_do_not_line_up_are_noticed(shown):
    inner = QWidget()
    column = QVBoxLayout(inner)
    entries = Entries()
    column.addLayout(entries)
    entry = entries.ask("姓名", QLabel("甲"))
    entries.ask("电话", QLabel("乙"))
    whole = shown(inner)
    assert faults(whole) == []
    entry.caption.move(entry.caption.x() + 5, entry.caption.y())
    assert any("begins at" in fault for fault in faults(whole))
