"""Tab leads through every screen in the order in which it is read, and a screen reader has a name for whatever it comes to."""

from __future__ import annotations

import pytest

from fieldapp.desk.practice import make_practice
from tests.ui import county
from tests.ui.measuring import settle
from tests.ui.reading_order import named, reached, read
from tests.ui.rooms import county_rooms, rest, rooms
from ui.window import Window
from ui.workplace import Workplace


@pytest.fixture
def workplace(qtbot, preferences, tasks, messages, tmp_path):
    """The window of a practice village, and where one is in it."""
    path = tmp_path / "石桥.survey"
    make_practice(path, households=30).close()
    window = Window(preferences, tasks, messages)
    qtbot.addWidget(window)
    window.open(path)
    window.resize(1366, 768)
    window.show()
    yield window.centralWidget()
    window.close()


def told(widgets) -> list[str]:
    return [f"{type(widget).__name__} {named(widget)}" for widget in widgets]


def walked(window, tasks, ways) -> list[str]:
    """What is wrong on the ways through a window: names that are missing, and Tab that leads otherwise than one reads."""
    found = []
    for name, go in ways.items():
        go()
        for _ in range(3):
            rest(tasks)
            settle(window)
        way = reached(window)
        found += [f"{name}: {type(one).__name__} in {type(one.parent()).__name__} has no name" for one in way if not named(one).strip()]
        if told(way) != told(read(window)):
            found.append(f"{name}:\n  Tab   {told(way)}\n  read  {told(read(window))}")
    return found


def test_tab_leads_as_one_reads_and_everything_has_a_name(workplace, tasks):
    faults = walked(workplace.window(), tasks, rooms(workplace))
    assert not faults, "\n".join(faults)


@pytest.fixture
def office(qtbot, preferences, tasks, messages, tmp_path):
    """The window of a county, two of whose villages have something to decide."""
    path = county.make(tmp_path / "县") / county.COUNTY
    county.disagree(path)
    window = Window(preferences, tasks, messages)
    qtbot.addWidget(window)
    window.open(path)
    window.resize(1366, 768)
    window.show()
    yield window
    window.close()


def test_the_county_is_read_as_tab_leads_and_so_is_each_of_its_villages(office, tasks):
    workplace = office.centralWidget()
    faults = walked(office, tasks, county_rooms(workplace, workplace._office.path.parent / "in"))
    workplace.village_wanted.emit(county.CODES[0])
    rest(tasks)
    settle(office)
    assert isinstance(office.centralWidget(), Workplace)
    faults += walked(office, tasks, rooms(office.centralWidget()))
    assert not faults, "\n".join(faults)


def test_the_first_page_is_read_as_tab_leads(qtbot, preferences, tasks, messages):
    window = Window(preferences, tasks, messages)
    qtbot.addWidget(window)
    window.open(None)
    window.show()
    first = window.centralWidget()
    faults = walked(window, tasks, {"新建档案": lambda: None, "新建县级汇总": first.new.instead.click})
    window.close()
    assert not faults, "\n".join(faults)
