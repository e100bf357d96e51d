"""One line of the table: what we need, what the bare floor needs, and whether the budget of design.md 8 holds."""

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent.parent
FLOORS = ROOT.parent / "shared" / "floors"
PASSWORD = "bench"


@dataclass(frozen=True)
class Figure:
    """What was measured.

    Attributes:
        work: what was done, with its size.
        ours, floor: in `unit`; floor is None where nothing is there to compare with.
        budget: the most that `ours` may be: times the floor where `times`, otherwise in `unit`.
        budget_for: the size for which the budget was set, where a smaller one was measured: there the fixed cost of starting
            weighs more, and a ratio over the budget answers another question.
    """

    work: str
    ours: float
    unit: str
    budget: float
    floor: float | None = None
    times: bool = True
    budget_for: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the floor."""
        return self.ours / self.floor if self.floor else None

    @property
    def word(self) -> str:
        """Whether the budget holds; '-' where the floor is not there to tell. Of a smaller size it is told for which one it is."""
        told = self.ratio if self.times else self.ours
        if told is None:
            return "-"
        if self.budget_for:
            return f"{'within' if told <= self.budget else 'beyond'}; the budget is for {self.budget_for}"
        return "holds" if told <= self.budget else "OVER"

    def line(self) -> str:
        """This figure as a row under `HEADS`."""
        floor = "-" if self.floor is None else f"{self.floor:.3f} {self.unit}"
        ratio = "-" if self.ratio is None else f"{self.ratio:.2f} x"
        budget = f"{self.budget:g} x" if self.times else f"{self.budget:g} {self.unit}"
        return f"{self.work:<58} {self.ours:>9.3f} {self.unit:<2} {floor:>11} {ratio:>8} {budget:>7}  {self.word}"


HEADS = f"{'work':<58} {'ours':>12} {'floor':>11} {'ratio':>8} {'budget':>7}"


def run(*words: str | Path, **environment: str) -> str:
    """What a Python program prints on standard output. Raises: CalledProcessError."""
    return run_program(sys.executable, *words, **environment)


def run_program(*words: str | Path, **environment: str) -> str:
    """What any program prints on standard output. Raises: CalledProcessError."""
    told = {**os.environ, **environment}
    return subprocess.run(list(map(str, words)), cwd=ROOT, env=told, check=True, timeout=600, stdout=subprocess.PIPE, encoding="utf-8").stdout


def floor(script: str, *words: str | Path) -> float | None:
    """The first number that a floor prints; None where the floors are not beside this repository."""
    path = FLOORS / script
    return float(run(path, *words).split()[0]) if path.is_file() else None


def least(measured: Iterable[float | None]) -> float | None:
    """The least of what was measured in several rounds, None where nothing was.

    For work that keeps a core busy: whatever else runs on the machine only adds to it, and not equally to ours and to the floor.
    """
    return min((one for one in measured if one is not None), default=None)


def middle(measured: Iterable[float | None]) -> float | None:
    """The median of what was measured, None where nothing was."""
    known = [one for one in measured if one is not None]
    return median(known) if known else None
