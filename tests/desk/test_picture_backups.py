"""Pictures go into the backups, and come back out of them."""

import hashlib

import pytest

from fieldapp.base.errors import Cancelled, FieldAppError
from fieldapp.desk import keeping
from fieldapp.desk.opening import close_survey, new_survey, opened
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.store.connection import Key, connect
from fieldapp.store.photos import Photos, companion
from fieldapp.store.survey import Survey
from tests.desk.test_keeping import at

PICTURES = {f"{number}.jpg": f"picture {number} ".encode() * 2000 for number in range(24)}


def id_of(picture: bytes) -> str:
    return hashlib.sha256(picture).hexdigest()


def picture(survey: Survey, *names: str) -> None:
    """A house with these pictures on it."""
    ids = frozenset(survey.photos.add(name, PICTURES[name], "2026-11-22T12:00:00") for name in names)
    with survey.change("拍照") as change:
        home = change.save(Household(head="李国兰"))
        change.save(Housing(household=home.id, name="正房", pictures=ids))


@pytest.fixture(params=["", "密"], ids=["plain", "encrypted"])
def password(request):
    return request.param


@pytest.fixture
def path(tmp_path, password):
    """A village of one house with two pictures, backed up on the first of November."""
    path = tmp_path / "村.survey"
    survey = new_survey(path, "石桥村", "999999201201", by="韩", clock=at(1), password=password)
    picture(survey, "0.jpg", "1.jpg")
    close_survey(survey)
    return path


def pictures(path, password) -> set[bytes]:
    """Every picture of a companion, read and held against its id."""
    photos = Photos.at(path, Key.of(password, path))
    return {photos.get(id) for id in photos.ids()}


def test_the_pictures_stand_beside_the_backups_once_and_only_new_ones_are_copied(path, password):
    kept = companion(keeping.backups(path)[0])
    assert pictures(kept, password) == {PICTURES["0.jpg"], PICTURES["1.jpg"]}
    with opened(path, clock=at(2), password=password) as survey:
        picture(survey, "2.jpg")
        told = []
        assert keeping.backup_of_the_day(survey, told.append) == []
        assert told == [0], "one picture was to be copied"
        assert keeping.is_backed_up_today(survey)
        survey.photos.add("3.jpg", PICTURES["3.jpg"], "t")
        assert not keeping.is_backed_up_today(survey)
        keeping.backup_of_the_day(survey)
        assert keeping.is_backed_up_today(survey)
    assert companion(keeping.backups(path)[0]) == kept
    assert len(pictures(kept, password)) == 4


def test_the_second_place_gets_the_pictures_and_they_are_encrypted_like_the_survey(path, password, tmp_path):
    with opened(path, clock=at(2), password=password) as survey:
        survey.note(keeping.SECOND_PLACE, str(tmp_path / "优盘"))
        assert keeping.backup_of_the_day(survey) == []
    kept = companion(tmp_path / "优盘" / "村-2026-11-02.survey")
    assert kept.name.startswith("村-照片")
    assert pictures(kept, password) == {PICTURES["0.jpg"], PICTURES["1.jpg"]}
    assert (b"picture" in kept.read_bytes()) == (not password)


def test_ended_in_between_what_is_there_stays_and_the_next_backup_goes_on_with_the_rest(path, password):
    with opened(path, clock=at(2), password=password) as survey:
        picture(survey, *PICTURES)

        def impatient(done: int) -> None:
            if done >= 50:
                raise Cancelled

        with pytest.raises(Cancelled):
            keeping.backup_of_the_day(survey, impatient)
        kept = companion(keeping.backups(path)[0])
        assert len(pictures(kept, password)) == 2 + 10, "a slice is kept whole or not at all; two were there before"
        assert not keeping.is_backed_up_today(survey)
        assert keeping.backup_of_the_day(survey) == []
        assert len(pictures(kept, password)) == 24


