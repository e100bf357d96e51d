"""The search box: from a keystroke to the rows, over 20,000 people in an encrypted file, calm and while verdicts are worked out."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter, sleep

import village
from figure import Figure

from fieldapp.records.member import Member
from fieldapp.store.reader import Reader
from fieldapp.store.survey import Survey

KEYS = 320
BEGINNINGS = 60
"""So often somebody begins to type while verdicts are worked out."""
SETTLED, MEANWHILE = 1.0, 0.06
"""Seconds for which they have been worked out before the first key comes, and before each other one."""


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """Median and 99th percentile of single keystrokes: what the reader needs, and what the real screen needs to paint."""
    people = 2_000 if quick else 20_000
    with village.opened(village.make(folder, round(people / village.PEOPLE_IN_A_HOUSEHOLD))) as survey:
        typed = list(keystrokes(survey.reader))
        size = f"{survey.reader.people():,} people"
        yield from _told(f"search: reader, {size}", typed, survey.reader.households)
        screen = Screen(survey)
        yield from _told(f"search: screen, {size}", typed, screen.find)
        screen.close()
        survey.reader.close()
        survey.reader = survey.new_reader()  # knows nothing, as after opening
        screen = Screen(survey)
        screen.judge(SETTLED)
        yield from _told(f"search: screen, verdicts worked out, {size}", typed[:BEGINNINGS], screen.find, screen.judge)
        screen.close()


def _told(work: str, typed: list[str], find: Callable[[str], object], before: Callable[[], object] = bool) -> Iterator[Figure]:
    took = []
    for text in typed:
        before()
        begin = perf_counter()
        find(text)
        took.append((perf_counter() - begin) * 1000)
    cuts = quantiles(took, n=100)
    yield Figure(f"{work}, first key", took[0], "ms", 50, times=False)
    yield Figure(f"{work}, p50 of {len(took)}", cuts[49], "ms", 50, times=False)
    yield Figure(f"{work}, p99 of {len(took)}", cuts[98], "ms", 50, times=False)


class Screen:
    """The real list of households."""

    def __init__(self, survey: Survey) -> None:
        from PySide6.QtWidgets import QApplication, QWidget

        from ui.messages import Messages
        from ui.screens.households import HouseholdsScreen
        from ui.session import Session
        from ui.tasks import Tasks
        from ui.theme import Theme, wear

        self._app = QApplication.instance() or QApplication([])
        wear(Theme())
        self._window, self._tasks = QWidget(), Tasks(print)
        self._screen = HouseholdsScreen(Session(survey, self._tasks, Messages()))
        self._screen.setParent(self._window)
        for widget in (self._window, self._screen):
            widget.resize(1166, 768)
        self._window.show()
        self._app.processEvents()

    def find(self, text: str) -> None:
        """Type a text, and return when its rows are painted."""
        self._screen.search.setText(text)
        self._app.processEvents()

    def judge(self, seconds: float = MEANWHILE) -> None:
        """Let the verdicts of all be worked out anew for a while, nobody typing."""
        gathering = self._screen.gathering
        gathering.stale |= {entry.id for entry in self._screen._session.reader.households()}
        while not gathering._under_way:
            self._app.processEvents()
            sleep(0.005)
        end = perf_counter() + seconds
        while perf_counter() < end:
            self._app.processEvents()
            sleep(0.005)

    def close(self) -> None:
        """Put the list away and end the lane before the file is closed."""
        self._window.close()
        self._tasks.finish()


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
