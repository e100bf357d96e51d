"""打印: one kind of paper for several households, as one file, a file each, or on the printer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QHBoxLayout, QProgressBar, QRadioButton, QVBoxLayout, QWidget

from fieldapp.base.errors import FieldAppError
from fieldapp.desk.printing import Order, PaperKind, Printed, proposed_name
from ui.band import Band
from ui.batch import Batch, missing
from ui.buttons import Button
from ui.forms.tonight import Roll
from ui.messages import PDF
from ui.page import Page, Sheet, scrolled
from ui.session import Session
from ui.theme import label, worn

PAPERS = {
    PaperKind.PLAN: "今年的目标和措施，给农户一份。",
    PaperKind.HOUSING: "一栋一张，每个部分看到什么。",
    PaperKind.WATER: "四项各怎么样，凭什么。",
    PaperKind.VISIT: "每户最近一次。",
    PaperKind.OUTING: "随身用笔填的工作底稿，用后收回。",
}
NUMBERS = {"遮住号码(推荐)": "证件号码和电话遮住中间。", "完整号码": "只适合当面交接；文件名会带上“含个人信息”。"}
FILES = {"合成一个文件": "每份单独起页，适合双面打印。", "一户一个文件": "放进一个新文件夹。"}
OPEN = (
    "纸上有每个人完整的证件号码和电话，不遮住就印吗？",
    "谁拿到都能看到。只当面交接，不要发到群里；本次打开程序只问这一次。",
)
WORDS = 130
"""The width of the names of what is offered, in pixels at 100 %."""
SHARES = (5, 4)
"""How what is chosen and who is printed share the width."""
NOTES = {True: "照这个次序印，Delete 去掉一户。", False: "名单空了。返回去再选几户。"}


class PrintingScreen(Page):
    """Asks which paper, in which shape, and prints it off the screen's thread; leaving does not stop it."""

    back = Signal()
    evening_wanted = Signal(list)  # ids of the households in the order of the 出门单

    def __init__(self, session: Session) -> None:
        super().__init__("打印")
        self._session = session
        self._batch: Batch | None = None
        self._standing: Path | None = None  # a name in the folder that can be opened
        self._agreed = False
        self.households: list[str] = []
        self.leave = Button("返回", "Esc")
        self.save = Button("保存 PDF…", "Ctrl+S")
        self.print = Button("打印…", "Ctrl+P", main=True)
        self.cancel, self.folder = Button("取消"), Button("打开文件夹")
        self.band = Band(self.folder, self.cancel)
        self.bar = QProgressBar()
        self.remark = label("", "remark", wraps=True)
        self.kinds = Alternatives("哪一种材料", {kind.value: told for kind, told in PAPERS.items()})
        self.numbers, self.files = Alternatives("号码", NUMBERS), Alternatives("保存成", FILES)
        self.evening = QCheckBox("排进今晚的名单，晚上照这个次序录")
        self.list = Roll("要打印的农户")
        self.who = label("", "head")
        self.note = label("", "note", wraps=True)
        self._lay_out()
        self._connect()
        self._refresh()

    def begin(self, households: Sequence[str], kind: PaperKind = PaperKind.PLAN) -> None:
        """Ask how to print these households (ids), in this order; what is under way goes on and is shown instead."""
        if self._batch is None:
            self._standing = None
            self.band.say("")
            self._remark("")
            self.kinds.choose(list(PAPERS).index(kind))
            self.evening.setChecked(kind is PaperKind.OUTING)
            self._show(households)
        self._refresh()
        self.kinds.setFocus()

    @property
    def kind(self) -> PaperKind:
        """Which paper is chosen."""
        return list(PAPERS)[self.kinds.chosen]

    def _lay_out(self) -> None:
        for button in (self.leave, self.save, self.print):
            self.acts.addWidget(button)
        self.about.setWordWrap(True)
        self.bar.setTextVisible(False)
        asked, people, page = Sheet(), Sheet(), QWidget()
        for one in (self.kinds, self.numbers, self.files):
            asked.column.addWidget(one)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(asked)
        column.addStretch()
        people.column.addWidget(self.who)
        people.column.addWidget(self.note)
        people.column.addWidget(self.list, 1)
        people.column.addWidget(self.evening)
        self._asked = QWidget()
        row = QHBoxLayout(self._asked)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(worn().size("gap"))
        row.addWidget(scrolled(page), SHARES[0])
        row.addWidget(people, SHARES[1])
        self.body.addWidget(self.band)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.remark)
        self.body.addWidget(self._asked, 1)
        self.begin_at(self.kinds)

    def _connect(self) -> None:
        self.leave.clicked.connect(self.back)
        self.save.clicked.connect(self._on_save)
        self.print.clicked.connect(self._on_print)
        self.cancel.clicked.connect(self._on_cancel)
        self.folder.clicked.connect(self._on_folder)
        self.kinds.changed.connect(self._refresh)
        self.list.unwanted.connect(self._on_unwanted)
        self._session.tasks.stepped.connect(self._on_stepped)
        self._session.changed.connect(self._on_changed)

    def _show(self, households: Sequence[str]) -> None:
        """List those of these households that are there."""
        entries = {entry.id: entry for entry in self._session.reader.households()}
        self.households = [id for id in dict.fromkeys(households) if id in entries]
        told = [(id, " · ".join(filter(None, (entries[id].head, entries[id].group)))) for id in self.households]
        self.list.show_families(told, self.list.at)

    def _refresh(self) -> None:
        """Draw what may be chosen now."""
        idle, outing = self._batch is None, self.kind is PaperKind.OUTING
        self.title.setText(f"打印 · {self.kind.value}")
        self.who.setText(f"{len(self.households)} 户")
        self.about.setText(f"{len(self.households)} 户 · {PAPERS[self.kind].rstrip('。')}")
        self.note.setText(NOTES[bool(self.households)])
        self.files.setVisible(not outing)  # a round is always one paper
        self.evening.setVisible(outing)
        self._asked.setEnabled(idle)
        for button in (self.save, self.print):
            button.setEnabled(idle and bool(self.households))
        self.bar.setVisible(not idle)
        self.cancel.setVisible(not idle)
        self.folder.setVisible(idle and self._standing is not None)

    def _order(self) -> Order | None:
        """What is wanted; None where the person thought better of full numbers, asked once."""
        mask = self.numbers.chosen == 0
        if not (mask or self._agreed):
            self._agreed = self._session.messages.ask(*OPEN, yes="打印")
        if not (mask or self._agreed):
            return None
        return Order(self.kind, self._session.today(), tuple(self.households), mask=mask)

    def _on_save(self) -> None:
        order = self._order()
        if order is None:
            return
        one_file = self.files.chosen == 0 or order.kind is PaperKind.OUTING
        suggested, ask = self._session.path.with_name(proposed_name(order)), self._session.messages
        if one_file:
            out = ask.place_to_save("保存 PDF", suggested.with_name(f"{suggested.name}.pdf"), PDF)
        else:
            place = ask.folder("放到哪里", suggested.parent)
            out = place / suggested.name if place else None
        if out:
            batch = Batch(order, len(self.households), out, one_file)
            self._work(batch)
            self._session.tasks.run(lambda: batch.write(self._session), self._on_done, self._on_trouble)

    def _on_print(self) -> None:
        order = self._order()
        printer = self._session.messages.printer(f"{self.kind.value} {len(self.households)} 户") if order else None
        if order and printer:
            batch = Batch(order, len(self.households))
            self._work(batch)
            self._session.tasks.run(lambda: batch.print(self._session, printer), self._on_done, self._on_trouble)

    def _work(self, batch: Batch) -> None:
        """Show that this is under way."""
        self._batch, self._standing = batch, None
        self.cancel.setEnabled(True)
        self._remark("")
        self._refresh()
        self.band.say(batch.told)
        self._on_stepped()
        self.cancel.setFocus()

    def _on_stepped(self) -> None:
        if self._batch and self.cancel.isEnabled():
            self.band.said.setText(self._batch.told)
            self.bar.setRange(0, self._batch.pages or self._batch.households)
            self.bar.setValue(self._batch.sent or self._batch.done)

    def _on_cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.band.said.setText("正在停下来……")
        self._session.tasks.cancel()

    def _on_done(self, printed: Printed) -> None:
        assert self._batch
        batch, self._batch = self._batch, None
        self._standing = batch.out and printed.files[0]
        told = batch.ended(printed)
        if batch.order.kind is PaperKind.OUTING and self.evening.isChecked():
            self.evening_wanted.emit(list(self.households))
            told += "今晚的名单已照这个次序排好。"
        self._end(told, missing(printed.missing))

    def _on_trouble(self, trouble: BaseException) -> None:
        assert self._batch
        batch, self._batch = self._batch, None
        if not isinstance(trouble, FieldAppError):
            self._end("", "")
            raise trouble
        self._standing = batch.out / batch.order.kind.value if batch.out and batch.stands else None
        self._end(batch.stopped(trouble), "")

    def _end(self, told: str, remark: str) -> None:
        self._refresh()
        self.band.say(told)
        self._remark(remark)
        (self.folder if self._standing else self.leave).setFocus()

    def _remark(self, text: str) -> None:
        self.remark.setText(text)
        self.remark.setVisible(bool(text))

    def _on_folder(self) -> None:
        if self._standing:
            self._session.messages.show_folder(self._standing)

    def _on_unwanted(self, household: str) -> None:
        self.households.remove(household)
        self.list.takeItem(self.list.currentRow())
        self._refresh()

    def _on_changed(self) -> None:
        if self._batch is None and self.households:
            self._show(self.households)
            self._refresh()


