"""Papers as PDF: embedded faces, equal bytes for equal papers, whole files or none."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldapp.base.errors import FieldAppError
from fieldapp.documents.fonts import Faces, name_missing
from fieldapp.documents.landing import landing, settle
from fieldapp.documents.layout import Layout
from fieldapp.documents.outline import Paper, as_text
from fieldapp.documents.page import HEIGHT, LEFT, RIGHT, WIDTH, Code, Page, Words
from fieldapp.documents.qr import SIDE, qr_rows

HAIRLINE = "0.4 w 0.45 G"
"""Thin and grey, so that the words are seen first."""
_ONE = threading.Lock()
"""Faces are shared and reportlab cuts subsets out of them by a reading place: one file at a time."""


@dataclass(frozen=True)
class Drawn:
    """What was written. `missing`: characters that no face has, with their numbers; they were drawn as boxes."""

    path: Path
    papers: int
    pages: int
    missing: tuple[str, ...]


def write_pdf(
    path: Path, papers: Iterable[Paper], *, faces: Faces, duplex: bool = False, progress: Callable[[int], None] | None = None
) -> Drawn:
    """Write papers into one PDF, under another name until it is whole and on the disk.

    Args:
        duplex: for printing on both sides: each paper begins on a new sheet, and on the back of a sheet the margin for
            binding is at the right.
        progress: told the number of papers laid out so far; what it raises leaves no file behind.

    Raises:
        FieldAppError: there is no paper, or the place cannot be written.
    """
    with landing(path) as part:
        with part.open("wb") as file:
            drawn = _draw(file, path, papers, _Press(file, faces, duplex), progress)
        settle(part)
    return drawn


def _draw(file: Any, path: Path, papers: Iterable[Paper], press: _Press, progress: Callable[[int], None] | None) -> Drawn:
    letters: dict[str, None] = {}
    count = 0
    for count, paper in enumerate(papers, start=1):
        letters |= dict.fromkeys(as_text(paper))
        press.print(paper)
        if progress:
            progress(count)
    if not count:
        raise FieldAppError("没有要打印的内容。", "请先选择农户。")
    press.finish()
    return Drawn(path, count, press.pages, tuple(name_missing(press.faces.missing("".join(letters)))))


class _Press:
    """Puts papers on the pages of one PDF. The same words come again on every paper, so their code is made once."""

    def __init__(self, file: Any, faces: Faces, duplex: bool) -> None:
        from reportlab import rl_config
        from reportlab.pdfgen.canvas import Canvas

        rl_config.useA85 = 0  # pages are compressed bytes; told in letters they are larger and slower
        self.faces, self.pages, self._duplex = faces, 0, duplex
        self._layout = Layout(faces)
        first: Any = faces.text.name  # otherwise Helvetica, which is not embedded; the stubs take the name for a number
        self._canvas: Any = Canvas(file, (WIDTH, HEIGHT), pageCompression=1, invariant=1, initialFontName=first, lang="zh-CN")
        self._written: dict[tuple[str, int], str] = {}

    def print(self, paper: Paper) -> None:
        """Put one paper on as many pages as it needs."""
        if not self.pages:
            self._canvas.setTitle(paper.title)
        if self._duplex and self.pages % 2:
            self._turn()
        for page in self._layout.lay(paper):
            self._canvas.addLiteral(self._told(page))
            self._turn()

    def finish(self) -> None:
        """Embed the faces and write the file."""
        with _ONE:
            self._canvas.save()

    def _turn(self) -> None:
        self._canvas.showPage()
        self.pages += 1

    def _told(self, page: Page) -> str:
        """A page in the language of PDF."""
        back = self._duplex and self.pages % 2
        shift = f"1 0 0 1 {RIGHT - LEFT:.2f} 0 cm" if back else ""
        rules = " ".join(f"{x:.2f} {y:.2f} m {to_x:.2f} {to_y:.2f} l" for x, y, to_x, to_y in page.rules)
        words = [self._words(words) for words in page.words]
        return "\n".join([shift, f"{HAIRLINE} {rules} S", *words, *map(_code, page.codes)])

    def _words(self, words: Words) -> str:
        key = (words.text, id(words.type))
        written = self._written.get(key)
        if written is None:
            text = self._canvas.beginText()
            for face, piece in words.type.family.runs(words.text):
                text.setFont(face.name, words.type.size)
                text.textOut(piece)
            written = self._written[key] = text.getCode()
        return f"q 1 0 0 1 {words.x:.2f} {words.y:.2f} cm {written} Q"


def _code(code: Code) -> str:
    """A QR code as a picture of one bit a module, inside the page."""
    rows = b"".join((row << 32 - SIDE).to_bytes(4, "big") for row in qr_rows(code.text))
    picture = f"BI /W {SIDE} /H {SIDE} /IM true /D [1 0] /F /AHx ID {rows.hex()}> EI"
    return f"q {code.side:.2f} 0 0 {code.side:.2f} {code.x:.2f} {code.y:.2f} cm {picture} Q"
