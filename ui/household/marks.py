"""What two offices tell differently of a household, or propose: above the page of each tab, in words."""

from __future__ import annotations

from fieldapp.records.dossier import Dossier
from ui.band import Band
from ui.buttons import Button
from ui.session import Session
from ui.tabs import FIRST, TABS

_SHOWN = 3


class Marks(Band):
    """A band that is there where something is open of what the tab shows; on the first tab of everything."""

    def __init__(self, session: Session) -> None:
        self.answer = Button("去答复")
        super().__init__(self.answer)
        self._session = session

    def show_marks(self, dossier: Dossier, tab: str) -> None:
        """Say what is open on a tab."""
        lines = self._lines(dossier, tab) if dossier.contested or dossier.offered else []
        rest = [f"还有 {len(lines) - _SHOWN} 项。"] if len(lines) > _SHOWN else []
        self.say("\n".join([*lines[:_SHOWN], *rest]))

    def _lines(self, dossier: Dossier, tab: str) -> list[str]:
        from fieldapp.desk.marks import questions_of, sentence  # late: most households have nothing open

        county, names = self._session.survey.county, dossier.names
        return [
            f"{names.get(one.record, '') if one.noun.table == 'member' else ''} {one.what}：{sentence(one, county=county)}".strip()
            for one in questions_of(self._session.reader, dossier)
            if tab in (FIRST, TABS.get(one.noun.table))
        ]
