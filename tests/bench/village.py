"""Invented villages of any size to measure on."""

from pathlib import Path

from figure import PASSWORD

from fieldapp.desk.practice import make_practice
from fieldapp.store.survey import Survey

PEOPLE_IN_A_HOUSEHOLD = 3.0


def make(folder: Path, households: int, *, password: str = PASSWORD) -> Path:
    """A closed survey file of an invented village."""
    path = folder / f"village-{households}.survey"
    make_practice(path, households=households, seed=1, by="bench", password=password).close()
    return path


def opened(path: Path, *, password: str = PASSWORD) -> Survey:
    """That file, open."""
    return Survey.open(path, by="bench", password=password)
