"""Every kind of answer keeps its promises, and knows its borders."""

import datetime as dt
import json
import sys
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.base.dates import Day, Month, Spells, Year
from fieldapp.base.errors import BadAnswer
from fieldapp.base.identity import NO_TELEPHONE, CitizenNumber, Code, Telephone, VillageCode
from fieldapp.base.kinds import Choice, Kind, Line, ManyOf, OneOf, Text, Truth, YesNo, clean, read_json
from fieldapp.base.numbers import Area, Decimals, Distance, Money, Whole
from fieldapp.base.pictures import Pictures
from fieldapp.base.reference import Ref, Refs
from fieldapp.base.versions import Versions
from fieldapp.records import RECORDS
from tests.strategies import TRICKY, answers


class Grade(Choice):
    A = "A级"
    C = "C级"


class Region(Choice):
    TOWN = "乡(镇)内"
    PROVINCE = "县外，省内"


class Health(Choice):
    HEALTHY = "健康"
    CHRONIC = "长期慢性病"
    DISABLED = "残疾"


TOYS = [
    Line(50), Text(500), Whole(-5, 12), Decimals(-1, 100, 1), Money(), Money(-10_000), Day(), Month(), Year(), Truth(),
    OneOf(Grade), OneOf(Region), ManyOf(Health), CitizenNumber(), Telephone(), VillageCode(), Code(), Area(), Distance(), Ref("toy"), Refs("toy"),
    Spells(), Pictures(), Versions(),
]  # fmt: skip


def told(kind):
    return f"{type(kind).__name__}{list(vars(kind).values())}"


ASKED = sorted({field.kind for noun in RECORDS for field in noun.fields} - set(TOYS), key=told)


def below(kind):
    """This kind and all kinds made from it."""
    return {kind}.union(*(below(one) for one in kind.__subclasses__()))


def test_what_can_be_printed_holds_nothing_that_is_cleaned_away():
    printable = [char for char in map(chr, range(sys.maxunicode + 1)) if char.isprintable()]
    assert len(printable) > 100_000
    assert [char for char in printable if clean(f"a{char}b") != clean(f"\x00a{char}b")] == [], "after a control character all are looked at"


def test_every_kind_stands_under_the_contract():
    assert {type(kind) for kind in TOYS} == {kind for kind in below(Kind) if kind.read is not Kind.read}


def keeps_its_promises(kind, answer):
    kept = kind.keep(answer)
    assert kept
    assert kept == unicodedata.normalize("NFC", kept).strip().replace("\r", "\n")
    assert kind.recall(kept) == answer
    assert kind.keep(kind.recall(kept)) == kind.canonical(kept) == kept
    assert kind.read(kind.show(answer) if kind.typed else kept) == answer
    assert read_json(kind, json.loads(json.dumps(kind.json(answer)))) == answer


@pytest.mark.parametrize("kind", TOYS, ids=told)
@given(data=st.data())
def test_what_is_shown_can_be_read_and_what_is_kept_can_be_recalled(kind, data):
    keeps_its_promises(kind, data.draw(answers(kind)))


@pytest.mark.parametrize("kind", ASKED, ids=told)
@settings(max_examples=15)
@given(data=st.data())
def test_every_question_keeps_the_promises_of_its_kind(kind, data):
    keeps_its_promises(kind, data.draw(answers(kind)))


ODD = [*TRICKY, "٣", "３", "²", "½", "\ud800", "\u0301", ",", "，", ".", "-", "元", "￥", "年", "月", "日", "、", "X", "B1", ""]


def outcome(kind, typed):
    """The answer that a text is, or the refusal."""
    try:
        return kind.read(typed)
    except BadAnswer as refusal:
        return refusal


@pytest.mark.parametrize("kind", TOYS, ids=told)
@given(data=st.data())
def test_whatever_is_typed_is_a_sound_answer_or_refused_in_a_sentence(kind, data):
    shown, at, odd = data.draw(answers(kind).map(kind.show)), data.draw(st.integers(0, 20)), data.draw(st.sampled_from(ODD))
    typed = data.draw(st.sampled_from([shown[:at] + odd + shown[at:], shown[:at] + odd + shown[at + 1 :], odd + shown[:at]]))
    answer = outcome(kind, typed)
    if isinstance(answer, BadAnswer):
        assert answer.what.endswith("。")
    else:
        keeps_its_promises(kind, answer)


NUMBERS = ["999999195001010018", "999999198002290027", "999999201206300033", "999999196708150123", "99999919700101005X"]
MAN, *_, X_MAN = NUMBERS
ID = "0123456789abcdef0123456789abcdef"

