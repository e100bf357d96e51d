"""What receiving a file has done, or would do: the figures, and every place of which there is something to say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.desk.receipt import Outcome, Receipt
from fieldapp.documents.column import Column
from ui.page import Sheet
from ui.tables.badge import Badge
from ui.tables.grouped import Group, GroupedModel, GroupedTable
from ui.theme import label, pill, show_pill, worn

if TYPE_CHECKING:
    from ui.theme import Tone

TONES: dict[Outcome, Tone] = {
    Outcome.TAKEN: "good", Outcome.EDITED: "doubtful", Outcome.SAME: "unknown", Outcome.ALREADY: "unknown",
    Outcome.ROSTER: "doubtful", Outcome.UNKNOWN: "bad", Outcome.REFUSED: "bad",
}  # fmt: skip
COULD = {Outcome.TAKEN: "可以收下", Outcome.EDITED: "可以收下，有人手工改过的列为提议"}
"""What an outcome is called before it is done."""
SHARES = (14, 26, 60)
NOTHING_TO_SAY = "每一处都看懂了，没有要另外说的。"


class Place(NamedTuple):
    """One line: where it is, what stands there, what is to be said of it."""

    where: str
    what: str
    told: str


class Received(QWidget):
    """The outcome as a pill, what follows from it in a few figures, and the places in groups."""

    def __init__(self, between: str) -> None:
        """`between`: where the other office is answered."""
        super().__init__()
        self._between = between
        self.outcome = pill("", "unknown")
        self.figures = label("", wraps=True)
        self.holes = label("", "remark", wraps=True)
        self.model = GroupedModel("怎么样", _columns())
        self.table = GroupedTable(self.model, (12, *SHARES), name="收到的文件里要说的地方")
        self.nothing = label(NOTHING_TO_SAY, "note")
        head = QHBoxLayout()
        head.addWidget(self.outcome)
        head.addStretch()
        told = Sheet()
        told.column.addLayout(head)
        told.column.addWidget(self.figures)
        told.column.addWidget(self.holes)
        told.column.addWidget(self.nothing)
        self._places = Sheet()
        self._places.column.addWidget(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(worn().size("gap"))
        column.addWidget(told)
        column.addWidget(self._places, 1)
        column.addStretch()

    def show_receipt(self, receipt: Receipt) -> None:
        """Show what was received, or would be."""
        would = COULD.get(receipt.outcome) if receipt.dry_run else None
        show_pill(self.outcome, would or receipt.outcome.value, TONES[receipt.outcome])
        whole = [f"{one.rule}{one.advice}" for one in receipt.refused if not one.sheet]
        self.figures.setText("\n".join(figures(receipt, self._between)) if receipt.outcome.received else "\n".join(whole))
        self.figures.setVisible(bool(self.figures.text()))
        self.holes.setText("\n".join(receipt.holes))
        self.holes.setVisible(bool(receipt.holes))
        groups = list(_groups(receipt))
        self.model.show(groups, ())
        self._places.setVisible(bool(groups))
        self.nothing.setVisible(not groups and receipt.outcome.received and receipt.outcome is not Outcome.ALREADY)
        self.table.choose(0 if groups else -1)


def figures(receipt: Receipt, between: str) -> Iterator[str]:
    """What changes here, and what then waits for somebody, in sentences."""
    taken = receipt.taken
    if receipt.outcome is Outcome.ALREADY:
        return
    counted = (("新增", taken.new), ("改变", taken.changed), ("相同", taken.same), ("等前面的包", taken.held))
    yield "，".join(f"{word} {sum(some.values())} 条" for word, some in counted) + "。"
    waits = [f"两地不一致 {taken.conflicts} 项"] if taken.conflicts else []
    waits += [f"对方的提议 {taken.offers} 项"] if taken.offers else []
    yield f"{'、'.join(waits)}，收下后在“{between}”里答复。" if waits else "没有要答复的。"
    if taken.changed or taken.new:
        yield f"新增的和改变的，收下就生效；在“{between}”里一条条看，不同意的可以提出异议。"


def _groups(receipt: Receipt) -> Iterator[Group]:
    edits = [
        Place(f"“{one.sheet}”第 {one.row} 行", f"{one.name} {one.what}".strip(), f"{one.was or '空'} → {one.now or '空'}")
        for one in receipt.edits
    ]
    refused = [
        Place(one.where.partition("行")[0] + "行" if one.row else f"“{one.sheet}”", f"{one.column} {one.value}".strip(), one.rule + one.advice)
        for one in receipt.refused if one.sheet
    ]  # fmt: skip
    held = [Place(f"“{one.sheet}”第 {one.row} 行", one.name, one.rule + one.advice) for one in receipt.held]
    notes = [Place("", "", note) for note in receipt.notes]
    told: list[tuple[Tone, str, list[Place]]] = [
        ("bad", "没有收的，原有的值不变", refused), ("doubtful", "要由人先看一眼的行", held),
        ("doubtful", "手工改过的，列为提议", edits), ("unknown", "说明", notes),
    ]  # fmt: skip
    for tone, head, lines in told:
        if lines:
            yield Group(head, Badge(f"{len(lines)} 处", tone), head, lines)


def _columns() -> list[Column[Place]]:
    return [
        Column.told("在哪里", lambda one: one.where), Column.told("是什么", lambda one: one.what),
        Column.told("怎么说", lambda one: one.told),
    ]  # fmt: skip
