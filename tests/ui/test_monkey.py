"""Whatever anybody presses: no mistake, a file that is sound afterwards, and no memory that goes on growing."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from random import Random

import pytest
from PySide6.QtWidgets import QPushButton

from fieldapp.base.errors import FieldAppError
from fieldapp.desk.keeping import require_sound
from fieldapp.desk.opening import open_survey
from fieldapp.desk.practice import make_practice
from fieldapp.store.registry import Registry
from tests.books import HANDMADE, HEAD, HEADS, SON, xlsx
from tests.ui import county
from tests.ui.monkey import Caught, CountyMonkey, Monkey, Whims, memory
from tests.ui.pictures import painted
from ui.tasks import Tasks
from ui.window import Window

GROWTH = 50
"""Megabytes. Source: the issue of the window."""
HOUSEHOLDS = 40


@pytest.fixture
def seed(pytestconfig):
    """What the monkey does; printed, so that it can be done again."""
    chosen = pytestconfig.getoption("--monkey-seed") or Random().randrange(1, 10**9)
    print("monkey seed", chosen)
    return chosen


def files(folder: Path) -> list[Path]:
    """Rosters, one that is none, a picture, and something else."""
    small = xlsx(folder / "名单.xlsx", [HEADS, ["A1", "张三", HEAD, "户主", ""], ["A1", "张小", SON, "之子", ""]])
    strange = xlsx(folder / "摸底.xlsx", [["门牌", "是他的谁", "本尊"], ["A1", "户主", "张三"]])
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    (folder / "说明.txt").write_text("没有表", "utf-8")
    return [small, strange, Path(shutil.copy(HANDMADE, folder)), folder / "坏.xlsx", folder / "说明.txt", painted(folder / "照片.png", "teal")]


def test_whatever_is_pressed_nothing_breaks(qapp, seed, pytestconfig, preferences, tmp_path, monkeypatch):
    seconds = pytestconfig.getoption("--monkey-seconds")
    dice, path = Random(seed), tmp_path / "石桥.survey"
    make_practice(path, households=HOUSEHOLDS).close()
    given = files(tmp_path)
    messages = Whims(dice, tmp_path, given)
    caught = Caught(messages)
    monkeypatch.setattr(sys, "excepthook", caught.take)
    tasks = Tasks(caught.take_trouble)
    window = Window(preferences, tasks, messages)
    monkey = Monkey(window, path, dice, given)
    monkey.see_everything()
    monkey.work(seconds / 4, caught)
    before = memory()
    monkey.work(seconds * 3 / 4, caught)
    grown = memory() - before
    window.close()
    tasks.finish()
    monkey.rest(0.1)
    done = "\n".join(monkey.done)
    print(f"{monkey.acts} acts, {grown:.0f} MB")
    assert not caught.mistakes, f"seed {seed}, after {monkey.acts} acts\n{done}\n{caught.mistakes[0]}"
    assert monkey.acts > 2 * seconds, "the monkey slept"
    assert grown <= GROWTH, f"seed {seed}: {grown:.0f} MB more after {monkey.acts} acts"
    with open_survey(path, by="韩立") as survey:
        assert require_sound(survey).troubles == ()


def test_whatever_is_pressed_in_a_county_nothing_breaks(qapp, seed, pytestconfig, preferences, tmp_path, monkeypatch):
    seconds = pytestconfig.getoption("--monkey-seconds") / 2
    dice, path = Random(seed), county.make(tmp_path / "县") / county.COUNTY
    given = [tmp_path / "县" / "in", county.hand_in(path.parent, 3, tmp_path / "week"), *files(tmp_path)]
    messages = Whims(dice, tmp_path, given)
    caught = Caught(messages)
    monkeypatch.setattr(sys, "excepthook", caught.take)
    tasks = Tasks(caught.take_trouble)
    window = Window(preferences, tasks, messages)
    monkey = CountyMonkey(window, path, dice, given)
    monkey.see_everything()
    monkey.work(seconds, caught)
    window.close()
    tasks.finish()
    monkey.rest(0.1)
    done = "\n".join(monkey.done)
    assert not caught.mistakes, f"seed {seed}, after {monkey.acts} acts\n{done}\n{caught.mistakes[0]}"
    with Registry.open(path) as registry:
        for one in registry.villages():
            if registry.heard(one.code):
                with open_survey(registry.survey_path(one.code), by="韩立") as survey:
                    assert require_sound(survey).troubles == ()


def test_a_mistake_behind_a_button_is_noticed(qtbot, messages, monkeypatch):
    caught = Caught(messages)
    monkeypatch.setattr(sys, "excepthook", caught.take)
    button = QPushButton("坏的")
    qtbot.addWidget(button)
    button.clicked.connect(lambda: 1 / 0)
    button.click()
    assert "ZeroDivisionError" in caught.mistakes[0]


def test_a_sentence_for_a_person_is_told_and_is_no_mistake(qtbot, messages, monkeypatch):
    caught = Caught(messages)
    monkeypatch.setattr(sys, "excepthook", caught.take)

    def refuse() -> None:
        raise FieldAppError("磁盘已满。", "请腾出空间。")

    button = QPushButton("写")
    qtbot.addWidget(button)
    button.clicked.connect(refuse)
    button.click()
    assert (caught.mistakes, messages.told) == ([], ["磁盘已满。请腾出空间。"])
