"""The window goes on while something large is done: the event loop never stands still for longer than a tenth of a second."""

from __future__ import annotations

import ctypes
import gc
import shutil
import sys
import threading
import time
from hashlib import pbkdf2_hmac
from itertools import count, islice

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp.desk.moving import person_joined
from fieldapp.desk.opening import open_survey
from fieldapp.desk.practice import make_practice
from fieldapp.desk.printing import Order, PaperKind, write_papers
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member
from tests.books import HEADS, number, xlsx
from tests.ui.keyboard import CTRL, press
from tests.ui.watching import BEAT, DELAYS, LONGEST, Heartbeat, goes_on
from ui.forms.editors import Given, editor_for
from ui.forms.pictures import Album
from ui.screens.hand_over import HandOverScreen
from ui.screens.intake import IntakeScreen
from ui.screens.printing import PrintingScreen
from ui.session import Session
from ui.undoing import Undoing

HOUSEHOLDS = 500
LONG = 120_000
PRINTED, FAMILIES = 20, 8
"""So often the papers of so many families are printed to see what is left of them."""
GROWTH = 20_000
"""Objects. Measured: 0; if every printing kept its canvas, 46,500."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A closed practice village of 500 households."""
    path = tmp_path_factory.mktemp("village") / "石桥.survey"
    make_practice(path, households=HOUSEHOLDS).close()
    return path


@pytest.fixture
def session(made, tmp_path, tasks, messages):
    """That village, open."""
    path = tmp_path / "石桥.survey"
    for file in made.parent.glob(f"{made.name}*"):
        shutil.copy(file, path.with_name(file.name))
    with open_survey(path, by="韩立") as survey:
        yield Session(survey, tasks, messages)
        tasks.wait()  # the charts may still be drawn


@pytest.fixture
def heart(qapp):
    return Heartbeat()


