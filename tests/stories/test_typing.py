"""A name is written in Chinese on a desktop that types with Fcitx, as on nearly every Linux in a township office."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from fieldapp.desk.practice import make_practice

PROGRAM = Path(__file__).parent.parent.parent / "main.py"
PROFILE = """\
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=chewing
[Groups/0/Items/0]
Name=chewing
[GroupOrder]
0=Default
"""
DESKTOP = """\
fcitx5 &
until ls "$HOME"/.config/ibus/bus/* >&3; do sleep 0.1; done 3>/dev/null 2>&3
exec "$@"
"""
LONG = 60
"""Seconds for anything that another program has to do."""

MACHINE = [Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id")]

pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(sys.platform != "linux", reason="other systems type Chinese by themselves"),
    pytest.mark.skipif(not any(file.is_file() and file.read_text() for file in MACHINE), reason="D-Bus does not know this machine"),
]


def until(found):
    """What `found` finds, as soon as it finds something; None where it takes too long."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        if told := found():
            return told
        time.sleep(0.2)
    return None


def xdotool(*words):
    """What xdotool prints; '' where it found nothing."""
    return subprocess.run(["xdotool", *words], check=False, capture_output=True, encoding="utf-8", timeout=LONG).stdout


@pytest.fixture
def village(tmp_path):
    path = tmp_path / "石桥.survey"
    make_practice(path, households=5).close()
    return path


@pytest.fixture
def desktop(tmp_path, village):
    """The program on a desktop with Fcitx, for which this Qt has no plugin of its own."""
    home, running = tmp_path / "home", tmp_path / "running"
    profile = home / ".config" / "fcitx5" / "profile"
    profile.parent.mkdir(parents=True)
    profile.write_text(PROFILE, "utf-8")
    running.mkdir(mode=0o700)
    told = {name: text for name, text in os.environ.items() if not name.startswith(("XDG_", "QT_IM", "DBUS_"))}
    told |= {"HOME": str(home), "XDG_RUNTIME_DIR": str(running), "QT_IM_MODULE": "fcitx", "XMODIFIERS": "@im=fcitx"}
    words = ["dbus-run-session", "--", "bash", "-c", DESKTOP, "desktop", sys.executable, str(PROGRAM), "--by", "韩立", "open", str(village)]
    with (tmp_path / "desktop.log").open("wb") as log:
        process = subprocess.Popen(words, env=told, stdout=log, stderr=log, start_new_session=True)
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(LONG)


def test_a_name_is_written_with_fcitx(desktop, village):
    windows = until(lambda: xdotool("search", "--onlyvisible", "--name", "练习村").split())
    assert windows, "no window"
    xdotool("windowfocus", "--sync", windows[0])

    def heads():
        with closing(sqlite3.connect(f"file:{village}?mode=ro", uri=True)) as file:
            return {head for (head,) in file.execute("select head from household")}

    def written():
        xdotool("key", "ctrl+k", "ctrl+n", "ctrl+a")
        xdotool("type", "--delay", "150", "su3cl3")
        xdotool("key", "--delay", "300", "Return", "ctrl+Return")
        time.sleep(1)
        return "你好" in heads()

    assert until(written)
