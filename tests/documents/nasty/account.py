"""The law of intake: every cell of a book that is not blank is answered for. What came in, and what was said about the rest."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from fieldapp.base.record import Record
from fieldapp.desk.registering import Comparison
from fieldapp.documents.cells import plain
from fieldapp.records import Household, Member, Village
from tests.documents.nasty.written import Leaf, Raw, Who, Written, address

At = tuple[str, int]
"""Sheet and row."""
_SAYS_NOTHING = re.compile(r"[\s\-—–/\\。.'\u200b\u2060\ufeff]*")


@dataclass
class Account:
    """What an intake told, by place.

    Attributes:
        answers: row → key of the question → the answer as shown, the household's with those of its people.
        homes: row of a person → row at which his household was told first.
        whole: rows that were refused as a whole.
    """

    answers: dict[At, dict[str, str]] = field(default_factory=dict)
    homes: dict[At, At] = field(default_factory=dict)
    refused: dict[At, list[str]] = field(default_factory=dict)
    noted: dict[At, list[str]] = field(default_factory=dict)
    unused: dict[str, set[str]] = field(default_factory=dict)
    whole: set[At] = field(default_factory=set)
    held: set[At] = field(default_factory=set)
    skipped: set[At] = field(default_factory=set)

    @classmethod
    def of(cls, told: Comparison) -> Account:
        """The account of an intake of one book."""
        one = cls()
        for refusal in told.told.refused:
            one.refused.setdefault((refusal.sheet, refusal.row), []).append(refusal.column)
            if "这一行没有导入" in refusal.rule:
                one.whole.add((refusal.sheet, refusal.row))
        for note in told.told.noted:
            one.noted.setdefault((note.sheet, note.row), []).append(note.column)
        for unused in told.told.unused:
            one.unused.setdefault(unused.sheet, set()).add(unused.column)
        one.held = {(held.sheet, held.row) for held in told.told.held_rows}
        one.skipped = {(skipped.sheet, skipped.row) for skipped in told.told.skipped}
        one._tell_people(told)
        return one

    def _tell_people(self, told: Comparison) -> None:
        homes = {p.record.id: p for p in told.proposals if isinstance(p.record, Household)}
        numbered = {p.record.number: p.record for p in told.proposals if isinstance(p.record, Member) and p.record.number}
        for roster in told.books:
            for staged in roster.households:
                self._add((staged.place.sheet, staged.place.row), staged.record)
                for member in staged.members:
                    self._add((member.place.sheet, member.place.row), staged.record)
                    if twin := numbered.get(member.record.number):  # the same person in two rows
                        self._add((member.place.sheet, member.place.row), twin)
        for proposal in told.proposals:
            at = (proposal.place.sheet, proposal.place.row)
            self._add(at, proposal.record)
            if isinstance(proposal.record, Member) and (home := homes.get(proposal.record.household or "")):
                self.homes[at] = (home.place.sheet, home.place.row)

    def _add(self, at: At, record: Record) -> None:
        shown = {question.key: question.show(record) for question in record.questions()}
        self.answers.setdefault(at, {}).update({key: text for key, text in shown.items() if text})


def told_of(written: Written, told: Comparison) -> dict[Who, dict[str, str]]:
    """Person → everything that came in of him and, with the head of each family, of his household."""
    account = Account.of(told)
    came: dict[Who, dict[str, str]] = {}
    for who, at in written.places.items():
        if home := account.homes.get(at):
            ours = {key: text for key, text in account.answers[home].items() if key.startswith("household.") and who[1] == 0}
            came[who] = ours | {key: text for key, text in account.answers[at].items() if key.startswith("member.")}
    return came


def silent(written: Written, told: Comparison, village: Village, except_at: Collection[tuple[str, int, int]] = ()) -> list[str]:
    """The cells of a book that nobody answered for: neither taken nor noted, refused, held, skipped, unused, title or head.

    `except_at`: sheet, row and column (from 0) of cells that are looked at otherwise.
    """
    account, remarks = Account.of(told), _bare(" ".join(told.told.remarks))
    lost = []
    for name, leaf in written.leaves.items():
        unused = account.unused.get(name, set())
        if "" in unused:
            continue
        heads = [_heads(leaf, index) for index in range(max(map(len, leaf.rows)))]
        untaken = {index for index, names in enumerate(heads) if names & {*map(_bare, unused)} or names & {"序号", "行号"}}
        for number, cells in enumerate(leaf.rows, 1):
            at = (name, number)
            if number in leaf.heads or at in account.skipped | account.held | account.whole or _is_named(number, unused):
                continue
            named = {_bare(one) for one in (*account.refused.get(at, []), *account.noted.get(at, []))}
            left = Counter(map(_bare, [*account.answers.get(at, {}).values(), village.name or "", f"{village.name}民委员会"]))
            for index, cell in enumerate(cells):
                if blank(cell) or index in untaken or heads[index] & named or (name, number, index) in except_at:
                    continue
                if not _take(cell, left) and _bare(_text(cell)) not in remarks:
                    lost.append(f"{name}!{address(index, number)} = {_text(cell)[:40]!r}")
    return lost


def _is_named(number: int, unused: set[str]) -> bool:
    """Whether a stretch of rows (第 3–8 行) was named as not taken."""
    stretches = [re.fullmatch(r"第 (\d+)(?:–(\d+))? 行", one) for one in unused]
    return any(found and int(found[1]) <= number <= int(found[2] or found[1]) for found in stretches)


def _heads(leaf: Leaf, index: int) -> set[str]:
    """Everything by which a report may name a column: its letters, its lowest head, all its heads together."""
    above = [_text(cells[index]) if index < len(cells := leaf.rows[number - 1]) else "" for number in leaf.heads]
    names = [text for text in above if text]
    together = {"".join(names[at:]) for at in range(len(names))}
    return {_bare(one) for one in {*names, *together, address(index, 0)[:-1] + "列"}}


def _take(cell: Any, left: Counter[str]) -> bool:
    """Whether an answer of the row says what the cell says; each answer stands for one cell only."""
    text = _bare(_text(cell))
    if left[text] > 0:
        left[text] -= 1
        return True
    return False


def blank(cell: Any) -> bool:
    """Whether a cell says nothing."""
    return cell is None or (isinstance(cell, str) and bool(_SAYS_NOTHING.fullmatch(cell)))


def _text(cell: Any) -> str:
    return "" if cell is None else cell.shown if isinstance(cell, Raw) else plain(cell)


def _bare(text: str) -> str:
    """A text as it is compared: without signs, in one width; numbers without zeros in front, days without their words."""
    text = unicodedata.normalize("NFKC", text).upper()
    text = re.sub(r"(?<=\d)\.0$", "", text.strip())
    text = re.sub(r"(\d+)[年.-](\d+)[月.-](\d+)日?", r"\1 \2 \3", text)
    return "".join(re.sub(r"\b0+(?=\d)", "", part) for part in re.findall(r"\w+", text))
