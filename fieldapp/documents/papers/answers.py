"""A record on paper, whatever it asks. A question that is added to a record needs no line here to stand on the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from fieldapp.base.identity import CitizenNumber, Code, masked
from fieldapp.base.record import NOBODY, Field, Names, Part, Record
from fieldapp.documents.masking import hide, masked_telephone, without_citizen_numbers
from fieldapp.documents.outline import Block, Grid, Paper, Table, Text, retold
from fieldapp.records.household import Household
from fieldapp.records.member import Member

CONTESTED = "(两地不一致)"
"""Stands after an answer that two offices tell differently, until somebody decides."""
BLANK = "未填写"
PRIVATE: tuple[Field[Any], ...] = (Household.phone, Member.phone)
"""Telephones of the family itself."""


@dataclass(frozen=True)
class Telling:
    """How answers are told on one paper.

    Attributes:
        names: id → name of records referred to.
        mask: citizen numbers and the telephones of the family without their middle.
        contested: keys `noun.record id.unit` of the answers that two offices tell differently.
        disputed: those of them that have been told on this paper; filled while it is written.
    """

    names: Names = field(default_factory=dict)
    mask: bool = True
    contested: frozenset[str] = frozenset()
    disputed: set[str] = field(default_factory=set, compare=False)

    def answer(self, record: Record, asked: Field[Any], *, unit: bool = True) -> str:
        """One answer; '' where there is none, or where the question is not put to this record."""
        shown = self.shown(record, asked)
        return self.marked(record, asked, f"{shown} {asked.unit}" if unit and asked.unit else shown) if shown else ""

    def shown(self, record: Record, asked: Field[Any]) -> str:
        """One answer without unit and mark, its number masked where that is asked for."""
        if not asked.applies(record) or not (shown := asked.show(record, self.names)):
            return ""
        return self._hidden(asked, shown)

    def kept(self, asked: Field[Any], text: str | None) -> str:
        """An answer out of its canonical text, with its unit; '' where there was none."""
        if text is None:
            return ""
        if asked.kind.refers:
            return "、".join(sorted(self.names.get(one, "不在名单上") for one in text.split()))
        shown = asked.kind.show(asked.kind.recall(text))
        shown = self._hidden(asked, shown)
        return f"{shown} {asked.unit}" if asked.unit else shown

    def _hidden(self, asked: Field[Any], shown: str) -> str:
        """An answer as it may be shown where numbers are masked; those of helpers and of the team are there to be called."""
        if not self.mask:
            return shown
        if isinstance(asked.kind, CitizenNumber):
            return masked(shown)
        if isinstance(asked.kind, Code):
            return str(hide(shown, asked))  # some are made out of a citizen number
        return masked_telephone(shown) if asked in PRIVATE else shown

    def hidden(self, paper: Paper) -> Paper:
        """The paper without the citizen numbers that somebody has written into a text, where numbers are masked."""
        return retold(paper, without_citizen_numbers) if self.mask else paper

    def marked(self, record: Record, asked: Field[Any], text: str, *also: Field[Any]) -> str:
        """A text that tells this answer, with a mark behind it where two offices tell it differently.

        Args:
            also: further questions whose answers the text tells.
        """
        keys = {f"{record.table}.{record.id}.{one.decided}" for one in (asked, *also)} & self.contested
        self.disputed.update(keys)
        return text + CONTESTED if keys else text

    def table(self, records: Sequence[Record], columns: Sequence[tuple[Field[Any], float]], nothing: str) -> Block:
        """Records as rows, questions as columns with their shares of the line. `nothing`: what is said where there are none."""
        if not records:
            return Text(nothing)
        rows = tuple(tuple(self.answer(record, asked, unit=False) or BLANK for asked, _ in columns) for record in records)
        return Table(tuple(asked.head for asked, _ in columns), rows, tuple(share for _, share in columns))

    def blocks(self, record: Record, *, parts: Sequence[Part] | None = None, left_out: Sequence[Field[Any]] = ()) -> list[Block]:
        """All answers of a record: a grid for each of its parts, in the order of the questions; then what is still open.

        Args:
            parts: only these.
            left_out: questions that stand elsewhere on the paper, or not at all.
        """
        put = [asked for asked in record.questions() if asked not in left_out and (parts is None or asked.part in parts)]
        blocks: list[Block] = []
        for part in dict.fromkeys(asked.part for asked in put):
            told = ((asked.label, self.answer(record, asked)) for asked in put if asked.part is part)
            if pairs := tuple((label, text) for label, text in told if text):
                blocks.append(Grid(pairs, part.label))
        still = [problem.field.label for problem in record.problems() if problem.field in put]
        return [*blocks, Grid(((BLANK, "；".join(still)),), "待补")] if still else blocks


def answers_block(record: Record, names: Names = NOBODY) -> list[Block]:
    """All answers of a record as a paper tells them. `names`: id → name of records referred to."""
    return Telling(names).blocks(record)
