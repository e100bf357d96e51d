"""A county of twenty villages, played from end to end by commands: enrol, take, differ, decide, answer, contest, settle."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from fieldapp.base.clock import Clock
from fieldapp.base.errors import Cancelled
from fieldapp.commands import commands
from fieldapp.desk.county_looking import Look
from fieldapp.desk.county_standings import Mark, standings
from fieldapp.desk.county_taking import Errand, State, take, take_one
from fieldapp.desk.enrolling import Enrolment
from fieldapp.desk.handing_over import hand_over
from fieldapp.desk.practice import make_practice
from fieldapp.desk.receiving import Outcome
from fieldapp.documents.edition import MASKED
from fieldapp.records.household import Household
from fieldapp.records.member import Left, Member, Relation
from fieldapp.records.problem import Problem
from fieldapp.records.village import Village
from fieldapp.store.registry import Registry
from fieldapp.store.survey import Survey
from tests import books
from tests.documents.reading import told

CODES = [f"9999992002{number:02d}" for number in range(1, 21)]
HOME, OTHER = "a" * 31 + "1", "a" * 31 + "2"
SHARED = books.number("19850505", 7)
"""A citizen number that the second and the third village both have."""


def run(*words: object, code: int = 0, as_json: bool = True) -> SimpleNamespace:
    """A command of the county's office; with its JSON document where it has one. One process costs half as much as two."""
    words = (*words, "--processes", 1) if words[:2] == ("county", "take") and "--processes" not in words else words
    done = CliRunner().invoke(commands, ["--by", "县办", *map(str, words)], prog_name="main.py", catch_exceptions=False)
    assert done.exit_code == code, done.output
    return SimpleNamespace(out=done.output, json=json.loads(done.stdout) if as_json and "--json" in words else None)


def village(folder: Path, place: int) -> Path:
    """A village's file: two households with one person."""
    code = CODES[place]
    path = folder / f"{code}.survey"
    told = Village(name=f"第{place + 1}村", code=code)
    with Survey.create(path, told, by="书记", clock=Clock()) as survey, survey.change("登记") as change:
        home = f"{place:02d}{HOME[2:]}"
        change.save(Household(home, head="张三", group="1组", code=f"5301{place:08d}"))
        change.save(Household(f"{place:02d}{OTHER[2:]}", head="李四"))
        number = SHARED if place in (1, 2) else books.number("19700101", 100 + place)
        change.save(Member(f"{place:02d}{'b' * 30}", household=home, name="张三", relation=Relation.HEAD, number=number))
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """The villages' laptops with their first books in `in/`, and the county's file with every village enrolled."""
    folder = tmp_path_factory.mktemp("county")
    (folder / "in").mkdir()
    books.xlsx(folder / "名单.xlsx", [["村代码", "村名", "乡镇"], *([code, f"第{n + 1}村", "青山镇"] for n, code in enumerate(CODES))])
    run("county", "new", folder / "青山.county", "--name", "青山县", "--phone", "08711234567")
    run("county", "enrol", folder / "青山.county", folder / "登记", "--list", folder / "名单.xlsx")
    for place, code in enumerate(CODES):
        path = village(folder, place)
        run("enrol", path, folder / "登记" / f"{code}.enrol")
        run("workbook", path, folder / "in" / f"{code}.xlsx")
    return folder


@pytest.fixture(scope="module")
def taken(made, tmp_path_factory) -> Path:
    """The same with all first books taken at the county."""
    folder = tmp_path_factory.mktemp("taken") / "all"
    shutil.copytree(made, folder)
    told = run("county", "take", folder / "青山.county", folder / "in", "--processes", 2, "--json").json
    assert told["states"] == {"good": 20}
    assert {line["new"] for line in told["files"]} == {4}
    return folder


@pytest.fixture
def county(taken, tmp_path) -> Path:
    """A folder of its own with everything taken."""
    folder = tmp_path / "县"
    shutil.copytree(taken, folder)
    return folder


def states(told: dict) -> dict[str, str]:
    return {line["file"]: line["state"] for line in told["files"]}


def codes(folder: Path) -> dict[str, str]:
    return {one["village"]: one["code"] for one in run("county", "code", folder / "青山.county", "--json").json}


