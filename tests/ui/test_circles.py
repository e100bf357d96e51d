"""What stands in circles goes in calm moments, on the screen's thread, and never holds it up."""

import gc
import threading
import weakref

import pytest

from ui.circles import DUE, MANY, Circles


class Link:
    """Something that can refer to something else."""

    def __init__(self) -> None:
        self.other = self


@pytest.fixture(autouse=True)
def swept():
    """Nothing that came before is walked here."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def circles():
    """The seeking, where it is always calm."""
    seeking = Circles(lambda: True)
    yield seeking
    seeking.finish()


def test_a_circle_goes_when_enough_was_made(circles):
    gone = weakref.ref(Link())
    circles.seek()
    assert gone()  # it is not worth while yet
    made = [[] for _ in range(DUE)]
    circles.seek()
    assert gone() is None
    assert len(made) == DUE


def test_nothing_is_sought_while_something_is_under_way(qtbot, tasks):
    goes, ended = threading.Event(), []
    tasks.run(goes.wait, ended.append)
    gone = weakref.ref(Link())
    made = [[] for _ in range(DUE)]
    qtbot.wait(1500)
    assert gone()
    goes.set()
    qtbot.waitUntil(lambda: gone() is None and bool(made) and bool(ended))


def test_a_circle_that_the_lane_made_is_taken_apart_on_the_screens_thread(qtbot, tasks):
    threads = []

    def work() -> list[list[object]]:
        weakref.finalize(Link(), lambda: threads.append(threading.get_ident()))
        return [[] for _ in range(DUE)]

    made = []
    tasks.run(work, made.append)
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.get_ident()]


def test_more_than_can_be_walked_unnoticed_is_left_out_from_then_on(circles):
    made = [[] for _ in range(MANY)]
    before = gc.get_freeze_count()
    circles.seek()
    assert gc.get_freeze_count() >= before + len(made)
    gone = weakref.ref(Link())
    made += [[] for _ in range(DUE)]
    circles.seek()
    assert gone() is None


def test_what_another_thread_is_about_to_make_is_left_alone(circles):
    """`gc.get_objects` would hand out a tuple that is being filled, which Python then refuses to finish."""
    told, done = [], threading.Event()

    def work() -> None:
        while not done.is_set():
            tuple(number for number in range(50))
        told.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    made = [[] for _ in range(700_000)]  # so many that the other thread has its turn before they are counted
    for _ in range(3):
        circles.seek()
        gc.unfreeze()
    done.set()
    thread.join()
    assert made
    assert told


def test_python_seeks_them_again_when_the_window_has_gone(circles):
    assert not gc.isenabled()
    circles.finish()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
