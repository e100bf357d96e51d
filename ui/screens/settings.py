"""设置: who records, by which standards the village is judged, how the window looks, where the file and its backups are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldapp import VERSION
from fieldapp.desk.keeping import SECOND_PLACE
from fieldapp.desk.today import keep_patience, patience
from fieldapp.records.village import Village
from ui.buttons import Button
from ui.entries import Entries
from ui.forms.form import Around
from ui.forms.panel import Asked, Beside, Panel
from ui.page import Page, Sheet, scrolled
from ui.preferences import Preferences
from ui.recorder import HONEST, Recorder
from ui.session import Session
from ui.theme import SCALES, Theme, label, worn

T = TypeVar("T")
NONE_YET = "还没有"
NATIONAL = "按全国口径，水量分区没有填写"
VILLAGE = "edit:village"
AFTER, WATCHED = (30, 60, 90, 180), (15, 30, 60, 90)
"""Days to choose from, after which a household and a monitored one come up as not visited."""
PANEL = 470


class SettingsScreen(Page):
    """Every choice holds at once; only the village's own record is edited beside and saved."""

    looked = Signal(object)  # the Theme that was chosen
    left = Signal()  # another file is wanted
    renamed = Signal()

    def __init__(self, session: Session, preferences: Preferences) -> None:
        super().__init__("设置")
        self.about.setText("这一页改了就算数；村的资料在旁边填写、保存。")
        self._session, self._preferences = session, preferences
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
        self.second = label("", wraps=True)
        self.elsewhere = Button("更改…")
        self.nowhere = Button("不要了")
        self.other = Button("换一份档案")
        self._lay_out()
        self.who.named.connect(self._on_named)
        self.elsewhere.clicked.connect(self._on_elsewhere)
        self.nowhere.clicked.connect(lambda: self._keep_second(""))
        self.other.clicked.connect(self.left)
        self.village.clicked.connect(self._on_village)
        session.changed.connect(self._refresh)
        self._refresh()

    def _lay_out(self) -> None:
        sheet = Sheet()
        asked = Entries(110)
        self._who = asked.ask("谁在录入", self.who, HONEST)
        asked.ask("适用口径", self.standards, "住房定级和饮水评价按哪种口径，由县里定。", beside=self.village)
        asked.ask("多久没走访", self.waits, "隔了这么久没有入户见到人的，列在“今日”里。")
        asked.ask("其中监测对象", self.watches)
        asked.ask("明暗", self.dark)
        asked.ask("字号", self.scale)
        asked.ask(
            "第二备份位置", self.second, "每天的备份在这里再放一份，最好是优盘。", beside=_row(self.elsewhere, self.nowhere)
        )
        asked.ask("当前档案", label(str(self._session.path), wraps=True), beside=self.other)
        asked.ask("关于", label(f"驻村走访 {VERSION}"), "资料只存在这台电脑上。本程序按 Apache-2.0 许可使用。")
        sheet.column.addLayout(asked)
        sheet.setMaximumWidth(worn().px(760))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sheet)
        column.addStretch(1)
        self.beside = Beside(scrolled(page), PANEL)
        self.body.addWidget(self.beside, 1)

    def _refresh(self) -> None:
        second = self._session.reader.about(SECOND_PLACE)
        self.second.setText(second or NONE_YET)
        self.nowhere.setVisible(bool(second))
        village = self._session.reader.village()
        told = [Village.housing_method.show(village), Village.water_profile.show(village), Village.water_region.show(village)]
        self.standards.setText("，".join(filter(None, told)) or NATIONAL)

    def _on_village(self) -> None:
        """Edit the village's own record beside the page."""
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
        self.village.setFocus()

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

    def _on_elsewhere(self) -> None:
        if folder := self._session.messages.folder("选第二备份位置", Path.home()):
            self._keep_second(str(folder))

    def _keep_second(self, place: str) -> None:
        self._session.survey.note(SECOND_PLACE, place)
        self._refresh()


class Choices(QWidget):
    """A few words of which one is chosen, side by side."""

    def __init__(self, words: Sequence[str], values: Sequence[T], now: T, then: Callable[[T], None]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(worn().px(8))
        group = QButtonGroup(self)
        self.buttons: list[QPushButton] = []
        for word, value in zip(words, values, strict=True):
            button = QPushButton(word)
            button.setProperty("chip", True)
            button.setCheckable(True)
            button.setChecked(value == now)
            button.clicked.connect(lambda _=False, value=value: then(value))
            group.addButton(button)
            row.addWidget(button)
            self.buttons.append(button)
        row.addStretch()


def _days(after: Sequence[int]) -> list[str]:
    return [f"{days} 天" for days in after]


def _row(*widgets: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(worn().px(8))
    for widget in widgets:
        row.addWidget(widget)
    return made
