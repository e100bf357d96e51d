"""Rosters are taken in once, as one act, the same on every laptop; what is not plain is held for a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fieldapp.base.errors import BadBook, FieldAppError
from fieldapp.desk.intake import Intake
from fieldapp.desk.registering import compare, report_lines, report_workbook, take_in, write
from fieldapp.documents.foreign import read_book
from fieldapp.records import Household, Member
from fieldapp.records.member import Health, Relation, Sex
from fieldapp.store.survey import Survey
from tests.books import (
    CLASH,
    FAMILY,
    HANDMADE,
    HEAD,
    HEADS,
    HOUSEHOLDS,
    MEMBERS,
    NATIONAL,
    ROSTERS,
    SON,
    WIFE,
    number,
    text,
    xlsx,
)
from tests.desk.conftest import Make

EXPECTED: dict[str, dict[str, Any]] = json.loads((ROSTERS / "expected.json").read_text("utf-8"))
CONCLUSIONS = {
    "national-members.xlsx": 6 * 60,
    "province-household.xls + province-member.xls": 45 + 155 - 45,  # the heads' numbers tell their ages
    "village-handmade.xlsx": 3 * 30,
    "national-members.xlsx + province-household.xls + province-member.xls + village-handmade.xlsx": 6 * 60 + 155 + 3 * 30,
}
"""How many 登记结论 a roster tells: household by household, and the ages of people without number."""
NOTHING = {"household": 0, "member": 0, "registered": 0}


@pytest.fixture
def family(tmp_path: Path) -> Path:
    return xlsx(tmp_path / "一户.xlsx", [HEADS, *FAMILY])


def acts(survey: Survey) -> int:
    return len(survey.reader.acts(-1))


def people(survey: Survey) -> dict[str | None, Member]:
    return {member.name: member for member in survey.reader.every(Member)}


def home(survey: Survey) -> Household:
    [household] = survey.reader.every(Household)
    return household


@pytest.mark.parametrize("names", [names for names, told in EXPECTED.items() if "after" not in told])
def test_every_shared_roster_gives_what_is_expected_and_twice_changes_nothing(survey: Survey, names: str) -> None:
    books, expected = [ROSTERS / name for name in names.split(" + ")], EXPECTED[names]
    told = take_in(survey, books).json()
    assert (told["new"]["household"], told["new"]["member"]) == (expected["households"], expected["members"])
    assert told["new"]["registered"] == CONCLUSIONS[names]
    assert [{"row": one["row"], "column": one["column"]} for one in told["refused"]] == expected.get("refused_cells", [])
    assert (told["changed"], told["same"], told["held"]) == (NOTHING, NOTHING, NOTHING)
    assert told["outcome"] == ("partly" if told["refused"] else "taken")
    assert (survey.reader.count(Household), survey.reader.count(Member)) == (expected["households"], expected["members"])
    before, code = acts(survey), survey.code()
    again = take_in(survey, books).json()
    assert (again["new"], again["changed"], again["held"]) == (NOTHING, NOTHING, NOTHING)
    assert again["same"] == told["new"]
    assert again["outcome"] == "unchanged"
    assert (acts(survey), survey.code()) == (before, code)


def test_a_code_that_belongs_to_another_family_is_held_and_never_joined(survey: Survey) -> None:
    expected = EXPECTED["code-clash.xlsx"]
    take_in(survey, [ROSTERS / expected["after"]])
    before, code = acts(survey), survey.code()
    told = take_in(survey, [CLASH]).json()
    assert (told["new"], told["changed"]) == (NOTHING, NOTHING)
    assert told["held"] == {"household": expected["held_households"], "member": expected["held_rows"], "registered": 0}
    assert (acts(survey), survey.code(), told["outcome"]) == (before, code, "held")
    assert {one["file"] for one in told["held_rows"]} == {"code-clash.xlsx"}
    assert "胡玉花" in told["held_rows"][0]["rule"]


def test_a_clash_within_one_call_is_held_as_well(survey: Survey) -> None:
    told = take_in(survey, [NATIONAL, CLASH])
    assert told.new == {"household": 60, "member": 198, "registered": 360}
    assert told.held == {"household": 3, "member": 9, "registered": 0}
    assert told.outcome == "partly"


def test_two_laptops_that_take_the_same_roster_agree(make: Make) -> None:
    one, other = make("甲"), make("乙")
    take_in(one, [NATIONAL])
    take_in(other, [NATIONAL])
    assert one.code() == other.code()
    assert [line.act.id for line in one.reader.history([home_id(one)])] != [
        line.act.id for line in other.reader.history([home_id(other)])
    ]


def home_id(survey: Survey) -> str:
    return survey.reader.households()[0].id


def test_the_order_in_which_a_pair_of_files_is_named_does_not_count(make: Make) -> None:
    one, other = make("甲"), make("乙")
    take_in(one, [HOUSEHOLDS, MEMBERS])
    take_in(other, [MEMBERS, HOUSEHOLDS])
    assert one.code() == other.code()


def test_files_that_belong_together_may_come_one_after_the_other(survey: Survey) -> None:
    assert take_in(survey, [HOUSEHOLDS]).new == {"household": 45, "member": 45, "registered": 45}
    second = take_in(survey, [MEMBERS])
    assert (second.new, second.changed) == (
        {"household": 0, "member": 110, "registered": 110},
        {"household": 0, "member": 45, "registered": 0},
    )
    assert (survey.reader.count(Household), survey.reader.count(Member)) == (45, 155)


def test_the_same_roster_in_another_format_changes_nothing(survey: Survey, tmp_path: Path) -> None:
    take_in(survey, [HANDMADE])
    before, code = acts(survey), survey.code()
    rows = [["" if cell is None else cell for cell in row.cells] for row in read_book(HANDMADE).sheets[0].rows]
    for name, encoding in (("a.csv", "utf-8-sig"), ("b.csv", "gb18030")):
        told = take_in(survey, [text(tmp_path / name, rows, encoding)])
        assert (told.new, told.changed, told.held) == (NOTHING, NOTHING, NOTHING)
    assert (acts(survey), survey.code()) == (before, code)


def test_an_intake_is_one_act_that_names_its_books(survey: Survey, family: Path) -> None:
    before = acts(survey)
    take_in(survey, [family])
    assert acts(survey) == before + 1
    act = survey.reader.acts(1)[0]
    assert act.why == "导入 “一户.xlsx”"
    assert act.source == f"导入：{read_book(family).sha256[:16]}"


def test_a_dry_run_tells_the_same_and_writes_nothing(survey: Survey) -> None:
    before, code = acts(survey), survey.code()
    dry = take_in(survey, [NATIONAL], dry_run=True)
    assert dry.outcome == "dry_run"
    assert (acts(survey), survey.code()) == (before, code)
    real = take_in(survey, [NATIONAL])
    assert (dry.new, dry.refused, dry.unused, dry.examples) == (real.new, real.refused, real.unused, real.examples)


def test_an_intake_can_be_undone_and_made_again(survey: Survey, family: Path) -> None:
    first, code = take_in(survey, [family]), survey.code()
    survey.undo()
    assert survey.reader.count(Member) == 0
    assert take_in(survey, [family]).new == first.new
    assert survey.code() == code


def test_one_bad_book_among_several_stops_all_and_is_named(survey: Survey, family: Path, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(NATIONAL.read_bytes()[:9000])
    before = acts(survey)
    with pytest.raises(BadBook, match="坏"):
        take_in(survey, [family, tmp_path / "坏.xlsx"])
    assert (acts(survey), survey.reader.count(Household)) == (before, 0)


def test_no_book_at_all_is_refused(survey: Survey) -> None:
    with pytest.raises(FieldAppError, match="没有选择"):
        take_in(survey, [])


def test_the_same_book_twice_in_one_call_counts_once(survey: Survey, family: Path, tmp_path: Path) -> None:
    (tmp_path / "副本.xlsx").write_bytes(family.read_bytes())
    told = take_in(survey, [family, tmp_path / "副本.xlsx"])
    assert told.new == {"household": 1, "member": 3, "registered": 0}
    assert told.remarks == ["“副本.xlsx”与“一户.xlsx”内容相同，只导入一次。"]


def test_a_roster_of_another_village_is_taken_and_remarked(survey: Survey, tmp_path: Path) -> None:
    rows = [["行政村", *HEADS], *[["青山村", *row] for row in FAMILY]]
    told = take_in(survey, [xlsx(tmp_path / "a.xlsx", rows)])
    assert told.new["member"] == 3
    assert len(told.remarks) == 1
    assert "青山村" in told.remarks[0]
    same = [["行政村", *HEADS], *[["石桥村委会", *row] for row in FAMILY]]
    assert take_in(survey, [xlsx(tmp_path / "b.xlsx", same)]).remarks == []


def changed(tmp_path: Path, row: int, column: str, value: Any, *, name: str = "新.xlsx") -> Path:
    """The family's roster with one cell otherwise, as another book."""
    rows = [list(one) for one in FAMILY]
    rows[row][HEADS.index(column)] = value
    return xlsx(tmp_path / name, [HEADS, *rows])


