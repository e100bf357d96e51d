"""What there is to do today, gathered from an encrypted village of 500 households."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

import village
from figure import Figure

from fieldapp.desk.today import today


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """The median of some gatherings, each with a reader of its own as the screen does it."""
    took = []
    with village.opened(village.make(folder, 500)) as survey:
        for _ in range(3 if quick else 9):
            begin = perf_counter()
            reader = survey.new_reader()
            today(reader, survey.clock.now())
            reader.close()
            took.append(perf_counter() - begin)
    yield Figure("today: gathered, 500 households, encrypted", median(took), "s", 0.3, times=False)
