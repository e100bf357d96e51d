"""What receiving a book has done, or would do: one named outcome, the figures, and every place that was not simply taken."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeVar

from fieldapp.base.errors import FieldAppError
from fieldapp.desk.intake import HeldRow, gathered
from fieldapp.documents.remarks import Noted, Refused
from fieldapp.store.receiving import Taken

T = TypeVar("T")
_LISTED = 20
"""So many places are listed in words; the others are counted."""


class Outcome(enum.Enum):
    """What became of a book."""

    TAKEN = "已收下"
    ALREADY = "已经收过，什么也没有变"
    EDITED = "有人手工改过，改动列为提议"
    SAME = "和档案里一样，什么也没有变"
    ROSTER = "这是名册，请用导入"
    UNKNOWN = "认不出来的表格"
    REFUSED = "没有收下"

    @property
    def received(self) -> bool:
        """Whether the book was for us, whatever was in it."""
        return self not in (Outcome.ROSTER, Outcome.UNKNOWN, Outcome.REFUSED)


@dataclass(frozen=True)
class Refusal:
    """Something that was not taken, with its place: all texts as shown; '' where it does not apply."""

    file: str
    sheet: str = ""
    row: str = ""
    column: str = ""
    value: str = ""
    rule: str = ""
    advice: str = ""

    @classmethod
    def of(cls, one: Refused) -> Refusal:
        """A cell, or with row 0 a whole sheet."""
        return cls(one.file, one.sheet, str(one.row or ""), one.column, one.value, one.rule, one.advice)

    @property
    def where(self) -> str:
        """The place in words; '' for the whole file."""
        row = f"第 {self.row} 行" if self.row else ""
        column = f"“{self.column}”填的“{self.value}”：" if self.column else "："
        return f"“{self.sheet}”{row}{column}" if self.sheet else ""


@dataclass(frozen=True)
class Offered:
    """One answer, or several that are decided as one, that somebody has edited; of a candidate the whole record.

    Attributes:
        noun, what: of what, in words.
        name: of the household.
        was, now: in words.
    """

    file: str
    sheet: str
    row: int
    noun: str
    name: str
    what: str
    was: str
    now: str


@dataclass(frozen=True)
class Receipt:
    """What receiving did, or would do.

    Attributes:
        taken: of the package; with `offers` everything that is proposed more than before.
        holes: what is missing of earlier packages, in sentences.
        notes: what was understood in other words than it stands there, or not read, in sentences.
        edits: what was offered because somebody had edited it.
        held: rows that a person has to look at first.
        noted: cells that were taken in other words than they stand there.
        sender: who wrote the package, and in which office; '' where its seal does not tell.
    """

    file: str
    outcome: Outcome
    taken: Taken = field(default_factory=Taken)
    refused: tuple[Refusal, ...] = ()
    holes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    village: str = ""
    edits: tuple[Offered, ...] = ()
    held: tuple[HeldRow, ...] = ()
    noted: tuple[Noted, ...] = ()
    sender: str = ""
    dry_run: bool = False

    @classmethod
    def refusal(cls, file: str, why: FieldAppError, outcome: Outcome = Outcome.REFUSED) -> Receipt:
        """Of a book of which nothing was taken."""
        return cls(file, outcome, refused=(Refusal(file, rule=why.what, advice=why.advice),))

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Receipt:
        """What `kept` has told. Raises: KeyError where an older program told less of it."""
        lists: dict[str, type[Any]] = {"refused": Refusal, "edits": Offered, "held": HeldRow, "noted": Noted}
        several = {name: tuple(_made(kind, one) for one in told[name]) for name, kind in lists.items()}
        words = {name: tuple(told[name]) for name in ("holes", "notes")}
        return _made(
            cls, {**told, **several, **words, "outcome": Outcome[told["outcome"]], "taken": _made(Taken, told["taken"])}
        )

    def kept(self) -> dict[str, Any]:
        """All of it, as JSON can keep it."""
        return asdict(self) | {"outcome": self.outcome.name}

    def json(self) -> dict[str, Any]:
        """The JSON document of `receive` (design.md 6)."""
        held = dict(self.taken.held)
        for row in self.held:
            held[row.noun] = held.get(row.noun, 0) + 1
        told = {
            "outcome": self.outcome.name.lower(), "new": self.taken.new, "changed": self.taken.changed, "same": self.taken.same,
            "held": held, "proposals": self.taken.offers, "conflicts": self.taken.conflicts,
            "refused": [asdict(one) for one in self.refused], "holes": list(self.holes), "notes": list(self.notes),
            "edits": [asdict(one) for one in self.edits], "held_rows": [asdict(one) for one in self.held],
            "noted": [asdict(first) | {"times": times} for first, times in gathered(self.noted)],
        }  # fmt: skip
        if not self.outcome.received and self.refused:
            told["error"] = {"what": self.refused[0].rule, "advice": self.refused[0].advice}
        return told

    def lines(self) -> Iterator[str]:
        """In words, a sentence a line."""
        dry = "试收，没有写入。" if self.dry_run else ""
        yield f"{dry}{self.file}：{self.outcome.value}。" + (self._figures() if self.outcome.received else "")
        yield from (*self.holes, *self.notes)
        yield from _listed("处手工改动", (f"“{e.sheet}”第 {e.row} 行 {e.name} {e.what}：{e.was or '空'} → {e.now or '空'}" for e in self.edits))
        yield from _listed("处没有收", (f"{one.where}{one.rule}{one.advice}" for one in self.refused if one.sheet))
        yield from _listed("行等人核对", (f"“{h.sheet}”第 {h.row} 行“{h.name}”：{h.rule}{h.advice}" for h in self.held))
        yield from (
            f"“{one.sheet}”的“{one.column}”里“{one.value}”{one.note}，{times} 处。" for one, times in gathered(self.noted)
        )
        yield from (one.rule + one.advice for one in self.refused if not one.sheet)

    def _figures(self) -> str:
        taken = self.taken
        counts = (("新增", taken.new), ("改变", taken.changed), ("等前面的包", taken.held))
        told = "，".join(f"{word} {sum(some.values())} 条" for word, some in counts)
        return f"{told}；提议 {taken.offers} 项，两地不一致 {taken.conflicts} 项。"


def _listed(what: str, lines: Iterable[str]) -> Iterator[str]:
    known = list(lines)
    if known:
        yield f"{len(known)} {what}："
        yield from (f"  {line}" for line in known[:_LISTED])
    if len(known) > _LISTED:
        yield f"  另有 {len(known) - _LISTED} {what}，请看报告。"


def _made(kind: type[T], told: Mapping[str, Any]) -> T:
    """An object of a dataclass; what a newer program has told besides is passed over."""
    known = {one.name for one in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: value for name, value in told.items() if name in known})