def test_a_newer_roster_changes_what_it_says_otherwise(survey: Survey, family: Path, tmp_path: Path) -> None:
    take_in(survey, [family])
    told = take_in(survey, [changed(tmp_path, 2, "与户主关系", "之女")])
    assert (told.new, told.changed) == (NOTHING, {"household": 0, "member": 1, "registered": 0})
    assert told.same == {"household": 1, "member": 2, "registered": 0}
    [line] = told.examples
    assert (line.name, line.question, line.was, line.now) == ("张小", "与户主关系", "之子", "之女")
    assert people(survey)["张小"].relation is Relation.DAUGHTER


def test_a_blank_cell_never_empties_an_answer(survey: Survey, family: Path, tmp_path: Path) -> None:
    take_in(survey, [family])
    code = survey.code()
    for row, column in ((1, "证件号码"), (2, "与户主关系"), (0, "联系电话")):
        take_in(survey, [changed(tmp_path, row, column, "")])
    assert survey.code() == code


def test_fill_empty_fills_and_leaves_what_stands(survey: Survey, tmp_path: Path) -> None:
    heads = [*HEADS, "民族", "健康状况"]
    take_in(survey, [xlsx(tmp_path / "a.xlsx", [heads, [*FAMILY[0], "汉族", ""]])])
    told = take_in(survey, [xlsx(tmp_path / "b.xlsx", [heads, [*FAMILY[0], "苗族", "残疾"]])], fill_empty=True)
    assert told.changed == {"household": 0, "member": 1, "registered": 0}
    person = people(survey)["张三"]
    assert (person.nation, person.health) == ("汉族", frozenset({Health.DISABLED}))


