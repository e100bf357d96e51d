"""The main window: the first page, or the village that is open. It owns the open survey and closes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from fieldapp.base.errors import Cancelled, FieldAppError
from fieldapp.base.log import log
from fieldapp.records.household import Household
from ui.messages import Messages
from ui.places import CORRECTIONS, SETTINGS
from ui.preferences import Preferences
from ui.session import Session
from ui.tasks import Tasks
from ui.theme import Theme, room_at, wear, worn

if TYPE_CHECKING:
    from fieldapp.store.registry import Registry
    from fieldapp.store.survey import Survey
    from ui.county.office import Office
    from ui.county.workplace import CountyWorkplace
    from ui.safety.errand import Errand
    from ui.screens.start import StartScreen
    from ui.workplace import Workplace

USUAL = (1366, 768)
AHEAD = 700
"""Milliseconds after the opening when the search box is got ready: the first page is painted and told by then."""
CALM = 3000
"""Milliseconds after the opening when the backup of the day is made: the person has the list before him by then."""


class Window(QMainWindow):
    """One window, one village at a time, or a county and at times one of its villages."""

    def __init__(self, preferences: Preferences, tasks: Tasks, messages: Messages) -> None:
        super().__init__()
        self._preferences, self._tasks, self._messages = preferences, tasks, messages
        self._session: Session | None = None
        self._office: Office | None = None
        self._ended_suddenly = False
        self.setWindowTitle("驻村走访")
        self._keep_room()
        self.resize(*USUAL)
        self.restoreGeometry(preferences.geometry)
        messages.window = self

    def _keep_room(self) -> None:
        """Never be smaller than what is shown needs at this size of type, nor larger than the screen."""
        self.setMinimumSize(QSize(*room_at(worn().scale)).boundedTo(self.screen().availableSize()))

    def open(self, path: Path | None, password: str = "") -> None:
        """Open this file; without one, or where it does not open just so, show the first page."""
        from fieldapp.desk.opening import open_file

        if path is None:
            self._start()
            return
        try:
            opened = open_file(path, by=self._preferences.by, password=password)
        except FieldAppError:
            self._start().offer(path)  # tries again, asks for the password or says why not
        else:
            self._on_opened(opened)

    def _start(self) -> StartScreen:
        from ui.screens.start import StartScreen

        start = StartScreen(self._preferences, self._tasks, self._messages)
        start.opened.connect(self._on_opened)
        self._show_under_strip(start)
        return start

    def _on_opened(self, opened: Survey | Registry) -> None:
        from fieldapp.store.survey import Survey

        if isinstance(opened, Survey):
            self.work_on(opened)
        else:
            self.oversee(opened)

    def oversee(self, registry: Registry) -> None:
        """Show the county of this registry; the window closes it in the end."""
        from fieldapp.desk.opening import somebody
        from ui.county.office import Office

        self._preferences.opened(registry.path)
        self._office = Office(registry, self._preferences.by or somebody(), self._tasks, self._messages)
        self._furnish("")

    def _furnish(self, place: str) -> CountyWorkplace:
        """As `_settle`, for the county."""
        from ui.county.workplace import CountyWorkplace

        assert self._office is not None
        workplace = CountyWorkplace(self._office, self._preferences)
        workplace.looked.connect(self._on_looked)
        workplace.left.connect(self._on_left)
        workplace.village_wanted.connect(self._on_village_wanted)
        self._office.rests = False
        self._show_under_strip(workplace)
        self.setWindowTitle(f"{self._office.name} - 县级汇总 - 驻村走访")
        workplace.begin(place)
        return workplace

    def _on_village_wanted(self, code: str) -> None:
        """Open a village of the county, once what is under way in the lane has ended."""
        assert self._office is not None
        self._office.rests = True
        self._office.run(bool, lambda _: self._enter(code), lambda _: None)

    def _enter(self, code: str) -> None:
        """Show a village of the county in the place of the county."""
        if self._office is None or self._session is not None:  # he was quicker
            return
        try:
            survey = self._office.open_village(code)
        except FieldAppError as trouble:
            self._messages.tell(trouble)
            self._office.rests = False
            return
        self._session = Session(survey, self._tasks, self._messages)
        self._settle(CORRECTIONS if self._office.waits(code) else "")
        QTimer.singleShot(CALM, self, self._back_up)

    def work_on(self, survey: Survey) -> None:
        """Show the village of this survey; the window closes it in the end."""
        self._preferences.opened(survey.path)
        self._session = Session(survey, self._tasks, self._messages)
        megabytes = survey.path.stat().st_size / 1e6
        log.tell("opened", households=survey.reader.count(Household), megabytes=megabytes, locked=bool(survey.key.pragma))
        self._settle("")
        QTimer.singleShot(CALM, self, self._back_up)

    def _back_up(self, *, afresh: bool = False) -> None:
        """The backup of the day, off the screen's thread: a laptop that is always switched off hard has one, too."""
        from fieldapp.desk.keeping import backup_of_the_day, is_backed_up_today

        if self._session is None or (is_backed_up_today(self._session.survey) and not afresh):
            return
        survey = self._session.survey
        step = self._tasks.step  # whoever leaves does not wait for gigabytes of pictures
        self._tasks.run(lambda: backup_of_the_day(survey, step), self._on_backed_up, self._on_not_backed_up)

    def _on_not_backed_up(self, trouble: BaseException) -> None:
        if not isinstance(trouble, Cancelled):  # it goes on at the next opening
            self._on_backed_up([str(trouble)])

    def _on_backed_up(self, troubles: list[str]) -> None:
        self._preferences.trouble = "\n".join(troubles)
        from ui.workplace import Workplace

        if isinstance(workplace := self.centralWidget(), Workplace):
            workplace.refresh()

    def _settle(self, place: str) -> Workplace:
        """Furnish the workplace afresh: at the opening, and when everything has become larger or smaller."""
        from ui.workplace import Workplace

        assert self._session is not None
        workplace = Workplace(self._session, self._preferences)
        workplace.looked.connect(self._on_looked)
        workplace.left.connect(self._on_left)
        queued = Qt.ConnectionType.QueuedConnection  # the sheet that asks for it goes with the workplace
        workplace.closing_wanted.connect(self._on_closing_wanted, queued)
        self._show_under_strip(workplace)
        name = self._session.reader.village().name or "未命名的村"
        if self._office:
            workplace.stand_under(self._strip(name))
        self.setWindowTitle(f"{'县里的 ' if self._office else ''}{name} - 驻村走访")
        workplace.begin(place)
        QTimer.singleShot(AHEAD, workplace, self._read_ahead)
        return workplace

    def _read_ahead(self) -> None:
        if self._session and self.isVisible():
            self._session.read_ahead()

    def _strip(self, village: str) -> QWidget:
        from ui.county.strip import Strip

        assert self._office is not None
        strip = Strip(village, self._office.name)
        strip.back.clicked.connect(self._on_left, Qt.ConnectionType.QueuedConnection)  # it goes with the workplace
        return strip

    @property
    def survey(self) -> Survey | None:
        """The file that is open, where it is a village's."""
        return self._session.survey if self._session else None

    def tell_sudden_end(self) -> None:
        """From now on say above what is shown that the program did not come to its end the last time, until it was read."""
        self._ended_suddenly = True
        self._put_strip(cast("Workplace", self.centralWidget()))

    def _show_under_strip(self, page: StartScreen | Workplace | CountyWorkplace) -> None:
        self._show(page)
        if self._ended_suddenly:
            self._put_strip(page)

    def _put_strip(self, page: StartScreen | Workplace | CountyWorkplace) -> None:
        from ui.safety.sudden_end import SuddenEnd

        strip = SuddenEnd()
        strip.report.clicked.connect(self._on_report)
        strip.known.clicked.connect(partial(self._on_known, strip))
        page.stand_under(strip)

    def _on_report(self) -> None:
        from ui.mistakes import show_report
        from ui.safety.sudden_end import ENDED, FOR_OTHERS

        show_report(self._messages, self.survey, self._preferences.last, ENDED, FOR_OTHERS)

    def _on_known(self, strip: QWidget) -> None:
        self._ended_suddenly = False
        strip.hide()
        strip.deleteLater()

    def _show(self, page: QWidget) -> None:
        self._take_away()
        self.setCentralWidget(page)
        page.show()

    def _take_away(self) -> None:
        """Let go of what is shown.

        It is hidden before: so it hears of its end while the file is open, and Qt cannot show it again, as a window of its
        own, because of something that it was still about to do. Its menus are windows of their own, and would go on asking it.
        """
        if page := self.centralWidget():
            for menu in cast("list[QMenu]", page.findChildren(QMenu)):
                menu.close()
            page.hide()
            page.setParent(None)
            page.deleteLater()

    def _on_looked(self, theme: Theme) -> None:
        """The person chose another look."""
        resized = theme.scale != worn().scale
        self._preferences.theme = theme
        wear(theme)
        if resized:
            self._keep_room()
            self._tasks.wait()  # what is under way has a screen to come back to
            if self._session is None:
                self._furnish(SETTINGS)
            else:
                self._settle(SETTINGS)

    def _on_left(self) -> None:
        """The person wants another file, or from a village back to the county."""
        if self._office and self._session:
            self._office.touch(self._session.path.stem)
            self._release()
            self._furnish("")
            return
        self._release()
        self._close_county()
        self.setWindowTitle("驻村走访")
        self.open(None)

    def _close_county(self) -> None:
        if self._office is None:
            return
        office, self._office = self._office, None
        office.close()

    def _on_closing_wanted(self, errand: Errand) -> None:
        """Close the file for an errand; without a backup, which could take the place of the one that is wanted back."""
        from ui.safety.errand import Meanwhile

        assert self._session is not None
        survey = self._session.survey
        self._put_away()
        meanwhile = Meanwhile(errand.doing)
        self._tasks.stepped.connect(meanwhile.bar.setValue)
        self._show(meanwhile)
        try:
            survey.close()
        except FieldAppError as trouble:
            self._on_errand_failed(survey, trouble)
        else:
            done, failed = partial(self._on_errand_done, errand, survey), partial(self._on_errand_failed, survey)
            self._tasks.run(lambda: errand.work(self._tasks.step), done, failed)

    def _on_errand_done(self, errand: Errand, survey: Survey, told: str) -> None:
        from fieldapp.desk.opening import open_survey

        self._come_back(lambda: open_survey(survey.path, by=survey.by, clock=survey.clock, password=errand.password), told)
        if errand.backed_up:
            self._back_up(afresh=True)

    def _on_errand_failed(self, survey: Survey, trouble: BaseException) -> None:
        from fieldapp.desk.opening import reopened

        self._come_back(lambda: reopened(survey), str(trouble) if isinstance(trouble, FieldAppError) else "")
        if not isinstance(trouble, FieldAppError):
            raise trouble

    def _come_back(self, opening: Callable[[], Survey], told: str) -> None:
        """Open the file again and say in the settings what became of it; on the first page where it does not open."""
        if not self.isVisible():  # closed meanwhile
            self._start()
            return
        try:
            survey = opening()
        except FieldAppError as trouble:
            self._start().file.say(f"{told}{trouble}")
        else:
            self._session = Session(survey, self._tasks, self._messages)
            self._settle(SETTINGS).settings.say(told)

    def _put_away(self) -> None:
        """Take the workplace away: what is typed is kept, what is under way is ended."""
        self._session = None
        self._tasks.wait()
        self._take_away()

    def _release(self) -> None:
        """Close the survey, backed up. What went wrong with the backup is shown when the file is next open."""
        if self._session is None:
            return
        from fieldapp.desk.opening import close_survey

        survey = self._session.survey
        self._put_away()
        self._preferences.trouble = "\n".join(close_survey(survey))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leaving asks nothing and loses nothing."""
        self._preferences.geometry = self.saveGeometry()
        self._release()
        self._close_county()
        self._preferences.keep()
        super().closeEvent(event)
