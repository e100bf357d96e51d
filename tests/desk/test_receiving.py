"""Receiving a book: exactly one named outcome, by the public command, with books that people and other programs have had."""

import contextlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from openpyxl.comments import Comment

from fieldapp.base.errors import Cancelled
from fieldapp.commands import commands
from fieldapp.desk.handing_over import CONFIRMED, PRACTICE
from fieldapp.desk.opening import opened
from fieldapp.desk.receiving import Outcome, receive
from fieldapp.documents.arriving import comments_in
from fieldapp.records.problem import Problem
from fieldapp.records.visit import Visit
from fieldapp.store.connection import Key
from fieldapp.store.received import Received
from fieldapp.store.schema import SCHEMA
from fieldapp.store.survey import Survey
from tests.books import FAMILY, HEADS, ROSTERS, xlsx
from tests.documents.hand import Hand
from tests.documents.office import saved_by_libreoffice
from tests.documents.reading import told

Run = Callable[..., SimpleNamespace]


def _run(folder: Path, *words: object) -> SimpleNamespace:
    with contextlib.chdir(folder):
        done = CliRunner().invoke(commands, list(map(str, words)), prog_name="main.py", catch_exceptions=False)
    return SimpleNamespace(code=done.exit_code, out=done.stdout, err=done.stderr, json=lambda: json.loads(done.stdout))


@pytest.fixture(scope="module")
def origin(tmp_path_factory) -> Path:
    """A practice village of twelve households (村.survey), its book (book.xlsx) and two that LibreOffice has saved again:
    unchanged (office.xlsx), and after a person had edited it (edited.xlsx)."""  # fmt: skip
    folder = tmp_path_factory.mktemp("origin")
    assert _run(folder, "practice", "村.survey", "--households", 12, "--seed", 3, "--on", "2026-11-22").code == 0
    assert _run(folder, "workbook", "村.survey", "book.xlsx").code == 0
    saved_by_libreoffice(folder / "book.xlsx", folder / "office.xlsx")
    hand = Hand(folder / "book.xlsx").type("成员", 2, 姓名="改名人").type("饮水", 2, **{"每人每天用水量(升)": 33})
    saved_by_libreoffice(hand.saved(folder / "hand.xlsx"), folder / "edited.xlsx")
    return folder


@pytest.fixture
def file(origin, tmp_path) -> Path:
    """The village's file as it was when the book was written."""
    for one in origin.glob("村.survey*"):
        shutil.copy(one, tmp_path / one.name)
    return tmp_path / "村.survey"


@pytest.fixture
def run(tmp_path) -> Run:
    return lambda *words: _run(tmp_path, *words)


@pytest.fixture
def hand(origin) -> Hand:
    return Hand(origin / "book.xlsx")


@pytest.fixture
def got(run, file, tmp_path) -> Callable[[Hand], dict]:
    """`got(hand)`: what `receive` answers to the book; it offers only, so the 对账码 stays."""

    def receive(hand: Hand) -> dict:
        before = run("code", file).out
        done = run("receive", file, hand.saved(tmp_path / "改过.xlsx"), "--json")
        assert run("code", file).out == before
        return done.json()

    return receive


def _kept(file: Path) -> list[bytes]:
    """The copies of what was received into a file."""
    with opened(file, by="王") as survey:
        received = Received(survey.path, survey.key)
        return [received.get(one.sha256) for one in received.all()]


def _proposed(answer: dict) -> list[tuple]:
    return [(edit["sheet"], edit["row"], edit["what"], edit["was"], edit["now"]) for edit in answer["edits"]]


# --- packages


def test_a_book_into_an_empty_file_brings_everything_and_a_second_time_nothing(run, file, origin, tmp_path):
    with Survey.create(tmp_path / "空.survey", None, by="县", county=True) as survey:
        survey.note(PRACTICE, "3")
    taken = run("receive", "空.survey", origin / "book.xlsx", "--json").json()
    assert (taken["outcome"], taken["new"]["household"], taken["proposals"]) == ("taken", 12, 0)
    assert run("code", "空.survey").out == run("code", file).out
    assert run("receive", "空.survey", origin / "book.xlsx", "--json").json()["outcome"] == "already"


