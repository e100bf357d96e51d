"""Files that are drawn onto a screen with the mouse."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent


def files_of(event: QDropEvent) -> list[Path]:
    """The files that are being dropped; empty where it is something else."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def welcome(event: QDragEnterEvent) -> None:
    """Let files be dropped here, and nothing else."""
    if files_of(event):
        event.acceptProposedAction()
