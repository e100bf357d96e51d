"""Doubts about problems and their mending (DQ-177 to DQ-179)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fieldapp.base.record import Field
from fieldapp.records.problem import Problem, ProblemState
from fieldapp.rules.checks.doubt import Check, Severity, each_problem


def _unanswered(problem: Problem, *fields: Field[Any]) -> str:
    return "、".join(field.label for field in fields if field.name not in problem.answers)


def nobody_mends(problem: Problem, _: dt.date) -> str:
    """DQ-177: no owner, no measure or no deadline."""
    missing = _unanswered(problem, Problem.measure, Problem.responsible, Problem.due)
    return f"问题没有填写{missing}。" if missing else ""


def closed_without_proof(problem: Problem, _: dt.date) -> str:
    """DQ-178: closed without evidence, checker or day, or on a day before it was found."""
    if problem.state is not ProblemState.CLOSED:
        return ""
    if missing := _unanswered(problem, Problem.evidence, Problem.checker, Problem.closed_on):
        return f"问题已销号，没有填写{missing}。"
    if problem.closed_on and problem.found_on and problem.closed_on < problem.found_on:
        return f"问题 {problem.found_on} 才发现，销号日期却是 {problem.closed_on}。"
    return ""


def overdue(problem: Problem, on: dt.date) -> str:
    """DQ-179: past its deadline and not closed; on the day itself there is still time."""
    if problem.due is None or on <= problem.due or problem.state is ProblemState.CLOSED:
        return ""
    return f"整改期限是 {problem.due}，已超过 {(on - problem.due).days} 天，还没有销号。"


PROBLEMS = (
    Check("DQ-177", "问题没有措施、责任人或期限", Severity.ERROR, each_problem(nobody_mends), "请补填整改措施、责任人和期限。"),
    Check("DQ-178", "销号缺依据", Severity.ERROR, each_problem(closed_without_proof), "请补齐依据、核查人和日期，或者重新打开问题。"),
    Check("DQ-179", "问题超期没有销号", Severity.WARNING, each_problem(overdue), "请催办；确实办不完的，写明原因并重新定期限。"),
)
