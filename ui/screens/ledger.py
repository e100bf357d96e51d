"""问题台账: everything that is open in the village, problems, promises and measures, by its deadline."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fieldapp.documents.column import Column
from ui.buttons import Button
from ui.choices import Choices
from ui.page import Page, Sheet
from ui.session import Renewal, Session
from ui.tables.badge import Badge
from ui.tables.records import RecordsModel
from ui.tables.table import Table
from ui.tables.waiting import waiting
from ui.theme import label, worn

if TYPE_CHECKING:
    from fieldapp.desk.ledger import Ledger, Standing
    from fieldapp.desk.today import About, Matter
    from fieldapp.store.reader import Reader

SHARES = (16, 14, 11, 40, 19)
USUAL = ("超期 100 天", "2026-07-11", "欧阳国", "", "10组 · 韩立")
"""What stands in the columns, as long as it usually is."""
TABS = {"PROBLEM": "问题", "PROMISE": "问题", "MEASURE": "计划"}
"""Name of what it is → the tab of the household that tells more."""
ALL = "全部"
LOOKING = "正在看…"
NOTHING = "没有这样的事。"


class LedgerScreen(Page):
    """Paints first and fills then. Two rows of chips say what is listed: what it is, and how it stands."""

    chosen = Signal(str, str)  # the id of the household, the name of the tab
    back = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("问题台账")
        from fieldapp.desk.ledger import Standing
        from fieldapp.desk.today import About

        self._session = session
        self.ledger: Ledger | None = None
        self._about: About | None = None
        self._standing: Standing | None = None
        self.leave = Button("返回", "Esc")
        self.abouts = Choices([ALL] * (1 + len(About)), [None, *About], None, self._on_about)
        self.standings = Choices([ALL] * (1 + len(Standing)), [None, *Standing], None, self._on_standing)
        self.model = RecordsModel(_columns(session), {0: lambda matter: _badge(matter, session.today())})
        self.table = Table(self.model, SHARES, pills=(0,), name="问题台账", usual=USUAL)
        self.nothing = label(LOOKING, "note")
        self._pages = QStackedWidget()
        self._lay_out()
        self.leave.clicked.connect(self.back)
        self.table.opened.connect(self._on_opened)
        self.renewal = Renewal(self, session, lambda reader: _read(session, reader), self._on_gathered)
        self.begin_at(self.table)
        self._refresh()

    def _lay_out(self) -> None:
        self.acts.addWidget(self.leave)
        nothing = QWidget()
        column = QVBoxLayout(nothing)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.nothing)
        column.addStretch()
        self._pages.addWidget(self.table)
        self._pages.addWidget(nothing)
        chips = QVBoxLayout()
        chips.setSpacing(worn().px(8))
        chips.addWidget(self.abouts)
        chips.addWidget(self.standings)
        sheet = Sheet()
        sheet.column.addWidget(self._pages, 1)
        self.body.addLayout(chips)
        self.body.addWidget(sheet, 1)

    def show_about(self, about: About | None) -> None:
        """List one kind of matter, or with None every kind."""
        self.abouts.choose(about)
        self._on_about(about)

    def _refresh(self) -> None:
        """Draw everything from what was gathered; a chip counts within what the other row asks for."""
        known = self.ledger
        self.about.setText(f"全村没办完的 {len(known.matters)} 件，先到期的在前" if known else "")
        self.abouts.tell(lambda about: _words(about, len(known.of(about, self._standing)) if known else None))
        self.standings.tell(lambda stands: _words(stands, len(known.of(self._about, stands)) if known else None))
        shown = known.of(self._about, self._standing) if known else []
        at = max(self.table.row, 0)
        self.model.show(shown)
        self.nothing.setText(NOTHING if known else LOOKING)
        self._pages.setCurrentIndex(0 if shown else 1)
        self._take_cursor()
        self.table.choose(min(at, len(shown) - 1))

    def _take_cursor(self) -> None:
        """The list takes the cursor from the button that had it while there was no list."""
        if self.leave.hasFocus() and self.table.isVisible():
            self.table.setFocus()

    def _on_gathered(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._refresh()

    def _on_about(self, about: About | None) -> None:
        self._about = about
        self._refresh()

    def _on_standing(self, standing: Standing | None) -> None:
        self._standing = standing
        self._refresh()

    def _on_opened(self, row: int) -> None:
        matter: Matter = self.model.index(row, 0).data(RecordsModel.RECORD)
        self.chosen.emit(matter.home.id, TABS[matter.about.name])


def _read(session: Session, reader: Reader) -> Ledger:
    from fieldapp.desk.ledger import ledger

    return ledger(reader, session.today())


def _words(wanted: About | Standing | None, count: int | None) -> str:
    return f"{wanted.value if wanted else ALL} {'…' if count is None else count}"


def _badge(matter: Matter, on: dt.date) -> Badge:
    return Badge("等核查", "doubtful") if matter.claimed else waiting(matter.due, on)


def _columns(session: Session) -> list[Column[Matter]]:
    return [
        Column.told("还有多久", lambda matter: _badge(matter, session.today()).text),
        Column.told("期限", lambda matter: matter.due.isoformat() if matter.due else ""),
        Column.told("户主", lambda matter: matter.home.head),
        Column.told("什么事", lambda matter: f"{matter.about.value}：{matter.text}"),
        Column.told("组和责任人", lambda matter: " · ".join(filter(None, (matter.home.group, matter.by)))),
    ]  # fmt: skip
