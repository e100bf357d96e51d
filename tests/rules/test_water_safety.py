"""Drinking water by the national standard at, just under and just over every figure, with answers missing or in conflict."""

import datetime as dt
from decimal import Decimal
from itertools import product

import pytest

from fieldapp.base.kinds import YesNo
from fieldapp.records.village import WaterRegion
from fieldapp.records.water import OnSite, Report, Source, Water
from fieldapp.rules.finding import Verdict
from fieldapp.rules.water import LOOKS, PARTS, water_safety
from tests.rules.conftest import TODAY

GOOD, BASIC, BAD, OPEN = Verdict.GOOD, Verdict.BASIC, Verdict.BAD, Verdict.OPEN
WET, DRY = WaterRegion.WET, WaterRegion.DRY

TAP = Water(litres=Decimal(100), piped=YesNo.YES, dry_days=0, result=Report.PASSED)
WELL = TAP.replace(piped=YesNo.NO)
NORMAL = {field.name: OnSite.GOOD for field in LOOKS}
UNTESTED = TAP.replace(result=None)


def litres(told):
    return TAP.replace(litres=Decimal(told))


def way(level, height):
    return WELL.replace(distance=None if level is None else Decimal(level), height=None if height is None else Decimal(height))


BORDERS = [
    *[(litres(told), WET, verdict) for told, verdict in [
        ("60.1", GOOD), ("60", GOOD), ("59.9", BASIC), ("35.1", BASIC), ("35", BASIC), ("34.9", BAD), ("0", BAD),
    ]],
    *[(litres(told), DRY, verdict) for told, verdict in [
        ("40.1", GOOD), ("40", GOOD), ("39.9", BASIC), ("20.1", BASIC), ("20", BASIC), ("19.9", BAD), ("0", BAD),
    ]],
    *[(litres(told), None, verdict) for told, verdict in [
        ("60", GOOD), ("59.9", OPEN), ("40", OPEN), ("39.9", BASIC), ("35", BASIC), ("34.9", OPEN), ("20", OPEN), ("19.9", BAD),
    ]],
    *[(WELL.replace(minutes=told), WET, verdict) for told, verdict in [
        (0, GOOD), (9, GOOD), (10, GOOD), (11, BASIC), (19, BASIC), (20, BASIC), (21, BAD), (600, BAD),
    ]],
    *[(way(level, height), WET, verdict) for level, height, verdict in [
        ("399.9", "0", GOOD), ("400", "40", GOOD), ("400.1", "40", BASIC), ("400", "40.1", BASIC), ("0", "39.9", GOOD),
        ("799.9", "79.9", BASIC), ("800", "80", BASIC), ("800.1", "80", BAD), ("800", "80.1", BAD),
        ("800.1", "0", BAD), ("0", "80.1", BAD), ("300", "200", BAD),
        ("400", None, OPEN), ("800", None, OPEN), ("800.1", None, BAD), (None, "40", OPEN), (None, "80", OPEN), (None, "80.1", BAD),
        (None, None, OPEN),
    ]],
    *[(TAP.replace(dry_days=told), WET, verdict) for told, verdict in [
        (0, GOOD), (17, GOOD), (18, GOOD), (19, BASIC), (35, BASIC), (36, BASIC), (37, BAD), (366, BAD),
    ]],
]  # fmt: skip


@pytest.mark.parametrize(("water", "region", "verdict"), BORDERS, ids=str)
def test_every_figure_holds_at_its_border(water, region, verdict, water_text, water_on):
    assert water_safety(water, water_on(water_text, region)).verdict is verdict


@pytest.fixture
def judged(water_text, water_on):
    """water → what is found of it in a region that is not short of water."""
    return lambda water: water_safety(water, water_on(water_text, WET))


def texts(finding, verdict):
    return [reason.text for reason in finding.reasons if reason.verdict is verdict]


