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
