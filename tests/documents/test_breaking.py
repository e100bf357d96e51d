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
])  # fmt: skip
def test_lines_are_broken_as_chinese_is(text, width, lines):
    assert broken(text, width, wide) == lines


@given(st.text(st.sampled_from("屋面漏雨,。、:;!?()“”《》(),.;ab1 \n\u3000"), max_size=60), st.integers(2, 30))
def test_nothing_is_lost_and_nothing_sticks_out(text, width):
    lines = broken(text, width, wide)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(wide(line) <= width for line in lines)


@given(st.text(st.sampled_from("屋面漏雨"), min_size=1, max_size=40), st.sampled_from("。,、;:?!)》”,."))
def test_a_closing_mark_begins_no_line(text, mark):
    lines = broken(f"{text}{mark}{text}", 10, wide)
    assert not any(line.startswith(mark) for line in lines)
