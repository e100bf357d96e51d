"""Papers as PDF: embedded faces, equal bytes for equal papers, whole files or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldapp.documents.fonts import Faces, name_missing
from fieldapp.documents.landing import landing, settle
from fieldapp.documents.layout import HEIGHT, WIDTH, Layout, Page, Words
from fieldapp.documents.outline import Paper, as_text

HAIRLINE = 0.4
_BEGIN = "BT 1 0 0 1 0 0 Tm "
"""How the code of a text at the corner begins; its own place is put before it instead."""


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
    """Write papers into one PDF, under a temporary name until it is whole and on the disk.

    Args:
        duplex: each paper begins on an odd page, so that a two-sided print can be taken apart.
        progress: told the number of papers drawn so far; what it raises leaves no file behind.

    Raises:
        FieldAppError: the place cannot be written.
    """
    with landing(path) as part:
        with part.open("wb") as file:
            drawn = _draw(file, path, papers, faces, duplex, progress)
        settle(part)
    return drawn


def _draw(
    file: Any, path: Path, papers: Iterable[Paper], faces: Faces, duplex: bool, progress: Callable[[int], None] | None
) -> Drawn:
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0  # pages are compressed bytes; writing these as letters makes them larger and slower
    first: Any = faces.text.name  # the stubs take a name for a number
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT), invariant=1, initialFontName=first)
    layout, pen = Layout(faces), _Pen(canvas, faces)
    missing: dict[str, None] = {}
    count = pages = 0
    for count, paper in enumerate(papers, start=1):
        if count == 1:
            canvas.setTitle(paper.title)
        if duplex and pages % 2:
            canvas.showPage()
            pages += 1
        missing |= dict.fromkeys(faces.missing("".join(dict.fromkeys(as_text(paper)))))
        for page in layout.lay(paper):
            pen.page(page)
            pages += 1
        if progress:
            progress(count)
    canvas.save()
    return Drawn(path, count, pages, tuple(name_missing(missing)))


class _Pen:
    """Writes pages on a canvas. The same words come again on every plan, so their code is made once."""

    def __init__(self, canvas: Any, faces: Faces) -> None:
        self._canvas, self._faces = canvas, faces
        self._known: dict[tuple[str, float, str], str] = {}

    def page(self, page: Page) -> None:
        """Draw one page."""
        rules = " ".join(f"{x:.2f} {y:.2f} m {to_x:.2f} {to_y:.2f} l" for x, y, to_x, to_y in page.rules)
        words = "\n".join(f"1 0 0 1 {one.x:.2f} {one.y:.2f} Tm {self._code(one)}" for one in page.words)
        self._canvas.addLiteral(f"{HAIRLINE} w {rules} S\nBT\n{words}\nET")
        self._canvas.showPage()

    def _code(self, words: Words) -> str:
        key = (words.face.name, words.size, words.text)
        code = self._known.get(key)
        if code is None:
            text = self._canvas.beginText()
            for face, piece in self._faces.runs(words.text, words.face):
                text.setFont(face.name, words.size)
                text.textOut(piece)
            code = self._known[key] = text.getCode().removeprefix(_BEGIN).removesuffix("ET")
        return code
