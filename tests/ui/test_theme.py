"""The looks: readable in light and dark, and growing as one."""

import re

import pytest
from PySide6.QtGui import QColor, QFontDatabase
from PySide6.QtWidgets import QApplication

from ui.theme import FACES, RESOURCES, ROLES, SCALES, TONES, Theme, label, pill, show_pill, wear, worn

LEAST = 4.5
GROUNDS = ("ground", "sheet", "chosen")
PAIRS = [
    *[(ink, ground) for ink in ("ink", "quiet", *TONES) for ground in GROUNDS],
    *[(tone, f"{tone}_ground") for tone in TONES],
    ("act_ink", "act"), ("act", "sheet"), ("act", "ground"), ("rail_ink", "rail"),
]  # fmt: skip
"""Every role of text on every role it is written on."""


def contrast(one: QColor, other: QColor) -> float:
    """How well one colour stands out from another, 1 to 21 (WCAG 2.1, relative luminance)."""

    def luminance(colour: QColor) -> float:
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_greatest_contrast():
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_text_can_be_read_on_its_ground(ink, ground, dark):
    theme = Theme(dark)
    assert contrast(theme.colour(ink), theme.colour(ground)) >= LEAST


def test_the_style_sheet_writes_no_text_in_a_pair_that_was_not_measured():
    style = re.sub(r"/\*.*?\*/", "", (RESOURCES / "theme.qss").read_text("utf-8"), flags=re.DOTALL)
    written = {
        (ink[1], ground[1])
        for rule in style.split("}")
        if (ink := re.search(r"[^-]color: \$(\w+)", rule)) and (ground := re.search(r"background: \$(\w+)", rule))
    }
    assert ("act_ink", "act") in written
    assert written <= set(PAIRS)


def test_both_looks_have_the_same_roles():
    assert set(Theme(False).colours) == set(Theme(True).colours) > set(ROLES.values())


@pytest.mark.parametrize("scale", SCALES)
def test_everything_grows_together_but_a_hairline(scale):
    theme = Theme(scale=scale)
    assert (theme.px(1), theme.size("row"), theme.size("text")) == (1, round(37 * scale), round(14 * scale))
    style = theme.style()
    assert f"font-size: {round(20 * scale)}px" in style
    assert "border: 1px solid" in style
    assert "$" not in style


def test_wearing_a_theme_dresses_the_program(qapp):
    wear(Theme(dark=True, scale=1.25))
    app = QApplication.instance()
    assert app.palette().window().color() == worn().colour("ground") == QColor("#161d1b")
    assert app.font().pixelSize() == round(14 * 1.25)


def test_the_face_is_the_best_chinese_one_of_this_machine(qapp):
    present = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    known = [face for face in FACES if face in present]
    assert Theme().font().family() == (known[0] if known else QApplication.font().family())


def test_a_pill_says_its_truth_in_words_and_changes_both_together(qtbot):
    made = pill("饮水 资料不全", "unknown")
    qtbot.addWidget(made)
    made.show()
    assert made.palette().windowText().color() == worn().colour("unknown")
    show_pill(made, "饮水 达标", "good")
    assert (made.text(), made.palette().windowText().color()) == ("饮水 达标", worn().colour("good"))


def test_a_name_with_angle_brackets_is_shown_as_it_is(qtbot):
    made = label("<b>李</b>")
    qtbot.addWidget(made)
    assert made.textFormat().name == "PlainText"