def record(file: Path, **answers: object) -> None:
    """Answers of one household typed in by the command."""
    path = file.parent / "answers.json"
    path.write_text(json.dumps({"household": answers}), "utf-8")
    run("record", file, path)


def office_file(folder: Path, place: int) -> Path:
    return folder / "青山-各村" / f"{CODES[place]}.survey"


def filled(report: Path, title: str, *marks: dict[str, str], **where: str) -> Path:
    """The report with 决定 and 理由 in the rows whose cells are these, saved as another file."""
    book = load_workbook(report)
    sheet = book[title]
    heads = {cell.value: cell.column for cell in sheet[1]}
    rows = [row for row in range(2, sheet.max_row + 1) if all(sheet.cell(row, heads[k]).value == v for k, v in where.items())]
    assert len(rows) == len(marks)
    for row, mark in zip(rows, marks, strict=True):
        for head, text in mark.items():
            sheet.cell(row, heads[head]).value = text
    out = report.with_name(f"填好-{len(list(report.parent.iterdir()))}.xlsx")
    book.save(out)
    return out


def answered(folder: Path, place: int) -> None:
    """The county answers a village, and the village takes it."""
    out = folder / "out"
    run("county", "answer", folder / "青山.county", out, "--village", CODES[place])
    [book] = out.glob("*.xlsx")
    told = run("receive", folder / f"{CODES[place]}.survey", book, "--json").json
    assert told["outcome"] == "taken", told
    shutil.rmtree(out)


def handed_in(folder: Path, *places: int) -> dict:
    """Villages hand in what is new, and the county takes it."""
    box = folder / f"week{len(list(folder.iterdir()))}"
    box.mkdir()
    for place in places:
        run("workbook", folder / f"{CODES[place]}.survey", box / f"{CODES[place]}.xlsx")
    return run("county", "take", folder / "青山.county", box, "--json").json


def test_a_second_take_of_the_same_folder_changes_nothing(county):
    before = codes(county)
    told = run("county", "take", county / "青山.county", county / "in", "--json").json
    assert told["states"] == {"already": 20}
    assert codes(county) == before


def test_the_county_and_every_village_have_the_same_code(county):
    told = run("county", "code", county / "青山.county", "--json").json
    assert [one["village"] for one in told] == CODES
    assert all(one["equal"] for one in told)


def test_a_dry_run_tells_the_same_and_leaves_nothing(made, tmp_path):
    folder = tmp_path / "试"
    shutil.copytree(made, folder)
    told = run("county", "take", folder / "青山.county", folder / "in", "--dry-run", "--json").json
    assert told["states"] == {"good": 20}
    assert list((folder / "青山-各村").iterdir()) == []
    assert run("county", "code", folder / "青山.county", "--json").json == []


def test_work_conflict_decision_answer_contest_settled(county):
    home = f"00{HOME[2:]}"
    mine, office = county / f"{CODES[0]}.survey", office_file(county, 0)
    # both change the group of one household, neither knowing of the other
    record(mine, id=home, group="2组")
    record(office, id=home, group="3组")
    assert handed_in(county, 0)["files"][0]["conflicts"] == 1
    assert run("county", "rates", county / "青山.county", "--json").json["villages"][0]["conflicts"] == 1
    # the county decides in the report, with a reason
    run("county", "report", county / "青山.county", county / "报告.xlsx")
    rows = told(county / "报告.xlsx", "待定事项")
    assert [(row["户编号"], row["户主"], row["哪一项"], row["哪一方"]) for row in rows] == [
        ("530100000000", "张三", "组别", "甲"),
        ("530100000000", "张三", "组别", "乙"),
    ]
    assert {(row["说的是"], row["哪里说的"]) for row in rows} == {("2组", "村里"), ("3组", "县里")}
    done = filled(county / "报告.xlsx", "待定事项", {"决定": "采用", "理由": "看了门牌"}, 说的是="2组")
    assert states(run("county", "take", county / "青山.county", done, "--json").json) == {done.name: "decided"}
    # the village takes the answer, and both have one truth
    answered(county, 0)
    history = run("history", mine, home, "--json").json
    assert (history[-1]["now"], history[-1]["why"]) == ("2组", "看了门牌")
    assert run("code", mine, "--json").json["code"] == codes(county)[CODES[0]]
    # the county says the kind of household, which is its word; the village says otherwise: that is only proposed
    record(office, id=home, type="MONITORED")
    answered(county, 0)
    record(mine, id=home, type="EXITED")
    assert handed_in(county, 0)["files"][0]["proposals"] == 1
    assert run("show", office, home, "--json").json["household"]["type"] == "MONITORED"
    told_rates = run("county", "rates", county / "青山.county", "--json").json["villages"][0]
    assert (told_rates["conflicts"], told_rates["offers"]) == (0, 1)
    # the county declines it with a reason, which reaches the village; nothing is open any more
    run("county", "report", county / "青山.county", county / "报告2.xlsx")
    done = filled(county / "报告2.xlsx", "待定事项", {"决定": "不采用", "理由": "系统里仍是监测对象"}, 说的是="脱贫户")
    assert states(run("county", "take", county / "青山.county", done, "--json").json) == {done.name: "decided"}
    answered(county, 0)
    handed_in(county, 0)
    assert run("conflicts", mine, "--json").json == run("conflicts", office, "--json").json == []
    assert run("show", mine, home, "--json").json["household"]["type"] == "MONITORED"
    assert run("code", mine, "--json").json["code"] == codes(county)[CODES[0]]


