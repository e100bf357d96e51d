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
    """Write the plans of these households, each once, in this order; of all in the order of the list where None.

    Args:
        out: a folder, made where it is missing; with `one_file` the PDF itself, to be printed on both sides.
        on: the day that stands on the paper; ages and verdicts are those of that day.
        year: of the plan; the year of `on` where None.
        progress: told the number of papers written so far; may raise Cancelled, which leaves only whole files.

    Raises:
        FieldAppError: no household, one that is not there, no Chinese face on the machine, no limits for the day, or the
            place cannot be written.
    """
    from fieldapp.documents.fonts import faces  # late: reportlab costs 0.3 s of the start
    from fieldapp.documents.pdf import write_pdf

    year = year or on.year
    papers = _papers(reader, _chosen(reader, households), on, year)
    if one_file:
        outcome = write_pdf(out, (paper for _, paper in papers), faces=faces(), duplex=True, progress=progress)
        return Printed((out,), outcome.papers, outcome.missing)
    found = faces()  # before a folder is made
    _make(out)
    files: list[Path] = []
    missing: dict[str, None] = {}
    for dossier, paper in papers:
        target = out / f"{file_name(dossier)}_帮扶计划{year}.pdf"
        if target in files:
            target = target.with_stem(f"{target.stem}_{dossier.household.id}")
        missing |= dict.fromkeys(write_pdf(target, [paper], faces=found).missing)
        files.append(target)
        if progress:
            progress(len(files))
    return Printed(tuple(files), len(files), tuple(missing))


def _chosen(reader: Reader, households: Sequence[str] | None) -> list[str]:
    """The households to print, each once."""
    known = [entry.id for entry in reader.households()]
    if not known:
        raise FieldAppError("档案里还没有农户。", "请先登记农户，再打印计划。")
    chosen = known if households is None else list(dict.fromkeys(households))
    if not chosen:
        raise FieldAppError("没有选农户。", "请先选择要打印的农户。")
    if not set(chosen) <= set(known):
        raise FieldAppError("有的农户不在档案里。", "请核对后再打印。")
    return chosen


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise FieldAppError(f"“{folder.name}”是一个文件，不能当文件夹用。", "请换一个文件夹名。") from None
    except OSError as error:
        raise refusal(folder, error) from error


def _papers(reader: Reader, households: Sequence[str], on: dt.date, year: int) -> Iterator[tuple[Dossier, Paper]]:
    from fieldapp.documents.papers.plan import plan_paper

    for dossier in reader.dossiers(households):
        yield dossier, plan_paper(dossier, judge_dossier(dossier, on), year, on)


def file_name(dossier: Dossier) -> str:
    """The beginning of a file's name for a household: group, head, tail of the official code; fit for every system.

    Where there is no code the tail of the id stands instead (its beginning is the time), so that two families of one name,
    printed one after the other into one folder, do not replace each other.
    """
    home = dossier.household
    parts = [home.group or "", dossier.head, (home.code or "")[-4:] or home.id[-6:]]
    return "_".join(told for part in parts if (told := re.sub(r'[\\/:*?"<>|\s.]+', "", part)[:20]))
