"""农户: the list of all households, searched while one types; and the first steps of a household that is not in it yet."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.records.household import Household
from fieldapp.records.member import Member, Relation
from ui.buttons import Button
from ui.forms.form import Around, Question
from ui.forms.panel import Asked, Beside, Panel
from ui.intake.dropping import files_of, welcome
from ui.messages import ROSTER
from ui.page import Page, Sheet
from ui.session import Session
from ui.tables.entries import HOUSING, PROBLEMS, WATER, EntriesModel
from ui.tables.table import Table
from ui.theme import label, worn

SHARES = (13, 8, 7, 22, 20, 14, 16)
SEARCH, PANEL = 370, 400
NEW = "household:new"
FIRST: list[Question] = [Household.head, Household.group, Household.code, Household.phone, Household.type]
HEAD: list[Question] = [Member.number, Member.sex, Member.birth, Member.phone]
NOBODY_YET = "还没有农户。点“新建农户”登记第一户；手里有名册的，点“导入名册”一次登记全村。"
PAUSE = 120
"""Milliseconds without a key stroke after which the verdicts follow the names."""


class HouseholdsScreen(Page):
    """Finds a household. Enter opens the first one that is found."""

    chosen = Signal(str)  # the id of the household
    intake_wanted = Signal(list)  # the files of the rosters

    def __init__(self, session: Session) -> None:
        super().__init__("农户")
        self._session = session
        self.search = QLineEdit()
        self.intake = Button("导入名册…")
        self.new = Button("新建农户", "Ctrl+N", main=True)
        self.model = EntriesModel(session.reader, session.today)
        self.table = Table(self.model, SHARES, pills=(HOUSING, WATER, PROBLEMS), name="农户名单")
        self.empty = label("", "note")
        self._pages = QStackedWidget()
        self._sheet = Sheet()
        self._key = label("Ctrl+K", "key")
        self.beside = Beside(self._sheet, PANEL)
        self.setAcceptDrops(True)
        self._lay_out()
        self.search.textChanged.connect(self._on_searched)
        self.search.returnPressed.connect(lambda: self._on_opened(0))
        self.search.installEventFilter(self)
        self.table.opened.connect(self._on_opened)
        self.new.clicked.connect(self._on_new)
        self.intake.clicked.connect(self._on_intake)
        session.changed.connect(self._on_changed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.model.release)
        self.model.hold()
        self._refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first painting the verdicts follow; while a person types, they wait for a pause."""
        super().paintEvent(event)
        if not self._pause.isActive():
            QTimer.singleShot(0, self.model.release)

    def focus_search(self) -> None:
        """Put the cursor into the search box, what stands there chosen."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes here wants to find somebody."""
        super().showEvent(event)
        if self.beside.panel is None:
            self.focus_search()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search box the arrow leads down into the list, and Escape empties it."""
        key = event.key() if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) else None
        if key == Qt.Key.Key_Down:
            self.table.setFocus()
            self.table.choose(max(self.table.row, 0))
        elif key == Qt.Key.Key_Escape:
            self.search.clear()
        return key in (Qt.Key.Key_Down, Qt.Key.Key_Escape)

    def _lay_out(self) -> None:
        self.search.setPlaceholderText("姓名、拼音首字母、证件或电话的一段、组")
        self.search.setAccessibleName("查找农户")
        self.search.setFixedWidth(worn().px(SEARCH))
        inner = QHBoxLayout(self.search)
        inner.setContentsMargins(0, 0, worn().px(8), 0)
        inner.addStretch()
        inner.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        for act in (self.search, self.intake, self.new):
            self.acts.addWidget(act)
        self._pages.addWidget(self.table)
        self._pages.addWidget(_centred(self.empty))
        self._sheet.column.addWidget(self._pages)
        self.body.addWidget(self.beside, 1)

    def _refresh(self) -> None:
        """Show who is found, and how many there are."""
        find = self.search.text().strip()
        entries = self._session.reader.households(find)
        self.model.show(entries)
        whole = self._session.reader.count(Household)
        found = f"找到 {len(entries)} 户，共" if find else ""
        self.about.setText(f"{found} {whole} 户 · {self._session.reader.people()} 人".strip())
        self.empty.setText(f"没有找到“{find}”。换姓名、拼音首字母、证件或电话里的一段再试。" if whole else NOBODY_YET)
        self._pages.setCurrentIndex(0 if entries else 1)
        self.table.choose(0)

    def _on_searched(self, find: str) -> None:
        self._key.setText("Esc" if find else "Ctrl+K")
        self.model.hold()
        self._pause.start()
        self._refresh()

    def _on_changed(self) -> None:
        at = self.model.id_at(self.table.row)
        self.model.forget()
        self._refresh()
        self.table.choose(max(self.model.row_of(at), 0))

    def _on_opened(self, row: int) -> None:
        if household := self.model.id_at(row):
            self.chosen.emit(household)

    def _on_new(self) -> None:
        """Ask for a new household beside the list."""
        if self.beside.panel is None:
            asked = [Asked(Household(), FIRST), Asked(Member(relation=Relation.HEAD), HEAD, "户主本人")]
            panel = Panel(self._session, "新建农户", NEW, asked, Around(self._session.today), self._on_named, [Household.head])
            panel.closed.connect(self._on_panel_closed)
            self.beside.open(panel)
        else:
            self.beside.panel.begin()

    def _on_named(self, records: list[Any]) -> None:
        home, head = records
        with self._session.change("登记农户") as change:
            home = change.save(home)
            change.save(head.replace(household=home.id, name=home.head))
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


def _centred(text: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.addStretch(1)
    column.addWidget(text, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(2)
    return page
