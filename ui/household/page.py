"""What every page of a household has in common: what it shows, and how it asks for something to be edited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldapp.base.record import Record
from fieldapp.desk.judging import Judged, judge_dossier
from fieldapp.records.dossier import Dossier
from fieldapp.rules.reviewing import Reviewed, reviewed
from ui.forms.form import Question
from ui.forms.panel import Asked
from ui.forms.said import Said
from ui.page import Side, scrolled
from ui.theme import worn

if TYPE_CHECKING:
    from ui.household.reviews import ReviewCard

SIDE = 330


@dataclass(frozen=True)
class Home:
    """The household that is shown, on one day.

    Attributes:
        tab: on which tab.
        office: whether the file is that of an office above the village, which reviews.
        between: what the two offices tell differently or offer, beside an answer: id of the record and name → sentence.
    """

    dossier: Dossier
    today: dt.date
    tab: str = ""
    office: bool = False
    between: Said = field(default_factory=dict)

    @cached_property
    def reviewed(self) -> Reviewed:
        """Where it stands in review."""
        return reviewed(self.dossier)

    def said_of(self, record: Record | None) -> Mapping[str, str]:
        """What reviewers and the other office say of the single answers of a record: name of the question → sentences."""
        if record is None:
            return {}
        told = {name: text for (id, name), text in self.between.items() if id == record.id}
        if self.reviewed.remarks:
            from ui.household.reviews import beside_answers  # late: most households have none

            for name, text in beside_answers(self.reviewed, record.id).items():
                told[name] = "\n".join(filter(None, (told.get(name), text)))
        return told

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
        self.reviews: ReviewCard | None = None
        self.main = QVBoxLayout()
        self.main.setContentsMargins(0, 0, 0, 0)
        self.main.setSpacing(worn().size("gap"))
        self.side = Side(SIDE)
        self.side.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(worn().size("gap"))
        if scrolls:
            row.addWidget(_scrolling(self.main), 2)
        else:
            row.addLayout(self.main, 2)
        row.addWidget(self.side, 1)

    def show_home(self, home: Home) -> None:
        """Show this household."""
        self._home = home
        self._names.clear()
        self._names |= home.dossier.names
        self._show(home)
        self._show_reviews(home)

    def _show_reviews(self, home: Home) -> None:
        """Above all that follows stands what reviewers say, where they say something or may do so."""
        if self.reviews is None and (home.office or home.reviewed.remarks):
            from ui.household.reviews import ReviewCard

            self.reviews = ReviewCard()
            self.reviews.wanted.connect(self.wanted)
            self.side.lead(self.reviews)
        if self.reviews:
            from ui.household.reviews import on_tab

            remarks = on_tab(home.reviewed, home.tab)
            self.reviews.show_remarks(home.dossier, remarks, home.tab, office=home.office)
            self.reviews.setVisible(home.office or bool(remarks))

    def make_room(self, taken: bool) -> None:
        """Give way at the right to what is being edited there, or take the place back."""
        self.side.setVisible(not taken and not self.side.is_empty)

    def _show(self, home: Home) -> None:
        raise NotImplementedError


def _scrolling(inner: QVBoxLayout) -> QScrollArea:
    page = QWidget()
    page.setProperty("role", "page")
    page.setLayout(inner)
    scroll = scrolled(page)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return scroll
