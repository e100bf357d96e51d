"""使用手册 on the screen: F1 opens the page of where one is, every page can be found, Escape leads back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp.documents.manual import manual
from fieldapp.records.housing import Housing
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from tests.ui import village
from tests.ui.keyboard import CTRL, ENTER, press, type_into
from ui.leaf import WIDEST
from ui.places import HAND_OVER, HOUSEHOLDS
from ui.reading import ABOUT, CORNERS, PAGES, STANDARDS
from ui.screens import manual as screen_module
from ui.screens.manual import ManualScreen
from ui.screens.start import StartScreen
from ui.theme import Theme, wear, worn
from ui.workplace import Workplace


@pytest.fixture
def work(on_screen, session, preferences):
    return on_screen(Workplace(session, preferences), 1366)


@pytest.fixture
def screen(on_screen):
    return on_screen(ManualScreen())


def shown(work) -> str:
    """The page that stands before the person after F1."""
    press(Qt.Key.Key_F1)
    current = work._stack.currentWidget()
    assert isinstance(current, ManualScreen)
    return current.page


def test_f1_opens_the_page_of_the_screen(work):
    work.go(HOUSEHOLDS)
    assert shown(work) == "find"


def test_f1_on_handing_over_tells_of_handing_over(work):
    work.go(HAND_OVER)
    assert shown(work) == "hand-over"


@pytest.mark.parametrize(
    ("question", "page"),
    [
        (Visit.way, "visit"),
        (Housing.walls, "housing"),
        (Water.litres, "water"),
        (Water.pictures, "photos"),
        (Water.decided, "decisions"),
    ],
    ids=lambda one: getattr(one, "key", one),
)
def test_f1_in_a_visit_opens_the_page_of_the_question(work, question, page):
    work.begin_visit(village.LI)
    assert work.visit.flow.go_to(question)
    assert shown(work) == page


@pytest.mark.parametrize(("tab", "page"), [("住房", "housing"), ("饮水", "water"), ("计划", "papers"), ("时间线", "undo")])
def test_f1_on_the_page_of_a_household_tells_of_its_tab(work, tab, page):
    work.show_household(village.LI)
    work.household.tabs.setCurrentIndex(list(work.household.pages).index(tab))
    work.household.tabs.setFocus()
    assert shown(work) == page


def test_f1_on_a_chart_tells_of_the_charts_and_beside_them_of_the_hand_over(work, qtbot):
    work.go(HAND_OVER)
    qtbot.waitUntil(lambda: bool(work.hand_over.charts.views), timeout=20_000)
    work.hand_over.charts.views[0].setFocus()
    assert shown(work) == "charts"
    press(Qt.Key.Key_Escape)
    work.hand_over.export.setFocus()
    assert shown(work) == "hand-over"


def test_f1_before_printing_for_several_tells_of_the_papers(work):
    work.print_papers(HOUSEHOLDS, [village.LI, village.ZHOU])
    assert shown(work) == "papers"


def test_escape_leads_back_to_the_question_one_came_from(work):
    work.begin_visit(village.LI)
    work.visit.flow.go_to(Water.litres)
    cursor = QApplication.focusWidget()
    shown(work)
    press(Qt.Key.Key_Escape)
    assert work.visit.isVisible()
    assert QApplication.focusWidget() is cursor


def test_a_visit_that_was_put_away_meanwhile_leads_back_to_its_household(work, session):
    work.begin_visit(village.LI)
    work.visit.flow.go_to(Water.litres)
    shown(work)
    session.changed.emit(frozenset({"water"}))
    press(Qt.Key.Key_Escape)
    assert work.household.isVisible()


def test_f1_in_the_manual_leads_back_too_and_from_elsewhere_opens_it_again(work):
    work.go(HOUSEHOLDS)
    shown(work)
    press(Qt.Key.Key_F1)
    assert work.households.isVisible()
    work.go(HAND_OVER)
    assert shown(work) == "hand-over"
    press(Qt.Key.Key_Escape)
    assert work.hand_over.isVisible()


def test_on_the_first_page_it_has_a_window_of_its_own(on_screen, qtbot, preferences, tasks, messages, tmp_path):
    start = on_screen(StartScreen(preferences, tasks, messages, tmp_path))
    press(Qt.Key.Key_F1)
    window = start.findChild(ManualScreen)
    assert window.isWindow()
    assert window.page == "first-start"
    window.leave.click()
    qtbot.waitUntil(lambda: start.findChild(ManualScreen) is None)


def test_every_page_is_listed_under_its_part_and_can_be_read(screen):
    texts = [screen.list.item(row).text() for row in range(screen.list.count())]
    parts = list(dict.fromkeys(page.part for page in manual().values()))
    assert [text for text in texts if text not in parts] == [page.title for page in manual().values()]
    for name, page in manual().items():
        screen.show_page(name)
        assert screen.leaf.toPlainText().startswith(page.title)


def test_typing_finds_pages_and_marks_the_words(screen):
    type_into(screen.search, "停水")
    assert screen.page == "water"
    assert "页里有“停水”" in screen.about.text()
    assert len(screen.leaf.extraSelections()) == screen.leaf.toPlainText().count("停水")


def test_escape_empties_the_search_before_it_leads_back(screen, qtbot):
    screen.search.setFocus()
    type_into(screen.search, "密码")
    with qtbot.assertNotEmitted(screen.back):
        press(Qt.Key.Key_Escape)
    assert screen.search.text() == ""
    assert screen.page == "password", "the page that was found is still open"
    with qtbot.waitSignal(screen.back):
        press(Qt.Key.Key_Escape)


def test_a_key_leads_to_the_search(screen):
    screen.show_page("water")
    press(Qt.Key.Key_F, CTRL)
    assert screen.search.hasFocus()


def test_what_is_not_in_the_manual_is_told(screen):
    type_into(screen.search, "没有这样的词")
    assert screen.about.text() == screen_module.NOTHING
    assert screen.page == ""


def test_the_arrow_leads_into_the_list_and_enter_to_the_page(screen):
    screen.search.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert screen.page == list(manual())[1]
    press(ENTER)
    assert screen.leaf.hasFocus()


def test_a_link_leads_to_its_page(screen, qtbot):
    screen.show_page("visit")
    block = screen.leaf.document().begin()
    while "饮水怎么评" not in block.text():
        block = block.next()
    anchors = {part.fragment().charFormat().anchorHref() for part in _parts(block)} - {""}
    assert "water.md" in anchors
    screen._on_link(next(link for link in map(_url, anchors) if link.path() == "water.md"))
    assert screen.page == "water"


@pytest.mark.parametrize("theme", [Theme(), Theme(dark=True, scale=1.5)], ids=["light", "dark-large"])
def test_pictures_are_no_wider_than_the_text(on_screen, theme):
    wear(theme)
    screen = on_screen(ManualScreen(), 1168)
    screen.show_page("visit")
    picture = screen.leaf.loadResource(QTextDocument.ResourceType.ImageResource.value, "../gallery/visit.png")
    assert isinstance(picture, QImage)
    assert 0.5 * screen.leaf.width() < picture.deviceIndependentSize().width() <= min(screen.leaf.width(), worn().px(WIDEST))
    assert screen.leaf.horizontalScrollBar().maximum() == 0


def test_a_screen_is_known_to_the_manual_by_the_name_of_its_class():
    """So that a renamed screen does not lose its page; a name that no class has any more is a mistake."""
    import importlib
    import pkgutil

    import ui

    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        importlib.import_module(module.name)
    names = set()
    classes = [QWidget]
    while classes:
        one = classes.pop()
        names.add(one.__name__)
        classes += one.__subclasses__()
    assert {*PAGES, *CORNERS} <= names
    assert {*PAGES.values(), *CORNERS.values(), *ABOUT.values(), *STANDARDS.values(), "decisions", "photos"} <= set(manual())


def _parts(block):
    part = block.begin()
    while not part.atEnd():
        yield part
        part += 1


def _url(link):
    from PySide6.QtCore import QUrl

    return QUrl(link)
