"""Doubts about what is done for a family against who it is (DQ-103, DQ-162). Measures that were stopped are left out.

DQ-100 weighs a child and an old person differently; DQ-101, DQ-102 and DQ-104 to DQ-107 need months of posts, kinds of posts
and what somebody wishes, DQ-163 to DQ-166 the day of identification and the risks.
"""

from __future__ import annotations

from collections.abc import Iterator

from fieldapp.records.member import Labour
from fieldapp.records.plan import Measure, MeasureKind, Progress
from fieldapp.rules.checks.doubt import Case, Check, Hit, Severity
from fieldapp.rules.checks.person import ABLE

WORK = (MeasureKind.PUBLIC_POST, MeasureKind.JOBS)


def _standing(case: Case) -> list[Measure]:
    return [measure for measure in case.dossier.all(Measure) if measure.progress is not Progress.STOPPED]


def work_for_unable(case: Case) -> Iterator[Hit]:
    """DQ-103: a public post or help to find work for somebody who is not able to work."""
    unable = {person.member.id: person for person in case.people if person.labour in (Labour.NONE, Labour.LOST)}
    for measure in _standing(case):
        person = unable.get(measure.person or "")
        if person and person.labour and measure.kind in WORK:
            yield measure, f"{Measure.kind.show(measure)}给了{person.name}，劳动技能却是“{person.labour.value}”。"


def safety_net_alone(case: Case) -> Iterator[Hit]:
    """DQ-162: a monitored household with somebody fully able to work, helped by the safety net alone."""
    measures = _standing(case) if case.is_monitored else []
    able = [person.name for person in case.people if person.labour in ABLE]
    if able and measures and all(measure.kind is MeasureKind.SAFETY_NET for measure in measures):
        yield case.dossier.household, f"监测对象里{'、'.join(able)}有劳动能力，帮扶措施却只有综合保障。"


MEASURES = (
    Check("DQ-103", "公益岗位、就业帮扶给了没有劳动能力的人", Severity.WARNING, work_for_unable, "请核对受益人和劳动技能。"),
    Check("DQ-162", "有劳动能力，只有综合保障", Severity.WARNING, safety_net_alone, "请核对劳动技能；有条件的补上产业、就业措施。"),
)
