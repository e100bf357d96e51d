"""Real files that exchange real packages: lost, doubled, late, from a restored or a copied file, cut off in the middle."""

import json
import os
import shutil
import signal
from dataclasses import replace
from random import Random

import pytest

from fieldapp.base.change import GONE, Act, Change
from fieldapp.base.errors import FieldAppError
from fieldapp.base.knowledge import Knowledge
from fieldapp.base.same import SAME
from fieldapp.base.tally import derived_id
from fieldapp.records.household import Household, HouseholdType
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member
from fieldapp.records.visit import Visit
from tests.store.files import files, meet, require_whole, send, tables

__all__ = ["files"]
HOME, OTHER, SON = "1" * 32, "2" * 32, "a" * 32


@pytest.fixture
def laptop(files):
    """The village's laptop with two households and a son in the first."""
    survey = files.village("甲")
    with survey.change("登记") as change:
        change.save(Household(HOME, head="李国兰", group="3组", phone="13812345678"))
        change.save(Household(OTHER, head="单永福", group="10组"))
        change.save(Member(SON, household=HOME, name="李小军"))
    return survey


def edit(survey, id=HOME, **answers):
    with survey.change("改") as change:
        change.save(survey.reader.get(Household, id).replace(**answers))


def home(survey, id=HOME):
    return survey.reader.get(Household, id)


def offers(survey):
    return {tuple(row) for row in survey.reader._connection.execute("select noun, record, unit, text from offer")}


def test_an_empty_file_that_takes_everything_is_equal(files, laptop):
    county = files.county()
    taken = send(laptop, county)
    assert county.code() == laptop.code()
    assert dict(taken.new) == {"household": 2, "member": 1, "village": 1}
    assert (taken.changed, taken.held, taken.same, taken.conflicts, taken.offers) == ({}, {}, {}, 0, 0)
    assert tables(county) == tables(laptop)
    require_whole(county)


def test_the_same_package_twice_changes_nothing(files, laptop):
    county = files.county()
    package = laptop.reader.beyond(Knowledge())
    county.take(*package)
    before = tables(county)
    assert county.take(*package).acts == 0
    assert county.take([*package[0], *package[0]], [*package[1], *package[1]]).acts == 0
    assert tables(county) == before


def test_a_package_that_holds_everything_twice_is_taken_once(files, laptop):
    county = files.county()
    acts, changes = laptop.reader.beyond(Knowledge())
    assert county.take([*acts, *acts], [*changes, *changes]).acts == len(acts)
    assert county.code() == laptop.code()


def test_of_three_packages_one_is_lost_a_hole_is_shown_and_it_heals_when_the_package_is_sent_again(files, laptop):
    county = files.county()
    first = laptop.reader.beyond(Knowledge())
    packages = [first]
    for phone in ("13900000001", "13900000002"):
        known = laptop.reader.knowledge()
        edit(laptop, phone=phone)
        packages.append(laptop.reader.beyond(known))
    county.take(*packages[0])
    taken = county.take(*packages[2])
    assert list(county.reader.knowledge().holes()) == [(laptop.node, 3, 3)]
    assert (taken.held, taken.conflicts, home(county).phone) == ({"household": 1}, 0, "13812345678")
    require_whole(county)
    county.take(*packages[1])
    assert list(county.reader.knowledge().holes()) == []
    assert county.code() == laptop.code()
    require_whole(county)


def test_a_record_of_which_only_a_later_edit_has_arrived_is_not_shown_by_halves(files, laptop):
    county = files.county()
    known = laptop.reader.knowledge()
    edit(laptop, phone="13900000001")
    taken = send(laptop, county, known)
    assert (home(county), taken.held, taken.new) == (None, {"household": 1}, {})
    require_whole(county)
    send(laptop, county)
    assert county.code() == laptop.code()


