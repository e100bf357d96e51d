"""What a returned book tells beside the answers: verdicts, which the program works out and nobody types.

An edited one is never taken. It is reported where the file stands as it stood when the book was written, for only then can
a difference be somebody's hand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import takewhile

from fieldapp.base.kinds import clean
from fieldapp.desk.handing_over import verdicts_of
from fieldapp.desk.lawbook import rules
from fieldapp.documents.cells import plain
from fieldapp.documents.noun_sheet import VERDICTS
from fieldapp.documents.returned import Returned
from fieldapp.records.household import Household
from fieldapp.store.reader import Reader

_LISTED = 5
_SHOWN, _BEFORE = 30, 6
"""So many characters of a verdict are shown, and so many of them before the place where two differ."""


def told_otherwise(reader: Reader, told: Returned, meta: Mapping[str, str]) -> Iterator[str]:
    """The verdicts that the book tells otherwise than the records, in sentences. `meta`: of its package."""
    sheet = next((sheet for sheet in told.sheets if sheet.noun is Household), None)
    if sheet is None or meta.get("code") != reader.code() or meta.get("rules", rules()) != rules():
        return
    try:
        on = dt.datetime.fromisoformat(meta.get("at", "")).date()
    except ValueError:
        return
    heads = [head for head in VERDICTS if head in sheet.heads]
    rows = {row.id: row for row in sheet.rows} if heads else {}
    found = [
        f"第 {rows[dossier.household.id].number} 行“{head}”写的是“{_cut(written, ours[head])}”，按记录是“{_cut(ours[head], written)}”"
        for dossier in reader.dossiers([entry.id for entry in reader.households() if entry.id in rows])
        for ours in [verdicts_of(dossier, on)]
        for head in heads
        if (written := rows[dossier.household.id].told(head)) != plain(clean(ours[head]))
    ]
    if found:
        more = f"等 {len(found)} 处" if len(found) > _LISTED else ""
        yield f"“{sheet.title}”里由程序算出的结论被改过，不采用：{'；'.join(found[:_LISTED])}{more}。"


def _cut(text: str, other: str) -> str:
    """So much of a text as shows where it differs from another; reasons fill half a page."""
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(text, other, strict=False)))
    begin = max(0, alike - _BEFORE)
    end = begin + _SHOWN
    return f"{'…' if begin else ''}{text[begin:end]}{'…' if len(text) > end else ''}"
