"""A record is declared once; what is kept of it can be read again, also under names of older releases."""

import inspect
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.base.dates import Day
from fieldapp.base.kinds import Choice, Line, ManyOf, Truth, YesNo
from fieldapp.base.numbers import Money, Whole
from fieldapp.base.record import Owner, Part, Problem, Record, ask, belongs, kept_of_units
from fieldapp.base.reference import Ref, Refs
from fieldapp.records import RECORDS
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member
from fieldapp.records.water import Water
from tests.strategies import records


class Colour(Choice):
    RED = "红"
    BLUE = "蓝"


LOOKS, PAPERS, SALE = Part("外观"), Part("证书", Owner.COUNTY, unit="certificate"), Part("买卖")


def was_sold(toy):
    return toy.sold is YesNo.YES


class Toy(Record, table="toy", label="玩具", aliases={"title": "name", "paper": "certificate", "paper_no": "number"}):
    household = belongs(Household)
    name = ask("名称", Line(20), LOOKS, must=True)
    size = ask("大小", Whole(0, 300), LOOKS, unit="厘米")
    colours = ask("颜色", ManyOf(Colour), LOOKS)
    number = ask("证书编号", Line(20), PAPERS)
    issued = ask("发证日期", Day(), PAPERS)
    sold = ask("已卖出", Truth(), SALE)
    price = ask("价钱", Money(), SALE, unit="元", must=True, when=was_sold)
    friends = ask("一起玩的", Refs("member"), SALE)
    owner = ask("主人", Ref("member"), SALE)


BEAR, LI, WU = "1" * 32, "a" * 32, "b" * 32


def test_a_question_is_put_with_seven_words_and_the_release_that_asked_it_first():
    assert list(inspect.signature(ask).parameters) == ["label", "kind", "part", "unit", "hint", "must", "when", "since"]


def test_a_field_of_the_class_is_the_question_and_of_a_record_its_answer():
    assert Toy.size.label == "大小"
    assert Toy.size.key == "toy.size"
    assert Toy.size.head == "大小(厘米)"
    assert Toy.name.head == "名称"
    assert Toy(size=3).size == 3
    assert Toy().size is None


def test_the_questions_stand_in_the_order_in_which_they_are_written_and_belonging_is_no_question():
    assert [field.name for field in Toy.questions()] == [
        "name", "size", "colours", "number", "issued", "sold", "price", "friends", "owner"
    ]  # fmt: skip
    assert Toy.parts() == [LOOKS, PAPERS, SALE]
    assert Toy.parent() is Toy.household
    assert Household.parent() is None
    assert Toy.field("price") is Toy.price
    with pytest.raises(KeyError):
        Toy.field("weight")


@pytest.mark.parametrize(
    "name", ["replace", "problems", "fields", "table", "label", "single", "observed", "aliases", "id", "answers"]
)
def test_a_question_that_hides_what_every_record_has_is_refused(name):
    with pytest.raises(TypeError, match=name):
        type("Odd", (Record,), {name: ask("怪", Line(), LOOKS)}, table="odd", label="怪")


def test_a_question_outside_a_group_may_not_have_the_name_of_the_group():
    questions = {"certificate": ask("证书", Line(), LOOKS), "number": ask("编号", Line(), PAPERS)}
    with pytest.raises(TypeError, match="certificate"):
        type("Odd", (Record,), questions, table="odd", label="怪")


def test_an_answer_to_a_question_that_is_not_asked_is_refused():
    with pytest.raises(TypeError, match="weight"):
        Toy(weight=3)


def test_a_record_never_changes():
    bear = Toy(BEAR, name="熊")
    with pytest.raises(AttributeError, match="replace"):
        bear.name = "兔"
    assert bear.replace(name="兔") == Toy(BEAR, name="兔")
    assert bear == Toy(BEAR, name="熊")
    assert bear.with_id(LI) == Toy(LI, name="熊")


def test_blank_is_no_answer_but_zero_and_unknown_are():
    assert Toy(BEAR, name="", size=None, colours=frozenset()).answers == {}
    assert Toy(size=0, sold=YesNo.UNKNOWN).texts() == {"size": "0", "sold": "UNKNOWN"}
    assert Toy(size=0).replace(size=None) == Toy()


def test_records_are_equal_by_noun_id_and_answers():
    assert Toy(BEAR, size=1) != Toy(LI, size=1)
    assert Toy(BEAR, size=1) != Toy(BEAR, size=2)
    assert Household(BEAR) != Member(BEAR)
    assert len({Toy(BEAR, size=1), Toy(BEAR, size=1)}) == 1


def test_what_must_be_answered_stands_between_a_form_and_a_complete_one():
    assert Toy().problems() == [Problem(Toy.household, "还没有填写。"), Problem(Toy.name, "还没有填写。")]
    assert Toy(household=LI, name="熊", size=0).problems() == []


