"""走访: every visit, the latest first; the chosen one in full beside the list."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from fieldapp.documents.column import Column
from fieldapp.records.visit import Visit
from ui.forms.answers import Answers
from ui.forms.form import Question
from ui.forms.panel import Asked
from ui.household.errands import Reasoned
from ui.household.page import Edit, Home, HomePage
from ui.tables.records import Act, RecordTable

if TYPE_CHECKING:
    from collections.abc import Collection

    from ui.session import Session

CORRECT, REMOVE = Act("更正…", to_one=True), Act("删除…", to_one=True)
SHARES = (15, 9, 12, 16, 16, 20, 12)
ASKED: list[Question] = [question for question in Visit.questions() if question not in (Visit.entered, Visit.corrects)]


def _columns(corrected: Collection[str | None]) -> list[Column[Any]]:
    """`corrected`: the ids of visits that another one corrects; read at each cell."""

    def standing(visit: Visit) -> str:
        return "已更正" if visit.id in corrected else "更正" if visit.corrects else ""

    shown = (Visit.day, Visit.way, Visit.outcome, Visit.met, Visit.companions, Visit.wishes)
    return [*(Column.of(field) for field in shown), Column.told("更正", standing)]


class Visits(HomePage):
    """Visits are observed once: they are read here, and corrected by another visit that points to the mistaken one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._corrected: set[str | None] = set()
        nothing = "还没有走访过。点右上角“记走访”记第一次。"
        self.list = RecordTable("走访", _columns(self._corrected), SHARES, (CORRECT, REMOVE), empty=nothing)
        self.sheet = Answers("这次走访", narrow=True)
        self.main.addWidget(self.list)
        self.side.add(self.sheet)
        self.list.table.selectionModel().currentRowChanged.connect(self._on_chosen)
        self.list.wanted.connect(self._on_wanted)

    def _show(self, home: Home) -> None:
        visits = sorted(home.dossier.all(Visit), key=lambda visit: visit.day or dt.date.min, reverse=True)
        self._corrected.clear()
        self._corrected |= {visit.corrects for visit in visits}
        self.list.show_records(visits)
        self._on_chosen()

    def _on_chosen(self) -> None:
        visit = self.list.record
        self.sheet.heading.setText(f"{Visit.day.show(visit)} 走访" if visit else "这次走访")
        self.sheet.show_record(visit, self._names, self._home.said_of(visit))

    def _on_wanted(self, verb: str, visit: Visit) -> None:
        self.wanted.emit(self._correcting(visit) if verb == CORRECT.verb else _removing(visit))

    def _correcting(self, visit: Visit) -> Edit:
        """A further visit with the same answers, to be put right; the mistaken one stays to be read."""
        further = Visit(**{**visit.answers, "corrects": visit.id, "entered": self._session.today()})
        why = f"更正 {_day(visit)} 的走访"
        return Edit(why, f"correct:{visit.id}", [Asked(further, ASKED, None)], why, (Visit.day,))


def _removing(visit: Visit) -> Reasoned:
    told = "只用于记错了户或重复记的走访；内容有错请用“更正…”。时间线里还看得到，做错了可以撤销。"
    why = f"删除 {_day(visit)} 的走访"
    return Reasoned(why, told, "删除", why, lambda change, reason: change.remove(visit, reason))


def _day(visit: Visit) -> str:
    return Visit.day.show(visit) or "没有日期"
