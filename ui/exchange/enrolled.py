"""县里登记: whether the county knows this laptop, and taking the 登记包 that it has sent."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.base.errors import FieldAppError
from ui.buttons import Button
from ui.messages import ENROLMENT
from ui.session import Session
from ui.theme import label, mark

NOT_YET = "还没有登记。"
HINT = "县里给每个村发一个登记包。收了以后，上报包带着县里认得的印章，县里加密的回传包打开不用输密码。"


class Enrolled(QWidget):
    """Tells how it stands; `take` asks for the file."""

    taken = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.take = Button("收登记包…")
        self.told = label("", wraps=True)
        self.wrong = label("", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.told)
        column.addWidget(self.wrong)
        self.take.clicked.connect(self._on_take)
        self._say("")
        self.refresh()

    def refresh(self) -> None:
        """Tell who the county is."""
        from fieldapp.desk.enrolling import COUNTY_NAME, COUNTY_PHONE, ROLE, ROLES

        about = self._session.reader.about
        phone = f"，电话 {about(COUNTY_PHONE)}" if about(COUNTY_PHONE) else ""
        role = ROLES.get(about(ROLE), "村")
        self.told.setText(f"{about(COUNTY_NAME)}登记的{role}级电脑{phone}。" if about(COUNTY_NAME) else NOT_YET)

    def _on_take(self) -> None:
        if path := self._session.messages.file_to_open("收登记包", self._session.path.parent, ENROLMENT):
            self._take(path)

    def _take(self, path: Path) -> None:
        from fieldapp.desk.enrolling import take_enrolment

        try:
            take_enrolment(self._session.survey, path)
        except FieldAppError as trouble:
            self._say(str(trouble), wrong=True)
            return
        self._say("收下了。登记包里有密钥，用完请删掉，不要转发。")
        self.refresh()
        self.taken.emit()

    def _say(self, text: str, *, wrong: bool = False) -> None:
        mark(self.wrong, "role", "remark" if wrong else "note")
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))