@pytest.mark.parametrize("parts", list(product([GOOD, BASIC, BAD, OPEN], repeat=4)), ids=str)
def test_the_worst_of_the_four_indicators_decides(parts, judged):
    quantity, quality, access, reliability = parts
    water = Water(
        litres={GOOD: Decimal(60), BASIC: Decimal(35), BAD: Decimal(34), OPEN: None}[quantity],
        piped={GOOD: YesNo.YES, BASIC: YesNo.NO, BAD: YesNo.NO, OPEN: None}[access],
        minutes={GOOD: None, BASIC: 20, BAD: 21, OPEN: None}[access],
        dry_days={GOOD: 18, BASIC: 36, BAD: 37, OPEN: None}[reliability],
        result={GOOD: Report.PASSED, BASIC: None, BAD: Report.FAILED, OPEN: None}[quality],
        **(NORMAL if quality is BASIC else {}),
    )
    finding = judged(water)
    assert [(part.name, part.verdict) for part in finding.parts] == list(zip(PARTS, parts, strict=True))
    expected = next(verdict for verdict in (BAD, OPEN, BASIC, GOOD) if verdict in parts)
    told = {BAD: "不安全", OPEN: "资料不全", BASIC: "基本安全", GOOD: "安全"}[expected]
    assert (finding.verdict, finding.told) == (expected, told)


def test_a_tap_dry_for_forty_days_is_not_safe(judged):
    finding = judged(TAP.replace(dry_days=40))
    assert finding.told == "不安全"
    assert texts(finding, BAD) == ["供水保证率：一年累计停水天数 40 天，不达标：基本达标要求不超过 36 天。"]


def test_water_that_nobody_looked_at_is_open(judged):
    finding = judged(None)
    assert (finding.verdict, texts(finding, OPEN), finding.parts) == (OPEN, ["饮水还没有查看。"], ())


def test_an_empty_form_is_open_in_all_four_and_points_at_what_to_ask(judged):
    finding = judged(Water())
    assert [reason.verdict for reason in finding.reasons] == [OPEN] * 4
    asked = {field for reason in finding.reasons for field in reason.rests_on}
    assert asked == {Water.litres, Water.result, *LOOKS, Water.piped, Water.dry_days}


def test_one_indicator_that_fails_outweighs_three_that_nobody_asked(judged):
    assert judged(Water(litres=Decimal(10))).verdict is BAD


class TestRegion:
    def test_the_waters_own_region_counts_before_that_of_the_village(self, water_text, water_on):
        assert water_safety(litres("20").replace(region=DRY), water_on(water_text, WET)).verdict is BASIC
        assert water_safety(litres("20").replace(region=WET), water_on(water_text, DRY)).verdict is BAD

    def test_without_a_region_the_sentence_says_what_each_would_mean(self, water_text, water_on):
        finding = water_safety(litres("50"), water_on(water_text))
        assert texts(finding, OPEN) == [
            "水量：每人每天用水量 50 升，按非缺水地区为基本达标，按缺水地区为达标；水量分区还没有填写，不能判定。"
        ]
        assert finding.reasons[0].rests_on == (Water.litres, Water.region)

    def test_litres_that_nobody_asked_are_open_with_or_without_a_region(self, water_text, water_on):
        for region in (WET, DRY, None):
            assert water_safety(TAP.replace(litres=None), water_on(water_text, region)).verdict is OPEN


