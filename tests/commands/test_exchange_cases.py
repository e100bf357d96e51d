"""Every line of the table of cases (exchange.md 5.11) by the commands that a village and its county run, in its order.

What stands elsewhere, by the same commands unless said otherwise, is not repeated here:

- the same package twice, two in the wrong order, one of three missing; a confirmation lost: tests/desk/test_receiving.py,
  a_book_into_an_empty_file, packages_in_the_wrong_order, one_of_three_packages_is_missing, a_lost_confirmation
- a person moves to another village and both list him: tests/desk/test_county.py, one_person_in_two_villages
- only what is seen is sorted, ids are pasted over, an id is filled down: tests/desk/test_receiving.py,
  sorting_only_what_is_seen, an_id_that_nobody_knows, a_filled_down_id
- numbers as 1.1E+17 or ending in 000; days that are none; 是 in many words: tests/desk/test_receiving.py,
  numbers_that_a_spreadsheet_has_rounded, days_that_are_none, yes_in_many_words
- a sheet renamed, a column moved, doubled, missing: tests/desk/test_receiving.py, a_renamed_sheet, a_doubled_column,
  a_missing_column
- saved by LibreOffice: tests/desk/test_receiving.py, a_book_of_ours_is_taken_whoever_saved_it; WPS and Numbers are not to be had
- the stick is pulled at each call that writes, the disk is full or can only be read: tests/desk/test_pulled_stick.py (the errand
  below the command), tests/commands/test_refusals.py; while a book is taken: tests/store/test_receiving.py,
  a_take_that_fails_at_any_statement
- a newer schema: tests/desk/test_receiving.py, a_newer_a_strange_and_a_practice_book
- five of many villages damaged: tests/desk/test_county.py, of_twenty_books_five_damaged_ones
"""

import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from fieldapp.base.clock import Clock
from fieldapp.desk.enrolling import new_key
from fieldapp.desk.handing_over import KEY
from fieldapp.desk.moving import House, split
from fieldapp.desk.opening import opened
from fieldapp.documents.package import SEAL, seal
from fieldapp.records.household import Household
from fieldapp.store.survey import Survey
from tests.commands.conftest import ROOT, _here
from tests.documents.hand import Hand
from tests.documents.reading import told

VILLAGE, COUNTY = "村.survey", "县.survey"


class Office:
    """Files of one village in one folder, and what people do with them by commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: object, code: int = 0) -> Any:
        """A command; the JSON document where it tells one, else what it prints."""
        done = _here(self.folder, *words)
        assert done.code == code, done.out + done.err
        return done.json() if "--json" in words else done.out.strip()

    def tell(self, file: str, household: str = "H1", why: str = "录入", **answers: object) -> None:
        """Save answers; those of the household itself by their names."""
        nouns = {name: answers.pop(name) for name in list(answers) if isinstance(answers[name], list | dict)}
        (self.folder / "answers.json").write_text(json.dumps({"household": {"code": household, **answers}, **nouns}), "utf-8")
        self.run("record", file, "answers.json", "--why", why)

    def book(self, file: str, *words: str) -> str:
        """A workbook of a file; its name."""
        name = f"{Path(file).stem}{len(list(self.folder.glob('*.xlsx')))}.xlsx"
        self.run("workbook", file, name, *words)
        return name

    def take(self, file: str, book: str) -> dict[str, Any]:
        return self.run("receive", file, book, "--json")

    def send(self, one: str, other: str) -> dict[str, Any]:
        return self.take(other, self.book(one))

    def meet(self, *files: str) -> None:
        """Two files read each other's books; afterwards both have one 对账码."""
        for one, other in permutations(files, 2):
            self.send(one, other)
        assert len({self.run("code", file) for file in files}) == 1

    def home(self, file: str, household: str = "H1") -> dict[str, Any]:
        """Everything of a household."""
        return self.run("show", file, household, "--json")

    def open(self, file: str) -> list[dict[str, Any]]:
        """What waits for a decision."""
        return self.run("conflicts", file, "--json")

    def told(self, file: str, field: str, household: str = "H1") -> list[str]:
        """Everything that was ever said of a field, oldest first."""
        return [line["now"] for line in self.run("history", file, household, "--json") if line["field"] == field]


