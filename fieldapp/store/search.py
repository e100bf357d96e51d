"""What the search box looks through: one narrow line of keys for each record with a searched answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice, product

from fieldapp.base.kinds import half_width

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_READINGS = 8
"""The most readings of one name that are kept; names with more are rarer than a typing error."""
_UNSPELLED = "\x1f"
"""Ends each text of a line that is spelled in pinyin when somebody searches."""


@lru_cache(maxsize=50_000)
def pinyin_keys(name: str) -> str:
    """Initials and full pinyin of a name, for each reading of its characters."""
    if not _HAN.search(name):
        return ""
    from pypinyin import Style, pinyin  # late: it costs 0.1 s of the start

    syllables = pinyin(name, style=Style.NORMAL, heteronym=True, errors="ignore")
    readings = list(islice(product(*(dict.fromkeys(one) for one in syllables)), _READINGS))
    keys = [key for reading in readings for key in ("".join(s[:1] for s in reading), "".join(reading))]
    return " ".join(dict.fromkeys(keys))


def keys_of(texts: Mapping[str, str], searched: Sequence[str], *, spelling: bool = True) -> str:
    """The line of keys of one record, '' where none of its answers is searched.

    Args:
        texts: the canonical text of every answer.
        searched: names of questions.
        spelling: False: `spelled` works out the pinyin when somebody searches. A county takes a million names in, and
            looks for few.
    """
    found = [texts[name] for name in searched if name in texts]
    return _line(found) if spelling else "".join(text + _UNSPELLED for text in found)


def spelled(keys: str) -> str:
    """A line of keys as it is searched."""
    return _line(keys.split(_UNSPELLED)) if _UNSPELLED in keys else keys


def _line(texts: Iterable[str]) -> str:
    return " ".join(part for text in texts for part in (text.lower(), pinyin_keys(text)) if part)


def words(find: str) -> list[str]:
    """The words of what was typed, as the keys have them; each must be found."""
    return half_width(find).lower().split()
