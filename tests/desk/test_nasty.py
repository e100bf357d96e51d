"""The nasty set: whatever a roster looks like and whatever was done to its cells, each cell ends in one named outcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from fieldapp.base.clock import Clock
from fieldapp.base.errors import BadBook
from fieldapp.desk.registering import Comparison, compare
from fieldapp.documents.synonyms import catalogue, plain_head
from fieldapp.records import Village
from fieldapp.store.survey import Survey
from tests.documents.nasty.account import Account, silent, told_of
from tests.documents.nasty.damages import DAMAGES, NOTED, REFUSED, Damage
from tests.documents.nasty.layouts import LAYOUTS, Layout
from tests.documents.nasty.refused import REFUSED as UNREADABLE
from tests.documents.nasty.roster import HEADS, HOME, Family, families
from tests.documents.nasty.written import Who, Written
from tests.documents.office import converted

AT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
VILLAGE = Village(name="石桥村", code="999999200201")
Told = dict[Who, dict[str, str]]
KEYS = {head: catalogue().heads[plain_head(head)[0]][1] for head in HEADS}


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Survey]:
    """An empty survey; books are only laid beside it."""
    opened = Survey.create(tmp_path_factory.mktemp("nasty") / "甲.survey", VILLAGE, by="王", clock=Clock(lambda: AT))
    yield opened
    opened.close()


def plain_book(told: list[Family]) -> Written:
    """The roster in its plainest layout."""
    book = Written()
    book.leaf().head(*HEADS)
    book.people("名单", told, HEADS)
    return book


def cleaned() -> list[Family]:
    """The clean roster: the first family is spared, each other one belongs to the damage of its order."""
    told = families(len(DAMAGES) + 1)
    for order, damage in enumerate(DAMAGES, 1):
        damage.clean(told[order], order)
    return told


@pytest.fixture(scope="module")
def clean(survey: Survey, tmp_path_factory: pytest.TempPathFactory) -> Told:
    book = plain_book(cleaned())
    told = compare(survey.reader, [book.save(tmp_path_factory.mktemp("nasty") / "好.xlsx")])
    assert [*told.told.refused, *told.told.noted, *told.told.held_rows, *told.told.skipped, *told.told.unused] == []
    assert silent(book, told, VILLAGE) == []
    return told_of(book, told)


@dataclass(frozen=True)
class Laid:
    """A book that was laid beside the survey, what came of it, and what was said."""

    book: Written
    told: Comparison
    came: Told
    account: Account

    @classmethod
    def of(cls, book: Written, path: Path, survey: Survey) -> Laid:
        told = compare(survey.reader, [book.save(path)])
        return cls(book, told, told_of(book, told), Account.of(told))


@pytest.fixture(scope="module")
def damaged(survey: Survey, tmp_path_factory: pytest.TempPathFactory) -> Laid:
    told = cleaned()
    for order, damage in enumerate(DAMAGES, 1):
        damage.spoil(told[order], order)
    return Laid.of(plain_book(told), tmp_path_factory.mktemp("nasty") / "坏.xlsx", survey)


def of_family(told: Told, order: int) -> dict[int, dict[str, str]]:
    """What came in of one family: order of the person → answers."""
    return {one: answers for (family, one), answers in told.items() if family == order}


def remarks(laid: Laid, order: int) -> dict[str, set[tuple[int, str]]]:
    """What was said about one family: outcome → person and head, '' for a whole row. A cell merged over a family is its first person's."""
    said: dict[str, set[tuple[int, str]]] = {"REFUSED": set(), "NOTED": set(), "HELD": set(), "SKIPPED": set()}
    account = laid.account
    for (family, one), at in laid.book.places.items():
        if family == order:
            said["REFUSED"] |= {(0 if head in HOME[1:] else one, head) for head in account.refused.get(at, [])}
            said["NOTED"] |= {(0 if head in HOME[1:] else one, head) for head in account.noted.get(at, [])}
            said["HELD"] |= {(one, "")} if at in account.held else set()
            said["SKIPPED"] |= {(one, "")} if at in account.skipped else set()
    return said


