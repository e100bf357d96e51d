"""Mistakes inside what Qt calls of ours, such as `paintEvent`, end in a message and not in the end of the program.

Shiboken 6.8.0 reads the arguments of an exception that leaves an override, and takes for granted that it is an object
already. One that was raised in C and met no handler on its way, such as that of a closed database, is not yet: the
process is gone. A handler that raises it again makes it whole. Held by `tests/ui/test_overrides.py`; when the pinned
PySide6 goes, this may go.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any

from shiboken6 import Shiboken


def whole(override: Callable[..., Any]) -> Callable[..., Any]:
    """The same override; what it raises is an object."""

    @wraps(override)
    def called(*given: Any, **named: Any) -> Any:
        try:
            return override(*given, **named)
        except BaseException:  # being caught once is all that it needs
            raise

    return called


def _on_class(cls: type) -> None:
    """Make every method whole by which a new class replaces one of Qt's."""
    theirs = [base for base in cls.__mro__ if base.__module__.startswith("PySide6.")]
    for name, method in list(vars(cls).items()):
        if isinstance(method, FunctionType) and any(name in vars(base) for base in theirs):
            setattr(cls, name, whole(method))


def watch() -> None:
    """From now on see to the overrides of each class that is made from one of Qt's."""
    Shiboken.Object.__init_subclass__ = classmethod(_on_class)  # type: ignore[assignment]
