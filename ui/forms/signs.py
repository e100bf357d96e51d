"""What to look for: the signs of each condition of a component, as they stand under its question."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from fieldapp.records.housing import COMPONENTS, Condition, Housing
from fieldapp.rules.signs import Sign
from ui.forms.form import Question


@cache
def component_signs() -> Mapping[Question, str]:
    """The signs of every component, a line for each key that picks a condition.

    Raises:
        FieldAppError: the program's own file of signs cannot be read.
    """
    from fieldapp.desk.judging import signs

    told = signs()
    return {question: _told(told[question.name]) for question in Housing.fields if question.part is COMPONENTS}


def _told(signs: Mapping[Condition, Sign]) -> str:
    lines = [
        f"{key} {condition.name}：{signs[condition].text}" if condition in signs else f"{key} {condition.value}"
        for key, condition in enumerate(Condition, 1)
    ]
    doubts = dict.fromkeys(sign.confidence for sign in signs.values() if sign.confidence)
    return "\n".join([*lines, *(f"以上要点的可信度约 {doubt}，还没有与正式表格核对。" for doubt in doubts)])
