"""A workbook under a password, as Excel, WPS and LibreOffice ask for one (ECMA-376 agile encryption, AES-256).

The open book stays in memory: only locked bytes reach a disk under a name.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from fieldapp.base.errors import FieldAppError

_OLE, _LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
"""How a locked book begins, and the name of the part in which the open one lies (MS-OFFCRYPTO)."""


class WrongPassword(FieldAppError):
    """A locked book does not open with a password."""


def is_locked(content: bytes) -> bool:
    """Whether these bytes are a workbook under a password."""
    return content.startswith(_OLE) and _LOCKED in content


def locked(book: IO[bytes], password: str) -> bytes:
    """The whole file of a book under a password. No two are equal, for each has salts of its own."""
    content = BytesIO()
    _office(book).encrypt(password, content)
    return content.getvalue()


def unlocked(content: bytes, password: str) -> IO[bytes]:
    """The book inside a file that `locked` has made.

    Raises:
        WrongPassword: it does not open with this password.
        FieldAppError: a bit of it has changed.
    """
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, ParseError

    damaged = FieldAppError("加了密码的工作簿打不开：文件已损坏。", "请重新导出一次。")
    book = BytesIO()
    try:
        file = _office(BytesIO(content))
    except (FileFormatError, ParseError) as error:
        raise damaged from error
    try:
        file.load_key(password, verify_password=True)
    except DecryptionError as error:
        raise WrongPassword("加了密码的工作簿打不开：密码不对。", "请核对密码；还是打不开就重新导出一次。") from error
    try:
        file.decrypt(book, verify_integrity=True)
    except DecryptionError as error:
        raise damaged from error
    book.seek(0)
    return book


def _office(file: IO[bytes]) -> Any:
    """The library's own view of a file, which has no types."""
    from msoffcrypto.format.ooxml import OOXMLFile  # late: it costs 0.1 s of the start

    view: Any = OOXMLFile
    return view(file)
