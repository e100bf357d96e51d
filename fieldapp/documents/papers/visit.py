"""走访记录: what one visit found, confirmed and changed, signed on the spot; several visits of one family one after another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fieldapp.base.record import BELONGING, Field, Record
from fieldapp.documents.outline import Block, Grid, Heading, Paper, Signatures, Table, Text
from fieldapp.documents.papers.answers import Telling
from fieldapp.documents.papers.frame import family_grid, framed
from fieldapp.records.dossier import Dossier
from fieldapp.records.visit import Visit

TITLE = "走访记录"
SIGNED = ("走访人", "受访人签字(手印)", "同行人", "村干部")
_CALLED = ("name", "what", "wish", "year")
"""Questions whose answers tell one record of a noun from another."""


@dataclass(frozen=True)
class Changed:
    """One answer that was given or changed together with a visit; texts are canonical, None where there was none."""

    noun: type[Record]
    record: str
    field: Field[Any]
    was: str | None
    now: str | None


Visited = tuple[Visit, Sequence[Changed]]
"""A visit, and what was saved with it."""


def visit_paper(dossier: Dossier, visits: Sequence[Visited], on: dt.date, *, mask: bool = True) -> Paper:
    """The record of one visit, or of several in this order.

    Args:
        visits: none where nobody has been there yet.
        on: the day of printing.
    """
    how = Telling(dossier.names, mask, dossier.contested)
    blocks: list[Block] = [Heading("农户"), family_grid(dossier, how)]
    for visit, changes in visits:
        blocks += [Heading(_called(visit)), *how.blocks(visit), *_changes(dossier, changes, how)]
    blocks += [] if visits else [Text("还没有走访过这一户。")]
    id = visits[0][0].id if len(visits) == 1 else ""
    return framed(TITLE, dossier, on, [*blocks, Signatures(SIGNED)], how, id=id)


def _called(visit: Visit) -> str:
    told = (Visit.day.show(visit) or "日期未填", Visit.way.show(visit), Visit.outcome.show(visit))
    return " ".join(filter(None, told))


def _changes(dossier: Dossier, changes: Sequence[Changed], how: Telling) -> Iterator[Block]:
    """What was new on that day, a box a record; then what was changed, the old answer beside the new one."""
    by_record: dict[tuple[type[Record], str], list[Changed]] = {}
    for one in changes:
        if one.field.part is not BELONGING:
            by_record.setdefault((one.noun, one.record), []).append(one)
    rows: list[tuple[str, str, str]] = []
    told_any = False
    for (noun, record), lines in by_record.items():
        if all(one.was is None for one in lines):
            asked, name = _named(dossier, noun, record)
            first = [(asked.label, name)] if asked and asked not in [one.field for one in lines] else []
            yield Grid((*first, *((one.field.label, how.kept(one.field, one.now)) for one in lines)), f"登记{noun.label}")
            told_any = True
        else:
            called = _called_record(dossier, noun, record)
            rows += [
                (f"{called}·{one.field.label}", how.kept(one.field, one.was) or "—", how.kept(one.field, one.now) or "—")
                for one in lines
            ]
    if rows:
        yield Table(("当天改动", "原来", "现在"), tuple(rows), (34, 33, 33))
    elif not told_any:
        yield Text("当天没有改动别的资料。")


def _called_record(dossier: Dossier, noun: type[Record], id: str) -> str:
    """A record on this paper: its noun, and its own name where a family may have several."""
    _, name = _named(dossier, noun, id)
    return f"{noun.label}“{name[:12]}”" if name else noun.label


def _named(dossier: Dossier, noun: type[Record], id: str) -> tuple[Field[Any] | None, str]:
    """The question that tells a record from others of its noun, and its answer; None and '' where there is no need or no answer."""
    record = None if noun.single else next((one for one in dossier.all(noun) if one.id == id), None)
    asked = next((noun.field(name) for name in _CALLED if record and name in record.answers), None)
    return asked, asked.show(record) if asked and record else ""
