"""The password of a county: registry and villages are all under the old one or all under the new, at whatever step it is killed."""

import shutil
from pathlib import Path

import pytest

from fieldapp.base.errors import Cancelled, CannotOpen
from fieldapp.desk.county_password import set_password
from fieldapp.desk.opening import open_survey
from fieldapp.records.household import Household
from fieldapp.records.village import Village
from fieldapp.store.received import Received
from fieldapp.store.registry import Entry, Registry
from fieldapp.store.survey import Survey
from fieldapp.store.swapping import journal
from tests.desk.test_swapped_whole import killed_before

CODES = ("999999200201", "999999200202")


@pytest.fixture(scope="module")
def county(tmp_path_factory) -> Path:
    """The folder of a county of two villages, one of which has kept what came."""
    path = tmp_path_factory.mktemp("county") / "青山.county"
    with Registry.create(path, "青山县") as registry:
        registry.keep(*(Entry(code, f"村{code[-1]}") for code in CODES))
        for code in CODES:
            village = Village(name=f"村{code[-1]}", code=code)
            place = registry.survey_path(code)
            with (
                Survey.create(place, village, by="县办", key=registry.key, county=True) as survey,
                survey.change("登记") as change,
            ):
                change.save(Household(head="李国兰"))
        Received(registry.survey_path(CODES[0]), registry.key).keep("包.xlsx", b"came", "2026-11-22T10:00:00+08:00")
    return path.parent


@pytest.fixture
def copied(county, tmp_path) -> Path:
    shutil.copytree(county, tmp_path / "县")
    return tmp_path / "县" / "青山.county"


def opened_with(path: Path, *passwords: str) -> str:
    """The password that opens the county; everything of its villages is there under the same one."""
    for password in passwords:
        try:
            registry = Registry.open(path, password=password)
        except CannotOpen:
            continue
        with registry:
            assert bool(registry.key.pragma) is bool(password), "a file without a password opens with any"
            for code in CODES:
                with Survey.open(registry.survey_path(code), by="县办", key=registry.key) as survey:
                    assert [entry.head for entry in survey.reader.households()] == ["李国兰"]
            [kept] = Received(registry.survey_path(CODES[0]), registry.key).all()
            assert Received(registry.survey_path(CODES[0]), registry.key).get(kept.sha256) == b"came"
        return password
    raise AssertionError(f"{path.name} opens with none of them")


def left_over(path: Path) -> list[str]:
    return [one.name for one in path.parent.rglob(".*") if not one.name.endswith(".lock")]


def test_a_password_is_set_changed_and_taken_away_for_registry_and_villages_together(copied):
    for old, new in [("", "密码 1"), ("密码 1", "另一个"), ("另一个", "")]:
        steps: list[int] = []
        set_password(copied, old=old, new=new, step=steps.append)
        assert opened_with(copied, new) == new
        assert steps == sorted(steps)
        assert steps[-1] == 100
        assert left_over(copied) == []
        if new:
            with pytest.raises(CannotOpen):
                Registry.open(copied, password=old)
            assert b"SQLite" not in copied.read_bytes()[:16]
            assert all(b"SQLite" not in one.read_bytes()[:16] for one in copied.parent.rglob("*.survey*") if one.is_file())


def test_a_changing_of_the_password_is_whole_at_whatever_step_it_is_killed(county, tmp_path):
    found, number = [], 0
    while True:
        path = tmp_path / str(number) / "青山.county"
        shutil.copytree(county, path.parent)
        if not killed_before(number, path.parent, lambda path=path: set_password(path, old="", new="新")):
            assert opened_with(path, "新") == "新"
            break
        found.append(opened_with(path, "", "新"))
        set_password(path, old=found[-1], new="")
        assert left_over(path) == [], "what was made ready in vain goes with the next changing"
        shutil.rmtree(path.parent)
        number += 1
    assert found == sorted(found), "the old one up to a step, the new one from there on"
    assert {"", "新"} == set(found)


def test_a_village_that_is_about_to_be_replaced_is_not_opened_by_itself(county, tmp_path):
    number, told = 0, []
    while not told:
        path = tmp_path / str(number) / "青山.county"
        shutil.copytree(county, path.parent)
        assert killed_before(number, path.parent, lambda path=path: set_password(path, old="", new="新"))
        if journal(path).exists():
            with pytest.raises(CannotOpen, match=r"请先打开“青山\.county”") as refused:
                open_survey(path.with_name("青山-各村") / f"{CODES[1]}.survey")
            told.append(str(refused.value))
            assert opened_with(path, "新") == "新"
            with open_survey(path.with_name("青山-各村") / f"{CODES[1]}.survey", password="新") as survey:
                assert survey.reader.count(Household) == 1
        number += 1


def test_a_wrong_password_and_a_village_that_is_open_elsewhere_leave_all_as_it_was(copied):
    set_password(copied, old="", new="旧")
    with pytest.raises(CannotOpen):
        set_password(copied, old="错", new="新")
    with Registry.open(copied, password="旧") as registry:
        place = registry.survey_path(CODES[1])
    with Survey.open(place, by="县办", password="旧"), pytest.raises(CannotOpen, match="正被另一个窗口"):
        set_password(copied, old="旧", new="新")
    assert opened_with(copied, "新", "旧") == "旧"
    assert left_over(copied) == []


def test_who_stops_it_keeps_the_old_password(copied):
    def stop(done: int) -> None:
        if done > 40:
            raise Cancelled

    with pytest.raises(Cancelled):
        set_password(copied, old="", new="新", step=stop)
    assert opened_with(copied, "", "新") == ""
    assert left_over(copied) == []
