"""A new noun is one module and its name in the list of nouns: it travels both ways and merges without a further line.

The program is copied and given a noun that it never had; two laptops and an office exchange real books.
"""

import json
import shutil
from pathlib import Path

import pytest

from tests.test_one_line import ROOT, run

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


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program with a noun of its own."""
    copy = tmp_path / "program"
    for name in ("fieldapp", "resources"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "main.py", copy)
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
def do(program, tmp_path):
    def command(*words):
        return run(program, *(tmp_path / word if str(word).endswith((".survey", ".xlsx", ".json")) else word for word in words))

    return command


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
