"""Enrolling villages: the county writes a 登记包 for each, and each village's laptop takes its own.

It carries whose laptop this is, whom to call, and the key that county and village share. It goes from hand to hand: who
has it can read the village's locked books and set the village's seal.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import NamedTuple

from fieldapp.base.errors import BadAnswer, FieldAppError
from fieldapp.base.tally import LETTERS
from fieldapp.desk.handing_over import KEY
from fieldapp.documents.landing import landing, settle
from fieldapp.records.village import Village
from fieldapp.store.registry import Entry, Registry
from fieldapp.store.survey import Survey

COUNTY_NAME, COUNTY_PHONE, ROLE = "county_name", "county_phone", "role"
"""The remarks under which a village's file keeps who its county is, whom to call there, and whose laptop it is."""
ROLES = {"village": "村", "town": "镇", "county": "县"}
"""Stable name of a role → what a person calls it."""
ENDING = ".enrol"
_KIND, _FORMAT = "驻村走访登记包", 1
_GROUPS, _GROUP = 5, 4
"""Twenty letters of sixteen are 80 bits."""
_LARGEST = 100_000


class Named(NamedTuple):
    """A village that is to be enrolled."""

    code: str
    name: str
    town: str = ""


@dataclass(frozen=True)
class Enrolment:
    """What stands in a 登记包."""

    village: str
    name: str
    town: str
    county: str
    role: str
    key: str
    phone: str

    def told(self) -> str:
        """The text of the file."""
        told = {"kind": _KIND, "format": _FORMAT} | asdict(self)
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def read(cls, path: Path) -> Enrolment:
        """Raises: FieldAppError: it is no 登记包, or a newer one."""
        try:
            with path.open("rb") as file:
                told = json.loads(file.read(_LARGEST))
            if told.pop("kind") != _KIND:
                raise ValueError
            if told.pop("format") > _FORMAT:
                raise FieldAppError(f"“{path.name}”是用更新的版本写的。", "请先升级本程序。")
            found = cls(**{name: str(told[name]) for name in cls.__dataclass_fields__})
        except OSError as error:
            raise FieldAppError(f"“{path.name}”打不开。", "请核对文件的位置。") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise FieldAppError(f"“{path.name}”不是登记包。", f"登记包以 {ENDING} 结尾，由县里发给每个村。") from error
        if found.role not in ROLES:
            raise FieldAppError(f"“{path.name}”里的角色不认识。", "请让县里重新发一份。")
        if not is_key(found.key):
            raise FieldAppError(f"“{path.name}”里的密钥不完整。", "请让县里重新发一份。")
        return found


def new_key() -> str:
    """A random key that can be read out on the telephone."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def is_key(text: str) -> bool:
    """Whether a text is a key as `new_key` makes them."""
    groups = text.split("-")
    return len(groups) == _GROUPS and all(len(one) == _GROUP and set(one) <= set(LETTERS) for one in groups)


def enrol(registry: Registry, villages: Iterable[Named], folder: Path, *, role: str = "village", by: str) -> list[Path]:
    """Enrol villages and write the 登记包 of each into a folder. One that is enrolled already keeps its key.

    Returns:
        The files, in the order of the villages.

    Raises:
        FieldAppError: a name or code is wrong or twice there, or the folder cannot be written; nothing is enrolled then.
    """
    named = [_understood(one) for one in villages]
    if doubled := {one.code for one in named if sum(other.code == one.code for other in named) > 1}:
        raise FieldAppError(f"村代码 {'、'.join(sorted(doubled))} 写了两次。", "请核对名单，一个村只写一行。")
    known = {one.code: one for one in registry.villages()}
    entries = [_entry(one, known.get(one.code), role) for one in named]
    registry.keep(*entries)
    for entry in entries:
        if registry.heard(entry.code):
            with closing(Survey.open(registry.survey_path(entry.code), by=by, key=registry.key)) as survey:
                survey.note(KEY, entry.key)
    return [_write(registry, entry, folder) for entry in entries]


def _understood(one: Named) -> Named:
    try:
        town = Village.town.kind.read(one.town) if one.town.strip() else ""
        return Named(Village.code.kind.read(one.code), Village.name.kind.read(one.name), town)
    except BadAnswer as wrong:
        raise FieldAppError(f"村“{one.name or one.code}”：{wrong.what}", wrong.advice) from wrong


def _entry(one: Named, known: Entry | None, role: str) -> Entry:
    before = known or Entry(one.code, one.name)
    return replace(before, name=one.name, town=one.town or before.town, role=role, key=before.key or new_key())


def _write(registry: Registry, entry: Entry, folder: Path) -> Path:
    told = Enrolment(entry.code, entry.name, entry.town, registry.about("name"), entry.role, entry.key, registry.about("phone"))
    path = folder / f"{entry.code}{ENDING}"
    with landing(path) as part:
        part.write_text(told.told(), "utf-8")
        settle(part)
    return path


def listed(book: Path) -> list[Named]:
    """The villages of a list in any spreadsheet's format, under the heads 村代码, 村名 and, where it has one, 乡镇.

    Raises:
        BadBook: it cannot be read.
        FieldAppError: there is no such list in it.
    """
    from fieldapp.documents.foreign import read_book

    for sheet in read_book(book).sheets:
        rows = [[str(cell).strip() for cell in row.cells] for row in sheet.rows]
        for number, heads in enumerate(rows):
            if {Village.code.label, Village.name.label} <= set(heads):
                return list(_below(heads, rows[number + 1 :]))
    raise FieldAppError(f"“{book.name}”里没有认出村的名单。", "表头里要有“村代码”和“村名”两列，可以另有“乡镇”一列。")


def _below(heads: list[str], rows: Iterable[list[str]]) -> Iterator[Named]:
    places = [heads.index(field.label) if field.label in heads else -1 for field in (Village.code, Village.name, Village.town)]
    for row in rows:
        told = Named(*(row[place] if 0 <= place < len(row) else "" for place in places))
        if told.code or told.name:
            yield told


def take_enrolment(survey: Survey, path: Path) -> Enrolment:
    """Take the 登记包 of this file's village: from now on its books carry the seal that the county knows.

    Raises:
        FieldAppError: it is no 登记包, or another village's.
    """
    told = Enrolment.read(path)
    with closing(survey.new_reader()) as reader:
        mine = reader.village()
    if told.village != mine.code:
        raise FieldAppError(f"这是“{told.name}”的登记包，不是“{mine.name}”的。", "请向县里要本村的登记包，或打开那个村的档案再登记。")
    for key, value in ((KEY, told.key), (COUNTY_NAME, told.county), (COUNTY_PHONE, told.phone), (ROLE, told.role)):
        survey.note(key, value)
    return told
