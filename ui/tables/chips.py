"""The filters of the list of households as chips in a row, each with its count and a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QWidget

from fieldapp.desk.filtering import FILTERS, Filter
from ui.theme import label, worn

ALL, WORKING, KEYS = "全部", "正在算…", "Alt+数字"
TOLD = 3
"""So many filters are told in words, more by their number."""


class Chips(QWidget):
    """Chooses filters, by mouse and by Alt with a digit; Alt+0 chooses none."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._whole = self._done = 0
        self._counts: Mapping[Filter, int] | None = None
        self.all = self._button(0)
        self.all.clicked.connect(self.clear)
        self.chips = [Chip(self._button(place), filters) for place, filters in enumerate(FILTERS, 1)]
        self._row = row = Wrapped(self)
        for button in (self.all, *(chip.button for chip in self.chips)):
            row.addWidget(button)
        self.said = label("", "note")
        self.said.setMinimumHeight(self.all.sizeHint().height())
        row.addWidget(self.said)
        for chip in self.chips:
            chip.button.clicked.connect(lambda _=False, chip=chip: self._on_pressed(chip))
        self.wait(0, 0)

    @property
    def chosen(self) -> list[Filter]:
        """What is asked for, all of it at once."""
        return [chip.chosen for chip in self.chips if chip.chosen]

    def clear(self) -> None:
        """Ask for nothing: everybody is shown."""
        for chip in self.chips:
            chip.at = 0
        self._refresh()
        self.changed.emit()

    def tell(self, whole: int, counts: Mapping[Filter, int]) -> None:
        """How many households there are, and how many each filter finds."""
        self._whole, self._counts = whole, counts
        self._refresh()

    def wait(self, whole: int, done: int) -> None:
        """The counts are being worked out, `done` of a hundred are; what was counted before stands meanwhile."""
        self._whole, self._done = whole, done
        self._refresh()

    @property
    def words(self) -> str:
        """What is asked for, in words; '' where everybody is."""
        return " 且 ".join(one.label for one in self.chosen)

    def _button(self, digit: int) -> QPushButton:
        button = QPushButton()
        button.setProperty("chip", True)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the cursor stays in the search box
        button.setToolTip(f"Alt+{digit}")
        QShortcut(QKeySequence(f"Alt+{digit}"), button).activated.connect(button.click)
        return button

    def _on_pressed(self, chip: Chip) -> None:
        chip.press()
        self._refresh()
        self.changed.emit()

    def _refresh(self) -> None:
        self.all.setText(f"{ALL} {self._whole}")
        self.all.setChecked(not self.chosen)
        for chip in self.chips:
            chip.tell(self._counts)
        asked = self.words if len(self.chosen) <= TOLD else f"{len(self.chosen)} 个条件"
        self.said.setText(f"{asked} · Esc 看全部" if asked else KEYS if self._counts else f"{WORKING} {self._done}%")
        self._place_hint()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_hint()

    def _place_hint(self) -> None:
        """What would take a row of its own gives way, so that the list does not jump; what is asked for is always told."""
        whole = self._row.count()
        alone = self._row.rows_of(whole, self.width()) > self._row.rows_of(whole - 1, self.width())
        self.said.setVisible(bool(self.words) or not alone)


class Chip:
    """One chip. Where it stands for several filters, pressing it leads through them and then to none."""

    def __init__(self, button: QPushButton, filters: Sequence[Filter]) -> None:
        self.button, self.filters = button, filters
        self.at = 0

    @property
    def chosen(self) -> Filter | None:
        """The filter that it asks for now."""
        return self.filters[self.at - 1] if self.at else None

    def press(self) -> None:
        """Ask for the next one."""
        self.at = (self.at + 1) % (len(self.filters) + 1)

    def tell(self, counts: Mapping[Filter, int] | None) -> None:
        """Write what it asks for, and how many there are."""
        shown = self.chosen or self.filters[0]
        self.button.setText(f"{shown.label} {'…' if counts is None else counts[shown]}")
        self.button.setAccessibleName(f"{shown.label}，{WORKING if counts is None else f'{counts[shown]} 户'}")
        self.button.setEnabled(counts is not None)
        self.button.setChecked(self.at > 0)


class Wrapped(QLayout):
    """Widgets one after another, as many in a row as find room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(worn().px(8))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # Qt asks until there is none
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # as above
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def rows_of(self, first: int, width: int) -> int:
        """In how many rows so many widgets stand, the first ones, also those that are hidden now."""
        x = rows = 0
        for item in self._items[:first]:
            needs = item.widget().sizeHint().width()
            if rows == 0 or x + needs > width:
                x, rows = 0, rows + 1
            x += needs + self.spacing()
        return rows

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        widest = max((item.sizeHint().width() for item in self._items), default=0)
        return QSize(widest, max((item.sizeHint().height() for item in self._items), default=0))

    def _place(self, rect: QRect, *, move: bool) -> int:
        """The height that everything takes in this width; `move`: put it there."""
        x, y, row = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, row = rect.x(), y + row + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x, row = x + size.width() + self.spacing(), max(row, size.height())
        return y + row - rect.y()
