"""Taking what the villages hand in: every file of a folder ends in exactly one state.

First all files are looked at, then the books of each village are taken one after another in the order in which they were
written, villages beside each other. Each is taken by `receiving.receive` into that village's own file; the registry is
written here only. Killed or cancelled in the middle, what was taken is taken, and the same folder can be taken again.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.base.clock import Clock
from fieldapp.base.errors import Cancelled, FieldAppError
from fieldapp.desk.county import Line, State
from fieldapp.desk.county_hands import Crew, Lost, Stop
from fieldapp.desk.county_looking import Asked, Look, look, sha256_of
from fieldapp.desk.handing_over import KEY
from fieldapp.desk.receiving import Outcome, Receipt, Refusal, receive
from fieldapp.documents.package import REPORT, SEAL
from fieldapp.store.connection import Key, connect, telling
from fieldapp.store.registry import Entry, ReadBook, Registry, holds_acts
from fieldapp.store.survey import Survey
from fieldapp.store.swapping import clear, fresh, siblings

if TYPE_CHECKING:
    from fieldapp.desk.county_deciding import Decided

Progress = Callable[[int, int], None]
"""Told how many files are done, and of how many; what it raises ends the taking between two files."""
_LOST = ("读它的时候程序停了：文件已损坏，或者太大。", "请让村里重新导出一份；别的文件照常收。")
_BLANK = "blank.survey"
"""The empty file of which the file of every new village is a copy; to make one takes as long as to take a small book in."""
_SYSTEMS = {"thumbs.db", "desktop.ini"}
"""Files that the machine itself puts into folders."""
_LEFT, _SLIP = (".", "~$"), ".回执.txt"
"""What the names of hidden files, and of those that a spreadsheet leaves while it has a book open, begin with."""


@dataclass(frozen=True)
class Errand:
    """One book to be taken into one village's file.

    Attributes:
        survey: the file of the village.
        blank: of what it is a copy where it is not there yet.
        key: of the files.
        shared: the key that is shared with the village.
    """

    look: Look
    survey: Path
    blank: Path
    by: str
    key: str = field(repr=False)
    shared: str = field(repr=False)
    dry_run: bool = False


def take(
    registry: Registry, paths: Iterable[Path], *, by: str, dry_run: bool = False, processes: int = 0, progress: Progress | None = None
) -> list[Line]:
    """Take everything in these folders, and these books.

    Args:
        dry_run: only tell what would happen.
        processes: at most so many at once; 0 for one a core.

    Returns:
        A line for each file, in the order of the names.

    Raises:
        FieldAppError: a place does not exist, or the registry cannot be written.
    """
    taking = _Taking(registry, list(_files(paths)), by, dry_run, progress)
    with Crew(processes, beat=taking.beat) as crew, tempfile.TemporaryDirectory() as aside:
        looks = taking.look(crew, Path(aside))
        taking.take(looks, crew, Path(aside))
    taking.decide(looks)
    return [taking.lines[path] for path in taking.files]


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Every file once, and what it is called in the table."""
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise FieldAppError(f"找不到“{path}”。", "请核对文件夹或文件的位置。")
        inside = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        for one in inside:
            known = one.resolve()
            if known not in seen and not one.name.startswith(_LEFT) and not one.name.endswith(_SLIP) and one.name.lower() not in _SYSTEMS:
                seen.add(known)
                yield one, str(one.relative_to(path)) if path.is_dir() else one.name


