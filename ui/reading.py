"""F1: which page of the manual tells of where one is, and the way there and back.

Inside a workplace the manual is one more screen of its stack; a screen that stands in none gets it in a window of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from fieldapp.base.pictures import Pictures
from ui.forms.form import Question
from ui.forms.row import Row
from ui.screens.manual import ManualScreen

if TYPE_CHECKING:
    from ui.screens.visit import VisitScreen

FIRST = "first-start"
PAGES = {
    "StartScreen": FIRST, "TodayScreen": "today", "DoubtsScreen": "doubts", "LedgerScreen": "ledger", "PasswordSheet": "password", "RestoreSheet": "restore", "UpdateSheet": "update", "HouseholdsScreen": "find", "HouseholdScreen": "find",
    "VisitScreen": "visit", "IntakeScreen": "intake", "PlanPreviewScreen": "papers", "PrintingScreen": "papers", "HandOverScreen": "hand-over", "ReceivingScreen": "receiving",
    "ArrivalsScreen": "receiving", "CorrectionsScreen": "corrections", "TelephoneScreen": "code",
    "CountyScreen": "county", "CountyTakingScreen": "county", "CountyDoublesScreen": "county", "CountySettingsScreen": "county",
    "SettingsScreen": FIRST, "ColumnsPage": "columns", "Houses": "housing", "Supply": "water", "People": "people",
    "Plans": "papers", "Problems": "visit", "Visits": "visit", "Photos": "photos", "Gathering": "evening", "Timeline": "undo",
    "ReviewSheet": "review", "BulkSheet": "review",
}  # fmt: skip
"""Name of the class of a screen, or of a part of one → the page that tells of it."""
CORNERS = {"ChartsPanel": "charts", "ReviewCard": "review"}
"""As above, of parts that are told of only where the cursor stands in them: more stands beside them."""
ABOUT = {"housing": "housing", "water": "water", "member": "people", "household": "people", "village": FIRST, "plan": "papers"}
"""Table of a question → the page that tells of it; of the others that of its screen does."""
STANDARDS = {"village.housing_method": "housing", "village.water_profile": "water", "village.water_region": "water"}


def open_manual(stack: QStackedWidget) -> None:
    """Open the page of where one is, as one more screen of a stack; from the manual lead back."""
    here, cursor = stack.currentWidget(), QApplication.focusWidget()
    if isinstance(here, ManualScreen):
        here.back.emit()
        return
    screen = next(iter(stack.findChildren(ManualScreen)), None)
    if screen is None:
        screen = ManualScreen()
        stack.addWidget(screen)
    else:
        screen.back.disconnect()
    typing = _types(here)
    screen.back.connect(lambda: _lead_back(stack, here, cursor, typing=typing))
    stack.setCurrentWidget(screen)
    screen.show_page(page_of(cursor, here))


def open_beside(screen: QWidget) -> ManualScreen:
    """Open the page of a screen that stands in no stack in a window of its own."""
    window = ManualScreen()
    window.setParent(screen, Qt.WindowType.Window)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.setWindowTitle("使用手册 - 驻村走访")
    window.resize(screen.size())
    window.back.connect(window.close)
    window.show()
    window.show_page(page_of(QApplication.focusWidget(), screen))
    return window


def page_of(cursor: QWidget | None, screen: QWidget) -> str:
    """The page that tells of the question with the cursor, of the part of the screen that is seen, or of the screen."""
    widget = cursor if cursor and screen.isAncestorOf(cursor) else None
    while widget is not None and widget is not screen:
        if isinstance(widget, Row):
            return _about(widget.field) or PAGES.get(type(screen).__name__, FIRST)
        if name := (PAGES | CORNERS).get(type(widget).__name__):
            return name
        widget = widget.parentWidget()
    parts: Iterable[QWidget] = screen.findChildren(QWidget)
    seen = (PAGES.get(type(part).__name__) for part in parts if part.isVisibleTo(screen))
    return next(filter(None, seen), PAGES.get(type(screen).__name__, FIRST))


def _about(question: Question) -> str:
    if question.part.unit == "decision":
        return "decisions"
    if isinstance(question.kind, Pictures):
        return "photos"
    return STANDARDS.get(question.key) or ABOUT.get(question.owner.table if question.owner else "", "")


def _lead_back(stack: QStackedWidget, screen: QWidget, cursor: QWidget | None, *, typing: bool) -> None:
    """Back to a screen. `typing`: whether a visit was being typed there, which an undo may have put away meanwhile."""
    stack.setCurrentWidget(screen)
    if typing and not _types(screen):
        _visit(screen).left.emit()
    elif cursor and isValid(cursor) and screen.isAncestorOf(cursor):
        cursor.setFocus()


def _types(screen: QWidget) -> bool:
    return type(screen).__name__ == "VisitScreen" and _visit(screen).flow is not None


def _visit(screen: QWidget) -> VisitScreen:
    from ui.screens.visit import VisitScreen

    assert isinstance(screen, VisitScreen)
    return screen