def test_one_person_in_two_villages_is_one_line_and_one_decision_that_both_are_told(county):
    [pair] = run("county", "duplicates", county / "青山.county", "--json").json
    assert [one["village"] for one in pair["people"]] == CODES[1:3]
    run("county", "report", county / "青山.county", county / "报告.xlsx")
    [row] = told(county / "报告.xlsx", "跨村重复")
    assert (row["证件号码"], row["甲村"], row["乙村"]) == (SHARED, "第2村", "第3村")
    done = filled(county / "报告.xlsx", "跨村重复", {"决定": "搬到乙村", "理由": "去年搬走的"})
    assert states(run("county", "take", county / "青山.county", done, "--json").json) == {done.name: "decided"}
    assert run("county", "duplicates", county / "青山.county", "--json").json == []
    for place in (1, 2):
        answered(county, place)
    with Survey.open(county / f"{CODES[1]}.survey", by="书记") as before, Survey.open(county / f"{CODES[2]}.survey", by="书记") as after:
        gone, stayed = before.reader.get(Member, f"01{'b' * 30}"), after.reader.get(Member, f"02{'b' * 30}")
        assert gone
        assert gone.left is Left.MOVED_OUT
        assert gone.left_on
        assert stayed
        assert stayed.left is None
        assert stayed.joined_on == gone.left_on
        for survey in (before, after):
            assert survey.reader.acts(1)[0].why == "搬迁：张三在第3村和第2村都有；去年搬走的"


def test_a_mistyped_number_becomes_a_problem_of_that_village_and_is_not_asked_again(county):
    [pair] = run("county", "duplicates", county / "青山.county", "--json").json
    run("county", "decide", county / "青山.county", pair["id"], "甲村的号码打错了", "--why", "看了户口簿")
    assert run("county", "duplicates", county / "青山.county", "--json").json[0]["decided"] == "wrong_in_one"
    run("county", "report", county / "青山.county", county / "报告.xlsx")
    assert told(county / "报告.xlsx", "跨村重复") == []
    with Survey.open(office_file(county, 1), by="县办") as survey:
        [problem] = survey.reader.every(Problem)
        assert problem.household == f"01{HOME[2:]}"
        assert "第3村" in (problem.what or "")


@pytest.fixture(scope="module")
def differing(taken, tmp_path_factory) -> Path:
    """Village and county tell the group of one household differently, and the report asks which."""
    folder, home = tmp_path_factory.mktemp("differing") / "县", f"00{HOME[2:]}"
    shutil.copytree(taken, folder)
    record(folder / f"{CODES[0]}.survey", id=home, group="2组")
    record(office_file(folder, 0), id=home, group="3组")
    handed_in(folder, 0)
    run("county", "report", folder / "青山.county", folder / "报告.xlsx")
    return folder


