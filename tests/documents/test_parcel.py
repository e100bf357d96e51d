"""A package with pictures: what goes in comes out, names lie open and nothing else does, and no zip can do harm."""

import csv
import datetime as dt
import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest
import pyzipper

from fieldapp.base.errors import BadBook, FieldAppError
from fieldapp.documents import parcel
from fieldapp.documents.packing import MISSING, Picture, pack, require_packed
from fieldapp.documents.parcel import BOOK, FOLDER, HEADS, INDEX, is_parcel, open_parcel
from tests.documents.shots import shot

AT = dt.datetime(2026, 11, 22, 21, 7)
LOCKED = b"\xd0\xcf\x11\xe0" + os.urandom(3000)
ONE, TWO = shot((40, 30)), shot((30, 40), kind="PNG")
PASSWORD = "密码 1"


def digest(picture: bytes) -> str:
    return hashlib.sha256(picture).hexdigest()


PICTURES = [
    Picture(digest(ONE), ONE, "房.jpg", dt.date(2026, 3, 2), "530100000017", "李国兰", "正房的房屋照片"),
    Picture(digest(TWO), TWO, "=1+1.png", None, "", "", "饮水的报告"),
    Picture("f" * 64, None, question="计划的照片"),
]


@pytest.fixture
def packed(tmp_path) -> Path:
    pack(tmp_path / "a.zip", LOCKED, PICTURES, PASSWORD, AT)
    return tmp_path / "a.zip"


def written(path: Path, entries: dict[str, bytes], *, password: str = PASSWORD, compression: int = zipfile.ZIP_STORED) -> Path:
    with pyzipper.AESZipFile(path, "w", compression, encryption=pyzipper.WZ_AES if password else None) as archive:
        archive.setpassword(password.encode() or None)
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_book_pictures_and_index_come_out_as_they_went_in(packed):
    found = open_parcel(packed, ["错", PASSWORD])
    assert found.book == LOCKED
    assert dict(found.pictures()) == {digest(ONE): ONE, digest(TWO): TWO}
    assert found.index[digest(ONE)] == ("房.jpg", dt.date(2026, 3, 2), "李国兰家正房的房屋照片")
    assert found.index["f" * 64].what == "计划的照片"
    assert found.others == ()
    assert is_parcel(packed)


