"""TrueType faces in a PDF whose words can be searched and copied, rare characters too.

reportlab tells a reader which character a glyph stands for by the number of the character. Beyond U+FFFF the PDF wants
two halves (UTF-16), so that 𠮷 was drawn well and came back as nothing.
"""

from __future__ import annotations

import re
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

_BEYOND = re.compile(r"<([0-9A-F]{5,6})>")
_READERS = "toUnicodeCMap:"
"""How reportlab names what tells the characters of one subset."""


class Embedded(TTFont):
    """A face as reportlab embeds it, every character told as the PDF wants it."""

    def addObjects(self, doc: Any) -> None:
        """Put the subsets that were used into the document."""
        super().addObjects(doc)
        for name, told in doc.idToObject.items():
            if name.startswith(_READERS):
                told.content = _BEYOND.sub(_halves, told.content)


def _halves(found: re.Match[str]) -> str:
    return f"<{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"
