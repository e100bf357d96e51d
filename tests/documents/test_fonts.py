"""Faces: found on the machine, lent glyph by glyph, missing characters named."""

from pathlib import Path

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.base.kinds import Choice
from fieldapp.documents.fonts import BOX, Face, Family, faces, faces_in, name_missing, system_folders
from fieldapp.records import RECORDS

RARE = "𠮷䶮㛃"
NOWHERE = "\U0010fffd"


def installed(name: str) -> Path:
    return next(path for folder in system_folders() if folder.is_dir() for path in folder.rglob(name))


@pytest.fixture(scope="module")
def wenkai() -> Path:
    return installed("LXGWWenKai-Regular.ttf")


@pytest.fixture(scope="module")
def microhei() -> Path:
    return installed("wqy-microhei.ttc")


def test_every_word_of_the_questionnaire_can_be_drawn():
    words = [asked.head + asked.part.label for noun in RECORDS for asked in noun.fields]
    words += [str(choice.value) for kind in Choice.__subclasses__() for choice in kind]
    assert faces().missing("".join(words)) == []


def test_rare_characters_of_names_can_be_drawn():
    assert faces().missing(f"李{RARE}") == []


def test_a_character_the_face_lacks_is_lent_by_the_next_one(microhei, wenkai):
    hei, kai = Face(microhei), Face(wenkai)
    family = Family(hei, kai)
    assert list(family.runs(f"李{RARE}山")) == [(hei, "李"), (kai, RARE), (hei, "山")]
    assert family.width(f"李{RARE}山") == 5000
    assert family.missing(f"李{RARE}山") == []


def test_only_what_is_needed_is_read(microhei, wenkai):
    hei, kai = Face(microhei), Face(wenkai)
    family = Family(hei, kai)
    family.width("李山")
    assert "widths" not in vars(kai)
    family.width(RARE)
    assert "widths" in vars(kai)


def test_a_character_no_face_has_is_drawn_as_a_box_and_named(microhei):
    family = Family(Face(microhei))
    text = f"李𠮷{NOWHERE}李{NOWHERE}"
    assert "".join(piece for _, piece in family.runs(text)) == f"李{BOX}{BOX}李{BOX}"
    assert name_missing(family.missing(text)) == ["𠮷(U+20BB7)", f"{NOWHERE}(U+10FFFD)"]


def test_a_box_that_was_written_is_no_missing_character(microhei):
    assert Family(Face(microhei)).missing(BOX) == []


@pytest.mark.parametrize("unseen", ["\ufe00", "\U000e0100", "\u2067"])
def test_what_is_not_to_be_seen_is_neither_drawn_nor_missed(microhei, unseen):
    family = Family(Face(microhei))
    assert ("".join(piece for _, piece in family.runs(f"李{unseen}山")), family.missing(unseen)) == ("李山", [])
    assert family.width(f"李{unseen}山") == family.width("李山")


def test_blanks_of_all_kinds_are_blanks(microhei):
    family = Family(Face(microhei))
    assert "".join(piece for _, piece in family.runs("李\t山\x85")) == "李 山 "
    assert family.missing("\t\n\x85") == []


def test_without_a_chinese_face_a_person_is_told_what_to_install(tmp_path):
    with pytest.raises(FieldAppError) as refused:
        faces_in([tmp_path], [tmp_path / "没有"])
    assert "没有能用的中文字体" in refused.value.what
    assert "fonts-lxgw-wenkai" in refused.value.advice


def test_a_face_that_was_brought_along_may_have_any_name(tmp_path, wenkai):
    (tmp_path / "包").mkdir()
    (tmp_path / "包" / "自带.TTF").symlink_to(wenkai)
    assert faces_in([tmp_path], []).text.path.name == "自带.TTF"
    with pytest.raises(FieldAppError):
        faces_in([], [tmp_path])  # among the faces of the system only known ones are looked at


def test_the_environment_names_folders_of_faces(tmp_path, wenkai, monkeypatch):
    (tmp_path / "simfang.ttf").symlink_to(wenkai)
    monkeypatch.setenv("FIELDAPP_FONTS", str(tmp_path))
    faces.cache_clear()
    try:
        assert faces().text.path == tmp_path / "simfang.ttf"
    finally:
        faces.cache_clear()


@pytest.mark.parametrize("keep", [0, 10, 1000, 100_000])
def test_a_damaged_face_is_left_aside(tmp_path, wenkai, keep):
    (tmp_path / "simfang.ttf").write_bytes(wenkai.read_bytes()[:keep])
    (tmp_path / "simkai.ttf").symlink_to(wenkai)
    assert faces_in([tmp_path], []).text.path.name == "simkai.ttf"


def test_heads_stand_in_a_black_face_where_there_is_one(tmp_path, wenkai, microhei):
    (tmp_path / "LXGWWenKai-Regular.ttf").symlink_to(wenkai)
    assert faces_in([], [tmp_path]).head.path.name == "LXGWWenKai-Regular.ttf"
    (tmp_path / "wqy-microhei.ttc").symlink_to(microhei)
    assert faces_in([], [tmp_path]).head.path.name == "wqy-microhei.ttc"
