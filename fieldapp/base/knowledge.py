"""What a file knows: which acts of which node it has. Two files that tell each other so need send nothing twice.

Every node counts its acts without holes, so one number a node says nearly everything; what arrived beyond a hole is told
one by one. A hole is no fault: the package that fills it comes later, or the sender is told and sends it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True)
class Knowledge:
    """The acts that somebody has.

    Attributes:
        through: node → all its acts up to this number.
        beyond: node → numbers of further ones, after a hole.
    """

    through: Mapping[str, int] = field(default_factory=dict)
    beyond: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, acts: Iterable[tuple[str, int]]) -> Self:
        """What these acts are: node and number of each, in any order."""
        numbers: dict[str, set[int]] = {}
        for node, number in acts:
            numbers.setdefault(node, set()).add(number)
        through, beyond = {}, {}
        for node, some in numbers.items():
            whole = next(n for n in range(1, len(some) + 2) if n not in some) - 1
            through[node] = whole
            if rest := frozenset(n for n in some if n > whole):
                beyond[node] = rest
        return cls(through, beyond)

    def has(self, node: str, number: int) -> bool:
        """Whether this act is known."""
        return number <= self.through.get(node, 0) or number in self.beyond.get(node, ())

    def common(self, other: Knowledge) -> Knowledge:
        """The acts that both have."""
        through = {node: min(most, other.through[node]) for node, most in self.through.items() if node in other.through}
        beyond = {}
        for node, whole in through.items():
            further = {*self.beyond.get(node, ()), *other.beyond.get(node, ())}
            if both := frozenset(n for n in further if n > whole and self.has(node, n) and other.has(node, n)):
                beyond[node] = both
        return Knowledge(through, beyond)

    def lacks(self, other: Knowledge) -> bool:
        """Whether somebody else knows an act that is not known here."""
        for node, most in other.through.items():
            mine = self.through.get(node, 0)
            if most - mine > sum(mine < number <= most for number in self.beyond.get(node, ())):
                return True
        return any(not self.has(node, number) for node, numbers in other.beyond.items() for number in numbers)

    def holes(self) -> Iterator[tuple[str, int, int]]:
        """Node, first and last number of every stretch that is missing."""
        for node, numbers in sorted(self.beyond.items()):
            before = self.through.get(node, 0)
            for number in sorted(numbers):
                if number > before + 1:
                    yield node, before + 1, number - 1
                before = number

    def told(self) -> str:
        """All of it as one text, equal for equal knowledge; `read` reads it."""
        nodes = sorted({*self.through, *self.beyond})
        whole = {node: [self.through.get(node, 0), *sorted(self.beyond.get(node, ()))] for node in nodes}
        return json.dumps(whole, separators=(",", ":"))

    @classmethod
    def read(cls, told: str) -> Self:
        """Back from `told`; '' is nobody's knowledge. Raises: ValueError."""
        try:
            whole = {str(node): [int(number) for number in numbers] for node, numbers in json.loads(told or "{}").items()}
            through = {node: first for node, (first, *_) in whole.items()}
        except (AttributeError, TypeError, ValueError, OverflowError) as error:
            raise ValueError(told) from error
        if any(numbers != sorted({*numbers}) or numbers[0] < 0 for numbers in whole.values()):
            raise ValueError(told)
        return cls(through, {node: frozenset(rest) for node, (_, *rest) in whole.items() if rest})
