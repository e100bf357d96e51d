"""Pictures on the screen: where they are kept, as forms see it, and a strip of them to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QMimeData, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QImage,
    QImageReader,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from fieldapp.base.errors import FieldAppError
from ui.forms.large import Large
from ui.tasks import wait_for
from ui.theme import worn

if TYPE_CHECKING:
    import datetime as dt

    from fieldapp.store.survey import Survey
    from ui.session import Session

FILES = "照片 (*.jpg *.jpeg *.png *.webp *.bmp)"
NONE_YET = "还没有照片"
KEEPING = "正在收存……"
MISSING = "照片\n不见了"
MORE = "＋ 再选"
SIDE = 64
"""Of one picture in a strip, in pixels at 100 %."""
_GAP = 8
_THUMB = 256
"""The longest side of a picture that is kept at hand once it was shown; larger ones are read anew each time."""
_AT_HAND = 300
"""So many are kept at hand."""
_AT_ONCE = 0.03
"""Seconds of reading after which the others wait for the next turn: one of a camera takes 0.02 to 0.05."""
_FORMATS = (QImage.Format.Format_RGB888, QImage.Format.Format_RGBA8888)
"""Of a picture that is pasted: without and with places that are seen through."""


class Album(QObject):
    """The pictures beside the survey, as forms see them. What cannot be kept is told and left out."""

    came = Signal()  # some that were not at hand when they were asked for can be asked for again

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._thumbs: dict[tuple[str, int], QImage | None] = {}
        self._spent = 0.0

    def chosen(self) -> list[Path]:
        """The files that the person chooses."""
        return self._session.messages.files_to_open("选择照片", Path.home(), FILES)

    def keep(self, files: Sequence[Path], *, evidence: bool = True) -> list[str]:
        """Keep these files for ever; the digests of those that could be kept. `evidence`: whether as they were taken.

        Nothing can be saved before they are (`wait_for`), so that no form leaves without its pictures.
        """
        from fieldapp.desk.picturing import keep_picture

        return self._kept(partial(keep_picture, self._session.survey, file, evidence=evidence) for file in files)

    def _kept(self, ways: Iterable[Callable[[], str]]) -> list[str]:
        """The digests of pictures that are kept in these ways, one after another; what cannot be kept is told afterwards."""
        kept, troubles = [], []
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # a large picture takes a third of a second
        try:
            for keep in ways:
                try:
                    kept.append(wait_for(keep))
                except FieldAppError as trouble:
                    troubles.append(trouble)
        finally:
            QGuiApplication.restoreOverrideCursor()
        for refusal in troubles:
            self._session.messages.tell(refusal)
        return kept

    def take(self, brought: QMimeData, *, evidence: bool = True) -> list[str]:
        """Keep what was dropped or pasted: files, or a picture without one."""
        files = [Path(url.toLocalFile()) for url in brought.urls() if url.isLocalFile()]
        if files or not brought.hasImage():
            return self.keep(files, evidence=evidence)
        return self._kept([partial(_keep_image, self._session.survey, QImage(brought.imageData()), evidence=evidence)])

    def today(self) -> dt.date:
        """The calendar day where the machine stands."""
        return self._session.today()

    def undated(self, digests: Sequence[str]) -> list[str]:
        """Those of which nobody knows the day."""
        return [digest for digest, photo in self._session.survey.photos.known(digests).items() if photo.day is None]

    def say_day(self, digests: Sequence[str], day: dt.date) -> None:
        """Keep the day on which these pictures were taken."""
        try:
            self._session.survey.photos.say_day(digests, day)
        except FieldAppError as trouble:
            self._session.messages.tell(trouble)

    def told(self, digest: str) -> str:
        """When and where a picture was taken, in words."""
        photo = self._session.survey.photos.known([digest]).get(digest)
        if photo is None:
            return ""
        day = f"{photo.day} 拍摄" if photo.day else f"拍摄日期不知道，{photo.at[:10]} 录入"
        return f"{day} · 定位 {photo.place}" if photo.place else day

    def look(self, digest: str, longest: int) -> QImage | None:
        """A picture, upright, no side longer than so many pixels; None where it is missing or altered."""
        key = (digest, longest)
        if key in self._thumbs:
            return self._thumbs[key]
        image = self._read(digest, longest)
        if longest <= _THUMB:
            self._thumbs[key] = image
            if len(self._thumbs) > _AT_HAND:
                del self._thumbs[next(iter(self._thumbs))]
        return image

    def glimpse(self, digest: str, longest: int) -> QImage | None:
        """As `look`; but an empty image where enough were read for one painting of the window: see `came`."""
        if self._spent > _AT_ONCE and (digest, longest) not in self._thumbs:
            return QImage()
        if not self._spent:
            QTimer.singleShot(0, self, self._on_painted)
        begin = perf_counter()
        image = self.look(digest, longest)
        self._spent += perf_counter() - begin
        return image

    def _on_painted(self) -> None:
        late, self._spent = self._spent > _AT_ONCE, 0.0
        if late:
            self.came.emit()

    def _read(self, digest: str, longest: int) -> QImage | None:
        try:
            picture = self._session.survey.photos.screen(digest)
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


def _keep_image(survey: Survey, image: QImage, *, evidence: bool) -> str:
    """Keep an image that has no file, in any thread; returns its digest. Raises: FieldAppError, see `keep_picture`."""
    from fieldapp.desk.picturing import keep_picture

    with TemporaryDirectory() as folder:
        pasted = Path(folder) / "粘贴的照片.png"
        _save(image.convertToFormat(_FORMATS[image.hasAlphaChannel()]), pasted)
        return keep_picture(survey, pasted, evidence=evidence)


def _save(image: QImage, path: Path) -> None:
    """Save an image of `_FORMATS`: Qt's own writer would let no other thread run, for a second and more."""
    from PIL import Image  # late: it costs 0.05 s of the start

    mode = "RGBA" if image.hasAlphaChannel() else "RGB"
    size, line = (image.width(), image.height()), image.bytesPerLine()
    bits: Any = image.constBits()  # a memoryview, which Pillow takes; to copy it would let no other thread run
    Image.frombuffer(mode, size, bits, "raw", mode, line, 1).save(path, compress_level=1)