@pytest.mark.parametrize(
    ("marks", "column", "rule"),
    [
        ([{"决定": "都行", "理由": "随便"}, {}], "决定", "没有“都行”这一项"),
        ([{"决定": "采用"}, {}], "理由", "没有写理由"),
        ([{"决定": "采用", "理由": "一"}, {"决定": "采用", "理由": "二"}], "决定", "有几行选了“采用”"),
        ([{"决定": "不采用", "理由": "一"}, {}], "决定", "没有说采用哪一个"),
        ([{"理由": "只写了理由"}, {}], "决定", "没有写决定"),
    ],
)
def test_a_wrong_or_missing_choice_is_refused_with_its_place_and_decides_nothing(differing, tmp_path, marks, column, rule):
    county = tmp_path / "县"
    shutil.copytree(differing, county)
    done = filled(county / "报告.xlsx", "待定事项", *marks)
    [line] = run("county", "take", county / "青山.county", done, "--json").json["files"]
    assert line["state"] == "partly"
    refused = line["refused"][0]
    assert (refused["file"], refused["sheet"], refused["column"]) == (done.name, "待定事项", column)
    assert refused["row"].isdigit()
    assert refused["value"] == marks[int(refused["row"]) - 2].get(column, "")
    assert rule in refused["rule"]
    assert refused["advice"]
    assert len(run("conflicts", office_file(county, 0), "--json").json) == 1


def test_every_file_of_a_mixed_folder_ends_in_exactly_one_state(county, made, tmp_path):
    box = tmp_path / "来的"
    box.mkdir()
    first, third = (county / f"{CODES[place]}.survey" for place in (0, 2))
    hand_in = {"旧的.xlsx": first, "新的.xlsx": first}
    for name, file in hand_in.items():
        run("workbook", file, box / name)
        record(file, id=f"00{HOME[2:]}", group=name)
    run("workbook", first, tmp_path / "更新的.xlsx")
    assert run("county", "take", county / "青山.county", tmp_path / "更新的.xlsx", "--json").json["states"] == {"good": 1}
    with Survey.open(third, by="书记") as survey:
        hand_over(survey, box / "公开版.xlsx", edition=MASKED)
        hand_over(survey, box / "好的.xlsx")
    shutil.copy(box / "好的.xlsx", box / "又一份.xlsx")
    load_workbook(box / "好的.xlsx").save(box / "另存.xlsx")
    (box / "坏的.xlsx").write_bytes((box / "好的.xlsx").read_bytes()[:4000])
    stranger = tmp_path / "外县.survey"
    with Survey.create(stranger, Village(name="外县村", code="888888200201"), by="书记") as survey:
        survey.note("exchange_key", "FHKL-2345-FHKL-2345-FHKL")
        hand_over(survey, box / "外县.xlsx")
    with make_practice(tmp_path / "练习.survey", households=1) as survey:
        hand_over(survey, box / "练习.xlsx")
    shutil.copy(books.NATIONAL, box / "名册.xlsx")
    books.xlsx(box / "别的.xlsx", [["日期", "天气"], ["1 月", "晴"]])
    (box / "说明.txt").write_text("请查收", "utf-8")
    (box / "~$好的.xlsx").write_bytes(b"left by a spreadsheet")
    edited = load_workbook(made / "in" / f"{CODES[1]}.xlsx")
    cell = next(cell for row in edited["农户"].iter_rows() for cell in row if cell.value == "李四")
    cell.value = "李四四"
    edited.save(box / "手改.xlsx")
    run("county", "workbook", county / "青山.county", box / "合并.xlsx")
    before = codes(county)
    found = states(run("county", "take", county / "青山.county", box, "--json").json)
    assert found == {
        "旧的.xlsx": "old", "新的.xlsx": "old", "公开版.xlsx": "refused", "又一份.xlsx": "good", "好的.xlsx": "double", "另存.xlsx": "double",
        "坏的.xlsx": "refused", "外县.xlsx": "refused", "练习.xlsx": "practice", "名册.xlsx": "roster", "别的.xlsx": "unknown",
        "说明.txt": "unknown", "手改.xlsx": "edited", "合并.xlsx": "refused",
    }  # fmt: skip
    assert codes(county) == before


