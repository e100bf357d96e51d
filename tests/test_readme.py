"""README keeps its word: two commands, a picture, what is not there yet, and no command that does not exist."""

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
NOT_YET = "Not yet"


def section(title: str) -> str:
    """The text under a heading of the second level. Raises: KeyError."""
    sections = dict(part.split("\n", 1) for part in README.split("\n## ")[1:])
    return sections[title]


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands_named(text: str) -> set[str]:
    """The commands of the program that a text shows."""
    return set(re.findall(r"python main\.py ([a-z][a-z-]*)", text))


@pytest.fixture(scope="module")
def offered() -> set[str]:
    """The commands that the program itself lists."""
    told = subprocess.run([sys.executable, "main.py", "--help"], cwd=ROOT, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    return set(re.findall(r"^  ([a-z][a-z-]*)  ", told.stdout, re.MULTILINE))


def test_the_first_words_are_for_the_users_in_chinese():
    opening = README.split("\n\n")[1]
    assert len(re.findall("[\u4e00-\u9fff]", opening)) > len(opening) / 2


def test_two_commands_set_everything_up_and_each_stands_alone_in_its_block():
    told = blocks(section("Two commands"), "bash")
    assert len(told) == 2
    for block in told:
        (line,) = block.splitlines()
        shell, script, *_ = line.split()
        assert shell == "bash"
        assert (ROOT / script).is_file()


def test_windows_has_its_two_commands_with_scripts_that_exist():
    told = blocks(section("Windows"), "powershell")
    assert len(told) == 2
    for block in told:
        assert (ROOT / block.split()[-1].replace("\\", "/")).is_file()


def test_the_picture_of_the_window_is_there_and_light():
    (picture,) = re.findall(r"!\[[^]]+\]\(([^)]+\.png)\)", README)
    content = (ROOT / picture).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) <= 300 * 1024


def test_what_is_missing_is_said():
    assert section(NOT_YET).strip()


def test_every_command_shown_can_be_called(offered):
    assert "practice" in offered
    assert commands_named(README) <= offered


def test_every_command_that_can_be_called_is_shown(offered):
    assert offered <= commands_named(section("Commands"))


def test_every_place_in_the_repository_that_is_named_exists():
    named = re.findall(r"`((?:fieldapp|ui|resources|tests|\.ci)/[\w./*-]*)`", README)
    assert named
    assert not [place for place in named if not list(ROOT.glob(place.rstrip("/")))]


def test_the_people_of_the_demonstration_are_invented():
    _, _, heads, *rows = CalamineWorkbook.from_path(ROOT / "resources/demo/roster.xlsx").get_sheet_by_index(0).to_python()
    column = heads.index("证件号码")
    numbers = [unicodedata.normalize("NFKC", row[column]).strip() for row in rows]
    assert len({row[heads.index("户编号")] for row in rows}) == 12
    assert all(number.startswith("999999") for number in numbers)
