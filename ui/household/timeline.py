"""时间线: everything that was ever said of the household, act by act, the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldapp.base.record import Names
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.records.review import MARKS
from fieldapp.records.visit import Visit
from fieldapp.store.history import HistoryLine
from fieldapp.store.reader import Reader
from ui.ago import misdated
from ui.forms.verdict import empty
from ui.household.page import Home, HomePage
from ui.page import Sheet
from ui.theme import label, worn

WHICH = 124
"""Pixels at 100 % for which record something was said of."""
SHOWN = 60
"""So many acts are shown; older ones are counted."""


class Timeline(HomePage):
    """Who changed what, when, why, instead of what; also of what was deleted, moved away or is used no longer."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(scrolls=True)
        self._reader = reader
        self.lines: list[str] = []  # what is shown, line by line
        self.sheet = Sheet()
        self.main.addWidget(self.sheet)
        self.main.addStretch()

    def _show(self, home: Home) -> None:
        household = home.dossier.household.id
        acts = told(past_of(household, self._reader), self._names, called_by(self._reader), household)
        self.lines = [line for head, records in acts[:SHOWN] for line in (head, *records)]
        empty(self.sheet.column)
        for place, (head, records) in enumerate(acts[:SHOWN]):
            heading = label(head, "head", wraps=True)
            heading.setContentsMargins(0, worn().px(10) if place else 0, 0, 0)
            self.sheet.column.addWidget(heading)
            self.sheet.column.addWidget(_drawn(records))
        if len(acts) > SHOWN:
            self.sheet.column.addWidget(label(f"更早还有 {len(acts) - SHOWN} 次修改。", "note"))


def _drawn(records: Sequence[str]) -> QWidget:
    """What an act did: at the left of which record, beside it what was said, all under one another."""
    drawn = QWidget()
    grid = QGridLayout(drawn)
    grid.setContentsMargins(0, worn().px(2), 0, 0)
    grid.setHorizontalSpacing(worn().size("gap"))
    grid.setVerticalSpacing(worn().px(8))
    grid.setColumnMinimumWidth(0, worn().px(WHICH))
    grid.setColumnStretch(1, 1)
    for row, text in enumerate(records):
        which, _, said = text.partition("：")
        about = label(which, "note", wraps=True)
        about.setFixedWidth(worn().px(WHICH))
        grid.addWidget(about, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(said, wraps=True), row, 1)
    return drawn


def past_of(household: str, reader: Reader) -> list[HistoryLine]:
    """Everything that was said of a household (its id) and of what was ever its own, oldest first.

    A record brings its past along when it comes; what was said of it after it had gone is told where it went to.
    """
    history = reader.history(reader.ever_of(household))
    homes = {line.record for line in history if line.noun is Household}
    kept: list[HistoryLine] = []
    gone: set[str] = set()
    users: dict[str, dict[str, set[str]]] = {}
    for (_, record), group in groupby(history, key=lambda line: (line.act.id, line.record)):
        lines = list(group)
        if record not in gone:
            kept += lines
        known = users.setdefault(record, {})
        was_ours = _ours(known, homes)
        known |= {line.field.name: set((line.now or "").split()) for line in lines if line.field and _tells_whose(line)}
        if _ours(known, homes):
            gone.discard(record)
        elif was_ours:
            gone.add(record)
    return kept


def _tells_whose(line: HistoryLine) -> bool:
    """Whether a line says to which household its record belongs, or who uses it as well."""
    return line.field is not None and line.field in (line.noun.parent(), line.noun.sharers())


def _ours(users: Mapping[str, Collection[str]], homes: Collection[str]) -> bool:
    return any(user in homes for told in users.values() for user in told)


def called_by(reader: Reader) -> Callable[[str], str]:
    """What a household (its id) is called, also where it is gone."""

    def called(household: str) -> str:
        _, head = reader.whose(Household, household)
        return f"{head}家" if head else "另一户"

    return called


