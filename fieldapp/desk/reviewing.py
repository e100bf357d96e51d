"""Reviewing: who may, what is said of what, and where everything stands.

The office above the village says of a household, a record or a single answer that it passes, is doubtful or comes back, and
why; many at once in one act. The village answers by mending, or by a word of its own that moves no state.

Decision: whose word it is follows from the file that is open (a county's, a town's by its 登记包, else the village's). That
keeps people from mistakes; it proves nothing, as nothing does that a person with the laptop and its password can do.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldapp.base.dates import Day
from fieldapp.base.errors import FieldAppError
from fieldapp.base.kinds import Text
from fieldapp.base.record import NOBODY, Names, Record
from fieldapp.records import RECORDS
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.review import Level, Review, State
from fieldapp.records.village import Village
from fieldapp.rules.reviewing import OPEN, Remark, Reviewed, Shelf, Standing, Target, reviewed, weighed
from fieldapp.store.reader import Reader
from fieldapp.store.survey import COUNTY

if TYPE_CHECKING:
    from fieldapp.store.listing import Entry
    from fieldapp.store.survey import Survey
    from fieldapp.store.writing import Writing

WHOLE, REGISTER, SILENT = "整户", "登记", "没有写意见"
_LEVELS = {"town": Level.TOWN, "county": Level.COUNTY}
"""The role of a 登记包 → the level whose word counts."""
_NEEDS_WORDS = (State.HAS_ISSUES, State.REJECTED)
_LONG = 24
"""So many characters of a text name a record."""


@dataclass(frozen=True)
class Said:
    """What somebody says of one thing or of many at once. `level`: whose word it is."""

    state: State
    comment: str
    level: Level
    by: str
    day: dt.date

    @property
    def why(self) -> str:
        """The reason of the act."""
        word = "说明" if self.level is Level.VILLAGE else f"审核{self.state.value}"
        return f"{word}：{self.comment}" if self.comment else word


def level_of(reader: Reader) -> Level:
    """Whose word is said in this file."""
    from fieldapp.desk.enrolling import ROLE  # late: no screen of a village needs more of it

    return Level.COUNTY if reader.about(COUNTY) else _LEVELS.get(reader.about(ROLE), Level.VILLAGE)


def said(survey: Survey, state: State, comment: str) -> Said:
    """A word of the office in whose file one is.

    Raises:
        FieldAppError: it is the village's file, or a doubt or a return has no reason.
    """
    level = level_of(survey.reader)
    if level is Level.VILLAGE:
        raise FieldAppError("审核由镇里、县里来做，村里的档案自己不审。", "请按意见改好资料再上报；有不同的看法，就写一句说明。")
    if state in _NEEDS_WORDS and not comment.strip():
        raise FieldAppError(f"{state.value}要写意见。", "请写一句哪里不对、要怎么改，村里会看到。")
    return Said(state, comment.strip(), level, survey.by, survey.clock.today())


def replied(survey: Survey, comment: str) -> Said:
    """The village's answer to what was said. Raises: FieldAppError where it is empty, or said in the file of an office above."""
    if level_of(survey.reader) is not Level.VILLAGE:
        raise FieldAppError("说明由村里来写。", "这里直接写通过、存疑或退回。")
    if not comment.strip():
        raise FieldAppError("还没有写说明。", "请写一句情况是怎样的，镇里、县里会看到。")
    return Said(State.RECEIVED, comment.strip(), Level.VILLAGE, survey.by, survey.clock.today())


def review_of(dossier: Dossier, target: Target, word: Said) -> Review:
    """The review that says this of something in a household, as it stands there now."""
    shelf = Shelf([dossier.household, *records_of(dossier)], dossier.household.id)
    return _review(shelf, target, word, dossier.all(Review), dossier.household.id, what_of(dossier, target))


def _review(shelf: Shelf, target: Target, word: Said, before: Iterable[Review], home: str, what: str) -> Review:
    turn = 1 + max((one.turn or 0 for one in before), default=0)
    return Review(
        household=home, what=what, state=word.state, comment=word.comment, level=word.level, by=word.by, day=word.day,
        subject=f"{target.noun.table}.{target.record}", question=target.question, turn=turn, seen=shelf.seen(target),
    )  # fmt: skip


def say(survey: Survey, targets: Mapping[str, Iterable[Target]], word: Said, writing: Writing) -> int:
    """Say the same of many things within one act; from any thread.

    Args:
        targets: household (its id, '' for what belongs to none) → what is meant there.

    Returns:
        How many reviews were written.
    """
    count = 0
    with closing(survey.new_reader()) as reader:
        for dossier in reader.dossiers([home for home in targets if home]):
            for target in targets[dossier.household.id]:
                writing.save(review_of(dossier, target, word))
                count += 1
        for target in targets.get("", ()):
            records, reviews = _unowned(reader)
            writing.save(_review(Shelf(records, ""), target, word, reviews, "", _called_alone(records, target)))
            count += 1
    return count


