"""What is done beside the page of a household without a form: an act that needs a reason, one that needs a choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from ui.buttons import Button
from ui.entries import Entries
from ui.forms.panel import Aside
from ui.theme import worn

if TYPE_CHECKING:
    from fieldapp.records.dossier import Dossier
    from fieldapp.records.review import State
    from fieldapp.rules.reviewing import Target
    from fieldapp.store.writing import Writing


@dataclass(frozen=True)
class Reasoned:
    """An act that needs a reason.

    Attributes:
        told: what the act does, and that it can be undone.
        verb: on the button.
        why: what the history says of it, before the reason.
        write: does it, given the reason.
    """

    heading: str
    told: str
    verb: str
    why: str
    write: Callable[[Writing, str], object]


@dataclass(frozen=True)
class Picked:
    """An act done to one thing out of many.

    Attributes:
        find: what is found by these words, each with what it is called.
        nothing: what stands there where nothing is found.
        why: what the history says of the act.
        write: does it, given the thing.
    """

    heading: str
    told: str
    prompt: str
    find: Callable[[str], Sequence[tuple[str, Any]]]
    nothing: str
    why: str
    write: Callable[[Writing, Any], object]


@dataclass(frozen=True)
class Reviewing:
    """An office wants to say something of what is recorded here.

    Attributes:
        tab: where one stands; what belongs there is offered first.
    """

    dossier: Dossier
    state: State
    tab: str


@dataclass(frozen=True)
class Replying:
    """The village wants to answer what was said of something."""

    dossier: Dossier
    target: Target


class ReasonSheet(Aside):
    """Asks why, then does it."""

    given = Signal(str)

    def __init__(self, asked: Reasoned) -> None:
        super().__init__(asked.heading, asked.told)
        self.reason = QLineEdit()
        self._entries = Entries()
        self._entry = self._entries.ask("原因", self.reason)
        self.do = Button(asked.verb, "Ctrl+Enter", main=True)
        self.leave = Button("收起", "Esc")
        self.column.addLayout(self._entries)
        self.end(self.do, self.leave)
        self.reason.returnPressed.connect(self._on_done)
        self.do.clicked.connect(self._on_done)
        self.leave.clicked.connect(self.closed)

    def begin(self) -> None:
        self.reason.setFocus()

    def _on_done(self) -> None:
        reason = " ".join(self.reason.text().split())
        self._entry.complain("" if reason else "请写明原因，历史里要看得到。")
        if reason:
            self.given.emit(reason)
        else:
            self.reason.setFocus()


class PickSheet(Aside):
    """Finds things while one types; Enter takes the one that is chosen."""

    picked = Signal(object)

    def __init__(self, asked: Picked) -> None:
        super().__init__(asked.heading, asked.told)
        self._asked = asked
        self.search = QLineEdit()
        self.search.setPlaceholderText(asked.prompt)
        self.search.setAccessibleName(asked.heading)
        self.list = QListWidget()
        self.list.setAccessibleName(asked.heading)
        self.take = Button("就用这一栋", "Ctrl+Enter", main=True)
        self.leave = Button("收起", "Esc")
        self.column.addWidget(self.search)
        self.column.addWidget(self.list, 1)
        self.end(self.take, self.leave)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._refresh)
        self.search.returnPressed.connect(self._on_taken)
        self.list.itemActivated.connect(self._on_taken)
        self.take.clicked.connect(self._on_taken)
        self.leave.clicked.connect(self.closed)
        self._refresh()

    def begin(self) -> None:
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search box the arrow leads down into the list."""
        down = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down
        if down:
            self.list.setFocus()
        return down

    def _refresh(self) -> None:
        found = self._asked.find(self.search.text())
        self.list.clear()
        for called, thing in found:
            item = QListWidgetItem(called, self.list)
            item.setSizeHint(QSize(0, worn().px(36)))  # the style sheet's own height comes too late for rows filled at once
            item.setData(Qt.ItemDataRole.UserRole, thing)
        if not found:
            QListWidgetItem(self._asked.nothing, self.list).setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.setCurrentRow(0 if found else -1)
        self.take.setEnabled(bool(found))

    def _on_taken(self) -> None:
        if (item := self.list.currentItem()) and self.take.isEnabled():
            self.picked.emit(item.data(Qt.ItemDataRole.UserRole))