@pytest.mark.parametrize("book", ["book.xlsx", "office.xlsx"])
def test_a_book_of_ours_is_taken_whoever_saved_it_and_offers_nothing(run, file, origin, book):
    before = run("code", file).out
    answer = run("receive", file, origin / book, "--json").json()
    assert (answer["outcome"], answer["proposals"], answer["refused"], answer["edits"]) == ("taken", 0, [], [])
    assert run("code", file).out == before
    assert run("receive", file, origin / book, "--json").json()["outcome"] == "already"


def test_what_a_person_edited_in_libreoffice_is_offered_and_nothing_else(run, file, origin):
    answer = run("receive", file, origin / "edited.xlsx", "--json").json()
    assert (answer["outcome"], answer["proposals"]) == ("edited", 2)
    assert [(edit["what"], edit["now"]) for edit in answer["edits"]] == [("姓名", "改名人"), ("每人每天用水量", "33")]


def test_news_in_the_package_are_taken_and_edits_beside_them_offered_as_one(run, file, origin, tmp_path):
    """The other laptop has gone on working before somebody edited its book."""
    shutil.copy(file, tmp_path / "另一台.survey")
    household = told(origin / "book.xlsx", "农户")[0]["户编号"]
    (tmp_path / "a.json").write_text(json.dumps({"household": {"code": household}, "water": {"litres": 41}}), "utf-8")
    assert run("record", "另一台.survey", "a.json").code == 0
    assert run("workbook", "另一台.survey", "b.xlsx").code == 0
    edited = Hand(tmp_path / "b.xlsx").type("成员", 2, 姓名="改名人").saved(tmp_path / "c.xlsx")
    answer = run("receive", file, edited, "--json").json()
    assert (answer["outcome"], answer["changed"], answer["proposals"]) == ("edited", {"water": 1}, 1)
    assert run("code", file).out == run("code", "另一台.survey").out


def test_an_edit_is_one_of_what_its_sender_saw_however_much_was_said_here_since(run, file, hand, got, tmp_path, origin):
    household = told(origin / "book.xlsx", "农户")[0]["户编号"]
    (tmp_path / "a.json").write_text(json.dumps({"household": {"code": household}, "water": {"litres": 41, "dry_days": 7}}), "utf-8")
    assert run("record", file, "a.json").code == 0
    row = next(n for n in range(2, 12) if hand.at("饮水", "户编号", n).value == household)
    was = f"{hand.at('饮水', '每人每天用水量(升)', row).value:g}"
    answer = got(hand.type("饮水", row, **{"每人每天用水量(升)": 33}))
    assert _proposed(answer) == [("饮水", row, "每人每天用水量", was, "33")]


# --- edits


def test_a_dry_run_tells_what_a_real_one_does_and_leaves_nothing(run, file, hand, tmp_path):
    hand.type("农户", 3, 组别="第九组").type("成员", 2, 参加居民医保="√").type("成员", 3, 证件号码=1.1e17).type("成员", 4, _id="0" * 32)
    hand.type("走访", hand.last("走访") + 1, 户编号="没有这户", 走访日期="2026-11-21").type("走访", 3, 走访记录="县里核实过")
    book = hand.saved(tmp_path / "改过.xlsx")
    dry = run("receive", file, book, "--dry-run", "--json").json()
    assert all(dry[kind] for kind in ("edits", "refused", "held_rows", "notes"))
    with opened(file, by="王") as survey:
        assert survey.reader.offers() == []
    assert _kept(file) == []
    assert run("receive", file, book, "--json").json() == dry


def test_an_edited_cell_is_one_proposal_and_blanking_one_too(got, hand):
    was = hand.at("农户", "联系电话", 3).value
    answer = got(hand.type("农户", 3, 联系电话=None).type("农户", 4, 组别="第九组"))
    assert answer["proposals"] == 2
    assert ("农户", 3, "联系电话", was, "") in _proposed(answer)


