"""The village in figures: who was met this quarter, how often houses were visited, what the rules say of house and water."""

import datetime as dt

import pytest

from fieldapp.base.errors import Cancelled
from fieldapp.base.kinds import YesNo
from fieldapp.desk.figures import NO_GROUP, charts_of, figures_of, write_charts
from fieldapp.documents.charts import PAPER, Ink
from fieldapp.records.household import Household
from fieldapp.records.housing import Condition, Housing
from fieldapp.records.visit import Outcome, Visit, Way
from fieldapp.rules.finding import Verdict

ON = dt.date(2026, 11, 20)
"""A Friday; its quarter began on 1 October, its week on the 16th."""


@pytest.fixture
def homes(survey):
    """Two families of group 1, one of group 2, one of none."""
    with survey.change("登记") as change:
        return [
            change.save(Household(head=f"李{place}", code=f"{place:04d}", group=group))
            for place, group in enumerate(["1组", "1组", "2组", None])
        ]


def house(home, walls):
    """A house that is sound but for its walls."""
    parts = dict.fromkeys(("foundation", "timber", "truss", "roof", "enclosure"), Condition.a)
    none = {"concrete": Condition.ABSENT, "slabs": Condition.ABSENT}
    return Housing(household=home.id, name="正房", storeys=1, site_dangerous=YesNo.NO, walls=walls, **parts, **none)


def visited(survey, home, *days, outcome=Outcome.MET, way=Way.HOME):
    with survey.change("走访") as change:
        return [change.save(Visit(household=home.id, day=day, way=way, outcome=outcome)) for day in days]


def counted(survey):
    return figures_of(survey.reader.dossiers(), ON)


@pytest.mark.parametrize(
    ("day", "met"), [(dt.date(2026, 9, 30), 0), (dt.date(2026, 10, 1), 1), (ON, 1), (dt.date(2026, 11, 21), 0)]
)
def test_a_family_is_covered_that_was_met_since_the_quarter_began(survey, homes, day, met):
    visited(survey, homes[0], day)
    assert counted(survey).coverage == {"1组": (met, 2), "2组": (0, 1), NO_GROUP: (0, 1)}


def test_a_family_that_was_not_at_home_is_not_covered_and_yet_it_was_a_visit(survey, homes):
    visited(survey, homes[0], ON, outcome=Outcome.NOBODY)
    figures = counted(survey)
    assert figures.coverage["1组"] == (0, 2)
    assert figures.weeks[dt.date(2026, 11, 16)] == 1


def test_twelve_weeks_from_monday_to_sunday_are_counted_and_nothing_before_them(survey, homes):
    visited(survey, homes[0], dt.date(2026, 11, 15), dt.date(2026, 11, 16), dt.date(2026, 8, 31), dt.date(2026, 8, 30))
    weeks = counted(survey).weeks
    assert len(weeks) == 12
    assert [day for day, visits in weeks.items() if visits] == [dt.date(2026, 8, 31), dt.date(2026, 11, 9), dt.date(2026, 11, 16)]


def test_a_call_is_no_visit_to_the_house_and_a_corrected_visit_counts_once(survey, homes):
    visited(survey, homes[0], ON, way=Way.CALL)
    [wrong] = visited(survey, homes[1], ON)
    with survey.change("更正") as change:
        change.save(Visit(household=homes[1].id, day=ON, way=Way.HOME, outcome=Outcome.MET, corrects=wrong.id))
    assert counted(survey).weeks[dt.date(2026, 11, 16)] == 1


def test_grades_are_counted_in_the_order_of_their_letters_and_what_nobody_looked_at_stands_last(survey, homes):
    with survey.change("鉴定") as change:
        for home, grade in zip(homes[:3], (Condition.d, Condition.a, Condition.c), strict=True):
            change.save(house(home, grade))
    figures = counted(survey)
    assert [(told, count) for (told, _), count in figures.houses.items()] == [("A级", 1), ("C级", 1), ("D级", 1), ("未查看", 1)]
    assert list(figures.water) == [("未查看", Verdict.NONE)]
    assert figures.households == sum(figures.houses.values()) == sum(figures.water.values()) == 4


def test_the_charts_tell_the_same_figures(survey, homes):
    visited(survey, homes[0], ON)
    coverage, weeks, houses, water = charts_of(counted(survey), Ink.of_screen(PAPER, "Face", 13), 400)
    assert coverage.text.startswith("本季度走访覆盖：1组 2 户，本季度见到 1 户，占 50%；2组 1 户，本季度见到 0 户，占 0%")
    assert weeks.spots[-1].told == "11月16日至11月22日入户 1 次"
    assert houses.spots[-1].told == water.spots[-1].told == "未查看 4 户，占 100%"


def test_nearly_all_is_not_told_as_all(survey):
    with survey.change("登记") as change:
        homes = [change.save(Household(head="李", group="1组")) for _ in range(300)]
    for home in homes[1:]:
        visited(survey, home, ON)
    [coverage, *_] = charts_of(counted(survey), Ink.of_screen(PAPER, "Face", 13), 400)
    assert coverage.spots[0].told == "1组 300 户，本季度见到 299 户，占 99%"


def test_a_village_without_households_has_empty_figures(survey):
    figures = counted(survey)
    assert (figures.households, figures.coverage, sum(figures.weeks.values())) == (0, {}, 0)
    assert len(charts_of(figures, Ink.of_screen(PAPER, "Face", 13), 400)) == 4


def test_counting_can_be_stopped(survey, homes):
    def stop(count):
        raise Cancelled

    with pytest.raises(Cancelled):
        figures_of(survey.reader.dossiers(), ON, stop)


def test_the_charts_are_written_whole_as_one_pdf(survey, homes, tmp_path):
    write_charts(tmp_path / "图表.pdf", counted(survey), "石桥村")
    assert (tmp_path / "图表.pdf").read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".pdf"] == ["图表.pdf"]
