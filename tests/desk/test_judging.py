"""Judging a household, and trying a rule on a few answers."""

import datetime as dt
from decimal import Decimal

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.base.kinds import YesNo
from fieldapp.desk.judging import check_dossier, finding_json, judge, judge_dossier, judged_json, signs
from fieldapp.desk.lawbook import resource
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household, Lodging
from fieldapp.records.housing import Condition, Housing, Remedy
from fieldapp.records.member import Member
from fieldapp.records.village import HousingMethod, Village, WaterRegion
from fieldapp.records.water import Report, Water
from fieldapp.rules.era import words
from fieldapp.rules.finding import Verdict
from fieldapp.rules.housing import COMPONENTS

TODAY = dt.date(2026, 11, 2)
SOUND = Housing("a" * 32, storeys=1, site_dangerous=YesNo.NO, **{field.name: Condition.a for field in COMPONENTS})
TAP = Water("b" * 32, litres=Decimal(30), piped=YesNo.YES, dry_days=0, result=Report.PASSED)


def dossier(*records, region=None, village=None):
    kinds = {noun: [record for record in records if type(record) is noun] for noun in {type(record) for record in records}}
    return Dossier(village or Village(water_region=region), Household("h" * 32, phone="无电话"), kinds)


def test_a_household_is_judged_by_the_region_of_its_village():
    assert judge_dossier(dossier(TAP, region=WaterRegion.DRY), TODAY).water.told == "基本安全"
    assert judge_dossier(dossier(TAP, region=WaterRegion.WET), TODAY).water.told == "不安全"
    assert judge_dossier(dossier(TAP), TODAY).water.told == "资料不全"


def test_a_household_where_nobody_looked_is_open_in_both():
    judged = judge_dossier(dossier(), TODAY)
    assert (judged.housing.verdict, judged.water.verdict, judged.houses) == (Verdict.OPEN, Verdict.OPEN, [])


def test_every_building_keeps_its_own_finding_and_the_one_slept_in_decides():
    old = SOUND.with_id("c" * 32).replace(walls=Condition.d)
    zhang = Member("1" * 32, name="张三")
    judged = judge_dossier(dossier(zhang, SOUND.replace(sleepers=frozenset({zhang.id})), old), TODAY)
    assert judged.housing.told == "A级"
    assert [(house.id, finding.told) for house, finding in judged.houses] == [(SOUND.id, "A级"), (old.id, "D级")]


def test_a_day_before_the_first_limits_is_refused_in_a_sentence():
    with pytest.raises(FieldAppError, match=r"2004-01-01 还没有"):
        judge_dossier(dossier(), dt.date(2004, 1, 1))


def test_a_village_works_by_its_method_of_grading_houses():
    house = SOUND.replace(enclosure=Condition.d)
    village = Village(housing_method=HousingMethod.RURAL_2014)
    assert judge_dossier(dossier(house), TODAY).housing.told == "D级"
    assert judge_dossier(dossier(house, village=village), TODAY).housing.told == "B级"


def test_everything_about_the_houses_of_a_family_is_judged_at_once():
    zhang = Member("1" * 32, name="张三")
    new = SOUND.replace(
        sleepers=frozenset({zhang.id}), made_safe=Remedy.RELOCATION, made_safe_on="2019-05", area=Decimal(26), walls=Condition.b
    )
    old = SOUND.with_id("c" * 32).replace(name="老屋", walls=Condition.d, sealed=YesNo.NO)
    judged = judge_dossier(dossier(zhang, new, old), TODAY)
    assert (judged.nobody_in_danger.verdict, judged.danger_closed.verdict) == (Verdict.GOOD, Verdict.BAD)
    assert (judged.result_class.told, judged.area.verdict) == ("改造安全", Verdict.BAD)
    assert judged.recheck == ("房屋是 B级，局部有危险，应先复查。",)
    told = judged_json(judged)
    assert [told[name]["verdict"] for name in ("housing", "danger_closed", "area")] == ["GOOD", "BAD", "BAD"]
    assert told["recheck"] == list(judged.recheck)
    assert [(house["id"], house["finding"]["told"]) for house in told["houses"]] == [(new.id, "B级"), (old.id, "D级")]


