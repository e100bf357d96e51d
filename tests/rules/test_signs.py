"""The signs beside the questions: every component and condition has one, and a file that is not whole is refused."""

import re

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.records.housing import COMPONENTS, Housing
from fieldapp.rules import signs as room
from fieldapp.rules.signs import CONDITIONS, read_signs
from tests.rules.conftest import RESOURCES

TEXT = (RESOURCES / "catalogues" / "signs.toml").read_text("utf-8")
SIGNS = read_signs(TEXT)
CONFIDENCE = {"concrete": "80%", "slabs": "75%", "roof": "75%", "enclosure": "70%"}


@pytest.mark.parametrize("field", [field for field in Housing.fields if field.part is COMPONENTS], ids=lambda field: field.name)
def test_every_component_on_the_form_has_a_sign_for_every_condition(field):
    row = SIGNS[field.name]
    assert tuple(row) == CONDITIONS
    assert all(sign.text.endswith("。") and sign.source for sign in row.values())
    assert len({sign.text for sign in row.values()}) == len(CONDITIONS)
    assert {sign.confidence for sign in row.values()} == {CONFIDENCE.get(field.name, "")}


def test_the_depth_of_a_crack_in_timber_is_told_for_each_condition():
    depths = {condition.name: sign.text for condition, sign in SIGNS["timber"].items()}
    assert [share in depths[name] for name, share in (("b", "六分之一"), ("c", "四分之一"), ("d", "三分之一"))] == [True] * 3


def refusal(text):
    with pytest.raises(FieldAppError) as refused:
        read_signs(text)
    return refused.value.what


def test_a_new_component_is_refused_until_it_has_its_signs(monkeypatch):
    monkeypatch.setattr(room, "COMPONENT_NAMES", (*room.COMPONENT_NAMES, "stairs"))
    assert refusal(TEXT) == "查看要点文件里缺少：stairs。"
    more = TEXT + '\n[stairs]\na = "1"\nb = "2"\nc = "3"\nd = "4"\nsource = "x"\nconfidence = ""\n'
    assert set(read_signs(more)) - set(SIGNS) == {"stairs"}


def test_a_component_that_nobody_asks_about_is_refused():
    assert refusal(TEXT.replace("[roof]", "[roofs]")) == "查看要点文件里缺少：roof。"
    assert "不认识的组成部分：stairs" in refusal(TEXT + "\n[stairs]\n")


@pytest.mark.parametrize("key", ["a", "b", "c", "d", "source", "confidence"])
def test_a_row_must_be_whole(key):
    head, mark, rest = TEXT.partition("[roof]\n")
    broken = head + mark + re.sub(rf"(?m)^{key} = .*\n", "", rest, count=1)
    assert broken != TEXT
    assert refusal(broken).startswith("查看要点“roof”应有 a、b、c、confidence、d、source")


def test_a_blank_sign_a_number_and_no_toml_are_refused():
    assert refusal(TEXT.replace('b = "有细小裂缝。"', 'b = " "')) == "查看要点“slabs”的 b 是空的。"
    assert "都是文字" in refusal(TEXT.replace('b = "有细小裂缝。"', "b = 3"))
    assert "格式不对" in refusal("[roof")
