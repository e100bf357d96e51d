"""The workbook that goes out: what stands where, as two other libraries read it."""

import datetime as dt
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fieldapp.base.change import Act, canonical
from fieldapp.base.tally import row_hash
from fieldapp.documents.news import ChangeLine
from fieldapp.documents.noun_sheet import VERDICTS, row_key
from fieldapp.documents.workbook import write_workbook
from fieldapp.records import RECORDS
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.records.village import Village
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from tests.documents.homes import COVER, HOME, LI, VILLAGE, li, lone
from tests.documents.reading import cell, cells_of, told


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "走访.xlsx"


@pytest.fixture
def book(out):
    """The book of two households, as openpyxl reads it."""
    write_workbook(out, VILLAGE, [li(), lone()], **COVER)
    return load_workbook(out)


def test_the_heads_of_every_sheet_are_as_agreed(book, golden):
    lines = [[sheet.title, sheet.sheet_state, *(str(c.value) for c in sheet[1])] for sheet in book]
    golden("workbook_heads.tsv", "".join("\t".join(line) + "\n" for line in lines))


def test_every_row_of_every_noun_begins_with_village_code_household_and_head(book):
    for noun in RECORDS:
        sheet = book[noun.label]
        assert [c.value for c in sheet[1][:8]] == ["_id", "_rev", "_hash", "_key", "村名", "村代码", "户编号", "户主"]
        assert [sheet.column_dimensions[letter].hidden for letter in "ABCDEFGH"] == [True] * 4 + [False] * 4
        assert sheet.freeze_panes == "I2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert not sheet.protection.sheet


def test_a_member_row_tells_whose_member_it_is(out, book):
    first = told(out, "成员")[0]
    assert [first[head] for head in ("_id", "村名", "村代码", "户编号", "户主", "姓名", "与户主关系")] == [
        LI, "青山村", "999999001001", "007", "李大山", "李大山", "户主"]  # fmt: skip


def test_numbers_days_codes_and_money_have_their_types_and_formats(book):
    wanted = {
        ("农户", "户编号"): ("s", "007", "@"),
        ("农户", "联系电话"): ("s", "13800000001", "@"),
        ("成员", "证件号码"): ("s", "999999196203051014", "@"),
        ("成员", "出生日期"): ("d", dt.datetime(1962, 3, 5), "yyyy-mm-dd"),
        ("成员", "健康状况"): ("s", "长期慢性病、残疾", "@"),
        ("住房", "建筑面积(平方米)"): ("n", 85.5, "General"),
        ("住房", "层数(层)"): ("n", 1, "0"),
        ("饮水", "一年累计停水天数(天)"): ("n", 0, "0"),
        ("帮扶措施", "资金(元)"): ("n", 12345.05, "#,##0.00"),
        ("走访", "走访记录"): ("s", "屋顶补过。\n还漏一处。", "@"),
    }
    for (title, head), expected in wanted.items():
        found = cell(book, title, head)
        assert (found.data_type, found.value, found.number_format) == expected, head


def test_rows_typed_later_below_have_the_same_formats(book):
    for title, head, format in (("农户", "户编号", "@"), ("成员", "证件号码", "@"), ("成员", "出生日期", "yyyy-mm-dd")):
        letter = cell(book, title, head).column_letter
        assert book[title].column_dimensions[letter].number_format == format
        assert book[title].max_row < 10


def test_people_and_visits_are_told_by_name(out, book):
    assert told(out, "住房")[0]["谁住在这里"] == "张秀英、李大山"
    assert told(out, "帮扶措施")[0]["受益人"] == "张秀英"
    assert told(out, "走访")[1]["更正哪次走访"] == "2026-03-05 的走访"


def test_an_answer_whose_question_no_longer_applies_is_left_out_and_counted(out, book):
    water = told(out, "饮水")[0]
    assert (water["取水往返时间(分钟)"], water["供水入户"]) == ("", "是")
    report = {row["表"]: row for row in told(out, "导出说明")}
    assert (report["饮水"]["没有写出的答案"], report["成员"]["没有写出的答案"]) == (1, 1)
    assert report["住房"]["没有写出的答案"] == 0


def test_the_hashes_are_those_of_the_record_and_of_the_cells_that_answer(out, book):
    dossier = li()
    home, water = told(out, "农户")[0], told(out, "饮水")[0]
    assert home["_rev"] == row_hash(canonical("household", HOME, dossier.household.unit_texts()))
    assert water["_rev"] == row_hash(canonical("water", "8" * 32, dossier.one(Water).unit_texts()))
    meta = {row["name"]: row["value"] for row in told(out, "_meta")}
    for noun, title in (("household", "农户"), ("water", "饮水"), ("visit", "走访")):
        asked = [place + 4 for place, name in enumerate(meta[f"{noun}.columns"].split()) if name != "-"]
        for row in list(book[title].iter_rows(min_row=2, values_only=True)):
            assert row[2] == row_key([_day(row[place]) for place in asked])


def _day(cell):
    return cell.date() if isinstance(cell, dt.datetime) else cell


def test_the_key_can_be_worked_out_again_from_the_cells_that_were_read(out, book):
    meta = {row["name"]: row["value"] for row in told(out, "_meta")}
    for noun in (Household, Member, Visit, Water):
        columns = meta[f"{noun.table}.columns"].split()
        must = {field.name for field in noun.questions() if field.must} - {"head"}
        for row in told(out, meta[f"{noun.table}.sheet"]):
            visible = list(row.values())[4:]
            identifying = visible[:4] + [value for name, value in zip(columns, visible, strict=True) if name in must]
            assert row["_key"] == row_key([None if value == "" else value for value in identifying])


