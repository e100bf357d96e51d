"""今日: what presses, whom nobody has met for long, what was entered today, and whether the work is safe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.documents.column import Column
from ui.ages import Age, looked
from ui.ago import last_backup
from ui.buttons import Button
from ui.cards import Card
from ui.page import Page, Sheet
from ui.places import BEHIND, CORRECTIONS, DOUBTS, LEDGER
from ui.safety.told import clock_trouble
from ui.session import Renewal, Session
from ui.tables.badge import Badge
from ui.tables.records import RecordsModel
from ui.tables.table import Table
from ui.tables.waiting import waiting
from ui.theme import label, rule, worn

if TYPE_CHECKING:
    from fieldapp.desk.today import About, Done, Matter, Today, Unvisited
    from fieldapp.store.reader import Reader

SIDE = 330
"""So wide is what was entered today where there is room, else half as wide as the list."""
PROBLEM, PROMISE, MEASURE, VISIT = "未销号问题", "答应的事", "没办完的措施", "好久没走访"
UNITS = {PROBLEM: "个", PROMISE: "件", MEASURE: "项"}
TABS = {PROBLEM: "问题", PROMISE: "问题", MEASURE: "计划", VISIT: "走访"}
"""Which tab of the household's page tells more."""
TODO = "今天要办"
WEEKDAYS = "一二三四五六日"
NOBODY_YET = "这个村还没有农户。先登记第一户，或者导入手里的名册。"
NOTHING = {
    TODO: "今天没有要办的事，该走的户也都走到了。点“开始录入”录今天走的几户。",
    PROBLEM: "没有未销号的问题。", PROMISE: "答应群众的事都办了。", MEASURE: "今年的措施都办完了。", VISIT: "该走的户都走到了。",
}  # fmt: skip
NOTHING_DONE = "今天还没有录入。"


@dataclass(frozen=True)
class Row:
    """One line of the list: what it says, and where it leads."""

    badge: Badge
    head: str
    text: str
    whose: str
    household: str
    tab: str


