"""A newer release takes a file over: what the old one left is kept, the old one refuses what the newer wrote, and one can go back."""

import datetime as dt
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from fieldapp import VERSION
from fieldapp.base.clock import Clock
from fieldapp.base.errors import CannotOpen, FieldAppError
from fieldapp.base.kinds import Line
from fieldapp.base.record import Part, Record, ask, belongs
from fieldapp.desk.keeping import KEPT, backup_folder, backup_of_the_day, backups, keepsakes, restore
from fieldapp.records import RECORDS
from fieldapp.records.household import Household
from fieldapp.store.photos import companion
from fieldapp.store.registry import Registry
from fieldapp.store.schema import SCHEMA, WRITTEN_BY
from fieldapp.store.sealing import keepsake, require_intact
from fieldapp.store.survey import Survey
from tests.conftest import ROOT
from tests.desk.conftest import AT
from tests.store.conftest import families, make
from tests.test_new_noun import copied

RELEASED = ROOT / "tests" / "files" / "release-0.1.survey"
BEFORE, NEXT = "0.0.9", "99.1.0"


def signed(path: Path, version: str, schema: int = SCHEMA) -> Path:
    """Lets a closed file say that this release opened it last."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("insert or replace into about values (?, ?)", [WRITTEN_BY, version])
        connection.execute(f"pragma user_version = {schema}")
    return path


def code(path: Path, password: str = "") -> str:
    with Survey.open(path, by="王", password=password, as_copy=True) as survey:
        return survey.code()


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """A file with three families in it, closed, which the release before left."""
    with make(tmp_path / "石桥.survey") as survey:
        families(survey)
    return signed(tmp_path / "石桥.survey", BEFORE)


def test_a_file_of_the_release_before_is_kept_as_it_was_before_anything_is_written(village):
    with closing(sqlite3.connect(village)) as connection:
        before = list(connection.iterdump())
    Survey.open(village, by="王").close()
    kept = keepsake(village, BEFORE)
    require_intact(kept)
    with closing(sqlite3.connect(kept)) as connection:
        assert list(connection.iterdump()) == before
    assert keepsakes(village) == [kept]


def test_it_is_kept_once_and_a_file_of_our_own_not_at_all(village, tmp_path):
    Survey.open(village, by="王").close()
    kept = keepsake(village, BEFORE)
    kept.unlink()
    Survey.open(village, by="王").close()
    assert not kept.exists()
    make(tmp_path / "新.survey").close()
    Survey.open(tmp_path / "新.survey", by="王").close()
    assert not backup_folder(tmp_path / "新.survey").exists()


def test_whoever_is_ended_between_keeping_and_migrating_does_not_keep_the_half_of_it(village):
    Survey.open(village, by="王").close()
    kept = keepsake(village, BEFORE).read_bytes()
    with closing(sqlite3.connect(village)) as connection, connection:
        connection.execute("delete from about where key = 'questionnaire'")  # as if folding were still to come
    Survey.open(village, by="王").close()
    assert keepsake(village, BEFORE).read_bytes() == kept


def test_where_it_cannot_be_kept_the_file_is_not_opened_and_not_touched(village):
    before = village.read_bytes()
    backup_folder(village).write_text("a file in the place of the folder")
    with pytest.raises(FieldAppError):
        Survey.open(village, by="王")
    assert village.read_bytes() == before


def test_the_turnover_of_the_daily_backups_throws_neither_it_nor_its_pictures_away(village):
    Survey.open(village, by="王").close()
    kept = keepsake(village, BEFORE)
    companion(kept).touch()
    for day in range(KEPT + 3):
        with Survey.open(village, by="王", clock=Clock(lambda day=day: AT + dt.timedelta(days=day))) as survey:
            backup_of_the_day(survey)
    assert len(backups(village)) == KEPT
    assert kept.exists()
    assert companion(kept) == companion(backups(village)[0])
    for one in backups(village):
        one.unlink()
    with Survey.open(village, by="王", clock=Clock(lambda: AT)) as survey:
        backup_of_the_day(survey)
    assert companion(kept).exists()


def test_a_locked_file_is_kept_locked(tmp_path):
    path = tmp_path / "锁.survey"
    with make(path, "密") as survey:
        survey.note(WRITTEN_BY, BEFORE)
        told = survey.code()
    Survey.open(path, by="王", password="密").close()
    kept = keepsake(path, BEFORE)
    assert not kept.read_bytes().startswith(b"SQLite")
    assert code(kept, "密") == told


@pytest.mark.parametrize(("version", "schema"), [(NEXT, SCHEMA), (NEXT, SCHEMA + 1), (VERSION, SCHEMA + 1)])
def test_the_old_program_refuses_what_a_newer_one_wrote_and_leaves_it_as_it_is(village, version, schema):
    before = signed(village, version, schema).read_bytes()
    with pytest.raises(CannotOpen, match="更新的版本") as told:
        Survey.open(village, by="王")
    assert told.value.advice == "请先升级本程序再打开。"
    assert village.read_bytes() == before


def test_a_release_is_newer_by_its_numbers_and_not_by_its_letters(village):
    major, _, _ = VERSION.partition(".")
    signed(village, f"{major}.0.10")
    Survey.open(village, by="王").close()


PATCH = f"{VERSION.rpartition('.')[0]}.99"


def test_what_a_patch_of_our_own_release_opened_is_ours_as_well_and_kept_as_that_left_it(village, tmp_path):
    told = code(shutil.copy(village, tmp_path / "同.survey"))
    signed(village, PATCH)
    with Survey.open(village, by="王") as survey:
        assert survey.code() == told
        assert survey.reader.about(WRITTEN_BY) == VERSION
    assert code(keepsake(village, PATCH)) == told


def test_a_patch_that_asks_otherwise_is_a_newer_release(village):
    with Survey.open(village, by="王", nouns=[*RECORDS, Loan]):
        pass
    before = signed(village, PATCH).read_bytes()
    with pytest.raises(CannotOpen, match=f"更新的版本 {PATCH}"):
        Survey.open(village, by="王")
    assert village.read_bytes() == before


class Loan(Record, table="loan", label="小额信贷"):
    """What only a later release asks."""

    household = belongs(Household)
    bank = ask("银行", Line(20), Part("信贷"))


WORK = """
import sys
from pathlib import Path
from fieldapp.records.barn import Barn
from fieldapp.records.household import Household
from fieldapp.store.survey import Survey
with Survey.open(Path(sys.argv[1]), by="王") as survey, survey.change("仓库") as change:
    home = next(survey.reader.every(Household))
    change.save(Barn(household=home.id, name="东边的"))
    change.save(home.replace(address="新址"))
