"""Whether the work is safe, in a few lines for the foot of the rail."""

from __future__ import annotations

import datetime as dt

from ui.ago import ago, last_backup
from ui.session import Session


def safety(session: Session, trouble: str) -> list[str]:
    """The age of the last backup and of the last hand-over, and the 对账码. `trouble`: what went wrong with the last backup."""
    from fieldapp.desk.handing_over import HANDED_OVER

    now, backed = session.survey.clock.now(), last_backup(session.path)
    handed = session.reader.about(HANDED_OVER)
    return [
        f"备份 {ago(backed, now)}" if backed else "还没有备份",
        *(["备份有问题，见上报"] if trouble else []),
        f"上报 {ago(dt.datetime.fromisoformat(handed), now)}" if handed else "还没有上报",
        f"对账码\n{session.survey.code()}",
    ]
