"""What an answer can be: how it is read, shown and kept.

Every kind keeps its answer as one canonical text; equality, hashes and merging rest on that text alone.
The text is NFC, has LF line ends and no outer blanks; an empty text is no answer.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
import unicodedata
from typing import Any, ClassVar, Generic, TypeVar

from fieldapp.base.errors import BadAnswer

T = TypeVar("T")
Cell = str | int | float | dt.date | None
Json = str | int | list[str]

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]")
"""What a workbook or a file cannot hold, and marks that nobody sees: they come along when a number is copied on a telephone."""
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xFFE5: "¥"}


def clean(text: str) -> str:
    """The text as it may be kept: NFC, LF, no control characters, invisible marks or lone surrogates, no outer blanks."""
    if not text.isprintable():  # nearly every text is, and nothing that is forbidden: a book asks a million times
        text = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()


def half_width(text: str) -> str:
    """Digits and signs typed in full width, as the half-width ones that are meant. For numbers and codes only."""
    return clean(text).translate(_FULL_WIDTH)


class Kind(Generic[T]):
    """One kind of answer. Subclasses are values: two equal kinds are interchangeable."""

    column: ClassVar[type] = str
    """What SQLite keeps in the noun's table: `str`, or `int` where people sort and add."""
    format: ClassVar[str] = "@"
    """The number format of a workbook cell."""
    refers: str = ""
    """The noun whose records are the answers; '' for all kinds but references."""
    many: ClassVar[bool] = False
    """Whether an answer is several things at once."""
    typed: ClassVar[bool] = True
    """Whether a person can type what is shown; what cannot be typed is chosen, and `read` takes the canonical text."""

    def read(self, text: str) -> T:
        """Turn what a person typed into an answer.

        Raises:
            BadAnswer: the text is no answer of this kind.
        """
        raise NotImplementedError

    def show(self, answer: T) -> str:
        """The answer as a person reads it, on the screen and on paper."""
        return str(answer)

    def keep(self, answer: T) -> str:
        """The canonical text of the answer, never empty."""
        return str(answer)

    def recall(self, kept: str) -> T:
        """The answer back from its canonical text, also where a later release has drawn the bounds closer."""
        return self.read(kept)

    def canonical(self, kept: str) -> str:
        """The canonical text that a kept text tells: the same, unless another program wrote it."""
        return self.keep(self.recall(kept))

    def cell(self, answer: T) -> Cell:
        """The answer as a workbook cell: numbers stay numbers, so that the county can add them up."""
        return self.show(answer)

    def json(self, answer: T) -> Json:
        """The answer in a JSON document; `read` takes it back."""
        return self.keep(answer)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash((type(self), repr(sorted(vars(self).items(), key=lambda item: item[0]))))


class Text(Kind[str]):
    """Several lines of text, at most `longest` characters."""

    def __init__(self, longest: int = 2000) -> None:
        self.longest = longest

    def read(self, text: str) -> str:
        text = "\n".join(line.rstrip() for line in clean(text).split("\n"))
        return self._fitting(text)

    def _fitting(self, text: str) -> str:
        if len(text) > self.longest:
            raise BadAnswer(f"最多 {self.longest} 个字，现在有 {len(text)} 个字。")
        if not text:
            raise BadAnswer("还没有填写。")
        return text

    def recall(self, kept: str) -> str:
        return kept

    canonical = recall


class Line(Text):
    """One line of text, at most `longest` characters; inner blanks are folded."""

    def __init__(self, longest: int = 100) -> None:
        super().__init__(longest)

    def read(self, text: str) -> str:
        return self._fitting(" ".join(clean(text).split()))


class Choice(enum.Enum):
    """A closed list. The name is kept in the file and never changes; the value is the label."""


C = TypeVar("C", bound=Choice)


