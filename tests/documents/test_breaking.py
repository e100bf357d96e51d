"""Breaking lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.documents.breaking import broken


def wide(text: str) -> int:
    """Chinese characters are two wide, the others one."""
    return sum(1 if char.isascii() else 2 for char in text)


@pytest.mark.parametrize(("text", "width", "lines"), [
    ("", 10, [""]),
    ("屋面漏雨", 8, ["屋面漏雨"]),
    ("屋面漏雨", 7, ["屋面漏", "雨"]),
    ("屋面漏雨。", 8, ["屋面漏", "雨。"]),
    ("屋面漏雨,东间", 8, ["屋面漏", "雨,东间"]),
    ("他说“漏雨”。", 6, ["他说", "“漏", "雨”。"]),
    ("(一)、(二)", 6, ["(一)、", "(二)"]),
    ("办结于2026-12-01前", 12, ["办结于", "2026-12-01前"]),
    ("停水 40 天了", 7, ["停水", "40 天了"]),
    ("停水 40 天了", 6, ["停水", "40 天", "了"]),
    ("一行\n\n三行", 20, ["一行", "", "三行"]),
    ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ("abcdefgh。", 4, ["abcd", "efg", "h。"]),
    ("在乡内 7 个月", 11, ["在乡内", "7 个月"]),
    ("有 85.5 平方米", 13, ["有", "85.5 平方米"]),
    ("漏雨 。", 5, ["漏", "雨 。"]),
    ("于2026-12-01(周二)", 13, ["于2026-12-01", "(周二)"]),
])  # fmt: skip
def test_lines_are_broken_as_chinese_is(text, width, lines):
    assert broken(text, width, wide) == lines


@given(st.text(st.sampled_from("屋面漏雨,。、:;!?()“”《》(),.;ab1 \n\u3000"), max_size=60), st.integers(2, 30))
def test_nothing_is_lost_and_nothing_sticks_out(text, width):
    lines = broken(text, width, wide)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(wide(line) <= width for line in lines)


PIECES = ("屋", "漏雨", "面。", "(东间)", "“雨”，", "《导》：", "35 天", "7 个月", "2026-12-01", "T/CHES", "村——", "a" * 23)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.integers(8, 30))
def test_a_closing_mark_begins_no_line_and_an_opening_one_ends_none(text, width):
    lines = broken(text, width, wide)
    assert not any(line.startswith(tuple("。，：)》”—")) for line in lines)
    assert not any(line.endswith(tuple("(《“")) for line in lines)


@given(st.lists(st.sampled_from(("屋", "漏雨", "2026-12-01", "T/CHES", "99999900100100007")), max_size=30), st.integers(17, 40))
def test_words_and_numbers_that_fit_on_a_line_are_not_broken(pieces, width):
    text = " ".join(pieces)
    lines = broken(text, width, wide)
    assert [piece for line in lines for piece in line.split() if piece.isascii()] == [p for p in pieces if p.isascii()]
