"""县里改了什么: what waits for an answer here, what is in force already, and what was proposed and not answered yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from fieldapp.base.errors import FieldAppError
from fieldapp.base.record import Record
from fieldapp.desk.corrections import Correction
from fieldapp.desk.disputes import TALK, Choice, Question
from ui.buttons import Button
from ui.exchange.card import Card
from ui.exchange.lines import SHARES, Line, columns, correction_line, question_line
from ui.forms.panel import Beside
from ui.page import Page, Sheet
from ui.session import EVERYTHING, Renewal, Session
from ui.tables.records import RecordsModel
from ui.tables.table import Table
from ui.tabs import TABS
from ui.theme import label

if TYPE_CHECKING:
    from fieldapp.desk.corrections import Corrections
    from fieldapp.store.reader import Reader
    from ui.exchange.objection import ObjectionSheet

WAITING, IN_FORCE, OURS = "等答复", "已经生效", "我们的提议"
ACCEPT, DECLINE, KNOW, CONTEST, WITHDRAW = "接受", "不接受", "知道了", "提出异议…", "撤回"
LOOKING = "正在看…"
NOTHING = {WAITING: "没有要答复的。收了回传包，县里改了、要答复的就列在这里。", IN_FORCE: "县里没有改过别的，或者都看过了。", OURS: "没有等县里答复的提议。"}
NOTHING_AT_COUNTY = {
    WAITING: "没有要答复的。", IN_FORCE: "村里管的，村里改了就生效，不在这里列；每一户的“时间线”里都有。", OURS: "没有等村里答复的建议。",
}  # fmt: skip
HOW = "Ctrl+A 全选，或按住 Ctrl 点几行，一次答复；Enter 打开这一户。"
PANEL = 440


class Part(QWidget):
    """One tab: the lines, and beneath them the card that answers the chosen ones."""

    def __init__(self, name: str, heads: tuple[str, str], card: Card) -> None:
        super().__init__()
        self.card = card
        self.model = RecordsModel(columns(*heads), {0: lambda line: line.badge})
        self.table = Table(self.model, SHARES, pills=(0,), name=name)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.nothing = label(LOOKING, "note")
        self._pages = QStackedWidget()
        empty = QWidget()
        inner = QVBoxLayout(empty)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.nothing)
        inner.addStretch()
        self._pages.addWidget(self.table)
        self._pages.addWidget(empty)
        sheet = Sheet()
        sheet.column.addWidget(self._pages, 1)
        self.how = label(HOW, "note", wraps=True)
        sheet.column.addWidget(self.how)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sheet, 1)
        column.addWidget(card)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.card.show_lines(self.chosen))
        self.show_lines((), LOOKING)

    def show_lines(self, lines: Sequence[Line], nothing: str) -> None:
        """Show these, standing where one stood. `nothing`: what is said where there are none."""
        at = max(self.table.row, 0)
        self.model.show(lines)
        self.nothing.setText(nothing)
        self._pages.setCurrentIndex(0 if lines else 1)
        for told in (self.card, self.how):
            told.setVisible(bool(lines))
        self.table.choose(min(at, len(lines) - 1))
        self.card.show_lines(self.chosen)

    @property
    def chosen(self) -> list[Line]:
        """The chosen lines, from the top."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.index(row, 0).data(RecordsModel.RECORD) for row in rows]


