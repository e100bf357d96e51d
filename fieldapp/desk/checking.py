"""The list of doubtful data of the whole village, before the county sends it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from fieldapp.desk.judging import check_dossier
from fieldapp.records.member import Member
from fieldapp.rules.checks import Doubt, doubled_numbers
from fieldapp.store.reader import Reader


def check_all(reader: Reader, on: dt.date) -> Iterator[Doubt]:
    """Every doubt, household by household, then what only shows across households. Streamed; stop any time."""
    for dossier in reader.dossiers():
        yield from check_dossier(dossier, on)
    yield from check_across(reader)


def check_across(reader: Reader) -> Iterator[Doubt]:
    """What only shows across households. Streamed; stop any time."""
    yield from doubled_numbers((member.household or "", member) for member in reader.every(Member))
