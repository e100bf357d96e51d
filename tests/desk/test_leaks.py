"""Raw bytes: nothing of a planted name, number or telephone lies in what is locked, beside it, or in a temporary file."""

import tempfile
from pathlib import Path

import pytest

from fieldapp.base.clock import Clock
from fieldapp.desk.departures import departures, log_papers
from fieldapp.desk.enrolling import new_key
from fieldapp.desk.handing_over import KEY, Enclosed, hand_over, log, under_key, write_book
from fieldapp.desk.keeping import set_password
from fieldapp.desk.receiving import Outcome, receive
from fieldapp.documents import landing, workbook
from fieldapp.documents.edition import FULL
from fieldapp.records.household import Household
from fieldapp.records.member import Member, Relation
from fieldapp.store.received import Received
from fieldapp.store.survey import Survey
from tests.books import number
from tests.documents.shots import shot
from tests.ui import village

NAME, NUMBER, PHONE = "欧阳婉清", number("19710203", 17), "13912345678"
PICTURE = shot((40, 30))
MARKERS = [text.encode(code) for text in (NAME, NUMBER, PHONE) for code in ("utf-8", "utf-16-le", "gb18030")] + [PICTURE[20:80]]
PASSWORD = "档案密码"
CLOCK = Clock(lambda: village.NOW)


def leaks(*places: Path) -> list[str]:
    """Where a marker lies open: in bytes or in the name of a file."""
    files = [one for place in places for one in ([place] if place.is_file() else place.rglob("*")) if one.is_file()]
    return [one.name for one in files if any(marker in one.read_bytes() or marker in one.name.encode() for marker in MARKERS)]


@pytest.fixture(scope="module")
def key() -> str:
    return new_key()


@pytest.fixture
def survey(tmp_path, key):
    """A village with a password, enrolled, whose people are the markers."""
    (tmp_path / "村").mkdir()
    with Survey.create(tmp_path / "村" / "石桥.survey", village.VILLAGE, by="韩立", clock=CLOCK, password=PASSWORD) as survey:
        digest = survey.photos.add("房.jpg", PICTURE, village.NOW.isoformat())
        with survey.change("登记") as change:
            home = change.save(Household(head=NAME, phone=PHONE))
            change.save(Member(household=home.id, name=NAME, number=NUMBER, relation=Relation.HEAD))
            change.save(village.HOUSE.replace(household=home.id, sleepers=None, pictures=frozenset({digest})))
        survey.note(KEY, key)
        yield survey


@pytest.fixture
def lain(tmp_path, monkeypatch) -> list[str]:
    """What lay open while something was written, seen whenever a part of it has reached the disk."""
    found: list[str] = []
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    settled = landing.settle

    def look(part: Path) -> None:
        settled(part)
        found.extend(leaks(tmp_path))

    for module in (workbook, landing):
        monkeypatch.setattr(module, "settle", look)
    monkeypatch.setattr("fieldapp.desk.evidence.settle", look)
    return found


def test_the_markers_are_found_where_they_do_lie_open(survey, tmp_path):
    hand_over(survey, tmp_path / "open.xlsx", edition=FULL)
    import zipfile

    with zipfile.ZipFile(tmp_path / "open.xlsx") as book:
        book.extractall(tmp_path / "parts")
    assert leaks(tmp_path / "parts")


def test_a_locked_book_and_a_package_leave_nothing_open_during_and_after(survey, tmp_path, lain):
    out = tmp_path / "优盘"
    out.mkdir()
    for name, enclosed in (("a.xlsx", None), ("a.zip", Enclosed(survey.photos))):
        edition = under_key(survey.reader)
        log(survey, write_book(survey.reader, out / name, by="韩立", at=village.NOW, edition=edition, enclosed=enclosed))
    log_papers(survey, "帮扶计划", 1)
    assert lain == []
    assert sorted(one.name for one in out.iterdir()) == ["a.xlsx", "a.xlsx.回执.txt", "a.zip", "a.zip.回执.txt"]
    assert leaks(tmp_path) == []
    assert list((tmp_path / "temp").iterdir()) == []


def test_what_an_encrypted_survey_has_received_is_kept_under_its_password(survey, tmp_path):
    hand_over(survey, tmp_path / "open.xlsx", edition=FULL)
    (tmp_path / "乙").mkdir()
    with Survey.create(tmp_path / "乙" / "石桥.survey", village.VILLAGE, by="何敏", clock=CLOCK, password="另一个") as other:
        other.note(KEY, survey.reader.about(KEY))
        assert receive(other, tmp_path / "open.xlsx").outcome is Outcome.TAKEN
        [kept] = Received(other.path, other.key).all()
        assert Received(other.path, other.key).get(kept.sha256) == (tmp_path / "open.xlsx").read_bytes()
        assert other.code() == survey.code()
    assert leaks(tmp_path / "乙") == []
    assert b"PK\x03\x04" not in (tmp_path / "乙" / "石桥.survey.received").read_bytes()


def test_a_password_that_is_set_later_locks_what_had_come_before(tmp_path):
    with village.settle(tmp_path / "石桥.survey") as survey:
        Received(survey.path, survey.key).keep("a.xlsx", NAME.encode(), "2026-11-22")
    beside = tmp_path / "石桥.survey.received"
    assert leaks(beside) == [beside.name]
    set_password(tmp_path / "石桥.survey", by="韩立", old="", new="密 1")
    assert leaks(beside) == []
    with Survey.open(tmp_path / "石桥.survey", by="韩立", clock=CLOCK, password="密 1") as survey:
        [kept] = Received(survey.path, survey.key).all()
        assert Received(survey.path, survey.key).get(kept.sha256) == NAME.encode()


def test_the_log_names_who_what_when_and_of_how_many_and_nobody_of_them(survey, tmp_path):
    hand_over(survey, tmp_path / "a.xlsx", edition=under_key(survey.reader))
    log_papers(survey, "帮扶计划 打印机", 3)
    papers, book = departures(survey.reader)
    assert (papers.by, papers.file, papers.edition, papers.households) == ("韩立", "帮扶计划 打印机", "papers", 3)
    assert (book.file, book.edition, book.households) == ("a.xlsx", "locked", 1)
    told = repr(departures(survey.reader))
    assert not any(text in told for text in (NAME, NUMBER, PHONE, under_key(survey.reader).password))
