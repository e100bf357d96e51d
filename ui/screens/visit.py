"""Recording a visit: one flow over visit, house and water, with the verdicts beside it, alive while it is typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from fieldapp.base.record import Record
from fieldapp.base.tally import minted_id
from fieldapp.desk.evening import Evening
from fieldapp.desk.visiting import save_visit
from fieldapp.records.household import Household
from fieldapp.records.visit import Visit
from ui.band import Band
from ui.buttons import Button
from ui.forms.asking import about, follow, forms_of
from ui.forms.flow import Flow
from ui.forms.form import Question, as_typed
from ui.forms.judgement import Judgement
from ui.forms.keeping import Keeper
from ui.forms.sitting import NOTHING_CARRIED, Kept, Sitting
from ui.forms.tonight import Gathering, Told, Tonight
from ui.page import Page, Sheet
from ui.session import Session
from ui.theme import worn

KEY = "visit:"
LEAST = 80
"""So wide is the place of the title in the smallest window, in pixels at 100 %."""


class VisitScreen(Page):
    """One family's visit. What is typed is safe at once; nothing is saved before the person says so."""

    finished = Signal(str)  # the id of the household whose visit was saved
    left = Signal()
    outing_wanted = Signal(list)  # ids of tonight's families, in the order of the list

    def __init__(self, session: Session) -> None:
        super().__init__("走访")
        self._session = session
        self._household = ""
        self._behind = ""  # whose visit waits while the list is looked at
        self._sitting: Sitting | None = None
        self._discarded: Kept | None = None
        self._missing: dict[Question, str] = {}
        self._keeper = Keeper(session.drafts, self._gather)
        self._keeper.setParent(self)
        self.flow: Flow | None = None
        self.evening = Evening(session.survey)
        self._told = Told(session, self.evening, KEY)
        self.tonight = Tonight()
        self.judgement = Judgement(self.tonight)
        self.gathering = Gathering(session, self.evening, self._told)
        self.go_on, self.not_now = Button("继续", main=True), Button("先不")
        self.interrupted = Band(self.go_on, self.not_now)
        self.back = Button("返回", "Esc")
        self.discard = Button("放弃")
        self.save = Button("保存", "Ctrl+Enter", main=True)
        self.outing = Button("出门单…", "Ctrl+P")
        self.start = Button("开始录入", "Ctrl+Enter", main=True)
        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        self.back.clicked.connect(self._on_back)
        self.tonight.open.clicked.connect(self._on_list)
        self.discard.clicked.connect(self._on_discard)
        self.save.clicked.connect(self._on_save)
        self.go_on.clicked.connect(self._on_go_on)
        self.not_now.clicked.connect(self._on_not_now)
        self.judgement.follows.wanted.connect(self._on_wanted)
        self.tonight.chosen.connect(self.begin)
        self.gathering.begun.connect(self.begin)
        self.gathering.changed.connect(self._on_gathered)
        self.start.clicked.connect(self.gathering.begin_first)
        self.outing.clicked.connect(lambda: self.outing_wanted.emit(self.evening.families))
        self._keeper.kept.connect(self._tell)
        self._session.changed.connect(self._on_saved_elsewhere)
        for key, act in (("Ctrl+=", self._on_rest), ("F2", self._on_explain)):
            QShortcut(QKeySequence(key), self._form).activated.connect(act)

    def begin(self, household: str) -> None:
        """Record a visit to one household (its id), or go on with the one that was interrupted there."""
        self._keeper.settle()
        self._household, self._keeper.key = household, KEY + household
        self._discarded = None
        self._sit_down(self._session.drafts.load(self._keeper.key))

    def resume(self) -> bool:
        """Go on with the visit that is being typed; or ask whether to go on with one that was interrupted, the newest first.

        Returns:
            False where there is neither.
        """
        if self.flow and self._sitting and self._sitting.is_begun:
            self.flow.begin_at(self._sitting.at)
            return True
        for key in reversed(self._session.drafts.keys()):
            household = key.removeprefix(KEY)
            if key.startswith(KEY) and self._session.reader.get(Household, household):
                self.begin(household)
                self._ask_to_go_on()
                return True
        return False

    def sit(self, household: str = "") -> None:
        """Sit down for the evening: what was interrupted, else the next of tonight's families, else the household at hand (its
        id) where it was not done tonight, else the list to be put together.
        """
        at_hand = "" if self.evening.is_done(household) else household
        if self.resume():
            return
        if family := self.evening.next_after() or at_hand:
            self.begin(family)
        else:
            self._show_gathering()

    def follow(self, families: list[str]) -> None:
        """Put these families (ids) on tonight's list in the order of their 出门单, before any others."""
        self.evening.follow(families)
        if self._sitting:
            self._show_tonight()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving loses nothing."""
        self._keeper.settle()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        for button in (self.back, self.discard, self.save, self.outing, self.start):
            self.acts.addWidget(button)
        self.about.setWordWrap(True)
        for told in (self.title, self.about):
            told.setMinimumWidth(worn().px(LEAST))
        self._sheet = Sheet()
        self._form = QWidget()
        row = QHBoxLayout(self._form)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(worn().size("gap"))
        row.addWidget(self._sheet, 2)
        row.addWidget(self.judgement, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._form)
        self._pages.addWidget(self.gathering)
        self.body.addWidget(self._keeper.remark)
        self.body.addWidget(self.interrupted)
        self.body.addWidget(self._pages, 1)

    def _sit_down(self, kept: Kept | None) -> None:
        """Show the flow with what was typed before, the cursor where it stood."""
        carried = self.evening.carried if kept is None else NOTHING_CARRIED
        sitting = self._sitting = Sitting(self._session.reader.dossier(self._household), kept, carried)
        self._missing = {}
        self._show_form()
        self.title.setText(f"走访 · {sitting.dossier.head}家")
        self._clear()
        self.flow = Flow([], parent=self._sheet)
        for form in forms_of(sitting, self._session, self.flow.page):
            self.flow.add(form)
        self.flow.changed.connect(self._on_changed)
        self.flow.entered.connect(self._on_entered)
        self._sheet.column.addWidget(self.flow, 1)
        self._refresh()
        self._tell("接着上次没录完的" if sitting.is_begun else "")
        self._show_tonight()
        self.judgement.begin()
        self.flow.begin_at(sitting.at)

    def _show_form(self) -> None:
        self._behind = ""
        self._pages.setCurrentWidget(self._form)
        self.interrupted.say("")
        self._offer(self.discard, self.save)

    def _offer(self, *offered: Button) -> None:
        """Show these buttons beside the one that leads back."""
        for button in (self.discard, self.save, self.outing, self.start):
            button.setVisible(button in offered)

    def _show_gathering(self) -> None:
        """Put tonight's list together; a visit that is being typed waits in its draft."""
        self._rise()
        self._behind = ""
        self.title.setText("走访 · 今晚的名单")
        self.about.setText("白天走过的几户，晚上按出门单的顺序一次录完。")
        self.interrupted.say("")
        self._offer(self.outing, self.start)
        self._on_gathered()
        self._pages.setCurrentWidget(self.gathering)

    def _show_tonight(self) -> None:
        """How far the evening is, and what saving leads to."""
        self.tonight.show_families(self._told, self._household)
        self.save.setText("保存，下一户" if self._next else "保存")

    def _on_gathered(self) -> None:
        self.start.setEnabled(bool(self.evening.open))
        self.outing.setEnabled(bool(self.evening.families))

    @property
    def _next(self) -> str:
        """The family that comes after this one; '' where it is the last, or no evening was arranged."""
        return self.evening.next_after(self._household)

    def _ask_to_go_on(self) -> None:
        """Ask in a band whether to go on with what was interrupted, and let Enter say yes."""
        assert self._sitting
        assert self.flow
        number, asks = self.flow.step(self._sitting.at)
        self.interrupted.say(f"继续录入{self._sitting.dossier.head}家的走访吗？（第 {number} 步：{asks}）")
        self.go_on.setFocus()

    def _on_go_on(self) -> None:
        assert self._sitting
        assert self.flow
        at = self._sitting.at  # the cursor wanders when the button goes
        self.interrupted.say("")
        self.flow.begin_at(at)

    def _on_not_now(self) -> None:
        """What was typed waits for another time."""
        self._rise()
        self.left.emit()

    def _on_back(self) -> None:
        if self._behind:
            self._on_list()
        else:
            self.left.emit()

    def _on_list(self) -> None:
        """To the list and back to the visit."""
        if self._sitting:
            behind = self._household
            self._show_gathering()
            self._behind = behind
        elif self._behind:
            self.begin(self._behind)

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

    def _refresh(self) -> None:
        """Draw everything that follows from the drafts."""
        assert self._sitting
        assert self.flow
        sitting = self._sitting
        judged = sitting.judged(self._session.today())
        follow(self.flow.forms, sitting, judged, self._missing)
        self.judgement.show_judged(sitting, judged)
        self.discard.setText("找回" if self._discarded and not sitting.is_begun else "放弃")
        self.discard.setEnabled(sitting.is_begun or self._discarded is not None)

    def _tell(self, more: str = "") -> None:
        """Say where one is, and that what was typed is safe."""
        assert self._sitting
        safe = f"草稿已保存 {self._session.survey.clock.now():%H:%M:%S}" if self._sitting.is_begun else ""
        self.about.setText(" · ".join(filter(None, (about(self._sitting, self._session.today()), more or safe))))

    def _gather(self) -> dict[str, Any] | None:
        return self._sitting.kept() if self._sitting and self._sitting.is_begun else None

    def _on_changed(self) -> None:
        self._missing = {}
        self.interrupted.say("")
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
            self._sit_down(self._sitting.kept() if self._sitting.is_begun else None)
        elif self._sitting:
            self._rise()
        elif self.gathering.isVisible():
            self.gathering.refresh()

    def _on_wanted(self, kinds: set[str]) -> None:
        assert self._sitting
        self._sitting.wanted = kinds
        self._keeper.soon()

    def _on_explain(self) -> None:
        if self._sitting and self.flow:
            self.flow.explain(self._sitting.judged(self._session.today()))

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
        visit, *others = self._sitting.records(self._session.today())
        visit = visit.with_id(minted_id())
        way = Visit.way.show(visit)
        saved = save_visit(self._session.survey, self._household, [visit, *others], why=f"{way}走访")
        self._keeper.drop()
        self._rise()
        self._session.changed.emit(frozenset(saved))
        self._go_on_from(visit)

    def _go_on_from(self, visit: Record) -> None:
        """The visit is saved: the next family of the evening comes by itself; without one the page of the household."""
        assert isinstance(visit, Visit)
        self.evening.saved(self._household, visit, lambda question, answer: as_typed(question.kind, answer))
        if family := self._next:
            self.begin(family)
        else:
            self.finished.emit(self._household)
