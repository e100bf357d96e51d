"""Picture files for tests: one colour each."""

from pathlib import Path

from PySide6.QtGui import QColor, QImage


def painted(path: Path, colour: str, width: int = 400, height: int = 300) -> Path:
    """A picture file in one colour."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path
