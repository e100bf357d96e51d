"""收过的文件: what was received, the newest first; of each its report can be read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fieldapp.desk.arrivals import Arrival
from fieldapp.documents.column import Column
from ui.band import Band
from ui.buttons import Button
from ui.exchange.received import TONES
from ui.page import Page, Sheet
from ui.session import Renewal, Session
from ui.tables.badge import Badge
from ui.tables.records import RecordsModel
from ui.tables.table import Table
from ui.theme import label

if TYPE_CHECKING:
    from fieldapp.store.reader import Reader
    from fieldapp.store.survey import Survey

SHARES = (16, 26, 16, 18, 6, 6, 6, 6)
LOOKING, NOTHING = "正在看…", "还没有收过文件。在“{}”点“{}”收进来的，都列在这里。"
HOW = "Enter 再看一遍报告。每份文件原样留了底，在档案旁边的“{}”里，和档案用同一个密码。"
NO_REPORT = "“{}”没有收完，没有报告：请再收一次这份文件。"


class ArrivalsScreen(Page):
    """Paints first and fills then."""

    back = Signal()
    report_wanted = Signal(object, str)  # the Receipt, when it was received

    def __init__(self, session: Session) -> None:
        super().__init__("收过的文件")
        self.leave = Button("返回", "Esc")
        self.model = RecordsModel(_columns(), {3: _badge})
        self.table = Table(self.model, SHARES, pills=(3,), name="收过的文件", usual=("2026-11-22 21:07", "", "", "", "", "", "", ""))
        self.nothing = label(LOOKING, "note", wraps=True)
        self.how = label(HOW.format(f"{session.path.name}.received"), "note", wraps=True)
        self.how.hide()
        self._nothing = NOTHING.format(session.side.send, session.side.take)
        self.band = Band()
        self._pages = QStackedWidget()
        self._lay_out()
        self.leave.clicked.connect(self.back)
        self.table.opened.connect(self._on_opened)
        self.begin_at(self.table)
        self.renewal = Renewal(self, session, lambda reader: _read(session.survey, reader), self._on_read)

    def _lay_out(self) -> None:
        self.acts.addWidget(self.leave)
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.nothing)
        column.addStretch()
        self._pages.addWidget(self.table)
        self._pages.addWidget(empty)
        self._pages.setCurrentIndex(1)
        sheet = Sheet()
        sheet.column.addWidget(self._pages, 1)
        sheet.column.addWidget(self.how)
        self.body.addWidget(self.band)
        self.body.addWidget(sheet, 1)

    def _on_read(self, came: Sequence[Arrival]) -> None:
        at = max(self.table.row, 0)
        self.band.say("")
        self.about.setText(f"{len(came)} 份，新收的在前" if came else "")
        self.model.show(came)
        self.nothing.setText(self._nothing)
        self.how.setVisible(bool(came))
        self._pages.setCurrentIndex(0 if came else 1)
        self.table.choose(min(at, len(came) - 1))
        if self.leave.hasFocus() and came:
            self.table.setFocus()  # there was no list before

    def _on_opened(self, row: int) -> None:
        one: Arrival = self.model.index(row, 0).data(RecordsModel.RECORD)
        self.band.say("" if one.receipt else NO_REPORT.format(one.file))
        if one.receipt:
            self.report_wanted.emit(one.receipt, one.when)


def _read(survey: Survey, reader: Reader) -> list[Arrival]:
    """What came; for the lane."""
    from fieldapp.desk.arrivals import arrivals
    from fieldapp.store.received import Received

    return arrivals(reader, Received(survey.path, survey.key))


def _badge(one: Arrival) -> Badge:
    return Badge(one.told, TONES[one.outcome] if one.outcome else "bad")


def _columns() -> list[Column[Arrival]]:
    def count(head: str, name: str) -> Column[Arrival]:
        def told(one: Arrival) -> str:
            taken: Mapping[str, int] | int = getattr(one.receipt.taken, name) if one.receipt else 0
            number = taken if isinstance(taken, int) else sum(taken.values())
            return str(number) if one.receipt else ""

        return Column.told(head, told, format="0")

    return [
        Column.told("什么时候", lambda one: one.when), Column.told("文件", lambda one: one.file),
        Column.told("谁发来的", lambda one: one.receipt.sender if one.receipt else ""), Column.told("结果", lambda one: one.told),
        count("新增", "new"), count("改变", "changed"), count("提议", "offers"), count("不一致", "conflicts"),
    ]  # fmt: skip
