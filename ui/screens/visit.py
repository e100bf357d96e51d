"""Recording a visit: one flow over visit, house and water, with the verdicts beside it, alive while it is typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout

from fieldapp.desk.judging import Judged
from fieldapp.desk.visiting import save_visit
from fieldapp.records.household import Household
from fieldapp.records.housing import APPRAISAL, DECISION, Housing
from fieldapp.records.problem import Problem, Promise
from fieldapp.records.registered import Registered
from fieldapp.records.visit import NEWS, ROUND, Visit
from fieldapp.rules.dwelling import name_of
from fieldapp.rules.registered import OF_HOUSING, OF_WATER, beside
from ui.buttons import Button
from ui.forms.flow import Flow
from ui.forms.form import Around, Form, Question
from ui.forms.keeping import Keeper
from ui.forms.sitting import Kept, Sitting
from ui.forms.verdict import VerdictCard, empty, warnings_of
from ui.page import Page, Sheet, Side
from ui.session import Session
from ui.tables.badges import short_day
from ui.theme import worn

KEY = "visit:"
ASKED: list[Question] = [question for question in Visit.questions() if question.part in (ROUND, NEWS)]
"""What a visit asks by itself; what was confirmed, the day of entry and corrections follow from what is done."""
PROMISED: list[Question] = [Promise.answer, Promise.by, Promise.due]
AT_THE_DOOR: list[Question] = sorted(
    (question for question in Housing.questions() if question is not Housing.shared),
    key=lambda question: question.part in (APPRAISAL, DECISION),
)
"""What a visit asks of the building where the family lives: papers last; who else uses it is settled on the page of the household."""
FURTHER: list[Question] = [Housing.sleepers, Housing.sealed, Housing.pictures]
"""What a visit asks of a further building: whether somebody sleeps there after all."""
SIDE = 330


class VisitScreen(Page):
    """One family's visit. What is typed is safe at once; nothing is saved before the person says so."""

    finished = Signal(str)  # the id of the household whose visit was saved
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("走访")
        self._session = session
        self._household = ""
        self._sitting: Sitting | None = None
        self._discarded: Kept | None = None
        self._missing: dict[Question, str] = {}
        self._keeper = Keeper(session.drafts, self._gather)
        self._keeper.setParent(self)
        self.flow: Flow | None = None
        self.housing, self.water = VerdictCard("住房"), VerdictCard("饮水")
        self.follows = Follows()
        self.back = Button("返回", "Esc")
        self.discard = Button("放弃这次")
        self.save = Button("保存", "Ctrl+Enter", main=True)
        self._lay_out()
        self.back.clicked.connect(self.left)
        self.discard.clicked.connect(self._on_discard)
        self.save.clicked.connect(self._on_save)
        self.follows.wanted.connect(self._on_wanted)
        self._keeper.kept.connect(self._tell)
        session.changed.connect(self._on_saved_elsewhere)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._on_save)
        QShortcut(QKeySequence("Ctrl+="), self).activated.connect(self._on_rest)

    def begin(self, household: str) -> None:
        """Record a visit to one household (its id), or go on with the one that was interrupted there."""
        self._keeper.settle()
        self._household, self._keeper.key = household, KEY + household
        self._discarded = None
        self._sit_down(self._session.drafts.load(self._keeper.key))

    def resume(self) -> bool:
        """Go on where a visit was interrupted, the newest one first, at its question; False where none was."""
        if self._sitting and self._sitting.is_begun:
            self._go_to(self._sitting.at)
            return True
        for key in reversed(self._session.drafts.keys()):
            household = key.removeprefix(KEY)
            if key.startswith(KEY) and self._session.reader.get(Household, household):
                self.begin(household)
                return True
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving loses nothing."""
        self._keeper.settle()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        for button in (self.back, self.discard, self.save):
            self.acts.addWidget(button)
        self._sheet = Sheet()
        side = Side(SIDE)
        for card in (self.housing, self.water, self.follows):
            side.add(card)
        row = QHBoxLayout()
        row.setSpacing(worn().size("gap"))
        row.addWidget(self._sheet, 1)
        row.addWidget(side)
        self.body.addLayout(row, 1)

    def _sit_down(self, kept: Kept | None) -> None:
        """Show the flow with what was typed before, the cursor where it stood."""
        sitting = self._sitting = Sitting(self._session.reader.dossier(self._household), kept)
        self._missing = {}
        self.title.setText(f"走访 · {sitting.dossier.head}家")
        self._clear()
        self.flow = Flow(self._forms(sitting))
        self.flow.changed.connect(self._on_changed)
        self.flow.entered.connect(self._on_entered)
        self._sheet.column.addWidget(self.flow, 1)
        self._refresh()
        self._tell("接着上次没录完的" if sitting.is_begun else "")
        self._go_to(sitting.at)

    def _rise(self) -> None:
        """Leave the visit; what is typed waits in its draft."""
        self._keeper.settle()
        self._keeper.key = ""
        self._sitting = None
        self._clear()

    def _clear(self) -> None:
        if self.flow:
            self.flow.blockSignals(True)  # the cursor may still wander through it while it goes
            self._sheet.column.removeWidget(self.flow)
            self.flow.hide()
            self.flow.deleteLater()
            self.flow = None

    def _forms(self, sitting: Sitting) -> list[Form]:
        around = Around.of(sitting.dossier, self._session)
        return [
            Form(sitting.visit, around, ASKED, last=sitting.last, afresh=(Visit.day, Visit.note)),
            Form(sitting.promise, around, PROMISED, last=Promise()),
            Form(sitting.housing, around, AT_THE_DOOR, last=sitting.housing.saved),
            *(
                Form(draft, around, FURTHER, last=draft.saved, heading=f"另一栋：{name_of(draft.saved)}")
                for draft in sitting.further
            ),
            Form(sitting.water, around, last=sitting.water.saved),
        ]

    def _go_to(self, key: str) -> None:
        """Put the cursor into the question of that key, or into the first one."""
        assert self.flow
        questions = {row.field.key: row.field for form in self.flow.forms for row in form.asked}
        if not (key in questions and self.flow.go_to(questions[key])):
            self.flow.begin()

    def _refresh(self) -> None:
        """Draw everything that follows from the drafts."""
        assert self._sitting
        assert self.flow
        sitting = self._sitting
        visit, promise, *inside = self.flow.forms
        promise.setVisible(sitting.promises)
        for form in inside:
            form.setVisible(sitting.looks_inside)
        judged = sitting.judged(self._session.today())
        visit.warn(self._missing)
        self._judge(judged)
        self.follows.show_problems(sitting.suggested(judged), sitting.wanted)
        self.discard.setText("找回放弃的" if self._discarded and not sitting.is_begun else "放弃这次")
        self.discard.setEnabled(sitting.is_begun or self._discarded is not None)

    def _judge(self, judged: Judged) -> None:
        """Show the verdicts, and what they say against what is typed."""
        assert self._sitting
        assert self.flow
        sitting, registered = self._sitting, self._sitting.dossier.all(Registered)
        self.housing.show_finding(judged.housing, beside(registered, OF_HOUSING, judged.housing))
        self.water.show_finding(judged.water, beside(registered, OF_WATER, judged.water))
        of_building = {house.id: finding for house, finding in judged.houses}
        *houses, water = self.flow.forms[2:]
        for form in houses:
            form.warn(warnings_of(form.draft, of_building.get(form.draft.saved.id, judged.housing)))
        water.warn(warnings_of(sitting.water, judged.water))

    def _tell(self, more: str = "") -> None:
        """Say where one is, and that what was typed is safe."""
        assert self._sitting
        dossier, last = self._sitting.dossier, self._sitting.last
        visited = f"上次 {short_day(last.day, self._session.today())}" if last.day else "第一次走访"
        company = f"({last.companions})" if last.companions else ""
        safe = "" if more or not self._sitting.is_begun else f"草稿已保存 {self._session.survey.clock.now():%H:%M:%S}"
        told = (dossier.household.group, f"{len(dossier.members)} 人", visited + company, more or safe)
        self.about.setText(" · ".join(filter(None, told)))

    def _gather(self) -> dict[str, Any] | None:
        return self._sitting.kept() if self._sitting and self._sitting.is_begun else None

    def _on_changed(self) -> None:
        self._missing = {}
        self._keeper.soon()
        self._refresh()

    def _on_entered(self, question: Question) -> None:
        assert self._sitting
        moved, self._sitting.at = question.key != self._sitting.at, question.key
        if moved and self._sitting.is_begun:
            self._keeper.now()

    def _on_saved_elsewhere(self) -> None:
        """Never write back what somebody has changed since: lay what is typed over the file as it is now."""
        if self._sitting and self.isVisible() and self._session.reader.get(Household, self._household):
            self._sit_down(self._sitting.kept())
        elif self._sitting:
            self._rise()

    def _on_wanted(self, kinds: set[str]) -> None:
        assert self._sitting
        self._sitting.wanted = kinds
        self._keeper.soon()

    def _on_rest(self) -> None:
        if self.flow:
            self.flow.take_rest()

    def _on_discard(self) -> None:
        """Throw away what was typed, or bring back what was thrown away."""
        assert self._sitting
        if self._sitting.is_begun:
            self._discarded = self._sitting.kept()
            self._sit_down(None)
        else:
            kept, self._discarded = self._discarded, None
            self._sit_down(kept)
        self._keeper.now()

    def _on_save(self) -> None:
        """Save everything as one act, or put the cursor where something stands in the way."""
        assert self._sitting
        assert self.flow
        if obstacle := self._sitting.obstacle():
            self._missing = {} if self._sitting.refuses(obstacle.field) else {obstacle.field: obstacle.text}
            self._refresh()
            self.flow.go_to(obstacle.field)
            return
        saved = save_visit(self._session.survey, self._household, self._sitting.records(self._session.today()))
        self._keeper.drop()
        self._rise()
        self._session.changed.emit(frozenset(saved))
        self.finished.emit(self._household)


class Follows(Sheet):
    """What follows from a verdict: problems that the person may register with the visit. A rule suggests, he decides."""

    wanted = Signal(set)  # names of the kinds of problem

    def __init__(self) -> None:
        super().__init__("由此登记问题", "勾选的随走访登记，责任人和期限到户页补填。")
        self._ticks: dict[str, QCheckBox] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(worn().px(5))
        self.column.addLayout(self._lines)

    def show_problems(self, problems: list[Problem], wanted: set[str]) -> None:
        """Offer these problems; those of the kinds in `wanted` are ticked."""
        kinds = {problem.kind.name: problem for problem in problems if problem.kind}
        self.setVisible(bool(kinds))
        if kinds.keys() != self._ticks.keys():
            empty(self._lines)
            self._ticks = {name: self._tick(problem) for name, problem in kinds.items()}
        for name, tick in self._ticks.items():
            tick.setChecked(name in wanted)

    def _tick(self, problem: Problem) -> QCheckBox:
        tick = QCheckBox(f"{Problem.kind.show(problem)}问题")
        tick.clicked.connect(self._on_clicked)
        self._lines.addWidget(tick)
        return tick

    def _on_clicked(self) -> None:
        self.wanted.emit({name for name, tick in self._ticks.items() if tick.isChecked()})
