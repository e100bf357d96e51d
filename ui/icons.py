"""Our icons: lines on a field of 20, drawn in the colour of a role of the theme. Qt's SVG comes in with the first of them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from ui.theme import RESOURCES, worn

INK = "currentColor"
"""What stands in the drawings where the colour of the role goes."""


def blank(width: int, height: int, ratio: float = 1.0) -> QPixmap:
    """An empty picture of that many pixels of the window, on a screen with `ratio` points to the pixel."""
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def drawn(name: str, role: str, length: int, *, after: int = 0, ratio: float = 1.0) -> QPixmap:
    """An icon as a square picture.

    Args:
        name: of the file under resources/icons, without its ending.
        role: of the theme, whose colour the lines have.
        length: of a side, in pixels of the window.
        after: free pixels at its right.
        ratio: points of the screen to a pixel of the window.
    """
    from PySide6.QtSvg import QSvgRenderer  # late: nothing of it is needed before the first paint

    source = (RESOURCES / "icons" / f"{name}.svg").read_text("utf-8").replace(INK, worn().colours[role])
    picture = blank(length + after, length, ratio)
    painter = QPainter(picture)
    QSvgRenderer(source.encode()).render(painter, QRectF(0, 0, length, length))
    painter.end()
    return picture
