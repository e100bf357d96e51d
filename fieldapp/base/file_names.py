"""Names of files out of what people typed: fit for every system that opens the stick on which they lie."""

from __future__ import annotations

import re

_REFUSED = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
"""What Windows takes in no name; Linux minds the / alone."""
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Windows takes these for devices, whatever ending stands behind them."""


def fit(told: str, longest: int = 60) -> str:
    """A text as a name, or as the beginning of one; '' where nothing is left of it.

    Args:
        longest: characters. Linux takes 255 bytes, which are 63 characters of four.
    """
    name = _REFUSED.sub("", told).strip(" .")[:longest].rstrip(" .")
    return f"{name}_" if _DEVICES.fullmatch(name.split(".")[0]) else name
