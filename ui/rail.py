"""The rail at the left: where one is, where one can go, and at its foot whether the work is safe; and the screens beside it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QIcon, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.icons import blank, drawn
from ui.theme import label, worn

S = TypeVar("S", bound=QWidget)
WIDTH = 132
ICON, AFTER = 20, 6
"""The side of an icon, and how far its name stands from it."""


class Rail(QWidget):
    """A column of places. It knows their names and icons only; the window knows what they are."""

    chosen = Signal(str)

    def __init__(self, places: Mapping[str, str], called: Mapping[str, str] | None = None) -> None:
        """`places`: name → icon, from the top. `called`: name → what stands there, where it is another word."""
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(worn().px(WIDTH))
        self.village = label("", "head", wraps=True)
        self.about = label("", "note", wraps=True)
        self.foot = label("", "note")
        self._called = called or {}
        self.places = {name: self._place(name, icon, number) for number, (name, icon) in enumerate(places.items(), 1)}
        self._group = QButtonGroup(self)
        for button in self.places.values():
            self._group.addButton(button)
        self._lay_out()

    def _place(self, name: str, icon: str, number: int) -> Place:
        button = Place(self._called.get(name, name), icon)
        QShortcut(QKeySequence(f"Ctrl+{number}"), button).activated.connect(button.click)
        button.setToolTip(f"Ctrl+{number}")
        button.setAccessibleDescription(f"Ctrl+{number}")
        button.clicked.connect(lambda: self.chosen.emit(name))
        return button

    def _lay_out(self) -> None:
        theme = worn()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._inset(self.village, 14, 2))
        column.addWidget(self._inset(self.about, 0, 12))
        for button in self.places.values():
            column.addWidget(button)
        column.addStretch()
        column.addWidget(self._inset(self.foot, theme.px(8), 20))

    @staticmethod
    def _inset(text: QLabel, above: int, below: int) -> QLabel:
        px = worn().px
        text.setContentsMargins(px(16), px(above), px(10), px(below))
        return text

    def tell(self, village: str, about: str, foot: str) -> None:
        """Write what stands above and below the places."""
        self.village.setText(village)
        self.about.setText(about)
        self.foot.setText(foot)

    def lead_to(self, *buttons: QWidget) -> None:
        """Let Tab come to these next: they stand above the screens. Qt only orders what takes the cursor."""
        last = list(self.places.values())[-1]
        policy = last.focusPolicy()
        last.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for one, other in pairwise((last, *buttons)):
            self.setTabOrder(one, other)
        last.setFocusPolicy(policy)

    def stand_at(self, place: str) -> None:
        """Mark where one is. Tab comes to this place only, the arrows lead from it to the others."""
        if place in self.places:
            self.places[place].setChecked(True)
            for name, button in self.places.items():
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus if name == place else Qt.FocusPolicy.NoFocus)


class Place(QPushButton):
    """A name with its icon. The icon is drawn after the first paint: the names are there at once, the icons a blink later."""

    def __init__(self, name: str, icon: str) -> None:
        super().__init__(name)
        self._icon, self._look = icon, ("", 0.0)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leads to the place, and the cursor with it
        px = worn().px
        self.setIconSize(QSize(px(ICON) + px(AFTER), px(ICON)))
        self.setIcon(QIcon(blank(self.iconSize().width(), self.iconSize().height())))
        self.toggled.connect(self._redraw)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._look != self._wanted():
            QTimer.singleShot(0, self, self._draw)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._draw()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._draw()

    def _redraw(self) -> None:
        """Another role at once; before the first paint there is nothing to draw anew."""
        if self._look != ("", 0.0):
            self._draw()

    def _wanted(self) -> tuple[str, float]:
        """The colour that the icon is to have, as its name has it; and how fine the screen is."""
        return worn().colours[self._role()], self.devicePixelRatioF()

    def _role(self) -> str:
        return "ink" if self.isChecked() or self.underMouse() else "rail_ink"

    def _draw(self) -> None:
        if self._look != self._wanted():
            self._look = self._wanted()
            px = worn().px
            self.setIcon(QIcon(drawn(self._icon, self._role(), px(ICON), after=px(AFTER), ratio=self._look[1])))


class Railed(QWidget):
    """A rail, and beside it one screen at a time, each built when it is first visited. Screens do not know one another."""

    looked = Signal(object)  # the Theme that the person chose
    left = Signal()  # he wants another file

    def __init__(self, places: Mapping[str, str], called: Mapping[str, str] | None = None) -> None:
        """`places`, `called`: those of the rail."""
        super().__init__()
        self._stack = QStackedWidget()
        self.rail = Rail(places, called)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._column.addWidget(self._stack, 1)
        row.addLayout(self._column, 1)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.explain)
        self.rail.chosen.connect(self.go)

    def go(self, place: str) -> None:
        """Go to a place."""
        raise NotImplementedError

    def stand_under(self, strip: QWidget) -> None:
        """Put something above all screens."""
        self._column.insertWidget(0, strip)
        strip.show()  # now, not at the next turn of the loop: its key is good at once
        self.rail.lead_to(*strip.findChildren(QPushButton))

    def explain(self) -> None:
        """Open the manual at the page of where one is."""
        from ui.reading import open_manual

        open_manual(self._stack)

    def _built(self, screen: S) -> S:
        self._stack.addWidget(screen)
        return screen

    def _show(self, screen: QWidget, place: str) -> None:
        self._stack.setCurrentWidget(screen)
        self.rail.stand_at(place)
        if not screen.isAncestorOf(self.focusWidget() or self):
            screen.setFocus()
