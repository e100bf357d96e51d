"""The plan of a family on paper."""

import dataclasses
import datetime as dt

import pypdf
import pytest

from fieldapp.base.kinds import Line, YesNo
from fieldapp.base.numbers import Whole
from fieldapp.base.record import Part, Record, ask
from fieldapp.documents.fonts import faces
from fieldapp.documents.outline import Grid, Note, Signatures, Table, as_text
from fieldapp.documents.papers.answers import CONTESTED, answers_block
from fieldapp.documents.papers.plan import plan_paper
from fieldapp.documents.pdf import write_pdf
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member, WorkRegion
from fieldapp.records.plan import Measure, Plan
from fieldapp.records.problem import Promise
from fieldapp.records.registered import Registered, Topic
from fieldapp.records.village import Village
from fieldapp.records.water import Water
from tests.documents.families import (
    DEAD,
    FAMILY,
    HEAD,
    HOME,
    HOUSES,
    NUMBER,
    PLAN,
    PROMISES,
    TAP,
    WATER,
    WIFE,
    family,
    judged,
    nobody,
    plan,
)


def text(**how) -> str:
    return as_text(plan(family(), **how))


@pytest.mark.parametrize(("name", "dossier"), [("plan-family.txt", family()), ("plan-nobody.txt", nobody())])
def test_the_plan_reads_as_agreed(golden, name, dossier):
    golden(name, as_text(plan(dossier)))


def test_the_pdf_says_what_the_outline_says(tmp_path):
    told = plan(family())
    assert write_pdf(tmp_path / "a.pdf", [told], faces=faces()).missing == ()
    drawn = "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(tmp_path / "a.pdf").pages)
    for block in told.blocks:
        match block:
            case Grid(pairs):
                wanted = [one for pair in pairs for one in pair]
            case Table(head, rows):
                wanted = [cell for row in (head, *rows) for cell in row]
            case Signatures(places, seal):
                wanted = [*places, seal]
            case _:
                wanted = [block.text]
        for one in wanted:
            assert "".join(one.split()) in drawn, one


@pytest.mark.parametrize(
    "record",
    [FAMILY.replace(note=None), *HOUSES, TAP.replace(minutes=None), family().all(Plan)[1]],
    ids=lambda record: record.table,
)
def test_every_answer_of_household_house_water_and_plan_is_on_the_paper(record):
    told = text(mask=False)
    for asked in record.questions():
        if asked is not Plan.year and (shown := asked.show(record, family().names)):
            assert f"{asked.label}：{shown} {asked.unit}".strip() + "\n" in told


def test_a_new_question_stands_on_the_paper_by_itself():
    place = Part("位置")

    class Old(Record, table="barn_1", label="圈舍"):
        name = ask("名称", Line(), place)

    class New(Record, table="barn_2", label="圈舍"):
        name = ask("名称", Line(), place)
        pigs = ask("能养几头", Whole(), place, unit="头")

    assert answers_block(Old(name="东圈")) == [Grid((("名称", "东圈"),), "位置")]
    assert answers_block(New(name="东圈", pigs=3)) == [Grid((("名称", "东圈"), ("能养几头", "3 头")), "位置")]


def test_zero_is_an_answer_and_a_blank_is_none():
    [supply, *_, still] = answers_block(Water(dry_days=0))
    assert supply == Grid((("一年累计停水天数", "0 天"),), "保证")
    assert still == Grid((("未填写", "每人每天用水量；供水入户"),), "待补")


def test_an_answer_to_a_question_that_is_not_put_stays_off_the_paper():
    assert TAP.minutes == 25
    assert "取水往返时间" not in text()
    assert ("取水往返时间", "25 分钟") in answers_block(TAP.replace(piped=YesNo.NO))[1].pairs


def test_numbers_are_masked_unless_they_are_asked_for():
    assert "999999**********14" in text()
    assert "138****0001" in text()
    assert "13800000001" in text(mask=False)
    assert NUMBER not in text()
    assert NUMBER in text(mask=False)


def test_remarks_of_the_cadre_stay_off_the_paper():
    assert FAMILY.note
    assert FAMILY.note not in text()


def test_the_family_sees_what_is_open_and_of_this_year():
    told = text()
    assert "屋面漏雨，东间不能住人。" in told
    assert "想学电焊" in told
    for past in ("电话号码不对", "办慢病证", "去年的目标", "去年的措施", "李去世"):
        assert past not in told


@pytest.mark.parametrize(("kept", "open_still"), [(None, True), (YesNo.UNKNOWN, True), (YesNo.YES, False), (YesNo.NO, False)])
def test_a_promise_is_open_until_somebody_says_what_became_of_it(kept, open_still):
    asked = PROMISES[0].replace(kept=kept)
    dossier = dataclasses.replace(family(), records={Promise: [asked]})
    assert ("想学电焊" in as_text(plan(dossier))) == open_still


@pytest.mark.parametrize(("on", "age"), [(dt.date(2026, 11, 22), "21"), (dt.date(2026, 11, 23), "22")])
def test_ages_are_those_of_the_day_of_the_paper(on, age):
    told = as_text(plan_paper(family(), judged(family()), 2026, on))
    assert f"李㛃 | 之子 | 男 | {age} | 未填写" in told


def test_sex_and_age_come_out_of_the_number_where_nobody_answered():
    assert "李𠮷山 | 户主 | 男 | 64 | 999999**********14" in text()


