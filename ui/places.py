"""The places of an open village: those of the rail, and those that are reached from one of them and by a key from anywhere."""

from __future__ import annotations

TODAY, HOUSEHOLDS, VISIT, HAND_OVER, SETTINGS = "今日", "农户", "走访", "上报", "设置"
PLACES = {TODAY: "today", HOUSEHOLDS: "households", VISIT: "visits", HAND_OVER: "hand_over", SETTINGS: "settings"}
"""The places of the rail from the top: name → icon."""
DOUBTS, LEDGER, CORRECTIONS = "疑点", "问题台账", "县里改了什么"
BEHIND = {DOUBTS: "Ctrl+D", LEDGER: "Ctrl+T", CORRECTIONS: "Ctrl+G"}
"""Places behind 今日 → the key that leads there from anywhere."""
FIRST = TODAY
"""Where one is when the village opens."""
