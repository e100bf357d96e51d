"""The command `judge`: a rule tried without any file."""

import json

import pytest
from click.testing import CliRunner

from fieldapp.base.errors import FieldAppError
from fieldapp.commands.judge import judge

WELL = ["water", "litres=60", "piped=否", "minutes=20", "dry_days=36", "result=合格"]


def run(*words):
    return CliRunner().invoke(judge, list(words))


def test_it_says_the_verdict_the_reasons_and_the_source_in_chinese():
    lines = run(*WELL, "--region", "WET").output.splitlines()
    assert lines == [
        "结论：基本安全(基本达标)",
        "· 水量：每人每天用水量 60 升，达标：非缺水地区达标要求不少于 60 升。",
        "· 水质：检测报告(检测单位没有填写)结论为合格，达标。",
        "· 用水方便程度：取水往返时间 20 分钟，基本达标：达标要求不超过 10 分钟，基本达标要求不超过 20 分钟。",
        "· 供水保证率：一年累计停水天数 36 天，基本达标：达标要求不超过 18 天，基本达标要求不超过 36 天。",
        "依据：T/CHES 18-2018《农村饮水安全评价准则》",
    ]


def test_an_uncertain_figure_is_pointed_out_and_a_verdict_without_other_words_is_said_once():
    assert run("housing", "enclosure=d").output.splitlines()[-1].startswith("注意：“围护和次要构件”这一项定级的可信度约 70%")
    assert run("housing").output.splitlines()[0] == "结论：资料不全"


@pytest.mark.parametrize("region", ["DRY", "缺水地区"])
def test_the_region_is_given_by_its_name_or_by_its_label(region):
    result = run("water", "litres=20", *WELL[2:], "--region", region, "--json")
    assert json.loads(result.output)["told"] == "基本安全"


def test_json_is_one_document_and_nothing_else():
    told = json.loads(run("housing", "storeys=3", "--json").output)
    assert (told["verdict"], told["label"]) == ("NONE", "不适用")
    assert told["reasons"][0]["questions"] == ["storeys"]


def test_the_day_chooses_the_limits():
    result = run(*WELL, "--on", "2004-11-23")
    assert isinstance(result.exception, FieldAppError)
    assert "2004-11-23 还没有" in result.exception.what
    assert "547号" in run(*WELL, "--region", "WET", "--on", "2018-05-31").output
    assert run(*WELL, "--region", "WET", "--on", "2018年6月1日").exit_code == 0


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["water", "--on", "明天"], "请按 2026-03-05 的样子填写日期。"),
        (["water", "--region", "山区"], "没有“山区”这个分区、口径或方法。"),
        (["water", "litres=-1"], "每人每天用水量(litres)：应在 0 到 1000 之间。"),
        (["income"], "没有“income”这条规则。"),
    ],
)
def test_a_refusal_is_left_to_the_group_that_tells_it(words, what):
    result = run(*words)
    assert isinstance(result.exception, FieldAppError)
    assert result.exception.what == what


@pytest.mark.parametrize(("words", "why"), [(["water", "litres"], "没有等号"), (["water", "litres=1", "litres=2"], "填了两次"), ([], "")])
def test_wrong_usage_is_exit_code_two(words, why):
    result = run(*words)
    assert result.exit_code == 2
    assert why in result.output


def test_a_profile_of_a_province_and_a_method_are_named_like_a_region():
    assert "四川一超六有" in run(*WELL, "--region", "WET", "--region", "SICHUAN").output
    sound = [f"{name}=a" for name in ("foundation", "walls", "concrete", "slabs", "roof")]
    house = ["housing", "storeys=1", "site_dangerous=否", "timber=ABSENT", "truss=ABSENT", "enclosure=d", *sound]
    assert "结论：D级" in run(*house).output
    assert "结论：B级" in run(*house, "--region", "RURAL_2014").output
    assert "结论：B级" in run(*house, "--region", "JGJ/T 363-2014").output
