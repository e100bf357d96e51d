"""The figures of the law: dated, for a region, each with its unit, its source and how sure we are of it.

They stand in resources/limits/*.toml. This room turns their text into typed values; it reads no file and no clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from fieldapp.base.errors import FieldAppError
from fieldapp.base.kinds import Choice
from fieldapp.records.housing import COMPONENTS, Housing
from fieldapp.records.village import WaterRegion
from fieldapp.rules.dated import ADVICE, in_force, in_order, read_dated


@dataclass(frozen=True)
class Limit:
    """One figure, or one word out of a closed list.

    Attributes:
        name: what it limits, see `WATER` and `HOUSING`.
        since, until: the first and the last day on which it holds; `until` None: it still does.
        value: a whole number of `unit`, or a word.
        source: the text it stands in.
        region: where it holds; '' everywhere.
        confidence: such as 80%, where nobody has compared it with the text; '' where it is read from a publication.
    """

    name: str
    since: dt.date
    value: int | str
    unit: str
    source: str
    until: dt.date | None = None
    region: str = ""
    confidence: str = ""

    @property
    def number(self) -> int:
        """The value of a limit that is a number."""
        return int(self.value)


Place = tuple[str, str]
"""The name of a limit and its region."""
Asked = Mapping[Place, tuple[str, ...]]
"""What a limits file holds, no more and no less: place → the words it may say; none of them: a whole number."""
Book = Mapping[Place, tuple[Limit, ...]]
"""A limits file: place → its limits from the oldest to the newest."""


class Method(Choice):
    """How the grades of the components make the grade of the house."""

    WORST = "最差的组成部分定级"


class Counting(Choice):
    """Whether a component takes part in the grade of the house."""

    COUNTS = "参与定级"
    BESIDE = "只作记录"


COMPONENT_NAMES = tuple(field.name for field in Housing.fields if field.part is COMPONENTS)

WATER: Asked = {
    **{(f"litres_{mark}", region.value): () for mark in ("good", "basic") for region in WaterRegion},
    **{(f"{what}_{mark}", ""): () for what in ("minutes", "level", "height", "dry_days") for mark in ("good", "basic")},
}
HOUSING: Asked = {
    ("storeys", ""): (),
    ("method", ""): tuple(method.value for method in Method),
    **{(name, ""): tuple(counting.value for counting in Counting) for name in COMPONENT_NAMES},
}


def read_limits(text: str, asked: Asked) -> Book:
    """The limits of a TOML text with one table `limit` for each.

    Raises:
        FieldAppError: no TOML, an unknown or missing key, an unknown or missing limit, a gap or an overlap in days,
            a value that is neither a whole number from 0 on nor one of the words.
    """
    rows: dict[Place, list[Limit]] = {}
    for limit in read_dated(text, "limit", Limit):
        place = (limit.name, limit.region)
        if place not in asked:
            raise FieldAppError(f"口径文件里有不认识的一条：{_told(place)}。", ADVICE)
        if not _fits(limit.value, asked[place]):
            raise FieldAppError(f"口径“{_told(place)}”的值“{limit.value}”不能用。", ADVICE)
        rows.setdefault(place, []).append(limit)
    if missing := [_told(place) for place in asked if place not in rows]:
        raise FieldAppError(f"口径文件里缺少：{'、'.join(missing)}。", ADVICE)
    return {place: in_order(limits, _told(place)) for place, limits in rows.items()}


def _told(place: Place) -> str:
    return "·".join(part for part in place if part)


def _fits(value: object, words: tuple[str, ...]) -> bool:
    if words:
        return value in words
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


@dataclass(frozen=True)
class Marks:
    """The two marks of one measure: what is 达标, and what is at least 基本达标."""

    good: Limit
    basic: Limit


@dataclass(frozen=True)
class WaterLimits:
    """What water is judged by in one village on one day.

    Attributes:
        litres: a head and day, for each region.
        minutes: there and back.
        level, height: metres from the house to the water.
        dry_days: days of a year without enough water.
        region: the village's; None where nobody has said it.
    """

    litres: Mapping[WaterRegion, Marks]
    minutes: Marks
    level: Marks
    height: Marks
    dry_days: Marks
    region: WaterRegion | None = None

    @property
    def source(self) -> str:
        """The texts that the figures stand in."""
        marks = (*self.litres.values(), self.minutes, self.level, self.height, self.dry_days)
        return "、".join(dict.fromkeys(limit.source for one in marks for limit in (one.good, one.basic)))


@dataclass(frozen=True)
class HousingLimits:
    """What a house is judged by on one day.

    Attributes:
        storeys: the most storeys that the guideline covers.
        method: a word of `Method`.
        components: name of the question → a word of `Counting`.
    """

    storeys: Limit
    method: Limit
    components: Mapping[str, Limit]

    @property
    def source(self) -> str:
        """The texts that the method stands in."""
        return "、".join(dict.fromkeys((self.method.source, self.storeys.source)))


def water_limits(book: Book, day: dt.date, region: WaterRegion | None = None) -> WaterLimits:
    """The limits of `WATER` in force on a day. Raises: FieldAppError where there are none yet."""

    def marks(what: str, place: str = "") -> Marks:
        return Marks(_limit(book, f"{what}_good", day, place), _limit(book, f"{what}_basic", day, place))

    return WaterLimits(
        {place: marks("litres", place.value) for place in WaterRegion},
        marks("minutes"), marks("level"), marks("height"), marks("dry_days"), region,
    )  # fmt: skip


def housing_limits(book: Book, day: dt.date) -> HousingLimits:
    """The limits of `HOUSING` in force on a day. Raises: FieldAppError where there are none yet."""
    return HousingLimits(
        _limit(book, "storeys", day),
        _limit(book, "method", day),
        {name: _limit(book, name, day) for name in COMPONENT_NAMES},
    )


def _limit(book: Book, name: str, day: dt.date, region: str = "") -> Limit:
    return in_force(book[name, region], day, _told((name, region)))
