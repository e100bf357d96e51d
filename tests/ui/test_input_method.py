"""Chinese can be typed: Qt is told of a method that it has a plugin for, and none stands in the way of figures."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo, Qt

from fieldapp.records.household import Household
from fieldapp.records.member import Member
from fieldapp.records.visit import Visit
from fieldapp.records.water import Water
from ui.forms.editors import Given, editor_for
from ui.input_method import input_methods


@pytest.mark.parametrize(
    ("desktop", "told"),
    [
        ({"QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx"}, "fcitx;ibus"),
        ({"QT_IM_MODULE": "ibus"}, "ibus"),
        ({"QT_IM_MODULES": "wayland;fcitx;ibus", "QT_IM_MODULE": "fcitx"}, "wayland;fcitx;ibus"),
        ({"XMODIFIERS": "@im=ibus"}, "ibus"),
        ({"GTK_IM_MODULE": "fcitx"}, "ibus"),
        ({"QT_IM_MODULE": "compose"}, "compose;ibus"),
        ({"XMODIFIERS": "@im=none"}, ""),
        ({}, ""),
    ],
)
def test_what_the_desktop_types_with_is_asked_first_and_then_what_we_have(desktop, told):
    assert input_methods(desktop) == told


@pytest.mark.skipif(sys.platform != "linux", reason="other systems type Chinese by themselves")
def test_the_wheel_of_qt_has_the_plugin_that_we_name():
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforminputcontexts"
    assert any("ibus" in file.name for file in plugins.iterdir())


@pytest.mark.parametrize("field", [Member.number, Member.birth, Water.litres, Visit.day], ids=lambda field: field.name)
def test_no_input_method_stands_where_only_figures_can(qtbot, field, session):
    editor = editor_for(field.kind, Given(session.today))
    qtbot.addWidget(editor)
    assert not editor.box.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


@pytest.mark.parametrize("field", [Member.name, Household.phone, Visit.note], ids=lambda field: field.name)
def test_words_are_written_with_one(qtbot, field, session):
    editor = editor_for(field.kind, Given(session.today))
    qtbot.addWidget(editor)
    assert editor.box.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
