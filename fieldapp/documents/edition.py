"""The three editions in which a workbook leaves the house.

The whole one is for the county's office and may be locked by a password, which Excel and WPS ask for. The masked one is
for everybody else: it cannot be read back (exchange.md, amendments 3–6).
"""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.base.errors import FieldAppError

LONGEST_PASSWORD = 255
"""In UTF-16 units; what Excel takes at most."""
LABELS = {"locked": "加密码", "masked": "公开版(号码已遮住)", "full": "完整号码，不加密"}
"""Stable name of an edition → what a person calls it."""
PAPERS = "papers"
"""Stands for the edition of papers with full numbers where it is told what has left the house."""


@dataclass(frozen=True)
class Edition:
    """How a workbook leaves. Made as FULL, MASKED or `Edition.locked`."""

    masked: bool = False
    password: str = ""

    @classmethod
    def locked(cls, password: str) -> Edition:
        """The whole book under a password. Raises: FieldAppError where nobody could type it into Excel."""
        try:
            length = len(password.encode("utf-16-le")) // 2
        except UnicodeEncodeError:
            raise FieldAppError("密码里有打不出来的字符。", "请换一个密码。") from None
        if not password.strip():
            raise FieldAppError("密码是空的。", "请先想好一个密码；不加密码就选另外两种版本。")
        if length > LONGEST_PASSWORD:
            raise FieldAppError(f"密码有 {length} 个字，Excel 最多认 {LONGEST_PASSWORD} 个。", "请换一个短一些的密码。")
        return cls(password=password)

    @property
    def name(self) -> str:
        """Its stable name: full, locked or masked."""
        return "masked" if self.masked else "locked" if self.password else "full"

    @property
    def label(self) -> str:
        """What a person calls it."""
        return LABELS[self.name]


FULL = Edition()
MASKED = Edition(masked=True)
