"""Every text can be read: measured for the roles that the style sheet pairs, and on the pixels of every screen."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from fieldapp.desk.practice import make_practice
from tests.ui.measuring import settle
from tests.ui.rooms import rest, rooms
from tests.ui.test_theme import LEAST, contrast
from ui.theme import RESOURCES, ROLES, Theme, label, wear
from ui.window import Window
from ui.workplace import Workplace

GROUNDS = ("ground", "sheet", "chosen")
"""What a text without a ground of its own may lie on."""
CLEAR = {"transparent", "none"}
BOTH = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
Role = QPalette.ColorRole
WRITTEN = [
    (Role.WindowText, Role.Window), (Role.Text, Role.Base), (Role.Text, Role.AlternateBase), (Role.PlaceholderText, Role.Base),
    (Role.ButtonText, Role.Button), (Role.HighlightedText, Role.Highlight), (Role.Link, Role.Base), (Role.Link, Role.Window),
    (Role.ToolTipText, Role.ToolTipBase),
]  # fmt: skip
"""What Qt writes on what where no style sheet speaks."""


def declared() -> list[tuple[str, dict[str, str]]]:
    """Each rule of the style sheet: what it is about, and property → role or word."""
    style = re.sub(r"/\*.*?\*/", "", (RESOURCES / "theme.qss").read_text("utf-8"), flags=re.DOTALL)
    rules = re.findall(r"([^{}]+)\{((?:\$\{\w+\}|[^{}])*)\}", style)
    return [(about.strip(), dict(re.findall(r"([\w-]+): \$?([\w#]+)", told))) for about, told in rules]


def pairs() -> set[tuple[str, str]]:
    """Every role of text with every role it is written on, as the style sheet says; of what is switched off none."""
    found = set()
    for about, told in declared():
        if ":disabled" in about:
            continue
        if ink := told.get("color"):
            ground = told.get("background", "transparent")
            clear = ("rail",) if "#rail" in about else ("act",) if "main=" in about else GROUNDS
            found |= {(ink, one) for one in (clear if ground in CLEAR else (ground,))}
        if ink := told.get("selection-color"):
            found.add((ink, told["selection-background-color"]))
        if ink := told.get("placeholder-text-color"):
            found.add((ink, "sheet"))
    return found


def test_the_pairs_are_found_in_the_style_sheet():
    assert {("ink", "sheet"), ("quiet", "ground"), ("bad", "bad_ground"), ("rail_ink", "rail"), ("act_ink", "act")} <= pairs()


@BOTH
def test_every_pair_of_the_style_sheet_can_be_read(dark):
    theme = Theme(dark)
    measured = {(ink, ground): contrast(theme.colour(ink), theme.colour(ground)) for ink, ground in pairs()}
    assert {pair: round(value, 2) for pair, value in measured.items() if value < LEAST} == {}


@BOTH
def test_every_pair_of_the_palette_can_be_read(dark):
    theme = Theme(dark)
    measured = {(ink.name, on.name): contrast(theme.colour(ROLES[ink]), theme.colour(ROLES[on])) for ink, on in WRITTEN}
    assert {pair: round(value, 2) for pair, value in measured.items() if value < LEAST} == {}


def painted(image: QImage, where: QRect) -> float:
    """The contrast of what is most often painted there with what stands out from it most."""
    pixels = Counter(image.pixel(x, y) for y in range(where.top(), where.bottom(), 2) for x in range(where.left(), where.right()))
    [(ground, _), *_] = pixels.most_common(1)
    return max(contrast(QColor(ground), QColor(pixel)) for pixel in pixels)


def texts(window: QWidget) -> list[tuple[QWidget, QRect]]:
    """The texts that are wholly in sight, and where."""
    found = []
    for widget in [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]:
        where = QRect(widget.mapTo(window, QPoint()), widget.size())
        whole = widget.visibleRegion().boundingRect() == widget.rect()
        if widget.isVisible() and widget.isEnabled() and widget.text().strip() and whole:
            found.append((widget, where))
    return found


@BOTH
def test_every_text_on_every_screen_can_be_read(qtbot, preferences, tasks, messages, tmp_path, dark):
    make_practice(tmp_path / "石桥.survey", households=30).close()
    wear(Theme(dark, 1.5))
    window = Window(preferences, tasks, messages)
    qtbot.addWidget(window)
    window.open(tmp_path / "石桥.survey")
    window.resize(1920, 1080)
    window.show()
    workplace = window.centralWidget()
    assert isinstance(workplace, Workplace)
    faint, seen = [], set()
    for name, go in rooms(workplace).items():
        go()
        rest(tasks)
        settle(window)
        image = window.grab().toImage()
        for widget, where in texts(window):
            if (key := (widget.text(), *where.getRect())) in seen:
                continue
            seen.add(key)
            if (value := painted(image, where)) < LEAST:
                faint.append(f"{name}: {type(widget).__name__} “{widget.text()[:20]}” {value:.2f}")
    window.close()
    assert len(seen) > 200
    assert faint == []


def test_a_text_that_is_too_faint_is_noticed(qtbot):
    wear(Theme(scale=1.5))
    faint = label("看不清的字")
    faint.setStyleSheet("color: #b0b0b0; background: #ffffff;")
    qtbot.addWidget(faint)
    faint.show()
    assert painted(faint.grab().toImage(), faint.rect()) < LEAST
