"""The plans of a whole village in one PDF, against the same text drawn on a bare canvas."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import village
from figure import Figure, floor, least

from fieldapp.desk.printing import write_plans
from fieldapp.documents.fonts import faces

BUDGETED = 500
"""Households for which design.md 8 sets the budget."""


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """Ours and the floor in turn; the floor draws with our own text face.

    The floor has its libraries loaded and its face read before it looks at the clock. So our first round, which does that for ours,
    is for no more than that. Few rounds: to read the text out of the PDF takes the floor much longer than to draw it.
    """
    households = 50 if quick else BUDGETED
    out = folder / "plans.pdf"
    ours, bare = [], []
    with village.opened(village.make(folder, households)) as survey:
        on = survey.clock.today()
        write_plans(survey.reader, out, on=on, one_file=True)
        for _ in range(3):
            bare.append(floor("canvas.py", out, faces().text.path))
            begin = perf_counter()
            write_plans(survey.reader, out, on=on, one_file=True)
            ours.append(perf_counter() - begin)
    budgeted = f"{BUDGETED} households" if quick else ""
    yield Figure(f"plans: {households} households in one file", min(ours), "s", 1.6, least(bare), budget_for=budgeted)
