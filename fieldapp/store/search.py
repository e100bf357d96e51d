"""What the search box looks through: one narrow line of keys for each record with a searched answer."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product

from fieldapp.base.kinds import half_width
from fieldapp.base.record import Record

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_READINGS = 8
"""The most readings of one name that are kept; names with more are rarer than a typing error."""


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


def keys_of(record: Record, searched: frozenset[str]) -> str:
    """The line of keys of one record, '' where none of its answers is searched. `searched`: names of questions."""
    texts = [text for name, text in record.texts().items() if name in searched]
    return " ".join(part for text in texts for part in (text.lower(), pinyin_keys(text)) if part)


def words(find: str) -> list[str]:
    """The words of what was typed, as the keys have them; each must be found."""
    return half_width(find).lower().split()
