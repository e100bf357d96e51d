"""The doubts about what is blank, about the cause of hardship, about size, telephones, problems and notes of a household."""

import datetime as dt

import pytest

from fieldapp.base.kinds import YesNo
from fieldapp.records.household import Cause, Household, HouseholdType, Lodging, Monitored
from fieldapp.records.housing import Condition, Grade, Housing
from fieldapp.records.member import Education, Health, Joined, Labour, Left, Member, Relation, School
from fieldapp.records.plan import Measure, MeasureKind, Progress
from fieldapp.records.problem import Problem, ProblemKind, ProblemState
from fieldapp.records.registered import Registered, Topic
from fieldapp.records.visit import Visit
from fieldapp.records.water import Report, Water
from fieldapp.rules.checks import KINDS, doubled
from fieldapp.rules.housing import COMPONENTS
from tests.rules.conftest import TODAY

HOME = Household("h" * 32, head="张三")
EXITED = HOME.replace(type=HouseholdType.EXITED, cause=Cause.SKILL, helper="韩立")
ZHANG = Member(
    "1" * 32, name="张三", relation=Relation.HEAD, birth=dt.date(1970, 1, 1), nation="汉族", education=Education.MIDDLE,
    school=School.NOT, health=frozenset({Health.HEALTHY}), labour=Labour.ORDINARY, insured=YesNo.YES, serious_insured=YesNo.YES,
)  # fmt: skip
LI = ZHANG.with_id("2" * 32).replace(name="李梅", relation=Relation.SPOUSE)
SON = ZHANG.with_id("3" * 32).replace(name="张小军", relation=Relation.SON, birth=dt.date(2012, 1, 1), school=School.EIGHT)
MOTHER = ZHANG.with_id("4" * 32).replace(name="王桂", relation=Relation.MOTHER, birth=dt.date(1948, 1, 1), labour=Labour.NONE)
ILL, DISABLED = frozenset({Health.CHRONIC}), frozenset({Health.DISABLED, Health.CHRONIC})

BLANKS = [
    ("DQ-029", {"helper": None}, {}, "没有填写帮扶责任人。"), ("DQ-038", {"cause": None}, {}, "没有填写主要致困原因。"),
    ("DQ-031", {}, {"nation": None}, "张三没有填写民族。"), ("DQ-032", {}, {"health": None}, "张三没有填写健康状况。"),
    ("DQ-033", {}, {"labour": None}, "张三没有填写劳动技能。"),
    ("DQ-034", {}, {"education": None}, "张三不在校，没有填写文化程度。"),
    ("DQ-036", {}, {"education": None, "school": None}, "张三的文化程度和在校生状况都没有填写。"),
    ("DQ-041", {}, {"insured": None}, "张三没有填写参加居民医保或大病保险。"),
    ("DQ-041", {}, {"serious_insured": None}, "张三没有填写参加居民医保或大病保险。"),
    ("DQ-130", {}, {"insured": YesNo.NO}, "张三没有参加居民医保或大病保险。"),
    ("DQ-130", {}, {"serious_insured": YesNo.NO}, "张三没有参加居民医保或大病保险。"),
]  # fmt: skip


