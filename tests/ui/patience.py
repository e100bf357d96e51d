"""A busy machine takes its time: what is waited for may come late. How fast things are, other tests measure."""

from functools import partialmethod

from pytestqt.qtbot import QtBot

PATIENCE = 30_000
"""Milliseconds."""


class Patient(QtBot):
    """Waits longer than five seconds where a test says nothing else."""

    waitUntil = partialmethod(QtBot.waitUntil, timeout=PATIENCE)
    waitSignal = partialmethod(QtBot.waitSignal, timeout=PATIENCE)
    waitSignals = partialmethod(QtBot.waitSignals, timeout=PATIENCE)
    waitActive = partialmethod(QtBot.waitActive, timeout=PATIENCE)
    waitExposed = partialmethod(QtBot.waitExposed, timeout=PATIENCE)
