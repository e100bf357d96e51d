"""The looks of the window: colours by role and sizes from one file, worn by the whole program at once.

A verdict is never told by colour alone: a pill carries its words.
"""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import Any, Literal, get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QWidget

from fieldapp.base import program

RESOURCES = Path(__file__).resolve().parent.parent / "resources"

Tone = Literal["good", "doubtful", "bad", "unknown"]
TONES: tuple[Tone, ...] = get_args(Tone)
SCALES = (1.0, 1.25, 1.5)

USUAL_POINTS = {"win32": 9.0, "darwin": 13.0}
"""The size of the system's type where nobody changed it. Source: the default message font of Windows and of macOS."""
USUAL_ELSEWHERE = 11.0
"""As above on desktops of Linux: GNOME and UKUI have 11, KDE and Deepin 10 to 10.5."""
DPI = 96.0
ROOM = (840, 460)
"""Pixels that the widest and the highest screen need at 100 %, held by a test; a larger type that has no room would be cut off."""

FACES = (
    "Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC",
    "HarmonyOS Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "LXGW WenKai", "Droid Sans Fallback",
)  # fmt: skip
"""Chinese faces for the screen, the better first; the first one that the machine has is taken."""

ROLES = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "sheet",
    QPalette.ColorRole.AlternateBase: "chosen",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.PlaceholderText: "quiet",
    QPalette.ColorRole.Button: "sheet",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "act_ink",
    QPalette.ColorRole.Highlight: "act",
    QPalette.ColorRole.HighlightedText: "act_ink",
    QPalette.ColorRole.Link: "act",
    QPalette.ColorRole.ToolTipBase: "sheet",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.Mid: "edge",
    QPalette.ColorRole.Dark: "edge",
    QPalette.ColorRole.Light: "sheet",
    QPalette.ColorRole.Accent: "act",
}


@cache
def _declared() -> dict[str, dict[str, Any]]:
    return tomllib.loads((RESOURCES / "theme.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Theme:
    """Light or dark at one of the `SCALES`."""

    dark: bool = False
    scale: float = 1.0

    @property
    def colours(self) -> dict[str, str]:
        """Name of the role → #rrggbb."""
        return _declared()["dark" if self.dark else "light"]

    def colour(self, role: str) -> QColor:
        """The colour of a role. Raises: KeyError."""
        return QColor(self.colours[role])

    def px(self, length: float) -> int:
        """A length of 100 % in pixels; a hairline stays a hairline."""
        return round(length) if abs(length) <= 1 else round(length * self.scale)

    def size(self, name: str) -> int:
        """A measure of the theme file (title, text, note, row, field, gap, margin) in pixels."""
        return self.px(_declared()["size"][name])

    def style(self) -> str:
        """The style sheet of the whole program."""
        sheet = Template((RESOURCES / "theme.qss").read_text("utf-8"))
        filled = sheet.substitute(self.colours, icons=(RESOURCES / "icons").as_posix(), **_declared()["size"])
        return re.sub(r"\b(\d+)px", lambda found: f"{self.px(int(found[1]))}px", filled)

    def palette(self) -> QPalette:
        """The same colours for what no style sheet reaches."""
        palette = QPalette()
        for role, name in ROLES.items():
            palette.setColor(role, self.colour(name))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("quiet"))
        return palette

    def font(self, size: str = "text") -> QFont:
        """The face of the screen at one of the three sizes (title, text, note)."""
        font = QFont(_face())
        font.setPixelSize(self.size(size))
        return font


@cache
def _face() -> str:
    for brought in sorted((program.folder() / "fonts").glob("*.tt[cf]")):  # those of a bundle, which may be all there are
        QFontDatabase.addApplicationFont(str(brought))
    present = set(QFontDatabase.families())
    usual = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return next((face for face in FACES if face in present), usual)


def scale_of_system() -> float:
    """The one of the `SCALES` that comes nearest to how large the system writes; asked before the program wears a theme.

    What the system enlarges as a whole, type and pictures, Qt has enlarged already and told as more points to a pixel; the
    rest is the size of the system's type, and its resolution where Qt was told not to follow it.
    """
    font, screen = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont), QGuiApplication.primaryScreen()
    if screen is None or font.pointSizeF() <= 0:
        return SCALES[0]
    told = font.pointSizeF() / USUAL_POINTS.get(sys.platform, USUAL_ELSEWHERE) * screen.logicalDotsPerInch() / DPI
    room = screen.availableSize()
    return nearest_scale(told, (room.width(), room.height()))


def room_at(scale: float) -> tuple[int, int]:
    """The pixels, across and down, below which something would be cut off at this scale."""
    return round(ROOM[0] * scale), round(ROOM[1] * scale)


def nearest_scale(told: float, room: tuple[int, int]) -> float:
    """The scale that comes nearest to the one that is told, among those for which so many pixels have room."""
    fitting = [scale for scale in SCALES if all(need <= there for need, there in zip(room_at(scale), room, strict=True))]
    return min(fitting, key=lambda scale: abs(scale - told), default=SCALES[0])


_worn = Theme()


def wear(theme: Theme) -> None:
    """Dress the whole program. What paints itself asks `worn()` when it paints."""
    global _worn  # noqa: PLW0603 - a program has one look at a time, as it has one QApplication
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    _worn = theme
    app.setStyle("Fusion")
    app.setPalette(theme.palette())
    app.setFont(theme.font())
    app.setStyleSheet(theme.style())


def worn() -> Theme:
    """The theme that the program wears now."""
    return _worn


def label(text: str, role: str = "", *, wraps: bool = False) -> QLabel:
    """A label in one of the roles: title, head (of a part), note, remark (what is wrong), code; '' for plain text."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if role:
        made.setProperty("role", role)
    return made


def pill(text: str, tone: Tone) -> QLabel:
    """A small coloured label that says a truth in words."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("tone", tone)
    return made


def show_pill(made: QLabel, text: str, tone: Tone) -> None:
    """Let a pill say something else."""
    made.setText(text)
    mark(made, "tone", tone)


def mark(widget: QWidget, name: str, value: object) -> None:
    """Give a widget a dynamic property that the style sheet speaks of, and draw it anew where it had another."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget)


def restyle(widget: QWidget) -> None:
    """Draw a widget anew after one of its dynamic properties changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def rule() -> QFrame:
    """A hairline across."""
    made = QFrame()
    made.setProperty("role", "rule")
    return made
