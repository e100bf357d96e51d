"""Buttons: a verb, and the key that presses it standing on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.theme import label, worn


class Button(QPushButton):
    """A button. Its key, where it has one, is a shortcut in its whole window."""

    def __init__(self, verb: str, key: str = "", *, main: bool = False, quiet: bool = False) -> None:
        """`main`: the one main act of a screen; `quiet`: a line that can be pressed."""
        super().__init__(verb)
        self.setAutoDefault(True)
        self.setProperty("main", main)
        self.setProperty("quiet", quiet)
        self._key: QWidget | None = None
        if key:
            shortcut = QShortcut(self)  # a button's own shortcut waits 0.1 s
            shortcut.setKeys(_sequences(key))
            shortcut.activated.connect(self.click)
            self._key = self._cap(key, main)

    def _cap(self, key: str, main: bool) -> QWidget:
        cap = label(key, "key")
        cap.setProperty("main", main)
        cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, worn().px(12), 0)
        row.addStretch()
        row.addWidget(cap, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setProperty("keyed", True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # its inner layout would make it grow
        return cap

    def sizeHint(self) -> QSize:
        """Room for the verb and its key."""
        hint = super().sizeHint()
        return hint if self._key is None else QSize(hint.width() + self._key.sizeHint().width() + worn().px(6), hint.height())

    def minimumSizeHint(self) -> QSize:
        """A verb is never cut off."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """A disabled main button shows its key like its verb."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and self._key:
            self._key.setEnabled(self.isEnabled())


def _sequences(key: str) -> list[QKeySequence]:
    """The keys that press a button: Qt's “Enter” is the one of the number pad only, people mean the other one, too."""
    return [QKeySequence(one) for one in dict.fromkeys((key, key.replace("Enter", "Return")))]
