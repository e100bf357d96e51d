"""出错记录: what those who mend the program need to know, as one text that names nobody, and where it is put.

It tells of the program, the machine, how much is in the file, and the last lines of the log, whose own rules hold here too
(`base/log.py`): no name, no number of a person, no answer, no name of a file or folder.
"""

from __future__ import annotations

import datetime as dt
import platform
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path

from fieldapp import VERSION
from fieldapp.base import program
from fieldapp.base.errors import FieldAppError
from fieldapp.base.log import log
from fieldapp.desk.keeping import SECOND_PLACE, backup_folder, backups
from fieldapp.desk.opening import COUNTY_SUFFIX
from fieldapp.records import RECORDS
from fieldapp.store.connection import telling
from fieldapp.store.survey import Survey
from fieldapp.store.swapping import siblings

LINES = 400
"""So many lines of the log are told."""
NAMELESS = "里面没有姓名、号码、住址、回答，也没有文件和文件夹的名字。"


def mishap_report(survey: Survey | None, machine: Mapping[str, str], now: dt.datetime) -> str:
    """The report.

    Args:
        survey: the file that is open, of which only sizes and counts are told; None where none is.
        machine: more about the machine, such as its screen: what → how it is.
    """
    sections = {
        "程序和电脑": {"程序": f"{VERSION}，{'打包的' if program.is_bundled() else '源码'}", **_system(), **machine},
        "档案有多大": _sizes(survey) if survey else {"档案": "没有打开"},
        "档案里有多少": _counts(survey) if survey else {},
    }
    lines = [f"驻村走访 出错记录 {now:%Y-%m-%d %H:%M}", f"给维护程序的人看。{NAMELESS}"]
    for head, told in sections.items():
        if told:
            lines += ["", f"【{head}】", *(f"{what}：{how}" for what, how in told.items())]
    return "\n".join([*lines, "", "【程序最近做了什么】", *(log.tail(LINES) or ["没有记下来"]), ""])


def put_beside_backup(path: Path | None, survey: Survey | None, report: str, now: dt.datetime, otherwise: Path) -> list[Path]:
    """Put a report where the backups are, in the second place too where that is there.

    Args:
        path: of the file to whose backups it goes; None where none is known.
        survey: the same file, where it is open.
        otherwise: the folder for it where no file is known.

    Returns:
        Where it lies now, the first one beside the file.

    Raises:
        FieldAppError: it could not be written.
    """
    name = f"出错记录-{now:%Y%m%d-%H%M}.txt"
    folder = otherwise if path is None else path.parent if path.suffix.lower() == COUNTY_SUFFIX else backup_folder(path)
    target = folder / name
    with telling(target):
        folder.mkdir(parents=True, exist_ok=True)
        target.write_text(report, "utf-8-sig")  # with the mark by which every editor on Windows knows it
    placed = [target]
    if second := _second_place(survey):
        with suppress(OSError):
            (second / name).write_text(report, "utf-8-sig")
            placed.append(second / name)
    return placed


def _system() -> dict[str, str]:
    told = {"系统": f"{platform.system()} {platform.release()}，{platform.machine()}", "Python": platform.python_version()}
    if sys.platform == "win32":
        return {**told, "系统版本": platform.version()}
    with suppress(OSError):
        told["发行版"] = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    return told


def _sizes(survey: Survey) -> dict[str, str]:
    """How many bytes the file and those that belong to it have, and its backups, by what they are."""
    names = ["档案", "草稿", "照片", "收到的表"]
    told = {name: _size([path]) for name, path in zip(names, siblings(survey.path), strict=True) if path.exists()}
    kept = backups(survey.path)
    return {**told, "备份": f"{len(kept)} 份，最近一份 {_size(kept[:1])}", "密码": "设了" if survey.key.pragma else "没设"}


def _size(paths: Iterable[Path]) -> str:
    total = 0
    for path in paths:
        with suppress(OSError):
            total += path.stat().st_size
    return f"{total / 1e6:.2f} MB"


def _counts(survey: Survey) -> dict[str, str]:
    """How many records of each noun there are; a file that is broken tells of itself what it can."""
    try:
        with telling(survey.path), closing(survey.new_reader()) as reader:
            return {noun.label: str(reader.count(noun)) for noun in RECORDS}
    except FieldAppError as trouble:
        return {"读不出来": type(trouble).__name__}


def _second_place(survey: Survey | None) -> Path | None:
    if survey is None:
        return None
    try:
        with telling(survey.path), closing(survey.new_reader()) as reader:
            second = reader.about(SECOND_PLACE)
    except FieldAppError:
        return None
    return Path(second) if second else None
