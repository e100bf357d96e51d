"""What a rule says: a verdict, why, on which answers it rests, and by which text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fieldapp.base.kinds import Choice
from fieldapp.base.record import Field


class Verdict(Choice):
    """What a rule can answer. The order is that of gravity: `Finding.of` lets the first that occurs decide."""

    BAD = "不达标"
    OPEN = "资料不全"
    BASIC = "基本达标"
    GOOD = "达标"
    NONE = "不适用"


@dataclass(frozen=True)
class Reason:
    """One ground of a verdict, as a full sentence.

    Attributes:
        verdict: what this ground says by itself; NONE for a remark that decides nothing.
        rests_on: the questions whose answers it uses or still needs.
        confidence: how sure the figure is that decided it, as a sentence; '' where it stands in a published text.
        name: of the part of the whole that it judges, such as 水量; '' where it is no part by itself.
    """

    verdict: Verdict
    text: str
    rests_on: tuple[Field[Any], ...]
    confidence: str = ""
    name: str = ""


@dataclass(frozen=True)
class Finding:
    """The outcome of one rule for one record. Worked out whenever it is needed, never stored.

    Attributes:
        source: the text that the rule comes from.
        told: the verdict in the words of its own trade, such as 安全 or C级.
        grade: the letter of a house grade; '' where there is none.
        confidence: how sure the figures are that decided; '' where all of them stand in published texts.
        suggested: what the rules say, where a person has decided otherwise; None where nobody has.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    source: str
    told: str
    grade: str = ""
    confidence: str = ""
    suggested: Finding | None = None

    @property
    def parts(self) -> tuple[Reason, ...]:
        """The verdicts on the parts of the whole, such as the four indicators of water."""
        return tuple(reason for reason in self.reasons if reason.name)

    @classmethod
    def of(cls, reasons: Iterable[Reason], source: str, told: Mapping[Verdict, str], grade: str = "") -> Finding:
        """Weigh reasons against each other: the gravest decides, remarks are left aside; remarks alone decide nothing.

        Args:
            told: verdict → its words; a verdict without words is told by its label.
        """
        weighed = tuple(reasons)
        verdict = gravest(reason.verdict for reason in weighed)
        confidence = "".join(dict.fromkeys(reason.confidence for reason in weighed if reason.verdict is verdict))
        return cls(verdict, weighed, source, told.get(verdict, verdict.value), grade, confidence)


def gravest(verdicts: Iterable[Verdict]) -> Verdict:
    """BAD outweighs OPEN, OPEN outweighs BASIC, BASIC outweighs GOOD; NONE where nothing else is there."""
    order = list(Verdict)
    return min(verdicts, key=order.index, default=Verdict.NONE)
