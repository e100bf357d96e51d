"""How columns share a line."""

import pytest

from fieldapp.documents.fonts import faces
from fieldapp.documents.layout import Layout
from fieldapp.documents.outline import Paper, Table
from fieldapp.documents.shares import LEAST, Need, shared

NUMBER = "999999194705060014"


def test_columns_that_need_nothing_stand_as_they_are_told():
    assert shared(100, (1, 3), [Need(20, 20), Need(50, 70)]) == [25, 75]


def test_a_column_that_would_tear_a_number_takes_what_others_do_not_use():
    assert shared(100, (50, 30, 20), [Need(20, 30), Need(20, 90), Need(30, 30)]) == [40, 30, 30]


def test_it_takes_from_columns_that_break_words_only_when_nothing_else_is_left():
    assert shared(100, (50, 30, 20), [Need(20, 46), Need(10, 90), Need(30, 30)]) == pytest.approx([46, 24, 30])


def test_nobody_gives_more_than_a_quarter_nor_breaks_what_was_whole_nor_tears_a_number_itself():
    for needs in ([Need(10, 90), Need(41, 41)], [Need(10, 60), Need(41, 41)], [Need(59.5, 90), Need(41, 41)]):
        given = shared(100, (60, 40), needs)
        assert given == [60, 40] if needs[0] != Need(10, 90) else given == pytest.approx([59, 41])
    assert shared(100, (60, 40), [Need(10, 90), Need(40 + 60 * (1 - LEAST) + 1, 90)]) == [60, 40], "all or nothing"


def test_the_least_lack_is_served_first():
    assert shared(100, (60, 20, 20), [Need(0, 55), Need(30, 30), Need(23, 23)]) == pytest.approx([57, 20, 23])


@pytest.mark.parametrize("number", [NUMBER, f"{NUMBER}43B1"])
def test_a_citizen_number_stands_on_one_line_of_a_crowded_table(number):
    cells = ("李大山", "户主", "男", "79", number, "长期慢性病、残疾", "弱劳动力或半劳动力", "乡(镇)外县内 12 个月")
    table = Table(
        ("姓名", "与户主关系", "性别", "年龄", "证件号码", "健康状况", "劳动技能", "务工"),
        (cells,),
        (10, 12, 6, 8, 18, 14, 14, 14),
    )
    [page] = Layout(faces()).lay(Paper("题目", "", (table,), "脚注"))
    told = [words.text for words in page.words]
    assert number in told
    assert {"李大山", "户主", "男", "79", *table.head} <= set(told)


def test_a_telephone_inside_a_long_text_stands_on_one_line():
    table = Table(("措施", "资金(元)", "预期效果"), (("养牛", "1,234,567.50", "每月找张站长(13800001234)领饲料"),), (60, 9, 13))
    [page] = Layout(faces()).lay(Paper("题目", "", (table,), "脚注"))
    told = [words.text for words in page.words]
    assert "1,234,567.50" in told
    assert [text for text in told if "(13800001234)" in text]
