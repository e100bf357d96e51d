"""The pictures of a practice village: walls, roofs and taps, drawn, so that the page of pictures shows what it is for.

They are drawn without antialiasing and written uncompressed: their bytes, and with them their ids, are then the same on
every machine. No two are alike, as no two photographs are.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from fieldapp.records.housing import Housing
from fieldapp.store.photos import Photos

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

_SIZE = (320, 240)
_PAIRS, _FRONTS, _TAPS = 3, 3, 2
"""How many of each there are at most: the village is made while somebody waits."""
_SKY, _WALL, _JOINT, _DARK, _ROOF, _WATER, _METAL, _GREEN, _PLASTER = range(9)
_COLOURS = ("#cfe3ee", "#d8d2c4", "#b0a898", "#40382c", "#8a4b3a", "#3a78a8", "#9aa4ab", "#7d9a68", "#f1ece0")


class Scenes:
    """Takes pictures while the story goes on. `at`: when they are kept, ISO 8601."""

    def __init__(self, photos: Photos, at: Callable[[], str]) -> None:
        self._photos, self._at = photos, at
        self._taken = {"pair": 0, "front": 0, "tap": 0}
        self._drawn = 0
        self.crack = self._take("裂缝.png", _cracked, None)
        """The picture on which decisions rest; nobody knows its day."""

    def of_house(self, house: Housing, day: dt.date) -> frozenset[str] | None:
        """Before and after the repair of a house, from the cameras; of some others the front, which came without a day."""
        if house.made_safe_on and self._some("pair", _PAIRS):
            before = dt.date(int(house.made_safe_on[:4]), 8, 12)
            return frozenset({self._take("修缮前.png", _cracked, before), self._take("修缮后.png", _mended, day)})
        if not house.made_safe_on and self._some("front", _FRONTS):
            return frozenset({self._take("房屋正面.png", _front, None)})
        return None

    def of_water(self, day: dt.date) -> frozenset[str] | None:
        """The tap of some families."""
        return frozenset({self._take("水龙头.png", _tap, day)}) if self._some("tap", _TAPS) else None

    def _some(self, kind: str, most: int) -> bool:
        self._taken[kind] += 1
        return self._taken[kind] <= most

    def _take(self, name: str, draw: Callable[[ImageDraw, int], None], day: dt.date | None) -> str:
        from PIL import Image, ImageDraw  # late: it costs 0.05 s of the start

        image = Image.new("P", _SIZE, _SKY)
        image.putpalette(bytes.fromhex("".join(colour[1:] for colour in _COLOURS)))
        draw(ImageDraw.Draw(image), self._drawn)
        self._drawn += 1
        written = io.BytesIO()
        image.save(written, "PNG", compress_level=0)
        return self._photos.add(name, written.getvalue(), self._at(), day=day)


def _bricks(draw: ImageDraw, top: int) -> None:
    for row in range(top, 240, 20):
        for begin in range(-40 * (row // 20 % 2) // 2, 320, 40):
            draw.rectangle((begin, row, begin + 40, row + 20), fill=_WALL, outline=_JOINT)


def _cracked(draw: ImageDraw, number: int) -> None:
    """A wall with a crack; each goes its own way."""
    _bricks(draw, 0)
    steps = [(150 + (number * 37 + place * 29) % 60 - 30, 10 + place * 27) for place in range(9)]
    draw.line(steps, fill=_DARK, width=4)


def _mended(draw: ImageDraw, number: int) -> None:
    """The wall plastered, with a ring beam above."""
    _bricks(draw, 0)
    draw.rectangle((40 + number * 6, 44, 270, 240), fill=_PLASTER, outline=_JOINT)
    draw.rectangle((0, 20, 320, 44), fill=_METAL)


def _front(draw: ImageDraw, number: int) -> None:
    """A house with door and windows, and hedges that stand elsewhere each time."""
    draw.rectangle((0, 200, 320, 240), fill=_GREEN)
    draw.polygon([(30, 100), (160, 40), (290, 100)], fill=_ROOF)
    draw.rectangle((50, 100, 270, 205), fill=_WALL, outline=_JOINT)
    draw.rectangle((140, 140, 180, 205), fill=_ROOF)
    for left in (75, 205):
        draw.rectangle((left, 130, left + 40, 165), fill=_WATER, outline=_DARK)
    for hedge in range(4):
        draw.ellipse((hedge * 60 + number * 4, 205, hedge * 60 + number * 4 + 28, 228), fill=_GREEN, outline=_DARK)


def _tap(draw: ImageDraw, number: int) -> None:
    """Water running into a bucket, fuller each time."""
    draw.rectangle((0, 0, 320, 240), fill=_WALL)
    draw.rectangle((0, 60, 150, 80), fill=_METAL, outline=_DARK)
    draw.rectangle((130, 60, 156, 104), fill=_METAL, outline=_DARK)
    draw.rectangle((138, 104, 148, 190), fill=_WATER)
    draw.polygon([(90, 150), (196, 150), (184, 232), (102, 232)], outline=_DARK, fill=_METAL)
    draw.rectangle((104, 220 - number * 5, 182, 230), fill=_WATER)