class TestBlanks:
    @pytest.mark.parametrize(("rule", "home", "person", "text"), BLANKS)
    def test_a_registered_household_leaves_nothing_blank_and_others_may(self, rule, home, person, text, hits):
        assert hits(rule, EXITED.replace(**home), ZHANG.replace(**person)) == [text]
        assert hits(rule, EXITED, ZHANG, LI, SON, MOTHER) == []
        for kind in (HouseholdType.ORDINARY, HouseholdType.OTHER, None):
            assert hits(rule, EXITED.replace(type=kind, **home), ZHANG.replace(**person)) == []
        assert len(hits(rule, EXITED.replace(type=HouseholdType.MONITORED, **home), ZHANG.replace(**person))) == 1
        assert len(hits(rule, HOME.replace(monitored=Monitored.SUDDEN, **home), ZHANG.replace(**person))) == 1

    @pytest.mark.parametrize("rule", ["DQ-041", "DQ-130"])
    def test_who_does_not_know_has_answered(self, rule, hits):
        assert hits(rule, EXITED, ZHANG.replace(insured=YesNo.UNKNOWN)) == []

    def test_023_the_relation_to_the_head_is_asked_of_everybody(self, hits):
        assert hits("DQ-023", HOME, ZHANG, LI.replace(relation=None)) == ["李梅没有填写与户主关系。"]
        assert hits("DQ-023", HOME, ZHANG, LI) == []
        assert hits("DQ-023", HOME, LI.replace(relation=None, left=Left.DIED, left_on=TODAY)) == []

    def test_one_doubt_names_four_and_counts_more(self, hits):
        people = [ZHANG.with_id(f"{place}" * 32).replace(nation=None) for place in range(1, 6)]
        assert hits("DQ-031", EXITED, *people[:4]) == ["张三、张三、张三、张三没有填写民族。"]
        assert hits("DQ-031", EXITED, *people) == ["张三、张三、张三、张三等 5 人没有填写民族。"]

    @pytest.mark.parametrize(
        ("rule", "least", "most", "blank"), [("DQ-033", 16, 65, "labour"), ("DQ-035", 6, 23, "school")]
    )
    def test_033_and_035_ask_at_their_ages_only(self, rule, least, most, blank, hits):
        def asked(birth):
            return bool(hits(rule, EXITED, ZHANG.replace(**{"birth": birth, blank: None})))

        today = [TODAY.replace(year=TODAY.year - age) for age in (least, most + 1)]
        found = [asked(day + dt.timedelta(days=late)) for day in today for late in (1, 0)]
        assert found == [False, True, True, False]
        assert not asked(None)

    def test_034_a_student_has_no_education_yet(self, hits):
        assert hits("DQ-034", EXITED, SON.replace(education=None)) == []
        assert hits("DQ-036", EXITED, SON.replace(education=None)) == hits("DQ-036", EXITED, ZHANG.replace(school=None)) == []


class TestCauses:
    def test_047_illness_and_everybody_is_healthy(self, hits):
        home = HOME.replace(cause=Cause.ILLNESS)
        assert len(hits("DQ-047", home, ZHANG, LI)) == 1
        for other in (LI.replace(health=ILL), LI.replace(health=DISABLED), LI.replace(health=None)):
            assert hits("DQ-047", home, ZHANG, other) == []
        assert hits("DQ-047", HOME, ZHANG, LI) == hits("DQ-047", home) == []

    def test_048_schooling_and_nobody_is_a_student(self, hits):
        home = HOME.replace(cause=Cause.SCHOOLING)
        assert len(hits("DQ-048", home, ZHANG, MOTHER.replace(school=None))) == 1
        for other in (SON, SON.replace(school=None), LI.replace(school=None, birth=None)):
            assert hits("DQ-048", home, ZHANG, other) == []

    def test_049_disability_and_nobody_is_disabled(self, hits):
        home = HOME.replace(cause=Cause.DISABILITY)
        assert len(hits("DQ-049", home, ZHANG, LI.replace(health=ILL))) == 1
        for other in (LI.replace(health=DISABLED), LI.replace(health=None), LI.replace(number="99999919700101005X41")):
            assert hits("DQ-049", home, ZHANG, other) == []

    @pytest.mark.parametrize(
        ("able", "people", "rule"),
        [
            (1, 1, "DQ-051"), (5, 5, "DQ-051"), (2, 4, "DQ-052"), (3, 4, "DQ-052"), (3, 6, "DQ-052"), (2, 3, "DQ-053"), (2, 5, "DQ-053"),
            (1, 3, "DQ-053"), (1, 4, None), (0, 4, None), (2, 8, None), (3, 8, "DQ-053"),
        ],
    )  # fmt: skip
    def test_051_to_053_of_a_family_short_of_labour_only_the_gravest_is_told(self, able, people, rule, hits):
        those = [ZHANG.with_id(f"{n}" * 32).replace(labour=Labour.SKILLED if n < able else Labour.WEAK) for n in range(people)]
        found = [one for one in ("DQ-051", "DQ-052", "DQ-053") if hits(one, HOME.replace(cause=Cause.LABOUR), *those)]
        assert found == ([rule] if rule else [])
        assert not any(hits(one, HOME.replace(cause=Cause.LAND), *those) for one in ("DQ-051", "DQ-052", "DQ-053"))

    def test_051_somebody_of_whom_nobody_knows_is_not_able(self, hits):
        assert hits("DQ-051", HOME.replace(cause=Cause.LABOUR), ZHANG, LI.replace(labour=None)) == []


