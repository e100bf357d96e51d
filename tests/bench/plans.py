"""The plans of a whole village in one PDF, against the same text drawn on a bare canvas."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

import village
from figure import Figure, floor, middle

from fieldapp.desk.printing import write_plans
from fieldapp.documents.fonts import faces


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """Ours and the floor in turn; the floor draws with our own text face."""
    households = 50 if quick else 500
    out = folder / "plans.pdf"
    ours, bare = [], []
    with village.opened(village.make(folder, households)) as survey:
        for _ in range(3):
            begin = perf_counter()
            write_plans(survey.reader, out, on=survey.clock.today(), one_file=True)
            ours.append(perf_counter() - begin)
            bare.append(floor("canvas.py", out, faces().text.path))
    yield Figure(f"plans: {households} households in one file", median(ours), "s", 1.6, middle(bare))
