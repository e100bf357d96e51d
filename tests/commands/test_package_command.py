"""Packages with pictures and locked books, from the village to another file and back, by the public commands."""

import json
import shutil
from pathlib import Path

import pytest
import pyzipper

from fieldapp.desk.departures import departures
from fieldapp.desk.enrolling import Enrolment, new_key
from fieldapp.desk.opening import opened
from fieldapp.documents.parcel import FOLDER
from tests.documents.hand import Hand
from tests.documents.office import saved_by_libreoffice

ENV = {"P": "密码 1", "X": "错的"}


@pytest.fixture
def enrolment(village, tmp_path) -> Path:
    """The 登记包 of the practice village, as the county writes it."""
    with opened(village) as survey:
        here = survey.reader.village()
    told = Enrolment(here.code, here.name, "青山镇", "青山县", "village", new_key(), "0874-1234567").told()
    (tmp_path / "村.enrol").write_text(told, "utf-8")
    return tmp_path / "村.enrol"


@pytest.fixture
def other(village, tmp_path) -> Path:
    """The same village on another laptop, without its pictures."""
    shutil.copy(village, tmp_path / "另一台.survey")
    return tmp_path / "另一台.survey"


def photos(file: Path) -> set[str]:
    with opened(file) as survey:
        return set(survey.photos.ids())


def test_a_package_under_the_shared_key_brings_data_and_pictures_without_a_password(run, village, other, enrolment):
    assert run("enrol", village, enrolment).code == run("enrol", other, enrolment).code == 0
    done = run("workbook", village, "a.zip", "--photos")
    assert done.code == 0, done.err
    assert "照片 7 张" in done.out
    dry = run("receive", other, "a.zip", "--dry-run", "--json").json()
    assert photos(other) == set()
    told = run("receive", other, "a.zip", "--json").json()
    assert told == dry
    assert told["notes"] == ["照片新收 7 张，原来就有 0 张。"]
    assert photos(other) < photos(village), "one of them no record names any more"
    assert len(photos(other)) == 7
    assert "已经收过" in run("receive", other, "a.zip").out


def test_what_was_received_is_listed_in_words_and_as_one_document(run, village, other, enrolment):
    assert run("receive", other, "--list").out == "还没有收过表。\n"
    assert run("enrol", village, enrolment).code == run("enrol", other, enrolment).code == 0
    assert run("--by", "韩立", "workbook", village, "a.zip", "--photos").code == 0
    told = run("receive", other, "a.zip", "--json").json()
    [line] = run("receive", other, "--list").out.splitlines()
    assert "，韩立(村里)发来 a.zip：已收下。新增" in line
    [one] = run("receive", other, "--list", "--json").json()
    assert {name: one[name] for name in told} == told
    assert (one["file"], one["sender"]) == ("a.zip", "韩立(村里)")


@pytest.mark.parametrize("words", [[], ["a.zip", "--list"]])
def test_either_a_book_is_received_or_the_list_is_told(run, village, words):
    assert run("receive", village, *words).code == 2


def test_without_an_enrolment_a_package_needs_a_password_on_both_sides(run, village, other):
    assert "还没有登记" in run("workbook", village, "a.zip", "--photos").err
    assert run("workbook", village, "a.zip", "--photos", "--password-env", "P", env=ENV).code == 0
    assert "没有它的密码" in run("receive", other, "a.zip").err
    wrong = run("receive", other, "a.zip", "--password-env", "X", env=ENV)
    assert (wrong.code, "密码不对" in wrong.err) == (1, True)
    assert run("receive", other, "a.zip", "--password-env", "P", env=ENV).code == 0


def test_missing_and_altered_pictures_are_named_and_the_data_is_taken_all_the_same(run, village, other, tmp_path):
    (tmp_path / "b.json").write_text(json.dumps({"household": {"head": "新来的"}}), "utf-8")
    assert run("record", village, "b.json").code == 0
    assert run("workbook", village, "a.zip", "--photos", "--password-env", "P", env=ENV).code == 0
    with pyzipper.AESZipFile(tmp_path / "a.zip") as packed, pyzipper.AESZipFile(tmp_path / "b.zip", "w", encryption=pyzipper.WZ_AES) as spoiled:
        packed.setpassword(ENV["P"].encode())
        spoiled.setpassword(ENV["P"].encode())
        names = packed.namelist()
        lost, altered = [name for name in names if name.startswith(FOLDER)][:2]
        for name in names:
            if name != lost:
                spoiled.writestr(name, packed.read(name) + (b"x" if name == altered else b""))
    told = run("receive", other, "b.zip", "--password-env", "P", "--json", env=ENV).json()
    assert told["outcome"] == "taken"
    assert told["new"] == {"household": 1}
    assert told["notes"][0] == "照片新收 5 张，原来就有 0 张。"
    assert told["notes"][1].startswith("有照片没有一起来：")
    assert told["notes"][2].startswith("有照片被改动过，没有收：")
    assert run("code", other).out == run("code", village).out


