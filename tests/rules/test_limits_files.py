"""Limits files: what they must hold, which day they speak for, and every way in which they are refused."""

import datetime as dt

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.records.village import WaterRegion
from fieldapp.rules.housing_limits import read_housing
from fieldapp.rules.limits import limit_if_any, limit_of, read_limits
from fieldapp.rules.water_limits import PROFILES, read_water, water_limits

STOREYS = {("storeys", ""): ()}


def limit(name="storeys", since="2019-11-28", until="", value="2", **more):
    lines = [f'name = "{name}"', f"since = {since}", f"value = {value}", 'unit = "层"', 'source = "某导则"']
    lines += [f"until = {until}"] * bool(until) + [f'{key} = "{text}"' for key, text in more.items()]
    return "[[limit]]\n" + "\n".join(lines) + "\n"


def refusal(text, read=lambda text: read_limits(text, STOREYS)):
    with pytest.raises(FieldAppError) as refused:
        read(text)
    assert refused.value.what.endswith("。")
    assert refused.value.advice.endswith("。")
    return refused.value.what


class TestShipped:
    def test_water_has_the_figures_of_the_standard(self, water_text):
        limits = water_limits(read_water(water_text), dt.date(2026, 11, 2))
        marks = {**{region.name: limits.litres[region] for region in WaterRegion},
                 **{name: getattr(limits, name) for name in ("minutes", "level", "height", "dry_days")}}  # fmt: skip
        assert {name: (mark.good.value, mark.basic.value) for name, mark in marks.items()} == {
            "WET": (60, 35), "DRY": (40, 20), "minutes": (10, 20), "level": (400, 800), "height": (40, 80), "dry_days": (18, 36),
        }  # fmt: skip

    def test_figures_of_the_national_standard_that_come_from_memory_say_so_and_no_others_do(self, water_text):
        nation = {place[0]: limits[-1] for place, limits in read_water(water_text).items() if place[2] == ""}
        assert {name: limit.confidence for name, limit in nation.items() if limit.confidence} == {
            "litres_good": "90%", "level_good": "80%", "height_good": "80%", "look_plant": "85%", "look_piped": "80%", "relaxed_report": "80%",
        }  # fmt: skip

    def test_what_only_articles_and_copies_tell_of_a_profile_says_how_sure_it_is(self, water_text):
        of_profiles = [limit for place, limits in read_water(water_text).items() for limit in limits if place[2]]
        assert {limit.profile for limit in of_profiles} == PROFILES
        assert all(limit.confidence for limit in of_profiles)

    def test_every_limit_names_its_source_and_numbers_their_unit(self, water_text, housing_text):
        for book in (read_water(water_text), read_housing(housing_text)):
            for limits in book.values():
                assert all(one.source and (one.unit or isinstance(one.value, str)) for one in limits)


class TestDays:
    def test_water_is_judged_by_the_text_of_its_day(self, water_text):
        book = read_water(water_text)
        assert "T/CHES 18-2018" in water_limits(book, dt.date(2018, 6, 1)).source
        assert "547号" in water_limits(book, dt.date(2018, 5, 31)).source
        assert "547号" in water_limits(book, dt.date(2004, 11, 24)).source
        with pytest.raises(FieldAppError, match=r"2004-11-23 还没有.*2004-11-24 起") as early:
            water_limits(book, dt.date(2004, 11, 23))
        assert early.value.advice == "请换一个日期。"

    def test_a_newer_limit_takes_over_on_its_first_day(self):
        book = read_limits(limit(until="2024-12-31") + limit(since="2025-01-01", value="3"), STOREYS)
        assert limit_of(book, "storeys", dt.date(2024, 12, 31), "住房").value == 2
        assert limit_of(book, "storeys", dt.date(2025, 1, 1), "住房").value == 3

    def test_a_limit_that_ended_is_not_used_after_its_last_day(self):
        book = read_limits(limit(until="2025-12-31"), STOREYS)
        assert limit_of(book, "storeys", dt.date(2025, 12, 31), "住房").value == 2
        with pytest.raises(FieldAppError, match="“住房”的口径没有到 2026-01-01 的"):
            limit_of(book, "storeys", dt.date(2026, 1, 1), "住房")


