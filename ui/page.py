"""The frame of a screen: its title and what it is about at the left, its acts at the right, the rest beneath."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme import label, worn


class Page(QWidget):
    """A screen with a head. What it shows goes into `body`."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        theme = worn()
        self.title = label(title, "title")
        self.about = label("", "note")
        self._first: QWidget | None = None
        self.acts = QHBoxLayout()
        self.acts.setSpacing(theme.size("gap"))
        told = QVBoxLayout()
        told.setSpacing(theme.px(2))
        told.addWidget(self.title)
        told.addWidget(self.about)
        head = QHBoxLayout()
        head.addLayout(told, 1)
        head.addLayout(self.acts)
        head.setAlignment(self.acts, Qt.AlignmentFlag.AlignTop)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.size("gap"))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.size("margin"), theme.px(18), theme.size("margin"), theme.px(18))
        column.setSpacing(theme.size("gap"))
        column.addLayout(head)
        column.addLayout(self.body, 1)

    def begin_at(self, first: QWidget) -> None:
        """Let the cursor stand here when one comes. It is no focus proxy: from one, Tab leaves out all else of the screen."""
        self._first = first

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Put the cursor where one begins, or where that is not to be seen into the first thing that takes it."""
        if self._first and self._first.isVisibleTo(self):
            self._first.setFocus(reason)
            return
        super().setFocus(reason)
        if self._first:
            self.focusNextChild()


class Sheet(QFrame):
    """A white sheet with a hairline around it and a heading; never put one into another."""

    def __init__(self, heading: str = "", told: str = "") -> None:
        super().__init__()
        self.setProperty("role", "sheet")
        px = worn().px
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(18), px(16), px(18), px(18))
        self.column.setSpacing(px(6))
        if heading:
            self.column.addWidget(label(heading, "head"))
        if told:
            self.column.addWidget(label(told, "note", wraps=True))
            self.column.addSpacing(px(8))

    def end(self, *buttons: QWidget) -> None:
        """Put buttons at the foot, at the left."""
        row = QHBoxLayout()
        row.setSpacing(worn().size("gap"))
        for button in buttons:
            row.addWidget(button)
        row.addStretch()
        self.column.addStretch()
        self.column.addLayout(row)


def scrolled(page: QWidget, name: str = "这一页") -> QScrollArea:
    """A page that may be higher than the window. The cursor may stand in it, so that the arrows move it; `name`: what is read out."""
    area = QScrollArea()
    area.setAccessibleName(name)
    page.setProperty("role", "page")
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area


class Side(QScrollArea):
    """Cards one under another at the right of a page, together as high as they like."""

    def __init__(self, width: int) -> None:
        """`width`: where there is room, in pixels at 100 %, the scroll bar included; what it stands beside has twice as much."""
        super().__init__()
        page = QWidget()
        page.setProperty("role", "page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(worn().size("gap"))
        self._column.addStretch()
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(worn().px(width) * 2 // 3)
        self.setMaximumWidth(worn().px(width))

    def add(self, card: QWidget) -> None:
        """Put a card beneath the others."""
        self._column.insertWidget(self._column.count() - 1, card)

    def lead(self, card: QWidget) -> None:
        """Put a card above the others."""
        self._column.insertWidget(0, card)

    @property
    def is_empty(self) -> bool:
        """Whether no card is there to be seen."""
        cards = (item.widget() for place in range(self._column.count()) if (item := self._column.itemAt(place)))
        return all(card is None or card.isHidden() for card in cards)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Texts find their height only when they are seen: measure once more after each layout."""
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._measure)
        return super().eventFilter(watched, event)

    def _measure(self) -> None:
        if self.widget().height() < self.widget().heightForWidth(self.widget().width()):
            QCoreApplication.postEvent(self.widget(), QEvent(QEvent.Type.LayoutRequest))