class _Taking:
    """One taking. `lines` fills up: each file has its line when all is done."""

    def __init__(
        self, registry: Registry, files: Sequence[tuple[Path, str]], by: str, dry_run: bool, progress: Progress | None
    ) -> None:
        self._registry, self._by, self._dry_run, self._progress = registry, by, dry_run, progress
        self._called = dict(files)
        self.files = [path for path, _ in files]
        self._entries = {entry.code: entry for entry in registry.villages()}
        self.lines: dict[Path, Line] = {}
        self._packages: dict[str, Path] = {}

    def _end(self, path: Path, state: State, *told: str, meta: Mapping[str, str] | None = None) -> None:
        """Write down in which state a file ends."""
        code = (meta or {}).get("village", "")
        entry = self._entries.get(code)
        name = entry.name if entry else (meta or {}).get("name", "")
        self._line(path, Line(self._called[path], state, code, name, [one for one in told if one]))

    def _line(self, path: Path, line: Line) -> None:
        self.lines[path] = line
        self.beat()

    def beat(self) -> None:
        """Tell how far it is. Raises: what whoever asked for it raises, when he does not want it any more."""
        if self._progress:
            self._progress(len(self.lines), len(self.files))

    def look(self, crew: Crew, aside: Path) -> list[Look]:
        """Look at all files that are not known yet; those that go on. `aside`: an empty folder for what is not kept."""
        unread, seen = dict[Path, str](), dict[str, Path]()
        for path in self.files:
            try:
                sha256 = sha256_of(path)
            except OSError:
                unread[path] = ""
                continue
            if known := self._registry.book(sha256):
                entry = self._entries.get(known.village)
                self._line(path, Line(self._called[path], State.ALREADY, known.village, entry.name if entry else "", [f"{known.at[:10]} 收过。"]))
            elif sha256 in seen:
                self._end(path, State.DOUBLE, f"和“{self._called[seen[sha256]]}”是同一个文件。")
            else:
                unread[path] = sha256
                seen[sha256] = path
        keys = tuple((entry.code, entry.name, entry.key) for entry in self._entries.values())
        looks = []
        crew.hire(len(unread))
        if len(unread) > sum(map(self._registry.heard, self._entries)):
            self._make_blank(aside)  # while they start
        for asked, told in crew.spread([[Asked(path, keys, sha256)] for path, sha256 in unread.items()], look):
            if isinstance(told, Lost):
                self._end(asked.path, State.REFUSED, *_LOST)
            elif told.state is not None:
                self._end(told.path, told.state, *told.why, meta=told.meta)
            else:
                looks.append(told)
        return sorted(looks, key=_turn)

    def _make_blank(self, aside: Path) -> None:
        """Make the empty file of which those of new villages are copies, once; in WAL already, which each of them would wait for."""
        blank, key = aside / _BLANK, self._registry.key
        if not blank.exists():
            Survey.create(blank, None, by=self._by, key=key, county=True).close()
            with closing(connect(blank, key)) as connection:
                connection.execute("pragma journal_mode = wal")

    def take(self, looks: Sequence[Look], crew: Crew, aside: Path) -> None:
        """Take the books of the villages. `aside`: as above."""
        lanes: dict[str, list[Errand]] = {}
        for one in looks:
            if one.meta.get("kind") != REPORT:
                lanes.setdefault(one.village, []).append(self._errand(one, aside))
        if not all(map(self._registry.heard, lanes)):
            self._make_blank(aside)
        for errand, told in crew.spread(list(lanes.values()), take_one):
            if isinstance(told, Lost):
                self._end(errand.look.path, State.REFUSED, *_LOST, meta=errand.look.meta)
            else:
                self._taken(errand.look, told)

    def _errand(self, one: Look, aside: Path) -> Errand:
        place = self._registry.survey_path(one.village)
        if self._dry_run and not self._registry.heard(one.village):
            place = aside / place.name
        entry = self._entries.get(one.village)
        return Errand(one, place, aside / _BLANK, self._by, self._registry.key.pragma, entry.key if entry else "", self._dry_run)

    def _taken(self, one: Look, receipt: Receipt) -> None:
        """What became of one book, in the table and in the registry."""
        before = self._entries.get(one.village)
        newer = _moment(one.meta) > _moment({"at": before.at if before else ""})
        state, twice = _state(receipt, newer), self._again(one, receipt, before)
        state = twice or state
        entry = before or Entry(one.village, one.meta.get("name", ""))
        told = [*receipt.holes, *receipt.notes, *(f"{refusal.rule}{refusal.advice}" for refusal in receipt.refused[:3])]
        told += [f"和“{self._called[self._packages[one.package]]}”是同一个包，另存过。"] if twice is State.DOUBLE else []
        held = sum(receipt.taken.held.values())
        told += [f"有 {held} 条在等前面的包，到了会自动补上。"] if held else []
        told += [] if entry.key or not state.is_taken else ["没有登记密钥：这个村还没有登记。"]
        unsealed = entry.key and state.is_taken and one.meta.get(SEAL, "").startswith("sha256")
        told += ["没有盖登记的印章：村里的电脑还没有收登记包，看不出是谁写的。"] if unsealed else []
        taken = receipt.taken
        self._line(one.path, Line(
            self._called[one.path], state, one.village, entry.name, told, sum(taken.new.values()), sum(taken.changed.values()),
            taken.offers, taken.conflicts, receipt.refused,
        ))  # fmt: skip
        if state.is_taken and one.package:
            self._packages.setdefault(one.package, one.path)
        if self._dry_run or not (state.is_taken or state is State.ALREADY):
            return
        now = Clock().now().isoformat(timespec="seconds")
        if newer or before is None:
            meta = one.meta
            entry = replace(
                entry, name=entry.name or meta.get("name", ""), package=meta.get("package", ""), node=meta.get("node", ""),
                at=meta.get("at", ""), book=self._called[one.path], told_code=meta.get("code", ""), taken_at=now,
            )  # fmt: skip
        self._registry.remember(ReadBook(one.sha256, self._called[one.path], one.village, one.meta.get("package", ""), state.name, now), entry)
        self._entries[entry.code] = entry

    def _again(self, one: Look, receipt: Receipt, before: Entry | None) -> State | None:
        """Whether a package that tells nothing new was in this folder before, or in an earlier one, saved by another program since."""
        if receipt.taken.acts or receipt.refused or receipt.outcome not in (Outcome.TAKEN, Outcome.SAME) or not one.package:
            return None
        if one.package in self._packages:
            return State.DOUBLE
        return State.ALREADY if before and before.package == one.package else None

    def decide(self, looks: Sequence[Look]) -> None:
        """Carry out what was decided in the county's own reports; after the books, so that they meet what is there now."""
        for one in looks:
            if one.meta.get("kind") == REPORT:
                from fieldapp.desk.county_deciding import decide

                try:
                    decided = decide(self._registry, one.path, by=self._by, dry_run=self._dry_run)
                except FieldAppError as trouble:
                    self._end(one.path, State.REFUSED, trouble.what, trouble.advice)
                    continue
                self._decided(one, decided)

    def _decided(self, one: Look, decided: Decided) -> None:
        """What became of one report."""
        told = [f"定了 {decided.done} 项。"] if decided.done else []
        told += [f"其中 {decided.waiting} 项由村里作主，已提给村里，等村里答复。"] if decided.waiting else []
        told += [f"有 {decided.before} 项先前已经定过，没有再动。"] if decided.before else []
        told += [f"{no.sheet}第 {no.row} 行“{no.column}”填的是“{no.value}”：{no.rule}{no.advice}" for no in decided.refused]
        state = State.PARTLY if decided.refused else State.DECIDED
        told = told or ["里面还没有填决定。"]
        self._line(one.path, Line(self._called[one.path], state, told=told, changed=decided.done, refused=decided.refused))
        if not self._dry_run and decided.done and not decided.refused:
            now = Clock().now().isoformat(timespec="seconds")
            self._registry.remember(ReadBook(one.sha256, self._called[one.path], "", "", state.name, now))


