"""What an intake has done, or would do: the figures, and every cell, row and column that was not simply taken."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from fieldapp.base.clock import machine_time
from fieldapp.base.record import Record
from fieldapp.documents.remarks import Concluded, Noted, Place, Refused, Skipped, Unnumbered, Unused
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.records.registered import Registered

if TYPE_CHECKING:
    from fieldapp.desk.matching import Unclear
    from fieldapp.desk.register import Proposal
    from fieldapp.documents.staged import Roster

_LISTED = 20
"""So many places are listed in words; the others are counted."""
_EXAMPLES = 20
"""So many examples of what is new or changed are kept."""
Figures = dict[str, int]
"""Noun → how many records."""


@dataclass(frozen=True)
class HeldRow:
    """A household or person that is held for a person to decide, and why. `name`: what the roster calls it."""

    file: str
    sheet: str
    row: int
    noun: str
    name: str
    rule: str
    advice: str

    @classmethod
    def of(cls, record: Record, place: Place, name: str | None, why: Unclear) -> HeldRow:
        """What is held back of a row."""
        return cls(place.file, place.sheet, place.row, record.table, name or "", why.rule, why.advice)


@dataclass(frozen=True)
class Example:
    """One record that is new or changed; for a changed one, one of the answers that differ."""

    file: str
    row: int
    noun: str
    name: str
    question: str
    was: str
    now: str


@dataclass(frozen=True)
class NewStatement:
    """A conclusion of others that is kept as a new record. `name`: of the person; '' where it is of the household."""

    file: str
    sheet: str
    row: int
    head: str
    name: str
    topic: str
    column: str
    said: str
    on: dt.date | None


def _none() -> Figures:
    return {Household.table: 0, Member.table: 0, Registered.table: 0}


@dataclass
class Intake:
    """The report of an intake.

    Attributes:
        remarks: sentences about whole books.
        conclusions: the columns that tell what others have concluded.
        statements: what was kept of these, one by one.
        no_number: the people who were taken though nobody knows their number.
        at: when it was made.
        written: whether an act was made.
    """

    new: Figures = field(default_factory=_none)
    changed: Figures = field(default_factory=_none)
    same: Figures = field(default_factory=_none)
    held: Figures = field(default_factory=_none)
    refused: list[Refused] = field(default_factory=list)
    held_rows: list[HeldRow] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    conclusions: list[Concluded] = field(default_factory=list)
    statements: list[NewStatement] = field(default_factory=list)
    no_number: list[Unnumbered] = field(default_factory=list)
    at: dt.datetime = field(default_factory=machine_time)
    dry_run: bool = False
    written: bool = False

    @property
    def outcome(self) -> str:
        """`dry_run`; `taken` or, where something was refused or held, `partly`; else `held`; else `unchanged`."""
        if self.dry_run:
            return "dry_run"
        if self.written:
            return "partly" if self.refused or self.held_rows else "taken"
        return "held" if self.held_rows else "unchanged"

    def hold(self, row: HeldRow) -> None:
        """Count what a person must decide."""
        self.held_rows.append(row)
        self.held[row.noun] += 1

    def add(self, roster: Roster) -> None:
        """Take over what the reading of one book had to say."""
        self.refused += roster.refused
        self.noted += roster.noted
        self.unused += roster.unused
        self.skipped += roster.skipped
        self.conclusions += roster.concluded

    def count(self, proposals: Iterable[Proposal]) -> None:
        """Count what is new, changed and the same, and keep examples."""
        for proposal in proposals:
            figures = self.new if proposal.before is None else self.changed if proposal.told else self.same
            figures[proposal.record.table] += 1
            if proposal.told and figures[proposal.record.table] <= _EXAMPLES and not isinstance(proposal.record, Registered):
                self.examples += _examples(proposal)

    def json(self) -> dict[str, Any]:
        """The JSON document of `intake` (design.md 6), with everything that was not simply taken."""
        figures = {name: getattr(self, name) for name in ("new", "changed", "same", "held")}
        lists = {
            name: [asdict(one) for one in getattr(self, name)]
            for name in ("refused", "unused", "skipped", "conclusions", "no_number")
        }
        lists["held_rows"] = [asdict(one) for one in self.held_rows]
        noted = [asdict(first) | {"times": times} for first, times in gathered(self.noted)]
        return {
            "outcome": self.outcome,
            **figures,
            "proposals": 0,
            "conflicts": 0,
            **lists,
            "noted": noted,
            "remarks": self.remarks,
        }


def gathered(noted: Iterable[Noted]) -> list[tuple[Noted, int]]:
    """Notes that say the same of the same column, as the first of them and how often it was said."""
    firsts: dict[tuple[str, ...], Noted] = {}
    times: Counter[tuple[str, ...]] = Counter()
    for one in noted:
        key = (one.file, one.sheet, one.column, one.value, one.note)
        firsts.setdefault(key, one)
        times[key] += 1
    return [(first, times[key]) for key, first in firsts.items()]


def report_lines(intake: Intake) -> list[str]:
    """The report in words, a sentence a line: the figures, then what was not simply taken, the first of each."""
    told = {"新增": intake.new, "更新": intake.changed, "相同": intake.same, "等人核对": intake.held}
    figures = "，".join(f"{word} {count[Household.table]} 户 {count[Member.table]} 人" for word, count in told.items())
    refused = [f"{_where(one)}“{one.column}”填的“{one.value}”：{one.rule}{one.advice}" for one in intake.refused]
    held = [f"{_where(one)}“{one.name}”：{one.rule}{one.advice}" for one in intake.held_rows]
    return [
        f"{'试导入，没有写入。' if intake.dry_run else ''}{figures}。",
        *_concluded(intake.conclusions),
        *intake.remarks,
        *_listed("格没有采用", refused),
        *_listed("条要由人核对", held),
        *_listed("人没有证件号码，照样收下", [f"{_where(one)}“{one.name or '姓名未填'}”" for one in intake.no_number]),
        *_unused(intake.unused),
        *([f"{len(intake.skipped)} 行不是农户也不是人，跳过了。"] if intake.skipped else []),
    ]


def _concluded(columns: Iterable[Concluded]) -> list[str]:
    """Which columns were kept as conclusions of others, those of one sheet together, and what became of their statements."""
    sheets: dict[tuple[str, str, str], list[Concluded]] = {}
    for one in columns:
        sheets.setdefault((one.file, one.sheet, one.on), []).append(one)
    return [
        f"“{file}”的“{sheet}”记作登记结论({on or '没有写明日期'})，不当作核实结果："
        f"{'、'.join(one.column for one in together)}。{_became(together)}"
        for (file, sheet, on), together in sheets.items()
    ]


def _became(columns: Sequence[Concluded]) -> str:
    words = {"新增": "new", "相同": "same", "等人核对": "held", "已知道生日不用另记": "redundant"}
    counted = {word: sum(getattr(one, name) for one in columns) for word, name in words.items()}
    return (
        "，".join(f"{word} {count} 条" for word, count in counted.items() if count) + "。"
        if any(counted.values())
        else "都空着。"
    )


def _unused(unused: Iterable[Unused]) -> list[str]:
    """The columns and sheets that were not taken, those with one reason together."""
    columns: dict[tuple[str, str, str], list[str]] = {}
    for one in unused:
        columns.setdefault((one.file, one.sheet, one.why), []).append(one.column)
    return [
        f"“{file}”的“{sheet}”{why}：{'、'.join(names)}。" if any(names) else f"“{file}”的“{sheet}”：{why}。"
        for (file, sheet, why), names in columns.items()
    ]


def _where(one: Refused | HeldRow | Unnumbered) -> str:
    return f"“{one.file}”的“{one.sheet}”第 {one.row} 行"


def _listed(what: str, lines: Sequence[str]) -> list[str]:
    more = [f"  另有 {len(lines) - _LISTED} {what}，请看报告。"] if len(lines) > _LISTED else []
    return [f"{len(lines)} {what}：", *(f"  {line}" for line in lines[:_LISTED]), *more] if lines else []


def _examples(proposal: Proposal) -> list[Example]:
    record, before = proposal.record, proposal.before
    name = str(record.answers.get("name") or record.answers.get("head") or record.answers.get("code") or "")
    place = proposal.place
    if before is None:
        return [Example(place.file, place.row, record.label, name, "", "", "新增")]
    asked: Mapping[str, Any] = {question.name: question for question in record.questions()}
    return [
        Example(place.file, place.row, record.label, name, asked[told].label, asked[told].show(before), asked[told].show(record))
        for told in proposal.told
        if told in asked
    ]
