"""One figure of drinking water held against its two marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from fieldapp.base.record import Field
from fieldapp.records.water import Water
from fieldapp.rules.finding import Reason, Verdict, gravest
from fieldapp.rules.limits import Limit
from fieldapp.rules.water_limits import Marks


@dataclass(frozen=True)
class Measured:
    """A figure that was measured, told or counted, and the marks that bound it.

    Attributes:
        question: whose answer it rests on, and what it is called.
        found: the figure; None where nobody has told it.
        marks: in the unit of the figure.
        told: the figure in words, such as 取水往返时间 20 分钟.
    """

    question: Field[Any]
    found: Decimal | int | None
    marks: Marks
    told: str

    @classmethod
    def of(cls, question: Field[Any], water: Water, marks: Marks) -> Self:
        """The answer to a question, as the form holds it."""
        return cls(question, water.answers.get(question.name), marks, f"{question.label} {question.show(water)} {question.unit}")

    def reason(self, name: str = "", place: str = "") -> Reason:
        """What the figure says. `name`: what the sentence begins with; `place`: the region whose marks these are."""
        if self.found is None:
            return Reason(Verdict.OPEN, f"{name}{self.question.label}还没有填写。", (self.question,))
        good, basic = self.marks.good, self.marks.basic
        if self.marks.hold(self.found, good):
            verdict, used = Verdict.GOOD, {Verdict.GOOD: good}
        elif self.marks.hold(self.found, basic):
            verdict, used = Verdict.BASIC, {Verdict.GOOD: good, Verdict.BASIC: basic}
        else:
            verdict, used = Verdict.BAD, {Verdict.BASIC: basic}
        rules = "，".join(f"{mark.value}要求{self.marks.told(limit)}" for mark, limit in used.items())
        text = f"{name}{self.told}，{verdict.value}：{place}{rules}。"
        doubt = "".join(doubted(limit, f"{self.question.label}{self.marks.told(limit)}") for limit in used.values())
        return Reason(verdict, text, (self.question,), doubt)

    def laxness(self) -> list[Reason]:
        """A remark where a figure passes only because its profile is laxer than the nation: no province may be (T/CHES 18-2018)."""
        basic, national = self.marks.basic, self.marks.national
        if self.found is None or self.marks.hold(self.found, national) or not self.marks.hold(self.found, basic):
            return []
        own, nations = (f"{limit.source}要求{self.marks.told(limit)}" for limit in (basic, national))
        text = f"{self.told}：{own}，{nations}；按全国的不达标，地方的要求不得比全国的宽。"
        return [Reason(Verdict.NONE, text, (self.question,))]


def together(reasons: Iterable[Reason], begin: str = "") -> Reason:
    """Several that must all hold, as one: the gravest decides. `begin`: what the text begins with."""
    all_of = tuple(reasons)
    verdict = gravest(reason.verdict for reason in all_of)
    return Reason(
        verdict,
        begin + "".join(reason.text for reason in all_of),
        tuple(dict.fromkeys(field for reason in all_of for field in reason.rests_on)),
        "".join(reason.confidence for reason in all_of if reason.verdict is verdict),
    )


def doubted(limit: Limit, what: str) -> str:
    """How sure a limit is, as a sentence; '' where it stands in a published text. `what`: what the limit says, in words."""
    return f"“{what}”的可信度约 {limit.confidence}，还没有与标准原文核对。" if limit.confidence else ""
