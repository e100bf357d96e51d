"""The workbook that goes out is whole or not there at all, and every program reads the same in it."""

import datetime as dt
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fieldapp.base.errors import Cancelled, FieldAppError
from fieldapp.documents.edition import FULL, MASKED, Edition
from fieldapp.documents.locking import unlocked
from fieldapp.documents.workbook import write_workbook
from fieldapp.records import RECORDS
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.housing import Decided, Housing, Remedy
from fieldapp.records.member import Member, Relation
from fieldapp.records.registered import Registered, Topic
from fieldapp.records.village import Village
from fieldapp.records.water import Water
from tests.documents.homes import AT, COVER, GUARDED, HOME, LI, LONE, VILLAGE, li, lone, noted
from tests.documents.office import saved_by_libreoffice
from tests.documents.reading import cell, cells_of, told
from tests.strategies import records


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "走访.xlsx"


def test_equal_content_at_an_equal_time_is_an_equal_file(tmp_path):
    one, other, later = (tmp_path / name for name in ("a.xlsx", "b.xlsx", "c.xlsx"))
    first = write_workbook(one, VILLAGE, [li(), lone()], **COVER)
    assert write_workbook(other, VILLAGE, [li(), lone()], **COVER).sha256 == first.sha256
    assert one.read_bytes() == other.read_bytes()
    write_workbook(later, VILLAGE, [li(), lone()], **{**COVER, "at": AT + dt.timedelta(minutes=1)})
    assert one.read_bytes() != later.read_bytes()


def test_the_time_of_the_book_is_the_only_time_in_it(out):
    write_workbook(out, VILLAGE, [li()], **COVER)
    with zipfile.ZipFile(out) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 22, 20, 15, 30)}
    properties = load_workbook(out).properties
    assert properties.created == properties.modified == dt.datetime(2026, 11, 22, 12, 15, 30)
    assert "赵驻村" not in str(properties)


def test_whoever_stops_the_work_finds_everything_as_it_was(out):
    write_workbook(out, VILLAGE, [li()], **COVER)
    before = out.read_bytes()

    def stopped():
        yield li()
        raise Cancelled

    with pytest.raises(Cancelled):
        write_workbook(out, VILLAGE, stopped(), **COVER)
    assert out.read_bytes() == before
    assert list(out.parent.iterdir()) == [out]


def test_a_new_book_takes_the_place_of_the_old_one(out):
    out.write_text("旧的", "utf-8")
    write_workbook(out, VILLAGE, [li()], **COVER)
    assert told(out, "农户")[0]["户主"] == "李大山"


@pytest.mark.parametrize("place", ["没有的文件夹/走访.xlsx", "文件/走访.xlsx", "文件夹.xlsx"])
def test_a_place_where_nothing_can_be_written_is_named_with_advice(tmp_path, place):
    (tmp_path / "文件").write_text("x", "utf-8")
    (tmp_path / "文件夹.xlsx").mkdir()
    with pytest.raises(FieldAppError) as refused:
        write_workbook(tmp_path / place, VILLAGE, [li()], **COVER)
    assert Path(place).name in refused.value.what
    assert refused.value.advice
    assert {one.name for one in tmp_path.iterdir()} == {"文件", "文件夹.xlsx"}


_FULL_DISK = """
import resource, sys
from pathlib import Path
from fieldapp.base.errors import FieldAppError
from fieldapp.documents.workbook import write_workbook
from tests.documents.homes import COVER, VILLAGE, li
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    write_workbook(Path(sys.argv[1]), VILLAGE, [li()] * 40, **COVER)
except FieldAppError as error:
    print(error.what)
"""


@pytest.mark.parametrize("room", [0, 500, 4096, 8192, 16384])
def test_a_full_disk_leaves_the_old_book_and_nothing_else(out, room):
    out.write_bytes(b"old")
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", _FULL_DISK, str(out), str(room)], cwd=root, capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1"}, check=True)  # fmt: skip
    assert done.stdout == "磁盘空间不够，“走访.xlsx”没有写成。\n"
    assert done.stderr == ""
    assert out.read_bytes() == b"old"
    assert list(out.parent.iterdir()) == [out]


