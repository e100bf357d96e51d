"""Stamps never run backwards, and a clock that cannot be right is found out."""

import datetime as dt

import pytest

from fieldapp.base.clock import LONGEST_REST, LONGEST_USE, RELEASED, Clock, instant, machine_time

TODAY = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
SECOND, DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)


def clock(now):
    return Clock(lambda: now)


def stamps(*moments, newest=""):
    """The stamps and doubts of acts at these moments, one after another in one file."""
    made = []
    for moment in moments:
        made.append(clock(moment).stamp(newest))
        newest = made[-1][0]
    return made


def test_a_stamp_tells_the_moment_in_milliseconds():
    stamp, doubtful = clock(TODAY).stamp("")
    assert len(stamp) == 16
    assert stamp.endswith("0000")
    assert instant(stamp) == TODAY
    assert not doubtful


def test_the_day_is_the_one_where_the_machine_stands():
    assert clock(dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))).today() == dt.date(2026, 11, 20)
    assert machine_time().tzinfo is not None


def test_two_acts_in_one_millisecond_are_told_apart_by_the_counter():
    (first, _), (second, _), (third, _) = stamps(TODAY, TODAY, TODAY)
    assert [int(second, 16) - int(first, 16), int(third, 16) - int(second, 16)] == [1, 1]


def test_the_counter_runs_over_into_the_next_millisecond():
    full = f"{int(TODAY.timestamp() * 1000):012x}ffff"
    stamp, _ = clock(TODAY).stamp(full)
    assert stamp > full
    assert len(stamp) == 16
    assert instant(stamp) == TODAY + dt.timedelta(milliseconds=1)


def test_a_clock_that_is_set_back_does_not_set_back_the_stamps():
    moments = [TODAY - hours * dt.timedelta(hours=1) for hours in range(48)]
    made = [stamp for stamp, _ in stamps(*moments)]
    assert made == sorted(set(made))
    assert instant(made[-1]) - TODAY < SECOND


@pytest.mark.parametrize(
    ("now", "newest", "doubtful"),
    [
        (RELEASED, "", False),
        (RELEASED - SECOND, "", True),
        (dt.datetime(2001, 1, 1, tzinfo=dt.UTC), "", True),
        (dt.datetime(1969, 1, 1, tzinfo=dt.UTC), "", True),
        (dt.datetime(2099, 1, 1, tzinfo=dt.UTC), "", True),
        (RELEASED + LONGEST_USE, "", False),
        (RELEASED + LONGEST_USE + SECOND, "", True),
        (dt.datetime(2001, 1, 1, tzinfo=dt.UTC), TODAY, True),
        (dt.datetime(2099, 1, 1, tzinfo=dt.UTC), TODAY, True),
        (TODAY + 3 * DAY, TODAY, False),
        (RELEASED + LONGEST_REST, RELEASED - SECOND, False),
        (TODAY + LONGEST_REST, TODAY, False),
        (TODAY + LONGEST_REST + SECOND, TODAY, True),
    ],
)
def test_a_clock_is_doubtful_before_the_release_and_long_after_the_newest_stamp(now, newest, doubtful):
    assert clock(now).stamp(newest and f"{int(newest.timestamp() * 1000):012x}0000")[1] is doubtful


@pytest.mark.parametrize("year", [2001, 2099])
@pytest.mark.parametrize("newest", ["", clock(TODAY).stamp("")[0]])
def test_a_wrong_year_stays_doubtful_act_after_act_and_leaves_no_trace_once_it_is_set_right(year, newest):
    wrong = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    *during, (after, doubt) = stamps(wrong, wrong + DAY, wrong + 2 * DAY, TODAY + DAY, newest=newest)
    assert [doubtful for _, doubtful in during] == [True] * 3
    assert during[0][0] < during[1][0] < during[2][0] < after
    assert not doubt
    assert instant(after) == TODAY + DAY


def test_a_stamp_beyond_the_calendar_can_be_counted_on_from():
    assert instant("f" * 12 + "0000").year == 9000
    assert clock(TODAY).stamp("f" * 12 + "0000")[0] == "f" * 12 + "0001"
