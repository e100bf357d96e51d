"""Moves of people and households: who, where to, what will happen in sentences, why; then it is done as one act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from fieldapp.base.errors import FieldAppError
from fieldapp.records.member import Member
from ui.buttons import Button
from ui.entries import Entries
from ui.forms.panel import Aside
from ui.page import scrolled
from ui.theme import label, worn

if TYPE_CHECKING:
    from fieldapp.desk.moving import Move

UNDONE = "做错了可以撤销。"
DOING = "正在改……"
ROW, ROWS = 36, 5
"""How high a line of a list is, in pixels at 100 %, and how many are seen at once: what will happen must be seen too."""


@dataclass(frozen=True)
class Towards:
    """A move towards one thing out of many.

    Attributes:
        find: what is found by these words, each with what it is called.
        plan: what would happen with the chosen thing. Raises: FieldAppError.
    """

    heading: str
    told: str
    find: Callable[[str], Sequence[tuple[str, Any]]]
    verb: str
    plan: Callable[[Any], Move]


@dataclass(frozen=True)
class Certain:
    """A move that leaves nothing to choose."""

    heading: str
    verb: str
    plan: Callable[[], Move]


@dataclass(frozen=True)
class Splitting:
    """Some of these members become a household of their own.

    Attributes:
        houses: what may become of the house, in words.
        plan: what would happen: ids of those who go, id of their head, place of what was chosen of `houses`.
    """

    heading: str
    members: Sequence[Member]
    houses: Sequence[str]
    plan: Callable[[list[str], str, int], Move]


class MoveSheet(Aside):
    """Tells what will happen, asks why, then has it done."""

    decided = Signal(object, str)  # the Move, and the reason

    def __init__(self, heading: str, told: str, verb: str) -> None:
        super().__init__(heading, told)
        self.asked = QVBoxLayout()
        self.asked.setContentsMargins(0, 0, worn().px(4), 0)
        self.asked.setSpacing(self.column.spacing())
        self.preview = label("", wraps=True)
        self.reason = QLineEdit()
        self._entries = Entries()
        self._entry = self._entries.ask("原因", self.reason)
        self.do = Button(verb, "Ctrl+Enter", main=True)
        self.leave = Button("收起", "Esc")
        self.reason.returnPressed.connect(self._on_done)
        self.do.clicked.connect(self._on_done)
        self.leave.clicked.connect(self.closed)

    def begin(self) -> None:
        self.reason.setFocus()

    def plan(self) -> Move:
        """What would happen. Raises: FieldAppError where nothing can."""
        raise NotImplementedError

    def wait(self, *, waits: bool) -> None:
        """Say that it is being done, and take nothing meanwhile; or go on, as it was not done."""
        self._area.setEnabled(not waits)
        self._tell()
        if waits:
            self.do.setEnabled(False)
            self.preview.setText(DOING)

    def _finish(self) -> None:
        """Put preview and reason under what was asked; where there is no room it scrolls, and the buttons stay in sight."""
        self.asked.addSpacing(worn().px(8))
        self.asked.addWidget(label("会这样改", "head"))
        self.asked.addWidget(self.preview)
        self.asked.addSpacing(worn().px(8))
        self.asked.addLayout(self._entries)
        self.asked.addStretch()
        page = QWidget()
        page.setLayout(self.asked)
        self._area = scrolled(page)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.addWidget(self._area, 1)
        self.end(self.do, self.leave)
        self._tell()

    def _tell(self) -> None:
        """Tell anew what will happen."""
        try:
            told, possible = "\n".join([*self.plan().told, UNDONE]), True
        except FieldAppError as trouble:
            told, possible = f"{trouble.what}\n{trouble.advice}", False
        self.preview.setText(told)
        self.do.setEnabled(possible)

    def _on_done(self) -> None:
        if not self.do.isEnabled():
            return
        reason = " ".join(self.reason.text().split())
        self._entry.complain("" if reason else "请写明原因，历史里要看得到。")
        if reason:
            self.decided.emit(self.plan(), reason)
        else:
            self._ask_why()

    def _ask_why(self) -> None:
        """Put the cursor where the reason is given; what will happen stands above it in sight."""
        self.reason.setFocus()
        self._area.ensureWidgetVisible(self.reason)


class CertainSheet(MoveSheet):
    """Nothing to choose."""

    def __init__(self, asked: Certain) -> None:
        super().__init__(asked.heading, "", asked.verb)
        self._wanted = asked
        self._finish()

    def plan(self) -> Move:
        return self._wanted.plan()


class TowardsSheet(MoveSheet):
    """Finds things while one types; the chosen one is told at once."""

    def __init__(self, asked: Towards) -> None:
        super().__init__(asked.heading, asked.told, asked.verb)
        self._wanted = asked
        self.search = QLineEdit()
        self.search.setPlaceholderText("姓名、拼音首字母、组、编号")
        self.search.setAccessibleName(asked.heading)
        self.list = QListWidget()
        self.list.setAccessibleName("找到的")
        self.asked.addWidget(self.search)
        self.asked.addWidget(self.list)
        self.search.installEventFilter(self)
        self._find()
        self._finish()
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(self._ask_why)
        self.list.currentRowChanged.connect(self._tell)

    def begin(self) -> None:
        self.search.setFocus()

    def plan(self) -> Move:
        item = self.list.currentItem()
        if item is None or not item.flags():
            raise FieldAppError("还没有选好。", "输入姓名或组别，从列表里选。")
        return self._wanted.plan(item.data(Qt.ItemDataRole.UserRole))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search box the arrow leads down into the list."""
        down = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down
        if down:
            self.list.setFocus()
        return down

    def _on_typed(self) -> None:
        self._find()
        self._tell()

    def _find(self) -> None:
        found = self._wanted.find(self.search.text())
        self.list.blockSignals(True)
        self.list.clear()
        for called, thing in found:
            item = QListWidgetItem(called, self.list)
            item.setSizeHint(QSize(0, worn().px(ROW)))  # as in PickSheet
            item.setData(Qt.ItemDataRole.UserRole, thing)
        if not found:
            QListWidgetItem("没有找到。", self.list).setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.setFixedHeight(worn().px(ROW) * min(max(len(found), 1), ROWS))
        self.list.setCurrentRow(0 if found and self.search.text().strip() else -1)
        self.list.blockSignals(False)


