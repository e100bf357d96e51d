"""One cell of a foreign book on its way to an answer: cleaning what spreadsheets and people leave in cells.

A cell is refused rather than guessed at: a citizen number that a spreadsheet has turned into a number has lost its last
digits for good, whatever it looks like now.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fieldapp.base.dates import Day
from fieldapp.base.errors import BadAnswer
from fieldapp.base.identity import CitizenNumber, Code, Telephone, VillageCode
from fieldapp.base.kinds import Kind, Line, ManyOf, OneOf, Truth
from fieldapp.base.numbers import Decimals, Money, Whole
from fieldapp.base.record import Field
from fieldapp.documents.foreign import Cell
from fieldapp.documents.foreign_faults import UNCOMPUTED
from fieldapp.documents.synonyms import Catalogue, squeezed

ADVICE = "请在原表里改正后再导入，或在程序里补填。"
_LOST = BadAnswer(
    "号码被表格软件当成了数字，后几位已经丢失。", "请在原表里把这一列设成文本，重新填写号码后再导入；原有的号码不变。"
)
_BROKEN = BadAnswer("这一格是公式的错误值。", ADVICE)
_UNCOMPUTED = BadAnswer("这一格是公式，还没有算出结果。", "请用 WPS 或 Excel 打开原表，保存一次后再导入。")
_DITTO = BadAnswer("这一格写的是“同上”，没有写内容。", "请在原表里填上内容后再导入，或在程序里补填。")
_NOTHING = re.compile(r"[-\u2010-\u2015\u2212\u2500\uff0d_/\uff0f\\\uff3c.\uff0e。\u2026]+")
"""What people write into a cell that has nothing to say: strokes and points."""
_DITTOS = frozenset({"同上", "〃", "″", '"', '""', "“", "”", "“”"})
_ERROR = re.compile(r"#(N/A|[A-Z/0]+[!?]|GETTING_DATA)|ERR:\d{3}")
"""What a formula shows that has failed; LibreOffice numbers its own: Err:502."""
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_CHARACTER = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_GUARD = re.compile(r'="(.*)"', re.DOTALL)
_EXPONENT = re.compile(r"\d+(\.\d+)?[Ee]\+\d+")
_NUMBERS = (CitizenNumber, Code, VillageCode, Telephone)
_MEASURES = (Whole, Decimals, Money)
_NAMES = frozenset({"member.name", "household.head"})
_WORDS = _NAMES | {"member.nation"}
"""Questions that are answered in words, never by a number or a code."""
_MASKED = re.compile(r"[*\uff0a\u00d7]")
_SEVERAL = re.compile(r"[,\uff0c、;\uff1b/\uff0f]")
"""What stands between the names of several people."""
_BEHIND_NAMES = ("member.relation", "member.left")
"""What stands in brackets behind a name is left off where it answers one of these: 张三(户主)."""
_TICKS = str.maketrans("☑✔✅☒✖✘╳❌", "√√√×××××")
_EXACT = 10**15
"""From here on a spreadsheet's number has lost digits: it keeps fifteen."""
_FIRST_DAY = dt.date(1899, 12, 30)
_SERIALS = range(3654, 73051)
"""Serial numbers of the days from 1910 to 2099: what stands outside is no day of a living person."""


@dataclass(frozen=True)
class Taken:
    """An answer, and in `note` how it was understood where the cell says it in other words."""

    answer: Any
    note: str = ""


