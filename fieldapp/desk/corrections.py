"""县里改了什么, seen from one office: what waits for its answer, what the other has changed, what it has not been answered.

Everything follows from the changes. Only what was looked at already is remembered, beside the truth, as a remark.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from fieldapp.base.change import GONE, Act
from fieldapp.base.errors import FieldAppError
from fieldapp.base.knowledge import Knowledge
from fieldapp.base.record import Owner, Record
from fieldapp.base.tally import minted_id
from fieldapp.desk.disputes import Choice, Matter, Question, Words, open_questions, told_record, told_unit
from fieldapp.records import RECORDS
from fieldapp.records.review import Review
from fieldapp.store.claims import Said
from fieldapp.store.reader import Reader
from fieldapp.store.survey import COUNTY, Survey

OBJECTION = "异议"
"""The source of an act that contests what the other office has changed."""
CHANGED, TAKEN_UP, DECLINED, NEW, DELETED, BACK = "改了", "接受了我们的提议", "没有接受我们的提议", "新的一条", "删除", "恢复"
"""What a correction is."""
_LOOKED = "corrections_looked"
"""The remark that keeps what was known when everything had been looked at, and what was looked at since, as JSON."""
_SETTLED = "裁定"
_RECENT, _REASONS = 300, 6
"""So many of the newest acts are looked through for so many reasons."""
_SAME = FieldAppError("和现在的一样，没有要提的。", "请先填另一个值；同意的，点“知道了”。")
_NO_REASON = FieldAppError("还没有写理由。", "请写一句为什么，对方会看到。")


@dataclass(frozen=True)
class Correction:
    """Something that the other office has said, and that counts.

    Attributes:
        id: the change and the unit, for remembering that it was looked at.
        unit: '' where it is about the whole record.
        how: what it is, one of the words above.
        was, now: in words; of a proposal that was not taken up, `was` is what had been proposed.
        household: the id of the household that it is about; '' where there is none.
    """

    id: str
    noun: type[Record]
    record: str
    unit: str
    code: str
    head: str
    household: str
    what: str
    how: str
    was: str
    now: str
    act: Act

    @property
    def owner(self) -> Owner:
        """Whose word counts first in it."""
        fields = self.noun.units().get(self.unit, ())
        return fields[0].part.owner if fields else Owner.SHARED


@dataclass(frozen=True)
class Corrections:
    """Everything between the two offices, as one of them sees it.

    Attributes:
        waiting: what it is to answer, by household.
        in_force: what the other office has changed since one last looked, the newest first.
        ours: what it has proposed and the other has not answered.
        phone: of the office above; '' where nobody has told it.
        reasons: those that were given last, the newest first.
    """

    waiting: tuple[Question, ...] = ()
    in_force: tuple[Correction, ...] = ()
    ours: tuple[Question, ...] = ()
    office: str = "县里"
    phone: str = ""
    reasons: tuple[str, ...] = ()


def corrections(reader: Reader) -> Corrections:
    """Everything between the two offices. For any thread with its own reader."""
    from fieldapp.desk.enrolling import COUNTY_NAME, COUNTY_PHONE

    county = bool(reader.about(COUNTY))
    with reader.steady():
        questions = open_questions(reader)
        ours = tuple(one for one in questions if _is_own(one, county=county))
        changed = () if county else tuple(reversed(list(_in_force(reader))))
        return Corrections(
            tuple(one for one in questions if one not in ours), changed, ours,
            reader.about(COUNTY_NAME) or "县里", reader.about(COUNTY_PHONE), tuple(_reasons(reader)),
        )  # fmt: skip


def to_look_at(reader: Reader) -> int:
    """How many things wait for an answer or have not been looked at."""
    county = bool(reader.about(COUNTY))
    waiting = sum(not _is_own(one, county=county) for one in open_questions(reader))
    return waiting if county else waiting + sum(1 for _ in _in_force(reader))


def _is_own(one: Question, *, county: bool) -> bool:
    """Whether an office has proposed something itself, and waits for the other."""
    if one.matter is Matter.CONFLICT:
        return False
    return all(act.county == county and (not act.offered or act.source == OBJECTION) for act in (c.act for c in one.offered))


def ours(one: Question, *, county: bool = False) -> Choice | None:
    """What one's own office says of a conflict; else what stands for now, None where nothing does. `county`: as below."""
    if one.matter is not Matter.CONFLICT:
        return one.standing
    others = theirs(one, county=county)
    return next((choice for choice in one.choices if choice not in others), one.standing)


def theirs(one: Question, *, county: bool = False) -> list[Choice]:
    """What the others say of it. `county`: whether one's own office is the county's."""
    if one.matter is not Matter.CONFLICT:
        return one.offered
    others = [choice for choice in one.choices if choice.act.county != county]
    return others if 0 < len(others) < len(one.choices) else list(one.choices[1:])


def answer(one: Question, *, accepts: bool, county: bool = False) -> Choice | None:
    """What `settle` is given: theirs, or ours; None declines an offer. Of several that others say the latest is meant."""
    if accepts:
        return max(theirs(one, county=county), key=lambda choice: choice.act.stamp)
    return ours(one, county=county) if one.matter is Matter.CONFLICT else None