class TestQuality:
    def test_a_report_decides_alone(self, judged):
        assert judged(TAP).verdict is GOOD
        assert judged(TAP.replace(result=Report.FAILED, **NORMAL)).verdict is BAD

    def test_a_report_that_passed_outranks_the_look_and_the_difference_is_mentioned(self, judged):
        finding = judged(TAP.replace(taste=OnSite.BAD))
        assert finding.verdict is GOOD
        assert texts(finding, Verdict.NONE) == ["检测报告合格，现场看闻问尝却有异常；以报告为准，建议再取样检测。"]
        assert len(texts(judged(TAP.replace(taste=OnSite.BAD, tested_on=dt.date(2020, 1, 1))), Verdict.NONE)) == 2

    def test_a_report_that_failed_agrees_with_a_bad_look(self, judged):
        failed = TAP.replace(source=Source.TOWN_PLANT, result=Report.FAILED, taste=OnSite.BAD)
        assert texts(judged(failed), Verdict.NONE) == []

    def test_looking_smelling_asking_and_tasting_give_basic_at_most(self, judged):
        assert judged(UNTESTED.replace(**NORMAL)).verdict is BASIC

    @pytest.mark.parametrize("answers", list(product([OnSite.GOOD, OnSite.BAD, None], repeat=4)), ids=str)
    def test_one_bad_look_fails_and_a_missing_one_leaves_it_open(self, answers, judged):
        water = UNTESTED.replace(**dict(zip(NORMAL, answers, strict=True)))
        expected = BAD if OnSite.BAD in answers else OPEN if None in answers else BASIC
        assert judged(water).verdict is expected

    def test_the_sentence_names_the_report(self, judged):
        tested = TAP.replace(laboratory="某县疾控中心", tested_on=dt.date(2026, 3, 5), report="S-12")
        assert judged(tested).reasons[1].text == "水质：检测报告(某县疾控中心、2026-03-05、S-12)结论为合格，达标。"

    def test_the_sentence_says_that_nobody_knows_who_tested(self, judged):
        assert judged(TAP).reasons[1].text == "水质：检测报告(检测单位没有填写)结论为合格，达标。"
        dated = TAP.replace(tested_on=dt.date(2026, 3, 5))
        assert "(检测单位没有填写、2026-03-05)" in judged(dated).reasons[1].text

    def test_the_sentence_names_what_is_missing(self, judged):
        water = UNTESTED.replace(**NORMAL | {"smell": None, "taste": None})
        assert texts(judged(water), OPEN) == ["水质：没有检测报告，现场“闻”、“尝”还没有填写。"]

    @pytest.mark.parametrize(
        ("day", "remark"),
        [
            (
                "2025-11-02",
                "水质检测日期 2025-11-02 不在判定前的十二个月里(2025-11-03 至 2026-11-02)；报告的有效期没有查到依据，结论照用。",
            ),
            ("2025-11-03", None),
            ("2026-11-02", None),
            ("2026-11-03", "水质检测日期 2026-11-03 在判定的日子 2026-11-02 之后，请核对。"),
        ],
    )
    def test_a_report_from_outside_the_twelve_months_still_counts_and_is_remarked_on(self, day, remark, judged):
        finding = judged(TAP.replace(tested_on=dt.date.fromisoformat(day)))
        assert finding.verdict is GOOD
        assert texts(finding, Verdict.NONE) == ([remark] if remark else [])


class TestSupply:
    """What a look on site can give without a report."""

    def of(self, source, **answers):
        return UNTESTED.replace(source=source, **(answers or NORMAL))

    @pytest.mark.parametrize("source", [Source.WELL, Source.SPRING, Source.CISTERN, Source.SURFACE, Source.OTHER])
    def test_scattered_supply_may_be_judged_on_site(self, source, judged):
        quality = judged(self.of(source)).parts[1]
        assert (quality.verdict, quality.confidence) == (BASIC, "")

    def test_small_piped_supply_may_be_but_that_is_not_certain(self, judged):
        quality = judged(self.of(Source.PIPED)).parts[1]
        assert quality.verdict is BASIC
        assert quality.confidence == "“小型集中供水没有检测报告时靠现场判定为基本达标”的可信度约 80%，还没有与标准原文核对。"

    def test_a_big_plant_needs_a_report_however_clear_its_water_looks(self, judged):
        quality = judged(self.of(Source.TOWN_PLANT)).parts[1]
        assert (quality.verdict, quality.rests_on) == (OPEN, (Water.result, Water.source))
        assert quality.text == "水质：千吨万人水厂没有检测报告；这种供水要有检测报告才能判定，现场看闻问尝不够。"
        assert "可信度约 85%" in quality.confidence
        assert judged(self.of(Source.TOWN_PLANT).replace(result=Report.PASSED)).verdict is GOOD

    @pytest.mark.parametrize("source", [None, *Source])
    def test_what_looks_bad_fails_whatever_the_supply(self, source, judged):
        assert judged(self.of(source, look=OnSite.BAD)).verdict is BAD

    def test_a_supply_that_nobody_named_is_judged_on_site_and_asked_for(self, judged):
        quality = judged(self.of(None)).parts[1]
        assert quality.verdict is BASIC
        assert Water.source in quality.rests_on
        assert "水源还没有填写" in quality.text


