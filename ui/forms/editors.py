"""One editor for each kind of answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from fieldapp.base.dates import Day, Month, Spells, Year
from fieldapp.base.identity import CitizenNumber, Code, Telephone, VillageCode
from fieldapp.base.kinds import Kind, Line, ManyOf, OneOf, Text
from fieldapp.base.numbers import Decimals, Money, Whole
from fieldapp.base.pictures import Pictures
from fieldapp.base.reference import Ref, Refs
from fieldapp.base.versions import Versions
from ui.forms.boxes import DateEditor, Editor, LineEditor, SpellsEditor, TextEditor, Today
from ui.forms.picking import PickEditor
from ui.forms.pictures import Album
from ui.forms.taking import PicturesEditor


@dataclass(frozen=True)
class Given:
    """What an editor must know besides its kind.

    Attributes:
        today: asked when a key wants today's date.
        unit: shown after the answer.
        choices: for references, the records that can be picked: id → name.
        album: for pictures, where they are kept.
    """

    today: Today
    unit: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    album: Album | None = None


@singledispatch
def editor_for(kind: Kind[Any], given: Given) -> Editor:
    """The editor of a kind. A kind without one is a mistake of ours, found by the tests."""
    raise NotImplementedError(type(kind).__name__)


@editor_for.register(Line)
@editor_for.register(Code)
@editor_for.register(Telephone)
@editor_for.register(Versions)
def _line(kind: Kind[Any], given: Given) -> Editor:
    return LineEditor(given.unit)


@editor_for.register(Whole)
@editor_for.register(Decimals)
@editor_for.register(Money)
@editor_for.register(CitizenNumber)
@editor_for.register(VillageCode)
def _figures(kind: Kind[Any], given: Given) -> Editor:
    return LineEditor(given.unit, words=False)


@editor_for.register(Text)
def _text(kind: Text, given: Given) -> Editor:
    return TextEditor()


@editor_for.register(Day)
def _day(kind: Day, given: Given) -> Editor:
    return DateEditor(given.today, "%Y-%m-%d", given.unit)


@editor_for.register(Month)
def _month(kind: Month, given: Given) -> Editor:
    return DateEditor(given.today, "%Y-%m", given.unit)


@editor_for.register(Year)
def _year(kind: Year, given: Given) -> Editor:
    return DateEditor(given.today, "%Y", given.unit)


@editor_for.register(Spells)
def _spells(kind: Spells, given: Given) -> Editor:
    return SpellsEditor(kind)


@editor_for.register(Pictures)
def _pictures(kind: Pictures, given: Given) -> Editor:
    return PicturesEditor(given.album, evidence=kind.evidence)


@editor_for.register(OneOf)
@editor_for.register(ManyOf)
def _listed(kind: OneOf[Any] | ManyOf[Any], given: Given) -> Editor:
    return PickEditor({choice.name: choice.value for choice in kind.choices}, many=kind.many)


@editor_for.register(Ref)
@editor_for.register(Refs)
def _record(kind: Ref | Refs, given: Given) -> Editor:
    return PickEditor(given.choices, many=kind.many, empty="还没有可选的")
