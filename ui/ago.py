"""How long ago something was, in words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldapp.base.change import Act


def ago(then: dt.datetime, now: dt.datetime) -> str:
    """今天 08:10, 昨天 21:07, 6 天前, and the day itself where it is over 60 days ago or lies ahead."""
    then = then.astimezone(now.tzinfo)
    days = (now.date() - then.date()).days
    if days in (0, 1):
        return f"{'昨天' if days else '今天'} {then:%H:%M}"
    return f"{days} 天前" if 0 < days <= 60 else f"{then:%Y-%m-%d}"


def misdated(act: Act) -> str:
    """That the machine's clock was wrong when something was done; '' where it was not."""
    return "(电脑时间不对)" if act.doubtful else ""


def last_backup(survey: Path) -> dt.datetime | None:
    """When the newest daily backup of a survey file was written, or None where there is none."""
    from fieldapp.desk.keeping import backups

    newest = next(iter(backups(survey)), None)
    return dt.datetime.fromtimestamp(newest.stat().st_mtime, dt.UTC) if newest else None
