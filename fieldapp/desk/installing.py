"""A bundle is read through and held against its `VERSION`, and put beside the program that runs, whole or not at all.

It is written under a hidden name, read again from the disk and compared, and only then gets its own name. A full disk, a
pulled stick or a killed program leaves at most the hidden folder, which nobody takes for a program and the next try clears.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout

from fieldapp.base.errors import FieldAppError
from fieldapp.base.program import CONSOLE, WINDOW
from fieldapp.desk import checksums
from fieldapp.desk.bundles import Bundle, Piece, opened, target_of, titled
from fieldapp.store.connection import telling
from fieldapp.store.progress import Percent

CHANGES = "CHANGELOG.md"
"""What is new, in the bundle's folder."""
NAMED = 5
"""So many damaged files are named; more of them say no more."""
LARGEST = 2**30
"""Bytes that no bundle reaches: what is larger was made to fill a disk. Ours have at most 400 MiB (issue 6)."""
_SPARE = 2**24
"""Bytes that are left free."""
_SLICE = 2**20
_PROGRAMS = frozenset((WINDOW, CONSOLE))


@dataclass(frozen=True)
class Checked:
    """A bundle of which every file is as it was packed.

    Attributes:
        packed: path → checksum of all its files.
        size: bytes of all files together, unpacked.
        changes: its CHANGELOG.md, '' where it has none.
    """

    bundle: Bundle
    packed: dict[str, str]
    size: int
    changes: str


@dataclass
class _Read:
    """What was read of a bundle so far: path → checksum, where links point, the files that are looked into, and bytes."""

    sums: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)
    size: int = 0

    def take(self, piece: Piece, stream: IO[bytes], out: IO[bytes] | None, place: Path) -> None:
        """Read one file, and write it where it is to be written. Raises: FieldAppError, OSError of reading."""
        made, kept = hashlib.sha256(), piece.path in (checksums.NAME, CHANGES)
        while some := stream.read(_SLICE):
            made.update(some)
            self.size += len(some)
            if self.size > LARGEST:
                raise FieldAppError("这个包大得不像是我们的程序。", "请向发程序的人另要一份。")
            if kept:
                self.texts[piece.path] = self.texts.get(piece.path, b"") + some
            if out:
                with telling(place):
                    out.write(some)
        self.sums[piece.path] = made.hexdigest()

    def follow_links(self) -> None:
        """Give each link the checksum of what it leads to, also over other links; one that leads nowhere has none."""
        for _ in range(len(self.links)):
            for path, link in self.links.items():
                if (told := self.sums.get(target_of(path, link))) is not None:
                    self.sums[path] = told


def check(bundle: Bundle, step: Percent | None = None) -> Checked:
    """Read every file of a bundle; nothing is written.

    Raises:
        FieldAppError: a file is damaged or missing (it is named), or the whole cannot be read.
    """
    read = _Read()
    with opened(bundle, step) as pieces:
        for piece, stream in pieces:
            if stream:
                read.take(piece, stream, None, bundle.path)
            else:
                read.links[piece.path] = piece.link
    read.follow_links()
    version = read.texts.get(checksums.NAME, b"")
    named = titled(bundle.path, version.decode("utf-8", errors="replace").split("\n")[0])
    if named is None:
        raise FieldAppError(f"“{bundle.path.name}”里没有可用的 VERSION，像是没有拷完整。", "请重新拷一份，最好换一个优盘。")
    packed = checksums.listed(version)
    _require_whole(bundle, checksums.held(packed, {path: told for path, told in read.sums.items() if path != checksums.NAME}))
    return Checked(named, packed, read.size, read.texts.get(CHANGES, b"").decode("utf-8", errors="replace"))


def _require_whole(bundle: Bundle, found: checksums.Compared) -> None:
    if not found.is_whole:
        bad = [*(f"{one}(坏了)" for one in found.changed), *(f"{one}(没有)" for one in found.missing)]
        more = f"等 {len(bad)} 个文件" if len(bad) > NAMED else ""
        what = f"“{bundle.path.name}”没有拷完整，或者已经损坏：{'、'.join(bad[:NAMED])}{more}。"
        raise FieldAppError(what, "请重新拷一份，最好换一个优盘。")


