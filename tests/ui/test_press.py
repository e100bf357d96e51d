"""A page reaches the printer in bands, so that the window goes on; nobody sees where it was cut."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtPrintSupport import QPrinter

from fieldapp.desk.printing import write_plans
from tests.ui.village import ZHOU
from ui.press import BAND, POINTS, PRINTED, print_pages


@pytest.fixture
def plan(session, tmp_path):
    """A paper of ours: writing between upright rules."""
    path = tmp_path / "计划.pdf"
    write_plans(session.reader, path, on=session.today(), households=[ZHOU], one_file=True)
    return path


@pytest.fixture
def picture(tmp_path):
    """A page that is grain from edge to edge: no line of it is like another."""
    path = tmp_path / "照片.pdf"
    Image.effect_noise((1240, 1754), 40).save(path, resolution=150)
    return path


def rows(image) -> list[bytes]:
    content, wide = image.convert("L").tobytes(), image.width
    return [content[at : at + wide] for at in range(0, len(content), wide)]


def seen(pdf) -> list[bytes]:
    """The dots of the first page, line by line."""
    with pypdfium2.PdfDocument(pdf) as document:
        return rows(document[0].render(scale=PRINTED / POINTS, grayscale=True).to_pil())


def bands(pdf, out) -> list[list[bytes]]:
    """What a printer was given of the first page, from its top."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(out))
    print_pages(printer, pdf, lambda done, whole: None)
    with pypdfium2.PdfDocument(out) as document:
        images = document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        return [rows(one.get_bitmap().to_pil()) for one in sorted(images, key=lambda one: -one.get_bounds()[3])]


@pytest.mark.parametrize("paper", ["plan", "picture"])
def test_the_bands_together_are_the_page_and_each_reaches_one_line_into_the_next(paper, request, qapp, tmp_path):
    pdf = request.getfixturevalue(paper)
    given = bands(pdf, tmp_path / "印.pdf")
    assert max(map(len, given)) <= BAND + 1
    assert [line for band in given[:-1] for line in band[:-1]] + given[-1] == seen(pdf)
    assert all(band[-1] == following[0] for band, following in pairwise(given))


def test_a_page_of_writing_is_cut_only_where_nothing_but_upright_rules_stands(plan, qapp, tmp_path):
    page = seen(plan)
    cuts = list(accumulate(len(band) - 1 for band in bands(plan, tmp_path / "印.pdf")[:-1]))
    assert len(cuts) >= len(page) // BAND
    assert all(page[cut - 1] == page[cut] == page[cut + 1] for cut in cuts)
