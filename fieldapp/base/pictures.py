"""Answers that are pictures: kept beside the survey under the SHA-256 of their bytes, which is all that a record holds."""

from __future__ import annotations

import re

from fieldapp.base.errors import BadAnswer
from fieldapp.base.kinds import Marks, clean

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Pictures(Marks):
    """The digests of one picture or several, kept in their order as texts. The pictures themselves are the store's."""

    def __init__(self, *, evidence: bool = True) -> None:
        """`evidence`: whether a picture is kept as it was taken (a report, before and after) or only as a small copy."""
        self.evidence = evidence

    def read(self, text: str) -> frozenset[str]:
        parts = clean(text).split()
        if not parts or not all(is_digest(part) for part in parts):
            raise BadAnswer("这不是一张存好的照片。", "请从文件里选择照片。")
        return frozenset(parts)

    def show(self, answer: frozenset[str]) -> str:
        return f"{len(answer)} 张照片"


def is_digest(text: str) -> bool:
    """Whether a text is the digest of a picture."""
    return _DIGEST.fullmatch(text) is not None
