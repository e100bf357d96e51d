"""住房: every building that the family uses, what is known of each, and what the rules say."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from fieldapp.base.draft import Draft
from fieldapp.base.record import Record
from fieldapp.desk import sharing
from fieldapp.desk.judging import limits_of
from fieldapp.records.housing import APPRAISAL, DECISION, Housing
from fieldapp.records.registered import Registered
from fieldapp.rules.dwelling import name_of
from fieldapp.rules.finding import Finding
from fieldapp.rules.housing import housing_safety
from fieldapp.rules.registered import OF_HOUSING, beside
from fieldapp.store.reader import Reader
from ui.buttons import Button
from ui.forms.answers import Answers
from ui.forms.form import Question
from ui.forms.panel import Asked
from ui.forms.pictures import Album
from ui.forms.verdict import VerdictCard, warnings_of
from ui.household.errands import Picked, Reasoned
from ui.household.lines import Line, Lines
from ui.household.page import Edit, Home, HomePage
from ui.tables.badges import TONES
from ui.theme import pill, show_pill

APPRAISED: list[Question] = [question for question in Housing.questions() if question.part is APPRAISAL]
DECIDED: list[Question] = [question for question in Housing.questions() if question.part is DECISION]
SEEN: list[Question] = [
    question for question in Housing.questions() if question not in (*APPRAISED, *DECIDED) and question is not Housing.shared
]
UNDONE = "做错了可以撤销。"


class Houses(HomePage):
    """Every building of the family; beside it what the rules say of them together."""

    def __init__(self, reader: Reader, album: Album) -> None:
        super().__init__(scrolls=True)
        self._reader, self._album = reader, album
        self.verdict = VerdictCard("住房")
        self.demands = Lines("两项要求和核验", "")
        self.recheck = Lines("重点复查", "没有要重点复查的房屋。")
        self.add = Button("添加一栋")
        self.use = Button("用村里已有的房屋…")
        self.sheets: list[Building] = []
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.use)
        row.addStretch()
        self.main.addLayout(row)
        self.main.addStretch()
        for card in (self.verdict, self.demands, self.recheck):
            self.side.add(card)
        self.add.clicked.connect(self._on_add)
        self.use.clicked.connect(self._on_use)

    def _show(self, home: Home) -> None:
        judged = home.judged
        self.verdict.show_finding(judged.housing, beside(home.dossier.all(Registered), OF_HOUSING, judged.housing))
        self.demands.show_lines([
            Line.of("人不住危房", judged.nobody_in_danger), Line.of("危房不住人", judged.danger_closed),
            Line.of("核验类别", judged.result_class), Line.of("面积", judged.area),
        ])  # fmt: skip
        self.recheck.show_lines([Line(sentence) for sentence in judged.recheck])
        for sheet in self.sheets:
            self.main.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()
        self.sheets = [self._sheet(home, house, finding) for house, finding in judged.houses]
        self.add.setText("添加一栋" if judged.houses else "填写住房")
        if self.sheets:
            self.setTabOrder(_end_of(self.sheets[-1]), self.add)
            self.setTabOrder(self.add, self.use)

    def _sheet(self, home: Home, house: Housing, finding: Finding) -> Building:
        sheet = Building(house, self._album)
        sheet.show_building(home, finding, self._names)
        for verb, edit in (("修改", self._edit), ("鉴定…", self._appraise), ("认定…", self._decide)):
            sheet.buttons[verb].clicked.connect(partial(edit, house))
        for verb, act in self._further(home, house).items():
            sheet.offer(verb, act)
        self.main.insertWidget(self.main.count() - 2, sheet)
        return sheet

    def _further(self, home: Home, house: Housing) -> dict[str, Callable[[], None]]:
        """The rarer acts: verb → what does it."""
        acts: dict[str, Callable[[], None]] = {}
        if home.dossier.owns(house):
            acts["这栋不属于哪一户…"] = lambda: self.wanted.emit(_disowning(house, self._as_it_is))
        else:
            acts["这一户不再使用…"] = lambda: self.wanted.emit(_leaving(house, home, self._as_it_is))
        acts["录错了，删除…"] = lambda: self.wanted.emit(_removing(house))
        return acts

    def _as_it_is(self, house: Housing) -> Housing:
        """The building as the file has it now, so that nothing is written back that was changed since the page was drawn."""
        return self._reader.get(Housing, house.id) or house

    def _warn(self, home: Home) -> Callable[[Draft[Housing]], dict[Question, str]]:
        limits, _ = limits_of(home.dossier.village, home.today)
        return lambda draft: warnings_of(draft, housing_safety(draft.record, limits))

    def _open(self, house: Housing, heading: str, key: str, questions: list[Question], why: str) -> None:
        grouped = None if questions is SEEN else ""
        asked = Asked(house, questions, grouped, self._warn(self._home))
        self.wanted.emit(Edit(heading, key, [asked], why))

    def _edit(self, house: Housing) -> None:
        self._open(house, f"修改 {name_of(house)}", edit_key(house, self._home), SEEN, "修改住房")

    def _appraise(self, house: Housing) -> None:
        self._open(house, f"{name_of(house)} 的鉴定结论", f"appraise:{house.id}", APPRAISED, "登记鉴定结论")

    def _decide(self, house: Housing) -> None:
        suggested = next(finding.suggested or finding for one, finding in self._home.judged.houses if one.id == house.id)
        self._open(house, f"认定 {name_of(house)} · 建议 {suggested.told}", f"decide:{house.id}", DECIDED, "人工认定住房")

    def _on_add(self) -> None:
        home = self._home
        house = Housing(household=home.dossier.household.id)
        self._open(house, "添加一栋房屋", edit_key(house, home), SEEN, "添加房屋")

    def _on_use(self) -> None:
        dossier = self._home.dossier
        self.wanted.emit(Picked(
            "用村里已有的房屋", f"选中后这一栋也算{dossier.head}家在用，原来的归属不变。{UNDONE}", "户主、拼音首字母、组，或者哪一栋",
            lambda find: [(offer.called, offer.housing) for offer in sharing.offers(self._reader, dossier, find)],
            "没有找到别的房屋。", f"{dossier.head}家也用这栋房屋",
            lambda change, house: change.save(sharing.used_too(self._as_it_is(house), dossier.household.id)),
        ))  # fmt: skip


class Building(Answers):
    """What is known of one building."""

    def __init__(self, house: Housing, album: Album) -> None:
        self.pill = pill("", "unknown")
        self.buttons = {verb: Button(verb) for verb in ("修改", "鉴定…", "认定…", "更多 ▾")}
        super().__init__(name_of(house), self.pill, *self.buttons.values(), album=album)
        self.house = house
        self._menu = QMenu(self)
        self.buttons["更多 ▾"].setMenu(self._menu)

    def show_building(self, home: Home, finding: Finding, names: dict[str, str]) -> None:
        """Show it as this household sees it."""
        show_pill(self.pill, f"认定 {finding.told}" if finding.suggested else finding.told, TONES[finding.verdict])
        self.say(sharing.relation_told(self.house, home.dossier))
        self.show_record(self.house.replace(shared=None), names, home.said_of(self.house))

    def offer(self, verb: str, then: Callable[[], None]) -> None:
        """Add an act to the menu."""
        action = QAction(verb, self._menu)
        action.triggered.connect(then)
        self._menu.addAction(action)

    @property
    def acts(self) -> dict[str, QAction]:
        """The acts of the menu: verb → action."""
        return {action.text(): action for action in self._menu.actions()}


def _end_of(sheet: QWidget) -> QWidget:
    """The last part of a sheet to which Tab leads."""
    at = sheet
    while sheet.isAncestorOf(at.nextInFocusChain()):
        at = at.nextInFocusChain()
    return at


def _disowning(house: Housing, as_it_is: Callable[[Housing], Housing]) -> Reasoned:
    name = name_of(house)
    return Reasoned(
        f"{name} 不属于哪一户", f"归属去掉，这一户还算在用。{UNDONE}", "去掉归属", f"{name} 不属于哪一户",
        lambda change, reason: change.save(sharing.disowned(as_it_is(house))),
    )  # fmt: skip


def _leaving(house: Housing, home: Home, as_it_is: Callable[[Housing], Housing]) -> Reasoned:
    name, head = name_of(house), home.dossier.head
    return Reasoned(
        f"{head}家 不再使用 {name}", f"这一户的人也不再算住在那里，房屋本身还在。{UNDONE}", "不再使用", f"{head}家不再使用 {name}",
        lambda change, reason: change.save(sharing.left_by(as_it_is(house), home.dossier)),
    )  # fmt: skip


def _removing(house: Housing) -> Reasoned:
    name = name_of(house)
    return Reasoned(
        f"删除 {name}", f"只用于录错的房屋；拆掉的房屋请在“修改”里填已封存或拆除。{UNDONE}", "删除", f"删除录错的 {name}",
        lambda change, reason: change.remove(house, reason),
    )  # fmt: skip


def edit_key(record: Record, home: Home) -> str:
    """Under which what is typed about a record is kept."""
    return f"edit:{record.id}" if record.id else f"new:{record.table}:{home.dossier.household.id}"
