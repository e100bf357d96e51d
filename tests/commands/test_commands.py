"""The command line, stable: tests and the county's scripts use it."""

import hashlib
import json
import sqlite3
import subprocess
import sys

import pytest
from PIL import Image

from tests.commands.conftest import ROOT


def test_new_makes_a_file_and_code_reads_it(program, tmp_path):
    made = program("new", "a.survey", "--village", "石桥村", "--code", "999999201201")
    assert made.code == 0, made.err
    told = program("code", "a.survey", "--json").json()["code"]
    assert told in made.out
    assert program("new", "b.survey", "--village", "石桥村", "--code", "999999201201").out.count(told) == 1


def test_the_same_seed_gives_the_same_village_and_another_seed_another(program, village):
    assert program("practice", "b.survey", "--households", 12, "--seed", 3, "--on", "2026-11-22").code == 0
    assert program("practice", "c.survey", "--households", 12, "--seed", 4, "--on", "2026-11-22").code == 0
    codes = [program("code", path).out for path in (village, "b.survey", "c.survey")]
    assert codes[0] == codes[1] != codes[2]


def test_a_file_with_password_wants_it_from_the_environment(program):
    assert program("new", "a.survey", "--village", "村", "--code", "999999201201", "--password-env", "P", env={"P": "密"}).code == 0
    assert program("code", "a.survey").code == 1
    assert program("--survey-password-env", "P", "code", "a.survey", env={"P": "密"}).code == 0
    missing = program("--survey-password-env", "NOPE", "code", "a.survey")
    assert (missing.code, "NOPE" in missing.err) == (1, True)


def test_households_and_show_have_their_stable_shape(run, village):
    households = run("households", village, "--json").json()
    assert len(households) == 12
    assert set(households[0]) >= {"id", "code", "head", "group", "people"}
    shown = run("show", village, households[0]["code"], "--json").json()
    assert shown["household"]["id"] == households[0]["id"]
    assert isinstance(shown["member"], list)
    assert isinstance(shown.get("water", {}), dict)
    assert {"verdict", "label", "reasons", "source"} <= set(shown["verdicts"]["water"])


def test_what_show_tells_can_be_recorded_again_and_changes_nothing(program, village, tmp_path):
    household = program("households", village, "--json").json()[0]["id"]
    before = program("code", village).out
    (tmp_path / "a.json").write_text(program("show", village, household, "--json").out, "utf-8")
    again = program("record", village, "a.json", "--json")
    assert again.code == 0, again.err
    assert again.json()["changed"] == {}
    assert program("code", village).out == before


def test_record_saves_a_visit_with_house_and_water_as_one_act(run, village, tmp_path):
    household = run("households", village, "--json").json()[0]
    acts = run("verify", village, "--json").json()["acts"]
    answers = {
        "household": {"code": household["code"]},
        "visit": {"day": "2026-11-21", "way": "入户", "outcome": "MET", "met": household["head"], "confirmed": ["MEMBERS", "住房"]},
        "water": {"litres": 30, "piped": True, "dry_days": 0},
        "housing": {"walls": "c", "sleepers": [household["head"]]},
        "promise": [{"asked_on": "2026-11-21", "wish": "修水管", "answer": "联系水管站", "by": "韩立", "due": "2026-12-01"}],
        "measure": [{"year": 2026, "kind": "产业帮扶", "what": "养牛", "money": "1200.50", "person": household["head"]}],
    }
    answers["housing"]["walls"] = "c 明显"
    (tmp_path / "a.json").write_text(json.dumps(answers, ensure_ascii=False), "utf-8")
    saved = run("--by", "何敏", "record", village, "a.json", "--why", "晚上补录", "--json")
    assert saved.code == 0, saved.err
    assert saved.json()["changed"]["visit"] == 1
    assert saved.json()["verdicts"]["water"]["verdict"] == "BAD"
    assert run("verify", village, "--json").json()["acts"] == acts + 1
    shown = run("show", village, household["code"], "--json").json()
    assert shown["visit"][-1]["confirmed"] == ["MEMBERS", "HOUSING"]
    assert shown["visit"][-1]["entered"]
    assert shown["measure"][-1]["money"] == "1200.50"
    line = next(one for one in run("history", village, household["code"], "--json").json() if one["field"] == "litres" and one["now"] == "30")
    assert (line["by"], line["why"], line["noun"]) == ("何敏", "晚上补录", "water")
    assert run("undo", village).code == 0
    assert len(run("show", village, household["code"], "--json").json()["visit"]) == len(shown["visit"]) - 1


