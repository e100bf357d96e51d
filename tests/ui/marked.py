"""A program of its own, driven through everything that a log might be tempted to write down. `test_no_personal_data.py` starts it.

`python marked.py make FILE`: the village, under a password. `window FILE [leak]`: a real window on FILE; searched, edited, refused, and a mistake in each place where one
can be made, with somebody's name in its words; at the end it crashes. With `leak` the program is one that writes those words.
`command FILE [leak]`: a command that makes such a mistake.
"""

import os
import signal
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

NAME, NUMBER, PHONE, ADDRESS, NOTE = "ZQX麻雀甲", "999999196803050024", "13987654321", "ZQX门前大榕树旁九号", "ZQX借了邻居三千块"
VILLAGE, FILE, HOME, PASSWORD, SEARCH = "ZQX雀鸣村", "ZQX雀鸣档案", "ZQX雀家", "ZQX密码qwert", "ZQX找麻雀乙"
MARKERS = (NAME, NUMBER, PHONE, ADDRESS, NOTE, VILLAGE, FILE, HOME, PASSWORD, SEARCH, "ZQX", "麻雀", "雀鸣")
WORDS = "，".join(MARKERS)


def make(path: Path) -> None:
    """The village of the markers, locked with a password."""
    from fieldapp.records.household import Household
    from fieldapp.records.member import Member, Relation
    from fieldapp.records.village import Village
    from fieldapp.store.survey import Survey

    home = Household("1" * 32, head=NAME, phone=PHONE, address=ADDRESS, note=NOTE)
    with (
        Survey.create(path, Village(name=VILLAGE, code="530100000001"), by=NAME, password=PASSWORD) as survey,
        survey.change(NOTE) as change,
    ):
        change.save(home)
        change.save(Member(household=home.id, name=NAME, relation=Relation.HEAD, number=NUMBER))


def stumble() -> None:
    raise ValueError(WORDS)


def refuse() -> None:
    from fieldapp.base.errors import FieldAppError

    raise FieldAppError(f"{WORDS}。", f"{WORDS}。")


class Falling:
    def __del__(self) -> None:
        stumble()


def window(path: Path) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget

    import ui.app
    import ui.tasks
    from fieldapp.base.log import log
    from fieldapp.records.household import Household
    from ui.window import Window

    ui.tasks.SLOW = 0.0

    class Painted(QWidget):
        def paintEvent(self, event: object) -> None:
            if not self.isEnabled():
                return
            self.setEnabled(False)  # once is enough
            stumble()

    def answer() -> None:
        """Put each report beside the backup, and close whatever else asks."""
        if isinstance(box := QApplication.activeModalWidget(), QMessageBox):
            wanted = ("存到备份旁边", "知道了", "接着用")
            next(button for text in wanted for button in box.buttons() if button.text() == text).click()

    def drive(window: Window) -> None:
        """What is done once the window stands there."""
        answering = QTimer(window)
        answering.timeout.connect(answer)
        answering.start(20)
        log.settle()
        place = window.centralWidget()
        session = place._session
        place.households.search.setText(SEARCH)
        with session.change(NOTE) as change:
            change.save(Household(head=NAME, note=NOTE))
        session.undo()
        slot = QPushButton(NAME)
        for mistake in (stumble, refuse):
            slot.clicked.connect(mistake)
            slot.click()
            slot.clicked.disconnect()
        session.tasks.run(stumble, print)
        session.tasks.run(refuse, print)
        place.painted = Painted()
        place.painted.show()
        thread = threading.Thread(target=stumble, name=NAME)
        thread.start()
        thread.join()
        Falling()
        QTimer.singleShot(800, end)

    def end() -> None:
        os.kill(os.getpid(), signal.SIGSEGV)

    ui.app._furnish = drive
    ui.app.run(path, NAME, PASSWORD)


def command(path: Path) -> None:
    from fieldapp.commands import run
    from fieldapp.store.reader import Reader

    Reader.households = lambda *_, **__: stumble()  # type: ignore[assignment, method-assign]
    sys.argv = ["main.py", "--survey-password-env", "ZQXPASSWORD", "households", str(path), "--find", SEARCH]
    run(lambda *_: 0)


def leak() -> None:
    from fieldapp.base import mistake

    mistake.trace_of = lambda told, trace=None: str(told)  # type: ignore[assignment]


if __name__ == "__main__":
    if "leak" in sys.argv[3:]:
        leak()
    {"make": make, "window": window, "command": command}[sys.argv[1]](Path(sys.argv[2]))