def test_a_confirmation_that_is_lost_costs_only_that_everything_is_sent_again(files, laptop):
    county = files.county()
    send(laptop, county, Knowledge())
    edit(laptop, phone="13900000001")
    taken = send(laptop, county, Knowledge())
    assert (taken.acts, taken.changed) == (1, {"household": 1})
    assert county.code() == laptop.code()
    require_whole(county)


def test_a_dry_run_tells_the_same_and_leaves_nothing(files, laptop):
    county = files.county()
    tried = send(laptop, county, dry_run=True)
    assert (county.reader.acts(), county.reader.households()) == ([], [])
    assert send(laptop, county) == tried
    edit(laptop, phone="13900000001")
    with laptop.change("同一户") as change:
        change.put("household", OTHER, {SAME: HOME})
    before = tables(county)
    tried = send(laptop, county, dry_run=True)
    assert tables(county) == before, "even where which records are one makes the tables anew"
    assert send(laptop, county) == tried


def test_two_laptops_that_take_in_the_same_roster_agree_and_meet_without_a_conflict(files):
    one, other = files.village("甲"), files.village("乙")
    for survey in (one, other):
        with survey.change("名册") as change:
            for row in range(20):
                record = Household(derived_id("book", str(row)), head=f"户主{row}")
                change.save(record, change_id=derived_id("book", str(row), "create"))
    meet(one, other)
    assert one.code() == other.code()
    assert one.reader.contested() == []
    assert len(one.reader.households()) == 20
    third = files.empty("丙")
    send(other, third)
    assert third.reader.knowledge() == one.reader.knowledge()
    acts = [dict(survey.reader._connection.execute("select id, act from change")) for survey in (one, other, third)]
    assert acts[0] == acts[1] == acts[2], "the earlier act stands everywhere"
    send(third, one)
    for survey in (one, other, third):
        require_whole(survey)


def test_a_restored_backup_that_went_on_is_another_node_and_both_histories_are_kept(files, laptop, tmp_path):
    laptop.backup(tmp_path / "上周.survey")
    edit(laptop, phone="13900000001")
    restored = files.opened(tmp_path / "上周.survey", as_copy=True)
    assert restored.node != laptop.node
    edit(restored, phone="13900000002")
    meet(laptop, restored)
    assert laptop.code() == restored.code()
    assert laptop.reader.contested() == [("household", HOME, "phone")]
    assert {text for text, _ in laptop.reader.claims("household", HOME, "phone")} == {"13900000001", "13900000002"}
    require_whole(restored)


def test_a_copied_file_is_a_node_of_its_own_at_its_first_start(files, laptop, tmp_path):
    path = laptop.path
    laptop.close()
    shutil.copy(path, tmp_path / "拷贝.survey")
    one, other = files.opened(path), files.opened(tmp_path / "拷贝.survey")
    assert one.node != other.node
    edit(one, phone="13900000001")
    edit(other, address="青山镇")
    meet(one, other)
    assert (home(one).phone, home(one).address) == ("13900000001", "青山镇") == (home(other).phone, home(other).address)


def test_a_file_that_gets_its_own_later_acts_back_goes_on_as_another_node(files, laptop, tmp_path, monkeypatch):
    county = files.county()
    laptop.backup(tmp_path / "昨天.survey")
    edit(laptop, phone="13900000001")
    send(laptop, county)
    monkeypatch.setattr("fieldapp.store.node.is_copy", lambda *_: False)  # a profile that cannot be written tells nothing
    behind = files.opened(tmp_path / "昨天.survey")
    assert behind.node == laptop.node
    send(county, behind)
    assert behind.node != laptop.node
    edit(behind, phone="13900000002")
    edit(laptop, address="青山镇")
    meet(laptop, behind, county)
    assert laptop.code() == behind.code() == county.code()


