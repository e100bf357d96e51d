"""Processes that work for the county's desk: one that dies costs its own piece only, and nobody waits for ever."""

import os
import time

import pytest

from fieldapp.base.errors import Cancelled
from fieldapp.desk.county_hands import Crew, Lost

MEMORY = 400 * 2**20


def work(task: tuple[str, int], stop) -> int:
    """Pieces of work as they come: good, deadly, greedy, slow, and one that asks whether anybody still waits."""
    kind, number = task
    if kind == "dies":
        os.abort()
    if kind == "greedy":
        return len(bytearray(2**32))
    if kind == "slow":
        time.sleep(60)
    if kind == "patient":
        for _ in range(600):
            stop(0)
            time.sleep(0.05)
    return number


def test_every_piece_is_done_once_and_lanes_keep_their_order():
    lanes = [[("good", 10 * lane + place) for place in range(4)] for lane in range(5)]
    with Crew(2) as crew:
        told = [done for _, done in crew.spread(lanes, work)]
        assert sorted(told) == sorted(number for lane in lanes for _, number in lane)
        for lane in lanes:
            assert [done for done in told if done // 10 == lane[0][1] // 10] == [number for _, number in lane]
        assert [done for _, done in crew.spread([[("good", 7)]], work)] == [7]  # the same processes again


@pytest.mark.parametrize("kind", ["dies", "greedy", "slow"])
def test_a_piece_that_kills_its_process_is_lost_and_the_others_are_done(kind):
    lanes = [[("good", 1), (kind, 2), ("good", 3)], [("good", 4)], [("good", 5)]]
    with Crew(2, memory=MEMORY, seconds=5) as crew:
        told = {task[1]: done for task, done in crew.spread(lanes, work)}
    assert isinstance(told.pop(2), Lost)
    assert told == {1: 1, 3: 3, 4: 4, 5: 5}


def test_who_wants_it_no_longer_is_heard_while_a_piece_is_being_done():
    begin, beats = time.monotonic(), []

    def beat() -> None:
        beats.append(time.monotonic())
        if len(beats) == 4:
            raise Cancelled

    with pytest.raises(Cancelled), Crew(1, beat=beat) as crew:
        list(crew.spread([[("patient", 1)]], work))
    assert time.monotonic() - begin < 15  # the piece itself would take thirty seconds


def test_whoever_goes_away_ends_the_work_that_is_being_done():
    begin = time.monotonic()
    with Crew(2) as crew:
        next(crew.spread([[("good", 1)], [("patient", 2)]], work))
    assert time.monotonic() - begin < 15  # the patient one would take thirty seconds