@pytest.mark.parametrize(("sold", "asked"), [(None, False), (YesNo.NO, False), (YesNo.UNKNOWN, False), (YesNo.YES, True)])
def test_a_question_that_is_not_put_cannot_be_missing(sold, asked):
    toy = Toy(household=LI, name="熊", sold=sold)
    assert Toy.price.applies(toy) is asked
    assert [problem.field for problem in toy.problems()] == [Toy.price] * asked


def test_a_person_reads_labels_and_names_where_the_file_has_codes():
    toy = Toy(price=123_450, colours=frozenset({Colour.BLUE, Colour.RED}), friends=frozenset({LI, WU}), owner=WU)
    names = {LI: "李四"}
    assert Toy.price.show(toy) == "1,234.50"
    assert Toy.price.cell(toy) == 1234.5
    assert Toy.colours.show(toy) == "红、蓝"
    assert Toy.friends.show(toy, names) == "不在名单上、李四"
    assert Toy.owner.cell(toy, names) == "不在名单上"
    assert Toy.name.show(toy) == ""
    assert Toy.name.cell(toy) is None
    assert Toy.owner.cell(Toy()) is None


def test_questions_are_decided_one_by_one_or_with_the_group_of_their_part():
    units = {unit: [field.name for field in fields] for unit, fields in Toy.units().items()}
    assert units == {
        "household": ["household"], "name": ["name"], "size": ["size"], "colours": ["colours"],
        "certificate": ["number", "issued"], "sold": ["sold"], "price": ["price"], "friends": ["friends"], "owner": ["owner"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("noun", "unit", "names"),
    [
        (Member, "identity", ["number", "sex", "birth"]),
        (Housing, "appraisal", ["appraised", "appraiser", "appraised_on", "report", "report_picture"]),
        (Water, "laboratory", ["result", "laboratory", "tested_on", "report", "report_picture"]),
    ],
)
def test_what_belongs_together_in_a_village_is_decided_together(noun, unit, names):
    assert [field.name for field in noun.units()[unit]] == names
    assert {field.decided for field in noun.units()[unit]} == {unit}


def test_a_group_is_one_text_in_which_the_order_of_answering_leaves_no_trace():
    toy = Toy(issued=Toy.issued.kind.read("2026-03-05"), number="甲1", size=3)
    assert toy.unit_texts() == {"certificate": '{"issued":"2026-03-05","number":"甲1"}', "size": "3"}
    assert Toy(number="甲1").unit_texts() == {"certificate": '{"number":"甲1"}'}
    assert Toy().unit_texts() == {}


@pytest.mark.parametrize(
    ("units", "kept"),
    [
        ({"title": "熊"}, {"name": "熊"}),
        ({"title": "旧名", "name": "熊"}, {"name": "熊"}),
        ({"name": "熊", "title": "旧名"}, {"name": "熊"}),
        ({"name": None, "title": "旧名"}, {}),
        ({"paper": '{"paper_no":"甲1","stamp":"圆"}'}, {"number": "甲1"}),
        ({"weight": "3", "size": "9"}, {"size": "9"}),
        ({"name": None}, {}),
    ],
)
def test_names_of_older_releases_are_understood_and_the_present_name_counts_first(units, kept):
    assert kept_of_units(Toy, units) == kept
    assert Toy.from_units(BEAR, units).texts() == Toy.kept_by(units) == kept


@pytest.mark.parametrize("noun", [Toy, *RECORDS], ids=lambda noun: noun.table)
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_kept_of_a_record_is_the_record(noun, data):
    record = data.draw(records(noun))
    units = record.unit_texts()
    assert noun.from_units(record.id, units) == record
    assert noun.kept_by(units) == record.texts()
    assert noun.from_kept(record.id, record.texts()) == record
    assert noun.from_units(record.id, units).unit_texts() == units
    assert set(units) <= set(noun.units())
    assert all(units.values())


def test_every_reference_of_the_questionnaire_is_to_a_noun_of_it():
    tables = [noun.table for noun in RECORDS]
    assert len(set(tables)) == len(tables)
    assert {field.kind.refers for noun in RECORDS for field in noun.fields} - {""} <= set(tables)


def told(noun, unit, text):
    """What a unit tells where this text stands for each of its questions."""
    fields = noun.units()[unit]
    return {unit: json.dumps({field.name: text for field in fields}) if fields[0].part.unit else text}


def outcome(work):
    """What comes of it, or how it is refused."""
    try:
        return dict(work())
    except (ArithmeticError, KeyError, ValueError) as refusal:
        return type(refusal)


@pytest.mark.parametrize("text", ["", " ", " 9 ", "09", "9.50", "2026-3-5", "20260305", "RED", "BLUE RED", "b a", "甲\n乙", "熊"])
@pytest.mark.parametrize("noun", [Toy, *RECORDS], ids=lambda noun: noun.table)
def test_a_text_that_no_program_of_ours_wrote_is_kept_alike_with_and_without_the_record(noun, text):
    for unit in noun.units():
        units = told(noun, unit, text)
        with_record = outcome(lambda units=units: noun.from_units(BEAR, units).texts())
        assert outcome(lambda units=units: noun.kept_by(units)) == with_record
