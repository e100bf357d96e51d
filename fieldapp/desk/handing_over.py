"""Handing over: the workbook for the county's office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.records.dossier import Dossier
from fieldapp.store.reader import Reader
from fieldapp.store.survey import Survey

if TYPE_CHECKING:
    from fieldapp.documents.workbook import Written

HANDED_OVER = "handed_over"
"""The remark under which a survey keeps the moment of its last hand-over."""


def hand_over(survey: Survey, path: Path, *, progress: Callable[[int], None] | None = None) -> Written:
    """Write the workbook of everything and note when. See `write_book`."""
    written = write_book(survey.reader, path, by=survey.by, at=survey.clock.now(), progress=progress)
    survey.note(HANDED_OVER, survey.clock.now().isoformat(timespec="seconds"))
    return written


def write_book(reader: Reader, path: Path, *, by: str, at: dt.datetime, progress: Callable[[int], None] | None = None) -> Written:
    """Write the workbook of everything: re-opened and compared before it gets its name. For any thread with its own reader.

    Args:
        progress: told the number of households written so far.

    Raises:
        FieldAppError: the place cannot be written, or what was read back differs; nothing is left behind then.
    """
    from fieldapp.documents.workbook import write_workbook  # late: openpyxl costs 0.2 s of the start

    village = reader.village()
    on = at.date()
    return write_workbook(
        path, village, _counted(reader, progress), code=reader.code(), by=by, at=at.replace(tzinfo=None),
        verdicts=lambda dossier: _verdicts(dossier, on), package={"village": village.code or "", "node": reader.about("node")},
    )  # fmt: skip


def _counted(reader: Reader, progress: Callable[[int], None] | None) -> Iterator[Dossier]:
    for number, dossier in enumerate(reader.dossiers(), start=1):
        yield dossier
        if progress:
            progress(number)


def _verdicts(dossier: Dossier, on: dt.date) -> Mapping[str, str]:
    """The columns that are worked out for a household: head → text."""
    from fieldapp.desk.judging import judge_dossier  # late: the rules cost 0.03 s of the start

    judged = judge_dossier(dossier, on)
    return {
        "住房结论": judged.housing.told,
        "住房依据": " ".join(reason.text for reason in judged.housing.reasons),
        "饮水结论": judged.water.told,
        "饮水依据": " ".join(reason.text for reason in judged.water.reasons),
    }
