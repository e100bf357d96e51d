"""The marks of what is open between two offices: in sentences, beside answers, in the workbook."""

from openpyxl import load_workbook

from fieldapp.desk.handing_over import hand_over
from fieldapp.desk.marks import OF_OTHERS, beside_answers, of_others, of_workbook, questions_of, sentence
from fieldapp.desk.receiving import receive
from fieldapp.documents.edition import MASKED
from fieldapp.records.household import HouseholdType
from fieldapp.records.member import Member
from tests.desk.offices import HOME, LI, county, edit, send, village

__all__ = ["county", "village"]


def heads_of(path, sheet):
    return [cell.value for cell in load_workbook(path)[sheet][1]]


def column(path, sheet, head):
    rows = list(load_workbook(path)[sheet].iter_rows(values_only=True))
    return [row[rows[0].index(head)] for row in rows[1:]]


def test_nothing_is_marked_where_nothing_is_open(village, tmp_path):
    assert beside_answers(village.reader, village.reader.dossier(HOME)) == {}
    assert of_workbook(village.reader) is None
    hand_over(village, tmp_path / "上报.xlsx")
    assert "两地不一致" not in heads_of(tmp_path / "上报.xlsx", "农户")


def test_what_is_offered_and_what_differs_stands_beside_its_answer_with_who_and_why(village, county):
    edit(village, noun=Member, record=LI, why="本人说的", name="李国蓝")
    edit(county, noun=Member, record=LI, name="李果兰")
    edit(county, why="电话不通", phone="13800000009")
    send(county, village)
    told = beside_answers(village.reader, village.reader.dossier(HOME))
    assert told == {
        (HOME, "phone"): "有提议：改成 13800000009(县办 周敏 2026-11-22：电话不通)",
        (LI, "name"): "两地不一致：李国蓝(韩立 2026-11-22：本人说的)；李果兰(县办 周敏 2026-11-22：核实)",
    }
    send(village, county)
    [other] = [one for one in questions_of(county.reader, county.reader.dossier(HOME)) if one.unit == "name"]
    assert sentence(other, county=True).startswith("两地不一致：李果兰(县办 周敏")


def test_the_workbook_tells_at_the_end_of_its_rows_what_is_open_and_is_read_back_as_it_was(village, county, tmp_path):
    edit(county, why="电话不通", phone="13800000009")
    send(county, village)
    path = tmp_path / "上报.xlsx"
    hand_over(village, path)
    assert heads_of(path, "农户")[-1] == "两地不一致"
    assert column(path, "农户", "两地不一致") == ["联系电话：有提议：改成 13800000009(县办 周敏 2026-11-22：电话不通)"]
    assert "两地不一致" not in heads_of(path, "成员")
    book = load_workbook(path)
    book.save(path)
    receipt = receive(county, path, dry_run=True)
    assert (receipt.edits, receipt.refused) == ((), ())
    assert not any("两地不一致" in note for note in receipt.notes)


def test_the_masked_edition_tells_nothing_of_it(village, county, tmp_path):
    edit(county, phone="13800000009")
    send(county, village)
    hand_over(village, tmp_path / "公开.xlsx", edition=MASKED)
    assert "两地不一致" not in heads_of(tmp_path / "公开.xlsx", "农户")


def test_only_what_the_other_office_owns_and_has_spoken_of_is_typed_over_as_a_proposal(village, county):
    dossier = village.reader.dossier(HOME)
    assert of_others(village.reader, dossier) == {}
    edit(county, type=HouseholdType.ORDINARY, phone="13800000009", group="3组")
    send(county, village)
    assert of_others(village.reader, dossier) == {f"household.{HOME}.type": OF_OTHERS[False]}
    assert of_others(county.reader, county.reader.dossier(HOME))[f"household.{HOME}.phone"] == OF_OTHERS[True]