def test_two_files_that_counted_under_one_name_are_told_so_and_nothing_is_taken(files, laptop, tmp_path, monkeypatch):
    laptop.backup(tmp_path / "昨天.survey")
    edit(laptop, phone="13900000001")
    monkeypatch.setattr("fieldapp.store.node.is_copy", lambda *_: False)
    twin = files.opened(tmp_path / "昨天.survey")
    edit(twin, phone="13900000002")
    before = tables(twin)
    with pytest.raises(FieldAppError, match="同一个编号"):
        twin.take(*laptop.reader.beyond(Knowledge()))
    assert tables(twin) == before


def broken(act: Act, change: Change):
    """Packages that no program of ours writes."""
    yield "number 0", [replace(act, number=0)], []
    yield "a number that is no number", [replace(act, number="7")], []
    yield "a number beyond all", [replace(act, number=2**70)], []
    yield "a stamp that is none", [replace(act, stamp="2099")], []
    yield "two acts of one number", [act, replace(act, id="e" * 32)], []
    yield "one act under two numbers", [replace(act, id="x"), replace(act, id="x", number=act.number + 1)], []
    yield "a text that is none", [act], [replace(change, body={"phone": 7})]
    yield "what was there before and is no text", [act], [replace(change, was={"phone": 7})]
    yield "units that are a list", [act], [replace(change, body=["phone"])]
    yield "one id that tells two texts", [act], [change, replace(change, body={"phone": "13900000009"})]
    yield "a choice that nobody knows", [act], [replace(change, body={"type": "MARTIAN"})]


def test_what_no_program_of_ours_writes_is_refused_in_plain_words_and_leaves_nothing(files, laptop):
    county = files.county()
    send(laptop, county)
    before = tables(county)
    act = replace(county.reader.acts()[0], id="f" * 32, number=99)
    change = Change("9" * 32, act, "household", HOME, {"phone": "13900000001"})
    for what, acts, changes in broken(act, change):
        with pytest.raises(FieldAppError, match=r"先升级|自相矛盾|同一个编号"):
            county.take(acts, [replace(one, act=acts[0]) for one in changes])
        assert tables(county) == before, what
        assert len(county.reader.acts()) == 2, what
    known = county.reader.beyond(Knowledge())[1][1]
    with pytest.raises(FieldAppError, match="自相矛盾"):
        county.take([act], [replace(known, act=act, body={"head": "别人"})])


def test_what_a_newer_questionnaire_asks_is_kept_and_sent_on(files, laptop):
    act = replace(laptop.reader.acts()[0], id="f" * 32, node="e" * 32, number=1)
    news = [
        Change("8" * 32, act, "household", HOME, {"drying": "屋后一处"}),
        Change("9" * 32, act, "barn", "b" * 32, {"name": "仓库"}),
    ]
    laptop.take([act], news)
    require_whole(laptop)
    county = files.county()
    send(laptop, county)
    told = {change.id: dict(change.body) for change in county.reader.beyond(Knowledge())[1]}
    assert (told["8" * 32], told["9" * 32]) == ({"drying": "屋后一处"}, {"name": "仓库"})


def test_the_county_offers_what_is_the_villages_and_the_village_what_is_the_countys(files, laptop):
    county = files.county()
    meet(laptop, county)
    edit(county, phone="13900000001", type=HouseholdType.EXITED)
    meet(laptop, county)
    assert (home(laptop).phone, home(laptop).type) == ("13812345678", HouseholdType.EXITED)
    edit(laptop, type=HouseholdType.MONITORED)
    taken = send(laptop, county)
    assert taken.offers == 1
    assert offers(county) == {("household", HOME, "phone", "13900000001"), ("household", HOME, "type", "MONITORED")}
    with laptop.change("接受") as change:
        change.settle("household", HOME, {"phone": "13900000001"})
    with county.change("不同意") as change:
        change.settle("household", HOME, {"type": "EXITED"})
    meet(laptop, county)
    assert offers(county) == offers(laptop) == set()
    assert (home(laptop).phone, home(laptop).type) == ("13900000001", HouseholdType.EXITED)
    require_whole(laptop)


def offer(survey, record, body, *, noun="household", seen=None):
    with survey.change("手工改过的表", source="手工修改", offered=True) as change:
        change.offer(noun, record, body, seen=seen or survey.reader.knowledge(), change_id="book")


