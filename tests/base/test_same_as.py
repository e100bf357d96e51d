"""Two records are one: whatever the order of words, chains, circles and deletions, everybody comes to the same one."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.base.change import GONE
from fieldapp.base.folding import fold
from fieldapp.base.same import SAME, other_of, redirected, survivors, united
from fieldapp.records.housing import Housing
from fieldapp.records.plan import Measure
from tests.laptop import Laptop, World

A, B, C, D = "a" * 32, "b" * 32, "c" * 32, "d" * 32
IDS = [A, B, C, D]


@pytest.fixture
def laptop():
    return Laptop("甲", World().clock(), Random(1))


def told(laptop, *words, alive=IDS):
    """These records, of which the first of each pair is said to be the second; which of them is another."""
    for id in alive:
        laptop.write(id, {"head": id[0]})
    for one, other in words:
        laptop.write(one, {SAME: other})
    return survivors(folded(laptop).values())


def folded(laptop):
    return {id: fold(laptop.of(id)) for id in laptop.records()}


def test_a_record_of_which_nothing_is_said_is_itself(laptop):
    assert told(laptop) == {}


def test_the_one_that_is_said_to_be_another_gives_way_to_it(laptop):
    assert told(laptop, (A, B)) == {A: B}


def test_a_chain_leads_to_its_end(laptop):
    assert told(laptop, (D, C), (C, B), (B, A)) == {D: A, C: A, B: A}


def test_two_that_are_said_to_be_the_same_third_are_one(laptop):
    assert told(laptop, (A, C), (B, C)) == {A: C, B: C}


@pytest.mark.parametrize("words", [[(A, B), (B, A)], [(B, A), (A, B)], [(A, C), (C, B), (B, A)]])
def test_a_circle_ends_at_the_smallest_id(laptop, words):
    found = told(laptop, *words)
    assert set(found.values()) == {A}
    assert A not in found


def test_what_is_said_to_be_itself_is_no_other(laptop):
    assert told(laptop, (A, A)) == {}


def test_a_record_that_nobody_has_yet_survives_nothing(laptop):
    assert told(laptop, (A, D), alive=[A]) == {D: A}


def test_who_is_deleted_survives_nothing_but_still_holds_the_others_together(laptop):
    told(laptop, (A, C), (B, C))
    laptop.delete(C)
    assert survivors(folded(laptop).values()) == {B: A, C: A}


def test_of_a_group_of_which_none_lives_the_rule_is_the_same(laptop):
    told(laptop, (A, B))
    laptop.delete(A)
    laptop.delete(B)
    assert survivors(folded(laptop).values()) == {A: B}


def test_taking_the_word_back_parts_them_again(laptop):
    told(laptop, (A, B))
    laptop.write(A, {SAME: None})
    assert survivors(folded(laptop).values()) == {}
    assert other_of(folded(laptop)[A]) == ""


def test_the_survivor_keeps_its_own_answers_and_gets_what_it_never_had(laptop):
    laptop.write(A, {"head": "李", "phone": None})
    laptop.write(B, {"head": "王", "group": "3组", "phone": "1", SAME: A})
    laptop.write(C, {"group": "4组", "type": "甲", SAME: A})
    known = folded(laptop)
    whole = united(known[A], [known[C], known[B]])
    assert whole.record == A
    assert whole.texts() == {"head": "李", "group": "3组", "type": "甲"}


def test_what_was_deleted_gives_nothing_to_the_survivor(laptop):
    laptop.write(A, {"head": "李"})
    laptop.write(B, {"group": "3组", SAME: A})
    laptop.delete(B)
    known = folded(laptop)
    assert united(known[A], [known[B]]).texts() == {"head": "李"}


def test_references_are_turned_to_the_survivor_and_two_that_are_one_are_counted_once():
    found = {"member": {A: B}}
    assert redirected(Measure("x", person=A), found).person == B
    assert redirected(Housing("x", sleepers=frozenset({A, B, C}), household=A), found) == Housing(
        "x", sleepers=frozenset({B, C}), household=A
    )
    untouched = Measure("x", person=C)
    assert redirected(untouched, found) is untouched


@settings(max_examples=500)
@given(st.integers(0, 2**64 - 1))
def test_in_any_order_grouping_and_repetition_the_same_one_survives_with_the_same_answers(seed):
    chance = Random(seed)
    laptops = [Laptop(node, World().clock(), Random(chance.random())) for node in "甲乙丙"]
    for _ in range(chance.randint(1, 25)):
        one, id = chance.choice(laptops), chance.choice(IDS)
        act = chance.choice([
            {SAME: chance.choice(IDS)}, {SAME: None}, {GONE: "误"}, {"head": chance.choice("李王张")}, {"group": chance.choice("123")},
        ])  # fmt: skip
        one.write(id, act)
        if chance.random() < 0.4:
            other = chance.choice(laptops)
            other.receive(chance.sample(list(one.known.values()), chance.randint(0, len(one.known))))
    packages = [list(laptop.known.values()) for laptop in laptops]
    seen = []
    for _ in range(3):
        fresh = Laptop("丁", World().clock(), Random(0))
        for package in chance.sample(packages, 3) + chance.choices(packages, k=2):
            fresh.receive(chance.sample(package, len(package)))
        seen.append(shown(folded(fresh), chance))
    assert seen[0] == seen[1] == seen[2]


def shown(known, chance):
    """Which is another, and what each survivor shows; every group is one again when it is taken once more."""
    found = survivors(chance.sample(list(known.values()), len(known)))
    assert not set(found) & set(found.values())
    for other, id in found.items():
        assert not known[id].gone or other not in known or known[other].gone
    others = {id: [known[one] for one, survivor in found.items() if survivor == id and one in known] for id in found.values()}
    return found, {id: united(known[id], chance.sample(several, len(several))).texts() for id, several in others.items()}
