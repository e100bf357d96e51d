"""Drinking water by every profile: its figures at their borders, what counts before what, and who is laxer than the nation."""

import datetime as dt
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.base.dates import Spells
from fieldapp.base.kinds import YesNo
from fieldapp.records.village import WaterProfile, WaterRegion
from fieldapp.records.water import OnSite, Report, Source, Water
from fieldapp.rules.finding import Verdict
from fieldapp.rules.water import LOOKS, PARTS, water_safety
from tests.rules.conftest import TODAY

BAD, OPEN, BASIC, GOOD = Verdict.BAD, Verdict.OPEN, Verdict.BASIC, Verdict.GOOD
WET, DRY = WaterRegion.WET, WaterRegion.DRY
NATIONAL, PROVINCE, GUANGXI, SICHUAN, LOCAL = (
    WaterProfile[name] for name in ("NATIONAL", "PROVINCE", "GUANGXI", "SICHUAN", "LOCAL")
)
LAST_OF_THE_OLD = dt.date(2018, 5, 31)

NATION = {WET: (60, 35), DRY: (40, 20), "minutes": (10, 20), "distance": (400, 800), "height": (40, 80), "dry_days": (18, 36)}
OLD = NATION | {WET: (60, 40)}
MARKS = {
    (NATIONAL, TODAY): NATION,
    (PROVINCE, TODAY): NATION | {"distance": (400, 1000), "height": (40, 100)},
    (GUANGXI, TODAY): NATION | {DRY: (40, 35)},
    (SICHUAN, TODAY): NATION | {WET: (60, 40), DRY: (40, 40), "dry_days": (18, 18)},
    (LOCAL, TODAY): NATION | {"minutes": (10, 30), "height": (40, 100), "run": 15},
    (NATIONAL, LAST_OF_THE_OLD): OLD,
    (PROVINCE, LAST_OF_THE_OLD): OLD,
    (GUANGXI, LAST_OF_THE_OLD): OLD | {WET: (60, 35), DRY: (40, 35)},
    (SICHUAN, LAST_OF_THE_OLD): OLD | {DRY: (40, 40), "dry_days": (18, 18)},
    (LOCAL, LAST_OF_THE_OLD): OLD | {"minutes": (10, 30), "height": (40, 100), "run": 15},
    (GUANGXI, dt.date(2015, 12, 31)): OLD,
}
"""Profile, day → what is 达标 and what is 基本达标, copied by hand from domain notes 2.1. `run`: days without water on end."""

TAP = Water(litres=Decimal(100), piped=YesNo.YES, dry_days=0, result=Report.PASSED)
WELL = TAP.replace(piped=YesNo.NO)
STEP = {"litres": Decimal("0.1"), "distance": Decimal("0.1"), "height": Decimal("0.1"), "minutes": 1, "dry_days": 1}


def graded(found, good, basic, *, from_below=False):
    """The verdict on a figure, by counting how many of the two marks it misses."""
    missed = [found < mark if from_below else found > mark for mark in (good, basic)]
    return (GOOD, BASIC, BAD)[sum(missed)]


def borders(profile, day):
    """Water, region and verdict: at each mark, one step short of it and one step beyond."""
    for what, marks in MARKS[profile, day].items():
        if what == "run":
            continue
        name = "litres" if isinstance(what, WaterRegion) else what
        for mark in marks:
            for found in (mark - STEP[name], mark, mark + STEP[name]):
                verdict = graded(found, *marks, from_below=name == "litres")
                yield water_with(name, found, day), what if name == "litres" else WET, verdict
    for run in (14, 15, 16):
        limit = MARKS[profile, day].get("run", 366)
        yield TAP.replace(dry_days=None, shut_off=(ending(day, run),)), WET, GOOD if run <= limit else BAD


def ending(day, run):
    return day - dt.timedelta(days=run - 1), day


def water_with(name, found, day):
    """Water in which everything but this one figure is in order. Days are single ones, so that none follows another."""
    if name == "dry_days":
        single = tuple((day - dt.timedelta(days=2 * n),) * 2 for n in reversed(range(found)))
        return TAP.replace(dry_days=found, shut_off=single)
    if name == "litres":
        return TAP.replace(litres=Decimal(found))
    if name == "minutes":
        return WELL.replace(minutes=found)
    return WELL.replace(**{"distance": Decimal(0), "height": Decimal(0), name: Decimal(found)})


