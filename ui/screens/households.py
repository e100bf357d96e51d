"""农户: the list of all households, searched while one types; and the first steps of a household that is not in it yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QKeyEvent, QKeySequence, QPaintEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.records.household import Household
from ui.buttons import Button
from ui.forms.panel import Beside
from ui.intake.dropping import files_of, welcome
from ui.messages import ROSTER
from ui.page import Page, Sheet
from ui.session import Session
from ui.tables.entries import HOUSING, PROBLEMS, USUAL, WATER, EntriesModel
from ui.tables.gathering import Gathering
from ui.tables.table import Table
from ui.theme import label, worn

if TYPE_CHECKING:
    from ui.tables.narrowing import Narrowing

SHARES = (13, 8, 7, 22, 18, 14, 18)
PILLS = (HOUSING, WATER, PROBLEMS)
SEARCH, LEAST, PANEL, CHIPS = 370, 180, 400, 26
NOBODY_YET = "还没有农户。点“新建农户”登记第一户；手里有名册的，点“导入名册”一次登记全村。"
PRINT, REVIEW = "打印…", "审核…"
PAUSE = 120
"""Milliseconds without a key stroke after which the verdicts follow the names."""


class HouseholdsScreen(Page):
    """Finds a household. Enter opens the first one that is found."""

    chosen = Signal(str)  # the id of the household
    intake_wanted = Signal(list)  # the files of the rosters
    papers_wanted = Signal(list)  # the ids of households

    def __init__(self, session: Session) -> None:
        super().__init__("农户")
        self._session = session
        self.search = SearchBox()
        self.papers = Button(PRINT)
        self.papers.setToolTip("Ctrl+P")
        self.review: Button | None = None
        self.intake = Button("导入名册…")
        self.new = Button("新建农户", "Ctrl+N", main=True)
        self.gathering = Gathering(session)
        self.gathering.setParent(self)
        self.model = EntriesModel(session.reader, session.today, self.gathering)
        self.table = Table(self.model, SHARES, pills=PILLS, name="农户名单", usual=USUAL)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.empty = label("", "note")
        self._pages = QStackedWidget()
        self._sheet = Sheet()
        self.narrowing: Narrowing | None = None
        self._above = QHBoxLayout()
        self._whole = self._people = 0
        self.beside = Beside(self._sheet, PANEL)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._on_calm)
        self._closer = QTimer(self)
        self._closer.setSingleShot(True)
        self._closer.timeout.connect(self._on_calm)
        self.table.verticalScrollBar().valueChanged.connect(lambda _: self._closer.start())
        self.model.hold()
        self._count()
        self._refresh()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_searched)
        self.search.returnPressed.connect(lambda: self._on_opened(0))
        for watched in (self.search, self.table):
            watched.installEventFilter(self)
        self.table.opened.connect(self._on_opened)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.papers.click)
        self.table.headed.connect(self._on_headed)
        self.gathering.stepped.connect(self._on_gathered)
        self.new.clicked.connect(self._on_new)
        self.intake.clicked.connect(self._on_intake)
        self.papers.clicked.connect(lambda: self.papers_wanted.emit(self._picked() or self.in_order))
        self.table.selectionModel().selectionChanged.connect(self._on_picked)
        self._session.changed.connect(self._on_changed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first painting the filters and the verdicts follow; while a person types, they wait for a pause."""
        super().paintEvent(event)
        self._closer.start()

    def _on_calm(self) -> None:
        """While nobody types: work out the verdicts of those who are seen, a few in each turn of the loop, and tell them;
        when they are painted it is the turn of everybody.
        """
        if self._pause.isActive():
            return
        if self.isVisible() and not self.model.work_out(self.table.rows_in_sight):
            self._closer.start()
            return
        self.model.release()
        QTimer.singleShot(0, self, self._go_on)

    def _go_on(self) -> None:
        if self.isVisible() and not self._pause.isActive():
            if self.narrowing is None:
                self._furnish()
            self.gathering.go_on()

    def _furnish(self) -> None:
        from ui.tables.narrowing import Narrowing  # late: the rules cost 0.03 s of the start

        self.narrowing = Narrowing(self.gathering, self._session.today)
        self.narrowing.changed.connect(self._refresh)
        self._above.addWidget(self.narrowing)
        self.narrowing.stand_after(self.new, self.table)
        self._offer_review()
        self.table.horizontalHeader().setSectionsClickable(True)
        self._on_gathered(0)

    def _offer_review(self) -> None:
        """In the file of an office, those who are picked out can be reviewed at once."""
        from fieldapp.desk.reviewing import level_of
        from fieldapp.records.review import Level

        if level_of(self._session.reader) is not Level.VILLAGE:
            self.review = Button(REVIEW)
            self.acts.insertWidget(self.acts.indexOf(self.papers), self.review)
            self.setTabOrder(self.search, self.review)
            self.review.clicked.connect(self._on_review)

    def _on_review(self) -> None:
        from ui.household.reviews import Bulk

        if picked := self._picked() or [id for id in [self.model.id_at(self.table.row)] if id]:
            self._bulk = Bulk(self._session, self.beside, picked, self.table.setFocus)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is worked out for a list that nobody sees."""
        self.gathering.leave_the_file()
        super().hideEvent(event)

    def focus_search(self) -> None:
        """Put the cursor into the search box, what stands there chosen."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes here wants to find somebody."""
        super().showEvent(event)
        self.gathering.renew()  # it may be another day
        if self.beside.panel is None:
            self.focus_search()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search box the arrow leads down into the list, and Escape shows everybody again."""
        key = event.key() if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) else None
        if key == Qt.Key.Key_Down and watched is self.search:
            self.table.setFocus()
            self.table.choose(max(self.table.row, 0))
            return True
        if key == Qt.Key.Key_Escape and self.beside.panel is None:
            self.search.clear()
            if self.narrowing and self.narrowing.words:
                self.narrowing.chips.clear()
            return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.search.setPlaceholderText("姓名、拼音首字母、证件或电话的一段、组")
        self.search.setAccessibleName("查找农户")
        for act in (self.search, self.papers, self.intake, self.new):
            self.acts.addWidget(act)
        self._pages.addWidget(self.table)
        self._pages.addWidget(_centred(self.empty))
        self._above.addStrut(worn().px(CHIPS))
        self.body.addLayout(self._above)
        self._sheet.column.addWidget(self._pages)
        self.body.addWidget(self.beside, 1)

    def _count(self) -> None:
        self._whole, self._people = self._session.reader.count(Household), self._session.reader.people()

    def _refresh(self) -> None:
        """Show who is found, and say in words who is asked for and how many there are."""
        find = self.search.text().strip()
        entries = self._session.reader.households(find)
        asked = ""
        if self.narrowing:
            entries, asked = self.narrowing.narrowed(entries), self.narrowing.words
            self.model.mark(self.narrowing.column, self.narrowing.sign)
        self.model.show(entries, find)
        whole = f"{self._whole} 户"
        self.about.setText(f"找到 {len(entries)} 户，共 {whole}" if find or asked else f"{whole} · {self._people} 人")
        self.search.key.setText("Esc" if find or asked else "Ctrl+K")
        self.empty.setText(_nobody(find, asked) if self._whole else NOBODY_YET)
        self._pages.setCurrentIndex(0 if entries else 1)
        self.papers.setEnabled(bool(entries))
        self.table.choose(0)
        if not self.model.is_held:  # before the first painting, and while a person types, they wait
            self._closer.start()

    @property
    def in_order(self) -> list[str]:
        """The households (ids) that are shown, from the top."""
        return [self.model.id_at(row) for row in range(self.model.rowCount())]

    def _picked(self) -> list[str]:
        """The households (ids) that were picked out, from the top; one row alone is where one stands, and picks nothing."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.id_at(row) for row in rows] if len(rows) > 1 else []

    def _on_picked(self) -> None:
        """Say how many were picked out; where all are shown and none is picked, all are meant."""
        ranges = self.table.selectionModel().selection()  # to ask for the rows takes long where 6,000 are picked
        count = sum(ranges.at(place).height() for place in range(ranges.count()))
        self.papers.setText(f"打印 {count} 户…" if count > 1 else PRINT)
        if self.review:
            self.review.setText(f"审核 {count} 户…" if count > 1 else REVIEW)

    def _on_gathered(self, done: int) -> None:
        """More is known: count, and when all is, show what rests on it."""
        if self.narrowing:
            self.narrowing.tell(self._whole, done)
            self.narrowing.setVisible(self._whole > 0)
            if self.gathering.is_done and self.narrowing.rests_on_verdicts:
                self._stay(self._refresh)

    def _on_headed(self, column: int) -> None:
        if self.narrowing:
            self.narrowing.sort_by_column(column)

    def _on_searched(self) -> None:
        self.model.hold()
        self.gathering.rest()
        self._pause.start()
        self._refresh()

    def _on_changed(self) -> None:
        self._count()
        self.gathering.renew()
        self._stay(self._refresh)
        self._on_gathered(0)
        if self.isVisible() and self.narrowing:
            self.gathering.go_on()

    def _stay(self, refresh: Callable[[], None]) -> None:
        """Refresh, and stand in the row where one stood."""
        at = self.model.id_at(self.table.row)
        refresh()
        self.table.choose(max(self.model.row_of(at), 0))

    def _on_opened(self, row: int) -> None:
        if household := self.model.id_at(row):
            self.chosen.emit(household)

    def _on_new(self) -> None:
        """Ask for a new household beside the list."""
        if self.beside.panel is None:
            from ui.forms.family import FamilyPanel  # late: a form costs 0.02 s of the start

            panel = FamilyPanel(self._session, self._on_named)
            panel.closed.connect(self._on_panel_closed)
            self.beside.open(panel)
        else:
            self.beside.panel.begin()

    def _on_named(self, records: list[Any]) -> None:
        home, head, *others = records
        with self._session.change("登记农户") as change:
            home = change.save(home)
            for one in (head.replace(name=home.head), *(other for other in others if other.answers)):
                change.save(one.replace(household=home.id))
        self.beside.close_panel()
        self.chosen.emit(home.id)

    def _on_panel_closed(self) -> None:
        if self.beside.panel:
            self.beside.close_panel()
            self.focus_search()

    def _on_intake(self) -> None:
        if paths := self._session.messages.files_to_open("导入名册", self._session.path.parent, ROSTER):
            self.intake_wanted.emit(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.intake_wanted.emit(files_of(event))


class SearchBox(QLineEdit):
    """Where one types, with the key that leads here at its end. It gives way where there is little room."""

    def __init__(self) -> None:
        super().__init__()
        self.key = label("Ctrl+K", "key")
        inner = QHBoxLayout(self)
        inner.setContentsMargins(0, 0, worn().px(8), 0)
        inner.addStretch()
        inner.addWidget(self.key, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setTextMargins(0, 0, self.key.sizeHint().width(), 0)
        self.setMinimumWidth(worn().px(LEAST))
        self.setMaximumWidth(worn().px(SEARCH))

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(self.maximumWidth(), super().sizeHint().height())


def _nobody(find: str, asked: str) -> str:
    """What to do where nobody is found."""
    if asked:
        return f"“{asked}”的农户里没有{f'找到“{find}”' if find else '一户'}。按 Esc 看全部农户。"
    return f"没有找到“{find}”。换姓名、拼音首字母、证件或电话里的一段再试。"


def _centred(text: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.addStretch(1)
    column.addWidget(text, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(2)
    return page
