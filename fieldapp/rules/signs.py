"""What to look for in each component of a house, in words that a layman with a torch understands: help beside the question.

The signs lead a person to a, b, c or d; no rule reads them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from fieldapp.base.errors import FieldAppError
from fieldapp.records.housing import Condition
from fieldapp.rules.dated import ADVICE
from fieldapp.rules.housing_limits import COMPONENT_NAMES

CONDITIONS = (Condition.a, Condition.b, Condition.c, Condition.d)
KEYS = frozenset({*(condition.name for condition in CONDITIONS), "source", "confidence"})


@dataclass(frozen=True)
class Sign:
    """How one condition of one component looks.

    Attributes:
        source: the form that it is told after.
        confidence: such as 75%; '' where the whole row is read from a published form.
    """

    text: str
    source: str
    confidence: str


def read_signs(text: str) -> Mapping[str, Mapping[Condition, Sign]]:
    """The signs of a TOML text with one table for each component, named as its question: component → condition → sign.

    Raises:
        FieldAppError: no TOML, a component without its table or the other way round, a key missing or unknown, an empty text.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise FieldAppError(f"查看要点文件的格式不对：{trouble}。", ADVICE) from None
    if missing := [name for name in COMPONENT_NAMES if name not in told]:
        raise FieldAppError(f"查看要点文件里缺少：{'、'.join(missing)}。", ADVICE)
    if strangers := sorted(told.keys() - set(COMPONENT_NAMES)):
        raise FieldAppError(f"查看要点文件里有不认识的组成部分：{'、'.join(strangers)}。", ADVICE)
    return {name: _component(name, told[name]) for name in COMPONENT_NAMES}


def _component(name: str, row: object) -> Mapping[Condition, Sign]:
    if not isinstance(row, dict) or row.keys() != KEYS or not all(isinstance(told, str) for told in row.values()):
        raise FieldAppError(f"查看要点“{name}”应有 {'、'.join(sorted(KEYS))}，都是文字。", ADVICE)
    if blank := sorted(key for key in KEYS - {"confidence"} if not row[key].strip()):
        raise FieldAppError(f"查看要点“{name}”的 {'、'.join(blank)} 是空的。", ADVICE)
    return {condition: Sign(row[condition.name], row["source"], row["confidence"]) for condition in CONDITIONS}
