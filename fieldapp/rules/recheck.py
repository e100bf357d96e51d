"""Which houses are looked at again first: old ones, repaired ones, grade B, and those on a dangerous site.

Source: the sweeps of rural houses after 2020, as a city's news tells them (domain notes 1.6); the age stands in
resources/limits/housing.toml.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from fieldapp.base.kinds import YesNo
from fieldapp.records.housing import Grade, Housing, Remedy
from fieldapp.rules.dwelling import Dwelling, House, appraised_now, name_of
from fieldapp.rules.housing_limits import HousingLimits


def recheck(dwelling: Dwelling, limits: HousingLimits, on: dt.date) -> tuple[str, ...]:
    """Why the houses of a family are to be looked at again first, a sentence for each; () where there is no reason.

    Sealed buildings are left out.
    """
    return tuple(
        f"{name_of(house[0])}{why}，应先复查。" for house in dwelling.houses for why in reasons_to_recheck(house, limits, on)
    )


def reasons_to_recheck(house: House, limits: HousingLimits, on: dt.date) -> Iterator[str]:
    """Why one building is to be looked at again first, such as 建成 31 年，超过 30 年."""
    housing, finding = house
    if housing.sealed is YesNo.YES:
        return
    if limits.old_after and housing.built is not None and (age := on.year - housing.built) > limits.old_after.number:
        yield f"建成 {age} 年，超过 {limits.old_after.number} 年"
    if housing.made_safe is Remedy.REPAIR:
        yield f"{_when(housing)}实施过危房改造"
    if finding.grade == "B" or appraised_now(housing) is Grade.B:
        yield "是 B级，局部有危险"
    if housing.site_dangerous is YesNo.YES:
        yield "场地有危险"


def _when(housing: Housing) -> str:
    return f"在 {housing.made_safe_on} " if housing.made_safe_on else ""