def listed(said, on=None, column="家庭人口"):
    return Registered(topic=Topic.PEOPLE, said=said, on=on and dt.date.fromisoformat(on), column=column)


class TestSize:
    @pytest.mark.parametrize(("said", "hit"), [("2", False), ("2人", False), ("2.0", False), ("3", True), ("1 人", True), ("两人", False)])
    def test_021_the_register_tells_another_size(self, said, hit, hits):
        assert bool(hits("DQ-021", HOME, ZHANG, LI, listed(said))) is hit

    def test_021_counts_who_belonged_on_the_day_of_the_register(self, hits):
        gone = LI.replace(left=Left.DIED, left_on=dt.date(2025, 5, 2))
        come = SON.replace(joined=Joined.BORN, joined_on=dt.date(2025, 5, 2))
        assert hits("DQ-021", HOME, ZHANG, gone, come, listed("2", "2025-05-01")) == []
        assert hits("DQ-021", HOME, ZHANG, gone, come, listed("1", "2025-05-01")) == [
            "2025-05-01 登记的家庭人口是 1 人，成员那天却有 2 人。"
        ]
        assert hits("DQ-021", HOME, ZHANG, gone, listed("1", "2025-05-02")) == []
        assert hits("DQ-021", HOME, ZHANG, gone, listed("2")) == ["登记的家庭人口是 2 人，成员却有 1 人。"]

    def test_021_the_newest_counts_and_who_lives_there_is_another_matter(self, hits):
        assert hits("DQ-021", HOME, ZHANG, listed("3", "2020-01-01"), listed("1", "2025-01-01")) == []
        assert hits("DQ-021", HOME, ZHANG, listed("3", column="常住人口数")) == []
        assert hits("DQ-021", HOME, listed("3")) == [], "nobody at all is DQ-020"


class TestTheSameTelephone:
    PHONE = "13900000000"

    def test_014_each_of_the_households_is_told_once(self):
        home, other = HOME.replace(phone=self.PHONE), HOME.with_id("e" * 32).replace(head="周平", phone=self.PHONE)
        people = [(home.id, ZHANG.replace(phone=self.PHONE)), (other.id, LI.replace(phone=self.PHONE))]
        found = list(doubled([home, other], people))
        assert [(one.rule, one.severity, one.household, one.noun) for one in found] == [
            ("DQ-014", "W", home.id, "household"), ("DQ-014", "W", other.id, "household"),
        ]  # fmt: skip
        assert [one.text for one in found] == ["手机号码 13900000000 和周平家的相同。", "手机号码 13900000000 和张三家的相同。"]

    def test_014_people_of_one_household_may_share_one_and_who_left_is_not_asked(self):
        home = HOME.replace(phone=self.PHONE)
        gone = LI.replace(phone=self.PHONE, left=Left.MARRIED_OUT)
        assert list(doubled([home], [(home.id, ZHANG.replace(phone=self.PHONE)), ("e" * 32, gone)])) == []

    @pytest.mark.parametrize("phone", ["无电话", "0851-8888888", None])
    def test_014_only_mobile_numbers_are_compared(self, phone):
        assert list(doubled([HOME.replace(phone=phone), HOME.with_id("e" * 32).replace(phone=phone)], [])) == []


