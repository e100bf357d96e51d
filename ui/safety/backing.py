"""The button that backs the file up at once, off the screen's thread."""

from __future__ import annotations

from PySide6.QtCore import Signal

from fieldapp.base.errors import Cancelled, FieldAppError
from ui.buttons import Button
from ui.session import Session

NOW = "现在备份"
UNDER_WAY = "正在备份…"


class BackupButton(Button):
    """Backs up in the lane; meanwhile it cannot be pressed."""

    begun = Signal()
    stepped = Signal(int)  # how much of a hundred is done, which may take long where there are many new pictures
    ended = Signal(str)  # what went wrong, '' when nothing did

    def __init__(self, session: Session, key: str = "") -> None:
        super().__init__(NOW, key)
        self._session = session
        self.clicked.connect(self._on_pressed)

    def _on_pressed(self) -> None:
        from fieldapp.desk.keeping import backup_of_the_day

        survey, tasks = self._session.survey, self._session.tasks
        self.setEnabled(False)
        self.begun.emit()
        tasks.stepped.connect(self.stepped)
        tasks.run(lambda: backup_of_the_day(survey, tasks.step), self._on_done, self._on_failed)

    def _on_done(self, troubles: list[str]) -> None:
        self._end("\n".join(troubles))

    def _on_failed(self, trouble: BaseException) -> None:
        self._end(str(trouble) if isinstance(trouble, FieldAppError) and not isinstance(trouble, Cancelled) else "")
        if not isinstance(trouble, FieldAppError):
            raise trouble

    def _end(self, trouble: str) -> None:
        self._session.tasks.stepped.disconnect(self.stepped)
        self.setEnabled(True)
        self.ended.emit(trouble)
