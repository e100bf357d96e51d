"""对账码: eight characters over a whole state, read out on the telephone to see whether two files are equal.

The sixteen letters and digits neither look alike (no 0 O 1 I 8 B 6 G V U Z S) nor sound alike in Chinese or English
(one letter of each rhyme), in two groups of four.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Iterable

LETTERS = "234579FHKLMPRWXY"


def row_hash(canonical: str) -> str:
    """The hash of one record in canonical form: 32 hexadecimal characters."""
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()[:32]


def tally(hashes: Iterable[str]) -> str:
    """The 对账码 over the hashes of all records, in the order of noun and id."""
    total = hashlib.sha256()
    for one in hashes:
        total.update(one.encode("ascii"))
    letters = "".join(LETTERS[half] for byte in total.digest()[:4] for half in divmod(byte, 16))
    return f"{letters[:4]} {letters[4:]}"


def derived_id(*parts: str) -> str:
    """An id that everybody derives alike from the same parts: 32 hexadecimal characters."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()[:32]


def minted_id() -> str:
    """A new id: 48 bits of the moment, 80 random ones. Ids of one evening stand together, so that a save touches few pages."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"
