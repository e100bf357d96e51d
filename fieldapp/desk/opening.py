"""Opening and closing the survey file, with the backup of the day."""

from __future__ import annotations

import getpass
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.base.clock import Clock
from fieldapp.base.errors import Cancelled, CannotOpen, FieldAppError
from fieldapp.desk.keeping import backup_of_the_day
from fieldapp.records.village import Village
from fieldapp.store.connection import Key
from fieldapp.store.survey import Survey
from fieldapp.store.swapping import awaited_by

if TYPE_CHECKING:
    from fieldapp.store.registry import Registry

COUNTY_SUFFIX = ".county"
"""How the name of a county's file ends."""
LEAVING = 2.0
"""Seconds for which closing waits for pictures to be backed up."""


def somebody() -> str:
    """Who records when nobody says it: the name of the machine's user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "未署名"


def new_survey(
    path: Path, name: str, code: str, *, by: str = "", clock: Clock | None = None, password: str = "", **answers: object
) -> Survey:
    """Make a survey file for a village and open it.

    Args:
        name: of the village.
        code: its 12-digit statistical code.
        answers: more answers about the village, by name of the question.

    Raises:
        FieldAppError: the code or name is wrong, the place is taken or cannot be written.
    """
    village = Village(name=Village.name.kind.read(name), code=Village.code.kind.read(code), **answers)
    return Survey.create(path, village, by=by or somebody(), clock=clock, password=password)


def open_survey(path: Path, *, by: str = "", clock: Clock | None = None, password: str = "") -> Survey:
    """Open a survey file. Raises: CannotOpen."""
    if above := awaited_by(path):
        raise CannotOpen(f"“{path.name}”的密码换到一半，上次没有换完。", f"请先打开“{above.name}”，它会自己换完，再打开这一份。")
    return Survey.open(path, by=by or somebody(), clock=clock, password=password)


def open_file(path: Path, *, by: str = "", password: str = "") -> Survey | Registry:
    """Open a village's survey file or, by its ending, a county's. Raises: CannotOpen."""
    if path.suffix.lower() == COUNTY_SUFFIX:
        from fieldapp.store.registry import Registry  # late: the start is a village's

        return Registry.open(path, password=password)
    return open_survey(path, by=by, password=password)


def is_password(survey: Survey, password: str) -> bool:
    """Whether an open file has this password, '' where it has none. Takes some tenths of a second; for any thread."""
    return Key.of(password, survey.path) == survey.key


def reopened(survey: Survey) -> Survey:
    """Open a file again that was closed a moment ago, without asking for its password. Raises: CannotOpen."""
    return Survey.open(survey.path, by=survey.by, clock=survey.clock, key=survey.key)


def close_survey(survey: Survey) -> list[str]:
    """Close a survey file, backed up where something was done. Returns what went wrong with backups, in sentences.

    Whoever leaves does not wait for gigabytes of pictures: after LEAVING seconds, the rest is left for the next opening.
    """
    until = time.monotonic() + LEAVING

    def step(_: int) -> None:
        if time.monotonic() > until:
            raise Cancelled

    try:
        return backup_of_the_day(survey, step) if survey.acts_made else []
    except Cancelled:
        return ["照片还没有备份完，下次打开时接着备份。"]
    except FieldAppError as trouble:
        return [str(trouble)]
    finally:
        survey.close()


@contextmanager
def opened(path: Path, *, by: str = "", clock: Clock | None = None, password: str = "") -> Iterator[Survey]:
    """An open survey file for one errand; closed and backed up afterwards. Raises: CannotOpen."""
    survey = open_survey(path, by=by, clock=clock, password=password)
    try:
        yield survey
    except BaseException:
        survey.close()
        raise
    close_survey(survey)
