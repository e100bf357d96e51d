"""A locked workbook from outside, opened in a child process: a hostile file can only kill the child.

Passwords go to the child by its input and the open book comes back by its output: neither stands on a disk nor in the
machine's list of processes. Run as `main.py --unlock`. It reads a line of JSON, `{"memory",
"passwords"}`, then the bytes of the file; it answers `open` and the book, or one word that says why not.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable

from fieldapp.base.errors import BadBook, FieldAppError
from fieldapp.base.program import UNLOCK, itself
from fieldapp.documents.locking import WrongPassword, is_locked, unlocked

MEMORY = 2**30
"""The most memory the child may take, in bytes."""
SECONDS = 60.0
"""The longest the child may take, in seconds; a book of ours takes 0.2."""
_OPEN, _WRONG, _DAMAGED = b"open", b"password", b"damaged"
NO_PASSWORD = "“{}”加了密码，这里没有它的密码。", "请打电话向发给你的人问密码，再收一次。"
WRONG_PASSWORD = (
    "“{}”的密码不对，打不开。", "请核对大小写和输入法，或打电话再问一次；用登记密钥加密的，请问县里登记包是不是换过。"
)  # fmt: skip
DAMAGED = "“{}”加了密码，而且已损坏，打不开。", "请让对方重新发一份。"


def opened(name: str, content: bytes, passwords: Iterable[str], *, memory: int = MEMORY, seconds: float = SECONDS) -> bytes:
    """The book inside a locked file that one of these passwords opens, the likeliest first; other content as it is.

    Args:
        name: of the file, for what is told.
        memory, seconds: the most that opening may take, in bytes and seconds.

    Raises:
        BadBook: it is locked, and no password opens it, or it is damaged.
    """
    if not is_locked(content):
        return content
    known = [one for one in dict.fromkeys(passwords) if one]
    if not known:
        raise _bad(NO_PASSWORD, name)
    asked = json.dumps({"memory": memory, "passwords": known}).encode("ascii") + b"\n" + content
    try:
        child = subprocess.run(
            itself(UNLOCK),
            input=asked,
            capture_output=True,
            timeout=seconds,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise _bad(DAMAGED, name) from None
    word, _, book = child.stdout.partition(b"\n")
    if word == _OPEN and child.returncode == 0:
        return book
    raise _bad(WRONG_PASSWORD if word == _WRONG else DAMAGED, name)


def _bad(why: tuple[str, str], name: str) -> BadBook:
    return BadBook(why[0].format(name), why[1])


def main() -> None:
    """Read, open and speak."""
    from fieldapp.documents.foreign_child import limit_memory

    told = json.loads(sys.stdin.buffer.readline())
    limit_memory(told["memory"])
    sys.stdout.buffer.write(_spoken(sys.stdin.buffer.read(), told["passwords"]))


def _spoken(content: bytes, passwords: Iterable[str]) -> bytes:
    for password in passwords:
        try:
            return _OPEN + b"\n" + unlocked(content, password).read()
        except WrongPassword:
            continue
        except FieldAppError:
            return _DAMAGED
    return _WRONG
