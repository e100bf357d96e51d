"""收回传包: what a file from the county, from another laptop or from somebody's hands would do; then taking it, or not."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar

from fieldapp.base.errors import Cancelled, FieldAppError
from ui.buttons import Button
from ui.entries import Entries
from ui.exchange.received import Received
from ui.intake.dropping import files_of, welcome
from ui.messages import PACKAGE, WORKBOOK
from ui.page import Page, Sheet
from ui.session import EVERYTHING, Session
from ui.theme import label, mark

if TYPE_CHECKING:
    from fieldapp.desk.receipt import Receipt

DRY = "先试收一遍，什么都还没有写进档案……"
TAKEN = "已经写进档案。收之前先做了备份。"
NOT_OURS = "没有写进档案。"


class ReceivingScreen(Page):
    """Tries a file first and says what it would do. Works off the screen's thread; nothing is written before the person says so."""

    back = Signal()
    corrections_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session.side.taking)
        self._session = session
        self._path: Path | None = None
        self._receipt: Receipt | None = None
        self._looks = 0
        self.leave = Button("不收", "Esc")
        self.choose = Button("换文件…", "Ctrl+O")
        self.cancel = Button("停止")
        self.take = Button("收下", "Ctrl+Enter", main=True)
        self.report = Button("存成工作簿…", "Ctrl+S")
        self.answer = Button(session.side.between, "Ctrl+Enter", main=True)
        self.bar = QProgressBar()
        self.said = label("", wraps=True)
        self.password = QLineEdit()
        self.received = Received(session.side.between)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._show(None)
        self._working(False)

    def _lay_out(self) -> None:
        for act in (self.leave, self.choose, self.report, self.cancel, self.take, self.answer):
            self.acts.addWidget(act)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        asked = Entries()
        self._password = asked.ask("密码", self.password, "打电话问对方要；输完按回车。")
        self._asked = Sheet("这个文件加了密码")
        row = QHBoxLayout()
        row.addLayout(asked, 1)
        row.addStretch(1)
        self._asked.column.addLayout(row)
        self.body.addWidget(self.said)
        self.body.addWidget(self.bar)
        self.body.addWidget(self._asked)
        self.body.addWidget(self.received, 1)
        self.body.addStretch()

    def _connect(self) -> None:
        self.leave.clicked.connect(self._on_left)
        self.choose.clicked.connect(self._on_choose)
        self.cancel.clicked.connect(self._session.tasks.cancel)
        self.take.clicked.connect(self._on_take)
        self.report.clicked.connect(self._on_report)
        self.answer.clicked.connect(self.corrections_wanted)
        self.password.returnPressed.connect(self._look)

    def begin(self, path: Path) -> None:
        """Try this file."""
        self._path = path
        self.choose.show()
        self.password.clear()
        self._look()

    def show_again(self, receipt: Receipt, when: str) -> None:
        """Show what became of a file that was received. `when`: day and hour."""
        self._path = None
        self._looks += 1
        self.about.setText(receipt.file)
        self._show(receipt)
        self.choose.hide()
        self._say(f"{when} 收的{f'，{receipt.sender}发来' if receipt.sender else ''}。")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if self.choose.isVisible() and self.choose.isEnabled() and (files := files_of(event)):
            self.begin(files[0])

    def _look(self) -> None:
        """Try it beside the screen: everything is done, and dropped."""
        assert self._path
        self.about.setText(self._path.name)
        self._show(None)
        self._say(DRY)
        self._run(dry_run=True)

    def _on_take(self) -> None:
        self._say("正在备份，然后写进档案……")
        self._run(dry_run=False)

    def _run(self, *, dry_run: bool) -> None:
        session, path, password = self._session, self._path, self.password.text()
        assert path
        self._looks += 1
        self._working(True)
        session.tasks.run(
            lambda: _received(session, path, password, dry_run=dry_run), partial(self._on_received, self._looks),
            partial(self._on_trouble, self._looks),
        )  # fmt: skip

    def _on_received(self, look: int, receipt: Receipt) -> None:
        if not receipt.dry_run and receipt.outcome.received:
            self._session.changed.emit(EVERYTHING)
        if look == self._looks:
            self._working(False)
            self._show(receipt)

    def _on_trouble(self, look: int, trouble: BaseException) -> None:
        if not isinstance(trouble, FieldAppError):
            self._working(False)
            raise trouble
        if look == self._looks:
            self._working(False)
            self._show(self._receipt)
            self._say("已停止，什么都没有写进档案。" if isinstance(trouble, Cancelled) else str(trouble), wrong=True)

    def _show(self, receipt: Receipt | None) -> None:
        """Show what was found; None: nothing yet."""
        self._receipt = receipt
        done = receipt is not None and not receipt.dry_run
        locked = receipt is not None and _wants_password(receipt)
        tellable = receipt is not None and not locked
        self.received.setVisible(tellable)
        self._asked.setVisible(locked)
        self.take.setVisible(not done)
        self.take.setEnabled(receipt is not None and receipt.dry_run and _brings_something(receipt))
        self.report.setVisible(tellable)
        self.answer.setVisible(
            done and bool(receipt and (receipt.taken.offers or receipt.taken.conflicts or receipt.taken.changed))
        )
        self.leave.setText("返回" if done or not self.take.isEnabled() else "不收")
        if receipt is None:
            return
        self.received.show_receipt(receipt)
        self._say(_sentence(receipt) if tellable else "")
        if locked:
            self._password.complain(receipt.refused[0].rule if self.password.text() else "")
            self.password.setFocus()
        else:
            (self.answer if self.answer.isVisibleTo(self) else self.take if self.take.isEnabled() else self.leave).setFocus()

    def _working(self, working: bool) -> None:
        for shown in (self.bar, self.cancel):
            shown.setVisible(working)
        for used in (self.choose, self.report, self.password):
            used.setEnabled(not working)
        if working:
            self.take.setEnabled(False)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        mark(self.said, "role", "remark" if wrong else "")
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _on_left(self) -> None:
        if self.cancel.isVisible():
            self._session.tasks.cancel()
        self.back.emit()

    def _on_choose(self) -> None:
        if path := choose_package(self._session):
            self.begin(path)

    def _on_report(self) -> None:
        """Write beside the screen what became of the file."""
        receipt = self._receipt
        assert receipt
        suggested = self._session.path.with_name(f"{Path(receipt.file).stem}_{self._session.side.taking}报告.xlsx")
        if path := self._session.messages.place_to_save("存成工作簿", suggested, WORKBOOK):
            self.report.setEnabled(False)
            at = self._session.survey.clock.now()
            self._session.tasks.run(lambda: _reported(receipt, path, at), self._on_reported, self._on_not_reported)

    def _on_reported(self, path: Path) -> None:
        self.report.setEnabled(True)
        self._say(f"报告已存到 {path}。")

    def _on_not_reported(self, trouble: BaseException) -> None:
        self.report.setEnabled(True)
        if not isinstance(trouble, FieldAppError):
            raise trouble
        self._session.messages.tell(trouble)


