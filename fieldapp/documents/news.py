"""What changed since the last confirmation: for people on the sheet 本次变化, for programs on the hidden sheet `_changes`."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from fieldapp.base.change import Act
from fieldapp.base.errors import BadAnswer
from fieldapp.base.record import Field, Names, Record
from fieldapp.documents.column import WIDEST, Column
from fieldapp.documents.noun_sheet import LEAD
from fieldapp.records.village import Village


@dataclass(frozen=True)
class ChangeLine:
    """One answer that one act gave, changed or took back.

    Attributes:
        code: 户编号, or '' where the record belongs to no household.
        head: 户主.
        record: the id of the record.
        field: the question; None for a deletion, whose reason stands in `now`, and for its undoing.
        was: the canonical text before; None where there was none.
        now: the canonical text after; None where the answer was taken back.
    """

    code: str
    head: str
    act: Act
    noun: type[Record]
    record: str
    field: Field[Any] | None
    was: str | None
    now: str | None

    def told(self, text: str | None, names: Names) -> str | None:
        """An answer as a person reads it; one that the question no longer offers, as it was kept."""
        if text is None or self.field is None:
            return text
        try:
            return self.field.show(self.noun.from_kept("", {self.field.name: text}), names)
        except (BadAnswer, KeyError, ValueError):
            return text


def news_columns(village: Village, names: Names) -> list[Column[ChangeLine]]:
    """The columns of the sheet 本次变化."""
    village_name, village_code, code, head = LEAD
    return [
        Column.told(village_name, lambda _: village.name, width=14),
        Column.told(village_code, lambda _: village.code, width=14),
        Column.told(code, attrgetter("code"), width=20),
        Column.told(head, attrgetter("head"), width=14),
        Column.told("改动时间", lambda line: line.act.at[:16].replace("T", " "), width=18),
        Column.told("谁改的", attrgetter("act.by"), width=14),
        Column.told("哪张表", attrgetter("noun.label"), width=12),
        Column.told("哪一项", lambda line: line.field.head if line.field else "删除", width=24),
        Column.told("原来", lambda line: line.told(line.was, names), width=WIDEST),
        Column.told("现在", lambda line: line.told(line.now, names), width=WIDEST),
        Column.told("为什么", attrgetter("act.why"), width=30),
        Column.told("来源", attrgetter("act.source"), width=20),
    ]


CHANGES: list[Column[ChangeLine]] = [
    *(Column.told(name, attrgetter(f"act.{name}")) for name in ("id", "node", "stamp", "at", "by", "why", "source")),
    Column.told("number", attrgetter("act.number"), format="0"),
    Column.told("noun", attrgetter("noun.table")),
    Column.told("record", attrgetter("record")),
    Column.told("name", lambda line: line.field.name if line.field else None),
    Column.told("was", attrgetter("was")),
    Column.told("now", attrgetter("now")),
]
"""The columns of the hidden sheet `_changes`: acts and canonical texts."""
