"""What a picture tells of itself is read, and a copy for the screen is made that a small laptop can bear."""

import datetime as dt
import io

import pytest
from PIL import Image

from fieldapp.base.errors import FieldAppError
from fieldapp.documents.pictures import LONGEST, read_shot
from tests.documents.shots import KUNMING, bomb, shot


def opened(picture):
    return Image.open(io.BytesIO(picture))


def test_day_and_place_are_those_that_the_camera_wrote():
    told = read_shot(shot(taken="2026:03:02 10:11:12", place=KUNMING), "a.jpg")
    assert (told.day, told.place) == (dt.date(2026, 3, 2), "25.03889,102.71833")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP"])
def test_a_picture_whose_exif_a_messenger_has_stripped_tells_neither_day_nor_place(kind):
    told = read_shot(shot(kind=kind), "微信图片_20260302101112.jpg")
    assert (told.day, told.place, told.screen) == (None, "", None)


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2026:02:30 10:00:00", "昨天"])
def test_a_camera_that_was_never_set_tells_no_day(taken):
    assert read_shot(shot(taken=taken.encode()), "a.jpg").day is None


@pytest.mark.parametrize("place", [((0, 0, 0), (0, 0, 0)), ((95, 0, 0), (10, 0, 0))])
def test_a_place_that_is_none_on_earth_or_the_camera_did_not_know_is_no_place(place):
    assert read_shot(shot(place=place), "a.jpg").place == ""


@pytest.mark.parametrize(("size", "copied"), [((1600, 1200), False), ((1601, 1200), True), ((300, 1601), True)])
def test_only_a_picture_larger_than_the_screen_needs_has_a_copy(size, copied):
    told = read_shot(shot(size), "a.jpg")
    assert (told.screen is not None) is copied
    if told.screen:
        assert max(opened(told.screen).size) == LONGEST


def test_a_picture_of_few_pixels_and_many_bytes_has_a_copy_too():
    told = read_shot(shot((1200, 900), kind="BMP"), "a.bmp")
    assert told.screen
    assert len(told.screen) < 2**20
    assert opened(told.screen).size == (1200, 900)


@pytest.mark.parametrize(
    ("orientation", "size", "red"), [(3, (400, 300), (390, 150)), (6, (300, 400), (150, 10)), (8, (300, 400), (150, 390))]
)
def test_the_copy_stands_upright_however_the_camera_was_held(orientation, size, red):
    told = read_shot(shot(orientation=orientation), "a.jpg")
    assert told.screen
    copy = opened(told.screen)
    assert copy.size == size
    assert copy.getpixel(red)[0] > 200
    assert copy.getexif().get(0x0112, 1) == 1


def test_what_shines_through_lies_on_white():
    told = read_shot(shot((2000, 1000), kind="PNG", mode="RGBA", left=(0, 0, 0, 0), right=(0, 0, 255, 255)), "a.png")
    assert told.screen
    assert min(opened(told.screen).getpixel((10, 10))) > 250


def test_a_picture_of_many_pixels_is_refused_before_it_fills_the_memory():
    with pytest.raises(FieldAppError, match="像素太多"):
        read_shot(bomb(), "a.png")
    with pytest.raises(FieldAppError, match="像素太多"):
        read_shot(bomb(9_000), "a.png")


def test_a_picture_that_arrived_by_half_is_refused_also_where_it_is_small():
    whole = shot()
    with pytest.raises(FieldAppError, match="没有传完整"):
        read_shot(whole[: len(whole) // 2], "a.jpg")


def test_what_is_no_picture_is_told_and_a_heic_with_its_remedy():
    with pytest.raises(FieldAppError, match="不是照片"):
        read_shot(b"%PDF-1.7", "a.pdf")
    with pytest.raises(FieldAppError, match="HEIC"):
        read_shot(b"\0\0\0\x18ftypheic\0\0\0\0", "IMG_1.heic")


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_damaged_exif_is_no_reason_to_refuse_a_picture():
    whole = bytearray(shot(taken="2026:03:02 10:11:12"))
    at = whole.index(b"Exif") + 10
    whole[at : at + 12] = b"\xff" * 12
    assert read_shot(bytes(whole), "a.jpg").day is None
