"""What the pills of a household say: the truth in a few words, and a tone that never says more than the words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from fieldapp.desk.filtering import Standing, standing_of
from fieldapp.desk.judging import Judged, judge_dossier
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Lodging
from fieldapp.records.problem import Problem, ProblemState, Promise
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from fieldapp.rules.finding import Finding, Verdict
from fieldapp.rules.reviewing import Reviewed, reviewed
from fieldapp.rules.reviewing import Standing as InReview
from ui.tables.badge import NOTHING, Badge
from ui.theme import Tone

TONES: Mapping[Verdict, Tone] = {
    Verdict.GOOD: "good",
    Verdict.BASIC: "good",
    Verdict.OPEN: "doubtful",
    Verdict.BAD: "bad",
    Verdict.NONE: "unknown",
}
REVIEW_TONES: Mapping[InReview, Tone] = {InReview.REJECTED: "bad", InReview.HAS_ISSUES: "doubtful", InReview.EDITED: "unknown"}
"""How what reviewers said is shown; what passes or waits is not told one by one."""


@dataclass(frozen=True)
class Badges:
    """What a list or a head tells of one household, and what the list filters and sorts by."""

    housing: Badge
    water: Badge
    problems: Badge
    promises: Badge | None
    review: Badge | None
    standing: Standing


def badges_of(dossier: Dossier, on: dt.date) -> Badges:
    """The badges of one household on one day."""
    judged = judge_dossier(dossier, on)
    return Badges(
        _housing(dossier, judged),
        _water(dossier, judged.water),
        _marked(_open(open_problems(dossier), "{} 未销号", on), dossier) or Badge(NOTHING, "unknown"),
        _open(open_promises(dossier), "答应的事 {} 件未办", on),
        _review(reviewed(dossier)),
        standing_of(dossier, judged, on),
    )


def open_problems(dossier: Dossier) -> list[Problem]:
    """The problems that are not closed, oldest first."""
    return [problem for problem in dossier.all(Problem) if problem.state is not ProblemState.CLOSED]


def open_promises(dossier: Dossier) -> list[Promise]:
    """What was promised and is not yet answered for, oldest first."""
    return [promise for promise in dossier.all(Promise) if promise.kept is None]


def latest_visit(dossier: Dossier) -> Visit | None:
    """The visit of the latest day; of several on one day the one recorded last."""
    dated = [visit for visit in dossier.visits if visit.day]
    return max(reversed(dated), key=lambda visit: visit.day or dt.date.min, default=None)


def short_day(day: dt.date, today: dt.date) -> str:
    """11月03日, with the year where it is not this one."""
    return f"{'' if day.year == today.year else f'{day.year}年'}{day.month}月{day.day:02d}日"


def _housing(dossier: Dossier, judged: Judged) -> Badge:
    """The verdict on the family's house; who has none of his own, and danger that somebody sleeps in or that stands open."""
    lodging = dossier.household.lodging
    if not judged.houses and lodging is not Lodging.NONE:
        return Badge("住房 未查看", "unknown")
    finding = judged.housing
    roof = "无房户 " if lodging not in (None, Lodging.OWN, Lodging.NONE) else ""
    told = f"{roof}住房 {'认定 ' if finding.suggested else ''}{finding.told}"
    if judged.nobody_in_danger.verdict is Verdict.BAD:
        return Badge(f"{told} {'' if finding.verdict is Verdict.BAD else '危房'}有人住", "bad")
    if judged.danger_closed.verdict is Verdict.BAD and finding.verdict is not Verdict.BAD:
        return Badge(f"{told} 旧危房没封", "doubtful")
    return Badge(told, TONES[finding.verdict])


def _water(dossier: Dossier, finding: Finding) -> Badge:
    if not dossier.one(Water):
        return Badge("饮水 未查看", "unknown")
    return Badge(f"饮水 {'认定 ' if finding.suggested else ''}{finding.told}", TONES[finding.verdict])


def _review(review: Reviewed) -> Badge | None:
    """How many remarks are open and how many were mended; what has passed altogether; nothing where nobody has said anything."""
    counts = Counter(remark.standing for remark in review.remarks)
    told = [standing for standing in REVIEW_TONES if counts[standing]]
    if told:
        return Badge(" · ".join(f"{one.value} {counts[one]}" for one in told), REVIEW_TONES[told[0]])
    return Badge("审核 通过", "good") if review.standing is InReview.APPROVED else None


def _marked(badge: Badge | None, dossier: Dossier) -> Badge | None:
    """With what the two offices have open between them, in words."""
    if not dossier.contested and not dossier.offered:
        return badge
    word = "两地不一致" if dossier.contested else "有提议"
    tone: Tone = "bad" if dossier.contested else "doubtful"
    return Badge(f"{badge.text} · {word}" if badge else word, "bad" if badge and badge.tone == "bad" else tone)


def _open(waiting: list[Problem] | list[Promise], words: str, on: dt.date) -> Badge | None:
    """How many wait; red as soon as one of them is overdue."""
    if not waiting:
        return None
    overdue = any(one.due is not None and one.due < on for one in waiting)
    return Badge(words.format(len(waiting)) + (" 有超期" if overdue else ""), "bad" if overdue else "doubtful")
