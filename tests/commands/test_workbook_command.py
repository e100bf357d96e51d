"""`workbook`: three editions, each said in one sentence; passwords come from the environment only."""

import pytest

from fieldapp.documents.locking import unlocked
from tests.documents.reading import cells_of, told


def test_an_open_book_with_numbers_is_written_and_said_to_be_one(run, village, tmp_path):
    done = run("workbook", village, "a.xlsx")
    assert done.code == 0, done.err
    assert "完整号码，不加密" in done.out
    assert "里面有完整的证件号码和电话" in done.out
    assert run("code", village).out.strip() in done.out
    assert all(row["证件号码"].isalnum() for row in told(tmp_path / "a.xlsx", "成员") if row["证件号码"])


def test_a_password_from_the_environment_locks_the_book(run, village, tmp_path):
    done = run("workbook", village, "a.xlsx", "--password-env", "P", env={"P": "密码 1"})
    assert done.code == 0, done.err
    assert "密码 1" not in done.out
    assert "里面有完整的" not in done.out
    assert len(cells_of(unlocked((tmp_path / "a.xlsx").read_bytes(), "密码 1"))["农户"]) == 13


def test_the_masked_edition_has_no_number(run, village, tmp_path):
    done = run("workbook", village, "a.xlsx", "--masked")
    assert done.code == 0, done.err
    assert "公开版" in done.out
    numbers = [row["证件号码"] for row in told(tmp_path / "a.xlsx", "成员") if row["证件号码"]]
    assert numbers
    assert all("*" * 10 in number for number in numbers)


@pytest.mark.parametrize(("env", "said"), [({"P": ""}, "密码是空的"), ({}, "没有设置环境变量 P")])
def test_an_empty_and_a_missing_password_are_refused_and_nothing_is_written(run, village, tmp_path, env, said):
    done = run("workbook", village, "a.xlsx", "--password-env", "P", env=env)
    assert (done.code, len(done.err.splitlines())) == (1, 2)
    assert said in done.err
    assert not (tmp_path / "a.xlsx").exists()


def test_masked_and_locked_exclude_each_other(run, village, tmp_path):
    done = run("workbook", village, "a.xlsx", "--masked", "--password-env", "P", env={"P": "密"})
    assert done.code == 2
    assert "只能选一个" in done.err
    assert not (tmp_path / "a.xlsx").exists()


def test_the_second_book_tells_what_changed_since_the_first(run, village, tmp_path):
    assert run("workbook", village, "a.xlsx").code == 0
    assert {row["哪一项"] for row in told(tmp_path / "a.xlsx", "本次变化")} <= {"新增", "删除"}
    household = told(tmp_path / "a.xlsx", "农户")[0]["户编号"]
    (tmp_path / "a.json").write_text(f'{{"household": {{"code": "{household}"}}, "water": {{"litres": 33}}}}', "utf-8")
    assert run("record", village, "a.json", "--why", "晚上补录").code == 0
    assert run("workbook", village, "b.xlsx").code == 0
    [row] = told(tmp_path / "b.xlsx", "本次变化")
    assert (row["户编号"], row["哪张表"], row["现在"], row["为什么"]) == (household, "饮水", "33", "晚上补录")
