"""What the county's office sends out, asked for beside the table: 回传包, 合并工作簿, 登记包."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fieldapp.base.errors import Cancelled, FieldAppError
from ui.buttons import Button
from ui.choices import Choices
from ui.county.office import Office
from ui.entries import Entries
from ui.forms.panel import Aside
from ui.messages import ROSTER, WORKBOOK
from ui.page import scrolled
from ui.theme import label, mark, worn
from ui.ways_out import Editions

if TYPE_CHECKING:
    from fieldapp.desk.county_answering import Answer
    from fieldapp.desk.county_standings import Standing
    from fieldapp.desk.enrolling import Named
    from fieldapp.documents.workbook import Written

T = TypeVar("T")
WORKING = "正在写……"
STOPPED = "已停止。先写好的都是完整的文件。"
BY_HAND = "登记包里有密钥：请当面交给村里，不要发到群里。"
_NAMED = 6


class ErrandSheet(Aside):
    """One errand: what is asked for, a button, and what became of it."""

    working = Signal(bool)

    def __init__(self, office: Office, heading: str, told: str, verb: str) -> None:
        super().__init__(heading, told)
        self.office = office
        self.act = Button(verb, "Ctrl+Enter", main=True)
        self.leave = Button("收起", "Esc")
        self.folder = Button("打开所在文件夹")
        self.said = label("", wraps=True)
        self._written: Path | None = None
        inner = QWidget()
        self.asked = QVBoxLayout(inner)
        self.asked.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(scrolled(inner), 1)
        self.act.clicked.connect(self.do)
        self.leave.clicked.connect(self.closed)
        self.folder.clicked.connect(lambda: self._written and office.messages.show_folder(self._written))

    def close_up(self) -> None:
        """Put what became of it and the buttons beneath what is asked."""
        self.asked.addWidget(self.said)
        self.asked.addWidget(self.folder, 0, Qt.AlignmentFlag.AlignLeft)
        self.asked.addStretch()
        foot = QHBoxLayout()
        foot.setSpacing(worn().size("gap"))
        foot.addWidget(self.act)
        foot.addWidget(self.leave)
        foot.addStretch()
        self.column.addLayout(foot)
        self.folder.hide()
        self.say("")

    def begin(self) -> None:
        self.act.setFocus()

    def do(self) -> None:
        """Begin the errand."""
        raise NotImplementedError

    def say(self, text: str, written: Path | None = None, *, wrong: bool = False) -> None:
        """Say what became of it. `written`: a file whose folder can be opened."""
        self._written = written
        mark(self.said, "role", "remark" if wrong else "")
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.folder.setVisible(written is not None)

    def work(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Do it in the lane; meanwhile nothing else can be asked for."""
        self._busy(True)
        self.say(WORKING)
        self.office.run(work, partial(self._on_done, then), self._on_trouble)

    def _busy(self, busy: bool) -> None:
        for button in (self.act, self.leave):
            button.setEnabled(not busy)
        self.working.emit(busy)

    def _on_done(self, then: Callable[[T], None], told: T) -> None:
        self._busy(False)
        then(told)

    def _on_trouble(self, trouble: BaseException) -> None:
        self._busy(False)
        self.say("", wrong=True)
        if not isinstance(trouble, FieldAppError):
            raise trouble
        self.say(STOPPED if isinstance(trouble, Cancelled) else str(trouble), wrong=True)


class AnswerSheet(ErrandSheet):
    """回传包: for the chosen villages, or for all."""

    def __init__(self, office: Office, chosen: Sequence[Standing]) -> None:
        told = "决定、更正和收到的回执，一个村一个文件。登记过的村，用登记的密钥加密，村里打开不用输密码。"
        super().__init__(office, "回传包", told, "写到文件夹…")
        self._codes = [one.entry.code for one in chosen if one.heard]
        self._all = not self._codes
        names = "、".join(one.entry.name for one in chosen[:_NAMED] if one.heard)
        self.which = Choices([f"选中的 {len(self._codes)} 个村", "全部"], [False, True], self._all, self._on_which)
        self.which.buttons[0].setEnabled(bool(self._codes))
        self.asked.addWidget(self.which)
        self.asked.addWidget(label(names, "note", wraps=True))
        self.close_up()

    def _on_which(self, every: bool) -> None:
        self._all = every

    def do(self) -> None:
        from fieldapp.desk.county_answering import answer

        office, codes = self.office, [] if self._all else self._codes
        if folder := office.messages.folder("回传包放在哪里", office.path.parent):
            self.work(
                lambda: answer(office.registry, folder, codes, by=office.by, progress=office.percent),
                lambda told: self._tell(folder, told),
            )

    def _tell(self, folder: Path, told: Sequence[Answer]) -> None:
        written = [one for one in told if one.file]
        news = [one for one in written if one.news]
        lines = [f"写好 {len(written)} 个，在 {folder}。", f"其中 {len(news)} 个有新的要告诉村里，别的只是回执。"]
        if open_ones := [one.name for one in written if not one.locked]:
            lines.append(f"没有登记、没加密的：{'、'.join(open_ones[:_NAMED])}。请当面交接。")
        lines += [f"{one.name}：{one.why}" for one in told if not one.file]
        self.say("\n".join(lines), folder / written[0].file if written else None)


