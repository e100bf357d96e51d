"""A bundle knows its own files: a bad stick is found out, and told which file it spoiled."""

import subprocess
from pathlib import Path

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.desk.checksums import NAME, compare, write


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """A small bundle, packed, in a folder with blanks and Chinese."""
    folder = tmp_path / "优盘 一" / "驻村走访"
    (folder / "_internal").mkdir(parents=True)
    (folder / "fieldapp").write_bytes(b"program")
    (folder / "_internal" / "说明 1.txt").write_text("说明", encoding="utf-8")
    write(folder, "驻村走访 0.1.0 linux-x86_64")
    return folder


def test_what_was_packed_is_whole(packed):
    assert compare(packed) == (2, [], [], [])


def test_one_turned_byte_is_found_and_named(packed):
    (packed / "fieldapp").write_bytes(b"Program")
    found = compare(packed)
    assert (found.sound, found.changed, found.is_whole) == (1, ["fieldapp"], False)


def test_a_file_that_was_not_copied_is_missed(packed):
    (packed / "_internal" / "说明 1.txt").unlink()
    found = compare(packed)
    assert (found.missing, found.is_whole) == (["_internal/说明 1.txt"], False)


def test_a_file_beside_the_program_does_no_harm(packed):
    (packed / "石桥.survey").touch()
    found = compare(packed)
    assert (found.strange, found.is_whole) == (["石桥.survey"], True)


@pytest.mark.parametrize("spoilt", [b"", b"# nothing else\n", b"abc  fieldapp\n", b"\xff\xfe\x00"])
def test_a_spoilt_list_is_no_proof_of_anything(packed, spoilt):
    (packed / NAME).write_bytes(spoilt)
    with pytest.raises(FieldAppError):
        compare(packed)


def test_a_folder_without_a_list_is_said_to_have_none(tmp_path):
    with pytest.raises(FieldAppError, match="没有 VERSION"):
        compare(tmp_path)


def test_any_linux_can_compare_without_the_program(packed):
    checked = ["sha256sum", "--check", "--strict", "--quiet", NAME]
    assert subprocess.run(checked, cwd=packed, check=False, capture_output=True).returncode == 0
    (packed / "fieldapp").write_bytes(b"spoilt")
    assert subprocess.run(checked, cwd=packed, check=False, capture_output=True).returncode == 1


def test_the_checkout_has_no_list_and_says_so():
    from click.testing import CliRunner

    from fieldapp.commands import commands

    done = CliRunner().invoke(commands, ["verify-program"])
    assert done.exit_code == 1
    assert "从源代码运行时没有这个文件" in done.stderr
