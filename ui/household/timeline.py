"""时间线: everything that was ever said of the household, act by act, the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from fieldapp.base.record import Names
from fieldapp.store.reader import HistoryLine, Reader
from ui.forms.verdict import empty
from ui.household.page import Home, HomePage
from ui.page import Sheet
from ui.theme import label, worn

SHOWN = 60
"""So many acts are shown; older ones are counted."""


class Timeline(HomePage):
    """Who changed what, when, why, instead of what."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(scrolls=True)
        self._reader = reader
        self.sheet = Sheet()
        self.main.addWidget(self.sheet)
        self.main.addStretch()

    def _show(self, home: Home) -> None:
        records = [home.dossier.household.id, *(one.id for records in home.dossier.records.values() for one in records)]
        acts = told(self._reader.history(records), self._names)
        empty(self.sheet.column)
        for place, (head, records) in enumerate(acts[:SHOWN]):
            heading = label(head, "head", wraps=True)
            heading.setContentsMargins(0, worn().px(10) if place else 0, 0, 0)
            self.sheet.column.addWidget(heading)
            for text in records:
                self.sheet.column.addWidget(label(text, wraps=True))
        if len(acts) > SHOWN:
            self.sheet.column.addWidget(label(f"更早还有 {len(acts) - SHOWN} 次修改。", "note"))


def told(history: Sequence[HistoryLine], names: Names) -> list[tuple[str, list[str]]]:
    """The acts in words, the newest first: a head with day, person and reason, and a text for each record it touched."""
    acts = []
    for _, group in groupby(history, key=lambda line: line.act.id):
        lines = list(group)
        act = lines[0].act
        touched = [_told(list(one), names) for _, one in groupby(lines, key=lambda line: line.record)]
        at = dt.datetime.fromisoformat(act.at)
        acts.append((f"{at:%Y-%m-%d %H:%M} · {act.by} · {act.why}", [text for text in touched if text]))
    return acts[::-1]


def _told(lines: list[HistoryLine], names: Names) -> str:
    """What an act did to one record, such as 饮水：每人每天用水量 60 → 30 升，水源 水井。"""
    noun = lines[0].noun
    said = [text for line in lines if (text := _answer(line, names))]
    return f"{noun.label}：{'，'.join(said)}。" if said else ""


def _answer(line: HistoryLine, names: Names) -> str:
    """One answer. To whom the record belongs says nothing on the page of a household."""
    if line.field is None:
        return f"删除({line.now})" if line.now else "恢复"
    if line.field is line.noun.parent():
        return ""
    before, now = _shown(line, line.was, names), _shown(line, line.now, names)
    return f"{line.field.label} {before} → {now or '(取消)'}" if before else f"{line.field.label} {now}"


def _shown(line: HistoryLine, text: str | None, names: Names) -> str:
    if text is None or line.field is None:
        return ""
    shown = line.field.show(line.noun(**{line.field.name: line.field.kind.recall(text)}), names)
    return f"{shown} {line.field.unit}".strip()
