"""Small bundles of the program for tests: a folder with real checksums, and the archives of it."""

from __future__ import annotations

import sys
import tarfile
import zipfile
from pathlib import Path
from random import Random

import pytest

from fieldapp.base.program import CONSOLE, WINDOW, system
from fieldapp.desk import checksums

OLD, NEW = "0.1.0", "0.2.0"
CHANGES = """# 更新记录

给使用的人看。

## 0.2.0 (2027-01-15)

- 收入：一季一记。
- 照片按月收起。

## 0.1.5

- 字号跟着系统走。

## 0.1.0

- 第一版。
"""
STARTED = "started.txt"
"""What the window of such a bundle writes beside itself: how it was started."""
_SCRIPT = f'#!/bin/sh\nprintf "%s\\n" "$@" "LD=$LD_LIBRARY_PATH" >"$(dirname "$0")/{STARTED}"\n'


def lay(folder: Path, version: str, *, on: str = "", changes: str = CHANGES) -> Path:
    """A bundle of this version for a system (ours where none is told), with a link in it as a real one has them."""
    (folder / "_internal" / "PySide6").mkdir(parents=True)
    (folder / WINDOW).write_text(_SCRIPT, "utf-8")
    (folder / CONSOLE).write_text(f"#!/bin/sh\necho {version}\n", "utf-8")
    (folder / "_internal" / "PySide6" / "libQt.so.6").write_bytes(Random(version).randbytes(300_000))
    (folder / "_internal" / "libQt.so.6").symlink_to("PySide6/libQt.so.6")
    (folder / "_internal" / "说明 1.txt").write_text("说明", "utf-8")
    (folder / "CHANGELOG.md").write_text(changes, "utf-8")
    for name in (WINDOW, CONSOLE):
        (folder / name).chmod(0o755)
    checksums.write(folder, f"{WINDOW} {version} {on or system()}")
    return folder


def pack(folder: Path, to: Path, version: str, *, on: str = "", ending: str = "tar.xz") -> Path:
    """The archive of a bundle, as the packer makes it."""
    to.mkdir(parents=True, exist_ok=True)
    packed = to / f"{WINDOW}-{version}-{on or system()}.{ending}"
    if ending == "zip":
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, f"{WINDOW}/{path.relative_to(folder).as_posix()}")
    else:
        with tarfile.open(packed, "w:xz", preset=0) as archive:
            archive.add(folder, WINDOW)
    return packed


def everything(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, hidden ones too, and what is in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def become(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Lay the old one on the desk in a folder and let this program be it, on a machine that knows no survey file. Returns: its folder."""
    home = lay(folder / "桌面" / WINDOW, OLD)
    patch.setattr(sys, "frozen", True, raising=False)
    patch.setattr(sys, "executable", str(home / CONSOLE))
    patch.setenv("XDG_DATA_HOME", str(folder / "profile"))
    return home
