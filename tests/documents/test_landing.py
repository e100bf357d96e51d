"""What is written reaches its place whole or not at all, and whoever waits for it is told why."""

import errno
from pathlib import Path

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.documents.landing import landing, refusal, settle


def test_what_was_written_beside_its_place_takes_its_place(tmp_path):
    place = tmp_path / "计划.pdf"
    place.write_text("旧", "utf-8")
    with landing(place) as part:
        assert part.parent == tmp_path
        assert part.suffix == ".pdf"
        part.write_text("新", "utf-8")
        settle(part)
        assert place.read_text("utf-8") == "旧"
    assert place.read_text("utf-8") == "新"
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("trouble", [KeyError("x"), OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_trouble_leaves_the_old_one_and_nothing_beside_it(tmp_path, trouble):
    place = tmp_path / "计划.pdf"
    place.write_text("旧", "utf-8")

    def write_half() -> None:
        with landing(place) as part:
            part.write_text("一半", "utf-8")
            raise trouble

    with pytest.raises(FieldAppError if isinstance(trouble, OSError) else type(trouble)):
        write_half()
    assert place.read_text("utf-8") == "旧"
    assert list(tmp_path.iterdir()) == [place]


def test_a_name_as_long_as_the_folder_takes_is_no_trouble(tmp_path):
    place = tmp_path / ("长" * 80 + ".xlsx")
    with landing(place) as part:
        part.write_text("新", "utf-8")
    assert place.exists()


@pytest.mark.parametrize(("number", "word"), [
    (errno.ENOSPC, "磁盘空间不够"), (errno.EFBIG, "磁盘空间不够"), (errno.EACCES, "正被 WPS 或 Excel 打开"), (errno.EPERM, "写不进去"),
    (errno.EROFS, "只能读"), (errno.ENOTDIR, "找不到"), (errno.EIO, "找不到"), (errno.EISDIR, "是一个文件夹"), (errno.EINVAL, "没有写成"),
])  # fmt: skip
def test_every_trouble_has_its_words_and_an_advice(number, word):
    told = refusal(Path("/没有/走访.xlsx"), OSError(number, "x"))
    assert word in told.what
    assert "走访.xlsx" in told.what
    assert told.advice.endswith("。")


def test_a_missing_folder_and_a_missing_place_for_rows_are_two_things(tmp_path):
    missing = OSError(errno.ENOENT, "x")
    assert "文件夹" in refusal(tmp_path / "没有" / "走访.xlsx", missing).what
    assert "磁盘空间不够" in refusal(tmp_path / "走访.xlsx", missing).what
