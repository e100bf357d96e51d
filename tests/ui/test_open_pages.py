"""A PDF of which the printing was stopped is let go: Windows removes no file that somebody has open."""

import os
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtPrintSupport import QPrinter

from fieldapp.base.errors import Cancelled
from ui.press import print_pages


@pytest.fixture
def printer(qapp, tmp_path) -> QPrinter:
    made = QPrinter()
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "printed.pdf"))
    return made


def is_open(path: Path) -> bool:
    return any(os.path.realpath(number) == str(path) for number in Path("/proc/self/fd").iterdir())


def test_printing_that_is_stopped_lets_go_of_its_pages(printer, tmp_path):
    pdf, opened = tmp_path / "papers.pdf", []
    Image.new("L", (100, 140), 255).save(pdf)

    def stop(done: int, whole: int) -> None:
        opened.append(is_open(pdf))
        raise Cancelled

    with pytest.raises(Cancelled) as stopped:
        print_pages(printer, pdf, stop)
    assert stopped.tb is not None, "whoever tells it holds the trace, and with it every page that was not let go"
    assert [*opened, is_open(pdf)] == [True, False]
