"""A form being filled in: the saved record, and what was typed over it.

Three strengths of wrong: a *refused* text cannot be an answer and blocks saving; a *problem* (a question still open)
blocks nothing but the word "complete"; a *warning* is a rule's finding and blocks nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from fieldapp.base.errors import BadAnswer
from fieldapp.base.record import Field, Problem, Record

R = TypeVar("R", bound=Record)


class Draft(Generic[R]):
    """A form being filled in. Every text that was typed is kept as it was typed, refused or not."""

    def __init__(self, saved: R, typed: Mapping[str, str] | None = None) -> None:
        """`typed`: texts of an interrupted sitting, name of the question → text as typed."""
        self.saved = saved
        self.typed: dict[str, str] = {}
        self._answers: dict[str, Any] = {}
        self._refused: dict[Field[Any], BadAnswer] = {}
        known = {field.name: field for field in saved.fields}
        for name, text in (typed or {}).items():
            if name in known:
                self.type(known[name], text)

    def type(self, field: Field[Any], text: str) -> None:
        """Take what the person typed. A refused text is remembered, not lost and not saved."""
        self.typed[field.name] = text
        self._refused.pop(field, None)
        try:
            self._answers[field.name] = field.kind.read(text) if text.strip() else None
        except BadAnswer as refusal:
            self._answers.pop(field.name, None)
            self._refused[field] = refusal

    def forget(self, field: Field[Any]) -> None:
        """Take back what was typed: the saved answer stands again."""
        self.typed.pop(field.name, None)
        self._answers.pop(field.name, None)
        self._refused.pop(field, None)

    def refusal(self, field: Field[Any]) -> BadAnswer | None:
        """Why what was typed there cannot be an answer, or None where it can."""
        return self._refused.get(field)

    @property
    def record(self) -> R:
        """The form as it would be saved now."""
        return self.saved.replace(**self._answers)

    def problems(self) -> list[Problem]:
        """Refused texts first, then what is still to be answered."""
        return [Problem(field, str(self._refused[field])) for field in self.refused] + [
            problem for problem in self.record.problems() if problem.field not in self._refused
        ]

    @property
    def refused(self) -> list[Field[Any]]:
        """The questions whose typed text cannot be an answer; not those that are put no longer, for nobody could mend them."""
        record = self.record
        return [field for field in self._refused if field.applies(record)]

    @property
    def dirty(self) -> bool:
        """Whether there is anything to save or to lose."""
        return bool(self._refused) or self.record != self.saved

    @property
    def can_be_saved(self) -> bool:
        """A half-filled form may be saved; one with a refused text may not."""
        return not self.refused

    def settle(self, saved: R) -> None:
        """Start afresh from what has just been saved."""
        self.saved = saved
        self.typed.clear()
        self._answers.clear()
        self._refused.clear()
