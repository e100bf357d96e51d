"""Doubts about problems and their mending (DQ-177 to DQ-180), and about notes of visits that repeat themselves (DQ-183)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from fieldapp.base.record import Field
from fieldapp.records.household import Lodging
from fieldapp.records.problem import Problem, ProblemKind, ProblemState
from fieldapp.rules.checks.doubt import Case, Check, Hit, Severity, each_problem
from fieldapp.rules.dwelling import danger_of

SHORTEST = 10
"""Notes shorter than this, such as 一切正常, may well be the same twice."""


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


def found_without_problem(case: Case) -> Iterator[Hit]:
    """DQ-180: water or house was found or decided to be unsafe, and no open problem says so. Who sleeps in danger is DQ-147."""
    if (water := case.unsafe_water) and not case.has_open_problem(ProblemKind.WATER):
        yield water, "饮水判定为不安全，没有登记未销号的饮水问题。"
    if case.has_open_problem(ProblemKind.HOUSING):
        return
    if case.dossier.household.lodging is Lodging.NONE:
        yield case.dossier.household, "没有住处(无房户)，没有登记未销号的住房问题。"
    for house in case.dwelling.in_danger():
        if not case.dwelling.own(house[0]):
            yield house[0], f"{danger_of(house)}，没有登记未销号的住房问题。"


def repeated_note(case: Case) -> Iterator[Hit]:
    """DQ-183: the note of a visit says word for word what an earlier one of the family says."""
    known: dict[str, dt.date | None] = {}
    for visit in case.dossier.visits:
        note = "".join((visit.note or "").split())
        if len(note) >= SHORTEST and note in known:
            yield visit, f"{visit.day or '日期未填'} 的走访记录和 {known[note] or '日期未填'} 的一字不差。"
        known.setdefault(note, visit.day)


PROBLEMS = (
    Check("DQ-177", "问题没有措施、责任人或期限", Severity.ERROR, each_problem(nobody_mends), "请补填整改措施、责任人和期限。"),
    Check("DQ-178", "销号缺依据", Severity.ERROR, each_problem(closed_without_proof), "请补齐依据、核查人和日期，或者重新打开问题。"),
    Check("DQ-179", "问题超期没有销号", Severity.WARNING, each_problem(overdue), "请催办；确实办不完的，写明原因并重新定期限。"),
    Check("DQ-180", "查到不安全，没有登记问题", Severity.WARNING, found_without_problem, "请登记问题，写明措施、责任人和期限。"),
    Check("DQ-183", "走访记录一字不差", Severity.HINT, repeated_note, "请核对是不是抄上次的；情况真的一样的不用改。"),
)