class TodayScreen(Page):
    """The screen paints first and fills then: what it tells is gathered off the screen's thread, anew after each act."""

    chosen = Signal(str, str)  # the id of the household, the name of the tab
    entry_wanted = Signal()
    outing_wanted = Signal(list)  # ids of the households that are listed, in the order of the list of households
    ledger_wanted = Signal(object)  # the About that is listed, None for all
    doubts_wanted = Signal()
    corrections_wanted = Signal()
    households_wanted = Signal()
    safety_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("今日")
        self._session = session
        self._today: Today | None = None
        self.outing = Button("出门单…", "Ctrl+P")
        self.outing.setEnabled(False)
        self.entry = Button("开始录入", "Ctrl+N", main=True)
        self.cards = {name: Card(name, f"Alt+{place}") for place, name in enumerate(TABS, 1)}
        self.heading = label(TODO, "head")
        self.corrections, self.doubts, self.ledger = Button(session.side.button), Button(DOUBTS), Button(LEDGER)
        for behind, place in ((self.corrections, CORRECTIONS), (self.doubts, DOUBTS), (self.ledger, LEDGER)):
            behind.setToolTip(f"{session.side.between if place == CORRECTIONS else place} {BEHIND[place]}")
        self.model = RecordsModel(_columns(), {0: lambda row: row.badge})
        self.table = Table(self.model, (22, 15, 43, 20), pills=(0,), name=TODO, usual=("超期 100 天", "欧阳国", "", "10组 · 韩立"))
        self.nothing = label("", "note", wraps=True)
        self.done = RecordsModel(_done_columns(session), {})
        self.done_table = Table(self.done, (34, 66), name="今天录入的")
        self.handed, self.backed = Age(f"上次{session.side.send}"), Age("上次备份")
        self.register = Button("去登记农户", main=True)
        self.clock = label("", "remark", wraps=True)
        self._whole, self._pages, self._done_pages = QStackedWidget(), QStackedWidget(), QStackedWidget()
        self._lay_out()
        self._connect()
        self._tell_day()

    def _lay_out(self) -> None:
        """From the outside in: Qt polishes all that a widget holds each time that it is put into another."""
        gap = worn().size("gap")
        self.acts.addWidget(self.outing)
        self.acts.addWidget(self.entry)
        self.body.addWidget(self.clock)
        self.body.addWidget(self._whole, 1)
        full, todo, entered = QWidget(), Sheet(), Sheet("今天录入的")
        self._whole.addWidget(full)
        column, cards, row, head = QVBoxLayout(full), QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        column.addLayout(cards)
        column.addLayout(row, 1)
        for line in (cards, row):
            line.setSpacing(gap)
        for card in self.cards.values():
            cards.addWidget(card, 1)
        row.addWidget(todo, 2)
        row.addWidget(entered, 1)
        head.setSpacing(worn().px(8))
        todo.column.addLayout(head)
        head.addWidget(self.heading, 1)
        for behind in (self.corrections, self.doubts, self.ledger):
            head.addWidget(behind)
        todo.column.addWidget(self._pages, 1)
        _page(self._pages, self.table, self.nothing)
        entered.setMaximumWidth(worn().px(SIDE))
        self.done_table.setMinimumHeight(worn().size("row"))
        entered.column.addWidget(self._done_pages, 1)
        _page(self._done_pages, self.done_table, label(NOTHING_DONE, "note"))
        entered.column.addWidget(rule())
        for age in (self.handed, self.backed):
            entered.column.addLayout(age)
        first = Sheet(told=NOBODY_YET)
        self._whole.addWidget(first)
        first.end(self.register)
        self.begin_at(self.table)

    def _connect(self) -> None:
        self.entry.clicked.connect(self.entry_wanted)
        self.outing.clicked.connect(self._on_outing)
        self.ledger.clicked.connect(lambda: self.ledger_wanted.emit(_abouts().get(self.shown)))
        self.doubts.clicked.connect(self.doubts_wanted)
        self.corrections.clicked.connect(self.corrections_wanted)
        self.register.clicked.connect(self.households_wanted)
        for age in (self.handed, self.backed):
            age.button.clicked.connect(self.safety_wanted)
        for name, card in self.cards.items():
            card.clicked.connect(lambda down, name=name: self.show_only(name if down else TODO))
        self.table.opened.connect(self._on_opened)
        self.done_table.opened.connect(self._on_done_opened)
        self.renewal = Renewal(self, self._session, lambda reader: _read(self._session, reader), self._refresh)

    def show_only(self, name: str) -> None:
        """List one kind of matter, or with 今天要办 what presses."""
        for one, card in self.cards.items():
            card.setChecked(one == name)
        if self._today is None:
            return
        rows = rows_of(self._today, name)
        at = max(self.table.row, 0) if self.table.accessibleName() == name else 0
        self.heading.setText(f"{name} {len(rows)}" if rows else name)
        self.table.setAccessibleName(name)
        self.model.show(rows)
        self.outing.setEnabled(bool(rows))
        self.nothing.setText(NOTHING[name])
        self._pages.setCurrentIndex(0 if rows else 1)
        self.table.choose(min(at, len(rows) - 1))

    @property
    def in_order(self) -> list[str]:
        """The households (ids) that are listed, each once, from the top."""
        rows = rows_of(self._today, self.shown) if self._today else []
        return list(dict.fromkeys(row.household for row in rows))

    @property
    def shown(self) -> str:
        """What is listed: 今天要办, or the card that is down."""
        return next((name for name, card in self.cards.items() if card.isChecked()), TODO)

    def _refresh(self, today: Today) -> None:
        """Draw everything from what was gathered."""
        self._today = today
        self._whole.setCurrentIndex(0 if today.households else 1)
        self._tell_day()
        for name, about in _abouts().items():
            self.cards[name].tell(*_figure(name, today.of(about), today.on))
        self.cards[VISIT].tell(f"{len(today.unvisited)} 户", _unvisited_badge(today))
        self.cards[VISIT].setAccessibleDescription(f"超过 {today.patience.days} 天，监测对象超过 {today.patience.monitored} 天")
        button = self._session.side.button
        self.corrections.setText(f"{button} {today.between}" if today.between else button)
        self.show_only(self.shown)
        self.done.show(today.done)
        self._done_pages.setCurrentIndex(0 if today.done else 1)
        self.tell_safety()

    def _tell_day(self) -> None:
        wrong = clock_trouble(self._session)
        self.clock.setText(wrong)
        self.clock.setVisible(bool(wrong))
        on = self._session.today()
        self.title.setText(f"今日 · {on.month}月{on.day}日 星期{WEEKDAYS[on.weekday()]}")
        known = self._today
        self.about.setText(f"本月入户见到 {known.visited} 户，全村 {known.households} 户" if known else "")

    def tell_safety(self) -> None:
        """Say anew when something was last handed over, backed up and looked through."""
        from fieldapp.desk.departures import HANDED_OVER
        from fieldapp.desk.doubts import last_look

        now = self._session.survey.clock.now()
        handed = self._session.reader.about(HANDED_OVER)
        look = last_look(self._session.reader)
        self.doubts.setText(f"疑点 {looked(look, now)}" if look else "疑点 还没有查")
        self.handed.tell(dt.datetime.fromisoformat(handed) if handed else None, now, f"还没有{self._session.side.send}")
        self.backed.tell(last_backup(self._session.path), now, "还没有备份")

    def _on_outing(self) -> None:
        """Who is listed is to be visited, group by group and not by what presses."""
        due = set(self.in_order)
        self.outing_wanted.emit([entry.id for entry in self._session.reader.households() if entry.id in due])

    def _on_opened(self, place: int) -> None:
        row: Row = self.table.model().index(place, 0).data(RecordsModel.RECORD)
        self.chosen.emit(row.household, row.tab)

    def _on_done_opened(self, place: int) -> None:
        done: Done = self.done_table.model().index(place, 0).data(RecordsModel.RECORD)
        if home := next(iter(done.homes), ""):
            self.chosen.emit(home, "")


