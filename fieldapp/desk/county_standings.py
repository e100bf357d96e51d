"""How every village stands with the county's office: what it told last, and what somebody has to see to."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fieldapp.desk.county_rates import Rates
from fieldapp.store.registry import Entry, Registry

LATE = 15
"""Days after which a village is late with its next package, unless somebody asks for others; a choice, not a figure of any law."""


class Mark(enum.Enum):
    """The first thing that is to be said of a village."""

    COUNTING = "正在数"
    NEVER = "没来过"
    LOST = "读不了"
    HOLES = "有缺号"
    OPEN = "有待定"
    LATE = "久未报"
    GOOD = "良好"

    @property
    def is_due(self) -> bool:
        """Whether somebody has to see to it."""
        return self not in (Mark.COUNTING, Mark.GOOD)


@dataclass(frozen=True)
class Standing:
    """One village. `heard`: whether anything of it was taken; `rates`: None as long as it is not counted."""

    entry: Entry
    heard: bool
    rates: Rates | None = None

    @property
    def waits(self) -> bool:
        """Whether a person at the county has something to decide."""
        return self.rates is not None and bool(self.rates.conflicts or self.rates.offers)

    def mark(self, late: int = LATE) -> Mark:
        """What is to be said of it. `late`: after so many days without a package."""
        told = self.rates
        if not self.heard or told is None:
            return Mark.COUNTING if self.heard else Mark.NEVER
        if told.trouble:
            return Mark.LOST
        if told.holes:
            return Mark.HOLES
        if self.waits:
            return Mark.OPEN
        return Mark.LATE if told.age is None or told.age > late else Mark.GOOD


def standings(registry: Registry, counted: Mapping[str, Rates]) -> list[Standing]:
    """Every village of the registry in the order of the codes, with what is `counted` of it (code → rates)."""
    return [Standing(one, registry.heard(one.code), counted.get(one.code)) for one in registry.villages()]


def due(told: Iterable[Standing], late: int = LATE) -> list[Standing]:
    """Those to which somebody has to see, in the same order."""
    return [one for one in told if one.mark(late).is_due]


def uncounted(told: Sequence[Standing]) -> list[str]:
    """The codes of those of which there is something to count, and nothing is counted yet."""
    return [one.entry.code for one in told if one.heard and one.rates is None]
