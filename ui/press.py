"""Pages of a PDF as pictures: seen on the screen, put on the sheets of a printer. One page at a time is in memory."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from fieldapp.base.errors import FieldAppError

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PRINTED = 300
"""Dots per inch on paper."""
BAND = 96
"""At most so many lines of dots are given to the printer at once: Qt keeps the interpreter meanwhile, 6 ms instead of 200 a page."""
ALIKE = 3
"""So many lines of dots that are all alike hold nothing but paper and upright rules: no seam is seen among them."""
POINTS = 72

Stepped = Callable[[int, int], None]
"""Told how many pages of how many were given to the printer; what it raises stops the printing."""


def pages(pdf: bytes | Path, dots: float) -> Iterator[QImage]:
    """The pages of a PDF, one after another, as pictures of so many dots per inch."""
    for page, _ in _counted(pdf, dots, prefer_bgrx=True):
        yield page


def print_pages(printer: QPrinter, pdf: bytes | Path, stepped: Stepped) -> int:
    """Put each page on a sheet of its own, as large as the paper, and return how many there are. For the lane.

    Raises:
        FieldAppError: the printer takes nothing.
    """
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise FieldAppError("打印机没有接收。", "请看看打印机是不是开着、有没有纸，再打印一次。")
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)  # writing as sharp as it was drawn
    done, counted = 0, _counted(pdf, PRINTED, grayscale=True)
    try:
        for page, whole in counted:  # papers are black and grey; a quarter of the memory
            if done:
                printer.newPage()
            _draw(painter, page)
            done += 1
            stepped(done, whole)
    except FieldAppError:
        printer.abort()
        raise
    finally:
        counted.close()  # and the file with it: Windows lets nobody remove one that is open, and whoever made it does so now
        painter.end()
    return done


def _draw(painter: QPainter, page: QImage) -> None:
    """Put a page on the sheet band by band; each reaches one line into the next, so that upright rules are whole."""
    sheet, height = painter.viewport(), page.height()
    tall = sheet.height() / height
    for top, bottom in pairwise(_cuts(page)):
        lines = min(bottom + 1, height) - top
        painter.drawImage(QRectF(0, top * tall, sheet.width(), lines * tall), page, QRectF(0, top, page.width(), lines))


def _cuts(page: QImage) -> list[int]:
    """Where a page may be cut, from its top to its bottom: between lines that are alike, at most a band apart."""
    dots, stride, height = page.constBits(), page.bytesPerLine(), page.height()
    lines = [bytes(dots[at * stride : (at + 1) * stride]) for at in range(height)]
    cuts = [0]
    while (top := cuts[-1]) < height:
        lowest = top + BAND
        blank = (at for at in range(lowest, top, -1) if len(set(lines[at - 1 : at - 1 + ALIKE])) == 1)
        cuts.append(height if lowest >= height else next(blank, lowest))
    return cuts


def _counted(pdf: bytes | Path, dots: float, **shape: bool) -> Generator[tuple[QImage, int], None, None]:
    """Each page, and how many there are. `shape`: of its dots, in the words of pypdfium2: grayscale or prefer_bgrx."""
    import pypdfium2

    opened: Callable[[bytes | Path], Any] = pypdfium2.PdfDocument
    with opened(pdf) as document:
        whole = len(document)
        for page in document:
            drawn = page.render(scale=dots / POINTS, **shape)
            form = QImage.Format.Format_Grayscale8 if drawn.n_channels == 1 else QImage.Format.Format_RGB32
            yield QImage(drawn.buffer, drawn.width, drawn.height, drawn.stride, form).copy(), whole
