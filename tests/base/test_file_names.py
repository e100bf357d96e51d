"""Names of files that people's words become: fit for Windows, Linux, and the stick between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.base.file_names import fit

WINDOWS_REFUSES = set('\\/:*?"<>|') | {chr(number) for number in range(32)}


@pytest.mark.parametrize(("told", "name"), [
    ("石桥村", "石桥村"),
    ("石桥/东村", "石桥东村"),
    ('A:\\B*?"<>|', "AB"),
    ("石桥村. ", "石桥村"),
    (" .石桥村", "石桥村"),
    ("石 桥.村", "石 桥.村"),
    ("CON", "CON_"),
    ("con.村", "con.村_"),
    ("LPT1", "LPT1_"),
    ("CONSUL", "CONSUL"),
    ("..", ""),
    ("", ""),
])  # fmt: skip
def test_what_windows_refuses_goes_and_the_rest_stays(told, name):
    assert fit(told) == name


def test_a_cut_name_does_not_end_in_a_dot_or_a_blank():
    assert fit("一二. 三", longest=4) == "一二"


@given(st.text(max_size=100))
def test_every_text_becomes_a_name_that_both_systems_take_or_nothing(told):
    name = fit(told)
    assert not WINDOWS_REFUSES & set(name)
    assert not name.endswith((" ", "."))
    assert len(name.encode("utf-8", "surrogatepass")) <= 255 - len(".survey")
    assert fit(name) in (name, f"{name}_")


def test_a_village_named_with_a_stroke_has_its_names_of_files(tmp_path):
    import datetime as dt

    from fieldapp.desk.county_answering import proposed_name as answered
    from fieldapp.desk.handing_over import proposed_name as handed_over
    from fieldapp.documents.edition import FULL
    from fieldapp.store.registry import Entry

    on = dt.date(2026, 11, 22)
    entry = Entry(code="999999101201", name="石桥/东村", town="", key="x", role="village")
    for name in (answered(entry, on), handed_over("石桥/东村", on, FULL)):
        (tmp_path / name).touch()
    assert len(list(tmp_path.iterdir())) == 2