READ = [
    (Line(), "  张\t 三\n ", "张 三"),
    (Line(5), "一二三四五", "一二三四五"),
    (Line(), "王\u200b五\ufeff", "王五"),
    (Line(), "e\x00\u0301", "é"),
    (Line(), "=1+1", "=1+1"),
    (Text(), "甲 \r\n乙\r\n\r", "甲\n乙"),
    (Text(3), "一二三", "一二三"),
    (Whole(0, 12), "0", 0),
    (Whole(0, 12), "12", 12),
    (Whole(0, 12), "12.0", 12),
    (Whole(0, 12), "１２", 12),
    (Whole(-5, 12), "-5", -5),
    (Whole(0, 12), "-0", 0),
    (Whole(), "1,000,000", 1_000_000),
    (Whole(0, 10**15), "999999999999999", 999_999_999_999_999),
    (Decimals(0, 100, 1), "100.0", Decimal(100)),
    (Decimals(0, 100, 1), ".5", Decimal("0.5")),
    (Decimals(0, 100, 1), "35.10", Decimal("35.1")),
    (Decimals(0, 10**15, 2), "999999999999999.99", Decimal("999999999999999.99")),
    (Area(), "66.67", Decimal("66.67")),
    (Distance(800), "800", Decimal(800)),
    (Money(), "0.01", 1),
    (Money(), "1,234.50", 123_450),
    (Money(), "￥1,234.5 元", 123_450),
    (Money(), "10,000,000,000", 10**12),
    (Money(-10_000), "-100", -10_000),
    (Day(), "2026/3/5", dt.date(2026, 3, 5)),
    (Day(), "2026年3月5日", dt.date(2026, 3, 5)),
    (Day(), "2026.03.05", dt.date(2026, 3, 5)),
    (Day(), "20260305", dt.date(2026, 3, 5)),
    (Day(), "２０２６－３－５", dt.date(2026, 3, 5)),
    (Day(), "2026-03-05 00:00:00", dt.date(2026, 3, 5)),
    (Day(), "2028-02-29", dt.date(2028, 2, 29)),
    (Day(), "1900-01-01", dt.date(1900, 1, 1)),
    (Day(), "2200-12-31", dt.date(2200, 12, 31)),
    (Month(), "2026年3月", "2026-03"),
    (Month(), "202612", "2026-12"),
    (Month(), "2026/3", "2026-03"),
    (Year(), "2026年", 2026),
    (Year(), "1900", 1900),
    (Year(), "2100", 2100),
    (Truth(), "√", YesNo.YES),
    (Truth(), "ｙ", YesNo.YES),
    (Truth(), "1", YesNo.YES),
    (Truth(), "0", YesNo.NO),
    (Truth(), "无", YesNo.NO),
    (Truth(), "不详", YesNo.UNKNOWN),
    (OneOf(Grade), " C级 ", Grade.C),
    (OneOf(Grade), "C", Grade.C),
    (OneOf(Region), "乡（镇）内", Region.TOWN),
    (OneOf(Region), "县外,省内", Region.PROVINCE),
    (ManyOf(Health), "残疾，长期慢性病；残疾", frozenset({Health.CHRONIC, Health.DISABLED})),
    (ManyOf(Health), "CHRONIC DISABLED", frozenset({Health.CHRONIC, Health.DISABLED})),
    *[(CitizenNumber(), number, number) for number in NUMBERS],
    (CitizenNumber(), X_MAN.lower(), X_MAN),
    (CitizenNumber(), "９９９９９９ １９５００１０１ ００１８", MAN),
    (CitizenNumber(), MAN + "11", MAN + "11"),
    (CitizenNumber(), MAN + "74b9", MAN + "74B9"),
    (Telephone(), "无", NO_TELEPHONE),
    (Telephone(), "无电话", NO_TELEPHONE),
    (Telephone(), "138 1234 5678", "13812345678"),
    (Telephone(), "+86-138-1234-5678", "13812345678"),
    (Telephone(), "008613812345678", "13812345678"),
    (Telephone(), "\u202d13812345678\u202c", "13812345678"),
    (Telephone(), "（0871）6123456", "08716123456"),
    (Telephone(), "010-61234567", "01061234567"),
    (Telephone(), "6123456", "6123456"),
    (VillageCode(), "999999100201", "999999100201"),
    (VillageCode(), "９９９９９９１００２０１", "999999100201"),
    (Code(), " 007-A ", "007-A"),
    (Code(4), "0001", "0001"),
    (Ref("toy"), ID, ID),
    (Refs("toy"), f"{ID} {ID}", frozenset({ID})),
]

