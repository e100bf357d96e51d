"""Where two files differ, found by telephone: codes over tables, then over part of the households, one household, one answer.

Both sides read the same few lines to each other and go on where a code differs. Households are parted by a hash of their id
and not by group or code, which may be the very thing that differs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fieldapp.base.errors import FieldAppError
from fieldapp.base.record import Record
from fieldapp.base.tally import row_hash, tally
from fieldapp.records import RECORDS
from fieldapp.records.household import Household
from fieldapp.store.reader import Reader

AT_ONCE = 16
"""More lines than that nobody reads out; they are parted once more."""
NOBODYS = "不属于任何一户"


@dataclass(frozen=True)
class Line:
    """One line to read out.

    Attributes:
        key: what to go on with.
        what: what it is about, in words.
        code: eight characters; equal exactly where both sides have the same.
        goes_on: whether there is more beneath.
    """

    key: str
    what: str
    code: str
    goes_on: bool = True


def lines(reader: Reader, place: Sequence[str] = ()) -> list[Line]:
    """The lines of a place.

    Args:
        place: (): the tables; then what was gone on with: a table's label, part after part, a household (id, code or
            head's name), and where it has several records of the noun, one of them.

    Raises:
        FieldAppError: there is no such place.
    """
    if not place:
        hashes = reader.hashes()
        return [Line(noun.label, noun.label, tally(_sorted(hashes.get(noun.table, {})))) for noun in RECORDS]
    noun = next((noun for noun in RECORDS if place[0] in (noun.label, noun.table)), None)
    if noun is None:
        raise FieldAppError(f"没有“{place[0]}”这张表。", f"可以查的有：{'、'.join(one.label for one in RECORDS)}。")
    return _beneath(reader, noun, _by_household(reader, noun), list(place[1:]), "")


def _beneath(reader: Reader, noun: type[Record], homes: Mapping[str, Mapping[str, str]], rest: list[str], prefix: str) -> list[Line]:
    """The lines within those households whose hash begins with the prefix."""
    here = {home: found for home, found in homes.items() if _part(home).startswith(prefix)}
    if len(here) > AT_ONCE:
        parts = sorted({_part(home)[len(prefix)] for home in here})
        if rest and rest[0] in parts:
            return _beneath(reader, noun, homes, rest[1:], prefix + rest[0])
        if not rest:
            return [_part_line(here, prefix, part) for part in parts]
    if not rest:
        named = {entry.id: f"{entry.code} {entry.head}家".strip() for entry in reader.households()}
        return [
            Line(home or NOBODYS, named.get(home, NOBODYS), tally(_sorted(found)))
            for home, found in sorted(here.items(), key=lambda one: named.get(one[0], ""))
        ]
    home = "" if rest[0] == NOBODYS else rest[0] if rest[0] in homes else reader.household(rest[0])
    return _of_household(reader, noun, list(homes.get(home, {})), rest[1:])


def _part_line(here: Mapping[str, Mapping[str, str]], prefix: str, part: str) -> Line:
    some = {home: found for home, found in here.items() if _part(home).startswith(prefix + part)}
    hashes = {record: hash for found in some.values() for record, hash in found.items()}
    return Line(part, f"第 {prefix + part} 部分，{len(some)} 户", tally(_sorted(hashes)))


def _of_household(reader: Reader, noun: type[Record], records: Sequence[str], rest: Sequence[str]) -> list[Line]:
    """The records of a household, or the answers of the only one or of the one that was chosen."""
    found = [record for id in sorted(records) if (record := reader.get(noun, id))]
    if rest:
        found = [record for record in found if record.id.startswith(rest[0])]
    if len(found) == 1:
        kept = found[0].texts()
        return [Line(f.name, f.label, tally([row_hash(kept.get(f.name, ""))]), goes_on=False) for f in noun.fields]
    if rest and rest[-1] in {field.name for field in noun.fields}:
        raise FieldAppError("这已经是一个答案，下面没有更细的了。", "差的就是它：请两边对一对这一项写的是什么。")
    if not found:
        raise FieldAppError("这一户没有这样的记录。", "请退回上一层再看；一边有、一边没有，就是差在这里。")
    return [Line(record.id, f"{noun.label} {number}", tally([row_hash(repr(sorted(record.texts().items())))]))
            for number, record in enumerate(found, 1)]  # fmt: skip


def _by_household(reader: Reader, noun: type[Record]) -> dict[str, dict[str, str]]:
    """Household → id and hash of each of its records; '' for what belongs to none."""
    hashes, parent = reader.hashes().get(noun.table, {}), noun.parent()
    homes: dict[str, dict[str, str]] = {}
    for record in reader.every(noun):
        home = record.id if noun is Household else str(record.answers.get(parent.name) or "") if parent else ""
        homes.setdefault(home, {})[record.id] = hashes.get(record.id, "")
    return homes


def _part(home: str) -> str:
    return hashlib.sha256(home.encode("ascii")).hexdigest()


def _sorted(hashes: Mapping[str, str]) -> list[str]:
    """In the order of the ids, as everybody has them."""
    return [hashes[id] for id in sorted(hashes)]
