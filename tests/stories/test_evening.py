"""An evening in the real window: a new family, then tonight's families one after another, every key stroke counted."""

import itertools

import pytest
from pypinyin import lazy_pinyin
from PySide6.QtCore import Qt
from stdnum.cn import ric

from fieldapp.desk.practice import make_practice
from fieldapp.records.household import Household
from fieldapp.records.member import Member, Relation
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from tests.ui.keyboard import CTRL, ENTER, SHIFT, press, write
from ui.theme import Theme
from ui.workplace import Workplace

pytestmark = pytest.mark.story


class Script:
    """Types and counts: a letter or digit is one stroke, a chord two, a Chinese word its pinyin and the key that takes it."""

    def __init__(self) -> None:
        self.strokes = 0

    def type(self, *parts: str | Qt.Key) -> None:
        for part in parts:
            self.strokes += 1 if isinstance(part, Qt.Key) else len(part) if part.isascii() else _by_pinyin(part)
            write(part)

    def chord(self, key: Qt.Key, held: Qt.KeyboardModifier = CTRL) -> None:
        self.strokes += 2
        press(key, held)


def _by_pinyin(word: str) -> int:
    """Letters and digits as they are, each run of characters by its pinyin and one key to take it."""
    runs = [(plain, "".join(run)) for plain, run in itertools.groupby(word, str.isascii)]
    return sum(len(run) if plain else len("".join(lazy_pinyin(run))) + 1 for plain, run in runs)


def number(born: str, tail: str) -> str:
    """The citizen number of somebody who is invented."""
    begin = f"999999{born}{tail}"
    return begin + ric.calc_check_digit(begin + "0")


@pytest.fixture
def work(opened, tmp_path, qtbot) -> Workplace:
    make_practice(tmp_path / "a.survey", households=30, by="韩立").close()
    window = opened(tmp_path / "a.survey")
    window.resize(1366, 768)
    work = window.centralWidget()
    qtbot.waitUntil(lambda: "undoing" in vars(work))
    return work


def test_a_first_register_of_four_people_takes_at_most_250_strokes(work, picture, qtbot):
    hand = Script()
    work.go("农户")
    hand.chord(Qt.Key.Key_N)
    hand.type("王小燕", ENTER, "4组", ENTER, ENTER, "13700000000", ENTER, "1", ENTER)
    hand.type(number("19680305", "002"), ENTER, "13700000000", ENTER)
    for name, relation, born, tail in (
        ("赵大力", "2", "19660110", "001"), ("赵军", "3", "19930512", "003"), ("赵小妹", "4", "20010907", "004")
    ):  # fmt: skip
        hand.type(ENTER, name, ENTER, relation, ENTER, number(born, tail), ENTER, ENTER)
    qtbot.wait(300)  # nobody types as fast: the page has to grow
    picture(work.window(), "family")
    with qtbot.waitSignal(work.households.chosen) as told:
        hand.chord(ENTER)
    people = work._session.reader.of(Member, told.args[0])
    assert [(one.name, one.relation) for one in people] == [
        ("王小燕", Relation.HEAD), ("赵大力", Relation.SPOUSE), ("赵军", Relation.SON), ("赵小妹", Relation.DAUGHTER)
    ]  # fmt: skip
    assert all(one.number for one in people)
    assert work._session.reader.get(Household, told.args[0]).phone == "13700000000"
    assert hand.strokes <= 250
    print(f"first register of four people: {hand.strokes} strokes")


def test_tonights_families_are_typed_in_one_after_another(work, picture, qtbot):
    reader = work._session.reader
    known = [one for one in reader.households() if reader.of(Water, one.id) and reader.of(Visit, one.id)]
    lately = [one for one in known if reader.of(Visit, one.id)[-1].met][:3]
    before = {one.id: len(reader.of(Visit, one.id)) for one in lately}
    work.go("走访")
    hand = Script()
    for one in lately:
        hand.type(one.code, ENTER)
    picture(work.window(), "list")
    work.visit.gathering.list.setFocus()

    hand = Script()
    hand.type(ENTER)
    hand.chord(Qt.Key.Key_Semicolon)
    hand.type(ENTER)
    for _ in range(2 + len(work.visit._sitting.houses)):
        hand.chord(Qt.Key.Key_Equal)
    picture(work.window(), "unchanged")
    hand.chord(ENTER)
    assert hand.strokes <= 25
    print(f"unchanged household: {hand.strokes} strokes")

    assert work.visit.title.text() == f"走访 · {lately[1].head}家"
    picture(work.window(), "next")
    write("2", ENTER, "2")
    press(ENTER, CTRL)
    assert work.visit.title.text() == f"走访 · {lately[2].head}家"
    press(Qt.Key.Key_Z, CTRL)
    picture(work.window(), "undone")
    assert work.undoing.band.said.text() == f"已撤销“电话走访 {lately[1].head}家”。"
    press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert [len(reader.of(Visit, one.id)) - before[one.id] for one in lately] == [1, 1, 0]


@pytest.mark.parametrize(("dark", "scale"), [(False, 1.0), (True, 1.5)], ids=["light", "dark-large"])
def test_what_was_interrupted_is_asked_about(opened, tmp_path, picture, dark, scale):
    from ui.theme import wear

    make_practice(tmp_path / "a.survey", households=30, by="韩立").close()
    window = opened(tmp_path / "a.survey")
    work = window.centralWidget()
    entry = work._session.reader.households()[0]
    work.begin_visit(entry.id)
    press(Qt.Key.Key_Semicolon, CTRL)
    write(ENTER, "1", ENTER)
    window.close()

    window = opened(tmp_path / "a.survey")
    wear(Theme(dark=dark, scale=scale))
    window._settle("")
    work = window.centralWidget()
    picture(window, "asked")
    assert work.visit.interrupted.said.text() == f"继续录入{entry.head}家的走访吗？（第 3 步：结果）"
    write(ENTER)
    assert work.visit.flow.row_with_cursor().field is Visit.outcome
    picture(window, "went-on")
