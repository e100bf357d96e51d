"""Connections to the survey file and its siblings, plain or encrypted by SQLCipher.

The key is derived from the password once per opening (SQLCipher's own derivation, about 0.2 s); every further
connection uses the raw key. Siblings of an encrypted file (drafts, photos) are encrypted with the same key and salt.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from fieldapp.base.errors import CannotOpen, FieldAppError

Connection = Any
"""A connection of sqlcipher3, which has the interface of sqlite3 but classes of its own."""
PLAIN = b"SQLite format 3\x00"
_SALT = 16
_CACHE = 16_000
"""KiB of pages kept unlocked: unlocking one again costs more than finding it."""
_INSTRUCTIONS = 200
"""Of SQLite's machine, after which a copying looks up: some ten pictures or rows of text."""
_ROUNDS = 256_000  # SQLCipher 4's default; part of the file format

WRONG_KEY = CannotOpen("打不开这份档案：密码不对，或者它不是走访档案。", "请核对密码和文件；仍打不开时用备份恢复。")


@dataclass(frozen=True)
class Key:
    """How to unlock a file: `pragma` is '' for a plain one."""

    pragma: str = ""

    @classmethod
    def of(cls, password: str, path: Path | None = None) -> Key:
        """The key of an existing file, or of a new one with a fresh salt where `path` is None."""
        if not password or (path is not None and is_plain(path)):
            return cls()
        salt = os.urandom(_SALT) if path is None else _head(path, _SALT)
        secret = hashlib.pbkdf2_hmac("sha512", password.encode("utf-8"), salt, _ROUNDS, 32)
        return cls(f"x'{secret.hex()}{salt.hex()}'")


def _head(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def is_plain(path: Path) -> bool:
    """Whether a file is an unencrypted SQLite file (an empty one counts as such)."""
    head = _head(path, len(PLAIN))
    return head in (PLAIN, b"")


def mark_of(path: Path) -> str:
    """Eight letters out of the salt, alike in all files under one key; '' for a plain file. Raises: OSError."""
    return "" if is_plain(path) else _head(path, _SALT)[:4].hex()


def connect(path: Path, key: Key, *, query_only: bool = False, any_thread: bool = False) -> Connection:
    """A connection in autocommit mode: transactions are said aloud. Raises: CannotOpen where what is only read is gone.

    Args:
        any_thread: it serves every thread, one at a time by its owner's care; otherwise only the one that made it.
    """
    if query_only and not path.exists():  # SQLite would make an empty one in its place
        raise CannotOpen(f"找不到“{path.name}”。", "档案在优盘上的，请把优盘插回去再试；别的请核对文件的位置。")
    connection = dbapi2.connect(str(path), isolation_level=None, timeout=5, check_same_thread=not any_thread)
    connection.execute("pragma cipher_log_level = none")
    if key.pragma:
        connection.execute(f'pragma key = "{key.pragma}"')
    connection.execute("pragma foreign_keys = on")
    connection.execute(f"pragma cache_size = -{_CACHE}")
    if query_only:
        connection.execute("pragma query_only = on")
    return connection


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turns failures of SQLite and of the disk into sentences. Raises: FieldAppError."""
    try:
        yield
    except dbapi2.Error as error:
        raise told(error, path) from error
    except OSError as error:
        raise told_os(error, path) from error


def told(error: Exception, path: Path) -> FieldAppError:
    """What a failure of SQLite (one of sqlcipher3's own classes) means to the person."""
    text = str(error)
    if "not a database" in text:
        return CannotOpen(WRONG_KEY.what, WRONG_KEY.advice)
    if "full" in text or "disk I/O" in text:
        return FieldAppError(f"写不进“{path.name}”：磁盘已满或出错。", "请腾出空间后再试；已保存的内容没有变。")
    if "readonly" in text or "unable to open" in text:
        return CannotOpen(f"“{path.name}”所在的位置不能写。", "请把档案移到自己能写的文件夹再打开。")
    if "locked" in text:
        return _used(path)
    if "malformed" in text or "corrupt" in text or "decode" in text:
        return CannotOpen(f"“{path.name}”已损坏。", "请用最近的备份恢复。")
    return FieldAppError(f"读写“{path.name}”时出错：{text}。", "请重新打开程序；仍不行时用备份恢复。")


def _used(path: Path) -> CannotOpen:
    return CannotOpen(f"“{path.name}”正被另一个程序使用。", "请关掉那个程序后再试。")


def told_os(error: OSError, path: Path) -> FieldAppError:
    """What a failure of the disk means to the person."""
    from fieldapp.base.disk import Trouble, trouble  # late: a good day needs none of it

    kind = trouble(error, path)
    if kind is Trouble.FULL:
        return FieldAppError(f"写不进“{path.name}”：磁盘已满。", "请腾出空间后再试；已保存的内容没有变。")
    if kind is Trouble.IN_USE:
        return _used(path)
    if kind is Trouble.LONG:
        return CannotOpen(f"“{path.name}”的名字连同文件夹太长，这个系统打不开。", "请把文件名起短些，或移到层数少的文件夹。")
    if kind in (Trouble.CLOSED, Trouble.READ_ONLY):
        return CannotOpen(f"“{path.name}”所在的位置不能写。", "请换一个自己能写的文件夹。")
    if kind is Trouble.GONE:
        return CannotOpen(f"找不到“{path.name}”。", "请核对文件的位置。")
    return FieldAppError(f"读写“{path.name}”时出错：{error.strerror}。", "请检查磁盘或优盘后再试。")


def copy(source: Path, target: Path, old: Key, new: Key, step: Callable[[int], None] | None = None) -> None:
    """Copy a file of ours under another key (or none). `target` must not exist.

    Args:
        step: told how much of it is written, in percent; a FieldAppError of it ends the copying.

    Raises:
        FieldAppError: the source cannot be read, or the target cannot be written.
    """
    raised: list[FieldAppError] = []
    with telling(target), closing(connect(source, old)) as connection:
        if step:
            connection.set_progress_handler(_watch(target, max(1, source.stat().st_size), step, raised), _INSTRUCTIONS)
        try:
            marks = [connection.execute(f"pragma {mark}").fetchone()[0] for mark in ("application_id", "user_version")]
            connection.execute("attach database ? as fresh key ?", [str(target), new.pragma])
            connection.execute("select sqlcipher_export('fresh')")
            connection.execute(f"pragma fresh.application_id = {marks[0]}")
            connection.execute(f"pragma fresh.user_version = {marks[1]}")
            connection.execute("detach database fresh")
        except dbapi2.Error:
            if raised:
                raise raised[0] from None
            raise


def _watch(target: Path, whole: int, step: Callable[[int], None], raised: list[FieldAppError]) -> Callable[[], bool]:
    """Tells SQLite, which calls it now and then, whether to stop; and `step`, how large the target is."""

    def told() -> bool:
        try:
            step(min(100, 100 * target.stat().st_size // whole) if target.exists() else 0)
        except FieldAppError as trouble:  # SQLite does not carry it through; it is raised again afterwards
            raised.append(trouble)
        return bool(raised)

    return told
