"""What is told of a mistake: where it was made, and nobody's name."""

import subprocess
import sys

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.base.log import log
from fieldapp.base.mistake import ENDS, log_refusal, trace_of
from tests.conftest import ROOT


def stumble() -> None:
    try:
        int("李国兰 999999196708150123")
    except ValueError as error:
        raise KeyError("13812345678") from error


def deeper(depth: int) -> None:
    if not depth:
        stumble()
    deeper(depth - 1)


@pytest.fixture
def logged(tmp_path, monkeypatch):
    """Gives what the log says, which lies in a folder of the test's own."""
    monkeypatch.setattr(log, "folder", tmp_path)
    monkeypatch.setattr(log, "_pages", None)
    monkeypatch.setattr(log, "_held", None)
    return lambda: "\n".join(log.tail(1000))


def test_a_trace_names_the_place_and_no_person():
    with pytest.raises(KeyError) as caught:
        stumble()
    told = trace_of(caught.value)
    assert "builtins.KeyError" in told
    assert "builtins.ValueError" in told
    assert "test_mistake.py:" in told
    assert " stumble" in told
    assert not [said for said in ("李国兰", "999999196708150123", "13812345678", sys.prefix) if said in told]


def test_of_a_long_way_the_ends_are_told():
    with pytest.raises(KeyError) as caught:
        deeper(100)
    lines = trace_of(caught.value).splitlines()
    assert len(lines) < 2 * ENDS + 10
    assert lines[1].endswith(" test_of_a_long_way_the_ends_are_told")
    assert "more)" in lines[ENDS + 1]
    assert lines[2 * ENDS + 1].endswith(" stumble")


def test_of_mistakes_that_lead_to_each_other_each_is_told_once():
    one, other = KeyError(), ValueError()
    one.__context__, other.__context__ = other, one
    assert trace_of(one).splitlines() == ["builtins.KeyError", "builtins.ValueError"]


def test_a_refusal_is_logged_by_its_kind_and_place_only(logged):
    with pytest.raises(FieldAppError) as caught:
        raise FieldAppError("没有找到“李国兰”。", "请核对。")
    log_refusal(caught.value)
    assert " refused kind=FieldAppError at=test_mistake.py:" in logged()
    assert logged().isascii()


BESIDE = """
import sys, threading
from pathlib import Path
from fieldapp.base.log import log
from fieldapp.base.mistake import watch_beside

class Falling:
    def __del__(self):
        raise ValueError("LiGuolan")

def fall():
    raise KeyError("LiGuolan")

log.folder = Path(sys.argv[1])
watch_beside()
thread = threading.Thread(target=fall)
thread.start()
thread.join()
Falling()
"""


def test_what_goes_wrong_in_a_thread_or_where_nobody_waits_is_logged(tmp_path, logged):
    subprocess.run([sys.executable, "-c", BESIDE, tmp_path], cwd=ROOT, capture_output=True, check=True)
    assert "builtins.KeyError" in logged()
    assert " fall" in logged()
    assert "builtins.ValueError" in logged()
    assert " __del__" in logged()
    assert "LiGuolan" not in logged()
