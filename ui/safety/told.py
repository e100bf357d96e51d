"""Whether the work is safe, in a few lines for the foot of the rail, and whether the machine knows what day it is."""

from __future__ import annotations

import datetime as dt

from ui.ago import ago, last_backup
from ui.session import Session


def safety(session: Session, trouble: str) -> list[str]:
    """The age of the last backup and of the last hand-over, and the 对账码. `trouble`: what went wrong with the last backup."""
    from fieldapp.desk.departures import HANDED_OVER

    send = session.side.send
    now, backed = session.survey.clock.now(), last_backup(session.path)
    handed = session.reader.about(HANDED_OVER)
    return [
        f"备份 {ago(backed, now)}" if backed else "还没有备份",
        *([f"备份有问题，见{send}"] if trouble else []),
        *(["电脑时间不对"] if clock_trouble(session) else []),
        f"{send} {ago(dt.datetime.fromisoformat(handed), now)}" if handed else f"还没有{send}",
        f"对账码\n{session.survey.code()}",
    ]


def clock_trouble(session: Session) -> str:
    """What is said of a machine's clock that cannot be right, with what to do; '' of one that may be right."""
    newest, clock = next(iter(session.reader.acts(1)), None), session.survey.clock
    if not clock.is_doubtful(newest.stamp if newest else ""):
        return ""
    return f"这台电脑的时间不对，现在显示 {clock.now():%Y-%m-%d %H:%M}：请在电脑的设置里调对。资料不会丢，调对以前记的，修改记录里会注明。"
