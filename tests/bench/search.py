"""The search box: from a keystroke to the rows, over 20,000 people in an encrypted file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter

import village
from figure import Figure

from fieldapp.records.member import Member
from fieldapp.store.reader import Reader
from fieldapp.store.survey import Survey

KEYS = 320


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """Median and 99th percentile of single keystrokes: what the reader needs, and what the real screen needs to paint."""
    people = 2_000 if quick else 20_000
    with village.opened(village.make(folder, round(people / village.PEOPLE_IN_A_HOUSEHOLD))) as survey:
        typed = list(keystrokes(survey.reader))
        size = f"{survey.reader.people():,} people"
        yield from _told(f"search: reader, {size}", typed, survey.reader.households)
        yield from _told(f"search: screen, {size}", typed, _screen(survey))


def _told(work: str, typed: list[str], find: Callable[[str], object]) -> Iterator[Figure]:
    took = []
    for text in typed:
        begin = perf_counter()
        find(text)
        took.append((perf_counter() - begin) * 1000)
    cuts = quantiles(took, n=100)
    yield Figure(f"{work}, p50 of {len(took)}", cuts[49], "ms", 50, times=False)
    yield Figure(f"{work}, p99 of {len(took)}", cuts[98], "ms", 50, times=False)


def _screen(survey: Survey) -> Callable[[str], None]:
    """Types into the real list of households, and returns when its rows are painted."""
    from PySide6.QtWidgets import QApplication, QWidget

    from ui.messages import Messages
    from ui.screens.households import HouseholdsScreen
    from ui.session import Session
    from ui.tasks import Tasks
    from ui.theme import Theme, wear

    app = QApplication.instance() or QApplication([])
    wear(Theme())
    window = QWidget()
    screen = HouseholdsScreen(Session(survey, Tasks(print), Messages()))
    screen.setParent(window)
    for widget in (window, screen):
        widget.resize(1166, 768)
    window.show()
    app.processEvents()

    def find(text: str) -> None:
        screen.search.setText(text)
        app.processEvents()
        assert window.isVisible()  # and keeps it from being collected

    return find


def keystrokes(reader: Reader) -> Iterator[str]:
    """What stands in the box after each key: names, pinyin, pieces of numbers and of telephones, typed key by key."""
    from pypinyin import Style, lazy_pinyin

    dice = Random(1)
    members = [member for member in reader.every(Member) if member.name and member.number]
    told = 0
    while told < KEYS:
        member = dice.choice(members)
        name, number = member.name or "", member.number or ""
        initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
        for word in (name, initials, "".join(lazy_pinyin(name)), number[10:16]):
            yield from (word[:end] for end in range(1, len(word) + 1))
            told += len(word)
