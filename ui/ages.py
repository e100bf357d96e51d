"""Lines that say when something was last done, or what was found; pressing one leads to where it is done."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from ui.ago import ago
from ui.buttons import Button
from ui.theme import pill, show_pill

if TYPE_CHECKING:
    from fieldapp.desk.doubts import Look


class Age(QHBoxLayout):
    """What was last done when; pressing it leads to where it is done."""

    def __init__(self, about: str) -> None:
        super().__init__()
        self._about = about
        self.button = Button(about, quiet=True)
        self.pill = pill("", "unknown")
        self.addWidget(self.button)
        self.addStretch()
        self.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignVCenter)

    def tell(self, then: dt.datetime | None, now: dt.datetime, never: str) -> None:
        """Show how long ago it was."""
        told = ago(then, now) if then else never
        show_pill(self.pill, told, "unknown" if then else "doubtful")
        self.button.setAccessibleName(f"{self._about}：{told}")


def looked(look: Look, now: dt.datetime) -> str:
    """How many doubts the last look found, and when it was where that was not today."""
    told = f"{look.doubts} 处" if look.doubts else "没有"
    when = "" if look.at.astimezone(now.tzinfo).date() == now.date() else f"({ago(look.at, now)})"
    return told + when
