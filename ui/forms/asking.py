"""What a visit asks, in which order, and what the rules say under the questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from fieldapp.desk.judging import Judged
from fieldapp.records.housing import APPRAISAL, DECISION, Housing
from fieldapp.records.problem import Promise
from fieldapp.records.visit import NEWS, ROUND, Visit
from fieldapp.rules.dwelling import name_of
from ui.forms.form import Around, Form, Question
from ui.forms.sitting import Sitting
from ui.forms.verdict import warnings_of
from ui.session import Session
from ui.tables.badges import short_day

ASKED: list[Question] = [question for question in Visit.questions() if question.part in (ROUND, NEWS)]
"""What a visit asks by itself; what was confirmed, the day of entry and corrections follow from what is done."""
PROMISED: list[Question] = [Promise.answer, Promise.by, Promise.due]
AT_THE_DOOR: list[Question] = sorted(
    (question for question in Housing.questions() if question is not Housing.shared),
    key=lambda question: question.part in (APPRAISAL, DECISION),
)
"""What a visit asks of the building where the family lives: papers last; who else uses it is settled on the page of the household."""
FURTHER: list[Question] = [Housing.sleepers, Housing.sealed, Housing.pictures]
"""What a visit asks of a further building: whether somebody sleeps there after all."""


def forms_of(sitting: Sitting, session: Session, parent: QWidget) -> list[Form]:
    """The visit, what was promised, every building, the water, to stand in `parent`."""
    ask = partial(Form, around=Around.of(sitting.dossier, session), parent=parent)
    return [
        ask(sitting.visit, questions=ASKED, last=sitting.last, afresh=(Visit.day, Visit.note)),
        ask(sitting.promise, questions=PROMISED, last=Promise()),
        ask(sitting.housing, questions=AT_THE_DOOR, last=sitting.housing.saved),
        *(ask(draft, questions=FURTHER, last=draft.saved, heading=f"另一栋：{name_of(draft.saved)}") for draft in sitting.further),
        ask(sitting.water, last=sitting.water.saved),
    ]


def follow(forms: Sequence[Form], sitting: Sitting, judged: Judged, missing: Mapping[Question, str]) -> None:
    """Put what is asked now of a visit (its forms as above), and say what is missing and what the rules find against the answers."""
    visit, promise, *inside = forms
    promise.setVisible(sitting.promises)
    for form in inside:
        form.setVisible(sitting.looks_inside)
    visit.warn(missing)
    of_building = {house.id: finding for house, finding in judged.houses}
    *houses, water = inside
    for form in houses:
        form.warn(warnings_of(form.draft, of_building.get(form.draft.saved.id, judged.housing)))
    water.warn(warnings_of(water.draft, judged.water))


def about(sitting: Sitting, today: dt.date) -> str:
    """Whose visit it is: group, people, and the visit before."""
    last = sitting.last
    visited = f"上次 {short_day(last.day, today)}" if last.day else "第一次走访"
    company = f"({last.companions})" if last.companions else ""
    return " · ".join(filter(None, (sitting.dossier.household.group, f"{len(sitting.dossier.members)} 人", visited + company)))
