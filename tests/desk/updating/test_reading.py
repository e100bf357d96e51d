"""The update drill: every file of a bundle is read before anything else; a bad stick is found out, and a strange archive."""

import io
import tarfile
import zipfile

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.base.program import CONSOLE, WINDOW, system
from fieldapp.desk import installing
from fieldapp.desk.updating import Chapter, news
from tests.bundles import NEW, OLD, lay, pack
from tests.desk.updating.conftest import checked


def test_a_whole_one_is_told_to_be_whole_and_what_is_new(newer, stick, running):
    found = checked(stick, running)
    assert len(found.packed) == 6
    assert found.size > 300_000
    assert news(found.changes, running.version) == [
        Chapter("0.2.0", ("收入：一季一记。", "照片按月收起。")),
        Chapter("0.1.5", ("字号跟着系统走。",)),
    ]


def test_nothing_is_new_in_what_we_have_and_a_list_without_versions_tells_nothing():
    assert news("## 0.1.0\n\n- 第一版。\n", "0.1.0") == []
    assert news("- 没有标题\n", "0.0.1") == []


def test_a_turned_byte_a_missing_file_and_several_are_named(stick, running):
    folder = lay(stick / WINDOW, NEW)
    (folder / CONSOLE).write_text("other")
    (folder / "_internal" / "说明 1.txt").unlink()
    with pytest.raises(FieldAppError) as told:
        checked(stick, running)
    assert f"{CONSOLE}(坏了)、_internal/说明 1.txt(没有)" in told.value.what


def test_a_link_that_leads_nowhere_any_more_is_found_out(stick, running):
    (lay(stick / WINDOW, NEW) / "_internal/PySide6/libQt.so.6").unlink()
    with pytest.raises(FieldAppError, match=r"libQt\.so\.6"):
        checked(stick, running)


@pytest.mark.parametrize("part", [0.0, 0.4, 0.9])
@pytest.mark.parametrize("ending", ["tar.xz", "zip"])
def test_an_archive_of_which_the_end_is_missing_is_refused(tmp_path, stick, running, ending, part):
    packed = pack(lay(tmp_path / "made" / WINDOW, NEW), stick, NEW, ending=ending)
    packed.write_bytes(packed.read_bytes()[: int(packed.stat().st_size * part)])
    with pytest.raises(FieldAppError, match="没有拷完整"):
        checked(stick, running)


@pytest.mark.parametrize("ending", ["tar.xz", "zip"])
def test_an_archive_with_a_bad_spot_is_refused_wherever_it_is(tmp_path, stick, running, ending):
    packed = pack(lay(tmp_path / "made" / WINDOW, NEW), stick, NEW, ending=ending)
    whole = packed.read_bytes()
    for at in range(0, len(whole), len(whole) // 23):
        packed.write_bytes(whole[:at] + bytes(255 - byte for byte in whole[at : at + 8]) + whole[at + 8 :])
        try:
            found = checked(packed, running)
        except FieldAppError:
            continue
        assert len(found.packed) == 6, "at most what nobody reads was hit"


def test_the_name_of_an_archive_is_not_believed(tmp_path, stick, running):
    packed = pack(lay(tmp_path / "made" / WINDOW, OLD), stick, "9.9.9")
    with pytest.raises(FieldAppError, match="已经是"):
        checked(packed, running)


@pytest.mark.parametrize("name", [f"{WINDOW}/../../外面", "/etc/passwd", "别的/文件", f"{WINDOW}/a\\b", WINDOW])
def test_an_archive_that_leads_out_of_its_folder_is_none_of_ours(stick, running, name):
    stick.mkdir()
    packed = stick / f"{WINDOW}-{NEW}-{system()}.tar.xz"
    with tarfile.open(packed, "w:xz") as archive:
        archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    with pytest.raises(FieldAppError, match="不是我们打的包"):
        checked(stick, running)


def test_a_link_that_leads_out_of_its_folder_is_none_of_ours(stick, running):
    stick.mkdir()
    packed = stick / f"{WINDOW}-{NEW}-{system()}.tar.xz"
    for target in ("../../秘密", "/etc"):
        link = tarfile.TarInfo(f"{WINDOW}/a")
        link.type, link.linkname = tarfile.SYMTYPE, target
        with tarfile.open(packed, "w:xz") as archive:
            archive.addfile(link)
        with pytest.raises(FieldAppError, match="不是我们打的包"):
            checked(stick, running)


def test_an_archive_made_to_fill_the_disk_is_left_off(stick, running, monkeypatch):
    stick.mkdir()
    with zipfile.ZipFile(stick / f"{WINDOW}-{NEW}-{system()}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{WINDOW}/{WINDOW}", bytes(2**22))
    monkeypatch.setattr(installing, "LARGEST", 2**21)
    with pytest.raises(FieldAppError, match="大得不像"):
        checked(stick, running)
