"""The bundle and its installer on the Windows that built them: `python .ci/bundle/windows_proof.py WORK`, after `windows.ps1`.

Unpacked into a folder with Chinese and blanks, with nothing of Python in the environment: the files against VERSION, the
main job and a locked book by the commands, then the window until its first paint, and once more for a picture of the
screen. At last the installer without a question: file types and program are there, and after removal gone, while the
villages stay. The picture and the papers stay in WORK/proof.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / ".ci")]

from contents import WINDOW  # noqa: E402
from main_job import STEPS, SURVEY, say  # noqa: E402

from fieldapp.base.program import CONSOLE  # noqa: E402

SYSTEMS = (
    "SYSTEMROOT",
    "WINDIR",
    "COMSPEC",
    "TEMP",
    "TMP",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "HOMEDRIVE",
    "HOMEPATH",
    "HOME",
)
"""What of the environment a program on any Windows has. HOME is for trying this elsewhere."""
SUFFIX = ".exe" if sys.platform == "win32" else ""
LOCKED, WORD = "加了密码的工作簿，再收一次", "FIELDAPP_WORD"
CLASS = r"Software\Classes\Fieldapp.Survey"


def main(work: Path) -> None:
    """Prove it, step by step; ends with an exception at the first that fails."""
    proof = work / "proof"
    shutil.rmtree(proof, ignore_errors=True)
    (packed,) = (work / "kept").glob("*.zip")
    (installer,) = (work / "kept").glob("*-setup.exe")
    shutil.unpack_archive(packed, proof / "我的 优盘")
    bundle, desk = proof / "我的 优盘" / WINDOW, proof / "桌面 文件"
    play(bundle, desk)
    shutil.copytree((desk / SURVEY).parent, proof / "papers")  # under an ASCII name, which every uploader takes
    look(bundle, desk, proof / "window.png")
    install(installer, proof / "装好 的", desk / SURVEY)


def play(bundle: Path, desk: Path) -> None:
    """The main job by the commands of a bundle, in a folder of somebody's."""
    (desk / SURVEY).parent.mkdir(parents=True)
    shutil.copytree(ROOT / "resources/demo", desk / "resources/demo")
    say(told(bundle, desk, "verify-program"))
    for what, words in STEPS.items():
        say(f"\n{what}\n$ {CONSOLE} {' '.join(words)}")
        say(told(bundle, desk, *words))
    assert list((desk / SURVEY).parent.glob("plans/*.pdf"))
    say(f"\n{LOCKED}")  # the program starts itself to open it
    locked = str(Path(SURVEY).with_name("locked.xlsx"))
    say(told(bundle, desk, "workbook", SURVEY, locked, "--password-env", WORD))
    say(told(bundle, desk, "receive", SURVEY, locked, "--password-env", WORD, "--dry-run"))


def told(bundle: Path, desk: Path, *words: str) -> str:
    """What a command of the bundle says. Raises: CalledProcessError."""
    command = [bundle / f"{CONSOLE}{SUFFIX}", *words]
    ran = subprocess.run(
        command,
        cwd=desk,
        env=environment(**{WORD: "石桥 2026"}),
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        timeout=600,
    )
    return ran.stdout.rstrip()


def environment(**more: str) -> dict[str, str]:
    """That of a person who has no Python: no code page, no encoding, no path of ours is told."""
    system = os.environ.get("SYSTEMROOT", "")
    kept = {name: os.environ[name] for name in SYSTEMS if name in os.environ}
    return kept | {"PATH": f"{system}\\System32;{system}" if system else "/usr/bin:/bin"} | more


def look(bundle: Path, desk: Path, picture: Path) -> None:
    """The window paints a village and ends by itself; opened again it stays, and the screen is kept as a picture."""
    from PIL import ImageGrab

    command: Sequence[str | Path] = [bundle / f"{WINDOW}{SUFFIX}", "--by", "石磊", "open", SURVEY]
    subprocess.run(command, cwd=desk, env=environment(FIELDAPP_PAINTED="1"), check=True, timeout=180)
    shown = subprocess.Popen(command, cwd=desk, env=environment())
    try:
        time.sleep(20)
        assert shown.poll() is None, f"the window ended with {shown.returncode}"
        ImageGrab.grab().save(picture)
    finally:
        shown.terminate()
        shown.wait()
    say(f"\n窗口：{picture.name}")


def install(installer: Path, place: Path, survey: Path) -> None:
    """Install for this person, compare the files, remove: the program and its file types go, the villages stay."""
    quiet = ["/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART"]
    subprocess.run([installer, *quiet, f"/DIR={place}"], check=True, timeout=600)
    assert is_registered()
    say(told(place, survey.parent, "verify-program"))
    beside = shutil.copy(survey, place / "village.survey")
    subprocess.run([place / "unins000.exe", *quiet], check=True, timeout=600)
    for _ in range(120):  # the remover goes on in a copy of itself
        if not is_registered() and not (place / f"{CONSOLE}{SUFFIX}").exists():
            break
        time.sleep(1)
    assert not is_registered()
    assert not (place / f"{CONSOLE}{SUFFIX}").exists()
    assert survey.exists()
    assert Path(beside).exists()
    say("\n安装程序：装上、核对、卸载，档案都还在")


def is_registered() -> bool:
    """Whether a village's file is opened by the program."""
    import winreg

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CURRENT_USER, CLASS))
    except FileNotFoundError:
        return False
    return True


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
