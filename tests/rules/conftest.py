"""The limits as they are shipped, and the day on which these tests judge."""

import datetime as dt
import re
from pathlib import Path

import pytest

from fieldapp.rules.limits import HOUSING, WATER, housing_limits, read_limits, water_limits

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
    """text, region of the village → the water limits of today."""
    return lambda text, region=None: water_limits(read_limits(text, WATER), TODAY, region)


@pytest.fixture(scope="session")
def housing_on():
    """text → the housing limits of today."""
    return lambda text: housing_limits(read_limits(text, HOUSING), TODAY)


@pytest.fixture(scope="session")
def moved():
    """text, step → for every number in a limits file: its name and the file with that one number moved."""

    def each(text, step):
        head, *limits = text.split("[[limit]]")
        for place, limit in enumerate(limits):
            changed = re.sub(r"(?m)^value = (\d+)$", lambda found: f"value = {int(found[1]) + step}", limit)
            if changed != limit:
                name = " ".join(re.findall(r'(?m)^(?:name|region) = "(.*)"$', limit))
                yield name, "[[limit]]".join([head, *limits[:place], changed, *limits[place + 1 :]])

    return each
