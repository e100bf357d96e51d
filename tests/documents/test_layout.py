"""Pages: what stands together, what goes on on the next one, and that nothing is cut."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.documents.fonts import faces
from fieldapp.documents.layout import DAY, NOTES, Layout
from fieldapp.documents.outline import Block, Grid, Heading, Manner, Note, Paper, Signatures, Table, Text, Together
from fieldapp.documents.page import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Page
from fieldapp.documents.rows import FEWEST
from fieldapp.documents.ruling import HAND, WRITTEN

HEAD = ("发现日期", "问题描述")
FOOT = "脚注"
SIGNED = Signatures(("甲方", "乙方", "丙方", "丁方"), "村(盖章处)")
ABOVE = range(20, 45)
"""Rows of a table after which the foot of the page comes in every height."""


def paper(*blocks: Block, foot: str = FOOT, mark: str = "") -> Paper:
    return Paper("题目", "副题", blocks, foot, "0123456789abcdef" * 2, mark)


def laid(*blocks: Block, **how: str) -> list[Page]:
    return Layout(faces()).lay(paper(*blocks, **how))


def rows(count: int) -> Table:
    return Table(HEAD, tuple((f"第{n:03d}行", f"描述{n:03d}") for n in range(count)), (1, 3))


def texts(page: Page) -> list[str]:
    """What stands on a page above its foot."""
    return [words.text for words in page.words if words.y > BOTTOM]


def pages_of(pages: list[Page], *wanted: str) -> set[int]:
    """The numbers of the pages on which these words stand."""
    assert set(wanted) <= {words.text for page in pages for words in page.words}
    return {number for number, page in enumerate(pages) for words in page.words if words.text in wanted}


def test_a_long_table_repeats_its_head_on_every_page_and_loses_no_row():
    pages = laid(rows(150))
    assert len(pages) == 5
    assert [texts(page).count("发现日期") for page in pages] == [1] * 5
    assert [text for page in pages for text in texts(page) if text.startswith("描述")] == [f"描述{n:03d}" for n in range(150)]


def test_a_row_higher_than_a_page_goes_on_under_the_head():
    long = "".join(f"{n}屋面漏雨，东间不能住人。" for n in range(400))
    pages = laid(Table(HEAD, (("一", long), ("二", "完")), (1, 4)))
    assert len(pages) > 2
    told = "".join("".join(texts(page)) for page in pages)
    assert told.replace("".join(HEAD), "") == f"题目副题一{long}二完"
    assert told.count("".join(HEAD)) == len(pages)


@pytest.mark.parametrize("above", ABOVE)
def test_a_row_is_torn_only_where_several_lines_stay_on_each_side(above):
    pages = laid(rows(above), Grid((("理由", "\n".join(f"因{n}" for n in range(14))),)))
    assert all(sum(text.startswith("因") for text in texts(page)) in (0, *range(FEWEST, 15)) for page in pages)


def test_every_page_has_its_number_its_foot_and_its_mark():
    pages = laid(rows(60), mark="有一处没有定")
    ends = [[words.text for words in page.words if words.y < BOTTOM] for page in pages]
    assert ends == [[FOOT, "有一处没有定", f"第 {number} 页 共 2 页"] for number in (1, 2)]


def test_a_foot_too_long_for_its_line_goes_on_beneath():
    foot = "青山村 · " * 12 + "户编号 99999900100100007"
    [page] = laid(Text("短"), foot=foot, mark="有一处没有定")
    end = [words for words in page.words if words.y < BOTTOM]
    assert "".join("".join(words.text for words in end[:2]).split()) == "".join(foot.split())
    assert [words.text for words in end[2:]] == ["有一处没有定", "第 1 页 共 1 页"]
    assert all(words.y > 12 for words in end)


def test_a_foot_of_many_lines_is_not_cut_and_the_page_ends_higher():
    foot = "青山村 · " * 40 + "完"
    pages = laid(rows(80), foot=foot, mark="有一处没有定")
    for page in pages:
        number = next(words for words in page.words if words.text.startswith("第 ") and "页 共" in words.text)
        end = [words for words in page.words if words.y <= number.y and words is not number]
        assert "".join("".join(words.text for words in end).split()) == "".join(foot.split()) + "有一处没有定"
        assert len(end) > 4
        assert min(words.y for words in end) > 4
        assert min(min(rule.y, rule.to_y) for rule in page.rules) > number.y + number.type.size * 0.8
    assert sum(words.text.startswith("描述") for page in pages for words in page.words) == 80


@pytest.mark.parametrize("above", ABOVE)
def test_blocks_that_belong_together_are_not_torn(above):
    inner = Table(("姓名",), tuple((f"成员{n}",) for n in range(5)), (1,))
    whole = Together((Text("李家", bold=True), inner, Grid((("见到谁", "□"),), "走访", manner=Manner.PEN)))
    pages = laid(rows(above), whole)
    assert len(pages_of(pages, "李家", "成员0", "成员4", "见到谁 □")) == 1


def test_blocks_that_are_higher_than_a_page_go_on_on_the_next_one():
    pages = laid(Text("前言"), Together((rows(100),)))
    assert [text for page in pages for text in texts(page) if text.startswith("描述")] == [f"描述{n:03d}" for n in range(100)]


def test_blocks_that_no_page_holds_begin_under_the_title_and_not_on_the_next_page():
    pages = laid(Together((Text("一户", bold=True), rows(100))), Text("后记"))
    assert texts(pages[0])[:3] == ["题目", "副题", "一户"]
    assert "描述010" in texts(pages[0])
    assert [text for page in pages for text in texts(page) if text.startswith("描述")] == [f"描述{n:03d}" for n in range(100)]


def test_a_line_for_a_pen_is_high_enough_and_has_room_to_write():
    grid = Grid((("见到谁", ""), ("方式", "□入户 □电话"), ("走访记录", "\n")), "走访", manner=Manner.PEN)
    [page] = laid(grid)
    lines = sorted(
        {rule.y for rule in page.rules if rule.y == rule.to_y},
        reverse=True,
    )
    heights = [above - beneath for above, beneath in pairwise(lines)]
    assert min(heights) >= HAND - 0.01
    at = {words.text.split()[0]: words for words in page.words if words.text.strip()}
    assert at["方式"].x - at["见到谁"].x - at["见到谁"].type.wide("见到谁") >= WRITTEN - 10


@pytest.mark.parametrize("above", ABOVE)
def test_signatures_are_never_torn_apart(above):
    pages = laid(rows(above), SIGNED)
    assert len(pages_of(pages, *SIGNED.places, SIGNED.seal)) == 1


@pytest.mark.parametrize("above", ABOVE)
def test_signatures_do_not_stand_alone_while_the_last_section_can_go_with_them(above):
    pages = laid(rows(above), Heading("七、目标"), Text("稳住收入。"), Heading("八、措施"), Text("养牛。"), SIGNED)
    assert pages_of(pages, "八、措施") == pages_of(pages, "养牛。") == pages_of(pages, "甲方")


@pytest.mark.parametrize("notes", [0, 1, 12])
@pytest.mark.parametrize("count", range(1, 60, 3))
def test_signatures_have_the_last_two_rows_of_a_table_and_its_notes_on_their_page(count, notes):
    pages = laid(Text("前言"), Heading("八、措施"), rows(count), *(Note(f"措施 {n}。") for n in range(notes)), SIGNED)
    last = pages_of(pages, *SIGNED.places, *(f"描述{n:03d}" for n in range(count)[-2:]))
    assert last >= {len(pages) - 1}
    with_notes = pages_of(
        pages, SIGNED.places[0], *(f"描述{n:03d}" for n in range(count)[-2:]), *(f"措施 {n}。" for n in range(notes))
    )
    assert len(with_notes) == 1


@pytest.mark.parametrize("notes", [15, 30, 60])
def test_signatures_have_the_last_of_many_notes_on_their_page(notes):
    for count in range(3, 60, 4):
        pages = laid(rows(count), *(Note(f"措施 {n}。") for n in range(notes)), SIGNED)
        assert len(pages_of(pages, SIGNED.places[0], *(f"措施 {n}。" for n in range(notes)[-NOTES:]))) == 1


@pytest.mark.parametrize("high", [8, 12, 13, 20, 40])
def test_a_short_last_row_does_not_stand_alone_with_the_signatures_however_high_the_one_before_it(high):
    tall = Table(HEAD, (("高", "\n".join(f"因{n}" for n in range(high))), ("末", "完")), (1, 3))
    for above in ABOVE:
        last = texts(laid(rows(above), tall, SIGNED)[-1])
        assert "完" in last
        assert sum(text.startswith("因") for text in last) >= FEWEST


def test_a_high_row_begins_under_its_heading_where_there_is_room_for_some_lines():
    tall = Table(HEAD, (("高", "\n".join(f"因{n}" for n in range(45))),), (1, 3))
    pages = laid(rows(20), Heading("五、问题"), tall)
    assert pages_of(pages, "五、问题") == pages_of(pages, "因0") == {0}
    for above in ABOVE:
        pages = laid(rows(above), Heading("五、问题"), tall)
        assert pages_of(pages, "五、问题") == pages_of(pages, "高", f"因{FEWEST - 1}")


@pytest.mark.parametrize("count", range(2, 90))
def test_no_page_of_a_table_has_one_single_row(count):
    for signed in ([], [Note("措施 1。"), SIGNED]):
        pages = laid(Heading("八、措施"), rows(count), *signed)
        assert min(sum(text.startswith("描述") for text in texts(page)) for page in pages) >= 2


@pytest.mark.parametrize("above", ABOVE)
def test_a_table_of_three_rows_and_its_signatures_leave_no_row_behind(above):
    pages = laid(
        rows(above), Heading("八、措施"), Table(("序号",), (("甲1",), ("甲2",), ("甲3",)), (1,)), Note("措施 1。"), SIGNED
    )
    assert len(pages_of(pages, "甲1", "甲2", "甲3", "八、措施", SIGNED.places[0])) == 1


def test_signatures_after_a_long_last_row_have_the_end_of_it_on_their_page():
    long = "".join(f"{n}屋面漏雨，东间不能住人。" for n in range(400))
    for above in ABOVE:
        pages = laid(rows(above), Table(HEAD, (("一", long),), (1, 4)), SIGNED)
        told = [text for text in texts(pages[-1]) if text not in (*SIGNED.places, SIGNED.seal, DAY, *HEAD)]
        assert len(told) >= FEWEST


@pytest.mark.parametrize("above", ABOVE)
@pytest.mark.parametrize("following", [Text("没有未办结的事。"), rows(3), Grid((("主要困难", "因病"), ("目标", "稳住")), "目标")])
def test_a_heading_never_stands_at_the_foot_of_a_page(above, following):
    pages = laid(rows(above), Heading("六、答应的事"), following)
    [page] = pages_of(pages, "六、答应的事")
    assert texts(pages[page])[-1] != "六、答应的事"


@pytest.mark.parametrize("above", ABOVE)
@pytest.mark.parametrize("box", [Grid((("检测结果", "合格"),), "检测"), Table(("结果",), (("异常",), ("合格",)), (1,))])
def test_what_a_box_rests_on_is_told_on_the_page_where_it_ends(above, box):
    pages = laid(rows(above), box, Note("依据：标准。"))
    assert pages_of(pages, "依据：标准。") == pages_of(pages, "合格")


@pytest.mark.parametrize("above", ABOVE)
@pytest.mark.parametrize("heading", [[Heading("三、住房")], []], ids=["heading", "no heading"])
def test_a_verdict_is_not_parted_from_its_reasons_its_heading_and_its_source(above, heading):
    verdict = Grid((("住房安全", "C级"), ("理由", "一\n二\n三\n四\n五")), "结论", across=1)
    pages = laid(rows(above), *heading, verdict, Note("依据：导则。"))
    assert len(pages_of(pages, *(one.text for one in heading), "C级", "五", "依据：导则。")) == 1


@pytest.mark.parametrize("above", ABOVE)
def test_the_name_beside_a_low_box_has_its_room_on_the_page(above):
    pages = laid(rows(above), Grid((("户编号", "007"),), "驻村工作队"), Text("完"))
    assert len(pages_of(pages, "驻村工", "作队", "007")) == 1
    assert min(min(rule.y, rule.to_y) for page in pages for rule in page.rules) > BOTTOM - 0.01


def test_numbers_stand_at_the_right_under_their_head():
    [page] = laid(Table(("措施", "资金(元)"), (("养牛", "6,000"), ("看病", "0")), (3, 1), frozenset({1})))
    ends = {w.text: w.x + w.type.wide(w.text) for w in page.words}
    assert ends["资金(元)"] == pytest.approx(ends["6,000"]) == pytest.approx(ends["0"])


def test_a_value_too_long_for_its_place_takes_the_next_one_and_leaves_no_gap():
    [page] = laid(Grid((("户编号", "9" * 17), ("户类型", "脱贫户"), ("组别", "一组")), "登记"))
    at = {words.text: words for words in page.words}
    assert at["户编号"].y == at["户类型"].y > at["组别"].y
    assert at["户编号"].x == at["组别"].x


words = st.one_of(
    st.text(st.sampled_from("屋面漏雨𠮷㛃,。、：()“”；35.ab -\n"), max_size=120),
    st.sampled_from(["a" * 700, "漏" * 900, "3" * 200 + "。"]),
)
plain = st.one_of(
    st.builds(Heading, st.text("屋面漏", max_size=20)), st.builds(Text, words), st.builds(Note, words),
    st.builds(Grid, st.lists(st.tuples(st.text("标签", max_size=12), words), min_size=1, max_size=9).map(tuple),
              st.sampled_from(["", "户", "鉴定", "组成部分", "驻村工作队"]), st.integers(1, 3), st.sampled_from(Manner)),
    st.builds(Table, st.just(HEAD), st.lists(st.tuples(words, words), max_size=30).map(tuple), st.just((2, 5)),
              st.sampled_from([frozenset(), frozenset({1})])),
)  # fmt: skip
blocks = st.one_of(plain, st.just(SIGNED), st.builds(Together, st.lists(plain, max_size=4).map(tuple)))


@settings(max_examples=60)
@given(st.lists(blocks, max_size=12))
def test_nothing_is_cut_and_nothing_is_lost(drawn):
    pages = laid(*drawn)
    for page in pages:
        for one in page.words:
            assert one.x > LEFT - 0.01
            assert one.x + one.type.wide(one.text) < WIDTH - RIGHT + 0.01, one.text
            assert one.y < HEIGHT - TOP
            assert one.y > BOTTOM or one.text == FOOT or re.fullmatch(r"第 \d+ 页 共 \d+ 页", one.text)
        for rule in page.rules:
            assert LEFT - 0.01 < rule.x <= rule.to_x < WIDTH - RIGHT + 0.01
            assert min(rule.y, rule.to_y) > BOTTOM - 0.01
    told = [char for page in pages for text in texts(page) if text not in HEAD for char in text]
    asked = [char for block in drawn for char in repr(block)]
    assert sorted(char for char in told if char in "屋漏雨𠮷㛃") == sorted(char for char in asked if char in "屋漏雨𠮷㛃")
