"""Whatever goes wrong: one sentence what happened, one what to do, exit code 1, nothing changed."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import openpyxl
import pytest

from fieldapp.store.survey import Survey
from tests import books

WITHOUT_ROOTS_RIGHT = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
"""Root may write into a read-only folder; without these two capabilities it is a user like others."""


def told_well(done, said: str) -> None:
    assert done.code == 1, (done.code, done.out, done.err)
    lines = done.err.strip().splitlines()
    assert len(lines) == 2, done.err
    assert said in lines[0], done.err
    assert all(line.endswith(("。", ")")) for line in lines), done.err


def state(path: Path) -> bytes:
    return path.read_bytes()


def test_a_wrong_password(program, tmp_path):
    program("new", "a.survey", "--village", "村", "--code", "999999201201", "--password-env", "P", env={"P": "密"})
    before = state(tmp_path / "a.survey")
    told_well(program("--survey-password-env", "P", "code", "a.survey", env={"P": "错"}), "密码不对")
    told_well(program("code", "a.survey"), "密码不对")
    assert state(tmp_path / "a.survey") == before


@pytest.mark.parametrize("command", [["code"], ["verify"], ["households"], ["undo"], ["rebuild"]])
def test_a_file_that_is_no_survey(run, tmp_path, command):
    (tmp_path / "a.survey").write_text("这是一封信\n" * 500, "utf-8")
    before = state(tmp_path / "a.survey")
    told_well(run(*command, "a.survey"), "不是走访档案")
    assert state(tmp_path / "a.survey") == before


def test_a_missing_file(program):
    told_well(program("code", "没有.survey"), "找不到")


def test_a_newer_file(run, village):
    db = sqlite3.connect(village)
    db.execute("pragma user_version = 99")
    db.close()
    before = state(village)
    told_well(run("households", village), "更新的版本")
    assert state(village) == before


def test_a_locked_file(run, village):
    with Survey.open(village, by="另一个窗口"):
        told_well(run("code", village), "正被另一个")
    assert run("code", village).code == 0


@pytest.mark.skipif(os.name != "posix", reason="folders are made read-only by their mode here")
def test_a_read_only_folder(program, village, tmp_path):
    folder = tmp_path / "只读"
    folder.mkdir()
    shutil.copy(village, folder / "a.survey")
    before = state(folder / "a.survey")
    folder.chmod(0o555)
    (folder / "a.survey").chmod(0o444)
    bounds = WITHOUT_ROOTS_RIGHT if os.geteuid() == 0 else []
    told_well(program("code", folder / "a.survey", before=bounds), "不能写")
    told_well(program("new", folder / "b.survey", "--village", "村", "--code", "999999201201", before=bounds), "不能写")
    told_well(program("workbook", village, folder / "a.xlsx", before=bounds), "")
    told_well(program("plans", village, folder / "plans", before=bounds), "")
    told_well(program("backup", village, folder / "b.survey", before=bounds), "不能写")
    folder.chmod(0o755)
    assert [path.name for path in folder.iterdir()] == ["a.survey"]
    assert state(folder / "a.survey") == before


@pytest.fixture
def small_disk(tmp_path):
    """A real file system of 1.5 MB, where one may be mounted; otherwise a limit on the size of files."""
    place = tmp_path / "小盘"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(place)], capture_output=True, check=False).returncode == 0
    yield place, ([] if mounted else ["prlimit", "--fsize=400000", "--"])
    if mounted:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk(run, program, small_disk, village, tmp_path):
    place, bounds = small_disk
    file = place / "a.survey"
    assert run("new", file, "--village", "村", "--code", "999999201201").code == 0
    (place / "别的").write_bytes(b"x" * 250_000)
    code = run("code", file).out
    roster = tmp_path / "名册.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["户编号", "姓名", "与户主关系"])
    for number in range(3000):
        book.active.append([f"H{number:05d}", f"李{number}", "户主"])
    book.save(roster)
    told_well(program("intake", file, roster, before=bounds), "磁盘已满")
    (place / "别的").unlink()
    assert run("code", file).out == code
    assert run("verify", file).code == 0


def test_a_village_code_of_eleven_digits(run, tmp_path):
    told_well(run("new", "a.survey", "--village", "石桥村", "--code", "99999920120"), "12 位")
    assert not (tmp_path / "a.survey").exists()


def far_cell(path: Path) -> None:
    """One cell at the far corner, and nobody in it that could be registered."""
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = "x"
    book.save(path)


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_bytes(books.xlsx(path, books.FAMILY).read_bytes()[:2000]),
        lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4096),
        lambda path: path.write_text("这不是工作簿", "utf-8"),
        lambda path: path.write_bytes(b""),
        lambda path: path.mkdir(),
        lambda path: None,
        far_cell,
    ],
    ids=["cut off", "encrypted or broken ole", "a letter", "empty", "a folder", "missing", "a cell at XFD1048576"],
)
def test_a_book_that_cannot_be_read(run, village, tmp_path, make):
    make(tmp_path / "名册.xlsx")
    before = run("code", village).out
    told_well(run("intake", village, "名册.xlsx"), "名册.xlsx")
    assert run("code", village).out == before


def test_an_encrypted_book(run, village, tmp_path):
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = books.xlsx(tmp_path / "a.xlsx", [books.HEADS, *books.FAMILY])
    with plain.open("rb") as file, (tmp_path / "b.xlsx").open("wb") as encrypted:
        OOXMLFile(file).encrypt("密码", encrypted)
    before = run("code", village).out
    told_well(run("intake", village, "b.xlsx"), "密码")
    assert run("code", village).out == before
