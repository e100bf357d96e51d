"""Whatever happens to the stick while a workbook is written: what stood there is untouched, and the cause is named."""

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.desk.departures import hand_overs
from fieldapp.desk.handing_over import Book, Enclosed, log, write_book
from fieldapp.documents.edition import FULL, Edition
from fieldapp.documents.slip import slip_of
from fieldapp.store.survey import Survey
from tests.documents.shots import shot
from tests.ui import village

LOCKED = Edition.locked("密 1")
TROUBLES = {errno.ENOSPC: "磁盘空间不够", errno.EROFS: "只能读", errno.EIO: "U 盘是不是拔出了"}
"""What may happen to a stick, and what is said of it."""
KINDS = {"open": FULL, "locked": LOCKED, "photos": LOCKED}


class Stick:
    """Counts every call that writes into a folder, and lets the one of a number fail as a stick does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.calls, self.fails_at, self.trouble = 0, 0, errno.EIO
        self._folder = folder
        opened, sync, renamed = io.open, os.fsync, Path.replace

        def opening(file, mode="r", *args, **options):
            if not set(mode) & set("wxa+") or not str(file).startswith(str(folder)):
                return opened(file, mode, *args, **options)
            self.called()
            raw = _Raw(self, str(file), mode.replace("b", "").replace("t", ""))
            buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
            return buffered if "b" in mode else io.TextIOWrapper(buffered, options.get("encoding"))

        def syncing(descriptor):
            self.called()
            sync(descriptor)

        def renaming(path, target):
            self.called()
            return renamed(path, target)

        monkeypatch.setattr(io, "open", opening)
        monkeypatch.setattr("builtins.open", opening)
        monkeypatch.setattr(os, "fsync", syncing)
        monkeypatch.setattr(Path, "replace", renaming)

    def called(self) -> None:
        self.calls += 1
        if self.calls == self.fails_at:
            raise OSError(self.trouble, os.strerror(self.trouble))


class _Raw(io.FileIO):
    def __init__(self, stick: Stick, file: str, mode: str) -> None:
        super().__init__(file, mode)
        self._stick = stick

    def write(self, content) -> int:
        self._stick.called()
        return super().write(content)


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    with village.settle(tmp_path_factory.mktemp("village") / "石桥.survey") as survey:
        digest = survey.photos.add("房.jpg", shot((40, 30)), "2026-11-01T08:00:00+08:00")
        with survey.change("照片") as change:
            change.save(village.HOUSE.replace(pictures=frozenset({digest})))
        yield survey


@pytest.fixture
def export(survey: Survey, tmp_path: Path, monkeypatch) -> Callable[[str], tuple[Stick, Path, Callable[[], Book]]]:
    def ready(kind: str) -> tuple[Stick, Path, Callable[[], Book]]:
        folder = tmp_path / "优盘"
        folder.mkdir()
        path = folder / ("a.zip" if kind == "photos" else "a.xlsx")
        path.write_bytes(b"old")
        enclosed = Enclosed(survey.photos) if kind == "photos" else None
        stick = Stick(monkeypatch, folder)
        return stick, path, lambda: write_book(survey.reader, path, by="韩立", at=village.NOW, edition=KINDS[kind], enclosed=enclosed)

    return ready


def attempted(write: Callable[[], Book]) -> tuple[Book | None, FieldAppError | None]:
    try:
        return write(), None
    except FieldAppError as told:
        return None, told


@pytest.mark.parametrize(("kind", "step"), [
    ("photos", 1), ("open", 4), pytest.param("open", 1, marks=pytest.mark.slow), pytest.param("locked", 1, marks=pytest.mark.slow),
])  # fmt: skip
def test_at_every_call_that_writes_the_old_book_stays_and_the_cause_is_named(export, survey, kind, step):
    stick, path, write = export(kind)
    write()
    whole, slip = stick.calls, slip_of(path)
    assert whole > 10
    refused = 0
    for number in range(1, whole + 1, step):
        path.write_bytes(b"old")
        slip.unlink(missing_ok=True)
        trouble = list(TROUBLES)[number % len(TROUBLES)]
        stick.calls, stick.fails_at, stick.trouble = 0, number, trouble
        book, told = attempted(write)
        stick.fails_at = 0
        if told:
            refused += 1
            assert path.read_bytes() == b"old", number
            assert TROUBLES[trouble] in told.what + told.advice, number
            assert path.stem in told.what, number
            assert list(path.parent.iterdir()) == [path], number
        else:  # the book was whole before: at most its slip is not there, and that is told
            assert path.read_bytes() != b"old", number
            assert (TROUBLES[trouble] in book.trouble) != slip.exists(), number
    assert refused >= (whole - 8) // step
    assert hand_overs(survey.reader) == []


def test_the_slip_tells_what_the_file_is(export, survey):
    _, path, write = export("photos")
    book = write()
    lines = dict(line.split("：", 1) for line in slip_of(path).read_text("utf-8-sig").splitlines() if "：" in line)
    assert lines["文件"] == "a.zip"
    assert lines["大小"] == f"{path.stat().st_size:,} 字节"
    assert (lines["SHA-256"], lines["对账码"]) == (book.told.sha256, survey.code())
    assert (lines["谁导出"], lines["什么时候"], lines["版本"], lines["照片"]) == ("韩立", "2026-11-22 21:07", "加密码", "1 张")
    assert "农户 3 行" in lines["行数"]
    assert "李国兰" not in slip_of(path).read_text("utf-8-sig")


def test_what_went_wrong_with_the_slip_does_not_stop_the_log(export, survey, tmp_path):
    _, path, write = export("open")
    slip_of(path).mkdir()
    book = write()
    assert "没有写成" in book.trouble or "文件夹" in book.trouble
    log(survey, book)
    assert [one.file for one in hand_overs(survey.reader)] == ["a.xlsx"]
