"""What an intake would do, in lists: new, changed, the same, held, refused, and everything else that was not simply taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from PySide6.QtCore import Qt

from fieldapp.base.kinds import Cell
from fieldapp.base.record import Field, Record
from fieldapp.desk.intake import Intake, gathered
from fieldapp.desk.register import Proposal
from fieldapp.desk.registering import Comparison
from fieldapp.documents.column import Column
from fieldapp.records import RECORDS
from fieldapp.records.registered import Registered
from ui.page import Sheet
from ui.tables.records import RecordsModel
from ui.tables.table import Table
from ui.theme import label, worn

LABELS = {noun.table: noun.label for noun in RECORDS}
Tell = Callable[[Any], Cell]
Change = tuple[Proposal, Field[Any]]


@dataclass(frozen=True)
class Outcome:
    """One list. `heads`: head → share of the width and what stands under it; `empty`: what is said where it has no line; `rare`: left out then."""

    name: str
    heads: dict[str, tuple[int, Tell]]
    lines: Callable[[Comparison], Sequence[Any]]
    empty: str
    note: str = ""
    rare: bool = False


def _name(record: Record) -> str:
    """What a record is called."""
    answers = record.answers
    return str(answers.get("name") or answers.get("head") or answers.get("code") or answers.get("said") or "")


def _content(proposal: Proposal) -> str:
    """What a roster tells of a record that is new."""
    record = proposal.record
    asked = [field for field in record.questions() if field.name in proposal.told and not field.kind.refers]
    told = [(field.label, field.show(record)) for field in asked]
    return "，".join(f"{label} {text}" for label, text in told if text != _name(record))


def _changes(comparison: Comparison) -> Iterator[Change]:
    """Every answer that differs of the records that were known before."""
    for proposal in comparison.proposals:
        if proposal.before is not None:
            yield from ((proposal, field) for field in proposal.record.questions() if field.name in proposal.told)


def _shown(change: Change, record: Record | None) -> str:
    return change[1].show(record) if record else ""


def _proposed(*, new: bool) -> Callable[[Comparison], Sequence[Proposal]]:
    """The records that are new, or those that are known and told the same."""

    def lines(comparison: Comparison) -> Sequence[Proposal]:
        if new:  # what is concluded of them stands in a list of its own
            return [one for one in comparison.proposals if one.before is None and not isinstance(one.record, Registered)]
        return [one for one in comparison.proposals if one.before is not None and not one.told]

    return lines


def _report(tell: Callable[[Intake], Sequence[Any]]) -> Callable[[Comparison], Sequence[Any]]:
    return lambda comparison: tell(comparison.told)


class Rest(NamedTuple):
    """Something else that was not simply taken. `row`: '' for a column or a whole sheet."""

    what: str
    file: str
    sheet: str
    row: int | str
    column: str
    text: str
    why: str


def _rest(told: Intake) -> Iterator[Rest]:
    """Columns and sheets that were not used, rows that were skipped, people without number, cells understood otherwise."""
    for unused in told.unused:
        yield Rest("没有用到", unused.file, unused.sheet, "", unused.column or "整张表", "", unused.why)
    for row in told.skipped:
        yield Rest("跳过的行", row.file, row.sheet, row.row, "", row.text, row.why)
    for person in told.no_number:
        yield Rest("没有证件号码", person.file, person.sheet, person.row, "", person.name, "照样收下，请以后补上号码。")
    for noted, times in gathered(told.noted):
        why = f"{noted.note}，共 {times} 次" if times > 1 else noted.note
        yield Rest("换了说法", noted.file, noted.sheet, noted.row, noted.column, noted.value, why)


_FILE: dict[str, tuple[int, Tell]] = {"文件": (16, lambda one: one.file), "表": (10, lambda one: one.sheet)}
_AT = _FILE | {"行": (5, lambda one: one.row)}
_CELL = _AT | {"列": (13, lambda one: one.column), "表里填的": (18, lambda one: one.value)}
_RULE: dict[str, tuple[int, Tell]] = {"原因": (34, lambda one: one.rule), "怎么办": (34, lambda one: one.advice)}
_OF_RECORD: dict[str, tuple[int, Tell]] = {
    "是什么": (9, lambda one: one.record.label),
    "姓名": (12, lambda one: _name(one.record)),
    "文件": (18, lambda one: one.place.file),
    "行": (5, lambda one: one.place.row),
}
OUTCOMES = (
    Outcome("新增", _OF_RECORD | {"内容": (50, _content)}, _proposed(new=True), "没有新增的。"),
    Outcome(
        "更新",
        {head: (share, lambda one, tell=tell: tell(one[0])) for head, (share, tell) in _OF_RECORD.items()}
        | {
            "问题": (14, lambda one: one[1].label),
            "原来": (20, lambda one: _shown(one, one[0].before)),
            "现在": (20, lambda one: _shown(one, one[0].record)),
        },
        lambda comparison: list(_changes(comparison)),
        "没有要更新的。",
    ),
    Outcome("相同", _OF_RECORD, _proposed(new=False), "没有与档案里相同的。"),
    Outcome(
        "待核对",
        {"是什么": (9, lambda one: LABELS[one.noun]), "姓名": (11, lambda one: one.name)} | _AT | _RULE,
        _report(lambda told: told.held_rows),
        "没有要由人核对的。",
    ),
    Outcome("没有采用", _CELL | _RULE, _report(lambda told: told.refused), "每一格都采用了。"),
    Outcome(
        "登记结论",
        {
            "户主": (11, lambda one: one.head),
            "姓名": (11, lambda one: one.name),
            "关于什么": (13, lambda one: one.topic),
            "登记内容": (16, lambda one: one.said),
            "登记日期": (13, lambda one: one.on),
            "原来的栏目": (20, lambda one: one.column),
            "文件": (18, lambda one: one.file),
            "行": (5, lambda one: one.row),
        },
        _report(lambda told: told.statements),
        "没有新的登记结论。",
        "名册里的结论照原样记下，注明日期和出处，不当作核实结果。",
        rare=True,
    ),
    Outcome(
        "其余",
        {
            "怎么了": (13, lambda one: one.what),
            "文件": (16, lambda one: one.file),
            "表": (9, lambda one: one.sheet),
            "行": (6, lambda one: one.row),
            "列": (14, lambda one: one.column),
            "表里填的": (22, lambda one: one.text),
            "说明": (30, lambda one: one.why),
        },
        _report(lambda told: list(_rest(told))),
        "没有别的要说。",
        rare=True,
    ),
)
"""Every way in which a row, a cell, a column or a sheet of a roster can end."""


class OutcomePage(Sheet):
    """One list; beneath it the chosen line in full."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome
        columns = [Column.told(head, tell) for head, (_, tell) in outcome.heads.items()]
        self.model = RecordsModel(columns, {})
        self.table = Table(self.model, [share for share, _ in outcome.heads.values()], name=outcome.name)
        self.empty = label(outcome.empty, "note")
        self.detail = label("", "note", wraps=True)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if outcome.note:
            self.column.addWidget(label(outcome.note, "note", wraps=True))
        self.column.addWidget(self.empty)
        self.column.addWidget(self.table, 1)
        self.column.addSpacing(worn().px(6))
        self.column.addWidget(self.detail)
        self.column.addStretch()
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.show_outcome(None)

    def show_outcome(self, comparison: Comparison | None) -> int:
        """Show what a comparison found; the number of lines. None: nothing was compared."""
        lines = self.outcome.lines(comparison) if comparison else []
        self.model.show(lines)
        self.table.setVisible(bool(lines))
        self.detail.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.table.choose(0)
        return len(lines)

    def _on_row(self) -> None:
        line = self.table.currentIndex().data(RecordsModel.RECORD) if self.table.row >= 0 else None
        told = [(column.head, column.show(line)) for column in self.model.columns] if line is not None else []
        self.detail.setText("  ".join(f"{head}：{text}" for head, text in told if text))
