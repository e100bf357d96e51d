"""The county's desk: the books of many villages taken, against bare calamine reading the same files with as many processes."""

import resource
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter
from zipfile import ZIP_DEFLATED, ZipFile

import village
from figure import Figure, floor

from fieldapp.base.tally import minted_id
from fieldapp.desk.county import new_county
from fieldapp.desk.county_hands import cores
from fieldapp.desk.county_taking import State, take
from fieldapp.desk.handing_over import CONFIRMED, PRACTICE, hand_over
from fieldapp.desk.receiving import receive
from fieldapp.documents.package import CHANGES_SHA, SEAL, digest, seal
from fieldapp.records.visit import Outcome, Visit, Way
from fieldapp.store.registry import Registry
from fieldapp.store.survey import Survey

CODE = "999999201201"
"""Of the practice village, from whose books all the others are made."""
WORK = 40
"""Visits of the week that the second books tell."""


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """First books, in which all is new; the same again; books with a week's work; one of these alone."""
    villages, households = (12, 60) if quick else (300, 300)
    size = f"{villages} books of {households} households"
    first, week = books(folder, villages, households)
    with new_county(folder / "county.county", "某县") as registry:
        yield from _taken(registry, f"county: {size}, all new", first)
        again, bare = _time(registry, first, State.ALREADY), _floor(first)
        yield Figure(f"county: {size}, the same again", again, "s", 0.3, bare)
        yield from _taken(registry, f"county: {size}, a week's work", week)
        yield Figure("county: memory of all processes, most", _memory(), "MiB", 1024, times=False)
        yield Figure("county: one village's week taken", median(_alone(registry, week) for _ in range(3)), "s", 1, times=False)


def books(folder: Path, villages: int, households: int) -> tuple[Path, Path]:
    """Two folders: the first books of villages, and those that tell a week's work beyond them. One village, under many codes."""
    path = village.make(folder, households, password="")
    with village.opened(path, password="") as survey:
        survey.note(PRACTICE, "")
        hand_over(survey, folder / "first.xlsx")
        survey.note(CONFIRMED, survey.reader.knowledge().told())
        day = survey.clock.today()
        with survey.change("走访") as change:
            for home in survey.reader.households(limit=WORK):
                change.save(Visit(household=home.id, day=day, way=Way.HOME, outcome=Outcome.MET, met=home.head))
        hand_over(survey, folder / "week.xlsx")
    made = []
    for name in ("first", "week"):
        box, content = folder / name, (folder / f"{name}.xlsx").read_bytes()
        box.mkdir()
        for number in range(villages):
            code = f"9999992{number // 99:03d}{number % 99 + 1:02d}"
            (box / f"{code}.xlsx").write_bytes(recoded(content, code))
        made.append(box)
    return made[0], made[1]


def recoded(content: bytes, code: str) -> bytes:
    """The same book of another village: the parts for programs tell another code and another package, under a seal that holds."""
    from fieldapp.documents.arriving import CHANGES, META, _parts, _rows, meta_of

    told, made = meta_of(content), BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED, compresslevel=1) as new:
        parts = _parts(old)
        _, *lines = [row[0].replace(CODE, code) for row in _rows(old, parts[CHANGES])]
        fresh = {**told, "village": code, "package": minted_id(), CHANGES_SHA: digest(lines)}
        fresh[SEAL] = seal(fresh, "")
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == parts[CHANGES]:
                part = part.replace(CODE.encode(), code.encode())
            if entry.filename == parts[META]:
                for key, value in fresh.items():
                    part = part.replace(told[key].encode(), value.encode()) if told[key] != value else part
            new.writestr(entry.filename, part)
    return made.getvalue()


def _taken(registry: Registry, work: str, box: Path) -> Iterator[Figure]:
    bare = _floor(box)
    yield Figure(work, _time(registry, box, State.GOOD), "s", 3, bare)


def _time(registry: Registry, box: Path, state: State) -> float:
    begin = perf_counter()
    lines = take(registry, [box], by="bench")
    took = perf_counter() - begin
    assert {line.state for line in lines} == {state}, [line.told for line in lines if line.state is not state][:3]
    return took


def _floor(box: Path) -> float | None:
    """What bare calamine needs for these files."""
    return floor("read.py", str(cores()), *sorted(box.glob("*.xlsx")))


def _memory() -> float:
    """MiB: what this process needed at most, and its largest child as often as there were children at once; never too little."""
    mine, child = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return mine + cores() * child


def _alone(registry: Registry, box: Path) -> float:
    """Seconds to take one book with a week's work into a file that has the first one."""
    target = registry.path.with_name(f"{minted_id()}.survey")
    book = min(box.glob("*.xlsx"))
    with Survey.create(target, None, by="bench", county=True) as survey:
        receive(survey, box.with_name("first") / book.name)
        begin = perf_counter()
        receipt = receive(survey, book)
        took = perf_counter() - begin
    assert receipt.taken.new == {"visit": WORK}
    return took