@pytest.fixture(scope="module")
def origin(tmp_path_factory) -> Path:
    """A village's laptop with two households, and the county's file of it; both have heard of each other."""
    office = Office(tmp_path_factory.mktemp("origin"))
    office.run("new", VILLAGE, "--village", "石桥村", "--code", "999999300101")
    office.tell(
        VILLAGE, head="李国兰", phone="13800000001", member=[{"name": "李国兰", "relation": "HEAD"}, {"name": "李小军", "relation": "SON"}],
        problem=[{"what": "屋顶漏雨", "kind": "HOUSING", "state": "UNDER_WAY"}],
        housing=[{"name": "正房", "appraised": "B", "report": "2026-1"}],
    )  # fmt: skip
    office.tell(VILLAGE, "H2", head="单永福")
    Survey.create(office.folder / COUNTY, None, by="县办", county=True).close()
    office.meet(VILLAGE, COUNTY)
    return office.folder


@pytest.fixture
def office(origin, tmp_path) -> Office:
    """The same in a folder of its own."""
    for file in (VILLAGE, COUNTY):
        shutil.copy(origin / file, tmp_path / file)
    return Office(tmp_path)


def test_who_is_taken_to_know_what_he_does_not_is_told_to_ask_for_everything(office):
    """A third laptop, whose first book never came."""
    office.run("new", "乙.survey", "--village", "石桥村", "--code", "999999300101")
    heard = office.send(VILLAGE, "乙.survey")
    assert any("从头带上全部改动" in hole for hole in heard["holes"])
    assert office.run("code", "乙.survey") != office.run("code", VILLAGE)
    whole = office.take("乙.survey", office.book(VILLAGE, "--everything"))
    assert (whole["holes"], whole["new"]["household"]) == ([], 2)
    assert office.run("code", "乙.survey") == office.run("code", VILLAGE)


def test_a_village_that_restores_last_weeks_backup_goes_on_as_another_laptop_and_both_histories_are_kept(office):
    office.run("backup", VILLAGE, "上周")
    office.tell(VILLAGE, phone="13900000001", group="1组")
    office.send(VILLAGE, COUNTY)
    [backup] = (office.folder / "上周").glob("*.survey") if (office.folder / "上周").is_dir() else [office.folder / "上周"]
    office.run("restore", backup, VILLAGE)
    office.tell(VILLAGE, phone="13900000002", address="桥头")
    office.meet(VILLAGE, COUNTY)
    [one] = office.open(COUNTY)
    assert (one["matter"], one["unit"], {c["told"] for c in one["choices"]}) == ("conflict", "phone", {"13900000001", "13900000002"})
    assert (office.home(VILLAGE)["household"]["group"], office.home(COUNTY)["household"]["address"]) == ("1组", "桥头")


def test_a_file_copied_to_a_second_laptop_is_one_of_its_own_at_its_first_start(office, monkeypatch, tmp_path):
    shutil.copy(office.folder / VILLAGE, office.folder / "乙.survey")
    with monkeypatch.context() as second:
        second.setenv("XDG_DATA_HOME", str(tmp_path / "profile"))
        office.tell("乙.survey", address="桥头")
    office.tell(VILLAGE, phone="13900000001")
    with monkeypatch.context() as second:
        second.setenv("XDG_DATA_HOME", str(tmp_path / "profile"))
        office.send(VILLAGE, "乙.survey")
        office.send("乙.survey", VILLAGE)
    home = office.home(VILLAGE)["household"]
    assert (home["phone"], home["address"]) == ("13900000001", "桥头")
    assert office.run("code", VILLAGE) == office.run("code", "乙.survey")
    assert office.open(VILLAGE) == []


def test_both_change_the_phone_to_the_same_number_and_there_is_nothing_to_decide(office):
    for file in (VILLAGE, COUNTY):
        office.tell(file, phone="13900000007")
    office.meet(VILLAGE, COUNTY)
    assert office.open(VILLAGE) == office.open(COUNTY) == []
    assert office.told(VILLAGE, "phone") == ["13800000001", "13900000007", "13900000007"]


