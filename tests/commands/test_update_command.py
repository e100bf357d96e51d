"""`update`: what it finds, tells and does, in words and in JSON."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fieldapp.base.program import WINDOW
from fieldapp.commands import commands
from fieldapp.store.sealing import keepsake
from tests.bundles import NEW, OLD, become, everything, lay, pack
from tests.store.conftest import make


@pytest.fixture
def home(tmp_path: Path, monkeypatch) -> Path:
    """This program as a bundle, on a machine that knows no survey file."""
    return become(tmp_path, monkeypatch)


def run(*words: object) -> Result:
    return CliRunner().invoke(commands, ["update", *map(str, words)])


def test_an_update_is_told_step_by_step(home, tmp_path):
    make(tmp_path / "石桥.survey").close()
    packed = pack(lay(tmp_path / "made" / WINDOW, NEW), tmp_path / "优盘", NEW)
    done = run(tmp_path / "优盘")
    assert done.exit_code == 0, done.output
    placed = home.parent / f"{WINDOW}-{NEW}"
    assert done.stdout.splitlines() == [
        f"找到 {NEW}：{packed}，6 个文件都和打包时一样。",
        "0.2.0 新在哪里：", "  - 收入：一季一记。", "  - 照片按月收起。",
        "0.1.5 新在哪里：", "  - 字号跟着系统走。",
        "已备份 1 份档案，在各自的备份文件夹里，名字以“换版前”开头。",
        f"装好了：{placed}。以后从那里打开；旧版没有动，还在 {home}。",
    ]  # fmt: skip
    assert keepsake(tmp_path / "石桥.survey", OLD).is_file()
    assert placed.is_dir()


def test_a_dry_run_tells_the_same_and_does_nothing(home, tmp_path):
    lay(home.parent / "新的", NEW)
    make(tmp_path / "石桥.survey").close()
    before = everything(tmp_path)
    told = json.loads(run("--dry-run", "--json").stdout)
    assert (told["running"], told["found"]["version"], told["found"]["files"], told["installed"], told["kept"]) == (OLD, NEW, 6, None, [])
    assert [chapter["version"] for chapter in told["news"]] == ["0.2.0", "0.1.5"]
    assert everything(tmp_path) == before


def test_in_json_it_tells_where_the_new_program_lies(home, tmp_path):
    lay(tmp_path / "优盘" / WINDOW, NEW)
    make(tmp_path / "石桥.survey").close()
    told = json.loads(run(tmp_path / "优盘", "--json").stdout)
    assert told["installed"] == str(home.parent / f"{WINDOW}-{NEW}")
    assert told["kept"] == [str(keepsake(tmp_path / "石桥.survey", OLD))]
    assert told["troubles"] == []


def test_where_nothing_newer_lies_that_is_said_and_is_no_refusal(home, tmp_path):
    done = run(tmp_path)
    assert (done.exit_code, done.stdout) == (0, "没有找到新版，现在是 0.1.0。\n")
    assert json.loads(run(tmp_path, "--json").stdout)["found"] is None


def test_refusals_are_one_sentence_what_and_one_what_to_do(home, tmp_path):
    lay(tmp_path / "优盘" / WINDOW, "0.0.9")
    done = run(tmp_path / "优盘")
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 2
    assert "旧" in json.loads(run(tmp_path / "优盘", "--json").stdout)["error"]["what"]
    assert run(tmp_path / "优盘", "--older").exit_code == 0
    assert "找不到" in run(tmp_path / "没有").stderr


def test_from_source_it_says_what_it_is():
    done = run()
    assert done.exit_code == 1
    assert "从源代码运行" in done.stderr
