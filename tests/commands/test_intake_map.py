"""On the command line a file says what strange columns are, once; afterwards the survey file knows it."""

from __future__ import annotations

import json

from tests.books import HEAD, WIFE, xlsx

STRANGE = ["门牌", "是他的谁", "本尊", "卡号"]


def test_a_strange_layout_is_told_by_a_file_and_remembered(run, village, tmp_path):
    book = xlsx(tmp_path / "摸底.xlsx", [["入户摸底"], STRANGE, ["A1", "户主", "张三", HEAD], ["A1", "配偶", "李四", WIFE]])
    refused = run("intake", village, book, "--json")
    assert refused.code == 1
    assert "对一次列" in refused.json()["error"]["advice"]
    told = tmp_path / "对列.json"
    columns = {"A": "household.code", "B": "member.relation", "C": "member.name", "D": "member.number"}
    told.write_text(json.dumps({"sheet": "名单", "head": [2, 2], "columns": columns}), "utf-8")
    taken = run("intake", village, book, "--map", told, "--json")
    assert (taken.code, taken.json()["outcome"], taken.json()["new"]["member"]) == (0, "taken", 2)
    again = run("intake", village, book, "--json")
    assert (again.code, again.json()["outcome"]) == (0, "unchanged")
    assert again.json()["remarks"] == ["“摸底.xlsx”的“名单”：用了上次对好的列。"]


def test_a_file_that_does_not_fit_is_refused_and_nothing_is_taken(run, village, tmp_path):
    book = xlsx(tmp_path / "摸底.xlsx", [STRANGE, ["A1", "户主", "张三", HEAD]])
    told = tmp_path / "对列.json"
    told.write_text(json.dumps({"sheet": "名单", "head": [1, 1], "columns": {"C": "member.name"}}), "utf-8")
    before = run("code", village).out
    refused = run("intake", village, book, "--map", told)
    assert refused.code == 1
    assert "看不出每个人属于哪一户" in refused.err
    assert run("code", village).out == before
