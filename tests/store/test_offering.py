"""A package and what somebody typed into its book are one act of all or nothing."""

import datetime as dt

import pytest

from fieldapp.base.clock import Clock
from fieldapp.base.errors import Cancelled
from fieldapp.base.knowledge import Knowledge
from fieldapp.records.household import Household
from fieldapp.records.village import Village
from fieldapp.store.offering import Offering
from fieldapp.store.survey import Survey

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
HOME = "1" * 32


@pytest.fixture
def two(tmp_path):
    """A village's file, and an empty one for the same village."""
    with (
        Survey.create(tmp_path / "a.survey", Village(name="石桥村", code="999999200201"), by="王", clock=Clock(lambda: NOW)) as a,
        Survey.create(tmp_path / "b.survey", None, by="李", clock=Clock(lambda: NOW)) as b,
    ):
        with a.change("登记") as change:
            change.save(Household(HOME, head="张三", group="一组"))
        yield a, b


def _offering(seen: Knowledge, **texts: str) -> Offering:
    def tell(reader, writing):
        assert reader.get(Household, HOME).head == "张三", "the package is taken already"
        writing.offer("household", HOME, texts, seen=seen, change_id="book")

    return Offering("改", "手工修改：a.xlsx", "手工修改", tell)


def test_what_is_offered_rests_on_the_package_and_does_not_count(two):
    a, b = two
    seen = a.reader.knowledge()
    taken = b.take(*a.reader.beyond(Knowledge()), offering=_offering(seen, head="张山", group="二组"))
    assert (taken.new, taken.offers) == ({"household": 1, "village": 1}, 2)
    assert b.code() == a.code()
    [act] = [act for act in b.reader.acts() if act.offered]
    assert (act.by, act.source, act.why, act.number) == ("手工修改", "手工修改：a.xlsx", "改", 1)
    again = b.take([], [], offering=_offering(seen, head="张山", group="二组"))
    assert again.offers == 0
    assert len(b.reader.offers()) == 2


def test_a_dry_run_tells_the_same_and_keeps_nothing(two):
    a, b = two
    package, seen = a.reader.beyond(Knowledge()), a.reader.knowledge()
    before = (b.code(), b.node, b.acts_made)
    dry = b.take(*package, dry_run=True, offering=_offering(seen, head="张山"))
    assert (b.code(), b.node, b.acts_made, b.reader.offers()) == (*before, [])
    assert b.take(*package, offering=_offering(seen, head="张山")) == dry
    with b.change("补") as change:
        change.save(Household(head="李四"))
    assert sorted(act.number for act in b.reader.acts() if act.node == b.node) == [1, 2]


def test_where_offering_fails_the_package_is_not_taken_either(two):
    a, b = two

    def tell(reader, writing):
        raise Cancelled

    before = b.code()
    with pytest.raises(Cancelled):
        b.take(*a.reader.beyond(Knowledge()), offering=Offering("改", "手工修改", "手工修改", tell))
    assert (b.code(), b.reader.acts(), b.acts_made) == (before, [], 0)


def test_a_record_nobody_had_heard_of_is_one_proposal_however_much_it_says(two):
    a, _ = two
    code = a.code()

    def tell(reader, writing):
        writing.offer("household", "2" * 32, {"head": "新户", "group": "三组"}, seen=reader.knowledge(), change_id="book")

    assert a.take([], [], offering=Offering("改", "手工修改", "手工修改", tell)).offers == 1
    assert (a.code(), a.reader.get(Household, "2" * 32)) == (code, None)


def test_a_record_is_told_as_somebody_saw_it_who_knew_less(two):
    a, _ = two
    seen = a.reader.knowledge()
    with a.change("改") as change:
        change.save(Household(HOME, head="张三丰", group="一组"))
    assert a.reader.as_known(Household, HOME, seen).head == "张三"
    assert a.reader.as_known(Household, HOME, a.reader.knowledge()).head == "张三丰"
    assert a.reader.as_known(Household, "9" * 32, seen) is None
    with a.change("清理") as change:
        change.remove(a.reader.get(Household, HOME), "记重了")
    assert a.reader.as_known(Household, HOME, seen).head == "张三"
    assert a.reader.heard_of(Household, HOME)
    assert not a.reader.heard_of(Household, "9" * 32)