def hold_up(seconds: float) -> None:
    """Work for so long, however much of the machine others take."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_a_screen_that_works_is_noticed(heart, qtbot):
    with heart:
        hold_up(0.15)
        qtbot.wait(50)
    assert heart.worst >= 150 - BEAT > LONGEST


def test_a_screen_that_sleeps_is_noticed(heart, qtbot):
    with heart:
        time.sleep(0.15)
        qtbot.wait(50)
    assert heart.worst > LONGEST


def test_a_thread_that_lets_nobody_else_run_is_noticed(heart, qtbot):
    hold = ctypes.PyDLL(None).usleep  # keeps the interpreter while it sleeps
    with heart:
        thread = threading.Thread(target=hold, args=[1_000_000])
        thread.start()
        qtbot.waitUntil(lambda: not thread.is_alive(), timeout=LONG)
    assert heart.worst > LONGEST


def test_how_long_a_thread_waited_for_the_machine_is_not_forgotten_when_it_ends():
    threads = [threading.Thread(target=pbkdf2_hmac, args=["sha512", b"", b"", 50_000]) for _ in range(8)]  # more than cores
    for thread in threads:
        thread.start()
    waited = 0.0
    while any(thread.is_alive() for thread in threads):
        waited = max(waited, DELAYS.seconds())
        time.sleep(0.01)
    assert DELAYS.seconds() >= waited > 0 or sys.platform != "linux"


def test_a_stall_that_comes_back_each_time_is_told():
    with pytest.raises(AssertionError, match="stood still"):
        goes_on(lambda: hold_up(0.15))


def test_a_stall_that_does_not_come_back_was_the_machine_s():
    waits = count()
    goes_on(lambda: hold_up(0 if next(waits) else 0.15))
    assert next(waits) == 2


def test_exporting_does_not_hold_the_window_up(session, on_screen, messages, tmp_path, qtbot):
    screen = on_screen(HandOverScreen(session))
    screen.ways.choose("masked")
    messages.place = tmp_path / "上报.xlsx"

    def export() -> None:
        screen.export.click()
        qtbot.waitUntil(screen.export.isEnabled, timeout=LONG)

    goes_on(export)
    assert messages.place.exists()


def roster(path, households: int):
    """People of so many new households, four in each."""
    relations = ("户主", "配偶", "之子", "之女")
    rows = [
        [f"9999992002{home:06d}", f"{'张王李赵'[person]}{home}", number(f"19{50 + person}{1 + home // 999:02d}01", home % 999), relation, ""]
        for home in range(households)
        for person, relation in enumerate(relations)
    ]
    return xlsx(path, [HEADS, *rows])


def test_an_intake_does_not_hold_the_window_up(session, on_screen, tmp_path, qtbot):
    book = roster(tmp_path / "名册.xlsx", HOUSEHOLDS)
    screen = on_screen(IntakeScreen(session))

    def take_in_and_back() -> None:
        screen.begin([book])
        qtbot.waitUntil(screen.choose.isEnabled, timeout=LONG)
        screen.take.click()
        qtbot.waitUntil(screen.choose.isEnabled, timeout=LONG)
        assert session.reader.count(Household) == 2 * HOUSEHOLDS
        screen.undo.click()
        qtbot.waitUntil(lambda: session.reader.count(Household) == HOUSEHOLDS, timeout=LONG)
        qtbot.waitUntil(screen.choose.isEnabled, timeout=LONG)

    goes_on(take_in_and_back)


def test_taking_a_large_act_back_does_not_hold_the_window_up(session, on_screen, qtbot):
    with session.change("导入名册") as change:
        for place in range(HOUSEHOLDS):
            change.save(Household(head=f"户主{place}"))
    undoing = Undoing(on_screen(QWidget()), session)

    def there_and_back() -> None:
        undoing.undo()
        qtbot.waitUntil(lambda: undoing.band.said.text() == "已撤销“导入名册”。", timeout=LONG)
        undoing.redo()
        qtbot.waitUntil(lambda: undoing.band.said.text() == "已重做“导入名册”。", timeout=LONG)

    goes_on(there_and_back)
    assert session.reader.count(Household) == 2 * HOUSEHOLDS


def test_two_records_that_become_one_do_not_hold_the_window_up(session, qtbot):
    people, joined = session.reader.count(Member), []

    def join() -> None:
        one, other = islice(session.reader.every(Member), 2)
        move, ended = person_joined(session.reader, one, other.id), []
        session.change_beside(move.why, lambda change: move.write(change, "录了两次"), ended.append, ended.append)
        qtbot.waitUntil(lambda: bool(ended), timeout=LONG)
        joined.extend(ended)

    goes_on(join)
    assert set(joined) == {None}
    assert session.reader.count(Member) == people - len(joined)


@pytest.fixture(scope="module")
def grainy(tmp_path_factory):
    """A picture as telephones take it at night: 12 megapixels, some megabytes."""
    path = tmp_path_factory.mktemp("pictures") / "房屋.jpg"
    Image.effect_noise((2000, 1500), 40).resize((4000, 3000)).convert("RGB").save(path, quality=90)
    return path


@pytest.mark.parametrize("pasted", [False, True], ids=["file", "pasted"])
def test_keeping_a_large_picture_does_not_hold_the_window_up(session, on_screen, messages, qtbot, grainy, pasted):
    editor = on_screen(editor_for(Housing.pictures.kind, Given(session.today, album=Album(session))), 400, 120)
    editor.take_cursor()
    messages.places = [grainy]
    if pasted:
        QGuiApplication.clipboard().setImage(QImage(str(grainy)))

    def keep() -> None:
        press(*((Qt.Key.Key_V, CTRL) if pasted else (Qt.Key.Key_Space,)))
        qtbot.wait(50)
        assert len(editor.box.digests) == 1

    goes_on(keep)


def print_plans(session, out, qtbot, households=None) -> None:
    """Print the plans of these households, of all by default, beside the screen."""
    order, ended = Order(PaperKind.PLAN, session.today(), households), []

    def work() -> None:
        reader = session.survey.new_reader()
        try:
            write_papers(reader, out, order, one_file=True, progress=session.tasks.step)
        finally:
            reader.close()

    session.tasks.run(work, ended.append)
    qtbot.waitUntil(lambda: bool(ended), timeout=LONG)


def test_batch_printing_does_not_hold_the_window_up(session, tmp_path, qtbot):
    out = tmp_path / "计划.pdf"

    def write() -> None:
        print_plans(session, out, qtbot)
        QApplication.processEvents()

    goes_on(write)
    assert out.exists()


def test_printing_on_a_printer_does_not_hold_the_window_up(session, on_screen, messages, tmp_path, qtbot):
    screen = on_screen(PrintingScreen(session))
    screen.begin([entry.id for entry in session.reader.households(limit=FAMILIES)])
    messages.place = tmp_path / "印.pdf"

    def hand_to_the_printer() -> None:
        screen.print.click()
        qtbot.waitUntil(screen.print.isEnabled, timeout=LONG)
        assert screen.band.said.text().startswith(f"已交给打印机：{FAMILIES} 份")

    goes_on(hand_to_the_printer)


def held() -> int:
    """How many objects the process holds, those that nobody walks and those that stand in circles too."""
    gc.unfreeze()
    objects = len(gc.get_objects())
    gc.freeze()
    return objects


def test_printing_twenty_times_holds_no_more_than_printing_once(session, tmp_path, qtbot):
    families = [entry.id for entry in session.reader.households()][:FAMILIES]
    print_plans(session, tmp_path / "计划.pdf", qtbot, families)
    before = held()
    for _ in range(PRINTED):
        print_plans(session, tmp_path / "计划.pdf", qtbot, families)
    assert held() - before < GROWTH
