"""The bundle, where nobody has installed anything: `unshare --mount python .ci/bundle/proof.py WORK`, after `.ci/bundle/build WORK`.

In a bare Debian 11 (no Python, no library of a screen, no face), as a user without rights, from a folder with Chinese and
blanks that cannot be written, with a HOME that cannot be written: the main job by the commands, then the window on an X
server outside, whose picture is held against the one from source. Pictures and papers stay in WORK/proof.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageChops

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / ".ci")]

from contents import WINDOW  # noqa: E402
from main_job import STEPS, SURVEY  # noqa: E402

STICK = Path("媒体/我的 优盘")
DESK = Path("家/桌面")
HOME = Path("home/village")


def main(work: Path) -> None:
    """Prove it, step by step; ends with 1 and a sentence at the first that fails."""
    root, proof = work / "proof-root", work / "proof"
    for folder in (root, proof):
        shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["cp", "-a", work / "bare", root], check=True)
    proof.mkdir()
    lay_out(root, work / "out")
    inside = Inside(root)
    say("没有 Python，没有装过任何东西")
    assert not [path for name in ("python3", "python", "fc-list") for path in root.glob(f"usr/bin/{name}*")]
    say(inside.told("verify-program"))
    for what, words in STEPS.items():
        say(f"\n{what}\n$ fieldapp {' '.join(words)}")
        say(inside.told(*words))
    village = root / DESK / SURVEY
    assert list(village.parent.glob("plans/*.pdf"))
    shutil.copytree(village.parent, proof / "papers")
    opening = ["--by", "石磊", "open"]
    with screen() as display:
        from_source = picture(display, [*source(work), *opening, str(proof / "papers" / village.name)], proof / "source.png")
        bundled = picture(display, inside.command(WINDOW, *opening, SURVEY), proof / "bundle.png")
    hold_against(from_source, bundled)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def lay_out(root: Path, out: Path) -> None:
    """The stick, a desk to write on, a HOME that cannot be written, and what a kernel gives every process."""
    (packed,) = out.glob("*.tar.xz")
    with tarfile.open(packed) as archive:
        archive.extractall(root / STICK, filter="tar")
    (root / DESK / ".out/demo").mkdir(parents=True)
    (root / HOME).mkdir(parents=True)
    shutil.copytree(ROOT / "resources/demo", root / DESK / "resources/demo")
    subprocess.run(["chown", "-R", "1000:1000", root / "家"], check=True)
    subprocess.run(["mount", "-t", "proc", "proc", root / "proc"], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", root / HOME], check=True)


def source(work: Path) -> list[str]:
    """How to run the source that was built, with the faces of the bundle and its FreeType: another version shades a few strokes differently."""
    bundle, copy = work / "out" / WINDOW, work / "root/source"
    shutil.copytree(bundle / "fonts", copy / "fonts", dirs_exist_ok=True)
    return ["/usr/bin/env", f"LD_PRELOAD={bundle}/_internal/libfreetype.so.6", sys.executable, str(copy / "main.py")]


class Inside:
    """The bundle, run in the bare root."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def command(self, program: str, *words: str) -> list[str]:
        """How to run one of the two programs from outside, as a user, in the folder of the desk."""
        told = [
            f"HOME=/{HOME}",
            "LANG=C.UTF-8",
            "PATH=/usr/bin:/bin",
            *(f"DISPLAY={display}" for display in [os.environ.get("DISPLAY")] if display),
        ]
        enter = ["chroot", "--userspec=1000:1000", str(self._root), "/usr/bin/env", "-i", f"--chdir=/{DESK}", *told]
        return [*enter, f"/{STICK}/{WINDOW}/{program}", *words]

    def told(self, *words: str) -> str:
        """What a command says. Raises: CalledProcessError."""
        ran = subprocess.run(self.command("fieldapp", *words), check=True, stdout=subprocess.PIPE, encoding="utf-8", timeout=300)
        return ran.stdout.rstrip()


@contextmanager
def screen() -> Iterator[str]:
    """An X server of its own. Whoever shares its network reaches it, from another root too."""
    ours, theirs = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[theirs],
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    try:
        with os.fdopen(ours) as told:
            os.environ["DISPLAY"] = f":{told.readline().strip()}"
        yield os.environ["DISPLAY"]
    finally:
        server.terminate()
        server.wait()


GRAB = "import sys; from PySide6.QtGui import QGuiApplication as A; a = A([]); a.primaryScreen().grabWindow(0).save(sys.argv[1])"


def picture(display: str, command: Sequence[str | Path], path: Path) -> Image.Image:
    """What a window shows when it has come to rest: three grabs alike, and something on them."""
    nothing = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "FONTCONFIG_FILE"), str(path.parent / "nothing"))
    (path.parent / "nothing").mkdir(exist_ok=True)  # as FONTCONFIG_FILE an empty folder: no face of this machine is known
    environment = {**os.environ, **nothing, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    shown = subprocess.Popen(command, env=environment)
    try:
        alike, last = 0, b""
        for _ in range(120):
            time.sleep(0.5)
            assert shown.poll() is None, f"{command[-3:]} ended with {shown.returncode}"
            subprocess.run([sys.executable, "-c", GRAB, path], env=environment, check=True)
            now = Image.open(path).convert("RGB")
            alike = alike + 1 if now.tobytes() == last and len(now.getcolors(1 << 24) or []) > 20 else 0
            if alike == 3:
                return now
            last = now.tobytes()
        raise TimeoutError(f"{path.name}: the window never came to rest")
    finally:
        shown.terminate()
        shown.wait()


def hold_against(source: Image.Image, bundle: Image.Image) -> None:
    """Two pictures alike in every pixel."""
    differing = ImageChops.difference(source, bundle).getbbox()
    assert differing is None, f"The window of the bundle does not look like the one from source at {differing}: see WORK/proof."
    say("\n窗口：和从源代码运行的画面每个像素都一样")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
