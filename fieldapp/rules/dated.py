"""Data that hold from one day to another: figures of the law, words of an era. They neither overlap nor leave a gap."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import MISSING, fields
from itertools import pairwise
from typing import Any, ClassVar, Protocol, TypeVar

from fieldapp.base.errors import FieldAppError

ADVICE = "请恢复程序自带的文件，或者按原来的格式改正。"


class Dated(Protocol):
    """Something in force from the day `since` to the day `until`, both included; `until` None: to this day."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def since(self) -> dt.date: ...
    @property
    def until(self) -> dt.date | None: ...


D = TypeVar("D", bound=Dated)


def read_dated(text: str, table: str, noun: type[D]) -> list[D]:
    """The entries of a TOML text that is nothing but an array of tables.

    Args:
        table: the name of that array.
        noun: a dataclass; its fields are the keys, those with a default may be missing. `since` and `until` are days,
            `value` is for its own room to check, all others are texts.

    Raises:
        FieldAppError: no TOML, another key, a key missing, a day that is none, a number for a text.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise FieldAppError(f"口径文件的格式不对：{trouble}。", ADVICE) from None
    rows = told.pop(table, [])
    if told or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise FieldAppError(f"口径文件里只能有 [[{table}]],却有 {'、'.join(sorted(told)) or table}。", ADVICE)
    return [_entry(row, noun) for row in rows]


def _entry(row: dict[str, Any], noun: type[D]) -> D:
    known = {field.name for field in fields(noun)}
    needed = {field.name for field in fields(noun) if field.default is MISSING}
    name = row.get("name", row.get("since", "没有名称的一条"))
    if strangers := sorted(row.keys() - known):
        raise FieldAppError(f"口径“{name}”里有不认识的项：{'、'.join(strangers)}。", ADVICE)
    if missing := sorted(needed - row.keys()):
        raise FieldAppError(f"口径“{name}”里缺少：{'、'.join(missing)}。", ADVICE)
    for key, found in row.items():
        if key in ("since", "until") and (not isinstance(found, dt.date) or isinstance(found, dt.datetime)):
            raise FieldAppError(f"口径“{name}”的 {key} 不是日期。", ADVICE)
        if key not in ("since", "until", "value") and not isinstance(found, str):
            raise FieldAppError(f"口径“{name}”的 {key} 不是文字。", ADVICE)
    return noun(**row)


def in_order(entries: Sequence[D], what: str) -> tuple[D, ...]:
    """The entries from the oldest to the newest, each beginning on the day after the one before it ends.

    Raises:
        FieldAppError: a gap, an overlap, or an entry that ends before it begins.
    """
    ordered = tuple(sorted(entries, key=lambda entry: entry.since))
    for entry in ordered:
        if entry.until is not None and entry.until < entry.since:
            raise FieldAppError(f"口径“{what}”在 {entry.since} 开始，却在 {entry.until} 就结束了。", ADVICE)
    for before, after in pairwise(ordered):
        if before.until is None or before.until >= after.since:
            raise FieldAppError(f"口径“{what}”在 {after.since} 有两条同时有效。", ADVICE)
        if after.since - before.until > dt.timedelta(days=1):
            raise FieldAppError(f"口径“{what}”从 {before.until} 到 {after.since} 之间有空档。", ADVICE)
    return ordered


def in_force(ordered: Sequence[D], day: dt.date, what: str) -> D:
    """The entry that holds on this day. Raises: FieldAppError where none does, saying from or until when there is one."""
    if found := _holding(ordered, day):
        return found
    if ordered and day < ordered[0].since:
        raise FieldAppError(f"{day} 还没有“{what}”的口径，最早的从 {ordered[0].since} 起。", "请换一个日期。")
    raise FieldAppError(f"“{what}”的口径没有到 {day} 的。", "请更新口径文件，或者换一个日期。")


def is_in_force(ordered: Sequence[D], day: dt.date) -> bool:
    """Whether one of these entries holds on this day."""
    return _holding(ordered, day) is not None


def _holding(ordered: Sequence[D], day: dt.date) -> D | None:
    return next((entry for entry in ordered if entry.since <= day and (entry.until is None or day <= entry.until)), None)
