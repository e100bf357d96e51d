"""县级汇总: the villages side by side, what somebody has to see to, and what goes out to them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from fieldapp.base.errors import Cancelled, FieldAppError
from ui.band import Band
from ui.buttons import Button
from ui.choices import Choices
from ui.county.lines import HINTS
from ui.county.office import Office
from ui.county.table import StandingsTable
from ui.forms.panel import Beside
from ui.intake.dropping import files_of, welcome
from ui.messages import WORKBOOK
from ui.page import Page, Sheet
from ui.theme import label, worn

if TYPE_CHECKING:
    from fieldapp.desk.county_report import Reported
    from ui.county.errands import ErrandSheet

DAYS = (7, 15, 30)
"""Days to choose from, after which a village is late."""
PANEL, LEAST = 430, 720
TOO_LONG = "多少天没报算久"
HOW = "Enter 打开这个村，在里面看不一致的、答复、审核；按住 Ctrl 选几个村。"
NONE = "还没有登记村，也没有收过包。点“登记各村…”发登记包，或者把村里交来的文件夹拖到这里。"
STOPPED = "没有数完，按“再数一遍”接着数。"


class CountyScreen(Page):
    """Shows what is known at once and counts in the lane; a village that was counted is counted anew when it changes."""

    village_wanted = Signal(str)  # its code
    take_wanted = Signal(list)  # folders and books; empty where they are still to be chosen

    def __init__(self, office: Office) -> None:
        from fieldapp.desk.county_standings import LATE

        super().__init__("县级汇总")
        self._office, self._late, self._due = office, LATE, False
        self.stop = Button("停止")
        self.again = Button("再数一遍", "F5")
        self.report = Button("冲突报告…")
        self.answer = Button("回传包…")
        self.merge = Button("合并工作簿…")
        self.take = Button("收上报包…", "Ctrl+R", main=True)
        self.enrol = Button("登记各村…")
        self.filters = Choices(["全部", "要办的"], [False, True], False, self._on_filter)
        self.waits = Choices([f"{days} 天" for days in DAYS], DAYS, LATE, self._on_late)
        self.table = StandingsTable()
        self.nothing = label(NONE, "note", wraps=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.band = Band()
        self._lay_out()
        self._connect()
        self._refresh()

    def _lay_out(self) -> None:
        for act in (self.stop, self.again, self.take):
            self.acts.addWidget(act)
        narrowing = QHBoxLayout()
        narrowing.setSpacing(worn().size("gap"))
        for widget in (self.filters, label(TOO_LONG, "note"), self.waits):
            widget.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            narrowing.addWidget(widget)
        narrowing.addStretch()
        sheet = Sheet()
        sheet.column.addWidget(self.nothing)
        sheet.column.addWidget(self.table, 1)
        sheet.column.addWidget(label(HOW + HINTS, "note", wraps=True))
        sheet.column.addSpacing(worn().px(6))
        sheet.column.addLayout(_row(self.enrol, self.report, self.answer, self.merge))
        self.beside = Beside(sheet, PANEL, LEAST)
        self.body.addWidget(self.band)
        self.body.addWidget(self.bar)
        self.body.addLayout(narrowing)
        self.body.addWidget(self.beside, 1)
        self.setAcceptDrops(True)
        self.begin_at(self.table)

    def _connect(self) -> None:
        office = self._office
        self.stop.clicked.connect(office.tasks.cancel)
        self.again.clicked.connect(self._on_again)
        self.take.clicked.connect(lambda: self.take_wanted.emit([]))
        self.report.clicked.connect(self._on_report)
        self.answer.clicked.connect(self._on_answer)
        self.merge.clicked.connect(self._on_merge)
        self.enrol.clicked.connect(self._on_enrol)
        self.table.village_wanted.connect(self._on_opened)
        office.told.connect(self._refresh)
        office.stopped.connect(self._on_stopped)
        office.changed.connect(self._gather)
        office.tasks.stepped.connect(self.bar.setValue)

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes back finds what has changed meanwhile."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._gather)

    def _gather(self) -> None:
        if self.isVisible():
            self.band.say("")
            self._office.gather()
            self._working(self._office.is_counting)

    def _on_again(self) -> None:
        self._office.touch()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if self.take.isEnabled() and (files := files_of(event)):
            self.take_wanted.emit(files)

    def _refresh(self) -> None:
        from fieldapp.desk.county_rates import average
        from fieldapp.desk.county_standings import due

        office = self._office
        wanted = due(office.standings, self._late)
        counted = [one.rates for one in office.standings if one.rates]
        heard = sum(one.heard for one in office.standings)
        self.about.setText(f"{office.name} · {len(office.standings)} 个村，报过的 {heard} 个 · 录入：{office.by}")
        self.filters.tell(lambda only: f"要办的 {len(wanted)}" if only else f"全部 {len(office.standings)}")
        shown = wanted if self._due else office.standings
        self.nothing.setVisible(not office.standings)
        self.table.show_standings(list(shown), average(counted) if counted else None, self._late)
        for act in (self.report, self.answer, self.merge):
            act.setEnabled(heard > 0)
        self._working(office.is_counting)

    def _working(self, working: bool) -> None:
        for shown in (self.bar, self.stop):
            shown.setVisible(working)
        self.again.setEnabled(not working)
        if working:
            self.bar.setValue(0)

    def _on_filter(self, due: bool) -> None:
        self._due = due
        self._refresh()

    def _on_late(self, days: int) -> None:
        self._late = days
        self._refresh()

    def _on_stopped(self) -> None:
        self._working(False)
        self.band.say(STOPPED)

    def _on_opened(self, code: str) -> None:
        """Open a village of which there is something to see."""
        one = next(one for one in self._office.standings if one.entry.code == code)
        if one.heard:
            self.village_wanted.emit(code)
        else:
            self.band.say(f"{one.entry.name}还没有报过，收到它的上报包才能打开。")

    def _on_report(self) -> None:
        from fieldapp.base.file_names import fit
        from fieldapp.desk.county_report import report

        office = self._office
        if path := office.messages.place_to_save("冲突报告", office.path.with_name(f"{fit(office.name)}_冲突报告.xlsx"), WORKBOOK):
            self.band.say("正在写冲突报告……")
            self._on_working(True)
            office.run(
                lambda: report(office.registry, path, by=office.by, progress=office.percent), partial(self._on_reported, path),
                self._on_trouble,
            )  # fmt: skip

    def _on_reported(self, path: Path, told: Reported) -> None:
        self._on_working(False)
        self.band.say(
            f"已写好“{path.name}”，在 {path.parent}：{told.villages} 个村有 {told.questions} 项待定，跨村重复 {told.doubles} 对。"
            "填好“决定”和“理由”两列，再从“收上报包…”收回来。"
        )

    def _on_trouble(self, trouble: BaseException) -> None:
        self._on_working(False)
        if not isinstance(trouble, FieldAppError):
            raise trouble
        self.band.say("已停止。" if isinstance(trouble, Cancelled) else str(trouble))

    def _on_working(self, working: bool) -> None:
        """An errand begins or ends: meanwhile no other one."""
        self._working(working)
        for act in (self.report, self.answer, self.merge, self.enrol, self.take):
            act.setEnabled(not working)

    def _on_answer(self) -> None:
        from ui.county.errands import AnswerSheet

        self._ask(AnswerSheet(self._office, self.table.chosen))

    def _on_merge(self) -> None:
        from ui.county.errands import MergeSheet

        self._ask(MergeSheet(self._office))

    def _on_enrol(self) -> None:
        from ui.county.errands import EnrolSheet

        self._ask(EnrolSheet(self._office, self.table.chosen))

    def _ask(self, sheet: ErrandSheet) -> None:
        """Ask for something beside the table."""
        sheet.closed.connect(self._on_closed)
        sheet.working.connect(self._on_working)
        self.beside.open(sheet)

    def _on_closed(self) -> None:
        self.beside.close_panel()
        self.table.setFocus()


def _row(*buttons: QWidget) -> QHBoxLayout:
    """Buttons side by side, at the left."""
    row = QHBoxLayout()
    row.setSpacing(worn().size("gap"))
    for button in buttons:
        row.addWidget(button)
    row.addStretch()
    return row