class OneOf(Kind[C]):
    """One entry of a closed list."""

    def __init__(self, choices: type[C]) -> None:
        self.choices = choices

    def read(self, text: str) -> C:
        wanted = half_width(text)
        for choice in self.choices:
            if wanted in (choice.name, half_width(choice.value)):
                return choice
        labels = "、".join(choice.value for choice in list(self.choices)[:8])
        raise BadAnswer(f"没有“{wanted[:20]}”这一项。", f"请从列表中选择：{labels}{' 等' if len(self.choices) > 8 else ''}。")

    def show(self, answer: C) -> str:
        return str(answer.value)

    def keep(self, answer: C) -> str:
        return answer.name

    def recall(self, kept: str) -> C:
        return self.choices[kept]


class YesNo(Choice):
    """Yes, no, or honestly unknown; no answer at all is something else again."""

    YES = "是"
    NO = "否"
    UNKNOWN = "不清楚"


_YES = frozenset({"是", "有", "√", "✓", "对", "Y", "YES", "1", "TRUE"})
_NO = frozenset({"否", "无", "没有", "不是", "×", "✗", "N", "NO", "0", "FALSE"})
_UNKNOWN = frozenset({"不清楚", "不详", "未知", "UNKNOWN", "?"})


class Truth(OneOf[YesNo]):
    """Yes, no or unknown, in the many ways in which lists say it."""

    def __init__(self) -> None:
        super().__init__(YesNo)

    def read(self, text: str) -> YesNo:
        wanted = half_width(text).upper()
        for answer, words in ((YesNo.YES, _YES), (YesNo.NO, _NO), (YesNo.UNKNOWN, _UNKNOWN)):
            if wanted in words:
                return answer
        raise BadAnswer(f"“{wanted[:20]}”看不出是还是否。", "请填 是、否 或 不清楚。")


class ManyOf(Kind[frozenset[C]]):
    """Several entries of a closed list, kept in the order of the list."""

    many = True

    def __init__(self, choices: type[C]) -> None:
        self.choices = choices

    def read(self, text: str) -> frozenset[C]:
        one = OneOf(self.choices)
        whole = clean(text)
        if whole in {choice.value for choice in self.choices}:
            return frozenset({one.read(whole)})
        parts = [part for part in re.split(r"[\s,、;/|+]+", half_width(whole)) if part]
        if not parts:
            raise BadAnswer("还没有填写。")
        return frozenset(one.read(part) for part in parts)

    def _ordered(self, answer: frozenset[C]) -> list[C]:
        return [choice for choice in self.choices if choice in answer]

    def show(self, answer: frozenset[C]) -> str:
        return "、".join(choice.value for choice in self._ordered(answer))

    def keep(self, answer: frozenset[C]) -> str:
        return " ".join(choice.name for choice in self._ordered(answer))

    def recall(self, kept: str) -> frozenset[C]:
        return frozenset(self.choices[name] for name in kept.split())

    def json(self, answer: frozenset[C]) -> list[str]:
        return self.keep(answer).split()


def read_json(kind: Kind[T], value: Any) -> T:
    """An answer from a JSON document: names or labels, numbers as numbers or texts, lists for several.

    Raises:
        BadAnswer: the value is no answer of this kind.
    """
    if isinstance(value, bool):
        return kind.read("是" if value else "否")
    if isinstance(value, list) and kind.many and all(isinstance(part, str) for part in value):
        return kind.read(" ".join(value))
    if not isinstance(value, str | int | float):
        raise BadAnswer("这不是一个答案。", "请填文字或数字；只有能选几项的问题才填列表。")
    return kind.read(str(value))


class Marks(Kind[frozenset[str]]):
    """Marks of things that are kept elsewhere, in their order as texts. Nobody types them."""

    many = True
    typed = False

    def keep(self, answer: frozenset[str]) -> str:
        return " ".join(sorted(answer))

    def recall(self, kept: str) -> frozenset[str]:
        return frozenset(kept.split())

    def json(self, answer: frozenset[str]) -> list[str]:
        return sorted(answer)
