"""Tonight's families on the screen: a small list beside the visit, and the page where the list is put together."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from fieldapp.desk.evening import Evening
from ui.buttons import Button
from ui.page import Sheet
from ui.session import Session
from ui.theme import label, worn

DONE, BEGUN, OPEN = "已录", "录了一半", "未录"
MARKS = {DONE: "✓", BEGUN: "…", OPEN: "○"}
"""What says a state besides its word."""
SHOWN = 6
"""So many families stand in the small list at once."""
MOST = 200
"""So many households that were found are listed."""
NOBODY = "名单是空的。在左边查找，按 Enter 加一户，或整组加入。"
NOT_FOUND = "没有找到“{}”。换姓名、拼音首字母、证件或电话里的一段再试。"
ALL_LISTED = "找到的 {} 户都在名单里了。"
_TAKING_OUT = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Roll(QListWidget):
    """Households in a list that is walked by keyboard; Enter or a double click takes one."""

    taken = Signal(str)  # the id
    unwanted = Signal(str)  # the id

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemDoubleClicked.connect(lambda item: self.taken.emit(item.data(Qt.ItemDataRole.UserRole)))

    def show_families(self, families: Sequence[tuple[str, str]], at: str = "") -> None:
        """Show these (id, what to say of it), standing at one of them, or at the first."""
        self.clear()
        for id, told in families:
            item = QListWidgetItem(told, self)
            item.setData(Qt.ItemDataRole.UserRole, id)
            item.setToolTip(told)
        ids = [id for id, _ in families]
        self.setCurrentRow(ids.index(at) if at in ids else 0)

    @property
    def at(self) -> str:
        """The id of the chosen one, '' for none."""
        item = self.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""

    @property
    def texts(self) -> list[str]:
        """What is said of each, in order."""
        return [self.item(row).text() for row in range(self.count())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in _ENTER and self.at and plain:
            self.taken.emit(self.at)
        elif event.key() in _TAKING_OUT and self.at:
            self.unwanted.emit(self.at)
        else:
            super().keyPressEvent(event)


class Tonight(Sheet):
    """The small list beside a visit: who is done, who is next; a click begins another one."""

    chosen = Signal(str)  # the id

    def __init__(self) -> None:
        super().__init__()
        self.head = label("", "head")
        self.open = Button("名单", "F4")
        self.open.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list = Roll("今晚的名单")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.addWidget(self.head, 1)
        head.addWidget(self.open)
        self.column.addLayout(head)
        self.column.addWidget(self.list)
        self.list.itemClicked.connect(lambda: self.chosen.emit(self.list.at))

    def show_families(self, told: Told, at: str) -> None:
        """Show the list, the family at hand chosen; a list of nobody else is only offered."""
        families = told.families(group=False)
        alone = {id for id, _ in families} <= {at}
        self.head.setText("今晚的名单" if alone else told.count())
        self.list.setVisible(not alone)
        self.list.show_families(families, at)
        self.list.setFixedHeight(min(len(families), SHOWN) * worn().size("row"))
        self.list.scrollToItem(self.list.currentItem(), QAbstractItemView.ScrollHint.PositionAtCenter)


class Told:
    """What is said of tonight's families."""

    def __init__(self, session: Session, evening: Evening, begun: str) -> None:
        """`begun`: how the keys of drafts of visits begin."""
        self._session, self._evening, self._begun = session, evening, begun

    def families(self, *, group: bool = True) -> list[tuple[str, str]]:
        """Everybody on the list: id, and mark, name, group and state in words. `group`: whether there is room for it."""
        wanted = set(self._evening.families)
        entries = {entry.id: entry for entry in self._session.reader.households() if entry.id in wanted}
        waiting = set(self._session.drafts.keys())
        found = []
        for id in self._evening.families:
            if id in entries:
                state = DONE if self._evening.is_done(id) else BEGUN if self._begun + id in waiting else OPEN
                told = " · ".join(filter(None, (entries[id].head, entries[id].group if group else "", state)))
                found.append((id, f"{MARKS[state]} {told}"))
        return found

    def count(self) -> str:
        """How far the evening is."""
        whole = len(self._evening.families)
        return f"今晚 {whole - len(self._evening.open)}/{whole} 户"