def test_a_grade_here_and_a_report_number_there_are_one_question_and_never_a_mixture(office):
    house = office.home(VILLAGE)["housing"][0]["id"]
    office.tell(VILLAGE, housing=[{"id": house, "appraised": "C"}])
    office.tell(COUNTY, housing=[{"id": house, "report": "2026-9"}])
    office.meet(VILLAGE, COUNTY)
    [one] = office.open(COUNTY)
    assert (one["noun"], one["unit"], len(one["choices"])) == ("housing", "appraisal", 2)
    shown = office.home(VILLAGE)["housing"][0]
    assert (shown["appraised"], shown["report"]) == ("B", "2026-9")
    assert [("C" in c["told"], "2026-1" in c["told"], c["counts"]) for c in one["choices"]] == [(False, False, True), (True, True, False)]


def test_a_household_that_the_county_deletes_and_the_village_visits_lives_until_somebody_decides(office):
    deleted_and_visited(office)
    for file in (VILLAGE, COUNTY):
        [one] = office.open(file)
        assert (one["matter"], one["noun"], one["head"]) == ("deletion", "household", "李国兰")
        assert one["choices"][0]["told"] == "删除：重复登记；名下还有 5 条记录"
        assert [home["head"] for home in office.run("households", file, "--json")] == ["李国兰", "单永福"]
        assert (office.home(file)["household"]["phone"], office.home(file)["visit"][0]["day"]) == ("13800000001", "2026-11-20")
    office.run("settle", VILLAGE, one["id"], "不接受", "--why", "有人住")
    office.meet(VILLAGE, COUNTY)
    assert office.open(VILLAGE) == office.open(COUNTY) == []
    assert office.home(COUNTY)["visit"][0]["day"] == "2026-11-20"


def test_a_deletion_that_is_confirmed_takes_everything_of_the_household_along(office):
    deleted_and_visited(office)
    [one] = office.open(COUNTY)
    office.run("settle", COUNTY, one["id"], "接受", "--why", "确实重复")
    office.meet(COUNTY, VILLAGE)
    assert office.open(VILLAGE) == office.open(COUNTY) == []
    assert [home["head"] for home in office.run("households", VILLAGE, "--json")] == ["单永福"]


def deleted_and_visited(office: Office) -> None:
    """The county deletes a household, and the village records a visit there, neither knowing of the other."""
    with opened(office.folder / COUNTY, by="县办") as survey, survey.change("重复") as change:
        change.remove(survey.reader.get(Household, survey.reader.household("H1")), "重复登记")
    office.tell(VILLAGE, visit=[{"day": "2026-11-20", "way": "HOME", "outcome": "NOBODY"}])
    office.meet(VILLAGE, COUNTY)


def test_both_close_one_problem_and_it_is_closed_once_with_both_sayings(office):
    problem = office.home(VILLAGE)["problem"][0]["id"]
    for file in (VILLAGE, COUNTY):
        office.tell(file, problem=[{"id": problem, "state": "CLOSED"}], why=f"销号 {file}")
    office.meet(VILLAGE, COUNTY)
    assert office.open(VILLAGE) == office.open(COUNTY) == []
    assert office.home(COUNTY)["problem"][0]["state"] == "CLOSED"
    assert office.told(COUNTY, "state") == ["UNDER_WAY", "CLOSED", "CLOSED"]


@pytest.mark.parametrize("closes", [VILLAGE, COUNTY])
def test_one_closes_what_the_other_sends_back_and_it_is_not_closed(office, closes):
    problem = office.home(VILLAGE)["problem"][0]["id"]
    for file in (VILLAGE, COUNTY):
        office.tell(file, problem=[{"id": problem, "state": "CLAIMED"}])
    office.meet(VILLAGE, COUNTY)
    for file in (VILLAGE, COUNTY):
        office.tell(file, problem=[{"id": problem, "state": "CLOSED" if file == closes else "UNDER_WAY"}])
    office.meet(VILLAGE, COUNTY)
    for file in (VILLAGE, COUNTY):
        assert office.home(file)["problem"][0]["state"] == "UNDER_WAY"
        [one] = office.open(file)
        assert {choice["told"] for choice in one["choices"]} == {"已销号", "整改中"}


