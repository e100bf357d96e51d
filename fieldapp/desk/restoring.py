"""Bringing backups back, and telling whether a file is sound.

What is restored is first made ready and checked beside the file, and then takes its place at one stroke (`swapping`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from fieldapp.base.clock import Clock
from fieldapp.base.errors import CannotOpen, FieldAppError
from fieldapp.store.connection import Key, copy, mark_of, telling
from fieldapp.store.photos import Photos, companion
from fieldapp.store.progress import Percent, Progress, percent, share
from fieldapp.store.sealing import is_sealed, require_intact
from fieldapp.store.survey import Survey
from fieldapp.store.swapping import Swap, changing, fresh, journal, siblings, swap
from fieldapp.store.verifying import Soundness, lost_pictures, named_pictures, said_of, soundness


@dataclass(frozen=True)
class Restored:
    """What restoring did.

    Attributes:
        aside: where the file that stood there was put, or None.
        lost: the pictures that did not come back, in phrases.
    """

    path: Path
    aside: Path | None
    lost: tuple[str, ...] = ()


def restore(
    source: Path, target: Path, *, by: str, clock: Clock | None = None, password: str = "", step: Percent | None = None
) -> Restored:
    """Bring a backup back as `target`, pictures included; the file becomes its own node.

    What stood there is put aside, never overwritten, its pictures with it. Pictures that are missing or altered in the
    backup are taken from there; what is found nowhere is told and stops nothing. Drafts stay where their key is the same.

    Raises:
        CannotOpen: the backup is missing, damaged or has another password; the target is in use.
        FieldAppError: the disk is full. What stood at the target is then as it was.
    """
    if not source.is_file():
        raise CannotOpen(f"找不到备份“{source.name}”。", "请核对备份文件的位置。")
    when = (clock or Clock()).now()
    _end_work(target, by=by, password=password)
    with changing(target):
        with _checked(source, fresh(target), by=by, clock=clock, password=password, step=step) as survey:
            lost = _pictures_back(survey, source, target, password, share(step, 1, 2))
        swaps = _swaps(target, f"(恢复前 {when:%Y-%m-%d %H%M%S})")
        swap(target, swaps)
    Survey.open(target, by=by, clock=clock, password=password, as_copy=True).close()
    return Restored(target, target.with_name(swaps[0].aside) if swaps[0].aside else None, tuple(lost))


def _end_work(target: Path, *, by: str, password: str) -> None:
    """Let what stands at the target bring its last changes home, unless another program has it open."""
    if target.exists() or journal(target).exists():
        try:
            Survey.open(target, by=by, password=password).close()
        except CannotOpen as trouble:
            if "使用" in trouble.what:
                raise


@contextmanager
def _checked(source: Path, ready: Path, *, by: str, clock: Clock | None, password: str, step: Percent | None) -> Iterator[Survey]:
    """A backup, copied and open, that was found sound. Raises: FieldAppError where it is not."""
    with telling(source):
        require_intact(source)
        key = Key.of(password, source)
    copy(source, ready, key, key, percent(share(step, 0, 2)))
    try:
        with Survey.open(ready, by=by, clock=clock, password=password, as_copy=True) as survey:
            require_sound(survey)
            yield survey
    finally:
        ready.with_name(f".{ready.name}.lock").unlink(missing_ok=True)


def _pictures_back(survey: Survey, source: Path, target: Path, password: str, progress: Progress) -> list[str]:
    """Gather the pictures of a backup for its fresh file. Returns what is said of those that are found nowhere."""
    _, _, beside, _ = siblings(target)
    ready, named = Photos.at(fresh(beside), survey.key), named_pictures(survey)
    altered, troubles = [], []
    try:
        altered = ready.take(_kept_with(source, survey.key), progress=progress)
    except CannotOpen as trouble:
        troubles.append(f"备份里的照片读不出来：{trouble.what}")
    there = ready.ids()
    if beside.exists() and not there.issuperset(named):
        with suppress(CannotOpen):  # it may have another password, and then its pictures are not ours to take
            ready.take(Photos.at(beside, Key.of(password, beside)), only=named)
            there = ready.ids()
    missing = {id: id in altered for id in {*named, *altered} if id not in there}
    return [*troubles, *said_of(missing, named, {})]


def _kept_with(backup: Path, key: Key) -> Photos:
    """The pictures of a backup: those of its companion, or those beside the file where somebody copied both."""
    with telling(backup):
        path = companion(backup)
    return Photos.at(path, key) if path.exists() else Photos(backup, key)


def _swaps(target: Path, mark: str) -> Sequence[Swap]:
    """Survey, drafts and pictures of the target change for the fresh ones. Drafts and what came stay where the key is the same."""
    survey, drafts, photos, received = siblings(target)
    aside = f"{target.stem}{mark}{target.suffix}"
    swaps = [Swap(survey.name, aside if survey.exists() else "")]
    for one in (drafts, received):
        if one.exists() and mark_of(one) != mark_of(fresh(survey)):
            swaps.append(Swap(one.name, f"{aside}{one.suffix}", comes=False))
    if photos.exists() or fresh(photos).exists():
        swaps.append(Swap(photos.name, f"{aside}.photos" if photos.exists() else "", comes=fresh(photos).exists()))
    return swaps


def require_sound(survey: Survey) -> Soundness:
    """Check a survey file through and through, but for its pictures. Raises: FieldAppError naming what is wrong."""
    found = soundness(survey)
    if found.troubles:
        raise FieldAppError(
            f"“{survey.path.name}”有问题：{'；'.join(found.troubles)}。", "请先备份，再运行 rebuild；仍有问题时用备份恢复。"
        )
    return found


@dataclass(frozen=True)
class Verified:
    """A file that was found sound: what is in it, how many pictures were read, and what is said of those that are lost."""

    soundness: Soundness
    pictures: int
    lost: tuple[str, ...]


def verify(path: Path, *, by: str, clock: Clock | None = None, password: str = "", step: Percent | None = None) -> Verified:
    """Check a survey file or a backup with its pictures. A backup is held against its seal, and not written in.

    Raises:
        CannotOpen: it cannot be opened, or it is a backup that was altered.
        FieldAppError: see `require_sound`.
    """
    with telling(path):
        sealed = path.is_file() and is_sealed(path)
    if not sealed:
        with Survey.open(path, by=by, clock=clock, password=password) as survey:
            return verified(survey, survey.photos, step)
    from tempfile import TemporaryDirectory  # late: the start is short

    with TemporaryDirectory() as folder:
        ready = Path(folder) / path.name
        with _checked(path, ready, by=by, clock=clock, password=password, step=step) as survey:
            return verified(survey, _kept_with(path, survey.key), step)


def verified(survey: Survey, photos: Photos, step: Percent | None = None) -> Verified:
    """Check an open file with its pictures, which stand in this companion. For any thread. Raises: FieldAppError."""
    found = require_sound(survey)
    lost = lost_pictures(survey, photos, share(step, 1, 2))
    return Verified(found, len(photos.ids()), tuple(lost))
