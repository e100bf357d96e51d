"""The data dictionary tells the whole questionnaire."""

import json
from enum import unique

from fieldapp.base.kinds import Choice, Line, OneOf
from fieldapp.base.record import Part, Record, ask
from fieldapp.documents.dictionary import KINDS, dictionary
from fieldapp.records import RECORDS


def entry(noun: str, name: str) -> dict:
    return next(one for one in dictionary() if (one["noun"], one["name"]) == (noun, name))


def test_every_kind_of_answer_has_a_name_of_its_own():
    used = {type(field.kind) for noun in RECORDS for field in noun.fields}
    assert used <= KINDS.keys()
    names = [name for name, _ in KINDS.values()]
    assert len(set(names)) == len(names)
    assert all(name.isascii() and name.islower() for name in names)


def test_every_question_is_told_once_in_the_order_of_the_questionnaire():
    assert [(one["noun"], one["name"]) for one in dictionary()] == [(n.table, f.name) for n in RECORDS for f in n.questions()]


def test_an_entry_tells_what_an_answer_can_be():
    assert entry("member", "sex") == {
        "noun": "member", "noun_label": "成员", "name": "sex", "label": "性别", "part": "证件", "kind": "choice",
        "kind_label": "单选", "unit": "", "choices": [{"name": "MALE", "label": "男"}, {"name": "FEMALE", "label": "女"}],
        "must": False, "conditional": False, "hint": "", "since": "0.1",
    }  # fmt: skip
    litres = entry("water", "litres")
    assert (litres["kind"], litres["unit"], litres["must"], litres["choices"]) == ("decimal", "升", True, [])
    assert entry("water", "minutes")["conditional"]
    assert [entry(*key)["kind"] for key in (("member", "number"), ("member", "health"), ("measure", "money"), ("measure", "person"))] == [
        "citizen_number", "choices", "money", "reference"]  # fmt: skip


def test_the_dictionary_is_a_json_document():
    assert json.loads(json.dumps(dictionary())) == dictionary()


def test_a_question_that_is_added_is_told():
    @unique
    class Colour(Choice):
        RED = "红"

    class Hen(Record, table="hen", label="母鸡"):
        name = ask("名字", Line(), Part("鸡"), must=True, since="0.9")
        colour = ask("颜色", OneOf(Colour), Part("鸡"))

    assert [(one["name"], one["kind"], one["must"], one["since"]) for one in dictionary([Hen])] == [
        ("name", "line", True, "0.9"), ("colour", "choice", False, "0.1")]  # fmt: skip
