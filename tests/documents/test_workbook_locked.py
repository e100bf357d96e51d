"""A workbook under a password: nothing of it lies open on the disk, and only a book that opens again gets its name."""

import tempfile
from io import BytesIO
from pathlib import Path

import msoffcrypto
import pytest
from msoffcrypto.exceptions import InvalidKeyError
from python_calamine import CalamineWorkbook, PasswordError

from fieldapp.base.errors import FieldAppError
from fieldapp.documents import workbook
from fieldapp.documents.edition import LONGEST_PASSWORD, Edition
from fieldapp.documents.locking import unlocked
from fieldapp.documents.workbook import write_workbook
from tests.documents.homes import COVER, VILLAGE, li, lone
from tests.documents.reading import cells_of

PASSWORD = '青山 Pä𠮷<&>"1'
LOCKED = Edition.locked(PASSWORD)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "走访.xlsx"


def test_a_locked_book_opens_with_its_password_and_tells_the_same_as_the_open_one(out, tmp_path):
    written = write_workbook(out, VILLAGE, [li(), lone()], **COVER, edition=LOCKED)
    plain = tmp_path / "plain.xlsx"
    bare = write_workbook(plain, VILLAGE, [li(), lone()], **COVER)
    mine, theirs = cells_of(unlocked(out.read_bytes(), PASSWORD)), cells_of(plain)
    for title in set(theirs) - {"说明", "_meta"}:
        assert mine[title] == theirs[title], title
    assert ["edition", "locked"] in mine["_meta"]
    assert written.rows == bare.rows


def test_it_is_locked_as_excel_locks_books(out):
    write_workbook(out, VILLAGE, [li()], **COVER, edition=LOCKED)
    with pytest.raises(PasswordError):
        CalamineWorkbook.from_path(out)
    with out.open("rb") as file:
        book = msoffcrypto.OfficeFile(file)
        assert (book.format, book.type, book.info["passwordKeyBits"]) == ("ooxml", "agile", 256)
        assert book.info["spinValue"] >= 100_000
        with pytest.raises(InvalidKeyError):
            book.load_key(PASSWORD.lower(), verify_password=True)


def test_no_word_of_it_lies_open_in_any_file(out, tmp_path, monkeypatch):
    lain = []
    settled = workbook.settle

    def look(part: Path) -> None:
        lain.extend(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
        settled(part)

    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setattr(workbook, "settle", look)
    write_workbook(out, VILLAGE, [li()], **COVER, edition=LOCKED)
    assert [content[:8] for content in lain] == [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
    for content in (*lain, out.read_bytes()):
        assert b"xl/worksheets" not in content
        assert "李大山".encode() not in content
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [out]


@pytest.mark.parametrize("place", [0.02, 0.5, 0.9])
def test_a_locked_book_that_was_damaged_on_its_way_gets_no_name(out, monkeypatch, place):
    out.write_bytes(b"old")
    settled = workbook.settle

    def damage(part: Path) -> None:
        settled(part)
        content = bytearray(part.read_bytes())
        content[int(len(content) * place)] ^= 1
        part.write_bytes(content)

    monkeypatch.setattr(workbook, "settle", damage)
    with pytest.raises(FieldAppError) as refused:
        write_workbook(out, VILLAGE, [li()] * 20, **COVER, edition=LOCKED)
    assert refused.value.advice
    assert out.read_bytes() == b"old"
    assert list(out.parent.iterdir()) == [out]


def test_a_changed_bit_and_a_wrong_password_do_not_open(out):
    write_workbook(out, VILLAGE, [li()], **COVER, edition=LOCKED)
    content = bytearray(out.read_bytes())
    with pytest.raises(FieldAppError, match="打不开"):
        unlocked(bytes(content), PASSWORD + " ")
    content[len(content) // 2] ^= 1
    with pytest.raises(FieldAppError, match="打不开"):
        unlocked(bytes(content), PASSWORD)


@pytest.mark.parametrize(("password", "said"), [
    ("", "密码是空的"), ("  ", "密码是空的"), ("\ud800", "打不出来"), ("长" * (LONGEST_PASSWORD + 1), "256 个字"), ("𠮷" * 128, "256 个字"),
])  # fmt: skip
def test_a_password_that_nobody_could_type_is_refused_with_advice(password, said):
    with pytest.raises(FieldAppError, match=said) as refused:
        Edition.locked(password)
    assert refused.value.advice.endswith("。")


def test_a_password_as_long_as_excel_takes_locks_and_opens(out):
    longest = "长" * LONGEST_PASSWORD
    write_workbook(out, VILLAGE, [], **COVER, edition=Edition.locked(longest))
    assert isinstance(unlocked(out.read_bytes(), longest), BytesIO)