def test_several_cells_of_a_group_are_one_proposal(got, hand):
    answer = got(hand.type("成员", 3, 性别="男" if hand.at("成员", "性别", 3).value == "女" else "女", 出生日期="1970-01-01"))
    assert [edit["what"] for edit in answer["edits"]] == ["性别、出生日期"]
    assert answer["proposals"] == 1


def test_numbers_that_a_spreadsheet_has_rounded_are_refused_with_their_place(got, hand):
    answer = got(hand.type("成员", 3, 证件号码=1.1e17, 民族="苗族").type("成员", 4, 证件号码="999999199003070000"))
    assert [(one["sheet"], one["row"], one["column"], one["value"]) for one in answer["refused"]] == [
        ("成员", "3", "证件号码", "1.1E+17"), ("成员", "4", "证件号码", "999999199003070000")]  # fmt: skip
    assert all(one["file"] and one["rule"] and one["advice"] for one in answer["refused"])
    assert [edit["what"] for edit in answer["edits"]] == ["民族"], "the rest of the row is taken"


def test_days_that_are_none_are_refused_and_a_serial_number_is_one_with_a_note(got, hand):
    hand.at("成员", "增加日期", 5).number_format = "General"
    for row, value in {2: "2024.2.30", 3: "20240230", 4: "去年", 5: 45321}.items():
        hand.type("成员", row, 增加日期=value)
    answer = got(hand)
    assert [one["value"] for one in answer["refused"]] == ["2024.2.30", "20240230", "去年"]
    assert [(edit["row"], edit["now"]) for edit in answer["edits"]] == [(5, "2024-01-30")]
    assert [(one["value"], one["times"]) for one in answer["noted"]] == [("45321", 1)]


def test_yes_in_many_words_is_taken_as_ours_and_counted(got, hand):
    for row, value in enumerate(["是", "√", "有", 1, "Y"], 2):
        hand.type("成员", row, 参加大病保险=value)
    answer = got(hand)
    assert {edit["now"] for edit in answer["edits"]} <= {"是"}
    assert {one["value"] for one in answer["noted"]} == {"√", "有", "1", "Y"}
    assert answer["refused"] == []


def test_leading_cells_and_verdicts_are_told_and_never_edits(got, hand):
    hand.type("饮水", 2, 户主="别人", 户编号="1").type("农户", 2, 住房结论="很好")
    answer = got(hand)
    assert (answer["outcome"], answer["proposals"], answer["edits"]) == ("taken", 0, [])
    assert any("开头的村名、户编号、户主改过" in note for note in answer["notes"])
    assert any("住房结论" in note and "很好" in note for note in answer["notes"])


def test_a_person_named_in_another_record_is_found_within_the_household_or_refused(got, hand):
    house = next(n for n in range(2, 12) if "、" in str(hand.at("住房", "谁住在这里", n).value or ""))
    names = hand.at("住房", "谁住在这里", house).value.split("、")
    other = next(n for n in range(2, 12) if n != house)
    answer = got(hand.type("住房", house, 谁住在这里=names[0]).type("住房", other, 谁住在这里="没有这人"))
    assert ("住房", house, "谁住在这里", "、".join(names), names[0]) in _proposed(answer)
    assert [(one["row"], one["value"]) for one in answer["refused"]] == [(str(other), "没有这人")]


def test_a_row_without_id_that_only_resembles_somebody_is_held_for_a_person(got, hand):
    row = next(n for n in range(2, 40) if hand.at("成员", "证件号码", n).value)
    answer = got(hand.type("成员", row, _id=None, 证件号码=None, 出生日期="2001-01-01"))
    [held] = answer["held_rows"]
    assert (held["sheet"], held["row"], answer["proposals"]) == ("成员", row, 0)
    assert "对不上" in held["rule"]


