"""Pictures are chosen, pasted or dropped into the box of their question, and kept beside the survey at once."""

import hashlib

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage

from fieldapp.base.errors import FieldAppError
from fieldapp.records.housing import Housing
from tests.ui.keyboard import CTRL, ENTER, press, write
from tests.ui.pictures import painted
from ui.forms.editors import Given, editor_for
from ui.forms.pictures import Album, Large, Strip

LEFT, RIGHT, DOWN, SPACE, DELETE = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Delete
NOWHERE = "0" * 64


@pytest.fixture
def red(tmp_path):
    return painted(tmp_path / "正面.png", "red")


@pytest.fixture
def blue(tmp_path):
    return painted(tmp_path / "背面.jpg", "blue", 300, 500)


@pytest.fixture
def editor(session, on_screen):
    """The box of the pictures of a building, with what it says was typed."""
    made = on_screen(editor_for(Housing.pictures.kind, Given(session.today, album=Album(session))), 400, 120)
    made.said = []
    made.typed.connect(made.said.append)
    made.take_cursor()
    return made


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_is_chosen_is_kept_at_once_beside_the_survey(editor, session, messages, red, blue):
    messages.places = [red, blue]
    press(SPACE)
    assert Housing.pictures.kind.read(editor.said[-1]) == {digest(red), digest(blue)}
    assert session.survey.photos.get(digest(red)) == red.read_bytes()
    assert editor.box.digests == [digest(red), digest(blue)]


def test_the_same_picture_chosen_again_is_one_picture(editor, messages, red):
    messages.places = [red]
    press(SPACE)
    press(SPACE)
    assert editor.said == [digest(red)]


def test_what_is_no_picture_is_told_and_the_rest_is_kept(editor, messages, tmp_path, red):
    (tmp_path / "说明.txt").write_text("不是照片")
    messages.places = [tmp_path / "说明.txt", red]
    press(SPACE)
    assert editor.said == [digest(red)]
    assert "不是照片" in messages.told[0]


def test_choosing_nothing_says_nothing(editor, messages):
    press(SPACE)
    assert (editor.said, messages.told) == ([], [])


def test_files_dropped_into_the_box_are_kept(editor, blue):
    brought = QMimeData()
    brought.setUrls([QUrl.fromLocalFile(str(blue))])
    editor.box.dropEvent(
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, brought, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    )
    assert editor.said == [digest(blue)]


def test_a_picture_on_the_clipboard_is_pasted_without_a_file(editor, session):
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.green)
    QGuiApplication.clipboard().setImage(image)
    press(Qt.Key.Key_V, CTRL)
    [kept] = editor.said
    assert QImage.fromData(session.survey.photos.get(kept)).size() == image.size()


def test_text_on_the_clipboard_is_no_picture(editor):
    QGuiApplication.clipboard().setText("承重墙")
    press(Qt.Key.Key_V, CTRL)
    assert editor.said == []


def test_arrows_choose_a_picture_and_delete_takes_it_out_while_it_stays_beside_the_survey(editor, session, messages, red, blue):
    messages.places = [red, blue]
    write(SPACE, LEFT, DELETE)
    assert editor.said[-1] == digest(blue)
    write(RIGHT, DELETE)
    assert editor.said[-1] == ""
    assert session.survey.photos.get(digest(red))
    write(DELETE)
    assert editor.said[-1] == ""


def test_enter_passes_on(editor):
    moves = []
    editor.moved.connect(moves.append)
    press(ENTER)
    assert moves == [1]


def test_a_picture_is_shown_large_and_escape_puts_it_away(editor, messages, red, qtbot):
    messages.places = [red]
    write(SPACE, DOWN)
    [large] = editor.window().findChildren(Large)
    assert large.isVisible()
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert not large.isVisible()


def test_an_empty_box_offers_and_a_full_one_shows_each_picture(editor, messages, red, blue):
    shown = editor.grab().toImage()
    messages.places = [red, blue]
    press(SPACE)
    assert editor.box.height() > shown.height() // 2
    image, side = editor.box.grab().toImage(), 64
    assert image.pixelColor(8 + side // 2, 8 + side // 2).red() > 240
    assert image.pixelColor(8 + side + 8 + side // 2, 8 + side // 2).blue() > 240


def test_a_picture_that_is_missing_is_told_in_its_place(editor, session):
    editor.show_text(NOWHERE)
    editor.grab()
    assert editor.box.missing == [NOWHERE]
    press(DOWN)
    assert not editor.window().findChildren(Large)
    with pytest.raises(FieldAppError):
        session.survey.photos.get(NOWHERE)


def test_a_click_beside_the_pictures_chooses_more_and_one_on_a_picture_chooses_it(editor, messages, red, blue, qtbot):
    messages.places = [red]
    qtbot.mouseClick(editor.box, Qt.MouseButton.LeftButton, pos=QPoint(100, 10))
    messages.places = [blue]
    qtbot.mouseClick(editor.box, Qt.MouseButton.LeftButton, pos=QPoint(300, 10))
    assert editor.box.digests == [digest(red), digest(blue)]
    qtbot.mouseClick(editor.box, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    assert editor.box.chosen == 0


def test_a_strip_is_as_high_as_its_rows_of_pictures(session, qtbot):
    strip = Strip(Album(session))
    qtbot.addWidget(strip)
    strip.resize(200, 40)
    strip.show_pictures([NOWHERE, "1" * 64])
    one = strip.height()
    strip.show_pictures([str(place) * 64 for place in range(5)])
    assert strip.height() > 2 * one
