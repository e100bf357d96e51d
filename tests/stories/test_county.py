"""Village and county, window by window: work, hand in, take, differ, decide, answer, contest, settled."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldapp.base.clock import Clock
from fieldapp.desk.enrolling import take_enrolment
from fieldapp.desk.practice import make_practice
from fieldapp.records.household import Household, HouseholdType
from fieldapp.records.village import Village
from fieldapp.store.registry import Registry
from fieldapp.store.survey import Survey
from tests.ui import county
from tests.ui.county import CODES, NAMES
from tests.ui.keyboard import ALT, CTRL, ENTER, press
from ui.county.workplace import TOGETHER, CountyWorkplace
from ui.places import CORRECTIONS, HAND_OVER
from ui.screens.corrections import ACCEPT, CONTEST, DECLINE, IN_FORCE, WAITING
from ui.workplace import Workplace

pytestmark = pytest.mark.story
LONG = 30_000


def lively(folder: Path, place: int) -> Path:
    """A village with a year of life in it; without pictures, which would take their time."""
    path = folder / f"{CODES[place]}.survey"
    invented = make_practice(folder / f"编{place}.survey", households=14 + 3 * place, seed=place + 1)
    told = Village(name=NAMES[place], code=CODES[place], town="青山镇")
    with invented, Survey.create(path, told, by="韩立", clock=Clock()) as survey:
        with survey.change("登记") as change:
            for noun in (one for one in survey.nouns if one is not Village):
                for record in invented.reader.every(noun):
                    change.save(record.replace(pictures=frozenset()) if "pictures" in record.answers else record)
        take_enrolment(survey, folder / "登记" / f"{CODES[place]}.enrol")
    return path


class Story:
    """Opens the windows of both offices, one after the other, and waits for what they do beside the screen."""

    def __init__(self, folder: Path, opened, qtbot, answers) -> None:
        self.folder, self._opened, self._qtbot, self._answers = folder, opened, qtbot, answers
        self.window = None

    def village(self) -> Workplace:
        return self._open(self.folder / f"{CODES[0]}.survey", Workplace)

    def county(self) -> CountyWorkplace:
        workplace = self._open(self.folder / county.COUNTY, CountyWorkplace)
        self.window._office.by = "周敏"
        self.counted()
        return workplace

    def _open(self, path: Path, kind):
        if self.window:
            self.window.close()
        self.window = self._opened(path)
        self.window.resize(1366, 768)
        workplace = self.window.centralWidget()
        assert isinstance(workplace, kind)
        return workplace

    def until(self, done) -> None:
        self._qtbot.waitUntil(done, timeout=LONG)

    def counted(self) -> None:
        office = self.window._office
        self.until(lambda: bool(office.standings) and not office.is_counting and all(one.rates or not one.heard for one in office.standings))

    def hand_in(self, work: Workplace, name: str) -> Path:
        """The village writes its 上报包."""
        book = self.folder / name / f"{NAMES[0]}.xlsx"
        book.parent.mkdir()
        self._answers.place = book
        work.go(HAND_OVER)
        work.hand_over.ways.choose("full")
        press(Qt.Key.Key_E, CTRL)
        self.until(lambda: book.exists() and work.hand_over.export.isEnabled())
        return book

    def take(self, place: CountyWorkplace, box: Path, picture=None) -> None:
        """The county tries a folder, and takes it."""
        place.take_in([box])
        self.until(place.taking.take.isEnabled)
        if picture:
            picture(self.window, "tried")
        press(ENTER, CTRL)
        self.until(lambda: not place.taking.take.isVisible() and not place.taking.cancel.isVisible())
        place.go(TOGETHER)
        self.until(place.together.isVisible)
        self.counted()

    def enter(self, place: CountyWorkplace) -> Workplace:
        """The county opens the first village."""
        place.together.table.setFocus()
        place.together.table.choose(0)
        press(ENTER)
        self.until(lambda: isinstance(self.window.centralWidget(), Workplace) and self._stands_in(self.window.centralWidget()))
        return self.window.centralWidget()

    @staticmethod
    def _stands_in(workplace) -> bool:
        """Whether the cursor has come along; until then keys go to what is being put away."""
        cursor = QApplication.focusWidget()
        return cursor is not None and workplace.isAncestorOf(cursor)

    def leave(self) -> CountyWorkplace:
        press(Qt.Key.Key_Home, ALT)
        self.until(lambda: isinstance(self.window.centralWidget(), CountyWorkplace))
        self.counted()
        return self.window.centralWidget()

    def answer(self, place: CountyWorkplace, name: str) -> Path:
        """The county writes the village's 回传包."""
        self._answers.place = self.folder / name
        place.together.table.choose(0)
        place.together.answer.click()
        sheet = place.together.beside.panel
        press(ENTER, CTRL)
        self.until(lambda: "写好 1 个" in sheet.said.text())
        [book] = (self.folder / name).glob("*.xlsx")
        return book

    def settle(self, work: Workplace, part: str, verb: str, why: str) -> None:
        """Answer the first line of a part with a reason."""
        screen = work.exchange.corrections
        self.until(lambda: screen.found is not None and screen.isVisible())
        screen.tabs.setCurrentIndex(list(screen.parts).index(part))
        found, card = screen.found, screen.part.card
        card.reason.setCurrentText(why)
        card.verbs[verb].click()
        self.until(lambda: screen.found is not found)


