"""The marks of one household: which answers two offices tell differently, for which something else is offered, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fieldapp.base.record import Owner
from fieldapp.desk.corrections import ours, theirs
from fieldapp.desk.disputes import Choice, Matter, Question, open_questions
from fieldapp.records import RECORDS
from fieldapp.records.dossier import Dossier
from fieldapp.store.reader import Reader
from fieldapp.store.survey import COUNTY

if TYPE_CHECKING:
    from fieldapp.documents.workbook import Marked

CONTESTED, OFFERED = "两地不一致", "有提议"
"""The words of the marks, wherever they stand."""
OF_OTHERS = {
    False: "这一项由县里定，县里已经说过：改了会作为提议报上去，县里答复以前仍显示县里的。",
    True: "这一项由村里定，村里已经说过：改了会作为更正建议送去，村里答复以前仍显示村里的。",
}
"""Whether this is the file of the office above → what is said where it types over the other's answer."""


def questions_of(reader: Reader, dossier: Dossier) -> list[Question]:
    """What is open about one household."""
    keys = dossier.contested | dossier.offered
    return open_questions(reader, {key.split(".")[1] for key in keys}) if keys else []


def sentence(one: Question, *, county: bool = False) -> str:
    """What is told differently or offered, by whom and why. `county`: whether one's own office is the county's."""
    others = "；".join(_said(choice) for choice in theirs(one, county=county))
    if one.matter is Matter.CONFLICT:
        own = ours(one, county=county)
        return f"{CONTESTED}：{_said(own)}；{others}" if own else f"{CONTESTED}：{others}"
    word = {Matter.OFFER: "改成 ", Matter.CANDIDATE: "新的一条 "}.get(one.matter, "")
    return f"{OFFERED}：{word}{others}"


def beside_answers(reader: Reader, dossier: Dossier) -> dict[tuple[str, str], str]:
    """The sentences that stand beside answers of a household: id of the record and name of the question → sentence.

    What is decided as one is told once, beside the first of its questions.
    """
    if not dossier.contested and not dossier.offered:
        return {}
    county = bool(reader.about(COUNTY))
    told: dict[tuple[str, str], str] = {}
    for one in questions_of(reader, dossier):
        if fields := one.noun.units().get(one.unit):
            told[one.record, fields[0].name] = sentence(one, county=county)
    return told


def of_workbook(reader: Reader) -> Marked | None:
    """What the rows of a workbook tell of what is open; None where nothing is."""
    from fieldapp.documents.workbook import Marked  # late: openpyxl costs 0.2 s of the start

    tables = frozenset(one.noun.table for one in open_questions(reader) if one.matter is not Matter.CANDIDATE)
    return Marked(tables, lambda dossier: _by_record(reader, dossier)) if tables else None


def _by_record(reader: Reader, dossier: Dossier) -> dict[str, str]:
    """What is open of each record of a household, in one text."""
    county, told = bool(reader.about(COUNTY)), dict[str, str]()
    for one in questions_of(reader, dossier):
        line = f"{one.what}：{sentence(one, county=county)}"
        told[one.record] = "；".join(filter(None, (told.get(one.record), line)))
    return told


def of_others(reader: Reader, dossier: Dossier) -> Mapping[str, str]:
    """The answers that the other office decides and has spoken of: `noun.record id.unit` → what comes of typing over them."""
    county = bool(reader.about(COUNTY))
    owner = Owner.VILLAGE if county else Owner.COUNTY
    records = [dossier.household.id, *(one.id for some in dossier.records.values() for one in some)]
    spoken = reader.spoken(not county, records)
    owned = {(noun.table, unit) for noun in RECORDS for unit, fields in noun.units().items() if fields[0].part.owner is owner}
    return {key: OF_OTHERS[county] for key in spoken if tuple(key.split(".")[::2]) in owned}


def _said(choice: Choice) -> str:
    return f"{choice.told}({choice.act.by} {choice.act.at[:10]}：{choice.act.why})"
