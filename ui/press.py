"""Pages of a PDF as pictures: seen on the screen, put on the sheets of a printer. One page at a time is in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QImage, QPainter

from fieldapp.base.errors import FieldAppError

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PRINTED = 300
"""Dots per inch on paper."""
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
    done = 0
    try:
        for page, whole in _counted(pdf, PRINTED, grayscale=True):  # papers are black and grey; a quarter of the memory
            if done:
                printer.newPage()
            painter.drawImage(painter.viewport(), page)
            done += 1
            stepped(done, whole)
    except FieldAppError:
        printer.abort()
        raise
    finally:
        painter.end()
    return done


def _counted(pdf: bytes | Path, dots: float, **shape: bool) -> Iterator[tuple[QImage, int]]:
    """Each page, and how many there are. `shape`: of its dots, in the words of pypdfium2: grayscale or prefer_bgrx."""
    import pypdfium2

    opened: Callable[[bytes | Path], Any] = pypdfium2.PdfDocument
    with opened(pdf) as document:
        whole = len(document)
        for page in document:
            drawn = page.render(scale=dots / POINTS, **shape)
            form = QImage.Format.Format_Grayscale8 if drawn.n_channels == 1 else QImage.Format.Format_RGB32
            yield QImage(drawn.buffer, drawn.width, drawn.height, drawn.stride, form).copy(), whole
