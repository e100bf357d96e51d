"""The laws of merging: whatever is sent, lost, doubled or delayed, everybody comes to one truth and no value is lost.

2,000 random histories for each law; FIELDAPP_HISTORIES=100000 for more, --hypothesis-seed to play the same ones again.
"""

import os
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.base.change import GONE, fold, union
from tests.laptop import COUNTY_OWNED, NOUN, code, everything, heads, is_gone, play, state

HISTORIES = settings(max_examples=int(os.environ.get("FIELDAPP_HISTORIES", "2000")))
SEEDS = st.integers(0, 2**64 - 1)


def shuffled(chance, changes):
    return chance.sample(list(changes), len(changes))


def packages(chance, laptops):
    """What all laptops know, cut into packages of any size, some of them sent twice, in any order."""
    cut = []
    for laptop in laptops:
        known = shuffled(chance, laptop.known.values())
        while known:
            size = chance.randint(1, len(known))
            cut.append(known[:size])
            known = known[size:]
    return shuffled(chance, cut + chance.choices(cut, k=len(cut) // 2))


def united(chance, parts):
    """The union of these packages, taken together two by two in a random grouping."""
    while len(parts) > 1:
        first, second = (parts.pop(chance.randrange(len(parts))) for _ in range(2))
        parts.append(list(union(first, second).values()))
    return parts[0] if parts else []


@HISTORIES
@given(SEEDS)
def test_any_order_grouping_and_repetition_of_packages_tells_the_same(seed):
    laptops, chance = play(seed), Random(seed)
    together = everything(laptops)
    for _ in range(2):
        others = united(chance, packages(chance, laptops))
        assert {change.id: change for change in others} == {change.id: change for change in together}
        assert state(others) == state(together)
        assert code(others) == code(together)


@HISTORIES
@given(SEEDS)
def test_every_laptop_that_has_received_everything_has_the_same_code(seed):
    laptops, chance = play(seed), Random(seed)
    expected = code(everything(laptops))
    sent = [list(laptop.known.values()) for laptop in laptops]
    for laptop in laptops:
        for package in shuffled(chance, sent):
            laptop.receive(package)
        assert laptop.code() == expected


@HISTORIES
@given(SEEDS)
def test_no_value_that_was_acknowledged_is_ever_missing(seed):
    laptops = play(seed)
    together = {change.id: change for change in everything(laptops)}
    for laptop in laptops:
        for told in laptop.acknowledged:
            assert together[told.id].body == told.body
            assert together[told.id].replaces >= told.replaces


@HISTORIES
@given(SEEDS)
def test_what_is_shown_are_the_versions_that_nobody_replaced(seed):
    for one in state(together := everything(play(seed))):
        standing = heads(change for change in together if change.record == one.record)
        standing.pop(GONE, None)
        assert set(one.units) == set(standing)
        for unit, told in one.units.items():
            claims = {(change.body[unit], change.id) for change in standing[unit]}
            assert set(told.claims) == claims
            assert len(told.claims) == len(claims)
            assert (told.text, told.change) in claims
            assert told.contested is (len({text for text, _ in claims}) > 1)


@HISTORIES
@given(SEEDS)
def test_an_open_conflict_ends_only_where_its_claims_are_replaced_or_all_come_to_agree(seed):
    laptops = play(seed)
    together = everything(laptops)
    after = {one.record: one for one in state(together)}
    decided = {version for change in together if change.body.get(GONE) is None for version in change.replaces}
    for laptop in laptops:
        for one in state(laptop.known.values()):
            for unit, told in one.units.items():
                left = {claim for claim in told.claims if (claim[1], unit) not in decided}
                now = after[one.record].units.get(unit)
                assert left <= set(now.claims if now else ())
                if len({text for text, _ in left}) > 1:
                    assert now.contested


@HISTORIES
@given(SEEDS)
def test_a_record_is_gone_only_where_everything_that_stands_was_seen_by_who_deleted_it(seed):
    for one in state(together := everything(play(seed))):
        known = [change for change in together if change.record == one.record]
        graves = [change for change in heads(known).get(GONE, []) if change.body[GONE] is not None]
        assert one.gone is is_gone(known)
        assert one.revived is (bool(graves) and not one.gone)
        if edits := [change for change in known if change.body.get(GONE) is None]:
            assert one.units == fold(edits, COUNTY_OWNED[NOUN]).units


def rank(change, unit):
    """Document, then owner, then a clock that can be right, then the later act, then the greater id."""
    act = change.act
    owner = act.county is (unit in COUNTY_OWNED[NOUN])
    return (act.backed, owner, (0, "") if act.doubtful else (1, act.stamp), change.id)


@HISTORIES
@given(SEEDS)
def test_the_provisional_value_follows_the_fixed_rule_on_every_laptop(seed):
    for one in state(together := everything(play(seed))):
        standing = heads(change for change in together if change.record == one.record)
        for unit, told in one.units.items():
            ordered = sorted(standing[unit], key=lambda change: rank(change, unit), reverse=True)
            assert [id for _, id in told.claims] == [change.id for change in ordered]
            assert told.change == ordered[0].id


def test_a_history_is_the_same_one_for_the_same_seed():
    assert code(everything(play(7))) == code(everything(play(7)))
    assert [laptop.known for laptop in play(7)] == [laptop.known for laptop in play(7)]


def test_the_histories_hold_everything_that_the_laws_are_about():
    told = [one for seed in range(300) for one in state(everything(play(seed)))]
    assert sum(one.gone for one in told) > 20
    assert sum(one.revived for one in told) > 20
    assert sum(standing.contested for one in told for standing in one.units.values()) > 200
    assert any(len(standing.claims) > 1 and not standing.contested for one in told for standing in one.units.values())
