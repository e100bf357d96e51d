"""Photos are kept under their own hash, apart from the survey, and encrypted like it."""

import datetime as dt
import hashlib

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.store.connection import connect
from tests.store.conftest import make

AT = "2026-11-22T12:00:00"
MARCH = dt.date(2026, 3, 2)


def test_a_picture_comes_back_byte_for_byte_and_twice_is_once(tmp_path):
    with make(tmp_path / "a.survey", "密") as survey:
        assert not survey.photos.path.exists()
        id = survey.photos.add("屋顶.jpg", b"\xff\xd8 picture", AT)
        assert survey.photos.add("again.jpg", b"\xff\xd8 picture", "2026-11-23T12:00:00") == id
        assert survey.photos.get(id) == b"\xff\xd8 picture"
        assert b"picture" not in survey.photos.path.read_bytes()
        with pytest.raises(FieldAppError, match="不见了"):
            survey.photos.get("0" * 64)


def test_day_place_and_a_copy_for_the_screen_are_kept_with_the_picture(survey):
    id = survey.photos.add("a.jpg", b"original", AT, day=MARCH, place="25.03889,102.71833", screen=b"small")
    assert (survey.photos.get(id), survey.photos.screen(id)) == (b"original", b"small")
    told = survey.photos.known([id, "0" * 64])
    assert [(one.name, one.at, one.day, one.place) for one in told.values()] == [("a.jpg", AT, MARCH, "25.03889,102.71833")]


def test_a_small_picture_is_its_own_copy_and_unknown_stays_unknown(survey):
    assert survey.photos.known(["0" * 64]) == {}
    id = survey.photos.add("a.jpg", b"small already", AT)
    assert survey.photos.screen(id) == b"small already"
    assert (survey.photos.known([id])[id].day, survey.photos.known([id])[id].place) == (None, "")
    with pytest.raises(FieldAppError, match="不见了"):
        survey.photos.screen("0" * 64)


def test_a_day_that_a_person_tells_is_kept_and_one_that_the_camera_told_stays(survey):
    asked = survey.photos.add("a.jpg", b"a", AT)
    told = survey.photos.add("b.jpg", b"b", AT, day=MARCH)
    survey.photos.say_day([asked, told], dt.date(2026, 5, 1))
    assert [photo.day for photo in survey.photos.known([asked, told]).values()] == [dt.date(2026, 5, 1), MARCH]


def test_a_companion_of_the_first_release_is_read_and_grows_its_columns(survey):
    with connect(survey.photos.path, survey.key) as old:
        old.execute("create table photo (id text primary key, name text not null, bytes blob not null, at text not null) strict")
        id = hashlib.sha256(b"old").hexdigest()
        old.execute("insert into photo values (?, ?, ?, ?)", [id, "a.jpg", b"old", AT])
    old.close()
    assert (survey.photos.get(id), survey.photos.known([id])[id].day) == (b"old", None)
    survey.photos.say_day([id], MARCH)
    assert survey.photos.known([id])[id].day == MARCH
    assert survey.photos.screen(id) == b"old"


def test_a_picture_that_was_altered_is_told(survey):
    id = survey.photos.add("a.jpg", b"true", AT)
    with connect(survey.photos.path, survey.key) as meddler:
        meddler.execute("update photo set bytes = ?", [b"false"])
    meddler.close()
    with pytest.raises(FieldAppError, match="改动过"):
        survey.photos.get(id)
