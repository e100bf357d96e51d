"""Commands as a person runs them: in a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def run(tmp_path):
    """`run("code", file, ...)`: exit code, output, what was said on refusal; `.json()` reads the document."""

    def runner(*words: object, env: dict[str, str] | None = None, before: list[str] | None = None) -> SimpleNamespace:
        command = [*(before or []), sys.executable, str(ROOT / "main.py"), *map(str, words)]
        done = subprocess.run(
            command, cwd=tmp_path, env={**os.environ, **(env or {})}, capture_output=True, text=True, encoding="utf-8", check=False
        )
        return SimpleNamespace(code=done.returncode, out=done.stdout, err=done.stderr, json=lambda: json.loads(done.stdout))

    return runner


@pytest.fixture
def village(run, tmp_path) -> Path:
    """A practice village of twelve households."""
    path = tmp_path / "村 子.survey"
    assert run("practice", path, "--households", 12, "--seed", 3, "--on", "2026-11-22").code == 0
    return path
