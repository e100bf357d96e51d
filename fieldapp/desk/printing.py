"""Printing: papers of families as PDF, each kind by its name, one file a paper or all in one."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.base.errors import FieldAppError
from fieldapp.base.file_names import fit
from fieldapp.desk.judging import check_dossier, judge_dossier, limits_of, signs
from fieldapp.documents.landing import refusal
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from fieldapp.store.reader import Reader

if TYPE_CHECKING:
    from fieldapp.desk.sightings import Past
    from fieldapp.documents.outline import Paper
    from fieldapp.documents.papers.outing import Call

Progress = Callable[[int], None]
"""Told how many households are printed so far; may raise Cancelled, which leaves only whole files."""


class PaperKind(enum.Enum):
    """What can be printed: the name stands in files and menus."""

    PLAN = "帮扶计划"
    HOUSING = "住房查看"
    WATER = "饮水评价"
    VISIT = "走访记录"
    OUTING = "出门单"


def kind_named(told: str) -> PaperKind:
    """The kind of that Chinese or English name. Raises: FieldAppError."""
    for kind in PaperKind:
        if told.strip().lower() in (kind.value, kind.name.lower()):
            return kind
    known = "、".join(f"{kind.value}({kind.name.lower()})" for kind in PaperKind)
    raise FieldAppError(f"没有“{told}”这种材料。", f"可以打印的有：{known}。")


@dataclass(frozen=True)
class Order:
    """What is to be printed.

    Attributes:
        on: the day that stands on the papers; ages and verdicts are those of that day.
        households: ids, each once and in this order; None: all in the order of the list.
        year: of the plan; that of `on` where None.
        mask: numbers without their middle.
        since: visits from this day on; None: the newest one.
        visit: this visit alone (its id).
        every: all visits of each household.
    """

    kind: PaperKind
    on: dt.date
    households: Sequence[str] | None = None
    year: int | None = None
    mask: bool = True
    since: dt.date | None = None
    visit: str = ""
    every: bool = False


@dataclass(frozen=True)
class Printed:
    """What was written: the files, and the characters that no face on this machine has."""

    files: tuple[Path, ...]
    papers: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class _Sheet:
    """A paper and how its file begins."""

    paper: Paper
    name: str


def write_plans(
    reader: Reader, out: Path, *, on: dt.date, households: Sequence[str] | None = None, year: int | None = None,
    one_file: bool = False, mask: bool = True, progress: Progress | None = None,
) -> Printed:  # fmt: skip
    """Write the plans of these households; see `write_papers`."""
    return write_papers(reader, out, Order(PaperKind.PLAN, on, households, year, mask), one_file=one_file, progress=progress)


def write_papers(
    reader: Reader, out: Path, order: Order, *, one_file: bool = False, duplex: bool = True, progress: Progress | None = None
) -> Printed:
    """Write papers.

    Args:
        out: a folder, made where it is missing; with `one_file` the PDF itself. A round's sheets (出门单) are always one
            paper.
        duplex: lay the one file out for printing on both sides, each paper on a sheet of its own.

    Raises:
        FieldAppError: no household, one that is not there, nothing to print, no Chinese face on the machine, no limits for
            the day, or the place cannot be written.
    """
    from fieldapp.documents.fonts import faces  # late: reportlab costs 0.3 s of the start
    from fieldapp.documents.pdf import write_pdf

    sheets = _sheets(reader, order, _chosen(reader, order), progress)
    if one_file:
        outcome = write_pdf(out, (sheet.paper for sheet in sheets), faces=faces(), duplex=duplex)
        return Printed((out,), outcome.papers, outcome.missing)
    found, first = faces(), next(sheets, None)  # before a folder is made
    if first is None:
        raise FieldAppError("没有要打印的内容。", "请换一种材料，或者换几户。")
    _make(out)
    files: list[Path] = []
    missing: dict[str, None] = {}
    for sheet in chain([first], sheets):
        target = out / f"{sheet.name}.pdf"
        if target in files:
            target = target.with_stem(f"{target.stem}_{sheet.paper.id}")
        missing |= dict.fromkeys(write_pdf(target, [sheet.paper], faces=found).missing)
        files.append(target)
    return Printed(tuple(files), len(files), tuple(missing))


def _chosen(reader: Reader, order: Order) -> list[str]:
    """The households to print, each once."""
    known = [entry.id for entry in reader.households()]
    if not known:
        raise FieldAppError("档案里还没有农户。", "请先登记农户，再打印计划。")
    chosen = known if order.households is None else list(dict.fromkeys(order.households))
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


def _sheets(reader: Reader, order: Order, households: Sequence[str], progress: Progress | None) -> Iterator[_Sheet]:
    """The papers of an order, one after another; a household is told when its papers were taken."""
    dossiers = _told(reader.dossiers(households), progress)
    if order.kind is PaperKind.OUTING:
        from fieldapp.documents.papers.outing import outing_paper

        calls = [_call(reader, dossier, order.on) for dossier in dossiers]
        yield _Sheet(outing_paper(calls, order.on, mask=order.mask), f"{PaperKind.OUTING.value}{order.on:%Y%m%d}")
        return
    make = {PaperKind.PLAN: _plan, PaperKind.HOUSING: _housing, PaperKind.WATER: _water, PaperKind.VISIT: _visit}[order.kind]
    for dossier in dossiers:
        yield from make(reader, dossier, order)
    if order.kind is PaperKind.HOUSING and order.households is None:
        yield from _nobodys(reader, order)


def _told(dossiers: Iterable[Dossier], progress: Progress | None) -> Iterator[Dossier]:
    """These dossiers; each is told as done when the next one is wanted."""
    for done, dossier in enumerate(dossiers, start=1):
        yield dossier
        if progress:
            progress(done)


def _plan(_: Reader, dossier: Dossier, order: Order) -> Iterator[_Sheet]:
    from fieldapp.documents.papers.plan import plan_paper

    year = order.year or order.on.year
    paper = plan_paper(dossier, judge_dossier(dossier, order.on), year, order.on, mask=order.mask)
    yield _Sheet(paper, f"{file_name(dossier)}_{order.kind.value}{year}")


def _housing(_: Reader, dossier: Dossier, order: Order) -> Iterator[_Sheet]:
    """One for each building of a family; a building of another family or of nobody is printed with each that uses it."""
    from fieldapp.documents.papers.housing import housing_paper

    judged = judge_dossier(dossier, order.on)
    houses: list[Housing | None] = [*dossier.all(Housing)]
    for housing in houses or [None]:
        paper = housing_paper(dossier, judged, housing, signs(), order.on, mask=order.mask)
        named = f"_{_fit(housing.name)}" if housing and housing.name and len(judged.houses) > 1 else ""
        yield _Sheet(paper, f"{file_name(dossier)}_{order.kind.value}{named}")


def _nobodys(reader: Reader, order: Order) -> Iterator[_Sheet]:
    """The buildings that belong to nobody and that nobody uses."""
    for housing in reader.unowned(Housing):
        if not housing.shared:
            yield from _housing(reader, Dossier(reader.village(), Household(), {Housing: [housing]}), order)


def _water(_: Reader, dossier: Dossier, order: Order) -> Iterator[_Sheet]:
    from fieldapp.documents.papers.water import water_paper

    judged, limits = judge_dossier(dossier, order.on), limits_of(dossier.village, order.on)[1]
    yield _Sheet(
        water_paper(dossier, judged.water, limits, order.on, mask=order.mask), f"{file_name(dossier)}_{order.kind.value}"
    )


def _visit(reader: Reader, dossier: Dossier, order: Order) -> Iterator[_Sheet]:
    """The record of the visits asked for; a family without one has none, unless the newest is asked for."""
    from fieldapp.desk.sightings import past_of
    from fieldapp.documents.papers.visit import visit_paper

    wanted = [told for told in past_of(reader, dossier).visits if _is_wanted(told[0], order)]
    newest = not (order.every or order.visit or order.since)
    wanted = wanted[-1:] if newest else wanted
    if not wanted and not newest:
        return
    day = f"_{wanted[0][0].day:%Y%m%d}" if len(wanted) == 1 and wanted[0][0].day else ""
    yield _Sheet(visit_paper(dossier, wanted, order.on, mask=order.mask), f"{file_name(dossier)}_{order.kind.value}{day}")


def _is_wanted(visit: Visit, order: Order) -> bool:
    if order.visit:
        return visit.id == order.visit
    return order.since is None or (visit.day is not None and visit.day >= order.since)


def _call(reader: Reader, dossier: Dossier, on: dt.date) -> Call:
    """What a working copy tells of a household."""
    from fieldapp.desk.sightings import past_of
    from fieldapp.documents.papers.outing import Call

    past = past_of(reader, dossier)
    return Call(dossier, judge_dossier(dossier, on), _seen(past, dossier), doubts_told(dossier, on))


def doubts_told(dossier: Dossier, on: dt.date) -> list[str]:
    """What is doubtful of a household, a sentence each; what is said of several people alike is said once of all of them."""
    names = dossier.names
    whose: dict[str, list[str]] = {}
    for doubt in check_dossier(dossier, on):
        name = names.get(doubt.record, "")
        about = bool(name) and doubt.text.startswith(name)
        whose.setdefault(doubt.text.removeprefix(name) if about else doubt.text, []).extend([name] if about else [])
    return ["、".join(dict.fromkeys(people)) + text for text, people in whose.items()]


def _seen(past: Past, dossier: Dossier) -> dict[str, dt.date]:
    records = [(noun, record.id) for noun in (Housing, Water) for record in dossier.all(noun)]
    return {id: day for noun, id in records if (day := past.seen(noun, id))}


def proposed_name(order: Order) -> str:
    """What a file or folder of papers is called, without ending, unless somebody wants another name; full numbers are told."""
    return f"{order.kind.value}_{order.on:%Y%m%d}{'' if order.mask else '_含个人信息'}"


def file_name(dossier: Dossier) -> str:
    """The beginning of a file's name for a household: group, head, tail of the official code; fit for every system.

    Where there is no code the tail of the id stands instead (its beginning is the time), so that two families of one name,
    printed one after the other into one folder, do not replace each other.
    """
    home = dossier.household
    if not home.id:
        return "不属于任何一户"
    parts = [home.group or "", dossier.head, (home.code or "")[-4:] or home.id[-6:]]
    return "_".join(told for part in parts if (told := _fit(part)))


def _fit(part: str) -> str:
    """A part of a file's name without what some system does not take, and without blanks and dots."""
    return re.sub(r"[\s.]+", "", fit(part))[:20]