def test_a_refused_number_leaves_the_old_one(survey: Survey, family: Path, tmp_path: Path) -> None:
    take_in(survey, [family])
    told = take_in(survey, [changed(tmp_path, 1, "证件号码", 9.99999197202020e17)])
    assert [(one.row, one.column) for one in told.refused] == [(3, "证件号码")]
    assert people(survey)["李四"].number == WIFE
    assert told.outcome == "unchanged"


def test_an_old_roster_does_not_come_back_over_what_was_typed_since(survey: Survey, family: Path) -> None:
    take_in(survey, [family])
    with survey.change("改电话") as change:
        change.save(home(survey).replace(phone="13911111111"))
    before = acts(survey)
    assert take_in(survey, [family]).same == {"household": 1, "member": 3, "registered": 0}
    assert (home(survey).phone, acts(survey)) == ("13911111111", before)


def test_another_roster_may_say_the_old_answer_again(survey: Survey, family: Path, tmp_path: Path) -> None:
    take_in(survey, [family])
    with survey.change("改电话") as change:
        change.save(home(survey).replace(phone="13911111111"))
    take_in(survey, [xlsx(tmp_path / "新.xlsx", [["新名单"], HEADS, *FAMILY])])
    assert home(survey).phone == "13800000001"


def test_a_person_whom_somebody_deleted_is_held_when_the_roster_comes_again(survey: Survey, family: Path) -> None:
    take_in(survey, [family])
    with survey.change("录错了") as change:
        change.remove(people(survey)["张小"], "查无此人")
    told = take_in(survey, [family])
    assert told.held == {"household": 0, "member": 1, "registered": 0}
    assert "删除" in told.held_rows[0].rule
    assert survey.reader.count(Member) == 2


