"""A column is the same wherever the list is shown."""

import datetime as dt
from decimal import Decimal

import pytest

from fieldapp.base.kinds import YesNo
from fieldapp.documents.column import NARROWEST, WIDEST, Column, columns, display_width
from fieldapp.records import RECORDS
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member, Sex
from fieldapp.records.plan import Measure
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water


def test_the_unit_stands_in_the_head_and_never_in_the_cell():
    litres = Column.of(Water.litres)
    assert litres.head == "每人每天用水量(升)"
    assert litres.cell(Water(litres=Decimal("35.5"))) == 35.5
    assert litres.show(Water(litres=Decimal("35.5"))) == "35.5"


def test_blank_and_zero_are_not_the_same():
    days = Column.of(Water.dry_days)
    assert (days.cell(Water()), days.show(Water())) == (None, "")
    assert (days.cell(Water(dry_days=0)), days.show(Water(dry_days=0))) == (0, "0")


def test_an_answer_whose_question_no_longer_applies_is_not_shown():
    minutes = Column.of(Water.minutes)
    fetched, piped = Water(piped=YesNo.NO, minutes=30), Water(piped=YesNo.YES, minutes=30)
    assert (minutes.cell(fetched), minutes.show(fetched)) == (30, "30")
    assert (minutes.cell(piped), minutes.show(piped)) == (None, "")


def test_people_are_shown_by_name_also_when_the_names_come_later():
    names: dict[str, str] = {}
    sleepers = Column.of(Housing.sleepers, names)
    house = Housing(sleepers=frozenset({"a" * 32, "b" * 32}))
    assert sleepers.cell(house) == "不在名单上、不在名单上"
    names |= {"a" * 32: "张三", "b" * 32: "李四"}
    assert sleepers.cell(house) == sleepers.show(house) == "张三、李四"


@pytest.mark.parametrize(("field", "answer", "format", "cell"), [
    (Member.number, "999999196203051014", "@", "999999196203051014"),
    (Household.code, "007", "@", "007"),
    (Member.birth, dt.date(1962, 3, 5), "yyyy-mm-dd", dt.date(1962, 3, 5)),
    (Measure.money, 1_234_505, "#,##0.00", 12345.05),
    (Measure.quantity, Decimal("2"), "General", 2.0),
    (Housing.storeys, 2, "0", 2),
    (Member.sex, Sex.FEMALE, "@", "女"),
])  # fmt: skip
def test_codes_are_text_days_are_days_and_money_is_a_number_of_yuan(field, answer, format, cell):
    column = Column.of(field)
    assert column.format == format
    assert column.cell(field.owner(**{field.name: answer})) == cell


def test_a_worked_out_column_tells_what_it_is_told():
    length = Column.told("字数", len, format="0")
    assert (length.head, length.cell("abc"), length.show("abc"), length.format, length.field) == ("字数", 3, "3", "0", None)
    nothing = Column.told("备注", lambda _: None)
    assert (nothing.cell("abc"), nothing.show("abc")) == (None, "")


def test_a_chinese_character_is_as_wide_as_two_letters():
    assert [display_width(text) for text in ("", "abc", "张三", "a张", "“”", "一\n二三")] == [0, 3, 4, 3, 4, 4]


def test_every_column_has_room_for_its_head_and_none_fills_the_screen():
    for noun in RECORDS:
        for column in columns(noun):
            assert NARROWEST <= column.width <= WIDEST
            assert column.width >= min(display_width(column.head) + 4, WIDEST), column.head


@pytest.mark.parametrize(("field", "shown"), [
    (Member.birth, "1962-03-05"), (Water.shut_off, "2025-11-27 至 2025-12-06"), (Housing.sleepers, "曹德海、程文福、程梅春"),
    (Visit.confirmed, "家庭成员、帮扶计划"), (Member.number, "99999919470506001443B1"), (Measure.money, "1,234,567.00"),
])  # fmt: skip
def test_a_column_has_room_for_what_mostly_stands_in_it(field, shown):
    assert Column.of(field).width > display_width(shown)


def test_a_closed_list_offers_its_labels():
    assert Column.of(Member.sex).choices == ("男", "女")
    assert Column.of(Member.health).choices == ("健康", "长期慢性病", "患有大病", "残疾")
    assert Column.of(Member.insured).choices == ("是", "否", "不清楚")
    assert Column.of(Member.name).choices == ()


def test_one_column_for_each_question_in_the_order_of_the_form():
    assert [column.field for column in columns(Measure)] == Measure.questions()
