"""What one person likes on one machine. Nothing of the village is kept here."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TypeVar

from platformdirs import user_config_path
from PySide6.QtCore import QByteArray, QSettings

from fieldapp.base import program
from ui.theme import SCALES, Theme

_REMEMBERED = 8
P = TypeVar("P", bound=PurePath)


class Preferences:
    """Kept in an ini file of the user's, so that they can be carried to another machine or thrown away."""

    def __init__(self, path: Path | None = None, *, usual_scale: float = 1.0) -> None:
        """
        Args:
            path: another file than the user's own, for tests.
            usual_scale: one of the scales of the theme; how large everything is until the person says so.
        """
        self._usual_scale = usual_scale
        path = path or user_config_path("fieldapp", appauthor=False) / "window.ini"
        self._kept = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def theme(self) -> Theme:
        """Light or dark, and how large; what no theme has counts as the usual one, which follows the system."""
        told = self._text("look/scale")
        scale = next((scale for scale in SCALES if str(scale) == told), self._usual_scale)
        return Theme(self._text("look/dark") == "yes", scale)

    @theme.setter
    def theme(self, theme: Theme) -> None:
        if theme.scale != self.theme.scale:  # whoever chooses the dark has not yet chosen a size
            self._kept.setValue("look/scale", str(theme.scale))
        self._kept.setValue("look/dark", "yes" if theme.dark else "no")

    @property
    def names(self) -> list[str]:
        """Who has recorded on this machine, the latest first."""
        return self._lines("people/names")

    @property
    def by(self) -> str:
        """Who records now, '' before anybody said so."""
        return next(iter(self.names), "")

    @by.setter
    def by(self, name: str) -> None:
        self._put_first("people/names", name)

    @property
    def recent(self) -> list[Path]:
        """The survey files opened of late that are still there, the latest first."""
        return list(dict.fromkeys(path for line in self._lines("files/recent") if (path := _found(line))))

    @property
    def last(self) -> Path | None:
        """The survey file that was open last, where it is still there."""
        return next((_found(line) for line in self._lines("files/recent")), None)

    def opened(self, path: Path) -> None:
        """Remember that this file was opened."""
        self._put_first("files/recent", str(path.resolve()))

    @property
    def geometry(self) -> QByteArray:
        """Where the window stood and how large it was."""
        kept = self._kept.value("window/geometry")
        return kept if isinstance(kept, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._kept.setValue("window/geometry", geometry)

    @property
    def trouble(self) -> str:
        """What went wrong with the backup when the program was last closed, in sentences; '' when nothing did."""
        return self._text("backup/trouble")

    @trouble.setter
    def trouble(self, trouble: str) -> None:
        self._kept.setValue("backup/trouble", trouble)

    @property
    def guided(self) -> list[str]:
        """The steps of the guided first visit that are done."""
        return self._lines("guide/done")

    @guided.setter
    def guided(self, steps: list[str]) -> None:
        self._kept.setValue("guide/done", "\n".join(steps))

    def keep(self) -> None:
        """Write to the disk now."""
        self._kept.sync()

    def _text(self, key: str) -> str:
        return str(self._kept.value(key, ""))

    def _lines(self, key: str) -> list[str]:
        return [line for line in self._text(key).split("\n") if line]

    def _put_first(self, key: str, line: str) -> None:
        lines = [line, *(other for other in self._lines(key) if other != line)]
        self._kept.setValue(key, "\n".join(lines[:_REMEMBERED]))


def _found(line: str) -> Path | None:
    """A remembered file where it is now, None where it is not to be found."""
    return next((path for path in (Path(line), on_drive_of(program.folder(), Path(line))) if path.is_file()), None)


def on_drive_of(here: PurePath, path: P) -> P:
    """The same place on another drive: Windows gives a stick another letter than yesterday, and the program that lies on it knows which."""
    return type(path)(here.anchor, *path.parts[1:])
