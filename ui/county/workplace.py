"""The county that is open: the rail, and its screens, each built when it is first visited."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ui.county.office import Office
from ui.places import SETTINGS
from ui.preferences import Preferences
from ui.rail import Railed

if TYPE_CHECKING:
    from ui.screens.county import CountyScreen
    from ui.screens.county_doubles import CountyDoublesScreen
    from ui.screens.county_settings import CountySettingsScreen
    from ui.screens.county_taking import CountyTakingScreen

TOGETHER, TAKING, DOUBLES = "县级汇总", "收上报包", "跨村重复"
PLACES = {TOGETHER: "county", TAKING: "receive", DOUBLES: "twice", SETTINGS: "settings"}
"""The places of the rail from the top: name → icon."""


class CountyWorkplace(Railed):
    """Leads from screen to screen."""

    village_wanted = Signal(str)  # the code of the village that is to be opened

    def __init__(self, office: Office, preferences: Preferences) -> None:
        super().__init__(PLACES)
        self._office, self._preferences = office, preferences
        office.told.connect(self.refresh)
        self.refresh()

    def begin(self, place: str = "") -> None:
        """Go to a place; without one, to the villages."""
        self.go(place or TOGETHER)

    def go(self, place: str) -> None:
        """Go to a place of the rail."""
        if place == TOGETHER:
            self._show(self.together, place)
        elif place == TAKING:
            self._show(self.taking, place)
        elif place == DOUBLES:
            self._show(self.doubles, place)
        else:
            self._show(self.settings, SETTINGS)

    @cached_property
    def together(self) -> CountyScreen:
        from ui.screens.county import CountyScreen

        screen = self._built(CountyScreen(self._office))
        screen.village_wanted.connect(self.village_wanted)
        screen.take_wanted.connect(self.take_in)
        return screen

    @cached_property
    def taking(self) -> CountyTakingScreen:
        from ui.screens.county_taking import CountyTakingScreen

        screen = self._built(CountyTakingScreen(self._office))
        screen.back.connect(lambda: self.go(TOGETHER))
        return screen

    @cached_property
    def doubles(self) -> CountyDoublesScreen:
        from ui.screens.county_doubles import CountyDoublesScreen

        return self._built(CountyDoublesScreen(self._office))

    @cached_property
    def settings(self) -> CountySettingsScreen:
        from ui.screens.county_settings import CountySettingsScreen

        screen = self._built(CountySettingsScreen(self._office, self._preferences))
        screen.looked.connect(self.looked)
        screen.left.connect(self.left)
        screen.renamed.connect(self.refresh)
        return screen

    def take_in(self, paths: list[Path]) -> None:
        """Show what taking these folders and books would do; where none is named, ask which."""
        self._show(self.taking, TAKING)
        self.taking.begin(paths)

    def refresh(self) -> None:
        """Write head and foot of the rail."""
        told = self._office.standings
        foot = f"{len(told)} 个村\n报过的 {sum(one.heard for one in told)} 个" if told else ""
        self.rail.tell(self._office.name, f"县级汇总\n录入：{self._office.by}", foot)
