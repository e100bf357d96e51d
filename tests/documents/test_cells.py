"""What spreadsheets and people leave in cells is cleaned where it is plain what is meant, and refused where it is not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from fieldapp.base.dates import Day
from fieldapp.base.errors import BadAnswer
from fieldapp.base.kinds import YesNo
from fieldapp.base.numbers import Area
from fieldapp.base.record import Field, Part, Record, ask
from fieldapp.documents.cells import plain, read_cell, read_others_cell
from fieldapp.documents.foreign_faults import UNCOMPUTED
from fieldapp.documents.synonyms import NOUNS, catalogue
from fieldapp.records import Household, Member
from fieldapp.records.household import Cause, HouseholdType
from fieldapp.records.member import Education, Health, Labour, Relation, School, Sex, WorkRegion

NUMBER = "99999919700101005X"
YARD = Part("院子")


class Yard(Record, table="yard", label="院落"):
    size = ask("面积", Area(), YARD, unit="平方米")
    made = ask("哪天围的", Day(), YARD)


KNOWN = catalogue((*NOUNS, Yard))


def answer(question: Field[Any], value: Any) -> Any:
    taken = read_cell(question, value, KNOWN)
    return None if taken is None else taken.answer


@pytest.mark.parametrize(
    "dirty",
    [
        NUMBER, f" {NUMBER}\t", f"\u00a0{NUMBER}\u3000", NUMBER.lower(), f'="{NUMBER}"', f"'{NUMBER}", f"\ufeff{NUMBER}\u200b", f"{NUMBER}\r\n",
        "99999919700101005X", "999999 19700101 005X", "\u202d" + NUMBER + "\u202c",
    ],
)  # fmt: skip
def test_a_citizen_number_is_freed_of_what_hangs_on_it(dirty: str) -> None:
    assert answer(Member.number, dirty) == NUMBER


@pytest.mark.parametrize(
    "lost",
    [
        1.10101199001011e17,
        999999195001010000,
        999999195001010018.0,
        "1.10101E+17",
        "9.99999195001010E+17",
        "999999195001010000",
        "999999195001010000.0",
    ],
)
def test_a_citizen_number_that_a_spreadsheet_has_rounded_is_refused(lost: Any) -> None:
    with pytest.raises(BadAnswer, match="后几位已经丢失") as caught:
        answer(Member.number, lost)
    assert "文本" in caught.value.advice


@pytest.mark.parametrize("lost", [9999992002010001.0, 10**15, "9.99999E+15"])
def test_a_code_that_a_spreadsheet_has_rounded_is_refused(lost: Any) -> None:
    for question in (Household.code, Member.code, Household.phone):
        with pytest.raises(BadAnswer, match="后几位已经丢失"):
            answer(question, lost)


def test_a_code_of_fifteen_digits_in_a_number_cell_is_whole() -> None:
    assert answer(Household.code, 999999200201000.0) == "999999200201000"
    assert answer(Household.code, 999999999999999) == "999999999999999"


@pytest.mark.parametrize(
    "wrong", ["99999919700101005", "999999197001010051", "999999700101001", "身份证丢失", "9999991970010100511"]
)
def test_a_wrong_citizen_number_is_refused_with_advice(wrong: str) -> None:
    with pytest.raises(BadAnswer) as caught:
        answer(Member.number, wrong)
    assert caught.value.advice


@pytest.mark.parametrize(
    "cell",
    [
        "13812345678",
        13812345678,
        13812345678.0,
        "13812345678.0",
        "138-1234-5678",
        "138 1234 5678",
        "'13812345678",
        "１３８１２３４５６７８",
        "8613812345678",
        "86 138 1234 5678",
        "138\u20111234\u20115678",
        "138—1234—5678",
    ],
)
def test_a_telephone_in_every_guise(cell: Any) -> None:
    assert answer(Household.phone, cell) == "13812345678"


@pytest.mark.parametrize(
    "cell", ["", " ", "\t", "\u3000", "-", "——", "/", "\\", "'", '=""', "\u200b", "－", "／", "____", "……", "―"]
)
def test_a_cell_that_says_nothing_is_no_answer(cell: str) -> None:
    for question in (Member.name, Member.number, Member.relation, Member.birth, Member.work_months, Household.phone):
        assert answer(question, cell) is None


@pytest.mark.parametrize("cell", ["同上", "〃", '"', " ″ "])
def test_a_cell_that_points_to_the_one_above_is_refused(cell: str) -> None:
    for question in (Member.name, Member.nation, Household.code, Household.phone, Household.group):
        with pytest.raises(BadAnswer, match="同上"):
            answer(question, cell)


@pytest.mark.parametrize(
    ("question", "cell", "why"),
    [
        (Member.name, "123", "没有字"), (Household.head, "？", "没有字"), (Member.nation, "01", "没有字"), (Member.nation, 1, "没有字"),
        (Member.name, "张*", "遮住"), (Household.head, "张××", "遮住"), (Member.name, "李四、赵六", "几个人"), (Member.name, "李四,赵六", "几个人"),
        (Member.name, "李四/赵六", "几个人"), (Member.name, "张三\n李四", "几个人"),
    ],
)  # fmt: skip
def test_what_is_not_the_name_of_one_person_or_people_is_refused_in_rosters_of_others(
    question: Field[Any], cell: Any, why: str
) -> None:
    with pytest.raises(BadAnswer, match=why):
        read_others_cell(question, cell, KNOWN)


@pytest.mark.parametrize("name", ["李\n四", "阿依古丽·买买提", "李(火韦)", "张三(党员、组长)", "欧阳 娜娜", "𠮷䶮"])
def test_an_odd_name_is_one_name(name: str) -> None:
    assert read_others_cell(Member.name, name, KNOWN)


@pytest.mark.parametrize("cell", ["户主(本人)", "本人/户主", "01", "1", 1.0])
def test_the_head_is_understood_in_two_words_and_by_the_one_code_that_all_lists_share(cell: Any) -> None:
    assert answer(Member.relation, cell) is Relation.HEAD


@pytest.mark.parametrize("question", [Member.relation, Member.health, Member.education])
def test_a_code_that_every_system_counts_in_its_own_way_is_refused_and_said_so(question: Field[Any]) -> None:
    with pytest.raises(BadAnswer, match="代码"):
        answer(question, "02")


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "#value!", "#DIV/0!", "#NAME?", "#SPILL!", "Err:502"])
def test_the_error_of_a_formula_is_refused(cell: str) -> None:
    for question in (Member.name, Member.number, Household.note):
        with pytest.raises(BadAnswer, match="错误值"):
            answer(question, cell)


@pytest.mark.parametrize("question", [Member.name, Member.number, Household.note])
def test_a_formula_that_nobody_has_worked_out_is_refused(question: Field[Any]) -> None:
    with pytest.raises(BadAnswer, match="还没有算出结果"):
        answer(question, UNCOMPUTED)


@pytest.mark.parametrize(
    ("question", "cell", "meant"),
    [(Member.name, "张三(户主)", "张三"), (Member.name, "李四（去世）", "李四"), (Member.name, "张小 (长子)", "张小"), (Household.head, "张三（本人）", "张三")],
)  # fmt: skip
def test_a_remark_behind_a_name_is_left_off_and_said(question: Field[Any], cell: str, meant: str) -> None:
    taken = read_cell(question, cell, KNOWN)
    assert taken
    assert (taken.answer, taken.note) == (meant, f"按“{meant}”理解，括号里的话没有采用")


@pytest.mark.parametrize(
    ("question", "cell"), [(Member.name, "李(火韦)"), (Member.name, "(户主)"), (Household.group, "三组(户主)")]
)
def test_other_brackets_stay(question: Field[Any], cell: str) -> None:
    assert answer(question, cell) == cell


@pytest.mark.parametrize(
    "cell",
    [
        dt.date(2024, 1, 30),
        dt.datetime(2024, 1, 30),
        dt.datetime(2024, 1, 30, 8, 5),
        "2024-01-30",
        "2024.1.30",
        "2024年1月30日",
        "20240130",
        20240130,
        20240130.0,
    ],
)
def test_a_day_in_every_guise(cell: Any) -> None:
    taken = read_cell(Member.birth, cell, KNOWN)
    assert taken
    assert (taken.answer, taken.note) == (dt.date(2024, 1, 30), "")


@pytest.mark.parametrize("cell", [45321, 45321.0, "45321"])
def test_a_serial_number_of_a_day_is_taken_with_a_note(cell: Any) -> None:
    taken = read_cell(Member.birth, cell, KNOWN)
    assert taken
    assert taken.answer == dt.date(2024, 1, 30)
    assert "2024-01-30" in taken.note


def test_serial_numbers_begin_where_the_spreadsheet_begins() -> None:
    assert answer(Yard.made, 3654) == dt.date(1910, 1, 1)
    assert answer(Yard.made, 73050) == dt.date(2099, 12, 31)
    for none in (3653, 73051, 45321.5):
        with pytest.raises(BadAnswer):
            answer(Yard.made, none)


@pytest.mark.parametrize("cell", ["2024.2.30", "20240230", "去年", "2024", 2024.0, "1990-05"])
def test_what_is_no_day_is_refused(cell: Any) -> None:
    with pytest.raises(BadAnswer):
        answer(Member.birth, cell)


@pytest.mark.parametrize(
    ("question", "cell", "meant"),
    [
        (Member.relation, "户主", Relation.HEAD), (Member.relation, "本人或户主", Relation.HEAD), (Member.relation, "01户主", Relation.HEAD),
        (Member.relation, "长 子", Relation.SON), (Member.relation, "妻子", Relation.SPOUSE), (Member.relation, "03 之子", Relation.SON),
        (Member.sex, "男性", Sex.MALE), (Member.sex, " 女 ", Sex.FEMALE), (Member.sex, "1", Sex.MALE), (Member.sex, "2", Sex.FEMALE), (Member.nation, "汉", "汉族"), (Member.nation, "汉族", "汉族"),
        (Member.nation, "土 家", "土家族"), (Member.nation, "穿青人", "穿青人"), (Member.education, "大专及以上", Education.COLLEGE_UP),
        (Member.education, "大学本科", Education.BACHELOR), (Member.education, "高中(含中专)", Education.HIGH),
        (Member.education, "高中（含中专）", Education.HIGH), (Member.school, "高一", School.HIGH_1), (Member.school, "小学", School.PRIMARY),
        (Member.labour, "弱(半)劳动力", Labour.WEAK), (Member.work_region, "乡（镇）内", WorkRegion.TOWN),
        (Member.work_region, "县内", WorkRegion.COUNTY), (Household.type, "边缘户", HouseholdType.MONITORED),
        (Household.cause, "缺劳动力", Cause.LABOUR), (Household.cause, "07缺技术", Cause.SKILL),
        (Member.health, "慢性病", frozenset({Health.CHRONIC})),
        (Member.health, "长期慢性病，残疾", frozenset({Health.CHRONIC, Health.DISABLED})),
        (Member.health, "慢病 残疾人", frozenset({Health.CHRONIC, Health.DISABLED})),
        (Member.health, "01健康", frozenset({Health.HEALTHY})),
    ],
)  # fmt: skip
def test_the_words_of_others_are_understood(question: Field[Any], cell: str, meant: Any) -> None:
    assert answer(question, cell) == meant


def test_a_choice_in_other_words_is_noted_and_ours_is_not() -> None:
    other, ours = read_cell(Member.relation, "长子", KNOWN), read_cell(Member.relation, "之子", KNOWN)
    assert other
    assert ours
    assert (other.note, ours.note) == ("按“之子”理解", "")


@pytest.mark.parametrize(
    ("cell", "meant"),
    [("是", YesNo.YES), ("√", YesNo.YES), ("☑", YesNo.YES), ("✔", YesNo.YES), ("✖", YesNo.NO), ("已参保", YesNo.YES), ("未参保", YesNo.NO), ("有", YesNo.YES), ("1", YesNo.YES), (1.0, YesNo.YES), (True, YesNo.YES), ("Y", YesNo.YES), ("y", YesNo.YES),
     ("否", YesNo.NO), ("×", YesNo.NO), (0.0, YesNo.NO), (False, YesNo.NO), ("不清楚", YesNo.UNKNOWN)],
)  # fmt: skip
def test_yes_and_no_in_every_guise(cell: Any, meant: YesNo) -> None:
    assert answer(Member.insured, cell) is meant


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        (Member.relation, "邻居"),
        (Member.sex, "未知"),
        (Member.sex, "0"),
        (Member.sex, "9"),
        (Member.insured, "□"),
        (Member.health, "健康，邻居"),
        (Member.insured, "参保待核"),
        (Member.relation, "03"),
        (Member.relation, "媳妇"),
        (Member.relation, "户主(已故)"),
        (Member.sex, "男/女"),
    ],
)
def test_a_choice_that_nobody_knows_is_refused(question: Field[Any], cell: str) -> None:
    with pytest.raises(BadAnswer):
        answer(question, cell)


@pytest.mark.parametrize(
    ("cell", "meant"), [("6", 6), (6, 6), (6.0, 6), ("6.0", 6), ("6个月", 6), ("6 月", 6), ("0", 0), (0.0, 0)]
)
def test_a_measure_with_or_without_its_unit(cell: Any, meant: int) -> None:
    assert answer(Member.work_months, cell) == meant


@pytest.mark.parametrize("cell", ["6天", "6.5", "13", "-1", "半年", 6.5])
def test_a_measure_that_does_not_fit_is_refused(cell: Any) -> None:
    with pytest.raises(BadAnswer):
        answer(Member.work_months, cell)


def test_an_area_with_the_unit_of_others() -> None:
    assert answer(Yard.size, "85.5㎡") == answer(Yard.size, "85.5 平米") == answer(Yard.size, 85.5) == Decimal("85.5")


@pytest.mark.parametrize(
    ("cell", "meant"),
    [("张三", "张三"), (" 张  三 ", "张三"), ("张 三丰", "张三丰"), ("张三 李四", "张三 李四"), ("欧阳 娜娜", "欧阳 娜娜"), ("张\u3000三", "张三"), ("张\xa0三", "张三"), ("𠮷 田", "𠮷田"), ("阿依古丽·买买提", "阿依古丽·买买提"),
     ("阿依 古丽", "阿依 古丽"), ("=张三", "=张三")],
)  # fmt: skip
def test_a_name_that_was_spread_to_fill_its_cell_is_put_together(cell: str, meant: str) -> None:
    assert answer(Member.name, cell) == meant


@pytest.mark.parametrize(
    ("value", "shown"),
    [(4422.0, "4422"), (7.2, "7.2"), (-3.0, "-3"), (0.1, "0.1"), (1.10101199001011e17, "1.10101199001011E+17"), (True, "是"), (False, "否"),
     (dt.date(2026, 3, 5), "2026-03-05"), (dt.datetime(2026, 3, 5, 9, 7), "2026-03-05 09:07"), ("  x ", "x"), ('="007"', "007"), ("'007", "007")],
)  # fmt: skip
def test_a_cell_is_shown_as_a_person_reads_it(value: Any, shown: str) -> None:
    assert plain(value) == shown