def test_a_book_that_does_not_tell_when_it_was_written_meets_what_all_others_tell(made, tmp_path):
    folder = tmp_path / "县"
    shutil.copytree(made, folder)
    book = load_workbook(folder / "in" / f"{CODES[0]}.xlsx")
    del book["_meta"]
    book.save(folder / "in" / "!没有包的.xlsx")
    told = run("county", "take", folder / "青山.county", folder / "in", "--json").json
    assert sum(line["proposals"] for line in told["files"]) == 0
    assert codes(folder) == {code: run("code", folder / f"{code}.survey", "--json").json["code"] for code in CODES}


def sorted_as_seen(sheet) -> None:
    """Every line's visible cells change places with those of the line from the other end; the hidden ones stay."""
    shown = [cell.column for cell in sheet[1] if not str(cell.value).startswith("_")]
    rows = [[sheet.cell(row, column).value for column in shown] for row in range(2, sheet.max_row + 1)]
    for row, cells in enumerate(reversed(rows), 2):
        for column, value in zip(shown, cells, strict=True):
            sheet.cell(row, column).value = value


def other_text(sheet) -> None:
    """Somebody corrects what the first line says, and takes that."""
    column = next(cell.column for cell in sheet[1] if cell.value == "说的是")
    sheet.cell(2, column).value = "8组"


@pytest.mark.parametrize(("altered", "refused"), [(sorted_as_seen, 2), (other_text, 1)])
def test_a_decision_on_a_line_that_shows_something_else_than_was_written_decides_nothing(differing, altered, refused):
    done = filled(differing / "报告.xlsx", "待定事项", {"决定": "采用", "理由": "看了门牌"}, {"理由": "没有看"})
    book = load_workbook(done)
    altered(book["待定事项"])
    book.save(done)
    [line] = run("county", "take", differing / "青山.county", done, "--json").json["files"]
    rules = [one["rule"] for one in line["refused"] if "和导出时不一样" in one["rule"]]
    assert (line["state"], line["changed"], len(rules)) == ("partly", 0, refused)
    assert run("county", "rates", differing / "青山.county", "--json").json["villages"][0]["conflicts"] == 1


def test_a_report_of_the_first_form_has_no_key_and_is_read_and_one_of_a_later_form_is_refused(differing, tmp_path):
    folder = tmp_path / "县"
    shutil.copytree(differing, folder)
    done = filled(folder / "报告.xlsx", "待定事项", {"决定": "采用", "理由": "看了门牌"}, {})
    book = load_workbook(done)
    place = next(cell for cell in book["_meta"]["B"] if book["_meta"].cell(cell.row, 1).value == "format")
    place.value = "9"
    book.save(done)
    [line] = run("county", "take", folder / "青山.county", done, "--json").json["files"]
    assert (line["state"], line["told"][1]) == ("refused", "请先升级本程序再收。")
    place.value = "1"
    book["待定事项"].delete_cols(1)
    book.save(done)
    assert states(run("county", "take", folder / "青山.county", done, "--json").json) == {done.name: "decided"}


def test_what_the_village_decides_is_only_proposed_by_a_report_and_waits_for_it(county):
    home = f"00{HOME[2:]}"
    record(county / f"{CODES[0]}.survey", id=home, phone="13800000001")
    handed_in(county, 0)
    record(office_file(county, 0), id=home, phone="13900000002")
    run("county", "report", county / "青山.county", county / "报告.xlsx")
    assert {(row["说的是"], row["建议"]) for row in told(county / "报告.xlsx", "待定事项")} == {
        ("13800000001", ""), ("13900000002", "县里提的，等村里答复"),
    }  # fmt: skip
    done = filled(county / "报告.xlsx", "待定事项", {"决定": "采用", "理由": "打通了"}, 说的是="13900000002")
    [line] = run("county", "take", county / "青山.county", done, "--dry-run", "--json").json["files"]
    assert line["told"] == ["定了 1 项。", "其中 1 项由村里作主，已提给村里，等村里答复。"]
    assert run("county", "take", county / "青山.county", done, "--json").json["files"][0]["told"] == line["told"]
    assert run("show", office_file(county, 0), home, "--json").json["household"]["phone"] == "13800000001"