def said_of(damage: Damage) -> dict[str, set[tuple[int, str]]]:
    """What must be said about the family that has this damage: its outcome at its place, and nothing else."""
    said: dict[str, set[tuple[int, str]]] = {"REFUSED": set(), "NOTED": set(), "HELD": set(), "SKIPPED": set()}
    if damage.outcome.name in said:
        said[damage.outcome.name] = {(damage.who, damage.column if damage.outcome in (REFUSED, NOTED) else "")}
    return said


def expected(damage: Damage, before: dict[int, dict[str, str]]) -> dict[int, dict[str, str]]:
    """What should come in of a family: its clean answers, but for those that the damage has changed."""
    after = deepcopy(before)
    for (who, head), answer in damage.answers.items():
        after[who] = {key: text for key, text in after[who].items() if key != KEYS[head]}
        after[who] |= {KEYS[head]: answer} if answer is not None else {}
    return {who: answers for who, answers in after.items() if who not in damage.gone}


@pytest.mark.parametrize("order", range(1, len(DAMAGES) + 1), ids=lambda order: DAMAGES[order - 1].name.split(": ")[-1])
def test_a_damaged_cell_ends_in_the_one_outcome_that_it_must_have(order: int, clean: Told, damaged: Laid) -> None:
    damage = DAMAGES[order - 1]
    assert remarks(damaged, order) == said_of(damage)
    assert of_family(damaged.came, order) == expected(damage, of_family(clean, order))


def test_nothing_of_the_damaged_book_is_silent(damaged: Laid) -> None:
    assert silent(damaged.book, damaged.told, VILLAGE, except_at=damaged_cells(damaged.book, DAMAGES)) == []


def test_the_family_that_nothing_damages_came_in_unharmed(clean: Told, damaged: Laid) -> None:
    assert of_family(damaged.came, 0) == of_family(clean, 0)
    assert len(of_family(clean, 0)) == 3


def damaged_cells(book: Written, damages: Sequence[Damage]) -> set[tuple[str, int, int]]:
    """Sheet, row and column of the cells that say their answer in other words; what came of them is asserted for each."""
    spoilt = {(order, damage.who): damage.column for order, damage in enumerate(damages, 1)}
    return {
        (sheet, row, index)
        for who, (sheet, row) in book.places.items()
        for index, cell in enumerate(book.leaves[sheet].rows[row - 1])
        if who in spoilt and cell is not None and book.columns[sheet][index] == spoilt[who]
    }


TEN = families(10)


def expected_of(layout: Layout, plain_told: Told) -> Told:
    """What should come in of a layout: the plain roster without what the layout does not ask; who is head, his name tells."""
    lacking = {KEYS[head] for head in layout.lacks}
    return {
        who: {key: text for key, text in answers.items() if key not in lacking or text == "户主"}
        for who, answers in plain_told.items()
        if who[1] == 0 or not layout.only_heads
    }


@pytest.fixture(scope="module")
def plain_told(survey: Survey, tmp_path_factory: pytest.TempPathFactory) -> Told:
    return Laid.of(plain_book(TEN), tmp_path_factory.mktemp("nasty") / "名单.xlsx", survey).came


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_gives_the_same_people_and_nothing_of_it_is_silent(
    layout: Layout, survey: Survey, tmp_path: Path, plain_told: Told
) -> None:
    book = layout.write(deepcopy(TEN))
    told = compare(survey.reader, [layout.save(book, tmp_path / "名单.xlsx")])
    came = told_of(book, told)
    assert came == expected_of(layout, plain_told)
    assert {one.why for one in told.told.skipped} == set(layout.skipped)
    assert {one.column or f":{one.sheet}" for one in told.told.unused} == set(layout.unused)
    assert [*told.told.refused, *told.told.held_rows, *told.told.noted, *told.told.remarks] == []
    assert silent(book, told, VILLAGE) == []


