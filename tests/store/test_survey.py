"""The survey file: acts are whole or not at all, the present is folded from them, nothing is ever rewritten."""

import sqlite3
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from fieldapp.base.errors import FieldAppError
from fieldapp.base.kinds import Line
from fieldapp.base.numbers import Whole
from fieldapp.base.record import Part, Record, ask
from fieldapp.records import RECORDS
from fieldapp.records.household import Household
from fieldapp.records.housing import Grade, Housing
from fieldapp.records.member import Left, Member, Relation
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from fieldapp.store.survey import Survey
from tests.store.conftest import families, make
from tests.strategies import records


def test_an_act_is_kept_whole_or_not_at_all(survey):
    code = survey.code()

    def half_an_act() -> None:
        with survey.change("坏了") as change:
            change.save(Household(head="张三"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_an_act()
    assert survey.code() == code
    assert survey.reader.households() == []
    assert len(survey.reader.acts()) == 1


def test_the_reader_cannot_write(survey):
    with pytest.raises(dbapi2.OperationalError):
        survey.reader._connection.execute("insert into about values ('x', 'y')")


def test_saving_what_stands_already_makes_no_act(survey):
    home, *_ = families(survey)
    acts = len(survey.reader.acts())
    with survey.change("再存一次") as change:
        change.save(home)
    assert len(survey.reader.acts()) == acts


def test_an_act_says_who_when_why_and_instead_of_what(survey):
    home, *_ = families(survey)
    with survey.change("换了手机") as change:
        change.save(home.replace(phone="13900000000"))
    line = survey.reader.history([home.id])[-1]
    assert (line.act.by, line.act.why, line.act.at) == ("韩立", "换了手机", "2026-11-22T12:00:00+08:00")
    assert (line.field, line.was, line.now) == (Household.phone, "13812345678", "13900000000")


def test_acts_are_numbered_without_holes_and_stamps_never_run_backwards(survey):
    families(survey)
    for phone in ("13900000001", "13900000002"):
        home = next(survey.reader.every(Household))
        with survey.change("改") as change:
            change.save(home.replace(phone=phone))
    acts = survey.reader.acts()
    assert [act.number for act in acts] == [4, 3, 2, 1]
    assert [act.stamp for act in acts] == sorted((act.stamp for act in acts), reverse=True)
    assert len({act.stamp for act in acts}) == 4


def test_an_answer_taken_back_is_gone_and_stays_in_the_history(survey):
    home, *_ = families(survey)
    with survey.change("停机") as change:
        change.save(home.replace(phone=None))
    assert survey.reader.get(Household, home.id).phone is None
    assert survey.reader.history([home.id])[-1].was == "13812345678"


def test_a_group_is_decided_as_one(survey):
    home, *_ = families(survey)
    with survey.change("鉴定") as change:
        house = change.save(Housing(household=home.id, appraised=Grade.B, appraiser="鉴定站", report="1"))
    with survey.change("复核") as change:
        change.save(house.replace(appraised=Grade.C))
    kept = survey.reader.get(Housing, house.id)
    assert (kept.appraised, kept.appraiser, kept.report) == (Grade.C, "鉴定站", "1")
    assert [line.field for line in survey.reader.history([house.id])[-1:]] == [Housing.appraised]


def test_a_visit_cannot_be_rewritten_only_corrected(survey):
    home, *_ = families(survey)
    with survey.change("走访") as change:
        visit = change.save(Visit(household=home.id, met="李国兰"))
    with pytest.raises(FieldAppError, match="不能改写"), survey.change("改") as change:
        change.save(visit.replace(met="李小军"))
    with survey.change("更正") as change:
        change.save(Visit(household=home.id, met="李小军", corrects=visit.id))
    assert [one.met for one in survey.reader.of(Visit, home.id)] == ["李国兰", "李小军"]


def test_a_removed_record_is_gone_from_every_list_and_its_history_remains(survey):
    home, *_ = families(survey)
    son = survey.reader.of(Member, home.id)[1]
    with survey.change("误录") as change:
        change.remove(son, "不是这一户的人")
    assert [m.name for m in survey.reader.of(Member, home.id)] == ["李国兰"]
    assert [entry.people for entry in survey.reader.households("李国兰")] == [1]
    assert survey.reader.households("李小军") == []
    assert survey.reader.history([son.id])[-1].now == "不是这一户的人"


def test_a_removed_record_that_is_saved_again_lives_again(survey):
    home, *_ = families(survey)
    code = survey.code()
    son = survey.reader.of(Member, home.id)[1]
    with survey.change("误录") as change:
        change.remove(son, "误录")
    with survey.change("没有误录") as change:
        change.save(son)
    assert survey.code() == code
    assert survey.reader.get(Member, son.id) == son


def test_undo_is_an_act_and_can_be_undone(survey):
    home, *_ = families(survey)
    before = survey.code()
    with survey.change("改") as change:
        change.save(home.replace(phone=None, address="青山镇"))
    after = survey.code()
    assert survey.undo().why == "改"
    assert survey.code() == before
    survey.undo(survey.reader.acts()[0].id)
    assert survey.code() == after


def test_undo_walks_back_to_the_founding_and_no_further(survey):
    empty = survey.code()
    home, *_ = families(survey)
    with survey.change("改") as change:
        change.save(home.replace(phone=None))
    survey.undo()
    survey.undo()
    assert survey.code() == empty
    with pytest.raises(FieldAppError, match="没有可以撤销"):
        survey.undo()


def test_what_somebody_changed_since_is_not_undone(survey):
    home, *_ = families(survey)
    with survey.change("先改") as change:
        change.save(home.replace(phone="13900000001"))
    first = survey.reader.acts()[0]
    with survey.change("后改") as change:
        change.save(home.replace(phone="13900000002"))
    with pytest.raises(FieldAppError, match="后来又改过"):
        survey.undo(first.id)


@pytest.mark.parametrize("noun", RECORDS, ids=lambda noun: noun.table)
def test_every_noun_comes_back_as_it_was_saved(noun, tmp_path):
    with make(tmp_path / "a.survey") as survey:

        @given(records(noun))
        @settings(max_examples=25)
        def holds(record):
            record = record.with_id(uuid4().hex)
            with survey.change("存") as change:
                change.save(record)
            assert survey.reader.get(noun, record.id) == record

        holds()


def test_random_acts_undone_one_by_one_lead_back(tmp_path):
    @given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["13900000001", "13900000002", None])), max_size=8))
    @settings(max_examples=15)
    def holds(edits):
        path = tmp_path / f"{uuid4().hex}.survey"
        with make(path) as survey:
            homes = families(survey)
            codes = []
            for number, phone in edits:
                codes.append(survey.code())
                made = survey.acts_made
                with survey.change("改") as change:
                    change.save(homes[number].replace(phone=phone, group="1组"))
                if survey.acts_made == made:
                    codes.pop()
            for code in reversed(codes):
                survey.undo()
                assert survey.code() == code

    holds()


