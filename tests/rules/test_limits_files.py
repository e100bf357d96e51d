"""Limits files: what they must hold, which day they speak for, and every way in which they are refused."""

import datetime as dt

import pytest

from fieldapp.base.errors import FieldAppError
from fieldapp.records.village import WaterRegion
from fieldapp.rules.limits import COMPONENT_NAMES, HOUSING, WATER, housing_limits, read_limits, water_limits

STOREYS = {("storeys", ""): ()}


def limit(name="storeys", since="2019-11-28", until="", value="2", **more):
    lines = [f'name = "{name}"', f"since = {since}", f"value = {value}", 'unit = "层"', 'source = "某导则"']
    lines += [f"until = {until}"] * bool(until) + [f'{key} = "{text}"' for key, text in more.items()]
    return "[[limit]]\n" + "\n".join(lines) + "\n"


def refusal(text, asked=STOREYS):
    with pytest.raises(FieldAppError) as refused:
        read_limits(text, asked)
    assert refused.value.what.endswith("。")
    assert refused.value.advice.endswith("。")
    return refused.value.what


class TestShipped:
    def test_water_has_the_figures_of_the_standard(self, water_text):
        limits = water_limits(read_limits(water_text, WATER), dt.date(2026, 11, 2))
        marks = {**{region.name: limits.litres[region] for region in WaterRegion},
                 **{name: getattr(limits, name) for name in ("minutes", "level", "height", "dry_days")}}  # fmt: skip
        assert {name: (mark.good.value, mark.basic.value) for name, mark in marks.items()} == {
            "WET": (60, 35), "DRY": (40, 20), "minutes": (10, 20), "level": (400, 800), "height": (40, 80), "dry_days": (18, 36),
        }  # fmt: skip

    def test_what_comes_from_memory_says_so_and_nothing_else_does(self, water_text, housing_text):
        book = read_limits(water_text, WATER) | read_limits(housing_text, HOUSING)
        assert {place[0]: limits[-1].confidence for place, limits in book.items() if limits[-1].confidence} == {
            "litres_good": "90%", "level_good": "80%", "height_good": "80%",
            "concrete": "80%", "slabs": "75%", "roof": "75%", "enclosure": "70%",
        }  # fmt: skip

    def test_every_limit_names_its_source_and_numbers_their_unit(self, water_text, housing_text):
        for book in (read_limits(water_text, WATER), read_limits(housing_text, HOUSING)):
            for limits in book.values():
                assert all(one.source and (one.unit or isinstance(one.value, str)) for one in limits)

    def test_housing_covers_two_storeys_and_all_eight_components(self, housing_text):
        limits = housing_limits(read_limits(housing_text, HOUSING), dt.date(2019, 11, 28))
        assert limits.storeys.value == 2
        assert set(limits.components) == set(COMPONENT_NAMES)
        assert len(COMPONENT_NAMES) == 8


class TestDays:
    def test_the_shipped_limits_begin_on_the_day_of_their_text(self, water_text, housing_text):
        water, housing = read_limits(water_text, WATER), read_limits(housing_text, HOUSING)
        assert water_limits(water, dt.date(2018, 6, 1)).minutes.good.value == 10
        assert housing_limits(housing, dt.date(2019, 11, 28)).storeys.value == 2
        with pytest.raises(FieldAppError, match=r"2018-05-31 还没有.*2018-06-01 起") as early:
            water_limits(water, dt.date(2018, 5, 31))
        assert early.value.advice == "请换一个日期。"
        with pytest.raises(FieldAppError, match=r"2019-11-27 还没有"):
            housing_limits(housing, dt.date(2019, 11, 27))

    def test_a_newer_limit_takes_over_on_its_first_day(self, housing_text):
        newer = housing_text.replace(
            'name = "storeys"\nsince = 2019-11-28\nvalue = 2',
            'name = "storeys"\nsince = 2025-01-01\nvalue = 3\nunit = "层"\nsource = "新导则"\n\n'
            '[[limit]]\nname = "storeys"\nsince = 2019-11-28\nuntil = 2024-12-31\nvalue = 2',
        )
        book = read_limits(newer, HOUSING)
        assert housing_limits(book, dt.date(2024, 12, 31)).storeys.value == 2
        assert housing_limits(book, dt.date(2025, 1, 1)).storeys.value == 3

    def test_a_limit_that_ended_is_not_used_after_its_last_day(self, housing_text):
        ended = housing_text.replace("value = 2", "value = 2\nuntil = 2025-12-31")
        book = read_limits(ended, HOUSING)
        assert housing_limits(book, dt.date(2025, 12, 31)).storeys.value == 2
        with pytest.raises(FieldAppError, match="没有到 2026-01-01 的"):
            housing_limits(book, dt.date(2026, 1, 1))


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

    def test_a_limit_that_is_missing_for_one_region(self, water_text):
        entry = water_text.index('[[limit]]\nname = "litres_basic"\nsince = 2018-06-01\nregion = "缺水地区"')
        text = water_text[:entry] + water_text[water_text.index("[[limit]]", entry + 1) :]
        assert refusal(text, WATER) == "口径文件里缺少：litres_basic·缺水地区。"

    @pytest.mark.parametrize("value", ["-1", "2.5", "true", '"2"', "[2]"])
    def test_a_value_that_is_no_whole_number_from_zero_on(self, value):
        assert "不能用" in refusal(limit(value=value))

    def test_a_method_that_nobody_knows(self, housing_text):
        assert "不能用" in refusal(housing_text.replace('"最差的组成部分定级"', '"凭感觉"'), HOUSING)

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
