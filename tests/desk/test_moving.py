"""Families that change: every move is told before, is one act, loses nothing and is taken back by one undo."""

import datetime as dt

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.base.kinds import YesNo
from fieldapp.desk.keeping import require_sound
from fieldapp.desk.moving import House, merged, person_joined, person_moved, person_removed, split
from fieldapp.records.household import Household, Lodging
from fieldapp.records.housing import Housing
from fieldapp.records.member import Left, Member, Relation
from fieldapp.records.plan import Measure, Plan
from fieldapp.records.problem import Problem
from fieldapp.records.registered import Registered, Topic
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water

LI, ZHOU = "1" * 32, "2" * 32
HEAD, SON, BRIDE, AUNT, ZHOU_SELF = "a" * 32, "b" * 32, "c" * 32, "d" * 32, "e" * 32
HOUSE, HUT, SHED = "3" * 32, "4" * 32, "5" * 32
NUMBER = "99999919680305003X"


@pytest.fixture
def village(survey):
    """李 with four people (one of whom left) and two buildings; 周 alone, who uses one of them and has a shed of his own."""
    with survey.change("登记") as change:
        for record in [
            Household(LI, head="李国兰", group="3组", code="0017"),
            Household(ZHOU, head="周建军", group="5组", code="0018", phone="13900000000"),
            Member(HEAD, household=LI, name="李国兰", relation=Relation.HEAD, number=NUMBER),
            Member(SON, household=LI, name="李小军", relation=Relation.SON),
            Member(BRIDE, household=LI, name="罗金凤", relation=Relation.DAUGHTER_IN_LAW),
            Member(AUNT, household=LI, name="李秀英", relation=Relation.OTHER, left=Left.DIED, left_on=dt.date(2026, 1, 2)),
            Member(ZHOU_SELF, household=ZHOU, name="周建军", relation=Relation.HEAD),
            Housing(HOUSE, household=LI, name="正房", sleepers=frozenset({HEAD, SON}), shared=frozenset({ZHOU})),
            Housing(HUT, household=LI, name="老屋", sealed=YesNo.YES),
            Housing(SHED, household=ZHOU, name="偏房", sleepers=frozenset({ZHOU_SELF})),
            Measure(household=LI, year=2026, what="学开车", person=SON),
            Measure(household=LI, year=2026, what="养牛"),
            Registered(household=LI, topic=Topic.AGE, said="31", member=SON),
            Visit(household=ZHOU, day=dt.date(2026, 11, 3), note="都好"),
            Problem(household=ZHOU, what="路"),
        ]:
            change.save(record)
    return survey


def do(survey, move, reason="分家"):
    """Do it as one act; what stood there before."""
    before = survey.code()
    acts = len(survey.reader.acts())
    with survey.change(f"{move.why}：{reason}") as change:
        move.write(change, reason)
    assert len(survey.reader.acts()) == acts + 1
    return before


def member(survey, id):
    return survey.reader.get(Member, id)


def of(survey, noun, household):
    return survey.reader.of(noun, household)


def test_a_person_moves_with_what_is_his_alone(village):
    move = person_moved(village.reader, member(village, SON), ZHOU)
    assert move.told == (
        "李小军从李国兰家迁到周建军家；与户主关系空着，请到那边填写。", "随人走的还有 1 条帮扶措施、1 条登记结论。",
    )  # fmt: skip
    before = do(village, move)
    assert [one.name for one in of(village, Member, ZHOU)] == ["李小军", "周建军"]
    assert member(village, SON).relation is None
    assert [one.what for one in of(village, Measure, ZHOU)] == ["学开车"]
    assert [one.what for one in of(village, Measure, LI)] == ["养牛"]
    assert SON in village.reader.get(Housing, HOUSE).sleepers  # 周 uses this building too
    assert village.reader.acts(1)[0].why == "李小军从李国兰家迁到周建军家：分家"
    village.undo()
    assert village.code() == before


def test_who_moves_to_a_household_that_does_not_use_his_building_sleeps_there_no_longer(village):
    move = person_moved(village.reader, member(village, ZHOU_SELF), LI)
    assert "不再算住在周建军家的偏房。" in move.told
    assert "周建军家没有人了，户还留在名单上。" in move.told
    before = do(village, move)
    assert village.reader.get(Housing, SHED).sleepers is None
    assert [entry.people for entry in village.reader.households()] == [4, 0]
    village.undo()
    assert village.code() == before