SOUND = Housing("a" * 32, name="正房", storeys=1, site_dangerous=YesNo.NO, **{field.name: Condition.a for field in COMPONENTS})
DANGER = SOUND.replace(walls=Condition.c)
DRY = Water("b" * 32, litres=100, piped=YesNo.YES, dry_days=37, result=Report.PASSED)
TYPES = [*HouseholdType, None]


class TestUnwatched:
    @pytest.mark.parametrize("kind", TYPES)
    @pytest.mark.parametrize(("rule", "record"), [("DQ-136", DANGER), ("DQ-138", DRY)])
    def test_136_and_138_a_household_that_has_exited_is_safe(self, kind, rule, record, hits):
        assert bool(hits(rule, HOME.replace(type=kind), record)) is (kind is HouseholdType.EXITED)
        assert hits(rule, EXITED, SOUND, DRY.replace(dry_days=36)) == []

    @pytest.mark.parametrize("kind", TYPES)
    @pytest.mark.parametrize(("rule", "record"), [("DQ-137", DANGER), ("DQ-139", DRY)])
    def test_137_and_139_danger_is_watched_and_a_blank_type_says_nothing(self, kind, rule, record, hits):
        home = HOME.replace(type=kind)
        assert bool(hits(rule, home, record)) is (kind not in (HouseholdType.MONITORED, None))
        assert hits(rule, home.replace(monitored=Monitored.MARGINAL), record) == []

    @pytest.mark.parametrize("rule", ["DQ-136", "DQ-137"])
    def test_where_the_family_sleeps_decides_and_without_word_of_it_all_must_be_dangerous(self, rule, hits):
        safe, old = SOUND.with_id("c" * 32), DANGER.replace(name="老屋")
        slept = frozenset({ZHANG.id})
        assert hits(rule, EXITED, ZHANG, safe, old) == []
        assert hits(rule, EXITED, ZHANG, safe.replace(sleepers=slept), old) == []
        assert len(hits(rule, EXITED, ZHANG, safe, old.replace(sleepers=slept))) == 1
        assert hits(rule, EXITED, ZHANG, old.replace(sealed=YesNo.YES)) == []
        assert len(hits(rule, EXITED, ZHANG, SOUND.replace(appraised=Grade.D))) == 1

    def test_136_and_137_say_what_is_dangerous(self, hits):
        assert hits("DQ-136", EXITED, DANGER) == ["脱贫户住在危房里：正房 C级。"]
        assert hits("DQ-137", EXITED, DANGER) == ["住在危房里(正房 C级)，没有纳入监测，户类型是脱贫户。"]


class TestFoundAndNotListed:
    @pytest.mark.parametrize(
        ("record", "kind"), [(DANGER, ProblemKind.HOUSING), (DRY, ProblemKind.WATER), (HOME.replace(lodging=Lodging.NONE), ProblemKind.HOUSING)]
    )
    def test_180_what_was_found_stands_in_the_ledger_as_long_as_it_is_open(self, record, kind, hits):
        home, *records = [record] if isinstance(record, Household) else [HOME, record]
        listed = Problem("7" * 32, kind=kind, state=ProblemState.OPEN)
        assert len(hits("DQ-180", home, *records)) == 1
        assert hits("DQ-180", home, *records, listed) == []
        assert len(hits("DQ-180", home, *records, listed.replace(state=ProblemState.CLOSED))) == 1
        assert len(hits("DQ-180", home, *records, listed.replace(kind=ProblemKind.DATA))) == 1

    def test_180_who_sleeps_in_danger_is_told_by_147_alone(self, hits):
        slept_in = DANGER.replace(sleepers=frozenset({ZHANG.id}))
        assert hits("DQ-180", HOME, ZHANG, slept_in) == []
        assert len(hits("DQ-147", HOME, ZHANG, slept_in)) == 1
        assert hits("DQ-180", HOME, ZHANG, SOUND, DRY.replace(dry_days=36)) == []


