"""上报: the workbook for the county, the 对账码 to read out on the telephone, and the backups."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from fieldapp.base.errors import FieldAppError
from fieldapp.records.household import Household
from ui.ago import ago, last_backup
from ui.buttons import Button
from ui.charts import ChartsPanel
from ui.intake.dropping import files_of, welcome
from ui.messages import PACKAGE, PARCEL, WORKBOOK
from ui.page import Page, Sheet, scrolled
from ui.safety.backing import UNDER_WAY, BackupButton
from ui.session import Session
from ui.theme import label, mark, worn
from ui.ways_out import SEALED, Editions, HandedOver

if TYPE_CHECKING:
    from fieldapp.desk.handing_over import Book
    from fieldapp.documents.edition import Edition

TELEPHONE = (
    "和{}通电话时，双方各念自己的对账码：八个字符都一样，两边的资料就完全一样；有一个不一样，就再交一次工作簿，或者逐层找。"
    "对账码里没有容易看错、听错的字母和数字。"
)
OPEN = (
    "文件里有每个人完整的证件号码和电话，不加密码就导出吗？",
    "谁拿到文件都能看到。只当面交接，不要发到群里；本次打开程序只问这一次。",
)


class HandOverScreen(Page):
    """Hands the work over and keeps it safe. Works off the screen's thread."""

    safer = Signal(str)  # handed over or backed up; what went wrong with the backup, '' when nothing did
    received = Signal(Path)  # a file that came
    corrections_wanted = Signal()
    telephone_wanted = Signal()
    arrivals_wanted = Signal()

    def __init__(self, session: Session, trouble: str = "") -> None:
        """`trouble`: what went wrong with the last backup."""
        super().__init__(session.side.send)
        self._session = session
        self.export = Button("导出工作簿…", "Ctrl+E", main=True)
        self.cancel = Button("停止")
        self.receive = Button(session.side.take, "Ctrl+R")
        self.corrections = Button(session.side.between)
        self.telephone = Button("不一样？逐层找")
        for act in (self.cancel, self.receive, self.export):
            self.acts.addWidget(act)
        self.begin_at(self.export)
        self.ways = Editions(self._last_edition(), session.reader)
        self.handed = HandedOver()
        self.came = Button("收过的文件")
        self._agreed = self._enrolled = False
        self.code = label("", "code")
        self.outcome = label("", wraps=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.folder = Button("打开所在文件夹")
        self.kept = label("", wraps=True)
        self.second = label("", wraps=True)
        self.trouble = label(trouble, "remark", wraps=True)
        self.backup = BackupButton(session, "Ctrl+B")
        self.elsewhere = Button("选第二备份位置…")
        self.charts = ChartsPanel(session)
        self._written: Path | None = None
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)
        self._working(False)
        self.folder.hide()
        self._refresh()

    def _lay_out(self) -> None:
        book = Sheet("工作簿", "全村的资料和判断依据，一张表一类；写完先重新读一遍，核对无误才给出文件。")
        for widget in (self.ways, self.outcome, self.bar):
            book.column.addWidget(widget)
        book.end(self.folder)
        code = Sheet("对账码")
        code.column.addWidget(self.code)
        code.column.addWidget(label(TELEPHONE.format(self._session.side.other), "note", wraps=True))
        code.end(self.telephone, self.corrections)
        self.handed.end(self.came)
        safe = Sheet("备份", "每个用过的日子自动备份一次，保留最近 7 天。第二位置最好是优盘：电脑坏了，资料还在。")
        for told in (self.kept, self.second, self.trouble):
            safe.column.addWidget(told)
        safe.end(self.backup, self.elsewhere)
        page, row = QWidget(), QHBoxLayout()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        for layout in (column, row):
            layout.setSpacing(worn().size("gap"))
        row.addLayout(_stacked(book), 1)
        row.addLayout(_stacked(code, self.handed, safe), 1)
        column.addLayout(row)
        column.addWidget(self.charts)
        column.addStretch()
        self._area = scrolled(page)
        self.body.addWidget(self._area, 1)

    def _connect(self) -> None:
        self.export.clicked.connect(self._on_export)
        self.cancel.clicked.connect(self._session.tasks.cancel)
        self.receive.clicked.connect(self._on_receive)
        self.corrections.clicked.connect(self.corrections_wanted)
        self.telephone.clicked.connect(self.telephone_wanted)
        self.came.clicked.connect(self.arrivals_wanted)
        self.folder.clicked.connect(self._on_folder)
        self.backup.begun.connect(lambda: self.kept.setText(UNDER_WAY))
        self.backup.stepped.connect(lambda done: self.kept.setText(f"{UNDER_WAY} {done}%"))
        self.backup.ended.connect(self._on_backed_up)
        self.elsewhere.clicked.connect(self._on_elsewhere)
        self._session.tasks.stepped.connect(self.bar.setValue)
        self._session.changed.connect(self._refresh)

    def showEvent(self, event: QShowEvent) -> None:
        """Ages are those of the moment one looks. Who comes first finds the cursor on the main act."""
        super().showEvent(event)
        if self.focusWidget() is None:
            self.export.setFocus()
        self._refresh()

    def _refresh(self) -> None:
        from fieldapp.desk.departures import departures
        from fieldapp.desk.handing_over import HANDED_OVER
        from fieldapp.desk.keeping import SECOND_PLACE, backup_folder

        now, reader = self._session.survey.clock.now(), self._session.reader
        handed, backed, second = reader.about(HANDED_OVER), last_backup(self._session.path), reader.about(SECOND_PLACE)
        send = self._session.side.send
        when = f"上次{send} {ago(dt.datetime.fromisoformat(handed), now)}" if handed else f"还没有{send}过"
        self.about.setText(f"{when} · 现有 {reader.count(Household)} 户 {reader.people()} 人")
        self.code.setText(self._session.survey.code())
        self._offer_key()
        place = backup_folder(self._session.path)
        if self.backup.isEnabled():
            self.kept.setText(f"{ago(backed, now)} 备份在 {place}" if backed else "还没有备份过。")
        self.second.setText(f"第二备份位置 {second}" if second else "还没有第二备份位置。")
        self.trouble.setVisible(bool(self.trouble.text()))
        self.handed.tell(departures(reader), now)

    def _offer_key(self) -> None:
        """Once the village is enrolled, its key is what is recommended."""
        from fieldapp.desk.handing_over import KEY

        enrolled = bool(self._session.reader.about(KEY))
        if enrolled == self._enrolled:
            return
        self._enrolled = enrolled
        self.ways.enrol(enrolled=enrolled)
        if self.ways.chosen in SEALED:
            self.ways.choose("key" if enrolled else "locked")

    def _last_edition(self) -> str:
        """The edition that was chosen last time; a password before that."""
        from fieldapp.desk.handing_over import hand_overs

        last = next(iter(hand_overs(self._session.reader)), None)
        return last.edition if last else "locked"

    def _working(self, working: bool) -> None:
        self.bar.setVisible(working)
        self.cancel.setVisible(working)
        self.export.setEnabled(not working)
        self.receive.setEnabled(not working)
        self.ways.setEnabled(not working)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if self.receive.isEnabled() and (files := files_of(event)):
            self.received.emit(files[0])

    def _on_receive(self) -> None:
        """Ask which file came."""
        if path := self._session.messages.file_to_open(self._session.side.taking, self._session.path.parent, PACKAGE):
            self.received.emit(path)

    def _on_export(self) -> None:
        from fieldapp.desk.handing_over import proposed_name

        session, now = self._session, self._session.survey.clock.now()
        edition, photos, everything = self.ways.edition(), self.ways.with_photos, self.ways.with_everything
        if edition is None or not self._may_leave(edition):
            return
        name = session.reader.village().name or "本村"
        suggested = session.path.with_name(proposed_name(name, now.date(), edition, county=session.survey.county))
        kind, ending = (PARCEL, ".zip") if photos else (WORKBOOK, ".xlsx")
        if path := session.messages.place_to_save("导出工作簿", suggested.with_suffix(ending), kind):
            self.folder.hide()
            self._say("正在写，写完会重新读一遍……", wrong=False)
            self.bar.setRange(0, session.reader.count(Household))
            self.bar.setValue(0)
            self._working(True)
            session.tasks.run(
                lambda: _write(session, path, now, edition, photos=photos, everything=everything),
                lambda book: self._on_written(path, book),
                self._on_trouble,
            )

    def _may_leave(self, edition: Edition) -> bool:
        """Whether the person wants a book with full numbers to leave without a password; asked once."""
        if edition.name == "full" and not self._agreed:
            self._agreed = self._session.messages.ask(*OPEN, yes="导出")
            return self._agreed
        return True

    def _on_written(self, path: Path, book: Book) -> None:
        from fieldapp.desk.handing_over import log

        self._written = path
        self._working(False)
        typed = self.ways.chosen == "locked"
        self.ways.forget()
        try:
            log(self._session.survey, book)
        except FieldAppError as trouble:  # the book is there, only the note of it is not
            self._session.messages.tell(trouble)
        locked = "密码请打电话告诉对方，忘了谁也打不开。" if typed else ""
        self._say(f"已写好“{path.name}”，在 {path.parent}。{_photos(book)}{locked}{book.trouble}", wrong=False)
        self.folder.show()
        self.folder.setFocus()
        self._refresh()
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.folder))  # once it has its place
        self.safer.emit(self.trouble.text())

    def _on_trouble(self, trouble: BaseException) -> None:
        self._working(False)
        if not isinstance(trouble, FieldAppError):
            self._say("", wrong=False)
            raise trouble
        self._say(str(trouble), wrong=True)

    def _say(self, text: str, *, wrong: bool) -> None:
        mark(self.outcome, "role", "remark" if wrong else "")
        self.outcome.setText(text)
        self.outcome.setVisible(bool(text))

    def _on_folder(self) -> None:
        if self._written:
            self._session.messages.show_folder(self._written)

    def _on_backed_up(self, trouble: str) -> None:
        self.trouble.setText(trouble)
        self._refresh()
        self.safer.emit(self.trouble.text())

    def _on_elsewhere(self) -> None:
        from fieldapp.desk.keeping import SECOND_PLACE

        if folder := self._session.messages.folder("选第二备份位置", Path.home()):
            self._session.survey.note(SECOND_PLACE, str(folder))
            self._refresh()
            self.backup.click()


def _stacked(*sheets: Sheet) -> QVBoxLayout:
    """Sheets one under the other, at the top."""
    column = QVBoxLayout()
    column.setSpacing(worn().size("gap"))
    for sheet in sheets:
        column.addWidget(sheet)
    column.addStretch(1)
    return column


def _photos(book: Book) -> str:
    """How many pictures are with a book, and how many should be."""
    told = f"带着 {book.pictures} 张照片。" if book.pictures else ""
    lost = f"有 {book.lost} 张照片不见了或被改动过，没有带上：在“设置”里“检查档案”，看是哪几张。" if book.lost else ""
    return told + lost


def _write(session: Session, path: Path, at: dt.datetime, edition: Edition, *, photos: bool, everything: bool) -> Book:
    """Write the book with a reader of its own; for the lane."""
    from fieldapp.desk.handing_over import Enclosed, write_book

    reader = session.survey.new_reader()
    try:
        enclosed = Enclosed(session.survey.photos) if photos else None
        return write_book(
            reader, path, by=session.by, at=at, edition=edition, enclosed=enclosed, everything=everything, progress=session.tasks.step
        )
    finally:
        reader.close()