def test_a_package_that_rests_on_one_that_never_came_has_a_hole_until_that_comes(county, tmp_path):
    run("county", "new", tmp_path / "新.county", "--name", "青山县")
    mine, home = county / f"{CODES[0]}.survey", f"00{HOME[2:]}"
    record(mine, id=home, group="2组")
    handed_in(county, 0)
    answered(county, 0)
    record(mine, id=home, group="4组")
    with Survey.open(mine, by="书记") as survey:
        survey.note("exchange_key", "")
        hand_over(survey, tmp_path / "后来.xlsx")
        survey.note("confirmed", "")
        hand_over(survey, tmp_path / "全的.xlsx")
    for name, state in (("后来.xlsx", "holes"), ("全的.xlsx", "good")):
        [line] = run("county", "take", tmp_path / "新.county", tmp_path / name, "--json").json["files"]
        assert line["state"] == state
    with Registry.open(tmp_path / "新.county") as registry, Survey.open(registry.survey_path(CODES[0]), by="县办") as survey:
        assert survey.reader.get(Household, home).group == "4组"


def test_of_twenty_books_five_damaged_ones_are_listed_and_fifteen_taken(made, tmp_path):
    folder = tmp_path / "坏五个"
    shutil.copytree(made, folder)
    for place, code in enumerate(CODES[:5]):
        path = folder / "in" / f"{code}.xlsx"
        content = bytearray(path.read_bytes())
        content[len(content) // 3 : len(content) // 3 + 400 * (place + 1)] = b"\x00" * 400 * (place + 1)
        path.write_bytes(bytes(content))
    told = run("county", "take", folder / "青山.county", folder / "in", "--json").json
    assert told["states"] == {"good": 15, "refused": 5}
    assert all(line["told"] for line in told["files"] if line["state"] == "refused")
    assert set(codes(folder)) == set(CODES[5:])


def test_a_cancelled_take_leaves_whole_villages_and_the_next_one_ends_it(made, tmp_path):
    folder = tmp_path / "停"
    shutil.copytree(made, folder)

    def stop(done: int, _: int) -> None:
        if done == 7:
            raise Cancelled

    with Registry.open(folder / "青山.county") as registry:
        with pytest.raises(Cancelled):
            take(registry, [folder / "in"], by="县办", progress=stop)
        for path in registry.folder.glob("*.survey"):
            with Survey.open(path, by="县办") as survey:
                assert survey.reader.count(Household) in (0, 2)
        lines = take(registry, [folder / "in"], by="县办")
        assert {line.state for line in lines} == {State.GOOD, State.ALREADY}
    assert all(one["equal"] for one in run("county", "code", folder / "青山.county", "--json").json)


@pytest.mark.parametrize("opened", [False, True])
def test_a_village_whose_file_was_begun_when_the_machine_went_off_has_not_been_heard_of(made, tmp_path, opened):
    folder = tmp_path / "县"
    shutil.copytree(made, folder)
    place = folder / "青山-各村" / f"{CODES[0]}.survey"
    Survey.create(place, None, by="县办", county=True).close()
    if opened:  # and what it left beside the file is of that file only
        for ending in ("-wal", "-shm"):
            place.with_name(place.name + ending).write_bytes(b"left behind")
    with Registry.open(folder / "青山.county") as registry:
        assert not registry.heard(CODES[0])
        assert [one.mark() for one in standings(registry, {})] == [Mark.NEVER] * len(CODES)
    assert {one["file"] for one in run("county", "answer", folder / "青山.county", tmp_path / "out", "--json").json} == {""}
    book = folder / "in" / f"{CODES[0]}.xlsx"
    assert states(run("county", "take", folder / "青山.county", book, "--dry-run", "--json").json) == {book.name: "good"}
    assert states(run("county", "take", folder / "青山.county", book, "--json").json) == {book.name: "good"}
    assert codes(folder) == {CODES[0]: run("code", folder / f"{CODES[0]}.survey", "--json").json["code"]}


def test_a_village_s_file_that_cannot_be_written_leaves_nothing_of_itself_behind(made, tmp_path):
    resource = pytest.importorskip("resource", reason="Windows has no limit of a file's size")
    Survey.create(tmp_path / "blank.survey", None, by="县办", county=True).close()
    place = tmp_path / "各村" / f"{CODES[0]}.survey"
    errand = Errand(Look(made / "in" / f"{CODES[0]}.xlsx", ""), place, tmp_path / "blank.survey", "县办", "", "")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**14, before[1]))
    try:
        receipt = take_one(errand, lambda _: None)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert receipt.outcome is Outcome.REFUSED
    assert list(place.parent.iterdir()) == []