class Strip(QWidget):
    """Pictures side by side, one of them chosen; a double click or the down key shows it large."""

    pressed = Signal()  # where there is no picture
    brought = Signal(QMimeData)

    def __init__(self, album: Album | None, *, takes: bool = False, side: int = SIDE) -> None:
        """
        Args:
            takes: whether pictures can be dropped here.
            side: of one picture, in pixels at 100 %.
        """
        super().__init__()
        self._album, self._takes, self._side = album, takes, side
        self.prompt = NONE_YET
        self._keeps = False
        self.digests: list[str] = []
        self.among: Sequence[tuple[str, str]] = ()
        """What is leafed through when a picture is shown large, where that is more than stands here: digest, what is told."""
        self.chosen = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(takes)
        if album:
            album.came.connect(self.update)
        self._fit()

    def show_pictures(self, digests: Sequence[str]) -> None:
        """Show these pictures; the last one is chosen."""
        self.digests = list(digests)
        self.chosen = len(self.digests) - 1
        self._fit()

    def show_keeping(self, *, keeps: bool) -> None:
        """Say, or say no more, that pictures are being kept."""
        self._keeps = keeps
        self.update()

    @property
    def missing(self) -> list[str]:
        """The pictures that the companion file does not have."""
        return [digest for digest in self.digests if self._image(digest) is None]

    def enlarge(self) -> None:
        """Show the chosen picture large, the others by the arrows; Escape puts it away."""
        if self._album and self.chosen >= 0 and self._image(self.digests[self.chosen]):
            shown = self.among or [(digest, self._album.told(digest)) for digest in self.digests]
            places = [place for place, (digest, _) in enumerate(shown) if digest == self.digests[self.chosen]]
            Large(self, self._album.look, shown, places[:1]).open()

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
            painter.drawText(self.rect().adjusted(theme.px(13), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, KEEPING if self._keeps else self.prompt)
        for place in range(len(self.digests)):
            if event.rect().intersects(self._tile(place)):
                self._paint_tile(painter, place)
        if self._takes and self.digests:
            painter.setPen(theme.colour("quiet"))
            painter.drawText(self._tile(len(self.digests)), Qt.AlignmentFlag.AlignCenter, KEEPING if self._keeps else MORE)

    def _paint_tile(self, painter: QPainter, place: int) -> None:
        theme, tile = worn(), self._tile(place)
        image = self._album.glimpse(self.digests[place], self._longest) if self._album else None
        if image is None:
            painter.fillRect(tile, theme.colour("bad_ground"))
            painter.setPen(theme.colour("bad"))
            painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, MISSING)
        elif image.isNull():
            painter.fillRect(tile, theme.colour("line"))
        else:
            square = min(image.width(), image.height())
            middle = QRect((image.width() - square) // 2, (image.height() - square) // 2, square, square)
            painter.drawImage(tile, image, middle)
        if self.hasFocus() and place == self.chosen:
            painter.setPen(QPen(theme.colour("act"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(tile)

    @property
    def _longest(self) -> int:
        return min(2 * worn().px(self._side), _THUMB)

    def _image(self, digest: str) -> QImage | None:
        return self._album.look(digest, self._longest) if self._album else None

    def _tile(self, place: int) -> QRect:
        side, gap = worn().px(self._side), worn().px(_GAP)
        row, column = divmod(place, self._beside())
        inset = gap if self._takes else 0
        return QRect(inset + column * (side + gap), inset + row * (side + gap), side, side)

    def _beside(self) -> int:
        """How many pictures find room in one row."""
        return max(1, (self.width() - worn().px(_GAP)) // worn().px(self._side + _GAP))

    def _fit(self) -> None:
        """Be as high as a field, or as the pictures."""
        tiles = len(self.digests) + self._takes
        last = self._tile(tiles - 1).bottom() + 1 + (worn().px(_GAP) if self._takes else 0)
        self.setFixedHeight(last if self.digests else worn().size("field"))
        self.update()
