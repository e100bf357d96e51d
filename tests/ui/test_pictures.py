"""Pictures are chosen, pasted or dropped into the box of their question, and kept beside the survey at once."""

import datetime as dt
import hashlib
from time import perf_counter

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QLabel

from fieldapp.base.errors import FieldAppError
from fieldapp.records.housing import Housing
from fieldapp.records.water import Water
from tests.documents.shots import shot
from tests.ui import village
from tests.ui.keyboard import CTRL, ENTER, press, write
from tests.ui.pictures import painted
from tests.ui.watching import goes_on
from ui.forms.editors import Given, editor_for
from ui.forms.large import Large
from ui.forms.pictures import Album, Strip
from ui.forms.taking import DayLine
from ui.household.album import Photos
from ui.household.page import Home
from ui.theme import worn

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


def test_while_a_picture_is_being_kept_the_box_says_so(editor, session, messages, tmp_path):
    large, seen = painted(tmp_path / "大.png", "red", 4000, 3000), []
    messages.places = [large]
    empty = editor.box.grab().toImage()
    QTimer.singleShot(0, lambda: seen.append((editor.box.grab().toImage(), list(editor.said))))
    press(SPACE)
    [(shown, said)] = seen
    assert said == []
    assert shown != empty
    assert editor.said == [digest(large)]


