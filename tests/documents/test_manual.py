"""The manual on board: its pages hang together, and what it says of the program is what the program says."""

import ast
import datetime as dt
import re
from functools import cache
from pathlib import Path

import click
import pytest
from PIL import Image

from fieldapp.commands import commands
from fieldapp.desk.judging import limits_of_water
from fieldapp.documents.manual import CONTENTS, FOLDER, find, manual
from tests.stories.gallery import CHOSEN, GALLERY, LARGEST, WIDEST

ROOT = FOLDER.parents[1]
QUOTED = re.compile(r"“([^”]+)”")
KEYS = re.compile(r"`([^`]+)`")
TYPED = {
    "Enter", "Shift+Enter", "Alt+Enter", "空格", "Delete", "=", "Ctrl+;", "Ctrl+V", "Alt", "Ctrl", "Shift", "Tab", "↑", "↓", "←", "→", "Esc"
}  # fmt: skip
"""Keys that the boxes take by themselves; the others stand in the sources as they are pressed."""


@cache
def words_of_the_program() -> frozenset[str]:
    """Every text in the sources that is no docstring: what may stand on the screen or on paper."""
    told: set[str] = set()
    for source in [*(ROOT / "ui").rglob("*.py"), *(ROOT / "fieldapp").rglob("*.py")]:
        tree = ast.parse(source.read_text("utf-8"))
        remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        told |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in remarks
        }
    return frozenset(told)


def test_the_contents_name_every_page_once():
    written = {page.stem for page in FOLDER.glob("*.md")} - {Path(CONTENTS).stem}
    named = re.findall(r"\]\(([a-z-]+)\.md\)", (FOLDER / CONTENTS).read_text("utf-8"))
    assert sorted(named) == sorted(written) == sorted(manual())


def test_the_contents_call_each_page_as_it_calls_itself():
    contents = (FOLDER / CONTENTS).read_text("utf-8")
    for page in manual().values():
        assert f"[{page.title}]({page.name}.md)" in contents


@pytest.mark.parametrize("name", manual())
def test_a_page_is_short_and_has_one_title(name):
    lines = manual()[name].text.splitlines()
    assert len(lines) <= 60
    assert [line for line in lines if line.startswith("# ")] == [lines[0]]
    assert len(manual()[name].plain) > 60


@pytest.mark.parametrize("name", manual())
def test_every_link_leads_to_a_page_and_every_picture_is_there(name):
    for called, target in re.findall(r"\[([^]]*)\]\(([^)]+)\)", manual()[name].text):
        assert (FOLDER / target).resolve().is_file(), target
        if target.endswith(".png"):
            assert called, "a picture says what is on it"
        else:
            assert target.removesuffix(".md") != name


@pytest.mark.parametrize("name", manual())
def test_what_the_manual_quotes_stands_so_in_the_program(name):
    quoted = QUOTED.findall(manual()[name].text)
    assert [words for words in quoted if words not in words_of_the_program()] == []


@pytest.mark.parametrize("name", manual())
def test_the_keys_that_the_manual_names_are_pressed_somewhere(name):
    keys = [key for key in KEYS.findall(manual()[name].text) if not key.startswith(("python ", "--")) and key not in TYPED]
    pressed = words_of_the_program() | {f"{held}+{number}" for held in ("Ctrl", "Alt") for number in range(1, 6)}
    assert [key for key in keys if key not in pressed] == []


@pytest.mark.parametrize("name", manual())
def test_the_commands_that_the_manual_tells_are_commands(name):
    for told in re.findall(r"`python main\.py ([^`]+)`", manual()[name].text):
        command = commands.get_command(click.Context(commands), told.split()[0])
        assert command is not None, told
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in told.split() if word.startswith("--")} <= options


def test_the_figures_of_water_are_those_in_force_in_the_whole_country():
    text, limits = manual()["water"].text, limits_of_water(dt.date(2026, 11, 22), None)
    for region, pair in limits.litres.items():
        assert f"| 水量({region.value}) | 每人每天 {pair.good.number} 升起 | {pair.basic.number} 升起 |" in text
    for row, pair, unit in (("取水往返", limits.minutes, "分钟"), ("一年停水", limits.dry_days, "天")):
        assert f"| {row} | {pair.good.number} {unit}以内 | {pair.basic.number} {unit}以内 |" in text


def test_words_are_found_in_the_titles_first():
    assert find("停水")[0].page.name == "water"
    assert "停水" in find("停水")[0].excerpt
    assert find("对账码")[0].page.name == "code"
    assert find("水 报告")
    assert find("没有这样的词") == []
    assert find("md") == find("png") == [], "what stands in the file only is no word"


def test_no_page_speaks_of_what_must_not_be_said():
    for page in manual().values():
        assert "贫困户" not in page.text
        assert "扶贫" not in page.text


def test_the_gallery_has_what_it_promises_and_no_picture_is_large():
    assert {picture.stem for picture in GALLERY.glob("*.png")} == set(CHOSEN)
    for picture in GALLERY.glob("*.png"):
        assert picture.stat().st_size <= LARGEST
        with Image.open(picture) as image:
            assert image.width <= WIDEST