def test_a_household_that_somebody_deleted_is_held_with_its_people(survey: Survey, family: Path) -> None:
    take_in(survey, [family])
    with survey.change("录错了") as change:
        change.remove(home(survey), "外村的")
        for member in survey.reader.every(Member):
            change.remove(member, "外村的")
    assert take_in(survey, [family]).held == {"household": 1, "member": 3, "registered": 0}


def test_what_was_typed_between_comparing_and_writing_stays(survey: Survey, family: Path, tmp_path: Path) -> None:
    take_in(survey, [family])
    comparison = compare(survey.reader, [changed(tmp_path, 2, "与户主关系", "之女")])
    with survey.change("补民族") as change:
        change.save(people(survey)["张小"].replace(nation="汉族"))
    write(survey, comparison)
    person = people(survey)["张小"]
    assert (person.nation, person.relation) == ("汉族", Relation.DAUGHTER)


def test_comparing_can_run_beside_the_screen_with_its_own_reader(survey: Survey, family: Path) -> None:
    steps: list[tuple[int, int]] = []
    reader = survey.new_reader()
    comparison = compare(reader, [family, family], progress=lambda done, of: steps.append((done, of)))
    reader.close()
    assert steps == [(0, 3), (1, 3)]
    write(survey, comparison)
    take_in(survey, [family], progress=lambda done, of: steps.append((done, of)))
    assert steps[2:] == [(0, 2), (2, 2)]
    assert survey.reader.count(Member) == 3