CASES = [(profile, day, *case) for profile, day in MARKS for case in borders(profile, day)]


def agrees(text, water_on, case):
    profile, day, water, region, verdict = case
    return water_safety(water, water_on(text, region, profile, day)).verdict is verdict


@pytest.mark.parametrize("standard", MARKS, ids=lambda told: f"{told[0].name}-{told[1]}")
def test_every_figure_of_every_profile_holds_at_its_border(standard, water_text, water_on):
    cases = [case for case in CASES if case[:2] == standard]
    assert len(cases) == 39
    assert [case[2:] for case in cases if not agrees(water_text, water_on, case)] == []


@pytest.mark.parametrize("step", [-1, 1])
def test_moving_any_figure_of_any_profile_by_one_is_noticed_at_some_border(step, water_text, water_on, moved):
    mutants = {name: text for name, text in moved(water_text, step) if not name.startswith("hard_")}
    assert len(mutants) == water_text.count("[[limit]]") - 10 == 43, "all but words, and what is no part of a verdict"
    assert [name for name, text in mutants.items() if all(agrees(text, water_on, case) for case in CASES)] == []


@pytest.mark.parametrize("profile", [None, *WaterProfile])
@pytest.mark.parametrize("day", [dt.date(2004, 11, 24), dt.date(2016, 1, 1), LAST_OF_THE_OLD, dt.date(2018, 6, 1), TODAY])
def test_the_good_mark_is_never_laxer_than_the_basic_one(profile, day, water_text, water_on):
    limits = water_on(water_text, None, profile, day)
    for marks in (*limits.litres.values(), limits.minutes, limits.level, limits.height, limits.dry_days):
        assert marks.hold(marks.good.number, marks.basic)


def test_a_profile_with_one_stricter_mark_moves_the_good_one_with_it(water_text, water_on):
    stricter = water_text.replace('since = 2016-01-01\nvalue = 18\nunit = "天"', 'since = 2016-01-01\nvalue = 9\nunit = "天"')
    days = water_on(stricter, WET, SICHUAN).dry_days
    assert (days.good.value, days.basic.value) == (9, 9)


def test_without_a_profile_the_nation_decides(water_text, water_on):
    assert water_on(water_text, WET, None).source == water_on(water_text, WET, NATIONAL).source
    assert water_on(water_text, WET, None).profile is NATIONAL


@pytest.mark.parametrize("profile", [PROVINCE, GUANGXI, SICHUAN, LOCAL])
def test_the_finding_names_the_profile_first_and_the_nation_that_fills_the_rest(profile, water_text, water_on):
    source = water_safety(TAP, water_on(water_text, WET, profile)).source
    assert source == f"{profile.value}、T/CHES 18-2018《农村饮水安全评价准则》"


def test_the_text_that_limits_days_on_end_is_named_by_itself(water_text, water_on):
    before, after = water_text.split('name = "dry_run_basic"')
    other = before + 'name = "dry_run_basic"' + after.replace(LOCAL.value, "抗旱预案")
    assert "抗旱预案" in water_on(other, WET, LOCAL).source


def test_a_profile_that_is_not_yet_in_force_is_not_named(water_text, water_on):
    assert "广西" not in water_safety(TAP, water_on(water_text, WET, GUANGXI, dt.date(2015, 12, 31))).source