class Alternatives(QWidget):
    """One out of a few, each with what it means beside it."""

    changed = Signal()

    def __init__(self, heading: str, offered: Mapping[str, str]) -> None:
        super().__init__()
        self.buttons = [QRadioButton(words) for words in offered]
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, worn().px(14))
        grid.setVerticalSpacing(worn().px(8))
        grid.setHorizontalSpacing(worn().size("gap"))
        grid.setColumnMinimumWidth(0, worn().px(WORDS))
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(heading, "head"), 0, 0, 1, 2)
        for place, (button, note) in enumerate(zip(self.buttons, offered.values(), strict=True)):
            button.setAccessibleDescription(note)
            self._group.addButton(button, place)
            grid.addWidget(button, place + 1, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(note, "note", wraps=True), place + 1, 1, Qt.AlignmentFlag.AlignTop)
        self.choose(0)
        self._group.idToggled.connect(self._on_toggled)

    def choose(self, place: int) -> None:
        """Choose the one at this place, counted from 0."""
        self.buttons[place].setChecked(True)
        self.setFocusProxy(self.buttons[place])

    @property
    def chosen(self) -> int:
        """The place of the chosen one, counted from 0."""
        return self._group.checkedId()

    def _on_toggled(self, place: int, on: bool) -> None:
        if on:
            self.setFocusProxy(self.buttons[place])
            self.changed.emit()