def test_a_locked_book_opens_with_the_password_or_the_key_and_with_no_other(run, village, other, enrolment):
    assert run("workbook", village, "a.xlsx", "--password-env", "P", env=ENV).code == 0
    for words, said in (((), "没有它的密码"), (("--password-env", "X"), "密码不对")):
        refused = run("receive", other, "a.xlsx", *words, "--json", env=ENV)
        assert (refused.code, refused.json()["outcome"]) == (1, "refused")
        assert said in refused.json()["error"]["what"]
    assert run("receive", other, "a.xlsx", "--password-env", "P", env=ENV).code == 0
    for file in (village, other):
        assert run("enrol", file, enrolment).code == 0
    assert run("workbook", village, "b.xlsx", "--key").code == 0
    assert run("receive", other, "b.xlsx").code == 0


def test_a_locked_book_that_somebody_edited_and_saved_under_its_password_is_read_like_an_open_one(run, village, tmp_path):
    import io

    from fieldapp.documents.locking import locked, unlocked

    assert run("workbook", village, "a.xlsx", "--password-env", "P", env=ENV).code == 0
    (tmp_path / "open.xlsx").write_bytes(unlocked((tmp_path / "a.xlsx").read_bytes(), ENV["P"]).read())
    Hand(tmp_path / "open.xlsx").type("成员", 2, 姓名="改名人").saved(tmp_path / "edited.xlsx")
    saved_by_libreoffice(tmp_path / "edited.xlsx", tmp_path / "office.xlsx")
    (tmp_path / "b.xlsx").write_bytes(locked(io.BytesIO((tmp_path / "office.xlsx").read_bytes()), ENV["P"]))
    told = run("receive", village, "b.xlsx", "--password-env", "P", "--json", env=ENV).json()
    assert (told["outcome"], [edit["now"] for edit in told["edits"]]) == ("edited", ["改名人"])


def test_a_village_with_a_key_takes_no_changes_of_a_package_without_its_seal(run, village, other, enrolment, tmp_path):
    (tmp_path / "b.json").write_text(json.dumps({"household": {"head": "新来的"}}), "utf-8")
    assert run("record", other, "b.json").code == 0
    assert run("workbook", other, "a.xlsx").code == 0
    before = run("code", village).out
    assert run("enrol", village, enrolment).code == 0
    told = run("receive", village, "a.xlsx", "--json").json()
    assert told["new"] == {}
    assert "印章" in told["notes"][0]
    assert run("code", village).out == before


@pytest.mark.parametrize("words", [
    ("a.xlsx", "--photos"), ("a.zip",), ("a.zip", "--photos", "--masked"), ("a.xlsx", "--masked", "--key"), ("a.xlsx", "--key", "--password-env", "P"),
])  # fmt: skip
def test_what_does_not_go_together_is_a_wrong_usage(run, village, words):
    assert run("workbook", village, *words, env=ENV).code == 2


def test_only_pictures_kept_since_a_day_go_along(run, village, enrolment):
    assert run("enrol", village, enrolment).code == 0
    done = run("workbook", village, "a.zip", "--photos-since", "2099-01-01")
    assert done.code == 0, done.err
    assert "照片" not in done.out.split("对账码")[0]


def test_papers_with_full_numbers_are_logged_and_masked_ones_are_not(run, village, tmp_path):
    assert run("plans", village, tmp_path / "遮住").code == 0
    assert run("plans", village, tmp_path / "全", "--full-numbers").code == 0
    assert run("papers", village, tmp_path / "b.pdf", "--kind", "housing", "--one-file", "--full-numbers").code == 0
    with opened(village) as survey:
        log = departures(survey.reader)
    assert [(one.file, one.edition) for one in log] == [("住房查看 b.pdf", "papers"), ("帮扶计划 全", "papers")]
    assert all(one.households > 0 and one.by and one.at for one in log)