def test_an_edited_visit_is_offered_as_one_that_corrects_it(run, file, hand, got):
    answer = got(hand.type("走访", 3, 走访记录="县里核实过"))
    assert answer["proposals"] == 1
    assert answer["edits"][0]["what"].startswith("更正“")
    with opened(file, by="王") as survey:
        offers = {unit: text for noun, _, unit, text, _ in survey.reader.offers() if noun == Visit.table}
        assert survey.reader.get(Visit, offers["corrects"]).note != offers["note"] == "县里核实过"


def test_a_picture_cannot_be_edited_in_a_book(got, hand):
    answer = got(hand.type("住房", 2, 房屋照片="3 张照片"))
    assert [one["rule"] for one in answer["refused"]] == ["照片在表里改不了。"]


# --- rows


def test_a_row_that_is_gone_deletes_nothing_and_is_counted(got, hand):
    hand.sheet("成员").delete_rows(3, 2)
    answer = got(hand)
    assert answer["proposals"] == 0
    assert any("“成员”里少了 2 行" in note for note in answer["notes"])


def test_a_filled_down_id_makes_a_candidate_and_the_first_row_stays(got, hand):
    copied = hand.row("成员", 5)
    hand.write("成员", hand.last("成员") + 1, copied).type("成员", hand.last("成员"), 姓名="新来的", 证件号码=None)
    answer = got(hand)
    assert answer["proposals"] == 1
    assert [edit["what"] for edit in answer["edits"]] == ["新增一条"]


def test_an_id_that_nobody_knows_makes_a_candidate_and_ids_are_never_used_again(got, hand):
    answer = got(hand.type("问题", 2, _id="0" * 32))
    assert [edit["what"] for edit in answer["edits"]] == ["新增一条"]
    assert any("“问题”里少了 1 行" in note for note in answer["notes"])


def test_sorting_only_what_is_seen_refuses_the_sheet_and_not_the_book(got, hand):
    rows = [hand.row("成员", n) for n in range(2, hand.last("成员") + 1)]
    for number, row in enumerate(sorted(rows, key=lambda row: str(row[8])), 2):
        hand.write("成员", number, row, skip=4)
    answer = got(hand.type("农户", 2, 组别="第九组"))
    [refused] = answer["refused"]
    shown = hand.at("成员", "姓名", int(refused["row"])).value
    assert (refused["sheet"], refused["column"], refused["value"]) == ("成员", "姓名", shown)
    assert "只排了看得见的列" in refused["rule"]
    assert [edit["sheet"] for edit in answer["edits"]] == ["农户"]


def test_sorting_whole_rows_changes_nothing(got, hand):
    rows = [hand.row("成员", n) for n in range(2, hand.last("成员") + 1)]
    for number, row in enumerate(sorted(rows, key=lambda row: str(row[8])), 2):
        hand.write("成员", number, row)
    assert got(hand)["outcome"] == "taken"


def test_rows_that_the_county_fills_in_for_new_visits_are_candidates(got, hand):
    last = hand.last("走访") + 1
    hand.type("走访", last, 户编号=hand.at("农户", "户编号", 4).value, 走访日期="2026-11-21", 方式="入户", 结果="家中无人")
    hand.type("走访", last + 2, 户编号="没有这户", 走访日期="2026-11-21", 方式="入户")
    answer = got(hand)
    assert [(edit["row"], edit["what"]) for edit in answer["edits"]] == [(last, "新增一条")]
    assert [row["row"] for row in answer["held_rows"]] == [last + 2]
    assert answer["held"] == {"visit": 1}
    assert any("空行没有看" in note for note in answer["notes"])


def test_a_row_without_id_is_matched_by_number_and_offered_as_an_edit(got, hand):
    row = next(n for n in range(2, 40) if hand.at("成员", "证件号码", n).value)
    answer = got(hand.type("成员", row, _id=None, 民族="苗族"))
    assert [(edit["row"], edit["what"], edit["now"]) for edit in answer["edits"]] == [(row, "民族", "苗族")]


