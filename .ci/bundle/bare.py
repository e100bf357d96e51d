"""A bare Debian 11 to run the bundle in: no Python, no library of a screen, no face. Wants a mount namespace of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

STICK = Path("媒体/我的 优盘")
DESK = Path("家/桌面")
HOME = Path("home/village")
USER = "1000:1000"
WORDS = {"BOOK": "一二三四", "SURVEY": "五六七八"}
"""Passwords of books and of survey files, by the name that commands are told."""


class Bare:
    """The root, with a stick that nobody can write, a desk to write on, and a HOME that can be written only when it is `given`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.desk = root / DESK

    def lay_out(self, bare: Path, packed: Path) -> None:
        """Copy it from the one that the build left, unpack the bundle, and add what a kernel gives every process."""
        shutil.rmtree(self.root, ignore_errors=True)
        subprocess.run(["cp", "-a", "--reflink=auto", bare, self.root], check=True)
        assert not [path for name in ("python*", "fc-list") for path in self.root.glob(f"usr/bin/{name}")], "There is a Python."
        stick = self.root / STICK
        stick.mkdir(parents=True)
        subprocess.run(["tar", "-xf", packed, "-C", stick], check=True)
        self.desk.mkdir(parents=True)
        (self.root / HOME).mkdir(parents=True)
        self._mount("-t", "proc", "proc", "proc")
        self._mount("--rbind", "/dev", "dev")
        self._mount("-t", "tmpfs", "-o", "ro", "tmpfs", str(HOME))

    def _mount(self, *words: str) -> None:
        subprocess.run(["mount", *words[:-1], self.root / words[-1]], check=True)

    def bring(self, path: Path, name: str) -> None:
        """A file or a folder from outside onto the desk, which is the user's own."""
        (shutil.copytree if path.is_dir() else shutil.copy)(path, self.desk / name)
        self._give_desk()

    def make(self, name: str) -> None:
        """An empty folder on the desk."""
        (self.desk / name).mkdir(parents=True)
        self._give_desk()

    def _give_desk(self) -> None:
        subprocess.run(["chown", "-R", USER, self.root / DESK.parts[0]], check=True)

    def give_home(self) -> None:
        """From now on HOME can be written, and is empty."""
        subprocess.run(["umount", self.root / HOME], check=True)
        subprocess.run(["chown", USER, self.root / HOME], check=True)

    def command(self, program: str | Path, *words: str) -> list[str]:
        """How to run a program of the root from outside, as a user without rights, in the folder of the desk."""
        told = {"HOME": f"/{HOME}", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", **WORDS}
        if display := os.environ.get("DISPLAY"):
            told["DISPLAY"] = display
        enter = ["chroot", f"--userspec={USER}", str(self.root), "/usr/bin/env", "-i", f"--chdir=/{DESK}"]
        return [*enter, *(f"{name}={value}" for name, value in told.items()), str(program), *words]

    def told(self, program: str | Path, *words: str) -> str:
        """What a program of the root says. Raises: CalledProcessError."""
        ran = subprocess.run(self.command(program, *words), check=True, stdout=subprocess.PIPE, encoding="utf-8", timeout=300)
        return ran.stdout.rstrip()

    def as_root(self, *command: str) -> str:
        """What a command says that only the machine's owner may give. Raises: CalledProcessError."""
        told = ["/usr/bin/env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]
        enter = ["chroot", self.root, *told]
        ran = subprocess.run([*enter, *command], check=True, stdout=subprocess.PIPE, encoding="utf-8", timeout=300)
        return ran.stdout.rstrip()
