"""Lines of 县里改了什么: one thing between the two offices, as a row of a table tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldapp.base.change import Act
from fieldapp.desk.corrections import BACK, CHANGED, DECLINED, DELETED, NEW, OBJECTION, TAKEN_UP, Correction, ours, theirs
from fieldapp.desk.disputes import Choice, Matter, Question
from fieldapp.documents.column import Column
from ui.ago import misdated
from ui.tables.badge import Badge

if TYPE_CHECKING:
    from ui.theme import Tone

SHARES = (15, 11, 13, 17, 17, 15, 12)
TONES: dict[str, Tone] = {
    CHANGED: "unknown", TAKEN_UP: "good", DECLINED: "doubtful", NEW: "unknown", DELETED: "bad", BACK: "unknown",
}  # fmt: skip
MATTERS = {
    Matter.CONFLICT: Badge("两地不一致", "bad"), Matter.OFFER: Badge("更正建议", "doubtful"),
    Matter.CANDIDATE: Badge("新的一条", "doubtful"), Matter.DELETION: Badge("提议删除", "bad"),
}  # fmt: skip
EMPTY = "(空)"


@dataclass(frozen=True)
class Told:
    """What somebody says, in words, and who, why and when. `choice`: what is chosen by it, where it can be."""

    caption: str
    text: str
    act: Act | None
    choice: Choice | None = None

    @property
    def note(self) -> str:
        """Who, when and why; '' where nobody did."""
        return f"{who(self.act)}：{self.act.why}" if self.act else ""


@dataclass(frozen=True)
class Line:
    """One row.

    Attributes:
        said: what the one and the other say, ours or the former first.
        talk: that the two should talk to each other, in a sentence; '' where they need not.
    """

    thing: Question | Correction
    badge: Badge
    said: tuple[Told, ...]
    talk: str = ""

    @property
    def whose(self) -> str:
        """The head of the household, or the code where no head is known."""
        return self.thing.head or self.thing.code

    @property
    def last(self) -> Told:
        """What is news."""
        return self.said[-1]


def question_line(one: Question, talk: str, *, county: bool = False) -> Line:
    """A row for something that waits for an answer here, or there."""
    own, others = ours(one, county=county), theirs(one, county=county)
    if one.matter is Matter.CONFLICT and len(one.choices) > 2:  # two laptops of one side among them: any may be meant
        said = [_told(choice, county=county) for choice in one.choices if choice not in others]
    else:
        said = [Told("我们的" if one.matter is Matter.CONFLICT else "现在的", own.told, own.act)] if own else []
    said += [_told(choice, county=county) for choice in others]
    return Line(one, MATTERS[one.matter], tuple(said), talk)


def correction_line(one: Correction) -> Line:
    """A row for something that is in force already."""
    before = "我们提的" if one.how == DECLINED else "原来"
    said = [Told(before, one.was or EMPTY, None)] if one.unit else []
    return Line(one, Badge(one.how, TONES[one.how]), (*said, Told("现在", one.now, one.act)))


def _told(choice: Choice, *, county: bool) -> Told:
    return Told(_side(choice, county=county), choice.told, choice.act, choice)


def _side(choice: Choice, *, county: bool) -> str:
    if choice.act.offered and choice.act.source != OBJECTION:
        return "表里改的"
    return "我们的" if choice.act.county == county else "村里的" if county else "县里的"


def who(act: Act) -> str:
    """Who did it and on which day."""
    return f"{act.by} {act.at[:10]}{misdated(act)}"


def columns(before: str, after: str) -> list[Column[Line]]:
    """What a table of lines shows. `before`, `after`: the heads over what the two say."""
    return [
        Column.told("怎么回事", lambda line: line.badge.text), Column.told("户主", lambda line: line.whose),
        Column.told("哪一项", lambda line: line.thing.what),
        Column.told(before, lambda line: line.said[0].text if len(line.said) > 1 else ""),
        Column.told(after, lambda line: "；".join(dict.fromkeys(told.text for told in line.said[1:] or line.said))),
        Column.told("为什么", lambda line: line.last.act.why if line.last.act else ""),
        Column.told("谁、什么时候", lambda line: f"{line.last.act.by} {line.last.act.at[5:10]}" if line.last.act else ""),
    ]  # fmt: skip


def together(lines: Iterable[Line]) -> Iterator[str]:
    """Whose lines they are, each once."""
    yield from dict.fromkeys(line.whose for line in lines)
