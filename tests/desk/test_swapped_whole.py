"""A password that is changed, a backup that is brought back: killed at any step, all files are the old ones or all the new.

A forked child does the errand and kills itself before the n-th time that it renames, removes or writes a file in the
folder, for every n until it comes through.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldapp.base.errors import CannotOpen
from fieldapp.desk import keeping
from fieldapp.desk.opening import close_survey, new_survey
from fieldapp.store.survey import Survey
from tests.desk.test_keeping import at
from tests.desk.test_picture_backups import PICTURES, id_of, picture

WRITING = {"os.rename", "os.remove", "os.truncate"}
PHOTO = PICTURES["0.jpg"]


def killed_before(number: int, folder: Path, errand: Callable[[], object]) -> bool:
    """Do the errand in a child that is killed before its n-th step; whether it came so far."""
    child = os.fork()
    if child == 0:
        steps = 0

        def watch(event: str, told: tuple) -> None:
            nonlocal steps
            writes = event in WRITING or (event == "open" and isinstance(told[1], str) and told[1][:1] in "wax")
            if writes and str(told[0]).startswith(str(folder)) and (event != "os.remove" or os.path.exists(told[0])):  # noqa: PTH110
                if steps == number:
                    os.kill(os.getpid(), signal.SIGKILL)
                steps += 1

        sys.addaudithook(watch)
        try:
            errand()
        finally:
            os._exit(0)
    _, told = os.waitpid(child, 0)
    return os.WIFSIGNALED(told)


def opened_with(path: Path, *passwords: str) -> str:
    """The password that opens the file; its picture and its draft are there under the same one."""
    for password in passwords:
        try:
            survey = Survey.open(path, by="韩", clock=at(3), password=password)
        except CannotOpen:
            continue
        with survey:
            assert survey.photos.get(id_of(PHOTO)) == PHOTO
            assert survey.drafts.load("visit") == {"x": "y"}
            assert len(survey.reader.households()) >= 1
        return password
    raise AssertionError(f"{path.name} opens with none of them")


@pytest.fixture(scope="module")
def village(tmp_path_factory) -> Path:
    """The folder of a village with a picture and a draft, backed up; one household has come since, with a picture."""
    path = tmp_path_factory.mktemp("village") / "村.survey"
    survey = new_survey(path, "石桥村", "999999201201", clock=at(1))
    picture(survey, "0.jpg")
    survey.drafts.keep("visit", {"x": "y"})
    close_survey(survey)
    with Survey.open(path, by="韩", clock=at(2)) as survey:
        picture(survey, "1.jpg")
    return path.parent


def test_a_changing_of_the_password_is_whole_at_whatever_step_it_is_killed(village, tmp_path):
    found, number = [], 0
    while True:
        path = shutil.copytree(village, tmp_path / str(number)) / "村.survey"
        came = killed_before(number, path.parent, lambda path=path: keeping.set_password(path, by="韩", old="", new="新"))
        found.append(opened_with(path, "", "新"))
        assert not list(path.parent.glob(".*.fresh*")), "nothing half done stays"
        assert not list(path.parent.glob(".*.swap*"))
        if not came:
            break
        number += 1
    assert number >= 6, "journal, three files and the end of the journal are steps"
    assert found == sorted(found), "first all is old, then all is new"
    assert {"", "新"} == set(found)


def test_a_restoring_is_whole_at_whatever_step_it_is_killed(village, tmp_path):
    number, steps = 0, []
    while True:
        path = shutil.copytree(village, tmp_path / str(number)) / "村.survey"
        [backup] = keeping.backups(path)
        came = killed_before(
            number, path.parent, lambda path=path, backup=backup: keeping.restore(backup, path, by="韩", clock=at(3))
        )
        assert opened_with(path, "") == ""
        with Survey.open(path, by="韩", clock=at(3)) as survey:
            restored = len(survey.reader.households()) == 1
        aside = list(path.parent.glob("村(恢复前*).survey"))
        assert bool(aside) == restored, "what stood there is at its place, or put aside"
        for one in aside:
            with Survey.open(one, by="韩", clock=at(3)) as survey:
                assert len(survey.reader.households()) == 2
                assert survey.photos.get(id_of(PICTURES["1.jpg"])) == PICTURES["1.jpg"]
        steps.append(restored)
        if not came:
            break
        number += 1
    assert steps == sorted(steps)
    assert {False, True} == set(steps)
