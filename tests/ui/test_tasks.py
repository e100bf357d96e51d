"""Slow work: off the screen's thread, told on it."""

import threading
import time
from concurrent.futures import Future
from functools import partial
from queue import SimpleQueue

import pytest
from PySide6.QtCore import QObject, QPoint, QTimer, Slot
from PySide6.QtGui import QCursor, QMouseEvent
from PySide6.QtWidgets import QLabel, QWidget
from shiboken6 import delete

from fieldapp.base.errors import Cancelled, FieldAppError
from fieldapp.records.household import Household
from ui.tasks import Tasks, wait_for


class Listener(QObject):
    """Keeps what it was told, and whether that was on the screen's thread."""

    def __init__(self) -> None:
        super().__init__()
        self.home = threading.get_ident()
        self.heard: list[object] = []

    @Slot(int)
    def hear(self, said: object) -> None:
        self.heard.append((said, threading.get_ident() == self.home))


@pytest.fixture
def listener():
    return Listener()


def test_work_is_done_elsewhere_and_its_result_comes_back_to_the_screens_thread(qtbot, tasks, listener):
    tasks.run(lambda: threading.get_ident() != listener.home, listener.hear)
    qtbot.waitUntil(lambda: listener.heard == [(True, True)])


def test_trouble_comes_back_to_who_asked_for_the_work(qtbot, tasks, listener):
    full = FieldAppError("磁盘已满。", "请腾出空间。")

    def work() -> None:
        raise full

    tasks.run(work, lambda _: listener.hear("done"), listener.hear)
    qtbot.waitUntil(lambda: listener.heard == [(full, True)])


def test_trouble_that_nobody_asked_for_comes_to_the_one_who_takes_all(qtbot, listener):
    tasks = Tasks(listener.hear)
    mistake = ZeroDivisionError()

    def work() -> None:
        raise mistake

    tasks.run(work, lambda _: listener.hear("done"))
    qtbot.waitUntil(lambda: listener.heard == [(mistake, True)])
    tasks.finish()


class Given:
    """Something that a screen gives to the lane; notes on which thread it goes."""

    def __init__(self, went: list[int]) -> None:
        self.went = went

    def work(self) -> None:
        """Do nothing."""

    def fail(self) -> None:
        raise ZeroDivisionError

    def take(self, told: object) -> None:
        """Hear of it."""

    def __del__(self) -> None:
        self.went.append(threading.get_ident())


class BusyLane:
    """A lane on a busy machine: it has told what came of a piece long before its turn comes to drop it."""

    def __init__(self) -> None:
        self._pieces = SimpleQueue()
        self._thread = threading.Thread(target=self._go)
        self._thread.start()

    def submit(self, work, *given):
        future = Future()
        self._pieces.put((future, work, given))
        return future

    def _go(self) -> None:
        while piece := self._pieces.get():
            future, work, given = piece
            try:
                future.set_result(work(*given))
            except ZeroDivisionError as error:
                future.set_exception(error)
            time.sleep(0.05)
            del piece, future, work, given

    def shutdown(self) -> None:
        self._pieces.put(None)
        self._thread.join()


@pytest.mark.parametrize("failing", [False, True])
def test_what_the_lane_was_given_is_let_go_of_on_the_screens_thread(qtbot, tasks, failing):
    """The lane would destroy a screen that was put away meanwhile; Qt does not outlive that."""
    tasks._lane = BusyLane()
    went: list[int] = []
    given = Given(went)
    tasks.run(given.fail if failing else given.work, given.take, given.take)
    del given
    qtbot.waitUntil(lambda: went != [])
    assert went == [threading.get_ident()]


def test_pieces_of_work_wait_for_one_another(qtbot, tasks, listener):
    under_way: list[int] = []

    def work(number: int) -> int:
        under_way.append(number)
        assert len(under_way) == 1
        threading.Event().wait(0.02)
        under_way.remove(number)
        return number

    for number in range(3):
        tasks.run(lambda number=number: work(number), listener.hear)
    qtbot.waitUntil(lambda: [said for said, _ in listener.heard] == [0, 1, 2])


