"""The workbook of a village: written, re-opened and compared, against the same cells written bare."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import time

import village
from figure import Figure, floor, middle

from fieldapp.desk.handing_over import hand_over


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """Ours and the floor in turn. The write ends when the file was last written to; the comparing only reads."""
    households = 100 if quick else 500
    out = folder / "out.xlsx"
    written, whole, bare = [], [], []
    with village.opened(village.make(folder, households)) as survey:
        for _ in range(3):
            begin = time()
            cells = hand_over(survey, out).cells
            whole.append(time() - begin)
            written.append(out.stat().st_mtime - begin)
            bare.append(floor("book.py", out))
    size = f"{households} households, {cells:,} cells"
    yield Figure(f"workbook: {size}, write", median(written), "s", 2, middle(bare))
    yield Figure(f"workbook: {size}, whole errand", median(whole), "s", 3, middle(bare))
