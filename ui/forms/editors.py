"""One editor for each kind of answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from fieldapp.base.dates import Day, Month, Year
from fieldapp.base.identity import CitizenNumber, Code, Telephone, VillageCode
from fieldapp.base.kinds import Kind, Line, ManyOf, OneOf, Text
from fieldapp.base.numbers import Decimals, Money, Whole
from fieldapp.base.record import NOBODY
from fieldapp.base.reference import Ref, Refs
from ui.forms.boxes import DateEditor, Editor, LineEditor, TextEditor, Today
from ui.forms.picking import PickEditor

Choices = Mapping[str, str]


@singledispatch
def editor_for(kind: Kind[Any], today: Today, unit: str = "", choices: Choices = NOBODY) -> Editor:
    """The editor of a kind. A kind without one is a mistake of ours, found by the tests.

    Args:
        kind: what an answer can be.
        today: asked when a key wants today's date.
        unit: shown after the answer.
        choices: for references, the records that can be picked: id → name.
    """
    raise NotImplementedError(type(kind).__name__)


@editor_for.register(Line)
@editor_for.register(Code)
@editor_for.register(Whole)
@editor_for.register(Decimals)
@editor_for.register(Money)
@editor_for.register(CitizenNumber)
@editor_for.register(Telephone)
@editor_for.register(VillageCode)
def _line(kind: Kind[Any], today: Today, unit: str = "", choices: Choices = NOBODY) -> Editor:
    return LineEditor(unit)


@editor_for.register(Text)
def _text(kind: Text, today: Today, unit: str = "", choices: Choices = NOBODY) -> Editor:
    return TextEditor()


@editor_for.register(Day)
def _day(kind: Day, today: Today, unit: str = "", choices: Choices = NOBODY) -> Editor:
    return DateEditor(today, "%Y-%m-%d", unit)


@editor_for.register(Month)
def _month(kind: Month, today: Today, unit: str = "", choices: Choices = NOBODY) -> Editor:
    return DateEditor(today, "%Y-%m", unit)


@editor_for.register(Year)
def _year(kind: Year, today: Today, unit: str = "", choices: Choices = NOBODY) -> Editor:
    return DateEditor(today, "%Y", unit)


@editor_for.register(OneOf)
@editor_for.register(ManyOf)
def _listed(kind: OneOf[Any] | ManyOf[Any], today: Today, unit: str = "", choices: Choices = NOBODY) -> Editor:
    return PickEditor({choice.name: choice.value for choice in kind.choices}, many=kind.many)


@editor_for.register(Ref)
@editor_for.register(Refs)
def _record(kind: Ref | Refs, today: Today, unit: str = "", choices: Choices = NOBODY) -> Editor:
    return PickEditor(choices, many=kind.many, empty="还没有可选的")
