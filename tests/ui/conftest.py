"""Windows without a screen, dressed as the program is, over real survey files."""

import pytest

from tests.ui import county, village
from tests.ui.answers import Answers
from tests.ui.patience import Patient
from ui.preferences import Preferences
from ui.session import Session
from ui.tasks import Tasks
from ui.theme import Theme, wear, worn
from ui.window import Window


@pytest.fixture
def qtbot(qapp, request):
    """The robot of pytest-qt, with patience."""
    return Patient(request)


@pytest.fixture(autouse=True)
def dressed(qapp):
    """The light theme at 100 %."""
    if worn() != Theme() or qapp.styleSheet() != Theme().style():
        wear(Theme())


@pytest.fixture
def messages():
    """Boxes and dialogs answered beforehand."""
    return Answers()


@pytest.fixture
def tasks(qapp):
    """The lane; trouble that nobody asked for fails the test."""

    def fail(trouble):
        raise trouble

    lane = Tasks(fail)
    yield lane
    lane.finish()


@pytest.fixture
def preferences(tmp_path):
    """What the machine remembers, in a file of the test's own."""
    kept = Preferences(tmp_path / "window.ini")
    kept.by = "韩立"
    return kept


@pytest.fixture
def window(qtbot, preferences, tasks, messages):
    """A window without a file, closed in the end."""
    window = Window(preferences, tasks, messages)
    qtbot.addWidget(window)
    yield window
    window.close()


@pytest.fixture(scope="session")
def made_county(tmp_path_factory):
    """The folder of a county, for copies."""
    return county.make(tmp_path_factory.mktemp("county") / "made")


@pytest.fixture
def session(tmp_path, tasks, messages):
    """The village of `tests.ui.village` in an open file, as the screens see it."""
    with village.settle(tmp_path / "石桥.survey") as survey:
        yield Session(survey, tasks, messages)
        tasks.wait()  # as the window does before it closes a file


@pytest.fixture
def on_screen(qtbot):
    """Puts a screen before the person, so that the cursor can stand in it."""

    def show(screen, width=1234, height=768):
        qtbot.addWidget(screen)
        screen.resize(width, height)
        with qtbot.waitActive(screen):
            screen.show()
            screen.activateWindow()
        return screen

    return show
