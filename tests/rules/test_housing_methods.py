"""The three methods: which holds on a day, how each grades, and every combination against the rule as it is written."""

import datetime as dt
from itertools import product

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.base.kinds import YesNo
from fieldapp.records.housing import Condition, Housing
from fieldapp.records.village import HousingMethod
from fieldapp.rules.finding import Verdict
from fieldapp.rules.housing import COMPONENTS, housing_safety
from fieldapp.rules.housing_limits import Role, housing_limits, read_housing
from tests.rules.conftest import TODAY

GUIDELINE, RURAL, GENERAL = HousingMethod
A, B, C, D, ABSENT = Condition
NAMES = [field.name for field in COMPONENTS]
SOUND = Housing(storeys=1, site_dangerous=YesNo.NO, **dict.fromkeys(NAMES, A))


@pytest.fixture(scope="module")
def limits(housing_text):
    """method, day → the limits."""
    book = read_housing(housing_text)
    return lambda method=None, on=TODAY: housing_limits(book, on, method)


def texts(finding):
    return [reason.text for reason in finding.reasons]


def by_the_book(found, site, storeys, method):
    """The verdict and the words that a method gives, as domain notes 1.3 and 1.1 tell it.

    `found`: foundation, walls and enclosure; the other components are like the walls or absent.
    """
    if storeys == 3:
        return Verdict.NONE, "不适用"
    if site is YesNo.YES:
        return Verdict.BAD, "D级"
    foundation, walls, enclosure = found
    letters = [one.name.upper() for one in (foundation, walls) if one not in (None, ABSENT)]
    if enclosure not in (None, ABSENT):
        letter = enclosure.name.upper()
        letters.append(letter if method is GUIDELINE or letter == "A" else "B")
    worst = max(letters, default="")
    if worst == "D":
        return Verdict.BAD, "D级"
    bearing_missing = None in (foundation, walls)
    open_to_worse = bearing_missing or (enclosure is None and (method is GUIDELINE or worst < "B"))
    certain = not open_to_worse and site is YesNo.NO
    if worst == "C":
        return Verdict.BAD, "C级" if certain else "至少 C级"
    if certain and storeys and worst:
        return Verdict.GOOD, f"{worst}级"
    return Verdict.OPEN, "资料不全"


@pytest.mark.parametrize("method", HousingMethod)
@pytest.mark.parametrize("site", [YesNo.NO, YesNo.YES, YesNo.UNKNOWN, None])
def test_every_combination_of_components_site_and_storeys_agrees_with_the_rule(method, site, limits):
    for storeys, *found in product([None, 1, 2, 3], *[[A, B, C, D, ABSENT, None]] * 3):
        foundation, walls, enclosure = found
        others = dict.fromkeys(NAMES, ABSENT) | {"foundation": foundation, "walls": walls, "enclosure": enclosure}
        finding = housing_safety(Housing(storeys=storeys, site_dangerous=site, **others), limits(method))
        assert (finding.verdict, finding.told) == by_the_book(found, site, storeys, method), (storeys, found)


@pytest.mark.parametrize("method", [RURAL, GENERAL])
@pytest.mark.parametrize(("condition", "told"), [(A, "A级"), (B, "B级"), (C, "B级"), (D, "B级")])
def test_an_enclosure_alone_makes_the_house_b_at_most_where_the_structure_decides(method, condition, told, limits):
    house = SOUND.replace(enclosure=condition)
    assert housing_safety(house, limits(method)).told == told
    assert housing_safety(house, limits(GUIDELINE)).told == f"{condition.name.upper()}级"


@pytest.mark.parametrize("method", HousingMethod)
@pytest.mark.parametrize("name", [name for name in NAMES if name != "enclosure"])
@pytest.mark.parametrize("condition", [A, B, C, D])
def test_every_other_component_grades_the_house_by_every_method(method, name, condition, limits):
    assert housing_safety(SOUND.replace(**{name: condition}), limits(method)).grade == condition.name.upper()


def test_each_component_has_its_role(limits):
    roles = {name: limit.value for name, limit in limits().components.items()}
    assert roles.pop("foundation") == Role.FOUNDATION.value
    assert roles.pop("enclosure") == Role.ENCLOSURE.value
    assert set(roles.values()) == {Role.SUPERSTRUCTURE.value}
    assert len(roles) == 6


class TestDays:
    @pytest.mark.parametrize(
        ("on", "told", "used"),
        [
            (dt.date(2026, 11, 2), None, GUIDELINE), (dt.date(2019, 11, 28), None, GUIDELINE),
            (dt.date(2019, 11, 27), None, RURAL), (dt.date(2015, 8, 1), None, RURAL),
            (dt.date(2026, 11, 2), RURAL, RURAL), (dt.date(2026, 11, 2), GENERAL, GENERAL),
            (dt.date(2016, 12, 1), GENERAL, GENERAL), (dt.date(2016, 11, 30), GENERAL, RURAL),
            (dt.date(2019, 11, 27), GUIDELINE, RURAL),
        ],
    )  # fmt: skip
    def test_a_village_works_by_its_method_once_that_is_in_force_and_else_by_the_nations(self, on, told, used, limits):
        assert limits(told, on).method is used

    def test_before_the_first_method_nothing_is_judged(self, limits):
        with pytest.raises(FieldAppError, match=r"2015-07-31 还没有.*2015-08-01 起") as refused:
            limits(None, dt.date(2015, 7, 31))
        assert refused.value.advice == "请换一个日期。"
        with pytest.raises(FieldAppError, match="还没有"):
            limits(RURAL, dt.date(2015, 7, 31))

    def test_a_method_of_another_day_is_not_compared_with(self, limits):
        house = SOUND.replace(enclosure=D)
        assert not [text for text in texts(housing_safety(house, limits(None, dt.date(2016, 1, 1)))) if "会是" in text]


