"""The guided first visit: in a practice file a calm band says the next step, and notices by itself when it is done.

It watches; no screen knows of it. Steps may be done in any order, and what is done stays done on this machine.
"""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.desk.handing_over import hand_overs
from fieldapp.records.housing import Housing
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from ui.band import Band
from ui.buttons import Button
from ui.forms.row import Row
from ui.preferences import Preferences
from ui.session import Session
from ui.theme import worn

PRACTICE = "practice"
"""The remark that marks a practice file; `fieldapp.desk.practice` is too heavy to be loaded for it."""
FIND, VISIT, HOUSING, WATER, SAVE, PLAN, EXPORT = STEPS = ("find", "visit", "housing", "water", "save", "plan", "export")
WORDS = {
    FIND: "找一户：按 Ctrl+K，打户主姓名或拼音首字母，按 Enter 打开。",
    VISIT: "记走访：在这一户的页面点“记走访”。",
    HOUSING: "问住房：先填日期、方式、见到谁，按 Enter 往下；到承重墙按 3，看右边的结论怎么变。",
    WATER: "问饮水：接着往下，填每人每天用水量，看结论和理由。",
    SAVE: "保存：按 Ctrl+Enter。少了什么，光标会停在那里。",
    PLAN: "看计划：在这一户的页面点“帮扶计划”，看到的就是印出来的。",
    EXPORT: "导出：到“上报”，选一种版本，点“导出工作簿…”。",
}
END = "走完一遍了：按 F1 随时看手册。换成自己村的，到“设置”点“换一份档案”。"
SCREENS = {"HouseholdScreen": FIND, "VisitScreen": VISIT, "PlanPreviewScreen": PLAN}
"""Name of the class of a screen → the step that is done when it is seen."""
ANSWERED = {Housing.table: HOUSING, Water.table: WATER}


CLOSED = "closed"
"""Kept among the steps that are done where nobody wants to be led any more."""


class Guide(QWidget):
    """Says the next step above the screens, and takes no room where it says nothing."""

    def __init__(self, session: Session, preferences: Preferences, stack: QStackedWidget) -> None:
        super().__init__(stack.parentWidget())
        theme = worn()
        self.away = Button("不再显示")
        self.band = Band(self.away, parent=self)
        room = QVBoxLayout(self)
        room.setContentsMargins(theme.size("margin"), theme.px(14), theme.size("margin"), 0)
        room.addWidget(self.band)
        self._session, self._preferences, self._stack = session, preferences, stack
        self._exported = len(hand_overs(session.reader))
        self._watched: set[QWidget] = set()
        self.away.clicked.connect(self._on_away)
        stack.currentChanged.connect(self._on_screen)
        session.changed.connect(self._on_changed)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_cursor)
        self._on_screen()

    @property
    def step(self) -> str:
        """The first step that is not done, '' when all are."""
        return next((step for step in STEPS if step not in self._preferences.guided), "")

    def _tell(self) -> None:
        if CLOSED in self._preferences.guided or self._is_reading:
            self._say("")
        elif self.step:
            self._say(f"第 {STEPS.index(self.step) + 1} 步，共 {len(STEPS)} 步   {WORDS[self.step]}")
        else:
            self._say(END)

    def _say(self, text: str) -> None:
        self.band.say(text)
        self.setVisible(bool(text))

    def _do(self, step: str) -> None:
        if step not in self._preferences.guided:
            self._preferences.guided = [*self._preferences.guided, step]
            self._tell()

    def _on_away(self) -> None:
        self._do(CLOSED)

    @property
    def _is_reading(self) -> bool:
        """Whether the manual is open: who reads is not hurried on."""
        return type(self._stack.currentWidget()).__name__ == "ManualScreen"

    def _on_screen(self) -> None:
        screen = self._stack.currentWidget()
        self._tell()
        if step := SCREENS.get(type(screen).__name__):
            self._do(step)
        elif type(screen).__name__ == "HandOverScreen" and screen not in self._watched:
            from ui.screens.hand_over import HandOverScreen

            assert isinstance(screen, HandOverScreen)
            self._watched.add(screen)
            screen.safer.connect(self._on_safer)

    def _on_safer(self) -> None:
        """A backup makes safer, too: only what has left the house counts."""
        if len(hand_overs(self._session.reader)) > self._exported:
            self._do(EXPORT)

    def _on_changed(self, tables: frozenset[str]) -> None:
        if Visit.table in tables and VISIT in self._preferences.guided:
            self._do(SAVE)

    def _on_cursor(self, _: QWidget | None, now: QWidget | None) -> None:
        """An answer to a question about house or water, typed or as last time, is a step."""
        row = now
        while row is not None and not isinstance(row, Row):
            row = row.parentWidget()
        step = ANSWERED.get(row.field.owner.table) if row and row.field.owner else None
        if row and step and step not in self._preferences.guided:
            for answered in (row.editor.typed, row.editor.same):
                answered.connect(lambda *_: self._do(step))


def lead(session: Session, preferences: Preferences, stack: QStackedWidget, above: QVBoxLayout) -> Guide | None:
    """Put the guide on top of a column of screens; None where there is no practice file, or nobody wants it."""
    if not session.reader.about(PRACTICE) or CLOSED in preferences.guided:
        return None
    guide = Guide(session, preferences, stack)
    above.insertWidget(0, guide)
    return guide
