"""What things are called in the years they belong to: 2016–2020, 2021–2025, from 2026 on.

A paper speaks the language of its own day; the words stand in resources/catalogues/eras.toml.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fieldapp.rules.dated import in_force, in_order, read_dated


@dataclass(frozen=True)
class Words:
    """The words of one era.

    Attributes:
        since, until: the first and the last day on which they are said; `until` None: they still are.
        registered: a household that is or was on the register.
        monitored: a household under watch.
        watch: the watching itself.
        work: the work as a whole.
        plan: the title of a household's yearly plan.
        helper: the person who answers for a household.
    """

    since: dt.date
    registered: str
    monitored: str
    watch: str
    work: str
    plan: str
    helper: str
    until: dt.date | None = None


def words(text: str, day: dt.date) -> Words:
    """The words of the era that a day lies in.

    Args:
        text: the catalogue, TOML with one table `era` for each.

    Raises:
        FieldAppError: the catalogue cannot be used, or the day is before its first era.
    """
    return in_force(in_order(read_dated(text, "era", Words), "时期用语"), day, "时期用语")
