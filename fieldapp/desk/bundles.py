"""Copies of the program to be had: a bundle, packed or unpacked, beside ours or on a stick; and every file in it.

A bundle is a folder with `VERSION`, which tells what it is and the checksum of every file. Packed, that folder is all that
an archive holds, and the name of the archive tells what it is. What is here only reads; `updating` decides and writes.
"""

from __future__ import annotations

import lzma
import os
import posixpath
import re
import stat
import struct
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from fieldapp.base.errors import FieldAppError
from fieldapp.base.program import WINDOW, release
from fieldapp.desk.checksums import NAME
from fieldapp.store.progress import Percent

_PACKED = re.compile(rf"{WINDOW}-(\d+(?:\.\d+)*)-([a-z]+-\w+)[^.]*\.(?:tar\.xz|zip)")
_TITLE = re.compile(rf"# {WINDOW} (\d+(?:\.\d+)*) ([a-z]+-\w+)\s*")
_FIRST_LINE = 200
"""Bytes in which the first line of `VERSION` ends."""
_STICKS = ("media/*", "media/*/*", "run/media/*/*", "mnt/*")
"""Where Linux desktops show a stick."""


@dataclass(frozen=True)
class Bundle:
    """One copy of the program.

    Attributes:
        path: the folder, or the archive.
        version: such as 0.2.0; '' where nothing tells it, which is so where the copying was broken off.
        system: such as linux-x86_64.
    """

    path: Path
    version: str
    system: str

    @property
    def is_packed(self) -> bool:
        """Whether it is an archive."""
        return self.path.is_file()


@dataclass(frozen=True)
class Piece:
    """One file of a bundle. `path`: in the bundle, with /; `link`: where it points, '' for a file with bytes of its own."""

    path: str
    is_program: bool
    link: str = ""


_DAMAGED = (EOFError, lzma.LZMAError, zlib.error, tarfile.TarError, zipfile.BadZipFile, struct.error, ValueError, RuntimeError)
"""What the unpackers raise at an archive with a bad spot in it."""

Pieces = Iterator[tuple[Piece, IO[bytes] | None]]


def bundles(places: Iterable[Path]) -> list[Bundle]:
    """The bundles in these places, the newest first: a place is a bundle itself, or a folder in which bundles lie."""
    found: dict[Path, Bundle] = {}
    for place in places:
        with suppress(OSError):  # a stick that is just being pulled has nothing for us
            inside = sorted(one for one in place.iterdir() if not one.name.startswith(".")) if place.is_dir() else []
            for path in (place, *inside):
                if bundle := bundle_at(path):
                    found[path.resolve()] = bundle
    return sorted(found.values(), key=lambda one: release(one.version or "0"), reverse=True)


def bundle_at(path: Path) -> Bundle | None:
    """The bundle that this file or folder is, or None. Its files are not looked at."""
    if told := _PACKED.fullmatch(path.name):
        return Bundle(path, told[1], told[2]) if path.is_file() else None
    try:
        with (path / NAME).open("rb") as file:
            line = file.read(_FIRST_LINE).decode("utf-8", errors="replace").split("\n")[0]
    except OSError:
        begun = any((path / name).is_file() for name in (WINDOW, f"{WINDOW}.exe"))
        return Bundle(path, "", "") if begun else None
    return titled(path, line)


def titled(path: Path, line: str) -> Bundle | None:
    """The bundle of which this is the first line of `VERSION`, or None where that tells of something else."""
    told = _TITLE.fullmatch(line)
    return Bundle(path, told[1], told[2]) if told else None


def usual_places(home: Path) -> list[Path]:
    """Where to look unless the person says it: beside the program, and on every stick that is plugged in."""
    return [home.parent, *_sticks()]


