"""成员: who belongs to the household, who joined, who left and why; where a person or the household goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from fieldapp.documents.column import Column
from fieldapp.records.member import Left, Member, WorkRegion
from fieldapp.records.registered import Registered
from fieldapp.rules.people import born_on, years
from fieldapp.rules.registered import age_told
from ui.buttons import Button
from ui.forms.form import Question
from ui.forms.panel import Asked
from ui.household.errands import Reasoned
from ui.household.page import Edit, Home, HomePage
from ui.tables.records import Act, RecordTable

if TYPE_CHECKING:
    from fieldapp.store.reader import Reader
    from fieldapp.store.writing import Writing

ADD, CHANGE, LEAVE = Act("添加成员"), Act("修改", to_one=True), Act("减少…", to_one=True)
BACK = Act("恢复…", to_one=True)
MOVE, JOIN, REMOVE = "选中的人迁到别户…", "选中的人和另一条记录是同一个人…", "选中的人录错了，删除…"
SPLIT, MERGE = "分户…", "把另一户并进来…"
OFFERED = 50
"""So many households are offered at once; further words find the others."""
LEAVING: list[Question] = [Member.left, Member.left_on]
STAYING: list[Question] = [question for question in Member.questions() if question not in LEAVING]
SHARES = (17, 17, 11, 19, 20, 16)


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
        Column.told("年龄", age, format="0"),
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


def joining_told(members: Sequence[Member]) -> str:
    """What the history says of a member who joins."""
    name, joined = members[0].name, members[0].joined
    return f"{name} 增加：{joined.value}" if joined else f"添加成员 {name}"


def leaving_told(members: Sequence[Member]) -> str:
    """What the history says of a member who leaves."""
    name, left = members[0].name or "成员", members[0].left
    return f"{name} 减少：{left.value}" if left else f"{name} 减少"


class People(HomePage):
    """Who belongs to the household; who left is folded beneath and can be brought back."""

    def __init__(self, today: dt.date, reader: Reader) -> None:
        super().__init__(scrolls=True)
        self._reader = reader
        self._statements: list[Registered] = []
        columns = member_columns(today, self._statements)
        self.list = RecordTable("成员", columns, SHARES, (ADD, CHANGE, LEAVE), empty="还没有登记成员。", fits=True)
        self.more = Button("更多 ▾")
        self._menu = QMenu(self)
        self.more.setMenu(self._menu)
        self.list.head.addWidget(self.more)
        self.list.setTabOrder(self.more, self.list.table)
        self.fold = Button("", quiet=True)
        self.fold.setCheckable(True)
        gone = [
            Column.of(Member.name),
            Column.told("关系", Member.relation.show),
            Column.of(Member.left),
            Column.of(Member.left_on),
        ]
        self.gone = RecordTable("已减少的人", gone, (25, 25, 25, 25), (BACK, CHANGE), fits=True)
        self.main.addWidget(self.list)
        self.main.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self.main.addWidget(self.gone)
        self.main.addStretch()
        self.list.wanted.connect(self._on_wanted)
        self.gone.wanted.connect(self._on_wanted)
        self.fold.toggled.connect(self._unfold)
        acts = (self._on_move, self._on_join, self._on_remove, self._on_split, self._on_merge)
        for verb, act in zip((MOVE, JOIN, REMOVE, SPLIT, MERGE), acts, strict=True):
            self._menu.addAction(verb, act)

    @property
    def acts(self) -> dict[str, QAction]:
        """The rarer acts: verb → action."""
        return {action.text(): action for action in self._menu.actions()}

    def _show(self, home: Home) -> None:
        self._statements[:] = home.dossier.all(Registered)
        gone = [member for member in home.dossier.all(Member) if member.left is not None]
        self.list.show_records(home.dossier.members)
        self.gone.show_records(gone)
        self.fold.setVisible(bool(gone))
        self._unfold()
        for verb in (MOVE, JOIN, REMOVE, SPLIT):
            self.acts[verb].setEnabled(len(home.dossier.members) > (verb == SPLIT))

    def _unfold(self) -> None:
        shown, count = self.fold.isChecked(), self.gone.model.rowCount()
        self.fold.setText(f"{'收起' if shown else '看看'}已减少的 {count} 人 {'▴' if shown else '▾'}")
        self.gone.setVisible(shown and count > 0)

    def _on_wanted(self, verb: str, member: Member | None) -> None:
        if member is None:
            self._add()
        elif verb == BACK.verb:
            self.wanted.emit(_coming_back(member, self._reader))
        elif verb == LEAVE.verb:
            asked = Asked(member, LEAVING)
            heading = f"{member.name or '成员'} 离开这一户"
            self.wanted.emit(Edit(heading, f"leave:{member.id}", [asked], leaving_told, LEAVING))
        else:
            asked = Asked(member, Member.questions(), None)
            self.wanted.emit(Edit(f"修改 {member.name or '成员'}", f"edit:{member.id}", [asked], "修改成员", (Member.name,)))

    def _add(self) -> None:
        household = self._home.dossier.household.id
        asked = Asked(Member(household=household), STAYING, None)
        self.wanted.emit(Edit("添加成员", f"new:member:{household}", [asked], joining_told, (Member.name, Member.relation)))

    def _on_move(self) -> None:
        from fieldapp.desk.moving import person_moved
        from ui.household.moves import Towards

        reader, member = self._reader, self.list.record
        self.wanted.emit(Towards(
            f"{member.name or '成员'} 迁到别户", f"现在是{self._home.dossier.head}家的人。", self._others, "迁过去",
            lambda household: person_moved(reader, reader.get(Member, member.id) or member, household),
        ))  # fmt: skip

    def _on_join(self) -> None:
        from fieldapp.desk.moving import person_joined
        from ui.household.moves import Towards

        reader, member = self._reader, self.list.record
        self.wanted.emit(Towards(
            f"{member.name or '成员'} 的另一条记录", "同一个人录了两次时用；留下的是这一户里选中的这一条。",
            lambda find: self._people(find, member), "合成一条", lambda double: person_joined(reader, member, double),
        ))  # fmt: skip

    def _on_remove(self) -> None:
        from fieldapp.desk.moving import person_removed
        from ui.household.moves import Certain

        reader, member = self._reader, self.list.record
        self.wanted.emit(Certain(f"删除 {member.name or '成员'}", "删除", lambda: person_removed(reader, member)))

    def _on_split(self) -> None:
        from fieldapp.desk.moving import House, split
        from ui.household.moves import Splitting

        reader, dossier = self._reader, self._home.dossier
        houses = list(House)
        self.wanted.emit(Splitting(
            f"{dossier.head}家 分户", dossier.members, [house.value for house in houses],
            lambda going, head, house: split(reader, dossier.household.id, going, head, houses[house]),
        ))  # fmt: skip

    def _on_merge(self) -> None:
        from fieldapp.desk.moving import merged
        from ui.household.moves import Towards

        reader, home = self._reader, self._home.dossier
        self.wanted.emit(Towards(
            f"把另一户并进{home.head}家", "选并进来的那一户，它的全部记录都归这一户。", self._others, "并进来",
            lambda household: merged(reader, home.household.id, household),
        ))  # fmt: skip

    def _others(self, find: str) -> list[tuple[str, str]]:
        """Other households by these words: what each is called, and its id."""
        mine = self._home.dossier.household.id
        found = [entry for entry in self._reader.households(find, OFFERED + 1) if entry.id != mine]
        return [(" · ".join(filter(None, (f"{one.head}家", one.group, f"{one.people} 人"))), one.id) for one in found[:OFFERED]]

    def _people(self, find: str, but: Member) -> list[tuple[str, str]]:
        """The people of the households that are found by these words, all but one, this household's first."""
        mine = self._home.dossier.household.id
        entries = sorted(self._reader.households(find, OFFERED), key=lambda entry: entry.id != mine)
        found = ((entry, member) for entry in entries for member in self._reader.of(Member, entry.id) if member.id != but.id)
        told = ((entry, member, Member.relation.show(member)) for entry, member in found)
        return [
            (
                f"{member.name or '姓名未填'}({entry.head}家{' ' + relation if relation else ''}{'，已减少' if member.left else ''})",
                member.id,
            )
            for entry, member, relation in told
        ][:OFFERED]


def _coming_back(member: Member, reader: Reader) -> Reasoned:
    name = member.name or "成员"

    def write(change: Writing, reason: str) -> None:
        change.save((reader.get(Member, member.id) or member).replace(left=None, left_on=None))

    told = "减少原因和日期去掉，人回到成员里。做错了可以撤销。"
    return Reasoned(f"{name} 回到这一户", told, "恢复", f"恢复成员 {name}", write)
