"""Photos are kept under their own hash, apart from the survey, and encrypted like it."""

import pytest

from fieldapp.base.errors import FieldAppError
from tests.store.conftest import make


def test_a_picture_comes_back_byte_for_byte_and_twice_is_once(tmp_path):
    with make(tmp_path / "a.survey", "密") as survey:
        assert not survey.photos.path.exists()
        id = survey.photos.add("屋顶.jpg", b"\xff\xd8 picture", "2026-11-22T12:00:00")
        assert survey.photos.add("again.jpg", b"\xff\xd8 picture", "2026-11-23T12:00:00") == id
        assert survey.photos.get(id) == b"\xff\xd8 picture"
        assert b"picture" not in survey.photos.path.read_bytes()
        with pytest.raises(FieldAppError, match="不见了"):
            survey.photos.get("0" * 64)
