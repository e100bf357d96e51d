"""The masked edition: whatever part of the file is unpacked, nobody's number, birth, telephone or illness is in it."""

import datetime as dt
import json
import re
import zipfile
from pathlib import Path

import pytest

from fieldapp.base.change import Act
from fieldapp.base.dates import Day
from fieldapp.base.identity import CitizenNumber, Telephone
from fieldapp.base.kinds import Line
from fieldapp.base.record import Part, Record, ask, belongs
from fieldapp.base.reference import Ref
from fieldapp.documents.edition import MASKED
from fieldapp.documents.masking import WITHHELD, hide, without_citizen_numbers, without_numbers
from fieldapp.documents.news import ChangeLine
from fieldapp.documents.noun_sheet import VERDICTS
from fieldapp.documents.workbook import write_workbook
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Cause, Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Health, Left, Member, Relation
from fieldapp.records.plan import Measure, MeasureKind, Plan
from fieldapp.records.problem import Problem
from fieldapp.records.registered import Registered, Topic
from fieldapp.records.village import Village
from fieldapp.records.visit import Visit
from tests.books import number
from tests.documents.homes import COVER, VILLAGE
from tests.documents.reading import cells_of, told

BIRTHS = [dt.date(1931, 7, 23) + dt.timedelta(days=1571 * n) for n in range(20)]
NUMBERS = [number(f"{day:%Y%m%d}", n + 101) for n, day in enumerate(BIRTHS)]
PHONES = [f"1{3 + n % 7}{n:02d}4{n:02d}87{n:02d}" for n in range(40)]
ILL = (Health.CHRONIC, Health.SERIOUS, Health.DISABLED)
TOWN = VILLAGE.replace(phone=PHONES[39])


def family(n: int) -> Dossier:
    """The family of one planted person, whose secrets stand wherever a person may have put them."""
    home, person, mine, phone = f"{n + 1:032x}", f"{n + 101:032x}", NUMBERS[n], PHONES[n]
    spaced = f"{mine[:6]} {mine[6:14]} {mine[14:]}"
    called = f"{phone[:3]}-{phone[3:7]}-{phone[7:]}"
    member = Member(
        person, household=home, name=f"人{n}", relation=Relation.HEAD, number=mine + "43B1" * (n % 2), birth=BIRTHS[n], code=mine + "01",
        phone=phone, health=frozenset({ILL[n % 3]}), left=Left.PRISON,
    )  # fmt: skip
    household = Household(
        home, head=f"人{n}", code=mine if n % 3 else f"9999990010010{n:04d}", cause=Cause.ILLNESS, phone=phone, helper_phone=PHONES[n + 20],
        note=f"证号{mine.lower()}，电话{phone}；卡 6222 0211 {1000 + n} {2000 + n} 3{n:02d}",
    )  # fmt: skip
    records = {
        Member: [member],
        Visit: [Visit(household=home, met=f"本人 {spaced}", spending="患有大病住院", note=f"打 {called} 或 +86{phone}")],
        Housing: [Housing(household=home, name=mine, decided_why=f"本人（{mine}）要求")],
        Plan: [Plan(household=home, year=2026, situation="患有大病", goal=f"联系{phone}")],
        Measure: [Measure(household=home, year=2026, kind=MeasureKind.HEALTH, what="签约", person=person)],
        Problem: [Problem(household=home, what=f"号码 {mine[:17]} 少一位")],
        Registered: [Registered(household=home, topic=Topic.OTHER, column="证件号码", said=mine)],
    }
    return Dossier(TOWN, household, records)


def news(n: int) -> list[ChangeLine]:
    """What changed of one planted person."""
    act = Act("e" * 32, "f" * 32, 7, "0" * 16, "2026-03-05T21:10:00+08:00", "赵驻村", f"按{NUMBERS[n]}核实", "撤销：" + "a" * 32)
    asked = {
        Member.number: NUMBERS[n], Member.birth: BIRTHS[n].isoformat(), Member.phone: PHONES[n], Member.health: ILL[n % 3].name,
        Member.code: NUMBERS[n] + "01", Household.note: f"电话 {PHONES[n]}", Household.code: NUMBERS[n],
    }  # fmt: skip
    lines = [ChangeLine(NUMBERS[n], f"人{n}", act, field.owner, "b" * 32, field, text, text) for field, text in asked.items()]
    return [*lines, ChangeLine("", "", act, Member, "b" * 32, None, None, f"记重了，同 {NUMBERS[n]}")]


