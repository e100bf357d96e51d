"""成员: who belongs to the household, who joined, who left and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from fieldapp.documents.column import Column
from fieldapp.records.member import Left, Member, WorkRegion
from fieldapp.records.registered import Registered
from fieldapp.rules.people import born_on, years
from fieldapp.rules.registered import age_told
from ui.forms.form import Question
from ui.forms.panel import Asked
from ui.household.page import Edit, Home, HomePage
from ui.tables.records import Act, RecordTable

ADD, CHANGE, LEAVE = Act("添加成员"), Act("修改", to_one=True), Act("减少…", to_one=True)
LEAVING: list[Question] = [Member.left, Member.left_on]
STAYING: list[Question] = [question for question in Member.questions() if question not in LEAVING]
SHARES = (14, 12, 20, 17, 20, 17)


def member_columns(today: dt.date, statements: Sequence[Registered]) -> list[Column[Any]]:
    """The columns of a list of members: who, what to the head, how old, how well, and where now.

    Args:
        statements: what others have said of the household; read at each cell, so it may change meanwhile.
    """

    def age(member: Member) -> str:
        born = born_on(member)
        return str(years(born, today)) if born else age_told(member, statements, today)

    return [
        Column.of(Member.name),
        Column.told("关系", Member.relation.show),
        Column.told("年龄", age),
        Column.of(Member.health),
        Column.of(Member.labour),
        Column.told("现在", whereabouts),
    ]


def whereabouts(member: Member) -> str:
    """Where a member is now, as far as anybody has said."""
    if member.left is Left.DIED:
        return f"{Left.DIED.value} {Member.left_on.show(member)}".strip()
    if member.left is not None:
        return f"已减少({member.left.value})"
    if member.work_region is not None:
        months = f" {member.work_months} 个月" if member.work_months else ""
        place = "" if member.work_region is WorkRegion.OTHER else member.work_region.value
        return f"{place}务工{months}"
    return Member.school.show(member) if member.school and member.school.name != "NOT" else ""


class People(HomePage):
    """The members, those who left at the end."""

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self._statements: list[Registered] = []
        columns = member_columns(today, self._statements)
        self.list = RecordTable("成员", columns, SHARES, (ADD, CHANGE, LEAVE), empty="还没有登记成员。")
        self.main.addWidget(self.list)
        self.list.wanted.connect(self._on_wanted)

    def _show(self, home: Home) -> None:
        self._statements[:] = home.dossier.all(Registered)
        gone = [member for member in home.dossier.all(Member) if member.left is not None]
        self.list.show_records([*home.dossier.members, *gone])

    def _on_wanted(self, verb: str, member: Member | None) -> None:
        household = self._home.dossier.household.id
        if member is None:
            new = Member(household=household)
            asked = Asked(new, STAYING, None)
            edit = Edit("添加成员", f"new:member:{household}", [asked], "增加成员", (Member.name, Member.relation))
        elif verb == LEAVE.verb:
            asked = Asked(member, LEAVING)
            edit = Edit(f"{member.name or '成员'} 离开这一户", f"leave:{member.id}", [asked], "减少成员", LEAVING)
        else:
            asked = Asked(member, Member.questions(), None)
            edit = Edit(f"修改 {member.name or '成员'}", f"edit:{member.id}", [asked], "修改成员", (Member.name,))
        self.wanted.emit(edit)
