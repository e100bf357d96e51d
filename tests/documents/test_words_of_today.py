"""On what leaves the program today nobody is called by the words of before 2021."""

import datetime as dt
import zipfile

import pypdf

from fieldapp.desk.handing_over import write_book
from fieldapp.desk.practice import make_practice
from fieldapp.desk.printing import write_plans

OLD = ("贫困户", "扶贫")


def test_neither_workbook_nor_plan_says_them(tmp_path):
    on = dt.date(2026, 11, 22)
    with make_practice(tmp_path / "a.survey", households=25, on=on) as survey:
        write_book(survey.reader, tmp_path / "a.xlsx", by="韩立", at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
        write_plans(survey.reader, tmp_path / "a.pdf", on=on, one_file=True)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        parts = {name: book.read(name).decode("utf-8") for name in book.namelist() if name.endswith((".xml", ".rels"))}
    pages = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "a.pdf").pages)
    assert "脱贫户" in pages, "the text of the pages can be read"
    for word in OLD:
        assert [name for name, text in parts.items() if word in text] == []
        assert word not in "".join(pages.split())