@pytest.fixture
def story(opened, qtbot, answers, tmp_path):
    return Story(county.make(tmp_path / "青山", lively), opened, qtbot, answers)


def change(work: Workplace, home: str, why: str, **answers: object) -> None:
    session = work._session
    with session.change(why) as writing:
        writing.save(session.reader.get(Household, home).replace(**answers))


def test_county_and_village(story, picture, answers):
    # both change the same, neither knowing of the other
    work = story.village()
    entry = next(one for one in work._session.reader.households() if one.group)
    home = entry.id
    change(work, home, "看了门牌", group="7组")
    story.hand_in(work, "第一周")
    picture(story.window, "handed-in")
    place = story.county()
    office = story.enter(place)
    change(office, home, "村组合并", group="8组")
    change(office, home, "系统里查到的", type=HouseholdType.MONITORED)
    place = story.leave()

    # the county takes the package, sees the conflict and decides
    story.take(place, story.folder / "第一周", picture)
    assert place.together.table.shown.index(0, 10).data() == "1"
    picture(story.window, "a-conflict")
    office = story.enter(place)
    assert office.exchange.corrections.isVisible()
    story.until(lambda: office.exchange.corrections.found is not None)
    picture(story.window, "conflict-in-the-village")
    story.settle(office, WAITING, ACCEPT, "以门牌为准")
    assert office._session.reader.get(Household, home).group == "7组"
    place = story.leave()
    assert place.together.table.shown.index(0, 10).data() == "0"
    book = story.answer(place, "回传一")
    picture(story.window, "answered")

    # the village takes the answer and contests what it says
    work = story.village()
    answers.place = book
    work.go(HAND_OVER)
    press(Qt.Key.Key_R, CTRL)
    story.until(work.exchange.receiving.take.isEnabled)
    picture(story.window, "answer-tried")
    press(ENTER, CTRL)
    story.until(work.exchange.receiving.answer.isVisible)
    work.go(CORRECTIONS)
    corrections = work.exchange.corrections
    story.until(lambda: corrections.found is not None)
    assert not corrections.found.waiting
    corrections.tabs.setCurrentIndex(list(corrections.parts).index(IN_FORCE))
    picture(story.window, "what-the-county-changed")
    rows = [one.what for one in corrections.found.in_force]
    corrections.part.table.choose(rows.index("户类型"))
    corrections.part.card.verbs[CONTEST].click()
    sheet = corrections.beside.panel
    sheet.form.draft.type(Household.type, "EXITED")
    sheet.form.refresh()
    sheet.reason.setText("去年已经消除风险，有公示照片")
    picture(story.window, "contesting")
    found = corrections.found
    sheet.do.click()
    story.until(lambda: corrections.found is not found)
    assert len(corrections.found.ours) == 1
    story.hand_in(work, "第二周")

    # the county sees the objection, and declines it with a reason
    place = story.county()
    story.take(place, story.folder / "第二周")
    assert place.together.table.shown.index(0, 12).data() == "1"
    picture(story.window, "an-objection")
    office = story.enter(place)
    story.until(lambda: office.exchange.corrections.found is not None)
    picture(story.window, "seen-at-the-county")
    story.settle(office, WAITING, DECLINE, "公示期还没有满，满了再改")
    place = story.leave()
    assert [place.together.table.shown.index(0, column).data() for column in (10, 11, 12)] == ["0", "0", "0"]
    book = story.answer(place, "回传二")

    # and the village has it: nothing is open, both have one truth
    work = story.village()
    work.exchange.receive(book)
    story.until(work.exchange.receiving.take.isEnabled)
    press(ENTER, CTRL)
    story.until(lambda: not work.exchange.receiving.take.isVisible())
    work.go(CORRECTIONS)
    story.until(lambda: work.exchange.corrections.found is not None)
    assert not work.exchange.corrections.found.waiting
    assert not work.exchange.corrections.found.ours
    picture(story.window, "settled")
    code = work._session.survey.code()
    story.window.close()
    with Registry.open(story.folder / county.COUNTY) as registry:
        reader = registry.reader(CODES[0])
        assert reader.code() == code
        reader.close()
