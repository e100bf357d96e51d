"""Papers of several households: in the order of the list, whole files only, and never a number more than was wanted."""

import shutil

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt

from fieldapp.desk.opening import open_survey
from fieldapp.desk.practice import make_practice
from fieldapp.desk.printing import PaperKind
from fieldapp.records.household import Household
from tests.ui.keyboard import CTRL, press
from tests.ui.village import HE, LI, ZHOU
from tests.ui.watching import goes_on
from ui.batch import HANDS
from ui.screens.printing import PAPERS, PrintingScreen
from ui.session import Session

NOWHERE = "\U000323af"
"""A character of the newest block, which no face has."""
LONG = 30_000
MANY = 60


@pytest.fixture
def screen(on_screen, session):
    screen = on_screen(PrintingScreen(session))
    screen.begin([ZHOU, LI, HE])
    return screen


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A closed practice village large enough to be interrupted while it is printed."""
    path = tmp_path_factory.mktemp("village") / "石桥.survey"
    make_practice(path, households=MANY).close()
    return path


@pytest.fixture
def large(made, tmp_path, tasks, messages, on_screen):
    """All households of that village, about to be printed."""
    path = tmp_path / "石桥.survey"
    shutil.copy(made, path)
    with open_survey(path, by="韩立") as survey:
        screen = on_screen(PrintingScreen(Session(survey, tasks, messages)))
        screen.begin([entry.id for entry in survey.reader.households()])
        yield screen
        tasks.wait()


def finished(qtbot, screen):
    qtbot.waitUntil(lambda: not screen.cancel.isVisible(), timeout=LONG)
    return screen.band.said.text()


def words(pdf):
    return "".join(page.extract_text() for page in PdfReader(pdf).pages)


def choose(screen, kind):
    screen.kinds.choose(list(PAPERS).index(kind))


def cancel_after(screen, step):
    """Press the button as soon as the screen is told that so much is done."""
    screen._session.tasks.stepped.connect(lambda done: screen.cancel.click() if done >= step else None)


def test_all_kinds_of_paper_are_offered():
    assert list(PAPERS) == list(PaperKind)


def test_one_file_holds_everybody_in_the_order_of_the_list(qtbot, screen, messages, tmp_path):
    messages.place = tmp_path / "计划.pdf"
    screen.save.click()
    assert screen.cancel.hasFocus()
    assert not screen.print.isEnabled()
    assert finished(qtbot, screen) == f"已写好 3 份帮扶计划，在 {messages.place}。"
    told = words(messages.place)
    assert 0 <= told.index("周建军") < told.index("李国兰") < told.index("何文平")
    screen.folder.click()
    assert messages.shown == [messages.place]
    assert not messages.told, "good news needs no box"


@pytest.mark.parametrize("kind", [kind for kind in PaperKind if kind is not PaperKind.OUTING])
def test_a_file_for_each_household_in_a_new_folder(qtbot, screen, messages, tmp_path, kind):
    messages.place = tmp_path
    choose(screen, kind)
    screen.files.choose(1)
    screen.save.click()
    folder = tmp_path / f"{kind.value}_20261122"
    assert finished(qtbot, screen) == f"已写好 3 份{kind.value}，在 {folder}。"
    heads = {"周建军", "李国兰", "何文平"}
    assert {head for head in heads for file in folder.iterdir() if head in file.name and head in words(file)} == heads


def test_whoever_cancels_in_the_middle_finds_only_whole_files(qtbot, large, messages, tmp_path):
    messages.place = tmp_path
    large.files.choose(1)
    cancel_after(large, 3)
    large.save.click()
    said = finished(qtbot, large)
    files = list((tmp_path / next(tmp_path.glob("帮扶计划_*"))).iterdir())
    assert 3 <= len(files) < MANY
    assert all(file.suffix == ".pdf" and "帮扶计划" in words(file) for file in files)
    assert said.startswith(f"已取消。先写好的 {len(files)} 户都是完整的文件，在 ")
    large.folder.click()
    assert messages.shown[0].parent == files[0].parent


@pytest.mark.parametrize("files", [0, 1])
def test_the_window_goes_on_while_it_is_written(qtbot, large, messages, tmp_path, files):
    messages.place = tmp_path if files else tmp_path / "计划.pdf"
    large.files.choose(files)

    def save() -> None:
        large.save.click()
        finished(qtbot, large)

    goes_on(save)


def test_whoever_cancels_one_file_finds_nothing(qtbot, large, messages, tmp_path):
    messages.place = tmp_path / "计划.pdf"
    cancel_after(large, 3)
    large.save.click()
    assert finished(qtbot, large) == "已取消。没有留下文件。"
    assert not list(tmp_path.glob("*.pdf")) + list(tmp_path.glob(".*.pdf"))
    assert not large.folder.isVisible()


def test_it_tells_the_household_at_hand_out_of_how_many(qtbot, large, messages, tmp_path):
    messages.place = tmp_path / "计划.pdf"
    heard = []
    large._session.tasks.stepped.connect(lambda _: heard.append((large.band.said.text(), large.bar.value())))
    large.save.click()
    assert large.band.said.text() == f"正在写帮扶计划 第 1 户，共 {MANY} 户"
    finished(qtbot, large)
    assert heard
    assert all(told.startswith("正在写帮扶计划 第 ") and told.endswith(f" 户，共 {MANY} 户") for told, _ in heard)
    assert [at for _, at in heard] == sorted(at for _, at in heard)


def test_what_is_under_way_goes_on_while_one_is_elsewhere(qtbot, large, messages, tmp_path):
    messages.place = tmp_path / "计划.pdf"
    large.save.click()
    large.begin(large.households[:1])
    assert len(large.households) == MANY
    assert large.cancel.isVisible()
    assert "已写好" in finished(qtbot, large)
    large.begin(large.households[:1])
    assert (len(large.households), large.band.isVisible()) == (1, False)


def test_numbers_are_masked_unless_the_person_wants_them_and_he_is_asked_once(qtbot, screen, messages, session, tmp_path):
    messages.place = tmp_path
    messages.yes = False
    screen.files.choose(1)
    screen.numbers.choose(1)
    screen.save.click()
    assert len(messages.told) == 1
    assert list(tmp_path.glob("帮扶计划*")) == []
    messages.yes = True
    for _ in range(2):
        screen.save.click()
        assert finished(qtbot, screen).endswith(HANDS)
    assert len(messages.told) == 2
    open_folder = tmp_path / "帮扶计划_20261122_含个人信息"
    assert "13800000000" in "".join(map(words, open_folder.iterdir()))
    screen.numbers.choose(0)
    screen.save.click()
    finished(qtbot, screen)
    assert "13800000000" not in "".join(map(words, (tmp_path / "帮扶计划_20261122").iterdir()))


def test_the_printer_gets_every_paper_and_no_file_stays_behind(qtbot, screen, messages, tmp_path, monkeypatch):
    import tempfile

    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    messages.place = tmp_path / "印.pdf"
    screen.print.click()
    said = finished(qtbot, screen)
    pages = len(PdfReader(messages.place).pages)
    assert said == f"已交给打印机：3 份帮扶计划，{pages} 页。"
    assert pages >= 3
    assert list((tmp_path / "tmp").iterdir()) == []


def test_printing_can_be_cancelled_before_anything_is_printed(qtbot, large, messages, tmp_path):
    messages.place = tmp_path / "印.pdf"
    cancel_after(large, 1)
    large.print.click()
    assert finished(qtbot, large) == "已取消。一页也没有印。"


def test_printing_can_be_cancelled_between_two_pages(qtbot, large, messages, tmp_path):
    messages.place = tmp_path / "印.pdf"
    large.begin(large.households[:12])
    large._session.tasks.stepped.connect(
        lambda _: large.cancel.click() if large.band.said.text().startswith("正在打印 第 ") else None
    )
    large.print.click()
    assert finished(qtbot, large).startswith("已取消。打印机可能已经印出前 ")


def test_characters_that_no_face_has_are_named(qtbot, screen, messages, session, tmp_path):
    with session.change("改名") as change:
        change.save(session.reader.get(Household, HE).replace(head=f"何{NOWHERE}平"))
    messages.place = tmp_path / "计划.pdf"
    screen.save.click()
    finished(qtbot, screen)
    assert screen.remark.isVisible()
    assert NOWHERE in screen.remark.text()


def test_a_place_that_cannot_be_written_is_said_on_the_page(qtbot, screen, messages, tmp_path):
    messages.place = tmp_path / "没有" / "计划.pdf"
    screen.save.click()
    assert "“计划.pdf”" in finished(qtbot, screen)
    assert not screen.folder.isVisible()
    assert screen.save.isEnabled()


def test_who_changes_his_mind_in_the_dialog_prints_nothing(screen, messages):
    screen.save.click()
    assert screen.save.isEnabled()
    assert not screen.band.isVisible()


def test_the_sheets_to_take_along_are_one_file_and_the_evening_follows_them(qtbot, screen, messages, tmp_path):
    screen.begin([HE, ZHOU], PaperKind.OUTING)
    assert screen.kind is PaperKind.OUTING
    assert not screen.files.isVisible()
    screen.files.choose(1)
    messages.place = tmp_path / "出门单.pdf"
    with qtbot.waitSignal(screen.evening_wanted, timeout=LONG) as told:
        screen.save.click()
    assert told.args == [[HE, ZHOU]]
    assert finished(qtbot, screen) == f"已写好 2 户的出门单，在 {messages.place}。今晚的名单已照这个次序排好。"
    text = words(messages.place)
    assert text.index("何文平") < text.index("周建军")


def test_the_evening_follows_only_where_it_is_wanted(qtbot, screen, messages, tmp_path):
    screen.begin([HE, ZHOU], PaperKind.OUTING)
    screen.evening.click()
    messages.place = tmp_path / "出门单.pdf"
    with qtbot.assertNotEmitted(screen.evening_wanted):
        screen.save.click()
        assert "名单" not in finished(qtbot, screen)


def test_delete_takes_a_household_off_and_an_empty_list_prints_nothing(screen):
    screen.list.setFocus()
    assert screen.who.text() == "3 户"
    press(Qt.Key.Key_Delete)
    assert screen.households == [LI, HE]
    assert screen.list.texts == ["李国兰 · 3组", "何文平 · 2组"]
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Delete)
    assert (screen.who.text(), screen.households) == ("0 户", [])
    assert not screen.save.isEnabled()
    assert not screen.print.isEnabled()
    assert screen.note.text().startswith("名单空了")


def test_a_household_that_is_deleted_meanwhile_is_not_printed(screen, session):
    with session.change("误录") as change:
        change.remove(session.reader.get(Household, HE), "重复")
    assert screen.households == [ZHOU, LI]


def test_it_is_worked_by_keyboard_alone(qtbot, screen, messages, tmp_path):
    messages.place = tmp_path / "住房.pdf"
    press(Qt.Key.Key_Down)
    assert screen.kind is PaperKind.HOUSING
    press(Qt.Key.Key_S, CTRL)
    assert "已写好 3 份住房查看" in finished(qtbot, screen)
    with qtbot.waitSignal(screen.back):
        press(Qt.Key.Key_Escape)
