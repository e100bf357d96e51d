"""对账码: equal states have equal codes, and one changed character gives another code."""

import json
import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.base.change import canonical
from fieldapp.base.tally import LETTERS, derived_id, row_hash, tally
from fieldapp.store.writing import text_of

PEOPLE = [
    {"name": "胡玉花", "phone": "19551567030", "number": "999999197810191559"},
    {"name": "周英海", "note": "第一行\n第二行"},
]


def code(people):
    return tally(row_hash(canonical("member", f"{place:032x}", texts)) for place, texts in enumerate(people))


def test_the_alphabet_has_sixteen_letters_and_none_that_looks_like_another():
    assert len(LETTERS) == len(set(LETTERS)) == 16
    assert not set(LETTERS) & set("0O1I8B6GVUZS")


def test_a_code_is_two_groups_of_four():
    assert re.fullmatch(f"[{LETTERS}]{{4}} [{LETTERS}]{{4}}", code(PEOPLE))


def test_equal_states_have_equal_codes_whatever_the_order_of_their_answers():
    assert code(PEOPLE) == code([dict(reversed(texts.items())) for texts in PEOPLE])


def test_the_code_is_the_same_on_every_machine_and_in_every_release():
    assert code(PEOPLE) == "F49W F4PH"
    assert tally([]) == "X5P2 R774"


def test_ten_thousand_changes_of_one_character_give_ten_thousand_other_codes():
    chance, stands = Random(2026), code(PEOPLE)
    for _ in range(10_000):
        people = [dict(texts) for texts in PEOPLE]
        texts = chance.choice(people)
        name = chance.choice(list(texts))
        at = chance.randrange(len(texts[name]))
        other = chance.choice([c for c in "0123456789甲乙丙X" if c != texts[name][at]])
        texts[name] = texts[name][:at] + other + texts[name][at + 1 :]
        assert code(people) != stands, (name, texts[name])


def test_a_text_that_moves_to_another_question_or_record_changes_the_code():
    moved = [{**PEOPLE[0]}, {**PEOPLE[1]}]
    moved[0]["note"] = moved[1].pop("note")
    assert code(moved) != code(PEOPLE)
    assert code(PEOPLE[:1]) != code(PEOPLE)
    assert canonical("a", "1", {}) != canonical("a1", "", {})


def test_the_letters_of_many_codes_are_all_used_alike():
    told = "".join(tally([row_hash(str(n))]).replace(" ", "") for n in range(1000))
    assert all(400 < told.count(letter) < 600 for letter in LETTERS)


@pytest.mark.parametrize("parts", [("a", "b"), ("b", "a"), ("ab",), ("a", "b", ""), ("甲",)])
def test_a_derived_id_follows_from_its_parts_and_their_order(parts):
    others = [("a", "b"), ("b", "a"), ("ab",), ("a", "b", ""), ("甲",)]
    assert [derived_id(*parts) == derived_id(*other) for other in others].count(True) == 1
    assert re.fullmatch(r"[0-9a-f]{32}", derived_id(*parts))


TEXTS = st.text(st.sampled_from('a甲𠮷"\\/\n\t\x01\x7f\u2028é '), max_size=12)


@given(noun=TEXTS, record=TEXTS, texts=st.dictionaries(TEXTS, TEXTS, max_size=5))
def test_a_record_in_canonical_form_is_a_json_list(noun, record, texts):
    told = [noun, record, sorted(map(list, texts.items()))]
    assert canonical(noun, record, texts) == json.dumps(told, ensure_ascii=False, separators=(",", ":"))


@given(units=st.dictionaries(TEXTS, st.none() | TEXTS, max_size=5))
def test_the_units_of_a_change_are_kept_as_a_json_object(units):
    assert text_of(units) == json.dumps(units, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
