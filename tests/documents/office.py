"""LibreOffice as a person has it: it opens a book, is told its password, and saves it under another name."""

import os
import subprocess
from functools import cache
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

_PROFILE = TemporaryDirectory(prefix="office-")
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">{}</script:module>"""
_MACRO = """
Sub Save
  Dim asked(1) As New com.sun.star.beans.PropertyValue, kind(0) As New com.sun.star.beans.PropertyValue
  asked(0).Name = "Hidden" : asked(0).Value = True
  asked(1).Name = "Password" : asked(1).Value = Environ("BOOK_PASSWORD")
  kind(0).Name = "FilterName" : kind(0).Value = "Calc MS Excel 2007 XML"
  book = StarDesktop.loadComponentFromURL(Environ("BOOK"), "_blank", 0, asked())
  book.storeToURL(Environ("BOOK_AGAIN"), kind())
  book.close(True)
End Sub
"""
"""LibreOffice converts no book with a password from its command line, so a macro tells it the password."""


def saved_by_libreoffice(book: Path, again: Path, password: str = "") -> None:
    """Open a book in LibreOffice and save it as `again`, without password. Fails where it does not open."""
    told = {"BOOK": book.as_uri(), "BOOK_AGAIN": again.as_uri(), "BOOK_PASSWORD": password}
    _office(_furnished(), "macro:///Standard.Module1.Save", **told)
    assert again.is_file(), "LibreOffice did not open the book"


def converted(path: Path, ending: str) -> Path:
    """The book as LibreOffice writes it in another format, beside it."""
    _office(_furnished(), "--convert-to", ending, "--outdir", str(path.parent), str(path))
    return path.with_suffix(f".{ending}")


@cache
def _furnished() -> Path:
    """A profile with our macro, one for all books: it is furnished at the first start, which takes as long as a book."""
    profile = Path(_PROFILE.name)
    _office(profile, "--terminate_after_init")  # furnished with an empty macro, too
    (profile / "user" / "basic" / "Standard" / "Module1.xba").write_text(_MODULE.format(escape(_MACRO)), "utf-8")
    return profile


def _office(profile: Path, *words: str, **told: str) -> None:
    subprocess.run(["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", *words],
                   env={**os.environ, "LC_ALL": "C.UTF-8", **told}, check=True, capture_output=True, timeout=180)  # fmt: skip
