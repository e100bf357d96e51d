"""How long ago, in words."""

import datetime as dt

import pytest

from ui.ago import ago

CHINA = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)


@pytest.mark.parametrize(("then", "told"), [
    (dt.datetime(2026, 11, 22, 8, 10, tzinfo=CHINA), "今天 08:10"),
    (dt.datetime(2026, 11, 22, 0, 0, tzinfo=CHINA), "今天 00:00"),
    (dt.datetime(2026, 11, 21, 23, 59, tzinfo=CHINA), "昨天 23:59"),
    (dt.datetime(2026, 11, 21, 15, 0, tzinfo=dt.UTC), "昨天 23:00"),
    (dt.datetime(2026, 11, 21, 17, 0, tzinfo=dt.UTC), "今天 01:00"),
    (dt.datetime(2026, 11, 16, 12, 0, tzinfo=CHINA), "6 天前"),
    (dt.datetime(2026, 9, 23, 12, 0, tzinfo=CHINA), "60 天前"),
    (dt.datetime(2026, 9, 22, 12, 0, tzinfo=CHINA), "2026-09-22"),
    (dt.datetime(2026, 11, 23, 0, 0, tzinfo=CHINA), "2026-11-23"),
])  # fmt: skip
def test_ago(then, told):
    assert ago(then, NOW) == told
