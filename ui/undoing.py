"""Undo and redo of acts from anywhere, by key, told in words in a band at the foot of the window.

A large act is taken back in the lane; until that is done the band says so and the keys do nothing.
What is being typed comes first: while a box has letters to take back, the key takes back these.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from fieldapp.base.change import Act
from fieldapp.base.errors import FieldAppError
from fieldapp.desk.undoing import is_quick, last_done, last_undone, told, undone_by
from ui.band import Band
from ui.buttons import Button
from ui.session import Session
from ui.theme import worn

UNDO, REDO = "Ctrl+Z", "Ctrl+Shift+Z"
NOTHING_DONE = "没有可以撤销的操作。"
NOTHING_UNDONE = "没有可以重做的操作。"
STAYS = 10_000
"""How long the band stays, in milliseconds."""
WIDEST = 720


class Undoing(QObject):
    """Takes back and brings back acts of one open survey, on top of the window's workplace."""

    def __init__(self, over: QWidget, session: Session, screens: QWidget | None = None) -> None:
        """`screens`: what the band stands on, a part of `over`; without one the whole of it."""
        super().__init__(over)
        self._over, self._session, self._screens = over, session, screens or over
        self._typed_into: QWidget | None = None
        self._under_way = False
        self.again = Button(f"重做 {REDO}")
        self.back = Button(f"撤销 {UNDO}")
        self.band = Band(self.back, self.again, parent=over)
        self._goes = QTimer(self)
        self._goes.setSingleShot(True)
        self._goes.setInterval(STAYS)
        self._goes.timeout.connect(self.band.hide)
        for button in (self.back, self.again):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the cursor stays where it was
        QShortcut(QKeySequence(UNDO), over).activated.connect(self.undo)
        QShortcut(QKeySequence(REDO), over).activated.connect(self.redo)
        QShortcut(QKeySequence("Ctrl+Y"), over).activated.connect(self.redo)
        self.back.clicked.connect(self.undo)
        self.again.clicked.connect(self.redo)
        self._screens.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        self._on_focus(None, app.focusWidget())

    def undo(self) -> None:
        """Take the newest act back and say which it was."""
        if self._under_way:
            return
        act = last_done(self._session.survey)
        if act is None:
            self._say(NOTHING_DONE)
        else:
            self._take_back(act, f"撤销“{told(self._session.reader, act)}”", self.again)

    def redo(self) -> None:
        """Bring back what was undone last and say what it was."""
        if self._under_way:
            return
        undoing = last_undone(self._session.survey)
        if undoing is None:
            self._say(NOTHING_UNDONE)
        else:
            act = undone_by(self._session.survey, undoing)
            self._take_back(undoing, f"重做“{told(self._session.reader, act)}”", self.back)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The band keeps its place; a box without letters to take back leaves the key to the acts."""
        if watched is self._screens and event.type() == QEvent.Type.Resize:
            self._place()
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_for_acts(event):
            event.ignore()
            return True
        return False

    def _take_back(self, act: Act, what: str, offered: Button) -> None:
        """Take an act back and say so, with the button that does the contrary; or say why it cannot be done."""
        if not is_quick(self._session.reader, act):
            self._under_way = True
            self._say(f"正在{what}……", stays=True)
            done, failed = partial(self._on_taken_back, what, offered), partial(self._on_refused, what)
            self._session.undo_beside(act.id, done, failed)
            return
        try:
            self._session.undo(act.id)
        except FieldAppError as trouble:
            self._on_refused(what, trouble)
        else:
            self._on_taken_back(what, offered, act)

    def _on_taken_back(self, what: str, offered: Button, _: Act) -> None:
        self._under_way = False
        self._say(f"已{what}。", offered)

    def _on_refused(self, what: str, trouble: BaseException) -> None:
        self._under_way = False
        if not isinstance(trouble, FieldAppError):
            self.band.hide()
            raise trouble
        self._say(f"没有{what}：{trouble}")

    def _say(self, text: str, offered: Button | None = None, *, stays: bool = False) -> None:
        for button in (self.back, self.again):
            button.setVisible(button is offered)
        self.band.say(text)
        self._place()
        self.band.raise_()
        self._goes.stop()
        if not stays:
            self._goes.start()

    def _place(self) -> None:
        """At the foot of the screens, in the middle."""
        px = worn().px
        room = QRect(self._screens.mapTo(self._over, QPoint()), self._screens.size())
        width = min(px(WIDEST), room.width() - 2 * px(24))
        height = self.band.heightForWidth(width)
        self.band.setGeometry(room.x() + (room.width() - width) // 2, room.bottom() + 1 - height - px(24), width, height)

    def _on_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        if self._typed_into is not None and old is self._typed_into:
            old.removeEventFilter(self)
        self._typed_into = now if isinstance(now, QLineEdit | QPlainTextEdit) else None
        if self._typed_into:
            self._typed_into.installEventFilter(self)

    def _is_for_acts(self, event: QKeyEvent) -> bool:
        box = self._typed_into
        undo, redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
        if isinstance(box, QLineEdit):
            return (undo and not box.isUndoAvailable()) or (redo and not box.isRedoAvailable())
        if isinstance(box, QPlainTextEdit):
            return (undo and not box.document().isUndoAvailable()) or (redo and not box.document().isRedoAvailable())
        return False
