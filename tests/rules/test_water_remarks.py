"""What is said beside the verdict on water and never changes it: a report of a small supply, and 饮水困难 of the register."""

from decimal import Decimal

import pytest

from fieldapp.base.kinds import YesNo
from fieldapp.records.water import Report, Source, Water
from fieldapp.rules.finding import Verdict
from fieldapp.rules.water import water_safety

WELL = Water(litres=Decimal(100), piped=YesNo.NO, minutes=5, dry_days=0, result=Report.PASSED)


@pytest.fixture
def judged(water_text, water_on):
    return lambda water, text=water_text: water_safety(water, water_on(text))


def hardship(finding):
    return [reason.text for reason in finding.reasons if reason.verdict is Verdict.NONE and "饮水困难" in reason.text]


@pytest.mark.parametrize(("source", "remarked"), [(source, source is not Source.TOWN_PLANT) for source in [None, *Source]])
def test_a_failed_report_of_a_small_supply_is_to_be_read_and_still_fails(source, remarked, judged):
    finding = judged(WELL.replace(source=source, result=Report.FAILED))
    assert finding.verdict is Verdict.BAD
    assert [reason.text for reason in finding.reasons if reason.verdict is Verdict.NONE] == [
        "小型集中供水、分散供水的报告如果只有菌落总数、消毒剂不合格，当地又没有肠道病流行，可以算基本达标"
        "(可信度约 80%，还没有与标准原文核对)；属实的请填人工认定。"
    ] * remarked


BORDERS = [
    ("distance", Decimal(1000), ""), ("distance", Decimal("1000.1"), "取水水平距离 1000.1 米，超过 1000 米"),
    ("height", Decimal(100), ""), ("height", Decimal(101), "取水垂直高差 101 米，超过 100 米"),
    ("dry_days", 182, ""), ("dry_days", 183, "一年累计停水天数 183 天，超过 182 天"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "found", "told"), BORDERS)
def test_hardship_of_the_register_begins_beyond_its_own_figures_and_changes_nothing(name, found, told, judged):
    finding = judged(WELL.replace(**{name: found}))
    assert hardship(finding) == ([f"按登记表的口径算饮水困难：{told}；和饮水安不安全是两回事。"] if told else [])
    part = finding.parts[2 if name != "dry_days" else 3]
    assert part.verdict is (Verdict.BAD if name == "dry_days" else Verdict.GOOD), "the minutes decide, the days by their own marks"


def test_moving_any_of_these_figures_by_one_is_noticed(judged, water_text, moved):
    for step in (-1, 1):
        mutants = [text for name, text in moved(water_text, step) if name.startswith("hard_")]
        assert len(mutants) == 3
        for text in mutants:
            seen = [bool(hardship(judged(WELL.replace(**{name: found}), text))) for name, found, _ in BORDERS]
            assert seen != [bool(told) for *_, told in BORDERS]


def test_where_water_comes_to_the_house_nobody_fetches_it(judged):
    assert hardship(judged(WELL.replace(piped=YesNo.YES, distance=Decimal(5000)))) == []
    assert len(hardship(judged(WELL.replace(distance=Decimal(5000), height=Decimal(500), dry_days=300)))) == 1
