"""Print the figures of design.md 8 beside their floors: `python tests/bench [--quick] [NAME...]`.

A table to read, no test: a busy machine may push any line over. `--quick` takes smaller villages and fewer repetitions.
"""

import argparse
import os
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
    told = asked.parse_args()
    if not FLOORS.is_dir():
        print(f"The floors are not at {os.path.relpath(FLOORS)}: ours only.")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(HEADS, flush=True)
    for name in told.names or MEASURES:
        with tempfile.TemporaryDirectory() as folder:
            stay_in(folder)
            for figure in import_module(name).measure(Path(folder), told.quick):
                print(figure.line(), flush=True)


def stay_in(folder: str) -> None:
    """No screen, a profile of its own, and modules compiled once as on any laptop, whatever this machine's settings say."""
    profile, compiled = Path(folder, "profile"), Path(folder, "compiled")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(compiled)
    os.environ.update(dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(profile)))


if __name__ == "__main__":
    main()