def test_without_the_hidden_columns_every_row_is_known_by_what_it_says(got, hand):
    for title in ("农户", "成员", "走访", "住房", "饮水", "帮扶计划", "帮扶措施", "问题", "答应群众的事", "登记结论", "村"):
        hand.sheet(title).delete_cols(1, 4)
    answer = got(hand.type("农户", 3, 组别="第九组"))
    assert [edit["what"] for edit in answer["edits"]] == ["组别"]
    assert (answer["held_rows"], answer["refused"]) == ([], [])


# --- sheets and columns


def test_a_renamed_sheet_and_moved_columns_are_known(got, hand):
    hand.sheet("成员").title = "人口"
    rows = [hand.row("农户", n) for n in range(1, hand.last("农户") + 1)]
    for number, row in enumerate(rows, 1):
        hand.write("农户", number, [*row[10:], *row[:10]])
    answer = got(hand.type("人口", 2, 民族="苗族").type("农户", 3, 组别="第九组"))
    assert [(edit["sheet"], edit["what"]) for edit in answer["edits"]] == [("农户", "组别"), ("人口", "民族")]
    assert not any("没有" in note for note in answer["notes"])


def test_a_doubled_column_refuses_the_sheet_with_both_named(got, hand):
    sheet = hand.sheet("成员")
    sheet.cell(1, sheet.max_column + 1).value = "姓名"
    answer = got(hand.type("农户", 2, 组别="第九组"))
    [refusal] = answer["refused"]
    assert refusal["sheet"] == "成员"
    assert refusal["column"].count("姓名") == 2
    assert answer["proposals"] == 1


def test_a_missing_column_is_not_sent_and_never_empty(got, hand):
    hand.sheet("成员").delete_cols(hand.column("成员", "证件号码"))
    answer = got(hand.type("成员", 2, 民族="苗族"))
    assert [edit["what"] for edit in answer["edits"]] == ["民族"]
    assert any("没有“证件号码”列：按没有报送算" in note for note in answer["notes"])


def test_a_missing_sheet_deletes_nothing(got, hand):
    del hand.book["走访"]
    answer = got(hand)
    assert answer["outcome"] == "taken"
    assert any("没有“走访”这些表" in note for note in answer["notes"])


def test_further_sheets_and_columns_are_reported_and_kept_in_the_copy(got, hand, file):
    hand.book.create_sheet("我的草稿")["A1"] = "记一下"
    sheet = hand.sheet("成员")
    sheet.cell(1, sheet.max_column + 1).value = "备用"
    answer = got(hand)
    assert any("我的草稿" in note for note in answer["notes"])
    assert any("备用" in note for note in answer["notes"])
    received = Received(file, Key())
    [kept] = received.all()
    assert (kept.name, kept.size) == ("改过.xlsx", file.with_name("改过.xlsx").stat().st_size)
    assert received.get(kept.sha256) == file.with_name("改过.xlsx").read_bytes()


# --- the seal


def test_a_broken_seal_takes_no_package_and_offers_every_difference(run, file, origin, tmp_path):
    shutil.copy(file, tmp_path / "另一台.survey")
    household = told(origin / "book.xlsx", "农户")[0]["户编号"]
    (tmp_path / "a.json").write_text(json.dumps({"household": {"code": household}, "water": {"litres": 41}}), "utf-8")
    assert run("record", "另一台.survey", "a.json").code == 0
    assert run("workbook", "另一台.survey", "b.xlsx").code == 0
    hand, before = Hand(tmp_path / "b.xlsx"), run("code", file).out
    hand.sheet("_changes")["A2"].value = "[]"
    answer = run("receive", file, hand.saved(tmp_path / "c.xlsx"), "--json").json()
    assert (answer["outcome"], answer["proposals"], answer["new"], answer["changed"]) == ("edited", 1, {}, {})
    assert "封条" in answer["notes"][0]
    assert run("code", file).out == before


def test_without_meta_the_book_is_a_list_made_by_hand(got, hand):
    del hand.book["_meta"]
    answer = got(hand.type("农户", 3, 组别="第九组"))
    assert (answer["outcome"], [edit["what"] for edit in answer["edits"]]) == ("edited", ["组别"])


