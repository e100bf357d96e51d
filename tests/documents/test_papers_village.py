"""Every kind of paper for every household of a practice village says what the file says."""

import datetime as dt
from collections.abc import Iterator

import pypdfium2 as pdfium
import pytest

from fieldapp.base.identity import masked
from fieldapp.base.record import Record
from fieldapp.desk.judging import judge_dossier
from fieldapp.desk.practice import make_practice
from fieldapp.desk.printing import Order, PaperKind, doubts_told, write_papers
from fieldapp.documents.masking import masked_telephone
from fieldapp.documents.papers.answers import PRIVATE
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.housing import COMPONENTS, DECISION, Housing
from fieldapp.records.member import Member
from fieldapp.records.problem import Problem, ProblemState, Promise
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from fieldapp.store.survey import Survey

ON = dt.date(2026, 11, 22)
PER_FAMILY = [kind for kind in PaperKind if kind is not PaperKind.OUTING]


@pytest.fixture(scope="module", params=[30, pytest.param(120, marks=pytest.mark.slow)])
def village(request, tmp_path_factory) -> Iterator[Survey]:
    """A practice village with a year of life in it."""
    survey = make_practice(tmp_path_factory.mktemp("village") / "练习.survey", households=request.param, seed=5, on=ON)
    yield survey
    survey.close()


def squeezed(text: str) -> str:
    return "".join(text.split())


def pages(path) -> list[str]:
    with pdfium.PdfDocument(path) as document:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]


@pytest.fixture(scope="module")
def printed(village, tmp_path_factory) -> dict[PaperKind, list[str]]:
    """What stands on the papers of that village by kind, one text for each household, without blanks."""
    out = tmp_path_factory.mktemp("papers")
    told: dict[PaperKind, list[str]] = {}
    for kind in PER_FAMILY:
        told[kind] = []
        for dossier in village.reader.dossiers():
            path = out / "a.pdf"
            done = write_papers(village.reader, path, Order(kind, ON, [dossier.household.id], every=True), one_file=True)
            assert done.missing == ()
            told[kind].append("".join(pages(path)))
    return told


def shown(record: Record, dossier: Dossier, *left_out: object) -> Iterator[str]:
    """Every answer of a record after its label, with its unit, as a paper tells it."""
    for field in record.questions():
        if (
            field in left_out
            or field.part in left_out
            or not field.applies(record)
            or not (text := field.show(record, dossier.names))
        ):
            continue
        yield squeezed(f"{field.label}{masked_telephone(text) if field in PRIVATE else text}{field.unit}")


def lacking(dossiers: list[Dossier], texts: list[str], wanted) -> list[tuple[str, str]]:
    assert len(dossiers) == len(texts)
    return [
        (dossier.head, one)
        for dossier, text in zip(dossiers, texts, strict=True)
        for one in wanted(dossier)
        if squeezed(one) not in text
    ]


@pytest.fixture(scope="module")
def dossiers(village) -> list[Dossier]:
    return list(village.reader.dossiers())


def test_every_housing_record_says_what_the_file_says(dossiers, printed):
    def wanted(dossier: Dossier) -> Iterator[str]:
        judged = judge_dossier(dossier, ON)
        for housing, finding in judged.houses:
            yield from shown(housing, dossier, Housing.shared, COMPONENTS, DECISION, Housing.appraised.part)
            yield from (f"{field.label}{field.show(housing)}" for field in housing.questions() if field.part is COMPONENTS)
            if housing.appraised:
                by = "，".join(filter(None, (f.show(housing) for f in (Housing.appraiser, Housing.appraised_on, Housing.report))))
                yield f"鉴定结论{housing.appraised.value}{by}"
            yield from (reason.text for reason in (finding.suggested or finding).reasons)
        for one in (judged.nobody_in_danger, judged.danger_closed, judged.result_class):
            yield from (reason.text for reason in one.reasons)
        if not judged.houses:
            yield "还没有登记房屋。"

    assert lacking(dossiers, printed[PaperKind.HOUSING], wanted) == []
    assert all("不是房屋安全鉴定" in text for text in printed[PaperKind.HOUSING])


