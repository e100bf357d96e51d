"""The county's desk: what becomes of the files that villages hand in. Each of its errands has a module of its own, county_*.py."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fieldapp.base.clock import Clock
from fieldapp.base.errors import FieldAppError
from fieldapp.desk.receiving import Refusal
from fieldapp.records import RECORDS
from fieldapp.store.reader import Reader
from fieldapp.store.registry import Entry, Registry
from fieldapp.store.schema import questionnaire
from fieldapp.store.survey import Survey


class State(enum.Enum):
    """What became of a file; each ends in exactly one."""

    GOOD = "良好"
    PARTLY = "部分"
    HOLES = "有缺号"
    EDITED = "手工修改"
    DECIDED = "决定"
    OLD = "旧"
    ALREADY = "已收过"
    DOUBLE = "重复"
    PRACTICE = "练习"
    ROSTER = "名册"
    UNKNOWN = "认不出"
    REFUSED = "没收下"

    @property
    def is_taken(self) -> bool:
        """Whether something of the file is now kept, so that it need not be read again."""
        return self in (State.GOOD, State.PARTLY, State.HOLES, State.EDITED, State.DECIDED, State.OLD)


@dataclass(frozen=True)
class Line:
    """One file of a folder, and what became of it.

    Attributes:
        file: its path as it was asked for, or inside the folder that was.
        village: the code of the village; '' where it is nobody's.
        told: what is to be said of it, in sentences.
        new, changed, proposals, conflicts: how many records and answers.
        refused: what was not taken, each with its place.
    """

    file: str
    state: State
    village: str = ""
    name: str = ""
    told: Sequence[str] = ()
    new: int = 0
    changed: int = 0
    proposals: int = 0
    conflicts: int = 0
    refused: Sequence[Refusal] = field(default=())


def new_county(path: Path, name: str, *, phone: str = "", password: str = "") -> Registry:
    """Make a county's registry and its folder, and open it.

    Raises:
        FieldAppError: the name is empty, the place is taken or cannot be written.
    """
    if not name.strip():
        raise FieldAppError("县名是空的。", "请写县或乡镇的名字。")
    return Registry.create(path, name.strip(), phone=phone.strip(), password=password)


@contextmanager
def village_file(registry: Registry, entry: Entry, *, by: str, clock: Clock | None = None) -> Iterator[Survey]:
    """The file of a village that has been heard of, open for one errand. Raises: CannotOpen."""
    with Survey.open(registry.survey_path(entry.code), by=by, clock=clock, key=registry.key) as survey:
        yield survey


@contextmanager
def reading(registry: Registry, entry: Entry) -> Iterator[Reader]:
    """A reader of a village's file for one errand, in this thread; a file of an older release is brought up to date before."""
    with closing(registry.reader(entry.code)) as reader:
        if reader.about("questionnaire") == questionnaire(RECORDS):
            yield reader
            return
    with village_file(registry, entry, by="") as survey:
        yield survey.reader


def heard(registry: Registry, entries: Sequence[Entry]) -> list[Entry]:
    """Those of these villages of which something has been taken."""
    return [entry for entry in entries if registry.heard(entry.code)]
