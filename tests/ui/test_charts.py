"""Charts are counted off the screen's thread, painted in the colours of the theme, and tell each figure in words."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolTip
from shiboken6 import delete

from fieldapp.records.household import Household
from tests.ui import village
from tests.ui.keyboard import press
from ui.charts import NOBODY, ChartsPanel
from ui.theme import Theme, wear, worn


@pytest.fixture
def panel(session, on_screen, qtbot):
    made = on_screen(ChartsPanel(session))
    qtbot.waitUntil(lambda: len(made.views) == 4 and made.views[0].width() > 100)
    return made


def painted(widget, theme, role):
    """How many of the points looked at have the colour of a role; SVG tells colours in whole percents."""
    image, wanted = widget.grab().toImage(), theme.colour(role)
    seen = [image.pixelColor(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)]
    return sum(max(abs(one - two) for one, two in zip(colour.getRgb(), wanted.getRgb(), strict=True)) <= 3 for colour in seen)


def test_the_four_charts_are_shown_with_their_figures_for_eye_and_ear(panel):
    assert [view.accessibleName() for view in panel.views] == ["本季度走访覆盖", "近 12 周入户走访", "住房", "饮水"]
    assert "3组 1 户，本季度见到 1 户，占 100%" in panel.views[0].accessibleDescription()
    assert "B级 1 户" in panel.views[2].accessibleDescription()
    assert panel.said.text() == "全村 3 户，截至 2026-11-22"


def test_a_chart_is_painted_in_the_colours_of_the_theme(panel):
    assert painted(panel.views[0], worn(), "act") > 50
    assert painted(panel.views[0], worn(), "line") > 50


def test_it_is_drawn_anew_when_the_look_changes(panel, qtbot):
    wear(Theme(dark=True))
    qtbot.waitUntil(lambda: painted(panel.views[0], Theme(dark=True), "act") > 50)
    assert painted(panel.views[0], Theme(), "act") == 0


def test_the_figure_under_the_mouse_is_told(panel, qtbot):
    view = panel.views[0]
    assert view.told(QPoint(20, 5)).startswith("2组 1 户")
    qtbot.mouseMove(view, QPoint(20, 5))
    qtbot.mouseMove(view, QPoint(22, 6))
    assert QToolTip.text().startswith("2组 1 户")
    assert view.told(QPoint(20, view.height() + 5)) == ""


def test_the_arrows_lead_from_figure_to_figure(panel):
    view = panel.views[0]
    view.setFocus()
    press(Qt.Key.Key_Down)
    first = view.accessibleDescription()
    press(Qt.Key.Key_Down)
    assert first != view.accessibleDescription()
    press(Qt.Key.Key_Up)
    assert view.accessibleDescription() == first == QToolTip.text()


def test_what_is_entered_is_counted_at_once(panel, session, qtbot):
    with session.change("登记") as change:
        change.save(Household(head="王五", group="9组"))
    qtbot.waitUntil(lambda: "9组 1 户" in panel.views[0].accessibleDescription())
    assert panel.said.text().startswith("全村 4 户")


def test_nothing_is_counted_while_nobody_looks(session, qtbot):
    hidden = ChartsPanel(session)
    qtbot.addWidget(hidden)
    with session.change("登记") as change:
        change.save(Household(head="王五"))
    qtbot.wait(300)
    assert hidden.views == []


def test_charts_find_room_in_a_narrow_window(panel, qtbot):
    panel.resize(500, 700)
    qtbot.waitUntil(lambda: panel.views[1].chart.width < 500)
    assert panel.views[0].mapTo(panel, QPoint()).x() == panel.views[1].mapTo(panel, QPoint()).x()
    assert all(view.chart.width <= view.width() + 1 for view in panel.views)


def test_a_village_without_households_says_what_to_do(session, on_screen, qtbot):
    with session.change("删除") as change:
        for id in (village.LI, village.ZHOU, village.HE):
            village.remove(change, session.reader, id)
    panel = on_screen(ChartsPanel(session))
    qtbot.waitUntil(lambda: panel.said.text() == NOBODY)
    assert not panel.save.isEnabled()
    assert not any(view.isVisible() for view in panel.views)


def test_the_charts_are_saved_as_a_pdf(panel, messages, tmp_path, qtbot):
    messages.place = tmp_path / "图表.pdf"
    panel.save.click()
    qtbot.waitUntil(lambda: "已保存到" in panel.said.text())
    assert messages.place.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("folder", [".", "没有这个文件夹"])
def test_what_comes_of_saving_after_the_panel_was_put_away_is_left(session, messages, tasks, tmp_path, qtbot, folder):
    panel = ChartsPanel(session)
    panel.show()
    qtbot.waitUntil(panel.save.isEnabled)
    messages.place = tmp_path / folder / "图表.pdf"
    panel.save.click()
    delete(panel)
    tasks.wait()
