"""The masked edition: what stands in a cell without what points to one person (exchange.md, amendment 5).

What is masked follows from what an answer can be, so that a new question of such a kind is masked without another line:
a citizen number keeps its region and its last two characters, a telephone its ends; a day that is decided as one with a
citizen number is the day of birth and keeps its year; an official code is masked where a citizen number is inside it. In
everything else that is text, whatever looks like such a number is masked.

Nothing that identifies a record goes out either, neither `_id` nor any hash: nobody reads this edition back, and an id
that is the same in every edition lets two of them be laid side by side.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from fieldapp.base.dates import Day
from fieldapp.base.identity import NO_TELEPHONE, CitizenNumber, Code, Telephone, born, masked
from fieldapp.base.kinds import Cell
from fieldapp.base.record import Field, Names, Record
from fieldapp.documents.column import Column
from fieldapp.documents.noun_sheet import HIDDEN, LEAD, NOTHING, NounSheet
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.records.plan import Measure, Plan
from fieldapp.records.review import Review
from fieldapp.records.visit import Visit

WITHHELD: tuple[Field[Any], ...] = (
    Member.health, Member.left, Household.cause, Plan.situation, Measure.person, Visit.spending, Review.what, Review.comment, Review.subject,
)  # fmt: skip
"""Left out whole, because their kind does not tell how private they are: illness and disability; death and prison; the
cause of hardship and the words for it, which name an illness; who gains by a measure, for a measure of health tells who
is ill; great expenses, which are mostly a hospital's; what an office says of somebody, and the id of whom. A question for a bank card belongs here."""

_BETWEEN = r"[\s.．·\-－‐–—]"
"""What people put between the digits of a number; digits themselves are typed in full width as often as not."""
_LONG = re.compile(r"\d{14,}[\dXxＸｘ]")
_SPACED = re.compile(rf"(?<!\d)\d(?:{_BETWEEN}?\d){{16}}{_BETWEEN}?[\dXxＸｘ](?!\d)")
_WHOLE = re.compile(r"(?<!\d)\d{17}[\dXxＸｘ](?:[1-7][1-4](?:[Bb]\d)?)?(?![\dXxＸｘ])")
_CARD = re.compile(
    rf"(?<!\d)(?:[3-9３-９]\d{{3}}(?:{_BETWEEN}\d{{4}}){{3}}(?:{_BETWEEN}?\d{{1,4}})?|[6６][2２](?:{_BETWEEN}?\d){{14,17}})(?!\d)"
)
_MOBILE = re.compile(
    rf"(?<!\d)(?:[8８][6６]{_BETWEEN}?)?[1１][3-9３-９](?:\d(?:{_BETWEEN}{{0,3}}\d{{4}}){{2}}|\d\d{_BETWEEN}\d{{3}}{_BETWEEN}\d{{4}})(?!\d)"
)
_LANDLINE = re.compile(rf"(?<!\d)[0０]\d{{2,3}}[)）]?{_BETWEEN}{{0,3}}[2-9２-９]\d{{2,3}}{_BETWEEN}?\d{{4}}(?!\d)")
_CALLED = re.compile(rf"((?:电话|座机|固话|拨打|打)[^\d\n]{{0,4}})([2-9２-９]\d{{2,3}}{_BETWEEN}?\d{{4}})(?!\d)")


def hide(cell: Cell, field: Field[Any] | None = None) -> Cell:
    """A cell as the masked edition may show it. `field`: the question it answers, where it answers one."""
    if isinstance(cell, str | dt.date) and is_birth(field):
        return int(str(cell)[:4])
    if not isinstance(cell, str):
        return cell
    match field.kind if field else None:
        case CitizenNumber():
            return masked(cell)
        case Telephone():
            return cell if cell == NO_TELEPHONE else masked_telephone(cell)
        case Code() if not (_holds_number(cell) or _of_person(field)):
            return cell
    return without_numbers(cell)


