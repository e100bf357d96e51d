"""饮水: what is known of the family's drinking water, and what the rules say of it."""

from __future__ import annotations

from fieldapp.base.draft import Draft
from fieldapp.desk.judging import limits_of
from fieldapp.records.registered import Registered
from fieldapp.records.water import DECISION, Water
from fieldapp.rules.registered import OF_WATER, beside
from fieldapp.rules.water import water_safety
from ui.buttons import Button
from ui.forms.answers import Answers
from ui.forms.form import Question
from ui.forms.panel import Asked
from ui.forms.pictures import Album
from ui.forms.verdict import VerdictCard, warnings_of
from ui.household.dwelling import edit_key
from ui.household.page import Edit, Home, HomePage

DECIDED: list[Question] = [question for question in Water.questions() if question.part is DECISION]
SEEN: list[Question] = [question for question in Water.questions() if question not in DECIDED]


class Supply(HomePage):
    """The family's drinking water."""

    def __init__(self, album: Album) -> None:
        super().__init__(scrolls=True)
        self.verdict = VerdictCard("饮水")
        self.change, self.decide = Button("修改"), Button("认定…")
        self.sheet = Answers("饮水", self.change, self.decide, album=album)
        self.main.addWidget(self.sheet)
        self.main.addStretch()
        self.side.add(self.verdict)
        self.change.clicked.connect(self._on_change)
        self.decide.clicked.connect(self._on_decide)

    def _show(self, home: Home) -> None:
        judged = home.judged
        self.verdict.show_finding(judged.water, beside(home.dossier.all(Registered), OF_WATER, judged.water))
        water = home.dossier.one(Water)
        self.sheet.show_record(water, self._names, home.said_of(water))
        self.change.setText("修改" if water else "填写饮水")
        self.decide.setVisible(water is not None)

    def _on_change(self) -> None:
        water = self._home.dossier.one(Water) or Water(household=self._home.dossier.household.id)
        self._open(water, "修改饮水" if water.id else "填写饮水", edit_key(water, self._home), SEEN, "修改饮水")

    def _on_decide(self) -> None:
        if water := self._home.dossier.one(Water):
            finding = self._home.judged.water
            suggested = finding.suggested or finding
            self._open(water, f"认定饮水 · 建议 {suggested.told}", f"decide:{water.id}", DECIDED, "人工认定饮水")

    def _open(self, water: Water, heading: str, key: str, questions: list[Question], why: str) -> None:
        _, limits = limits_of(self._home.dossier.village, self._home.today)

        def warn(draft: Draft[Water]) -> dict[Question, str]:
            return warnings_of(draft, water_safety(draft.record, limits))

        self.wanted.emit(Edit(heading, key, [Asked(water, questions, None if questions is SEEN else "", warn)], why))