def test_a_household_whose_head_moves_away_is_told_to_name_another(village):
    assert "李国兰家的户主走了，请给留下的人另定户主。" in person_moved(village.reader, member(village, HEAD), ZHOU).told


def test_nobody_moves_to_where_he_is_or_to_a_household_that_is_gone(village):
    with pytest.raises(FieldAppError, match="已经是这一户的人"):
        person_moved(village.reader, member(village, SON), LI)
    with pytest.raises(FieldAppError, match="不在名单上"):
        person_moved(village.reader, member(village, SON), "9" * 32)


@pytest.mark.parametrize(("house", "shared", "sleepers"), [
    (House.STAYS, {ZHOU}, {HEAD}), (House.SHARED, {ZHOU, "new"}, {HEAD, SON}),
])  # fmt: skip
def test_a_household_splits_and_the_house_stays_or_is_shared(village, house, shared, sleepers):
    move = split(village.reader, LI, [SON, BRIDE], SON, house)
    assert move.told[0] == "李小军、罗金凤 2 人从李国兰家分出去，成为新的一户，户主李小军。"
    before = do(village, move)
    [new] = [one for one in village.reader.every(Household) if one.head == "李小军"]
    assert new.group == "3组"
    assert [(one.name, one.relation) for one in of(village, Member, new.id)] == [("李小军", Relation.HEAD), ("罗金凤", None)]
    assert [one.what for one in of(village, Measure, new.id)] == ["学开车"]
    main = village.reader.get(Housing, HOUSE)
    assert main.household == LI
    assert main.shared == {new.id if one == "new" else one for one in shared}
    assert main.sleepers == sleepers
    assert village.reader.get(Housing, HUT).shared is None  # nobody begins to use what is sealed
    assert [(entry.head, entry.people) for entry in village.reader.households()] == [("李小军", 2), ("李国兰", 1), ("周建军", 1)]
    village.undo()
    assert village.code() == before
    assert village.reader.get(Household, new.id) is None


@pytest.mark.parametrize(("people", "head", "why"), [
    ([], SON, "也要有人留下"), ([HEAD, SON, BRIDE], SON, "也要有人留下"), ([SON], BRIDE, "没有户主"), ([AUNT], AUNT, "有人走"),
])  # fmt: skip
def test_a_split_needs_people_who_go_people_who_stay_and_a_head(village, people, head, why):
    with pytest.raises(FieldAppError, match=why):
        split(village.reader, LI, people, head, House.STAYS)


def test_two_households_become_one_and_nothing_is_lost(village):
    move = merged(village.reader, LI, ZHOU)
    assert move.told == (
        "周建军家的 1 人、1 次走访、1 栋房屋、1 个问题都归李国兰家，周建军家从名单上去掉。",
        "不再使用的登记：户编号 0018、组别 5组。",
        "并进来的人与户主关系空着，请重新填写。",
    )
    before = do(village, move, "老人跟女儿过")
    assert village.reader.get(Household, ZHOU) is None
    assert [one.note for one in of(village, Visit, LI)] == ["都好"]
    assert [one.what for one in of(village, Problem, LI)] == ["路"]
    assert [one.name for one in of(village, Housing, LI)] == ["正房", "老屋", "偏房"]
    assert village.reader.get(Housing, HOUSE).shared is None  # who shared it owns it now
    assert (member(village, ZHOU_SELF).household, member(village, ZHOU_SELF).relation) == (LI, None)
    home = village.reader.get(Household, LI)
    assert (home.phone, home.code, home.group) == ("13900000000", "0017", "3组")
    assert [(entry.head, entry.people) for entry in village.reader.households()] == [("李国兰", 4)]
    [grave] = [line for line in village.reader.history([ZHOU]) if line.field is None]
    assert grave.now == "老人跟女儿过"
    village.undo()
    assert village.code() == before


def test_who_shared_a_building_shares_it_after_the_merge_under_the_other_name(village):
    third = "6" * 32
    with village.change("登记") as change:
        change.save(Household(third, head="何文平"))
    do(village, merged(village.reader, third, ZHOU))
    house = village.reader.get(Housing, HOUSE)
    assert (house.household, house.shared) == (LI, {third})


def test_of_two_waters_the_first_stays_and_the_second_is_told_and_kept_in_the_history(village):
    with village.change("登记") as change:
        change.save(Water(household=LI, litres=60))
        other = change.save(Water(household=ZHOU, litres=20, piped=YesNo.NO))
    move = merged(village.reader, LI, ZHOU)
    assert "两户都有饮水：留李国兰家的，周建军家的只在时间线里看得到。" in move.told
    before = do(village, move)
    assert [(one.litres, one.piped) for one in of(village, Water, LI)] == [(60, None)]
    assert village.reader.history([other.id])[-1].now == "分家"
    village.undo()
    assert village.code() == before
    assert [one.litres for one in of(village, Water, ZHOU)] == [20]