def test_candidates_and_offered_deletions_travel_and_are_answered(files, laptop):
    county = files.empty("乙")
    offer(laptop, "3" * 32, {"head": "周英海"})
    offer(laptop, "4" * 32, {"head": "周英河"})
    offer(laptop, HOME, {GONE: "搬走了"})
    offer(laptop, OTHER, {GONE: "搬走了"})
    send(laptop, county)
    assert {entry.head for entry in county.reader.households()} == {"李国兰", "单永福"}
    assert len(offers(county)) == 4
    require_whole(county)
    for record, body in (
        ("3" * 32, {"head": "周英海"}),
        ("4" * 32, {GONE: "查无此户"}),
        (HOME, {GONE: None}),
        (OTHER, {GONE: "搬走了"}),
    ):
        with county.change("答复") as change:
            change.settle("household", record, body)
    meet(laptop, county)
    assert {entry.head for entry in laptop.reader.households()} == {"李国兰", "周英海"}
    assert offers(laptop) == offers(county) == set()
    require_whole(laptop)


def test_a_file_that_knows_nothing_but_candidates_takes_more_of_them(files, laptop):
    other = files.empty("乙")
    known = laptop.reader.knowledge()
    offer(laptop, "3" * 32, {"head": "周英海"})
    send(laptop, other, known)
    offer(laptop, "3" * 32, {"head": "周英河"})
    send(laptop, other)
    assert {text for *_, text in offers(other)} == {"周英海", "周英河"}
    require_whole(other)


def test_an_own_act_is_undone_after_receiving_and_the_others_learn_it(files, laptop):
    other = files.empty("乙")
    meet(laptop, other)
    edit(other, address="青山镇")
    edit(laptop, phone="13900000001")
    meet(laptop, other)
    assert laptop.undo().why == "改"
    meet(laptop, other)
    assert (home(other).phone, home(other).address) == ("13812345678", "青山镇")
    assert laptop.code() == other.code()


def test_what_another_laptop_has_added_meanwhile_is_not_undone_with_the_record(files, laptop):
    other = files.empty("乙")
    meet(laptop, other)
    edit(other, OTHER, address="青山镇")
    meet(laptop, other)
    with pytest.raises(FieldAppError, match="后来又改过"):
        laptop.undo()
    assert home(laptop, OTHER).address == "青山镇"


def test_an_edit_that_arrived_before_its_record_is_undone_as_an_edit(files, laptop):
    other = files.empty("乙")
    known = laptop.reader.knowledge()
    edit(laptop, phone="13900000001")
    act = laptop.reader.acts()[0].id
    send(laptop, other, known)
    send(laptop, other)
    other.undo(act)
    assert home(other).phone == "13812345678", "the household itself is still there"


def test_who_saves_while_an_earlier_package_is_missing_sees_what_he_has_saved(files, laptop):
    other = files.empty("乙")
    meet(laptop, other)
    edit(laptop, head="李国花")
    known = laptop.reader.knowledge()
    with laptop.change("误") as change:
        change.remove(home(laptop), "误录")
    send(laptop, other, known)
    with other.change("误") as change:
        change.remove(home(other), "误录")
    with other.change("没有误录") as change:
        change.save(Household(HOME, head="李国兰", phone="13900000001"))
    assert home(other).phone == "13900000001"
    meet(laptop, other)
    assert home(laptop).phone == "13900000001"
    require_whole(other)


