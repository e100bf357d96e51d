"""What goes wrong where Qt calls the window is told; the program goes on."""

import pytest
import shiboken6
from PySide6.QtWidgets import QLabel, QWidget
from sqlcipher3 import dbapi2


def nothing_left():
    gone = QLabel()
    shiboken6.delete(gone)
    gone.show()


def closed_file():
    connection = dbapi2.connect(":memory:")
    connection.close()
    connection.execute("select 1")


MISTAKES = {
    "raised in C": (lambda: 1 / 0, ZeroDivisionError),
    "with text": (lambda: int("x"), ValueError),
    "with a key": (lambda: {}["x"], KeyError),
    "without anything": (lambda: next(iter(())), StopIteration),
    "a class": (lambda: (_ for _ in ()).throw(KeyError), KeyError),
    "a widget that is gone": (nothing_left, RuntimeError),
    "a file that is closed": (closed_file, dbapi2.ProgrammingError),
}


class Fragile(QWidget):
    """Makes a mistake as soon as it is seen."""

    def __init__(self, mistake):
        super().__init__()
        self._mistake = mistake

    def showEvent(self, event):
        self._mistake()


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_an_override_is_told_and_the_window_stays(qtbot, name):
    mistake, kind = MISTAKES[name]
    widget = Fragile(mistake)
    qtbot.addWidget(widget)
    with pytest.raises(kind):
        widget.show()


def test_an_override_answers_as_before(qtbot):
    class Wide(QWidget):
        def minimumSizeHint(self):
            """Says how wide."""
            return super().minimumSizeHint().expandedTo(self.size())

    widget = Wide()
    qtbot.addWidget(widget)
    widget.resize(321, 123)
    assert widget.minimumSizeHint().width() == 321
    assert Wide.minimumSizeHint.__doc__ == "Says how wide."


def test_methods_of_our_own_are_left_alone():
    class Own(QWidget):
        def say(self):
            return "x"

    assert not hasattr(Own.say, "__wrapped__")
    assert hasattr(Fragile.showEvent, "__wrapped__")