class TestWhoIsMeant:
    """The order of exchange.md 5.7, and what is never joined by itself."""

    @pytest.fixture(autouse=True)
    def _taken(self, survey: Survey, family: Path) -> None:
        take_in(survey, [family])

    def take(self, survey: Survey, tmp_path: Path, *rows: list[Any], heads: list[str] = HEADS) -> Intake:
        return take_in(survey, [xlsx(tmp_path / "新.xlsx", [["新"], heads, *rows])])

    def test_by_number_even_where_the_name_was_corrected(self, survey: Survey, tmp_path: Path) -> None:
        told = self.take(survey, tmp_path, ["A1", "张三", HEAD, "户主", ""], ["A1", "李似", WIFE, "配偶", ""])
        assert (told.new, told.changed["member"]) == (NOTHING, 1)
        assert "李似" in people(survey)

    def test_by_the_number_inside_a_disability_certificate(self, survey: Survey, tmp_path: Path) -> None:
        told = self.take(survey, tmp_path, ["A1", "李四", f"{WIFE}42", "配偶", ""])
        assert (told.new, told.changed["member"]) == (NOTHING, 1)

    def test_by_name_and_relation_where_there_is_no_number(self, survey: Survey, tmp_path: Path) -> None:
        told = self.take(survey, tmp_path, ["A1", "李四", "", "配偶", "13922222222"])
        assert (told.new, told.held) == (NOTHING, NOTHING)

    def test_by_name_and_birth_though_the_relation_differs(self, survey: Survey, tmp_path: Path) -> None:
        heads = [*HEADS, "出生日期"]
        told = self.take(survey, tmp_path, ["A1", "张小", "", "之女", "", "1998-03-03"], heads=heads)
        assert (told.new, told.held, told.changed["member"]) == (NOTHING, NOTHING, 1)

    def test_a_name_with_another_relation_alone_is_held(self, survey: Survey, tmp_path: Path) -> None:
        assert self.take(survey, tmp_path, ["A1", "张小", "", "之女", ""]).held == {"household": 0, "member": 1, "registered": 0}

    def test_a_name_with_another_number_is_held_and_not_doubled(self, survey: Survey, tmp_path: Path) -> None:
        told = self.take(survey, tmp_path, ["A1", "张三", HEAD, "户主", ""], ["A1", "张小", number("19990303", 3), "之子", ""])
        assert (told.new, told.held) == (NOTHING, {"household": 0, "member": 1, "registered": 0})

    def test_a_number_that_belongs_to_somebody_in_another_household_is_held(self, survey: Survey, tmp_path: Path) -> None:
        told = self.take(survey, tmp_path, ["A2", "王五", number("19600606", 1), "户主", ""], ["A2", "张小", SON, "之子", ""])
        assert (told.new, told.held) == (
            {"household": 1, "member": 1, "registered": 0},
            {"household": 0, "member": 1, "registered": 0},
        )
        assert "张三" in told.held_rows[0].rule
        assert people(survey)["张小"].household == people(survey)["张三"].household

    def test_a_child_that_was_born_joins_its_family(self, survey: Survey, tmp_path: Path) -> None:
        told = self.take(survey, tmp_path, *FAMILY, ["A1", "张新", number("20260101", 2), "之女", ""])
        assert (told.new, told.held) == ({"household": 0, "member": 1, "registered": 0}, NOTHING)
        assert people(survey)["张新"].household == people(survey)["张三"].household

    def test_a_list_of_newcomers_that_names_the_head_joins(self, survey: Survey, tmp_path: Path) -> None:
        told = self.take(survey, tmp_path, ["A1", "张三", "张新"], heads=["户编号", "户主姓名", "姓名"])
        assert (told.new, told.held) == ({"household": 0, "member": 1, "registered": 0}, NOTHING)

    def test_a_list_of_strangers_under_a_known_code_is_held(self, survey: Survey, tmp_path: Path) -> None:
        told = self.take(survey, tmp_path, ["A1", "赵六"], ["A1", "赵小"], heads=["户编号", "姓名"])
        assert (told.new, told.held) == (NOTHING, {"household": 1, "member": 2, "registered": 0})

    def test_the_same_name_with_another_number_makes_nobody_common(self, survey: Survey, tmp_path: Path) -> None:
        told = self.take(survey, tmp_path, ["A1", "张三", number("19550505", 1), "户主", ""], ["A1", "周一", "", "配偶", ""])
        assert (told.new, told.held) == (NOTHING, {"household": 1, "member": 2, "registered": 0})

    def test_names_in_common_are_somebody_in_common(self, survey: Survey, tmp_path: Path) -> None:
        told = self.take(survey, tmp_path, ["A1", "李四"], ["A1", "周一"], heads=["户编号", "姓名"])
        assert (told.new, told.held) == ({"household": 0, "member": 1, "registered": 0}, NOTHING)

    def test_a_list_of_households_is_joined_by_code_and_head(self, survey: Survey, tmp_path: Path) -> None:
        heads = ["户编号", "户主姓名", "组别"]
        told = self.take(survey, tmp_path, ["A1", "张三", "1组"], heads=heads)
        assert (told.new, told.held, told.changed["household"]) == (NOTHING, NOTHING, 1)
        stranger = take_in(survey, [xlsx(tmp_path / "再.xlsx", [heads, ["A1", "赵六", "9组"]])])
        assert (stranger.held, home(survey).group) == ({"household": 1, "member": 0, "registered": 0}, "1组")

    def test_people_are_joined_to_a_household_that_had_none(self, survey: Survey, tmp_path: Path) -> None:
        take_in(survey, [xlsx(tmp_path / "户.xlsx", [["户编号", "户主姓名"], ["A8", "钱一"]])])
        told = self.take(survey, tmp_path, ["A8", "钱一"], ["A8", "钱二"], heads=["户编号", "姓名"])
        assert (told.new, told.held) == ({"household": 0, "member": 2, "registered": 0}, NOTHING)

    def test_a_code_that_two_known_households_have_is_held(self, survey: Survey, tmp_path: Path) -> None:
        with survey.change("另一户") as change:
            change.save(Household(code="A1", head="赵六"))
        told = self.take(survey, tmp_path, *FAMILY)
        assert (told.new, told.held) == (NOTHING, {"household": 1, "member": 3, "registered": 0})
        assert "2 户" in told.held_rows[0].rule

    def test_a_number_that_two_known_people_have_is_held(self, survey: Survey, tmp_path: Path) -> None:
        with survey.change("重复") as change:
            change.save(Member(household=home(survey).id, name="张小小", number=SON))
        told = self.take(survey, tmp_path, *FAMILY)
        assert (told.new, told.held) == (NOTHING, {"household": 0, "member": 1, "registered": 0})
        assert "2 个人" in told.held_rows[0].rule

    def test_a_family_without_code_is_found_by_its_people(self, survey: Survey, tmp_path: Path) -> None:
        told = self.take(survey, tmp_path, *[["", *row[1:]] for row in FAMILY])
        assert (told.new, told.held, told.changed) == (NOTHING, NOTHING, NOTHING)
        assert home(survey).code == "A1"

    def test_a_family_whose_code_was_corrected_is_found_by_its_people(self, survey: Survey, tmp_path: Path) -> None:
        told = self.take(survey, tmp_path, *[["B7", *row[1:]] for row in FAMILY])
        assert (told.new, told.changed["household"]) == (NOTHING, 1)
        assert home(survey).code == "B7"

    def test_most_of_a_family_under_another_head_is_held(self, survey: Survey, tmp_path: Path) -> None:
        told = self.take(survey, tmp_path, ["", "张小", SON, "户主", ""], ["", "李四", WIFE, "配偶", ""])
        assert (told.new, told.held) == (NOTHING, {"household": 1, "member": 2, "registered": 0})

    def test_a_number_of_somebody_who_belongs_to_no_household_is_held(self, survey: Survey, tmp_path: Path) -> None:
        with survey.change("迁出") as change:
            change.save(people(survey)["张小"].replace(household=None))
        told = self.take(survey, tmp_path, ["", "张小", SON, "户主", ""])
        assert (told.new["member"], told.held["member"]) == (0, 1)
        assert "“张小”在档案里不在哪一户，号码相同" in told.held_rows[0].rule

    def test_a_household_known_by_its_head_alone(self, survey: Survey, tmp_path: Path) -> None:
        heads = ["户主姓名", "住址"]
        told = self.take(survey, tmp_path, ["张三", "河边 3 号"], heads=heads)
        assert (told.new, told.changed["household"]) == (NOTHING, 1)
        assert home(survey).address == "河边 3 号"

    def test_two_known_heads_of_one_name_are_held(self, survey: Survey, tmp_path: Path) -> None:
        take_in(survey, [xlsx(tmp_path / "二.xlsx", [HEADS, ["A2", "张三", number("19330303", 1), "户主", ""]])])
        told = self.take(survey, tmp_path, ["张三", "河边 3 号"], heads=["户主姓名", "住址"])
        assert (told.new, told.held) == (NOTHING, {"household": 1, "member": 0, "registered": 0})

    def test_a_head_of_the_same_name_in_another_group_is_somebody_else(self, survey: Survey, tmp_path: Path) -> None:
        with survey.change("补组别") as change:
            change.save(home(survey).replace(group="1组"))
        told = self.take(survey, tmp_path, ["张三", "2组"], heads=["户主姓名", "组别"])
        assert told.new == {"household": 1, "member": 0, "registered": 0}

    def test_two_people_of_one_name_in_one_family_stay_two(self, survey: Survey, tmp_path: Path) -> None:
        rows = [["A5", "何花", number("19660606", 2), "户主", ""], ["A5", "何花", number("19880808", 2), "之女", ""]]
        assert self.take(survey, tmp_path, *rows).new == {"household": 1, "member": 2, "registered": 0}
        again = take_in(survey, [xlsx(tmp_path / "再.xlsx", [["再"], ["再"], HEADS, *rows])])
        assert (again.new, again.changed, again.held) == (NOTHING, NOTHING, NOTHING)

    def test_one_number_for_two_people_of_one_list_is_held(self, survey: Survey, tmp_path: Path) -> None:
        one = number("19660606", 2)
        told = self.take(survey, tmp_path, ["A5", "何花", one, "户主", ""], ["A5", "何叶", one, "之女", ""])
        assert (told.new, told.held) == (
            {"household": 1, "member": 1, "registered": 0},
            {"household": 0, "member": 1, "registered": 0},
        )

    def test_one_person_in_two_rows_is_one_person(self, survey: Survey, tmp_path: Path) -> None:
        one = number("19660606", 2)
        told = self.take(survey, tmp_path, ["A5", "何花", one, "户主", ""], ["A5", "何花", one, "户主", ""])
        assert (told.new, told.held) == ({"household": 1, "member": 1, "registered": 0}, NOTHING)

    def test_one_official_code_for_two_people_is_held(self, survey: Survey, tmp_path: Path) -> None:
        rows = [["A5", "何花", number("19660606", 2), "户主", "P1"], ["A5", "何叶", number("19880808", 2), "之女", "P1"]]
        told = self.take(survey, tmp_path, *rows, heads=[*HEADS[:4], "人编号"])
        assert (told.new, told.held) == (
            {"household": 1, "member": 1, "registered": 0},
            {"household": 0, "member": 1, "registered": 0},
        )

    def test_by_official_code_where_the_number_was_corrected(self, survey: Survey, tmp_path: Path) -> None:
        heads, right = [*HEADS[:4], "人编号"], number("19880808", 2)
        self.take(survey, tmp_path, ["A5", "何花", number("19660606", 2), "户主", "P1"], heads=heads)
        told = take_in(survey, [xlsx(tmp_path / "再.xlsx", [heads, ["A5", "何花", right, "户主", "P1"]])])
        assert (told.new, told.held, told.changed["member"]) == (NOTHING, NOTHING, 1)
        assert people(survey)["何花"].number == right


