"""The answers of the county: one 回传包 a village, with everything that the village's last package did not know.

Where there is nothing to say it is still a confirmation of what has arrived. A village with a key gets its book under it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fieldapp.base.clock import Clock
from fieldapp.base.errors import Cancelled, FieldAppError
from fieldapp.base.file_names import fit
from fieldapp.base.knowledge import Knowledge
from fieldapp.desk.county_hands import Crew, Lost, Stop
from fieldapp.desk.handing_over import CONFIRMED, hand_over
from fieldapp.documents.edition import FULL, Edition
from fieldapp.store.connection import Key
from fieldapp.store.registry import Entry, Registry
from fieldapp.store.survey import Survey

Progress = Callable[[int, int], None]
"""Told how many villages are done, and of how many."""
_NEVER = "还没有收到过它的包，不用回。"
_LOST = "写它的回传包时程序停了，请单独再发一次这个村的。"


@dataclass(frozen=True)
class Answer:
    """What became of one village: the file that was written, '' where there is none, and then why."""

    village: str
    name: str
    file: str = ""
    news: int = 0
    locked: bool = False
    why: str = ""


@dataclass(frozen=True)
class Errand:
    """One village's package to be written."""

    entry: Entry = field(repr=False)
    survey: Path
    out: Path
    by: str
    key: str = field(repr=False)


def proposed_name(entry: Entry, on: dt.date) -> str:
    """What the 回传包 of a village is called."""
    return f"{fit(entry.name)}_{entry.code}_回传_{on:%Y%m%d}{'' if entry.key else '_含个人信息'}.xlsx"


def answer(
    registry: Registry, folder: Path, codes: Iterable[str] = (), *, by: str, processes: int = 0, progress: Progress | None = None
) -> list[Answer]:
    """Write the 回传包 of these villages, of all where none is named, into a folder; in the order of the codes.

    Raises:
        FieldAppError: a village is not in the registry, or the folder cannot be made.
    """
    entries = registry.some(codes)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FieldAppError(f"“{folder}”不能用来放回传包。", "请换一个文件夹。") from error
    on = Clock().today()
    told = {entry.code: Answer(entry.code, entry.name, why=_NEVER) for entry in entries if not registry.heard(entry.code)}
    errands = [
        Errand(entry, registry.survey_path(entry.code), folder / proposed_name(entry, on), by, registry.key.pragma)
        for entry in entries
        if entry.code not in told
    ]
    with Crew(processes, beat=lambda: progress(len(told), len(entries)) if progress else None) as crew:
        for errand, done in crew.spread([[one] for one in errands], answer_one):
            code = errand.entry.code
            told[code] = Answer(code, errand.entry.name, why=_LOST) if isinstance(done, Lost) else done
    return [told[entry.code] for entry in entries]


def answer_one(errand: Errand, stop: Stop) -> Answer:
    """Write one village's package. Raises: Cancelled."""
    entry = errand.entry
    edition = Edition.locked(entry.key) if entry.key else FULL
    try:
        with Survey.open(errand.survey, by=errand.by, key=Key(errand.key)) as survey:
            acts, _ = survey.reader.beyond(_confirmed(survey))
            hand_over(survey, errand.out, edition=edition, progress=stop)
    except Cancelled:
        raise
    except FieldAppError as trouble:
        return Answer(entry.code, entry.name, why=str(trouble))
    return Answer(entry.code, entry.name, errand.out.name, len(acts), bool(entry.key))


def _confirmed(survey: Survey) -> Knowledge:
    """What the village has said that it knows."""
    return Knowledge.read(survey.reader.about(CONFIRMED))
