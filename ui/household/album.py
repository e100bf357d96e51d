"""照片: every picture of the family, record by record and day by day; two of one building beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from ui.buttons import Button
from ui.forms.large import Large
from ui.forms.pictures import Album, Strip
from ui.forms.taking import DayLine
from ui.household.page import Home, HomePage
from ui.page import Sheet
from ui.theme import label

if TYPE_CHECKING:
    from fieldapp.desk.picturing import Pictured
    from fieldapp.store.photos import Photos as Companion

NOTHING = "这一户还没有照片。填写住房、饮水时，在照片那一问里拖进来、粘贴或选择文件。"
UNDATED = "拍摄日期不知道"
SIDE = 112
"""Of one picture, in pixels at 100 %."""


class Photos(HomePage):
    """Pictures are looked at here; they are taken where the question is that they answer."""

    def __init__(self, album: Album, companion: Companion) -> None:
        super().__init__(scrolls=True)
        self._album, self._companion = album, companion
        self.sheets: list[Shown] = []
        self._nothing = Sheet()
        self._nothing.column.addWidget(label(NOTHING, wraps=True))
        self.main.addWidget(self._nothing)
        self.main.addStretch()

    def _show(self, home: Home) -> None:
        from fieldapp.desk.picturing import pictures_of

        found = pictures_of(home.dossier, self._companion)
        for sheet in self.sheets:
            self.main.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()
        self._nothing.setVisible(not found)
        records = [list(one) for _, one in groupby(found, key=lambda picture: picture.record.id)]
        told = [(one.digest, told_of(one)) for one in found]
        self.sheets = [Shown(self._album, pictures, told) for pictures in records]
        for place, sheet in enumerate(self.sheets):
            self.main.insertWidget(place, sheet)
            sheet.dated.connect(lambda: self._show(self._home))


class Shown(Sheet):
    """The pictures of one record: a strip for each question and day; two of them beside each other by one button."""

    dated = Signal()  # a person has told the day of some

    def __init__(self, album: Album, pictures: Sequence[Pictured], told: Sequence[tuple[str, str]]) -> None:
        """`told`: all pictures of the family with what is said of each, to be leafed through when one is shown large."""
        super().__init__()
        self._album, self._told = album, told
        self.pictures = list(pictures)
        self.compare = Button("前后对比")
        self.compare.clicked.connect(self._on_compare)
        head = QHBoxLayout()
        head.addWidget(label(f"{pictures[0].of} · {len(pictures)} 张", "head"))
        head.addStretch()
        head.addWidget(self.compare)
        self.column.addLayout(head)
        self.compare.setVisible(len(pictures) > 1)
        self.strips: list[Strip] = []
        for (what, day), some in groupby(pictures, key=lambda one: (one.field.label, one.day)):
            self._add(f"{day or UNDATED} · {what}", [one.digest for one in some], asks=day is None)

    def _add(self, told: str, digests: list[str], *, asks: bool) -> None:
        self.column.addWidget(label(told, "note"))
        strip = Strip(self._album, side=SIDE)
        strip.setAccessibleName(told)
        strip.among = self._told
        strip.show_pictures(digests)
        self.strips.append(strip)
        self.column.addWidget(strip)
        if asks:
            line = DayLine(self._album)
            self.column.addWidget(line)
            line.ask(digests)
            line.done.connect(self.dated)

    def _on_compare(self) -> None:
        """The earliest and the latest picture, each to be changed by the arrows."""
        shown = [(one.digest, told_of(one)) for one in self.pictures]
        dated = [place for place, one in enumerate(self.pictures) if one.day]
        first, last = (dated[0], dated[-1]) if len(dated) > 1 else (0, len(shown) - 1)
        Large(self, self._album.look, shown, [first, last]).open()


def told_of(picture: Pictured) -> str:
    """What is said under a picture shown large."""
    day = f"{picture.day} 拍摄" if picture.day else UNDATED
    place = f"定位 {picture.place}" if picture.place else ""
    return " · ".join(filter(None, (picture.of, picture.field.label, day, place)))
