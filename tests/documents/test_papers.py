"""Each kind of paper: what stands on it, what does not, and that the PDF says what the outline says."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from fieldapp.base.kinds import YesNo
from fieldapp.documents.fonts import faces
from fieldapp.documents.outline import Block, Grid, Paper, Signatures, Table, Together, as_text
from fieldapp.documents.papers.answers import CONTESTED
from fieldapp.documents.papers.housing import NO_APPRAISAL, PICTURES
from fieldapp.documents.pdf import write_pdf
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household, Lodging
from fieldapp.records.housing import COMPONENTS, DECISION, Condition, Housing
from fieldapp.records.problem import Promise
from fieldapp.records.visit import NEWS, ROUND, Visit
from fieldapp.records.water import Water
from tests.documents.families import HOME, NUMBER, PROMISES, VILLAGE, nobody
from tests.documents.rich import (
    DECIDED,
    NOBODYS,
    PAPERS,
    PICTURE,
    REGISTERED,
    RICH,
    SHARED,
    TALL,
    VISITS,
    WANG,
    WATER,
    crowded,
    every_kind,
    housing,
    outing,
    rich,
    visit,
    water,
)  # fmt: skip

KINDS = [name for name, _ in every_kind(rich())]


def words(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every text of these blocks."""
    for block in blocks:
        match block:
            case Grid(pairs):
                yield from (one for pair in pairs for one in pair)
            case Table(head, rows):
                yield from (cell for row in (head, *rows) for cell in row)
            case Signatures(places, seal):
                yield from (*places, seal)
            case Together(inner):
                yield from words(inner)
            case _:
                yield block.text


def squeezed(text: str) -> str:
    return "".join(text.split())


def drawn(path: Path, *papers: Paper) -> str:
    """What a reader finds in the PDF of these papers, without blanks; every character has a face."""
    assert write_pdf(path, papers, faces=faces()).missing == ()
    return "".join(squeezed(page.extract_text()) for page in pypdf.PdfReader(path).pages)


@pytest.mark.parametrize(("name", "paper"), PAPERS, ids=[name for name, _ in PAPERS])
def test_a_paper_reads_as_agreed(golden, name, paper):
    golden(f"paper-{name}.txt", as_text(paper))


@pytest.mark.parametrize(("name", "paper"), PAPERS, ids=[name for name, _ in PAPERS])
def test_the_pdf_of_a_paper_says_what_its_outline_says(tmp_path, name, paper):
    found = drawn(tmp_path / "a.pdf", paper)
    assert [one for one in words(paper.blocks) if squeezed(one) not in found] == []
    assert squeezed(paper.title) in found
    assert squeezed(paper.foot) in found


@pytest.mark.parametrize("kind", KINDS)
def test_rare_characters_stand_on_every_kind_of_paper(tmp_path, kind):
    rare = dataclasses.replace(rich(), household=RICH.replace(address="䶮湾㛃坡"))
    found = drawn(tmp_path / "a.pdf", dict(every_kind(rare))[kind])
    assert "李𠮷山" in found
    assert "䶮湾㛃坡" in found


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_masked_unless_they_are_asked_for(kind):
    hidden, full = (as_text(dict(every_kind(rich(), mask=mask))[kind]) for mask in (True, False))
    assert NUMBER not in hidden
    assert "13800000001" not in hidden
    assert "138****0001" in hidden
    assert "13800000001" in full
    assert (NUMBER in full) == (kind != "outing")


