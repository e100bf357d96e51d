"""The limits as they are shipped, and the day on which these tests judge."""

import datetime as dt
import re
from functools import cache
from pathlib import Path

import pytest

from fieldapp.records.dossier import Dossier
from fieldapp.records.village import Village
from fieldapp.rules.checks import KINDS, Case
from fieldapp.rules.housing_limits import housing_limits, read_housing
from fieldapp.rules.water_limits import read_water, water_limits

RESOURCES = Path(__file__).parent.parent.parent / "resources"
TODAY = dt.date(2026, 11, 2)


@pytest.fixture(scope="session")
def water_text():
    return (RESOURCES / "limits" / "water.toml").read_text("utf-8")


@pytest.fixture(scope="session")
def housing_text():
    return (RESOURCES / "limits" / "housing.toml").read_text("utf-8")


@pytest.fixture(scope="session")
def water_on():
    """text, region and profile of the village, day → the water limits of that day; the text is read once."""
    book = cache(read_water)
    return lambda text, region=None, profile=None, on=TODAY: water_limits(book(text), on, region, profile)


@pytest.fixture(scope="session")
def housing_on():
    """text → the housing limits of today."""
    return lambda text: housing_limits(read_housing(text), TODAY)


@pytest.fixture(scope="session")
def moved():
    """text, step → for every number in a limits file: its name and the file with that one number moved."""

    def each(text, step):
        head, *limits = text.split("[[limit]]")
        for place, limit in enumerate(limits):
            changed = re.sub(r"(?m)^value = (\d+)$", lambda found: f"value = {int(found[1]) + step}", limit)
            if changed != limit:
                name = " ".join(re.findall(r'(?m)^(?:name|profile|since|region) = "?(.*?)"?$', limit))
                yield name, "[[limit]]".join([head, *limits[:place], changed, *limits[place + 1 :]])

    return each


@pytest.fixture
def hits(housing_text, housing_on, water_text, water_on):
    """rule, household, other records of it → what this one rule finds doubtful, as sentences."""
    limits, water = housing_on(housing_text), water_on(water_text)

    def found(rule, household, *others, on=TODAY):
        records = {}
        for record in others:
            records.setdefault(type(record), []).append(record)
        case = Case(Dossier(Village(), household, records), on, limits, water)
        return [doubt.text for doubt in KINDS[rule].doubts(case)]

    return found
