"""Recording a visit: one act for the visit and everything that was seen on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from fieldapp.base.record import Record
from fieldapp.records.visit import Visit
from fieldapp.store.survey import Survey


def save_records(survey: Survey, records: Sequence[Record], why: str) -> Mapping[str, int]:
    """Save records as one act. A new visit is dated with the day of entry.

    Returns:
        How many records of each noun differ from before: noun → count; empty where nothing differs.
    """
    known = {record.id: survey.reader.get(type(record), record.id) for record in records if record.id}
    dated = [
        record.replace(entered=survey.clock.today())
        if isinstance(record, Visit) and record.entered is None and known.get(record.id) is None
        else record
        for record in records
    ]
    differing = Counter(record.table for record in dated if known.get(record.id) != record and (record.answers or not record.id))
    with survey.change(why) as change:
        for record in dated:
            change.save(record)
    return differing


def save_visit(survey: Survey, household_id: str, records: Sequence[Record], why: str = "走访") -> Mapping[str, int]:
    """Save a visit and what was seen on it; each new record is made to belong to this household. See `save_records`."""
    return save_records(survey, [_belonging(record, household_id) for record in records], why)


def _belonging(record: Record, household_id: str) -> Record:
    """A record that belongs to nobody and is used by this household stays nobody's."""
    parent, sharers = record.parent(), record.sharers()
    used = sharers is not None and household_id in record.answers.get(sharers.name, ())
    return record if parent is None or used or parent.name in record.answers else record.replace(**{parent.name: household_id})
