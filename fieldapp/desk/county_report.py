"""The report of everything that the county's office has to decide: open conflicts, offers, and people in two villages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from fieldapp.base.clock import Clock
from fieldapp.base.record import Owner
from fieldapp.base.tally import minted_id
from fieldapp.desk.county import heard, reading
from fieldapp.desk.county_duplicates import Duplicate, Person, duplicates, open_ones
from fieldapp.desk.disputes import Choice, Matter, Question, open_questions
from fieldapp.documents.county_report import DoubleLine, OpenLine, write_report
from fieldapp.store.registry import Entry, Registry

_SIDES = "甲乙丙丁戊己庚辛壬癸"
Progress = Callable[[int, int], None]
"""Told how many villages are done, and of how many."""


@dataclass(frozen=True)
class Reported:
    """What stands in a report: villages that have something open, questions, and pairs of people."""

    villages: int
    questions: int
    doubles: int


def report(registry: Registry, path: Path, *, by: str, clock: Clock | None = None, progress: Progress | None = None) -> Reported:
    """Write the report of everything that is open.

    Raises:
        FieldAppError: the file cannot be written.
    """
    entries = heard(registry, registry.villages())
    lines: list[OpenLine] = []
    asked, those = 0, 0
    for number, entry in enumerate(entries, 1):
        with reading(registry, entry) as reader:
            questions = open_questions(reader)
        lines += [line for one in questions for line in _lines(entry, one)]
        asked, those = asked + len(questions), those + bool(questions)
        if progress:
            progress(number, len(entries))
    doubles = [_double(one) for one in open_ones(duplicates(registry))]
    write_report(path, registry.about("name"), lines, doubles, by=by, at=(clock or Clock()).now().replace(tzinfo=None), id=minted_id())
    return Reported(those, asked, len(doubles))


def _lines(entry: Entry, one: Question) -> Iterator[OpenLine]:
    for place, choice in zip(count(), one.choices):
        side = _SIDES[place] if place < len(_SIDES) else str(place + 1)
        yield OpenLine(
            entry.code, entry.name, one.code, one.head, one.noun.label, one.what, one.matter.value, side, choice.told,
            "县里" if choice.act.county else "村里", choice.act.by, choice.act.at[:16].replace("T", " "), choice.act.why,
            "有" if choice.act.backed else "", _proposed(one, choice), one.id, choice.change,
        )  # fmt: skip


def _proposed(one: Question, choice: Choice) -> str:
    """What the fixed rule says of one line (exchange.md 5.2): a document first, then the owner's word, then the later one."""
    if choice.act.backed and not any(other.act.backed for other in one.choices if other is not choice):
        return "采用：有文件依据"
    if not choice.act.offered and not one.decided_by(choice, county=True):
        return "县里提的，等村里答复"
    if one.matter is not Matter.CONFLICT or not choice.counts or any(other.act.backed for other in one.choices):
        return ""
    if one.owner is not Owner.SHARED and choice.act.county == (one.owner is Owner.COUNTY):
        return f"采用：这一项以{'县里' if one.owner is Owner.COUNTY else '村里'}为准"
    return "现在暂用这一个"


def _double(one: Duplicate) -> DoubleLine:
    person = one.one.member
    names = list(dict.fromkeys(name for name in (person.name, one.other.member.name) if name))
    return DoubleLine(one.id, "、".join(names), person.number or "", _side(one.one), _side(one.other), one.proposed)


def _side(person: Person) -> tuple[str, str, str, str, str]:
    return person.village.name, person.code, person.head, person.relation, person.last[:10]
