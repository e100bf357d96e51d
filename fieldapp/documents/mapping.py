"""Which column answers which question, said by a person where a head cannot be understood, or was understood wrongly.

A sheet is laid before him with its head, examples from below and what is recognised already. What he says of a head is
whole (every column of it has a question or is left out), and holds for every sheet with the same head: a new name that
the program learns later changes nothing that a person has settled.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from fieldapp.base.errors import BadBook
from fieldapp.documents.cells import plain
from fieldapp.documents.conclusions import conclusion_columns
from fieldapp.documents.foreign import Row, Sheet
from fieldapp.documents.heads import (
    IDENTIFYING,
    SEARCHED,
    TALLEST,
    Reading,
    Recognised,
    Table,
    best_head,
    fingerprint,
    is_data,
    letters,
    other_unit,
    parts_of,
    read_head,
    recognise,
    topic_of,
    without_others,
)
from fieldapp.documents.listing import TELLING
from fieldapp.documents.offers import OUT, STATED, label_of, topic_of_key
from fieldapp.documents.remarks import Unused
from fieldapp.documents.synonyms import LINE, VILLAGE, Catalogue

_KEPT = SEARCHED + 30
"""So many rows of a sheet are kept to be looked at: every row that may be its head, and examples below it."""
_EXAMPLES = 3


@dataclass(frozen=True)
class HeadMap:
    """What a person said of one head.

    Attributes:
        height: how many rows it has, 1 to 3.
        columns: index from 0 → key of the question, or OUT; empty where he said nothing of them.
        without: the names of the sheets with this head that are left out as a whole.
    """

    height: int
    columns: Mapping[int, str]
    without: frozenset[str] = frozenset()


Told = Mapping[str, HeadMap]
"""The fingerprint of a head → what a person said of it."""
NOTHING_TOLD: Told = MappingProxyType({})


class Known(enum.Enum):
    """Whose word the columns of a sheet are taken by."""

    TOLD = "told"
    RECOGNISED = "recognised"
    NOBODY = "nobody"
    RIDDLE = "riddle"
    """Several columns claim to say who is meant: nothing of the book is taken before a person has decided."""


@dataclass(frozen=True)
class HeadColumn:
    """One column as a person sees it. `examples`: the first different texts below the head; `key`: its question, or OUT."""

    index: int
    label: str
    examples: tuple[str, ...]
    key: str

    @property
    def named(self) -> str:
        """The column as it is spoken of: B 列“称呼”."""
        return f"{letters(self.index)} 列“{self.label}”" if self.label else f"{letters(self.index)} 列"


@dataclass(frozen=True)
class SheetLayout:
    """A sheet as it is laid before a person.

    Attributes:
        rows: its first rows that are not blank.
        begin: which of these rows the head begins with, from 0.
        height: how many of them are head.
        known: whose word the columns are taken by.
        why: why nobody knows them; '' where somebody does.
        without: the names of the sheets with this head that are left out as a whole.
    """

    file: str
    sheet: str
    rows: Sequence[Row]
    begin: int
    height: int
    columns: tuple[HeadColumn, ...]
    known: Known
    why: str = ""
    without: frozenset[str] = frozenset()

    @property
    def head(self) -> Sequence[Row]:
        """The rows of the head."""
        return self.rows[self.begin : self.begin + self.height]

    def with_head(self, begin: int, height: int, known: Catalogue) -> SheetLayout:
        """The same sheet with other rows as head, its columns recognised anew. A head leaves at least one row for data."""
        height = max(1, min(height, TALLEST, len(self.rows) - 1 - begin))
        keys = _claimed(self.rows[begin : begin + height], known)
        columns = _columns(self.rows, begin, height, keys)
        return SheetLayout(self.file, self.sheet, self.rows, begin, height, columns, Known.NOBODY, "换了表头")

    def with_key(self, index: int, key: str) -> SheetLayout:
        """The same sheet with one column answering another question."""
        columns = tuple(replace(column, key=key) if column.index == index else column for column in self.columns)
        return replace(self, columns=columns)

    def blank(self) -> SheetLayout:
        """The same sheet with no column taken."""
        return replace(self, columns=tuple(replace(column, key=OUT) for column in self.columns))

    @property
    def left_out(self) -> bool:
        """Whether it is left out as a whole."""
        return self.sheet in self.without

    @property
    def tells(self) -> bool:
        """Whether somebody knows its columns, and they tell who belongs to which household."""
        known = self.known in (Known.TOLD, Known.RECOGNISED) and not self.left_out
        return known and bool(TELLING & {column.key for column in self.columns})

    def said(self) -> dict[str, HeadMap]:
        """What is said of this head, to be known again."""
        columns = {column.index: column.key for column in self.columns}
        return {fingerprint(self.head): HeadMap(self.height, columns, self.without - {self.sheet})}

    def said_left_out(self) -> dict[str, HeadMap]:
        """What is said of this head where only this sheet is left out: of its columns nothing new."""
        columns = {column.index: column.key for column in self.columns} if self.known is Known.TOLD else {}
        return {fingerprint(self.head): HeadMap(self.height, columns, self.without | {self.sheet})}


def lay_out(file: str, sheet: Sheet, known: Catalogue, told: Told) -> SheetLayout:
    """A sheet as it is laid before a person: as he told it once, as it is recognised, or with the likeliest head."""
    rows = sheet.rows[:_KEPT]
    if found := _known_again(sheet.name, rows, told):
        begin, said = found
        keys = said.columns or _claimed(rows[begin : begin + said.height], known)
        columns = _columns(rows, begin, said.height, keys)
        return SheetLayout(file, sheet.name, rows, begin, said.height, columns, Known.TOLD, "", said.without)
    reading, below = best_head(rows, known)
    table, state, why = None, Known.NOBODY, "没有认出表头"
    try:
        table = recognise(file, sheet, known)
    except BadBook as riddle:
        state, why = Known.RIDDLE, riddle.what
    if table and table.columns.keys() & TELLING:
        recognised = {column.index: key for key, column in table.columns.items()}
        keys = recognised | {column.index: f"{STATED}{column.topic.name}" for column in conclusion_columns(table, known)}
        begin, height = below - len(reading.rows), len(reading.rows)
        return SheetLayout(file, sheet.name, rows, begin, height, _columns(rows, begin, height, keys), Known.RECOGNISED)
    begin, height = (below - len(reading.rows), len(reading.rows)) if len(reading.found) > 1 else (_likely_head(rows), 1)
    keys = _claimed(rows[begin : begin + height], known)
    why = "看不出每个人属于哪一户" if table else why
    return SheetLayout(file, sheet.name, rows, begin, height, _columns(rows, begin, height, keys), state, why)


def told_table(file: str, sheet: Sheet, told: Told, known: Catalogue) -> Table | None:
    """The sheet as a person told its head; None where he has told nothing of it."""
    if not (found := _known_again(sheet.name, sheet.rows, told)):
        return None
    begin, said = found
    head = sheet.rows[begin : begin + said.height]
    if sheet.name in said.without:
        return Table({}, [], [], fingerprint(head), head)
    named = {index: Recognised(index, _label(head, index) or f"{letters(index)} 列", key) for index, key in said.columns.items()}
    columns = {one.key: one for one in named.values() if one.key == VILLAGE or known.question(one.key)}
    topics = {index: topic for index, one in named.items() if (topic := topic_of_key(one.key))}
    unused = [
        Unused(file, sheet.name, one.label, "对列时选了不导入" if one.key == OUT else "没有对应的问题")
        for index, one in named.items()
        if one.key not in columns and index not in topics and one.key != LINE
    ]
    reading = Reading(head, {key: [(0, column)] for key, column in columns.items()})
    rows, outside = without_others(file, sheet, reading, begin + said.height, known)
    unused += [one for one in outside if one.column not in {one.label for one in named.values()}]
    return Table(columns, rows, unused, fingerprint(head), head, topics)


def troubles(layout: SheetLayout, known: Catalogue) -> list[str]:
    """Why these columns cannot be taken as they are, a sentence each; empty where they can."""
    claims: dict[str, list[HeadColumn]] = defaultdict(list)
    for column in layout.columns:
        claims[column.key].append(column)
    left_out = claims.pop(OUT, [])
    said = [
        f"{'、'.join(column.named for column in columns)}都对到了“{label_of(key, known)}”，只能留一列。"
        for key, columns in claims.items()
        if len(columns) > 1 and key != LINE and not topic_of_key(key)
    ]
    said += [
        f"{column.named}的{why}，请改选不导入。"
        for column in layout.columns
        if column not in left_out and (why := other_unit(parts_of(layout.head, column.index), column.key, known))
    ]
    if not IDENTIFYING & claims.keys():
        said.append("还没有指明姓名、证件号码、户编号或户主姓名在哪一列。")
    if not TELLING & claims.keys():
        said.append("看不出每个人属于哪一户，请指明户编号、户主姓名或与户主关系在哪一列。")
    return said


def _known_again(sheet: str, rows: Sequence[Row], told: Told) -> tuple[int, HeadMap] | None:
    """Where the head that a person has told of begins, and what he said; None where there is none."""
    heights = sorted({said.height for said in told.values()}, reverse=True)
    for begin in range(min(SEARCHED, len(rows))):
        for height in heights:
            said = told.get(fingerprint(rows[begin : begin + height]))
            if said and said.height == height and (said.columns or sheet in said.without):
                return begin, said
    return None


def _likely_head(rows: Sequence[Row]) -> int:
    """The row with most different texts that a row of data may follow: the best guess where nothing is recognised."""
    texts = [0 if is_data(row) else len({cell for cell in row.cells if isinstance(cell, str)} - {""}) for row in rows]
    followed = [len(below.cells) * 2 >= count for count, below in zip(texts, rows[1:], strict=False)]
    fit = [count if well else 0 for count, well in zip(texts, followed, strict=False)][:SEARCHED]
    return fit.index(max(fit)) if fit else 0


def _claimed(head: Sequence[Row], known: Catalogue) -> dict[int, str]:
    """Index → the question that a head names. Where several columns claim one question equally, all of them do."""
    reading = read_head(head, known)
    return _stated(head, known, [index for index, _, _ in reading.strange]) | {
        column.index: key
        for key, claims in reading.found.items()
        for rank, column in claims
        if rank == min(other for other, _ in claims)
    }


def _stated(head: Sequence[Row], known: Catalogue, columns: Iterable[int]) -> dict[int, str]:
    """Index → the topic that a head names which names no question."""
    return {index: f"{STATED}{topic.name}" for index in columns if (topic := topic_of(parts_of(head, index), known))}


def _columns(rows: Sequence[Row], begin: int, height: int, keys: Mapping[int, str]) -> tuple[HeadColumn, ...]:
    """Every column that has a head or something below it."""
    head, below = rows[begin : begin + height], rows[begin + height :]
    width = max((len(row.cells) for row in rows), default=0)
    made = (HeadColumn(i, _label(head, i), tuple(_examples(below, i)), keys.get(i, OUT)) for i in range(width))
    return tuple(column for column in made if column.label or column.examples)


def _label(head: Sequence[Row], index: int) -> str:
    return "/".join(parts_of(head, index))


def _examples(rows: Iterable[Row], index: int) -> Iterator[str]:
    """The first different texts of a column."""
    texts = dict.fromkeys(plain(row.cells[index]) for row in rows if index < len(row.cells))
    yield from [text for text in texts if text][:_EXAMPLES]
