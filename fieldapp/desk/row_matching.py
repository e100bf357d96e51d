"""Which record a row without an id means, in a book of ours that came back. What is not plain is left to a person.

A row that says in every cell what one record of its household says means that record. Else the order is that of rosters
(matching.py) for households and people; of what a household has only one of, that one; of everything else the one record
with the same identifying cells (exchange.md 5.7).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from fieldapp.base.errors import BadAnswer
from fieldapp.base.record import Record
from fieldapp.desk.matching import Unclear, match_household, match_person
from fieldapp.desk.register import Register
from fieldapp.desk.sender import Sender
from fieldapp.documents.cells import read_cell
from fieldapp.documents.remarks import Place
from fieldapp.documents.returned import ReturnedRow, ReturnedSheet
from fieldapp.documents.returned_answers import shown, shown_in
from fieldapp.documents.staged import StagedHousehold, StagedMember
from fieldapp.documents.synonyms import catalogue
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.records.village import Village
from fieldapp.store.reader import Reader

Found = str | Unclear | None
"""The id of the record that is meant; None where nobody is known who could be."""
_TWICE = Unclear("这一行说的记录在表里另有一行。", "请只留一行后再收。")


class RowMatching:
    """Rows without an id, of one book."""

    def __init__(self, reader: Reader, sender: Sender, file: str) -> None:
        self._reader, self._sender, self._file = reader, sender, file
        self._meant: set[str] = set()
        self._new_homes: list[Household] = []

    def begin(self, sheet: ReturnedSheet) -> None:
        """Go on to another sheet; the records that have rows of their own are meant by no other row."""
        self._meant = {row.id for row in sheet.rows if row.id}

    def add(self, record: Record) -> None:
        """Know of a record that the book offers; further rows may belong to it."""
        if isinstance(record, Household):
            self._new_homes.append(record)

    def home(self, sheet: ReturnedSheet, row: ReturnedRow) -> Found:
        """The household to which a row belongs, by its leading cells; None where these are blank, or where it needs none."""
        parent = sheet.noun.parent()
        code, head = row.told("户编号"), row.told("户主")
        if parent is None or parent.kind.refers != Household.table or not (code or head):
            return None
        found = self._sender.household_called(code, head)
        found += [home.id for home in self._new_homes if (home.code == code if code else home.head == head)]
        if len(found) == 1:
            return found[0]
        named = f"户编号 {code}" if code else f"户主“{head}”"
        if found:
            return Unclear(f"档案里有 {len(found)} 户的{named}，看不出是哪一户。", "请填上户编号，或在程序里补。")
        return Unclear(f"档案里没有{named}。", "请核对后再收，或先在程序里登记这一户。")

    def match(self, sheet: ReturnedSheet, row: ReturnedRow) -> Found:
        """The record that a row means."""
        if sheet.noun is Village:
            return self._reader.village().id
        if sheet.noun is Household:
            return self._household(sheet, row)
        home = self.home(sheet, row)
        if isinstance(home, Unclear):
            return home
        known = list(self._sender.of(sheet.noun, home or ""))
        if whole := self._alike(sheet, row, known, sorted(sheet.heads)):
            return next((id for id in whole if id not in self._meant), whole[0])
        if sheet.noun is Member:
            return self._person(sheet, row, home or "")
        if sheet.noun.single:
            return self._once([one.id for one in known], sheet.noun.label)
        return self._once(self._alike(sheet, row, known, sheet.form.identifying), sheet.noun.label)

    def _alike(self, sheet: ReturnedSheet, row: ReturnedRow, known: Sequence[Record], heads: Sequence[str]) -> list[str]:
        """The ids of the records that show under these heads what the row shows there."""
        columns = [column for column in sheet.form.answering if column.head in heads and column.field]
        mine = [shown_in(row, column.head) for column in columns]
        return [one.id for one in known if mine == [shown(c.field, one, self._sender) for c in columns if c.field]]

    def _once(self, found: Sequence[str], label: str) -> Found:
        """The only one of them, if no other row means it."""
        if len(found) > 1:
            return Unclear(f"这一户有 {len(found)} 条{label}都对得上，看不出是哪一条。", "请在程序里改；表里的没有收。")
        if not found:
            return None
        return self._said(found[0])

    def _said(self, id: str) -> Found:
        if id in self._meant:
            return _TWICE
        self._meant.add(id)
        return id

    def _household(self, sheet: ReturnedSheet, row: ReturnedRow) -> Found:
        known = [self._sender.present(Household)[id] for id in self._sender.household_called(row.told("户编号"), row.told("户主"))]
        if whole := self._alike(sheet, row, known, sorted(sheet.heads)):
            return whole[0]
        answers = self._answers(sheet, row, {"户主": "head", "户编号": "code", "组别": "group"})
        found = match_household(StagedHousehold(Household("", **answers), self._place(sheet, row)), self._register)
        return self._said(found) if isinstance(found, str) else found

    def _person(self, sheet: ReturnedSheet, row: ReturnedRow, home: str) -> Found:
        asked = (Member.name, Member.number, Member.code, Member.sex, Member.birth, Member.relation)
        answers = self._answers(sheet, row, {field.head: field.name for field in asked})
        member = StagedMember(Member("", **answers), self._place(sheet, row))
        found = match_person(member, home, self._register, self._meant, by_name=True)
        return self._said(found) if isinstance(found, str) else found

    def _answers(self, sheet: ReturnedSheet, row: ReturnedRow, heads: dict[str, str]) -> dict[str, Any]:
        """The answers under these heads that can be read; the others are refused later, when the row is taken."""
        answers = {}
        for head, name in heads.items():
            try:
                taken = read_cell(sheet.noun.field(name), row.cells.get(head, ""), self._catalogue)
            except BadAnswer:
                continue
            if taken:
                answers[name] = taken.answer
        return answers

    @cached_property
    def _register(self) -> Register:
        return Register(self._reader)

    @cached_property
    def _catalogue(self) -> Any:
        return catalogue()

    def _place(self, sheet: ReturnedSheet, row: ReturnedRow) -> Place:
        return Place(self._file, "", sheet.title, row.number)
