"""What drinking water is judged by: the figures of resources/limits/water.toml, put together for one village and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from fieldapp.records.village import WaterProfile, WaterRegion
from fieldapp.records.water import Source, Water
from fieldapp.rules.finding import Verdict
from fieldapp.rules.limits import Asked, Book, Limit, limit_if_any, limit_of, read_limits

MEASURES = ("minutes", "level", "height", "dry_days")
ON_SITE = ("look_plant", "look_piped", "look_scattered")
DRY_RUN = "dry_run_basic"
RELAXED = "relaxed_report"
HARD = ("hard_level", "hard_height", "hard_days")
WATER: Asked = {
    **{(f"litres_{mark}", region.value): () for mark in ("good", "basic") for region in WaterRegion},
    **{(f"{what}_{mark}", ""): () for what in MEASURES for mark in ("good", "basic")},
    **{(look, ""): (Verdict.BASIC.value, Verdict.OPEN.value) for look in ON_SITE},
    (DRY_RUN, ""): (),
    (RELAXED, ""): (Verdict.BASIC.value, Verdict.BAD.value),
    **{(what, ""): () for what in HARD},
}
PROFILES = frozenset(profile.name for profile in WaterProfile if profile is not WaterProfile.NATIONAL)


def read_water(text: str) -> Book:
    """The figures of a TOML text. Raises: FieldAppError, see `read_limits`."""
    return read_limits(text, WATER, profiles=PROFILES, optional={DRY_RUN, RELAXED, *HARD})


@dataclass(frozen=True)
class Marks:
    """The two marks of one measure.

    Attributes:
        good: from which on a figure is 达标; never laxer than `basic`.
        basic: from which on it is at least 基本达标.
        national: what the nation asks for 基本达标 on the same day.
        at_least: whether the marks bound a figure from below.
    """

    good: Limit
    basic: Limit
    national: Limit
    at_least: bool

    def hold(self, found: Decimal | int, limit: Limit) -> bool:
        """Whether a figure passes one of these marks, reaching it included."""
        return found >= limit.number if self.at_least else found <= limit.number

    def told(self, limit: Limit) -> str:
        """One of these marks in words, such as 不少于 35 升."""
        return f"{'不少于' if self.at_least else '不超过'} {limit.number} {limit.unit}"


@dataclass(frozen=True)
class WaterLimits:
    """What water is judged by in one village on one day.

    Attributes:
        litres: a head and day, for each region.
        minutes: there and back.
        level, height: metres from the house to the water.
        dry_days: days of the last twelve months without enough water.
        dry_run: days on end without enough water; None where nobody limits them.
        relaxed: what a report that fails for bacteria and disinfectant alone may still give a small supply; None where no text says.
        hard: name of `HARD` → beyond which a register calls fetching water 饮水困难, which is another matter than safety.
        looks: name of `ON_SITE` → the most that looking, smelling, asking and tasting can give, a word of `Verdict`.
        on: the day of judging.
        region: the village's; None where nobody has said it.
        profile: whose figures count first.
    """

    litres: Mapping[WaterRegion, Marks]
    minutes: Marks
    level: Marks
    height: Marks
    dry_days: Marks
    dry_run: Limit | None
    looks: Mapping[str, Limit]
    on: dt.date
    region: WaterRegion | None = None
    profile: WaterProfile = WaterProfile.NATIONAL
    relaxed: Limit | None = None
    hard: Mapping[str, Limit] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The texts that the figures of the verdict stand in, that of the profile first."""
        marks = (*self.litres.values(), self.minutes, self.level, self.height, self.dry_days)
        limits = [limit for one in marks for limit in (one.good, one.basic)] + [*self.looks.values()]
        limits += [self.dry_run] if self.dry_run else []
        return "、".join(dict.fromkeys(limit.source for limit in sorted(limits, key=lambda limit: limit.profile == "")))

    @property
    def since(self) -> dt.date:
        """The first of the twelve months that end on the day of judging."""
        leap_day = (self.on.month, self.on.day) == (2, 29)
        return self.on.replace(year=self.on.year - 1, day=28 if leap_day else self.on.day) + dt.timedelta(days=1)

    def look(self, source: Source | None) -> Limit:
        """The most that a look on site can give for this kind of supply. `source`: None where nobody has told it."""
        plant, piped, scattered = (self.looks[look] for look in ON_SITE)
        return plant if source is Source.TOWN_PLANT else piped if source is Source.PIPED else scattered


def water_limits(book: Book, day: dt.date, region: WaterRegion | None = None, profile: WaterProfile | None = None) -> WaterLimits:
    """The limits of `WATER` in force on a day. Raises: FieldAppError where there are none yet.

    A text with one single mark has it as the basic one; the good one is then the nation's, where that is the stricter.

    Args:
        region: the village's; None where nobody has said it.
        profile: whose figures count first; None: the nation's.
    """
    whose = profile or WaterProfile.NATIONAL
    name = "" if whose is WaterProfile.NATIONAL else whose.name

    def marks(what: str, place: str = "") -> Marks:
        basic = limit_of(book, f"{what}_basic", day, Water.label, region=place, profile=name)
        good = limit_of(book, f"{what}_good", day, Water.label, region=place, profile=name)
        at_least = what == "litres"
        stricter = (max if at_least else min)(good, basic, key=lambda limit: limit.number)
        return Marks(stricter, basic, limit_of(book, f"{what}_basic", day, Water.label, region=place), at_least)

    return WaterLimits(
        {place: marks("litres", place.value) for place in WaterRegion},
        marks("minutes"), marks("level"), marks("height"), marks("dry_days"),
        limit_if_any(book, DRY_RUN, day, profile=name),
        {look: limit_of(book, look, day, Water.label, profile=name) for look in ON_SITE},
        day, region, whose,
        limit_if_any(book, RELAXED, day, profile=name),
        {what: limit for what in HARD if (limit := limit_if_any(book, what, day, profile=name))},
    )  # fmt: skip
