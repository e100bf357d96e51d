"""F2: what a question is for: its hint, its keys, and what the rules do with its answer now."""

from __future__ import annotations

from fieldapp.desk.judging import Judged
from fieldapp.rules.finding import Finding
from ui.forms.form import Question

UNUSED = "现在的认定没有用到这一项。"
_FEW = 4
"""So many sentences of rules are told."""


def explained(question: Question, help: str, judged: Judged) -> str:
    """Everything there is to say about a question, a line each.

    Args:
        help: what stands under the question by itself: hint, keys, signs to look for.
        judged: as it would be judged with what is typed now.
    """
    must = "这一项要填。" if question.must else "不清楚可以空着。"
    found = [told for name, finding in _findings(judged) for told in _uses(question, name, finding)]
    return "\n".join(filter(None, (help, must, *(list(dict.fromkeys(found))[:_FEW] or [UNUSED]))))


def _findings(judged: Judged) -> list[tuple[str, Finding]]:
    houses = [(f"{house.name or '住房'}认定", finding) for house, finding in judged.houses]
    return [*(houses or [("住房认定", judged.housing)]), ("人不住危房", judged.nobody_in_danger), ("饮水认定", judged.water)]


def _uses(question: Question, name: str, finding: Finding) -> list[str]:
    """The sentences of a finding, and of what the rules suggest beneath a decision, that rest on this question."""
    found = [(one, reason) for one in (finding, finding.suggested) if one for reason in one.reasons]
    return [
        f"{name}：{reason.text.rstrip('。')}（{one.source}）。"
        for one, reason in found
        if question in reason.rests_on and reason.text
    ]
