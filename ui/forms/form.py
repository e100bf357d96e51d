"""A form: the questions of one draft, put on the screen row by row.

With last time's answers beside it, an empty box says nothing about this time and the saved answer stands; without
them the form edits in place, and emptying a box takes the answer back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.base.draft import Draft
from fieldapp.base.kinds import Kind
from fieldapp.base.record import NOBODY, Field, Names, Record
from fieldapp.records.dossier import Dossier
from fieldapp.records.housing import Housing
from fieldapp.records.member import Member
from ui.forms.editors import Given, editor_for
from ui.forms.pictures import Album
from ui.forms.row import Row
from ui.forms.said import Said, of_others, said_of
from ui.theme import label

if TYPE_CHECKING:
    from fieldapp.store.reader import Reader
    from ui.session import Session

Question = Field[Any]
Jumps = Callable[[Any], Collection[Question]]
"""The questions that need not be put, given the record as typed so far."""
NO_LAST = "上次没有这一项的记录，请填这次的。"


@dataclass(frozen=True)
class Around:
    """What a form must know besides its draft.

    Attributes:
        today: asked when a key wants today's date.
        names: what records are called wherever they are shown: id → name.
        choices: what can be picked where a record is the answer: table → id → name.
        album: where pictures are kept; None where none are asked for.
        aids: what stands under a question while the cursor is in it, instead of its hint and keys.
        said: what reviewers and the other office say of an answer: id of the record and name of the question → sentences.
        others: what comes of typing over an answer that the other office has decided; by its key in `Dossier.contested`.
    """

    today: Callable[[], dt.date]
    names: Names = field(default_factory=dict)
    choices: Mapping[str, Names] = field(default_factory=dict)
    album: Album | None = None
    aids: Mapping[Question, str] = field(default_factory=dict)
    said: Said = field(default_factory=dict)
    others: Names = field(default_factory=dict)

    @classmethod
    def of(cls, dossier: Dossier, session: Session) -> Around:
        """What forms about one household must know: its people, those who left only by name."""
        from ui.forms.signs import component_signs

        present = {member.id: dossier.names[member.id] for member in dossier.members}
        present |= _fellow_users(dossier, session.reader)
        names = {**dossier.names, **present}
        said, others = said_of(dossier, session.reader), of_others(dossier, session.reader)
        return cls(session.today, names, {Member.table: present}, Album(session), component_signs(), said, others)

    def offered(self, question: Question, record: Record) -> Names:
        """What can be picked; what is picked already stays to be seen, though it can be picked no more."""
        if not question.kind.refers:
            return NOBODY
        answer = record.answers.get(question.name)
        picked = question.kind.keep(answer).split() if answer else []
        choices = self.choices.get(question.kind.refers, NOBODY)
        return {**choices, **{id: self.names.get(id, "不在名单上") for id in picked if id not in choices}}


def _fellow_users(dossier: Dossier, reader: Reader) -> dict[str, str]:
    """The people of other households that use one of this household's buildings, with the name of their house: id → name."""
    users = {
        id for one in dossier.all(Housing) for id in (one.household, *(one.shared or ())) if id and id != dossier.household.id
    }
    return {
        member.id: f"{member.name or '姓名未填'}({other.head}家)"
        for other in reader.dossiers(sorted(users))
        for member in other.members
    }


def no_jumps(record: Any) -> Collection[Question]:
    """Every question is put."""
    return ()


def as_typed(kind: Kind[Any], answer: Any) -> str:
    """The answer as a person could have typed it, '' for none; the kind reads it back."""
    if answer is None:
        return ""
    told = kind.json(answer)
    return " ".join(told) if isinstance(told, list) else str(told)


def _with_unit(question: Question, record: Record, names: Names) -> str:
    """The answer as a person reads it, with its unit; '' for none."""
    shown = question.show(record, names)
    return f"{shown} {question.unit}".strip() if shown else ""


