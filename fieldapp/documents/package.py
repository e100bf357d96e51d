"""The package inside a workbook: every change, for programs, on two sheets that nobody sees.

`_changes` holds an act or a change a row, as JSON. `_meta` says who sends what to whom, what he knows, how each sheet
looked, and carries a seal over all of that: with the key that county and village share it tells who wrote it, without one
only that nothing was damaged. A book whose seal does not hold is still useful, as a list that somebody has edited.

Decision: the rows of a sheet are sealed as the bytes that we write. Where they still are these bytes nobody has edited
them, and a county reads 300 books without looking at a cell; a book that another program has saved is read cell by cell.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fieldapp.base.change import Act, Change
from fieldapp.base.errors import BadBook
from fieldapp.base.kinds import clean
from fieldapp.base.knowledge import Knowledge

FORMAT = 1
"""The number of this form of packages; a greater one was written by a newer program."""
SEAL, LINES, CHANGES_SHA = "seal", "changes.lines", "changes.sha256"
OPEN = "sha256:"
"""What a seal without a key begins with."""
MERGED = "merged"
"""The kind of a book that holds several villages; it is no package."""
REPORT = "report"
"""The kind of the county's book of what has to be decided; it is no package either."""
_LONGEST = 16_000
"""Characters of a line that stand in one cell; it takes 32,767 UTF-16 units."""
_FLAGS = {"c": "county", "b": "backed", "d": "doubtful", "o": "offered"}
_NEWER = "“{}”是用更新的版本写的。", "请先升级本程序再收；新的程序可以向县里要。"
_BROKEN = "“{}”里给程序读的部分不完整。", "请让对方重新导出一次。"


@dataclass(frozen=True)
class Package:
    """What came in a workbook.

    Attributes:
        meta: name → value, as `_meta` has it.
        acts, changes: what the sender tells beyond what he thinks is known here.
        sealed: 'key': the seal holds with a key that we share; 'plain': it holds, but anybody could have made it, and no
            key is shared;
            '': it does not hold.
    """

    meta: Mapping[str, str]
    acts: Sequence[Act] = ()
    changes: Sequence[Change] = ()
    sealed: str = ""

    @property
    def id(self) -> str:
        """The package's own id, random; '' in a book that has none."""
        return self.meta.get("package", "")

    @property
    def knows(self) -> Knowledge:
        """What the sender knows; with it he confirms what has reached him."""
        return Knowledge.read(self.meta.get("knows", ""))

    @property
    def has_open_seal(self) -> bool:
        """Whether it carries a seal that needs no key, so that it does not tell who wrote it."""
        return self.meta.get(SEAL, "").startswith(OPEN)

    @property
    def from_county(self) -> bool:
        """Whether an office above the village sends it."""
        return self.meta.get("kind") == "county"


@dataclass(frozen=True)
class Sent:
    """What goes out with a workbook. `key`: shared by county and village, '' where there is none."""

    meta: Mapping[str, str]
    acts: Sequence[Act] = ()
    changes: Sequence[Change] = ()
    key: str = field(default="", repr=False)


def rows_of(sent: Sent) -> list[str]:
    """The cells of `_changes`, one a row: acts first; a line too long for a cell goes on in the next one between plus signs."""
    lines = [*map(_act_line, sent.acts), *map(_change_line, sent.changes)]
    return [row for line in lines for row in _cut(line)]


def digest(rows: Iterable[str]) -> str:
    """SHA-256 over the cells of `_changes`, in hexadecimal."""
    return hashlib.sha256("\n".join(rows).encode("utf-8")).hexdigest()


def seal(meta: Mapping[str, str], key: str) -> str:
    """The seal over everything that `_meta` says beside it; an empty value is none, for a blank cell does not come back."""
    told = json.dumps(sorted((k, v) for k, v in meta.items() if v and k != SEAL), ensure_ascii=False).encode("utf-8")
    if key:
        return "hmac-sha256:" + hmac.new(_mac_key(key), told, hashlib.sha256).hexdigest()
    return OPEN + hashlib.sha256(told).hexdigest()


def read(name: str, meta: Mapping[str, str], rows: Iterable[str], keys: Iterable[str] = ()) -> Package:
    """The package that these two sheets hold.

    Args:
        name: of the file.
        rows: the cells of `_changes`, as `rows_of` made them.
        keys: those with which its seal may hold.

    Raises:
        BadBook: a newer program wrote it, or its seal holds and it cannot be read all the same.
    """
    if (told := meta.get("format", "")).isdigit() and int(told) > FORMAT:
        raise BadBook(_NEWER[0].format(name), _NEWER[1])
    known = list(rows)
    sealed = _sealed(meta, known, keys)
    if not sealed:
        return Package(meta)
    try:
        return Package(meta, *_read_lines(known), sealed)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise BadBook(_BROKEN[0].format(name), _BROKEN[1]) from error


def _sealed(meta: Mapping[str, str], rows: Sequence[str], keys: Iterable[str]) -> str:
    """How far the seal holds, as in `Package`."""
    told = meta.get(SEAL, "")
    if not told or meta.get(CHANGES_SHA) != digest(rows):
        return ""
    known = [key for key in keys if key]
    if known:  # a seal that anybody could have set is none where a key is shared
        return "key" if any(hmac.compare_digest(told, seal(meta, key)) for key in known) else ""
    return "plain" if hmac.compare_digest(told, seal(meta, "")) else ""


def _mac_key(key: str) -> bytes:
    """What seals: another secret than the one that locks the book, though both follow from one key."""
    return hashlib.sha256(b"seal\x1f" + key.encode("utf-8")).digest()


def _line(told: Sequence[object]) -> str:
    line = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return line if clean(line) == line else json.dumps(told, separators=(",", ":"))


def _act_line(act: Act) -> str:
    flags = "".join(letter for letter, name in _FLAGS.items() if getattr(act, name))
    return _line(["a", act.id, act.node, act.number, act.stamp, act.at, act.by, act.why, act.source, flags])


def _change_line(change: Change) -> str:
    replaces = sorted(map(list, change.replaces))
    return _line(["c", change.id, change.act.id, change.noun, change.record, change.body, change.was, replaces])


def _cut(line: str) -> Iterator[str]:
    pieces = [line[begin : begin + _LONGEST] for begin in range(0, len(line), _LONGEST)]
    last = len(pieces) - 1
    yield from (("+" if place else "") + piece + ("+" if place < last else "") for place, piece in enumerate(pieces))


def _joined(rows: Iterable[str]) -> Iterator[str]:
    waiting = ""
    for row in rows:
        waiting += row.removeprefix("+") if waiting else row
        if waiting.endswith("]"):
            yield waiting
            waiting = ""
        else:
            waiting = waiting.removesuffix("+")
    if waiting:
        raise ValueError(waiting[:40])


def _read_lines(rows: Iterable[str]) -> tuple[list[Act], list[Change]]:
    """Acts and changes. Raises: ValueError, KeyError, TypeError, IndexError where they are not ours."""
    acts: dict[str, Act] = {}
    changes: list[Change] = []
    for kind, *told in json.loads(f"[{','.join(_joined(rows))}]"):  # at once: that takes half the time
        if kind == "a":
            *words, letters = told
            flags: dict[str, Any] = {name: letter in letters for letter, name in _FLAGS.items()}
            acts[words[0]] = Act(*words, **flags)
        else:
            id, act, noun, record, body, was, replaces = told
            changes.append(Change(id, acts[act], noun, record, body, was, frozenset((one, unit) for one, unit in replaces)))
    return list(acts.values()), changes
