"""What follows from the visits to a family: when it was really met."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from fieldapp.records.visit import Outcome, Visit, Way


def last_met(visits: Iterable[Visit]) -> dt.date | None:
    """The day a family was last met at home; where it was found away altogether, a call or a video that reached it counts too.

    A visit that was corrected by another one does not count.
    """
    known = list(visits)
    corrected = {visit.corrects for visit in known}
    standing = [(visit.day, visit) for visit in known if visit.day and visit.id not in corrected]
    knocked = max((day for day, visit in standing if visit.way is Way.HOME), default=None)
    away = any(visit.outcome is Outcome.AWAY for day, visit in standing if day == knocked and visit.way is Way.HOME)
    return max((day for day, visit in standing if visit.outcome is Outcome.MET and (away or visit.way is Way.HOME)), default=None)
