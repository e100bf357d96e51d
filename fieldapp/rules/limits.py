"""The figures of the law: dated, for a region, each with its unit, its source and how sure we are of it.

They stand in resources/limits/*.toml. This room turns their text into typed values; it reads no file and no clock.
What water and houses are judged by is put together in water_limits.py and housing_limits.py.

A *profile* is the figures of one province, county or method. Where it has none of its own on a day, those without a profile hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from fieldapp.base.errors import FieldAppError
from fieldapp.rules.dated import ADVICE, in_force, in_order, is_in_force, read_dated


@dataclass(frozen=True)
class Limit:
    """One figure, or one word out of a closed list.

    Attributes:
        name: what it limits, see `WATER` and `HOUSING`.
        since, until: the first and the last day on which it holds; `until` None: it still does.
        value: a whole number of `unit`, or a word.
        source: the text it stands in.
        region: where it holds; '' everywhere.
        profile: whose figure it is; '' the nation's.
        confidence: such as 80%, where nobody has compared it with the text; '' where it is read from a publication.
    """

    name: str
    since: dt.date
    value: int | str
    unit: str
    source: str
    until: dt.date | None = None
    region: str = ""
    profile: str = ""
    confidence: str = ""

    @property
    def number(self) -> int:
        """The value of a limit that is a number."""
        return int(self.value)


Asked = Mapping[tuple[str, str], tuple[str, ...]]
"""What a limits file may hold: name and region → the words it may say; none of them: a whole number."""
Place = tuple[str, str, str]
"""The name of a limit, its region and its profile."""
Book = Mapping[Place, tuple[Limit, ...]]
"""A limits file: place → its limits from the oldest to the newest."""


def read_limits(text: str, asked: Asked, *, profiles: Collection[str] = (), optional: Collection[str] = ()) -> Book:
    """The limits of a TOML text with one table `limit` for each.

    Args:
        asked: what the nation's figures must be there for, and a profile's may.
        profiles: the names of those who may have figures of their own.
        optional: names of limits that the nation need not have.

    Raises:
        FieldAppError: no TOML, an unknown or missing key, an unknown or missing limit, an unknown profile, a gap or an
            overlap in days, a value that is neither a whole number from 0 on nor one of the words.
    """
    rows: dict[Place, list[Limit]] = {}
    for limit in read_dated(text, "limit", Limit):
        place = (limit.name, limit.region, limit.profile)
        if place[:2] not in asked or (limit.profile and limit.profile not in profiles):
            raise FieldAppError(f"口径文件里有不认识的一条：{_told(place)}。", ADVICE)
        if not _fits(limit.value, asked[place[:2]]):
            raise FieldAppError(f"口径“{_told(place)}”的值“{limit.value}”不能用。", ADVICE)
        rows.setdefault(place, []).append(limit)
    if missing := [_told(place) for place in asked if (*place, "") not in rows and place[0] not in optional]:
        raise FieldAppError(f"口径文件里缺少：{'、'.join(missing)}。", ADVICE)
    return {place: in_order(limits, _told(place)) for place, limits in rows.items()}


def limit_of(book: Book, name: str, day: dt.date, what: str, *, region: str = "", profile: str = "") -> Limit:
    """The limit in force on a day: the profile's own, else the nation's.

    Args:
        what: is judged by it, in the words of whoever reads the refusal, such as 饮水.

    Raises:
        FieldAppError: there is none on that day.
    """
    if found := limit_if_any(book, name, day, region=region, profile=profile):
        return found
    return in_force(book.get((name, region, ""), ()), day, what)


def limit_if_any(book: Book, name: str, day: dt.date, *, region: str = "", profile: str = "") -> Limit | None:
    """As `limit_of`, for what not everybody limits: None where there is none."""
    places = ((name, region, owner) for owner in (profile, ""))
    return next((in_force(book[place], day, "") for place in places if is_in_force(book.get(place, ()), day)), None)


def _told(place: tuple[str, ...]) -> str:
    return "·".join(part for part in place if part)


def _fits(value: object, words: tuple[str, ...]) -> bool:
    if words:
        return value in words
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