def test_what_two_laptops_derived_on_different_ground_waits_for_both_grounds_and_the_tables_say_so(files, laptop):
    """One reads a row where the other's ground has not arrived: until it does the row rests on something unknown."""
    one, other = files.empty("乙"), files.empty("丙")
    with laptop.change("名册") as change:
        change.save(Household("5" * 32, head="周英海"), change_id="row")
    with one.change("误") as change:
        change.put("household", "5" * 32, {"head": "周英河"})
    ground = laptop.reader.knowledge(), one.reader.knowledge()
    with one.change("名册") as change:
        change.save(Household("5" * 32, head="周英海"), change_id="row")
    taken = send(one, laptop, ground[1])
    assert taken.held == {"household": 1}
    assert home(laptop, "5" * 32) is None
    require_whole(laptop)
    send(one, laptop)
    assert home(laptop, "5" * 32).head == "周英海"
    meet(laptop, one, other)
    assert laptop.code() == one.code() == other.code()
    require_whole(laptop)


@pytest.mark.parametrize("first", [0, 1], ids=["joined, then received", "received, then joined"])
def test_records_that_turn_out_to_be_one_travel_in_any_order(files, laptop, first):
    other = files.empty("乙")
    if first:
        meet(laptop, other)
    with laptop.change("同一户") as change:
        change.put("household", OTHER, {SAME: HOME})
    meet(laptop, other)
    with other.change("住房") as change:
        change.save(Housing("e" * 32, household=OTHER))
    edit(other, address="青山镇")
    meet(laptop, other)
    assert [entry.head for entry in laptop.reader.households()] == ["李国兰"]
    assert [house.household for house in laptop.reader.of(Housing, HOME)] == [HOME]
    assert laptop.code() == other.code()
    for survey in (laptop, other):
        require_whole(survey)


def test_a_visit_and_a_deletion_meet_and_the_household_lives(files, laptop):
    county = files.county()
    meet(laptop, county)
    with county.change("重复") as change:
        change.remove(home(county), "重复登记")
    edit(laptop, address="青山镇")
    with laptop.change("走访") as change:
        change.save(Visit(household=HOME, met="李国兰"))
    meet(laptop, county)
    assert home(county).address == "青山镇"
    assert laptop.code() == county.code()
    require_whole(county)


class Enough(Exception):
    pass


def raising_at(number):
    def step(done):
        if done == number:
            raise Enough

    return step


def test_whatever_ends_a_take_at_whatever_record_leaves_nothing(files, laptop):
    county = files.county()
    steps = []
    send(laptop, county, dry_run=True, step=steps.append)
    assert steps == [1, 2, 3, 4]
    for number in steps:
        with pytest.raises(Enough):
            send(laptop, county, step=raising_at(number))
        assert (county.reader.acts(), county.reader.households()) == ([], [])
    send(laptop, county)
    assert county.code() == laptop.code()


def test_a_take_that_fails_at_any_statement_leaves_all_or_nothing(files, laptop):
    county = files.county()
    send(laptop, county)
    edit(laptop, phone="13900000001")
    with laptop.change("同一户") as change:
        change.put("household", OTHER, {SAME: HOME})
        change.save(Visit(household=HOME, met="李国兰"))
    said = []
    county._connection.set_trace_callback(said.append)
    send(laptop, county, dry_run=True)
    county._connection.set_trace_callback(None)
    before, code = tables(county), county.code()
    assert len(said) > 40
    for number in range(1, len(said) + 1):
        _fail_at(county, number, lambda: send(laptop, county))
        after = tables(county)
        assert after == before or county.code() == laptop.code() != code
        if after != before:
            break
    assert "rollback" in said[number - 2 : number], "where the dry run drops everything the take keeps it, and not before"
    require_whole(county)


def _fail_at(survey, number, act):
    """Let the n-th statement of the writing connection end in the middle."""
    count = 0

    def told(_: str) -> None:
        nonlocal count
        count += 1

    survey._connection.set_progress_handler(lambda: count == number, 1)
    survey._connection.set_trace_callback(told)
    try:
        act()
    except FieldAppError:
        pass
    finally:
        survey._connection.set_trace_callback(None)
        survey._connection.set_progress_handler(None, 1)