def middles(strip, pictures):
    """The colours in the middle of each picture of a strip of one or two rows."""
    image, step, side = strip.grab().toImage(), 112 + 8, 112
    beside = (strip.width() - 8) // step
    return [image.pixelColor(place % beside * step + side // 2, place // beside * step + side // 2) for place in range(pictures)]


def test_many_large_pictures_are_painted_a_few_at_a_time(session, tmp_path, on_screen, qtbot):
    shades, files = Image.effect_noise((1600, 1200), 20), []
    for place in range(12):
        files.append(tmp_path / f"{place}.jpg")
        shades.rotate(15 * place).convert("RGB").save(files[-1], quality=90)
    kept = Album(session).keep(files)

    def show() -> None:  # a picture of the strip is taken afterwards: to take one paints it once more
        album, turns = Album(session), []
        strip = on_screen(Strip(album, side=112), 800, 400)
        album.came.connect(lambda: turns.append(perf_counter()))
        strip.show_pictures(kept)
        qtbot.waitUntil(lambda: bool(turns) and perf_counter() - turns[-1] > 0.5)
        assert len(turns) > 1
        shown.append(strip)

    shown = []
    goes_on(show)
    assert worn().colour("line") not in middles(shown[-1], len(files))


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


def day_of(session, digest):
    return session.survey.photos.known([digest])[digest].day


def test_a_picture_without_a_day_is_asked_for_it_and_digits_answer_without_leaving_the_box(editor, session, messages, red, blue):
    messages.places = [red, blue]
    press(SPACE)
    assert editor.day.isVisible()
    assert editor.day.question.text().startswith("这 2 张照片里没有拍摄日期")
    for key in "20261103":
        press(getattr(Qt.Key, f"Key_{key}"))
    press(ENTER)
    assert day_of(session, digest(red)) == day_of(session, digest(blue)) == dt.date(2026, 11, 3)
    assert not editor.day.isVisible()
    assert editor.box.hasFocus()
    assert editor.said == [" ".join(sorted([digest(red), digest(blue)]))]


def test_a_day_left_blank_stays_unknown_and_enter_goes_on(editor, session, messages, red):
    moves = []
    editor.moved.connect(moves.append)
    messages.places = [red]
    write(SPACE, ENTER)
    assert (moves, day_of(session, digest(red))) == ([1], None)


@pytest.mark.parametrize(("typed", "told"), [("20261123", "还没有到"), ("20261131", "没有 2026-11-31"), ("2026", "请按")])
def test_a_day_that_cannot_be_is_told_beside_the_line_and_nothing_is_kept(editor, session, messages, red, typed, told):
    messages.places = [red]
    write(SPACE, *(getattr(Qt.Key, f"Key_{key}") for key in typed), ENTER)
    assert told in editor.day.question.text()
    assert (editor.day.isVisible(), day_of(session, digest(red))) == (True, None)


def test_a_picture_that_tells_its_day_is_not_asked_for_it(editor, messages, tmp_path):
    (tmp_path / "相机.jpg").write_bytes(shot(taken="2026:03:02 10:11:12"))
    messages.places = [tmp_path / "相机.jpg"]
    press(SPACE)
    assert editor.said
    assert not editor.day.isVisible()


def test_of_a_picture_that_is_no_evidence_only_a_copy_is_kept(session, messages, on_screen, tmp_path):
    made = on_screen(editor_for(Water.pictures.kind, Given(session.today, album=Album(session))), 400, 120)
    said = []
    made.typed.connect(said.append)
    made.take_cursor()
    messages.places = [painted(tmp_path / "水.png", "gray", 2000, 1000)]
    press(SPACE)
    assert QImage.fromData(session.survey.photos.get(said[0])).width() == 1600


def test_large_pictures_are_leafed_through_by_the_arrows_and_round(editor, messages, red, blue, qtbot):
    messages.places = [red, blue]
    write(SPACE, DOWN)
    [large] = editor.window().findChildren(Large)
    [pane] = large.panes
    assert (pane.digest, pane.caption.text()[:5]) == (digest(blue), "2 / 2")
    qtbot.keyClick(pane, RIGHT)
    assert pane.digest == digest(red)
    assert pane.grab().toImage().pixelColor(pane.rect().center()).red() > 240
    qtbot.keyClick(pane, LEFT)
    assert pane.digest == digest(blue)


@pytest.fixture
def photos(session, on_screen, tmp_path):
    """The page of pictures of 李国兰, whose house has three: of March, of September, and one of an unknown day."""
    album = Album(session)
    kept = []
    for colour, taken in (("blue", "2026:09:01 08:00:00"), ("green", ""), ("red", "2026:03:02 08:00:00")):
        (tmp_path / f"{colour}.jpg").write_bytes(shot(left=colour, right=colour, taken=taken))
        kept += album.keep([tmp_path / f"{colour}.jpg"])
    with session.change("照片") as change:
        change.save(village.HOUSE.replace(pictures=frozenset(kept)))
    page = on_screen(Photos(album, session.survey.photos))
    page.show_home(Home(session.reader.dossier(village.LI), session.today()))
    page.kept = dict(zip(("blue", "green", "red"), kept, strict=True))
    return page


def test_the_page_shows_the_pictures_of_a_record_by_day_and_asks_where_none_is_known(photos, session, qtbot):
    [sheet] = photos.sheets
    assert [(strip.accessibleName(), strip.digests) for strip in sheet.strips] == [
        ("2026-03-02 · 房屋照片", [photos.kept["red"]]),
        ("2026-09-01 · 房屋照片", [photos.kept["blue"]]),
        ("拍摄日期不知道 · 房屋照片", [photos.kept["green"]]),
    ]
    line = sheet.findChild(DayLine)
    qtbot.waitUntil(line.isVisible)
    line.begin("2026-06-01")
    press(ENTER)
    assert day_of(session, photos.kept["green"]) == dt.date(2026, 6, 1)
    [sheet] = photos.sheets
    assert [strip.digests for strip in sheet.strips] == [[photos.kept[colour]] for colour in ("red", "green", "blue")]


def test_before_and_after_stand_beside_each_other_and_each_side_can_be_changed(photos, qtbot):
    photos.sheets[0].compare.click()
    [large] = photos.window().findChildren(Large)
    before, after = large.panes
    assert (before.digest, after.digest) == (photos.kept["red"], photos.kept["blue"])
    assert "2026-03-02 拍摄" in before.caption.text()
    qtbot.keyClick(after, RIGHT)
    assert (before.digest, after.digest) == (photos.kept["red"], photos.kept["green"])
    assert "正房" in after.caption.text()
    assert before.x() < after.x()


def test_the_page_of_a_family_without_pictures_says_where_they_are_taken(session, on_screen):
    page = on_screen(Photos(Album(session), session.survey.photos))
    page.show_home(Home(session.reader.dossier(village.HE), session.today()))
    assert page.sheets == []
    assert any("还没有照片" in told.text() for told in page.findChildren(QLabel) if told.isVisible())


def test_a_picture_of_the_page_shown_large_leads_to_all_others_of_the_family(photos):
    photos.sheets[0].strips[1].enlarge()
    [large] = photos.window().findChildren(Large)
    assert large.panes[0].caption.text() == "2 / 3    正房 · 房屋照片 · 2026-09-01 拍摄"