def test_without_meta_and_without_a_difference_nothing_changes(got, hand):
    del hand.book["_meta"]
    assert got(hand)["outcome"] == "same"


@pytest.mark.parametrize("cells", ["pasted over", "gone"])
def test_a_row_that_is_known_by_what_it_says_is_none_that_is_missing(got, hand, cells):
    for row in range(2, hand.last("农户") + 1):
        hand.type("农户", row, _id=hand.at("农户", "户主", row).value if cells == "pasted over" else None)
    answer = got(hand)
    assert (answer["outcome"], answer["notes"]) == ("taken", [])


def test_comments_on_cells_are_told_though_nobody_reads_them(got, hand, origin):
    hand.at("农户", "联系电话", 2).comment = Comment("换号了", "县里")
    hand.at("成员", "姓名", 3).comment = Comment("是小名", "县里")
    answer = got(hand)
    assert answer["outcome"] == "taken"
    assert ["2 处批注，没有读" in note for note in answer["notes"]] == [True]
    assert comments_in((origin / "office.xlsx").read_bytes()) == comments_in(b"no book") == 0


def test_an_edited_verdict_is_told_where_it_differs_and_not_with_half_a_page_of_reasons(got, hand):
    reasons = hand.at("农户", "住房依据", 2).value
    assert len(reasons) > 100
    [note] = got(hand.type("农户", 2, 住房依据=f"{reasons}另有一条。"))["notes"]
    assert f"写的是“…{reasons[-6:]}另有一条。”，按记录是“…{reasons[-6:]}”" in note
    assert reasons[:40] not in note


def test_the_same_edits_saved_again_are_not_proposed_twice(run, file, hand, tmp_path):
    hand.type("成员", 2, 姓名="改名人")
    assert run("receive", file, hand.saved(tmp_path / "a.xlsx"), "--json").json()["proposals"] == 1
    again = run("receive", file, Hand(tmp_path / "a.xlsx").type("说明", 2, 内容="x").saved(tmp_path / "b.xlsx"), "--json").json()
    assert again["proposals"] == 0
    assert any("以前已经提过" in note for note in again["notes"])


# --- books that are not taken


def _meta(hand: Hand, name: str, value: str) -> Hand:
    row = next(cell.row for cell in hand.sheet("_meta")["A"] if cell.value == name)
    hand.sheet("_meta").cell(row, 2).value = value
    return hand


@pytest.mark.parametrize(("name", "value", "said"), [
    ("schema", str(SCHEMA + 1), "先升级本程序"), ("format", "2", "先升级本程序"),
    ("village", "999999009009", "不是这个村的"), ("practice", "", "练习村的包"),
])  # fmt: skip
def test_a_newer_a_strange_and_a_practice_book_are_refused(run, file, hand, tmp_path, name, value, said):
    done = run("receive", file, _meta(hand, name, value).saved(tmp_path / "a.xlsx"), "--json")
    assert (done.code, done.json()["outcome"]) == (1, "refused")
    assert said in done.json()["error"]["what"] + done.json()["error"]["advice"]
    assert Received(file, Key()).all() == []


def test_the_masked_edition_is_refused_with_its_sentence(run, file, tmp_path):
    assert run("workbook", file, "公开.xlsx", "--masked").code == 0
    done = run("receive", file, "公开.xlsx")
    assert done.code == 1
    assert "号码已经遮住，读不回来" in done.err


def test_a_file_without_a_village_is_not_given_one_by_a_book_whose_seal_does_not_hold(run, file, hand, tmp_path):
    with Survey.create(tmp_path / "空.survey", None, by="县办", county=True) as survey:
        survey.note(PRACTICE, "1")
    done = run("receive", "空.survey", _meta(hand, "village", "999999009009").saved(tmp_path / "a.xlsx"), "--json")
    assert (done.code, done.json()["outcome"], done.json()["proposals"]) == (1, "refused", 0)