def test_water_that_only_the_second_has_comes_along(village):
    with village.change("登记") as change:
        change.save(Water(household=ZHOU, litres=20))
    do(village, merged(village.reader, LI, ZHOU))
    assert [one.litres for one in of(village, Water, LI)] == [20]


def test_remarks_are_joined_and_where_one_lived_is_not_mixed(village):
    with village.change("登记") as change:
        change.save(village.reader.get(Household, LI).replace(note="狗凶"))
        change.save(village.reader.get(Household, ZHOU).replace(note="耳背", lodging=Lodging.RENTED))
    do(village, merged(village.reader, LI, ZHOU))
    home = village.reader.get(Household, LI)
    assert (home.note, home.lodging) == ("狗凶\n耳背", None)


def test_a_person_and_a_plan_that_both_have_are_told(village):
    with village.change("登记") as change:
        change.save(Member(household=ZHOU, name="李国兰", number=NUMBER))
        change.save(Plan(household=LI, year=2026, goal="甲"))
        change.save(Plan(household=ZHOU, year=2026, goal="乙"))
    told = merged(village.reader, LI, ZHOU).told
    assert "李国兰在两户里都有(同一证件号码)，合并后请核对，用“是同一个人…”合成一条。" in told
    assert "2026 年的帮扶计划会有两份，请核对。" in told


def test_who_left_long_ago_keeps_what_he_was_to_the_head(village):
    do(village, merged(village.reader, ZHOU, LI))
    assert member(village, AUNT).relation is Relation.OTHER
    assert (member(village, HEAD).relation, member(village, AUNT).household) == (None, ZHOU)


def test_a_household_is_not_merged_with_itself(village):
    with pytest.raises(FieldAppError, match="并到它自己"):
        merged(village.reader, LI, LI)


def test_who_was_recorded_by_mistake_is_deleted_and_nothing_speaks_of_him_any_more(village):
    move = person_removed(village.reader, member(village, SON))
    assert move.told[1] == "1 条帮扶措施、1 条登记结论不再写着是谁的。"
    before = do(village, move, "同名录了两次")
    assert member(village, SON) is None
    assert village.reader.get(Housing, HOUSE).sleepers == {HEAD}
    assert [one.person for one in of(village, Measure, LI)] == [None, None]
    village.undo()
    assert village.code() == before


def test_two_records_of_one_person_become_one_and_all_that_spoke_of_either_speaks_of_it(village):
    double = "7" * 32
    with village.change("登记") as change:
        change.save(Member(double, household=ZHOU, name="李小军", relation=Relation.SON, phone="13800000000", nation="汉族"))
        change.save(Measure(household=ZHOU, what="养羊", person=double))
        change.save(village.reader.get(Housing, SHED).replace(sleepers=frozenset({ZHOU_SELF, double, SON})))
        change.save(member(village, SON).replace(nation="彝族"))
    move = person_joined(village.reader, member(village, SON), double)
    assert move.told == (
        "李国兰家的李小军和周建军家的李小军是同一个人，以后只有李国兰家这一条。",
        "由另一条补上：本人电话。",
        "两条不同，以这一条为准，不再显示：民族 汉族。",
        "住在哪里、措施和登记结论里写的那一条，都算这一条。",
    )
    before = do(village, move, "录了两次")
    assert village.reader.get(Member, double) is None
    assert (member(village, SON).phone, member(village, SON).nation, member(village, SON).household) == (
        "13800000000",
        "彝族",
        LI,
    )
    assert [one.person for one in of(village, Measure, ZHOU)] == [SON]
    assert village.reader.get(Housing, SHED).sleepers == {ZHOU_SELF, SON}
    assert [(entry.head, entry.people) for entry in village.reader.households()] == [("李国兰", 3), ("周建军", 1)]
    assert [entry.head for entry in village.reader.households("13800000000")] == ["李国兰"]
    require_sound(village)
    village.undo()
    assert village.code() == before
    assert member(village, double).phone == "13800000000"
    require_sound(village)


@pytest.mark.parametrize("double", [SON, "9" * 32])
def test_a_person_is_not_joined_with_himself_or_with_nobody(village, double):
    with pytest.raises(FieldAppError, match="没有另外一条"):
        person_joined(village.reader, member(village, SON), double)