def back(days, *, ago=0):
    """A stretch of so many days that ended so many days ago."""
    last = TODAY - dt.timedelta(days=ago)
    return last - dt.timedelta(days=days - 1), last


class TestShutOff:
    """Days without water told as stretches of days. The twelve months are 2025-11-03 to 2026-11-02."""

    @pytest.mark.parametrize(("days", "verdict"), [(1, GOOD), (18, GOOD), (19, BASIC), (36, BASIC), (37, BAD), (40, BAD)])
    @pytest.mark.parametrize("told", [None, 0])
    def test_the_borders_hold_for_days_counted_as_for_days_told(self, days, verdict, told, judged):
        one_stretch = (back(days, ago=5),)
        single_days = tuple(back(1, ago=3 * n) for n in reversed(range(days)))
        for shut_off in (one_stretch, single_days):
            assert judged(TAP.replace(dry_days=told, shut_off=shut_off)).verdict is verdict

    def test_a_tap_dry_for_forty_days_by_its_dates_is_not_safe_whatever_the_sum_says(self, judged):
        finding = judged(TAP.replace(dry_days=3, shut_off=(back(40),)))
        assert finding.told == "不安全"
        assert texts(finding, BAD) == [
            "供水保证率：按停水时段从 2025-11-03 到 2026-11-02 停水 40 天，不达标：基本达标要求不超过 36 天。"
        ]
        assert finding.parts[3].rests_on == (Water.shut_off,)
        assert texts(finding, Verdict.NONE) == ["一年累计停水填的是 3 天，按停水时段却是 40 天，两者不一致；以多的为准，请核对。"]

    def test_a_greater_sum_counts_before_fewer_dates(self, judged):
        finding = judged(TAP.replace(dry_days=37, shut_off=(back(36),)))
        assert finding.verdict is BAD
        assert finding.parts[3].rests_on == (Water.dry_days,)
        assert len(texts(finding, Verdict.NONE)) == 1

    def test_a_sum_that_agrees_with_the_dates_needs_no_remark(self, judged):
        finding = judged(TAP.replace(dry_days=20, shut_off=(back(20),)))
        assert (finding.verdict, texts(finding, Verdict.NONE)) == (BASIC, [])

    def test_a_stretch_that_ended_before_the_twelve_months_does_not_count(self, judged):
        old = ((dt.date(2025, 8, 1), dt.date(2025, 11, 2)),)
        assert judged(TAP.replace(shut_off=old)).verdict is GOOD
        assert judged(TAP.replace(dry_days=19, shut_off=old)).verdict is BASIC
        assert texts(judged(TAP.replace(dry_days=None, shut_off=old)), OPEN) == ["供水保证率：一年累计停水天数还没有填写。"]

    @pytest.mark.parametrize(
        ("last", "verdict"), [("2025-11-20", GOOD), ("2025-11-21", BASIC), ("2025-12-08", BASIC), ("2025-12-09", BAD)]
    )
    def test_a_stretch_that_reaches_in_from_the_year_before_counts_partly(self, last, verdict, judged):
        water = TAP.replace(dry_days=None, shut_off=((dt.date(2025, 9, 1), dt.date.fromisoformat(last)),))
        assert judged(water).verdict is verdict

    def test_days_that_are_still_to_come_do_not_count_and_are_remarked_on(self, judged):
        remark = ["停水时段里 2026-11-02 以后的日子没有计入，请核对日期。"]
        partly = judged(TAP.replace(dry_days=None, shut_off=((dt.date(2026, 10, 16), dt.date(2026, 12, 31)),)))
        assert (partly.verdict, texts(partly, Verdict.NONE)) == (GOOD, remark)
        wholly = judged(TAP.replace(dry_days=None, shut_off=((dt.date(2026, 11, 3), dt.date(2026, 12, 31)),)))
        assert (wholly.verdict, texts(wholly, Verdict.NONE)) == (OPEN, remark)

    @pytest.mark.parametrize(
        ("on", "since"), [("2024-02-29", "2023-03-01"), ("2025-02-28", "2024-02-29"), ("2026-03-01", "2025-03-02")]
    )
    def test_the_twelve_months_end_on_the_day_of_judging_also_in_a_leap_year(self, on, since, water_text, water_on):
        assert water_on(water_text, on=dt.date.fromisoformat(on)).since == dt.date.fromisoformat(since)


