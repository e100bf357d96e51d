"""Editing beside what is edited: the forms of some records in a sheet, and what is typed kept as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldapp.base.draft import Draft
from fieldapp.base.record import Record
from fieldapp.store.reader import Reader
from ui.buttons import Button
from ui.forms.flow import Flow
from ui.forms.form import Around, Form, Jumps, Question, no_jumps
from ui.forms.keeping import Keeper
from ui.page import Sheet
from ui.session import Session
from ui.theme import label, worn

Save = Callable[[list[Any]], None]
NOTHING_AGAINST: Mapping[Question, str] = MappingProxyType({})
LEAST = 560
"""What stands beside a panel needs so many pixels at 100 %."""


Warn = Callable[[Draft[Any]], Mapping[Question, str]]
"""What a rule says against a draft: question → sentence."""


@dataclass(frozen=True)
class Asked:
    """What a panel asks of one record.

    Attributes:
        record: as it is saved.
        heading: above the questions; None takes those of the parts.
        warn: asked after each change; what it says stands under the questions.
        jumps: the questions that need not be put, given what is typed so far.
    """

    record: Record
    questions: Sequence[Question]
    heading: str | None = ""
    warn: Warn = lambda draft: NOTHING_AGAINST
    jumps: Jumps = no_jumps


class Aside(Sheet):
    """A sheet that stands beside something until it is closed."""

    closed = Signal()

    def begin(self) -> None:
        """Put the cursor where the person begins."""
        raise NotImplementedError


class Panel(Aside):
    """Edits records in place. Going away keeps what was typed for the next time; saving is one act."""

    def __init__(
        self, session: Session, heading: str, key: str, asked: Sequence[Asked], around: Around, save: Save,
        needs: Collection[Question] = (),
    ) -> None:  # fmt: skip
        """
        Args:
            key: under which what is typed is kept, such as `edit:<id>`.
            save: saves the records, in the order of `asked`.
            needs: questions without whose answer there is nothing worth saving.
        """
        super().__init__(heading)
        self._reader = session.reader
        self._write, self._needs = save, needs
        self._warns: list[Warn] = []
        self._keeper = Keeper(session.drafts, self._gather)
        self._keeper.setParent(self)
        self._keeper.key = key
        kept = session.drafts.load(key) or {}
        self._around = around
        self._drafts: list[Draft[Any]] = []
        self.flow = Flow([], heads=False)
        for one, name in zip(asked, kept_under([one.record for one in asked]), strict=True):
            self._ask(one, kept.get(name))
        self.said = label("接着上次没填完的。" if kept else "", "note", wraps=True)
        self.save = Button("保存", "Ctrl+Enter", main=True)
        self.leave = Button("收起", "Esc")
        self.discard = Button("放弃修改")
        self.column.addSpacing(worn().px(6))
        self.column.addWidget(self.said)
        self.column.addWidget(self._keeper.remark)
        self.column.addWidget(self.flow, 1)
        self.end(self.save, self.leave, self.discard)
        self._connect()
        session.changed.connect(self._on_saved_elsewhere)
        self._warn()
        self._refresh()

    def begin(self) -> None:
        """Put the cursor into the first question."""
        self.flow.begin()

    def _ask(self, one: Asked, typed: Mapping[str, str] | None = None) -> Form:
        """Ask one more record beneath the others."""
        draft = Draft(one.record, typed)
        form = Form(draft, self._around, one.questions, heading=one.heading, jumps=one.jumps)
        self._drafts.append(draft)
        self._warns.append(one.warn)
        self.flow.add(form)
        return form

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving loses nothing."""
        self._keeper.settle()
        super().hideEvent(event)

    @property
    def is_begun(self) -> bool:
        """Whether anything was typed."""
        return any(draft.dirty for draft in self._drafts)

    def _connect(self) -> None:
        self.flow.changed.connect(self._on_changed)
        self.save.clicked.connect(self._on_save)
        self.leave.clicked.connect(self.closed)
        self.discard.clicked.connect(self._on_discard)

    def _refresh(self) -> None:
        self.discard.setVisible(self.is_begun)
        self.said.setVisible(bool(self.said.text()))

    def _gather(self) -> dict[str, Any] | None:
        names = kept_under([draft.saved for draft in self._drafts])
        return {name: dict(draft.typed) for name, draft in zip(names, self._drafts, strict=True)} if self.is_begun else None

    def _warn(self) -> None:
        for form, warn in zip(self.flow.forms, self._warns, strict=True):
            form.warn(warn(form.draft))

    def _on_changed(self) -> None:
        self._warn()
        self._keeper.soon()
        self._refresh()

    def _on_saved_elsewhere(self) -> None:
        """Never write back what somebody has changed since."""
        for form in self.flow.forms:
            if fresh := _as_saved(self._reader, form.draft.saved):
                form.follow(fresh)

    def _on_discard(self) -> None:
        self._keeper.drop()
        self.closed.emit()

    def _on_save(self) -> None:
        """Save, or put the cursor where something stands in the way."""
        for form in self.flow.forms:
            missing = self._missing(form)
            if missing:
                form.warn(dict.fromkeys(missing, "还没有填写。"))
            for question in (*form.draft.refused, *missing):
                form.row(question).take_cursor()
                return
        self._write([draft.record for draft in self._drafts])
        self._keeper.drop()
        self.closed.emit()

    def _missing(self, form: Form) -> list[Question]:
        """The questions of a form without whose answer it is not worth saving."""
        return [question for question in self._needs if self._lacks(form.draft, question)]

    @staticmethod
    def _lacks(draft: Draft[Any], question: Question) -> bool:
        return question in draft.saved.fields and question.name not in draft.record.answers and not draft.refusal(question)


def kept_under(records: Sequence[Record]) -> list[str]:
    """Under which name each draft is kept: its table, from the second one of a noun on with its number."""
    tables = [record.table for record in records]
    numbers = [tables[:place].count(table) + 1 for place, table in enumerate(tables)]
    return [table if number == 1 else f"{table} {number}" for table, number in zip(tables, numbers, strict=True)]


def _as_saved(reader: Reader, record: Record) -> Record | None:
    """The record as the file has it now; for a new one of which there can be but one, the one made meanwhile."""
    if record.id:
        return reader.get(type(record), record.id)
    parent = record.parent()
    if not (record.single and parent):
        return None
    return next(iter(reader.of(type(record), record.answers[parent.name])), None)


class Beside(QWidget):
    """Something, and at times a panel beside it; where there is no room for both, the panel alone."""

    def __init__(self, main: QWidget, width: int, least: int = LEAST) -> None:
        """`width`: of the panel, in pixels at 100 %; `least`: what the other needs to stand beside it, too."""
        super().__init__()
        self._main, self._width, self._least = main, worn().px(width), worn().px(least)
        self.panel: Aside | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(worn().size("gap"))
        self._row.addWidget(main, 1)

    def open(self, panel: Aside) -> None:
        """Put a panel beside; what was typed into another one is kept."""
        self.close_panel()
        self.panel = panel
        self._row.addWidget(panel)
        self._share()
        panel.show()
        panel.begin()

    def close_panel(self) -> None:
        """Take the panel away."""
        if self.panel:
            self._row.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None
        self._main.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        if self.panel:
            both = self.width() - self._width >= self._least
            self._main.setVisible(both)
            self.panel.setFixedWidth(self._width if both else self.width())
