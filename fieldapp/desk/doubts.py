"""The doubts of the whole village as a person goes through them: by kind, the gravest first, a loud kind put aside.

To check everybody takes a second for 500 households. So the file remembers what the last look found, and whoever only
wants to know how many there are reads that.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldapp.store.listing import Entry
from fieldapp.store.reader import Reader
from fieldapp.store.survey import Survey

if TYPE_CHECKING:
    from fieldapp.rules.checks import Check, Doubt

_LOOK = "doubts"
"""The remark under which a survey keeps what the last look found."""

_INVENTED = "DQ-005"
"""The rule that finds placeholder numbers, such as those of everybody in a practice village."""
LEAST, SHARE = 10, 4
"""A kind is loud with so many lines, where every fourth household has it."""


@dataclass(frozen=True)
class Line:
    """One doubt, and the household that it is about."""

    home: Entry
    doubt: Doubt


@dataclass(frozen=True)
class Kind:
    """One rule with everything that it finds in the village, in the order of the list of households."""

    check: Check
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Look:
    """What one look at the whole village found.

    Attributes:
        doubts: how many there are, without those put aside.
        aside: how many belong to kinds that were put aside.
        folded: the numbers of the rules that were put aside.
    """

    at: dt.datetime
    doubts: int
    aside: int
    folded: frozenset[str]


def kinds(doubts: Iterable[Doubt], homes: Sequence[Entry]) -> list[Kind]:
    """The doubts by kind: the gravest first, of equal weight the rare ones first, so that a loud kind hides no other.

    Args:
        homes: the list of households; what concerns a household that is not in it any more is left out.
    """
    from fieldapp.rules.checks import KINDS  # late: who only reads how many there are needs no rules
    from fieldapp.rules.checks.doubt import Severity

    entries = {home.id: (place, home) for place, home in enumerate(homes)}
    lines: dict[str, list[tuple[int, Line]]] = {}
    for doubt in doubts:
        if found := entries.get(doubt.household):
            lines.setdefault(doubt.rule, []).append((found[0], Line(found[1], doubt)))
    told = [
        Kind(KINDS[rule], tuple(line for _, line in sorted(those, key=lambda one: one[0]))) for rule, those in lines.items()
    ]
    weights = list(Severity)
    return sorted(told, key=lambda kind: (weights.index(kind.check.severity), len(kind.lines), kind.check.rule))


def look(found: Sequence[Kind], folded: Collection[str], at: dt.datetime) -> Look:
    """What was found at that moment, with these rules put aside."""
    aside = sum(len(kind.lines) for kind in found if kind.check.rule in folded)
    return Look(at, sum(len(kind.lines) for kind in found) - aside, aside, frozenset(folded))


def loud(found: Sequence[Kind], homes: int, *, practice: bool = False) -> frozenset[str]:
    """The rules that are put aside until somebody wants them: hints that so many households get that they tell little of any.

    Args:
        homes: how many households there are.
        practice: it is a practice village, in which nobody has a real number.
    """
    from fieldapp.rules.checks.doubt import Severity

    hints = [kind for kind in found if kind.check.severity is Severity.HINT and len(kind.lines) >= LEAST]
    told = {kind.check.rule for kind in hints if len({line.home.id for line in kind.lines}) * SHARE >= homes}
    return frozenset(told | {_INVENTED} if practice else told)


def keep_look(survey: Survey, kept: Look) -> None:
    """Remember what a look found. For any thread."""
    told = {"at": kept.at.isoformat(), "doubts": kept.doubts, "aside": kept.aside, "folded": sorted(kept.folded)}
    survey.note(_LOOK, json.dumps(told))


def last_look(reader: Reader) -> Look | None:
    """What the last look found, None where nobody has looked yet."""
    if not (kept := reader.about(_LOOK)):
        return None
    told = json.loads(kept)
    return Look(dt.datetime.fromisoformat(told["at"]), told["doubts"], told["aside"], frozenset(told["folded"]))