def test_the_verdicts_stand_in_words_with_reasons_and_source():
    told, finding = text(), judged(family()).water
    assert f"饮水安全：{finding.told}({finding.verdict.value})\n" in told
    assert [part.name for part in finding.parts] == ["水量", "水质", "用水方便程度", "供水保证率"]
    for part in finding.parts:
        assert f"{part.name} | {part.verdict.value} | {part.text.removeprefix(f'{part.name}：')}\n" in told
    assert all(reason.text in told for reason in finding.reasons if not reason.name)
    assert f"依据：{finding.source}" in told
    assert "不是鉴定" in told


def test_where_nobody_looked_the_paper_says_so():
    told = as_text(plan(nobody()))
    assert "住房安全：资料不全\n理由：住房还没有查看。" in told
    assert "饮水安全：资料不全\n理由：饮水还没有查看。" in told
    assert "2026 年度目标未填写。" in told


def test_several_buildings_have_a_verdict_each():
    told = text()
    assert "## 第1栋\n这一栋：C级(不达标)\n" in told
    assert "## 第2栋\n这一栋：资料不全\n理由：" in told
    one = dataclasses.replace(family(), records={Housing: HOUSES[:1]})
    assert "栋\n这一栋" not in as_text(plan(one))


def test_money_that_is_nothing_is_told_apart_from_money_nobody_named():
    dossier = dataclasses.replace(
        family(), records={Measure: [Measure("1" * 32, year=2026, money=money) for money in (None, 0, 500)]}
    )
    [table] = [block for block in plan(dossier).blocks if isinstance(block, Table) and "资金(元)" in block.head]
    assert [row[table.head.index("资金(元)")] for row in table.rows] == ["未填写", "0", "5"]


def test_a_measure_names_whom_it_is_for_also_one_who_has_left_or_the_whole_household():
    measures = [Measure("1" * 32, year=2026, person=person) for person in (WIFE, DEAD, None)]
    dossier = dataclasses.replace(family(), records={**family().records, Measure: measures})
    [table] = [block for block in plan(dossier).blocks if isinstance(block, Table) and "受益人" in block.head]
    assert [row[table.head.index("受益人")] for row in table.rows] == ["张䶮英", "李去世", "整户"]


def test_what_two_offices_tell_differently_carries_a_mark():
    contested = frozenset({f"water.{WATER}.litres", f"household.{HOME}.phone", f"member.{HEAD}.identity"})
    told = plan(family(contested=contested))
    lines = as_text(told)
    assert f"每人每天用水量：30 升{CONTESTED}" in lines
    assert f"联系电话：138****0001{CONTESTED}" in lines
    assert f"999999**********14{CONTESTED}" in lines
    assert lines.count(CONTESTED) == 4
    assert told.mark == f"有 3 处两地填得不一样，还没有定下来；文中注明{CONTESTED}。"
    assert plan(family()).mark == ""


def test_what_is_contested_and_not_on_the_paper_is_not_counted():
    told = plan(family(contested=frozenset({f"household.{HOME}.note", f"problem.{'e' * 32}.what"})))
    assert told.mark == ""


def test_a_quantity_that_is_contested_carries_its_mark_behind_its_unit():
    told = as_text(plan(family(contested=frozenset({f"measure.{'a' * 32}.quantity"}))))
    assert f" | 2 头{CONTESTED} | " in told


def test_a_quantity_whose_unit_is_contested_and_the_months_of_work_carry_the_mark_behind_their_unit():
    contested = frozenset({f"measure.{'a' * 32}.measured_in", f"measure.{'a' * 32}.quantity", f"member.{HEAD}.work_months"})
    away = [one.replace(work_region=WorkRegion.OUTSIDE, work_months=6) if one.id == HEAD else one for one in family().members]
    told = plan(dataclasses.replace(family(contested=contested), records={**family().records, Member: away}))
    assert f" | 2 头{CONTESTED} | " in as_text(told)
    assert f" | 省外 6 个月{CONTESTED}\n" in as_text(told)
    assert told.mark.startswith("有 3 处")


def test_what_is_the_same_of_several_measures_is_told_once_with_their_numbers():
    begun = [dt.date(2026, 2, 1 + (n in (2, 7))) for n in range(1, 9)]
    measures = [Measure(f"{n:032x}", year=2026, start=day) for n, day in enumerate(begun)]
    told = plan(dataclasses.replace(family(), records={Measure: [*measures, Measure("f" * 32, year=2026)]}))
    notes = [block.text for block in told.blocks if isinstance(block, Note) and block.text.startswith("措施")]
    assert notes == ["措施 1、3–6、8：开始日期 2026-02-01。", "措施 2、7：开始日期 2026-02-02。"]


def test_an_age_that_only_a_register_tells_stands_with_its_day():
    said = Registered("5" * 32, household=HOME, member=WIFE, topic=Topic.AGE, said="56", on=dt.date(2024, 6, 30))
    told = as_text(plan(dataclasses.replace(family(), records={**family().records, Registered: [said]})))
    assert "张䶮英 | 配偶 | 女 | 约 56 岁（2024-06-30 时） | " in told


def test_the_code_leads_to_the_plan_or_to_the_household():
    assert plan(family()).id == PLAN
    assert plan(nobody()).id == nobody().household.id


def test_words_of_the_past_are_not_on_the_paper():
    everything = as_text(plan(family())) + as_text(plan(nobody()))
    assert "贫困户" not in everything
    assert "扶贫" not in everything


def test_a_village_and_a_household_without_any_answer_still_have_a_paper():
    bare = dataclasses.replace(nobody(), village=Village("0" * 32), household=Household("1" * 32))
    told = as_text(plan(bare))
    assert told.startswith("2026 年度帮扶计划\n户主未填户 · 制表 2026-11-22\n")
    assert "## 待补\n未填写：户主姓名\n" in told
