"""Before the day: who has not been met for long is filtered, sheets are printed to take along, and the evening follows them."""

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt

from fieldapp.desk.practice import make_practice
from fieldapp.desk.printing import PaperKind
from tests.ui.keyboard import ALT, CTRL, ENTER, press
from ui.places import HOUSEHOLDS, TODAY, VISIT
from ui.workplace import Workplace

pytestmark = pytest.mark.story


@pytest.fixture
def work(opened, tmp_path, qtbot) -> Workplace:
    make_practice(tmp_path / "a.survey", households=30, by="韩立").close()
    window = opened(tmp_path / "a.survey")
    window.resize(1366, 768)
    work = window.centralWidget()
    qtbot.waitUntil(lambda: "undoing" in vars(work))
    return work


def printed(qtbot, work):
    qtbot.waitUntil(lambda: not work.printing.cancel.isVisible(), timeout=30_000)
    return work.printing.band.said.text()


def test_printed_for_several_and_taken_along(qtbot, work, picture, answers, tmp_path):
    work.go(HOUSEHOLDS)
    qtbot.waitUntil(lambda: work.households.narrowing is not None and work.households.gathering.is_done)
    press(Qt.Key.Key_3, ALT)
    listed = work.households.in_order
    assert 1 < len(listed) < 30
    press(Qt.Key.Key_P, CTRL)
    assert work.printing.households == listed
    picture(work.window(), "asked")
    answers.place = tmp_path
    work.printing.files.choose(1)
    press(Qt.Key.Key_S, CTRL)
    assert f"已写好 {len(listed)} 份帮扶计划" in printed(qtbot, work)
    assert len(list(tmp_path.glob("帮扶计划_*/*.pdf"))) == len(listed)
    picture(work.window(), "written")
    press(Qt.Key.Key_Escape)
    assert work.households.isVisible()

    work.go(TODAY)
    qtbot.waitUntil(work.today.outing.isEnabled)
    press(Qt.Key.Key_4, ALT)
    press(Qt.Key.Key_P, CTRL)
    assert work.printing.kind is PaperKind.OUTING
    work.printing.list.setFocus()
    while len(work.printing.households) > 3:
        press(Qt.Key.Key_Delete)
    round_ = list(work.printing.households)
    answers.place = tmp_path / "出门单.pdf"
    press(Qt.Key.Key_S, CTRL)
    assert "今晚的名单已照这个次序排好" in printed(qtbot, work)
    text = "".join(page.extract_text() for page in PdfReader(answers.place).pages)
    heads = [work._session.reader.dossier(one).head for one in round_]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)
    picture(work.window(), "taken-along")

    press(Qt.Key.Key_Escape)
    assert work.today.isVisible()
    work.go(VISIT)
    assert work.visit.evening.families == round_
    assert work.visit.title.text() == f"走访 · {heads[0]}家"
    press(Qt.Key.Key_F4)
    assert [line.split()[1] for line in work.visit.gathering.list.texts] == heads
    press(Qt.Key.Key_P, CTRL)
    assert work.printing.households == round_
    press(Qt.Key.Key_Escape)
    assert work.visit.gathering.isVisible()

    work.go(HOUSEHOLDS)
    work.households.table.setFocus()
    work.households.table.choose(0)
    press(ENTER)
    assert work.household.title.text() == work._session.reader.dossier(listed[0]).head
    press(Qt.Key.Key_PageDown, CTRL)
    assert work.household.title.text() == work._session.reader.dossier(listed[1]).head
    picture(work.window(), "next")
    work.household.papers.menu().actions()[2].trigger()
    assert work.plan.kind is PaperKind.WATER
    qtbot.waitUntil(lambda: bool(work.plan.pages), timeout=30_000)
    press(Qt.Key.Key_Escape)
    assert work.household.title.text() == work._session.reader.dossier(listed[1]).head