class TestProfiles:
    def of(self, text, day, profile="A"):
        book = read_limits(text, STOREYS, profiles={"A"}, optional={"storeys"})
        found = limit_if_any(book, "storeys", dt.date.fromisoformat(day), profile=profile)
        return found.value if found else None

    def test_a_profiles_own_figure_counts_only_while_it_holds(self):
        text = limit() + limit(since="2025-01-01", until="2025-12-31", value="3", profile="A")
        assert [self.of(text, day) for day in ("2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01")] == [2, 3, 3, 2]
        assert self.of(text, "2025-06-01", "") == 2
        assert self.of(text, "2025-06-01", "B") == 2

    def test_a_figure_that_the_nation_does_not_have_is_nobodys_but_the_profiles(self):
        text = limit(value="3", profile="A")
        assert (self.of(text, "2025-06-01"), self.of(text, "2025-06-01", "")) == (3, None)
        assert self.of(text, "2019-11-27") is None

    def test_where_the_nation_has_to_have_it_a_profiles_figure_does_not_stand_in(self):
        assert refusal(limit(profile="A"), lambda text: read_limits(text, STOREYS, profiles={"A"})) == "口径文件里缺少：storeys。"

    def test_a_profile_that_nobody_knows(self):
        assert "不认识的一条：storeys·山区" in refusal(limit() + limit(profile="山区"))


class TestRefused:
    def test_a_gap_of_one_day(self):
        text = limit(until="2024-12-30") + limit(since="2025-01-01")
        assert refusal(text) == "口径“storeys”从 2024-12-30 到 2025-01-01 之间有空档。"
        read_limits(text.replace("12-30", "12-31"), STOREYS)

    def test_an_overlap_of_one_day(self):
        assert refusal(limit(until="2025-01-01") + limit(since="2025-01-01")) == "口径“storeys”在 2025-01-01 有两条同时有效。"

    def test_an_older_limit_that_never_ends(self):
        assert "同时有效" in refusal(limit() + limit(since="2025-01-01"))

    def test_the_same_limit_twice(self):
        assert "同时有效" in refusal(limit() + limit())

    def test_a_limit_that_ends_before_it_begins(self):
        assert "就结束了" in refusal(limit(until="2019-11-27"))
        read_limits(limit(until="2019-11-28"), STOREYS)

    def test_an_unknown_key(self):
        assert refusal(limit(remark="x")) == "口径“storeys”里有不认识的项：remark。"

    @pytest.mark.parametrize("key", ["name", "since", "value", "unit", "source"])
    def test_a_missing_key(self, key):
        text = "\n".join(line for line in limit().splitlines() if not line.startswith(f"{key} "))
        assert refusal(text).endswith(f"里缺少：{key}。")

    def test_an_unknown_limit_or_region(self):
        assert "不认识的一条：rooms" in refusal(limit(name="rooms"))
        assert "不认识的一条：storeys·山区" in refusal(limit(region="山区"))

    def test_a_limit_that_is_missing_for_one_region(self):
        asked = {("litres", "平坝"): (), ("litres", "山区"): ()}
        text = limit(name="litres", region="平坝")
        assert refusal(text, lambda text: read_limits(text, asked)) == "口径文件里缺少：litres·山区。"

    @pytest.mark.parametrize("value", ["-1", "2.5", "true", '"2"', "[2]"])
    def test_a_value_that_is_no_whole_number_from_zero_on(self, value):
        assert "不能用" in refusal(limit(value=value))

    def test_a_word_that_is_not_on_the_list(self):
        asked = {("storeys", ""): ("算", "不算")}
        assert "不能用" in refusal(limit(value='"凭感觉"'), lambda text: read_limits(text, asked))
        assert "不能用" in refusal(limit(value="2"), lambda text: read_limits(text, asked))

    @pytest.mark.parametrize("since", ['"2019-11-28"', "2019-11-28T00:00:00", "20191128"])
    def test_a_day_that_is_none(self, since):
        assert "不是日期" in refusal(limit(since=since))

    @pytest.mark.parametrize("key", ["name", "unit", "source"])
    def test_a_number_where_a_text_belongs(self, key):
        lines = [f"{key} = 3" if line.startswith(f"{key} ") else line for line in limit().splitlines()]
        assert refusal("\n".join(lines)).endswith(f"的 {key} 不是文字。")

    def test_another_table_and_what_is_no_toml(self):
        assert "limits" in refusal(limit().replace("[[limit]]", "[[limits]]"))
        assert "格式不对" in refusal("[[limit]")
        assert "[[limit]]" in refusal("limit = 3")
        assert "[[limit]]" in refusal("limit = [3]")
        assert refusal("") == "口径文件里缺少：storeys。"
