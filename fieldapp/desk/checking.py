"""The list of doubtful data of the whole village, before the county sends it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from fieldapp.desk.judging import check_dossier
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.rules.checks import Doubles, Doubt, doubled
from fieldapp.store.reader import Reader


def check_all(reader: Reader, on: dt.date) -> Iterator[Doubt]:
    """Every doubt, household by household, each with what it has in common with earlier ones. Streamed; stop any time."""
    doubles = Doubles()
    for dossier in reader.dossiers():
        yield from check_dossier(dossier, on)
        yield from doubles.home(dossier.household)
        for member in dossier.all(Member):
            yield from doubles.person(dossier.household.id, member)


def check_across(reader: Reader) -> Iterator[Doubt]:
    """What only shows across households. Streamed; stop any time."""
    people = ((member.household or "", member) for member in reader.every(Member))
    yield from doubled(reader.every(Household), people)