class MergeSheet(ErrandSheet):
    """合并工作簿: all villages in one book, in one of the editions."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, "合并工作簿", "所有的村合成一本，每行都有村名和来源；给人看，不能再收回来。", "写工作簿…")
        self.ways = Editions("masked")
        self.asked.addWidget(self.ways)
        self.close_up()

    def do(self) -> None:
        from fieldapp.base.file_names import fit
        from fieldapp.desk.county_merging import merge

        office, edition = self.office, self.ways.edition()
        if edition is None:
            return
        suggested = office.path.with_name(f"{fit(office.name)}_合并{'_含个人信息' if edition.name == 'full' else ''}.xlsx")
        if path := office.messages.place_to_save("合并工作簿", suggested, WORKBOOK):
            self.work(
                lambda: merge(office.registry, path, by=office.by, edition=edition, progress=office.percent),
                lambda told: self._tell(path, told),
            )

    def _tell(self, path: Path, told: Written) -> None:
        self.ways.forget()
        rows = "、".join(f"{name} {count} 行" for name, count in told.rows.items() if count)
        self.say(f"已写好“{path.name}”，在 {path.parent}：{rows}。", path)


class EnrolSheet(ErrandSheet):
    """登记各村: out of a list, by hand, or those that were chosen once more."""

    def __init__(self, office: Office, chosen: Sequence[Standing]) -> None:
        told = f"给每个村写一个登记包：村里收了，以后的上报包带着县里认得的印章，回传包用密钥加密。{BY_HAND}"
        super().__init__(office, "登记各村", told, "登记，写登记包…")
        self._again = chosen
        self.list = Button("从名单登记…")
        self.code, self.name, self.town = QLineEdit(), QLineEdit(), QLineEdit()
        self.again = Button(f"给选中的 {len(chosen)} 个村重写登记包…")
        self.again.setVisible(bool(chosen))
        asked = Entries()
        self._code = asked.ask("村代码", self.code, "统计用区划代码，12 位数字。")
        self._name = asked.ask("村名", self.name)
        asked.ask("乡镇", self.town)
        self.asked.addWidget(self.list, 0, Qt.AlignmentFlag.AlignLeft)
        self.asked.addWidget(label("名单是一张表：村代码、村名，可以有乡镇。也可以在下面写一个村：", "note", wraps=True))
        self.asked.addLayout(asked)
        self.asked.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.close_up()
        self.list.clicked.connect(self._on_list)
        self.again.clicked.connect(self._on_again)
        for box in (self.code, self.name, self.town):
            box.returnPressed.connect(self.act.click)

    def begin(self) -> None:
        self.code.setFocus()

    def do(self) -> None:
        """Enrol the one that was written by hand."""
        from fieldapp.desk.enrolling import Named

        missing = "还没有填写。"
        self._code.complain("" if self.code.text().strip() else missing)
        self._name.complain("" if self.name.text().strip() else missing)
        if not (self._code.complaint or self._name.complaint):
            one = Named(self.code.text(), self.name.text(), self.town.text())
            self._enrol(lambda: [one])

    def _on_list(self) -> None:
        from fieldapp.desk.enrolling import listed

        if book := self.office.messages.file_to_open("各村的名单", self.office.path.parent, ROSTER):
            self._enrol(lambda: listed(book))

    def _on_again(self) -> None:
        from fieldapp.desk.enrolling import Named

        told = [Named(one.entry.code, one.entry.name, one.entry.town) for one in self._again]
        self._enrol(lambda: told)

    def _enrol(self, named: Callable[[], list[Named]]) -> None:
        from fieldapp.desk.enrolling import enrol

        office = self.office
        if folder := office.messages.folder("登记包放在哪里", office.path.parent):
            self.work(lambda: enrol(office.registry, named(), folder, by=office.by), lambda told: self._tell(folder, told))

    def _tell(self, folder: Path, written: Sequence[Path]) -> None:
        for box in (self.code, self.name):
            box.clear()
        names = "、".join(path.name for path in written[:_NAMED])
        more = f"等 {len(written)} 个" if len(written) > _NAMED else ""
        self.say(f"已登记 {len(written)} 个村。登记包在 {folder}：{names}{more}。{BY_HAND}", written[0] if written else None)
        self.office.changed.emit()
