"""Answers that are other records: the person of a measure, the sleepers of a building."""

from __future__ import annotations

import re

from fieldapp.base.errors import BadAnswer
from fieldapp.base.identity import Coded
from fieldapp.base.kinds import Kind, clean

_ID = re.compile(r"[0-9a-f]{32}")


class Ref(Coded):
    """The id of one record of a noun. Names are looked up where they are shown."""

    def __init__(self, refers: str) -> None:
        """`refers`: the table of the noun."""
        self.refers = refers

    def read(self, text: str) -> str:
        if not _ID.fullmatch(wanted := clean(text)):
            raise BadAnswer(f"没有“{wanted[:20]}”这条记录。", "请从列表中选择。")
        return wanted


class Refs(Kind[frozenset[str]]):
    """The ids of several records of a noun, kept in the order of the ids."""

    many = True

    def __init__(self, refers: str) -> None:
        self.refers = refers

    def read(self, text: str) -> frozenset[str]:
        one = Ref(self.refers)
        if not (parts := clean(text).split()):
            raise BadAnswer("还没有填写。")
        return frozenset(one.read(part) for part in parts)

    def keep(self, answer: frozenset[str]) -> str:
        return " ".join(sorted(answer))

    show = keep

    def recall(self, kept: str) -> frozenset[str]:
        return frozenset(kept.split())

    def json(self, answer: frozenset[str]) -> list[str]:
        return sorted(answer)
