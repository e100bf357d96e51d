"""Handing over: the workbook for the county's office, in one of its editions, and the log of what has left the house.

What counts as handed over is the whole book, with or without a password: the next one tells what changed since. The
masked edition is for others and cannot be read back, so it is only logged.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.base.record import Record
from fieldapp.documents.edition import FULL, Edition
from fieldapp.records import RECORDS
from fieldapp.records.dossier import Dossier
from fieldapp.records.registered import Registered
from fieldapp.store.reader import Reader
from fieldapp.store.survey import Survey

if TYPE_CHECKING:
    from fieldapp.documents.news import ChangeLine
    from fieldapp.documents.workbook import Written
    from fieldapp.rules.finding import Finding

HANDED_OVER = "handed_over"
"""The remark under which a survey keeps the moment of its last hand-over."""
_SEEN = "handed_over_seen"
"""The remark that keeps what was known at that moment: node → number of its newest act, as JSON."""
_LOG = "hand_overs"
"""The remark that keeps what has left the house, as JSON, the newest first."""
_LOGGED = 200
Progress = Callable[[int], None]
"""Told the number of households written so far."""


@dataclass(frozen=True)
class HandOver:
    """One workbook that left the house.

    Attributes:
        at: when, ISO 8601 with zone.
        by: who exported it.
        file: its name, without its folder.
        edition: full, locked or masked.
        code: the 对账码 of what it tells.
        sha256: of the file, in hexadecimal.
    """

    at: str
    by: str
    file: str
    edition: str
    code: str
    sha256: str


@dataclass(frozen=True)
class Book:
    """A workbook that stands in its place and is not logged yet. `seen`: what was known when it was written."""

    written: Written
    told: HandOver
    seen: Mapping[str, int]


def hand_over(survey: Survey, path: Path, *, edition: Edition = FULL, progress: Progress | None = None) -> Written:
    """Write the workbook of everything and log it. See `write_book`."""
    book = write_book(survey.reader, path, by=survey.by, at=survey.clock.now(), edition=edition, progress=progress)
    log(survey, book)
    return book.written


def write_book(
    reader: Reader, path: Path, *, by: str, at: dt.datetime, edition: Edition = FULL, progress: Progress | None = None
) -> Book:
    """Write the workbook of everything: re-opened and compared before it gets its name. For any thread with its own reader.

    Raises:
        FieldAppError: the place cannot be written, or what was read back differs; nothing is left behind then.
    """
    from fieldapp.documents.workbook import write_workbook  # late: openpyxl costs 0.2 s of the start

    on = at.date()
    with reader.steady():
        village, code, seen = reader.village(), reader.code(), reader.seen()
        written = write_workbook(
            path, village, _contents(reader, progress), changes=_news(reader), verdicts=lambda dossier: _verdicts(dossier, on),
            by=by, at=at.replace(tzinfo=None), code=code, edition=edition,
            package={"village": village.code or ""} | ({} if edition.masked else {"node": reader.about("node")}),
        )  # fmt: skip
    moment = at.isoformat(timespec="seconds")
    return Book(written, HandOver(moment, by, path.name, edition.name, code, written.sha256), seen)


def log(survey: Survey, book: Book) -> None:
    """Keep in the survey file that a workbook has left the house; of a whole one, that the county now knows what it tells."""
    told = [asdict(one) for one in (book.told, *hand_overs(survey.reader))][:_LOGGED]
    survey.note(_LOG, json.dumps(told, ensure_ascii=False))
    if book.told.edition != "masked":
        survey.note(_SEEN, json.dumps(book.seen))
        survey.note(HANDED_OVER, book.told.at)


def hand_overs(reader: Reader) -> list[HandOver]:
    """The workbooks that left the house, the newest first; the last 200."""
    return [HandOver(**told) for told in json.loads(reader.about(_LOG) or "[]")]


def proposed_name(village: str, on: dt.date, edition: Edition) -> str:
    """What the file of an edition is called unless somebody wants another name; the open one with numbers says so."""
    ending = {"masked": "_公开版", "full": "_含个人信息"}.get(edition.name, "")
    return f"{village}_上报_{on:%Y%m%d}{ending}.xlsx"


def _contents(reader: Reader, progress: Progress | None) -> Iterator[Dossier | Record]:
    """Every household, and after them the records that belong to none."""
    for number, dossier in enumerate(reader.dossiers(), start=1):
        yield dossier
        if progress:
            progress(number)
    for noun in RECORDS:
        yield from reader.unowned(noun)


def _news(reader: Reader) -> Iterator[ChangeLine]:
    """What changed since the last hand-over; before the first one only which records there are, for all is new then."""
    from fieldapp.documents.news import ChangeLine

    known: dict[str, int] = json.loads(reader.about(_SEEN) or "{}")
    for line in reader.since(known):
        if known or line.field is None:
            code, head = reader.whose(line.noun, line.record)
            yield ChangeLine(code, head, line.act, line.noun, line.record, line.field, line.was, line.now)


def _verdicts(dossier: Dossier, on: dt.date) -> Mapping[str, str]:
    """The columns that are worked out for a household: head → text."""
    from fieldapp.desk.judging import judge_dossier  # late: the rules cost 0.03 s of the start
    from fieldapp.rules.registered import OF_HOUSING, OF_WATER, beside
    from fieldapp.rules.water import PARTS

    judged = judge_dossier(dossier, on)
    statements = dossier.all(Registered)
    return {
        "住房结论": _told(judged.housing),
        "人不住危房": judged.nobody_in_danger.told,
        "危房不住人": judged.danger_closed.told,
        "住房安全分类": judged.result_class.told,
        "重点复查": " ".join(judged.recheck),
        "住房依据": " ".join(reason.text for reason in judged.housing.reasons),
        "登记的住房": beside(statements, OF_HOUSING, judged.housing),
        "饮水结论": _told(judged.water),
        **(dict.fromkeys(PARTS, "") | {part.name: part.verdict.value for part in judged.water.parts}),
        "饮水依据": " ".join(reason.text for reason in judged.water.reasons),
        "登记的饮水": beside(statements, OF_WATER, judged.water),
    }


def _told(finding: Finding) -> str:
    """The verdict that counts, and what the rules suggest where a person has decided otherwise."""
    return f"{finding.told}(建议 {finding.suggested.told})" if finding.suggested else finding.told