def test_rows_of_another_village_alone_are_refused(run, file, hand, tmp_path):
    del hand.book["_meta"]
    for title in hand.book.sheetnames:
        if any(cell.value == "村代码" for cell in hand.sheet(title)[1]):
            for row in range(2, hand.last(title) + 1):
                hand.type(title, row, 村代码="999999009009")
    done = run("receive", file, hand.saved(tmp_path / "a.xlsx"), "--json")
    assert (done.code, done.json()["outcome"]) == (1, "refused")


def test_a_roster_is_for_the_intake(run, file, tmp_path):
    done = run("receive", file, ROSTERS / "national-members.xlsx", "--json")
    assert (done.code, done.json()["outcome"]) == (1, "roster")
    assert "名册请用“导入”" in done.json()["error"]["advice"]
    assert run("receive", file, xlsx(tmp_path / "a.xlsx", [HEADS, *FAMILY]), "--json").json()["outcome"] == "roster"


def test_a_strange_table_is_unknown(run, file, tmp_path):
    done = run("receive", file, xlsx(tmp_path / "a.xlsx", [["菜单", "价钱"], ["面条", 8]]), "--json")
    assert (done.code, done.json()["outcome"]) == (1, "unknown")


def test_damaged_empty_missing_and_locked_books_each_have_their_sentence(run, file, origin, tmp_path):
    whole = (origin / "book.xlsx").read_bytes()
    (tmp_path / "坏.xlsx").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "空.xlsx").write_bytes(b"")
    (tmp_path / "夹").mkdir()
    locked = CliRunner(env={"P": "密码"})
    with contextlib.chdir(tmp_path):
        assert locked.invoke(commands, ["workbook", str(file), "锁.xlsx", "--password-env", "P"]).exit_code == 0
    said = {name: run("receive", file, name, "--json") for name in ("坏.xlsx", "空.xlsx", "无.xlsx", "夹", "锁.xlsx")}
    assert {done.json()["outcome"] for done in said.values()} == {"refused"}
    whats = [done.json()["error"]["what"] for done in said.values()]
    for what, words in zip(whats, ("已损坏", "什么也没有", "找不到", "是文件夹", "密码"), strict=True):
        assert words in what


# --- the report


def test_the_report_tells_every_place(run, file, hand, tmp_path):
    hand.type("成员", 2, 姓名="改名人").type("成员", 3, 证件号码=1.1e17).type("成员", 4, 参加居民医保="√")
    done = run("receive", file, hand.saved(tmp_path / "a.xlsx"), "--report", "结果.xlsx")
    assert done.code == 0
    assert "改名人" in [row["表里改成"] for row in told(tmp_path / "结果.xlsx", "手工改动")]
    assert [row["表里填的"] for row in told(tmp_path / "结果.xlsx", "没有收的")] == ["1.1E+17"]
    assert "提议" in done.out


def test_the_offers_stand_in_one_act_that_says_whose_they_are(run, file, hand, tmp_path):
    run("receive", file, hand.type("成员", 2, 姓名="改名人").type("成员", 3, 民族="苗族").saved(tmp_path / "县里改.xlsx"))
    with opened(file, by="王") as survey:
        [act] = [act for act in survey.reader.acts() if act.offered]
    assert (act.by, act.source) == ("手工修改", "手工修改：县里改.xlsx")


# --- several packages of one laptop


def _packages(run: Run, file: Path, tmp_path: Path, count: int) -> list[Path]:
    """Packages of another laptop (另一台.survey) that works on between them; each begins where the one before ended."""
    shutil.copy(file, tmp_path / "另一台.survey")
    made = []
    with opened(tmp_path / "另一台.survey", by="乙") as survey:
        household = survey.reader.households()[0].code
        survey.note(CONFIRMED, survey.reader.knowledge().told())
    for number in range(count):
        (tmp_path / "a.json").write_text(json.dumps({"household": {"code": household}, "water": {"litres": 40 + number}}), "utf-8")
        assert run("record", "另一台.survey", "a.json").code == 0
        made.append(tmp_path / f"b{number}.xlsx")
        assert run("workbook", "另一台.survey", made[-1]).code == 0
        with opened(tmp_path / "另一台.survey", by="乙") as survey:
            survey.note(CONFIRMED, survey.reader.knowledge().told())
    return made


