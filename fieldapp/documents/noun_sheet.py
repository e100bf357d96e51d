"""The sheet of one noun: a row a record, with what is needed to recognise the row when the book comes back.

Every row begins with 村名, 村代码, 户编号, 户主, so that it can be pasted anywhere. Where such a cell is a question of the
noun itself (户编号 and 户主 on the sheet 农户), an edit of it is an edit of the answer; elsewhere it is only told.

To the left of them stand four hidden cells, so that whoever widens a selection to sort takes them along:
`_id` the record, `_rev` the hash of the record as the file has it, `_hash` the hash of the cells of its answers as they are
written and read, `_key` the hash of the identifying cells without the id (exchange.md, amendment 4).

Decision: `_hash` is of cells and not of answers, so that a row that somebody else's program has saved unchanged is known
to be the same without understanding a single cell of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from fieldapp.base.change import canonical
from fieldapp.base.kinds import Cell
from fieldapp.base.record import Names, Record
from fieldapp.base.tally import row_hash
from fieldapp.documents.column import WIDEST, Column
from fieldapp.documents.sheet import as_written, plain
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.village import Village
from fieldapp.rules.water import PARTS

HIDDEN = ("_id", "_rev", "_hash", "_key")
NOTHING: Mapping[str, int] = MappingProxyType({})
LEAD = {"村名": Village.name, "村代码": Village.code, "户编号": Household.code, "户主": Household.head}
"""The heads with which every row begins, and the questions from which they come."""
VERDICTS = {
    "住房结论": 16, "人不住危房": 12, "危房不住人": 12, "住房安全分类": 14, "重点复查": WIDEST, "住房依据": WIDEST, "登记的住房": WIDEST,
    "饮水结论": 16, **dict.fromkeys(PARTS, 14), "饮水依据": WIDEST, "登记的饮水": WIDEST,
}  # fmt: skip
"""What the sheet 农户 tells beside the answers, and the width of the column."""
OPEN: Mapping[str, int] = MappingProxyType({"两地不一致": WIDEST})
"""What a sheet tells at its end where two offices differ about one of its rows, or one of them proposes something."""


def lead_of(village: Village, dossier: Dossier | None) -> list[Cell]:
    """The cells with which every row about a household begins; of no household, only the village is told."""
    return [village.name, village.code, dossier.household.code if dossier else None, dossier.head if dossier else None]


def row_key(cells: Sequence[Cell]) -> str:
    """The hash of the identifying cells of a row, as they are written and read: 32 hexadecimal characters."""
    return row_hash(json.dumps([plain(as_written(cell)) for cell in cells], ensure_ascii=False))


class NounSheet:
    """Columns and rows of one noun.

    Attributes:
        columns: of the whole sheet, the hidden ones first.
        told: heads of what is told beside the answers, and widths.
        left_out: how many answers were not written because their question no longer applies.
        withheld: labels of the questions that this edition leaves out whole.
        hidden: how many columns at the left are hidden.
    """

    hidden = len(HIDDEN)

    def __init__(self, noun: type[Record], names: Names, told: Mapping[str, int] = NOTHING) -> None:
        """`names`: id → name of records referred to."""
        self.noun = noun
        self.left_out = 0
        self.withheld: list[str] = []
        own = {field for field in LEAD.values() if field.owner is noun}
        self._own = [field in own for field in LEAD.values()]
        self._answers = [Column.of(field, names) for field in noun.questions() if field not in own]
        self._identifying = [place for place, column in enumerate(self._answers) if column.field and column.field.must]
        self._conditional = [field for field in noun.fields if field.when]
        self.told = told
        self.columns: list[Column[Any]] = [
            *(Column.told(head, _nothing) for head in HIDDEN),
            *(replace(Column.of(f), head=head, field=f if f in own else None) for head, f in LEAD.items()),
            *self._answers,
            *(Column.told(head, _nothing, width=width) for head, width in told.items()),
        ]

    @property
    def names(self) -> str:
        """What stands in which column: the name of the question, '-' where something is only told."""
        return " ".join(column.field.name if column.field else "-" for column in self.columns[self.hidden :])

    def row(self, lead: Sequence[Cell], record: Record, told: Mapping[str, str]) -> list[Cell]:
        """The row of one record.

        Args:
            lead: as `lead_of` tells it.
            told: head → text, for what is told beside the answers.
        """
        self._count_left_out(record)
        rev = row_hash(canonical(record.table, record.id, record.unit_texts()))
        first = [field.cell(record) if own else cell for own, field, cell in zip(self._own, LEAD.values(), lead, strict=True)]
        answers = [column.cell(record) for column in self._answers]
        return [record.id, rev, *self.marks(first, answers), *first, *answers, *(told[head] for head in self.told)]

    @property
    def answering(self) -> list[Column[Any]]:
        """The columns whose cells answer a question, so that an edit of a cell is an edit of the answer."""
        return [column for column in self.columns if column.field]

    @property
    def identifying(self) -> list[str]:
        """The heads of the cells by which a person knows whose row it is, besides those with which every row begins."""
        return [self._answers[place].head for place in self._identifying]

    def marks(self, first: Sequence[Cell], answers: Sequence[Cell]) -> tuple[str, str]:
        """`_hash` and `_key` of a row, as it is written or as it was read.

        Args:
            first: the four cells with which it begins.
            answers: the cells of the other questions, in the order of the columns.
        """
        key = row_key([*first, *(answers[place] for place in self._identifying)])
        return row_key([*(cell for own, cell in zip(self._own, first, strict=True) if own), *answers]), key

    def _count_left_out(self, record: Record) -> None:
        """Answers that do not apply are not shown."""
        self.left_out += sum(f.name in record.answers and not f.applies(record) for f in self._conditional)


def _nothing(_: object) -> None:
    """The rows of this sheet are made whole, not column by column."""
