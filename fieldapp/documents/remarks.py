"""What an intake has to say about places in a foreign book. Nothing is left out silently: each remark names its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A row of a book. `row` counts from 1, as the spreadsheet shows it."""

    file: str
    sha256: str
    sheet: str
    row: int


@dataclass(frozen=True)
class Refused:
    """A cell that could not be taken, though the rest of its row was.

    Attributes:
        row: from 1, as the spreadsheet shows it.
        column: the head as shown.
        value: the cell as shown.
        rule: one sentence: why not.
        advice: one sentence: what to do.
    """

    file: str
    sheet: str
    row: int
    column: str
    value: str
    rule: str
    advice: str


@dataclass(frozen=True)
class Noted:
    """A cell that was taken in another way than it stands there, and how."""

    file: str
    sheet: str
    row: int
    column: str
    value: str
    note: str


@dataclass
class Concluded:
    """A column that tells what others have concluded, and what became of its statements.

    Attributes:
        topic: in our words.
        on: the day of the book, ISO 8601; '' where it tells of none.
        new, same: kept now, or known before.
        held: a person has to decide first who is meant.
        redundant: ages of people whose birth is known.
    """

    file: str
    sheet: str
    column: str
    topic: str
    on: str = ""
    new: int = 0
    same: int = 0
    held: int = 0
    redundant: int = 0


@dataclass(frozen=True)
class Unnumbered:
    """A person who was taken without a citizen number, because the roster has none and nobody knows it."""

    file: str
    sheet: str
    row: int
    name: str


@dataclass(frozen=True)
class Unused:
    """A column or a whole sheet (`column` is '') that was not taken, and why."""

    file: str
    sheet: str
    column: str
    why: str


@dataclass(frozen=True)
class Skipped:
    """A row that holds no household and no person: a total, a note, a head repeated on the next page."""

    file: str
    sheet: str
    row: int
    text: str
    why: str
