"""Answers that are days, months, years and stretches of days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from fieldapp.base.errors import BadAnswer
from fieldapp.base.identity import Coded
from fieldapp.base.kinds import Kind, half_width
from fieldapp.base.numbers import Whole

_SEPARATED = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")


def _digits(text: str, compact: str) -> tuple[str, ...] | None:
    """Year, month and (where given) day of a typed date; None where it is no date at all."""
    plain = _TIME.sub("", half_width(text))
    found = re.fullmatch(compact, plain) or _SEPARATED.fullmatch(plain)
    return tuple(part for part in found.groups() if part) if found else None


class Day(Kind[dt.date]):
    """A calendar day from 1900 to 2200, kept as 2026-03-05."""

    format = "yyyy-mm-dd"

    def read(self, text: str) -> dt.date:
        parts = _digits(text, r"(\d{4})(\d{2})(\d{2})")
        if not parts or len(parts) != 3:
            raise BadAnswer("请按 2026-03-05 的样子填写日期。")
        try:
            day = dt.date(*map(int, parts))
        except ValueError:
            raise BadAnswer(f"没有 {'-'.join(parts)} 这一天。") from None
        if not 1900 <= day.year <= 2200:
            raise BadAnswer("年份应在 1900 到 2200 之间。")
        return day

    def recall(self, kept: str) -> dt.date:
        return dt.date.fromisoformat(kept)

    def cell(self, answer: dt.date) -> dt.date:
        return answer


class Month(Coded):
    """A month, kept as 2026-03."""

    def read(self, text: str) -> str:
        parts = _digits(text, r"(\d{4})(\d{2})")
        if not parts or len(parts) != 2:
            raise BadAnswer("请按 2026-03 的样子填写年月。")
        year, month = map(int, parts)
        if not (1900 <= year <= 2200 and 1 <= month <= 12):
            raise BadAnswer(f"没有 {year} 年 {month} 月。")
        return f"{year:04d}-{month:02d}"


class Year(Whole):
    """A calendar year."""

    def __init__(self, low: int = 1900, high: int = 2100) -> None:
        super().__init__(low, high)

    def read(self, text: str) -> int:
        return super().read(re.sub(r"\s*年$", "", half_width(text)))


Spell = tuple[dt.date, dt.date]
"""A stretch of days: the first and the last of them."""
_TO = re.compile(r"\s*(?:~|〜|—+|–|--+|(?<=日)-|至|到)\s*")
_AND = re.compile(r"[,、;]+|\s+(?=\d{4})")
"""Between two stretches. A blank counts only before a year, because a day may have blanks inside."""
_SHORT = re.compile(r"(?:(\d{1,2})\s*[-/.月]\s*)?(\d{1,2})\s*日?")


class Spells(Kind[tuple[Spell, ...]]):
    """Stretches of days, in order and joined where they touch; typed as 2026-01-05~2026-01-20、2026-03-02."""

    many = True

    def read(self, text: str) -> tuple[Spell, ...]:
        parts = [part.strip() for part in _AND.split(_TO.sub("~", half_width(text))) if part.strip()]
        if not parts:
            raise BadAnswer("还没有填写。")
        return tuple(_joined(_spell(part) for part in parts))

    def show(self, answer: tuple[Spell, ...]) -> str:
        return "、".join(f"{first}" if first == last else f"{first} 至 {last}" for first, last in answer)

    def keep(self, answer: tuple[Spell, ...]) -> str:
        return " ".join(str(first) if first == last else f"{first}~{last}" for first, last in answer)

    def recall(self, kept: str) -> tuple[Spell, ...]:
        days = [[dt.date.fromisoformat(day) for day in spell.split("~")] for spell in kept.split()]
        return tuple((spell[0], spell[-1]) for spell in days)


def _spell(text: str) -> Spell:
    """One stretch. Its end may leave out the year, or year and month, of its beginning."""
    begin, to, end = text.partition("~")
    first = Day().read(begin)
    if not to:
        return first, first
    if not end:
        raise BadAnswer(f"“{text}”没有结束日期。", "还没有结束的先填到今天。")
    if short := _SHORT.fullmatch(end):
        end = f"{first.year}-{short[1] or first.month}-{short[2]}"
    last = Day().read(end)
    if last < first:
        raise BadAnswer(f"“{text}”的结束日期在开始之前。")
    return first, last


def _joined(spells: Iterator[Spell]) -> Iterator[Spell]:
    """The stretches in order, those that overlap or touch as one."""
    begun: Spell | None = None
    for first, last in sorted(spells):
        if begun and first <= begun[1] + dt.timedelta(days=1):
            begun = begun[0], max(begun[1], last)
        else:
            if begun:
                yield begun
            begun = first, last
    if begun:
        yield begun


def lengths(spells: tuple[Spell, ...], since: dt.date, until: dt.date) -> list[int]:
    """How many days of each stretch lie between two days, both included; stretches outside are left out."""
    days = ((min(last, until) - max(first, since)).days + 1 for first, last in spells)
    return [count for count in days if count > 0]
