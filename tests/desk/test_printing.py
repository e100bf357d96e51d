"""Printing the plans of a village: the paper says what the file says, one file or many, whole or not at all."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from fieldapp.base.errors import Cancelled, FieldAppError
from fieldapp.base.identity import masked
from fieldapp.base.record import Field, Record
from fieldapp.desk.judging import judge_dossier
from fieldapp.desk.opening import new_survey
from fieldapp.desk.practice import make_practice
from fieldapp.desk.printing import Order, PaperKind, kind_named, proposed_name, write_papers, write_plans
from fieldapp.documents.masking import masked_telephone
from fieldapp.records.household import Household
from fieldapp.records.housing import Condition, Housing
from fieldapp.records.member import Member
from fieldapp.records.plan import Measure, Plan
from fieldapp.records.problem import Problem, ProblemState, Promise
from fieldapp.records.visit import Outcome, Visit, Way
from fieldapp.records.water import Water
from fieldapp.store.reader import Reader
from fieldapp.store.survey import Survey

ON = dt.date(2026, 11, 22)
NOWHERE = "\U0010fffd"
"""No face has this character."""


@pytest.fixture(scope="module")
def village(tmp_path_factory) -> Iterator[Survey]:
    """A practice village of 120 households with a year of life in it."""
    survey = make_practice(tmp_path_factory.mktemp("village") / "练习.survey", households=120, seed=1, on=ON)
    yield survey
    survey.close()


@pytest.fixture(scope="module")
def printed(village, tmp_path_factory) -> list[str]:
    """What stands on the plans of that village, one text for each paper in their order, without blanks."""
    out = tmp_path_factory.mktemp("plans") / "全村.pdf"
    assert write_plans(village.reader, out, on=ON, one_file=True).missing == ()
    return papers(out)


@pytest.fixture
def twins(tmp_path) -> Iterator[Survey]:
    """Two families that share group, name and the end of their code, and one that has no code."""
    survey = new_survey(tmp_path / "村.survey", "石桥村", "999999201201")
    with survey.change("登记") as change:
        for code in ("10017", "20017", None):
            change.save(Household(head="李国/兰", group="3组", code=code))
    yield survey
    survey.close()


def pages(path: Path) -> list[str]:
    """What stands on each page, without blanks."""
    with pypdfium2.PdfDocument(path) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def papers(path: Path) -> list[str]:
    """The papers in a file, each from its first page to its last, without blanks."""
    texts: list[str] = []
    for text in pages(path):
        if "第1页共" in text:
            texts.append(text)
        elif text:  # an empty page lets the next paper begin on a new sheet
            texts[-1] += text
    return texts


def told(record: Record, *fields: Field) -> str:
    """Answers side by side as they stand in the file, without blanks; what is not answered is said."""
    return "".join("".join(field.show(record).split()) or "未填写" for field in fields)


def labelled(record: Record, *left_out: Field) -> list[str]:
    """Every answer after its label, with its unit."""
    asked = [
        f
        for f in record.questions()
        if f.name in record.answers and f.applies(record) and f not in left_out and not f.kind.refers
    ]
    shown = ((f, masked_telephone(f.show(record)) if f is Household.phone else f.show(record)) for f in asked)
    return ["".join(f"{f.label}{text}{f.unit}".split()) for f, text in shown]


def expected(reader: Reader, id: str) -> Iterator[str]:
    """Everything that must stand on the plan of a household of 2026."""
    names = {member.id: member.name for member in reader.of(Member, id)}
    single = [reader.get(Household, id), *reader.of(Housing, id), *reader.of(Water, id), *reader.of(Plan, id)]
    for record in single:
        yield from labelled(record, Household.note, Plan.year)
    for one in reader.of(Member, id):
        age = ON.year - one.birth.year - ((ON.month, ON.day) < (one.birth.month, one.birth.day))
        away = f"{one.work_region.value}{one.work_months}个月" if one.work_region else "—"
        yield (told(one, Member.name, Member.relation, Member.sex) + f"{age}{masked(one.number)}"
               + told(one, Member.health, Member.labour) + away)  # fmt: skip
    alike: dict[str, list[int]] = {}
    for number, one in enumerate((m for m in reader.of(Measure, id) if m.year == 2026), start=1):
        person = names[one.person] if one.person else "整户"
        yield (f"{number}{told(one, Measure.kind, Measure.what)}{person}{told(one, Measure.quantity, Measure.measured_in)}"
               + told(one, Measure.money, Measure.due, Measure.responsible, Measure.expected))  # fmt: skip
        alike.setdefault(f"开始日期{one.start}；进度{one.progress.value}", []).append(number)
    yield from (f"措施{'、'.join(map(str, same)).replace('1、2、3', '1–3')}：{rest}" for rest, same in alike.items())
    for one in reader.of(Problem, id):
        if one.state is not ProblemState.CLOSED:
            yield told(
                one,
                Problem.found_on,
                Problem.kind,
                Problem.what,
                Problem.measure,
                Problem.responsible,
                Problem.due,
                Problem.state,
            )
    for one in reader.of(Promise, id):
        if one.kept is None:
            yield told(one, Promise.asked_on, Promise.wish, Promise.answer, Promise.by, Promise.due)


def test_the_plan_of_every_household_says_what_the_file_says(village, printed):
    homes = village.reader.households()
    assert len(printed) == len(homes) == 120
    for home, text in zip(homes, printed, strict=True):
        assert [one for one in expected(village.reader, home.id) if one not in text] == [], home.head


def test_the_plan_of_every_household_has_nothing_of_another_one(village, printed):
    codes = [home.code for home in village.reader.households()]
    for home, text in zip(village.reader.households(), printed, strict=True):
        assert [code for code in codes if code in text] == [home.code]
        assert text.count("999999******") == home.people
        assert f"现有家庭成员{home.people}人。" in text
        assert ("没有未销号的问题。" in text) == all(
            one.state is ProblemState.CLOSED for one in village.reader.of(Problem, home.id)
        )
        assert ("2026年度措施未填写。" in text) == (not village.reader.of(Measure, home.id))
        judged = judge_dossier(village.reader.dossier(home.id), ON)
        for reason in (*judged.housing.reasons, *judged.nobody_in_danger.reasons, *judged.danger_closed.reasons):
            assert "".join(reason.text.split()) in text
        assert ("饮水还没有查看。" in text) == (not village.reader.of(Water, home.id))


def test_no_citizen_number_and_no_word_of_the_past_is_printed(village, printed):
    whole = "".join(printed)
    assert not [member.name for member in village.reader.every(Member) if member.number in whole]
    assert "贫困户" not in whole
    assert "扶贫" not in whole


def test_one_file_for_two_sided_printing_has_every_paper_on_a_new_sheet(village, tmp_path):
    some = [home.id for home in village.reader.households(limit=8)]
    write_plans(village.reader, tmp_path / "a.pdf", on=ON, households=some, one_file=True)
    assert [number % 2 for number, text in enumerate(pages(tmp_path / "a.pdf")) if "第1页共" in text] == [0] * 8


def test_one_file_is_in_the_order_that_was_asked_for_and_each_household_once(village, tmp_path):
    one, other = (home.id for home in village.reader.households(limit=2))
    done = write_plans(village.reader, tmp_path / "a.pdf", on=ON, households=[other, one, other], one_file=True)
    assert (done.papers, done.files) == (2, (tmp_path / "a.pdf",))
    codes = [village.reader.get(Household, id).code for id in (other, one)]
    assert [code in text for code, text in zip(codes, papers(tmp_path / "a.pdf"), strict=True)] == [True, True]


def test_a_folder_has_one_file_for_each_household(village, tmp_path):
    homes = village.reader.households(limit=5)
    heard: list[int] = []
    done = write_plans(village.reader, tmp_path / "新" / "计划", on=ON, households=[h.id for h in homes], progress=heard.append)
    assert [file.name for file in done.files] == [f"{h.group}_{h.head}_{h.code[-4:]}_帮扶计划2026.pdf" for h in homes]
    assert set((tmp_path / "新" / "计划").iterdir()) == set(done.files)
    assert heard == [1, 2, 3, 4, 5]
    assert [h.code in papers(file)[0] for h, file in zip(homes, done.files, strict=True)] == [True] * 5


def test_printing_again_gives_the_same_bytes_under_the_same_names(village, tmp_path):
    some = [home.id for home in village.reader.households(limit=3)]
    for folder in ("a", "b", "b"):
        write_plans(village.reader, tmp_path / folder, on=ON, households=some)
    first, again = ({file.name: file.read_bytes() for file in (tmp_path / folder).iterdir()} for folder in ("a", "b"))
    assert len(first) == 3
    assert first == again


def test_families_of_one_name_do_not_replace_each_other(twins, tmp_path):
    done = write_plans(twins.reader, tmp_path / "计划", on=ON)
    assert len(set(done.files)) == len(list((tmp_path / "计划").iterdir())) == 3
    assert not [file.name for file in done.files if set(file.name) & set('\\/:*?"<>|')]
    codes = [home.code or "户编号未填写" for home in twins.reader.households()]
    assert [code in papers(file)[0] for code, file in zip(codes, done.files, strict=True)] == [True] * 3


def test_families_without_a_code_do_not_replace_each_other_when_printed_one_by_one(twins, tmp_path):
    with twins.change("登记") as change:
        alone = [change.save(Household(head="王独")) for _ in range(2)]
    for home in alone:
        write_plans(twins.reader, tmp_path / "计划", on=ON, households=[home.id])
    assert len(list((tmp_path / "计划").iterdir())) == 2


def test_a_name_of_the_greatest_length_still_makes_a_file(twins, tmp_path):
    with twins.change("登记") as change:
        home = change.save(Household(head="𠮷" * 50, group="𠮷" * 30, code="9" * 40))
    [file] = write_plans(twins.reader, tmp_path / "计划", on=ON, households=[home.id]).files
    assert file.is_file()


def test_characters_no_face_has_are_named_once(twins, tmp_path):
    with twins.change("登记") as change:
        for head in (f"王{NOWHERE}", f"赵{NOWHERE}"):
            change.save(Household(head=head))
    for out, one_file in ((tmp_path / "计划", False), (tmp_path / "a.pdf", True)):
        assert write_plans(twins.reader, out, on=ON, one_file=one_file).missing == (f"{NOWHERE}(U+10FFFD)",)


def test_the_year_of_the_plan_may_be_another_one(village, tmp_path):
    home = next(home for home in village.reader.households() if village.reader.of(Measure, home.id))
    [file] = write_plans(village.reader, tmp_path, on=ON, households=[home.id], year=2027).files
    assert file.name.endswith("_帮扶计划2027.pdf")
    assert "2027年度目标未填写。" in papers(file)[0]
    assert "2027年度措施未填写。" in papers(file)[0]


@pytest.mark.parametrize(("households", "what"), [(["f" * 32], "不在档案里"), ([], "没有选农户")])
@pytest.mark.parametrize("one_file", [True, False])
def test_a_household_that_is_not_there_is_refused_and_nothing_is_written(village, tmp_path, households, what, one_file):
    some = [village.reader.households(limit=1)[0].id] if households else []
    with pytest.raises(FieldAppError, match=what) as refused:
        write_plans(village.reader, tmp_path / "a", on=ON, households=some + households, one_file=one_file)
    assert refused.value.advice
    assert list(tmp_path.iterdir()) == []


def test_a_village_without_households_is_refused(tmp_path):
    survey = new_survey(tmp_path / "村.survey", "石桥村", "999999201201")
    with pytest.raises(FieldAppError, match="还没有农户"):
        write_plans(survey.reader, tmp_path / "计划", on=ON)
    survey.close()
    assert not (tmp_path / "计划").exists()


def test_a_file_where_the_folder_should_be_is_told_and_stays(twins, tmp_path):
    (tmp_path / "计划").write_text("别的", "utf-8")
    with pytest.raises(FieldAppError, match="“计划”是一个文件"):
        write_plans(twins.reader, tmp_path / "计划", on=ON)
    with pytest.raises(FieldAppError, match="“里面”"):
        write_plans(twins.reader, tmp_path / "计划" / "里面", on=ON)
    assert (tmp_path / "计划").read_text("utf-8") == "别的"


def stop(count: int) -> None:
    if count == 3:
        raise Cancelled


def test_whoever_stops_printing_finds_only_whole_files(village, tmp_path):
    with pytest.raises(Cancelled):
        write_plans(village.reader, tmp_path, on=ON, progress=stop)
    codes = [home.code for home in village.reader.households(limit=3)]
    texts = ["".join(papers(file)) for file in tmp_path.iterdir()]
    assert len(texts) == 3
    assert all(any(code in text for text in texts) for code in codes)


def test_whoever_stops_printing_one_file_finds_the_old_one(village, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"old")
    for name in ("a.pdf", "b.pdf"):
        with pytest.raises(Cancelled):
            write_plans(village.reader, tmp_path / name, on=ON, one_file=True, progress=stop)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.pdf", b"old")]


@pytest.mark.parametrize("kind", PaperKind)
@pytest.mark.parametrize("one_file", [True, False])
def test_progress_is_told_household_by_household_whatever_the_kind(village, tmp_path, kind, one_file):
    homes = [next(home.household.id for home in village.reader.dossiers() if len(home.all(Housing)) > 1)]
    homes += [home.id for home in village.reader.households(limit=4) if home.id not in homes]
    heard: list[int] = []
    out = tmp_path / ("a.pdf" if one_file else "a")
    write_papers(village.reader, out, Order(kind, ON, homes), one_file=one_file, progress=heard.append)
    assert heard == list(range(1, len(homes) + 1))


def test_a_file_for_one_side_has_no_empty_pages(village, tmp_path):
    homes = [home.id for home in village.reader.households(limit=6)]
    order = Order(PaperKind.WATER, ON, homes)
    write_papers(village.reader, tmp_path / "both.pdf", order, one_file=True)
    write_papers(village.reader, tmp_path / "one.pdf", order, one_file=True, duplex=False)
    both, one = (pages(tmp_path / name) for name in ("both.pdf", "one.pdf"))
    assert len(one) == sum(map(bool, both)) < len(both)


def test_the_name_of_what_leaves_the_house_tells_full_numbers():
    assert proposed_name(Order(PaperKind.PLAN, ON)) == f"帮扶计划_{ON:%Y%m%d}"
    assert proposed_name(Order(PaperKind.PLAN, ON, mask=False)) == f"帮扶计划_{ON:%Y%m%d}_含个人信息"


@pytest.mark.parametrize("kind", PaperKind)
def test_every_kind_is_called_by_its_chinese_and_its_english_name(kind):
    assert kind_named(kind.value) is kind_named(kind.name.lower()) is kind


def test_a_kind_nobody_knows_is_refused_with_those_there_are():
    with pytest.raises(FieldAppError, match="“奖状”") as refused:
        kind_named("奖状")
    assert all(kind.value in refused.value.advice for kind in PaperKind)


@pytest.fixture
def lived_in(twins) -> tuple[Survey, list[str]]:
    """The twins with two houses for the first, one of nobody, and visits for the first and the second."""
    homes = [home.id for home in twins.reader.households()]
    with twins.change("登记房屋") as change:
        house = change.save(Housing(household=homes[0], name="正/房", storeys=1, walls=Condition.b))
        change.save(Housing(household=homes[0], name="老屋", storeys=1))
        change.save(Housing(name="旧仓库", storeys=1))
    for number, (home, day) in enumerate([(0, 3), (0, 5), (1, 4)]):
        with twins.change("走访") as change:
            change.save(
                Visit(
                    household=homes[home],
                    day=dt.date(2026, 11, day),
                    way=Way.HOME,
                    outcome=Outcome.MET,
                    met="本人",
                    note=f"记录{number}",
                )
            )
            if number == 1:
                change.save(house.replace(walls=Condition.c))
    return twins, homes


def order(kind: PaperKind, *households: str, **more) -> Order:
    return Order(kind, ON, households or None, **more)


def test_every_building_has_a_record_of_its_own_and_so_has_what_nobody_owns(lived_in, tmp_path):
    survey, _ = lived_in
    done = write_papers(survey.reader, tmp_path / "房", order(PaperKind.HOUSING))
    assert len(done.files) == len(set(done.files)) == 5
    names = [file.stem for file in done.files]
    assert sum(name.endswith(("住房查看_正房", "住房查看_老屋")) for name in names) == 2
    [nobodys] = [file for file in done.files if file.stem.startswith("不属于任何一户")]
    assert "旧仓库" in "".join(papers(nobodys))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, ["记录1", "记录2", ""]),
        ({"every": True}, ["记录0记录1", "记录2"]),
        ({"since": dt.date(2026, 11, 4)}, ["记录1", "记录2"]),
    ],
    ids=["the newest", "all", "since a day"],
)
def test_the_newest_visit_all_visits_or_those_since_a_day(lived_in, tmp_path, more, told):
    survey, _ = lived_in
    done = write_papers(survey.reader, tmp_path / "访", order(PaperKind.VISIT, **more))
    found = ["".join(note for note in ("记录0", "记录1", "记录2") if note in "".join(papers(file))) for file in done.files]
    assert sorted(found) == sorted(told)


def test_one_visit_alone_tells_what_was_changed_with_it(lived_in, tmp_path):
    survey, homes = lived_in
    first, second = survey.reader.of(Visit, homes[0])
    texts = []
    for visit in (first, second):
        [file] = write_papers(survey.reader, tmp_path / visit.id, order(PaperKind.VISIT, homes[0], visit=visit.id)).files
        texts.append("".join(papers(file)))
    assert "当天没有改动别的资料。" in texts[0]
    assert "住房“正/房”·承重墙b轻微c明显" in texts[1]


def test_where_there_is_nothing_to_print_nothing_is_written(lived_in, tmp_path):
    survey, homes = lived_in
    before = set(tmp_path.iterdir())
    for out, one_file in (("夹", False), ("a.pdf", True)):
        with pytest.raises(FieldAppError, match="没有要打印的内容"):
            write_papers(survey.reader, tmp_path / out, order(PaperKind.VISIT, homes[2], every=True), one_file=one_file)
    assert set(tmp_path.iterdir()) == before


def test_a_round_is_one_paper_in_the_order_that_was_told(lived_in, tmp_path):
    survey, homes = lived_in
    with survey.change("登记") as change:
        for number, home in enumerate(homes):
            change.save(survey.reader.get(Household, home).replace(head=f"户主{number}"))
    [file] = write_papers(survey.reader, tmp_path / "单", order(PaperKind.OUTING, homes[2], homes[0])).files
    text = "".join(papers(file))
    assert text.index("1.户主2") < text.index("2.户主0")
    assert "户主1" not in text
    assert "看过17天前" in text, "the house was changed with the visit of 5 November"


def test_numbers_are_in_full_only_where_that_is_asked_for(village, tmp_path):
    home = next(dossier for dossier in village.reader.dossiers() if dossier.members[0].number).household.id
    number = village.reader.dossier(home).members[0].number
    for mask in (True, False):
        [file] = write_papers(village.reader, tmp_path / str(mask), order(PaperKind.WATER, home, mask=mask)).files
        assert (number in "".join(papers(file))) == (not mask)
