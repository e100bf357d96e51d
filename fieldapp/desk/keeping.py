"""Keeping the survey file safe: backups, the password; restoring and checking are in `restoring`.

A backup is one sealed file for each day. The pictures stand beside the backups in a companion that all of them share and
that only grows: gigabytes are not copied every day. Its name tells under which key it stands, so that a changed password
begins a new one, and the old one goes with the last backup that needs it.
"""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path

from fieldapp.base.errors import Cancelled, FieldAppError
from fieldapp.desk.restoring import Restored, Verified, require_sound, restore, verify
from fieldapp.store.connection import Key, connect, copy, telling
from fieldapp.store.photos import DATED, Photos, companion
from fieldapp.store.progress import Percent, Progress, percent, share
from fieldapp.store.sealing import KEEPSAKE, backup_folder
from fieldapp.store.survey import Survey
from fieldapp.store.swapping import Swap, changing, clear, fresh, siblings, swap

__all__ = [
    "KEPT", "SECOND_PLACE", "Restored", "Verified", "back_up", "backup_folder", "backup_of_the_day", "backups", "is_backed_up_today",
    "keepsakes", "require_sound", "restore", "set_password", "verify",
]  # fmt: skip

KEPT = 7
"""How many daily backups are kept."""
SECOND_PLACE = "second_place"
"""The remark under which a survey keeps the second place of its backups."""


def backups(path: Path) -> list[Path]:
    """The daily backups of a survey file, newest first."""
    return sorted(backup_folder(path).glob("????-??-??.survey"), reverse=True)


def keepsakes(path: Path) -> list[Path]:
    """The file as earlier releases of the program left it, the latest first. They never go by themselves."""
    return sorted(backup_folder(path).glob(f"{KEEPSAKE}*{path.suffix}"), key=lambda one: one.stat().st_mtime, reverse=True)


def backup_of_the_day(survey: Survey, step: Percent | None = None) -> list[str]:
    """Back up under today's date, here and in the second place where one is named; the oldest beyond seven go. For any thread.

    First the survey in both places, which takes a second; then the pictures that are not there yet, which may take minutes
    the first time. Ended by `step`, it goes on next time where it was.

    Returns:
        What went wrong with the second place and with pictures, in sentences: a stick that is not plugged in is no disaster.

    Raises:
        FieldAppError: the backup of the survey beside the file itself could not be made.
    """
    name = f"{survey.clock.today().isoformat()}.survey"
    places, troubles = {backup_folder(survey.path) / name: "照片"}, []
    survey.backup(next(iter(places)))
    if second := _second_place(survey):
        elsewhere = second / f"{survey.path.stem}-{name}"
        try:
            survey.backup(elsewhere)
            places[elsewhere] = "第二备份位置的照片"
        except FieldAppError as trouble:
            troubles.append(f"第二备份位置没有备份成：{trouble}")
    for number, (place, what) in enumerate(places.items()):
        try:
            troubles += _back_up_pictures(survey, place, share(step, number, len(places)))
        except Cancelled:
            raise
        except FieldAppError as trouble:
            troubles.append(f"{what}没有备份成：{trouble}")
    _forget_old(survey.path)
    return troubles


def _second_place(survey: Survey) -> Path | None:
    with closing(survey.new_reader()) as reader:
        second = reader.about(SECOND_PLACE)
    return Path(second) if second else None


def _back_up_pictures(survey: Survey, backup: Path, progress: Progress) -> list[str]:
    """Bring the pictures that its companion has not yet. Returns what is said of altered ones, which do not go into it."""
    with telling(backup):
        path = companion(backup)
    lost = Photos.at(path, survey.key).take(survey.photos, progress=progress)
    names = "、".join(f"“{photo.name}”" for photo in survey.photos.known(lost).values())
    return [f"有 {len(lost)} 张照片被改动过，没有备份：{names}。请用 verify 查是哪几张，再从备份恢复。"] if lost else []


def _forget_old(path: Path) -> None:
    """Beyond seven backups the oldest go, and a companion that no backup needs any more. What cannot go today goes tomorrow."""
    with suppress(OSError):
        for old in backups(path)[KEPT:]:
            old.unlink(missing_ok=True)
        needed = {companion(one) for one in (*backups(path), *keepsakes(path))}
        for one in backup_folder(path).glob("照片*.photos"):
            if one not in needed:
                one.unlink()


def is_backed_up_today(survey: Survey) -> bool:
    """Whether a backup of this day stands already, and no picture waits to be backed up beside it."""
    backup = backup_folder(survey.path) / f"{survey.clock.today().isoformat()}.survey"
    try:
        return backup.exists() and survey.photos.ids() <= Photos.at(companion(backup), survey.key).ids()
    except (FieldAppError, OSError):
        return False


def back_up(survey: Survey, target: Path, step: Percent | None = None) -> list[str]:
    """Back up survey and pictures to a file of this name. A companion of its own is written anew, a shared one grows.

    Returns:
        What is said of pictures that were altered and are not in the backup, in sentences.

    Raises:
        FieldAppError: it cannot be written.
    """
    survey.backup(target)
    if DATED.search(target.name):
        return _back_up_pictures(survey, target, share(step, 0, 1))
    path = companion(target)
    try:
        with telling(path):
            clear(path)
            lost = Photos.at(fresh(path), survey.key).take(survey.photos, progress=share(step, 0, 1))
            path.unlink(missing_ok=True)
            if fresh(path).exists():
                fresh(path).replace(path)
    finally:
        clear(path)
    return [f"有 {len(lost)} 张照片被改动过，没有备份。"] if lost else []


def set_password(path: Path, *, by: str, old: str, new: str, step: Percent | None = None) -> None:
    """Set, change or (with '') remove the password of a survey file and its siblings, all at one stroke.

    Older backups keep the old one, pictures in their companion too.

    Raises:
        FieldAppError: the old password is wrong, or the disk is full; the file is then as it was.
    """
    with Survey.open(path, by=by, password=old) as survey:
        key = survey.key
    fresh_key = Key.of(new)
    with changing(path):
        there = [one for one in siblings(path) if one.exists()]
        for number, one in enumerate(there):
            copy(one, fresh(one), key, fresh_key, percent(share(step, number, len(there))))
            with closing(connect(fresh(one), fresh_key)) as connection:
                connection.execute("select count(*) from sqlite_master").fetchone()
        swap(path, [Swap(one.name) for one in there])