"""
"""A day's work with the newer program."""


@pytest.fixture(scope="module")
def newer_program(tmp_path_factory) -> Path:
    """The program as it may be one day: a later release that asks something more."""
    copy = copied(tmp_path_factory.mktemp("newer"))
    head = copy / "fieldapp" / "__init__.py"
    head.write_text(head.read_text("utf-8").replace(f'"{VERSION}"', f'"{NEXT}"'), "utf-8")
    return copy


def test_the_update_drill_forth_and_back(newer_program, tmp_path):
    """The file of a release, a newer program that takes it over and works in it, and the old program with what was kept."""
    path = tmp_path / "石桥.survey"
    shutil.copy(RELEASED, path)
    told = code(path)
    subprocess.run([sys.executable, "-c", WORK, path], cwd=newer_program, check=True)
    written = path.read_bytes()
    with pytest.raises(CannotOpen, match=f"更新的版本 {NEXT}") as refused:
        Survey.open(path, by="王")
    assert keepsake(path, VERSION).name in refused.value.advice
    assert path.read_bytes() == written
    done = restore(keepsake(path, VERSION), path, by="王")
    assert code(path) == told
    assert done.aside is not None, "what the newer one wrote is not lost"
    with closing(sqlite3.connect(done.aside)) as connection:
        assert connection.execute("select name from barn").fetchall() == [("东边的",)]
    subprocess.run([sys.executable, "-c", WORK, path], cwd=newer_program, check=True)  # and forth once more
    assert code(keepsake(path, VERSION)) == told


def test_what_a_program_does_not_know_stays_in_the_file_and_is_there_again_for_one_that_does(village):
    with Survey.open(village, by="王", nouns=[*RECORDS, Loan]) as newer, newer.change("贷款") as change:
        change.save(Loan(household=next(newer.reader.every(Household)).id, bank="信用社"))
    with Survey.open(village, by="王") as survey, survey.change("改") as change:
        change.save(next(survey.reader.every(Household)).replace(address="新址"))
    with Survey.open(village, by="王", nouns=[*RECORDS, Loan]) as newer:
        assert [loan.bank for loan in newer.reader.every(Loan)] == ["信用社"]
        assert next(newer.reader.every(Household)).address == "新址"


def test_the_registry_of_a_county_is_kept_and_refused_likewise(tmp_path):
    path = tmp_path / "白沙县.county"
    Registry.create(path, "白沙县").close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update about set value = ? where key = ?", [BEFORE, WRITTEN_BY])
    Registry.open(path).close()
    with Registry.open(shutil.copy(keepsake(path, BEFORE), tmp_path / "旧.county")) as kept:
        assert kept.about("name") == "白沙县"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update about set value = ? where key = ?", [NEXT, WRITTEN_BY])
    with pytest.raises(CannotOpen, match="更新的版本"):
        Registry.open(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update about set value = ? where key = ?", [PATCH, WRITTEN_BY])
    Registry.open(path).close()