def test_every_water_sheet_says_what_the_file_says(dossiers, printed):
    def wanted(dossier: Dossier) -> Iterator[str]:
        finding = judge_dossier(dossier, ON).water
        if water := dossier.one(Water):
            yield from shown(water, dossier, Water.shut_off)
            yield from (str(day) for spell in water.shut_off or () for day in spell)
        else:
            yield "饮水还没有查看。"
        yield f"饮水安全{'认定' if finding.suggested else ''}{finding.told}"
        yield finding.source

    assert lacking(dossiers, printed[PaperKind.WATER], wanted) == []


def test_every_visit_record_says_what_the_file_says(dossiers, printed):
    def wanted(dossier: Dossier) -> Iterator[str]:
        for visit in dossier.all(Visit):
            yield from shown(visit, dossier)

    assert lacking(dossiers, printed[PaperKind.VISIT], wanted) == []


def test_what_was_seen_on_the_first_visit_stands_on_its_record(dossiers, printed):
    seen = 0
    for dossier, text in zip(dossiers, printed[PaperKind.VISIT], strict=True):
        if water := dossier.one(Water):
            seen += 1
            assert squeezed(f"{Water.litres.label}{Water.litres.show(water)}升") in text
    assert seen > len(dossiers) * 2 / 3


def test_every_plan_tells_verdicts_members_and_what_is_open(dossiers, printed):
    def wanted(dossier: Dossier) -> Iterator[str]:
        yield from shown(dossier.household, dossier, Household.note)
        for member in dossier.members:
            yield f"{member.name}{Member.relation.show(member)}{Member.sex.show(member)}"
            yield masked(member.number) if member.number else member.name or ""
        for problem in dossier.all(Problem):
            if problem.state is not ProblemState.CLOSED:
                yield f"{problem.found_on}"
        for part in judge_dossier(dossier, ON).water.parts:
            yield f"{part.name}{part.verdict.value}{part.text.removeprefix(f'{part.name}：')}"

    assert lacking(dossiers, printed[PaperKind.PLAN], wanted) == []


def test_no_paper_of_a_family_has_a_number_of_anybody_or_the_code_of_another(dossiers, printed):
    codes = {dossier.household.code for dossier in dossiers}
    numbers = [member.number for dossier in dossiers for member in dossier.members if member.number]
    for texts in printed.values():
        for dossier, text in zip(dossiers, texts, strict=True):
            assert {code for code in codes if code and code in text} == {dossier.household.code}
            assert not [number for number in numbers if number in text]


@pytest.fixture(scope="module")
def round_of_all(village, tmp_path_factory) -> list[str]:
    out = tmp_path_factory.mktemp("outing") / "a.pdf"
    assert write_papers(village.reader, out, Order(PaperKind.OUTING, ON), one_file=True).missing == ()
    return pages(out)


def test_a_round_tells_every_household_once_and_whole(dossiers, round_of_all):
    for number, dossier in enumerate(dossiers, start=1):
        head = squeezed(f"{number}. {dossier.head} · {dossier.household.group}")
        [page] = [page for page in round_of_all if head in page]
        following = squeezed(f"{number + 1}. {dossiers[number].head} ·") if number < len(dossiers) else "出门单·"
        mine = page[page.index(head) :].split(following)[0]
        assert mine.count("走访记录") == 1, "the boxes stand on the same page"
        assert "停水时段" in mine
        for member in dossier.members:
            assert squeezed(f"{member.name} {Member.relation.show(member)}") in mine
        still = {one.wish for one in dossier.all(Promise) if one.kept is None}
        for one in dossier.all(Promise):
            assert (squeezed(one.wish or "").rstrip("。") + "（" in mine) == (one.wish in still)
        for text in doubts_told(dossier, ON):
            assert squeezed(text.rstrip("。")) in mine


def test_a_page_of_a_round_has_room_for_about_three_households(dossiers, round_of_all):
    assert len(round_of_all) <= 0.45 * len(dossiers)
