"""Saving a visit: one act for the visit, the house and the water, durable when it is done."""

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter

import village
from figure import Figure, floor, middle

from fieldapp.records.dossier import Dossier
from fieldapp.records.housing import Housing
from fieldapp.records.visit import Outcome, Visit, Way
from fieldapp.records.water import Water
from fieldapp.store.survey import Survey

TURN = 25
"""Saves, and inserts of the floor, in one round: few, because a disk is now quick and now slow, for some tenths of a second."""


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """Rounds of ours and of the floor in turn, in a village with a year of life in it, encrypted as the floor is.

    The median and not the least: what is waited for is the disk, and its best moment is nobody's evening.
    """
    ours, bare = [], []
    with village.opened(village.make(folder, 30 if quick else 120)) as survey:
        turns = enumerate(cycle(survey.reader.dossiers()))
        for _ in range(6 if quick else 12):
            ours += [_save(survey, dossier, turn) * 1000 for turn, dossier in islice(turns, TURN)]
            bare.append(floor("commit.py", str(TURN)))
    yield Figure(f"save: visit + house + water, median of {len(ours)}", median(ours), "ms", 8, middle(bare))


def _save(survey: Survey, dossier: Dossier, turn: int) -> float:
    """Seconds for one act that changes three records."""
    home = dossier.household.id
    house, water = dossier.one(Housing) or Housing(household=home), dossier.one(Water) or Water(household=home)
    visit = Visit(household=home, day=survey.clock.today(), way=Way.HOME, outcome=Outcome.MET, met=dossier.head, note=f"第 {turn} 次")
    house, water = house.replace(rooms=turn % 50), water.replace(dry_days=turn % 300, dry_when=f"第 {turn} 次问")
    begin = perf_counter()
    with survey.change("走访") as change:
        for record in (visit, house, water):
            change.save(record)
    return perf_counter() - begin
