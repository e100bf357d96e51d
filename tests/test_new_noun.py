"""A new noun is one module and its name in the list of nouns: it travels both ways and merges without a further line.

The program is copied and given a noun that it never had; two laptops exchange real books. All commands run in one process
of that program, for a start costs ten times as much as what is asked of it.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.test_one_line import ROOT

MODULE = '''"""A barn."""

from fieldapp.base.kinds import Line
from fieldapp.base.record import Part, Record, ask, belongs
from fieldapp.records.household import Household

BARN = Part("仓库")


class Barn(Record, table="barn", label="仓库"):
    household = belongs(Household)
    name = ask("名称", Line(20), BARN)
    roof = ask("屋顶", Line(20), BARN)
    walls = ask("墙体", Line(20), BARN)
'''
COMMANDS = """
import json, sys
from click.testing import CliRunner
from fieldapp.commands import commands
for line in sys.stdin:
    done = CliRunner().invoke(commands, json.loads(line), prog_name="main.py", catch_exceptions=False)
    print(json.dumps([done.exit_code, done.stdout, done.stderr]), flush=True)
"""
"""A command a line, what became of it a line."""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program with a noun of its own."""
    return copied(tmp_path)


def copied(folder: Path) -> Path:
    """The program with one noun more, in this folder. What is compiled already comes along; what is being compiled stays."""
    copy = folder / "program"
    for name in ("fieldapp", "resources"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("*.pyc.*"))
    (copy / "fieldapp" / "records" / "barn.py").write_text(MODULE, "utf-8")
    nouns = copy / "fieldapp" / "records" / "__init__.py"
    before = nouns.read_text("utf-8")
    assert (before.count("from fieldapp.records.household "), before.count(" Registered,")) == (1, 1)
    named = before.replace(
        "from fieldapp.records.household ", "from fieldapp.records.barn import Barn\nfrom fieldapp.records.household "
    )
    nouns.write_text(named.replace(" Registered,", " Registered, Barn,"), "utf-8")
    return copy


@pytest.fixture
def do(program: Path, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """`do("code", "a.survey")`: what a command of the other program prints."""
    with subprocess.Popen(
        [sys.executable, "-c", COMMANDS], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(program)}, text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as child:  # fmt: skip

        def command(*words: str) -> str:
            print(json.dumps(words), file=child.stdin, flush=True)
            code, out, err = json.loads(child.stdout.readline())
            assert code == 0, err
            return out

        yield command
        child.stdin.close()


def test_a_new_noun_travels_both_ways_and_merges_without_a_further_line(do, tmp_path):
    def answer(file: str, **answers: object) -> None:
        (tmp_path / "answers.json").write_text(json.dumps(answers), "utf-8")
        do("record", file, "answers.json")

    def send(one: str, other: str) -> dict:
        do("workbook", one, "book.xlsx")
        return json.loads(do("receive", other, "book.xlsx", "--json"))

    def code(file: str) -> str:
        return json.loads(do("code", file, "--json"))["code"]

    for file in ("a.survey", "b.survey"):
        do("new", file, "--village", "石桥村", "--code", "999999201201")
    answer("a.survey", household={"head": "李国兰", "code": "H1"}, barn=[{"name": "粮仓"}])
    [barn] = json.loads(do("show", "a.survey", "H1", "--json"))["barn"]
    assert send("a.survey", "b.survey")["new"]["barn"] == 1
    assert code("a.survey") == code("b.survey")

    answer("a.survey", household={"code": "H1"}, barn=[{"id": barn["id"], "roof": "青瓦"}])
    answer("b.survey", household={"code": "H1"}, barn=[{"id": barn["id"], "walls": "土坯"}])
    assert send("b.survey", "a.survey")["changed"] == {"barn": 1}
    assert send("a.survey", "b.survey")["conflicts"] == 0
    assert code("a.survey") == code("b.survey")
    [barn] = json.loads(do("show", "b.survey", "H1", "--json"))["barn"]
    assert (barn["name"], barn["roof"], barn["walls"]) == ("粮仓", "青瓦", "土坯")

    answer("a.survey", household={"code": "H1"}, barn=[{"id": barn["id"], "roof": "铁皮"}])
    answer("b.survey", household={"code": "H1"}, barn=[{"id": barn["id"], "roof": "石板"}])
    assert send("b.survey", "a.survey")["conflicts"] == 1
    assert send("a.survey", "b.survey")["conflicts"] == 1
    assert code("a.survey") == code("b.survey")
    do("verify", "b.survey")
