"""Updating from a stick: a newer bundle is found, checked, its news told, the survey files kept, and the program put beside ours.

The program that runs is never touched, nor any survey file: the new one lies in a folder of its own, and takes a file over
when it opens it for the first time. Then, too, the file is kept before (`store.sealing.take_over`), so that whoever copied
the new program by hand can go back like everybody else: the old program, and the keepsake restored.

Checksums find a bad stick and a half copied folder, not an enemy, who would write new ones. A signature would: but only with
a secret key that one office keeps and whose public half went out with the program before. Nobody holds such a key yet, and
one that lay in the program would sign for everybody. So where the bundle comes from is for people to see to.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fieldapp import VERSION
from fieldapp.base.errors import FieldAppError
from fieldapp.base.program import WINDOW, release
from fieldapp.desk.bundles import Bundle, bundle_at, bundles, usual_places
from fieldapp.desk.installing import Checked, check, install
from fieldapp.store.connection import Key, is_plain, telling
from fieldapp.store.locking import locked
from fieldapp.store.node import known_files
from fieldapp.store.progress import Percent
from fieldapp.store.sealing import keepsake, sealed_bytes, sealed_copy
from fieldapp.store.survey import Survey
from fieldapp.store.swapping import settle

_SYSTEMS = {"linux": "Linux", "windows": "Windows", "darwin": "macOS"}
_MACHINES = {"x86_64": "x86-64", "amd64": "x86-64", "aarch64": "ARM64", "arm64": "ARM64", "loongarch64": "龙芯"}
_KEEPERS = ("/opt", "/usr")
"""Where a system's own packages put programs."""
_UNINSTALLER = "unins000.exe"
"""What the installer for Windows leaves beside the program."""
_HEADING = re.compile(r"## (\d+(?:\.\d+)*)")


@dataclass(frozen=True)
class Chapter:
    """What is new in one version, point by point, in the users' words."""

    version: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Sought:
    """What was found.

    Attributes:
        running: the program that runs.
        checked: the newer one, every file of it read; None where there is none.
        chapters: what is new in it.
    """

    running: Bundle
    checked: Checked | None = None
    chapters: tuple[Chapter, ...] = ()


@dataclass(frozen=True)
class Updated:
    """What updating did.

    Attributes:
        folder: where the new program lies.
        kept: the copies of the survey files that were made before.
        troubles: why some file was not kept, in sentences. It stays as it is, and is kept at its first opening.
    """

    folder: Path
    kept: list[Path]
    troubles: list[str]


def ours(home: Path) -> Bundle:
    """The bundle that runs, which lies in `home`.

    Raises:
        FieldAppError: it is no bundle, or was installed for the whole machine, where its keeper renews it.
    """
    bundle = bundle_at(home)
    if bundle is None or not bundle.version:
        raise FieldAppError("这里没有打好包的程序，不能这样升级。", "从源代码运行的，请更新源代码；别的情况请重新拷一份程序。")
    require_own(home)
    return bundle


def require_own(home: Path) -> None:
    """Raises: FieldAppError where the program in this folder was installed: by the machine's keeper, or by its own installer."""
    if home.resolve().as_posix().startswith(tuple(f"{place}/" for place in _KEEPERS)):
        raise FieldAppError("程序装在系统里，自己换不了。", "请把新版的 .deb 交给管这台电脑的人安装；装好以后，档案照样打开。")
    if (home / _UNINSTALLER).exists():
        raise FieldAppError("程序是用安装程序装的。", "请关掉本程序，双击新版的安装程序；装好以后，档案照样打开。")


def newest(places: Iterable[Path], running: Bundle, *, older: bool = False) -> Bundle | None:
    """The newest bundle in these places that this machine can run and that is newer than the one that runs; None where nothing lies there.

    Args:
        older: an older one is wanted.

    Raises:
        FieldAppError: there are bundles, and none of them will do; said of the newest.
    """
    trouble: FieldAppError | None = None
    for one in bundles(places):
        if one.path.resolve() != running.path.resolve():
            if (against := refusal(one, running, older=older)) is None:
                return one
            trouble = trouble or against
    if trouble:
        raise trouble
    return None


def newer_at_hand(home: Path) -> Bundle | None:
    """The newer bundle that lies beside the program in `home` or on a stick, or None; its files are not looked at. Says nothing else."""
    try:
        return newest(usual_places(home), ours(home))
    except FieldAppError:
        return None


def seek(home: Path, folder: Path | None = None, *, older: bool = False, step: Percent | None = None) -> Sought:
    """Look for a newer program than the one in `home`, beside it and on sticks or in `folder`, and read all of it.

    Args:
        older: an older one will do.

    Raises:
        FieldAppError: what is there will not do, or is damaged; or see `ours`.
    """
    running = ours(home)
    if folder and not folder.exists():
        raise FieldAppError(f"找不到“{folder}”。", "请核对位置；在优盘上的，看看优盘插好没有。")
    found = newest([folder] if folder else usual_places(home), running, older=older)
    if found is None:
        return Sought(running)
    checked = check(found, step)
    if against := refusal(checked.bundle, running, older=older):  # the name of an archive is not believed
        raise against
    return Sought(running, checked, tuple(news(checked.changes, running.version)))