def place_for(bundle: Bundle, beside: Path) -> Path:
    """Where a bundle is put: beside the program that runs, under its own version."""
    return beside.parent / f"{WINDOW}-{bundle.version}"


def install(checked: Checked, beside: Path, step: Percent | None = None) -> Path:
    """Put a bundle beside the program that lies in `beside`. One that lies there unpacked already stays where it is.

    Returns:
        The folder of the new program.

    Raises:
        FieldAppError: no room, no right to write there, the stick was pulled, or a damaged folder of its name is in the way.
    """
    bundle, place = checked.bundle, place_for(checked.bundle, beside)
    if not bundle.is_packed and bundle.path.resolve().parent == place.parent.resolve():
        return bundle.path
    if place.exists():
        return _require_same(checked, place)
    with telling(place):
        require_room(place.parent, checked.size)
        with _alone(place), _hidden(place) as part:
            _copy(checked, part, place, step)
            _require_whole(Bundle(place, bundle.version, bundle.system), checksums.compare(part))
            part.replace(place)
    return place


def _require_same(checked: Checked, place: Path) -> Path:
    """Something of that name stands there already: it is this bundle, or in the way."""
    with suppress(FieldAppError):
        found = checksums.compare(place)
        if found.is_whole and found.sound == len(checked.packed):
            return place
    raise FieldAppError(f"旁边的“{place.name}”文件夹不完整。", "请把它删掉或改个名字，再试一次。")


def require_room(folder: Path, size: int) -> None:
    """Raises: FieldAppError where fewer bytes than these are free, and some to spare."""
    free = shutil.disk_usage(folder).free
    if free < size + _SPARE:
        raise FieldAppError(
            f"放程序的盘只剩 {free / 2**20:.0f} MB，新版要 {(size + _SPARE) / 2**20:.0f} MB。", "请腾出空间后再试；旧版没有动。"
        )


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Nobody else puts the same program there meanwhile."""
    lock = FileLock(place.with_name(f".{place.name}.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise FieldAppError(f"另一个窗口正在装“{place.name}”。", "请等它装好。") from None
    try:
        yield
    finally:
        with suppress(OSError):  # not on Windows, where releasing it does
            Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()


@contextmanager
def _hidden(place: Path) -> Iterator[Path]:
    """An empty folder under a hidden name; what is left in it in the end goes."""
    part = place.with_name(f".{place.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _copy(checked: Checked, to: Path, place: Path, step: Percent | None) -> None:
    """Write all packed files, safe on the disk, and `VERSION`; what else lies in the folder of the bundle stays there."""
    read, wanted = _Read(), {*checked.packed, checksums.NAME}
    with opened(checked.bundle, step) as pieces:
        for piece, stream in pieces:
            if piece.path not in wanted:
                continue
            if stream is None:
                read.links[piece.path] = piece.link
                continue
            with telling(place):
                (to / piece.path).parent.mkdir(parents=True, exist_ok=True)
                out = (to / piece.path).open("xb")
            with out:
                read.take(piece, stream, out, place)
                with telling(place):
                    out.flush()
                    os.fsync(out.fileno())
            _permit(to / piece.path, piece)
    for path, link in read.links.items():
        _link(to, path, link)


def _permit(file: Path, piece: Piece) -> None:
    """Let what may be run be run: a stick does not remember it, and our programs are known by name."""
    if piece.is_program or piece.path in _PROGRAMS:
        file.chmod(0o755)


def _link(to: Path, path: str, link: str) -> None:
    """Make a link, or where the disk knows none, a file with the same bytes."""
    (to / path).parent.mkdir(parents=True, exist_ok=True)
    try:
        (to / path).symlink_to(link)
    except OSError:
        shutil.copy(to / target_of(path, link), to / path)
