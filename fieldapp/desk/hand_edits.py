"""What somebody has typed into a book of ours, laid beside what its sender knew, as offers for a person to take up or decline.

Nothing here counts by itself. An edited cell offers its unit, a new row a record, a row without an id what it plainly means.
A visit that was written down is never rewritten: an edited one offers a further visit that corrects it (exchange.md 5.4),
so that what was first written stays readable beside it.

Decision: a new row's id is derived from what it tells and not from its place, so that the same row sorted elsewhere, saved
again or read on another laptop is the same candidate.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fieldapp.base.change import Units
from fieldapp.base.knowledge import Knowledge
from fieldapp.base.record import Field, Record
from fieldapp.base.tally import derived_id
from fieldapp.desk.intake import HeldRow
from fieldapp.desk.matching import Unclear
from fieldapp.desk.receipt import Offered, Refusal
from fieldapp.desk.row_matching import Found, RowMatching
from fieldapp.desk.sender import Sender
from fieldapp.documents.remarks import Noted
from fieldapp.documents.returned import Returned, ReturnedRow, ReturnedSheet
from fieldapp.documents.returned_answers import Called, Differing, differing
from fieldapp.documents.synonyms import catalogue
from fieldapp.records import RECORDS
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.records.village import Village
from fieldapp.store.reader import Reader
from fieldapp.store.writing import Writing

_ID = re.compile(r"[0-9a-f]{32}")
_NAMES: dict[type[Record], tuple[Field[Any], ...]] = {
    Household: (Household.head, Household.code), Member: (Member.name, Member.number)
}  # fmt: skip
"""Without any of these nobody can tell who is meant by a new row."""
_NOBODY = Unclear("看不出这一行是谁。", "请填上姓名、户编号或证件号码后再收。")
_GONE = Unclear("这条记录在这里已经删除，或者要等前面的包。", "改动没有提出来；要找回记录请撤销那次删除，再收一次。")
_OBSERVED = Unclear("已经记下的不能改写。", "请在程序里补记一条更正。")
_NO_HOME = Unclear("看不出这一行是哪一户的。", "请填上户编号后再收。")


@dataclass(frozen=True)
class Offer:
    """A change that is offered."""

    noun: str
    record: str
    body: Units


class HandEdits:
    """Everything that a returned book says otherwise than its sender's records.

    Attributes:
        same: how many rows say the same.
    """

    def __init__(self, reader: Reader, told: Returned, seen: Knowledge | None, *, trusted: bool, step: Callable[[], None]) -> None:
        """Lay it beside.

        Args:
            seen: what the sender knew; None where nobody can tell.
            trusted: its package was taken, so that a row that is as it was sent needs no look.
            step: called for each row; what it raises ends the work.
        """
        self._reader, self._file, self._trusted = reader, told.file, trusted
        self._seen = seen or reader.knowledge()
        self._sender = Sender(reader, seen)
        self._village = reader.village().code or ""
        self._matching = RowMatching(reader, self._sender, told.file)
        self.offers: list[Offer] = []
        self.edits: list[Offered] = []
        self.refused: list[Refusal] = []
        self.held: list[HeldRow] = []
        self.noted: list[Noted] = []
        self.notes: list[str] = list(told.remarks)
        self.same = 0
        for sheet in told.sheets:
            self._lay_beside(sheet, step)

    def tell(self, writing: Writing, book: str) -> None:
        """Offer it. `book`: what every reader of the same book derives the ids of the changes from."""
        for offer in self.offers:
            writing.offer(offer.noun, offer.record, offer.body, seen=self._seen, change_id=book)

    def _lay_beside(self, sheet: ReturnedSheet, step: Callable[[], None]) -> None:
        if sheet.trouble:
            self.refused.append(Refusal.of(sheet.trouble))
            return
        self._matching.begin(sheet)
        done: Counter[str] = Counter()
        self._met: set[str] = set()
        strangers = 0
        for row in sheet.rows:
            step()
            if self._is_elsewhere(sheet, row):
                strangers += 1
                continue
            done[row.id] += 1
            self._row(sheet, row, again=bool(row.id) and done[row.id] > 1)
        self._count(sheet, self._met.union(done), strangers)

    def _count(self, sheet: ReturnedSheet, ids: set[str], strangers: int) -> None:
        """Say what of a sheet came to nothing."""
        where, misplaced = f"“{sheet.title}”", sum(row.misplaced for row in sheet.rows)
        present = self._sender.present(sheet.noun)
        missing = [id for id in present if id not in ids and self._sender.record(sheet.noun, id)] if "_id" in sheet.heads else []
        if missing:
            self.notes.append(f"{where}里少了 {len(missing)} 行：删掉一行不等于删除，这些记录原样留着。")
        if sheet.blank:
            self.notes.append(f"{where}里 {sheet.blank} 行空行没有看。")
        if misplaced:
            self.notes.append(f"{where}有 {misplaced} 行开头的村名、户编号、户主改过：这几列是照抄的，改了不算。")
        if strangers:
            self.notes.append(f"{where}里 {strangers} 行是别的村的，没有看。")

    def _is_elsewhere(self, sheet: ReturnedSheet, row: ReturnedRow) -> bool:
        """Whether a row is another village's; of a record that is known here its leading cells tell nothing."""
        code = row.told("村代码")
        other = bool(code and self._village) and code != self._village
        return other and not self._sender.record(sheet.noun, row.id) and sheet.noun is not Village

    def _row(self, sheet: ReturnedSheet, row: ReturnedRow, *, again: bool) -> None:
        noun = sheet.noun
        base = self._sender.record(noun, row.id) if row.id else None
        if again:
            self._candidate(sheet, row)
        elif base and self._trusted and row.as_sent:
            self.same += 1
        elif base and row.id in self._sender.present(noun):
            self._edit(sheet, row, base)
        elif row.id and self._reader.heard_of(noun, row.id):
            if row.as_sent and self._trusted:
                self.same += 1
            else:
                self._hold(sheet, row, _GONE)
        elif _ID.fullmatch(row.id):
            self._candidate(sheet, row, row.id)
        else:
            self._matched(sheet, row, self._matching.match(sheet, row))

    def _matched(self, sheet: ReturnedSheet, row: ReturnedRow, found: Found) -> None:
        if isinstance(found, Unclear):
            self._hold(sheet, row, found)
        elif found is None:
            self._candidate(sheet, row)
        elif base := self._sender.record(sheet.noun, found) or self._sender.present(sheet.noun).get(found):
            self._met.add(found)
            self._edit(sheet, row, base)

    def _hold(self, sheet: ReturnedSheet, row: ReturnedRow, why: Unclear) -> None:
        self.held.append(HeldRow(self._file, sheet.title, row.number, sheet.noun.table, _called(row), why.rule, why.advice))

    def _differing(self, sheet: ReturnedSheet, row: ReturnedRow, base: Record, home: str) -> Differing:
        called = Called(self._sender, lambda question, text: self._sender.meant(question, text, home, base))
        found = differing(self._file, sheet, row, base, called, self._catalogue)
        self.refused += map(Refusal.of, found.refused)
        self.noted += found.noted
        return found

    @cached_property
    def _catalogue(self) -> Any:
        return catalogue(RECORDS)

    def _edit(self, sheet: ReturnedSheet, row: ReturnedRow, base: Record) -> None:
        noun = sheet.noun
        parent = noun.parent()
        home = base.id if noun is Household else base.answers.get(parent.name, "") if parent else ""
        given = self._differing(sheet, row, base, home).given
        if not given:
            self.same += 1
            return
        after = base.replace(**given)
        if noun.observed:
            self._correction(sheet, row, base, after)
            return
        was, now = base.unit_texts(), after.unit_texts()
        body = {unit: now.get(unit) for unit in noun.units() if now.get(unit) != was.get(unit)}
        self.offers.append(Offer(noun.table, base.id, body))
        for unit in body:
            self._tell(sheet, row, [f for f in noun.units()[unit] if f.name in given], base, after)

    def _tell(self, sheet: ReturnedSheet, row: ReturnedRow, asked: list[Field[Any]], base: Record, after: Record) -> None:
        """One edit in words."""
        what = "、".join(field.label for field in asked)
        was, now = ("、".join(filter(None, (field.show(one, self._sender) for field in asked))) for one in (base, after))
        self.edits.append(Offered(self._file, sheet.title, row.number, sheet.noun.label, _called(row), what, was, now))

    def _correction(self, sheet: ReturnedSheet, row: ReturnedRow, base: Record, after: Record) -> None:
        """Offer an observation that corrects the one that was edited."""
        field = next((field for field in sheet.noun.fields if field.kind.refers == sheet.noun.table), None)
        if field is None:
            self._hold(sheet, row, _OBSERVED)
        else:
            self._propose(sheet, row, after.replace(**{field.name: base.id}), "", f"更正“{self._sender.get(base.id, '')}”")

    def _candidate(self, sheet: ReturnedSheet, row: ReturnedRow, id: str = "") -> None:
        """Offer a record that nobody knows. `id`: where the row has one of its own."""
        home = self._matching.home(sheet, row)
        if isinstance(home, Unclear):
            self._hold(sheet, row, home)
            return
        noun, parent = sheet.noun, sheet.noun.parent()
        record = noun("", **self._differing(sheet, row, noun(""), home or "").given)
        if not (set(record.answers) & {field.name for field in _NAMES.get(noun, noun.fields)}) or noun is Village:
            self._hold(sheet, row, _NOBODY)
        elif parent and parent.must and not home:
            self._hold(sheet, row, _NO_HOME)
        else:
            self._propose(sheet, row, record.replace(**{parent.name: home}) if parent else record, id, "新增一条")

    def _propose(self, sheet: ReturnedSheet, row: ReturnedRow, record: Record, id: str, what: str) -> None:
        texts = record.unit_texts()
        told = json.dumps(texts, ensure_ascii=False, sort_keys=True)
        id = id or derived_id("row of a book", self._village, record.table, told)
        if any(one.record == id for one in self.offers):
            return  # the same row once more
        self.offers.append(Offer(record.table, id, texts))
        self._matching.add(record.with_id(id))
        self.edits.append(Offered(self._file, sheet.title, row.number, sheet.noun.label, _called(row), what, "", _summary(row)))


def _called(row: ReturnedRow) -> str:
    """Whose row it is, for a person to find it."""
    return row.told("户主") or row.told("姓名") or row.told("户编号") or row.told("村名")


def _summary(row: ReturnedRow) -> str:
    """The first things that a row tells."""
    told = [text for head in row.cells if not head.startswith("_") and head not in ("村名", "村代码") and (text := row.told(head))]
    return " ".join(told)[:60]