class Gathering(QWidget):
    """The page where tonight's list is put together: search at the left, the list at the right."""

    begun = Signal(str)  # the id of the household to begin with
    changed = Signal()

    def __init__(self, session: Session, evening: Evening, told: Told) -> None:
        super().__init__()
        self._session, self._evening, self._told = session, evening, told
        self.search = QLineEdit()
        self.all = Button("全部加入", "Shift+Enter")
        self.found, self.list = Roll("找到的农户"), Roll("今晚的名单")
        self.count = label("", "head")
        self.told, self.nothing = label("", "note", wraps=True), label("", "note", wraps=True)
        self._lay_out()
        self.search.textChanged.connect(self._on_searched)
        self.search.installEventFilter(self)
        self.all.clicked.connect(self._on_all)
        self.found.taken.connect(lambda id: self._add([id]))
        self.list.taken.connect(self.begun)
        self.list.unwanted.connect(self._on_unwanted)

    def showEvent(self, event: QShowEvent) -> None:
        """Where the list is empty one wants to find somebody; else to begin."""
        super().showEvent(event)
        self.refresh()
        (self.list if self._evening.open else self.search).setFocus()

    def refresh(self) -> None:
        """Show who is found and who is on the list, standing at the first who is open."""
        self._on_searched()
        self.list.show_families(self._told.families(), self.list.at if self.list.hasFocus() else self._evening.next_after())
        self.count.setText(self._told.count() if self._evening.families else "今晚的名单")
        self.told.setText("Enter 开始录入，Delete 从名单去掉。" if self._evening.families else NOBODY)

    def begin_first(self) -> None:
        """Begin with the first family that is open."""
        if family := self._evening.next_after():
            self.begun.emit(family)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search box Enter adds the first one found, and the arrow leads down into the list."""
        key = event.key() if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) else None
        held = event.modifiers() if isinstance(event, QKeyEvent) else Qt.KeyboardModifier.NoModifier
        taken = key == Qt.Key.Key_Down or (key in _ENTER and not held & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Down:
            self.found.setFocus()
        elif taken and held & Qt.KeyboardModifier.ShiftModifier:
            self.all.click()
        elif taken:
            self._add([self.found.at] if self.found.at else [])
            self.search.selectAll()
        return taken

    def _lay_out(self) -> None:
        self.search.setPlaceholderText("姓名、拼音首字母、证件或电话的一段、组")
        self.search.setAccessibleName("查找要录入的农户")
        finding, tonight = Sheet("找农户"), Sheet()
        finding.column.addWidget(self.search)
        finding.column.addWidget(self.nothing)
        finding.column.addWidget(self.found, 1)
        finding.column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        tonight.column.addWidget(self.count)
        tonight.column.addWidget(self.told)
        tonight.column.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(worn().size("gap"))
        row.addWidget(finding, 1)
        row.addWidget(tonight, 1)

    def _on_searched(self) -> None:
        find = self.search.text().strip()
        found = self._session.reader.households(find)
        entries = [entry for entry in found if entry.id not in self._evening.families]
        self.nothing.setText(ALL_LISTED.format(len(found)) if found else NOT_FOUND.format(find))
        self.nothing.setVisible(bool(find) and not entries)
        self.found.show_families(
            [(one.id, " · ".join(filter(None, (one.head, one.group, f"{one.people} 人", one.code)))) for one in entries[:MOST]]
        )
        self.all.setText(f"全部加入（{len(entries)} 户）" if find else "全部加入")
        self.all.setEnabled(bool(find and entries))

    def _on_all(self) -> None:
        find = self.search.text().strip()
        self._add([entry.id for entry in self._session.reader.households(find)])
        self.search.setFocus()

    def _on_unwanted(self, family: str) -> None:
        self._evening.remove(family)
        self.refresh()
        self.changed.emit()

    def _add(self, families: list[str]) -> None:
        self._evening.add(families)
        self.refresh()
        self.changed.emit()
