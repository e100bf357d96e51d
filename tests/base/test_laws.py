"""The laws of merging: whatever is sent, lost, doubled or delayed, everybody comes to one truth and no value is lost.

500 random histories, the same ones for every law; FIELDAPP_HISTORIES=20000 at night. The seed of a history that breaks a
law is told; FIELDAPP_SEED begins with it.
"""

import os
from collections import Counter
from collections.abc import Callable
from copy import copy
from functools import lru_cache, wraps
from random import Random, randrange

from hypothesis import given, note, settings
from hypothesis import strategies as st

from fieldapp.base.change import GONE, Change, union
from fieldapp.base.folding import fold, ready
from tests.laptop import (
    NOUN,
    OWNED,
    answers,
    code,
    counts,
    everything,
    heads,
    is_candidate,
    is_gone,
    offers,
    play,
    resting,
    state,
)

HISTORIES = int(os.environ.get("FIELDAPP_HISTORIES", "500"))
FIRST = int(os.environ.get("FIELDAPP_SEED", randrange(2**48)))
BATCH = 50
"""Histories for one example: drawing a single number costs as much as playing the history it begins."""


@lru_cache(1000)
def played(seed):
    """One history, as it is before any law has touched it: whoever receives more works on a copy."""
    return tuple(play(seed))


