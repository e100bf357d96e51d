"""When something was seen last, and what was saved together with a visit: both out of the history of one family."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fieldapp.base.record import Record
from fieldapp.documents.papers.visit import Changed
from fieldapp.records.dossier import Dossier
from fieldapp.records.housing import Housing
from fieldapp.records.visit import Topic, Visit
from fieldapp.records.water import Water
from fieldapp.store.history import HistoryLine
from fieldapp.store.reader import Reader

LOOKED_AT: dict[type[Record], Topic] = {Housing: Topic.HOUSING, Water: Topic.WATER}


@dataclass(frozen=True)
class Past:
    """The visits of one family with what was saved in the same act, oldest first by day."""

    visits: Sequence[tuple[Visit, Sequence[Changed]]]

    def seen(self, noun: type[Record], record: str) -> dt.date | None:
        """The day on which house or water was looked at last: changed with a visit, or found unchanged; None for never."""
        days = [
            visit.day
            for visit, changes in self.visits
            if visit.day and (LOOKED_AT[noun] in (visit.confirmed or ()) or any(one.record == record for one in changes))
        ]
        return max(days, default=None)


def past_of(reader: Reader, dossier: Dossier) -> Past:
    """What the history tells of the visits of a family."""
    visits = sorted(dossier.all(Visit), key=lambda visit: visit.day or dt.date.min)
    if not visits:
        return Past(())
    records = [dossier.household.id, *(one.id for several in dossier.records.values() for one in several)]
    lines = reader.history(records)
    acts = {line.record: line.act.id for line in reversed(lines) if line.noun is Visit}  # the first act of each
    return Past([(visit, _saved_with(visit, acts.get(visit.id, ""), lines)) for visit in visits])


def _saved_with(visit: Visit, act: str, lines: Iterable[HistoryLine]) -> list[Changed]:
    return [
        Changed(line.noun, line.record, line.field, line.was, line.now)
        for line in lines
        if line.act.id == act and line.noun is not Visit and line.field
    ]
