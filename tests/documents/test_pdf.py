"""Papers as PDF: nothing is lost or cut, faces are embedded, files are whole or not there."""

import re
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.base.errors import Cancelled, FieldAppError
from fieldapp.documents.fonts import faces
from fieldapp.documents.layout import Layout
from fieldapp.documents.outline import Block, Grid, Heading, Note, Paper, Signatures, Table, Text
from fieldapp.documents.page import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH
from fieldapp.documents.pdf import Drawn, write_pdf
from fieldapp.documents.qr import SIDE, qr_rows
from tests.documents.families import family, nobody, plan

NOWHERE = "\U0010fffd"
HEAD = ("发现日期", "问题描述")
LONG = "".join(f"{n}屋面漏雨，东间不能住人。" for n in range(400))


def paper(*blocks: Block, title: str = "题目", mark: str = "") -> Paper:
    return Paper(title, "副题", blocks, "脚注", "0123456789abcdef" * 2, mark)


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


def test_a_long_table_repeats_its_head_on_every_page_and_loses_no_row(tmp_path):
    drawn = written(tmp_path / "a.pdf", paper(rows(150)))
    pages = words_of(tmp_path / "a.pdf")
    assert drawn.pages == len(pages) == 5
    assert [page.count("发现日期问题描述") for page in pages] == [1] * 5
    whole = "".join(pages)
    assert [whole.count(f"第{n:03d}行描述{n:03d}") for n in range(150)] == [1] * 150


def test_a_row_higher_than_a_page_goes_on_under_the_head(tmp_path):
    written(tmp_path / "a.pdf", paper(Table(HEAD, (("一", LONG), ("二", "完")), (1, 4))))
    pages = words_of(tmp_path / "a.pdf")
    assert len(pages) > 2
    assert re.sub(r"脚注第\d页共\d页发现日期问题描述", "", "".join(pages)).count(f"一{LONG}二完") == 1


def test_every_page_has_its_number_and_its_foot(tmp_path):
    written(tmp_path / "a.pdf", paper(rows(60), mark="有一处没有定"), paper(Text("短")))
    pages = words_of(tmp_path / "a.pdf")
    assert ["第1页共2页" in pages[0], "第2页共2页" in pages[1], "第1页共1页" in pages[2]] == [True] * 3
    assert all("脚注" in page for page in pages)
    assert ["有一处没有定" in page for page in pages] == [True, True, False]


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


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FieldAppError, match=r"“a[.]pdf”"):
        written(tmp_path / "没有" / "a.pdf", paper())


def test_no_paper_at_all_is_refused(tmp_path):
    with pytest.raises(FieldAppError, match="没有要打印的内容"):
        written(tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_signatures_are_never_torn_apart():
    signed = Signatures(("甲", "乙", "丙", "丁"), "村(盖章处)")
    for above in range(20, 45):
        pages = Layout(faces()).lay(paper(rows(above), signed))
        [page] = {
            number for number, page in enumerate(pages) for words in page.words if words.text in (*signed.places, signed.seal)
        }
        assert [w.text for w in pages[page].words if w.text in signed.places] == list(signed.places)


texts = st.text(st.sampled_from("屋面漏雨𠮷㛃,。、：()“”；35.ab -\n"), max_size=120)
blocks = st.one_of(
    st.builds(Heading, st.text("屋面漏", max_size=20)), st.builds(Text, texts), st.builds(Note, texts),
    st.builds(Grid, st.lists(st.tuples(st.text("标签", max_size=12), texts), min_size=1, max_size=9).map(tuple),
              st.sampled_from(["", "户", "鉴定", "组成部分", "驻村工作队"]), st.integers(1, 3)),
    st.builds(Table, st.just(HEAD), st.lists(st.tuples(texts, texts), max_size=30).map(tuple), st.just((2, 5)),
              st.sampled_from([frozenset(), frozenset({1})])),
    st.just(Signatures(("甲", "乙", "丙"))),
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(blocks, max_size=12))
def test_nothing_is_cut_and_nothing_is_lost(drawn):
    told = paper(*drawn)
    pages = Layout(faces()).lay(told)
    for page in pages:
        for words in page.words:
            assert words.x > LEFT - 0.01
            assert words.x + words.type.wide(words.text) < WIDTH - RIGHT + 0.01, words.text
            assert 12 < words.y < HEIGHT - TOP
        for rule in page.rules:
            assert LEFT - 0.01 < rule.x <= rule.to_x < WIDTH - RIGHT + 0.01
            assert min(rule.y, rule.to_y) > BOTTOM - 0.01
    heads = HEAD[0] + HEAD[1]
    laid = [
        char
        for page in pages
        for words in page.words
        for char in words.text
        if char in "屋漏雨𠮷㛃面" and words.text not in heads
    ]
    asked = [char for block in drawn for char in repr(block) if char in "屋漏雨𠮷㛃面" and not isinstance(block, Signatures)]
    assert sorted(laid) == sorted(asked)


def test_a_verdict_is_not_parted_from_its_reasons_nor_from_its_heading():
    verdict = Grid((("住房安全", "C级"), ("理由", "一\n二\n三\n四\n五")), "结论", across=1)
    for above in range(20, 45):
        pages = Layout(faces()).lay(paper(rows(above), Heading("三、住房"), verdict))
        assert len({n for n, page in enumerate(pages) for words in page.words if words.text in ("三、住房", "C级", "五")}) == 1
