"""The only place that asks the machine for the time, and the stamps by which acts are ordered.

A stamp is a hybrid logical clock: 12 hex digits of milliseconds since 1970, 4 of a counter. It never runs backwards
within one file, whatever the machine says. A machine clock that cannot be right makes a stamp *doubtful*: it is kept
and shown, and never the reason why a value wins. A doubtful stamp only counts on from the newest one, otherwise a year
2099 would stay in the file and win long after the clock had been set right.

Decision: exchange.md 5.3 calls a clock suspicious that is more than 24 hours ahead of the newest stamp. A laptop that
rested over a weekend would be suspected every Monday, so we suspect only what is before the release of the program or
more than `LONGEST_REST` after the newest stamp; in a new file, more than `LONGEST_USE` after the release.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

RELEASED = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
"""The day of this release: no clock of an honest machine is before it."""
LONGEST_REST = dt.timedelta(days=400)
LONGEST_USE = dt.timedelta(days=3650)
"""How long after its release a program may still be met on a stick."""
_END = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)


def machine_time() -> dt.datetime:
    """Now, with the machine's time zone."""
    return dt.datetime.now().astimezone()


class Clock:
    """Tells the time. Tests give it another `now`."""

    def __init__(self, now: Callable[[], dt.datetime] = machine_time) -> None:
        self.now = now

    def today(self) -> dt.date:
        """The calendar day where the machine stands."""
        return self.now().date()

    def is_doubtful(self, newest: str) -> bool:
        """Whether the machine's clock cannot be right, in a file whose newest stamp this is ('' for none)."""
        latest = max(RELEASED, instant(newest)) + LONGEST_REST if newest else RELEASED + LONGEST_USE
        return not RELEASED <= self.now() <= latest

    def stamp(self, newest: str) -> tuple[str, bool]:
        """The next stamp after `newest` ('' for none), and whether the machine's clock is doubtful."""
        now, doubtful = self.now(), self.is_doubtful(newest)
        told = f"{int((RELEASED if doubtful else now).timestamp() * 1000):012x}0000"
        return (told if told > newest else f"{int(newest, 16) + 1:016x}"), doubtful


def instant(stamp: str) -> dt.datetime:
    """The moment that a stamp tells, in UTC; never later than the year 9000, so that one can count on from it."""
    try:
        return min(_END, dt.datetime.fromtimestamp(int(stamp[:12], 16) / 1000, dt.UTC))
    except (OverflowError, ValueError, OSError):
        return _END
