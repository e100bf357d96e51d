"""Print the figures of design.md 8 beside their floors: `python tests/bench [--quick] [NAME...]`.

A table to read, no test: a busy machine may push any line over, so its load is told at both ends. Each measure runs in a
process of its own: what one leaves behind, in memory or at work, is no part of the next. `--quick` takes smaller villages and
fewer rounds; where a budget was set for another size, the line says so.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from figure import FLOORS, HEADS

MEASURES = ("start", "today", "search", "save", "book", "plans", "county")
"""One module each, loaded when its turn comes: each gives `measure(folder, quick)`."""


def main() -> None:
    """Measure what was asked for, line by line as it comes."""
    asked = argparse.ArgumentParser(prog="python tests/bench", description=__doc__)
    asked.add_argument("names", nargs="*", choices=[*MEASURES, []], metavar="NAME", help=", ".join(MEASURES))
    asked.add_argument("--quick", action="store_true", help="smaller and fewer")
    asked.add_argument("--within", help=argparse.SUPPRESS)
    told = asked.parse_args()
    if told.within:
        for figure in import_module(told.names[0]).measure(Path(told.within), told.quick):
            print(figure.line(), flush=True)
        return
    if not FLOORS.is_dir():
        print(f"The floors are not at {os.path.relpath(FLOORS)}: ours only.")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(HEADS, flush=True)
    with tempfile.TemporaryDirectory() as around:
        stay_in(around)
        for name in told.names or MEASURES:
            with tempfile.TemporaryDirectory() as folder:
                words = [sys.executable, str(Path(__file__).parent), name, "--within", folder, *(["--quick"] if told.quick else [])]
                subprocess.run(words, check=True)
    print(f"load {os.getloadavg()[0]:.1f}")


def stay_in(folder: str) -> None:
    """No screen, a profile of its own, and modules compiled once as on any laptop, whatever this machine's settings say.

    For all measures together: what was compiled for one need not be compiled again while another looks at the clock.
    """
    profile, compiled = Path(folder, "profile"), Path(folder, "compiled")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(compiled)
    os.environ.update(dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(profile)))


if __name__ == "__main__":
    main()
