"""A4 pages and what stands on them: words, hairlines, a code. Lengths are points from the lower left corner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from fieldapp.documents.breaking import broken, widest
from fieldapp.documents.fonts import Family

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT, TOP, BOTTOM = 26 * MM, 16 * MM, 16 * MM, 18 * MM
"""Margins; the left one is wide enough for binding."""
LINE = WIDTH - LEFT - RIGHT
BASE = 0.25
"""How far the base line stands above the bottom of its line, in shares of the leading."""
WHOLE = LINE / 3
"""Numbers and words up to this width are kept whole where a table has the room: 22 figures, and some more."""
_KEPT = 20_000
"""How many texts are kept from paper to paper."""


class Type:
    """How words are set: the faces, their size, and how far two lines stand apart."""

    def __init__(self, family: Family, size: float, leading: float) -> None:
        self.family, self.size, self.leading = family, size, leading
        self._wide: dict[str, float] = {}
        self._broken: dict[tuple[str, float], list[str]] = {}
        self._widest: dict[str, float] = {}

    def wide(self, text: str) -> float:
        """How wide a text is. The same words come again on every paper, so what was measured is kept."""
        known = self._wide.get(text)
        if known is None:
            if len(self._wide) >= _KEPT:
                self._wide.clear()
            known = self._wide[text] = self.family.width(text) * self.size / 1000
        return known

    def broken(self, text: str, width: float) -> list[str]:
        """A text in lines no wider than that, kept likewise."""
        known = self._broken.get((text, width))
        if known is None:
            if len(self._broken) >= _KEPT:
                self._broken.clear()
            known = self._broken[text, width] = broken(text, width, self.wide)
        return known

    def widest(self, text: str) -> float:
        """How wide a column must be so that it tears no number of a text, kept likewise."""
        known = self._widest.get(text)
        if known is None:
            if len(self._widest) >= _KEPT:
                self._widest.clear()
            known = self._widest[text] = widest(text, WHOLE, self.wide)
        return known


class Words(NamedTuple):
    """Words on a page: where they begin on their base line."""

    x: float
    y: float
    text: str
    type: Type


class Rule(NamedTuple):
    """A hairline."""

    x: float
    y: float
    to_x: float
    to_y: float


class Code(NamedTuple):
    """A QR code: its text, its lower left corner and its side."""

    text: str
    x: float
    y: float
    side: float


@dataclass
class Page:
    """What stands on one page."""

    words: list[Words] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