@pytest.mark.parametrize("kind", KINDS)
def test_a_household_without_any_answer_has_every_kind_of_paper(tmp_path, kind):
    bare = Dossier(VILLAGE, Household("1" * 32), {})
    assert drawn(tmp_path / "a.pdf", dict(every_kind(bare))[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_words_of_the_past_are_on_no_paper(kind):
    everything = as_text(dict(every_kind(rich()))[kind]) + as_text(dict(every_kind(nobody()))[kind])
    assert not re.search("贫困户|扶贫", everything)


@pytest.mark.parametrize("kind", KINDS)
def test_what_two_offices_tell_differently_is_marked_and_counted_where_it_is_told(kind):
    contested = frozenset({f"household.{HOME}.phone", f"housing.{'9' * 32}.walls", f"problem.{'e' * 32}.what"})
    paper = dict(every_kind(rich(contested=contested)))[kind]
    text = as_text(paper)
    assert f"138****0001{CONTESTED}" in text
    assert paper.mark.startswith("有 1 处两地填得不一样"), "what is not on this paper does not count"


# 住房安全查看记录


def test_the_housing_record_says_in_bold_that_it_is_no_appraisal():
    first = housing(rich(), DECIDED).blocks[0]
    assert (first.text, first.bold) == (NO_APPRAISAL, True)
    assert "不是房屋安全鉴定" in NO_APPRAISAL


@pytest.mark.parametrize("building", [DECIDED, SHARED, TALL, NOBODYS], ids=lambda one: one.name)
def test_every_answer_about_a_building_is_on_its_record(building):
    told = as_text(housing(rich(), building))
    for asked in building.questions():
        if asked is Housing.shared or asked in PICTURES or asked.part is DECISION or asked.name not in building.answers:
            continue
        shown = asked.show(building, rich().names)
        assert shown in told, asked.label


def test_each_component_has_a_tick_under_what_was_found():
    [table] = [block for block in housing(rich(), DECIDED).blocks if isinstance(block, Table) and "组成部分" in block.head]
    ticked = {row[0]: [mark for mark, cell in zip(table.head[2:7], row[2:7], strict=True) if cell] for row in table.rows}
    asked = [field for field in Housing.questions() if field.part is COMPONENTS]
    assert ticked == {field.label: ["c" if field is Housing.roof else "a"] for field in asked}
    roof = next(row for row in table.rows if row[0] == Housing.roof.label)
    assert roof[1] == "c 明显"
    assert "漏雨" in roof[-1], "how that condition looks"


def test_a_component_nobody_looked_at_has_no_tick_and_one_that_is_not_there_has_its_own():
    seen = TALL.replace(walls=Condition.ABSENT)
    dossier = dataclasses.replace(rich(), records={Housing: [seen]})
    [table] = [block for block in housing(dossier, seen).blocks if isinstance(block, Table) and "组成部分" in block.head]
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows[Housing.roof.label] == ("还没有查看", "", "", "", "", "", "")
    assert rows[Housing.walls.label] == ("没有这一部分", "", "", "", "", "√", "")


def test_suggestion_decision_appraisal_and_register_stand_side_by_side():
    told = as_text(housing(rich(), DECIDED))
    assert "查看建议：C级(不达标)\n理由：" in told
    assert "人工认定 | B级 | 屋面已临时加固，承重构件完好，白工，2026-06-01；采用" in told
    assert "鉴定结论 | C级 | 某县房屋安全鉴定站，2026-05-06，鉴2026-118" in told
    assert "登记结论 |  | A级（2024-06-30，名册.xlsx）" in told


def test_a_milder_decision_without_an_assessor_is_told_as_not_followed():
    alone = DECIDED.replace(decided_by=None)
    told = as_text(housing(dataclasses.replace(rich(), records={Housing: [alone]}), alone))
    assert "；没有采用" in told


def test_whose_a_building_is_stands_on_its_record():
    assert "归属：与 王家 合用" in as_text(housing(rich(), SHARED))
    assert "归属：不属于任何一户，与 王家 合用" in as_text(housing(rich(), NOBODYS))
    other = SHARED.replace(household=WANG, shared=frozenset({HOME}))
    assert "归属：属于 王家，与其合用" in as_text(housing(dataclasses.replace(rich(), records={Housing: [other]}), other))
    assert "归属" not in as_text(housing(rich(), DECIDED))


def test_a_building_that_nobody_owns_or_uses_has_a_record_of_its_own():
    alone = NOBODYS.replace(shared=None)
    told = as_text(housing(Dossier(VILLAGE, Household(), {Housing: [alone]}), alone))
    assert "这一栋不属于任何一户。" in told
    assert "户主未填" not in told


def test_three_storeys_have_no_grade():
    assert "查看建议：不适用\n理由：房屋有 3 层" in as_text(housing(rich(), TALL))


def test_who_has_no_house_is_said_to_have_none():
    lodged = dataclasses.replace(nobody(), household=nobody().household.replace(lodging=Lodging.HOME))
    assert "无房户：没有自己的住房。" in as_text(housing(lodged, None))
    assert "无房户" not in as_text(housing(rich(), DECIDED))


def test_pictures_are_listed_by_the_beginning_of_their_digests():
    assert f"房屋照片：2 张照片（{PICTURE[:8]}、2e2e2e2e）" in as_text(housing(rich(), DECIDED))


# 饮水安全评价表


def test_each_indicator_stands_beside_its_marks_and_its_verdict():
    [table] = [block for block in water(rich()).blocks if isinstance(block, Table) and "指标" in block.head]
    assert [row[0] for row in table.rows] == ["水量", "水质", "用水方便程度", "供水保证率"]
    assert table.rows[0] == ("水量", "50 升", "不少于 60 升", "不少于 35 升", "基本达标")
    assert table.rows[1][1] == "看 正常，闻 正常，问 正常，尝 正常"
    assert table.rows[2][1] == "往返 12 分钟，水平 300 米，高差 20 米"
    assert table.rows[3][1:] == ("一年停水 16 天", "一年停水不超过 18 天", "一年停水不超过 36 天", "达标")


def test_spells_without_water_are_told_with_their_days_and_the_sum_that_counts():
    told = as_text(water(rich()))
    assert "2026-01-05 | 2026-01-20 | 16\n" in told
    assert "2024-03-02 | 2024-03-02 | 1\n" in told
    assert "2025-11-23 至 2026-11-22 的十二个月里停水 16 天。" in told


def test_a_decision_on_water_stands_beside_what_is_suggested():
    told = as_text(water(rich()))
    assert "饮水安全：认定 不安全(不达标) — 建议 基本安全(基本达标)" in told
    assert "人工认定为不安全：泉眼上方新建猪圈(韩立、2026-11-20)。" in told
    assert "登记结论：饮水是否安全 是（没有写明日期，名册.xlsx） · 与本次不同" in told


def test_where_nobody_looked_every_indicator_is_open():
    [table] = [block for block in water(nobody()).blocks if isinstance(block, Table) and "指标" in block.head]
    assert {row[1] for row in table.rows} == {"未填写"}
    assert {row[-1] for row in table.rows} == {"资料不全"}


def test_every_answer_about_water_is_on_the_sheet():
    told = as_text(water(rich()))
    for asked in WATER.questions():
        if asked is not Water.shut_off and (shown := asked.show(WATER)):
            assert f"{asked.label}：{shown} {asked.unit}".strip() + "\n" in told


# 走访记录


def test_a_visit_tells_all_its_answers_what_was_new_and_what_changed():
    told = as_text(visit(dataclasses.replace(rich(), records={**rich().records, Visit: VISITS[:1]})))
    for asked in VISITS[0].questions():
        if shown := asked.show(VISITS[0]):
            assert f"{asked.label}：{shown}\n" in told
    assert "住房“正房”·屋面 | b 轻微 | c 明显" in told
    assert "住房“正房”·谁住在这里 | — | 李𠮷山" in told
    assert "## 登记答应群众的事\n群众诉求：想学电焊" in told
    assert "本人电话：138****0001" in told


def test_several_visits_stand_one_after_another_and_are_signed_once():
    paper = visit(rich())
    told = as_text(paper)
    assert told.index("# 2026-03-05 入户 见到") < told.index("# 2026-11-20 电话 家中无人")
    assert "当天没有改动别的资料。" in told
    assert sum(isinstance(block, Signatures) for block in paper.blocks) == 1


# 出门单


def test_the_boxes_of_a_round_come_in_the_order_in_which_they_are_typed():
    [block] = outing(nobody()).blocks
    pens = [one for one in block.blocks if isinstance(one, Grid) and one.name]
    assert [grid.name for grid in pens] == ["走访", "近况", "住房", "饮水"]
    asked = [[field.label for field in Visit.questions() if field.part is part] for part in (ROUND, NEWS)]
    assert [[label for label, _ in grid.pairs] for grid in pens[:2]] == asked
    order = [field.head for noun in (Housing, Water) for field in noun.questions()]
    labels = [label for grid in pens[2:] for label, _ in grid.pairs]
    assert labels == sorted(labels, key=order.index)
    assert {Housing.walls.head, Water.litres.head} <= set(labels)


def test_of_a_house_that_is_known_only_what_is_open_is_asked():
    [block] = outing(rich()).blocks
    pens = {grid.name: [label for label, _ in grid.pairs] for grid in block.blocks if isinstance(grid, Grid) and grid.name}
    assert pens["正房"] == ["和上次一样", "有变化的"]
    assert Housing.roof.head in pens["新楼"]
    assert pens["饮水"] == ["和上次一样", "停水时段", "有变化的"]


def test_a_round_tells_last_answers_with_their_age_what_is_open_and_what_is_doubtful():
    told = as_text(outing(rich()))
    assert "看过 262 天前" in told
    assert "饮水超过一年没看" in told
    assert "问题：屋面漏雨，东间不能住人（何敏，2026-11-30 到期）" in told
    assert "答应的：想学电焊（韩立，2026-12-01 到期）" in told
    assert "李㛃没有证件号码" in told
    assert "上次：2026-11-20，2 天前，电话，家中无人" in told


def test_what_is_doubtful_stands_on_no_paper_that_a_family_is_given():
    for kind, paper in every_kind(rich()):
        assert ("没有证件号码" in as_text(paper)) == (kind == "outing")


def test_what_registers_say_and_nobody_checked_stands_on_the_round():
    unchecked = dataclasses.replace(nobody(), records={type(REGISTERED[0]): REGISTERED})
    assert (
        "登记：住房 A级（2024-06-30，名册.xlsx） · 本次未核；饮水 饮水是否安全 是（没有写明日期，名册.xlsx） · 本次未核"
        in as_text(outing(unchecked))
    )
    assert "登记：" not in as_text(outing(rich()))


def test_what_is_overdue_is_said_to_be():
    late = dataclasses.replace(rich(), records={Promise: [PROMISES[0].replace(due=dt.date(2026, 10, 22))]})
    assert "2026-10-22 到期，已超期" in as_text(outing(late))


def test_a_sealed_building_is_not_asked_for_its_components():
    closed = TALL.replace(sealed=YesNo.YES)
    [block] = outing(dataclasses.replace(rich(), records={Housing: [closed]})).blocks
    [grid] = [one for one in block.blocks if isinstance(one, Grid) and one.name == "新楼"]
    assert [label for label, _ in grid.pairs] == ["和上次一样", "有变化的"]


# 帮扶计划


def test_a_family_of_seven_with_twelve_measures_has_all_of_them(tmp_path):
    paper = dict(every_kind(crowded()))["plan"]
    found = drawn(tmp_path / "a.pdf", paper)
    assert all(f"第{n}项：种植油茶并管护" in found for n in range(12))
    assert all(f"李{n}" in found for n in "一二三四五六七")


def test_the_plan_tells_decision_and_suggestion_and_whose_the_buildings_are():
    told = as_text(dict(every_kind(rich()))["plan"])
    assert "住房安全：认定 B级(达标) — 建议 C级(不达标)\n" in told
    assert "人工认定为 B级：屋面已临时加固，承重构件完好(白工、2026-06-01)。" in told
    assert "归属：与 王家 合用" in told
    assert "归属：不属于任何一户，与 王家 合用" in told
    assert "房屋照片：2 张照片" in told
    assert "人不住危房 | " in told
    assert "危房不住人 | " in told
    assert "核验类别 | " in told
    assert "登记结论：A级（2024-06-30，名册.xlsx）" in told
