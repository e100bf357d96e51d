"""From the start of the process to the first paint of the window on the practice village, from source and in a bundle.

FIELDAPP_BUNDLE names the folder of a bundle (`.ci/bundle/build` leaves it in WORK/out); without it there is one line only.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import village
from figure import Figure, floor, middle, run, run_program


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """Ours and the floor in turn, so that both meet the same machine. The first pair warms the disk and is not counted."""
    path = village.make(folder, 120, password="")
    bundle = os.environ.get("FIELDAPP_BUNDLE")
    ours, floors, bundled = [], [], []
    for _ in range(4 if quick else 10):
        ours.append(float(run("main.py", "open", path, FIELDAPP_PAINTED="1").split()[0]))
        floors.append(floor("start.py"))
        if bundle:
            bundled.append(float(run_program(Path(bundle, "驻村走访"), "open", path, FIELDAPP_PAINTED="1").split()[0]))
    yield Figure("start: process to first paint, practice village", median(ours[1:]), "s", 2.5, middle(floors[1:]))
    if bundle:
        yield Figure("start of the bundle, beside the start from source", median(bundled[1:]), "s", 1.5, median(ours[1:]))