REFUSED = [
    (Line(), "", "还没有填写"),
    (Line(), " \u3000\u200b\x00", "还没有填写"),
    (Line(5), "一二三四五六", "最多 5 个字"),
    (Text(3), "一\n二三", "最多 3 个字"),
    (Whole(0, 12), "13", "应在 0 到 12 之间"),
    (Whole(0, 12), "-1", "应在 0 到 12 之间"),
    (Whole(0, 12), "1.5", "整数"),
    (Whole(0, 99), "1,5", "整数"),
    (Whole(0, 99), "1 5", "整数"),
    (Whole(0, 99), "5²", "整数"),
    (Whole(0, 99), "1e1", "整数"),
    (Whole(0, 99), "十二", "整数"),
    (Whole(0, 99), "", "整数"),
    (Whole(), "1000001", "应在"),
    (Decimals(0, 100, 1), "100.1", "应在 0 到 100 之间"),
    (Decimals(0, 100, 1), "-0.1", "应在 0 到 100 之间"),
    (Decimals(0, 100, 1), "0.05", "最多 1 位小数"),
    (Decimals(0, 100, 1), "nan", "数字"),
    (Area(100), "100.01", "应在"),
    (Distance(800), "800.1", "应在"),
    (Distance(800), "0.01", "最多 1 位小数"),
    (Money(), "0.001", "两位小数"),
    (Money(), "-0.01", "金额应在 0 元到"),
    (Money(), "10000000000.01", "金额应在"),
    (Money(-10_000), "-100.01", "金额应在 -100 元到"),
    (Money(), "3元5", "金额"),
    (Money(), "一百", "金额"),
    (Day(), "2024.2.30", "没有 2024-2-30 这一天"),
    (Day(), "20240230", "没有 2024-02-30 这一天"),
    (Day(), "2026-02-29", "没有"),
    (Day(), "去年", "请按"),
    (Day(), "45321", "请按"),
    (Day(), "2026-03", "请按"),
    (Day(), "2026年3月5日月", "请按"),
    (Day(), "1899-12-31", "1900 到 2200"),
    (Day(), "2201-01-01", "1900 到 2200"),
    (Month(), "2026-13", "没有 2026 年 13 月"),
    (Month(), "2026-00", "没有"),
    (Month(), "2026-03-05", "请按"),
    (Month(), "2026", "请按"),
    (Year(), "1899", "应在"),
    (Year(), "2101", "应在"),
    (Truth(), "也许", "看不出"),
    (Truth(), "", "看不出"),
    (Truth(), "2", "看不出"),
    (OneOf(Grade), "E级", "没有“E级”这一项"),
    (OneOf(Grade), "", "这一项"),
    (ManyOf(Health), "健康、不知道", "没有“不知道”这一项"),
    (ManyOf(Health), "、", "还没有填写"),
    (CitizenNumber(), "999999500101001", "15 位的旧号码"),
    (CitizenNumber(), MAN[:17], "现在是 17 位"),
    (CitizenNumber(), MAN + "1", "现在是 19 位"),
    (CitizenNumber(), MAN[:17] + "9", "校验位不对"),
    (CitizenNumber(), X_MAN[:17] + "0", "校验位不对"),
    (CitizenNumber(), "999999198102290016", "出生日期不存在"),
    (CitizenNumber(), "X" + MAN[1:], "不该有的字符"),
    (CitizenNumber(), "٩" + MAN[1:], "不该有的字符"),
    (CitizenNumber(), MAN + "81", "不该有的字符"),
    (CitizenNumber(), MAN + "15", "不该有的字符"),
    (CitizenNumber(), "1.1E+17", "位"),
    (Telephone(), "1381234567", "不对"),
    (Telephone(), "138123456789", "不对"),
    (Telephone(), "12812345678", "不对"),
    (Telephone(), "13812345678.0", "不对"),
    (Telephone(), "٠13812345678", "不对"),
    (Telephone(), "0", "不对"),
    (VillageCode(), "99999910020", "现在是 11 位"),
    (VillageCode(), "9999991002011", "现在是 13 位"),
    (VillageCode(), "999999100000", "不是村的代码"),
    (VillageCode(), "٩99999100201", "12 位数字"),
    (Code(), "编号1", "只能有数字和字母"),
    (Code(), "a b", "只能有数字和字母"),
    (Code(4), "00001", "最长 4 位"),
    (Ref("toy"), ID.upper(), "这条记录"),
    (Ref("toy"), ID[:31], "这条记录"),
    (Ref("toy"), "张三", "这条记录"),
    (Refs("toy"), "", "还没有填写"),
    (Refs("toy"), f"{ID} 张三", "这条记录"),
]


