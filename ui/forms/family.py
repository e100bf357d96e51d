"""A family that is registered for the first time: the household, its head and everybody else, in one flow."""

from __future__ import annotations

from collections.abc import Collection

from fieldapp.records.household import Household
from fieldapp.records.member import Member, Relation
from ui.buttons import Button
from ui.forms.form import Around, Form, Question
from ui.forms.panel import Asked, Panel, Save
from ui.session import Session

KEY = "household:new"
HOUSE: list[Question] = [Household.head, Household.group, Household.code, Household.phone, Household.type]
HEAD: list[Question] = [Member.number, Member.sex, Member.birth, Member.phone]
"""What is asked of the head, who has a name already."""
PERSON: list[Question] = [Member.name, Member.relation, *HEAD]
TOLD_BY_NUMBER: Collection[Question] = (Member.sex, Member.birth)


class FamilyPanel(Panel):
    """Asks for a household and its people. Enter beyond the last answer leads to one more; who stays blank is nobody."""

    def __init__(self, session: Session, save: Save) -> None:
        """`save`: takes the household, its head and the others; who stayed blank has no answers."""
        others = sum(name.startswith(f"{Member.table} ") for name in session.drafts.load(KEY) or {})
        asked = [
            Asked(Household(), HOUSE),
            Asked(Member(relation=Relation.HEAD), HEAD, "户主本人", jumps=jumps),
            *(_person(number) for number in range(2, others + 2)),
        ]
        super().__init__(session, "新建农户", KEY, asked, Around(session.today), save, [Household.head])
        self.more = Button("再加一人", "Ctrl+J")
        self.flow.end(self.more)
        self.more.clicked.connect(self._on_more)
        self.flow.ended.connect(self._on_ended)

    def _on_ended(self) -> None:
        """Let Enter ask for one more."""
        self.more.setFocus()
        self.flow.bring_to_sight(self.more)

    def _on_more(self) -> None:
        """Ask for one more."""
        self._ask(_person(len(self.flow.forms))).begin()

    def _missing(self, form: Form) -> list[Question]:
        """Who is not blank has a name."""
        if form in self.flow.forms[2:]:
            return [Member.name] if form.draft.dirty and self._lacks(form.draft, Member.name) else []
        return super()._missing(form)


def jumps(person: Member) -> Collection[Question]:
    """What a citizen number tells by itself need not be asked."""
    return TOLD_BY_NUMBER if person.number else ()


def _person(number: int) -> Asked:
    """`number`: of the person in the family, from 1."""
    return Asked(Member(), PERSON, f"第 {number} 人", jumps=jumps)