def test_two_books_of_one_call_that_differ_keep_the_first_and_name_the_second(
    survey: Survey, family: Path, tmp_path: Path
) -> None:
    told = take_in(survey, [family, changed(tmp_path, 1, "与户主关系", "之母")])
    assert told.new == {"household": 1, "member": 3, "registered": 0}
    assert people(survey)["李四"].relation is Relation.SPOUSE
    [bad] = told.refused
    assert (bad.file, bad.row, bad.column, bad.value) == ("新.xlsx", 3, "与户主关系", "之母")
    assert "一户.xlsx" in bad.rule


def test_a_group_of_answers_keeps_what_the_roster_does_not_say(survey: Survey, family: Path, tmp_path: Path) -> None:
    take_in(survey, [family])
    with survey.change("补性别") as change:
        change.save(people(survey)["张小"].replace(sex=Sex.MALE))
    take_in(survey, [changed(tmp_path, 2, "证件号码", f"{SON}42")])
    person = people(survey)["张小"]
    assert (person.number, person.sex) == (f"{SON}42", Sex.MALE)


def test_the_report_says_where_and_why_in_the_shape_that_was_promised(survey: Survey) -> None:
    told = take_in(survey, [NATIONAL]).json()
    assert json.loads(json.dumps(told, ensure_ascii=False)) == told
    assert {"outcome", "new", "changed", "same", "held", "proposals", "conflicts", "refused", "unused"} <= told.keys()
    [bad] = told["refused"]
    assert bad == {
        "file": "national-members.xlsx", "sheet": "脱贫人口", "row": 201, "column": "证件号码", "value": "1.10101199001011E+17",
        "rule": "号码被表格软件当成了数字，后几位已经丢失。", "advice": "请在原表里把这一列设成文本，重新填写号码后再导入；原有的号码不变。",
    }  # fmt: skip


