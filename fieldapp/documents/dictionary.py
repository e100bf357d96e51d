"""The data dictionary: every question with its stable name, what an answer can be, and since when it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from fieldapp.base.dates import Day, Month, Spells, Year
from fieldapp.base.identity import CitizenNumber, Code, Telephone, VillageCode
from fieldapp.base.kinds import Kind, Line, ManyOf, OneOf, Text, Truth
from fieldapp.base.numbers import Area, Decimals, Distance, Money, Whole
from fieldapp.base.pictures import Pictures
from fieldapp.base.record import Field, Record
from fieldapp.base.reference import Ref, Refs
from fieldapp.base.versions import Versions
from fieldapp.documents.column import WIDEST, Column
from fieldapp.records import RECORDS

KINDS: dict[type[Kind[Any]], tuple[str, str]] = {
    Line: ("line", "一行文字"),
    Text: ("text", "多行文字"),
    Whole: ("whole", "整数"),
    Decimals: ("decimal", "小数"),
    Money: ("money", "金额"),
    Area: ("area", "面积"),
    Distance: ("distance", "距离"),
    Day: ("day", "日期"),
    Month: ("month", "年月"),
    Year: ("year", "年份"),
    Spells: ("spells", "时段"),
    OneOf: ("choice", "单选"),
    ManyOf: ("choices", "多选"),
    Truth: ("yes_no", "是否"),
    CitizenNumber: ("citizen_number", "证件号码"),
    Telephone: ("telephone", "电话号码"),
    VillageCode: ("village_code", "村代码"),
    Code: ("code", "编号"),
    Ref: ("reference", "指另一条记录"),
    Pictures: ("pictures", "照片"),
    Refs: ("references", "指另外几条记录"),
    Versions: ("versions", "看过的版本"),
}
"""Kind → its stable name and what a person calls it."""


def dictionary(nouns: Sequence[type[Record]] = RECORDS) -> list[dict[str, Any]]:
    """The whole questionnaire, one dict a question, in the order of the questions.

    Shape: noun, noun_label, name, label, part, kind, kind_label, unit, choices (each a name and a label), must,
    conditional (put only to some records), hint, since. Names are stable; labels may change.
    """
    return [_entry(noun, field) for noun in nouns for field in noun.questions()]


def _entry(noun: type[Record], field: Field[Any]) -> dict[str, Any]:
    name, label = KINDS[type(field.kind)]
    return {
        "noun": noun.table,
        "noun_label": noun.label,
        "name": field.name,
        "label": field.label,
        "part": field.part.label,
        "kind": name,
        "kind_label": label,
        "unit": field.unit,
        "choices": [{"name": choice.name, "label": choice.value} for choice in getattr(field.kind, "choices", ())],
        "must": field.must,
        "conditional": field.when is not None,
        "hint": field.hint,
        "since": field.since,
    }


DICTIONARY_COLUMNS: list[Column[dict[str, Any]]] = [
    Column.told("表", itemgetter("noun_label"), width=14),
    Column.told("栏目", itemgetter("label"), width=26),
    Column.told("名称", lambda one: f"{one['noun']}.{one['name']}", width=28),
    Column.told("分组", itemgetter("part"), width=14),
    Column.told("类型", itemgetter("kind_label"), width=14),
    Column.told("单位", itemgetter("unit")),
    Column.told("必填", lambda one: ("有条件" if one["conditional"] else "是") if one["must"] else None),
    Column.told("可选项", lambda one: "、".join(choice["label"] for choice in one["choices"]), width=WIDEST),
    Column.told("填写说明", itemgetter("hint"), width=WIDEST),
    Column.told("起始版本", itemgetter("since")),
]
"""The columns of the sheet 数据字典."""
