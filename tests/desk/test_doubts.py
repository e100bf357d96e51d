"""The doubts of a whole village, kind by kind, and what the file remembers of the last look."""

import datetime as dt
from collections import Counter

from fieldapp.desk.checking import check_across, check_all
from fieldapp.desk.doubts import LEAST, SHARE, Kind, Line, Look, keep_look, kinds, last_look, look, loud
from fieldapp.desk.practice import make_practice
from fieldapp.records.household import Household
from fieldapp.records.member import Member, Relation
from fieldapp.rules.checks import CHECKS, KINDS
from fieldapp.rules.checks.doubt import Doubt, Severity
from fieldapp.store.listing import Entry
from fieldapp.store.survey import Survey
from tests.desk.conftest import AT

NUMBER = "99999919680305003X"
LI, ZHOU = "1" * 32, "2" * 32


def settled(survey: Survey, *more):
    """Two households of one person each, both with the same number; neither has a telephone."""
    with survey.change("登记") as change:
        for id, head, group in ((ZHOU, "周建军", "5组"), (LI, "李国兰", "3组")):
            change.save(Household(id, head=head, group=group))
            change.save(Member(household=id, name=head, relation=Relation.HEAD, number=NUMBER))
        for record in more:
            change.save(record)
    return kinds(check_all(survey.reader, AT.date()), survey.reader.households())


def test_every_rule_has_a_name_of_its_own_and_is_a_kind():
    assert {*CHECKS} < {*KINDS.values()}
    assert len({check.name for check in KINDS.values()}) == len(KINDS)
    assert all(check.name and check.rule == rule for rule, check in KINDS.items())


def test_the_gravest_kinds_come_first_and_of_equal_weight_the_rare_ones(survey):
    found = settled(survey, Member(household=LI, name="李小军", relation=Relation.SON, number=NUMBER))
    told = [(kind.check.severity, len(kind.lines)) for kind in found]
    assert told == sorted(told, key=lambda one: (list(Severity).index(one[0]), one[1]))
    assert {kind.check.rule: len(kind.lines) for kind in found}["DQ-004"] == 3


def test_the_lines_of_a_kind_stand_in_the_order_of_the_list_of_households(survey):
    [kind] = [kind for kind in settled(survey) if kind.check.rule == "DQ-012"]
    assert [(line.home.head, line.doubt.household) for line in kind.lines] == [("李国兰", LI), ("周建军", ZHOU)]


def test_what_concerns_a_household_that_is_gone_is_left_out(survey):
    settled(survey)
    doubts = list(check_all(survey.reader, AT.date()))
    left = [home for home in survey.reader.households() if home.id == LI]
    assert {line.home.id for kind in kinds(doubts, left) for line in kind.lines} == {LI}


def test_nothing_gets_lost_between_the_check_and_the_kinds(tmp_path):
    with make_practice(tmp_path / "村.survey", households=30) as survey:
        doubts = list(check_all(survey.reader, survey.clock.today()))
        found = kinds(doubts, survey.reader.households())
        across = list(check_across(survey.reader))
    assert len(doubts) > 30
    assert Counter(doubt.rule for doubt in doubts) == {kind.check.rule: len(kind.lines) for kind in found}
    assert [doubt for doubt in doubts if doubt.rule == "DQ-004"] == across


def test_a_kind_that_is_put_aside_is_not_counted(survey):
    found = settled(survey)
    whole = look(found, (), AT)
    aside = look(found, {"DQ-012"}, AT)
    assert (aside.doubts, aside.aside) == (whole.doubts - 2, 2)
    assert look(found, {"DQ-154"}, AT) == Look(AT, whole.doubts, 0, frozenset({"DQ-154"})), "found nothing, and stays put aside"


def test_the_file_remembers_the_last_look(survey):
    assert last_look(survey.reader) is None
    for kept in (Look(AT, 213, 168, frozenset({"DQ-154", "DQ-005"})), Look(AT + dt.timedelta(1), 0, 0, frozenset())):
        keep_look(survey, kept)
        assert last_look(survey.reader) == kept


def test_a_look_is_no_change_of_the_village(survey):
    before = survey.code()
    keep_look(survey, Look(AT, 1, 0, frozenset()))
    assert (survey.code(), survey.reader.acts()[0].why) == (before, "建立档案")


def hints(number: int, rule: str = "DQ-154") -> Kind:
    """A kind with one line for each of so many households."""
    homes = [Entry(str(place), "", "张三", "1组", 1) for place in range(number)]
    doubts = [Doubt(rule, KINDS[rule].severity, home.id, "housing", home.id, "该看了。", "请看。") for home in homes]
    return Kind(KINDS[rule], tuple(map(Line, homes, doubts)))


def test_the_invented_numbers_of_a_practice_village_are_put_aside_and_those_of_a_real_one_are_not(survey):
    found = settled(survey)
    assert "DQ-005" in {kind.check.rule for kind in found}
    assert loud(found, 2) == frozenset()
    aside = loud(found, 2, practice=True)
    assert aside == {"DQ-005"}
    assert look(found, aside, AT).aside == 2


def test_a_hint_that_every_fourth_household_gets_is_loud():
    assert loud([hints(LEAST)], LEAST * SHARE) == {"DQ-154"}
    assert loud([hints(LEAST)], LEAST * SHARE + 1) == frozenset()
    assert loud([hints(LEAST - 1)], 1) == frozenset(), "a few lines hide nothing"


def test_what_is_graver_than_a_hint_is_never_put_aside_by_itself():
    assert loud([hints(LEAST, "DQ-147"), hints(LEAST, "DQ-150")], LEAST) == frozenset()
