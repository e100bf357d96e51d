"""Finishes the folder that PyInstaller made and packs it: `python .ci/bundle/pack.py OUT FACES`, on every system.

Beside the two programs come the Chinese faces with their licences, the licences of everything that is inside, what is new,
and `VERSION` with the checksum of every file. Ends with 1 where the bundle is larger than a stick and a mail take.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import licences
from contents import WINDOW

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from fieldapp import VERSION  # noqa: E402
from fieldapp.base import program  # noqa: E402
from fieldapp.desk import checksums  # noqa: E402

PACKED, UNPACKED = 150 * 2**20, 400 * 2**20
"""The most bytes of the bundle, packed and unpacked. Source: issue 6."""


def main(out: Path, faces: Path) -> int:
    """Finish and pack. Returns: the exit code."""
    folder = out / WINDOW
    shutil.copytree(faces, folder / "fonts", ignore=shutil.ignore_patterns("licences"))
    shutil.copy(ROOT / "CHANGELOG.md", folder)
    licences.take(folder / "licences", folder / "_internal", faces / "licences")
    system = program.system()
    checksums.write(folder, f"{WINDOW} {VERSION} {system}")
    packed = pack(folder, out / f"{WINDOW}-{VERSION}-{system}")
    sizes = packed.stat().st_size, sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    sys.stdout.write(f"{packed.name}: {sizes[0] / 2**20:.1f} MiB packed, {sizes[1] / 2**20:.1f} MiB unpacked\n")
    return int(sizes[0] > PACKED or sizes[1] > UNPACKED)


def pack(folder: Path, name: Path) -> Path:
    """One file that a plain system opens by a double click: zip on Windows, tar.xz on Linux, which keeps what may be run."""
    if sys.platform == "win32":
        packed = name.with_name(f"{name.name}.zip")
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, path.relative_to(folder.parent))
        return packed
    packed = name.with_name(f"{name.name}.tar.xz")
    quickly = "--use-compress-program=xz -T0 -1"  # on all cores, which Python's own xz does not
    subprocess.run(["tar", "--create", quickly, f"--file={packed}", f"--directory={folder.parent}", folder.name], check=True)
    return packed


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:3])))
