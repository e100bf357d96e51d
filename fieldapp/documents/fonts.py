"""Chinese TrueType faces for paper: found on the machine, embedded as subsets, glyph by glyph.

No face is shipped in the repository. CFF faces (Noto Sans CJK) are left aside because reportlab cannot embed them.
A character that the text face lacks is taken from the next face that has it; one that none has is named before printing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from fieldapp.base.errors import FieldAppError

TEXT = ("simfang.ttf", "LXGWWenKai-Regular.ttf", "simkai.ttf", "uming.ttc", "simsun.ttc", "wqy-microhei.ttc")
HEAD = ("simhei.ttf", "LXGWWenKai-Bold.ttf", "wqy-microhei.ttc", "msyhbd.ttc")
REST = ("simsunb.ttf", "LXGWWenKai-Regular.ttf", "wqy-microhei.ttc", "simsun.ttc", "DroidSansFallbackFull.ttf", "DejaVuSans.ttf")
"""File names in order of preference; REST only lends characters that the chosen face lacks."""
BOX = "\u25a1"


@dataclass(frozen=True)
class Face:
    """One face, registered with reportlab under `name`. `widths`: character code → thousandths of the size."""

    name: str
    path: Path
    widths: dict[int, float] = field(repr=False, hash=False, compare=False)


@dataclass
class Faces:
    """The faces of a paper: one for text, one for heads, others that lend what these lack."""

    text: Face
    head: Face
    lenders: tuple[Face, ...]

    def face_of(self, char: str, wanted: Face) -> Face | None:
        """The face that draws this character, or None."""
        code = ord(char)
        return next((face for face in (wanted, *self.lenders) if code in face.widths), None)

    def missing(self, text: str) -> list[str]:
        """The characters that no face has, each once, in their order."""
        return [char for char in dict.fromkeys(text) if not char.isspace() and self.face_of(char, self.text) is None]

    def runs(self, text: str, wanted: Face) -> Iterator[tuple[Face, str]]:
        """The text cut into pieces of one face each; what nobody can draw becomes a box."""
        if all(ord(char) in wanted.widths for char in text):
            yield wanted, text
            return
        piece, face = "", wanted
        for char in text:
            told = self.face_of(char, wanted)
            drawn, mine = (char, told) if told else (BOX, self.face_of(BOX, wanted) or wanted)
            if mine is not face and piece:
                yield face, piece
                piece = ""
            piece, face = piece + drawn, mine
        if piece:
            yield face, piece

    def width(self, char: str, wanted: Face) -> float:
        """How wide a character is, in thousandths of the size."""
        known = wanted.widths.get(ord(char))
        if known is not None:
            return known
        face = self.face_of(char, wanted)
        return face.widths[ord(char)] if face else 1000.0


def name_missing(chars: Iterable[str]) -> list[str]:
    """Characters as a person can look for them: the character with its number."""
    return [f"{char}(U+{ord(char):04X})" for char in chars]


def folders() -> list[Path]:
    """Where faces may lie: beside the program, where FIELDAPP_FONTS says, in the folders of the system."""
    beside = Path(sys.executable).parent if getattr(sys, "frozen", False) else Path(__file__).parent.parent.parent
    windows = Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
    mine = [Path(told) for told in os.environ.get("FIELDAPP_FONTS", "").split(os.pathsep) if told]
    system = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts", windows]
    return [*mine, beside / "fonts", *system]


@lru_cache(maxsize=1)
def faces() -> Faces:
    """The faces of this machine, looked up once.

    Raises:
        FieldAppError: there is no Chinese TrueType face.
    """
    found = _found()
    text = next((face for name in (*TEXT, *HEAD) if (face := _load(found.get(name.lower())))), None)
    if text is None:
        raise FieldAppError(
            "这台电脑上没有能用的中文字体。",
            "请安装字体后再打印,例如 sudo apt install fonts-lxgw-wenkai;或把字体文件放进程序旁的 fonts 文件夹。",
        )
    head = next((face for name in HEAD if (face := _load(found.get(name.lower())))), text)
    lenders = [face for name in (*TEXT, *REST) if (face := _load(found.get(name.lower())))]
    return Faces(text, head, tuple(dict.fromkeys(lenders)))


def _found() -> dict[str, Path]:
    """The files of the wanted names: lower-case name → path; the first folder counts."""
    wanted = {name.lower() for name in (*TEXT, *HEAD, *REST)}
    found: dict[str, Path] = {}
    for folder in folders():
        for path in sorted(folder.rglob("*.tt[fc]")) + sorted(folder.rglob("*.TT[FC]")) if folder.is_dir() else []:
            if path.name.lower() in wanted:
                found.setdefault(path.name.lower(), path)
    return found


@lru_cache(maxsize=32)
def _load(path: Path | None) -> Face | None:
    """Register a face with reportlab; None where there is none or it cannot be embedded."""
    if path is None:
        return None
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    name = f"face-{path.stem}"
    try:
        font: Any = TTFont(name, str(path))
    except (TTFError, OSError):
        return None
    pdfmetrics.registerFont(font)
    return Face(name, path, dict(font.face.charWidths))
