"""Charts: figures drawn once, the same for screen and paper.

A bar always has its words and its number beside it, so that nothing is told by colour alone and a black and white
printer loses nothing. Lengths are points; on the screen a point is a pixel at 100 %.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fieldapp.documents.fonts import Faces

PAPER = {
    "ink": "#000000", "quiet": "#444444", "line": "#dddddd", "act": "#555555",
    "good": "#999999", "doubtful": "#777777", "bad": "#222222", "unknown": "#bbbbbb",
}  # fmt: skip
"""The roles of the theme as greys: official papers are black on white."""
_ROW = 26
_BAR = 14
_GAP = 10
_HIGH = 150
"""Of the tallest column."""
_SEEN = 2
"""Of a bar of one, so that it is never taken for none."""
_SMALL = 0.85
_CLIP = re.compile("<clipPath.*?</clipPath>", re.DOTALL)
"""What reportlab clips to is the whole chart, and Qt draws it as a black block."""


@dataclass(frozen=True)
class Bar:
    """One figure.

    Attributes:
        value: 0 or more.
        shown: what stands at the bar, such as 12/20 户.
        told: the figure in a whole sentence.
        tone: a role of the theme: act, good, doubtful, bad, unknown.
        whole: of what the value is a part; 0 where it is none.
    """

    label: str
    value: int
    shown: str
    told: str
    tone: str = "act"
    whole: int = 0


@dataclass(frozen=True)
class Ink:
    """What a chart is drawn with.

    Attributes:
        colours: role → #rrggbb.
        size: of the letters.
        pieces: a text as it is set: name of the face, text, and its width in thousandths of the size.
    """

    colours: Mapping[str, str]
    size: float
    pieces: Callable[[str], Sequence[tuple[str, str, float]]]

    @classmethod
    def of_screen(cls, colours: Mapping[str, str], face: str, size: float) -> Ink:
        """Letters that the screen sets itself: Chinese ones are square, others about half as wide."""
        return cls(colours, size, lambda text: [(face, text, sum(1000 if ord(char) > 0x2E7F else 560 for char in text))])

    @classmethod
    def of_paper(cls, faces: Faces, size: float = 10) -> Ink:
        """Letters embedded from the faces of the machine; what one lacks another lends."""
        return cls(PAPER, size, lambda text: [(face.name, run, faces.text.width(run)) for face, run in faces.text.runs(text)])

    def wide(self, text: str, share: float = 1) -> float:
        """How wide a text is, in points."""
        return sum(width for _, _, width in self.pieces(text)) * self.size * share / 1000


@dataclass(frozen=True)
class Spot:
    """Where a figure stands: its upper left corner from that of the chart, its size, and what it tells."""

    x: float
    y: float
    width: float
    height: float
    told: str


@dataclass(frozen=True)
class Chart:
    """A chart that is drawn.

    Attributes:
        drawing: of reportlab.graphics.
        spots: one for each bar, in their order.
        text: the same in words, for those who do not see it.
    """

    title: str
    drawing: Any
    width: float
    height: float
    spots: tuple[Spot, ...]
    text: str

    def svg(self) -> bytes:
        """The chart for the screen."""
        from reportlab.graphics import renderSVG

        told: str = renderSVG.drawToString(self.drawing)
        return _CLIP.sub("", told).encode("utf-8")


class _Sheet:
    """A drawing under way; `y` is counted downwards, as it is read."""

    def __init__(self, ink: Ink, width: float, height: float) -> None:
        from reportlab.graphics.shapes import Drawing

        self.ink, self.height = ink, height
        first: dict[str, Any] = {"initialFontName": ink.pieces("村")[0][0]}  # otherwise Helvetica, which is not embedded
        self.drawing: Any = Drawing(width, height, **first)

    def block(self, x: float, y: float, width: float, height: float, role: str) -> None:
        from reportlab.graphics.shapes import Rect
        from reportlab.lib.colors import HexColor

        look: dict[str, Any] = {"fillColor": HexColor(self.ink.colours[role]), "strokeColor": None, "strokeWidth": 0}
        self.drawing.add(Rect(x, self.height - y - height, width, height, **look))

    def words(self, x: float, y: float, text: str, role: str = "ink", share: float = 1) -> None:
        """Words that begin at `x` on the base line `y`."""
        from reportlab.graphics.shapes import String
        from reportlab.lib.colors import HexColor

        size, colour = self.ink.size * share, HexColor(self.ink.colours[role])
        for face, run, width in self.ink.pieces(text):
            self.drawing.add(String(x, self.height - y, run, fontName=face, fontSize=size, fillColor=colour))
            x += width * size / 1000


def lying(title: str, bars: Sequence[Bar], ink: Ink, width: float) -> Chart:
    """Bars lying one under another: the label before each, its figure behind it. Those with a whole lie in a grey lane."""
    row, thick = _ROW * ink.size / 13, _BAR * ink.size / 13
    begin = max((ink.wide(bar.label) for bar in bars), default=0) + _GAP
    room = max(width - begin - max((ink.wide(bar.shown) for bar in bars), default=0) - _GAP, 1)
    most = max((max(bar.value, bar.whole) for bar in bars), default=0)
    sheet, spots = _Sheet(ink, width, row * len(bars)), []
    for place, bar in enumerate(bars):
        top, base = place * row, place * row + row / 2 + ink.size * 0.35
        lane = room if bar.whole else 0
        long = _length(bar.value, bar.whole or most, room)
        if lane:
            sheet.block(begin, top + (row - thick) / 2, lane, thick, "line")
        if long:
            sheet.block(begin, top + (row - thick) / 2, long, thick, bar.tone)
        sheet.words(0, base, bar.label)
        sheet.words(begin + max(lane, long) + (_GAP if lane or long else 0), base, bar.shown)
        spots.append(Spot(0, top, width, row, bar.told))
    return Chart(title, sheet.drawing, width, sheet.height, tuple(spots), _text(title, bars))


def standing(title: str, bars: Sequence[Bar], ink: Ink, width: float) -> Chart:
    """Columns side by side in time, the number above and the label beneath each; labels are left out where they would touch."""
    each = width / max(len(bars), 1)
    thick, line = min(each * 0.6, _ROW * ink.size / 13), ink.size * 1.4
    most, high = max((bar.value for bar in bars), default=0), _HIGH * ink.size / 13
    every = 1 + int(max((ink.wide(bar.label, _SMALL) for bar in bars), default=0) * 1.15 / each)
    sheet, spots = _Sheet(ink, width, line + high + line), []
    sheet.block(0, line + high, width, 1, "line")
    for place, bar in enumerate(bars):
        left, middle = place * each, place * each + each / 2
        tall = _length(bar.value, most, high)
        if tall:
            sheet.block(middle - thick / 2, line + high - tall, thick, tall, bar.tone)
        sheet.words(middle - ink.wide(bar.shown) / 2, line + high - tall - ink.size * 0.35, bar.shown, "ink" if tall else "quiet")
        if (len(bars) - 1 - place) % every == 0:
            begin = min(max(middle - ink.wide(bar.label, _SMALL) / 2, 0), width - ink.wide(bar.label, _SMALL))
            sheet.words(begin, line + high + line - ink.size * 0.25, bar.label, "quiet", _SMALL)
        spots.append(Spot(left, 0, each, sheet.height, bar.told))
    return Chart(title, sheet.drawing, width, sheet.height, tuple(spots), _text(title, bars))


def _length(value: int, most: int, room: float) -> float:
    return max(min(value / most, 1) * room, _SEEN) if value and most else 0


def _text(title: str, bars: Sequence[Bar]) -> str:
    return f"{title}：{'；'.join(bar.told for bar in bars)}。"


def charts_pdf(heading: str, charts: Sequence[Chart], ink: Ink) -> bytes:
    """Charts under their titles on pages of A4; equal charts give equal bytes. `ink`: what they are drawn with."""
    from reportlab.graphics import renderPDF
    from reportlab.pdfgen.canvas import Canvas

    from fieldapp.documents.page import BOTTOM, HEIGHT, LEFT, TOP, WIDTH

    written = io.BytesIO()
    first: Any = ink.pieces("村")[0][0]  # otherwise Helvetica, which is not embedded; the stubs take the name for a number
    canvas: Any = Canvas(written, (WIDTH, HEIGHT), invariant=1, initialFontName=first, lang="zh-CN")
    canvas.setTitle(heading)
    y = HEIGHT - TOP
    for title, chart in [(heading, None), *((chart.title, chart) for chart in charts)]:
        head = _headline(title, ink, 1.2 if chart else 1.6)
        height = head.height + (chart.height + 2 * _GAP if chart else _GAP)
        if y - height < BOTTOM:
            canvas.showPage()
            y = HEIGHT - TOP
        renderPDF.draw(head.drawing, canvas, LEFT, y - head.height)
        if chart:
            renderPDF.draw(chart.drawing, canvas, LEFT, y - head.height - chart.height)
        y -= height
    canvas.save()
    return written.getvalue()


def _headline(title: str, ink: Ink, share: float) -> _Sheet:
    sheet = _Sheet(ink, 1, ink.size * share * 2)
    sheet.words(0, ink.size * share * 1.2, title, "ink", share)
    return sheet