def test_a_family_without_a_roof_is_told_so():
    home = Household("h" * 32, lodging=Lodging.NONE)
    assert judge_dossier(Dossier(Village(), home, {}), TODAY).housing.told == "无房户"


def test_the_signs_beside_the_questions_are_read_from_the_catalogue():
    assert signs()["walls"][Condition.d].text.startswith("严重开裂")


def test_the_doubts_of_a_household_are_found_with_the_limits_of_the_day():
    member = Member("1" * 32, name="张三")
    danger = SOUND.replace(walls=Condition.d, sleepers=frozenset({member.id}))
    dry = TAP.replace(region=WaterRegion.WET)
    assert [doubt.rule for doubt in check_dossier(dossier(member, danger, dry), TODAY)] == [
        "DQ-005", "DQ-018", "DQ-023", "DQ-147", "DQ-180",
    ]  # fmt: skip


WET = Village(water_region=WaterRegion.WET)
WELL = {"litres": "60", "piped": "否", "minutes": "20", "dry_days": "36", "result": "合格"}


def test_a_rule_is_tried_on_answers_as_they_would_be_typed():
    assert judge("water", WELL, TODAY, WET).told == "基本安全"
    assert judge("water", WELL | {"minutes": " 21 "}, TODAY, WET).told == "不安全"
    assert judge("housing", {"site_dangerous": "是"}, TODAY).told == "D级"
    assert judge("housing", {"walls": "c", "roof": "d 严重"}, TODAY).told == "D级"


def test_a_region_among_the_answers_counts_before_that_of_the_village():
    short = WELL | {"litres": "30"}
    assert judge("water", short, TODAY, WET).told == "不安全"
    assert judge("water", short | {"region": "缺水地区"}, TODAY, WET).told == "基本安全"
    assert judge("water", short, TODAY).told == "资料不全"


def test_a_blank_text_is_no_answer():
    assert judge("water", WELL | {"dry_days": " "}, TODAY, WET).told == "资料不全"


@pytest.mark.parametrize(
    ("noun", "answers", "what", "advice"),
    [
        ("fire", {}, "没有“fire”这条规则。", "可以判定的有：water(饮水)、housing(住房)。"),
        ("water", {"liters": "60"}, "饮水没有“liters”这个问题。", "可以填的有：source、region、litres、piped、"),
        ("water", {"household": "a" * 32}, "饮水没有“household”这个问题。", "可以填的有："),
        ("water", {"litres": "很多"}, "每人每天用水量(litres)：请填数字。", ""),
        ("housing", {"walls": "e"}, "承重墙(walls)：没有“e”这一项。", "请从列表中选择："),
    ],
)
def test_what_cannot_be_judged_is_refused_naming_what_can(noun, answers, what, advice):
    with pytest.raises(FieldAppError) as refused:
        judge(noun, answers, TODAY)
    assert refused.value.what == what
    assert refused.value.advice.startswith(advice)


def test_a_finding_as_json_names_verdicts_and_questions_by_their_stable_names():
    told = finding_json(judge("water", {"litres": "34"}, TODAY, WET))
    assert {key: told[key] for key in ("verdict", "label", "told", "grade", "source")} == {
        "verdict": "BAD", "label": "不达标", "told": "不安全", "grade": "", "source": "T/CHES 18-2018《农村饮水安全评价准则》",
    }  # fmt: skip
    assert told["reasons"][0] == {
        "verdict": "BAD",
        "text": "水量：每人每天用水量 34 升，不达标：非缺水地区基本达标要求不少于 35 升。",
        "questions": ["litres"],
    }
    assert [reason["verdict"] for reason in told["reasons"]] == ["BAD", "OPEN", "OPEN", "OPEN"]


def test_the_files_under_resources_are_found_and_a_missing_one_is_told():
    assert words(resource("catalogues/eras.toml"), TODAY).work == "常态化精准帮扶"
    with pytest.raises(FieldAppError, match=r"limits/fire\.toml 读不出来"):
        resource("limits/fire.toml")
