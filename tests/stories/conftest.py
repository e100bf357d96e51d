"""The real window, played by keyboard, with a picture of every step in .out/stories."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from tests.ui.answers import Answers
from tests.ui.patience import Patient
from ui.guide import CLOSED
from ui.preferences import Preferences
from ui.tasks import Tasks
from ui.theme import Theme, wear
from ui.window import Window

PICTURES = Path(__file__).parent.parent.parent / ".out" / "stories"


@pytest.fixture
def qtbot(qapp, request):
    """The robot of pytest-qt, with patience."""
    return Patient(request)


@pytest.fixture
def answers():
    """Boxes and dialogs, answered beforehand."""
    return Answers()


@pytest.fixture
def opened(qtbot, qapp, tmp_path, answers):
    """Opens the window as at the start of the program; may be called again after it was closed."""
    wear(Theme())
    windows = []

    def fail(trouble):
        raise trouble

    tasks = Tasks(fail)

    def open_(path: Path | None = None) -> Window:
        preferences = Preferences(tmp_path / "window.ini")
        preferences.by = "韩立"
        preferences.guided = preferences.guided or [CLOSED]  # its own story opens it
        window = Window(preferences, tasks, answers)
        qtbot.addWidget(window)
        windows.append(window)
        window.open(path)
        with qtbot.waitActive(window, timeout=10_000):
            window.show()
            window.activateWindow()
        return window

    yield open_
    for window in windows:
        window.close()
    tasks.finish()


@pytest.fixture
def picture(request):
    """`picture(window, "name")`: keeps what stands on the screen now, numbered in the order of the story."""
    story = request.node.name.removeprefix("test_").replace("[", "-").replace("]", "")
    count = 0

    def take(window: Window, name: str) -> None:
        nonlocal count
        count += 1
        QTest.qWait(60)
        PICTURES.mkdir(parents=True, exist_ok=True)
        assert window.grab().save(str(PICTURES / f"{story}-{count:02d}-{name}.png"))

    return take