def test_notes_that_say_the_same_are_counted_together(survey: Survey) -> None:
    noted = take_in(survey, [HOUSEHOLDS]).json()["noted"]
    assert {one["value"]: one["times"] for one in noted} == {"脱贫不稳定户": 10, "突发严重困难户": 1, "边缘易致贫户": 1}


def test_the_report_as_a_workbook_can_be_read_again(survey: Survey, tmp_path: Path) -> None:
    take_in(survey, [NATIONAL])
    told = take_in(survey, [CLASH, HANDMADE], dry_run=True)
    report_workbook(told, tmp_path / "报告.xlsx")
    sheets = {sheet.name: [row.cells for row in sheet.rows] for sheet in read_book(tmp_path / "报告.xlsx").sheets}
    assert ["试导入，没有写入档案"] in sheets["结果"]
    assert ["新增的农户", 30.0] in sheets["结果"]
    assert len(sheets["等人核对"]) == 1 + 12
    assert sheets["跳过的行"][1][:3] == ["village-handmade.xlsx", "石桥村2026年", 100.0]
    assert len(sheets["没有用到的列"]) == 1
    assert len(sheets["登记结论"]) == 1 + 90
    assert sheets["登记结论的列"][1] == [
        "village-handmade.xlsx",
        "石桥村2026年",
        "住房/等级",
        "住房等级",
        "2026-09-03",
        30.0,
        0.0,
        0.0,
        0.0,
    ]
    assert len(sheets["新增和变化举例"]) == 1 + 40


