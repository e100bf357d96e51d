"""A badge: a few words and their tone. Apart from what the badges say, which rests on the rules and comes in later."""

from dataclasses import dataclass

from ui.theme import Tone

NOTHING = "—"
"""What stands where there is nothing to tell; it is no pill."""


@dataclass(frozen=True)
class Badge:
    """A few words and their tone."""

    text: str
    tone: Tone
