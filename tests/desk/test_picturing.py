"""Pictures are kept beside the survey: evidence as it was taken, the others as copies; a family's pictures are found again."""

import datetime as dt
import hashlib
import os

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.desk.answers import save_answers
from fieldapp.desk.picturing import digest_of, keep_picture, pictures_of
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.water import Water
from tests.documents.shots import shot


@pytest.fixture
def photograph(tmp_path):
    """`photograph("a.jpg", …)`: a picture file, see `shot`."""

    def write(name, *args, **options):
        path = tmp_path / name
        path.write_bytes(shot(*args, **options))
        return path

    return write


def test_evidence_keeps_its_original_and_has_a_copy_beside_it(survey, photograph):
    path = photograph("报告.jpg", (3000, 2000), taken="2026:03:02 10:11:12")
    digest = keep_picture(survey, path)
    assert survey.photos.get(digest) == path.read_bytes()
    assert len(survey.photos.screen(digest)) < len(path.read_bytes())
    assert survey.photos.known([digest])[digest].day == dt.date(2026, 3, 2)


def test_of_another_picture_only_the_copy_is_kept_and_what_it_told(survey, photograph):
    path = photograph("水龙头.jpg", (3000, 2000), taken="2026:03:02 10:11:12")
    digest = keep_picture(survey, path, evidence=False)
    assert digest == digest_of(path, evidence=False) == hashlib.sha256(survey.photos.get(digest)).hexdigest()
    assert survey.photos.get(digest) == survey.photos.screen(digest) != path.read_bytes()
    assert survey.photos.known([digest])[digest].day == dt.date(2026, 3, 2)


def test_the_time_of_the_file_is_never_taken_for_the_day_of_the_picture(survey, photograph):
    path = photograph("微信图片_20260302.jpg")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert survey.photos.known([keep_picture(survey, path)]).popitem()[1].day is None


@pytest.mark.parametrize(("taken", "day"), [("2026:11:20", dt.date(2026, 11, 20)), ("2026:11:21", None)])
def test_a_camera_that_is_ahead_of_today_is_not_believed(survey, photograph, taken, day):
    path = photograph("a.jpg", taken=f"{taken} 08:00:00")
    assert survey.photos.known([keep_picture(survey, path)]).popitem()[1].day == day


def test_a_file_that_is_gone_is_told(survey, tmp_path):
    with pytest.raises(FieldAppError, match="读不出来"):
        keep_picture(survey, tmp_path / "没有.jpg")


def test_pictures_named_in_answers_are_kept_as_their_question_wants_them(survey, photograph, tmp_path):
    photograph("房.jpg", (2000, 1000))
    photograph("水.jpg", (2000, 1000), left="green")
    told = {"household": {"head": "李国兰"}, "housing": [{"pictures": ["房.jpg"]}], "water": {"pictures": ["水.jpg"]}}
    home = save_answers(survey, told, "录入", folder=tmp_path).household
    house, water = survey.reader.of(Housing, home)[0], survey.reader.of(Water, home)[0]
    assert survey.photos.get(*house.pictures) == (tmp_path / "房.jpg").read_bytes()
    assert survey.photos.get(*water.pictures) != (tmp_path / "水.jpg").read_bytes()


def test_the_pictures_of_a_family_stand_by_record_and_day_and_those_without_a_day_last(survey, photograph):
    kept = [
        keep_picture(survey, photograph(f"{place}.jpg", left=colour, taken=taken))
        for place, (colour, taken) in enumerate([("red", "2026:09:01"), ("green", ""), ("blue", "2026:03:02"), ("gray", "")])
    ]
    with survey.change("登记") as change:
        home = change.save(Household(head="李国兰"))
        change.save(Water(household=home.id, pictures=frozenset({kept[3]})))
        change.save(
            Housing(household=home.id, name="正房", pictures=frozenset({kept[0], kept[2]}), report_picture=frozenset({kept[1]}))
        )
    found = pictures_of(survey.reader.dossier(home.id), survey.photos)
    of_house = [one for one in found if one.of == "正房"]
    assert [one.digest for one in of_house] == [kept[2], kept[0], kept[1]]
    assert [one.field.label for one in of_house] == ["房屋照片", "房屋照片", "报告照片"]
    assert [(one.of, one.digest, one.day) for one in found if one not in of_house] == [("饮水", kept[3], None)]


def test_a_picture_that_is_missing_still_stands_where_it_belongs(survey):
    with survey.change("登记") as change:
        home = change.save(Household(head="李国兰"))
        change.save(Housing(household=home.id, pictures=frozenset({"0" * 64})))
    [found] = pictures_of(survey.reader.dossier(home.id), survey.photos)
    assert (found.of, found.day) == ("房屋", None)
