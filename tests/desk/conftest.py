"""Fresh survey files of one and the same village, as two laptops have them."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldapp.base.clock import Clock
from fieldapp.records.village import Village
from fieldapp.store.survey import Survey

AT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
Make = Callable[[str], Survey]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """`make("甲")`: a fresh survey file of one and the same village."""
    opened: list[Survey] = []

    def new(name: str) -> Survey:
        village = Village(name="石桥村", code="999999200201")
        opened.append(Survey.create(tmp_path / f"{name}.survey", village, by="王", clock=Clock(lambda: AT)))
        return opened[-1]

    yield new
    for survey in opened:
        survey.close()


@pytest.fixture
def survey(make: Make) -> Survey:
    return make("甲")