@settings(max_examples=25)
@given(data=st.data())
def test_any_records_go_out_and_read_back_alike(tmp_path_factory, data):
    out = tmp_path_factory.mktemp("any") / "x.xlsx"
    home = data.draw(records(Household))
    drawn = {noun: data.draw(st.lists(records(noun), max_size=2)) for noun in RECORDS if noun not in (Village, Household)}
    found = {noun: [one.replace(household=home.id) for one in some] for noun, some in drawn.items()}
    dossier = Dossier(VILLAGE, home, found)
    written = write_workbook(out, VILLAGE, [dossier], **COVER)
    for noun, some in found.items():
        rows = told(out, noun.label)
        assert written.rows[noun.label] == len(rows) == len(some)
        for row, record in zip(rows, some, strict=True):
            for field in noun.questions():
                mine = field.cell(record, dossier.names) if field.applies(record) else None
                early = isinstance(mine, dt.date) and mine < dt.date(1900, 3, 1)
                plain = mine.replace("\t", " ") if isinstance(mine, str) else mine
                assert row[field.head] == ("" if plain is None else plain.isoformat() if early else plain)


def home_of_everything() -> Dossier:
    """The family of two with days at the border of what spreadsheets agree on, and every kind of answer there is."""
    dossier = li()
    people = [Member(f"{n:032x}", household=HOME, name=f"人{n}", relation=Relation.OTHER, birth=day)
              for n, day in enumerate([dt.date(1900, 2, 28), dt.date(1900, 3, 1), dt.date(2024, 2, 29)])]  # fmt: skip
    house = Housing("b" * 32, household=HOME, name="老屋", shared=frozenset({LONE}), pictures=frozenset({"c" * 64, "d" * 64}),
                    decided=Decided.B, decided_why="=承重墙已加固", made_safe=Remedy.REPAIR, made_safe_on="2020-06")  # fmt: skip
    water = [one.replace(shut_off=Water.shut_off.kind.read("2026-01-05~2026-01-20、2026-03-02")) for one in dossier.all(Water)]
    said = Registered("e" * 32, household=HOME, topic=Topic.INCOME_HEAD, member=LI, said="8000", source="名册.xlsx · 名单")
    more = {Member: [*dossier.all(Member), *people], Housing: [*dossier.all(Housing), house], Water: water, Registered: [said]}
    return replace(dossier, records={**dossier.records, **more}, others={LONE: "王独家"})


@pytest.mark.parametrize("edition", [FULL, MASKED, Edition.locked('密码 Pä"ss&<1>')], ids=attrgetter("name"))
def test_libreoffice_shows_the_same(tmp_path, edition):
    out, again = tmp_path / "走访.xlsx", tmp_path / "again.xlsx"
    nobodys = Housing("f" * 32, name="旧村部", storeys=1)
    write_workbook(out, VILLAGE, [home_of_everything(), lone(), *noted(*GUARDED), nobodys], **COVER, edition=edition)
    saved_by_libreoffice(out, again, edition.password)
    mine = cells_of(unlocked(out.read_bytes(), edition.password) if edition.password else out)
    assert cells_of(again) == mine
    book = load_workbook(again)
    hidden = [sheet.title for sheet in book if sheet.sheet_state != "visible"]  # LibreOffice knows no "very hidden"
    assert hidden == (["_meta"] if edition.masked else ["_meta", "_changes"])
    assert book["成员"].column_dimensions["A"].hidden != edition.masked
    assert '"男,女"' in [one.formula1 for one in book["成员"].data_validations.dataValidation]
    if not edition.masked:
        for row, text in enumerate(GUARDED, 4):
            found = cell(book, "农户", "备注", row)
            assert (found.data_type, found.value) == ("s", text)
