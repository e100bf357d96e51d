"""The county's desk: the books of many villages taken, against bare calamine reading the same files with as many processes."""

import resource
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter
from zipfile import ZIP_DEFLATED, ZipFile

import village
from figure import Figure, floor, least

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
BUDGETED = (300, 300)
"""Books, and households in each, for which the issue sets the budget."""
ROUND = {"all new": (3, State.GOOD), "the same again": (0.3, State.ALREADY), "a week's work": (3, State.GOOD)}
"""What is taken in one round, one after the other: its budget, and the state in which every book ends."""


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """First books, in which all is new; the same again; books with a week's work; one of these alone.

    Each round has a county of its own, and each taking starts its processes afresh, as a command does.
    """
    villages, households = (12, 120) if quick else BUDGETED
    first, week = books(folder, villages, households)
    ours: dict[str, list[float]] = {work: [] for work in ROUND}
    bare: dict[str, list[float | None]] = {work: [] for work in ROUND}
    for number in range(2 if quick else 1):
        with new_county(folder / f"{number}.county", "某县") as registry:
            floors = {box: _floor(box) for box in (first, week)}
            for (work, (_, state)), box in zip(ROUND.items(), (first, first, week), strict=True):
                bare[work].append(floors[box])
                ours[work].append(_time(registry, box, state))
            alone = [_alone(registry, week) for _ in range(3)]
    size, budgeted = f"{villages} books of {households} households", f"{BUDGETED[0]} of {BUDGETED[1]}" if quick else ""
    for work, (budget, _) in ROUND.items():
        yield Figure(f"county: {size}, {work}", min(ours[work]), "s", budget, least(bare[work]), budget_for=budgeted)
    yield Figure("county: memory of all processes, most", _memory(), "MiB", 1024, times=False, budget_for=budgeted)
    yield Figure("county: one village's week taken", median(alone), "s", 1, times=False, budget_for=budgeted and f"{BUDGETED[1]} households")


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