def is_birth(field: Field[Any] | None) -> bool:
    """Whether a question asks for a day of birth: a day that is decided as one with a citizen number."""
    if field is None or field.owner is None or not isinstance(field.kind, Day):
        return False
    return any(isinstance(other.kind, CitizenNumber) for other in field.owner.units()[field.decided])


def masked_telephone(number: str) -> str:
    """A telephone number with its middle masked: three digits and four of a mobile, two and two of a shorter one."""
    digits = [place for place, sign in enumerate(number) if sign.isdigit()]
    first, last = (3, 4) if len(digits) >= 11 else (2, 2)
    hidden = set(digits[first:-last])
    return "".join("*" if place in hidden else sign for place, sign in enumerate(number))


def without_numbers(text: str) -> str:
    """A text in which citizen numbers, bank cards and telephones are masked, as far as they look like such."""
    text = _LONG.sub(lambda found: masked(found[0]) if born(found[0]) else "*" * len(found[0]), text)
    text = _SPACED.sub(_masked_spaced, text)
    text = _CARD.sub(lambda found: "*" * len(found[0]), text)
    text = _MOBILE.sub(lambda found: masked_telephone(found[0]), text)
    text = _LANDLINE.sub(lambda found: masked_telephone(found[0]), text)
    return _CALLED.sub(lambda found: found[1] + masked_telephone(found[2]), text)


def without_citizen_numbers(text: str) -> str:
    """A text in which citizen numbers are masked and nothing else: for papers, on which helpers are there to be called."""
    text = _WHOLE.sub(lambda found: masked(found[0]) if born(found[0]) else found[0], text)
    return _SPACED.sub(_masked_spaced, text)


def _masked_spaced(found: re.Match[str]) -> str:
    number = re.sub(_BETWEEN, "", found[0])
    return masked(number) if born(number) else found[0]


def _of_person(field: Field[Any] | None) -> bool:
    """Whether a question is asked of a person, whose codes are made from the citizen number (人编号 of the national export)."""
    owner = field.owner if field else None
    return owner is not None and any(isinstance(other.kind, CitizenNumber) for other in owner.fields)


def _holds_number(code: str) -> bool:
    """Whether a citizen number of 18 or 15 characters stands inside a code that is not a person's own."""
    windows = (code[begin : begin + 18] for begin in range(len(code) - 17))
    if any(re.fullmatch(r"\d{17}[\dXx]", window) and born(window) for window in windows):
        return True
    return bool(re.fullmatch(r"\d{15}", code)) and born(f"{code[:6]}19{code[6:]}") is not None


class MaskedSheet(NounSheet):
    """Columns and rows of one noun in the masked edition."""

    hidden = 0

    def __init__(self, noun: type[Record], names: Names, told: Mapping[str, int] = NOTHING) -> None:
        super().__init__(noun, names, told)
        asked = [None] * len(HIDDEN) + [*LEAD.values()] + [column.field for column in self.columns[len(HIDDEN) + len(LEAD) :]]
        self._kept = [(place, field) for place, field in enumerate(asked) if place >= len(HIDDEN) and field not in WITHHELD]
        self.withheld = [field.label for field in asked if field in WITHHELD and field]
        self.columns = [masked_column(self.columns[place], field) for place, field in self._kept]

    def row(self, lead: Sequence[Cell], record: Record, told: Mapping[str, str]) -> list[Cell]:
        cells = super().row(lead, record, told)
        return [hide(cells[place], field) for place, field in self._kept]


def masked_column(column: Column[Any], field: Field[Any] | None = None) -> Column[Any]:
    """A column of the masked edition. `field`: the question from which its cells come."""

    def cell(thing: Any) -> Cell:
        return hide(column.cell(thing), field)

    def show(thing: Any) -> str:
        told = cell(thing)
        return "" if told is None else str(told)

    return replace(column, show=show, cell=cell, format="0" if is_birth(field) else column.format)
