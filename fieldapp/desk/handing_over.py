"""Handing over: the workbook for the county's office, in one of its editions, and the log of what has left the house.

What counts as handed over is the whole book, with or without a password: the next one tells what changed since. The
masked edition is for others and cannot be read back, so it is only logged.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp import VERSION
from fieldapp.base.errors import FieldAppError
from fieldapp.base.knowledge import Knowledge
from fieldapp.base.record import Record
from fieldapp.base.tally import minted_id
from fieldapp.desk import departures
from fieldapp.desk.departures import HANDED_OVER, HandOver, hand_overs
from fieldapp.desk.evidence import Enclosed, Packed
from fieldapp.documents.edition import FULL, LABELS, Edition
from fieldapp.documents.landing import refusal
from fieldapp.documents.slip import slip_of, write_slip
from fieldapp.records import RECORDS
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.registered import Registered
from fieldapp.records.village import Village
from fieldapp.store.reader import Reader
from fieldapp.store.schema import SCHEMA
from fieldapp.store.survey import COUNTY, Survey

if TYPE_CHECKING:
    from fieldapp.documents.news import ChangeLine
    from fieldapp.documents.package import Sent
    from fieldapp.documents.workbook import Written
    from fieldapp.rules.finding import Finding

__all__ = [
    "CONFIRMED", "HANDED_OVER", "KEY", "PRACTICE", "Book", "Enclosed", "HandOver", "hand_over", "hand_overs", "log", "proposed_name",
    "under_key", "write_book",
]  # fmt: skip

_SEEN = "handed_over_seen"
"""The remark that keeps what was known at that moment: node → number of its newest act, as JSON."""
CONFIRMED = "confirmed"
"""The remark that keeps what the other side has confirmed to know; packages tell what is beyond it."""
HEARD = "heard"
"""The remark that keeps what each laptop and office said it knows when it was last heard: node → knowledge, as JSON."""
KEY = "exchange_key"
"""The remark that keeps the key which county and village share."""
PRACTICE = "practice"
"""The remark that marks a practice file."""
Progress = Callable[[int], None]
"""Told the number of households written so far."""


@dataclass(frozen=True)
class Book:
    """A workbook that stands in its place and is not logged yet.

    Attributes:
        seen: what was known when it was written.
        pictures, lost: how many pictures are with it, and how many should be and are not to be found.
        trouble: what went wrong with its slip, '' where nothing did.
    """

    written: Written
    told: HandOver
    seen: Mapping[str, int]
    pictures: int = 0
    lost: int = 0
    trouble: str = ""


def under_key(reader: Reader) -> Edition:
    """The edition under the key that county and village share. Raises: FieldAppError where there is none."""
    if not (key := reader.about(KEY)):
        raise FieldAppError("这个村还没有登记，没有登记密钥。", "请先用县里发的登记包登记，或者自己设一个密码。")
    return Edition.locked(key)


def hand_over(survey: Survey, path: Path, *, edition: Edition = FULL, progress: Progress | None = None) -> Written:
    """Write the workbook of everything and log it. See `write_book`."""
    book = write_book(survey.reader, path, by=survey.by, at=survey.clock.now(), edition=edition, progress=progress)
    log(survey, book)
    return book.written


def write_book(
    reader: Reader, path: Path, *, by: str, at: dt.datetime, edition: Edition = FULL, enclosed: Enclosed | None = None,
    everything: bool = False, progress: Progress | None = None,
) -> Book:  # fmt: skip
    """Write the workbook of everything: re-opened and compared before it gets its name. For any thread with its own reader.

    Args:
        enclosed: pictures that go with it, in one package; the edition is a locked one then.
        everything: tell all changes, also those that the other side has confirmed to know.

    Raises:
        FieldAppError: the place cannot be written, or what was read back differs; nothing is left behind then.
    """
    from fieldapp.desk.marks import of_workbook
    from fieldapp.documents.workbook import write_workbook  # late: openpyxl costs 0.2 s of the start

    on = at.date()
    with reader.steady():
        village, code, seen = reader.village(), reader.code(), reader.seen()

        def write(place: Path) -> Written:
            return write_workbook(
                place, village, contents(reader, progress), changes=_news(reader), verdicts=lambda dossier: verdicts_of(dossier, on),
                marked=of_workbook(reader), by=by, at=at.replace(tzinfo=None), code=code, edition=edition,
                package=_sent(reader, village, by, at, code, None if edition.masked else _assumed(reader, everything)),
            )  # fmt: skip

        packed = enclosed.packed(path, reader, write, edition.password, at) if enclosed else Packed(write(path))
    written, moment = packed.written, at.isoformat(timespec="seconds")
    households = written.rows.get(Household.label, 0)
    told = HandOver(moment, by, path.name, edition.name, code, written.sha256, households)
    return Book(written, told, seen, packed.pictures, packed.lost, _slip(packed, told))


def _slip(packed: Packed, told: HandOver) -> str:
    """Write the slip beside the file; what went wrong with it, for the file stands whatever becomes of its slip."""
    written = packed.written
    rows = "、".join(f"{name} {count} 行" for name, count in written.rows.items())
    try:
        write_slip(written.path, {
            "文件": told.file, "大小": f"{written.path.stat().st_size:,} 字节", "SHA-256": told.sha256, "对账码": told.code,
            "版本": LABELS[told.edition], "谁导出": told.by, "什么时候": told.at.replace("T", " ")[:16], "行数": rows,
            "照片": f"{packed.pictures} 张" + (f"，另有 {packed.lost} 张不见了" if packed.lost else "") if packed.pictures + packed.lost else "",
        })  # fmt: skip
    except OSError as error:
        return str(refusal(slip_of(written.path), error))
    except FieldAppError as trouble:
        return str(trouble)
    return ""


def _assumed(reader: Reader, everything: bool) -> Knowledge:
    """What the other side is taken to know: what it has confirmed, or nothing."""
    return Knowledge() if everything else Knowledge.read(reader.about(CONFIRMED))


def _sent(reader: Reader, village: Village, by: str, at: dt.datetime, code: str, known: Knowledge | None) -> Sent:
    """What programs are told: what is beyond `known`; where that is None, as in the masked edition, only whose it is."""
    from fieldapp.desk.lawbook import rules
    from fieldapp.documents.package import FORMAT, Sent

    meta = {"format": str(FORMAT), "village": village.code or "", "practice": reader.about(PRACTICE)}
    if known is None:
        return Sent(meta)
    acts, changes = reader.beyond(known)
    meta |= {
        "kind": "county" if reader.about(COUNTY) else "village", "package": minted_id(), "name": village.name or "",
        "node": reader.about("node"), "by": by, "at": at.isoformat(timespec="seconds"), "program": VERSION, "schema": str(SCHEMA),
        "knows": reader.knowledge().told(), "since": known.told(), "code": code,
        "rules": rules(),
    }  # fmt: skip
    return Sent(meta, acts, changes, reader.about(KEY))


def log(survey: Survey, book: Book) -> None:
    """Keep in the survey file that a workbook has left the house; of a whole one, that the county now knows what it tells."""
    departures.log(survey, book.told)
    if book.told.edition != "masked":
        survey.note(_SEEN, json.dumps(book.seen))
        survey.note(HANDED_OVER, book.told.at)


def proposed_name(village: str, on: dt.date, edition: Edition, *, county: bool = False) -> str:
    """What the file of an edition is called unless somebody wants another name; the open one with numbers says so.

    `county`: it goes from the county's office to the village.
    """
    from fieldapp.base.file_names import fit  # late: not before the first paint

    ending = {"masked": "_公开版", "full": "_含个人信息"}.get(edition.name, "")
    return f"{fit(village)}_{'回传' if county else '上报'}_{on:%Y%m%d}{ending}.xlsx"


def contents(reader: Reader, progress: Progress | None) -> Iterator[Dossier | Record]:
    """Every household, and after them the records that belong to none."""
    for number, dossier in enumerate(reader.dossiers(), start=1):
        yield dossier
        if progress:
            progress(number)
    for noun in RECORDS:
        yield from reader.unowned(noun)


def _news(reader: Reader) -> Iterator[ChangeLine]:
    """What changed since the last hand-over; before the first one only which records there are, for all is new then.

    A county's file tells a village what that village has not confirmed to know.
    """
    from fieldapp.documents.news import ChangeLine

    confirmed = dict(Knowledge.read(reader.about(CONFIRMED)).through) if reader.about(COUNTY) else None
    known: Mapping[str, int] = json.loads(reader.about(_SEEN) or "{}") if confirmed is None else confirmed
    for line in reader.since(known):
        if known or line.field is None:
            code, head = reader.whose(line.noun, line.record)
            yield ChangeLine(code, head, line.act, line.noun, line.record, line.field, line.was, line.now)


def verdicts_of(dossier: Dossier, on: dt.date) -> Mapping[str, str]:
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
