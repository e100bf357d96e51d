"""The program knows where it lies and how to start itself again, from source and in a bundle."""

import subprocess
import sys
from pathlib import Path

import pytest

from fieldapp.base import program

ROOT = Path(__file__).parent.parent.parent


def test_from_source_python_runs_the_program_once_more(tmp_path):
    command = program.itself("judge", "--help")
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    assert program.folder() == ROOT


@pytest.mark.parametrize(("window", "commands"), [("驻村走访", "fieldapp"), ("驻村走访.exe", "fieldapp.exe"), ("fieldapp", "fieldapp")])
def test_in_a_bundle_the_commands_beside_the_window_are_started(monkeypatch, tmp_path, window, commands):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "优 盘" / window))
    assert program.folder() == tmp_path / "优 盘"
    assert program.itself("--read-book", "a.xlsx", "0") == [str(tmp_path / "优 盘" / commands), "--read-book", "a.xlsx", "0"]
