"""The sheet that finds a newer program, says what is new in it, and puts it beside this one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar

from fieldapp.base import program
from fieldapp.base.errors import Cancelled, FieldAppError
from ui.buttons import Button
from ui.forms.panel import Aside
from ui.messages import Messages
from ui.page import scrolled
from ui.tasks import Tasks
from ui.theme import label, mark, worn

if TYPE_CHECKING:
    from fieldapp.desk.updating import Sought, Updated
    from fieldapp.store.survey import Survey

HEADING = "升级程序"
TOLD = "先备份档案，再把新版装在现在的旁边；旧版不动。档案第一次用新版打开以后，旧版就打不开它了；要退回去，按 F1 看怎么做。"
SEEKING, PUTTING = "正在旁边和优盘上找新版，找到了先核对每个文件…", "正在备份档案，装新版。不要拔优盘，也不要关电脑…"
NOTHING = "没有找到新版。新版在别处的，点“选文件夹…”。"
LEAST, MOST = 90, 240
"""Pixels at 100 % in which some of the news is seen; the rest is scrolled to."""
OTHER, OPEN = "选文件夹…", "打开新版"


class UpdateSheet(Aside):
    """Looks at once, in the lane; puts the new program beside when it is asked to; opens it in the place of this one."""

    def __init__(
        self, tasks: Tasks, messages: Messages, recent: Sequence[Path], survey: Survey | None = None, home: Path | None = None
    ) -> None:
        """
        Args:
            recent: survey files that the window remembers, beyond those the machine knows.
            survey: the one that is open.
            home: where the program that runs lies; where this one does by default.
        """
        super().__init__(HEADING)
        self._tasks, self._messages, self._recent, self._survey = tasks, messages, recent, survey
        self._home = home or program.folder()
        self._sought: Sought | None = None
        self._placed: Path | None = None
        self._works = False
        self.said = label("", wraps=True)
        self.bar = QProgressBar()
        self.news = label("", wraps=True)
        self.act = Button("", "Ctrl+Enter", main=True)
        self.other = Button(OTHER)
        self.leave = Button("收起", "Esc")
        self._lay_out()
        tasks.stepped.connect(self._on_stepped)
        self.act.clicked.connect(self._on_act)
        self.other.clicked.connect(self._on_other)
        self.leave.clicked.connect(self._on_leave)

    def _lay_out(self) -> None:
        self.bar.setTextVisible(False)
        self.news.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._page = scrolled(self.news, "新在哪里")
        self._page.setMinimumHeight(worn().px(LEAST))
        if self._survey is None:  # on the first page, which would grow with it
            self._page.setMaximumHeight(worn().px(MOST))
        for widget in (label(TOLD, "note", wraps=True), self.said, self.bar):
            self.column.addWidget(widget)
        self.column.addSpacing(worn().px(8))
        self.column.addWidget(self._page, 1)
        self.end(self.act, self.other, self.leave)
        self._refresh()

    def begin(self) -> None:
        """Put the cursor where another place is picked, and look in the usual ones."""
        self.other.setFocus()
        self._seek(None)

    def _seek(self, folder: Path | None) -> None:
        from fieldapp.desk.updating import seek

        self._sought = None
        self._begin(SEEKING)
        self._tasks.run(lambda: seek(self._home, folder, step=self._tasks.step), self._on_sought, self._on_trouble)

    def _on_sought(self, sought: Sought) -> None:
        self._sought = sought
        if checked := sought.checked:
            named = [f"{one.version}\n" + "\n".join(f"· {point}" for point in one.points) for one in sought.chapters]
            self.news.setText("\n\n".join(named))
            running, files = sought.running.version, f"{len(checked.packed):,} 个文件都和打包时一样"
            self._end(f"找到 {checked.bundle.version}(现在是 {running})，{files}。新在哪里：")
            self.act.setFocus()
        else:
            self._end(f"现在是 {sought.running.version}。{NOTHING}")

    def _on_act(self) -> None:
        if self._placed:
            self._open(self._placed)
        elif self._sought and (checked := self._sought.checked) and not self._works:
            from fieldapp.desk.updating import known, update

            running, survey, step = self._sought.running, self._survey, self._tasks.step
            self._begin(PUTTING)
            self._tasks.run(
                lambda: update(checked, running, known(self._recent), survey, step), self._on_updated, self._on_trouble
            )

    def _on_updated(self, done: Updated) -> None:
        self._placed = done.folder
        troubles = "".join(f"\n{trouble}" for trouble in done.troubles)
        self.news.setText("")
        self._end(f"装好了：{done.folder}\n以后从那里打开；旧版还在原来的地方。备份了 {len(done.kept)} 份档案。{troubles}")
        self.act.setFocus()

    def _open(self, placed: Path) -> None:
        """Leave, so that the file is free; the new program opens the last one, which it is."""
        from fieldapp.desk.updating import start

        self.window().close()
        try:
            start(placed)
        except FieldAppError as trouble:
            self._messages.tell(trouble)

    def _on_other(self) -> None:
        if folder := self._messages.folder("新版在哪个文件夹", self._home.parent):
            self._seek(folder)

    def _on_leave(self) -> None:
        if self._works:
            self._tasks.cancel()
        self.closed.emit()

    def _on_trouble(self, trouble: BaseException) -> None:
        told = "" if isinstance(trouble, Cancelled) else str(trouble)
        self._end(told, wrong=True)
        if not isinstance(trouble, FieldAppError):
            raise trouble

    def _on_stepped(self, done: int) -> None:
        if self._works:
            self.bar.setValue(done)

    def _begin(self, doing: str) -> None:
        self.bar.setValue(0)
        self._say(doing, works=True)

    def _end(self, told: str, *, wrong: bool = False) -> None:
        self._say(told, works=False, wrong=wrong)

    def _say(self, told: str, *, works: bool, wrong: bool = False) -> None:
        self._works = works
        self.said.setText(told)
        mark(self.said, "role", "remark" if wrong else "")
        self._refresh()

    def _refresh(self) -> None:
        checked = self._sought.checked if self._sought else None
        self.bar.setVisible(self._works)
        self._page.setVisible(bool(self.news.text()) and checked is not None)
        self.act.setVisible(bool(self._placed or checked))
        self.act.setText(OPEN if self._placed else f"升级到 {checked.bundle.version}" if checked else "")
        self.act.setEnabled(not self._works)
        self.other.setVisible(self._placed is None)
        self.other.setEnabled(not self._works)