def test_the_law_itself_notices_what_nobody_answered_for(survey: Survey, tmp_path: Path) -> None:
    laid = Laid.of(plain_book(TEN), tmp_path / "名单.xlsx", survey)
    assert silent(laid.book, laid.told, VILLAGE) == []
    leaf = laid.book.leaves["名单"]
    leaf.rows[4].append("后来添的话")
    leaf.rows[5][HEADS.index("性别")] = "不男"
    leaf.add("合计", None, "30人")
    assert silent(laid.book, laid.told, VILLAGE) == [
        "名单!S5 = '后来添的话'",
        "名单!J6 = '不男'",
        "名单!A32 = '合计'",
        "名单!C32 = '30人'",
    ]


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_book_that_is_no_roster_is_refused_whole_and_says_why(case: str, survey: Survey, tmp_path: Path) -> None:
    why, make = UNREADABLE[case]
    path = tmp_path / "名单.xlsx"
    make(path)
    with pytest.raises(BadBook) as caught:
        compare(survey.reader, [path])
    assert why in caught.value.what
    assert "“名单.xlsx”" in caught.value.what
    assert caught.value.what.endswith("。")
    assert caught.value.advice.endswith("。")


MIXED = [layout for layout in LAYOUTS if not layout.lacks and not layout.only_heads and layout.save is Written.save]
SEEDS = range(6)


@pytest.mark.parametrize("seed", SEEDS)
def test_damages_by_chance_in_a_layout_by_chance_end_as_each_of_them_must(seed: int, survey: Survey, tmp_path: Path) -> None:
    chance = Random(seed)
    layout = chance.choice(
        [one for one in MIXED if one.name not in ("household cells in every row", "households and people on two sheets")]
    )
    damages = [damage for damage in chance.sample(DAMAGES, 40) if not damage.needs_codes or layout.name == "plain"]
    clean = families(len(damages) + 1)
    for order, damage in enumerate(damages, 1):
        damage.clean(clean[order], order)
    spoilt = deepcopy(clean)
    for order, damage in enumerate(damages, 1):
        damage.spoil(spoilt[order], order)
    before = Laid.of(plain_book(clean), tmp_path / "好.xlsx", survey)
    after = Laid.of(layout.write(spoilt), tmp_path / "坏.xlsx", survey)
    for order, damage in enumerate(damages, 1):
        what = f"seed {seed}, layout “{layout.name}”, damage “{damage.name}”"
        assert remarks(after, order) == said_of(damage), what
        assert of_family(after.came, order) == expected(damage, of_family(before.came, order)), what
    assert of_family(after.came, 0) == of_family(before.came, 0), f"seed {seed}, layout “{layout.name}”"
    assert silent(after.book, after.told, VILLAGE, except_at=damaged_cells(after.book, damages)) == [], (
        f"seed {seed}, layout “{layout.name}”"
    )


_BY_OFFICE = ("formula", "control characters", "midnight", "#REF! as text", "参加居民医保: yes", "参加居民医保: no")
WRITTEN_ANEW = [damage for damage in DAMAGES if any(word in damage.name for word in _BY_OFFICE)]
"""What an office program changes itself when it opens a book: it works formulas out, drops control characters, writes yes as a number."""


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_damages_come_through_other_formats_as_office_programs_write_them(
    ending: str, clean: Told, survey: Survey, tmp_path: Path
) -> None:
    told = cleaned()
    for order, damage in enumerate(DAMAGES, 1):
        if damage not in WRITTEN_ANEW:
            damage.spoil(told[order], order)
    book = plain_book(told)
    again = converted(book.save(tmp_path / "坏.xlsx"), ending)
    laid = Laid(book, found := compare(survey.reader, [again]), told_of(book, found), Account.of(found))
    for order, damage in enumerate(DAMAGES, 1):
        if damage not in WRITTEN_ANEW:
            assert remarks(laid, order) == said_of(damage), damage.name
            assert of_family(laid.came, order) == expected(damage, of_family(clean, order)), damage.name
