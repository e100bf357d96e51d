"""What every page of a household has in common: what it shows, and how it asks for something to be edited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldapp.desk.judging import Judged, judge_dossier
from fieldapp.records.dossier import Dossier
from ui.forms.form import Question
from ui.forms.panel import Asked
from ui.page import Side
from ui.theme import worn

SIDE = 330


@dataclass(frozen=True)
class Home:
    """The household that is shown, on one day."""

    dossier: Dossier
    today: dt.date

    @property
    def judged(self) -> Judged:
        """What the rules say of it."""
        return judge_dossier(self.dossier, self.today)


@dataclass(frozen=True)
class Edit:
    """Something to be edited beside the page.

    Attributes:
        key: under which what is typed is kept.
        why: the reason that the history will show, or what tells it of the records that are saved.
        needs: questions without whose answer there is nothing worth saving.
    """

    heading: str
    key: str
    asked: Sequence[Asked]
    why: str | Callable[[Sequence[Any]], str]
    needs: Collection[Question] = ()


class HomePage(QWidget):
    """One tab: what is shown at the left, what follows from it at the right."""

    wanted = Signal(object)  # an Edit, or one of ui.household.errands

    def __init__(self, *, scrolls: bool = False) -> None:
        """`scrolls`: whether the left side is as long as it likes; else what it holds shares the height."""
        super().__init__()
        self._names: dict[str, str] = {}
        self.main = QVBoxLayout()
        self.main.setContentsMargins(0, 0, 0, 0)
        self.main.setSpacing(worn().size("gap"))
        self.side = Side(SIDE)
        self.side.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(worn().size("gap"))
        if scrolls:
            row.addWidget(_scrolling(self.main), 1)
        else:
            row.addLayout(self.main, 1)
        row.addWidget(self.side)

    def show_home(self, home: Home) -> None:
        """Show this household."""
        self._home = home
        self._names.clear()
        self._names |= home.dossier.names
        self._show(home)

    def make_room(self, taken: bool) -> None:
        """Give way at the right to what is being edited there, or take the place back."""
        self.side.setVisible(not taken and not self.side.is_empty)

    def _show(self, home: Home) -> None:
        raise NotImplementedError


def _scrolling(inner: QVBoxLayout) -> QScrollArea:
    page = QWidget()
    page.setProperty("role", "page")
    page.setLayout(inner)
    scroll = QScrollArea()
    scroll.setWidget(page)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return scroll
