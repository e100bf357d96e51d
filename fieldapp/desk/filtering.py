"""Filtering and sorting the households by what was found of them.

A `Standing` is worked out once for a state of the file and kept; to filter and to sort by it reads nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from fieldapp.base.kinds import Choice
from fieldapp.desk.judging import Judged
from fieldapp.records.dossier import Dossier
from fieldapp.records.problem import Problem, ProblemState
from fieldapp.records.visit import Visit
from fieldapp.rules.finding import Verdict
from fieldapp.rules.reviewing import Standing as InReview
from fieldapp.rules.reviewing import reviewed
from fieldapp.rules.visits import last_met
from fieldapp.store.listing import Entry

DAYS = (30, 60, 90)
"""After so many days without a visit a household can be asked for."""
_GRAVITY = {verdict: place for place, verdict in enumerate(Verdict)}


class Standing(NamedTuple):
    """What the list of households filters and sorts by.

    Attributes:
        housing, water: gravity and grade, the gravest first.
        dangerous: the house that decides is C or D, or somebody sleeps in one that is.
        visited: the day of the last visit of whatever way and outcome; None where there was none.
        met: the day on which the family was really met, see `last_met`; None where it never was.
        problems: how many are not closed; `overdue`: how many of them should be.
        recheck: whether one of its houses is to be looked at again first.
        contested: whether two offices tell one of its answers differently.
        unnumbered: how many of its people have no citizen number.
        review: everything that holds in review of one of its records or another.
        offered: whether an office proposes something else than one of its answers, or a record of it.
    """

    housing: tuple[int, str]
    dangerous: bool
    water: Verdict
    visited: dt.date | None
    met: dt.date | None
    problems: int
    overdue: int
    recheck: bool
    contested: bool
    unnumbered: int
    review: frozenset[InReview]
    offered: bool


def standing_of(dossier: Dossier, judged: Judged, on: dt.date) -> Standing:
    """How one household stands on a day, given what the rules say of it on that day."""
    review = reviewed(dossier)
    still_open = [problem for problem in dossier.all(Problem) if problem.state is not ProblemState.CLOSED]
    grade = judged.housing.grade
    return Standing(
        (_GRAVITY[judged.housing.verdict], "".join(chr(ord("Z") - ord(letter)) for letter in grade)),
        grade in ("C", "D") or judged.nobody_in_danger.verdict is Verdict.BAD,
        judged.water.verdict,
        max((visit.day for visit in dossier.visits if visit.day), default=None),
        last_met(dossier.all(Visit)),
        len(still_open),
        sum(problem.due is not None and problem.due < on for problem in still_open),
        bool(judged.recheck),
        bool(dossier.contested),
        sum(not member.number for member in dossier.members),
        frozenset(review.states.values()) | {remark.standing for remark in review.remarks},
        bool(dossier.offered),
    )


class Filter(NamedTuple):
    """One thing that can be asked for. `holds`: whether a household is meant, given its standing and the day."""

    label: str
    holds: Callable[[Standing, dt.date], bool]


def _unvisited(days: int) -> Filter:
    return Filter(f"{days} 天没走访", lambda one, on: one.met is None or (on - one.met).days > days)


def _in_review(standing: InReview) -> Filter:
    return Filter(standing.value, lambda one, on: standing in one.review)


_NOT_PASSED = Filter("审核没通过", lambda one, on: one.review != {InReview.APPROVED})

FILTERS: Sequence[Sequence[Filter]] = (
    (Filter("住房 C、D级", lambda one, on: one.dangerous),),
    (Filter("饮水不安全", lambda one, on: one.water is Verdict.BAD),),
    tuple(map(_unvisited, DAYS)),
    (Filter("有未销号问题", lambda one, on: one.problems > 0),),
    (Filter("重点复查", lambda one, on: one.recheck),),
    (Filter("两地不一致", lambda one, on: one.contested), Filter("有提议", lambda one, on: one.offered)),
    (Filter("没有证件号码的人", lambda one, on: one.unnumbered > 0),),
    (*map(_in_review, (InReview.REJECTED, InReview.HAS_ISSUES, InReview.EDITED)), _NOT_PASSED),
)
"""What can be asked for, in the order of its keys; of those that stand together one is chosen at most."""


def count(standings: Iterable[Standing], on: dt.date) -> dict[Filter, int]:
    """How many households each filter finds."""
    known = list(standings)
    return {one: sum(one.holds(standing, on) for standing in known) for together in FILTERS for one in together}


def passing(entries: Iterable[Entry], standings: Mapping[str, Standing], chosen: Collection[Filter], on: dt.date) -> list[Entry]:
    """The households that every chosen filter finds; who has no standing yet is not among them."""
    if not chosen:
        return list(entries)
    return [
        entry
        for entry in entries
        if (standing := standings.get(entry.id)) is not None and all(one.holds(standing, on) for one in chosen)
    ]


class Order(Choice):
    """By what the list is sorted."""

    GROUP = "组、户编号"
    HEAD = "户主姓名"
    PEOPLE = "人口"
    HOUSING = "住房"
    WATER = "饮水"
    PROBLEMS = "问题"
    VISITED = "上次走访"


def ordered(entries: Sequence[Entry], standings: Mapping[str, Standing], order: Order, *, backwards: bool = False) -> list[Entry]:
    """The households sorted: what asks for an act comes first, and among equals the order they had stays.

    Args:
        entries: by group and code.
        standings: id → standing; a household without one comes last, whichever way.
        backwards: the other way round.
    """
    if order is Order.GROUP:
        return list(reversed(entries)) if backwards else list(entries)
    if order is Order.HEAD:
        return sorted(entries, key=lambda entry: _by_sound(entry.head), reverse=backwards)
    if order is Order.PEOPLE:
        return sorted(entries, key=lambda entry: entry.people, reverse=not backwards)
    known = [entry for entry in entries if entry.id in standings]
    gravest = sorted(known, key=lambda entry: _ASKED_FIRST[order](standings[entry.id]), reverse=backwards)
    return gravest + [entry for entry in entries if entry.id not in standings]


_ASKED_FIRST: Mapping[Order, Callable[[Standing], Any]] = {
    Order.HOUSING: lambda one: one.housing,
    Order.WATER: lambda one: _GRAVITY[one.water],
    Order.PROBLEMS: lambda one: (-one.overdue, -one.problems),
    Order.VISITED: lambda one: one.visited or dt.date.min,
}


def _by_sound(name: str) -> bytes:
    """GB 18030 has the 3,755 most frequent characters in the order of their pinyin, and sorts 20,000 names in no time."""
    return name.encode("gb18030", errors="replace")
