"""走访: every visit, the latest first; the chosen one in full beside the list."""

from __future__ import annotations

import datetime as dt

from fieldapp.documents.column import Column
from fieldapp.records.visit import Visit
from ui.forms.answers import Answers
from ui.household.page import Home, HomePage
from ui.tables.records import RecordTable

SHARES = (15, 9, 12, 16, 18, 30)
COLUMNS = [Column.of(field) for field in (Visit.day, Visit.way, Visit.outcome, Visit.met, Visit.companions, Visit.wishes)]


class Visits(HomePage):
    """Visits are observed once: they are read here, and corrected by another visit."""

    def __init__(self) -> None:
        super().__init__()
        self.list = RecordTable("走访", COLUMNS, SHARES, empty="还没有走访过。点右上角“记走访”记第一次。")
        self.sheet = Answers("这次走访", narrow=True)
        self.main.addWidget(self.list)
        self.side.add(self.sheet)
        self.list.table.selectionModel().currentRowChanged.connect(self._on_chosen)

    def _show(self, home: Home) -> None:
        visits = sorted(home.dossier.all(Visit), key=lambda visit: visit.day or dt.date.min, reverse=True)
        self.list.show_records(visits)
        self._on_chosen()

    def _on_chosen(self) -> None:
        visit = self.list.record
        self.sheet.heading.setText(f"{Visit.day.show(visit)} 走访" if visit else "这次走访")
        self.sheet.show_record(visit, self._names)