def test_the_index_is_a_table_that_every_program_shows_as_it_is(packed):
    with pyzipper.AESZipFile(packed) as archive:
        archive.setpassword(PASSWORD.encode())
        rows = list(csv.reader(io.StringIO(archive.read(INDEX).decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADS
    assert rows[1][1:] == ["房.jpg", "2026-03-02", "\t530100000017", "李国兰", "正房的房屋照片", ""]
    assert rows[2][1] == "\t=1+1.png"
    assert rows[3][-1] == MISSING


def test_every_entry_is_under_aes_256_and_only_its_name_lies_open(packed):
    with pyzipper.AESZipFile(packed) as archive:
        assert {entry.filename for entry in archive.infolist()} == {
            BOOK, INDEX, f"{FOLDER}{digest(ONE)}.jpg", f"{FOLDER}{digest(TWO)}.png"
        }  # fmt: skip
        assert {entry.wz_aes_strength for entry in archive.infolist()} == {3}
    content = packed.read_bytes()
    for marker in ("李国兰".encode(), b"530100000017", ONE[20:60], TWO[8:40], LOCKED[100:140]):
        assert marker not in content


def test_an_altered_picture_is_none_and_the_others_are_there(tmp_path):
    path = written(tmp_path / "a.zip", {BOOK: LOCKED, f"{FOLDER}{digest(ONE)}.jpg": TWO, f"{FOLDER}{digest(TWO)}.png": TWO})
    assert dict(open_parcel(path, [PASSWORD]).pictures()) == {digest(ONE): None, digest(TWO): TWO}


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.7, 0.9])
def test_a_flipped_byte_is_told_or_harmless_and_never_another_content(packed, share):
    content = bytearray(packed.read_bytes())
    content[int(len(content) * share)] ^= 1
    packed.write_bytes(content)
    try:
        found = open_parcel(packed, [PASSWORD])
    except BadBook:
        return
    assert found.book == LOCKED
    assert all(picture is None or digest(picture) == name for name, picture in found.pictures())


@pytest.mark.parametrize("passwords", [[], [""], ["密码 2", "x"]])
def test_without_the_password_nothing_opens(packed, passwords):
    with pytest.raises(BadBook, match="密码"):
        open_parcel(packed, passwords)


@pytest.mark.parametrize("length", [10, 100, 3000])
def test_one_that_was_cut_off_is_damaged(packed, length):
    packed.write_bytes(packed.read_bytes()[:-length])
    with pytest.raises(BadBook, match="已损坏"):
        open_parcel(packed, [PASSWORD])


@pytest.mark.parametrize("name", ["../a.xlsx", "/etc/passwd", "照片/../../a.jpg", "C:evil.exe", "照片\\..\\a", ".."])
def test_names_that_lead_out_of_a_folder_are_refused(tmp_path, name):
    entry = zipfile.ZipInfo("x")
    entry.filename = name
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(BOOK, LOCKED)
        archive.writestr(entry, b"")
    with pytest.raises(BadBook, match="文件名不对"):
        open_parcel(tmp_path / "a.zip", [])


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(BOOK, LOCKED)
        archive.writestr(BOOK, b"other")
    with pytest.raises(BadBook, match="文件名不对"):
        open_parcel(tmp_path / "a.zip", [])


def test_what_would_unpack_to_more_than_a_machine_holds_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(parcel, "LARGEST", 2**20)
    path = written(tmp_path / "a.zip", {BOOK: bytes(2**21)}, compression=zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 10_000
    with pytest.raises(BadBook, match="太大"):
        open_parcel(path, [PASSWORD])


def test_a_picture_larger_than_we_keep_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(parcel, "LARGEST_PICTURE", 1000)
    big = bytes(1001)
    path = written(tmp_path / "a.zip", {BOOK: LOCKED, f"{FOLDER}{digest(big)}.jpg": big})
    assert dict(open_parcel(path, [PASSWORD]).pictures()) == {digest(big): None}


def test_a_list_of_too_many_entries_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(parcel, "MOST", 3)
    path = written(tmp_path / "a.zip", {BOOK: LOCKED, **{f"x{n}": b"" for n in range(3)}})
    with pytest.raises(BadBook, match="太大"):
        open_parcel(path, [PASSWORD])


def test_entries_packed_in_a_way_that_eats_memory_are_not_unpacked(tmp_path):
    path = written(tmp_path / "a.zip", {BOOK: LOCKED}, compression=zipfile.ZIP_LZMA)
    with pytest.raises(BadBook, match="已损坏"):
        open_parcel(path, [PASSWORD])


def test_what_lies_beside_is_named_and_an_unreadable_index_tells_nothing(tmp_path):
    path = written(tmp_path / "a.zip", {BOOK: LOCKED, INDEX: b'\xff\xfe\0"', "照片/王.jpg": ONE, "读我.txt": b"x"})
    found = open_parcel(path, [PASSWORD])
    assert (found.index, found.others, list(found.pictures())) == ({}, ("照片/王.jpg", "读我.txt"), [])


def test_a_workbook_and_any_other_zip_are_no_packages(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    (tmp_path / "b.zip").write_bytes(b"PK")
    (tmp_path / "c.csv").write_bytes(BOOK.encode())
    assert not any(is_parcel(tmp_path / name) for name in ("a.xlsx", "b.zip", "c.csv"))


def test_reading_it_again_finds_what_the_disk_holds_otherwise(packed):
    require_packed(packed, LOCKED, [digest(ONE), digest(TWO)], PASSWORD)
    for book, digests in (
        (LOCKED + b"x", [digest(ONE), digest(TWO)]),
        (LOCKED, [digest(ONE)]),
        (LOCKED, [digest(ONE), "0" * 64]),
    ):
        with pytest.raises(FieldAppError, match="写好后核对"):
            require_packed(packed, book, digests, PASSWORD)