def test_a_village_that_was_never_enrolled_is_taken_with_a_word_about_it(county, tmp_path):
    with Survey.create(tmp_path / "新村.survey", Village(name="新村", code="999999200299"), by="书记") as survey:
        hand_over(survey, tmp_path / "新村.xlsx")
    [line] = run("county", "take", county / "青山.county", tmp_path / "新村.xlsx", "--json").json["files"]
    assert (line["state"], line["name"]) == ("good", "新村")
    assert any("没有登记密钥" in told for told in line["told"])


def test_a_village_never_heard_of_gets_no_answer_but_a_sentence(made, tmp_path):
    shutil.copytree(made, tmp_path / "空")
    [told] = run("county", "answer", tmp_path / "空" / "青山.county", tmp_path / "out", "--village", CODES[0], "--json").json
    assert (told["file"], told["why"]) == ("", "还没有收到过它的包，不用回。")


def test_the_answer_is_locked_under_the_village_s_key_and_no_other_village_opens_it(county, tmp_path):
    run("county", "answer", county / "青山.county", tmp_path / "out", "--village", CODES[0])
    [book] = (tmp_path / "out").glob("*.xlsx")
    assert "张三".encode() not in book.read_bytes()
    assert run("receive", county / f"{CODES[1]}.survey", book, "--json", code=1).json["outcome"] == "refused"
    assert run("receive", county / f"{CODES[0]}.survey", book, "--json").json["outcome"] == "taken"


def test_the_merged_book_has_every_village_in_its_rows_and_is_no_package(county, tmp_path):
    run("county", "workbook", county / "青山.county", tmp_path / "合并.xlsx")
    rows = told(tmp_path / "合并.xlsx", "农户")
    assert len(rows) == 40
    assert {(row["村名"], row["村代码"], row["来源"]) for row in rows} == {
        (f"第{place + 1}村", code, f"{code}.xlsx") for place, code in enumerate(CODES)
    }
    assert len(told(tmp_path / "合并.xlsx", "村")) == 20
    refusal = run("receive", county / f"{CODES[0]}.survey", tmp_path / "合并.xlsx", "--json", code=1).json
    assert refusal["outcome"] == "refused"
    assert "合并" in refusal["refused"][0]["rule"]


def test_the_rates_end_with_the_county_s_average(county):
    told = run("county", "rates", county / "青山.county", "--json").json
    assert len(told["villages"]) == 20
    assert (told["average"]["counts"]["households"], told["average"]["counts"]["people"], told["average"]["covered"]) == (2.0, 1.0, 0.0)
    assert "全县平均" in run("county", "rates", county / "青山.county").out


def test_an_enrolment_of_another_village_is_refused_and_enrolling_again_keeps_the_key(made, tmp_path):
    refusal = run("enrol", made / f"{CODES[0]}.survey", made / "登记" / f"{CODES[1]}.enrol", code=1)
    assert "不是“第1村”的" in refusal.out
    folder = tmp_path / "again"
    shutil.copytree(made, folder)
    run("county", "enrol", folder / "青山.county", folder / "又", "--village", CODES[0], "第1村")
    one, other = (Enrolment.read(folder / box / f"{CODES[0]}.enrol") for box in ("登记", "又"))
    assert one == other
    assert one.key != Enrolment.read(folder / "登记" / f"{CODES[1]}.enrol").key


def test_a_county_under_a_password_opens_with_it_alone_and_so_do_its_villages(made, tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTY_PASSWORD", "密 1")
    secret = ["--survey-password-env", "COUNTY_PASSWORD"]
    run(*secret, "county", "new", tmp_path / "密.county", "--name", "青山县")
    with Survey.open(village(tmp_path, 0), by="书记") as survey:
        hand_over(survey, tmp_path / "一.xlsx")
    run(*secret, "county", "take", tmp_path / "密.county", tmp_path / "一.xlsx")
    run("county", "code", tmp_path / "密.county", code=1)
    place = tmp_path / "密-各村" / f"{CODES[0]}.survey"
    assert "张三".encode() not in place.read_bytes()
    assert run(*secret, "households", place, "--json").json
