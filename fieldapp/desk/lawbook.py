"""What the program brings along to judge by: the figures of the law and the signs of danger, as dated texts."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from fieldapp import VERSION
from fieldapp.base.errors import FieldAppError

RESOURCES = Path(__file__).parent.parent.parent / "resources"


@lru_cache
def resource(name: str) -> str:
    """The text of a file under resources/, such as limits/water.toml.

    Raises:
        FieldAppError: it is not there or cannot be read.
    """
    try:
        return (RESOURCES / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise FieldAppError(f"程序自带的文件 {name} 读不出来。", "请重新安装程序。") from None


@lru_cache
def rules() -> str:
    """Which rules judge here: a text that is another one where a figure of the law is, or the program."""
    told = "".join(resource(f"limits/{name}.toml") for name in ("housing", "water"))
    return hashlib.sha256(f"{VERSION}\x1f{told}".encode()).hexdigest()[:16]