class CorrectionsScreen(Page):
    """Paints first and fills then; every answer is one act, written beside the screen."""

    chosen = Signal(str, str)  # the id of the household, the name of the tab
    back = Signal()
    counted = Signal(int)  # how many wait or were not looked at

    def __init__(self, session: Session) -> None:
        super().__init__(session.side.between)
        theirs = f"{session.side.other}的"
        self._session = session
        self.found: Corrections | None = None
        self.leave = Button("返回", "Esc")
        self.tabs = QTabBar()
        self.parts = {
            WAITING: Part(WAITING, ("原来、我们的", theirs), Card(Button(DECLINE), Button(ACCEPT, "Ctrl+Enter", main=True))),
            IN_FORCE: Part(
                IN_FORCE, ("原来", "现在"), Card(Button(CONTEST), Button(KNOW, "Ctrl+Enter", main=True), asks_why=False)
            ),
            OURS: Part(OURS, ("现在的", "我们提的"), Card(Button(WITHDRAW))),
        }
        self._stack = QStackedWidget()
        self.beside = Beside(self._stack, PANEL)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.acts.addWidget(self.leave)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(self.title.text())
        for name, part in self.parts.items():
            self.tabs.addTab(name)
            self._stack.addWidget(part)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.beside, 1)
        self.begin_at(self.part.table)

    def _connect(self) -> None:
        self.leave.clicked.connect(self.back)
        self.tabs.currentChanged.connect(self._on_tab)
        for name, part in self.parts.items():
            part.table.opened.connect(lambda _: self._on_opened())
            part.card.house_wanted.connect(self._on_opened)
            part.card.pressed.connect(partial(self._on_pressed, name))
        for key, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            QShortcut(QKeySequence(key), self).activated.connect(lambda step=step: self._turn(step))
        self.renewal = Renewal(self, self._session, _read, self._on_gathered)

    @property
    def part(self) -> Part:
        """The part of the chosen tab."""
        return list(self.parts.values())[max(self.tabs.currentIndex(), 0)]

    def _on_gathered(self, found: Corrections) -> None:
        first, self.found = self.found is None, found
        county = self._session.survey.county
        lines = {
            WAITING: [question_line(one, self._talk(one), county=county) for one in found.waiting],
            IN_FORCE: [correction_line(one) for one in found.in_force],
            OURS: [question_line(one, self._talk(one), county=county) for one in found.ours],
        }
        for place, (name, part) in enumerate(self.parts.items()):
            self.tabs.setTabText(place, f"{name} {len(lines[name])}" if lines[name] else name)
            part.card.offer_reasons(found.reasons)
            part.show_lines(lines[name], (NOTHING_AT_COUNTY if county else NOTHING)[name])
        if first:
            self.tabs.setCurrentIndex(next((at for at, some in enumerate(lines.values()) if some), 0))
        self._tell()
        if self.leave.hasFocus():
            self.part.table.setFocus()

    def _tell(self) -> None:
        assert self.found
        waits, news = len(self.found.waiting), len(self.found.in_force)
        told = f"{waits} 项等答复，{news} 项已经生效还没有看" if waits or news else "都答复了，也都看过了"
        phone = f" · {self.found.office}电话 {self.found.phone}" if self.found.phone else ""
        self.about.setText(told + phone)

    def _talk(self, one: Question) -> str:
        """That both should telephone, from the third round on."""
        if one.rounds < TALK:
            return ""
        assert self.found
        phone = f"：{self.found.phone}" if self.found.phone else ""
        return f"已经来回 {one.rounds} 轮了，请打电话商量{phone}，商量好再定。"

    def _on_tab(self) -> None:
        self._close_panel()
        self._stack.setCurrentWidget(self.part)
        self.begin_at(self.part.table)
        self.setFocus()

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def _on_opened(self) -> None:
        if lines := self.part.chosen:
            thing = lines[0].thing
            if thing.household:
                self.chosen.emit(thing.household, TABS.get(thing.noun.table, ""))

    def _on_pressed(self, name: str, verb: str) -> None:
        lines, card = self.parts[name].chosen, self.parts[name].card
        told = [line.thing for line in lines if isinstance(line.thing, Correction)]
        asked = [line.thing for line in lines if isinstance(line.thing, Question)]
        if not lines:
            return
        if verb == CONTEST:
            self._object(told[0])
        elif verb == KNOW:
            self._do(partial(_known, self._session, told))
        elif not card.why:
            card.complain("还没有写理由：请写一句，或选一个以前写过的。")
        else:
            picked = card.choice if len(lines) == 1 and verb == ACCEPT else None
            self._do(partial(_settled, self._session, asked, verb, picked, card.why), card)

    def _do(self, work: Callable[[], object], card: Card | None = None) -> None:
        """Write beside the screen, and say to everybody what is new."""
        self.setEnabled(False)
        self._session.tasks.run(work, partial(self._on_done, card), partial(self._on_not_done, card))

    def _on_done(self, card: Card | None, _: object) -> None:
        self.setEnabled(True)
        if card:
            card.reason.setCurrentText("")
        self._close_panel()
        self._session.changed.emit(EVERYTHING)
        self.part.table.setFocus()

    def _on_not_done(self, card: Card | None, trouble: BaseException) -> None:
        self.setEnabled(True)
        if not isinstance(trouble, FieldAppError):
            raise trouble
        if card:
            card.complain(str(trouble))
        elif self._panel:
            self._panel.complain(str(trouble))
        else:
            self._session.messages.tell(trouble)
        self.renewal.ask()  # somebody may have answered it meanwhile

    @property
    def _panel(self) -> ObjectionSheet | None:
        from ui.exchange.objection import ObjectionSheet

        return self.beside.panel if isinstance(self.beside.panel, ObjectionSheet) else None

    def _object(self, one: Correction) -> None:
        """Ask beside the list what it should be."""
        from ui.exchange.objection import ObjectionSheet  # late: forms cost 0.02 s of the start

        sheet = ObjectionSheet(one, self._session)
        sheet.closed.connect(self._close_panel)
        sheet.given.connect(lambda edited, why: self._do(partial(_contested, self._session, one, edited, why)))
        self.leave.setEnabled(False)  # Escape belongs to the panel now
        self.beside.open(sheet)

    def _close_panel(self) -> None:
        self.beside.close_panel()
        self.leave.setEnabled(True)


def _read(reader: Reader) -> Corrections:
    from fieldapp.desk.corrections import corrections

    return corrections(reader)


def _known(session: Session, things: list[Correction]) -> None:
    from fieldapp.desk.corrections import know

    know(session.survey, things)


def _settled(session: Session, things: list[Question], verb: str, picked: Choice | None, why: str) -> None:
    """Answer; for the lane. `picked`: of several that were offered the one that is meant."""
    from fieldapp.desk.corrections import answer
    from fieldapp.desk.settling import settle

    county = session.survey.county
    said = {one.id: answer(one, accepts=verb == ACCEPT, county=county) for one in things}
    settle(session.survey, [(one, picked or said[one.id]) for one in things], why)


def _contested(session: Session, one: Correction, edited: Record | None, why: str) -> None:
    from fieldapp.desk.corrections import contest

    contest(session.survey, one, edited, why)
