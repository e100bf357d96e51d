"""Answers that are versions of records or single answers: what somebody had before his eyes when he said something of them."""

from __future__ import annotations

import re

from fieldapp.base.errors import BadAnswer
from fieldapp.base.kinds import Marks, clean
from fieldapp.base.tally import row_hash

OF_RECORD, OF_CONTENT = 12, 12
"""So many characters of a mark tell which record it is, and so many what it says."""
_MARK = re.compile(rf"[0-9a-f]{{{OF_RECORD + OF_CONTENT}}}")


def version(record: str, canonical: str) -> str:
    """The mark of one version: the beginning of the record's id, and of the hash of its canonical text."""
    return record[:OF_RECORD] + row_hash(canonical)[:OF_CONTENT]


def of_record(mark: str) -> str:
    """The beginning of the id of the record whose version a mark is."""
    return mark[:OF_RECORD]


class Versions(Marks):
    """The marks of one version or several, kept in their order as texts. In a book they are only counted."""

    def read(self, text: str) -> frozenset[str]:
        parts = clean(text).split()
        if not parts or not all(_MARK.fullmatch(part) for part in parts):
            raise BadAnswer("这不是程序记下的版本。", "这一项由程序填写，请空着。")
        return frozenset(parts)

    def show(self, answer: frozenset[str]) -> str:
        return f"{len(answer)} 条"
