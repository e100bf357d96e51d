"""导入名册: what each column of the chosen books means, what taking them in would do, and then doing it as one act."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QStackedWidget, QTabBar

from fieldapp.base.errors import Cancelled, FieldAppError
from ui.buttons import Button
from ui.intake.columns import ColumnsPage
from ui.intake.dropping import files_of, welcome
from ui.intake.outcome import OUTCOMES, OutcomePage
from ui.messages import ROSTER, WORKBOOK
from ui.page import Page
from ui.session import Session
from ui.theme import label, mark, worn

if TYPE_CHECKING:
    from fieldapp.base.change import Act
    from fieldapp.desk.mapping import Looked
    from fieldapp.desk.registering import Comparison
    from fieldapp.documents.mapping import Told

COLUMNS = "对列"
UNDO_HINT = "导错了，点“撤销这次导入”就回到原来的样子。"

_HUNDRED = 100
"""Steps of the bar while it is written."""
_SELDOM = 25
"""Every so many steps of the writing are told: telling each would cost the screen more than the writing."""


class IntakeScreen(Page):
    """Leads from files to records. Reading runs beside the screen; nothing is written before the person says so."""

    back = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("导入名册")
        self._session = session
        self._paths: list[Path] = []
        self._comparison: Comparison | None = None
        self._act = ""
        self._looks = 0
        self.leave = Button("返回", "Esc")
        self.choose = Button("换文件…", "Ctrl+O")
        self.cancel = Button("停止")
        self.take = Button("导入", "Ctrl+Enter", main=True)
        self.fill_empty = QPushButton("只补空着的，不改已有的")
        self.report = Button("存成工作簿…")
        self.undo = Button("撤销这次导入")
        self.bar = QProgressBar()
        self.said = label("", wraps=True)
        self.tabs = QTabBar()
        self.columns = ColumnsPage()
        self.outcomes = {outcome.name: OutcomePage(outcome) for outcome in OUTCOMES}
        self._stack = QStackedWidget()
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._show(None)
        self._working(False)

    def _lay_out(self) -> None:
        for act in (self.leave, self.choose, self.take):
            self.acts.addWidget(act)
        self.fill_empty.setCheckable(True)
        for button in (self.undo, self.fill_empty, self.report):
            button.setProperty("chip", True)
        row = QHBoxLayout()
        row.setSpacing(worn().size("gap"))
        row.addWidget(self.said, 1)
        for button in (self.undo, self.fill_empty, self.report):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        under_way = QHBoxLayout()
        under_way.setSpacing(worn().size("gap"))
        under_way.addWidget(self.bar, 1)
        under_way.addWidget(self.cancel)
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.bar.setTextVisible(False)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName("导入的各页")
        for name, page in {COLUMNS: self.columns, **self.outcomes}.items():
            self.tabs.addTab(name)
            self._stack.addWidget(page)
        self.body.addLayout(row)
        self.body.addLayout(under_way)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.leave.clicked.connect(self._on_left)
        self.choose.clicked.connect(self._on_choose)
        self.cancel.clicked.connect(self._session.tasks.cancel)
        self.take.clicked.connect(self._on_take)
        self.fill_empty.clicked.connect(self._look)
        self.report.clicked.connect(self._on_report)
        self.undo.clicked.connect(self._on_undo)
        self.columns.told.connect(self._on_told)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self._session.tasks.stepped.connect(self.bar.setValue)
        for key, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            QShortcut(QKeySequence(key), self).activated.connect(lambda step=step: self._turn(step))

    def begin(self, paths: Sequence[Path]) -> None:
        """Look at these files."""
        self._paths = list(paths)
        self._act = ""
        self._look()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if self.choose.isEnabled():
            self.begin(files_of(event))

    def _look(self) -> None:
        """Read the files beside the screen, and compare them with what is there."""
        session, paths, fill_empty = self._session, list(self._paths), self.fill_empty.isChecked()
        self.about.setText("、".join(path.name for path in paths))
        self._show(None)
        self._say("正在读……")
        self._set_out(2 * len(paths) + 1)
        self._looks += 1
        session.tasks.run(
            lambda: _looked(session, paths, fill_empty=fill_empty), partial(self._on_looked, self._looks),
            partial(self._on_trouble, self._looks),
        )  # fmt: skip

    def _set_out(self, steps: int) -> None:
        self.bar.setRange(0, steps)
        self.bar.setValue(0)
        self._working(True)

    def _on_looked(self, look: int, looked: Looked) -> None:
        if look != self._looks:  # other files were chosen meanwhile
            return
        self._working(False)
        self._show(looked)
        if looked.asks:
            self._say("有的表头认不出来：请先告诉程序每一列是什么，再导入。")
            self.columns.table.setFocus()
        elif looked.comparison:
            self._tell(looked.comparison)
            self._go(next((name for name, page in self.outcomes.items() if page.model.rowCount()), COLUMNS))
            self.tabs.setFocus()
        else:
            self._say("没有可以导入的文件，请换文件。")
        for trouble in looked.unread:
            self._session.messages.tell(trouble)

    def _on_trouble(self, look: int, trouble: BaseException) -> None:
        if look == self._looks:
            self._working(False)
        if not isinstance(trouble, FieldAppError):
            raise trouble
        if look == self._looks:
            self._say(str(trouble), wrong=True)

    def _show(self, looked: Looked | None) -> None:
        """Show what was found; None: nothing yet."""
        self._comparison = looked.comparison if looked else None
        self.columns.show_layouts(looked.layouts if looked else [], looked.asks if looked else [])
        for place, (name, page) in enumerate(self.outcomes.items(), 1):
            lines = page.show_outcome(self._comparison)
            self.tabs.setTabText(place, f"{name} {lines}" if lines else name)
            self.tabs.setTabEnabled(place, self._comparison is not None)
            self.tabs.setTabVisible(place, bool(lines) or not page.outcome.rare)
        self.tabs.setTabEnabled(0, bool(looked and looked.layouts))
        self._go(COLUMNS)
        self.take.setEnabled(self._has_news)
        self.report.setEnabled(self._comparison is not None)
        self.undo.setVisible(bool(self._act))

    @property
    def _has_news(self) -> bool:
        return self._comparison is not None and any(proposal.told for proposal in self._comparison.proposals)

    def _tell(self, comparison: Comparison) -> None:
        """Say the figures, and what is to be said of whole books."""
        from fieldapp.desk.registering import report_lines

        news = "" if self._has_news else "名册里没有新的内容，不用导入。"
        figures = report_lines(comparison.told)[0]
        self._say("\n".join([*filter(None, [news]), figures, *comparison.told.remarks]))

    def _go(self, name: str) -> None:
        self.tabs.setCurrentIndex(0 if name == COLUMNS else 1 + list(self.outcomes).index(name))

    def _turn(self, step: int) -> None:
        """To the next tab that can be looked at."""
        count, place = self.tabs.count(), self.tabs.currentIndex()
        turns = ((place + step * turn) % count for turn in range(1, count + 1))
        self.tabs.setCurrentIndex(
            next(turn for turn in turns if turn == place or (self.tabs.isTabEnabled(turn) and self.tabs.isTabVisible(turn)))
        )

    def _working(self, working: bool) -> None:
        for shown in (self.bar, self.cancel):
            shown.setVisible(working)
        for used in (self.choose, self.fill_empty, self.tabs, self._stack):
            used.setEnabled(not working)
        if working:
            for act in (self.take, self.report):
                act.setEnabled(False)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        mark(self.said, "role", "remark" if wrong else "")
        self.said.setText(text)

    def _on_left(self) -> None:
        if self.cancel.isVisible():
            self._session.tasks.cancel()
        self.back.emit()

    def _on_choose(self) -> None:
        if paths := self._session.messages.files_to_open("导入名册", self._session.path.parent, ROSTER):
            self.begin(paths)

    def _on_told(self, said: Told) -> None:
        """Remember what was said of a head, and read again."""
        from fieldapp.desk.layouts import remember

        try:
            remember(self._session.survey, said)
        except FieldAppError as trouble:
            self._session.messages.tell(trouble)
        else:
            self._look()

    def _on_take(self) -> None:
        """Write it beside the screen: a whole village takes some seconds."""
        session, comparison = self._session, self._comparison
        if comparison is None:
            return
        self._say("正在写入档案……")
        self._set_out(_HUNDRED)
        session.tasks.run(
            lambda: _written(session, comparison), partial(self._on_written, comparison),
            partial(self._on_not_written, comparison),
        )  # fmt: skip

    def _on_written(self, comparison: Comparison, act: str) -> None:
        self._session.changed.emit(frozenset(proposal.record.table for proposal in comparison.proposals))
        self._working(False)
        if comparison is not self._comparison:  # other files were chosen meanwhile
            return
        self._act = act
        self.undo.show()
        self.report.setEnabled(True)
        self._tell(comparison)
        self._say(f"已导入。{self.said.text()}\n{UNDO_HINT}")
        self.undo.setFocus()

    def _on_not_written(self, comparison: Comparison, trouble: BaseException) -> None:
        comparison.told.dry_run = True
        self._working(False)
        if not isinstance(trouble, FieldAppError):
            raise trouble
        if comparison is self._comparison:
            self.take.setEnabled(True)
            self.report.setEnabled(True)
            self._tell(comparison)
        if isinstance(trouble, Cancelled):
            self._say(f"已停止，没有写入。{self.said.text()}")
        else:
            self._session.messages.tell(trouble)

    def _on_undo(self) -> None:
        """Take it back beside the screen, too."""
        self._say("正在撤销……")
        self._set_out(0)
        self._session.undo_beside(self._act, self._on_undone, self._on_not_undone)

    def _on_undone(self, _: Act) -> None:
        self.begin(self._paths)

    def _on_not_undone(self, trouble: BaseException) -> None:
        self._working(False)
        self.report.setEnabled(self._comparison is not None)
        if not isinstance(trouble, FieldAppError):
            raise trouble
        self._say("没有撤销。", wrong=True)
        if not isinstance(trouble, Cancelled):
            self._session.messages.tell(trouble)

    def _on_report(self) -> None:
        """Write the report beside the screen: of a whole village it takes seconds."""
        suggested = self._paths[0].with_name(f"{self._paths[0].stem}_导入报告.xlsx")
        path = self._session.messages.place_to_save("存成工作簿", suggested, WORKBOOK)
        if path and self._comparison:
            self.about.setText("正在写报告……")
            self.report.setEnabled(False)
            work = partial(_reported, self._comparison, path)
            self._session.tasks.run(work, self._on_reported, self._on_not_reported)

    def _on_reported(self, path: Path) -> None:
        self._tell_report(f"报告已存到 {path}")

    def _on_not_reported(self, trouble: BaseException) -> None:
        self._tell_report("、".join(path.name for path in self._paths))
        if not isinstance(trouble, FieldAppError):
            raise trouble
        self._session.messages.tell(trouble)

    def _tell_report(self, text: str) -> None:
        self.about.setText(text)
        self.report.setEnabled(self._comparison is not None and self.choose.isEnabled())


def _looked(session: Session, paths: Sequence[Path], *, fill_empty: bool) -> Looked:
    """Look at rosters with a reader of one's own; for the lane."""
    from fieldapp.desk.mapping import look

    reader = session.survey.new_reader()
    try:
        return look(reader, paths, fill_empty=fill_empty, progress=lambda done, _: session.tasks.step(done))
    finally:
        reader.close()


def _written(session: Session, comparison: Comparison) -> str:
    """Write what was found; for the lane. Returns the id of the act."""
    from fieldapp.desk.registering import write

    def progress(done: int, of: int) -> None:
        if done % _SELDOM == 0:
            session.tasks.step(_HUNDRED * done // of)

    comparison.told.dry_run, comparison.told.at = False, session.survey.clock.now()
    return write(session.survey, comparison, progress)


def _reported(comparison: Comparison, path: Path) -> Path:
    """Write the report of an intake; for the lane. Returns where it lies."""
    from fieldapp.desk.registering import report_workbook

    report_workbook(comparison.told, path)
    return path