def plain(value: Cell) -> str:
    """A cell as a person would read it: numbers without a false .0, guards and invisible signs off, '' where it is blank."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value).upper()
    text = _INVISIBLE.sub("", str(value)).replace("\xa0", " ").strip()
    if guarded := _GUARD.fullmatch(text):
        text = guarded[1].strip()
    return text.removeprefix("'").strip()


def read_cell(question: Field[Any], value: Cell, known: Catalogue) -> Taken | None:
    """The answer in a cell; None where the cell has nothing to say.

    Raises:
        BadAnswer: the cell is no answer to this question.
    """
    text, kind = plain(value), question.kind
    if not text or _NOTHING.fullmatch(text):
        return None
    _refuse_broken(value, text, kind)
    if isinstance(kind, Day) and (day := _serial_day(text)):
        return Taken(day, f"日期序号，按 {day.isoformat()} 理解")
    if isinstance(kind, (*_NUMBERS, *_MEASURES, OneOf, ManyOf)):
        text = re.sub(r"(?<=\d)\.0+$", "", text)
    if isinstance(kind, OneOf | ManyOf):
        return _chosen(question.key, text, known)
    if isinstance(kind, _MEASURES):
        text = _without_unit(text, question.unit, known)
    elif isinstance(kind, Line):
        text = known.labels.get(question.key, {}).get(squeezed(text), _joined(text))
        if question.key in _NAMES and (name := _without_remark(text, known)):
            return Taken(kind.read(name), f"按“{name}”理解，括号里的话没有采用")
    return Taken(kind.read(text))


def read_others_cell(question: Field[Any], value: Cell, known: Catalogue) -> Taken | None:
    """The answer in a cell of a roster that others made: its names must be the names of one person, or of one people.

    Raises:
        BadAnswer: the cell is no answer to this question; a code, a masked name or several names.
    """
    taken = read_cell(question, value, known)
    name = str(taken.answer) if taken and question.key in _WORDS else ""
    if name and not any(map(str.isalpha, name)):
        raise BadAnswer(f"“{name[:20]}”里没有字，不是{question.label}。", ADVICE)
    if name and question.key in _NAMES:
        if _MASKED.search(name):
            raise BadAnswer("姓名里有字被遮住了。", "请用没有遮住姓名的名单，或在程序里补填。")
        if _SEVERAL.search(re.sub(r"[(（][^()（）]*[)）]", "", name)) or (" " in name and "\n" in plain(value)):
            raise BadAnswer("这一格里像是几个人的姓名。", "请在原表里一行写一个人，再导入。")
    return taken


def _refuse_broken(value: Cell, text: str, kind: Kind[Any]) -> None:
    """Refuse what a spreadsheet has left where an answer was. Raises: BadAnswer."""
    if _ERROR.fullmatch(text.upper()):
        raise BadAnswer(_BROKEN.what, _BROKEN.advice)
    if text == UNCOMPUTED:
        raise BadAnswer(_UNCOMPUTED.what, _UNCOMPUTED.advice)
    if text in _DITTOS:  # sorted or cut out, it would speak of another row
        raise BadAnswer(_DITTO.what, _DITTO.advice)
    if isinstance(kind, _NUMBERS) and _is_lost(value, text, kind):
        raise BadAnswer(_LOST.what, _LOST.advice)


def _is_lost(value: Cell, text: str, kind: Kind[Any]) -> bool:
    """Whether a spreadsheet has taken a number for a quantity and rounded it."""
    if isinstance(value, int | float) and abs(value) >= _EXACT:
        return True
    return bool(_EXPONENT.fullmatch(text)) or (isinstance(kind, CitizenNumber) and bool(re.fullmatch(r"\d{15}000(\.0+)?", text)))


def _serial_day(text: str) -> dt.date | None:
    """The day of a spreadsheet's serial number (days since 30 December 1899); None where it is none."""
    if not re.fullmatch(r"\d{4,5}", text) or int(text) not in _SERIALS:
        return None
    return _FIRST_DAY + dt.timedelta(days=int(text))


@lru_cache(maxsize=4096)
def _chosen(key: str, text: str, known: Catalogue) -> Taken:
    """The choice that a text means, in our words or in those of others, with or without the number of a code list."""
    kind, labels = known.questions[key].kind, known.labels.get(key, {})
    if isinstance(kind, Truth):
        text = text.translate(_TICKS)
    choices = kind.choices if isinstance(kind, OneOf | ManyOf) else ()
    ours = {squeezed(choice.value): choice.value for choice in choices}
    whole = _label(squeezed(text), ours, labels)
    if whole is None and text.isdecimal() and not isinstance(kind, Truth):
        raise BadAnswer(f"“{text[:20]}”是代码，各个系统的代码不一样。", "请在原表里换成文字再导入，或在程序里补填。")
    if whole is None and kind.many:
        parts = re.split(r"[\s,,、;;/|+和及]+", text)
        whole = "、".join(_label(squeezed(part), ours, labels) or part for part in parts if part)
    elif whole is None:
        whole = _said_twice(text, ours, labels)
    answer = kind.read(text if whole is None else whole)
    shown = kind.show(answer)
    return Taken(answer, "" if squeezed(shown) == squeezed(text) else f"按“{shown}”理解")


def _label(text: str, ours: Mapping[str, str], labels: Mapping[str, str]) -> str | None:
    for said in (text, re.sub(r"^\d{1,2}[.、:-]?(?=\D)", "", text)):
        if found := ours.get(said) or labels.get(said):
            return found
    return None


def _said_twice(text: str, ours: Mapping[str, str], labels: Mapping[str, str]) -> str | None:
    """The label of a text that says one thing in two words: 户主(本人), 本人/户主."""
    pieces = [piece for piece in re.split(r"[()/、,]", squeezed(text)) if piece]
    said = {_label(piece, ours, labels) for piece in pieces}
    return said.pop() if len(pieces) > 1 and len(said) == 1 else None


def _without_unit(text: str, unit: str, known: Catalogue) -> str:
    """A measure without the unit of its question: 6个月 → 6."""
    found = re.fullmatch(r"(.*\d)\s*([^\d\s.,]+)", text)
    return found[1] if found and known.units.get(squeezed(found[2])) == unit else text


def _joined(text: str) -> str:
    """A name that was spread to fill its cell (张  三, 张 三丰), together; every other text as it is, and so two names are."""
    pieces = text.split()
    spread = all(map(_CHARACTER.fullmatch, pieces))
    apart = (
        len(pieces) == 2 and _CHARACTER.fullmatch(pieces[0]) and len(pieces[1]) == 2 and all(map(_CHARACTER.fullmatch, pieces[1]))
    )
    return "".join(pieces) if spread or apart else text


def _without_remark(text: str, known: Catalogue) -> str:
    """The name in front of a remark that tells who somebody is to the head, or that he has left; '' where there is none."""
    found = re.fullmatch(r"(.+?)\s*[(（]([^()（）]+)[)）]", text)
    if not found:
        return ""
    said = squeezed(found[2])
    for question in map(known.questions.get, _BEHIND_NAMES):
        choices = question.kind.choices if question and isinstance(question.kind, OneOf) else ()
        if question and (said in known.labels.get(question.key, {}) or said in {squeezed(choice.value) for choice in choices}):
            return found[1]
    return ""
