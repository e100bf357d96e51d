"""What is imported before the window is first painted: a list that a person has agreed to, because each name costs the start."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import packages_distributions

import pytest

from fieldapp.desk.practice import make_practice
from tests.conftest import ROOT

OURS = ("fieldapp", "ui")
LATE = ("openpyxl", "lxml", "reportlab", "PIL", "pypinyin", "python_calamine", "msoffcrypto", "pypdfium2", "pyzipper", "asyncio")
"""Heavy libraries, none of which the first paint needs. Source: design.md 8."""

TELLING = """
import runpy, sys
from ui import app

def told(paint):
    print(*(f"imported {name}" for name in sorted(sys.modules)), sep="\\n")
    paint._window.close()

app.FirstPaint._on_painted = told
sys.argv = ["main.py", "open", sys.argv[1]]
runpy.run_path("main.py", run_name="__main__")
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory) -> list[str]:
    """The modules that a program of its own has imported when its window on a practice village is painted."""
    folder = tmp_path_factory.mktemp("start")
    path = folder / "石桥.survey"
    make_practice(path, households=12).close()
    own = {name: str(folder) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    ran = subprocess.run(
        [sys.executable, "-c", TELLING, path], cwd=ROOT, env={**os.environ, **own, "FIELDAPP_PAINTED": "1"},
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return [line.removeprefix("imported ") for line in ran.stdout.splitlines() if line.startswith("imported ")]


def test_only_what_was_agreed_to_is_imported_at_the_start(imported: list[str], golden: Callable[[str, str], None]):
    ours = [name for name in imported if name.split(".")[0] in OURS]
    others = {name.split(".")[0] for name in imported} & set(packages_distributions())
    golden("start-imports.txt", "\n".join(["# ours", *ours, "# others", *sorted(others)]) + "\n")


def test_no_heavy_library_is_imported_at_the_start(imported: list[str]):
    assert "ui.window" in imported
    assert not {name.split(".")[0] for name in imported} & set(LATE)
