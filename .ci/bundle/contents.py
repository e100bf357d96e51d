"""What goes into the bundle, and what stays out of it, on every system."""

from __future__ import annotations

import ctypes.util
import re
import sys
from pathlib import Path

WINDOW = "驻村走访"
"""The name of the window's program, and of the folder."""

EXCLUDED = [
    "tkinter", "unittest", "doctest", "pdb", "lib2to3", "ensurepip", "idlelib", "turtledemo", "test",
    "pip", "setuptools", "pkg_resources", "wheel", "pytest", "_pytest", "hypothesis", "mypy", "IPython",
    "numpy", "pandas", "matplotlib", "lxml.html", "lxml.isoschematron", "PIL.ImageQt", "PIL.ImageTk", "PIL.ImageShow",
    *(f"PySide6.Qt{name}" for name in ("Network", "OpenGL", "OpenGLWidgets", "Qml", "Quick", "Sql", "Test", "Xml", "DBus", "Concurrent", "Help", "Designer", "UiTools")),
]  # fmt: skip
"""Modules that libraries mention and nobody here calls. numpy and pandas would slow the start by 0.3 s."""

_QT_PLUGINS = re.compile(
    r"/plugins/(platforms/(lib)?q(xcb|offscreen|windows)|imageformats/(lib)?q(svg|jpeg|ico)|iconengines/|printsupport/"
    r"|platforminputcontexts/.*(compose|ibus)|styles/)"
)
_QT_NEEDED = re.compile(r"Qt6?(Core|Gui|Widgets|Svg|PrintSupport|DBus|XcbQpa)\b")
_QT_MODULE = re.compile(r"(^|/)(lib)?Qt6?[A-Z]\w*?(\.abi3)?\.(so|pyd|dll)")
_SYSTEMS_OWN = re.compile(r"(^|/)lib(cups|gnutls|avahi|krb5|gssapi|k5crypto)")
"""Printing goes through the system's own cups, with whatever that needs."""
_OF_A_DRIVER = re.compile(r"(^|/)(opengl32sw|d3dcompiler_\d+)\.dll$")
"""On Windows 25 MB for drawing in three dimensions, which nobody does here."""


def is_wanted(name: str) -> bool:
    """Whether a file that PyInstaller found goes along: of Qt only what the window uses, with its words in Chinese."""
    path = name.replace("\\", "/")
    if "/plugins/" in path:
        return bool(_QT_PLUGINS.search(path))
    if "/translations/" in path:
        return path.endswith("qtbase_zh_CN.qm")
    if _QT_MODULE.search(path):
        return bool(_QT_NEEDED.search(path))
    return not _SYSTEMS_OWN.search(path) and not _OF_A_DRIVER.search(path)


def hidden_modules(root: Path) -> list[str]:
    """Every module of ours: commands, screens and papers are loaded by name when they are called."""
    found = [path.relative_to(root).with_suffix("") for top in ("fieldapp", "ui") for path in sorted((root / top).rglob("*.py"))]
    return [".".join(path.parts).removesuffix(".__init__") for path in found]


def graphics_libraries() -> list[tuple[str, str]]:
    """What Qt is linked with and PyInstaller leaves to the system: the way to the screen, and the doors to a graphics driver, which stay shut.

    A desktop has them, a bare machine without a screen has not, and then not even a PDF could be made.
    """
    if not sys.platform.startswith("linux"):
        return []
    names = ("GL", "EGL", "GLX", "GLdispatch", "xcb")
    return [(str(path), ".") for name in names if (path := _found(name))]


def _found(name: str) -> Path | None:
    told = ctypes.util.find_library(name)
    folders = (Path("/usr/lib"), *Path("/usr/lib").glob("*-linux-gnu"))
    return next((folder / told for folder in folders if told and (folder / told).exists()), None)