def test_steps_are_told_on_the_screens_thread(qtbot, tasks, listener):
    tasks.stepped.connect(listener.hear)
    tasks.run(lambda: [tasks.step(done) for done in (1, 2)], lambda _: None)
    qtbot.waitUntil(lambda: listener.heard == [(1, True), (2, True)])


def test_work_that_is_cancelled_ends_at_its_next_step(qtbot, tasks, listener):
    begun = threading.Event()

    def work() -> None:
        while True:
            begun.set()
            tasks.step(1)

    tasks.run(work, lambda _: listener.hear("done"), listener.hear)
    assert begun.wait(5)
    tasks.cancel()
    qtbot.waitUntil(lambda: bool(listener.heard))
    assert isinstance(listener.heard[0][0], Cancelled)


def test_what_is_begun_after_cancelling_does_not_bring_the_cancelled_work_back(qtbot, tasks, listener):
    begun, go_on = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go_on.wait(5)
        tasks.step(1)

    tasks.run(work, lambda _: listener.hear("done"), listener.hear)
    assert begun.wait(5)
    tasks.cancel()
    tasks.run(lambda: tasks.step(2), lambda _: listener.hear("the other one is done"))
    go_on.set()
    qtbot.waitUntil(lambda: len(listener.heard) == 2)
    assert isinstance(listener.heard[0][0], Cancelled)
    assert listener.heard[1][0] == "the other one is done"


def test_waiting_returns_when_the_outcome_has_been_told(tasks, listener):
    tasks.run(lambda: 7, listener.hear)
    tasks.wait()
    assert listener.heard == [(7, True)]


def test_work_reads_the_survey_with_a_reader_of_its_own(qtbot, session, listener):
    def work() -> int:
        reader = session.survey.new_reader()
        try:
            return reader.count(Household)
        finally:
            reader.close()

    session.tasks.run(work, listener.hear)
    qtbot.waitUntil(lambda: listener.heard == [(3, True)])


def test_whoever_was_put_away_meanwhile_is_not_told(tasks, qtbot, qapp):
    told = []

    class Screen(QLabel):
        def show_it(self, what):
            self.setText(what)
            told.append(what)

    gone, here = Screen(), Screen()
    qtbot.addWidget(here)
    tasks.run(lambda: "a", gone.show_it)
    tasks.run(lambda: "b", partial(Screen.show_it, here))
    tasks.run(lambda: "c", here.show_it)
    delete(gone)
    qtbot.waitUntil(lambda: told == ["b", "c"])


class Watched(QWidget):
    """Keeps where the mouse was moved to."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[object] = []
        self.setMouseTracking(True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.said.append(event.position().toPoint().x())

    def go(self, x: int) -> None:
        """Move the mouse as the window system does it."""
        QCursor.setPos(self.mapToGlobal(QPoint(x, 50)))
        self.said.append("on its way")


@pytest.mark.parametrize("refused", [False, True])
def test_what_a_person_does_while_something_is_waited_for_comes_right_afterwards_in_its_order(on_screen, qtbot, refused):
    watched = on_screen(Watched(), 300, 200)
    watched.go(10)
    qtbot.waitUntil(lambda: watched.said == ["on its way", 10])
    watched.said.clear()
    moved = threading.Event()

    def go() -> None:
        watched.go(60)
        watched.go(80)
        moved.set()

    def work() -> str:
        moved.wait()
        if refused:
            raise FieldAppError("磁盘已满。", "请腾出空间。")
        return "done"

    QTimer.singleShot(0, go)
    try:
        watched.said.append(wait_for(work))
    except FieldAppError:
        watched.said.append("done")
    qtbot.waitUntil(lambda: watched.said == ["on its way", "on its way", "done", 60, 80])
