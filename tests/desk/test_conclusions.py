"""登记结论 come in once, dated and with their source, never over what a person wrote, and nothing that was said is lost."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from fieldapp.desk.intake import Intake
from fieldapp.desk.registering import report_lines, report_workbook, take_in
from fieldapp.documents.foreign import read_book
from fieldapp.records import Household, Member
from fieldapp.records.registered import Registered, Topic
from fieldapp.store.survey import Survey
from tests.books import CLASH, HEAD, HOUSEHOLDS, MEMBERS, NATIONAL, SON, text, xlsx
from tests.desk.conftest import Make

TITLE = ["截至2024年6月30日石桥村名册"]
HEADS = ["户编号", "姓名", "证件号码", "与户主关系", "饮水安全", "年龄"]
FAMILY: list[list[Any]] = [["A1", "张三", HEAD, "户主", "安全", 54], ["A1", "李四", "", "配偶", "安全", 52]]


@pytest.fixture
def family(tmp_path: Path) -> Path:
    return xlsx(tmp_path / "一户.xlsx", [TITLE, HEADS, *FAMILY])


def stated(survey: Survey) -> list[tuple[Topic | None, str | None, str | None, dt.date | None]]:
    """Topic, words, name of the person, day."""
    names = {member.id: member.name for member in survey.reader.every(Member)}
    return [(one.topic, one.said, names.get(one.member or ""), one.on) for one in survey.reader.every(Registered)]


def figures(told: Intake) -> dict[str, int]:
    return {name: getattr(told, name)[Registered.table] for name in ("new", "changed", "same", "held")}


ON = dt.date(2024, 6, 30)
WATER = (Topic.WATER, "安全", None, ON)
AGE = (Topic.AGE, "52", "李四", ON)


def test_statements_are_kept_with_household_person_day_and_source(survey: Survey, family: Path) -> None:
    told = take_in(survey, [family])
    assert figures(told) == {"new": 2, "changed": 0, "same": 0, "held": 0}
    assert stated(survey) == [WATER, AGE]
    [home] = survey.reader.every(Household)
    [water, _] = survey.reader.dossier(home.id).all(Registered)
    assert (water.household, water.column, water.source) == (home.id, "饮水安全", "截至2024年6月30日石桥村名册 · 名单")


def test_the_same_book_again_changes_nothing_under_whatever_name(survey: Survey, family: Path, tmp_path: Path) -> None:
    take_in(survey, [family])
    before, code = len(survey.reader.acts(-1)), survey.code()
    (tmp_path / "另一个名字.xlsx").write_bytes(family.read_bytes())
    for book in (family, tmp_path / "另一个名字.xlsx"):
        told = take_in(survey, [book])
        assert (figures(told), told.outcome) == ({"new": 0, "changed": 0, "same": 2, "held": 0}, "unchanged")
    assert (len(survey.reader.acts(-1)), survey.code()) == (before, code)


def test_two_laptops_that_take_the_same_book_agree(make: Make, family: Path, tmp_path: Path) -> None:
    (tmp_path / "另一个名字.xlsx").write_bytes(family.read_bytes())
    one, other = make("甲"), make("乙")
    take_in(one, [family])
    take_in(other, [tmp_path / "另一个名字.xlsx"])
    assert one.code() == other.code()


def test_the_same_statement_in_another_book_is_the_same_record(survey: Survey, family: Path, tmp_path: Path) -> None:
    take_in(survey, [family])
    code = survey.code()
    told = take_in(survey, [text(tmp_path / "同.csv", [TITLE, HEADS, *FAMILY], "utf-8")])
    assert (figures(told), survey.code()) == ({"new": 0, "changed": 0, "same": 2, "held": 0}, code)


def test_a_newer_statement_is_one_more_record_and_the_older_one_stays(survey: Survey, family: Path, tmp_path: Path) -> None:
    take_in(survey, [family])
    newer = [["截至2025年6月30日石桥村名册"], HEADS, ["A1", "张三", HEAD, "户主", "不安全", 55]]
    told = take_in(survey, [xlsx(tmp_path / "新.xlsx", newer)], fill_empty=True)
    assert figures(told)["new"] == 1
    assert stated(survey) == [WATER, AGE, (Topic.WATER, "不安全", None, dt.date(2025, 6, 30))]


def test_the_same_words_on_a_later_day_that_is_written_are_one_more_record(survey: Survey, family: Path, tmp_path: Path) -> None:
    take_in(survey, [family])
    later = [["截至2025年6月30日石桥村名册"], HEADS[:5], ["A1", "张三", HEAD, "户主", "安全"]]
    assert figures(take_in(survey, [xlsx(tmp_path / "新.xlsx", later)])) == {"new": 1, "changed": 0, "same": 0, "held": 0}
    assert stated(survey)[2:] == [(Topic.WATER, "安全", None, dt.date(2025, 6, 30))]


def test_a_book_that_was_only_saved_again_tells_no_news_but_a_word_that_changed_is(survey: Survey, tmp_path: Path) -> None:
    def book(name: str, said: str, saved: dt.datetime | None) -> Path:
        path = xlsx(tmp_path / name, [["名册"], HEADS[:5], ["A1", "张三", HEAD, "户主", said]])
        return path if saved is None else _saved(path, saved)

    take_in(survey, [book("一.xlsx", "安全", dt.datetime(2026, 5, 1, tzinfo=dt.UTC))])
    assert stated(survey) == [(Topic.WATER, "安全", None, dt.date(2026, 5, 1))]
    assert figures(take_in(survey, [book("二.xlsx", "安全", dt.datetime(2026, 6, 1, tzinfo=dt.UTC))]))["same"] == 1
    take_in(survey, [book("三.xlsx", "不安全", dt.datetime(2026, 7, 1, tzinfo=dt.UTC))])
    assert stated(survey)[1:] == [(Topic.WATER, "不安全", None, dt.date(2026, 7, 1))]
    assert figures(take_in(survey, [book("四.xlsx", "安全", dt.datetime(2026, 8, 1, tzinfo=dt.UTC))]))["new"] == 1


def _saved(path: Path, at: dt.datetime) -> Path:
    """The same book, as if it had been saved at that moment."""
    import zipfile

    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    core = f"<cp:coreProperties xmlns:cp='c' xmlns:dcterms='d'><dcterms:modified>{at.isoformat()}</dcterms:modified></cp:coreProperties>"
    with zipfile.ZipFile(path, "w") as book:
        for name, part in (parts | {"docProps/core.xml": core.encode()}).items():
            book.writestr(name, part)
    return path


def test_what_a_person_corrected_is_not_undone_by_the_book(survey: Survey, family: Path) -> None:
    take_in(survey, [family])
    [water, _] = survey.reader.every(Registered)
    with survey.change("更正") as change:
        change.save(water.replace(said="不安全"))
    assert figures(take_in(survey, [family])) == {"new": 0, "changed": 0, "same": 2, "held": 0}
    assert stated(survey)[0] == (Topic.WATER, "不安全", None, ON)


def test_a_deleted_statement_does_not_come_back_from_the_same_book(survey: Survey, family: Path) -> None:
    take_in(survey, [family])
    [water, _] = survey.reader.every(Registered)
    with survey.change("记错了") as change:
        change.remove(water, "记错了")
    told = take_in(survey, [family])
    assert figures(told) == {"new": 0, "changed": 0, "same": 1, "held": 1}
    [held] = told.held_rows
    assert (held.noun, held.name, held.row) == ("registered", "安全", 3)
    assert "删除" in held.rule
    survey.undo()
    assert figures(take_in(survey, [family]))["same"] == 2


def test_an_intake_with_statements_can_be_undone_and_made_again(survey: Survey, family: Path) -> None:
    take_in(survey, [family])
    code = survey.code()
    survey.undo()
    assert stated(survey) == []
    assert figures(take_in(survey, [family]))["new"] == 2
    assert survey.code() == code


def test_an_age_is_kept_only_of_people_whose_birth_nobody_knows(survey: Survey) -> None:
    take_in(survey, [HOUSEHOLDS])
    told = take_in(survey, [MEMBERS])
    [ages] = told.conclusions
    assert (ages.column, ages.new, ages.redundant, ages.same, ages.held) == ("年龄*", 110, 45, 0, 0)
    unborn = {member.id for member in survey.reader.every(Member) if not member.number}
    assert {one.member for one in survey.reader.every(Registered) if one.topic is Topic.AGE} == unborn


def test_which_of_two_books_knows_the_birth_does_not_count(make: Make, tmp_path: Path) -> None:
    ages = xlsx(
        tmp_path / "年龄.xlsx",
        [TITLE, ["户编号", "姓名", "与户主关系", "年龄"], ["A1", "张三", "户主", 54], ["A1", "李四", "配偶", 52]],
    )
    numbers = xlsx(tmp_path / "号码.xlsx", [TITLE, HEADS[:4], ["A1", "张三", HEAD, "户主"], ["A1", "李四", "", "配偶"]])
    for name, books in (("甲", [ages, numbers]), ("乙", [numbers, ages])):
        survey = make(name)
        take_in(survey, books)
        assert stated(survey) == [AGE]


@pytest.mark.parametrize(("age", "noted"), [(53, False), (54, False), (55, False), (56, True), (52, True), ("不详", False)])
def test_an_age_that_contradicts_the_number_by_more_than_a_year_is_noted(
    survey: Survey, tmp_path: Path, age: int | str, noted: bool
) -> None:
    told = take_in(survey, [xlsx(tmp_path / "a.xlsx", [TITLE, HEADS, ["A1", "张三", HEAD, "户主", "", age]])])
    assert [(note.column, note.value, "54 岁" in note.note) for note in told.noted] == (
        [("年龄", str(age), True)] if noted else []
    )
    assert stated(survey) == []


def test_statements_of_a_held_family_are_counted_and_come_once_it_is_decided(survey: Survey, tmp_path: Path) -> None:
    take_in(survey, [NATIONAL])
    kept = survey.reader.count(Registered)
    rows = [[*row.cells, "不安全"] if row.number > 1 else [*row.cells, "饮水安全"] for row in read_book(CLASH).sheets[0].rows]
    clash = xlsx(tmp_path / "冲突.xlsx", rows)
    assert figures(take_in(survey, [clash])) == {"new": 0, "changed": 0, "same": 0, "held": 3}
    assert survey.reader.count(Registered) == kept
    free = [[f"B{row[0]}", *row[1:]] if index else row for index, row in enumerate(rows)]
    assert figures(take_in(survey, [xlsx(tmp_path / "改好.xlsx", free)]))["new"] == 3


def test_statements_about_a_held_person_wait_with_him(survey: Survey, family: Path, tmp_path: Path) -> None:
    take_in(survey, [family])
    told = take_in(survey, [xlsx(tmp_path / "新.xlsx", [TITLE, HEADS, FAMILY[0], ["A1", "李四", "", "之女", "安全", 8]])])
    assert (told.held["member"], figures(told)) == (1, {"new": 0, "changed": 0, "same": 1, "held": 1})


def test_rows_of_one_family_that_differ_are_all_kept(survey: Survey, tmp_path: Path) -> None:
    rows = [TITLE, [*HEADS[:4], "年收入"], ["A1", "张三", HEAD, "户主", 3000], ["A1", "张小", SON, "之子", 2000]]
    told = take_in(survey, [xlsx(tmp_path / "a.xlsx", rows)])
    assert stated(survey) == [(Topic.INCOME, "3000", "张三", ON), (Topic.INCOME, "2000", "张小", ON)]
    assert len(told.noted) == 2
    assert figures(take_in(survey, [tmp_path / "a.xlsx"]))["same"] == 2


def test_a_dry_run_tells_what_would_be_kept_and_keeps_nothing(survey: Survey, family: Path) -> None:
    dry = take_in(survey, [family], dry_run=True)
    assert survey.reader.count(Registered) == 0
    real = take_in(survey, [family])
    assert (dry.new, dry.statements, dry.conclusions, dry.no_number) == (
        real.new,
        real.statements,
        real.conclusions,
        real.no_number,
    )


def test_people_without_a_number_are_taken_and_named_once(survey: Survey, family: Path, tmp_path: Path) -> None:
    told = take_in(survey, [family, text(tmp_path / "同.csv", [TITLE, HEADS, *FAMILY], "utf-8")])
    assert told.new["member"] == 2
    assert told.json()["no_number"] == [{"file": "一户.xlsx", "sheet": "名单", "row": 4, "name": "李四"}]
    with survey.change("补号码") as change:
        change.save(next(one for one in survey.reader.every(Member) if one.name == "李四").replace(number=SON))
    assert take_in(survey, [family]).no_number == []


def test_the_report_shows_conclusions_in_words_in_json_and_as_a_workbook(survey: Survey, family: Path, tmp_path: Path) -> None:
    told = take_in(survey, [family])
    assert report_lines(told)[1:] == [
        "“一户.xlsx”的“名单”记作登记结论(2024-06-30)，不当作核实结果：饮水安全、年龄。新增 2 条，已知道生日不用另记 1 条。",
        "1 人没有证件号码，照样收下：",
        "  “一户.xlsx”的“名单”第 4 行“李四”",
    ]
    document = told.json()
    assert json.loads(json.dumps(document, ensure_ascii=False)) == document
    place = {"file": "一户.xlsx", "sheet": "名单", "on": "2024-06-30", "same": 0, "held": 0}
    assert document["conclusions"] == [
        place | {"column": "饮水安全", "topic": "饮水安全", "new": 1, "redundant": 0},
        place | {"column": "年龄", "topic": "年龄", "new": 1, "redundant": 1},
    ]
    report_workbook(told, tmp_path / "报告.xlsx")
    sheets = {sheet.name: [row.cells for row in sheet.rows] for sheet in read_book(tmp_path / "报告.xlsx").sheets}
    assert sheets["登记结论"][1:] == [
        ["一户.xlsx", "名单", 3.0, "张三", "整户", "饮水安全", "饮水安全", "安全", "2024-06-30"],
        ["一户.xlsx", "名单", 4.0, "张三", "李四", "年龄", "年龄", "52", "2024-06-30"],
    ]
    assert sheets["没有证件号码的人"][1:] == [["一户.xlsx", "名单", 4.0, "李四"]]