class Form(QWidget):
    """Shows a draft and types into it. It decides nothing: the draft does."""

    changed = Signal()
    confirmed = Signal(object)  # the question that took last time's answer
    entered = Signal(object)  # the question with the cursor
    passed = Signal(int)  # Enter beyond the last question: +1, Shift+Enter before the first: -1

    def __init__(
        self,
        draft: Draft[Any],
        around: Around,
        questions: Sequence[Question] | None = None,
        *,
        last: Record | None = None,
        afresh: Collection[Question] = (),
        heading: str | None = None,
        jumps: Jumps = no_jumps,
        parent: QWidget | None = None,
    ) -> None:
        """
        Args:
            questions: those to ask, in this order; all of the noun by default.
            last: last time's answers to stand beside them (an empty record where there are none); None edits in place.
            afresh: questions whose answer is never as last time, such as the day of a visit.
            heading: one heading above all questions, '' for none, instead of those of their parts.
            jumps: the questions that need not be put, given what is typed so far.
            parent: where it will stand. A form that comes there later is styled twice, question by question.
        """
        super().__init__(parent)
        self.draft, self._around, self._last, self._afresh = draft, around, last, afresh
        self._heading, self._jumps = heading, jumps
        self._rows: dict[Question, Row] = {}
        self._heads: dict[str, QWidget] = {}
        self._warnings: Mapping[Question, str] = {}
        self._with_cursor: Question | None = None
        self._missed: Question | None = None
        self._explained = ""
        self._lay_out(draft.saved.questions() if questions is None else questions)
        self.refresh()

    def row(self, question: Question) -> Row:
        """The row of one question. Raises: KeyError."""
        return self._rows[question]

    @property
    def asked(self) -> list[Row]:
        """The rows of the questions that are put now, in order."""
        return [row for row in self._rows.values() if row.is_asked]

    def warn(self, warnings: Mapping[Question, str]) -> None:
        """Say under these questions what a rule found about their answers."""
        if warnings != self._warnings:
            self._warnings = warnings
            self.refresh()

    def follow(self, saved: Record) -> None:
        """The record was saved elsewhere meanwhile: what is typed here now stands over that."""
        self.draft.saved = saved
        for question, row in self._rows.items():
            if question.name not in self.draft.typed:
                row.editor.show_text(self._standing(question))
        self.refresh()

    def explain(self, question: Question, told: str) -> None:
        """Explain a question under it, as long as the cursor is there; '' gives the short help again."""
        self._explained = told if question is self._with_cursor else ""
        self.refresh()

    @property
    def explained(self) -> str:
        """What is explained now, '' for nothing."""
        return self._explained

    def begin(self, way: int = 1) -> bool:
        """Put the cursor into the first question, or into the last one when coming back; whether there is one."""
        if rows := self.asked:
            rows[0 if way > 0 else -1].take_cursor()
        return bool(rows)

    def take_rest(self) -> None:
        """Take last time's answer for every question that is not answered yet and can be as last time."""
        for question, row in self._rows.items():  # an answer that is taken may be what puts the next question
            if row.editor.repeats and question.name not in self.draft.typed and question.applies(self.draft.record):
                self._take(row)
        self.refresh()
        self.changed.emit()

    def refresh(self) -> None:
        """Draw everything from the draft."""
        record = self.draft.record
        jumped = self._jumps(record)
        for question, row in self._rows.items():
            row.setVisible(question.applies(record) and question not in jumped)
            self._tell(question, row)
        for told, head in self._heads.items():
            head.setVisible(any(row.is_asked for question, row in self._rows.items() if self._told(question) == told))

    def _lay_out(self, questions: Sequence[Question]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for question in questions:
            told = self._told(question)
            if told and told not in self._heads:
                head = self._heads[told] = label(told, "head")
                head.setContentsMargins(0, 8 if self._rows else 0, 0, 0)
                column.addWidget(head)
            row = self._rows[question] = self._row(question)
            column.addWidget(row)

    def _told(self, question: Question) -> str:
        """The heading under which a question stands."""
        return question.part.label if self._heading is None else self._heading

    def _row(self, question: Question) -> Row:
        offered = self._around.offered(question, self.draft.record)
        editor = editor_for(question.kind, Given(self._around.today, question.unit, offered, self._around.album))
        editor.call(question.head, question.hint)
        last = None if self._last is None else _with_unit(question, self._last, self._around.names)
        editor.repeats = last is not None and question not in self._afresh
        if last and editor.repeats:
            editor.prompt("按 = 同上次")
        row = Row(self, question, editor, last)
        editor.show_text(self._standing(question))
        editor.typed.connect(partial(self._on_typed, question))
        editor.same.connect(partial(self._on_same, question))
        editor.moved.connect(partial(self._on_moved, question))
        editor.entered.connect(partial(self._on_entered, question))
        editor.left.connect(partial(self._on_left, question))
        return row

    def _typed_last(self, question: Question) -> str:
        return as_typed(question.kind, self._last.answers.get(question.name)) if self._last else ""

    def _standing(self, question: Question) -> str:
        """What stands in the box when the form appears."""
        typed = self.draft.typed.get(question.name)
        if typed is None and self._last is None:
            return as_typed(question.kind, self.draft.saved.answers.get(question.name))
        return typed or ""

    def _tell(self, question: Question, row: Row) -> None:
        refusal = self.draft.refusal(question)
        if self._explained and question is self._with_cursor:
            remark = "\n".join(filter(None, (str(refusal or ""), self._explained)))
        elif refusal:
            remark = str(refusal)
        elif warning := self._warnings.get(question):
            remark = warning
        elif question is self._with_cursor:
            remark = NO_LAST if question is self._missed else self._help(question, row)
        else:
            remark = ""
        record, mark = self.draft.saved, self._mark(question)
        said = self._around.said.get((record.id, question.name), "")
        over = self._around.others.get(f"{record.table}.{record.id}.{question.decided}", "") if mark == "✓" else ""
        remark = "\n".join(filter(None, (said, over, remark)))
        row.tell(mark, remark, wrong=bool(refusal or said or self._warnings.get(question)))

    def help(self, question: Question) -> str:
        """The short help of a question: its hint, its keys, the signs to look for."""
        return self._help(question, self._rows[question])

    def _help(self, question: Question, row: Row) -> str:
        return self._around.aids.get(question) or "  ".join(filter(None, (question.hint, row.editor.keys())))

    def _mark(self, question: Question) -> str:
        if self.draft.refusal(question):
            return "!"
        before = self.draft.saved if self._last is None else self._last
        same = self.draft.record.answers.get(question.name) == before.answers.get(question.name)
        if not self.draft.typed.get(question.name) or (same and self._last is None):
            return ""
        return "=" if same else "✓"

    def _take(self, row: Row) -> None:
        """Take last time's answer, where there is one."""
        if text := self._typed_last(row.field):
            self.draft.type(row.field, text)
            row.editor.show_text(text)

    def _on_typed(self, question: Question, text: str) -> None:
        self._missed, self._explained = None, ""
        if text.strip() or self._last is None:
            self.draft.type(question, text)
        else:
            self.draft.forget(question)
        self.refresh()
        self.changed.emit()

    def _on_same(self, question: Question) -> None:
        """Take last time's answer and go on; where there is none, say so and stay."""
        if not self._typed_last(question):
            self.draft.forget(question)
            self._missed = question
            self.refresh()
            return
        self._take(self._rows[question])
        self.refresh()
        self.confirmed.emit(question)
        self.changed.emit()
        self._on_moved(question, 1)

    def _on_moved(self, question: Question, way: int) -> None:
        rows = self.asked
        place = rows.index(self._rows[question]) + way
        if 0 <= place < len(rows):
            rows[place].take_cursor()
        else:
            self.passed.emit(way)

    def _on_entered(self, question: Question) -> None:
        if question is not self._with_cursor:
            self._explained = ""
        self._with_cursor, self._missed = question, None
        self.refresh()
        self.entered.emit(question)

    def _on_left(self, question: Question) -> None:
        if self._with_cursor is question:
            self._with_cursor = None
            self.refresh()