class TestSentences:
    def test_another_grade_by_another_method_is_remarked_on(self, limits):
        house = SOUND.replace(enclosure=D)
        assert texts(housing_safety(house, limits()))[-1] == "按“JGJ/T 363-2014”、“JGJ 125-2016”会是 B级。"
        assert texts(housing_safety(house, limits(RURAL)))[-1] == "按“2019 年导则”会是 D级。"

    @pytest.mark.parametrize("method", HousingMethod)
    @pytest.mark.parametrize("house", [SOUND, SOUND.replace(walls=D, enclosure=D), SOUND.replace(enclosure=B), Housing()])
    def test_where_all_methods_agree_nothing_is_remarked(self, method, house, limits):
        assert not [text for text in texts(housing_safety(house, limits(method))) if "会是" in text]

    def test_the_remark_says_no_more_than_the_other_method_could(self, limits):
        house = SOUND.replace(enclosure=D, roof=None)
        assert not [text for text in texts(housing_safety(house, limits())) if "会是" in text]
        house = SOUND.replace(enclosure=D, walls=C, roof=None)
        assert texts(housing_safety(house, limits()))[-1] == "按“JGJ/T 363-2014”、“JGJ 125-2016”会是 至少 C级。"
        assert not [text for text in texts(housing_safety(SOUND.replace(enclosure=D, storeys=None), limits())) if "会是" in text]

    def test_what_is_held_back_is_said(self, limits):
        told = texts(housing_safety(SOUND.replace(enclosure=D, walls=B), limits(RURAL)))
        assert "最差的组成部分是“承重墙”：b 轻微，对应 B级(地基基础和上部结构定级)。" in told
        assert "“围护和次要构件”是 d 严重；按地基基础和上部结构定级，最多影响到 B级，但仍应维修。" in told

    def test_a_method_that_nobody_compared_with_its_text_shows_its_confidence(self, limits):
        assert (
            "“JGJ/T 363-2014”地基基础和上部结构定级，可信度约 80%"
            in housing_safety(SOUND.replace(walls=C), limits(RURAL)).confidence
        )
        assert housing_safety(SOUND.replace(walls=C), limits(GUIDELINE)).confidence == ""

    @pytest.mark.parametrize(
        ("method", "source", "told"),
        [
            (GUIDELINE, "建村函〔2019〕200号", "“2019 年导则”"), (RURAL, "JGJ/T 363-2014", "“JGJ/T 363-2014”"),
            (GENERAL, "JGJ 125-2016", "“JGJ 125-2016”的直接判定"),
        ],
    )  # fmt: skip
    def test_the_finding_names_its_method_and_what_of_it_ends_at_two_storeys(self, method, source, told, limits):
        finding = housing_safety(SOUND, limits(method))
        assert source in finding.source
        assert texts(finding)[0] == f"房屋有 1 层，在{told}适用的 2 层以内。"
        blank = housing_safety(SOUND.replace(storeys=None), limits(method))
        assert texts(blank)[0] == f"层数还没有填写，2 层以上不适用{told}。"
        beyond = housing_safety(SOUND.replace(storeys=3), limits(method))
        assert beyond.reasons[0].text.startswith(f"房屋有 3 层，{told}只适用于 2 层及以下；")

    def test_what_is_missing_and_cannot_matter_leaves_the_grade_settled(self, limits):
        finding = housing_safety(SOUND.replace(walls=B, enclosure=None), limits(RURAL))
        assert (finding.verdict, finding.told) == (Verdict.GOOD, "B级")
        assert "还没有查看：“围护和次要构件”；等级已经不会因此变差。" in texts(finding)


@pytest.mark.parametrize(
    ("rooms", "habitable", "text"),
    [
        (4, 3, "4 间房里能住人的有 3 间。"), (4, 0, "4 间房里能住人的有 0 间。"),
        (3, 5, "3 间房里能住人的有 5 间，比房间数还多，请核对。"), (4, 4, ""), (None, 3, ""), (4, None, ""),
    ],
)  # fmt: skip
def test_rooms_that_nobody_can_live_in_are_told(rooms, habitable, text, limits):
    for house in (SOUND, SOUND.replace(storeys=3)):
        finding = housing_safety(house.replace(rooms=rooms, rooms_habitable=habitable), limits())
        assert [told for told in texts(finding) if "间房" in told] == ([text] if text else [])
        assert finding.verdict is housing_safety(house, limits()).verdict
