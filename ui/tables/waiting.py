"""How long something open may still wait, as a badge."""

from __future__ import annotations

import datetime as dt

from ui.tables.badge import Badge


def waiting(due: dt.date | None, today: dt.date) -> Badge:
    """How long something open may still wait."""
    if due is None:
        return Badge("期限未定", "doubtful")
    days = (due - today).days
    if days < 0:
        return Badge(f"超期 {-days} 天", "bad")
    return Badge("今天到期" if days == 0 else f"还有 {days} 天", "doubtful" if days <= 7 else "unknown")