def whole(household: str) -> Target:
    """Everything of a household (its id)."""
    return Target(Household, household)


def targets_of(dossier: Dossier) -> list[Target]:
    """What can be reviewed in a household, the whole first; a building that belongs to others is reviewed there."""
    mine = [one for one in records_of(dossier) if dossier.owns(one) or not _owner(one)]
    return [whole(dossier.household.id), *(Target(type(one), one.id) for one in mine)]


def _owner(record: Record) -> str:
    parent = record.parent()
    return str(record.answers.get(parent.name, "")) if parent else ""


def records_of(dossier: Dossier) -> list[Record]:
    """Everything of a household that is reviewed, besides itself."""
    return [record for noun, those in dossier.records.items() if noun is not Review for record in those]


def what_of(dossier: Dossier, target: Target) -> str:
    """What is meant, in words, such as 走访 2026-11-03 · 见到谁."""
    record = next((one for one in (dossier.household, *records_of(dossier)) if one.id == target.record), None)
    return _told(record, target, dossier.names) if record else target.noun.label


def _called_alone(records: Iterable[Record], target: Target) -> str:
    record = next((one for one in records if one.id == target.record), None)
    return _told(record, target, NOBODY) if record else target.noun.label


def _told(record: Record, target: Target, names: Names) -> str:
    name = called(record, names) if not target.question or not isinstance(record, Household) else REGISTER
    field = target.asked()
    return f"{name} · {field.label}" if field else name


def called(record: Record, names: Names) -> str:
    """What a record is called among the others of its household: an observation by its day, another by its first words."""
    if isinstance(record, Household):
        return WHOLE
    kind: type = Day if record.observed else Text
    naming = () if record.single else (field for field in record.questions() if isinstance(field.kind, kind))
    name = next((shown for field in naming if (shown := field.show(record, names))), "")
    short = name if len(name) <= _LONG else f"{name[: _LONG - 1]}…"
    return f"{record.label} {short}".strip()


def all_reviewed(reader: Reader) -> Iterator[tuple[Dossier | None, Reviewed]]:
    """How everything stands, household by household, and at last what belongs to none. For any thread with its own reader."""
    for dossier in reader.dossiers():
        yield dossier, reviewed(dossier)
    records, reviews = _unowned(reader)
    yield None, weighed(records, reviews, "")


def _unowned(reader: Reader) -> tuple[list[Record], list[Review]]:
    """The records that belong to no household, the village itself among them, and what was said of them."""
    records = [record for noun in RECORDS if noun not in (Review, Household) for record in reader.unowned(noun)]
    return [reader.village(), *records], reader.unowned(Review)


def counted(some: Iterable[Reviewed]) -> dict[Standing, int]:
    """How many records stand how."""
    counts = Counter(standing for one in some for standing in one.states.values())
    return {standing: counts[standing] for standing in Standing}


@dataclass(frozen=True)
class Returned:
    """Something that waits for whoever sits here, in one household. `text`: what, and what was said of it."""

    home: Entry
    remark: Remark
    text: str


def returned(reader: Reader, homes: Mapping[str, Entry]) -> list[Returned]:
    """What waits here, the strictest first: in a village what came back or is doubted, in an office what was mended since.

    Args:
        homes: id → household of the list.
    """
    waiting = OPEN if level_of(reader) is Level.VILLAGE else (Standing.EDITED,)
    asked = {review.household or "" for review in reader.every(Review) if review.state in _NEEDS_WORDS}
    found = [
        Returned(homes[dossier.household.id], remark, f"{what_of(dossier, remark.target)}：{remark.review.comment or SILENT}")
        for dossier in reader.dossiers([id for id in homes if id in asked])
        for remark in reviewed(dossier).remarks
        if remark.standing in waiting
    ]
    return sorted(found, key=lambda one: waiting.index(one.remark.standing))


def target_said(reader: Reader, told: str) -> tuple[str, Target]:
    """What a person means by id, and its household (its id, '' for none).

    `told` is a household by code, head or id; or a record as noun.id, or noun.id.question for one of its answers.

    Raises:
        FieldAppError: there is no such thing.
    """
    table, _, rest = told.strip().partition(".")
    noun = next((noun for noun in RECORDS if noun.table == table and noun is not Review), None)
    if noun is None or not rest:
        home = reader.household(told)
        return home, whole(home)
    id, _, question = rest.partition(".")
    record = reader.get(noun, id)
    if record is None:
        raise FieldAppError(f"没有编号为“{id[:32]}”的{noun.label}。", "请照 show --json 里的编号写。")
    if question and question not in {field.name for field in noun.questions()}:
        raise FieldAppError(
            f"{noun.label}没有问“{question[:40]}”。", f"可以写的有：{'、'.join(f.name for f in noun.questions())}。"
        )
    home = id if noun is Household else "" if noun is Village else _owner(record)
    return home, Target(noun, id, question)