def told(
    history: Sequence[HistoryLine], names: Names, called: Callable[[str], str] = lambda household: "另一户", home: str = ""
) -> list[tuple[str, list[str]]]:
    """The acts in words, the newest first: a head with day, person and reason, and a text for each record it touched.

    Args:
        called: what a household is called, by its id.
        home: the household on whose page it is told; what is of others is told with their name.
    """
    known = {**_names_once(history), **names}
    others = {record: called(owner) for record, owner in _owners(history).items() if home and owner != home}
    acts = []
    for _, group in groupby(history, key=lambda line: line.act.id):
        lines = list(group)
        act = lines[0].act
        touched = [_told(list(one), known, called, others) for _, one in groupby(lines, key=lambda line: line.record)]
        at = dt.datetime.fromisoformat(act.at)
        acts.append((f"{at:%Y-%m-%d %H:%M}{misdated(act)} · {act.by} · {act.why}", [text for text in touched if text]))
    return acts[::-1]


def _names_once(history: Sequence[HistoryLine]) -> dict[str, str]:
    """What people and visits were called that may be gone: id → name."""
    people = {line.record: line.now for line in history if line.field is Member.name and line.now}
    return people | {line.record: f"{line.now} 的走访" for line in history if line.field is Visit.day and line.now}


def _owners(history: Sequence[HistoryLine]) -> dict[str, str]:
    """To which household each record belonged at last; a household to itself."""
    owners = {line.record: line.record for line in history if line.noun is Household}
    return owners | {line.record: line.now for line in history if line.field and line.field is line.noun.parent() and line.now}


def _told(lines: list[HistoryLine], names: Names, called: Callable[[str], str], others: Names) -> str:
    """What an act did to one record, such as 饮水：每人每天用水量 60 → 30 升，水源 水井。"""
    noun, record = lines[0].noun, lines[0].record
    name = names.get(record, "")
    if noun in (Member, Visit) and name:
        which = name if noun is Visit else f"{noun.label} {name}"
    else:
        which = f"{others[record]}的{'登记' if noun is Household else noun.label}" if record in others else noun.label
    said = [text for line in lines if (text := _answer(line, names, called))]
    return f"{which}：{'，'.join(said)}。" if said else ""


def _answer(line: HistoryLine, names: Names, called: Callable[[str], str]) -> str:
    """One answer. To whom a new record belongs says nothing on the page of a household; that it goes to another does."""
    if line.field is None:
        return f"删除({line.now})" if line.now else "恢复"
    if line.field.part is MARKS:  # said to programs
        return ""
    if line.field is line.noun.parent():
        return f"从{called(line.was)}到{called(line.now)}" if line.was and line.now else ""
    if line.field.kind.refers == Household.table:
        names = {**names, **{id: called(id) for id in f"{line.was or ''} {line.now or ''}".split()}}
    before, now = _shown(line, line.was, names), _shown(line, line.now, names)
    return f"{line.field.label} {before} → {now or '(取消)'}" if before else f"{line.field.label} {now}"


def _shown(line: HistoryLine, text: str | None, names: Names) -> str:
    if text is None or line.field is None:
        return ""
    shown = line.field.show(line.noun(**{line.field.name: line.field.kind.recall(text)}), names)
    return f"{shown.rstrip('。')} {line.field.unit}".strip()


def since_visit(history: Sequence[HistoryLine], visits: Collection[Visit], by: str) -> tuple[Visit, list[HistoryLine]] | None:
    """The last visit that this person recorded, or else anybody, and what was said after the act that recorded it.

    Args:
        history: as of `past_of`.
        visits: those that there are now.
    """
    known = {visit.id: visit for visit in visits}
    made = {line.record: line.act for line in reversed(history) if line.record in known}  # the first act of each is left
    mine = {id: act for id, act in made.items() if act.by == by} or made
    if not mine:
        return None
    last = max(mine, key=lambda id: (mine[id].stamp, id))
    return known[last], [line for line in history if line.act.stamp > mine[last].stamp]
