"""逐层找不一样的: lines of codes to be read out on the telephone; where a code differs, Enter goes deeper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from fieldapp.base.errors import FieldAppError
from fieldapp.documents.column import Column
from ui.buttons import Button
from ui.page import Page, Sheet
from ui.session import Session
from ui.tables.records import RecordsModel
from ui.tables.table import Table
from ui.theme import label, worn

if TYPE_CHECKING:
    from fieldapp.desk.telephone import Line

HOW = (
    "两边都打开这一页，从上往下念，一行四个、四个地念。码一样的不用管；不一样的那一行，两边都按 Enter 往下看，按 Backspace 退回上一层。"
    "一边有、一边没有的行，差的就在那里。"
)
FOUND = "就是这一项不一样：两边各念自己的答案，商量好谁改；改了以后，回到最上面再对一遍。"
LARGE, ROW = 22, 46
"""The letters that are read out, and their row, in pixels at 100 %."""
SHARES = (24, 76)


class TelephoneScreen(Page):
    """One layer of codes after the other. Nothing is written here."""

    back = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("对账码 · 逐层找")
        self._session = session
        self._place: list[Line] = []
        self.leave = Button("返回", "Esc")
        self.up = Button("上一层", "Backspace")
        self.down = Button("往下看", main=True)
        self.model = RecordsModel(_columns(), {})
        self.table = Table(self.model, SHARES, name="要念的对账码")
        self.here = label("", "head", wraps=True)
        self.said = label(HOW, "note", wraps=True)
        self._lay_out()
        self.leave.clicked.connect(self.back)
        self.up.clicked.connect(self._on_up)
        self.down.clicked.connect(self._on_down)
        self.table.opened.connect(lambda _: self._on_down())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        session.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        for act in (self.leave, self.up, self.down):
            self.acts.addWidget(act)
        font = worn().font()
        font.setPixelSize(worn().px(LARGE))
        self.table.setFont(font)
        self.table.verticalHeader().setDefaultSectionSize(worn().px(ROW))
        sheet = Sheet()
        sheet.column.addWidget(self.here)
        sheet.column.addWidget(self.table, 1)
        sheet.column.addWidget(self.said)
        self.body.addWidget(sheet, 1)
        self.begin_at(self.table)

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes here begins at the top."""
        super().showEvent(event)
        self._place.clear()
        self._refresh()

    def _on_changed(self) -> None:
        if self.isVisible():
            self._refresh(self.line.key if self.line else "")

    @property
    def line(self) -> Line | None:
        """The line where one stands."""
        found: Line | None = self.table.currentIndex().data(RecordsModel.RECORD) if self.table.row >= 0 else None
        return found

    def _refresh(self, at: str = "") -> None:
        """Show the lines of the place, standing at the line of that key."""
        from fieldapp.desk.telephone import lines

        try:
            found = lines(self._session.reader, [line.key for line in self._place])
        except FieldAppError as trouble:  # it went meanwhile
            self._session.messages.tell(trouble)
            self._place.clear()
            found = lines(self._session.reader)
        self.about.setText(f"全村的对账码 {self._session.survey.code()}")
        self.here.setText(" › ".join(["全部", *(line.what for line in self._place)]))
        self.model.show(found)
        keys = [line.key for line in found]
        self.table.choose(keys.index(at) if at in keys else 0)
        self._tell()
        self.table.setFocus()

    def _tell(self) -> None:
        """What can be done from here."""
        line = self.line
        deeper = line is not None and line.goes_on
        self.up.setEnabled(bool(self._place))
        self.down.setEnabled(deeper)
        self.said.setText(HOW if deeper or not line else FOUND)

    def _on_down(self) -> None:
        if self.line and self.line.goes_on:
            self._place.append(self.line)
            self._refresh()

    def _on_up(self) -> None:
        if self._place:
            left = self._place.pop()
            self._refresh(left.key)


def _columns() -> list[Column[Line]]:
    return [Column.told("对账码", lambda line: line.code), Column.told("哪里", lambda line: line.what)]
