"""The screens of what goes between village and county, each built when it is first visited, and the ways between them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.places import HAND_OVER, TODAY
from ui.session import Session

if TYPE_CHECKING:
    from fieldapp.desk.receipt import Receipt
    from ui.screens.arrivals import ArrivalsScreen
    from ui.screens.corrections import CorrectionsScreen
    from ui.screens.hand_over import HandOverScreen
    from ui.screens.receiving import ReceivingScreen
    from ui.screens.telephone import TelephoneScreen

S = TypeVar("S", bound=QWidget)
Show = Callable[[QWidget, str], None]
"""Shows a screen, standing at a place of the rail."""


class Exchange(QObject):
    """上报 and what lies behind it."""

    safer = Signal(str)  # handed over or backed up; what went wrong with the backup, '' when nothing did
    chosen = Signal(str, str)  # the id of a household, the name of the tab
    left = Signal()  # 县里改了什么 is left

    def __init__(self, session: Session, trouble: str, stack: QStackedWidget, show: Show) -> None:
        """`trouble`: what went wrong with the last backup."""
        super().__init__(stack)
        self._session, self._trouble, self._stack, self._show = session, trouble, stack, show
        self._again = False  # whether it was received long ago, and is looked at again
        self._from = TODAY  # whence one came to 县里改了什么

    @cached_property
    def hand_over(self) -> HandOverScreen:
        from ui.screens.hand_over import HandOverScreen

        screen = self._built(HandOverScreen(self._session, self._trouble))
        screen.safer.connect(self.safer)
        screen.received.connect(self.receive)
        screen.corrections_wanted.connect(lambda: self.show_corrections(HAND_OVER))
        screen.telephone_wanted.connect(self.show_telephone)
        screen.arrivals_wanted.connect(self.show_arrivals)
        return screen

    @cached_property
    def receiving(self) -> ReceivingScreen:
        from ui.screens.receiving import ReceivingScreen

        screen = self._built(ReceivingScreen(self._session))
        screen.back.connect(self._on_receiving_left)
        screen.corrections_wanted.connect(lambda: self.show_corrections(HAND_OVER))
        return screen

    @cached_property
    def arrivals(self) -> ArrivalsScreen:
        from ui.screens.arrivals import ArrivalsScreen

        screen = self._built(ArrivalsScreen(self._session))
        screen.report_wanted.connect(self._on_report_wanted)
        screen.back.connect(self.show_hand_over)
        return screen

    @cached_property
    def corrections(self) -> CorrectionsScreen:
        from ui.screens.corrections import CorrectionsScreen

        screen = self._built(CorrectionsScreen(self._session))
        screen.chosen.connect(self.chosen)
        screen.back.connect(self._on_corrections_left)
        return screen

    @cached_property
    def telephone(self) -> TelephoneScreen:
        from ui.screens.telephone import TelephoneScreen

        screen = self._built(TelephoneScreen(self._session))
        screen.back.connect(self.show_hand_over)
        return screen

    def show_hand_over(self) -> None:
        """Go to 上报."""
        self._show(self.hand_over, HAND_OVER)

    def receive(self, path: Path) -> None:
        """Show what receiving a file would do."""
        self._again = False
        self._show(self.receiving, HAND_OVER)
        self.receiving.begin(path)

    def show_arrivals(self) -> None:
        """Go to what was received."""
        self._show(self.arrivals, HAND_OVER)

    def show_corrections(self, place: str = TODAY) -> None:
        """Go to 县里改了什么; from there one comes back to the place."""
        self._from = place
        self._show(self.corrections, place)

    def show_telephone(self) -> None:
        """Go to the codes that are read out."""
        self._show(self.telephone, HAND_OVER)

    def _on_report_wanted(self, receipt: Receipt, when: str) -> None:
        self._again = True
        self.receiving.show_again(receipt, when)
        self._show(self.receiving, HAND_OVER)

    def _on_receiving_left(self) -> None:
        if self._again:
            self.show_arrivals()
        else:
            self.show_hand_over()

    def _on_corrections_left(self) -> None:
        if self._from == HAND_OVER:
            self.show_hand_over()
        else:
            self.left.emit()

    def _built(self, screen: S) -> S:
        self._stack.addWidget(screen)
        return screen
