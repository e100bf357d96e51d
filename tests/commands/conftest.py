"""Commands as a person runs them: most of them in this process, some in one of their own."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from fieldapp.commands import commands

ROOT = Path(__file__).parent.parent.parent
Run = Callable[..., SimpleNamespace]


def _told(code: int, out: str, err: str) -> SimpleNamespace:
    return SimpleNamespace(code=code, out=out, err=err, json=lambda: json.loads(out))


@pytest.fixture
def program(tmp_path) -> Run:
    """As `run`, in a process of its own. `before`: what stands before the program, such as a limit on the size of files."""

    def runner(*words: object, env: dict[str, str] | None = None, before: list[str] | None = None) -> SimpleNamespace:
        command = [*(before or []), sys.executable, str(ROOT / "main.py"), *map(str, words)]
        done = subprocess.run(
            command, cwd=tmp_path, env={**os.environ, **(env or {})}, capture_output=True, text=True, encoding="utf-8", check=False
        )
        return _told(done.returncode, done.stdout, done.stderr)

    return runner


def _here(folder: Path, *words: object, env: dict[str, str] | None = None) -> SimpleNamespace:
    """The command line in this process, which spares 0.3 s. Raises: whatever is a mistake and no refusal."""
    with contextlib.chdir(folder):
        done = CliRunner().invoke(commands, list(map(str, words)), prog_name="main.py", env=env, catch_exceptions=False)
    return _told(done.exit_code, done.stdout, done.stderr)


@pytest.fixture
def run(tmp_path) -> Run:
    """`run("code", file, ...)`: exit code, output, what was said on refusal; `.json()` reads the document."""

    def runner(*words: object, env: dict[str, str] | None = None) -> SimpleNamespace:
        return _here(tmp_path, *words, env=env)

    return runner


@pytest.fixture(scope="session")
def _practised(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("practised")
    assert _here(folder, "practice", "a.survey", "--households", 12, "--seed", 3, "--on", "2026-11-22").code == 0
    return folder / "a.survey"


@pytest.fixture
def village(_practised, tmp_path) -> Path:
    """A practice village of twelve households."""
    path = tmp_path / "村 子.survey"
    for file in _practised.parent.glob(f"{_practised.name}*"):
        shutil.copy(file, path.with_name(file.name.replace(_practised.name, path.name)))
    return path