def test_a_program_killed_while_it_takes_has_taken_all_or_nothing(files, laptop, tmp_path):
    with laptop.change("登记") as change:
        for number in range(150):
            change.save(Household(head=f"户主{number}", code=f"{number:04d}"))
    dice = Random(7)
    for kill in range(8):
        path = tmp_path / f"{kill}.survey"
        files.county(str(kill)).close()
        package = laptop.reader.beyond(Knowledge())
        at = dice.randint(1, 160) if kill else 0
        child = os.fork()
        if child == 0:
            _take_until_killed(files.opened(path), package, at)
        os.waitpid(child, 0)
        survey = files.opened(path)
        known = len(survey.reader.acts())
        assert (known, survey.code() == laptop.code()) in {(0, False), (3, True)}
        require_whole(survey)


def _take_until_killed(survey, package, at):
    def step(done):
        if done == at:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        survey.take(*package, step=step)
    finally:
        os._exit(0)


FIRST = Random().randrange(2**32)
DEEDS = ("edit", "edit", "edit", "create", "remove", "offer", "settle", "same", "undo", "take", "take", "take")
HISTORIES = int(os.environ.get("FIELDAPP_FILE_HISTORIES", "12"))
ANSWERS = {
    "head": ("李国兰", "李国花"),
    "phone": ("13900000001", "13900000002", None),
    "type": ("EXITED", "MONITORED"),
    "group": ("1组", "2组"),
}


def deed(chance, what, one, others):
    """One thing that a person does, with what he finds."""
    ids = sorted({change.record for change in one.reader.beyond(Knowledge())[1] if change.noun == "household"})
    record = chance.choice(ids or [HOME])
    unit = chance.choice(sorted(ANSWERS))
    body = {unit: chance.choice(ANSWERS[unit])}
    known = home(one, record)
    if what == "take":
        other = chance.choice(others)
        acts, told = other.reader.beyond(chance.choice([one.reader.knowledge(), Knowledge()]))
        acts = [act for act in acts if chance.random() < 0.8]
        one.take(acts, [change for change in told if any(change.act is act or change.act == act for act in acts)])
        require_whole(one)
        return
    if what == "undo":
        try:
            one.undo()
        except FieldAppError:
            return
        return
    with one.change(what, offered=what == "offer") as change:
        if what == "create":
            id = derived_id("roster", chance.choice("123"))
            change.save(Household(id, head="周英海"), change_id=chance.choice(["", f"row of {id}"]))
        elif what == "offer":
            change.offer(
                "household",
                record,
                {GONE: "搬走"} if chance.random() < 0.2 else body,
                seen=one.reader.knowledge(),
                change_id="book",
            )
        elif what == "settle":
            open = [row for row in offers(one) if row[1] == record]
            unit, text = chance.choice(open)[2:] if open else (unit, body[unit])
            change.settle("household", record, {unit: text} if unit != GONE or chance.random() < 0.5 else {GONE: None})
        elif what == "same":
            change.put("household", record, {SAME: chance.choice([*ids, None])})
        elif known is not None and what == "remove":
            change.remove(known, "误录")
        elif known is not None:
            change.put("household", record, body)


@pytest.mark.parametrize("number", range(HISTORIES))
def test_random_histories_of_real_files_come_to_one_state(files, laptop, number):
    seed = int(os.environ.get("FIELDAPP_SEED", FIRST)) + number
    print("seed", seed)
    chance = Random(seed)
    surveys = [laptop, files.village("乙"), files.county()]
    told = {}
    for _ in range(30):
        one = chance.choice(surveys)
        deed(chance, chance.choice(DEEDS), one, [other for other in surveys if other is not one])
        told |= {change.id: json.dumps(change.body, sort_keys=True) for change in one.reader.beyond(Knowledge())[1]}
    meet(*surveys)
    first, *rest = (tables(survey) for survey in surveys)
    for other in rest:
        assert other == first
    for survey in surveys:
        assert {change.id: json.dumps(change.body, sort_keys=True) for change in survey.reader.beyond(Knowledge())[1]} == told
        assert list(survey.reader.knowledge().holes()) == []
        require_whole(survey)