def choose_package(session: Session) -> Path | None:
    """Ask which file came."""
    return session.messages.file_to_open(session.side.taking, session.path.parent, PACKAGE)


def _brings_something(receipt: Receipt) -> bool:
    """Whether taking the file would leave anything behind: also what is known is worth to be confirmed."""
    from fieldapp.desk.receipt import Outcome

    return receipt.outcome in (Outcome.TAKEN, Outcome.EDITED)


def _wants_password(receipt: Receipt) -> bool:
    from fieldapp.documents.unlocking import NO_PASSWORD, WRONG_PASSWORD

    rules = {what.format(receipt.file) for what, _ in (NO_PASSWORD, WRONG_PASSWORD)}
    return not receipt.outcome.received and any(one.rule in rules for one in receipt.refused)


def _sentence(receipt: Receipt) -> str:
    if not receipt.dry_run and receipt.outcome.received:
        return TAKEN
    return "试收了一遍，还没有写进档案。看过下面的，再决定收不收。" if _brings_something(receipt) else NOT_OURS


def _received(session: Session, path: Path, password: str, *, dry_run: bool) -> Receipt:
    """Receive it; for the lane."""
    from fieldapp.desk.receiving import receive

    return receive(session.survey, path, password=password, dry_run=dry_run, progress=session.tasks.step)


def _reported(receipt: Receipt, path: Path, at: dt.datetime) -> Path:
    """Write the report; for the lane. Returns where it lies."""
    from fieldapp.desk.receipt_book import report_workbook

    report_workbook(receipt, path, at)
    return path
