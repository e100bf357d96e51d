"""The records of a file as the sender of a book knew them, and what they are called there.

An edit in his book is an edit of what he saw, however much was said here since.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar, cast

from fieldapp.base.errors import BadAnswer
from fieldapp.base.knowledge import Knowledge
from fieldapp.base.record import Field, Record
from fieldapp.documents.returned_answers import UNKNOWN
from fieldapp.records.household import Household
from fieldapp.records.member import Member, Relation
from fieldapp.records.visit import Visit
from fieldapp.store.reader import Reader

R = TypeVar("R", bound=Record)
_BETWEEN = re.compile(r"[、,，;；]\s*")


class Sender(Mapping[str, str]):
    """Somebody who sent a book. As a mapping: id of a person, visit or household → what it is called; made when it is asked for."""

    def __init__(self, reader: Reader, seen: Knowledge | None) -> None:
        """`seen`: what he knew; None where nobody can tell, so that the file as it is now stands for it."""
        self._reader = reader
        self._seen = seen
        self._present: dict[type[Record], dict[str, Record]] = {}
        self._of: dict[type[Record], dict[str, list[str]]] = {}

    @cached_property
    def _news(self) -> set[tuple[str, str]]:
        """The records of which something was said that he did not know."""
        return {(one.noun, one.record) for one in self._reader.beyond(self._seen)[1]} if self._seen else set()

    def record(self, noun: type[R], id: str) -> R | None:
        """A record as he knew it; None where he knew none of that id."""
        if self._seen is not None and (noun.table, id) in self._news:
            return self._reader.as_known(noun, id, self._seen)
        return self.present(noun).get(id)

    def present(self, noun: type[R]) -> Mapping[str, R]:
        """The records of a noun as they are now: id → record."""
        if noun not in self._present:
            self._present[noun] = {one.id: one for one in self._reader.every(noun)}
        return cast("Mapping[str, R]", self._present[noun])

    def of(self, noun: type[R], household: str) -> Iterator[R]:
        """The records of a noun that belong to a household now, as he knew them; those he did not know as they are."""
        if (parent := noun.parent()) is None:
            return
        if noun not in self._of:
            self._of[noun] = {}
            for id, one in self.present(noun).items():
                self._of[noun].setdefault(one.answers.get(parent.name, ""), []).append(id)
        for id in self._of[noun].get(household, ()):
            yield self.record(noun, id) or self.present(noun)[id]

    def household_called(self, code: str, head: str) -> list[str]:
        """The ids of the households that a row means by 户编号, or where that is blank by 户主."""
        return self._by_code.get(code, []) if code else self._by_head.get(head, [])

    @cached_property
    def _by_code(self) -> dict[str, list[str]]:
        return _grouped((home.code or "", home.id) for home in self.present(Household).values())

    @cached_property
    def _by_head(self) -> dict[str, list[str]]:
        """Under the name of its head and, where that is another, under the name on the register."""
        homes = self.present(Household).values()
        return _grouped(pair for home in homes for pair in {(self.head(home.id), home.id), (home.head or "", home.id)})

    def head(self, household: str) -> str:
        """The name of the head of a household."""
        heads = (one.name for one in self.of(Member, household) if one.relation is Relation.HEAD and one.left is None and one.name)
        home = self.record(Household, household)
        return next(heads, None) or (home.head if home else None) or "户主未填"

    def meant(self, question: Field[Any], text: str, household: str, base: Record) -> str:
        """The ids that a person means by the names in a cell.

        Args:
            household: to which the row belongs; '' for none.
            base: the record of the row, whose own references are meant first.

        Raises:
            BadAnswer: a name is unknown or not unique.
        """
        answer = base.answers.get(question.name)
        before = question.kind.keep(answer).split() if answer is not None else []
        found = set[str]()
        for part in filter(None, _BETWEEN.split(text)) if question.kind.many else [text]:
            kept = [id for id in before if self.get(id, UNKNOWN) == part]
            found |= set(kept) if kept else {self._one(question, part, household)}
        return " ".join(sorted(found))

    def _one(self, question: Field[Any], name: str, household: str) -> str:
        known: list[str]
        if question.kind.refers == Household.table:
            known = [id for id in self.present(Household) if name in (self[id], self.head(id))]
        else:
            noun = Member if question.kind.refers == Member.table else Visit
            known = [one.id for one in self.of(noun, household) if self.get(one.id) == name]
        if len(known) == 1:
            return known[0]
        if known:
            raise BadAnswer(f"有 {len(known)} 个“{name}”，分不清是哪一个。", "原有的值不变；请在程序里选。")
        raise BadAnswer(f"没有找到“{name}”。", "原有的值不变；请核对姓名，或在程序里选。")

    def __getitem__(self, id: str) -> str:
        if member := self.record(Member, id):
            return member.name or "姓名未填"
        if visit := self.record(Visit, id):
            return f"{visit.day or '日期未填'} 的走访"
        if self.record(Household, id):
            return f"{self.head(id)}家"
        raise KeyError(id)

    def __iter__(self) -> Iterator[str]:
        return (id for noun in (Household, Member, Visit) for id in self.present(noun))

    def __len__(self) -> int:
        return sum(len(self.present(noun)) for noun in (Household, Member, Visit))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, id in pairs:
        if key:
            found.setdefault(key, []).append(id)
    return found