def test_record_makes_a_new_household_with_its_people(run, village, tmp_path):
    answers = {
        "household": {"head": "欧阳新", "code": "N1", "group": "9组"},
        "member": [{"name": "欧阳新", "relation": "户主"}, {"name": "欧阳小", "relation": "之子", "number": "999999201206300033"}],
        "housing": [{"name": "正房", "sleepers": ["欧阳新", "欧阳小"]}],
    }
    (tmp_path / "a.json").write_text(json.dumps(answers, ensure_ascii=False), "utf-8")
    assert run("record", village, "a.json").code == 0
    shown = run("show", village, "欧阳新", "--json").json()
    assert len(shown["housing"][0]["sleepers"]) == len(shown["member"]) == 2


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "没有写明是哪一户"), ({"household": {"code": "没有"}}, "没有找到"), ({"house": {}}, "不认识 house"),
        ({"household": {"head": "新"}, "water": {"liters": 3}}, "没有问 liters"),
        ({"household": {"head": "新"}, "water": {"litres": "很多"}}, "很多"),
        ({"household": {"head": "新"}, "water": {"litres": -1}}, "应在 0 到 1000 之间"),
        ({"household": {"head": "新"}, "member": [{"number": "999999198102290016"}]}, "出生日期"),
        ({"household": {"head": "新"}, "visit": [3]}, "一条记录"),
        ({"household": {"head": "新"}, "water": {"id": "0" * 32}}, "没有编号为"),
    ],
)  # fmt: skip
def test_answers_that_cannot_be_taken_are_refused_whole(run, village, tmp_path, answers, said):
    before = run("code", village).out
    (tmp_path / "a.json").write_text(json.dumps(answers, ensure_ascii=False), "utf-8")
    refused = run("record", village, "a.json", "--json")
    assert refused.code == 1
    assert said in refused.json()["error"]["what"]
    assert refused.json()["error"]["advice"]
    assert run("code", village).out == before


def test_the_data_dictionary_has_its_stable_shape(run):
    told = run("fields", "--json").json()
    assert {"noun", "name", "label", "kind", "unit", "choices", "must", "since"} <= set(told[0])
    assert {line["noun"] for line in run("fields", "water", "--json").json()} == {"water"}
    assert run("fields", "nonsense").code == 1


def test_check_has_its_stable_shape_and_can_be_narrowed(run, village):
    told = run("check", village, "--json").json()
    assert all(set(one) >= {"rule", "severity", "household", "noun", "record", "text", "advice", "accepted"} for one in told)
    assert {one["rule"] for one in run("check", village, "--rule", "DQ-005", "--json").json()} == {"DQ-005"}


def test_backup_restore_verify_rebuild_and_password(run, village):
    code = run("code", village).out
    assert run("backup", village, "b.survey").code == 0
    assert run("restore", "b.survey", "c.survey").code == 0
    assert run("code", "c.survey").out == code
    assert run("rebuild", "c.survey").code == 0
    assert run("password", "c.survey", "--new-env", "P", env={"P": "密"}).code == 0
    assert run("--survey-password-env", "P", "verify", "c.survey", env={"P": "密"}).code == 0
    assert run("verify", "c.survey").code == 1
    assert run("--survey-password-env", "P", "password", "c.survey", "--remove", env={"P": "密"}).code == 0
    assert run("code", "c.survey").out == code


