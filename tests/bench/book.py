"""The workbook of a village: written, re-opened and compared, against the same cells written bare."""

from collections.abc import Iterator
from pathlib import Path
from time import time

import village
from figure import Figure, floor, least

from fieldapp.desk.handing_over import hand_over

BUDGETED = 500
"""Households for which design.md 8 sets the budget."""


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """Ours and the floor in turn. The write ends when the file was last written to; the comparing only reads.

    The floor has its libraries loaded before it looks at the clock. So our first round, which loads ours, is for no more than that.
    """
    households = 150 if quick else BUDGETED
    out = folder / "out.xlsx"
    written, whole, bare = [], [], []
    with village.opened(village.make(folder, households)) as survey:
        cells = hand_over(survey, out).cells
        for _ in range(3):
            bare.append(floor("book.py", out))
            begin = time()
            hand_over(survey, out)
            whole.append(time() - begin)
            written.append(out.stat().st_mtime - begin)
    size, budgeted = f"{households} households, {cells:,} cells", f"{BUDGETED} households" if quick else ""
    yield Figure(f"workbook: {size}, write", min(written), "s", 2, least(bare), budget_for=budgeted)
    yield Figure(f"workbook: {size}, whole errand", min(whole), "s", 3, least(bare), budget_for=budgeted)
