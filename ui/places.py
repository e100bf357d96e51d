"""The places of an open village: those of the rail, those reached from one of them and by a key from anywhere, and their names."""

from __future__ import annotations

from dataclasses import dataclass

TODAY, HOUSEHOLDS, VISIT, HAND_OVER, SETTINGS = "今日", "农户", "走访", "上报", "设置"
PLACES = {TODAY: "today", HOUSEHOLDS: "households", VISIT: "visits", HAND_OVER: "hand_over", SETTINGS: "settings"}
"""The places of the rail from the top: name → icon."""
DOUBTS, LEDGER, CORRECTIONS = "疑点", "问题台账", "县里改了什么"
BEHIND = {DOUBTS: "Ctrl+D", LEDGER: "Ctrl+T", CORRECTIONS: "Ctrl+G"}
"""Places behind 今日 → the key that leads there from anywhere."""
FIRST = TODAY
"""Where one is when the village opens."""


@dataclass(frozen=True)
class Side:
    """How an office speaks of what goes between the two.

    Attributes:
        other: what it calls the other one.
        send, take: from where something goes there; the button that takes what came from there.
        between, button: where it answers the other one; the button on 今日 that leads there.
    """

    other: str
    send: str
    take: str
    between: str
    button: str

    @property
    def taking(self) -> str:
        """What it calls to take what came from there."""
        return self.take.rstrip("…")


VILLAGE = Side("县里", HAND_OVER, "收回传包…", CORRECTIONS, "县里改的")
COUNTY = Side("村里", "回传", "收上报包…", "村里说的", "村里说的")
