"""What houses are judged by: the figures of resources/limits/housing.toml, put together for one method and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fieldapp.base.kinds import Choice
from fieldapp.records.housing import COMPONENTS, Housing
from fieldapp.records.village import HousingMethod
from fieldapp.rules.dated import is_in_force
from fieldapp.rules.limits import Asked, Book, Limit, limit_of, read_limits


class Rule(Choice):
    """How the conditions of the components make the grade of the house."""

    WORST = "最差的组成部分定级"
    STRUCTURE = "地基基础和上部结构定级"


class Role(Choice):
    """The part of the house that a component belongs to."""

    FOUNDATION = "地基基础"
    SUPERSTRUCTURE = "上部承重结构"
    ENCLOSURE = "围护结构"


COMPONENT_NAMES = tuple(field.name for field in Housing.fields if field.part is COMPONENTS)
GUANGXI = "45"
FEW = 3
"""Up to so many people a rebuilt house is measured as a whole, beyond that by the head."""

HOUSING: Asked = {
    ("method", ""): tuple(method.value for method in HousingMethod),
    ("rule", ""): tuple(rule.value for rule in Rule),
    ("storeys", ""): (),
    **{(name, ""): tuple(role.value for role in Role) for name in COMPONENT_NAMES},
    **{(f"rebuilt_least_{people}", ""): () for people in range(1, FEW + 1)},
    **{
        (name, ""): () for name in ("rebuilt_most", "rebuilt_least_head", "rebuilt_most_head", "relocated_most_head", "old_after")
    },
    ("least_head", GUANGXI): (),
}
PROFILES = frozenset(method.name for method in HousingMethod)
BY_METHOD = ("rule", "storeys")
"""What only a method says and not the nation."""


def read_housing(text: str) -> Book:
    """The figures of a TOML text. Raises: FieldAppError, see `read_limits`."""
    return read_limits(text, HOUSING, profiles=PROFILES, optional=BY_METHOD)


@dataclass(frozen=True)
class Rebuilt:
    """How large a house may be that was rebuilt by the programme for dangerous houses.

    Attributes:
        least: square metres for one, two and three people.
        most: square metres for up to three people.
        least_head, most_head: square metres for each of more people.
    """

    least: tuple[Limit, ...]
    most: Limit
    least_head: Limit
    most_head: Limit


@dataclass(frozen=True)
class HousingLimits:
    """What a house is judged by on one day.

    Attributes:
        method: by which the components grade a building.
        rule: a word of `Rule`.
        storeys: the most storeys that the method covers.
        components: name of the question → a word of `Role`.
        others: what the other methods say that are in force on that day.
        rebuilt, relocated: floor areas by programme; `relocated` by the head; None where there are none yet.
        least_head: region → square metres by the head that a safe house there has at least.
        old_after: years after which a house is looked at first.
    """

    method: HousingMethod
    rule: Limit
    storeys: Limit
    components: Mapping[str, Limit]
    others: tuple[HousingLimits, ...] = ()
    rebuilt: Rebuilt | None = None
    relocated: Limit | None = None
    least_head: Mapping[str, Limit] = field(default_factory=dict)
    old_after: Limit | None = None

    @property
    def source(self) -> str:
        """The texts that the method stands in."""
        return "、".join(dict.fromkeys((self.rule.source, self.storeys.source)))


def housing_limits(book: Book, day: dt.date, method: HousingMethod | None = None) -> HousingLimits:
    """The limits of `HOUSING` in force on a day. Raises: FieldAppError where there are none yet.

    Args:
        method: the one that the county works by; None, or one not yet in force: the one of the whole country on that day.
    """
    nation = limit_of(book, "method", day, Housing.label).value
    known = [one for one in HousingMethod if is_in_force(book.get(("rule", "", one.name), ()), day)]
    used = next((one for one in HousingMethod if one is method and one in known), None) or _named(str(nation))
    return replace(
        _by_method(book, day, used),
        others=tuple(_by_method(book, day, one) for one in known if one is not used),
        rebuilt=_rebuilt(book, day),
        relocated=_figure(book, "relocated_most_head", day),
        least_head={region: limit for region in (GUANGXI,) if (limit := _figure(book, "least_head", day, region))},
        old_after=_figure(book, "old_after", day),
    )


def _named(told: str) -> HousingMethod:
    return next(method for method in HousingMethod if method.value == told)


def _by_method(book: Book, day: dt.date, method: HousingMethod) -> HousingLimits:
    def limit(name: str) -> Limit:
        return limit_of(book, name, day, method.value, profile=method.name)

    rule, storeys = map(limit, BY_METHOD)
    return HousingLimits(method, rule, storeys, {name: limit(name) for name in COMPONENT_NAMES})


def _rebuilt(book: Book, day: dt.date) -> Rebuilt | None:
    names = [*(f"least_{people}" for people in range(1, FEW + 1)), "most", "least_head", "most_head"]
    found = [limit for name in names if (limit := _figure(book, f"rebuilt_{name}", day))]
    if len(found) < len(names):
        return None
    *least, most, least_head, most_head = found
    return Rebuilt(tuple(least), most, least_head, most_head)


def _figure(book: Book, name: str, day: dt.date, region: str = "") -> Limit | None:
    """A figure that need not be there yet on every day."""
    return limit_of(book, name, day, Housing.label, region=region) if is_in_force(book[name, region, ""], day) else None
