"""The decisions of a 冲突报告.xlsx, carried out in the files of the villages.

Nothing is taken that is not sure: a line that nobody understands, a choice that contradicts another one, or a matter that
has changed since the report was written is refused with its place, and what it is about stays open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldapp.base.clock import Clock
from fieldapp.base.errors import BadAnswer, FieldAppError
from fieldapp.base.kinds import OneOf
from fieldapp.desk.county import reading, village_file
from fieldapp.desk.county_duplicates import Duplicate, duplicates, end
from fieldapp.desk.disputes import Choice, Matter, Question, open_questions
from fieldapp.desk.receiving import Refusal
from fieldapp.desk.settling import settle
from fieldapp.documents.county_report import DOUBLES, Decision, Ending, Filled, read_report
from fieldapp.store.registry import Registry

_ALTERED = (
    "这一行看得见的内容和导出时不一样：改过，或者只排了看得见的列。看不出决定的是哪一项，没有收。",
    "请重新导出冲突报告，只填“决定”和“理由”；排序用表头上的筛选按钮。",
)
Answer = tuple[Question, Choice | None, str]
"""A question, what was chosen (None: what is offered is declined), and the reason."""


@dataclass(frozen=True)
class Decided:
    """What became of a report.

    Attributes:
        done: how many matters were decided now.
        waiting: how many of these are answers of the village, to which the county can only propose.
        before: how many had been decided before.
    """

    done: int
    waiting: int
    before: int
    refused: Sequence[Refusal]


def decide(registry: Registry, path: Path, *, by: str, dry_run: bool = False, clock: Clock | None = None) -> Decided:
    """Carry out what was decided in a report.

    Raises:
        FieldAppError: the book is no report any more, or a file cannot be written.
    """
    deciding = _Deciding(registry, path.name, list(read_report(path)))
    answers, endings = deciding.answers(), deciding.endings()
    if not dry_run:
        _settle(registry, answers, by, clock)
        for double, ending, why in endings:
            end(registry, double, ending, why, by=by, clock=clock)
    done = sum(len(some) for some in answers.values()) + len(endings)
    chosen = [(question, choice) for some in answers.values() for question, choice, _ in some if choice]
    waiting = sum(not question.decided_by(choice, county=True) for question, choice in chosen)
    return Decided(done, waiting, deciding.before, sorted(deciding.refused, key=lambda one: (one.sheet, int(one.row))))


def _settle(registry: Registry, answers: dict[str, list[Answer]], by: str, clock: Clock | None) -> None:
    """One act for each village and reason."""
    for code, some in answers.items():
        (entry,) = registry.some([code])
        with village_file(registry, entry, by=by, clock=clock) as survey:
            for why in dict.fromkeys(why for _, _, why in some):
                settle(survey, [(question, choice) for question, choice, told in some if told == why], why)


class _Deciding:
    """The filled lines of one report, understood. `refused` fills up, `before` counts what is open no longer."""

    def __init__(self, registry: Registry, file: str, lines: Sequence[Filled]) -> None:
        self._registry, self._file, self._lines = registry, file, lines
        self.refused: list[Refusal] = []
        self.before = 0

    def _refuse(self, line: Filled, column: str, rule: str, advice: str) -> None:
        value = line.decision if column == "决定" else line.reason
        self.refused.append(Refusal(self._file, line.sheet, str(line.row), column, value, rule, advice))

    def _understood(self, sheet: str, kind: OneOf[Decision] | OneOf[Ending]) -> Iterator[tuple[Filled, Decision | Ending]]:
        """The lines of a sheet that say something understandable."""
        for line in self._lines:
            if (line.sheet == DOUBLES) != (sheet == DOUBLES):
                continue
            if not line.as_written:
                self._refuse(line, "决定", *_ALTERED)
                continue
            if not line.decision:
                self._refuse(line, "决定", "写了理由，没有写决定。", "请从列表中选一个，或者把理由也清掉。")
                continue
            try:
                yield line, kind.read(line.decision)
            except BadAnswer as wrong:
                self._refuse(line, "决定", wrong.what, wrong.advice)

    def answers(self) -> dict[str, list[Answer]]:
        """Code of the village → what was decided there."""
        groups: dict[tuple[str, str], list[tuple[Filled, Decision | Ending]]] = {}
        for line, decision in self._understood("", OneOf(Decision)):
            village, id, _ = line.about
            groups.setdefault((village, id), []).append((line, decision))
        known = self._open({village for village, _ in groups})
        found: dict[str, list[Answer]] = {}
        for (village, id), lines in groups.items():
            if answer := self._answer(known.get((village, id)), lines):
                found.setdefault(village, []).append(answer)
        return found

    def _open(self, villages: set[str]) -> dict[tuple[str, str], Question]:
        """Everything that is open in these villages now."""
        entries = [entry for entry in self._registry.villages() if entry.code in villages and self._registry.heard(entry.code)]
        found: dict[tuple[str, str], Question] = {}
        for entry in entries:
            with reading(self._registry, entry) as reader:
                found |= {(entry.code, question.id): question for question in open_questions(reader)}
        return found

    def _answer(self, question: Question | None, lines: Sequence[tuple[Filled, Decision | Ending]]) -> Answer | None:
        """What the lines of one matter decide; None where they are refused."""
        first = lines[0][0]
        if question is None:
            self.before += 1
            return None
        choices = {choice.change: choice for choice in question.choices}
        if any(line.about[2] not in choices for line, _ in lines):
            self._refuse(first, "决定", "导出报告以后，这一项又有了新的说法。", "请重新导出冲突报告，看现在的情况。")
            return None
        taken = [line for line, decision in lines if decision is Decision.TAKE]
        left = {line.about[2] for line, decision in lines if decision is Decision.LEAVE}
        if len(taken) > 1:
            for line in taken:
                self._refuse(line, "决定", "同一项有几行选了“采用”。", "一项只能采用一个，其余的空着。")
            return None
        if not taken and (question.matter is Matter.CONFLICT or not {one.change for one in question.offered} <= left):
            self._refuse(first, "决定", "只选了“不采用”，没有说采用哪一个。", "请在要采用的那一行选“采用”。")
            return None
        why = next((line.reason for line, _ in lines if line.reason), "")
        if not why:
            self._refuse(first, "理由", "没有写理由。", "请写一句为什么这样定，村里会看到。")
            return None
        chosen = choices[taken[0].about[2]] if taken else None
        declines = chosen is not None and chosen.counts and question.matter is not Matter.CONFLICT
        return question, None if declines else chosen, why

    def endings(self) -> list[tuple[Duplicate, Ending, str]]:
        """What was decided of people in two villages."""
        lines = list(self._understood(DOUBLES, OneOf(Ending)))
        known = {one.id: one for one in duplicates(self._registry)} if lines else {}
        found = []
        for line, ending in lines:
            double = known.get(line.about[0])
            if double is None or double.decided:
                self.before += 1
            elif not line.reason:
                self._refuse(line, "理由", "没有写理由。", "请写一句为什么这样定，两个村都会看到。")
            elif isinstance(ending, Ending):
                found.append((double, ending, line.reason))
        return found


def ending_said(said: str) -> Ending:
    """The ending that a person names. Raises: FieldAppError."""
    try:
        return OneOf(Ending).read(said)
    except BadAnswer as wrong:
        raise FieldAppError(wrong.what, f"可以写：{'、'.join(one.value for one in Ending)}。") from wrong
