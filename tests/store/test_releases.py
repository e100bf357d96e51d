"""What earlier releases wrote opens for ever, and the schema changes only on purpose."""

import shutil
from pathlib import Path

import pytest

from fieldapp import VERSION
from fieldapp.desk.keeping import require_sound
from fieldapp.store.survey import Survey
from tests.store.conftest import make

FILES = sorted((Path(__file__).parent.parent / "files").glob("release-*.survey"))
"""A practice village of each release, never made again. Its 对账码 stands in tests/golden."""


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_a_file_of_a_release_opens_whole(file, tmp_path, golden):
    shutil.copy(file, tmp_path)
    with Survey.open(tmp_path / file.name, by="韩立") as survey:
        require_sound(survey)
        told = [survey.code(), *(f"{entry.code} {entry.head} {entry.group} {entry.people}" for entry in survey.reader.households())]
    golden(f"{file.stem}.txt", "\n".join(told) + "\n")


def test_there_is_a_file_of_this_release():
    assert f"release-{VERSION.rpartition('.')[0]}" in [file.stem for file in FILES]


def test_the_schema_is_the_one_agreed(tmp_path, golden):
    with make(tmp_path / "a.survey") as survey:
        tables = survey.reader._connection.execute("select sql from sqlite_master where sql is not null order by name").fetchall()
    golden("schema.sql", "".join(f"{sql};\n" for (sql,) in tables))
