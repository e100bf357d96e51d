"""Breaking text into lines as Chinese is broken: anywhere between two characters, with three exceptions.

A closing mark never begins a line, an opening one never ends it, and a half-width word, a date, a number with its unit
stay whole as long as they fit on a line at all. What does not fit goes to pieces of one character with its marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_OPENING = "([{<\\[\uff08\uff3b\uff5b\u3008\u300a\u300c\u300e\u3010\u3014\u3016\u201c\u2018"
_CLOSING = (
    ",.;:?!)\\]}>%\u3001\u3002\uff0c\uff0e\uff1b\uff1a\uff1f\uff01\uff09\uff3d\uff5d\u3009\u300b\u300d\u300f\u3011\u3015\u3017"
    "\u201d\u2019\u2026\u2014\u00b7\uff5e\uff05\u2103\u00b0"
)
_UNIT = r"[!-~]*\d (?:个|平方)?[^!-~\s]"
_WORD = rf"[!-~]+(?<![{_OPENING}])"


def _piece(core: str) -> re.Pattern[str]:
    """The core with the openings before it and the closings and blanks after it; whatever else, by itself."""
    return re.compile(rf"[{_OPENING}]*(?:{core})[{_CLOSING}\s]*|\s|.")


_PIECES = (_piece(rf"{_UNIT}|{_WORD}|[^!-~\s]"), _piece(rf"{_WORD}|[^!-~\s]"), _piece(rf"[^{_OPENING}\s]"), re.compile("."))
"""What is not broken: a number with its unit, a half-width word, one character. What is too long for a line is broken finer."""

Measure = Callable[[str], float]


def broken(text: str, width: float, measure: Measure) -> list[str]:
    """The lines of a text, at least one.

    Args:
        width: the longest line, in the unit of `measure`.
    """
    if "\n" not in text and measure(text) <= width:
        return [text]
    return [line for paragraph in text.split("\n") for line in _filled(paragraph, width, measure)]


def widest(text: str, longest: float, measure: Measure) -> float:
    """How wide a line must be so that it tears no number, date or half-width word of the text.

    Args:
        longest: in the unit of `measure`; what is longer is broken anywhere, and does not count.
    """
    wide = (measure(piece.rstrip()) for piece in _PIECES[0].findall(text))
    return max((one for one in wide if one <= longest), default=0.0)


def _filled(paragraph: str, width: float, measure: Measure) -> Iterator[str]:
    """What is longer than a line goes to pieces. Blanks at the end of a line stick out unseen, and are dropped."""
    line, used = "", 0.0
    waiting = [(piece, 0) for piece in reversed(_PIECES[0].findall(paragraph))]
    while waiting:
        piece, finer = waiting.pop()
        wide = measure(piece)
        if used + wide > width:
            seen = measure(piece.rstrip())
            if seen > width and len(piece) > 1:
                finer += 1
                waiting += [(part, finer) for part in reversed(_PIECES[finer].findall(piece))]
                continue
            if line and used + seen > width:
                yield line.rstrip()
                line, used = "", 0.0
        line, used = line + piece, used + wide
    yield line.rstrip()
