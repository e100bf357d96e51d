"""Tab leads through every screen in the order in which it is read, and a screen reader has a name for whatever it comes to."""

from __future__ import annotations

import pytest

from fieldapp.desk.practice import make_practice
from tests.ui.measuring import settle
from tests.ui.reading_order import named, reached, read
from tests.ui.rooms import rest, rooms
from ui.window import Window


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


def test_tab_leads_as_one_reads_and_everything_has_a_name(workplace, tasks):
    crooked, nameless = [], []
    for name, go in rooms(workplace).items():
        go()
        for _ in range(3):
            rest(tasks)
            settle(workplace)
        way = reached(workplace.window())
        nameless += [f"{name}: {type(one).__name__} in {type(one.parent()).__name__}" for one in way if not named(one).strip()]
        if told(way) != told(read(workplace.window())):
            crooked.append(f"{name}:\n  Tab   {told(way)}\n  read  {told(read(workplace.window()))}")
    assert not nameless, "\n".join(nameless)
    assert not crooked, "\n".join(crooked)
