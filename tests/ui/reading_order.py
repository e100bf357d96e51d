"""In which order a window is read: from the top to the bottom and from the left to the right, part by part."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QLayout, QLayoutItem, QScrollArea, QStackedWidget, QTabBar, QTabWidget, QWidget

from ui.theme import worn

LINE = 20
"""Pixels at 100 %: what begins less than this further down stands in the same line."""


def reached(window: QWidget) -> list[QWidget]:
    """The widgets to which Tab leads, in its order, from the one that is read first. Qt is not asked for its chain: Tab leaves out some of it."""
    order = read(window)
    order[0].setFocus(Qt.FocusReason.TabFocusReason)
    way: list[QWidget] = []
    while (at := window.focusWidget()) not in way:
        way.append(at)
        window.focusNextChild()
    return way


def read(window: QWidget) -> list[QWidget]:
    """The same widgets, in the order in which they are read."""
    return [widget for widget in _parts(window) if _takes_the_cursor(widget)]


def named(widget: QWidget) -> str:
    """What a screen reader calls a widget: its name, or else what stands on it. Qt's own answer is not asked: Python would free it."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QTabBar):
        return widget.tabText(widget.currentIndex())
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def _takes_the_cursor(widget: QWidget) -> bool:
    return bool(
        widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.focusProxy()
    )


def _parts(widget: QWidget) -> Iterator[QWidget]:
    """A widget and all within it, as they are read."""
    yield widget
    if isinstance(widget, QScrollArea):
        yield from _parts(widget.widget()) if widget.widget() else ()
    elif isinstance(widget, QTabWidget):
        yield from _parts(widget.findChild(QTabBar))
        yield from _parts(widget.currentWidget())
    elif isinstance(widget, QStackedWidget):
        yield from _parts(widget.currentWidget())
    elif widget.layout():
        yield from _laid_out(widget.layout())
    else:
        yield from (part for child in _children(widget) for part in _parts(child))


def _children(widget: QWidget) -> list[QWidget]:
    children = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return sorted((child for child in children if child.isVisible()), key=lambda child: _place(child.geometry()))


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    items = [item for item in map(layout.itemAt, range(layout.count())) if item and not item.isEmpty() and item.spacerItem() is None]
    for item in sorted(items, key=lambda item: _place(_seen(item))):
        if item.widget():
            yield from _parts(item.widget())
        else:
            yield from _laid_out(item.layout())


def _seen(item: QLayoutItem) -> QRect:
    return item.widget().geometry() if item.widget() else item.geometry()


def _place(where: QRect) -> tuple[int, int]:
    corner: QPoint = where.topLeft()
    return corner.y() // worn().px(LINE), corner.x()
