"""What works here and not on a Windows: read out of the code, there being none to run it on."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = [ROOT / "main.py", *sorted(path for top in ("fieldapp", "ui") for path in (ROOT / top).rglob("*.py"))]
every_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
POSIX_ALONE = {"fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"}
TEXTS = {"read_text": 0, "write_text": 1}
"""How many words stand before the encoding."""


def dates_in_chinese(tree: ast.AST) -> Iterator[str]:
    """Formats of moments that are not ASCII: Windows sends them through its code page and fails where that is not Chinese."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("strftime", "strptime"):
            formats = [one.value for one in node.args if isinstance(one, ast.Constant)]
        elif isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            formats = [one.value for one in node.format_spec.values if isinstance(one, ast.Constant)]
        else:
            continue
        yield from (text for text in formats if isinstance(text, str) and "%" in text and not text.isascii())


def texts_of_a_code_page(tree: ast.AST) -> Iterator[int]:
    """Lines where a text is read or written without naming its encoding, which is then that of the machine."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or any(word.arg == "encoding" for word in node.keywords):
            continue
        of_a_path = isinstance(node.func, ast.Attribute)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        manner = node.args[:1] if of_a_path else node.args[1:2]
        plain = name == "open" and any(
            isinstance(one, ast.Constant) and one.value in ("r", "w", "a", "x", "r+", "w+") for one in manner
        )
        if plain or (name in TEXTS and len(node.args) <= TEXTS[name]):
            yield node.lineno


def posix_alone(tree: ast.Module) -> Iterator[str]:
    """Modules that Windows has not, imported before anybody could ask where we are."""
    for node in tree.body:
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else [getattr(node, "module", "") or ""]
        yield from (name for name in names if isinstance(node, ast.Import | ast.ImportFrom) and name in POSIX_ALONE)


@every_module
def test_a_module_asks_nothing_that_only_linux_has(path):
    tree = ast.parse(path.read_text("utf-8"))
    assert not list(dates_in_chinese(tree))
    assert not list(texts_of_a_code_page(tree))
    assert not list(posix_alone(tree))


def test_nobody_but_the_program_itself_starts_an_interpreter_for_a_bundle_has_none():
    calling = [path for path in MODULES if "sys.executable" in path.read_text("utf-8")]
    assert calling == [ROOT / "fieldapp/base/program.py"]


@pytest.mark.parametrize(("source", "find"), [
    ('f"{day:%Y年%m月}"', dates_in_chinese), ('day.strftime("%m月")', dates_in_chinese),
    ("path.read_text()", texts_of_a_code_page), ("path.write_text(told)", texts_of_a_code_page),
    ('path.open("w")', texts_of_a_code_page), ('open(path, "a")', texts_of_a_code_page),
    ("import resource", posix_alone), ("from pwd import getpwnam", posix_alone),
])  # fmt: skip
def test_what_would_fail_there_is_found(source, find):
    assert len(list(find(ast.parse(source)))) == 1


@pytest.mark.parametrize(("source", "find"), [
    ('f"{day:%Y}年"', dates_in_chinese), ('f"{name:>年4}"', dates_in_chinese),
    ('path.read_text("utf-8")', texts_of_a_code_page), ('path.write_text(told, "utf-8")', texts_of_a_code_page),
    ('path.open("w", encoding="utf-8")', texts_of_a_code_page), ('path.open("rb")', texts_of_a_code_page),
    ("Survey.open(path)", texts_of_a_code_page), ('archive.open(entry, "w")', texts_of_a_code_page), ("def late():\n    import resource", posix_alone), ("import os", posix_alone),
])  # fmt: skip
def test_what_works_there_is_let_be(source, find):
    assert not list(find(ast.parse(source)))
