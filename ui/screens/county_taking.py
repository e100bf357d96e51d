"""收上报包: what taking folders and books would do, file by file; then taking them, or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from fieldapp.base.errors import Cancelled, FieldAppError
from fieldapp.desk.county import Line, State
from fieldapp.documents.column import Column
from ui.buttons import Button
from ui.county.office import Office
from ui.intake.dropping import files_of, welcome
from ui.messages import PACKAGE
from ui.page import Page, Sheet, scrolled
from ui.tables.badge import Badge
from ui.tables.records import RecordsModel
from ui.tables.table import Table
from ui.theme import label, mark, worn

if TYPE_CHECKING:
    from ui.theme import Tone

TONES: Mapping[State, Tone] = {
    State.GOOD: "good", State.DECIDED: "good", State.PARTLY: "doubtful", State.HOLES: "doubtful", State.EDITED: "doubtful",
    State.ROSTER: "doubtful", State.OLD: "unknown", State.ALREADY: "unknown", State.DOUBLE: "unknown", State.PRACTICE: "bad",
    State.UNKNOWN: "bad", State.REFUSED: "bad",
}  # fmt: skip
SHARES = (15, 12, 22, 7, 7, 7, 8, 22)
CHOOSE = "把装着上报包的文件夹，或者一个一个的文件，拖到这里；填好的冲突报告也从这里收回来。先试收一遍，看过再收。"
LOOKING, TAKING = "先试收一遍，什么都还没有写……", "正在收……"
TRIED = "试收了一遍，什么都还没有写。"
STOPPED = "已停止。已经收下的算数，同一个文件夹可以再收一次。"
CARD = 116
"""How high the card of a file is, in pixels at 100 %."""
_LISTED = 40


class CountyTakingScreen(Page):
    """Tries everything first. Works off the screen's thread; nothing is written before the person says so."""

    back = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__("收上报包")
        self._office = office
        self._paths: list[Path] = []
        self.lines: Sequence[Line] = ()
        self._looks = 0
        self.leave = Button("返回", "Esc")
        self.folder = Button("选文件夹…", "Ctrl+O")
        self.files = Button("选文件…")
        self.cancel = Button("停止")
        self.take = Button("收下", "Ctrl+Enter", main=True)
        self.said = label(CHOOSE, wraps=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.model = RecordsModel(_columns(), {0: lambda line: Badge(line.state.value, TONES[line.state])})
        self.table = Table(self.model, SHARES, pills=(0,), name="文件")
        self.about_file = label("", wraps=True)
        self._card = scrolled(QWidget())
        self._lay_out()
        self._connect()
        self._working(False)
        self._show((), dry_run=True)

    def _lay_out(self) -> None:
        for act in (self.leave, self.folder, self.files, self.cancel, self.take):
            self.acts.addWidget(act)
        column = QVBoxLayout(self._card.widget())
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.about_file)
        column.addStretch()
        self._card.setFixedHeight(worn().px(CARD))
        self._sheet = Sheet()
        self._sheet.column.addWidget(self.table, 1)
        self._sheet.column.addWidget(self._card)
        for widget in (self.said, self.bar):
            self.body.addWidget(widget)
        self.body.addWidget(self._sheet, 1)
        self.body.addStretch()
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        office = self._office
        self.leave.clicked.connect(self._on_left)
        self.folder.clicked.connect(self._on_folder)
        self.files.clicked.connect(self._on_files)
        self.cancel.clicked.connect(office.tasks.cancel)
        self.take.clicked.connect(lambda: self._run(dry_run=False))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell_file())
        office.tasks.stepped.connect(self.bar.setValue)

    def begin(self, paths: list[Path]) -> None:
        """Try these; where none is named, ask which."""
        self._paths = paths
        self._looks += 1
        self._show((), dry_run=True)
        if paths:
            self._run(dry_run=True)
        else:
            self.about.setText("")
            self._say(CHOOSE)
            self.folder.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if self.folder.isEnabled() and (files := files_of(event)):
            self.begin(files)

    def _on_folder(self) -> None:
        if folder := self._office.messages.folder("装着上报包的文件夹", self._office.path.parent):
            self.begin([folder])

    def _on_files(self) -> None:
        if files := self._office.messages.files_to_open("收上报包", self._office.path.parent, PACKAGE):
            self.begin(files)

    def _run(self, *, dry_run: bool) -> None:
        from fieldapp.desk.county_taking import take

        office, paths = self._office, self._paths
        self.about.setText("、".join(path.name for path in paths[:3]) + ("等" if len(paths) > 3 else ""))
        self._say(LOOKING if dry_run else TAKING)
        self._working(True)
        office.run(
            lambda: take(office.registry, paths, by=office.by, dry_run=dry_run, progress=office.percent),
            partial(self._on_done, self._looks, dry_run), partial(self._on_trouble, self._looks, dry_run),
        )  # fmt: skip

    def _on_done(self, look: int, dry_run: bool, lines: list[Line]) -> None:
        if not dry_run:
            self._touched(lines)
        if look == self._looks:
            self._working(False)
            self._show(lines, dry_run=dry_run)
            self._say((TRIED if dry_run else "收完了。") + _counts(lines))
            (self.take if self.take.isEnabled() else self.leave).setFocus()

    def _touched(self, lines: Sequence[Line]) -> None:
        """Whatever came may have changed its village; a decision any of them."""
        codes = {line.village for line in lines if line.state.is_taken}
        if codes:
            self._office.touch(*(() if "" in codes else codes))

    def _on_trouble(self, look: int, dry_run: bool, trouble: BaseException) -> None:
        if not dry_run:
            self._office.touch()
        if look == self._looks:
            self._working(False)
            self._show(self.lines, dry_run=True)
        if not isinstance(trouble, FieldAppError):
            raise trouble
        if look == self._looks:
            stopped = "已停止，什么都没有写。" if dry_run else STOPPED
            self._say(stopped if isinstance(trouble, Cancelled) else str(trouble), wrong=True)

    def _show(self, lines: Sequence[Line], *, dry_run: bool) -> None:
        self.lines = lines
        self.model.show(lines)
        self._sheet.setVisible(bool(lines))
        self.take.setVisible(dry_run)
        self.take.setEnabled(dry_run and any(line.state.is_taken for line in lines))
        self.table.choose(0)
        self._tell_file()

    def _tell_file(self) -> None:
        """Everything that is to be said of the file where one stands."""
        line: Line | None = self.table.currentIndex().data(RecordsModel.RECORD) if self.table.row >= 0 else None
        self.about_file.setText(_told(line) if line else "")

    def _working(self, working: bool) -> None:
        for shown in (self.bar, self.cancel):
            shown.setVisible(working)
        for used in (self.folder, self.files):
            used.setEnabled(not working)
        if working:
            self.bar.setValue(0)
            self.take.setEnabled(False)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        mark(self.said, "role", "remark" if wrong else "")
        self.said.setText(text)

    def _on_left(self) -> None:
        if self.cancel.isVisible():
            self._office.tasks.cancel()
        self.back.emit()


