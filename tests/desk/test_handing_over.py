"""Handing over: what has changed since the last time, what has left the house, and under which name."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldapp.base.clock import Clock
from fieldapp.base.errors import Cancelled, FieldAppError
from fieldapp.desk.handing_over import HANDED_OVER, hand_over, hand_overs, proposed_name, write_book
from fieldapp.documents.edition import FULL, MASKED, Edition
from fieldapp.documents.locking import unlocked
from fieldapp.records.household import Household
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member, Relation
from fieldapp.records.water import Water
from fieldapp.store.survey import Survey
from tests.documents.reading import cells_of, told
from tests.ui import village

ROW = ("户编号", "户主", "哪张表", "哪一项", "原来", "现在", "为什么")


@pytest.fixture
def survey(tmp_path):
    with village.settle(tmp_path / "石桥.survey") as open_survey:
        yield open_survey


@pytest.fixture
def news(survey, tmp_path) -> Callable[..., list[tuple[str, ...]]]:
    """`news()` hands over and tells the rows of 本次变化."""

    def tell(edition: Edition = FULL) -> list[tuple[str, ...]]:
        hand_over(survey, tmp_path / "a.xlsx", edition=edition)
        return [tuple(str(row[head]) for head in ROW) for row in told(tmp_path / "a.xlsx", "本次变化")]

    return tell


def test_at_the_first_hand_over_every_record_is_one_line_and_at_the_second_there_is_none(news, survey):
    first = news()
    counted = sum(survey.reader.count(noun) for noun in survey.nouns)
    assert len(first) == counted
    assert {row[3] for row in first} == {"新增"}
    assert ("530100000017", "李国兰", "住房", "新增", "", "", "登记") in first
    assert news() == []


def test_edits_before_the_first_hand_over_are_no_news(news, survey):
    with survey.change("更正") as change:
        change.save(village.WATER.replace(litres=30))
    assert {row[3] for row in news()} == {"新增"}


def test_what_was_changed_since_is_a_line_an_answer_and_a_new_record_one_line(news, survey):
    news()
    with survey.change("入户核实") as change:
        change.save(village.WATER.replace(litres=30, dry_days=40))
    with survey.change("新来的") as change:
        new = change.save(Member(household=village.ZHOU, name="周小妹", relation=Relation.DAUGHTER))
    with survey.change("改名") as change:
        change.save(new.replace(name="周小梅"))
    assert news() == [
        ("530100000017", "李国兰", "饮水", "每人每天用水量(升)", "60", "30", "入户核实"),
        ("530100000017", "李国兰", "饮水", "一年累计停水天数(天)", "3", "40", "入户核实"),
        ("", "周建军", "成员", "新增", "", "", "新来的"),
        ("", "周建军", "成员", "姓名", "周小妹", "周小梅", "改名"),
    ]
    assert news() == []


def test_a_deletion_is_told_with_its_household_and_its_reason_and_so_is_its_undoing(news, survey):
    news()
    with survey.change("清理") as change:
        change.remove(village.HOUSE, "记重了")
    survey.undo()
    [gone, back] = news()
    assert gone == ("530100000017", "李国兰", "住房", "删除", "", "记重了", "清理")
    assert back[:5] == ("530100000017", "李国兰", "住房", "恢复", "记重了")


def test_a_household_that_is_gone_is_still_called_by_its_name(news, survey):
    news()
    with survey.change("清理") as change:
        change.remove(survey.reader.get(Household, village.HE), "重复登记")
    assert news() == [("", "何文平", "农户", "删除", "", "重复登记", "清理")]


def test_the_masked_edition_is_no_hand_over(news, survey):
    news(MASKED)
    assert survey.reader.about(HANDED_OVER) == ""
    assert news() != []
    with survey.change("更正") as change:
        change.save(village.WATER.replace(litres=30))
    assert len(news(MASKED)) == len(news(MASKED)) == len(news()) == 1


def test_every_book_that_leaves_is_logged_the_newest_first(survey, tmp_path):
    editions = (FULL, MASKED, Edition.locked("密 1"))
    written = [hand_over(survey, tmp_path / f"{one.name}.xlsx", edition=one) for one in editions]
    log = hand_overs(survey.reader)
    assert [(one.file, one.edition) for one in log] == [
        ("locked.xlsx", "locked"),
        ("masked.xlsx", "masked"),
        ("full.xlsx", "full"),
    ]
    assert [one.sha256 for one in reversed(log)] == [one.sha256 for one in written]
    assert {(one.at, one.by, one.code) for one in log} == {("2026-11-22T21:07:33+08:00", "韩立", survey.code())}
    assert "密 1" not in (tmp_path / "石桥.survey").read_bytes().decode("utf-8", "ignore")


def test_what_was_stopped_or_refused_is_not_logged(survey, tmp_path):
    def stop(_: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        hand_over(survey, tmp_path / "a.xlsx", progress=stop)
    with pytest.raises(FieldAppError, match="文件夹"):
        hand_over(survey, tmp_path / "没有" / "a.xlsx")
    assert hand_overs(survey.reader) == []
    with survey.change("还能写") as change:
        change.save(Household(head="赵六"))


def test_what_is_written_meanwhile_is_not_half_in_the_book(survey, tmp_path):
    before, reader = survey.code(), survey.new_reader()
    heard = []

    def write_too(count: int) -> None:
        heard.append(count)
        with survey.change("边导边录") as change:
            change.save(Household(head=f"新来{count}"))

    book = write_book(reader, tmp_path / "a.xlsx", by="韩立", at=village.NOW, progress=write_too)
    reader.close()
    assert heard == [1, 2, 3]
    assert book.told.code == before != survey.code()
    assert book.written.rows["农户"] == 3
    assert not [row for row in told(tmp_path / "a.xlsx", "本次变化") if row["为什么"] == "边导边录"]


def test_a_building_of_two_households_is_written_once_and_one_of_nobody_at_the_end(survey, tmp_path):
    with survey.change("公用房") as change:
        change.save(village.HOUSE.replace(shared=frozenset({village.ZHOU})))
        change.save(Housing(name="旧村部", shared=frozenset({village.HE})))
    hand_over(survey, tmp_path / "a.xlsx")
    rows = [(row["哪一栋"], row["户主"], row["还有哪几户在用"]) for row in told(tmp_path / "a.xlsx", "住房")]
    assert rows == [("正房", "李国兰", "周建军家"), ("旧村部", "", "何文平家")]


def test_the_locked_book_tells_what_the_file_holds(survey, tmp_path):
    hand_over(survey, tmp_path / "a.xlsx", edition=Edition.locked("密 1"))
    assert len(cells_of(unlocked((tmp_path / "a.xlsx").read_bytes(), "密 1"))["饮水"]) == 1 + survey.reader.count(Water)


def test_a_copy_of_the_file_on_another_laptop_tells_only_what_is_new(survey, news, tmp_path):
    news()
    survey.backup(tmp_path / "copy.survey")
    later = Clock(lambda: village.NOW + dt.timedelta(days=1))
    with Survey.open(tmp_path / "copy.survey", by="何敏", clock=later, as_copy=True) as copy:
        with copy.change("另一台") as change:
            change.save(village.WATER.replace(litres=35))
        hand_over(copy, tmp_path / "b.xlsx")
    assert [row["现在"] for row in told(tmp_path / "b.xlsx", "本次变化")] == ["35"]


@pytest.mark.parametrize(("edition", "name"), [
    (FULL, "石桥村_上报_20261122_含个人信息.xlsx"), (MASKED, "石桥村_上报_20261122_公开版.xlsx"), (Edition.locked("密"), "石桥村_上报_20261122.xlsx"),
])  # fmt: skip
def test_the_open_book_with_numbers_says_so_in_its_name(edition, name):
    assert Path(proposed_name("石桥村", dt.date(2026, 11, 22), edition)).name == name
    assert Path(proposed_name("石桥村", dt.date(2026, 11, 22), edition, county=True)).name == name.replace("上报", "回传")