def _sticks() -> Iterator[Path]:
    if sys.platform == "win32":
        import ctypes

        removable = 2
        drives = (Path(f"{letter}:\\") for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        yield from (drive for drive in drives if ctypes.windll.kernel32.GetDriveTypeW(str(drive)) == removable)
    else:
        for pattern in _STICKS:
            with suppress(OSError):
                yield from (place for place in sorted(Path("/").glob(pattern)) if os.path.ismount(place))


@contextmanager
def opened(bundle: Bundle, step: Percent | None = None) -> Iterator[Pieces]:
    """All files of a bundle, one after another; each is read before the next is asked for.

    Raises:
        FieldAppError: it is broken off or damaged, is no bundle, or the stick was pulled.
    """
    reading = _folder if not bundle.is_packed else _zip if bundle.path.suffix == ".zip" else _tar
    at = ""

    def watched() -> Pieces:
        nonlocal at
        for piece, stream in reading(bundle.path, step or (lambda _: None)):
            at = piece.path
            yield piece, stream

    try:
        yield watched()
    except _DAMAGED:
        where = f"读到“{at}”就断了" if at else "一开头就读不下去"
        raise FieldAppError(
            f"“{bundle.path.name}”没有拷完整，或者已经损坏：{where}。", "请重新拷一份，最好换一个优盘。"
        ) from None
    except OSError as error:
        where = f"，读到“{at}”" if at else ""
        raise FieldAppError(
            f"“{bundle.path.name}”读不出来{where}：{error.strerror}。", "优盘是不是拔出了？插好以后再试。"
        ) from None


def _folder(path: Path, step: Percent) -> Pieces:
    names = sorted(Path(at, name) for at, _, files in os.walk(path) for name in files)
    for number, one in enumerate(names):
        step(100 * number // len(names))
        inside = one.relative_to(path).as_posix()
        link = one.readlink().as_posix() if one.is_symlink() else ""
        if link and _within(inside, link):
            yield Piece(inside, False, link), None
        else:
            with one.open("rb") as stream:
                yield Piece(inside, bool(one.stat().st_mode & stat.S_IXUSR)), stream


def _tar(path: Path, step: Percent) -> Pieces:
    with path.open("rb") as packed, tarfile.open(fileobj=packed, mode="r:xz") as archive:
        for member in archive:
            step(100 * packed.tell() // path.stat().st_size)
            if member.isdir():
                continue
            inside = _inside(path, member.name)
            if member.issym():
                yield _linked(path, inside, member.linkname), None
            elif member.islnk():  # told from the top of the archive
                target = posixpath.relpath(_inside(path, member.linkname), posixpath.dirname(inside) or ".")
                yield _linked(path, inside, target), None
            elif member.isreg():
                yield Piece(inside, bool(member.mode & stat.S_IXUSR)), archive.extractfile(member)
            else:
                raise _strange(path)


def _zip(path: Path, step: Percent) -> Pieces:
    with zipfile.ZipFile(path) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        for number, member in enumerate(members):
            step(100 * number // len(members))
            inside, mode = _inside(path, member.filename), member.external_attr >> 16
            if stat.S_ISLNK(mode):
                yield _linked(path, inside, archive.read(member).decode("utf-8", errors="replace")), None
            else:
                with archive.open(member) as stream:
                    yield Piece(inside, bool(mode & stat.S_IXUSR)), stream


def _inside(path: Path, name: str) -> str:
    """Where a file of an archive stands in the bundle. Raises: FieldAppError where it would lead out of it."""
    top, *parts = PurePosixPath(name).parts or ("",)
    if top != WINDOW or not parts or ".." in parts or any(letter in name for letter in "\\:"):
        raise _strange(path)
    return "/".join(parts)


def _linked(path: Path, inside: str, link: str) -> Piece:
    if not _within(inside, link):
        raise _strange(path)
    return Piece(inside, False, link)


def _within(inside: str, link: str) -> bool:
    """Whether a link that stands there stays in the bundle."""
    return not link.startswith("/") and not target_of(inside, link).startswith("..")


def target_of(inside: str, link: str) -> str:
    """Where a link leads, in the bundle."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(inside), link))


def _strange(path: Path) -> FieldAppError:
    return FieldAppError(f"“{path.name}”里不全是程序的文件，不是我们打的包。", "请向发程序的人另要一份。")
