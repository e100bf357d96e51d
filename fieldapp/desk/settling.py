"""Answering what is open: one act, with a reason.

Nothing ends by itself. An answer is a change that replaces everything it was given to choose from, so it travels back and
nobody decides the same thing twice; declining is an answer, too: what stood is said again (exchange.md 5.2, 5.10).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import closing

from fieldapp.base.change import GONE
from fieldapp.base.errors import FieldAppError
from fieldapp.base.record import Record
from fieldapp.desk.disputes import Choice, Matter, Question
from fieldapp.records import RECORDS
from fieldapp.records.household import Household
from fieldapp.store.reader import Reader
from fieldapp.store.survey import Survey


def settle(survey: Survey, answers: Iterable[tuple[Question, Choice | None]], why: str) -> str:
    """Answer questions by one act; from any thread.

    Args:
        answers: with what was chosen; None declines what is offered: what stands goes on standing.
        why: the reason in words, told to everybody.

    Returns:
        The id of the act.

    Raises:
        FieldAppError: without a reason; or a conflict is to be declined, of which one side must be chosen.
    """
    known = list(answers)
    if not why.strip():
        raise FieldAppError("还没有写理由。", "请写一句为什么这样定，对方会看到。")
    with closing(survey.new_reader()) as reader:
        left = [record for one, choice in known if choice and one.matter is Matter.DELETION for record in _belonging(reader, one)]
    with survey.change(why.strip(), source="裁定") as writing:
        for one, choice in known:
            writing.settle(one.noun.table, one.record, _body(one, choice, why))
        for record in left:
            writing.remove(record, why.strip())
    return writing.act


def _belonging(reader: Reader, one: Question) -> list[Record]:
    """What goes with a household that is deleted."""
    return [record for noun in RECORDS for record in reader.of(noun, one.record)] if one.noun is Household else []


def choice_said(one: Question, said: str) -> Choice | None:
    """The choice that a person names: by number, by the words it is told in, or 接受 / 不接受. Raises: FieldAppError."""
    wanted = said.strip()
    if wanted in ("不接受", "decline", "0"):
        return None
    if wanted in ("接受", "accept") and len(one.offered) == 1:
        return one.offered[0]
    if wanted.isdigit() and 1 <= int(wanted) <= len(one.choices):
        return one.choices[int(wanted) - 1]
    named = [choice for choice in one.choices if wanted in (choice.told, choice.change)]
    if len({choice.text for choice in named}) == 1:
        return named[0]
    ways = "、".join(str(number) for number in range(1, len(one.choices) + 1))
    raise FieldAppError(f"“{said}”不在可选的里面。", f"可以写：{ways}，或者“接受”“不接受”。")


def _body(one: Question, choice: Choice | None, why: str) -> Mapping[str, str | None]:
    """The texts that answer a question."""
    if one.matter is Matter.CANDIDATE:
        return {GONE: f"不接受：{why}"} if choice is None else _candidate_texts(one)
    if one.matter is Matter.DELETION:
        return {GONE: None} if choice is None else {GONE: choice.text or why}
    if choice is None and one.matter is Matter.CONFLICT:
        raise FieldAppError("两地不一致的，要选定一个。", "请从两个里选一个；都不对的，先选一个再改正。")
    standing = one.standing
    return {one.unit: choice.text if choice else standing.text if standing else None}


def _candidate_texts(one: Question) -> Mapping[str, str | None]:
    """All units of what is offered; where several books offer the same record, the later ones add."""
    return {unit: text for choice in one.choices for unit, text in json.loads(choice.text or "{}").items()}