class TestLaxness:
    """No province may ask for less than the nation: where a figure passes only by a laxer profile, a remark says so."""

    def remarks(self, finding):
        return [reason.text for reason in finding.reasons if reason.verdict is Verdict.NONE]

    @pytest.mark.parametrize(("minutes", "remarked"), [(20, False), (21, True), (30, True), (31, False)])
    def test_it_is_told_only_between_the_two_marks(self, minutes, remarked, water_text, water_on):
        finding = water_safety(WELL.replace(minutes=minutes), water_on(water_text, WET, LOCAL))
        assert bool(self.remarks(finding)) is remarked
        assert finding.verdict is (BAD if minutes == 31 else BASIC)

    def test_it_has_both_figures_and_both_texts(self, water_text, water_on):
        finding = water_safety(WELL.replace(minutes=25), water_on(water_text, WET, LOCAL))
        assert self.remarks(finding) == [
            "取水往返时间 25 分钟：地方口径(30 分钟、100 米)要求不超过 30 分钟，T/CHES 18-2018《农村饮水安全评价准则》要求不超过"
            " 20 分钟；按全国的不达标，地方的要求不得比全国的宽。"
        ]

    def test_it_stands_beside_a_contradiction(self, water_text, water_on):
        water = WELL.replace(minutes=25, distance=Decimal(0), height=Decimal(0))
        assert len(self.remarks(water_safety(water, water_on(water_text, WET, LOCAL)))) == 2

    @pytest.mark.parametrize("water", [TAP.replace(litres=Decimal(34)), TAP.replace(dry_days=37)])
    def test_a_county_that_writes_laxer_litres_or_days_into_the_file_is_told_too(self, water, water_text, water_on):
        nation, profiles = water_text.split("# PROVINCE", 1)
        laxer = nation + "# PROVINCE" + profiles.replace("value = 35", "value = 34").replace("value = 36", "value = 37")
        finding = water_safety(water, water_on(laxer, WET, PROVINCE))
        assert (finding.verdict, len(self.remarks(finding))) == (BASIC, 1)

    def test_each_of_distance_and_height_has_its_own(self, water_text, water_on):
        far_and_high = WELL.replace(distance=Decimal(900), height=Decimal(90))
        assert len(self.remarks(water_safety(far_and_high, water_on(water_text, WET, PROVINCE)))) == 2
        assert self.remarks(water_safety(far_and_high.replace(piped=YesNo.YES), water_on(water_text, WET, PROVINCE))) == []

    @pytest.mark.parametrize("profile", [NATIONAL, GUANGXI, SICHUAN])
    def test_profiles_as_strict_as_the_nation_never_have_one(self, profile, water_text, water_on):
        for case in CASES:
            if case[:2] == (profile, TODAY):
                assert self.remarks(water_safety(case[2], water_on(water_text, case[3], profile))) == []


class TestLongestRun:
    """Only the local text limits days on end; where the sum settles it, nobody has to know the dates."""

    @pytest.fixture
    def judged(self, water_text, water_on):
        return lambda water: water_safety(water, water_on(water_text, WET, LOCAL))

    def test_sixteen_days_on_end_fail_though_the_sum_would_do(self, judged):
        part = judged(TAP.replace(dry_days=None, shut_off=(ending(TODAY, 16),))).parts[3]
        assert part.verdict is BAD
        assert part.text == (
            "供水保证率：按停水时段从 2025-11-03 到 2026-11-02 停水 16 天，达标：达标要求不超过 18 天。"
            "最长连续停水 16 天，不达标：要求不超过 15 天。"
        )
        assert part.confidence == "“连续停水不超过 15 天”的可信度约 60%，还没有与标准原文核对。"

    def test_thirty_days_in_two_stretches_are_basic(self, judged):
        two = (ending(TODAY - dt.timedelta(days=100), 15), ending(TODAY, 15))
        assert judged(TAP.replace(dry_days=None, shut_off=two)).verdict is BASIC

    @pytest.mark.parametrize(("told", "verdict"), [(15, GOOD), (16, OPEN), (36, OPEN), (37, BAD), (None, OPEN)])
    def test_without_dates_it_is_open_only_where_the_sum_leaves_room(self, told, verdict, judged):
        part = judged(TAP.replace(dry_days=told)).parts[3]
        assert part.verdict is verdict
        assert (Water.shut_off in part.rests_on) is (told in (16, 36, 37))

    def test_only_what_lies_within_the_twelve_months_is_a_run(self, judged):
        reaching_in = (dt.date(2025, 10, 1), dt.date(2025, 11, 17))
        assert judged(TAP.replace(dry_days=None, shut_off=(reaching_in,))).verdict is GOOD
        longer = (dt.date(2025, 10, 1), dt.date(2025, 11, 18))
        assert judged(TAP.replace(dry_days=None, shut_off=(longer,))).verdict is BAD


# An independent small oracle: what counts before what (domain notes 2.1 and 2.2), over plain calendar days and ranks.

RANK = (BAD, OPEN, BASIC, GOOD)


def oracle(water, region, marks, on):
    """The four verdicts as ranks, from 0 (BAD) to 3 (GOOD)."""
    return [
        rank_of_quantity(water, region, marks),
        rank_of_quality(water),
        rank_of_access(water, marks),
        rank_of_supply(water, marks, on),
    ]


