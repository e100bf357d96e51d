"""审核 on the page of a household: what was said of it and by whom, and the sheet on which somebody says more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from fieldapp.base.errors import FieldAppError
from fieldapp.desk.reviewing import SILENT, Said, called, records_of, replied, review_of, said, say, targets_of, what_of, whole
from fieldapp.records.household import Household
from fieldapp.records.review import Review, State
from fieldapp.rules.reviewing import OPEN, Remark, Target
from ui.buttons import Button
from ui.choices import Choices
from ui.entries import Entries
from ui.forms.panel import Aside
from ui.forms.verdict import empty
from ui.household.errands import Reasoned, Replying, Reviewing
from ui.page import Sheet, scrolled
from ui.tables.badges import REVIEW_TONES
from ui.tabs import FIRST, TABS
from ui.theme import label, pill, worn

if TYPE_CHECKING:
    from fieldapp.records.dossier import Dossier
    from fieldapp.rules.reviewing import Reviewed
    from fieldapp.store.survey import Survey
    from ui.forms.panel import Beside
    from ui.session import Session

ONE, PART, COMMENT, RESULT = "审核哪一条", "哪一栏", "意见", "审核结果"
ALL_OF_IT = "整条"
REPLY = "写说明…"
RESULTS = (State.APPROVED, State.HAS_ISSUES, State.REJECTED)
TALL = 72


def on_tab(reviewed: Reviewed, tab: str) -> list[Remark]:
    """The remarks that are told on a tab: all of them on the first one, else those on its own records."""
    return [one for one in reviewed.remarks if one.standing in REVIEW_TONES and tab in (FIRST, TABS.get(one.target.noun.table))]


def told(remark: Remark) -> str:
    """A remark in one line, such as 县退回：写全名。"""
    level = remark.review.level.value if remark.review.level else ""
    return f"{level}{remark.standing.value}：{remark.review.comment or SILENT}"


def signed(review: Review) -> str:
    """Who said it, and when."""
    return " · ".join(filter(None, (review.by, Review.day.show(review))))


def beside_answers(reviewed: Reviewed, record: str) -> dict[str, str]:
    """What is said of the single answers of a record (its id): name of the question → sentences with who and when."""
    found: dict[str, list[str]] = {}
    for one in reviewed.remarks:
        if one.target.record == record and one.target.question and one.standing in REVIEW_TONES:
            found.setdefault(one.target.question, []).append(f"{told(one)}({signed(one.review)})")
    return {question: "\n".join(lines) for question, lines in found.items()}


def replying(wanted: Replying, survey: Survey) -> Reasoned:
    """The village's answer to a remark, as an act that needs words."""
    dossier, target = wanted.dossier, wanted.target
    about = f"{what_of(dossier, target)}：情况是怎样的，写一句，随下次上报送去。退回还在，要等镇里、县里再审。"
    return Reasoned(
        "说明", about, "写上", "说明", lambda change, told: change.save(review_of(dossier, target, replied(survey, told)))
    )  # fmt: skip


