"""How far a long errand is, told from within its pieces."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told how many things are done, and of how many; what it raises ends the work with nothing half done."""
Percent = Callable[[int], None]
"""Told how much of an errand is done, 0 to 100; what it raises ends the errand with nothing half done."""


def share(step: Percent | None, number: int, count: int) -> Progress:
    """The progress of one of several equal pieces of an errand, the first being 0."""

    def told(done: int, of: int) -> None:
        if step:
            step((100 * number + 100 * done // max(of, 1)) // count)

    return told


def percent(progress: Progress) -> Percent:
    """The same for work that counts in percent itself."""
    return lambda done: progress(done, 100)
