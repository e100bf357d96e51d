"""What every test stands on: no screen, a data folder of its own, and the tests as one package under the repository root."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from fieldapp.store import connection

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"

ROUNDS = connection._ROUNDS
_MEMORY = Path("/dev/shm")  # a disk is waited for at every act, a fifth of the time
if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > 2 * 2**30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))
_DATA = tempfile.TemporaryDirectory(prefix="fieldapp-tests-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))
os.environ["XDG_DATA_HOME"] = os.environ["XDG_STATE_HOME"] = _DATA.name
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

settings.register_profile("ci", derandomize=False, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests that take minutes, too")
    parser.addoption("--monkey-seconds", type=float, default=4, help="how long the monkey plays with the window")
    parser.addoption("--monkey-seed", type=int, help="what the monkey does; drawn and printed otherwise")
    parser.addoption("--golden-update", action="store_true", help="rewrite tests/golden from what the program tells now")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave slow tests out unless somebody asks for them."""
    if slow := [item for item in items if item.get_closest_marker("slow") and not config.getoption("--slow")]:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden("name.txt", text)`: the text is the one in tests/golden; `--golden-update` rewrites it for a person to review."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--golden-update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        assert path.is_file(), f"no golden {name} yet; write it with --golden-update"
        assert text == path.read_bytes().decode("utf-8"), f"{name} differs; if that is meant, run with --golden-update"

    return compare


@pytest.fixture(scope="session", autouse=True)
def _quick_keys() -> Iterator[None]:
    """Passwords become keys in few rounds; what the real number costs on every opening is for strangers. See `true_keys`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "_ROUNDS", 2)
        yield


@pytest.fixture
def true_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords become keys as in the program, for files that other programs make or read."""
    monkeypatch.setattr(connection, "_ROUNDS", ROUNDS)


@pytest.fixture(autouse=True)
def _no_window_left_open() -> Iterator[None]:
    """Close what a test left on the screen: leftover windows crash the interpreter at its end."""
    yield
    if widgets := sys.modules.get("PySide6.QtWidgets"):
        app = widgets.QApplication.instance()
        for window in app.topLevelWidgets() if app else []:
            window.close()
            window.deleteLater()
        if app:
            app.sendPostedEvents(None, sys.modules["PySide6.QtCore"].QEvent.Type.DeferredDelete)
