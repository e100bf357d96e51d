"""Errands for which the survey file must be closed: another password, or going back to a backup.

A screen says what is to be done; the window closes the file, lets the lane do it and comes back to the same page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from fieldapp.store.progress import Percent
from ui.page import Sheet
from ui.session import Session
from ui.theme import worn

WIDTH = 460
PATIENCE = "请等一会儿，不要拔优盘，也不要关电脑。"
REMEMBER = "请把密码写在纸上，锁起来：忘了谁也打不开。"
TOLD = 3
"""So many lost pictures are named."""


@dataclass(frozen=True)
class Errand:
    """What is to be done with a closed file.

    Attributes:
        doing: what the page says meanwhile.
        work: does it in the lane, saying how far it is, and tells in words what was done; what it raises leaves the file as it was.
        password: with which the file opens afterwards.
        backed_up: whether the file is backed up afresh afterwards.
    """

    doing: str
    work: Callable[[Percent], str]
    password: str
    backed_up: bool = False


def rekeying(session: Session, verb: str, old: str, new: str) -> Errand:
    """Another password for the open file: `verb` says in words what is done."""
    from fieldapp.desk.keeping import set_password

    path, by = session.path, session.by

    def work(step: Percent) -> str:
        set_password(path, by=by, old=old, new=new, step=step)
        return f"已经{verb}。" + (REMEMBER if new else "")

    return Errand(f"正在{verb}……", work, new, backed_up=True)


def going_back(session: Session, backup: Path, password: str) -> Errand:
    """Going back to a backup, which has this password or ''."""
    from fieldapp.desk.keeping import restore

    path, by, clock = session.path, session.by, session.survey.clock

    def work(step: Percent) -> str:
        done = restore(backup, path, by=by, clock=clock, password=password, step=step)
        aside = f"原来的档案改名为“{done.aside.name}”，在同一个文件夹里。" if done.aside else ""
        lost = f"有 {len(done.lost)} 处照片没有回来：{'；'.join(done.lost[:TOLD])}。" if done.lost else ""
        return f"已经回到备份“{backup.stem}”。{aside}{lost}"

    return Errand("正在恢复……", work, password)


class Meanwhile(QWidget):
    """What stands in the window while the file is closed."""

    def __init__(self, doing: str) -> None:
        super().__init__()
        sheet = Sheet(doing, PATIENCE)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        sheet.column.addWidget(self.bar)
        sheet.setFixedWidth(worn().px(WIDTH))
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
