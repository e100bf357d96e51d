"""What a system shows of a program that does not run: its picture, and on Windows the page of its version.

Both are made when the bundle is built, the picture from `resources/icons/fieldapp.svg`, the page from `fieldapp.VERSION`:
`python .ci/bundle/emblem.py OUT.ico` draws the picture alone, which the installer has, too.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from fieldapp import VERSION  # noqa: E402

DRAWING = ROOT / "resources/icons/fieldapp.svg"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""Pixels of a side that Windows asks for, from the title bar at 100 % to the large pictures of a folder."""
_CHINESE, _UNICODE = 0x0804, 1200
"""How a page of version tells its language (中文，中国) and its characters."""


def drawn(size: int) -> Image.Image:
    """The emblem as a square of so many pixels, drawn at that size and not shrunk from another."""
    from PIL import Image
    from PySide6.QtCore import QBuffer, QIODevice, QRectF
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    canvas = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    canvas.fill(0)
    painter = QPainter(canvas)
    QSvgRenderer(str(DRAWING)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    canvas.save(buffer, "PNG")
    return Image.open(io.BytesIO(buffer.data().data())).convert("RGBA")


def write_icon(path: Path) -> None:
    """Write the emblem in all sizes as one .ico."""
    path.parent.mkdir(parents=True, exist_ok=True)
    largest, *others = [drawn(size) for size in reversed(SIZES)]
    largest.save(path, format="ICO", sizes=[(size, size) for size in SIZES], append_images=others)


def version_page(program: str, what: str) -> str:
    """The page of the version as PyInstaller reads it. `program`: the name of the file; `what`: one line that the task manager shows."""
    four = (*(int(part) for part in VERSION.split(".")), 0, 0, 0)[:4]
    told = {
        "FileDescription": what, "FileVersion": VERSION, "InternalName": program, "OriginalFilename": f"{program}.exe",
        "ProductName": "驻村走访", "ProductVersion": VERSION, "LegalCopyright": "Apache-2.0",
    }  # fmt: skip
    lines = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in told.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={four}, prodvers={four}, mask=0x3F, OS=0x40004, fileType=0x1), kids=["
        f"StringFileInfo([StringTable('{_CHINESE:04x}{_UNICODE:04x}', [{lines}])]), "
        f"VarFileInfo([VarStruct('Translation', [{_CHINESE}, {_UNICODE}])])])\n"
    )


def marks(program: str, what: str, folder: Path) -> dict[str, str]:
    """What a recipe of PyInstaller says of a program's looks, files in `folder`; nothing where they are not in the program itself."""
    if sys.platform != "win32":
        return {}
    icon, page = folder / "fieldapp.ico", folder / f"{program}.txt"
    write_icon(icon)
    page.write_text(version_page(program, what), encoding="utf-8")
    return {"icon": str(icon), "version": str(page)}


if __name__ == "__main__":
    write_icon(Path(sys.argv[1]))
