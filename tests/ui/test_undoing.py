"""Large acts are taken back beside the screen, small ones at once; one at a time, and told in words."""

import threading

import pytest
from PySide6.QtWidgets import QWidget

from fieldapp.base.same import SAME
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from tests.ui.village import HE, LI_AWAY, LI_SON
from ui.undoing import Undoing

MANY = 40


@pytest.fixture
def undoing(on_screen, session):
    return Undoing(on_screen(QWidget()), session)


@pytest.fixture
def busy(tasks):
    """The lane works at something else until this is set."""
    goes = threading.Event()
    tasks.run(goes.wait, lambda _: None)
    yield goes
    goes.set()


def said(undoing):
    return undoing.band.said.text()


def register_many(session):
    with session.change("导入名册") as change:
        for place in range(MANY):
            change.save(Household(head=f"户主{place}"))


def rename_he(session, phone):
    with session.change("改电话") as change:
        change.save(session.reader.get(Household, HE).replace(phone=phone))


def test_a_small_act_is_taken_back_at_once_whatever_the_lane_does(session, undoing, busy):
    rename_he(session, "13800000001")
    undoing.undo()
    assert said(undoing) == "已撤销“改电话 何文平家”。"
    assert session.reader.get(Household, HE).phone is None


def test_a_large_act_is_taken_back_in_the_lane_and_said_meanwhile(session, undoing, busy, qtbot):
    register_many(session)
    undoing.undo()
    assert said(undoing) == "正在撤销“导入名册”……"
    assert not undoing.again.isVisible()
    assert session.reader.count(Household) == 3 + MANY
    busy.set()
    qtbot.waitUntil(lambda: said(undoing) == "已撤销“导入名册”。")
    assert undoing.again.isVisible()
    assert session.reader.count(Household) == 3
    undoing.redo()
    assert said(undoing) == "正在重做“导入名册”……"
    qtbot.waitUntil(lambda: said(undoing) == "已重做“导入名册”。")
    assert session.reader.count(Household) == 3 + MANY


def test_every_screen_is_told_of_a_large_undoing_once_and_before_the_band(session, undoing, qtbot):
    register_many(session)
    told = []
    session.changed.connect(lambda _: told.append(said(undoing)))
    undoing.undo()
    qtbot.waitUntil(lambda: said(undoing) == "已撤销“导入名册”。")
    assert told == ["正在撤销“导入名册”……"]


def test_the_keys_do_nothing_until_it_is_done(session, undoing, busy, qtbot):
    register_many(session)
    undoing.undo()
    undoing.undo()
    undoing.redo()
    assert said(undoing) == "正在撤销“导入名册”……"
    busy.set()
    qtbot.waitUntil(lambda: said(undoing) == "已撤销“导入名册”。")
    assert len(session.reader.acts()) == 4  # founding, village, roster, one undoing
    undoing.undo()
    assert said(undoing) == "已撤销“登记”。"


def test_a_large_act_that_was_changed_since_is_refused_in_words(session, undoing, busy, qtbot):
    register_many(session)
    undoing.undo()
    first = next(one for one in session.reader.every(Household) if one.head == "户主0")
    with session.change("改名") as change:
        change.save(first.replace(head="另一个人"))
    busy.set()
    qtbot.waitUntil(lambda: said(undoing).startswith("没有撤销“导入名册”：这些内容后来又改过"))
    undoing.undo()
    assert said(undoing) == "已撤销“改名 另一个人家”。"


def test_parting_two_records_is_done_in_the_lane(session, undoing, qtbot):
    with session.change("同一个人") as change:
        change.put(Member.table, LI_AWAY, {SAME: LI_SON})
    undoing.undo()
    assert said(undoing).startswith("正在撤销“同一个人")
    qtbot.waitUntil(lambda: said(undoing).startswith("已撤销“同一个人"))
    assert session.reader.get(Member, LI_AWAY)