def test_pictures_are_backed_up_brought_back_and_held_against_their_hashes(run, village, tmp_path):
    pictures = run("verify", village, "--json").json()["pictures"]
    assert pictures > 3
    assert run("backup", village, "照.survey").code == 0
    assert run("restore", "照.survey", "新.survey").code == 0
    assert run("verify", "照.survey", "--json").json()["pictures"] == pictures
    with sqlite3.connect(tmp_path / "照.survey.photos") as meddler:
        meddler.execute("update photo set bytes = x'00' where name = '裂缝.png'")
    meddler.close()
    told = run("restore", "照.survey", "又.survey")
    assert (told.code, "1 张照片没有恢复出来" in told.out) == (0, True)
    refused = run("verify", "照.survey", "--json")
    assert refused.code == 1
    assert "被改动过" in refused.json()["error"]["what"]


def test_wrong_usage_is_exit_2_and_help_lists_every_command(program):
    assert program("nonsense").code == 2
    assert program("code").code == 2
    told = program("--help").out
    for command in ["open", "new", "practice", "fields", "intake", "households", "show", "record", "judge", "check", "workbook", "plans", "code", "history", "undo", "rebuild", "backup", "restore", "verify", "password"]:
        assert f"\n  {command} " in told


def test_no_command_loads_what_only_others_need():
    probe = "import sys; sys.argv=['main.py','--help']; import runpy\ntry: runpy.run_path('main.py', run_name='__main__')\nexcept SystemExit: pass\n" \
            "print([m for m in ('PySide6','openpyxl','reportlab','pypinyin','lxml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    loaded = done.stdout.splitlines()[-1]
    assert "PySide6" not in loaded
    assert "reportlab" not in loaded


def test_a_picture_is_recorded_by_its_file_and_kept_beside_the_survey(run, village, tmp_path):
    head = run("households", village, "--json").json()[0]["head"]
    picture = tmp_path / "报告.png"
    Image.new("RGB", (8, 8), "white").save(picture)
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"household": head, "water": {"report_picture": "报告.png"}}), "utf-8")
    done = run("record", village, answers, "--json")
    assert done.code == 0, done.err
    kept = run("show", village, head, "--json").json()["water"]["report_picture"]
    assert kept == [hashlib.sha256(picture.read_bytes()).hexdigest()]
    assert village.with_name(village.name + ".photos").exists()


@pytest.mark.parametrize(("name", "said"), [("信.txt", "不是照片"), ("没有.png", "读不出来")])
def test_what_is_no_picture_is_refused_and_nothing_is_saved(run, village, tmp_path, name, said):
    (tmp_path / "信.txt").write_text("不是照片", "utf-8")
    head = run("households", village, "--json").json()[0]["head"]
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"household": head, "water": {"pictures": [name]}}), "utf-8")
    before = run("code", village).out
    done = run("record", village, answers, "--json")
    assert done.code == 1
    assert said in done.json()["error"]["what"]
    assert run("code", village).out == before


def test_a_building_is_shared_with_a_household_by_its_code_and_may_belong_to_nobody(run, village, tmp_path):
    first, second = run("households", village, "--json").json()[:2]
    answers = tmp_path / "answers.json"
    answers.write_text(
        json.dumps({"household": first["code"], "housing": [
            {"name": "厢房", "shared": [second["code"]]}, {"household": None, "name": "幸福大院"},
        ]}), "utf-8",
    )  # fmt: skip
    assert run("record", village, answers).code == 0
    told = {one["id"]: [h["name"] for h in run("show", village, one["id"], "--json").json()["housing"]] for one in (first, second)}
    assert set(told[first["id"]]) >= {"厢房", "幸福大院"}
    assert "厢房" in told[second["id"]]
    assert "幸福大院" not in told[second["id"]]


def test_the_password_of_a_county_is_set_and_taken_away_with_its_villages(run):
    env = {"P": "密 1"}
    assert run("county", "new", "青山.county", "--name", "青山县").code == 0
    assert "都换了密码" in run("county", "password", "青山.county", "--new-env", "P", env=env).out
    assert run("county", "code", "青山.county").code == 1
    assert run("--survey-password-env", "P", "county", "code", "青山.county", env=env).code == 0
    assert run("county", "password", "青山.county", "--old-env", "P", "--remove", env=env).out.startswith("密码已去掉。")
    assert run("county", "code", "青山.county").code == 0
