"""Conclusions of others laid beside those that a file knows: each statement is kept once, and none is ever rewritten.

A statement is known again by whom it is about, its topic, its column, its words and its day, whatever book repeats it. What
says the same as the newest one, in a book that does not write a day itself, is no news: such a book gets a new day whenever
it is saved. A statement of another day is one more record, so that the history stays.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from fieldapp.base.tally import derived_id
from fieldapp.desk.intake import HeldRow, Intake, NewStatement
from fieldapp.desk.matching import Unclear
from fieldapp.desk.register import Proposal, Register
from fieldapp.documents.remarks import Noted, Unnumbered
from fieldapp.documents.staged import Roster, StagedHousehold, StagedStatement
from fieldapp.records.registered import Registered, Topic
from fieldapp.rules.people import born_on, years
from fieldapp.rules.registered import age_said
from fieldapp.store.reader import Reader

_About = tuple[str | None, Topic | None, str | None]
"""Whom a statement is about, its topic and its column."""
_DELETED = Unclear("这条登记结论以前导入过，后来被删除了。", "要找回它，请撤销那次删除。")
_SAID = ("household", "member", "topic", "column", "said", "on", "source")
_APART = 1
"""Lists count years in their own way: an age may differ by so much from the day of birth without a word."""


def name_unnumbered(rosters: Iterable[Roster], register: Register, told: Intake) -> None:
    """Name everybody who was taken, and of whom neither the rosters nor the file know a number."""
    named: set[str] = set()
    for roster in rosters:
        for member in (member for staged in roster.households for member in staged.members):
            id = register.meant.get(member.record.id)
            if id and id not in named and not register.member(id).number:
                named.add(id)
                place = member.place
                told.no_number.append(Unnumbered(place.file, place.sheet, place.row, register.member(id).name or ""))


class Statements:
    """What others have said of the households, while the rosters of one intake are laid beside it.

    To be asked only after all people of all rosters are known: of whom the birth is known nobody needs an age.
    """

    def __init__(self, reader: Reader, register: Register, told: Intake) -> None:
        self._reader, self._register, self._told = reader, register, told
        self._known: dict[str, dict[_About, list[Registered]]] = {}

    def lay_beside(self, staged: StagedHousehold) -> None:
        """Lay what a roster says of one household, and of its people, beside what is known."""
        home = self._register.meant.get(staged.record.id)
        for statement in staged.statements:
            member = self._register.meant.get(statement.member.record.id) if statement.member else None
            if home is None or (statement.member and member is None):
                statement.column.held += 1
                self._told.held[Registered.table] += 1
            elif statement.record.topic is Topic.AGE and member and (born := born_on(self._register.member(member))):
                statement.column.redundant += 1
                self._compare(statement, born)
            else:
                self._tell(statement, home, member)

    def _tell(self, statement: StagedStatement, home: str, member: str | None) -> None:
        place, known = statement.place, self._of(home)[_about(statement.record, member)]
        record = statement.record.replace(household=home, member=member)
        if same := _same(statement, known) or self._mended(record := record.with_id(_id(record)), home):
            statement.column.same += 1
            self._register.proposals.setdefault(same.id, Proposal(same, same, place))
        elif self._register.was_deleted(record.id, place):
            statement.column.held += 1
            self._told.hold(HeldRow.of(record, place, record.said, _DELETED))
        else:
            statement.column.new += 1
            known.append(record)
            self._register.proposals[record.id] = Proposal(record, None, place, dict(record.answers))
            self._told.statements.append(self._shown(statement, home, member))

    def _of(self, home: str) -> dict[_About, list[Registered]]:
        """What is known of a household, by what it is about."""
        if home not in self._known:
            known = self._known[home] = defaultdict(list)
            for record in () if self._register.is_new(home) else self._reader.of(Registered, home):
                known[_about(record, record.member)].append(record)
        return self._known[home]

    def _mended(self, record: Registered, home: str) -> Registered | None:
        """The statement of that id, in which a person has since corrected something; his word stands."""
        return None if self._register.is_new(home) else self._reader.get(Registered, record.id)

    def _shown(self, statement: StagedStatement, home: str, member: str | None) -> NewStatement:
        place, record = statement.place, statement.record
        head, name = self._register.household(home).head, self._register.member(member).name if member else ""
        return NewStatement(
            place.file, place.sheet, place.row, head or "", name or "",
            statement.column.topic, record.column or "", record.said or "", record.on,
        )  # fmt: skip

    def _compare(self, statement: StagedStatement, born: dt.date) -> None:
        """Note an age that the day of birth contradicts, on the day on which it was said."""
        place, on, said = statement.place, statement.record.on, statement.record.said or ""
        age = age_said(said)
        if on and age is not None and abs(years(born, on) - age) > _APART:
            note = f"与出生日期对不上：{born} 出生，到 {on} 是 {years(born, on)} 岁；没有另记"
            self._told.noted.append(Noted(place.file, place.sheet, place.row, statement.column.column, said, note))


def _id(record: Registered) -> str:
    """Derived from all that it says, so that everybody who takes the same book makes the same record, and no two differ under one id."""
    texts = record.texts()
    return derived_id(Registered.table, *(texts.get(name, "") for name in _SAID))


def _about(record: Registered, member: str | None) -> _About:
    return member, record.topic, record.column


def _same(statement: StagedStatement, known: Sequence[Registered]) -> Registered | None:
    """The known statement that says the same, of the same day, or the newest one where the day is not written; else None."""
    said, on = statement.record.said, statement.record.on
    newest = max(known, key=lambda one: one.on or dt.date.min, default=None)
    if newest and newest.said == said and not statement.day_is_written:
        return newest
    return next((one for one in known if (one.said, one.on) == (said, on)), None)