def _turn(one: Look) -> tuple[bool, dt.datetime, str]:
    """When a book's turn is: in the order in which they were written.

    One that does not tell comes after all others, so that it meets what is there and does not offer again what another one tells.
    """
    return not one.meta.get("at"), _moment(one.meta), str(one.path)


def _moment(meta: Mapping[str, str]) -> dt.datetime:
    """When a package was written, as it tells itself; long ago where it does not."""
    try:
        told = dt.datetime.fromisoformat(meta.get("at", ""))
    except ValueError:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    return told if told.tzinfo else told.astimezone()


def _state(receipt: Receipt, newer: bool) -> State:
    """In which state a book ends that was received."""
    outcomes = {
        Outcome.ALREADY: State.ALREADY, Outcome.ROSTER: State.ROSTER, Outcome.UNKNOWN: State.UNKNOWN, Outcome.REFUSED: State.REFUSED,
    }  # fmt: skip
    if receipt.outcome in outcomes:
        return outcomes[receipt.outcome]
    if receipt.refused:
        return State.PARTLY
    if receipt.outcome is Outcome.EDITED:
        return State.EDITED
    if receipt.holes or receipt.taken.held:
        return State.HOLES
    return State.GOOD if newer or receipt.taken.acts else State.OLD


def take_one(errand: Errand, stop: Stop) -> Receipt:
    """Take one book into the file of its village, which is made where it is the first. Raises: Cancelled."""
    key, path = Key(errand.key), errand.survey
    made, receipt = not (path.exists() and holds_acts(path, key)), None
    try:
        if made:
            _forget(path)  # of one that was begun when the machine went off
            _begin(path, errand.blank)
        with Survey.open(path, by=errand.by, key=key, as_copy=made) as survey:
            if errand.shared and survey.reader.about(KEY) != errand.shared:
                survey.note(KEY, errand.shared)
            receipt = receive(survey, errand.look.path, dry_run=errand.dry_run, progress=stop)
    except Cancelled:
        raise
    except FieldAppError as trouble:
        name = errand.look.path.name
        receipt = Receipt(name, Outcome.REFUSED, refused=(Refusal(name, rule=trouble.what, advice=trouble.advice),))
    finally:
        if made and not (receipt and receipt.taken.acts):
            _forget(path)
    return receipt


def _begin(path: Path, blank: Path) -> None:
    """Make the file of a village, whole or not at all. Raises: FieldAppError."""
    partial = fresh(path)
    try:
        with telling(path):
            path.parent.mkdir(exist_ok=True)
            with partial.open("wb") as file:
                file.write(blank.read_bytes())
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
    finally:
        clear(path)


def _forget(path: Path) -> None:
    """A file that was made for a first book of which nothing was taken."""
    for one in siblings(path):
        for ending in ("", "-journal", "-wal", "-shm"):
            one.with_name(one.name + ending).unlink(missing_ok=True)
