"""Power that fails, a process that is killed: no acknowledged answer is lost and the file opens.

A forked child saves answers and acknowledges each through a pipe when `change` has ended; the parent kills it without
warning at a drawn moment. FIELDAPP_KILLS sets how often (200 here, more at night); the seed is printed.
"""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from fieldapp.desk import keeping
from fieldapp.records.household import Household
from fieldapp.records.water import Water
from fieldapp.store.survey import Survey
from tests.store.conftest import families, make

KILLS = int(os.environ.get("FIELDAPP_KILLS", "200"))
DRILLS = 10


def save_until_killed(path: Path, password: str, begin: int, pipe: int) -> None:
    """What the child does: one answer after another, in two records and in the draft, each acknowledged when it is safe."""
    survey = Survey.open(path, by="韩", password=password)
    home = next(survey.reader.every(Household))
    water = next(survey.reader.every(Water), Water("ab" * 16, household=home.id))
    for number in range(begin, begin + 10_000):
        with survey.change("走访") as change:
            change.save(home.replace(address=str(number)))
            change.save(water.replace(dry_when=str(number)))
        os.write(pipe, f"saved {number}\n".encode())
        survey.drafts.keep("visit", {"typed": number})
        os.write(pipe, f"typed {number}\n".encode())


def killed_after(seconds: float, path: Path, password: str, begin: int) -> dict[str, int]:
    """Run the child and kill it; returns the last number it acknowledged as saved and as typed."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        try:
            save_until_killed(path, password, begin, theirs)
        finally:
            os._exit(1)
    os.close(theirs)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(ours) as pipe:
        told = [line.split() for line in pipe.read().splitlines()]
    return {what: int(number) for what, number in told}


@pytest.mark.parametrize("password", ["", "密"], ids=["plain", "encrypted"])
def test_no_acknowledged_answer_is_lost_at_whatever_moment_the_program_is_killed(tmp_path, password):
    path = tmp_path / "村.survey"
    with make(path, password) as survey:
        families(survey)
        survey.backup(tmp_path / "昨天.survey")
        yesterday = survey.code()
    seed = random.randrange(10**9)
    print("seed", seed)
    dice = random.Random(seed)
    kills = KILLS // 5 if password else KILLS - KILLS // 5
    drills = set(dice.sample(range(kills), min(kills, DRILLS // 2)))
    acknowledged, typed = -1, -1
    for kill in range(kills):
        last = killed_after(dice.uniform(0, 0.12), path, password, acknowledged + 1)
        acknowledged, typed = last.get("saved", acknowledged), last.get("typed", typed)
        with Survey.open(path, by="韩", password=password) as survey:
            home = next(survey.reader.every(Household))
            water = next(survey.reader.every(Water), None)
            assert int(home.address or -1) >= acknowledged
            assert (water.dry_when if water else None) == home.address, "an act was half done"
            assert int((survey.drafts.load("visit") or {"typed": -1})["typed"]) >= typed
            assert survey.reader._connection.execute("pragma quick_check").fetchone() == ("ok",)
            acknowledged = int(home.address or -1)
            typed = max(typed, int((survey.drafts.load("visit") or {"typed": -1})["typed"]))
        if kill in drills:
            keeping.restore(tmp_path / "昨天.survey", tmp_path / f"{kill}.survey", by="韩", password=password)
            with Survey.open(tmp_path / f"{kill}.survey", by="韩", password=password) as survey:
                assert survey.code() == yesterday
    assert acknowledged > 0
    with Survey.open(path, by="韩", password=password) as survey:
        assert keeping.require_sound(survey).troubles == ()