@pytest.mark.parametrize(("kind", "typed", "answer"), READ)
def test_inside_its_borders_a_text_is_the_answer_that_is_meant(kind, typed, answer):
    assert kind.read(typed) == answer
    keeps_its_promises(kind, answer)


@pytest.mark.parametrize(("kind", "typed", "told"), REFUSED)
def test_outside_its_borders_a_text_is_refused_and_told_why(kind, typed, told):
    with pytest.raises(BadAnswer) as refusal:
        kind.read(typed)
    assert told in str(refusal.value)


@pytest.mark.parametrize(
    ("kind", "answer", "shown", "kept", "cell", "document"),
    [
        (Money(), 123_450, "1,234.50", "123450", 1234.5, "1234.50"),
        (Money(), 100, "1", "100", 1.0, "1"),
        (Money(-10), -5, "-0.05", "-5", -0.05, "-0.05"),
        (Whole(), 1200, "1200", "1200", 1200, 1200),
        (Decimals(), Decimal("100.00"), "100", "100", 100.0, "100"),
        (Decimals(-1), Decimals(-1).read("-0.0"), "0", "0", 0.0, "0"),
        (Day(), dt.date(2026, 3, 5), "2026-03-05", "2026-03-05", dt.date(2026, 3, 5), "2026-03-05"),
        (CitizenNumber(), MAN, MAN, MAN, MAN, MAN),
        (OneOf(Grade), Grade.C, "C级", "C", "C级", "C"),
        (Truth(), YesNo.NO, "否", "NO", "否", "NO"),
        (ManyOf(Health), frozenset(Health), "健康、长期慢性病、残疾", "HEALTHY CHRONIC DISABLED", "健康、长期慢性病、残疾",
         ["HEALTHY", "CHRONIC", "DISABLED"]),
        (Refs("toy"), frozenset({"b", "a"}), "a b", "a b", "a b", ["a", "b"]),
    ],
)  # fmt: skip
def test_an_answer_has_one_form_for_people_one_for_the_file_one_for_the_cell_and_one_for_json(
    kind, answer, shown, kept, cell, document
):
    assert (kind.show(answer), kind.keep(answer), kind.cell(answer), kind.json(answer)) == (shown, kept, cell, document)
    assert type(kind.cell(answer)) is type(cell)


@given(answers(Money()))
def test_money_loses_no_fen_in_a_cell(fen):
    assert round(Money().cell(fen) * 100) == fen


@pytest.mark.parametrize(
    ("kind", "kept", "answer"),
    [(Line(2), "张三李四", "张三李四"), (Text(2), "甲\n乙", "甲\n乙"), (Whole(0, 5), "9", 9), (Money(100), "1", 1),
     (Decimals(0, 1, 0), "2.5", Decimal("2.5"))],
)  # fmt: skip
def test_an_answer_from_before_the_bounds_were_drawn_closer_can_still_be_recalled(kind, kept, answer):
    assert kind.recall(kept) == answer


@pytest.mark.parametrize(
    ("kind", "value", "answer"),
    [(Truth(), True, YesNo.YES), (Truth(), False, YesNo.NO), (Line(), True, "是"), (Whole(), 12.0, 12), (Money(), 1234.5, 123_450), (Money(), 3, 300),
     (Decimals(), 0.1, Decimal("0.1")), (OneOf(Grade), "C级", Grade.C), (ManyOf(Health), ["残疾"], frozenset({Health.DISABLED}))],
)  # fmt: skip
def test_a_json_document_may_hold_numbers_labels_and_lists(kind, value, answer):
    assert read_json(kind, value) == answer


@pytest.mark.parametrize(
    ("kind", "value"),
    [(Line(), None), (Line(), {"a": 1}), (Line(), ["甲", "乙"]), (ManyOf(Health), [["残疾"]]), (ManyOf(Health), [None]),
     (ManyOf(Health), []), (Whole(), True), (Whole(), 1.5), (Whole(), 1e300), (Decimals(), float("nan"))],
)  # fmt: skip
def test_a_json_value_that_is_no_answer_is_refused_not_guessed(kind, value):
    with pytest.raises(BadAnswer):
        read_json(kind, value)


def test_two_kinds_are_equal_when_they_take_the_same_answers():
    assert Whole(0, 5) == Whole(0, 5)
    assert hash(Whole(0, 5)) == hash(Whole(0, 5))
    assert Whole(0, 5) != Whole(0, 6)
    assert Line(50) != Text(50)
    assert OneOf(Grade) != ManyOf(Grade)
    assert Ref("toy") != Ref("member")
