"""Chinese TrueType faces for paper: found on the machine, embedded as subsets, taken glyph by glyph.

No face is shipped in the repository. CFF faces (Noto Sans CJK) are left aside because reportlab cannot embed them.
A character that a face lacks is lent by the next face that has it; one that no face has is drawn as a box, and named
before anything is printed.
"""

from __future__ import annotations

import os
import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from fieldapp.base import program
from fieldapp.base.errors import FieldAppError

TEXT = ("simfang.ttf", "LXGWWenKai-Regular.ttf", "simkai.ttf", "ukai.ttc", "uming.ttc", "simsun.ttc")
HEAD = ("simhei.ttf", "wqy-microhei.ttc", "wqy-zenhei.ttc", "LXGWWenKai-Bold.ttf", "msyhbd.ttc")
LENT = ("simsun.ttc", "simsunb.ttf", "msyh.ttc", "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf", "DejaVuSans.ttf")
"""File names in order of preference: 仿宋 or 楷体 for text, 黑体 for heads. LENT only lends what the others lack."""
OWN = "FIELDAPP_FONTS"
"""Names folders of faces in the environment. There and beside the program a face may have any name."""
BOX = "□"
_CHINESE = "户村帮扶计划"
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Says which of several shapes the character before it has; there is nothing to be seen of it, as of joiners (Cf)."""


class Face:
    """One TrueType file, read when it is first needed. reportlab knows it as `name`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name

    @cached_property
    def widths(self) -> Mapping[int, float]:
        """Number of a character → its width in thousandths of the size; empty where the file cannot be embedded."""
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFError

        from fieldapp.documents.truetype import Embedded

        try:
            font: Any = Embedded(self.name, str(self.path))  # of a .ttc: its first face
        except (TTFError, OSError, LookupError, ValueError, struct.error):  # no face, one of CFF outlines, or a damaged one
            return {}
        pdfmetrics.registerFont(font)
        widths: dict[int, float] = font.face.charWidths
        return widths

    def can(self, text: str) -> bool:
        """Whether it has every character of this text."""
        return all(ord(char) in self.widths for char in text)


class Glyph(NamedTuple):
    """How one character is drawn. `char`: what is drawn in its place; `known`: whether that is the character itself."""

    face: Face
    char: str
    width: float
    known: bool


class Family:
    """A face to set text in, and those that lend what it lacks."""

    def __init__(self, *chain: Face) -> None:
        self._chain = chain
        self._glyphs: dict[str, Glyph] = {}

    def glyph(self, char: str) -> Glyph:
        """How one character is drawn."""
        glyph = self._glyphs.get(char)
        if glyph is None:
            glyph = self._glyphs[char] = self._found(char)
        return glyph

    def _found(self, char: str) -> Glyph:
        first, code = self._chain[0], ord(char)
        if code not in first.widths and char != " ":
            if char.isspace():
                return self.glyph(" ")
            if unicodedata.category(char) == "Cf" or _SELECTOR.match(char):
                return Glyph(first, "", 0, known=True)
        face = next((face for face in self._chain if code in face.widths), None)
        if face:
            return Glyph(face, char, face.widths[code], known=True)
        return Glyph(first, BOX, 1000, known=False) if char == BOX else self.glyph(BOX)._replace(known=False)

    @property
    def path(self) -> Path:
        """The file of the face itself."""
        return self._chain[0].path

    @property
    def name(self) -> str:
        """What reportlab calls the face itself."""
        return self._chain[0].name

    def width(self, text: str) -> float:
        """How wide a text is, in thousandths of the size."""
        return sum([self.glyph(char).width for char in text])

    def runs(self, text: str) -> Iterator[tuple[Face, str]]:
        """The text as it is drawn, in pieces of one face each."""
        for face, glyphs in groupby(map(self.glyph, text), key=lambda glyph: glyph.face):
            yield face, "".join(glyph.char for glyph in glyphs)

    def missing(self, text: str) -> list[str]:
        """The characters that no face has, each once, in their order."""
        return [char for char in dict.fromkeys(text) if not self.glyph(char).known]


class Faces(NamedTuple):
    """What a paper is set in."""

    text: Family
    head: Family

    def missing(self, text: str) -> list[str]:
        """The characters that no face has, each once, in their order; both families end in the same faces."""
        return self.text.missing(text)


def name_missing(chars: Iterable[str]) -> list[str]:
    """Characters as a person can look for them: the character with its number."""
    return [f"{char}(U+{ord(char):04X})" for char in chars]


@lru_cache(maxsize=1)
def faces() -> Faces:
    """The faces of this machine, looked up once.

    Raises:
        FieldAppError: there is no Chinese TrueType face.
    """
    return faces_in(own_folders(), system_folders())


def faces_in(own: Sequence[Path], system: Sequence[Path]) -> Faces:
    """The best faces in these folders; of two files with one name the first counts.

    Args:
        own: folders of faces that were brought along, under whatever names.
        system: folders in which only the known names are looked for.

    Raises:
        FieldAppError: there is no Chinese TrueType face.
    """
    brought = [path for folder in own for path in _files(folder)]
    there = [*brought, *(path for folder in system for path in _files(folder))]
    known = {path.name.lower(): path for path in reversed(there)}
    found = {name: Face(known[name.lower()]) for name in (*TEXT, *HEAD, *LENT) if name.lower() in known}
    others = [Face(path) for path in brought if path not in {face.path for face in found.values()}]

    def first(names: Sequence[str]) -> Face | None:
        wanted = [found[name] for name in names if name in found]
        return next((face for face in (*wanted, *others) if face.can(_CHINESE)), None)

    text = first((*TEXT, *HEAD, *LENT))
    if text is None:
        raise FieldAppError(
            "这台电脑上没有能用的中文字体。",
            "请安装字体后再试，例如 sudo apt install fonts-lxgw-wenkai；或把系统字体(TrueType)放进程序旁的 fonts 文件夹。",
        )
    lenders = [*found.values(), *others]
    return Faces(_family(text, lenders), _family(first(HEAD) or text, lenders))


def _family(face: Face, lenders: Sequence[Face]) -> Family:
    return Family(face, *(lender for lender in lenders if lender is not face))


def own_folders() -> list[Path]:
    """Folders of faces that were brought along: those named in the environment, and `fonts` beside the program."""
    told = [Path(folder) for folder in os.environ.get(OWN, "").split(os.pathsep) if folder]
    return [*told, program.folder() / "fonts"]


def system_folders() -> list[Path]:
    """Where Windows and Linux keep their faces, and where a person without rights installs some."""
    local = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    return [
        Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
        local / "Microsoft" / "Windows" / "Fonts",
        Path.home() / ".local/share/fonts",
        Path.home() / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    ]


def _files(folder: Path) -> list[Path]:
    """All TrueType files under a folder, in the order of their names; none where there is no such folder."""
    walked = (Path(at) / name for at, _, names in os.walk(folder) for name in names)
    return sorted(path for path in walked if path.suffix.lower() in (".ttf", ".ttc"))
