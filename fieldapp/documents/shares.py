"""How the columns of a table share their line: as they are told, but a number is not torn while others have room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

LEAST = 0.75
"""A column in which words are broken anyway gives away no more than a quarter of itself."""


class Need(NamedTuple):
    """How wide a column must be so that no number, date or head is torn in it, and so that nothing is broken at all."""

    whole: float
    unbroken: float


def shared(line: float, shares: Sequence[float], needs: Sequence[Need]) -> list[float]:
    """The widths of the columns, together as wide as the line.

    The column that lacks least is served first, out of what others do not use, then out of those that break words. One that
    cannot have enough for its number takes nothing.
    """
    widths = [line * share / sum(shares) for share in shares]
    unused = [need.unbroken for need in needs]
    least = [
        need.unbroken if need.unbroken <= width else max(need.whole, LEAST * width)
        for width, need in zip(widths, needs, strict=True)
    ]
    for place in sorted(range(len(widths)), key=lambda place: needs[place].whole - widths[place]):
        wanted = needs[place].whole
        if 0 < wanted - widths[place] <= sum(_room(widths, least)):
            for kept in (unused, least):
                widths = _moved(widths, _room(widths, kept), place, wanted)
    return widths


def _room(widths: Sequence[float], kept: Sequence[float]) -> list[float]:
    return [max(0.0, width - least) for width, least in zip(widths, kept, strict=True)]


def _moved(widths: Sequence[float], room: Sequence[float], place: int, wanted: float) -> list[float]:
    """The widths after one column has taken what it wants, as far as the others have it, from each in proportion."""
    taken = min(wanted - widths[place], sum(room))
    if taken <= 0:
        return list(widths)
    left = [width - taken * one / sum(room) for width, one in zip(widths, room, strict=True)]
    left[place] += taken
    return left
