"""Verdicts on paper: the word, why, what a person decided beside what the rules suggest, and by which text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from fieldapp.documents.outline import Block, Grid, Note, Table
from fieldapp.records.dossier import Dossier
from fieldapp.records.housing import Housing
from fieldapp.records.registered import Registered, Topic
from fieldapp.rules.finding import Finding, Verdict
from fieldapp.rules.registered import beside

NO_APPRAISAL = "走访查看不是鉴定，房屋等级以鉴定结论为准。"
_PARTS = (15, 11, 74)
"""Shares of the line: which part, its verdict, why."""


class Verdicts(Protocol):
    """What the rules say of a household on the day of the paper."""

    @property
    def housing(self) -> Finding: ...
    @property
    def water(self) -> Finding: ...
    @property
    def houses(self) -> Sequence[tuple[Housing, Finding]]: ...
    @property
    def nobody_in_danger(self) -> Finding: ...
    @property
    def danger_closed(self) -> Finding: ...
    @property
    def result_class(self) -> Finding: ...
    @property
    def area(self) -> Finding: ...
    @property
    def recheck(self) -> Sequence[str]: ...


def told(finding: Finding) -> str:
    """The verdict in its own words; where a person decided otherwise, his decision and beside it what was suggested."""
    if finding.suggested:
        return f"认定 {_told(finding)} — 建议 {_told(finding.suggested)}"
    return _told(finding)


def _told(finding: Finding) -> str:
    label = finding.verdict.value
    return label if finding.told == label else f"{finding.told}({label})"


def verdict_grid(
    label: str,
    finding: Finding,
    *,
    side: str = "结论",
    why: bool = True,
    whole: bool = False,
    more: Sequence[tuple[str, str]] = (),
) -> Grid:
    """The verdict and, where asked, its reasons, a sentence to each line.

    Args:
        side: stands at the left.
        whole: with the parts that fall short, of those that are judged by themselves and stand elsewhere otherwise.
        more: further labels and values between verdict and reasons.
    """
    shown = [reason for reason in finding.reasons if not reason.name or (whole and reason.verdict is not Verdict.GOOD)]
    reasons = "\n".join(reason.text for reason in shown)
    return Grid(((label, told(finding)), *more, *([("理由", reasons)] if why and reasons else [])), side, across=1)


def source_note(finding: Finding, remark: str = "") -> Note:
    """By which text, how sure its figures are, and a remark."""
    return Note("".join((f"依据：{finding.source}。", finding.confidence, remark)))


def parts_table(finding: Finding) -> list[Block]:
    """The parts of the whole that are judged by themselves, one to a line; nothing where there are none."""
    rows = tuple((part.name, part.verdict.value, part.text.removeprefix(f"{part.name}：")) for part in finding.parts)
    return [Table(("指标", "结论", "情况"), rows, _PARTS)] if rows else []


def dwelling_table(judged: Verdicts) -> Table:
    """What a family's buildings are held against together; an area that nobody limits is left out."""
    findings = {
        "人不住危房": judged.nobody_in_danger,
        "危房不住人": judged.danger_closed,
        "核验类别": judged.result_class,
        **({} if judged.area.verdict is Verdict.NONE else {"住房面积": judged.area}),
    }
    rows = tuple((name, told(one), _why(one)) for name, one in findings.items())
    return Table(("住房要求", "结论", "情况"), rows, (14, 21, 65))


def _why(finding: Finding) -> str:
    return "".join(reason.text for reason in finding.reasons)


def registered(dossier: Dossier, topics: Collection[Topic], ours: Finding) -> list[tuple[str, str]]:
    """What others have concluded on these topics, to stand beside our own verdict; nothing where they said nothing."""
    line = beside(dossier.all(Registered), topics, ours)
    return [("登记结论", line.removeprefix("登记："))] if line else []


def belongs_to(dossier: Dossier, housing: Housing) -> str:
    """Whose a building is where it is not the family's alone: shared with whom, another family's, nobody's; else ''."""
    names, home = dossier.names, dossier.household.id
    users = {id for id in (*(housing.shared or ()), housing.household) if id and id != home}
    shared = f"与 {'、'.join(sorted(names.get(id, '不在名单上') for id in users))} 合用" if users else ""
    if housing.household is None:
        return "，".join(filter(None, ("不属于任何一户", shared)))
    if housing.household != home:
        return f"属于 {names.get(housing.household, '不在名单上')}" + (f"，{shared}" if len(users) > 1 else "，与其合用")
    return shared
