"""跨村重复: people who are in two villages at once, both side by side, and one decision with a reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit

from fieldapp.base.errors import FieldAppError
from fieldapp.documents.column import Column
from ui.buttons import Button
from ui.county.office import Office
from ui.page import Page, Sheet
from ui.tables.badge import Badge
from ui.tables.records import RecordsModel
from ui.tables.table import Table
from ui.theme import label, worn

if TYPE_CHECKING:
    from fieldapp.desk.county_duplicates import Duplicate, Person
    from fieldapp.documents.county_report import Ending

SHARES = (11, 17, 24, 24, 24)
LOOKING, NOTHING = "正在找…", "没有跨村重复的。"
CHOOSE = "请选一种"
WHAT = ("村", "人", "哪一户", "怎么来的", "最近一次说到")


class CountyDoublesScreen(Page):
    """Found in the lane whenever one comes here; nothing is joined by itself."""

    def __init__(self, office: Office) -> None:
        super().__init__("跨村重复")
        self._office = office
        self.found: list[Duplicate] = []
        self._busy = False
        self.model = RecordsModel(_columns(), {0: _badge})
        self.table = Table(self.model, SHARES, pills=(0,), name="跨村重复")
        self.nothing = label(LOOKING, "note")
        self.ending = QComboBox()
        self.reason = QLineEdit()
        self.wrong = label("", "remark", wraps=True)
        self.decide = Button("定下", "Ctrl+Enter", main=True)
        self._said = [[label("", wraps=True) for _ in WHAT] for _ in range(2)]
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell())
        self.decide.clicked.connect(self._on_decide)
        self.reason.returnPressed.connect(self.decide.click)
        office.changed.connect(self._gather)
        self.begin_at(self.table)
        self._show([])

    def _lay_out(self) -> None:
        self.about.setText("同一个证件号码在两个村都有人。程序不会自己合并，由人来定；定了的写进两个村，随下一个回传包送去。")
        list_sheet, self.card = Sheet(), Sheet()
        list_sheet.column.addWidget(self.nothing)
        list_sheet.column.addWidget(self.table, 1)
        sides = QGridLayout()
        sides.setHorizontalSpacing(worn().size("gap"))
        for column, head in enumerate(("", "甲村", "乙村")):
            sides.addWidget(label(head, "head"), 0, column)
            sides.setColumnStretch(column, min(column, 1))
        for row, what in enumerate(WHAT):
            sides.addWidget(label(what, "note"), row + 1, 0)
            for side in (0, 1):
                sides.addWidget(self._said[side][row], row + 1, side + 1)
        foot = QHBoxLayout()
        foot.setSpacing(worn().px(8))
        self.ending.setAccessibleName("怎么定")
        self.reason.setAccessibleName("理由")
        self.reason.setPlaceholderText("理由：写一句，两个村都会看到")
        foot.addWidget(self.ending)
        foot.addWidget(self.reason, 1)
        foot.addWidget(self.decide)
        self.card.column.addLayout(sides)
        self.card.column.addSpacing(worn().px(8))
        self.card.column.addLayout(foot)
        self.card.column.addWidget(self.wrong)
        self.body.addWidget(list_sheet, 1)
        self.body.addWidget(self.card)

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes here sees the villages as they are now."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._gather)

    def _gather(self) -> None:
        from fieldapp.desk.county_duplicates import duplicates

        if self.isVisible() and not self._busy:
            self._busy = True
            registry = self._office.registry
            self._office.run(lambda: duplicates(registry), self._on_gathered, self._on_failed)

    def _on_gathered(self, found: list[Duplicate]) -> None:
        self._busy = False
        self.setEnabled(True)
        self.nothing.setText(NOTHING)
        self._show(found)

    def _on_failed(self, trouble: BaseException) -> None:
        self._busy = False
        self.setEnabled(True)
        if not isinstance(trouble, FieldAppError):
            raise trouble
        self.nothing.setText(str(trouble))
        self._show([])

    def _show(self, found: list[Duplicate]) -> None:
        at = max(self.table.row, 0)
        self.found = found
        self.model.show(found)
        self.table.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self.card.setVisible(bool(found))
        self.table.choose(min(at, len(found) - 1))
        self._tell()

    @property
    def double(self) -> Duplicate | None:
        """The pair where one stands."""
        found: Duplicate | None = self.table.currentIndex().data(RecordsModel.RECORD) if self.table.row >= 0 else None
        return found

    def _tell(self) -> None:
        """Show both sides, and what may be decided."""
        from fieldapp.documents.county_report import Ending

        one = self.double
        if one is None:
            return
        for side, person in enumerate((one.one, one.other)):
            for text, told in zip(self._said[side], _told(person), strict=True):
                text.setText(told)
        self.ending.clear()
        self.ending.addItem(CHOOSE)
        for ending in Ending:
            self.ending.addItem(_named(ending, one), ending)
        self.wrong.setVisible(False)
        for used in (self.ending, self.reason, self.decide):
            used.setEnabled(not one.decided)

    def _on_decide(self) -> None:
        one, ending, why = self.double, self.ending.currentData(), " ".join(self.reason.text().split())
        if one is None or one.decided:
            return
        if ending is None or not why:
            self._complain(
                "还没有选怎么定。" if ending is None else "还没有写理由。", self.ending if ending is None else self.reason
            )
            return
        from fieldapp.desk.county_duplicates import end

        office = self._office
        self.setEnabled(False)
        self._busy = True
        office.run(
            lambda: end(office.registry, one, ending, why, by=office.by), partial(self._on_decided, one), self._on_not_decided
        )

    def _on_decided(self, one: Duplicate, _: None) -> None:
        self._busy = False
        self.setEnabled(True)
        self.reason.clear()
        self.table.setFocus()
        self._office.touch(one.one.village.code, one.other.village.code)

    def _on_not_decided(self, trouble: BaseException) -> None:
        self._busy = False
        self.setEnabled(True)
        if not isinstance(trouble, FieldAppError):
            raise trouble
        self._complain(str(trouble), self.reason)

    def _complain(self, wrong: str, box: QComboBox | QLineEdit) -> None:
        self.wrong.setText(wrong)
        self.wrong.show()
        box.setFocus()


def _columns() -> list[Column[Duplicate]]:
    return [
        Column.told("怎么样", lambda one: _badge(one).text), Column.told("证件号码", lambda one: one.one.member.number or ""),
        Column.told("甲村", lambda one: _side(one.one)), Column.told("乙村", lambda one: _side(one.other)),
        Column.told("看起来", lambda one: one.proposed),
    ]  # fmt: skip


def _badge(one: Duplicate) -> Badge:
    return Badge("已定", "good") if one.decided else Badge("待定", "doubtful")


def _side(person: Person) -> str:
    return f"{person.village.name} {person.head}家 {person.member.name or '姓名未填'}"


def _told(person: Person) -> list[str]:
    member = person.member
    joined = f"{member.joined.value} {member.joined_on or ''}" if member.joined else ""
    home = f"{person.head}家{f'({person.code})' if person.code else ''}"
    return [person.village.name, f"{member.name or '姓名未填'} {person.relation}", home, joined or "原来就在册", person.last[:10]]


def _named(ending: Ending, one: Duplicate) -> str:
    """The ending with the names of the villages."""
    return ending.value.replace("甲村", one.one.village.name).replace("乙村", one.other.village.name)
