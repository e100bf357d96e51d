"""A record on paper, whatever it asks: each heading, and under it each answered question. A new question needs no line here."""

from __future__ import annotations

from typing import Any

from fieldapp.base.identity import CitizenNumber, masked
from fieldapp.base.record import NOBODY, Field, Names, Part, Record
from fieldapp.documents.outline import Block, Grid

CONTESTED = "(两处填的不一样,待定)"


def answer(
    field: Field[Any], record: Record, names: Names = NOBODY, *, mask: bool = True, contested: frozenset[str] = frozenset()
) -> str:
    """One answer with its unit, '' where there is none or it is not asked.

    Args:
        mask: citizen numbers without their middle.
        contested: keys of the answers that two offices tell differently; they carry a mark.
    """
    if not field.applies(record) or not (shown := field.show(record, names)):
        return ""
    if isinstance(field.kind, CitizenNumber) and mask:
        shown = masked(shown)
    mark = CONTESTED if f"{record.table}.{record.id}.{field.decided}" in contested else ""
    return f"{shown} {field.unit}".strip() + mark


def answers_block(
    record: Record,
    names: Names = NOBODY,
    *,
    mask: bool = True,
    parts: tuple[Part, ...] = (),
    contested: frozenset[str] = frozenset(),
) -> list[Block]:
    """All answers of a record (or of some of its parts) as one grid, in the order of the questions; empty where there are none."""
    fields = [field for field in record.questions() if not parts or field.part in parts]
    told = [(field.label, answer(field, record, names, mask=mask, contested=contested)) for field in fields]
    pairs = tuple((label, text) for label, text in told if text)
    return [Grid(pairs)] if pairs else []