def law(holds: Callable[[int], None]) -> Callable[[], None]:
    """A law that holds for the history of any seed; the seed of the one that breaks it is told."""

    @settings(max_examples=-(-HISTORIES // BATCH))
    @given(st.integers(0, -(-HISTORIES // BATCH) - 1))
    def of_batch(batch: int) -> None:
        for seed in range(FIRST + batch * BATCH, FIRST + (batch + 1) * BATCH):
            try:
                holds(seed)
            except BaseException:
                note(f"the history of seed {seed}")
                raise

    @wraps(holds)
    def test() -> None:
        of_batch()

    del test.__wrapped__  # pytest would ask for a fixture `seed`
    return test


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


def known_of(together, one):
    return [change for change in together if change.record == one.record]


def united(chance, parts):
    """The union of these packages, taken together two by two in a random grouping."""
    while len(parts) > 1:
        first, second = (parts.pop(chance.randrange(len(parts))) for _ in range(2))
        parts.append(list(union(first, second).values()))
    return parts[0] if parts else []


@law
def test_any_order_grouping_and_repetition_of_packages_tells_the_same(seed):
    laptops, chance = played(seed), Random(seed)
    together = everything(laptops)
    for _ in range(2):
        others = united(chance, packages(chance, laptops))
        assert {change.id: change for change in others} == {change.id: change for change in together}
        assert state(others) == state(together)
        assert code(others) == code(together)


@law
def test_every_laptop_that_has_received_everything_has_the_same_code(seed):
    laptops, chance = played(seed), Random(seed)
    expected = code(everything(laptops))
    sent = [list(laptop.known.values()) for laptop in laptops]
    for laptop in map(copy, laptops):
        for package in shuffled(chance, sent):
            laptop.receive(package)
        assert laptop.code() == expected


@law
def test_no_value_that_was_acknowledged_is_ever_missing(seed):
    laptops = played(seed)
    together = {change.id: change for change in everything(laptops)}
    for laptop in laptops:
        for told in laptop.acknowledged:
            assert together[told.id].body == told.body
            assert together[told.id].replaces >= told.replaces


@law
def test_what_is_shown_are_the_versions_that_count_and_that_nobody_replaced(seed):
    for one in state(together := everything(played(seed))):
        standing = heads(known_of(together, one))
        standing.pop(GONE, None)
        assert {unit for unit, told in one.units.items() if told.claims} == set(standing)
        for unit, told in one.units.items():
            claims = {(change.body[unit], change.id) for change in standing.get(unit, ())}
            assert set(told.claims) == claims
            assert len(told.claims) == len(claims)
            assert (told.text, told.change) in claims or (not claims and (told.text, told.change) == (None, ""))
            assert told.contested is (len({text for text, _ in claims}) > 1)


@law
def test_an_open_conflict_ends_only_where_its_claims_are_replaced_or_all_come_to_agree(seed):
    laptops = played(seed)
    together = everything(laptops)
    after = {one.record: one for one in state(together)}
    for laptop in laptops:
        for one in state(laptop.known.values()):
            known = known_of(together, one)
            decided = {version for change in known if change.body.get(GONE) is None and not change.act.offered
                       for version in change.replaces if counts(change, version[1], known)}  # fmt: skip
            for unit, told in one.units.items():
                counted = {change.id for change in known if unit in change.body and counts(change, unit, known)}
                left = {claim for claim in told.claims if (claim[1], unit) not in decided}
                now = after[one.record].units[unit]
                assert {claim for claim in left if claim[1] in counted} <= set(now.claims)
                aside = {claim for claim in left if claim[1] not in counted}
                assert all(claim in now.offers or _ended(claim, unit, now, known) for claim in aside), "the owner spoke meanwhile"
                if len({text for text, _ in left - aside}) > 1:
                    assert now.contested


def _ended(offer, unit, now, known):
    """Whether an offer has come to be the only text that counts, or was answered by somebody who may."""
    change = next(change for change in known if change.id == offer[1])
    agreed = {text for text, _ in now.claims} == {offer[0]}
    return agreed or offer in now.claims or any(answers(other, change, unit, known) for other in known)


@law
def test_what_is_offered_stays_open_until_it_is_answered_by_who_may_or_until_all_say_the_same(seed):
    laptops = played(seed)
    together = everything(laptops)
    after = {one.record: one for one in state(together)}
    for one in after.values():
        open = {(unit, change.body[unit], change.id) for unit, told in offers(known_of(together, one)).items() for change in told}
        told = {(unit, *offer) for unit, standing in one.units.items() for offer in standing.offers}
        told |= {(GONE, *grave) for grave in one.graves}
        assert told == ({offer for offer in open if offer[0] != GONE} if one.gone else open)
    for laptop in laptops:
        for one in state(laptop.known.values()):
            known, now = known_of(together, one), after[one.record]
            for unit, told in one.units.items():
                assert all(
                    offer in now.units[unit].offers or _ended(offer, unit, now.units[unit], known) for offer in told.offers
                )


@law
def test_nothing_that_is_only_offered_changes_what_is_shown(seed):
    for one in state(together := everything(played(seed))):
        known = known_of(together, one)
        assert one.candidate is is_candidate(known)
        spoken = [kept for change in known if (kept := _counted(change, known))]
        without = fold(spoken, OWNED[NOUN]) if spoken else None
        assert one.texts() == (without.texts() if without else {})
        assert (one.gone, one.revived) == ((without.gone, without.revived) if without else (True, False))
        for unit, told in one.units.items():
            assert told.claims == (without.units[unit].claims if without and unit in without.units else ())


def _counted(change: Change, known):
    """What a change says that counts; None where it is nothing."""
    body = {unit: text for unit, text in change.body.items() if counts(change, unit, known)}
    buries = body.get(GONE) is not None
    replaces = frozenset(version for version in change.replaces if buries or version[1] in body)
    return Change(change.id, change.act, change.noun, change.record, body, {}, replaces) if body else None


@law
def test_what_has_arrived_in_part_is_never_shown_by_halves_and_what_is_missing_heals_it(seed):
    together, chance = everything(played(seed)), Random(seed)
    mixed = shuffled(chance, together)
    early, late = mixed[: (many := chance.randint(0, len(mixed)))], mixed[many:]
    shown = state(early)
    assert shown == state(resting(early))
    for one in shown:
        known = known_of(early, one)
        assert {change.id for change in ready(known)} == {change.id for change in resting(known)}
    ids = {change.id for change in resting(early)}
    for one in shown:
        claimed = [
            change for change in early if change.id in {id for told in one.units.values() for _, id in told.claims + told.offers}
        ]
        assert all(id in ids for change in claimed for id in (change.id, *(earlier for earlier, _ in change.replaces)))
    assert state(union(early, late).values()) == state(together)


@law
def test_a_record_is_gone_only_where_everything_that_stands_was_seen_by_who_deleted_it(seed):
    for one in state(together := everything(played(seed))):
        known = known_of(together, one)
        graves = [change for change in heads(known).get(GONE, []) if change.body[GONE] is not None]
        assert one.gone is is_gone(known)
        assert one.revived is (bool(graves) and not one.gone)
        if edits := [change for change in known if change.body.get(GONE) is None]:
            shown = {unit: told.claims for unit, told in fold(edits, OWNED[NOUN]).units.items() if told.claims}
            assert {unit: told.claims for unit, told in one.units.items() if told.claims} == shown


def rank(change):
    """Document, then a clock that can be right, then the later act, then the greater id."""
    act = change.act
    return (act.backed, (0, "") if act.doubtful else (1, act.stamp), change.id)


@law
def test_the_provisional_value_follows_the_fixed_rule_on_every_laptop(seed):
    for one in state(together := everything(played(seed))):
        standing = heads(known_of(together, one))
        for unit, told in one.units.items():
            ordered = sorted(standing.get(unit, ()), key=rank, reverse=True)
            assert [id for _, id in told.claims] == [change.id for change in ordered]
            assert told.change == (ordered[0].id if ordered else "")


@law
def test_where_the_owner_has_spoken_only_his_word_is_shown(seed):
    for one in state(together := everything(played(seed))):
        known = known_of(together, one)
        for unit, county in OWNED[NOUN].items():
            own = {
                change.id for change in known if unit in change.body and change.act.county is county and not change.act.offered
            }
            if own:
                assert {id for _, id in one.units[unit].claims} <= own


def test_a_history_is_the_same_one_for_the_same_seed():
    assert code(everything(play(7))) == code(everything(play(7)))
    assert [laptop.known for laptop in play(7)] == [laptop.known for laptop in play(7)]


def test_the_histories_hold_everything_that_the_laws_are_about():
    found = Counter()
    for seed in range(300):
        laptops = play(seed)
        together = everything(laptops)
        by_hand = {change.id for change in together if change.act.offered}
        for one in state(together):
            found.update(what for what in ("gone", "revived", "candidate") if getattr(one, what))
            found["an offered deletion"] += bool(one.graves)
            found["a candidate declined"] += (
                one.gone and not one.candidate and not any(told.claims for told in one.units.values())
            )
            for told in one.units.values():
                found["a conflict"] += told.contested
                found["agreement"] += len(told.claims) > 1 and not told.contested
                found["an offer by hand"] += any(id in by_hand for _, id in told.offers)
                found["an offer of the other office"] += any(id not in by_hand for _, id in told.offers)
        answered = {
            version for change in together if not change.act.offered for version in change.replaces if version[0] in by_hand
        }
        found["an answer to an offer"] += len(answered)
        found["an answer to an offered deletion"] += sum(unit == GONE for _, unit in answered)
        found["something waits"] += sum(len(resting(laptop.known.values())) < len(laptop.known) for laptop in laptops)
    assert min(found.values()) > 10, found
    assert len(found) == 12
