"""An evening at the keyboard: the families whose visits of today are typed in one after another, in one sitting.

The list waits beside the survey file until every family on it is done, so that a power cut costs nothing of it either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from fieldapp.base.record import Field
from fieldapp.records.household import Household
from fieldapp.records.visit import Visit
from fieldapp.store.survey import Survey

KEY = "evening"
CARRIED: tuple[Field[Any], ...] = (Visit.day, Visit.companions)
"""What is mostly the same at the next family's: taken over from the visit before, and typed over where it is not."""


class Evening:
    """Tonight's families, in the order in which they were put on the list; those of a group come in the order of the 出门单."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        kept = survey.drafts.load(KEY) or {}
        tonight = kept.get("on") == self._today
        self.families: list[str] = [id for id in kept.get("families", ()) if survey.reader.get(Household, id)]
        self._visits: dict[str, str] = dict(kept.get("visits", {})) if tonight else {}
        self.carried: dict[str, str] = dict(kept.get("carried", {})) if tonight else {}
        """What the visit before said: name of the question → text as typed."""

    @property
    def _today(self) -> str:
        return self._survey.clock.today().isoformat()

    def is_done(self, family: str) -> bool:
        """Whether the family's visit was saved tonight, and not taken back since."""
        visit = self._visits.get(family)
        return visit is not None and self._survey.reader.get(Visit, visit) is not None

    @property
    def open(self) -> list[str]:
        """The families that are still to be typed in."""
        return [family for family in self.families if not self.is_done(family)]

    def add(self, families: Iterable[str]) -> None:
        """Put families (ids) on the list, each once."""
        self.families += [id for id in dict.fromkeys(families) if id not in self.families]
        self._keep()

    def follow(self, families: Iterable[str]) -> None:
        """Put families (ids) on the list in this order, before any others that are on it: as on the 出门单 taken along."""
        first = list(dict.fromkeys(families))
        self.families = first + [id for id in self.families if id not in first]
        self._keep()

    def remove(self, family: str) -> None:
        """Take a family off the list; what was typed about it stays."""
        self.families.remove(family)
        self._keep()

    def saved(self, family: str, visit: Visit, typed: Callable[[Field[Any], Any], str]) -> None:
        """The visit (with its id) to a family is saved: it is done, and the next one begins with its day and companions.

        Args:
            typed: an answer as a person types it.
        """
        self._visits[family] = visit.id
        self.families += [] if family in self.families else [family]
        self.carried = {one.name: typed(one, visit.answers[one.name]) for one in CARRIED if one.name in visit.answers}
        self._keep()

    def next_after(self, family: str = "") -> str:
        """The family to go on with: the first open one behind this one, or else from the beginning; '' where all are done."""
        place = self.families.index(family) + 1 if family in self.families else 0
        return next((id for id in [*self.families[place:], *self.families[:place]] if id != family and not self.is_done(id)), "")

    def _keep(self) -> None:
        """A list on which all are done is no work that waits."""
        if self.open:
            told = {"on": self._today, "families": self.families, "visits": self._visits, "carried": self.carried}
            self._survey.drafts.keep(KEY, told)
        else:
            self._survey.drafts.drop(KEY)
