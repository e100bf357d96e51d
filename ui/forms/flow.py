"""Several forms as one flow: Enter leads from the last question of one to the first of the next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from fieldapp.desk.judging import Judged
from ui.forms.explaining import explained
from ui.forms.form import Form, Question
from ui.forms.row import GAP, SHARES, Row
from ui.theme import label, worn

MARGIN = 8
"""Between the forms and the scroll bar, in pixels."""


class Flow(QScrollArea):
    """Shows forms one under another, keeps the cursor in sight and leads it from one to the next."""

    changed = Signal()
    entered = Signal(object)  # the question with the cursor
    ended = Signal()  # Enter beyond the last question of all

    def __init__(self, forms: Sequence[Form], *, heads: bool = True, parent: QWidget | None = None) -> None:
        """`heads`: whether a line above names the columns; for forms with last time's answers. `parent`: where it will stand."""
        super().__init__(parent)
        self.forms: list[Form] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sought: Row | None = None
        self._heads = Heads(self) if heads else None
        if self._heads:
            self.setViewportMargins(0, self._heads.sizeHint().height() + worn().px(10), 0, 0)
        self.page = QWidget()
        self.page.setProperty("role", "page")
        self.setWidget(self.page)
        self._column = QVBoxLayout(self.page)
        self._column.setContentsMargins(0, 0, MARGIN, 0)
        self._column.setSpacing(worn().px(14))
        self._column.addStretch()
        for form in forms:
            self.add(form)

    def add(self, form: Form) -> None:
        """Put one more form beneath the others; `page` is the parent that it should have been made with."""
        place = len(self.forms)
        self.forms.append(form)
        self._column.insertWidget(place, form)
        form.changed.connect(self.changed)
        form.entered.connect(partial(self._on_entered, form))
        form.passed.connect(partial(self._on_passed, place))

    def end(self, button: QWidget) -> None:
        """Put a button beneath the last form."""
        self._column.insertWidget(self._column.count() - 1, button, 0, Qt.AlignmentFlag.AlignLeft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._heads:
            self._heads.setGeometry(0, 0, self.viewport().width(), self._heads.sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        """What was begun before it could be seen is found where the cursor was put."""
        super().showEvent(event)
        if self._sought:
            self.bring_to_sight(self._sought)

    def row_with_cursor(self) -> Row | None:
        """The row where the cursor stands."""
        return next((row for form in self.forms for row in form.asked if row.editor.box.hasFocus()), None)

    def take_rest(self) -> None:
        """Take last time's answers for what is left of the form with the cursor, and go on to the next form."""
        row = self.row_with_cursor()
        for place, form in enumerate(self.forms):
            if row in form.asked:
                form.take_rest()
                self._on_passed(place, 1)

    def go_to(self, question: Question) -> bool:
        """Put the cursor into a question; whether it is put now."""
        for form in self.forms:
            for row in form.asked:
                if row.field is question and not form.isHidden():
                    self._sought = row
                    row.take_cursor()
                    return True
        return False

    def begin_at(self, key: str) -> None:
        """Put the cursor into the question of that key, or into the first one that nothing is typed into yet."""
        question = next((row.field for form in self.forms for row in form.asked if row.field.key == key), None)
        if question is None or not self.go_to(question):
            self.begin_open()

    def explain(self, judged: Judged) -> None:
        """Explain the question with the cursor, given what is judged now; once more, and the explanation is folded."""
        if row := self.row_with_cursor():
            form = next(form for form in self.forms if row in form.asked)
            form.explain(row.field, "" if form.explained else explained(row.field, form.help(row.field), judged))
            self.bring_to_sight(row)

    def begin_open(self) -> None:
        """Put the cursor into the first question that nothing is typed into yet."""
        for form, row in self._asked():
            if row.field.name not in form.draft.typed:
                row.take_cursor()
                return
        self.begin()

    def step(self, key: str) -> tuple[int, str]:
        """The number of a question among those that are put, from 1, and what it asks; the first where it is put no longer."""
        asked = [row.field for _, row in self._asked()]
        place = next((place for place, question in enumerate(asked) if question.key == key), 0)
        return place + 1, asked[place].label

    def _asked(self) -> list[tuple[Form, Row]]:
        return [(form, row) for form in self.forms if not form.isHidden() for row in form.asked]

    def begin(self) -> None:
        """Put the cursor into the first question."""
        self._on_passed(-1, 1)

    def _on_passed(self, place: int, way: int) -> None:
        """Lead the cursor out of the form at `place` into the next one that asks anything."""
        place += way
        while 0 <= place < len(self.forms):
            if not self.forms[place].isHidden() and self.forms[place].begin(way):
                return
            place += way
        if way > 0:
            self.ended.emit()

    def _on_entered(self, form: Form, question: Question) -> None:
        self._sought = form.row(question)
        self.bring_to_sight(self._sought)
        self.entered.emit(question)

    def bring_to_sight(self, part: QWidget) -> None:
        """Let the whole of a row be seen, as soon as the remark under it has found its room."""
        QTimer.singleShot(0, self, partial(self.ensureWidgetVisible, part, 0, worn().size("row")))


class Heads(QWidget):
    """The line that names the columns of a flow, and the keys that take last time's answers."""

    TITLES = ("要问的", "上次", "这次")
    KEYS = ("   = 同上次", "   Ctrl+= 余下全同", "   F2 说明")
    """Behind the last title, as many as there is room for."""

    def __init__(self, flow: QWidget) -> None:
        super().__init__(flow)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, worn().size("field") + GAP + MARGIN, 0)
        row.setSpacing(GAP)
        for title, share in zip(self.TITLES, SHARES, strict=True):
            head = label(title, "note")
            head.setMinimumWidth(1)
            row.addWidget(head, share)
        self._last = head

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() - worn().size("field") - 3 * GAP - MARGIN
        fits = [self.TITLES[-1]]
        for key in self.KEYS:
            fits.append(fits[-1] + key)
        widest = room * SHARES[-1] // sum(SHARES)
        self._last.setText(max((one for one in fits if self._last.fontMetrics().horizontalAdvance(one) <= widest), key=len))
