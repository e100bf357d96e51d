"""The county's merged workbook: all villages in one book, every row with its village and where it comes from.

It is for reading and for others' programs; it is no package, and `receive` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from fieldapp.base.clock import Clock
from fieldapp.base.errors import FieldAppError
from fieldapp.base.record import Record
from fieldapp.base.tally import tally
from fieldapp.desk.county import heard, reading
from fieldapp.desk.county_rates import codes
from fieldapp.desk.handing_over import contents, verdicts_of
from fieldapp.documents.edition import FULL, Edition
from fieldapp.documents.package import FORMAT, MERGED, Sent
from fieldapp.documents.workbook import Written, write_workbook
from fieldapp.records.dossier import Dossier
from fieldapp.records.village import Village
from fieldapp.store.registry import Entry, Registry

Progress = Callable[[int, int], None]
"""Told how many villages are written, and of how many."""


def merge(registry: Registry, path: Path, *, by: str, edition: Edition = FULL, clock: Clock | None = None, progress: Progress | None = None) -> Written:
    """Write one workbook of all villages of which something has been taken.

    Raises:
        FieldAppError: there is none, or the file cannot be written; nothing is left behind then.
    """
    entries = heard(registry, registry.villages())
    if not entries:
        raise FieldAppError("还没有收到任何一个村的包，没有可以合并的。", "请先用 take 收上报包。")
    at, name = (clock or Clock()).now(), registry.about("name")
    meta = {"kind": MERGED, "format": str(FORMAT), "county": name, "by": by, "at": at.isoformat(timespec="seconds")}
    return write_workbook(
        path, Village(name=f"{name} {len(entries)} 个村"), _everything(registry, entries, progress),
        verdicts=lambda dossier: verdicts_of(dossier, at.date()), sources={entry.code: entry.book for entry in entries},
        by=by, at=at.replace(tzinfo=None), code=tally(one.code for one in codes(registry)), package=Sent(meta), edition=edition,
    )  # fmt: skip


def _everything(registry: Registry, entries: Sequence[Entry], progress: Progress | None) -> Iterator[Dossier | Record]:
    """One village after another, each led by itself."""
    for number, entry in enumerate(entries, 1):
        with reading(registry, entry) as reader, reader.steady():
            yield reader.village()
            yield from contents(reader, None)
        if progress:
            progress(number, len(entries))
