"""What changed since the last hand-over, for people, on the sheet 本次变化. What programs read is another (package.py).

A record that is new since then is one line, however much it says; what was changed in it afterwards is a line an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from fieldapp.base.change import Act
from fieldapp.base.errors import BadAnswer
from fieldapp.base.kinds import Cell
from fieldapp.base.record import Field, Names, Record
from fieldapp.documents.column import WIDEST, Column
from fieldapp.documents.masking import WITHHELD, hide, masked_column
from fieldapp.documents.noun_sheet import LEAD
from fieldapp.records.household import Household
from fieldapp.records.village import Village


@dataclass(frozen=True)
class ChangeLine:
    """One answer that one act gave, changed or took back; or a record that it made, deleted or brought back.

    Attributes:
        code: 户编号, or '' where the record belongs to no household.
        head: 户主.
        record: the id of the record.
        field: the question; None where the whole record is meant.
        was: the canonical text before; None where there was none. Of a record that was brought back, why it had been deleted.
        now: the canonical text after; None where the answer was taken back. Of a deleted record, why.
    """

    code: str
    head: str
    act: Act
    noun: type[Record]
    record: str
    field: Field[Any] | None
    was: str | None
    now: str | None

    @property
    def what(self) -> str:
        """What was changed, in words."""
        if self.field:
            return self.field.head
        return "删除" if self.now is not None else "新增" if self.was is None else "恢复"

    @property
    def source(self) -> str:
        """Where it comes from, without the id of an act that was undone."""
        return re.sub(r"：[0-9a-f]{32}$", "", self.act.source)

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
        Column.told("哪一项", attrgetter("what"), width=24),
        Column.told("原来", lambda line: line.told(line.was, names), width=WIDEST),
        Column.told("现在", lambda line: line.told(line.now, names), width=WIDEST),
        Column.told("为什么", attrgetter("act.why"), width=30),
        Column.told("来源", attrgetter("source"), width=20),
    ]


def masked_news(columns: list[Column[ChangeLine]]) -> list[Column[ChangeLine]]:
    """The same columns for the masked edition. Old and new answers are hidden as their own question asks for it."""
    told_by_question = [column.head in ("原来", "现在") for column in columns]
    fields = [Household.code if column.head == "户编号" else None for column in columns]
    return [
        _hidden(column) if own else masked_column(column, field)
        for column, own, field in zip(columns, told_by_question, fields, strict=True)
    ]


def _hidden(column: Column[ChangeLine]) -> Column[ChangeLine]:
    def tell(line: ChangeLine) -> Cell:
        told = hide(column.cell(line), line.field)
        return None if told is None else str(told)

    return Column.told(column.head, tell, width=column.width)


def not_withheld(lines: Iterable[ChangeLine]) -> Iterator[ChangeLine]:
    """The lines whose question the masked edition does not leave out whole."""
    return (line for line in lines if line.field not in WITHHELD)
