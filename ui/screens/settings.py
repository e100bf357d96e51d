"""设置: who records, by which standards the village is judged, how the window looks, where the file and its backups are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp import VERSION
from fieldapp.desk.today import keep_patience, patience
from fieldapp.records.village import Village
from ui.band import Band
from ui.buttons import Button
from ui.choices import Choices
from ui.entries import Entries
from ui.exchange.enrolled import HINT, Enrolled
from ui.forms.form import Around
from ui.forms.panel import Aside, Asked, Beside, Panel
from ui.page import Page, Sheet, scrolled
from ui.preferences import Preferences
from ui.recorder import HONEST, Recorder
from ui.safety.errand import going_back, rekeying
from ui.safety.password import PasswordSheet
from ui.safety.restoring import RestoreSheet
from ui.safety.sheet import Safety
from ui.session import Session
from ui.theme import SCALES, Theme, label, worn

NATIONAL = "按全国口径，水量分区没有填写"
VILLAGE = "edit:village"
AFTER, WATCHED = (30, 60, 90, 180), (15, 30, 60, 90)
"""Days to choose from, after which a household and a monitored one come up as not visited."""
PANEL, WIDEST = 470, 760


class SettingsScreen(Page):
    """Every choice holds at once; only the village's own record is edited beside and saved."""

    looked = Signal(object)  # the Theme that was chosen
    left = Signal()  # another file is wanted
    renamed = Signal()
    safer = Signal(str)  # backed up; what went wrong with it, '' when nothing did
    closing_wanted = Signal(object)  # an Errand, for which the file must be closed

    def __init__(self, session: Session, preferences: Preferences) -> None:
        super().__init__("设置")
        self.about.setText("这一页改了就算数；村的资料在旁边填写、保存。")
        self._session, self._preferences = session, preferences
        self._asking: QWidget | None = None  # from where something is asked beside
        theme = worn()
        self.who = Recorder([session.by, *preferences.names, *session.reader.names_of_recorders()])
        self.dark = Choices(["浅色", "深色"], [False, True], theme.dark, lambda dark: self._look(Theme(dark, worn().scale)))
        self.scale = Choices(
            [f"{scale:.0%}" for scale in SCALES], SCALES, theme.scale, lambda scale: self._look(Theme(worn().dark, scale))
        )
        waits = patience(session.reader)
        self.waits = Choices(_days(AFTER), AFTER, waits.days, lambda days: self._wait(days=days))
        self.watches = Choices(_days(WATCHED), WATCHED, waits.monitored, lambda days: self._wait(monitored=days))
        self.standards = label("", wraps=True)
        self.village = Button("村的资料…")
        self.other = Button("换一份档案")
        self.upgrade = Button("升级程序…")
        self.enrolled = Enrolled(session)
        self.safety = Safety(session)
        self.said = Band()
        self._lay_out()
        self.who.named.connect(self._on_named)
        self.other.clicked.connect(self.left)
        self.village.clicked.connect(self._on_village)
        self.upgrade.clicked.connect(self._on_upgrade)
        self.safety.password_wanted.connect(self._on_password)
        self.safety.restore_wanted.connect(self._on_restore)
        self.safety.safer.connect(self.safer)
        session.changed.connect(self._refresh)
        self._refresh()

    def _lay_out(self) -> None:
        sheet = Sheet()
        asked = Entries(110)
        self._who = asked.ask("谁在录入", self.who, HONEST)
        asked.ask("适用口径", self.standards, "住房定级和饮水评价按哪种口径，由县里定。", beside=self.village)
        enrolled = asked.ask("县里登记", self.enrolled, HINT, beside=self.enrolled.take)
        asked.ask("多久没走访", self.waits, "隔了这么久没有入户见到人的，列在“今日”里。")
        asked.ask("其中监测对象", self.watches)
        asked.ask("明暗", self.dark)
        asked.ask("字号", self.scale)
        asked.ask("当前档案", label(str(self._session.path), wraps=True), beside=self.other)
        about = "资料只存在这台电脑上。本程序按 Apache-2.0 许可使用。"
        asked.ask("关于", label(f"驻村走访 {VERSION}"), about, beside=self.upgrade)
        sheet.column.addLayout(asked)
        if self._session.survey.county:  # one of a county's files: they stand together under its password
            enrolled.show(False)
            self.enrolled.take.hide()
        page = QWidget()
        page.setMaximumWidth(worn().px(WIDEST))  # of the page and not of the sheets: the area asks it how high it is
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(worn().size("gap"))
        column.addWidget(sheet)
        column.addWidget(self.safety)
        column.addStretch(1)
        self.beside = Beside(scrolled(page), PANEL)
        self.body.addWidget(self.said)
        self.body.addWidget(self.beside, 1)

    def say(self, text: str) -> None:
        """Say above everything what became of an errand."""
        self.said.say(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Ages are those of the moment one looks."""
        super().showEvent(event)
        self.safety.refresh()

    def _refresh(self) -> None:
        self.enrolled.refresh()
        self.safety.refresh()
        village = self._session.reader.village()
        told = [Village.housing_method.show(village), Village.water_profile.show(village), Village.water_region.show(village)]
        self.standards.setText("，".join(filter(None, told)) or NATIONAL)

    def _on_village(self) -> None:
        """Edit the village's own record beside the page."""
        self._asking = self.village
        village = self._session.reader.village()
        asked = [Asked(village, [question for question in Village.questions() if question is not Village.code], None)]
        panel = Panel(self._session, "村的资料", VILLAGE, asked, Around(self._session.today), self._on_told, [Village.name])
        panel.closed.connect(self._on_closed)
        self.beside.open(panel)

    def _on_told(self, records: list[Any]) -> None:
        with self._session.change("修改村的资料") as change:
            change.save(records[0])

    def _on_closed(self) -> None:
        self.beside.close_panel()
        if self._asking:
            self._asking.setFocus()

    def _on_password(self, verb: str) -> None:
        sheet = PasswordSheet(self._session, verb)
        sheet.wanted.connect(lambda old, new: self.closing_wanted.emit(rekeying(self._session, verb, old, new)))
        self._ask(sheet)

    def _on_restore(self) -> None:
        sheet = RestoreSheet(self._session)
        sheet.wanted.connect(lambda path, password: self.closing_wanted.emit(going_back(self._session, path, password)))
        self._ask(sheet)

    def _on_upgrade(self) -> None:
        from ui.safety.updating import UpdateSheet

        session = self._session
        self._ask(UpdateSheet(session.tasks, session.messages, self._preferences.recent, session.survey), self.upgrade)

    def _ask(self, sheet: Aside, asking: QWidget | None = None) -> None:
        """Ask for something of the file itself, or of the program, beside the page."""
        self._asking = asking or (self.safety.set if self.safety.set.isVisible() else self.safety.change)
        sheet.closed.connect(self._on_closed)
        self.beside.open(sheet)

    def _look(self, theme: Theme) -> None:
        self.looked.emit(theme)

    def _wait(self, **days: int) -> None:
        keep_patience(self._session.survey, replace(patience(self._session.reader), **days))

    def _on_named(self) -> None:
        name = self.who.name
        self._who.complain("" if name else "请写明谁在录入。")
        if name and name != self._session.by:
            self._session.by = self._preferences.by = name
            self.renamed.emit()


def _days(after: Sequence[int]) -> list[str]:
    return [f"{days} 天" for days in after]
