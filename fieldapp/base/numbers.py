"""Answers that are numbers: counts, measures, money."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar

from fieldapp.base.errors import BadAnswer
from fieldapp.base.kinds import Kind, half_width


def _number(text: str, what: str) -> Decimal:
    """The number that is written; a comma stands for thousands only, so that 1,5 is not taken for 15."""
    plain = half_width(text)
    if not re.fullmatch(r"[+-]?((\d{1,20}|\d{1,3}(,\d{3}){1,6})(\.\d{0,10})?|\.\d{1,10})", plain):
        raise BadAnswer(f"请填{what}。")
    return Decimal(plain.replace(",", ""))


class Whole(Kind[int]):
    """A whole number between two bounds, both included."""

    column = int
    format = "0"

    def __init__(self, low: int = 0, high: int = 1_000_000) -> None:
        self.low, self.high = low, high

    def read(self, text: str) -> int:
        number = _number(text, "整数")
        if number != int(number):
            raise BadAnswer("请填整数。")
        if not self.low <= number <= self.high:
            raise BadAnswer(f"应在 {self.low} 到 {self.high} 之间。")
        return int(number)

    def recall(self, kept: str) -> int:
        return int(kept)

    def cell(self, answer: int) -> int:
        return answer

    def json(self, answer: int) -> int:
        return answer


class Decimals(Kind[Decimal]):
    """A number with at most `places` decimals between two bounds, both included. Kept as decimal text, never as a float."""

    format = "General"

    def __init__(self, low: int = 0, high: int = 1_000_000, places: int = 2) -> None:
        self.low, self.high, self.places = low, high, places

    def read(self, text: str) -> Decimal:
        number = _number(text, "数字")
        if not self.low <= number <= self.high:
            raise BadAnswer(f"应在 {self.low} 到 {self.high} 之间。")
        if number != round(number, self.places):
            raise BadAnswer(f"最多 {self.places} 位小数。")
        return Decimal(self._plain(number))

    @staticmethod
    def _plain(number: Decimal) -> str:
        text = format(number, "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text in ("-0", "") else text

    def keep(self, answer: Decimal) -> str:
        return self._plain(answer)

    show = keep

    def recall(self, kept: str) -> Decimal:
        return Decimal(kept)

    def cell(self, answer: Decimal) -> float:
        return float(answer)


class Area(Decimals):
    """An area, in the unit that the question names (平方米 or 亩)."""

    def __init__(self, high: int = 100_000, places: int = 2) -> None:
        super().__init__(0, high, places)


class Distance(Decimals):
    """A distance or height, in the unit that the question names."""

    def __init__(self, high: int = 1_000_000, places: int = 1) -> None:
        super().__init__(0, high, places)


class Money(Kind[int]):
    """An amount of money: typed and shown in 元, kept as a whole number of 分.

    A workbook cell and a JSON document hold 元, because people add them up there.
    """

    column = int
    format = "#,##0.00"
    LARGEST: ClassVar[int] = 10**12

    def __init__(self, low: int = 0) -> None:
        """`low`: the smallest amount allowed, in 分."""
        self.low = low

    def read(self, text: str) -> int:
        fen = _number(re.sub(r"^¥|元$", "", half_width(text)), "金额") * 100
        if fen != int(fen):
            raise BadAnswer("金额最多到分，也就是两位小数。")
        if not self.low <= fen <= self.LARGEST:
            raise BadAnswer(f"金额应在 {self.show(self.low)} 元到 100 亿元之间。")
        return int(fen)

    def show(self, answer: int) -> str:
        sign, (yuan, fen) = "-" if answer < 0 else "", divmod(abs(answer), 100)
        return f"{sign}{yuan:,}.{fen:02d}" if fen else f"{sign}{yuan:,}"

    def recall(self, kept: str) -> int:
        return int(kept)

    def cell(self, answer: int) -> float:
        return answer / 100

    def json(self, answer: int) -> str:
        return self.show(answer).replace(",", "")
