"""The constitution: one new question is one new line, and it reaches everything.

The program is copied, one line is added to a record, and last year's survey file is opened with it: the question stands
in the file, on the form, in the check, in the history, in the workbook, in the data dictionary, is understood in the
head of a roster, and is printed on the plan.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pypdf
import pytest

ROOT = Path(__file__).parent.parent
AFTER = '    group = ask("组别", Line(30), IDENTITY)\n'
ONE_LINE = '    drying = ask("晒坝", Line(20), IDENTITY, unit="处", must=True)\n'

FORM = """
import datetime as dt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from fieldapp.base.draft import Draft
from fieldapp.records.household import Household
from ui.forms.form import Around, Form
app = QApplication([])
draft = Draft(Household(head="李国兰"))
form = Form(draft, Around(dt.date.today))
row = form.row(Household.drying)
print([problem.text for problem in draft.problems() if problem.field is Household.drying])
QTest.keyClicks(row.editor.focusProxy(), "x" * 21)
print([str(problem.text) for problem in draft.problems() if problem.field is Household.drying])
"""


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with one more line. What is compiled already comes along; what is being compiled stays."""
    copy = tmp_path_factory.mktemp("program") / "newer"
    for name in ("fieldapp", "ui", "resources"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("*.pyc.*"))
    shutil.copy(ROOT / "main.py", copy)
    record = copy / "fieldapp" / "records" / "household.py"
    before = record.read_text("utf-8")
    assert before.count(AFTER) == 1
    record.write_text(before.replace(AFTER, AFTER + ONE_LINE), "utf-8")
    return copy


def run(program: Path, *words: object) -> str:
    command = [sys.executable, *map(str, words)] if words[0] == "-c" else [sys.executable, "main.py", *map(str, words)]
    done = subprocess.run(command, cwd=program, capture_output=True, text=True, encoding="utf-8", env=os.environ, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_one_line_reaches_everything(newer, tmp_path):
    file = tmp_path / "a.survey"
    run(ROOT, "new", file, "--village", "石桥村", "--code", "999999201201")
    (tmp_path / "old.json").write_text(json.dumps({"household": {"head": "李国兰", "code": "H1"}}), "utf-8")
    run(ROOT, "record", file, tmp_path / "old.json")

    [asked] = [one for one in json.loads(run(newer, "fields", "household", "--json")) if one["name"] == "drying"]
    assert (asked["label"], asked["unit"], asked["kind"], asked["must"]) == ("晒坝", "处", "line", True)  # the dictionary

    roster = openpyxl.Workbook()
    roster.active.append(["户编号", "姓名", "与户主关系", "晒坝(处)"])
    roster.active.append(["H1", "李国兰", "户主", "屋后一处"])
    roster.save(tmp_path / "roster.xlsx")
    assert json.loads(run(newer, "intake", file, tmp_path / "roster.xlsx", "--json"))["changed"]["household"] == 1  # the intake
    assert json.loads(run(newer, "show", file, "H1", "--json"))["household"]["drying"] == "屋后一处"  # the file

    (tmp_path / "new.json").write_text(json.dumps({"household": {"code": "H1", "drying": "两处"}}), "utf-8")
    run(newer, "record", file, tmp_path / "new.json", "--why", "数过了")
    line = json.loads(run(newer, "history", file, "H1", "--json"))[-1]
    assert (line["field"], line["was"], line["now"], line["why"]) == ("drying", "屋后一处", "两处", "数过了")  # the history

    missing, refused = run(newer, "-c", FORM).splitlines()
    assert "还没有填写" in missing  # the form and the check
    assert "最多 20 个字" in refused

    run(newer, "workbook", file, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    head, row = [[cell.value for cell in row] for row in book["农户"].iter_rows(max_row=2)]
    assert row[head.index("晒坝(处)")] == "两处"  # the workbook
    assert any("晒坝" in [cell.value for cell in row] for row in book["数据字典"])

    run(newer, "plans", file, tmp_path / "a.pdf", "--one-file")
    assert "两处处" in "".join(pypdf.PdfReader(tmp_path / "a.pdf").pages[0].extract_text().split())  # the paper


def test_last_years_program_keeps_what_it_does_not_ask(newer, tmp_path):
    file = tmp_path / "a.survey"
    run(newer, "new", file, "--village", "石桥村", "--code", "999999201201")
    (tmp_path / "new.json").write_text(json.dumps({"household": {"head": "李国兰", "code": "H1", "drying": "两处"}}), "utf-8")
    run(newer, "record", file, tmp_path / "new.json")
    assert "drying" not in json.loads(run(ROOT, "show", file, "H1", "--json"))["household"]
    assert json.loads(run(newer, "show", file, "H1", "--json"))["household"]["drying"] == "两处"
