"""Pictures shown large in a window of their own: one, or two beside each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import label, worn

Look = Callable[[str, int], QImage | None]
"""Digest, and the longest side in pixels → the picture; None where it is missing."""
Shown = tuple[str, str]
"""Digest, and what is told under the picture."""
GONE = "照片不见了，请从备份里恢复。"
_ONE = "← → 换一张    Esc 关闭"
_TWO = "← → 换一张    Tab 换一边    Esc 关闭"
_STEPS = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_Space: 1,
}  # fmt: skip


class Pane(QWidget):
    """One picture as large as there is room; the arrows lead to the next one, and round."""

    def __init__(self, look: Look, pictures: Sequence[Shown], place: int, *, framed: bool) -> None:
        """`framed`: whether it is to be seen that the cursor is here."""
        super().__init__()
        self._look, self._pictures, self._framed = look, list(pictures), framed
        self.place = place
        self._image: QImage | None = None
        self.caption = label("", wraps=True)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        column.addWidget(self.caption)
        self.go(place)

    @property
    def digest(self) -> str:
        """The picture that is shown."""
        return self._pictures[self.place][0]

    def go(self, place: int) -> None:
        """Show the picture at this place; behind the last comes the first."""
        self.place = place % len(self._pictures)
        told = self._pictures[self.place][1]
        count = f"{self.place + 1} / {len(self._pictures)}    " if len(self._pictures) > 1 else ""
        self.caption.setText(count + told)
        self.setAccessibleName(f"照片 {count}{told}")
        self._image = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step:
            self.go(self.place + step)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._image = None
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, room = worn(), QPainter(self), self._room()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._image is None:
            self._image = self._look(self.digest, round(max(room.width(), room.height()) * self.devicePixelRatioF()))
        if self._image:
            size = self._image.size()
            if size.width() > room.width() or size.height() > room.height():
                size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            drawn = QRect(room.topLeft(), size)
            drawn.moveCenter(room.center())
            painter.drawImage(drawn, self._image)
        else:
            painter.setPen(theme.colour("bad"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, GONE)
        if self._framed and self.hasFocus():
            painter.setPen(QPen(theme.colour("act"), 2))
            painter.drawRect(room.adjusted(1, 1, -1, -1))

    def _room(self) -> QRect:
        return self.rect().adjusted(0, 0, 0, -self.caption.height() - worn().px(8))


class Large(QDialog):
    """Pictures before everything else; Escape puts them away."""

    def __init__(self, before: QWidget, look: Look, pictures: Sequence[Shown], places: Sequence[int]) -> None:
        """
        Args:
            before: a widget of the window that this one stands before, nearly as large.
            places: which pictures are shown at first; each gets a pane of its own.
        """
        super().__init__(before.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("前后对比" if len(places) > 1 else "照片")
        theme = worn()
        self.panes = [Pane(look, pictures, place, framed=len(places) > 1) for place in places]
        row = QHBoxLayout()
        row.setSpacing(theme.size("gap"))
        for pane in self.panes:
            row.addWidget(pane, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.size("gap"), theme.size("gap"), theme.size("gap"), theme.px(8))
        column.addLayout(row, 1)
        if len(pictures) > 1:
            keys = label(_TWO if len(places) > 1 else _ONE, "note")
            keys.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(keys)
        self.resize(before.window().size() * 0.94)
        self.panes[-1].setFocus()