def rank(found, marks, *, from_below=False):
    return 1 if found is None else RANK.index(graded(found, *marks, from_below=from_below))


def rank_of_quantity(water, region, marks):
    regions = {water.region or region} - {None} or {WET, DRY}
    ranks = {rank(water.litres, marks[place], from_below=True) for place in regions}
    return ranks.pop() if len(ranks) == 1 else 1


def rank_of_quality(water):
    if water.result:
        return {Report.PASSED: 3, Report.FAILED: 0}[water.result]
    looks = [water.answers.get(field.name) for field in LOOKS]
    if OnSite.BAD in looks:
        return 0
    return 1 if None in looks or water.source is Source.TOWN_PLANT else 2


def rank_of_access(water, marks):
    if water.piped is YesNo.YES:
        return 3
    if water.minutes is not None:
        return rank(water.minutes, marks["minutes"])
    return min(rank(water.distance, marks["distance"]), rank(water.height, marks["height"]))


def rank_of_supply(water, marks, on):
    year = [on - dt.timedelta(days=n) for n in range(366 if on.replace(year=on.year - 1) + dt.timedelta(days=366) == on else 365)]
    dry = [any(first <= day <= last for first, last in water.shut_off or ()) for day in year]
    known = [count for count in (water.dry_days, sum(dry) or None) if count is not None]
    if not known:
        return 1
    by_sum, run = rank(max(known), marks["dry_days"]), marks.get("run")
    if run is None or (not any(dry) and max(known) <= run):
        return by_sum
    if not any(dry):
        return min(by_sum, 1)
    longest = max(len(stretch) for stretch in "".join("x" if one else " " for one in dry).split())
    return by_sum if longest <= run else 0


def near(*marks, step=1):
    return st.sampled_from([None, 0, *(mark + far * step for mark in marks for far in (-1, 0, 1))])


def exact(told):
    return told.map(lambda number: None if number is None else Decimal(number))


TENTH = Decimal("0.1")
stretches = st.lists(
    st.tuples(st.integers(-20, 420), st.sampled_from([1, 2, 14, 15, 16, 18, 19, 36, 37, 40])), min_size=1, max_size=4
)


@cache
def shut_off(told, on):
    """Stretches that begin so many days before the day of judging and last so long, joined as the form joins them."""
    begun = [(on - dt.timedelta(days=ago), length) for ago, length in told]
    return Spells().read("、".join(f"{first}~{first + dt.timedelta(days=length - 1)}" for first, length in begun))


@st.composite
def waters(draw, on):
    look = st.sampled_from([OnSite.GOOD] * 6 + [OnSite.BAD, None])
    told = draw(st.none() | stretches.map(tuple))
    return Water(
        source=draw(st.none() | st.sampled_from(Source)), region=draw(st.none() | st.sampled_from(WaterRegion)),
        litres=draw(exact(near(20, 35, 40, 60, step=TENTH))), piped=draw(st.none() | st.sampled_from(YesNo)),
        minutes=draw(near(10, 20, 30)), distance=draw(exact(near(400, 800, 1000, step=TENTH))),
        height=draw(exact(near(40, 80, 100, step=TENTH))), dry_days=draw(near(15, 18, 36)),
        shut_off=shut_off(told, on) if told else None, result=draw(st.none() | st.sampled_from(Report)),
        **{field.name: draw(look) for field in LOOKS},
    )  # fmt: skip


@settings(max_examples=300)
@given(data=st.data(), standard=st.sampled_from(list(MARKS)), region=st.none() | st.sampled_from(WaterRegion))
def test_any_water_is_judged_as_the_oracle_says_in_every_part_and_as_a_whole(data, standard, region, water_text, water_on):
    profile, on = standard
    water = data.draw(waters(on))
    finding = water_safety(water, water_on(water_text, region, profile, on))
    expected = oracle(water, region, MARKS[standard], on)
    assert [part.verdict for part in finding.parts] == [RANK[one] for one in expected]
    assert [part.name for part in finding.parts] == list(PARTS)
    assert finding.verdict is RANK[min(expected)]
    assert finding.told == ("不安全", "资料不全", "基本安全", "安全")[min(expected)]
