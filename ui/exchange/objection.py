"""提出异议: another value for what the other office has changed, and why; beside the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from fieldapp.base.draft import Draft
from fieldapp.base.record import Record
from fieldapp.desk.corrections import DELETED, Correction
from ui.buttons import Button
from ui.entries import Entries
from ui.forms.flow import Flow
from ui.forms.form import Around, Form
from ui.forms.panel import Aside
from ui.theme import label, worn

if TYPE_CHECKING:
    from ui.session import Session

ANOTHER = "填上应该是什么，再写理由。会作为提议报给县里；县里答复以前，仍显示现在的。"
OF_RECORD = {True: "这一条会恢复，县里能看到理由。", False: "会提议删除这一条；县里答复以前，它还在。"}
"""Whether the other office has deleted it → what contesting does."""
FEW = 3
"""So many questions stand as they are; more can be scrolled."""


class ObjectionSheet(Aside):
    """Asks for another answer where there is a question, and always for the reason."""

    given = Signal(object, str)  # the record with what it should say, or None; the reason

    def __init__(self, one: Correction, session: Session) -> None:
        super().__init__(f"提出异议 · {one.head} {one.what}".strip(), ANOTHER if one.unit else OF_RECORD[one.how == DELETED])
        record = session.reader.get(one.noun, one.record) if one.unit else None
        self.form = self._form(one, record, session) if record else None
        self.reason = QLineEdit()
        entries = Entries()
        self._entry = entries.ask("理由", self.reason)
        self.do = Button("提出异议", "Ctrl+Enter", main=True)
        self.leave = Button("收起", "Esc")
        self.wrong = label("", "remark", wraps=True)
        self.wrong.hide()
        if self.form:
            self._ask(self.form)
        self.column.addSpacing(worn().px(6))
        self.column.addLayout(entries)
        self.column.addWidget(self.wrong)
        self.end(self.do, self.leave)
        self.reason.returnPressed.connect(self._on_done)
        self.do.clicked.connect(self._on_done)
        self.leave.clicked.connect(self.closed)

    def _ask(self, form: Form) -> None:
        """Put the questions down; many of them can be scrolled."""
        if len(form.asked) <= FEW:
            form.passed.connect(lambda _: self.reason.setFocus())
            self.column.addWidget(form)
        else:
            flow = Flow([form], heads=False)
            flow.ended.connect(self.reason.setFocus)
            self.column.addWidget(flow, 1)

    @staticmethod
    def _form(one: Correction, record: Record, session: Session) -> Form:
        home = next(session.reader.dossiers([one.household]), None) if one.household else None
        around = Around.of(home, session) if home else Around(session.today)
        draft: Draft[Any] = Draft(record)
        return Form(draft, around, one.noun.units()[one.unit], heading="")

    def begin(self) -> None:
        if not (self.form and self.form.begin()):
            self.reason.setFocus()

    def complain(self, wrong: str) -> None:
        """Say what stands in the way."""
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))

    def _on_done(self) -> None:
        reason = " ".join(self.reason.text().split())
        refused = self.form.draft.refused if self.form else []
        self._entry.complain("" if reason else "还没有写理由。")
        if self.form and refused:
            self.form.row(next(iter(refused))).take_cursor()
        elif reason:
            self.given.emit(self.form.draft.record if self.form else None, reason)
        else:
            self.reason.setFocus()
