"""The dice of a practice village: the same seed throws the same, and gives the same ids."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from fieldapp.base.record import Record
from fieldapp.base.tally import derived_id

R = TypeVar("R", bound=Record)
T = TypeVar("T")


class Dice:
    """Chance, and records whose ids follow from the seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(f"practice {seed}")
        self._seed, self._minted = seed, 0

    def new(self, noun: type[R], **answers: Any) -> R:
        """A record under the next id."""
        self._minted += 1
        return noun(derived_id("practice", str(self._seed), noun.table, str(self._minted)), **answers)

    def some(self, choices: Iterable[tuple[T, float]]) -> T:
        """One of these things, each as likely as its weight says."""
        known = list(choices)
        return self._random.choices([one for one, _ in known], [weight for _, weight in known])[0]

    def chance(self, share: float) -> bool:
        """True in this share of all throws."""
        return self._random.random() < share

    def choice(self, choices: Sequence[T]) -> T:
        """One of these things, all alike."""
        return self._random.choice(choices)

    def sample(self, choices: Sequence[T], count: int) -> list[T]:
        """So many different ones of these things."""
        return self._random.sample(choices, count)

    def shuffle(self, things: list[Any]) -> None:
        """Bring these things into another order."""
        self._random.shuffle(things)

    def number(self, low: int, high: int) -> int:
        """A whole number, both bounds included."""
        return self._random.randint(low, high)