def test_the_key_does_not_know_the_id(out):
    keys = []
    for id in ("c" * 32, "d" * 32):
        write_workbook(out, VILLAGE, [Dossier(VILLAGE, Household(id, head="李大山", code="007"), {})], **COVER)
        keys.append(told(out, "农户")[0]["_key"])
    assert keys[0] == keys[1]


def test_a_household_without_members_has_its_row_and_the_name_on_the_register(out, book):
    home = told(out, "农户")[1]
    assert (home["户主"], home["户编号"]) == ("王独", "")
    assert len(told(out, "成员")) == 2


def test_an_empty_village_is_a_whole_book(out):
    written = write_workbook(out, VILLAGE, [], **COVER)
    assert written.rows == {noun.label: int(noun is Village) for noun in RECORDS}
    assert told(out, "村")[0]["村代码"] == "999999001001"
    assert told(out, "农户") == []
    assert load_workbook(out)["农户"].auto_filter.ref == load_workbook(out)["农户"].dimensions


def test_what_was_written_is_counted(out):
    written = write_workbook(out, VILLAGE, [li(), lone()], **COVER)
    assert written.rows["成员"] == written.rows["走访"] == written.rows["农户"] == 2
    assert written.cells == sum(value != "" for rows in cells_of(out).values() for row in rows for value in row)
    assert written.path == out


def test_the_verdicts_stand_beside_the_answers_and_are_no_answers(out):
    verdicts = dict.fromkeys(VERDICTS, "") | {
        "住房结论": "达标",
        "住房依据": "鉴定为 B 级。",
        "饮水结论": "资料不全",
        "饮水依据": "没有检测报告。",
    }
    write_workbook(out, VILLAGE, [li()], verdicts=lambda _: verdicts, **COVER)
    row = told(out, "农户")[0]
    assert {head: row[head] for head in verdicts} == verdicts
    names = next(one["value"] for one in told(out, "_meta") if one["name"] == "household.columns")
    assert names.endswith(" note" + " -" * len(VERDICTS))
    book = load_workbook(out)
    assert cell(book, "农户", "住房结论", 1).fill != cell(book, "农户", "组别", 1).fill


def test_a_verdict_of_which_the_book_knows_nothing_is_a_mistake(out):
    with pytest.raises(ValueError, match="住房结论"):
        write_workbook(out, VILLAGE, [li()], verdicts=lambda _: {"收入结论": "达标"}, **COVER)
    assert list(out.parent.iterdir()) == []


def test_the_cover_says_who_when_how_much_and_the_code(out, book):
    said = {row["项目"]: row["内容"] for row in told(out, "说明")}
    assert said["导出人"] == "赵驻村"
    assert said["导出时间"] == "2026-11-22 20:15"
    assert said["对账码"] == "K7FM 3PWX"
    assert said["村名"] == "青山村"
    assert said["成员 行数"] == "2 行"


def test_the_dictionary_has_a_row_for_every_question(out, book):
    rows = told(out, "数据字典")
    assert [row["名称"] for row in rows] == [field.key for noun in RECORDS for field in noun.questions()]
    assert rows[1]["类型"] == "村代码"


def test_words_of_an_earlier_era_are_nowhere_in_the_book(out, book):
    everything = json.dumps(cells_of(out), ensure_ascii=False, default=str)
    assert "对账码" in everything
    assert not [word for word in ("贫困户", "扶贫") if word in everything]


def test_the_package_is_hidden_deep_and_tells_the_columns(out, book):
    assert [book[title].sheet_state for title in ("_meta", "_changes")] == ["veryHidden"] * 2
    meta = {row["name"]: row["value"] for row in told(out, "_meta")}
    assert (meta["kind"], meta["village"], meta["member.rows"]) == ("village", "999999001001", "2")
    assert meta["household.columns"].split()[:6] == ["-", "-", "code", "head", "group", "address"]
    assert meta["village.columns"].split()[:6] == ["name", "code", "-", "-", "town", "county"]


ACT = Act("e" * 32, "laptop", 7, "0" * 16, "2026-03-05T21:10:00+08:00", "赵驻村", "入户核实")


def test_what_changed_is_told_to_people(out):
    changes = [
        ChangeLine("007", "李大山", ACT, Water, "8" * 32, Water.litres, "20", "35"),
        ChangeLine("007", "李大山", ACT, Member, LI, Member.relation, None, "HEAD"),
        ChangeLine("007", "李大山", ACT, Visit, "f" * 32, None, None, "记错户"),
    ]
    write_workbook(out, VILLAGE, [li()], changes=changes, **COVER)
    shown = [[row[head] for head in ("村名", "户编号", "户主", "改动时间", "谁改的", "哪张表", "哪一项", "原来", "现在", "为什么")]
             for row in told(out, "本次变化")]  # fmt: skip
    lead = ["青山村", "007", "李大山", "2026-03-05 21:10", "赵驻村"]
    assert shown == [
        [*lead, "饮水", "每人每天用水量(升)", "20", "35", "入户核实"],
        [*lead, "成员", "与户主关系", "", "户主", "入户核实"],
        [*lead, "走访", "删除", "", "记错户", "入户核实"],
    ]


def test_an_answer_that_is_no_longer_offered_is_told_as_it_was_kept(out):
    change = ChangeLine("007", "李大山", ACT, Member, LI, Member.relation, "CONCUBINE", "SPOUSE")
    write_workbook(out, VILLAGE, [li()], changes=[change], **COVER)
    assert [told(out, "本次变化")[0][head] for head in ("原来", "现在")] == ["CONCUBINE", "配偶"]
