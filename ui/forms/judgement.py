"""What the rules say of house and water while a visit is typed, and the problems that follow, beside its questions."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from fieldapp.desk.judging import Judged
from fieldapp.records.registered import Registered
from fieldapp.rules.registered import OF_HOUSING, OF_WATER, beside
from ui.forms.follows import Follows
from ui.forms.sitting import Sitting
from ui.forms.verdict import VerdictCard
from ui.page import Side

WIDTH = 330


class Judgement(Side):
    """The verdicts with their reasons and what the register says beside them; under them the problems to tick."""

    def __init__(self, first: QWidget) -> None:
        """`first`: a card that stands above them."""
        super().__init__(WIDTH)
        self.housing, self.water = VerdictCard("住房"), VerdictCard("饮水")
        self.follows = Follows()
        for card in (first, self.housing, self.water, self.follows):
            self.add(card)

    def show_judged(self, sitting: Sitting, judged: Judged) -> None:
        """Tell what is said of this visit as it is typed now."""
        registered = sitting.dossier.all(Registered)
        self.housing.show_finding(judged.housing, beside(registered, OF_HOUSING, judged.housing))
        self.water.show_finding(judged.water, beside(registered, OF_WATER, judged.water))
        self.follows.show_problems(sitting.suggested(judged), sitting.wanted)

    def begin(self) -> None:
        """Show the topmost card."""
        self.verticalScrollBar().setValue(0)