def test_a_day_that_a_person_tells_later_goes_into_the_backup(path, password):
    [day] = {at(1).today()}
    with opened(path, clock=at(2), password=password) as survey:
        survey.photos.say_day([id_of(PICTURES["0.jpg"])], day)
        keeping.backup_of_the_day(survey)
        kept = Photos.at(companion(keeping.backups(path)[0]), survey.key)
    assert [photo.day for photo in kept.known([id_of(PICTURES["0.jpg"]), id_of(PICTURES["1.jpg"])]).values()] == [day, None]


def test_a_lost_village_comes_back_with_its_pictures(path, password):
    backup = keeping.backups(path)[0]
    for one in (path, path.with_name("村.survey.photos")):
        one.unlink()
    done = keeping.restore(backup, path, by="韩", clock=at(3), password=password)
    assert (done.aside, done.lost) == (None, ())
    assert pictures(path.with_name("村.survey.photos"), password) == {PICTURES["0.jpg"], PICTURES["1.jpg"]}


def test_what_is_put_aside_keeps_its_pictures_and_drafts_stay_with_the_village(path, password):
    backup = keeping.backups(path)[0]
    with opened(path, clock=at(2), password=password) as survey:
        picture(survey, "2.jpg")
        survey.drafts.keep("visit", {"x": "y"})
    done = keeping.restore(backup, path, by="韩", clock=at(3), password=password)
    with opened(done.aside, clock=at(3), password=password) as survey:
        assert survey.photos.get(id_of(PICTURES["2.jpg"])) == PICTURES["2.jpg"]
    with opened(path, clock=at(3), password=password) as survey:
        assert len(survey.reader.households()) == 1
        assert survey.drafts.load("visit") == {"x": "y"}


def test_missing_and_altered_pictures_are_named_and_do_not_stop_restoring(path, password, tmp_path):
    backup = keeping.backups(path)[0]
    kept = companion(backup)
    with connect(kept, Key.of(password, kept)) as meddler:
        meddler.execute("update photo set bytes = ? where name = '0.jpg'", [b"false"])
        meddler.execute("delete from photo where name = '1.jpg'")
    meddler.close()
    done = keeping.restore(backup, tmp_path / "新.survey", by="韩", password=password)
    assert done.lost == ("李国兰家正房的房屋照片不见了", "李国兰家正房的房屋照片被改动过")
    done = keeping.restore(backup, path, by="韩", password=password)
    assert done.lost == (), "they are taken from what was put aside"
    assert len(pictures(path.with_name("村.survey.photos"), password)) == 2


def test_a_companion_that_is_rubbish_is_told_and_the_village_comes_back_all_the_same(path, password, tmp_path):
    backup = keeping.backups(path)[0]
    companion(backup).write_bytes(b"rubbish " * 1000)
    done = keeping.restore(backup, tmp_path / "新.survey", by="韩", password=password)
    assert done.lost[0].startswith("备份里的照片读不出来")
    assert len(done.lost) == 3
    with opened(tmp_path / "新.survey", password=password) as survey:
        assert len(survey.reader.households()) == 1


def test_an_altered_picture_does_not_go_into_the_backup_and_never_over_a_good_one(path, password):
    with opened(path, clock=at(2), password=password) as survey:
        picture(survey, "2.jpg")
        with connect(survey.photos.path, survey.key) as meddler:
            meddler.execute("update photo set bytes = ? where name in ('0.jpg', '2.jpg')", [b"false"])
        meddler.close()
        [told] = keeping.backup_of_the_day(survey)
        assert "有 1 张照片被改动过" in told
        assert "2.jpg" in told
    assert pictures(companion(keeping.backups(path)[0]), password) == {PICTURES["0.jpg"], PICTURES["1.jpg"]}