def test_a_household_that_splits_takes_its_people_along_whatever_the_county_does_to_its_head(office):
    with opened(office.folder / VILLAGE, by="韩立") as survey:
        home = survey.reader.household("H1")
        [son] = [member.id for member in survey.reader.dossier(home).members if member.name == "李小军"]
        move = split(survey.reader, home, [son], son, House.STAYS)
        with survey.change(move.why) as change:
            move.write(change, "成家了")
    office.tell(COUNTY, head="李国花", why="看了户口簿")
    office.tell(VILLAGE, head="李国岚", why="听说的")
    office.meet(VILLAGE, COUNTY)
    for file in (VILLAGE, COUNTY):
        assert [member["name"] for member in office.home(file)["member"]] == ["李国兰"]
        assert [member["name"] for member in office.home(file, "李小军")["member"]] == ["李小军"]
        [one] = office.open(file)
        assert (one["matter"], one["unit"]) == ("conflict", "head")


@pytest.mark.parametrize("year", [2099, 2001])
def test_a_clock_of_another_year_is_marked_and_never_wins(office, year):
    shutil.copy(office.folder / VILLAGE, office.folder / "乙.survey")
    with opened(office.folder / "乙.survey", by="乙", clock=Clock(lambda: dt.datetime(year, 1, 1, tzinfo=dt.UTC))) as survey:
        home = survey.reader.get(Household, survey.reader.household("H1"))
        with survey.change("改") as change:
            change.save(home.replace(group="9组"))
    office.tell(VILLAGE, group="1组")
    office.meet(VILLAGE, "乙.survey")
    assert office.home("乙.survey")["household"]["group"] == "1组"
    [one] = office.open(VILLAGE)
    assert [(choice["told"], choice["doubtful"]) for choice in one["choices"]] == [("1组", False), ("9组", True)]
    assert "电脑时间不对" in office.run("history", VILLAGE, "H1")


KILLED = """
import os, signal, sys
from fieldapp.desk import receiving
receiving.note_arrival = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from fieldapp.commands import run
run(lambda *_: 0)
"""


def test_a_program_killed_between_taking_and_telling_has_taken_and_tells_it_at_the_next_start(office):
    office.tell(VILLAGE, group="1组")
    edited = Hand(office.folder / office.book(VILLAGE)).type("成员", 2, 民族="苗族").saved(office.folder / "改过.xlsx")
    words = ["receive", COUNTY, edited.name, "--report", "结果.xlsx"]
    died = subprocess.run([sys.executable, "-c", KILLED, *words], cwd=office.folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert died.returncode == -signal.SIGKILL
    assert office.home(COUNTY)["household"]["group"] == "1组"
    assert not (office.folder / "结果.xlsx").exists()
    again = office.run(*words, "--json")
    assert (again["outcome"], again["changed"], again["proposals"], len(again["edits"])) == ("edited", {}, 0, 1)
    assert [row["表里改成"] for row in told(office.folder / "结果.xlsx", "手工改动")] == ["苗族"]
    assert [one["what"] for one in office.open(COUNTY)] == ["民族"]


def test_a_book_that_was_judged_by_other_rules_says_so(office):
    office.tell(VILLAGE, group="1组")
    hand = Hand(office.folder / office.book(VILLAGE))
    meta = {str(key.value): value for key, value in hand.sheet("_meta").iter_rows(max_col=2)}
    meta["rules"].value = "0" * 16
    meta[SEAL].value = seal({key: str(cell.value or "") for key, cell in meta.items()}, "")
    answer = office.take(COUNTY, hand.saved(office.folder / "别的规则.xlsx").name)
    assert any("另一套规则" in note for note in answer["notes"])
    assert (answer["outcome"], answer["changed"]) == ("taken", {"household": 1})


# --- the seal


def test_where_a_key_is_shared_a_package_without_its_seal_is_a_book_edited_by_hand(office):
    office.tell(VILLAGE, phone="13900000009", why="没有登记的电脑")
    plain = office.book(VILLAGE)
    key = new_key()
    with opened(office.folder / COUNTY, by="县办") as survey:
        survey.note(KEY, key)
    before = office.run("code", COUNTY)
    answer = office.take(COUNTY, plain)
    assert (answer["outcome"], answer["changed"], answer["proposals"]) == ("edited", {}, 1)
    assert any("没有盖县里登记的印章" in note for note in answer["notes"])
    assert office.run("code", COUNTY) == before
    with opened(office.folder / VILLAGE, by="韩立") as survey:
        survey.note(KEY, key)
    assert office.send(VILLAGE, COUNTY)["changed"] == {"household": 1}
    assert office.run("code", COUNTY) == office.run("code", VILLAGE)
