"""The licences of everything that is in the bundle: a folder for each thing, and nothing may be without.

Packages bring theirs; those of Qt, SQLCipher and OpenSSL, which come in packages that forgot them, lie beside the faces. On
Linux every library in the bundle must be somebody's: a package's, Python's or Debian's, which has a page on each of its own.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS, PYTHON = "fieldapp", "Python"
FORGOTTEN = {
    "PySide6_Essentials": ("Qt.txt", "LGPL-3.txt", "GPL-3.txt"),
    "shiboken6": ("LGPL-3.txt", "GPL-3.txt"),
    "sqlcipher3": ("SQLCipher.txt", "OpenSSL.txt", "Apache-2.0.txt"),
}
"""Package → the texts that it does not bring."""
_LICENCE = re.compile(r"\.(dist|egg)-info/(.*/)?(licen[cs]es?/.+|[^/]*(licen[cs]e|copying|notice)[^/]*)$", re.IGNORECASE)


def take(to: Path, inside: Path, texts: Path) -> None:
    """Gather them. `inside`: the libraries of the bundle; `texts`: those beside the faces. Raises: SystemExit, naming what has none."""
    to.mkdir()
    _copy(ROOT / "LICENSE", to / OURS / "LICENSE.txt")
    _copy(_of_python(), to / PYTHON / "LICENSE.txt")
    packages = {package.name: package for package in distributions()}
    for name, package in packages.items():
        for path, told in _licences(package):
            _copy(path, to / name / told)
        for text in FORGOTTEN.get(name, ()):
            _copy(texts / text, to / name / text)
    without = [name for name in packages if not (to / name).is_dir()]
    if sys.platform.startswith("linux"):
        without += _take_debians(to, inside, set(_libraries_of(packages)))
    if without:
        raise SystemExit(f"No licence was found of {', '.join(sorted(without))}.")


def _copy(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, to)


def _of_python() -> Path:
    places = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
    return next(path for place in places for path in (place / "LICENSE.txt", place / "LICENSE") if path.is_file())


def _licences(package: Distribution) -> Iterator[tuple[Path, str]]:
    """Where each of its texts lies, and the name under which it is kept."""
    for path in package.files or []:
        if _LICENCE.search(path.as_posix()):
            yield Path(str(path.locate())), "/".join(part for part in path.parts[1:] if part.lower() != "licenses")


def _libraries_of(packages: dict[str, Distribution]) -> Iterator[str]:
    """The names of all libraries that packages or Python itself brought."""
    for package in packages.values():
        yield from (path.name for path in package.files or [] if ".so" in path.name)
    stdlib = Path(sysconfig.get_path("stdlib"))
    yield from (path.name for path in (*stdlib.rglob("*.so"), *stdlib.parent.glob("libpython*.so*")))


def _take_debians(to: Path, inside: Path, others: set[str]) -> list[str]:
    """Debian's page on each library that is nobody else's. Returns: the libraries that are nobody's at all."""
    names = {path.name for path in inside.rglob("*.so*") if not path.is_symlink()} - others
    lost = []
    for name in sorted(names):
        found = subprocess.run(["dpkg-query", "--search", f"*/{name}"], check=False, capture_output=True, encoding="utf-8").stdout
        pages = [Path("/usr/share/doc", line.split(":")[0], "copyright") for line in found.splitlines()]
        page = next((page for page in pages if page.is_file()), None)
        if page is None:
            lost.append(name)
        else:
            _copy(page, to / "Debian" / f"{page.parent.name}.txt")
    return lost