def know(survey: Survey, looked_at: Iterable[Correction]) -> None:
    """Remember that these were looked at; from any thread."""
    some = {one.id for one in looked_at}
    with closing(survey.new_reader()) as reader, reader.steady():
        known, looked = _looked(reader)
        left = any(one.id not in some for one in _in_force(reader))
        told = known.told() if left else reader.knowledge().told()
    kept = sorted(looked | some) if left else []
    survey.note(_LOOKED, json.dumps({"knows": told, "looked": kept}))


def contest(survey: Survey, one: Correction, edited: Record | None, why: str) -> str:
    """Object to what the other office has changed, by one act; from any thread.

    What the county owns becomes a proposal by itself, what belongs to both is offered; a deletion is taken back, and of
    a new record the deletion is offered.

    Args:
        edited: the record with what it should say; None where it is about the whole record.
        why: the reason in words, told to everybody.

    Returns:
        The id of the act.

    Raises:
        FieldAppError: without a reason, or nothing would be different.
    """
    if not (why := " ".join(why.split())):
        raise FieldAppError(_NO_REASON.what, _NO_REASON.advice)
    with closing(survey.new_reader()) as reader:
        seen, gone = reader.knowledge(), reader.get(one.noun, one.record) is None
        standing = reader.stands(one.noun, one.record, one.unit)[0] if one.unit else None
    body = {one.unit: edited.unit_texts().get(one.unit)} if one.unit and edited else {GONE: None if gone else why}
    if one.unit and body[one.unit] == standing:
        raise FieldAppError(_SAME.what, _SAME.advice)
    offers = one.owner is Owner.SHARED and not gone
    with survey.change(why, source=OBJECTION, offered=offers) as writing:
        if offers:
            writing.offer(one.noun.table, one.record, body, seen=seen, change_id=minted_id())
        else:
            writing.put(one.noun.table, one.record, body)
    return writing.act


def just_offered(reader: Reader, act: str) -> list[str]:
    """What an act of one's own has only offered, because the other office decides it: the questions, in words."""
    nouns = {noun.table: noun for noun in RECORDS}
    offered = {
        (noun, record, unit) for noun, record, unit, _, change in reader.offers() if reader.acts_of([change])[change].id == act
    }
    return [
        f"{reader.whose(nouns[noun], record)[1]}家 {_called(nouns[noun], unit)}".strip()
        for noun, record, unit in sorted(offered) if noun in nouns
    ]  # fmt: skip


def _looked(reader: Reader) -> tuple[Knowledge, frozenset[str]]:
    """What was known when everything had been looked at, and the ids of what was looked at since."""
    told = json.loads(reader.about(_LOOKED) or "{}")
    return Knowledge.read(told.get("knows", "")), frozenset(told.get("looked", ()))


def _in_force(reader: Reader) -> Iterator[Correction]:
    """What the county has changed, or answered, since one looked, as far as it still counts; oldest first."""
    known, looked = _looked(reader)
    words, nouns = Words(reader), {noun.table: noun for noun in RECORDS if noun is not Review}  # reviews have their own place
    for said in reader.said_by(True, known):
        if noun := nouns.get(said.change.noun):
            yield from (one for one in _of_change(reader, words, noun, said) if one.id not in looked)


def _of_change(reader: Reader, words: Words, noun: type[Record], said: Said) -> Iterator[Correction]:
    """What one change of the county's says that still counts."""
    change = said.change

    def told(unit: str, what: str, how: str, was: str, now: str) -> Correction:
        home = words.home(noun, change.record, change.body)
        code, head = reader.whose(noun, change.record)
        return Correction(f"{change.id}.{unit}", noun, change.record, unit, code, head, home, what, how, was, now, change.act)

    there = reader.get(noun, change.record) is not None
    if GONE in change.body:
        if there is (change.body[GONE] is None):
            yield told("", noun.label, BACK if there else DELETED, "", change.body[GONE] or "")
        return
    if not there:
        return
    names, contested = words.of(noun, change.record, {}), set(reader.contested())
    if said.first:
        yield told("", noun.label, NEW, "", told_record(noun, change.body, words))
        return
    for unit, text in change.body.items():
        open = (noun.table, change.record, unit) in contested  # that waits for an answer
        if unit in noun.units() and not open and reader.stands(noun, change.record, unit)[1] == change.id:
            was = change.was.get(unit)
            asked = said.replied.get(unit, was)
            how = DECLINED if text == was != asked else TAKEN_UP if text == asked != was else CHANGED
            if how != CHANGED or text != was:
                before, after = (told_unit(noun, unit, one, names) for one in (asked if how == DECLINED else was, text))
                yield told(unit, _called(noun, unit), how, before, after)


def _called(noun: type[Record], unit: str) -> str:
    return "、".join(field.label for field in noun.units().get(unit, ())) or noun.label


def _reasons(reader: Reader) -> Sequence[str]:
    """The reasons that were given last for answers and objections."""
    given = (act.why for act in reader.acts(_RECENT) if act.source in (_SETTLED, OBJECTION) and act.node == reader.about("node"))
    return list(dict.fromkeys(given))[:_REASONS]