class SplitSheet(MoveSheet):
    """Who goes, who is their head, what becomes of the house."""

    def __init__(self, asked: Splitting) -> None:
        super().__init__(asked.heading, "勾选分出去的人。", "分户")
        self._wanted = asked
        self.going = [QCheckBox(_called(member)) for member in asked.members]
        self.head, self.house = QComboBox(), QComboBox()
        for box in self.going:
            self.asked.addWidget(box)
            box.toggled.connect(self._on_ticked)
        self.house.addItems(list(asked.houses))
        self.asked.addSpacing(worn().px(8))
        choices = Entries()
        choices.ask("新户户主", self.head)
        choices.ask("房屋", self.house)
        self.asked.addLayout(choices)
        self._finish()
        self.head.currentIndexChanged.connect(self._tell)
        self.house.currentIndexChanged.connect(self._tell)

    def begin(self) -> None:
        if self.going:
            self.going[0].setFocus()

    def plan(self) -> Move:
        return self._wanted.plan(self._ids, self.head.currentData() or "", self.house.currentIndex())

    @property
    def _ids(self) -> list[str]:
        return [member.id for member, box in zip(self._wanted.members, self.going, strict=True) if box.isChecked()]

    def _on_ticked(self) -> None:
        head, going = self.head.currentData(), self._ids
        self.head.blockSignals(True)
        self.head.clear()
        for member in self._wanted.members:
            if member.id in going:
                self.head.addItem(member.name or "姓名未填", member.id)
        self.head.setCurrentIndex(max(self.head.findData(head), 0 if going else -1))
        self.head.blockSignals(False)
        self._tell()


def _called(member: Member) -> str:
    """王小军(之子)."""
    return f"{member.name or '姓名未填'}({Member.relation.show(member) or '关系未填'})"


def sheet_of(asked: Towards | Certain | Splitting) -> MoveSheet:
    """The sheet for what is asked."""
    if isinstance(asked, Towards):
        return TowardsSheet(asked)
    return CertainSheet(asked) if isinstance(asked, Certain) else SplitSheet(asked)
