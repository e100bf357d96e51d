"""Answers that are days, months and years."""

from __future__ import annotations

import datetime as dt
import re

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
