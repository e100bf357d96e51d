"""Finishes the folder that PyInstaller made and packs it: `python .ci/bundle/pack.py OUT FACES`, on every system.

Beside the two programs come the Chinese faces with their licences, the licences of everything that is inside, what is new,
and `VERSION` with the checksum of every file. Ends with 1 where the bundle is larger than a stick and a mail take.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import distributions
from pathlib import Path

from contents import WINDOW

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from fieldapp import VERSION  # noqa: E402
from fieldapp.desk import checksums  # noqa: E402

PACKED, UNPACKED = 150 * 2**20, 400 * 2**20
"""The most bytes of the bundle, packed and unpacked. Source: issue 6."""
_LICENCE = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)


def main(out: Path, faces: Path) -> int:
    """Finish and pack. Returns: the exit code."""
    folder = out / WINDOW
    shutil.copytree(faces, folder / "fonts")
    shutil.copy(ROOT / "CHANGELOG.md", folder)
    take_licences(folder / "licences", folder / "_internal")
    system = f"{platform.system().lower()}-{platform.machine().lower()}"
    checksums.write(folder, f"{WINDOW} {VERSION} {system}")
    packed = pack(folder, out / f"{WINDOW}-{VERSION}-{system}")
    sizes = packed.stat().st_size, sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    sys.stdout.write(f"{packed.name}: {sizes[0] / 2**20:.1f} MiB packed, {sizes[1] / 2**20:.1f} MiB unpacked\n")
    return int(sizes[0] > PACKED or sizes[1] > UNPACKED)


def take_licences(to: Path, inside: Path) -> None:
    """Ours, those of the packages, and on Debian those of the libraries that came from the system."""
    to.mkdir()
    shutil.copy(ROOT / "LICENSE", to / "fieldapp.txt")
    for package in distributions():
        for path in package.files or []:
            if _LICENCE.search(path.name) and ".dist-info" in path.parts[0]:
                shutil.copy(path.locate(), to / f"{package.name}-{path.name}".replace("/", "-"))
    for path in Path("/usr/share/doc").glob("lib*/copyright"):
        if any(library.name.startswith(re.sub(r"[\d.-]+.*$", "", path.parent.name)) for library in inside.glob("*.so*")):
            shutil.copy(path, to / f"{path.parent.name}.txt")


def pack(folder: Path, name: Path) -> Path:
    """One file that a plain system opens by a double click: zip on Windows, tar.xz on Linux, which keeps what may be run."""
    if sys.platform == "win32":
        packed = name.with_name(f"{name.name}.zip")
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, path.relative_to(folder.parent))
        return packed
    packed = name.with_name(f"{name.name}.tar.xz")
    command = [
        "tar",
        "--create",
        "--use-compress-program=xz -T0 -3",
        f"--file={packed}",
        f"--directory={folder.parent}",
        folder.name,
    ]
    subprocess.run(command, check=True)  # on all cores, which Python's own xz does not
    return packed


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:3])))