def verdicts(dossier: Dossier) -> dict[str, str]:
    reason = f"户主 {dossier.all(Member)[0].answers['number']} 说的。"
    return dict.fromkeys(VERDICTS, "") | {"住房结论": "C级", "住房依据": reason, "饮水结论": "安全", "饮水依据": reason}


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    """The masked edition of twenty families."""
    path = tmp_path_factory.mktemp("masked") / "公开.xlsx"
    some = range(len(BIRTHS))
    lines = [line for n in some for line in news(n)]
    contents = [*(family(n) for n in some), Housing(name=NUMBERS[0])]
    write_workbook(path, TOWN, contents, changes=lines, verdicts=verdicts, edition=MASKED, **COVER)
    return path


@pytest.fixture(scope="module")
def parts(out) -> dict[str, str]:
    """Every part of the file as text: name → text, the comments of the archive under ''."""
    with zipfile.ZipFile(out) as archive:
        assert all(not one.comment for one in archive.infolist())
        return {"": archive.comment.decode()} | {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_no_number_no_telephone_and_no_day_of_birth_stands_in_any_part(parts):
    assert len(parts) > 15
    for n, day in enumerate(BIRTHS):
        mine, serial = NUMBERS[n], (day - dt.date(1899, 12, 30)).days
        secrets = [mine, mine.lower(), mine[:17], mine[6:14], mine[8:16], PHONES[n], PHONES[n + 20], day.isoformat(), f">{serial}<",
                   f"{mine[:6]} {mine[6:14]}", f"{PHONES[n][:3]}-{PHONES[n][3:7]}", f"6222 0211 {1000 + n}"]  # fmt: skip
        for name, text in parts.items():
            assert not [secret for secret in secrets if secret in text], name
    assert not [name for name, text in parts.items() if PHONES[39] in text]


def test_no_illness_and_nothing_that_tells_of_one_stands_in_any_sheet_of_records(out, parts):
    for name, text in parts.items():
        assert not [label for label in ("长期慢性病", "患有大病", "判刑收监", "因病") if label in text], name
    sheets = cells_of(out)
    for title in set(sheets) - {"数据字典"}:  # where a hint speaks of certificates of disability
        assert "残疾" not in json.dumps(sheets[title], ensure_ascii=False, default=str), title
    for field in WITHHELD:
        assert field.head not in sheets[field.owner.label][0]


def test_there_is_no_hash_and_no_id_from_which_anything_could_be_guessed(out, parts):
    for name, text in parts.items():
        assert all(found.isdigit() for found in re.findall(r"[0-9a-f]{16,}", text)), name
    sheets = cells_of(out)
    assert "_changes" not in sheets
    assert not {"_id", "_rev", "_hash", "_key"} & {head for rows in sheets.values() for head in rows[0]}
    assert COVER["code"] not in json.dumps(sheets, ensure_ascii=False, default=str)


def test_what_may_be_told_is_still_told(out):
    member, home = told(out, "成员")[3], told(out, "农户")[3]
    assert member["证件号码"] == NUMBERS[3][:6] + "*" * 10 + NUMBERS[3][16:]
    assert (member["姓名"], member["出生日期"], member["与户主关系"]) == ("人3", BIRTHS[3].year, "户主")
    assert (member["户编号"], home["户编号"]) == ("99999900100100003",) * 2
    assert member["本人电话"] == PHONES[3][:3] + "****" + PHONES[3][7:]
    assert home["住房结论"] == "C级"
    assert re.fullmatch(r"户主 999999\*{10}\w\w.* 说的。", home["住房依据"])
    assert home["备注"].startswith("证号999999*****")
    assert told(out, "帮扶措施")[3]["措施内容"] == "签约"


def test_the_changes_are_told_as_their_questions_ask_for_it(out):
    rows = told(out, "本次变化")[:7]
    birth = next(row for row in rows if row["哪一项"] == "出生日期")
    assert (birth["原来"], birth["现在"]) == (str(BIRTHS[0].year),) * 2
    assert "健康状况" not in [row["哪一项"] for row in rows]
    assert rows[-1]["哪一项"] == "删除"
    assert {row["来源"] for row in rows} == {"撤销"}


def test_the_book_says_what_it_is(out):
    said = " ".join(str(row["内容"]) for row in told(out, "说明"))
    assert "公开版" in said
    for word in ("只留前六位和最后两位", "只留年份", "健康状况", "不能读回"):
        assert word in said
    assert {row["name"]: row["value"] for row in told(out, "_meta")}["edition"] == "masked"
    assert {row["表"]: row["备注"] for row in told(out, "导出说明")}["成员"] == "这一版不写：健康状况、减少原因。"


GUARDIAN = Part("监护", unit="guardian")


class Pupil(Record, table="pupil", label="学生"):
    """A noun that nobody has thought of yet."""

    household = belongs(Household)
    guardian_number = ask("监护人证件", CitizenNumber(), GUARDIAN)
    guardian_birth = ask("监护人出生", Day(), GUARDIAN)
    call = ask("监护人电话", Telephone(), GUARDIAN)
    school = ask("学校", Line(), Part("学校"))
    enrolled = ask("入学日期", Day(), Part("学校"))
    visit = ask("哪次走访", Ref("visit"), Part("学校"))


def test_a_new_question_of_a_private_kind_is_masked_without_another_line(tmp_path):
    out, day = tmp_path / "公开.xlsx", dt.date(1980, 4, 5)
    mine = number("19800405")
    pupil = Pupil(
        household="1" * 32, guardian_number=mine, guardian_birth=day, call="0874-1234567", school="镇中心校", enrolled=day
    )
    home = Dossier(VILLAGE, Household("1" * 32, head="王"), {Pupil: [pupil]})
    write_workbook(out, VILLAGE, [home], nouns=(Village, Household, Pupil), edition=MASKED, **COVER)
    row = told(out, "学生")[0]
    assert [row[field.head] for field in Pupil.questions()[:5]] == [
        "999999**********" + mine[16:], 1980, "087*-***4567", "镇中心校", day]  # fmt: skip


@pytest.mark.parametrize(("cell", "field", "shown"), [
    ("13812345678", Member.phone, "138****5678"), ("08741234567", Household.phone, "087****4567"), ("1234567", Household.phone, "12***67"),
    ("无电话", Member.phone, "无电话"), (None, Member.number, None), (dt.date(1962, 3, 5), Member.birth, 1962),
    (dt.date(2026, 3, 5), Visit.day, dt.date(2026, 3, 5)), (5, None, 5), ("99999900100100007", Household.code, "99999900100100007"),
    ("999999001001", Village.code, "999999001001"), ("007", Member.code, "007"), ("999999199001010017", Household.code, "999999**********17"),
    ("530125900101001", Household.code, "*" * 15), ("530125003333001", Household.code, "530125003333001"),
    ("530125900101001", Member.code, "*" * 15),
])  # fmt: skip
def test_what_is_left_of_a_cell(cell, field, shown):
    assert hide(cell, field) == shown


@pytest.mark.parametrize(("text", "shown"), [
    ("证号99999919900101001x。", "证号999999**********1x。"),
    ("５３０１２５１９９００１０１００１７", "５３０１２５**********１７"),
    ("老证530125900101001", "老证***************"),
    ("卡号6222021234567890123", "卡号*******************"),
    ("530125 19900101 0017", "530125**********17"),
    ("打13812345678或138 1234 5678", "打138****5678或138 **** 5678"),
    ("座机0874-6234567", "座机087*-***4567"),
    ("１３８１２３４５６７８", "１３８****５６７８"),
    ("138.1234.5678、138－1234－5678、1381 234 5678", "138.****.5678、138－****－5678、138* *** 5678"),
    ("(0874)6234567 或０８７４—６２３４５６７", "(087*)***4567 或０８７*—***４５６７"),
    ("电话：6234567，座机 62345678", "电话：62***67，座机 62****78"),
    ("999999.19900101.0017", "999999**********17"),
    ("卡 62220212 34567890 123", "卡 *********************"),
    ("面积 62345678 平方米，138、1234、5678", "面积 62345678 平方米，138、1234、5678"),
    ("2026-01-05 2026-03-02 共 12 天", "2026-01-05 2026-03-02 共 12 天"),
    ("资金 1234567.50 元，编号 20260305123", "资金 1234567.50 元，编号 20260305123"),
    ("2024 2025 2026 三年", "2024 2025 2026 三年"),
])  # fmt: skip
def test_what_looks_like_a_number_in_a_text_is_masked_and_nothing_else(text, shown):
    assert without_numbers(text) == shown


@pytest.mark.parametrize(("text", "shown"), [
    ("证99999919900101001x。", "证999999**********1x。"),
    ("证9999991990010100174 3", "证9999991990010100174 3"),
    ("证99999919900101001743B1，", "证999999**********17，"),
    ("999999 19900101 0017", "999999**********17"),
    ("卡6222021234567890123，打13812345678", "卡6222021234567890123，打13812345678"),
    ("报告202611070000012345", "报告202611070000012345"),
    ("编号9999991990010100171234", "编号9999991990010100171234"),
])  # fmt: skip
def test_a_paper_masks_citizen_numbers_and_nothing_else(text, shown):
    assert without_citizen_numbers(text) == shown
