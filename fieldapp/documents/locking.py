"""A workbook under a password, as Excel, WPS and LibreOffice ask for one (ECMA-376 agile encryption, AES-256).

The open book stays in memory: only locked bytes reach a disk under a name.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from fieldapp.base.errors import FieldAppError


def locked(book: IO[bytes], password: str) -> bytes:
    """The whole file of a book under a password. No two are equal, for each has salts of its own."""
    content = BytesIO()
    _office(book).encrypt(password, content)
    return content.getvalue()


def unlocked(content: bytes, password: str) -> IO[bytes]:
    """The book inside a file that `locked` has made.

    Raises:
        FieldAppError: it does not open with this password, or a bit of it has changed.
    """
    from msoffcrypto.exceptions import DecryptionError

    book = BytesIO()
    try:
        file = _office(BytesIO(content))
        file.load_key(password, verify_password=True)
        file.decrypt(book, verify_integrity=True)
    except DecryptionError as error:
        raise FieldAppError(
            "加了密码的工作簿打不开：密码不对，或文件已损坏。", "请核对密码；还是打不开就重新导出一次。"
        ) from error
    book.seek(0)
    return book


def _office(file: IO[bytes]) -> Any:
    """The library's own view of a file, which has no types."""
    from msoffcrypto.format.ooxml import OOXMLFile  # late: it costs 0.1 s of the start

    view: Any = OOXMLFile
    return view(file)
