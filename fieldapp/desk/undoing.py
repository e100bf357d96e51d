"""Undo and redo of acts: which one is meant, and what it was in words.

An act is taken back by another act, and a redo is the taking back of that one; nothing is ever rewritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from fieldapp.base.change import Act
from fieldapp.store.reader import Reader
from fieldapp.store.survey import Survey
from fieldapp.store.undoing import UNDO

_FEW = 200
"""So many records of an act are looked at to find out whose it is."""
_AT_ONCE = 30
"""So many records are taken back before anybody notices: half a millisecond each, measured with 20,000 people."""


def last_done(survey: Survey) -> Act | None:
    """The act that the next undo takes back: the newest of this file that still holds; None where there is none."""
    held = (act for act in _holding(_own(survey)) if not act.source.startswith(UNDO))
    return next(held, None)


def last_undone(survey: Survey) -> Act | None:
    """The undoing that the next redo takes back; None where nothing was undone, or something else was done since."""
    for act in _holding(acts := _own(survey)):
        if not act.source.startswith(UNDO):
            return None
        if not _is_redo(act, acts):
            return act
    return None


def told(reader: Reader, act: Act) -> str:
    """An act in words: why it was done and, where it is about one family, whose: “入户走访 张三家”."""
    families: set[str] = set()
    for noun, record in islice(reader.written_by(act.id), _FEW):
        families.add(reader.whose(noun, record)[1])
        if len(families) > 1:
            return act.why
    head = next(iter(families), "")
    return f"{act.why} {head}家" if head and head not in act.why else act.why


def is_quick(reader: Reader, act: Act) -> bool:
    """Whether an act is taken back before anybody notices: it wrote little and made no two records one."""
    return len(list(islice(reader.written_by(act.id), _AT_ONCE + 1))) <= _AT_ONCE and not reader.joined_by(act.id)


def undone_by(survey: Survey, undoing: Act) -> Act:
    """The act that an undoing took back."""
    wanted = undoing.source.removeprefix(UNDO)
    return next(act for act in survey.reader.acts(limit=-1) if act.id == wanted)


def _own(survey: Survey) -> list[Act]:
    """The acts of this file, the newest first: what was received from others is theirs to take back."""
    return [act for act in survey.reader.acts(limit=-1) if act.node == survey.node]


def _holding(acts: Sequence[Act]) -> Iterator[Act]:
    """The acts that nobody has taken back, the newest first; undoings among them."""
    taken_back: set[str] = set()
    for act in acts:
        if act.id in taken_back:
            continue
        if act.source.startswith(UNDO):
            taken_back.add(act.source.removeprefix(UNDO))
        yield act


def _is_redo(act: Act, acts: Sequence[Act]) -> bool:
    """Whether an undoing takes back another undoing."""
    wanted = act.source.removeprefix(UNDO)
    return any(one.id == wanted and one.source.startswith(UNDO) for one in acts)
