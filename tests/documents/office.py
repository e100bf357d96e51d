"""LibreOffice as a person has it: it opens a book, is told its password, and saves it under another name."""

import os
import subprocess
from html import escape
from pathlib import Path

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
    profile = again.parent / "profile"
    told = {"BOOK": book.as_uri(), "BOOK_AGAIN": again.as_uri(), "BOOK_PASSWORD": password, "LC_ALL": "C.UTF-8"}

    def office(word: str) -> None:
        subprocess.run(["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", word],
                       env={**os.environ, **told}, check=True, capture_output=True, timeout=180)  # fmt: skip

    office("--terminate_after_init")  # a new profile is furnished at the first start, with an empty macro among other things
    (profile / "user" / "basic" / "Standard" / "Module1.xba").write_text(_MODULE.format(escape(_MACRO)), "utf-8")
    office("macro:///Standard.Module1.Save")
    assert again.is_file(), "LibreOffice did not open the book"
