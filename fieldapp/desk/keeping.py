"""Keeping the survey file safe: backups, restoring, checking, the password."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fieldapp.base.clock import Clock
from fieldapp.base.errors import CannotOpen, FieldAppError
from fieldapp.store.connection import Key, connect, copy, telling
from fieldapp.store.survey import Survey
from fieldapp.store.verifying import Soundness, soundness

KEPT = 7
"""How many daily backups are kept."""
SECOND_PLACE = "second_place"
"""The remark under which a survey keeps the second place of its backups."""


def backup_folder(path: Path) -> Path:
    """Where the daily backups of a survey file stand: a folder beside it."""
    return path.with_name(f"{path.stem}-备份")


def backups(path: Path) -> list[Path]:
    """The daily backups of a survey file, newest first."""
    return sorted(backup_folder(path).glob("????-??-??.survey"), reverse=True)


def backup_of_the_day(survey: Survey) -> list[str]:
    """Back up under today's date, here and in the second place where one is named; the oldest beyond seven go. For any thread.

    Returns:
        What went wrong with the second place, in sentences: a stick that is not plugged in is no disaster.

    Raises:
        FieldAppError: the backup beside the file itself could not be made.
    """
    name = f"{survey.clock.today().isoformat()}.survey"
    survey.backup(backup_folder(survey.path) / name)
    for old in backups(survey.path)[KEPT:]:
        old.unlink(missing_ok=True)
    reader = survey.new_reader()
    second = reader.about(SECOND_PLACE)
    reader.close()
    if not second:
        return []
    try:
        survey.backup(Path(second) / f"{survey.path.stem}-{name}")
    except FieldAppError as trouble:
        return [f"第二备份位置没有备份成：{trouble}"]
    return []


def is_backed_up_today(survey: Survey) -> bool:
    """Whether a backup of this day stands already."""
    return (backup_folder(survey.path) / f"{survey.clock.today().isoformat()}.survey").exists()


@dataclass(frozen=True)
class Restored:
    """What restoring did: where the file that stood there was put aside, or None."""

    path: Path
    aside: Path | None


def restore(source: Path, target: Path, *, by: str, clock: Clock | None = None, password: str = "") -> Restored:
    """Bring a backup back as `target`. What stood there is put aside, never overwritten; the file becomes its own node.

    Raises:
        CannotOpen: the backup is missing, damaged or has another password; the target is in use.
    """
    if not source.is_file():
        raise CannotOpen(f"找不到备份“{source.name}”。", "请核对备份文件的位置。")
    told = (clock or Clock()).now()
    fresh = target.with_name(f".{target.name}.restored")
    fresh.unlink(missing_ok=True)
    try:
        with telling(source):
            key = Key.of(password, source)
        copy(source, fresh, key, key)
        with Survey.open(fresh, by=by, clock=clock, password=password, as_copy=True) as survey:
            require_sound(survey)
        aside = _put_aside(target, f"{told:%Y-%m-%d %H%M%S}", by=by, password=password)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
        fresh.with_name(f".{fresh.name}.lock").unlink(missing_ok=True)
    Survey.open(target, by=by, clock=clock, password=password, as_copy=True).close()
    return Restored(target, aside)


def _put_aside(target: Path, when: str, *, by: str, password: str) -> Path | None:
    """Move what stands at the target out of the way, unless another program has it open."""
    if not target.exists():
        return None
    try:
        Survey.open(target, by=by, password=password).close()
    except CannotOpen as trouble:
        if "使用" in trouble.what:
            raise
    aside = target.with_name(f"{target.stem}(恢复前 {when}){target.suffix}")
    target.replace(aside)
    for ending in ("-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    return aside


def require_sound(survey: Survey) -> Soundness:
    """Check a survey file through and through. Raises: FieldAppError naming what is wrong."""
    found = soundness(survey)
    if found.troubles:
        raise FieldAppError(
            f"“{survey.path.name}”有问题：{'；'.join(found.troubles)}。", "请先备份，再运行 rebuild；仍有问题时用备份恢复。"
        )
    return found


def set_password(path: Path, *, by: str, old: str, new: str) -> None:
    """Set, change or (with '') remove the password of a survey file and its siblings. Older backups keep the old one.

    Raises:
        FieldAppError: the old password is wrong, or the disk is full; the file is then as it was.
    """
    with Survey.open(path, by=by, password=old) as survey:
        key = survey.key
    fresh_key = Key.of(new)
    siblings = [path, *(p for p in (path.with_name(path.name + ".drafts"), path.with_name(path.name + ".photos")) if p.exists())]
    fresh = {one: one.with_name(f".{one.name}.rekeyed") for one in siblings}
    try:
        for one, target in fresh.items():
            target.unlink(missing_ok=True)
            copy(one, target, key, fresh_key)
            connect(target, fresh_key).execute("select count(*) from sqlite_master").fetchone()
        for one in reversed(siblings):
            fresh[one].replace(one)
    finally:
        for target in fresh.values():
            target.unlink(missing_ok=True)