def test_the_report_in_words_names_every_place(survey: Survey) -> None:
    lines = report_lines(take_in(survey, [NATIONAL, CLASH]))
    assert lines[0] == "新增 60 户 198 人，更新 0 户 0 人，相同 0 户 0 人，等人核对 3 户 9 人。"
    assert lines[1] == (
        "“national-members.xlsx”的“脱贫人口”记作登记结论(2026-09-30)，不当作核实结果："
        "人数、危房级别、是否解决安全饮用水、人均纯收入(元)、识别时间、风险是否已消除。新增 360 条。"
    )
    assert lines[2] == "1 格没有采用："
    assert lines[3].startswith("  “national-members.xlsx”的“脱贫人口”第 201 行“证件号码”填的“1.10101199001011E+17”：")
    assert lines[4] == "12 条要由人核对："
    assert lines[17:] == [
        "1 人没有证件号码，照样收下：",
        "  “national-members.xlsx”的“脱贫人口”第 201 行“坏号”",
        "“national-members.xlsx”的“脱贫人口”没有对应的问题：省(区、市)、市(地、州)、县(市、区、旗)、乡(镇)、证件类型、政治面貌。",
    ]


def test_the_report_in_words_names_sheets_and_skipped_rows(survey: Survey, tmp_path: Path) -> None:
    book = xlsx(tmp_path / "a.xlsx", [HEADS, *FAMILY, ["合计", "3人"]], 记事=[["日期"], ["3月5日"]])
    assert report_lines(take_in(survey, [book]))[1:] == ["“a.xlsx”的“记事”：没有认出表头。", "1 行不是农户也不是人，跳过了。"]


def test_a_long_report_in_words_is_cut_and_says_so(survey: Survey, tmp_path: Path) -> None:
    rows = [[f"A{n}", f"王{n}", f"错{n}", "户主", ""] for n in range(25)]
    lines = report_lines(take_in(survey, [xlsx(tmp_path / "a.xlsx", [HEADS, *rows])], dry_run=True))
    assert lines[0].startswith("试导入，没有写入。新增 25 户 25 人")
    assert lines[1] == "25 格没有采用："
    assert lines[22] == "  另有 5 格没有采用，请看报告。"
    assert lines[23] == "25 人没有证件号码，照样收下："
    assert len(lines) == 1 + 2 * (1 + 20 + 1)