def _columns() -> list[Column[Line]]:
    def figure(name: str) -> Column[Line]:
        head = {"new": "新增", "changed": "改变", "proposals": "提议", "conflicts": "不一致"}[name]
        return Column.told(head, lambda line: str(getattr(line, name)) if line.state.is_taken else "", format="0")

    return [
        Column.told("结果", lambda line: line.state.value), Column.told("村", lambda line: line.name or line.village),
        Column.told("文件", lambda line: line.file), *map(figure, ("new", "changed", "proposals", "conflicts")),
        Column.told("说明", lambda line: "".join(line.told)),
    ]  # fmt: skip


def _counts(lines: Sequence[Line]) -> str:
    """How many files ended in which state."""
    counts = Counter(line.state for line in lines)
    return f"{len(lines)} 个文件：" + "，".join(f"{state.value} {counts[state]}" for state in State if counts[state]) + "。"


def _told(line: Line) -> str:
    """A file with its reasons, one beneath the other."""
    refused = [f"{one.where}{one.rule}{one.advice}" for one in line.refused]
    told = [line.file, *dict.fromkeys([*line.told, *refused])]
    more = [f"还有 {len(told) - _LISTED} 处。"] if len(told) > _LISTED else []
    return "\n".join(told[:_LISTED] + more)
