"""An X server of its own, windows on it, and pictures of what they show."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageChops

PATIENCE = 60.0
"""Seconds in which a window must have come to rest."""


@contextmanager
def screen() -> Iterator[None]:
    """Set DISPLAY to a new server. Whoever shares its network reaches it, from another root too."""
    ours, theirs = os.pipe()
    words = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=[theirs], stderr=subprocess.DEVNULL)
    os.close(theirs)
    try:
        with os.fdopen(ours) as told:
            os.environ["DISPLAY"] = f":{told.readline().strip()}"
        yield
    finally:
        os.environ.pop("DISPLAY", None)
        server.terminate()
        server.wait()


@contextmanager
def shown(command: Sequence[str | Path], **told: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs meanwhile; it must not end by itself."""
    program = subprocess.Popen(command, env={**os.environ, "QT_QPA_PLATFORM": "xcb", **told})
    try:
        yield program
        assert program.poll() is None, f"{command[-3:]} ended with {program.returncode}"
    finally:
        program.terminate()
        program.wait()


def press(key: str) -> None:
    """A key for the one window that there is; nobody manages windows here, so that the focus is given to it first."""
    window = ["search", "--onlyvisible", "--class", "."]
    subprocess.run(["xdotool", *window, "windowfocus", "--sync", "key", key], check=True, timeout=60)


def picture(path: Path, other: Image.Image | None = None) -> Image.Image:
    """What the screen shows at rest: three times alike, with something on it, and not the `other` picture any more."""
    alike, last, until = 0, b"", time.monotonic() + PATIENCE
    while time.monotonic() < until:
        time.sleep(0.3)
        subprocess.run(["import", "-silent", "-window", "root", path], check=True)
        now = Image.open(path).convert("RGB")
        is_new = len(now.getcolors(1 << 24) or []) > 20 and (other is None or differing(now, other))
        alike = alike + 1 if now.tobytes() == last and is_new else 0
        if alike == 2:
            return now
        last = now.tobytes()
    raise TimeoutError(f"{path.name}: the window never came to rest")


def differing(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    """Where two pictures differ; None where every pixel is the same."""
    return ImageChops.difference(one, other).getbbox()
