"""What is wrong with the layout of a window that is shown: clipped text, parts over one another, columns that do not line up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QGridLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QStackedLayout,
    QTabBar,
    QWidget,
)  # fmt: skip

from ui.entries import Entries
from ui.forms.form import Form
from ui.theme import worn

PADDING = 9
"""Pixels at 100 % beside the text of a head, as theme.qss has them."""
ROUNDS = 12
SPARE = 4
"""Pixels of its padding that a button can spare before its text is touched."""
SLACK = 1
"""Pixels by which rounding may be off."""


def faults(window: QWidget) -> list[str]:
    """Everything that is wrong with what the window shows now, in words."""
    found: list[str] = []
    for widget in [window, *window.findChildren(QWidget)]:
        if widget.isVisible():
            found += [f"{_named(widget)}: {fault}" for fault in _faults_of(widget)]
    return found


def _faults_of(widget: QWidget) -> Iterator[str]:
    yield from _clipped(widget)
    if layout := widget.layout():
        parts = [(part, part.geometry().translated(0, 0)) for part in _parts(layout)]
        yield from _overlapping(parts)
        yield from _outside(widget, parts)
    yield from _crooked(widget)


@singledispatch
def _clipped(_: QWidget) -> Iterator[str]:
    """Text for which its widget is too small."""
    return iter(())


@_clipped.register
def _(text: QLabel) -> Iterator[str]:
    if not text.text():
        return
    if not text.wordWrap():
        yield from _small(text)
        return
    needed = text.heightForWidth(text.width())
    if needed > text.height() + SLACK:
        yield f"clipped, {text.height()} high instead of {needed} at {text.width()}"
    if (word := _longest(text)) > text.width() + SLACK:
        yield f"clipped, {text.width()} wide, but a word needs {word}"


@_clipped.register
def _(button: QAbstractButton) -> Iterator[str]:
    if button.text():
        yield from _small(button, SPARE)


@_clipped.register
def _(box: QComboBox) -> Iterator[str]:
    if _width(box, box.currentText()) > box.width():
        yield f"clipped, {box.width()} wide for “{box.currentText()}”"


@_clipped.register
def _(box: QLineEdit) -> Iterator[str]:
    if box.fontMetrics().height() > box.height():
        yield f"clipped, {box.height()} high"


@_clipped.register
def _(tabs: QTabBar) -> Iterator[str]:
    for place in filter(tabs.isTabVisible, range(tabs.count())):
        if not tabs.rect().contains(tabs.tabRect(place)):
            yield f"tab “{tabs.tabText(place)}” is out of sight"


@_clipped.register
def _(heads: QHeaderView) -> Iterator[str]:
    shown = (section for section in range(heads.count()) if not heads.isSectionHidden(section))
    letters, padding = QFontMetrics(worn().font("note")), 2 * worn().px(PADDING)
    for section in shown if heads.orientation() is Qt.Orientation.Horizontal else ():
        head, given = str(heads.model().headerData(section, heads.orientation())), heads.sectionSize(section)
        if given < (needed := letters.horizontalAdvance(head) + padding) - SLACK:
            yield f"head “{head}” is clipped, {given} instead of {needed}"


def _small(widget: QWidget, spare: int = 0) -> Iterator[str]:
    needed, given = widget.sizeHint() - QSize(spare, 0), widget.size()
    if not _fits(needed, given):
        yield f"clipped, {given.width()}x{given.height()} instead of {needed.width()}x{needed.height()}"


def _longest(text: QLabel) -> int:
    """The width of the longest part of a text that is not broken: Latin words, numbers and days; Chinese breaks anywhere."""
    runs = "".join(sign if sign.isascii() else " " for sign in text.text()).replace("/", " ").split()
    margins = text.contentsMargins()
    return max((_width(text, run) for run in runs), default=0) + margins.left() + margins.right()


def _width(widget: QWidget, text: str) -> int:
    return widget.fontMetrics().horizontalAdvance(text)


def _fits(needed: QSize, given: QSize) -> bool:
    return needed.width() <= given.width() + SLACK and needed.height() <= given.height() + SLACK


def _parts(layout: QLayout) -> Iterator[QWidget]:
    """The widgets that a layout shows, those of layouts within it, too; of a stack none, for they lie over one another."""
    if isinstance(layout, QStackedLayout):
        return
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if inner := item.layout():
            yield from _parts(inner)
        elif (part := item.widget()) and part.isVisible():
            yield part


def _overlapping(parts: list[tuple[QWidget, QRect]]) -> Iterator[str]:
    for (one, where), (other, elsewhere) in combinations(parts, 2):
        common = where & elsewhere
        if common.width() > SLACK and common.height() > SLACK:
            yield f"{_named(one)} lies over {_named(other)}"


def _outside(widget: QWidget, parts: list[tuple[QWidget, QRect]]) -> Iterator[str]:
    room = widget.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
    for part, where in parts:
        if not room.contains(where):
            yield f"{_named(part)} stands out of it"


def _crooked(widget: QWidget) -> Iterator[str]:
    """Labels and boxes of a form that do not stand under one another."""
    if isinstance(widget, Form):
        rows = [row for row in widget.asked if row.isVisible()]
        for name in ("asked", "last", "editor"):
            begins = {getattr(row, name).mapTo(widget, QPoint()).x() for row in rows if getattr(row, name).isVisible()}
            if len(begins) > 1:
                yield f"{name} begins at {sorted(begins)}"
    for layout in widget.findChildren(Entries) if widget.layout() else []:
        yield from _crooked_grid(layout)


def _crooked_grid(layout: QGridLayout) -> Iterator[str]:
    for column in (0, 1):
        items = (layout.itemAtPosition(row, column) for row in range(layout.rowCount()))
        begins = {item.widget().x() for item in items if item and item.widget() and item.widget().isVisible()}
        if len(begins) > 1:
            yield f"column {column} begins at {sorted(begins)}"


def _named(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else widget.accessibleName()
    parent = widget.parentWidget()
    return f"{type(parent).__name__ if parent else ''}/{type(widget).__name__} “{words[:24]}”"


def settle(window: QWidget) -> None:
    """Let all layouts find their places, for which texts of several lines need some rounds."""
    before: list[tuple[int, ...]] = []
    for _ in range(ROUNDS):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        now = [(*one.geometry().getRect(), one.isVisible()) for one in window.findChildren(QWidget)]
        if now == before:
            return
        before = now
