"""`review`: where everything stands, who may say more, and what is refused."""

import pytest

from fieldapp.base.knowledge import Knowledge
from fieldapp.store.survey import Survey


@pytest.fixture
def county(village, tmp_path):
    """The county's file of the practice village."""
    path = tmp_path / "县.survey"
    with Survey.open(village, by="韩立") as home, Survey.create(path, None, county=True, by="李审") as survey:
        survey.take(*home.reader.beyond(Knowledge()))
    return path


@pytest.fixture
def home(run, village):
    """The first household with a visit: code, and the id of the visit."""
    for entry in run("households", village, "--json").json():
        if visits := run("show", village, entry["id"], "--json").json()["visit"]:
            return entry["code"], visits[0]["id"]
    raise AssertionError("a practice village without visits")


def test_before_anybody_spoke_everything_waits(run, village):
    told = run("review", village, "--json").json()
    assert told["remarks"] == []
    assert {state for state, count in told["counts"].items() if count} == {"received"}
    assert run("review", village).out.startswith("退回 0 · 存疑 0 · 已改 0 · 待审 ")


def test_the_county_returns_an_answer_and_passes_the_household_afterwards(run, county, home):
    code, visit = home
    done = run("--by", "李审", "review", county, f"visit.{visit}.met", "--set", "退回", "--why", "写全名", "--json")
    assert done.json() == {"written": 1, "state": "rejected", "level": "county"}
    [remark] = run("review", county, "--json").json()["remarks"]
    assert {"household": code, "noun": "visit", "record": visit, "question": "met", "state": "rejected", "level": "county",
            "comment": "写全名", "by": "李审", "replies": []}.items() <= remark.items()  # fmt: skip
    line = run("review", county).out.splitlines()[0]
    assert line.startswith("县退回")
    assert "写全名" in line
    assert line.endswith(f"[visit.{visit}.met]")
    run("review", county, code, "--set", "通过")
    told = run("review", county, "--household", code, "--json").json()
    assert {one["state"] for one in told["records"]} == {"approved"}
    assert [one["state"] for one in told["remarks"]] == ["approved"]


def test_many_are_said_in_one_act(run, county):
    codes = [one["code"] for one in run("households", county, "--json").json()]
    assert run("review", county, *codes, codes[0], "--set", "has_issues", "--why", "照片不清楚", "--json").code == 1
    assert run("review", county, *codes, codes[0], "--set", "存疑", "--why", "照片不清楚", "--json").json()["written"] == 12
    assert run("undo", county).code == 0
    assert run("review", county, "--json").json()["remarks"] == []


def test_a_village_is_refused_with_a_sentence_and_may_answer(run, village, home):
    refused = run("review", village, home[0], "--set", "通过")
    assert refused.code == 1
    assert refused.err == "审核由镇里、县里来做，村里的档案自己不审。\n请按意见改好资料再上报；有不同的看法，就写一句说明。\n"
    assert run("review", village, home[0], "--note", "--why", "人在外地").out == "已写 1 条。\n"


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--set", "通过"], "没有写审核哪一条。"),
        (["H1"], "没有写审核结果。"),
        (["H1", "--set", "通过", "--note"], "--set 和 --note 只能用一个。"),
        (["H1", "--set", "通过"], "没有找到“H1”这一户。"),
        (["water.x", "--set", "通过"], "没有编号为“x”的饮水。"),
        (["H1", "--set", "退回"], "退回要写意见。"),
        (["H1", "--set", "好"], "没有“好”这一项。"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(run, county, words, what):
    before = run("code", county).out
    refused = run("review", county, *words)
    assert (refused.code, refused.err.splitlines()[0]) == (1, what)
    assert run("code", county).out == before


def test_a_review_is_not_recorded_like_an_answer(run, county, home, tmp_path):
    (tmp_path / "a.json").write_text(f'{{"household": {{"code": "{home[0]}"}}, "review": [{{"state": "APPROVED"}}]}}', "utf-8")
    refused = run("record", county, tmp_path / "a.json")
    assert (refused.code, refused.err.splitlines()[0]) == (1, "审核不是录入的，要看是哪一级在审。")
