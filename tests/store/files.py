"""Survey files of one village that exchange what they know: laptops of the village and the county's office."""

import datetime as dt
from pathlib import Path

import pytest

from fieldapp.base.clock import Clock
from fieldapp.base.knowledge import Knowledge
from fieldapp.store.search import spelled
from fieldapp.store.survey import Survey
from fieldapp.store.verifying import soundness
from tests.store.conftest import NOON, VILLAGE


class Files:
    """Some files on a table, and the time that all of them share."""

    def __init__(self, folder: Path, **more: object) -> None:
        self.folder, self.now, self._more = folder, NOON, more
        self.surveys: list[Survey] = []

    def clock(self) -> Clock:
        """A clock that goes on by a minute with every look."""

        def tick() -> dt.datetime:
            self.now += dt.timedelta(minutes=1)
            return self.now

        return Clock(tick)

    def village(self, name: str) -> Survey:
        """A laptop of the village: a file made there."""
        return self._keep(Survey.create(self._path(name), VILLAGE, by=name, clock=self.clock(), **self._more))

    def county(self, name: str = "县") -> Survey:
        """The county's file of this village: it waits for what others know."""
        return self._keep(Survey.create(self._path(name), None, by=name, clock=self.clock(), county=True, **self._more))

    def empty(self, name: str) -> Survey:
        """A further laptop that begins with a package."""
        return self._keep(Survey.create(self._path(name), None, by=name, clock=self.clock(), **self._more))

    def opened(self, path: Path, *, as_copy: bool = False) -> Survey:
        """A file that lies there already."""
        return self._keep(Survey.open(path, by=path.stem, clock=self.clock(), as_copy=as_copy, **self._more))

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.survey"

    def _keep(self, survey: Survey) -> Survey:
        self.surveys.append(survey)
        return survey

    def close(self) -> None:
        for survey in self.surveys:
            survey.abandon()


@pytest.fixture
def files(tmp_path):
    """An empty table; import it by name."""
    files = Files(tmp_path)
    yield files
    files.close()


def send(one, other, known: Knowledge | None = None, **more):
    """Everything that `other` does not know yet, or what is beyond `known`, in one package."""
    return other.take(*one.reader.beyond(other.reader.knowledge() if known is None else known), **more)


def meet(*surveys):
    """Everybody receives from everybody until nobody has anything new."""
    while sum(send(one, other).acts for one in surveys for other in surveys if one is not other):
        pass


def tables(survey):
    """Everything that the projection tells, whatever its order and whenever names are spelled."""
    names = [noun.table for noun in survey.nouns] + ["row", "contested", "offer", "entry", "same"]
    execute = survey.reader._connection.execute
    search = sorted((*ids, spelled(keys)) for *ids, keys in execute("select record, household, keys from search"))
    return {name: sorted(map(repr, execute(f"select * from [{name}]"))) for name in names} | {"search": search}


def require_whole(survey):
    """The tables are those folded afresh from the changes, and the file is sound."""
    before, code = tables(survey), survey.code()
    survey.rebuild()
    after = tables(survey)
    assert {name: after[name] for name in after if after[name] != before[name]} == {
        name: before[name] for name in after if after[name] != before[name]
    }
    assert survey.code() == code
    assert soundness(survey).troubles == ()
