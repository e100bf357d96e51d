"""The house stands: every floor leans only on those beneath it, rooms stay small, and nobody's number lies about."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.base.identity import born

ROOT = Path(__file__).parent.parent
FLOORS = (
    ("fieldapp.base",),
    ("fieldapp.records",),
    ("fieldapp.rules",),
    ("fieldapp.store", "fieldapp.documents"),
    ("fieldapp.desk",),
    ("fieldapp.commands", "ui"),
)
LEVELS = {room: level for level, floor in enumerate(FLOORS) for room in floor}
TOP = {"main.py", "fieldapp", "ui", "resources", "tests", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "uv.lock"}
MODULES = sorted(path for top in ("fieldapp", "ui") for path in (ROOT / top).rglob("*.py"))
every_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def room_of(module: str) -> str | None:
    return next((room for room in LEVELS if f"{module}.".startswith(f"{room}.")), None)


def imports(tree: ast.AST) -> Iterator[str]:
    """Everything that is imported, in full: from a.b import c gives a.b.c. A relative import gives its dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def wrong_imports(here: str, source: str) -> list[str]:
    """What the module `here` must not lean on."""
    mine = room_of(here)
    wrong = []
    for module in imports(ast.parse(source)):
        there = room_of(module)
        upwards = mine and there and mine != there and LEVELS[there] >= LEVELS[mine]
        homeless = mine is None and there is not None
        qt = here.startswith("fieldapp") and module.split(".")[0] in ("PySide6", "shiboken6")
        screen = here.startswith("ui.screens.") and module.startswith("ui.screens.") and not f"{module}.".startswith(f"{here}.")
        if upwards or homeless or qt or screen or module.startswith("."):
            wrong.append(module)
    return wrong


@every_module
def test_a_module_leans_only_on_what_is_beneath_it(path):
    assert wrong_imports(dotted(path), path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("here", "source", "wrong"),
    [
        ("fieldapp.base.kinds", "from fieldapp.records import RECORDS", ["fieldapp.records.RECORDS"]),
        ("fieldapp.rules.water", "def f():\n    import fieldapp.store.survey", ["fieldapp.store.survey"]),
        ("fieldapp.store.survey", "from fieldapp import documents", ["fieldapp.documents"]),
        ("fieldapp.documents.book", "from fieldapp.store.survey import Survey", ["fieldapp.store.survey.Survey"]),
        ("fieldapp.commands.files", "import ui.window", ["ui.window"]),
        ("ui.window", "from fieldapp.commands import cli", ["fieldapp.commands.cli"]),
        ("fieldapp.desk.opening", "from PySide6.QtCore import QObject", ["PySide6.QtCore.QObject"]),
        ("ui.screens.visit", "from ui.screens.household import Page", ["ui.screens.household.Page"]),
        ("fieldapp.extra", "from fieldapp.base.kinds import Kind", ["fieldapp.base.kinds.Kind"]),
        ("fieldapp.base.dates", "from .kinds import Kind", [".kinds.Kind"]),
        ("fieldapp.desk.opening", "from fieldapp import VERSION\nfrom fieldapp.store.survey import Survey", []),
        ("ui.window", "from ui.screens.visit import Visit\nfrom PySide6.QtCore import Qt", []),
    ],
)
def test_a_wrong_import_would_be_seen(here, source, wrong):
    assert wrong_imports(here, source) == wrong


@every_module
def test_a_file_and_its_functions_stay_small(path):
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= 500
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > 50] == []


@every_module
def test_a_file_is_named_after_something_of_the_village_or_the_craft(path):
    assert not {"util", "utils", "helper", "helpers", "manager", "managers", "misc", "common"} & set(path.stem.split("_"))


def caught_blindly(source: str) -> list[int]:
    """The lines on which every error is caught, whatever it is."""
    blind = {"Exception", "BaseException"}
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler):
            named = {one.id for one in ast.walk(node.type) if isinstance(one, ast.Name)} if node.type else blind
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("suppress", "contextlib.suppress"):
            named = {ast.unparse(argument) for argument in node.args}
        else:
            continue
        if named & blind and not reraises(node):
            lines.append(node.lineno)
    return lines


def reraises(node: ast.AST) -> bool:
    """Whether the handler only tidies up: its last word is a bare `raise`."""
    last = node.body[-1] if isinstance(node, ast.ExceptHandler) else None
    return isinstance(last, ast.Raise) and last.exc is None


@pytest.mark.parametrize("path", [*MODULES, ROOT / "main.py"], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_the_window_catches_an_error_that_nobody_thought_of(path):
    if path != ROOT / "ui" / "app.py":
        assert caught_blindly(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("try:\n    f()\nexcept Exception:\n    pass", [3]),
        ("try:\n    f()\nexcept:\n    pass", [3]),
        ("try:\n    f()\nexcept (OSError, BaseException) as error:\n    g()", [3]),
        ("with contextlib.suppress(Exception):\n    f()", [1]),
        ("try:\n    f()\nexcept BaseException:\n    tidy()\n    raise", []),
        ("try:\n    f()\nexcept OSError:\n    pass", []),
    ],
)
def test_a_blind_catch_would_be_seen(source, lines):
    assert caught_blindly(source) == lines


def tracked() -> list[Path]:
    """The files of the repository; where it is no checkout, everything that is not hidden or made by running."""
    try:
        told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8")
    except (OSError, subprocess.CalledProcessError):
        found = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
        return [path for path in found if not any(part.startswith(".") or part == "__pycache__" for part in path.parts)]
    return [Path(name) for name in told.split("\0") if name and (ROOT / name).is_file()]


def test_the_top_of_the_repository_holds_what_the_card_says_and_nothing_else():
    names = {path.parts[0] for path in tracked()}
    assert {name for name in names if not name.startswith(".")} <= TOP


def strangers(text: str) -> list[str]:
    """Citizen numbers, right or mistyped, that could be somebody's: 18 characters with a day of birth, not from 999999."""
    found = re.findall(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])", text)
    return [number for number in found if born(number) and not number.startswith("999999")]


def test_no_file_holds_a_citizen_number_that_could_be_somebodys():
    found = {}
    for path in tracked():
        raw = (ROOT / path).read_bytes()
        if b"\0" not in raw[:8000] and (numbers := strangers(raw.decode("utf-8", errors="replace"))):
            found[path] = numbers
    assert found == {}


def test_a_citizen_number_of_somebody_would_be_seen():
    tail = "19500101001"
    assert strangers(f"证件号码 110101{tail}8。") == [f"110101{tail}8"]
    assert strangers(f"110101{tail}x,") == [f"110101{tail}x"]
    assert strangers(f"999999{tail}8 110101{tail}80 a110101{tail}8 110101202613450018") == []
