"""The answers of a returned row where they differ from those of the record, cell by cell.

Only a cell that shows something else than the record would show there is understood at all, by the same rules as the cells of
a roster. A cell that is refused leaves its answer as it was; the rest of the row is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fieldapp.base.errors import BadAnswer
from fieldapp.base.pictures import Pictures
from fieldapp.base.record import Field, Names, Record
from fieldapp.documents import sheet as written
from fieldapp.documents.cells import plain, read_cell
from fieldapp.documents.foreign import Cell
from fieldapp.documents.remarks import Noted, Refused
from fieldapp.documents.returned import ReturnedRow, ReturnedSheet
from fieldapp.documents.synonyms import Catalogue

_ADVICE = "原有的值不变；请在表里改正后再收，或直接在程序里改。"
_SHOWN = 40
"""So many characters of a cell are shown where it is refused."""
UNKNOWN = "不在名单上"
"""What a book shows of somebody whose name it does not know."""
Meant = Callable[[Field[Any], str], str]
"""The canonical text of the records that a person means by names, for a question that refers to some. Raises: BadAnswer."""


@dataclass(frozen=True)
class Called:
    """How records are called where others refer to them. `names`: id → name; `meant`: what names mean."""

    names: Names
    meant: Meant


@dataclass
class Differing:
    """Where a row differs from its record.

    Attributes:
        given: name of the question → the new answer; None where it was taken back.
    """

    given: dict[str, Any] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)


def differing(file: str, sheet: ReturnedSheet, row: ReturnedRow, base: Record, called: Called, known: Catalogue) -> Differing:
    """Lay a row beside a record.

    Args:
        base: as the sender had it; without answers where the row is a new one.
        called: what names in a cell mean.
    """
    found = Differing()
    for column in sheet.form.answering:
        question = column.field
        if question is None or column.head not in sheet.heads:
            continue
        value = row.cells[column.head]
        if _shown(value) == shown(question, base, called.names) or _knows_fewer(value, question, base, called.names):
            continue
        place = (file, sheet.title, row.number, column.head, plain(value)[:_SHOWN])
        try:
            answer, note = _read(question, value, called.meant, known)
        except BadAnswer as bad:
            found.refused.append(Refused(*place, bad.what, bad.advice or _ADVICE))
            continue
        if note:
            found.noted.append(Noted(*place, note))
        if _kept(question, answer) != _kept(question, base.answers.get(question.name)):
            found.given[question.name] = answer
    return found


def shown(question: Field[Any], record: Record, names: Names) -> str:
    """What the cell of a question shows of a record, as one text that is equal exactly when the cells are."""
    return _shown(question.cell(record, names) if question.applies(record) else None)


def shown_in(row: ReturnedRow, head: str) -> str:
    """The same of the cell of a row."""
    return _shown(row.cells.get(head, ""))


def _shown(value: Any) -> str:
    return written.plain(written.as_written(value))


def _knows_fewer(value: Cell, question: Field[Any], record: Record, names: Names) -> bool:
    """Whether a cell names the same records as the answer, but for some whose name the sender did not know."""
    answer = record.answers.get(question.name)
    if not question.kind.refers or answer is None or UNKNOWN not in str(value):
        return False
    here, there = (Counter(some) for some in (question.show(record, names).split("、"), str(value).split("、")))
    return set(there - here) == {UNKNOWN} and (there - here).total() == (here - there).total()


def _kept(question: Field[Any], answer: Any) -> str:
    return "" if answer is None else question.kind.keep(answer)


def _read(question: Field[Any], value: Cell, meant: Meant, known: Catalogue) -> tuple[Any, str]:
    """The answer in a cell, None where it is blank, and how it was understood. Raises: BadAnswer."""
    if not question.kind.typed:
        what = "照片" if isinstance(question.kind, Pictures) else f"“{question.label}”"
        raise BadAnswer(f"{what}在表里改不了。", f"原有的{what}不变；请在程序里改。")
    if question.kind.refers:
        text = plain(value)
        return (question.kind.recall(meant(question, text)), "") if text else (None, "")
    taken = read_cell(question, value, known)
    return (taken.answer, taken.note) if taken else (None, "")