@pytest.mark.parametrize(("old", "new"), [("", "新"), ("旧", "新"), ("旧", "")])
def test_under_a_new_password_a_new_companion_begins_and_the_old_one_goes_with_its_last_backup(tmp_path, monkeypatch, old, new):
    monkeypatch.setattr(keeping, "KEPT", 2)
    path = tmp_path / "村.survey"
    survey = new_survey(path, "石桥村", "999999201201", clock=at(1), password=old)
    picture(survey, "0.jpg")
    close_survey(survey)
    [before] = keeping.backups(path)
    keeping.set_password(path, by="韩", old=old, new=new)
    for day in range(2, 2 + keeping.KEPT):
        assert companion(before).exists()
        if day == 2:
            assert keeping.restore(before, tmp_path / "旧.survey", by="韩", password=old).lost == ()
        with opened(path, clock=at(day), password=new) as survey:
            picture(survey, "0.jpg")
    assert [companion(keeping.backups(path)[0])] == list(keeping.backup_folder(path).glob("*.photos"))
    assert keeping.restore(keeping.backups(path)[0], tmp_path / "新.survey", by="韩", password=new).lost == ()


def test_a_backup_by_hand_is_one_file_with_a_companion_of_its_own(path, password, tmp_path):
    with opened(path, password=password) as survey:
        picture(survey, "2.jpg")
        for _ in range(2):
            assert keeping.back_up(survey, tmp_path / "手.survey") == []
        assert keeping.back_up(survey, tmp_path / "村-2026-11-22.survey") == []
    assert len(pictures(tmp_path / "手.survey.photos", password)) == 3
    done = keeping.restore(tmp_path / "手.survey", tmp_path / "新.survey", by="韩", password=password)
    assert done.lost == ()
    assert len(pictures(tmp_path / "新.survey.photos", password)) == 3
    assert not list(tmp_path.glob(".*.fresh*"))


def test_checking_reads_every_picture_of_a_village_and_of_a_backup(path, password):
    backup = keeping.backups(path)[0]
    before = backup.read_bytes()
    for one in (path, backup):
        told = keeping.verify(one, by="韩", password=password)
        assert (told.soundness.troubles, told.pictures, told.lost) == ((), 2, ())
    assert backup.read_bytes() == before, "a backup is not written in"
    for one in (path.with_name("村.survey.photos"), companion(backup)):
        with connect(one, Key.of(password, one)) as meddler:
            meddler.execute("update photo set bytes = x'00' where name = '0.jpg'")
        meddler.close()
    for one in (path, backup):
        assert keeping.verify(one, by="韩", password=password).lost == ("李国兰家正房的房屋照片被改动过",)


def test_a_full_second_place_is_told_and_the_first_has_everything(path, password, tmp_path):
    with opened(path, clock=at(2), password=password) as survey:
        survey.note(keeping.SECOND_PLACE, str(tmp_path / "优盘"))
        keeping.backup_of_the_day(survey)
        taken = companion(tmp_path / "优盘" / "村-2026-11-02.survey")
        taken.unlink()
        taken.mkdir()
        [told] = keeping.backup_of_the_day(survey)
        assert told.startswith("第二备份位置的照片没有备份成")
        assert keeping.is_backed_up_today(survey)


def test_leaving_does_not_wait_for_many_pictures(path, password, monkeypatch):
    monkeypatch.setattr("fieldapp.desk.opening.LEAVING", -1.0)
    survey = Survey.open(path, by="韩", clock=at(2), password=password)
    picture(survey, "2.jpg")
    assert close_survey(survey) == ["照片还没有备份完，下次打开时接着备份。"]
    with Survey.open(path, by="韩", clock=at(2), password=password) as survey:
        assert not keeping.is_backed_up_today(survey)
        assert keeping.backup_of_the_day(survey) == []
        assert keeping.is_backed_up_today(survey)


def test_a_changing_of_the_password_that_is_ended_leaves_everything_as_it_was(path, password):
    def impatient(done: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(FieldAppError, match="已取消"):
        keeping.set_password(path, by="韩", old=password, new="另一个", step=impatient)
    with opened(path, password=password) as survey:
        assert survey.photos.get(id_of(PICTURES["1.jpg"])) == PICTURES["1.jpg"]
    assert not list(path.parent.glob(".*.fresh*"))