def test_folding_everything_again_gives_the_same_code_and_the_same_rows(survey):
    home, *_ = families(survey)
    with survey.change("走访") as change:
        change.save(Visit(household=home.id, met="李国兰"))
        change.save(Water(household=home.id, dry_days=0))
    code, rows = survey.code(), [list(survey.reader.every(noun)) for noun in RECORDS]
    listed = survey.reader.households()
    survey.rebuild()
    assert survey.code() == code
    assert [list(survey.reader.every(noun)) for noun in RECORDS] == rows
    assert survey.reader.households() == listed


def test_it_is_wal_with_full_sync_while_open_and_one_file_when_closed(tmp_path):
    survey = make(tmp_path / "a.survey")
    pragma = survey._connection.execute
    assert pragma("pragma journal_mode").fetchone() == ("wal",)
    assert pragma("pragma synchronous").fetchone() == (2,)
    families(survey)
    survey.close()
    assert [path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")] == ["a.survey"]
    assert sqlite3.connect(tmp_path / "a.survey").execute("pragma journal_mode").fetchone() == ("delete",)


def test_one_save_is_exactly_one_commit(survey):
    home, *_ = families(survey)
    said = []
    survey._connection.set_trace_callback(said.append)
    with survey.change("走访") as change:
        change.save(Visit(household=home.id, met="李国兰"))
        change.save(Water(household=home.id, dry_days=0))
    survey._connection.set_trace_callback(None)
    assert [line for line in said if line.upper().startswith(("BEGIN", "COMMIT", "ROLLBACK"))] == ["begin immediate", "commit"]


def test_columns_are_typed_and_strict(survey):
    with pytest.raises(dbapi2.IntegrityError):
        survey._connection.execute("insert into water (id, dry_days) values ('x', 'sieben')")


PART = Part("院子")


class Yard(Record, table="yard", label="院落"):
    trees = ask("果树", Whole(0, 500), PART)
    owner = ask("谁家", Line(20), PART)


class YardNow(Record, table="yard", label="院落", aliases={"owner": "keeper"}):
    trees = ask("果树", Whole(0, 500), PART)
    keeper = ask("谁管", Line(20), PART)
    hens = ask("母鸡", Whole(0, 99), PART)


def test_a_new_questionnaire_is_folded_from_the_same_changes(tmp_path):
    with make(tmp_path / "a.survey", nouns=(*RECORDS, Yard)) as survey, survey.change("建") as change:
        yard = change.save(Yard(trees=3, owner="李"))
    with Survey.open(tmp_path / "a.survey", by="王", nouns=(*RECORDS, YardNow)) as survey:
        assert survey.reader.get(YardNow, yard.id) == YardNow(yard.id, trees=3, keeper="李")
    with Survey.open(tmp_path / "a.survey", by="王", nouns=RECORDS) as survey:
        assert "yard" not in {row[0] for row in survey.reader._connection.execute("select name from sqlite_master")}
    with Survey.open(tmp_path / "a.survey", by="王", nouns=(*RECORDS, YardNow)) as survey:
        assert survey.reader.get(YardNow, yard.id).keeper == "李"


@pytest.mark.parametrize(
    ("find", "heads"),
    [
        ("李国兰", ["李国兰"]), ("国兰", ["李国兰"]), ("lgl", ["李国兰"]), ("liguo", ["李国兰"]), ("LGL", ["李国兰"]),
        ("syf", ["单永福"]), ("dyf", ["单永福"]), ("shanyong", ["单永福"]), ("danyong", ["单永福"]),
        ("李小军", ["李国兰"]), ("0123", ["李国兰"]), ("3812", ["李国兰"]), ("0018", ["单永福"]), ("9组", ["王小燕"]),
        ("李 3组", ["李国兰"]), ("李 9组", []), ("", ["李国兰", "王小燕", "单永福"]), ("  ", ["李国兰", "王小燕", "单永福"]),
        ("%", []), ("_", []), ("\\", []), ("9", ["李国兰", "王小燕"]), ("没有这人", []),
    ],
)  # fmt: skip
def test_search_finds_by_name_pinyin_number_telephone_code_and_group(survey, find, heads):
    families(survey)
    assert [entry.head for entry in survey.reader.households(find)] == heads


def test_the_list_names_the_member_who_is_head_and_counts_those_who_are_there(survey):
    home, *_ = families(survey)
    mother, son = survey.reader.of(Member, home.id)
    with survey.change("户主去世") as change:
        change.save(mother.replace(left=Left.DIED))
        change.save(son.replace(relation=Relation.HEAD))
    [entry] = survey.reader.households("李小军")
    assert (entry.head, entry.people) == ("李小军", 1)


def test_a_person_who_moves_to_another_household_is_counted_there(survey):
    home, other, _ = families(survey)
    son = survey.reader.of(Member, home.id)[1]
    with survey.change("分户") as change:
        change.save(son.replace(household=other.id))
    assert {e.head: e.people for e in survey.reader.households()} == {"李国兰": 1, "单永福": 1, "王小燕": 0}


def test_two_laptops_with_the_same_answers_have_the_same_code(tmp_path):
    with make(tmp_path / "a.survey") as one, make(tmp_path / "b.survey", "密") as two:
        assert one.code() == two.code()
        homes = families(one)
        with two.change("抄来") as change:
            for noun in RECORDS:
                for record in one.reader.every(noun):
                    change.save(record)
        assert one.code() == two.code()
        with two.change("改一个字") as change:
            change.save(homes[0].replace(head="李国蓝"))
        assert one.code() != two.code()


def test_a_household_is_named_by_id_code_or_head(survey):
    home, *_ = families(survey)
    assert {survey.reader.household(told) for told in (home.id, "0017", "李国兰")} == {home.id}
    with survey.change("同名") as change:
        change.save(Household(head="李国兰", code="0020"))
    with pytest.raises(FieldAppError, match="2 户"):
        survey.reader.household("李国兰")
    with pytest.raises(FieldAppError, match="没有找到"):
        survey.reader.household("无名氏")


def test_a_reader_of_a_file_that_is_gone_says_so_and_puts_no_empty_one_there(survey):
    away = survey.path.rename(survey.path.with_name("拔走了.survey"))
    with pytest.raises(FieldAppError, match="请把优盘插回去"):
        survey.new_reader()
    assert not survey.path.exists()
    away.rename(survey.path)
    survey.new_reader().close()
