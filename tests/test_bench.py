"""The table of `tests/bench` says of every figure what it can say, and no more."""

import pytest

from tests.bench.figure import Figure, least, middle

SMALL = "500 households"


@pytest.mark.parametrize(("figure", "word"), [
    (Figure("a", 2.0, "s", 2, 1.0), "holds"),
    (Figure("a", 2.1, "s", 2, 1.0), "OVER"),
    (Figure("a", 2.1, "s", 2, None), "-"),
    (Figure("a", 60.0, "ms", 50, times=False), "OVER"),
    (Figure("a", 50.0, "ms", 50, times=False), "holds"),
    (Figure("a", 2.1, "s", 2, 1.0, budget_for=SMALL), "beyond; the budget is for 500 households"),
    (Figure("a", 2.0, "s", 2, 1.0, budget_for=SMALL), "within; the budget is for 500 households"),
    (Figure("a", 2.0, "s", 2, None, budget_for=SMALL), "-"),
])  # fmt: skip
def test_a_budget_holds_or_not_and_that_of_another_size_is_told_as_such(figure, word):
    assert figure.line().endswith(f"  {word}")


def test_of_several_rounds_the_least_or_the_middle_counts_and_where_nothing_was_measured_nothing():
    assert (least([3.0, None, 1.0, 2.0]), middle([3.0, None, 1.0, 2.0])) == (1.0, 2.0)
    assert least([None]) is middle([None]) is None
