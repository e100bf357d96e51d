"""Printing: the 帮扶 plan of each family as PDF."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.base.errors import FieldAppError
from fieldapp.desk.judging import judge_dossier
from fieldapp.documents.landing import refusal
from fieldapp.records.dossier import Dossier
from fieldapp.store.reader import Reader

if TYPE_CHECKING:
    from fieldapp.documents.outline import Paper


@dataclass(frozen=True)
class Printed:
    """What was written: the files, and the characters that no face on this machine has."""

    files: tuple[Path, ...]
    papers: int
    missing: tuple[str, ...]


def write_plans(
    reader: Reader, out: Path, *, on: dt.date, households: Sequence[str] | None = None, year: int | None = None,
    one_file: bool = False, progress: Callable[[int], None] | None = None,
) -> Printed:  # fmt: skip
    """Write the plans of these households (all where None), in the order of the list.

    Args:
        out: a folder; with `one_file` the PDF itself.
        on: the day that stands on the paper; ages and verdicts are those of that day.
        year: of the plan; the year of `on` where None.
        progress: told the number of papers written so far; may raise Cancelled.

    Raises:
        FieldAppError: no household, no Chinese face on the machine, or the place cannot be written.
    """
    from fieldapp.documents.fonts import faces  # late: reportlab costs 0.3 s of the start
    from fieldapp.documents.pdf import write_pdf

    told = [d.household.id for d in reader.dossiers(households)] if households else None
    if households is not None and len(told or ()) != len(households):
        raise FieldAppError("有的农户不在档案里。", "请核对后再打印。")
    papers = _papers(reader, households, on, year or on.year)
    if one_file:
        outcome = write_pdf(out, [paper for _, paper in papers], faces=faces(), duplex=True, progress=progress)
        return Printed((out,), outcome.papers, tuple(outcome.missing))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refusal(out, error) from error
    files: list[Path] = []
    missing: dict[str, None] = {}
    for dossier, paper in papers:
        target = out / f"{file_name(dossier)}_帮扶计划{year or on.year}.pdf"
        target = target if target not in files else target.with_stem(f"{target.stem}_{dossier.household.id[:6]}")
        missing |= dict.fromkeys(write_pdf(target, [paper], faces=faces()).missing)
        files.append(target)
        if progress:
            progress(len(files))
    return Printed(tuple(files), len(files), tuple(missing))


def _papers(reader: Reader, households: Sequence[str] | None, on: dt.date, year: int) -> Iterator[tuple[Dossier, Paper]]:
    from fieldapp.documents.papers.plan import plan_paper

    for dossier in reader.dossiers(households):
        yield dossier, plan_paper(dossier, judge_dossier(dossier, on), year, on)


def file_name(dossier: Dossier) -> str:
    """The beginning of a file's name for a household: group, head, tail of the official code; fit for every system."""
    parts = [dossier.household.group or "", dossier.head, (dossier.household.code or "")[-4:]]
    return "_".join(re.sub(r'[\\/:*?"<>|\s.]+', "", part)[:30] for part in parts if part) or dossier.household.id[:8]
