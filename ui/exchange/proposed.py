"""Says after a saving what of it counts only as a proposal, because the other office decides it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from ui.band import Band
from ui.buttons import Button
from ui.session import Session
from ui.theme import worn

STAYS = 15_000
"""How long the band stays, in milliseconds."""
WIDEST = 720
_NAMED = 4


class Proposed(QObject):
    """A band at the foot of the workplace, whichever screen has saved."""

    def __init__(self, over: QWidget, session: Session) -> None:
        super().__init__(over)
        self._over, self._session = over, session
        self._seen = self._newest
        self.known = Button("知道了")
        self.band = Band(self.known, parent=over)
        self._goes = QTimer(self)
        self._goes.setSingleShot(True)
        self._goes.setInterval(STAYS)
        self._goes.timeout.connect(self.band.hide)
        self.known.clicked.connect(self.band.hide)
        session.changed.connect(self._on_changed)
        over.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The band keeps its place."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    @property
    def _newest(self) -> str:
        """The newest act, where it was done here; else ''."""
        act = next(iter(self._session.reader.acts(1)), None)
        return act.id if act and act.node == self._session.survey.node else ""

    def _on_changed(self) -> None:
        from fieldapp.desk.corrections import just_offered

        act, seen = self._newest, self._seen
        self._seen = act
        told = just_offered(self._session.reader, act) if act not in ("", seen) else []
        if told:
            more = f"等 {len(told)} 项" if len(told) > _NAMED else ""
            other = "村" if self._session.survey.county else "县"
            self.band.say(f"{'、'.join(told[:_NAMED])}{more}由{other}里定，已作为提议报上去；{other}里答复以前，仍显示原来的。")
            self._place()
            self.band.raise_()
            self._goes.start()
        else:
            self.band.hide()

    def _place(self) -> None:
        """At the foot, in the middle."""
        px, room = worn().px, self._over.width()
        width = min(px(WIDEST), room - 2 * px(24))
        height = self.band.heightForWidth(width)
        self.band.setGeometry((room - width) // 2, self._over.height() - height - px(24), width, height)
