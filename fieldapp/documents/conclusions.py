"""What the columns of a foreign sheet conclude of families and people: B级, 饮水安全, 人均纯收入 8,000, an age.

Such a column answers no question of ours. What it says is kept as it stands, with the day and the source of the book, and
is never taken for a verdict. Where the rows of one family say the same, it is said of the family; where they differ, each
row's word is kept for its own person, and noted. An age is always a person's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fieldapp.base.errors import BadAnswer
from fieldapp.documents.book_day import BookDay, book_day, line_of
from fieldapp.documents.cells import ADVICE, plain, read_cell
from fieldapp.documents.foreign import Cell, Row, Sheet
from fieldapp.documents.heads import Table, letters, parts_of, topic_of
from fieldapp.documents.remarks import Concluded, Noted, Place, Refused
from fieldapp.documents.staged import Roster, StagedHousehold, StagedMember, StagedStatement
from fieldapp.documents.synonyms import HEAD_OF_FAMILY, Catalogue, plain_head
from fieldapp.records.registered import Registered, Topic

_COPY = re.compile(r"(\s*[-—]\s*副本|\s*[(（]\d+[)）])+$")
"""What a telephone or a spreadsheet adds to the name of a file that is there already."""
_NO_TITLE = re.compile(r"附[件表录]?\s*[\d一二三四五六七八九十]*\s*[:\uff1a]?$|.{2,8}[:\uff1a]")
"""What stands above a head without being its title: 附件1, 填报单位：…"""
_LONGEST_TITLE = 60
_BREAK = re.compile(r"\s*[\r\n]\s*")
"""Where a head or a title was broken to fit its cell."""
LONGEST_COLUMN = 100
"""So many characters of a head are kept."""
_DIFFERENT = "同一户各行说的不一样，分别记在各人名下"


@dataclass(frozen=True)
class ConclusionColumn:
    """A column that concludes something. `label`: its heads as shown; `of_head`: it speaks of the head of the household."""

    index: int
    label: str
    topic: Topic
    of_head: bool


@dataclass(frozen=True)
class _Said:
    text: str
    place: Place
    member: StagedMember | None


def conclusion_columns(table: Table, known: Catalogue) -> list[ConclusionColumn]:
    """The columns of a sheet that answer no question but tell a conclusion, from the left."""
    found: list[ConclusionColumn] = []
    for index, topic in sorted((_topics(table, known) if table.topics is None else table.topics).items()):
        parts = parts_of(table.head, index) or [f"{letters(index)} 列"]
        of_head = plain_head(parts[0])[0].startswith(HEAD_OF_FAMILY)
        found.append(ConclusionColumn(index, kept_label("/".join(parts)), topic, of_head))
    return found


def kept_label(shown: str) -> str:
    """The head of a column as a statement keeps it: one line, not too long."""
    return _BREAK.sub("", shown)[:LONGEST_COLUMN]


def _topics(table: Table, known: Catalogue) -> dict[int, Topic]:
    """Column, from 0 → what it concludes as its heads tell it."""
    answering = {column.index for column in table.columns.values()}
    columns = range(max((len(row.cells) for row in table.head), default=0))
    named = {index: parts for index in columns if index not in answering and (parts := parts_of(table.head, index))}
    return {index: topic for index, parts in named.items() if (topic := topic_of(parts, known))}


class Conclusions:
    """Hears what the columns of one sheet conclude, row by row, and settles it when the families are complete."""

    def __init__(self, roster: Roster, sheet: Sheet, table: Table, known: Catalogue) -> None:
        self._roster, self._sheet, self._known = roster, sheet, known
        above = sheet.rows[: len(sheet.rows) - len(table.rows) - len(table.head)]
        self._above = [line_of(row) for row in above]
        self.columns = conclusion_columns(table, known)
        self._concluded = [Concluded(roster.file, sheet.name, column.label, column.topic.value) for column in self.columns]
        roster.concluded += self._concluded
        self._texts: dict[tuple[type[Cell], Cell], str] = {}
        self._heard: dict[str, dict[int, list[_Said]]] = {}

    def hear(self, row: Row, place: Place, family: StagedHousehold, member: StagedMember | None) -> None:
        """Take down what a row says. `member`: the person that the row tells of."""
        for number, column in enumerate(self.columns):
            if column.index < len(row.cells) and (text := self._text(row, column)):
                of_family = self._heard.setdefault(family.record.id, {})
                of_family.setdefault(number, []).append(_Said(text, place, member))

    def _text(self, row: Row, column: ConclusionColumn) -> str:
        """What a cell says, '' where it says nothing. Most cells of such a column are alike."""
        value = row.cells[column.index]
        if (known := self._texts.get((type(value), value))) is not None:
            return known
        try:
            taken = read_cell(Registered.said, value, self._known)
        except BadAnswer as no:
            place = (self._roster.file, self._sheet.name, row.number)
            self._roster.refused.append(Refused(*place, column.label, plain(value), no.what, no.advice or ADVICE))
            return ""
        text = self._texts[type(value), value] = re.sub(r"^(\d+)\.0+$", r"\1", taken.answer) if taken else ""
        return text

    def settle(self, families: Sequence[StagedHousehold]) -> None:
        """Hand every family what was said of it, with the day and the source."""
        footers = [one.text for one in self._roster.skipped if one.sheet == self._sheet.name]
        day = book_day(self._above, footers, self._roster.saved)
        source = self._source(day)
        for concluded in self._concluded:
            concluded.on = str(day.on or "")
        for family in families:
            for number, said in self._heard.get(family.record.id, {}).items():
                column, concluded = self.columns[number], self._concluded[number]
                for one, member in self._sorted_out(column, said, family):
                    record = Registered(topic=column.topic, column=column.label, said=one.text, on=day.on, source=source)
                    family.statements.append(StagedStatement(record, one.place, concluded, member, day.written))

    def _sorted_out(
        self, column: ConclusionColumn, said: list[_Said], family: StagedHousehold
    ) -> list[tuple[_Said, StagedMember | None]]:
        """Each different thing that is said, and of whom: None for the whole family."""
        if column.topic is Topic.AGE:
            head = next(iter(family.heads), None)
            return [(one, head if column.of_head else one.member or head) for one in said]
        if len({one.text for one in said}) == 1:
            return [(said[0], None)]
        for one in said:
            self._roster.noted.append(
                Noted(self._roster.file, self._sheet.name, one.place.row, column.label, one.text, _DIFFERENT)
            )
        return [(one, one.member) for one in said]

    def _source(self, day: BookDay) -> str:
        """Where it stands: the title that the book gives itself, else the name of its file; the sheet; what the day was taken from."""
        titles = [_BREAK.sub("", text) for text in self._above if len(text) > 3 and not _NO_TITLE.match(text)]
        title = titles[0][:_LONGEST_TITLE] if titles else _COPY.sub("", self._roster.file.rpartition(".")[0] or self._roster.file)
        named = f"{title} · {self._sheet.name}"
        return f"{named}，日期按{day.by}" if day.by else named