class TestMeasures:
    POST = Measure("c" * 32, year=2026, kind=MeasureKind.PUBLIC_POST, person=MOTHER.id, progress=Progress.PLANNED)
    NET = POST.replace(kind=MeasureKind.SAFETY_NET, person=None)
    WATCHED = HOME.replace(type=HouseholdType.MONITORED)

    @pytest.mark.parametrize("labour", [None, *Labour])
    def test_103_work_is_for_those_who_can_do_it(self, labour, hits):
        hit = labour in (Labour.NONE, Labour.LOST)
        person = MOTHER.replace(labour=labour)
        for kind in MeasureKind:
            found = hits("DQ-103", HOME, person, self.POST.replace(kind=kind))
            assert bool(found) is (hit and kind in (MeasureKind.PUBLIC_POST, MeasureKind.JOBS))
        assert hits("DQ-103", HOME, person, self.POST.replace(person=None)) == []
        assert hits("DQ-103", HOME, person, self.POST.replace(progress=Progress.STOPPED)) == []

    def test_103_names_who_got_what(self, hits):
        assert hits("DQ-103", HOME, MOTHER, self.POST) == ["公益岗位帮扶给了王桂，劳动技能却是“无劳动力”。"]

    def test_162_who_can_work_is_not_left_to_the_safety_net(self, hits):
        assert hits("DQ-162", self.WATCHED, ZHANG, MOTHER, self.NET) == ["监测对象里张三有劳动能力，帮扶措施却只有综合保障。"]
        jobs = self.NET.with_id("d" * 32).replace(kind=MeasureKind.JOBS)
        assert hits("DQ-162", self.WATCHED, ZHANG, self.NET, jobs) == hits("DQ-162", self.WATCHED, ZHANG) == []
        assert len(hits("DQ-162", self.WATCHED, ZHANG, self.NET, jobs.replace(progress=Progress.STOPPED))) == 1
        assert hits("DQ-162", self.WATCHED, MOTHER, self.NET) == hits("DQ-162", EXITED, ZHANG, self.NET) == []


class TestRepeatedNotes:
    FIRST = Visit("8" * 32, day=dt.date(2026, 5, 1), note="家里一切都好，没有困难")

    @pytest.mark.parametrize(("note", "hit"), [("家里一切都好，没有困难", True), ("家里一切都好， 没有困难", True), ("家里一切都好，没有问题", False), (None, False)])
    def test_183_a_note_that_says_word_for_word_what_an_earlier_one_says(self, note, hit, hits):
        second = self.FIRST.with_id("9" * 32).replace(day=dt.date(2026, 6, 1), note=note)
        assert hits("DQ-183", HOME, self.FIRST, second) == ["2026-06-01 的走访记录和 2026-05-01 的一字不差。"] * hit

    def test_183_short_ones_may_be_the_same(self, hits):
        for note, hit in (("一二三四五六七八九", False), ("一二三四五六七八九十", True)):
            first = self.FIRST.replace(note=note)
            assert bool(hits("DQ-183", HOME, first, first.with_id("9" * 32))) is hit


def test_their_weights_are_those_of_the_list():
    weights = {rule: check.severity.value for rule, check in KINDS.items()}
    assert {rule for rule, weight in weights.items() if weight == "E"} == {
        "DQ-004", "DQ-006", "DQ-007", "DQ-018", "DQ-019", "DQ-020", "DQ-021", "DQ-023", "DQ-024", "DQ-028", "DQ-036", "DQ-038",
        "DQ-069", "DQ-075", "DQ-090", "DQ-136", "DQ-138", "DQ-146", "DQ-147", "DQ-153", "DQ-177", "DQ-178",
    }  # fmt: skip
    assert {rule for rule, weight in weights.items() if weight == "I"} == {"DQ-053", "DQ-068", "DQ-080", "DQ-081", "DQ-154", "DQ-183"}
