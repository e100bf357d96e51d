"""How reasons are weighed against each other."""

from itertools import combinations

import pytest

from fieldapp.records.water import Water
from fieldapp.rules.finding import Finding, Reason, Verdict

GRAVITY = [Verdict.BAD, Verdict.OPEN, Verdict.BASIC, Verdict.GOOD, Verdict.NONE]


def reason(verdict, confidence=""):
    return Reason(verdict, f"这里{verdict.value}。", (Water.litres,), confidence)


@pytest.mark.parametrize(("graver", "lighter"), list(combinations(GRAVITY, 2)))
def test_the_graver_reason_decides_wherever_it_stands(graver, lighter):
    for reasons in ([reason(graver), reason(lighter)], [reason(lighter), reason(graver), reason(lighter)]):
        assert Finding.of(reasons, "某标准", {}).verdict is graver


def test_remarks_alone_decide_nothing():
    assert Finding.of([reason(Verdict.NONE), reason(Verdict.NONE)], "某标准", {}).verdict is Verdict.NONE


def test_no_reason_is_lost_and_their_order_is_kept():
    reasons = [reason(verdict) for verdict in reversed(GRAVITY)]
    assert Finding.of(reasons, "某标准", {}).reasons == tuple(reasons)


def test_a_verdict_is_told_in_the_words_of_its_trade_or_else_by_its_label():
    assert Finding.of([reason(Verdict.GOOD)], "某标准", {Verdict.GOOD: "安全"}).told == "安全"
    assert Finding.of([reason(Verdict.OPEN)], "某标准", {Verdict.GOOD: "安全"}).told == "资料不全"


def test_only_the_confidence_of_the_deciding_reasons_is_shown_and_each_sentence_once():
    reasons = [reason(Verdict.GOOD, "甲。"), reason(Verdict.BASIC, "乙。"), reason(Verdict.BASIC, "乙。")]
    assert Finding.of(reasons, "某标准", {}).confidence == "乙。"