def test_one_of_three_packages_is_missing_and_heals_when_it_comes(run, file, tmp_path):
    first, second, third = _packages(run, file, tmp_path, 3)
    assert run("receive", file, first, "--json").json()["holes"] == []
    dry = run("receive", file, third, "--dry-run", "--json").json()
    hole = run("receive", file, third, "--json").json()
    assert hole == dry
    assert len(hole["holes"]) == 1
    assert "等那个包到了会自动补上" in hole["holes"][0]
    assert run("receive", file, second, "--json").json()["holes"] == []
    assert run("code", file).out == run("code", "另一台.survey").out


def test_packages_in_the_wrong_order_end_alike(run, file, tmp_path):
    for package in reversed(_packages(run, file, tmp_path, 2)):
        assert run("receive", file, package, "--json").json()["outcome"] == "taken"
    assert run("code", file).out == run("code", "另一台.survey").out


def test_a_lost_confirmation_sends_everything_again_and_doubles_nothing(run, file, tmp_path):
    shutil.copy(file, tmp_path / "另一台.survey")
    for name in ("a.xlsx", "b.xlsx"):
        assert run("workbook", "另一台.survey", name).code == 0
        answer = run("receive", file, name, "--json").json()
        assert (answer["outcome"], answer["new"], answer["changed"]) == ("taken", {}, {})
    assert run("code", file).out == run("code", "另一台.survey").out


def test_killed_between_the_commit_and_the_report_the_report_is_made_again(run, file, hand, tmp_path):
    book = hand.type("成员", 2, 姓名="改名人").saved(tmp_path / "a.xlsx")
    done = run("receive", file, book, "--json").json()
    with opened(file, by="王") as survey:
        survey._connection.execute("delete from arrival")  # what a kill at that moment leaves
    again = run("receive", file, book, "--json").json()
    assert (again["outcome"], again["proposals"], again["edits"]) == ("edited", 0, done["edits"])


def test_an_edit_of_what_was_deleted_here_meanwhile_is_held(run, file, hand, got):
    with opened(file, by="王") as survey, survey.change("清理") as change:
        problem = next(survey.reader.every(Problem))
        change.remove(problem, "记重了")
    row = next(n for n in range(2, 20) if hand.at("问题", "_id", n).value == problem.id)
    answer = got(hand.type("问题", row, 责任人="别人"))
    assert [(held["sheet"], held["row"]) for held in answer["held_rows"]] == [("问题", row)]
    assert answer["proposals"] == 0


def test_whoever_stops_the_receiving_finds_everything_as_it_was(file, hand, tmp_path):
    book = hand.type("成员", 2, 姓名="改名人").saved(tmp_path / "a.xlsx")

    def stop(done: int) -> None:
        if done > 50:
            raise Cancelled

    with opened(file, by="王") as survey:
        before = (survey.code(), len(survey.reader.acts(limit=-1)))
        with pytest.raises(Cancelled):
            receive(survey, book, progress=stop)
        assert (survey.code(), len(survey.reader.acts(limit=-1)), survey.reader.offers()) == (*before, [])
        assert receive(survey, book).outcome is Outcome.EDITED


def test_two_laptops_that_read_one_edited_book_make_one_change(run, file, hand, tmp_path):
    shutil.copy(file, tmp_path / "另一台.survey")
    book = hand.type("成员", 2, 姓名="改名人").saved(tmp_path / "a.xlsx")
    assert run("receive", "另一台.survey", book, "--json").json()["proposals"] == 1
    assert run("receive", file, book, "--json").json()["proposals"] == 1
    assert run("workbook", "另一台.survey", "b.xlsx").code == 0
    assert run("receive", file, "b.xlsx", "--json").json()["proposals"] == 0
    with opened(file, by="王") as survey:
        assert len(survey.reader.offers()) == 1
