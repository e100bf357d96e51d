"""Pictures on the screen: a strip of them to look at, and the box that takes more of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QMimeData, QRect, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QImage,
    QImageReader,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from fieldapp.base.errors import FieldAppError
from ui.forms.boxes import SAME, Editor
from ui.theme import label, worn

if TYPE_CHECKING:
    from ui.session import Session

FILES = "照片 (*.jpg *.jpeg *.png *.webp *.bmp)"
NONE_YET = "还没有照片"
OFFER = "点这里选照片，或按空格键"
MISSING = "照片\n不见了"
MORE = "＋ 再选"
SIDE = 64
"""Of one picture in a strip, in pixels at 100 %."""
_GAP = 8
_LARGE = 1600
"""The longest side of a picture shown large, in pixels."""
_CLEARING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class Album:
    """The pictures beside the survey, as forms see them. What cannot be kept is told and left out."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.look = lru_cache(maxsize=100)(self._look)

    def choose(self) -> list[str]:
        """Let the person choose files; the digests of the pictures that were kept."""
        return self.keep(self._session.messages.files_to_open("选择照片", Path.home(), FILES))

    def keep(self, files: Sequence[Path]) -> list[str]:
        """Keep these files for ever; the digests of those that could be kept."""
        from fieldapp.desk.picturing import keep_picture

        kept = []
        for file in files:
            try:
                kept.append(keep_picture(self._session.survey, file))
            except FieldAppError as trouble:
                self._session.messages.tell(trouble)
        return kept

    def take(self, brought: QMimeData) -> list[str]:
        """Keep what was dropped or pasted: files, or a picture without one."""
        files = [Path(url.toLocalFile()) for url in brought.urls() if url.isLocalFile()]
        if files or not brought.hasImage():
            return self.keep(files)
        with TemporaryDirectory() as folder:
            pasted = Path(folder) / "粘贴的照片.png"
            QImage(brought.imageData()).save(str(pasted))
            return self.keep([pasted])

    def _look(self, digest: str, longest: int) -> QImage | None:
        """A picture, upright, no side longer than so many pixels; None where it is missing or altered."""
        try:
            picture = self._session.survey.photos.get(digest)
        except FieldAppError:
            return None
        buffer = QBuffer()
        buffer.setData(QByteArray(picture))
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)
        size = reader.size()
        if size.isValid() and max(size.width(), size.height()) > longest:
            reader.setScaledSize(size.scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio))
        image = reader.read()
        return None if image.isNull() else image


