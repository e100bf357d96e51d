"""A household as one JSON document, and answers given as JSON: the forms without a window.

The shape is `{noun: record or [records]}` with the names of `fields`. What a person does not answer is left out;
null takes an answer back; a person or household referred to may be named by id or, where it is plain who is meant, by
name; a picture by its file. A building whose `household` is null belongs to nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from fieldapp.base.errors import BadAnswer, FieldAppError
from fieldapp.base.kinds import read_json
from fieldapp.base.pictures import Pictures, is_digest
from fieldapp.base.record import Field, Record
from fieldapp.base.tally import minted_id
from fieldapp.desk.picturing import digest_of, keep_picture
from fieldapp.desk.visiting import save_records
from fieldapp.records import RECORDS
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.records.review import Review
from fieldapp.records.village import Village
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


def save_answers(survey: Survey, answers: Mapping[str, Any], why: str, *, folder: Path = Path()) -> Saved:
    """Save answers of one household as one act.

    Args:
        folder: where the files stand that are named as pictures.

    Raises:
        FieldAppError: the household is not found, a noun or question is unknown, or an answer cannot be taken.
            Nothing is saved then.
    """
    if strangers := set(answers) - set(NOUNS) - set(DERIVED):
        raise FieldAppError(f"不认识 {'、'.join(sorted(strangers))}。", f"可以填的有：{'、'.join(NOUNS)}。")
    reading = _Reading(survey, answers.get("household"), folder)
    for noun in RECORDS:
        if noun is not Household and noun.table in answers:
            reading.take(noun, answers[noun.table])
    for picture, evidence in reading.pictures:
        keep_picture(survey, picture, evidence=evidence)
    return Saved(reading.household.id, save_records(survey, reading.records, why))


class _Reading:
    """The answers of one household on their way into records.

    Attributes:
        household: the household that is meant, with the answers given for it.
        records: everything that was read, the household first.
        pictures: the files to keep beside the survey before anything is saved, and whether each is evidence.
    """

    def __init__(self, survey: Survey, told: Any, folder: Path) -> None:
        self._reader, self._folder = survey.reader, folder
        self.pictures: list[tuple[Path, bool]] = []
        self.records: list[Record] = []
        given = {"id": told} if isinstance(told, str) else told
        if not isinstance(given, Mapping) or not given:
            raise FieldAppError("没有写明是哪一户。", "请在 household 里填 id、code 或 head。")
        try:
            wanted = str(given.get("id") or given.get("code") or given.get("head") or "")
            self._dossier = self._reader.dossier(self._reader.household(wanted))
        except FieldAppError:
            if "id" in given or "head" not in given:
                raise
            self._dossier = Dossier(self._reader.village(), Household(minted_id()), {})
        known = self._dossier.household
        self.household = self._read({"id": known.id} if isinstance(told, str) else {**given, "id": known.id}, known)
        self.records.append(self.household)

    def take(self, noun: type[Record], told: Any) -> None:
        """Read the records of a noun, each laid over the one it changes."""
        for one in told if isinstance(told, list) else [told]:
            if not isinstance(one, Mapping):
                raise FieldAppError(f"{noun.table} 应是一条记录或一串记录。", "请对照 show 的样子填写。")
            base = self._base(noun, one, alone=not isinstance(told, list))
            self.records.append(self._read(one, base))

    def _base(self, noun: type[Record], told: Mapping[str, Any], *, alone: bool) -> Record:
        """The record these answers are laid over: the one with that id, the only one there is, or a new one."""
        if noun is Village:
            return self._dossier.village
        known = self._dossier.all(noun)
        if "id" in told:
            found = next((record for record in known if record.id == told["id"]), None)
            if found is None and noun.sharers():  # a building of others that this household begins to use
                found = self._reader.get(noun, str(told["id"]))
            if found is None:
                raise FieldAppError(f"这一户没有编号为 {told['id']} 的{noun.label}。", "请核对 id；新的记录不要填 id。")
            return found
        if known and (noun.single or alone) and not noun.observed:
            if len(known) > 1:
                raise FieldAppError(f"这一户有 {len(known)} 条{noun.label}。", "请用 id 写明是哪一条。")
            return known[0]
        if noun is Review:
            raise FieldAppError("审核不是录入的，要看是哪一级在审。", "请用 review 命令，或者在户页上审核。")
        return noun(minted_id(), household=self.household.id)

    def _read(self, told: Mapping[str, Any], base: R) -> R:
        noun = type(base)
        known = {field.name: field for field in noun.fields}
        if strangers := set(told) - set(known) - {"id"}:
            raise FieldAppError(f"{noun.label}没有问 {'、'.join(sorted(strangers))}。", f"可以填的有：{'、'.join(known)}。")
        parent = noun.parent()
        read = {
            name: self._answer(known[name], value) for name, value in told.items() if name != "id" and known[name] is not parent
        }
        if parent and not parent.must and parent.name in told and told[parent.name] is None:
            read[parent.name] = None  # it belongs to nobody; whoever tells it uses it
            sharers = noun.sharers()
            assert sharers
            read[sharers.name] = frozenset(read.get(sharers.name) or base.answers.get(sharers.name) or ()) | {self.household.id}
        return base.replace(**read)

    def _answer(self, field: Field[Any], value: Any) -> Any:
        if value is None or value in ("", []):
            return None
        if field.kind.refers:
            names = self._names(field.kind.refers)
            value = [names.get(one, one) for one in value] if isinstance(value, list) else names.get(value, value)
        if isinstance(field.kind, Pictures):
            value = [self._picture(str(one), field.kind.evidence) for one in (value if isinstance(value, list) else [value])]
        try:
            return read_json(field.kind, value)
        except BadAnswer as refusal:
            raise FieldAppError(
                f"{field.key}({field.label})填的“{str(value)[:40]}”不能用：{refusal.what}", refusal.advice or "请改正后再试。"
            ) from None

    def _names(self, noun: str) -> dict[str, str]:
        """Who may be named without id: name → id, where a name is borne by one only."""
        if noun == Household.table:
            entries = self._reader.households()
            return _borne_once([(entry.id, told) for entry in entries for told in (entry.head, entry.code) if told])
        names = list(self._dossier.names.items())
        fresh = [(one.id, one.answers.get("name")) for one in self.records if one.table == Member.table]
        return _borne_once([*names, *((id, name) for id, name in fresh if name and id not in dict(names))])

    def _picture(self, told: str, evidence: bool) -> str:
        """The digest of a picture: as it is told, or that of the file of this name."""
        if is_digest(told):
            return told
        path = self._folder / told
        self.pictures.append((path, evidence))
        return digest_of(path, evidence=evidence)


def _borne_once(names: list[tuple[str, str]]) -> dict[str, str]:
    borne = Counter(name for _, name in names)
    return {name: id for id, name in names if borne[name] == 1}
