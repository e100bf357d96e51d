"""A chart tells its figures by lengths, by words at the bars, and to whoever points there; on paper as on the screen."""

import io
import re

import pytest
from pypdf import PdfReader

from fieldapp.documents.charts import PAPER, Bar, Ink, charts_pdf, lying, standing
from fieldapp.documents.fonts import faces

COLOURS = {role: f"#{20 * place:02x}0000" for place, role in enumerate(PAPER, start=1)}
GROUPS = [
    Bar("1组", 12, "12/20 户", "1组 20 户，本季度见到 12 户", "act", 20),
    Bar("10组", 0, "0/7 户", "10组 7 户，本季度见到 0 户", "act", 7),
]
GRADES = [Bar("A级", 60, "60 户", "A级 60 户", "good"), Bar("D级", 1, "1 户", "D级 1 户", "bad")]


@pytest.fixture
def ink():
    return Ink.of_screen(COLOURS, "Some Face", 13)


def blocks(chart, role):
    """The blocks of one role from the SVG: left, lower edge, width and height."""
    red = int(COLOURS[role][1:3], 16) / 2.55
    found = []
    for x, y, width, height, style in re.findall(
        r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" style="([^"]*)"', chart.svg().decode()
    ):
        filled = re.search(r"fill: rgb\(([\d.]+)%", style)
        if filled and abs(float(filled[1]) - red) <= 1:
            found.append(tuple(map(float, (x, y, width, height))))
    return found


def test_a_bar_is_as_long_as_its_share_of_its_lane(ink):
    chart = lying("覆盖", GROUPS, ink, 500)
    lanes, [bar] = blocks(chart, "line"), blocks(chart, "act")
    assert len(lanes) == 2
    assert bar[2] == pytest.approx(0.6 * lanes[0][2])
    assert bar[0] == lanes[0][0] == lanes[1][0]


def test_bars_without_a_whole_are_measured_by_the_longest_and_one_is_never_taken_for_none(ink):
    chart = lying("住房", [*GRADES, Bar("C级", 0, "0 户", "C级 0 户", "doubtful")], ink, 200)
    assert blocks(chart, "good")[0][2] > 60
    assert blocks(chart, "bad")[0][2] >= 2
    assert blocks(chart, "doubtful") == []


@pytest.mark.parametrize("draw", [lying, standing])
def test_every_bar_has_its_words_and_its_number_beside_it(draw, ink):
    svg = draw("住房", GRADES, ink, 300).svg().decode()
    for bar in GRADES:
        assert f">{bar.label}<" in svg
        assert f">{bar.shown}<" in svg
    assert "font-family: Some Face" in svg


@pytest.mark.parametrize("draw", [lying, standing])
def test_everything_stands_within_the_chart(draw, ink):
    chart = draw("覆盖", GROUPS, ink, 320)
    for x, y, shown in re.findall(r'<text x="([-\d.]+)" y="([-\d.]+)".*?>(.*?)<', chart.svg().decode()):
        assert 0 <= float(x) <= float(x) + ink.wide(shown, 0.85) <= chart.width + 1, shown
        assert 0 <= float(y) <= chart.height, shown


def test_each_bar_tells_its_figure_where_it_is_pointed_at(ink):
    chart = lying("覆盖", GROUPS, ink, 500)
    assert [spot.told for spot in chart.spots] == [bar.told for bar in GROUPS]
    first, second = chart.spots
    assert (first.y, second.y, second.y + second.height) == (0, first.height, chart.height)
    columns = standing("周", GRADES, ink, 500).spots
    assert [(spot.x, spot.width) for spot in columns] == [(0, 250), (250, 250)]


def test_who_does_not_see_the_chart_hears_its_figures(ink):
    assert lying("住房", GRADES, ink, 300).text == "住房：A级 60 户；D级 1 户。"


def test_the_taller_column_is_the_greater_figure_and_stands_on_the_same_line(ink):
    chart = standing("周", [Bar("1", 4, "4", "四"), Bar("2", 8, "8", "八")], ink, 300)
    low, high = blocks(chart, "act")
    assert high[3] == 2 * low[3]
    assert low[1] == high[1]


def test_labels_that_would_touch_are_left_out_but_never_the_last(ink):
    weeks = [Bar(f"11-{day:02d}", 1, "1", "一次") for day in range(1, 13)]
    narrow, wide = (standing("周", weeks, ink, width).svg().decode() for width in (240, 700))
    assert wide.count(">11-") == 12
    assert 3 <= narrow.count(">11-") <= 6
    assert ">11-12<" in narrow


def test_no_figures_at_all_are_an_empty_chart(ink):
    for draw in (lying, standing):
        assert draw("无", [], ink, 300).spots == ()
        assert draw("无", [], ink, 300).svg()
    assert standing("周", [Bar("1", 0, "0", "没有")], ink, 300).svg().decode().count(">0<") == 1


def test_the_screen_is_given_nothing_to_clip(ink):
    assert b"<clipPath" not in lying("住房", GRADES, ink, 300).svg()


def test_the_same_charts_go_on_paper_with_embedded_faces_and_equal_bytes():
    ink = Ink.of_paper(faces())
    charts = [lying("本季度走访覆盖", GROUPS, ink, 480), standing("近两周", GRADES, ink, 480)]
    written = charts_pdf("石桥村 图表", charts, ink)
    assert written == charts_pdf("石桥村 图表", charts, ink)
    [page] = PdfReader(io.BytesIO(written)).pages
    text = page.extract_text()
    for word in ("石桥村", "本季度走访覆盖", "12/20", "D级"):
        assert word in text
    for font in page["/Resources"]["/Font"].values():
        assert "/FontFile2" in font["/FontDescriptor"]


def test_more_charts_than_a_page_holds_go_on_on_the_next_one():
    ink = Ink.of_paper(faces())
    tall = lying("各组", [Bar(f"{group}组", group, str(group), "…") for group in range(30)], ink, 480)
    assert len(PdfReader(io.BytesIO(charts_pdf("村", [tall, tall], ink))).pages) == 2


def test_a_rare_character_is_lent_by_another_face_and_not_lost():
    ink = Ink.of_paper(faces())
    written = charts_pdf("村", [lying("组", [Bar("𠮷组", 1, "1", "一")], ink, 400)], ink)
    assert "组" in PdfReader(io.BytesIO(written)).pages[0].extract_text()