class Strip(QWidget):
    """Pictures side by side, one of them chosen; a double click or the down key shows it large."""

    pressed = Signal()  # where there is no picture
    brought = Signal(QMimeData)

    def __init__(self, album: Album | None, *, takes: bool = False) -> None:
        """`takes`: whether pictures can be dropped here."""
        super().__init__()
        self._album, self._takes = album, takes
        self.prompt = NONE_YET
        self.digests: list[str] = []
        self.chosen = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(takes)
        self._fit()

    def show_pictures(self, digests: Sequence[str]) -> None:
        """Show these pictures; the last one is chosen."""
        self.digests = list(digests)
        self.chosen = len(self.digests) - 1
        self._fit()

    @property
    def missing(self) -> list[str]:
        """The pictures that the companion file does not have."""
        return [digest for digest in self.digests if self._image(digest) is None]

    def enlarge(self) -> None:
        """Show the chosen picture large; Escape puts it away."""
        if self._album and self.chosen >= 0 and (image := self._album.look(self.digests[self.chosen], _LARGE)):
            Large(image, self).open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_Down:
            self.enlarge()
        elif step and self.digests:
            self.chosen = (self.chosen + step) % len(self.digests)
            self.update()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = [place for place in range(len(self.digests)) if self._tile(place).contains(event.position().toPoint())]
        if at:
            self.chosen = at[0]
            self.update()
        else:
            self.pressed.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.enlarge()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.brought.emit(event.mimeData())

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = worn(), QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(theme.font("note" if self.digests else "text"))
        if self._takes:
            painter.setPen(QPen(theme.colour("act" if self.hasFocus() else "edge"), 2 if self.hasFocus() else 1))
            painter.setBrush(theme.colour("sheet"))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.px(5), theme.px(5))
        if not self.digests:
            painter.setPen(theme.colour("quiet"))
            painter.drawText(self.rect().adjusted(theme.px(13), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.prompt)
        for place in range(len(self.digests)):
            self._paint_tile(painter, place)
        if self._takes and self.digests:
            painter.setPen(theme.colour("quiet"))
            painter.drawText(self._tile(len(self.digests)), Qt.AlignmentFlag.AlignCenter, MORE)

    def _paint_tile(self, painter: QPainter, place: int) -> None:
        theme, tile = worn(), self._tile(place)
        if image := self._image(self.digests[place]):
            square = min(image.width(), image.height())
            middle = QRect((image.width() - square) // 2, (image.height() - square) // 2, square, square)
            painter.drawImage(tile, image, middle)
        else:
            painter.fillRect(tile, theme.colour("bad_ground"))
            painter.setPen(theme.colour("bad"))
            painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, MISSING)
        if self.hasFocus() and place == self.chosen:
            painter.setPen(QPen(theme.colour("act"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(tile)

    def _image(self, digest: str) -> QImage | None:
        return self._album.look(digest, 2 * worn().px(SIDE)) if self._album else None

    def _tile(self, place: int) -> QRect:
        side, gap = worn().px(SIDE), worn().px(_GAP)
        row, column = divmod(place, self._beside())
        inset = gap if self._takes else 0
        return QRect(inset + column * (side + gap), inset + row * (side + gap), side, side)

    def _beside(self) -> int:
        """How many pictures find room in one row."""
        return max(1, (self.width() - worn().px(_GAP)) // worn().px(SIDE + _GAP))

    def _fit(self) -> None:
        """Be as high as a field, or as the pictures."""
        tiles = len(self.digests) + self._takes
        last = self._tile(tiles - 1).bottom() + 1 + (worn().px(_GAP) if self._takes else 0)
        self.setFixedHeight(last if self.digests else worn().size("field"))
        self.update()


class Large(QDialog):
    """One picture in a window of its own."""

    def __init__(self, image: QImage, before: QWidget) -> None:
        super().__init__(before.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("照片")
        room = before.window().size() * 0.9
        if image.width() > room.width() or image.height() > room.height():
            image = image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        shown = label("")
        shown.setPixmap(QPixmap.fromImage(image))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(shown)


class PicturesEditor(Editor):
    """Takes pictures from files, from the clipboard or dropped; each is kept at once beside the survey."""

    def __init__(self, album: Album | None) -> None:
        """`album`: where pictures are kept; None where a form is shown without a survey."""
        self._strip = Strip(album, takes=True)
        super().__init__(self._strip)
        self._album = album
        self._strip.prompt = OFFER
        self._strip.pressed.connect(self._choose)
        self._strip.brought.connect(self._take)

    def show_text(self, text: str) -> None:
        self._strip.show_pictures(text.split())

    def prompt(self, text: str) -> None:
        self._strip.prompt = text
        self._strip.update()

    def keys(self) -> str:
        told = "空格 选照片  Ctrl+V 粘贴"
        return f"{told}  ← → 换一张  ↓ 放大  Delete 拿掉" if self._strip.digests else f"{told}  也可以把文件拖进来"

    def press(self, event: QKeyEvent) -> bool:
        if super().press(event):
            return True
        if self.repeats and event.text() in SAME:
            self.same.emit()
        elif event.key() == Qt.Key.Key_Space:
            self._choose()
        elif event.key() in _CLEARING:
            self._remove()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._take(QGuiApplication.clipboard().mimeData())
        else:
            return False
        return True

    def _choose(self) -> None:
        if self._album:
            self._add(self._album.choose())

    def _take(self, brought: QMimeData) -> None:
        if self._album:
            self._add(self._album.take(brought))

    def _add(self, digests: list[str]) -> None:
        if fresh := [digest for digest in dict.fromkeys(digests) if digest not in self._strip.digests]:
            self._show([*self._strip.digests, *fresh])

    def _remove(self) -> None:
        if (at := self._strip.chosen) >= 0:
            self._show([digest for place, digest in enumerate(self._strip.digests) if place != at])

    def _show(self, digests: list[str]) -> None:
        self._strip.show_pictures(digests)
        self.typed.emit(" ".join(sorted(digests)))
