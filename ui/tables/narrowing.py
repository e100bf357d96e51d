"""What stands above the list of households: the chips that narrow it, and the button that sorts it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from fieldapp.desk.filtering import Order, count, ordered, passing
from fieldapp.store.listing import Entry
from ui.tables.chips import Chips
from ui.tables.gathering import Gathering
from ui.theme import worn

COLUMNS = (Order.HEAD, Order.GROUP, Order.PEOPLE, Order.HOUSING, Order.WATER, Order.PROBLEMS, Order.VISITED)
"""By what each column of the list sorts."""
BY_VERDICTS = (Order.HOUSING, Order.WATER, Order.PROBLEMS, Order.VISITED)
DOWN, UP = "↓", "↑"


class Narrowing(QWidget):
    """Knows which households are asked for, and in which order."""

    changed = Signal()

    def __init__(self, gathering: Gathering, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._gathering, self._today = gathering, today
        self.order, self.backwards = Order.GROUP, False
        self.chips = Chips()
        self.sort = QPushButton()
        self._lay_out()
        self.chips.changed.connect(self.changed)
        self._tell_order()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(worn().size("gap"))
        row.addWidget(self.chips, 1)
        row.addWidget(self.sort, 0, Qt.AlignmentFlag.AlignTop)
        self.sort.setProperty("chip", True)
        self.sort.setToolTip("Alt+S")
        menu, group = QMenu(self.sort), QActionGroup(self)
        self._acts: dict[Order, QAction] = {}
        for number, order in enumerate(Order, 1):
            act = menu.addAction(f"&{number} {order.value}")
            act.setCheckable(True)
            act.triggered.connect(lambda _=False, order=order: self.sort_by(order))
            group.addAction(act)
            self._acts[order] = act
        self.sort.setMenu(menu)
        QShortcut(QKeySequence("Alt+S"), self).activated.connect(self.sort.showMenu)

    def stand_after(self, before: QWidget, after: QWidget) -> None:
        """Be reached by Tab between these two."""
        way = [before, self.chips.all, *(chip.button for chip in self.chips.chips), self.sort, after]
        for one, other in pairwise(way):
            self.setTabOrder(one, other)

    @property
    def words(self) -> str:
        """What is asked for, in words; '' where everybody is."""
        return self.chips.words

    @property
    def rests_on_verdicts(self) -> bool:
        """Whether the list looks otherwise when verdicts change."""
        return bool(self.chips.chosen) or self.order in BY_VERDICTS

    def narrowed(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those of these households that are asked for, in the order that is asked for."""
        standings = {id: badges.standing for id, badges in self._gathering.known.items()} if self.rests_on_verdicts else {}
        found = passing(entries, standings, self.chips.chosen, self._today())
        return ordered(found, standings, self.order, backwards=self.backwards)

    def sort_by(self, order: Order) -> None:
        """Sort so; asked for twice, the other way round."""
        self.backwards = order is self.order and not self.backwards
        self.order = order
        self._tell_order()
        self.changed.emit()

    def sort_by_column(self, column: int) -> None:
        """Sort by a column of the list."""
        self.sort_by(COLUMNS[column])

    @property
    def column(self) -> int:
        """The column by which it is sorted."""
        return COLUMNS.index(self.order)

    def tell(self, whole: int, done: int) -> None:
        """How many households there are, and how many of a hundred are known; the counts are told when all are."""
        if self._gathering.is_done:
            standings = (badges.standing for badges in self._gathering.known.values())
            self.chips.tell(whole, count(standings, self._today()))
        else:
            self.chips.wait(whole, done)

    @property
    def sign(self) -> str:
        """Which way it is sorted."""
        return UP if self.backwards else DOWN

    def _tell_order(self) -> None:
        self._acts[self.order].setChecked(True)
        self.sort.setText(f"排序：{self.order.value} {self.sign}")
