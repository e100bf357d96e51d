"""Papers as PDF: nothing is lost or cut, faces are embedded, files are whole or not there."""

from pathlib import Path

import pypdf
import pypdfium2
import pytest

from fieldapp.base.errors import Cancelled, FieldAppError
from fieldapp.documents.fonts import faces
from fieldapp.documents.layout import Layout
from fieldapp.documents.outline import Block, Grid, Heading, Paper, Table, Text
from fieldapp.documents.page import HEIGHT, LEFT, RIGHT
from fieldapp.documents.pdf import Drawn, write_pdf
from fieldapp.documents.qr import SIDE, qr_rows
from tests.documents.families import family, nobody, plan

NOWHERE = "\U0010fffd"
HEAD = ("发现日期", "问题描述")


def paper(*blocks: Block, title: str = "题目") -> Paper:
    return Paper(title, "副题", blocks, "脚注", "0123456789abcdef" * 2)


def written(path: Path, *papers: Paper, **how) -> Drawn:
    return write_pdf(path, papers, faces=faces(), **how)


def words_of(path: Path) -> list[str]:
    """What stands on each page, without blanks."""
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]


def rows(count: int) -> Table:
    return Table(HEAD, tuple((f"第{n:03d}行", f"描述{n:03d}") for n in range(count)), (1, 3))


def test_every_face_in_the_file_is_an_embedded_subset(tmp_path):
    written(tmp_path / "a.pdf", plan(family()))
    fonts = {}
    for page in pypdf.PdfReader(tmp_path / "a.pdf").pages:
        fonts |= {name: font.get_object() for name, font in page["/Resources"]["/Font"].items()}
    assert fonts
    for font in fonts.values():
        assert font["/Subtype"] == "/TrueType"
        assert font["/BaseFont"][7] == "+", "no subset"
        assert "/FontFile2" in font["/FontDescriptor"], "not embedded"
        assert "/ToUnicode" in font, "cannot be searched or copied"


def test_rare_characters_of_names_are_drawn_and_can_be_searched(tmp_path):
    drawn = written(tmp_path / "a.pdf", paper(Heading("李𠮷山"), Text("张䶮英、李㛃")))
    assert drawn.missing == ()
    [page] = words_of(tmp_path / "a.pdf")
    assert "李𠮷山" in page
    assert "张䶮英、李㛃" in page


def test_a_character_no_face_has_is_a_box_and_is_named(tmp_path):
    drawn = written(tmp_path / "a.pdf", paper(Text(f"李{NOWHERE}山")), paper(Grid((("姓名", f"王{NOWHERE}"),))))
    assert drawn.missing == (f"{NOWHERE}(U+10FFFD)",)
    assert ["李□山" in words_of(tmp_path / "a.pdf")[0], "王□" in words_of(tmp_path / "a.pdf")[1]] == [True, True]


def test_for_two_sided_printing_every_paper_begins_on_a_new_sheet(tmp_path):
    papers = [paper(Text("短"), title="甲"), paper(rows(60), title="乙"), paper(Text("短"), title="丙")]
    assert written(tmp_path / "a.pdf", *papers, duplex=True).pages == 5
    assert [page[:1] for page in words_of(tmp_path / "a.pdf")] == ["甲", "", "乙", "发", "丙"]
    assert written(tmp_path / "b.pdf", *papers).pages == 4


def test_on_the_back_of_a_sheet_the_margin_for_binding_is_at_the_right(tmp_path):
    written(tmp_path / "a.pdf", paper(rows(60)), duplex=True)
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    lefts = []
    for number in range(2):
        text = document[number].get_textpage()
        lefts.append(min(text.get_charbox(n)[0] for n in range(text.count_chars()) if not text.get_text_range(n, 1).isspace()))
    assert lefts[0] - lefts[1] == pytest.approx(LEFT - RIGHT, abs=1)


def test_the_code_on_the_first_page_is_that_of_the_record(tmp_path):
    told = paper(rows(60))
    written(tmp_path / "a.pdf", told)
    [page, following] = Layout(faces()).lay(told)
    [code] = page.codes
    assert following.codes == []
    dots = 8 * SIDE / code.side  # eight dots to a module
    picture = pypdfium2.PdfDocument(tmp_path / "a.pdf")[0].render(scale=dots).to_pil().convert("L")
    for row, bits in enumerate(qr_rows(told.id)):
        for column in range(SIDE):
            x, y = code.x * dots + 8 * column + 4, (HEIGHT - code.y - code.side) * dots + 8 * row + 4
            assert (picture.getpixel((x, y)) < 128) == bool(bits >> (SIDE - 1 - column) & 1), (row, column)


def test_equal_papers_are_equal_bytes(tmp_path):
    for name in ("a.pdf", "b.pdf"):
        written(tmp_path / name, plan(family()), plan(nobody()))
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_progress_is_told_after_every_paper(tmp_path):
    told: list[int] = []
    written(tmp_path / "a.pdf", *[paper(Text("短"))] * 3, progress=told.append)
    assert told == [1, 2, 3]


def test_cancelling_leaves_the_old_file_and_nothing_else(tmp_path):
    def cancel(count: int) -> None:
        if count == 2:
            raise Cancelled

    (tmp_path / "a.pdf").write_bytes(b"old")
    for name in ("a.pdf", "b.pdf"):
        with pytest.raises(Cancelled):
            written(tmp_path / name, *[paper(Text("短"))] * 3, progress=cancel)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.pdf", b"old")]


@pytest.mark.parametrize(("place", "what"), [("没有/a.pdf", "找不到"), ("文件/a.pdf", "找不到"), ("文件夹.pdf", "是一个文件夹")])
def test_a_place_where_nothing_can_be_written_is_told_with_advice(tmp_path, place, what):
    (tmp_path / "文件").write_text("x", "utf-8")
    (tmp_path / "文件夹.pdf").mkdir()
    with pytest.raises(FieldAppError, match=what) as refused:
        written(tmp_path / place, paper())
    assert Path(place).name in refused.value.what
    assert refused.value.advice
    assert {path.name for path in tmp_path.iterdir()} == {"文件", "文件夹.pdf"}


def test_no_paper_at_all_is_refused(tmp_path):
    with pytest.raises(FieldAppError, match="没有要打印的内容"):
        written(tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []
