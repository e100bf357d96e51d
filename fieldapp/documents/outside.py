"""What stands on a sheet outside the table that was recognised: other tables above and below it, columns without a head.

It is not taken, and it is named: a remark beside the table may say that somebody has died.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from fieldapp.base.errors import BadAnswer
from fieldapp.base.kinds import ManyOf, OneOf
from fieldapp.documents.cells import plain, read_cell
from fieldapp.documents.foreign import Row
from fieldapp.documents.synonyms import Catalogue, plain_head

_DIGITS = re.compile(r"\d{9}")
OTHER = "另有一张列名不同的表，没有导入"
NAMELESS = "有内容，却没有列名"
Columns = Mapping[int, str]
"""Column, from 0 → key of the question that it answers."""


def end_of_table(rows: Sequence[Row], columns: Columns, known: Catalogue) -> int:
    """How many of the rows below a head belong to it: all before the head of another table."""
    heads = (at for at, row in enumerate(rows) if _is_head(row, columns, known) and not is_again(row, columns, known))
    return next(heads, len(rows))


def is_again(row: Row, columns: Columns, known: Catalogue) -> bool:
    """Whether a row repeats the head, in the same words or in codes: two of its cells name the question of their column."""
    cells = ((index, plain(cell)) for index, cell in enumerate(row.cells) if index in columns)
    return sum(known.heads.get(plain_head(text)[0], (0, ""))[1] == columns[index] for index, text in cells if text) >= 2


def begin_of_other(rows: Sequence[Row], known: Catalogue) -> int:
    """Where above a head another table begins, a head with rows below it; the number of the rows where none does."""
    return next((at for at, row in enumerate(rows[:-1]) if _is_head(row, {}, known)), len(rows))


def stretch(rows: Sequence[Row]) -> str:
    """Rows by their numbers, as a report names them: 第 3–8 行."""
    first, last = rows[0].number, rows[-1].number
    return f"第 {first} 行" if first == last else f"第 {first}–{last} 行"


def nameless(rows: Sequence[Row], head: Sequence[Row]) -> list[int]:
    """The columns, from 0, in which something stands below a head that says nothing there."""
    named = {index for row in head for index, cell in enumerate(row.cells) if plain(cell)}
    used = {index for row in rows for index, cell in enumerate(row.cells) if index not in named and plain(cell)}
    return sorted(used)


def _is_head(row: Row, columns: Columns, known: Catalogue) -> bool:
    """Whether a row names at least two questions, and one of them says who is meant. No head has a code or a number in it."""
    if any(_DIGITS.search(plain(cell)) for cell in row.cells):
        return False
    keys = [key for index, cell in enumerate(row.cells) if (key := _named(index, plain(cell), columns, known))]
    who = {"member.name", "member.number", "household.head", "household.code"}
    return len(set(keys)) >= 2 and bool(who & set(keys))


def _named(index: int, text: str, columns: Columns, known: Catalogue) -> str:
    """The key of the question that a cell names; '' where it names none, or answers its own column (户主, 健康)."""
    key = known.heads.get(plain_head(text)[0], (0, ""))[1] if text else ""
    question = known.question(columns.get(index, "")) if key else None
    if question is None or not isinstance(question.kind, OneOf | ManyOf):
        return key
    try:
        read_cell(question, text, known)
    except BadAnswer:
        return key
    return ""
