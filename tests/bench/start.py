"""From the start of the process to the first paint of the window on the practice village."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

import village
from figure import Figure, floor, middle, run


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """Ours and the floor in turn, so that both meet the same machine. The first pair warms the disk and is not counted."""
    path = village.make(folder, 120, password="")
    ours, floors = [], []
    for _ in range(4 if quick else 10):
        ours.append(float(run("main.py", "open", path, FIELDAPP_PAINTED="1").split()[0]))
        floors.append(floor("start.py"))
    yield Figure("start: process to first paint, practice village", median(ours[1:]), "s", 2.5, middle(floors[1:]))
