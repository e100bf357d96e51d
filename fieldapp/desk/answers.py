"""A household as one JSON document, and answers given as JSON: the forms without a window.

The shape is `{noun: record or [records]}` with the names of `fields`. What a person does not answer is left out;
null takes an answer back; a person referred to may be named by id or, where it is plain who is meant, by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from fieldapp.base.errors import BadAnswer, FieldAppError
from fieldapp.base.kinds import read_json
from fieldapp.base.record import Field, Record
from fieldapp.base.tally import minted_id
from fieldapp.desk.visiting import save_records
from fieldapp.records import RECORDS
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.village import Village
from fieldapp.store.reader import Reader
from fieldapp.store.survey import Survey

R = TypeVar("R", bound=Record)
NOUNS = {noun.table: noun for noun in RECORDS}
DERIVED = ("verdicts",)
"""Keys of `show` that are worked out and therefore never taken as answers."""


def record_json(record: Record) -> dict[str, Any]:
    """One record: its id and the answers it has. Answers to questions that are not asked of it are left out."""
    asked = [field for field in record.fields if field.name in record.answers and field.applies(record)]
    return {"id": record.id} | {field.name: field.kind.json(record.answers[field.name]) for field in asked}


def household_json(dossier: Dossier) -> dict[str, Any]:
    """Everything of one household: `{noun: record or [records]}`."""
    told: dict[str, Any] = {"village": record_json(dossier.village), "household": record_json(dossier.household)}
    for noun in RECORDS:
        records = [record_json(record) for record in dossier.all(noun)]
        if noun.single and records:
            told[noun.table] = records[0]
        elif not noun.single:
            told[noun.table] = records
    return told


@dataclass(frozen=True)
class Saved:
    """What was saved: the household, and how many records of each noun differ from before."""

    household: str
    changed: Mapping[str, int]


def save_answers(survey: Survey, answers: Mapping[str, Any], why: str) -> Saved:
    """Save answers of one household as one act.

    Raises:
        FieldAppError: the household is not found, a noun or question is unknown, or an answer cannot be taken.
            Nothing is saved then.
    """
    if strangers := set(answers) - set(NOUNS) - set(DERIVED):
        raise FieldAppError(f"不认识 {'、'.join(sorted(strangers))}。", f"可以填的有：{'、'.join(NOUNS)}。")
    household, dossier = _household(survey.reader, answers.get("household"))
    records: list[Record] = [household]
    for noun in RECORDS:
        if noun is not Household and noun.table in answers:
            records += _read_all(noun, answers[noun.table], dossier, household, records)
    return Saved(household.id, save_records(survey, records, why))


def _household(reader: Reader, told: Any) -> tuple[Household, Dossier]:
    """The household that is meant, with the answers given for it; a new one where it names a head nobody has."""
    given = {"id": told} if isinstance(told, str) else told
    if not isinstance(given, Mapping) or not given:
        raise FieldAppError("没有写明是哪一户。", "请在 household 里填 id、code 或 head。")
    try:
        known = reader.dossier(reader.household(str(given.get("id") or given.get("code") or given.get("head") or "")))
    except FieldAppError:
        if "id" in given or "head" not in given:
            raise
        known = Dossier(reader.village(), Household(minted_id()), {})
    fields = {"id": known.household.id} if isinstance(told, str) else {**given, "id": known.household.id}
    return _read(Household, fields, known.household, {}), known


def _read_all(noun: type[Record], told: Any, dossier: Dossier, household: Household, before: list[Record]) -> list[Record]:
    """The records that these answers tell, each laid over the one it changes."""
    names = _by_name(dossier, before)
    several = told if isinstance(told, list) else [told]
    read = []
    for one in several:
        if not isinstance(one, Mapping):
            raise FieldAppError(f"{noun.table} 应是一条记录或一串记录。", "请对照 show 的样子填写。")
        base = _base(noun, one, dossier, household, alone=not isinstance(told, list))
        read.append(_read(noun, one, base, names))
    return read


def _base(noun: type[Record], told: Mapping[str, Any], dossier: Dossier, household: Household, *, alone: bool) -> Record:
    """The record these answers are laid over: the one with that id, the only one there is, or a new one."""
    if noun is Village:
        return dossier.village
    known = dossier.all(noun)
    if "id" in told:
        found = next((record for record in known if record.id == told["id"]), None)
        if found is None:
            raise FieldAppError(f"这一户没有编号为 {told['id']} 的{noun.label}。", "请核对 id；新的记录不要填 id。")
        return found
    if known and (noun.single or alone) and not noun.observed:
        if len(known) > 1:
            raise FieldAppError(f"这一户有 {len(known)} 条{noun.label}。", "请用 id 写明是哪一条。")
        return known[0]
    return noun(minted_id(), household=household.id)


def _by_name(dossier: Dossier, records: list[Record]) -> dict[str, str]:
    """Who may be named without id: name → id, where a name is borne by one person only."""
    names = list(dossier.names.items())
    names += [
        (r.id, r.answers["name"]) for r in records if r.table == "member" and "name" in r.answers and r.id not in dossier.names
    ]
    borne = [name for _, name in names]
    return {name: id for id, name in names if borne.count(name) == 1}


def _read(noun: type[R], told: Mapping[str, Any], base: R, names: Mapping[str, str]) -> R:
    known = {field.name: field for field in noun.fields}
    if strangers := set(told) - set(known) - {"id"}:
        raise FieldAppError(f"{noun.label}没有问 {'、'.join(sorted(strangers))}。", f"可以填的有：{'、'.join(known)}。")
    parent = noun.parent()
    read = {
        name: _answer(known[name], value, names) for name, value in told.items() if name in known and known[name] is not parent
    }
    return base.replace(**read)


def _answer(field: Field[Any], value: Any, names: Mapping[str, str]) -> Any:
    if value is None or value in ("", []):
        return None
    if field.kind.refers:
        value = [names.get(one, one) for one in value] if isinstance(value, list) else names.get(value, value)
    try:
        return read_json(field.kind, value)
    except BadAnswer as refusal:
        raise FieldAppError(
            f"{field.key}({field.label})填的“{str(value)[:40]}”不能用：{refusal.what}", refusal.advice or "请改正后再试。"
        ) from None