def _read(session: Session, reader: Reader) -> Today:
    from fieldapp.desk.today import today

    return today(reader, session.survey.clock.now())


def rows_of(today: Today, name: str) -> list[Row]:
    """The lines of one card; of 今天要办 what reviewers sent back, what presses, then whom nobody has met for long."""
    abouts = _abouts()
    if name in abouts:
        return [_row(matter, today.on) for matter in today.of(abouts[name])]
    if name == TODO:
        from ui.tables.returned import returned_line  # late: most days nothing comes back

        pressing = [*(Row(*returned_line(one)) for one in today.returned), *(_row(one, today.on) for one in today.pressing)]
    else:
        pressing = []
    return [*pressing, *(_visit_row(one, today.on) for one in today.unvisited)]


def _abouts() -> dict[str, About]:
    from fieldapp.desk.today import About

    return {PROBLEM: About.PROBLEM, PROMISE: About.PROMISE, MEASURE: About.MEASURE}


def _row(matter: Matter, on: dt.date) -> Row:
    name = next(name for name, about in _abouts().items() if about is matter.about)
    badge = Badge("等核查", "doubtful") if matter.claimed else waiting(matter.due, on)
    home = matter.home
    whose = " · ".join(filter(None, (home.group, matter.by)))
    return Row(badge, home.head, f"{matter.about.value}：{matter.text}", whose, home.id, TABS[name])


def _visit_row(one: Unvisited, on: dt.date) -> Row:
    badge = Badge(f"{(on - one.last).days} 天没去" if one.last else "没走访过", "bad" if one.monitored else "doubtful")
    met = f"上次入户见到 {one.last.isoformat()}" if one.last else "还没有入户见到过"
    text = f"监测对象，{met}" if one.monitored else met
    return Row(badge, one.home.head, text, one.home.group, one.home.id, TABS[VISIT])


def _figure(name: str, matters: Sequence[Matter], on: dt.date) -> tuple[str, Badge]:
    """How many are open, and how pressing they are together."""
    unit = UNITS[name]
    left = [days for matter in matters if (days := matter.left(on)) is not None]
    late, now, soon = (sum(days < 0 for days in left), left.count(0), sum(0 < days <= 7 for days in left))
    if late:
        badge = Badge(f"{late} {unit}已经超期", "bad")
    elif now:
        badge = Badge(f"{now} {unit}今天到期", "doubtful")
    elif soon:
        badge = Badge(f"{soon} {unit} 7 天内到期", "doubtful")
    else:
        badge = Badge("都没到期限", "unknown") if matters else Badge("没有", "good")
    return f"{len(matters)} {unit}", badge


def _unvisited_badge(today: Today) -> Badge:
    monitored = sum(one.monitored for one in today.unvisited)
    if monitored:
        return Badge(f"监测对象 {monitored} 户", "bad")
    return Badge(f"超过 {today.patience.days} 天", "doubtful") if today.unvisited else Badge("都走到了", "good")


def _columns() -> list[Column[Row]]:
    return [
        Column.told("期限", lambda row: row.badge.text), Column.told("户主", lambda row: row.head),
        Column.told("什么事", lambda row: row.text), Column.told("组和责任人", lambda row: row.whose),
    ]  # fmt: skip


def _done_columns(session: Session) -> list[Column[Done]]:
    def told(done: Done) -> str:
        counts = "，".join(f"{noun} {count}" for noun, count in done.counts.items())
        what = (
            f"{'、'.join(done.homes.values())}家：{done.why}" if done.homes else f"{done.why}({counts})" if counts else done.why
        )
        return what if done.by == session.by else f"{what} · {done.by}"

    return [Column.told("时间", lambda done: f"{done.at:%H:%M}"), Column.told("做了什么", told)]


def _page(pages: QStackedWidget, full: QWidget, nothing: QLabel) -> None:
    """Put in a table, and what stands there while it is empty."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(nothing)
    column.addStretch()
    pages.addWidget(full)
    pages.addWidget(page)