class TestAccess:
    def test_a_tap_decides_whatever_else_was_once_measured(self, judged):
        assert judged(TAP.replace(minutes=60, distance=Decimal(5000), height=Decimal(500))).verdict is GOOD

    @pytest.mark.parametrize("piped", [None, YesNo.UNKNOWN])
    def test_without_word_of_a_tap_what_was_measured_decides(self, piped, judged):
        assert judged(TAP.replace(piped=piped)).verdict is OPEN
        assert judged(TAP.replace(piped=piped, minutes=20)).verdict is BASIC
        assert judged(TAP.replace(piped=piped, distance=Decimal(801))).verdict is BAD

    @pytest.mark.parametrize(
        ("minutes", "level", "height", "verdict", "contradiction"),
        [
            (10, "400", "40", GOOD, False),
            (10, "800.1", "0", GOOD, True),
            (21, "400", "40", BAD, True),
            (20, "800", "80", BASIC, False),
            (20, "400", "40", BASIC, True),
            (10, "400", None, GOOD, False),
            (21, "400", None, BAD, False),
            (10, None, "80.1", GOOD, True),
        ],
    )
    def test_minutes_decide_and_a_contradiction_is_only_mentioned(self, minutes, level, height, verdict, contradiction, judged):
        finding = judged(way(level, height).replace(minutes=minutes))
        assert finding.verdict is verdict
        [*remarks] = texts(finding, Verdict.NONE)
        assert bool(remarks) is contradiction
        assert all("不一致；以时间为准" in remark for remark in remarks)

    def test_three_hundred_metres_away_and_two_hundred_up_fails_and_says_why(self, judged):
        [text] = texts(judged(way("300", "200")), BAD)
        assert "取水水平距离 300 米，达标：达标要求不超过 400 米" in text
        assert "取水垂直高差 200 米，不达标：基本达标要求不超过 80 米" in text


class TestSentences:
    def test_a_sentence_has_the_figure_its_unit_and_the_limit(self, judged):
        assert judged(litres("34")).reasons[0].text == "水量：每人每天用水量 34 升，不达标：非缺水地区基本达标要求不少于 35 升。"
        assert judged(litres("35")).reasons[0].text == (
            "水量：每人每天用水量 35 升，基本达标：非缺水地区达标要求不少于 60 升，基本达标要求不少于 35 升。"
        )

    def test_every_reason_but_that_of_no_record_points_at_questions(self, judged):
        for water in (Water(), TAP, WELL, way("1", "900"), UNTESTED.replace(**NORMAL)):
            assert all(reason.rests_on and reason.text.endswith("。") for reason in judged(water).reasons)

    def test_the_source_is_named(self, judged):
        assert judged(TAP).source == "T/CHES 18-2018《农村饮水安全评价准则》"

    def test_a_figure_nobody_compared_with_the_text_shows_its_confidence_where_it_decides(self, judged):
        assert judged(TAP).confidence == "“每人每天用水量不少于 60 升”的可信度约 90%，还没有与标准原文核对。"
        assert judged(TAP.replace(dry_days=40)).confidence == ""
        assert "可信度约 80%" in judged(way("400.1", "0").replace(litres=Decimal(100))).confidence

    def test_of_distance_and_height_only_the_one_that_decides_shows_its_confidence(self, judged):
        assert judged(way("800.1", "0")).parts[2].confidence == ""
        assert "80%" in judged(way("400", "40")).parts[2].confidence

    def test_where_there_is_a_report_the_supply_changes_nothing(self, judged):
        for source in Source:
            assert judged(TAP.replace(source=source)).verdict is GOOD
