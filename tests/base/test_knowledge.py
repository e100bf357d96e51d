"""What a file knows is told in one line, and nothing is told that is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.base.knowledge import Knowledge

ACTS = st.sets(st.tuples(st.sampled_from(["甲", "乙", "丙"]), st.integers(1, 12)))


@given(ACTS)
def test_exactly_the_acts_that_arrived_are_known(acts):
    known = Knowledge.of(acts)
    assert {(node, number) for node in ("甲", "乙", "丙", "丁") for number in range(1, 15) if known.has(node, number)} == acts


@given(ACTS)
def test_what_is_told_is_read_back_and_equal_knowledge_tells_the_same(acts):
    known = Knowledge.of(acts)
    assert Knowledge.read(known.told()) == known
    assert Knowledge.of(sorted(acts, reverse=True)).told() == known.told()


@given(ACTS)
def test_holes_are_what_is_missing_below_the_newest_act_and_nothing_else(acts):
    newest = {node: max(number for one, number in acts if one == node) for node, _ in acts}
    missing = {(node, number) for node, most in newest.items() for number in range(1, most)} - acts
    holes = list(Knowledge.of(acts).holes())
    assert {(node, number) for node, first, last in holes for number in range(first, last + 1)} == missing
    assert all(first <= last for _, first, last in holes)
    assert len(holes) == len({(node, first) for node, first in missing if (node, first - 1) not in missing}), "each stretch once"


@given(ACTS, ACTS)
def test_somebody_lacks_exactly_what_he_does_not_know_of_what_another_knows(mine, theirs):
    assert Knowledge.of(mine).lacks(Knowledge.of(theirs)) is not (theirs <= mine)


@given(ACTS)
def test_when_the_missing_acts_arrive_there_is_no_hole_left(acts):
    holes = Knowledge.of(acts).holes()
    filled = acts | {(node, number) for node, first, last in holes for number in range(first, last + 1)}
    whole = Knowledge.of(filled)
    assert (list(whole.holes()), whole.beyond) == ([], {})


@given(ACTS, ACTS)
def test_common_is_what_both_have(one, other):
    both = Knowledge.of(one).common(Knowledge.of(other))
    known = {(node, number) for node in "甲乙丙" for number in range(1, 15) if both.has(node, number)}
    assert known == one & other


def test_nobody_knows_nothing():
    assert Knowledge.read("") == Knowledge() == Knowledge.of([])
    assert not Knowledge().has("甲", 1)


@pytest.mark.parametrize(
    "told", ["[]", "null", '{"甲":[]}', '{"甲":["x"]}', '{"甲":[1e400]}', '{"甲":[-1]}', '{"甲":[3,2]}', '{"甲":1}', "{"]
)
def test_what_is_no_knowledge_is_refused(told):
    with pytest.raises(ValueError, match=r".*"):
        Knowledge.read(told)