class ReviewCard(Sheet):
    """What is said, the strictest first; the village may answer each, an office may say more."""

    wanted = Signal(object)  # Reviewing or Replying

    def __init__(self) -> None:
        super().__init__("审核")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(worn().px(10))
        self.column.addLayout(self._lines)
        self.buttons = {state: QPushButton(state.value) for state in RESULTS}
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, worn().px(6), 0, 0)
        row.setSpacing(worn().px(8))
        for state, button in self.buttons.items():
            button.setProperty("chip", True)  # three buttons find no room there at 150 %
            row.addWidget(button)
            button.clicked.connect(partial(self._on_review, state))
        row.addStretch()
        self.column.addWidget(self._row)

    def show_remarks(self, dossier: Dossier, remarks: Sequence[Remark], tab: str, *, office: bool) -> None:
        """Show these remarks. `office`: whether it is an office's file, where more can be said."""
        self._dossier, self._tab = dossier, tab
        empty(self._lines)
        self.replies: list[Button] = []
        for remark in remarks:
            self._lines.addWidget(self._drawn(remark, office=office))
        if not remarks:
            self._lines.addWidget(label("没有要改的。", "note", wraps=True))
        self._row.setVisible(office)

    def _drawn(self, remark: Remark, *, office: bool) -> QWidget:
        drawn = QWidget()
        column = QVBoxLayout(drawn)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(worn().px(2))
        level = remark.review.level.value if remark.review.level else ""
        head = pill(f"{level} {remark.standing.value}".strip(), REVIEW_TONES[remark.standing])
        column.addWidget(head, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(label(f"{what_of(self._dossier, remark.target)}：{remark.review.comment or SILENT}", wraps=True))
        column.addWidget(label(signed(remark.review), "note"))
        for reply in remark.replies:
            column.addWidget(label(f"村里说明：{reply.comment}({signed(reply)})", "note", wraps=True))
        if not office and remark.standing in OPEN:
            reply_to = Button(REPLY, quiet=True)
            reply_to.clicked.connect(lambda _=False: self.wanted.emit(Replying(self._dossier, remark.target)))
            column.addWidget(reply_to, 0, Qt.AlignmentFlag.AlignLeft)
            self.replies.append(reply_to)
        return drawn

    def _on_review(self, state: State, *_: object) -> None:
        self.wanted.emit(Reviewing(self._dossier, state, self._tab))


class WordSheet(Aside):
    """Asks for the result and the words of a review."""

    def __init__(self, survey: Survey, heading: str, about: str, state: State) -> None:
        super().__init__(heading, about)
        self._survey, self.state = survey, state
        self.result = Choices([one.value for one in RESULTS], RESULTS, state, self._on_result)
        self.comment = QPlainTextEdit()
        self.comment.setFixedHeight(worn().px(TALL))
        self.comment.setTabChangesFocus(True)
        self.entries = Entries()
        self.do = Button(state.value, "Ctrl+Enter", main=True)
        self.leave = Button("收起", "Esc")
        self._ask()
        self.entries.ask(RESULT, self.result)
        self._words = self.entries.ask(COMMENT, self.comment, "存疑和退回要写哪里不对、怎么改。")
        asked = QWidget()
        asked.setLayout(self.entries)
        self.column.addWidget(scrolled(asked), 1)
        row = QHBoxLayout()
        row.setSpacing(worn().size("gap"))
        for button in (self.do, self.leave):
            row.addWidget(button)
        row.addStretch()
        self.column.addLayout(row)
        self.do.clicked.connect(self._on_done)
        self.leave.clicked.connect(self.closed)

    def begin(self) -> None:
        self.comment.setFocus()

    def _ask(self) -> None:
        """Ask first what it is about."""

    def _give(self, word: Said) -> None:
        raise NotImplementedError

    def _on_result(self, state: State) -> None:
        self.state = state
        self.do.setText(state.value)
        self._words.complain("")

    def _on_done(self) -> None:
        try:
            word = said(self._survey, self.state, self.comment.toPlainText())
        except FieldAppError as trouble:
            self._words.complain(str(trouble))
            self.comment.setFocus()
            return
        self._give(word)


class ReviewSheet(WordSheet):
    """Says something of the household, of one of its records, or of one answer."""

    given = Signal(object, object)  # the Target, the Said

    def __init__(self, survey: Survey, wanted: Reviewing) -> None:
        self._dossier = wanted.dossier
        targets = targets_of(wanted.dossier)
        here = [one for one in targets[1:] if TABS.get(one.noun.table) == wanted.tab != FIRST]
        self._targets = [*reversed(here), *(one for one in targets if one not in here)]
        self._questions: list[str] = []
        self.one, self.part = QComboBox(), QComboBox()
        super().__init__(survey, "审核", "说给村里听：哪一条、哪里不对、怎么改。", wanted.state)

    def _ask(self) -> None:
        records = {one.id: one for one in (self._dossier.household, *records_of(self._dossier))}
        for target in self._targets:
            self.one.addItem(called(records[target.record], self._dossier.names))
        self.one.currentIndexChanged.connect(self._on_one)
        self.entries.ask(ONE, self.one)
        self.entries.ask(PART, self.part)
        self._on_one(0)

    def choose(self, target: Target) -> None:
        """Stand at this record or answer."""
        self.one.setCurrentIndex(self._targets.index(Target(target.noun, target.record)))
        self.part.setCurrentIndex(self._questions.index(target.question))

    def _on_one(self, place: int) -> None:
        noun = self._targets[place].noun
        fields = noun.questions()
        self._questions = ["", *(field.name for field in fields)]
        self.part.clear()
        self.part.addItems(["整户" if noun is Household else ALL_OF_IT, *(field.label for field in fields)])

    def _give(self, word: Said) -> None:
        about, question = self._targets[self.one.currentIndex()], self._questions[self.part.currentIndex()]
        self.given.emit(Target(about.noun, about.record, question), word)


class BulkSheet(WordSheet):
    """Says the same of many households as wholes."""

    given = Signal(object)  # the Said

    def __init__(self, survey: Survey, count: int) -> None:
        super().__init__(survey, f"审核 {count} 户", "每一户都是整户；算一次操作，能一起撤销。", State.APPROVED)

    def _give(self, word: Said) -> None:
        self.given.emit(word)


class Bulk:
    """The errand of reviewing many households: asks beside their list, then writes one act beside the screen."""

    def __init__(self, session: Session, beside: Beside, households: Sequence[str], after: Callable[[], object]) -> None:
        """`after`: called when the sheet has gone."""
        self._session, self._beside, self._after = session, beside, after
        self._targets = {id: [whole(id)] for id in households}
        self.sheet = BulkSheet(session.survey, len(households))
        self.sheet.given.connect(self._on_given)
        self.sheet.closed.connect(self._close)
        beside.open(self.sheet)

    def _on_given(self, word: Said) -> None:
        self.sheet.setEnabled(False)
        write = partial(say, self._session.survey, self._targets, word)
        self._session.change_beside(word.why, write, self._on_written, self._on_failed)

    def _on_written(self, _: None) -> None:
        self._close()

    def _on_failed(self, trouble: BaseException) -> None:
        if self._beside.panel is self.sheet:
            self.sheet.setEnabled(True)
        if not isinstance(trouble, FieldAppError):
            raise trouble
        self._session.messages.tell(trouble)

    def _close(self) -> None:
        if self._beside.panel is self.sheet:  # it may have been put away meanwhile
            self._beside.close_panel()
            self._after()