def refusal(bundle: Bundle, running: Bundle, *, older: bool = False) -> FieldAppError | None:
    """Why a bundle cannot take the place of the one that runs, or None."""
    name = bundle.path.name
    if not bundle.version:
        return FieldAppError(f"“{name}”里没有可用的 VERSION，像是没有拷完整。", "请重新拷一份，最好换一个优盘。")
    if bundle.system != running.system:
        what = f"“{name}”是给 {in_words(bundle.system)} 用的，这台电脑是 {in_words(running.system)}。"
        return FieldAppError(what, f"请另要一份 {in_words(running.system)} 的。")
    if release(bundle.version) == release(running.version):
        return FieldAppError(f"已经是 {running.version} 了，“{name}”和它一样新。", "不用升级。")
    if release(bundle.version) < release(running.version) and not older:
        return FieldAppError(
            f"“{name}”是 {bundle.version}，比现在的 {running.version} 旧。", "要退回旧版，直接打开旧版，再从升级前的备份恢复。"
        )
    return None


def in_words(system: str) -> str:
    """Linux(x86-64) for linux-x86_64."""
    name, _, machine = system.partition("-")
    return f"{_SYSTEMS.get(name, name)}({_MACHINES.get(machine, machine)})"


def news(changes: str, since: str) -> list[Chapter]:
    """The chapters of a CHANGELOG.md that are newer than a version, in their order."""
    chapters: dict[str, list[str]] = {}
    points: list[str] = []
    for line in changes.splitlines():
        if told := _HEADING.match(line):
            points = chapters.setdefault(told[1], [])
        elif line.startswith("- "):
            points.append(line[2:].strip())
    return [Chapter(version, tuple(told)) for version, told in chapters.items() if release(version) > release(since)]


def update(
    checked: Checked, running: Bundle, files: Iterable[Path], survey: Survey | None = None, step: Percent | None = None
) -> Updated:
    """Keep the survey files as they are, and put a checked bundle beside the program that runs. For any thread.

    Args:
        files: every survey file and registry that is known.
        survey: the one that is open in this program.

    Raises:
        FieldAppError: the open file cannot be kept, or see `install`. The old program is as it was.
    """
    kept, troubles = [], []
    if survey:
        survey.backup(target := keepsake(survey.path, VERSION))
        kept.append(target)
    for path in dict.fromkeys(path.resolve() for path in files):
        if not survey or path != survey.path.resolve():
            try:
                kept.append(_keep(path))
            except FieldAppError as trouble:
                troubles.append(f"“{path.name}”没有备份成：{trouble}")
    return Updated(install(checked, running.path, step), kept, troubles)


def known(recent: Iterable[Path] = ()) -> list[Path]:
    """The survey files that this machine knows, and these."""
    return list(dict.fromkeys((*recent, *known_files())))


def _keep(path: Path) -> Path:
    """Keep a file that this program has not open; a locked one without its password. Raises: FieldAppError."""
    target = keepsake(path, VERSION)
    with telling(path):
        lock = locked(path)
        try:
            settle(path)
            wal = path.with_name(f"{path.name}-wal")
            if is_plain(path):
                sealed_copy(path, Key(), target)
            elif wal.exists() and wal.stat().st_size:
                raise FieldAppError("它有密码，上次又没有关好。", "请先打开它一次，再关上。")
            else:
                sealed_bytes(path, target)
        finally:
            lock.release()
    return target


def start(folder: Path) -> None:
    """Start the window of the program in this folder; it outlives us. Raises: FieldAppError."""
    name = next((one for one in (f"{WINDOW}.exe", WINDOW) if (folder / one).is_file()), WINDOW)
    nothing = subprocess.DEVNULL
    try:
        subprocess.Popen(
            [str(folder / name)],
            env=_environment(),
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            start_new_session=True,
        )
    except OSError as error:
        raise FieldAppError(f"打不开“{folder / name}”：{error.strerror}。", "请到那个文件夹里双击它。") from None


def _environment() -> dict[str, str]:
    """What the new program is told of the machine: without the libraries of ours, to which a bundle points its children."""
    told = dict(os.environ)
    if inside := getattr(sys, "_MEIPASS", ""):
        told = {name: _without(value, inside) for name, value in told.items()}
        told |= {"LD_LIBRARY_PATH": told.pop("LD_LIBRARY_PATH_ORIG", ""), "PYINSTALLER_RESET_ENVIRONMENT": "1"}
    return {name: value for name, value in told.items() if value}


def _without(value: str, folder: str) -> str:
    return os.pathsep.join(part for part in value.split(os.pathsep) if not part.startswith(folder))
