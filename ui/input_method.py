"""How Chinese is typed on Linux: which of the desktop's input methods this Qt is told to use.

A desktop that types with Fcitx tells its programs QT_IM_MODULE=fcitx. The wheel of Qt brings a plugin for IBus alone, so every
key would arrive as a Latin letter and nobody could write a name. Fcitx 5 answers to programs of IBus too; Qt takes
the first method of a list that it has a plugin for.
"""

from __future__ import annotations

from collections.abc import Mapping

LIST, ONE = "QT_IM_MODULES", "QT_IM_MODULE"
"""What Qt reads, the list first."""
_ASKED = ("GTK_IM_MODULE", "XMODIFIERS")
"""Where a desktop tells the programs of others that something is typed with an input method."""
_OURS = "ibus"


def input_methods(told: Mapping[str, str]) -> str:
    """What `LIST` should say: what the desktop asks Qt for, then IBus; '' where no input method is told of.

    Args:
        told: the environment.
    """
    asked = [name for name in (told.get(LIST) or told.get(ONE, "")).split(";") if name]
    if not asked and not any(name in told.get(where, "") for where in _ASKED for name in ("fcitx", _OURS)):
        return ""
    return ";".join(dict.fromkeys([*asked, _OURS]))
