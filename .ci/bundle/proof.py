"""The bundle, where nobody has installed anything: `unshare --mount python .ci/bundle/proof.py WORK`, after `.ci/bundle/build WORK`.

In a bare Debian 11, as a user without rights, from a folder with Chinese and blanks that cannot be written, with a HOME that
cannot be written: the main job by the commands, old kinds of books, passwords and a county, then the window on an X server
outside, whose pictures are held against those from source. Then the same as a package of Debian, which goes without taking
the villages along. At last the start, against that from source. Pictures and papers stay in WORK/proof.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PIL import Image

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / ".ci")]

from bare import DESK, HOME, STICK, Bare  # noqa: E402
from contents import WINDOW  # noqa: E402
from main_job import STEPS, SURVEY, say  # noqa: E402
from screen import differing, picture, press, screen, shown  # noqa: E402

from fieldapp import VERSION  # noqa: E402

CONSOLE = f"/{STICK}/{WINDOW}/fieldapp"
OPENING = ["--by", "石磊", "open"]
T = TypeVar("T")
BESIDE = "start of the bundle"
"""How the line of the table begins that tells of it."""
TRIES = 3
"""How often the start is measured at most; the best counts, for the machine may be busy."""


def main(work: Path) -> None:
    """Prove it, step by step; ends with an exception at the first that fails."""
    proof, bare = work / "proof", Bare(work / "proof-root")
    shutil.rmtree(proof, ignore_errors=True)
    proof.mkdir()
    (packed,) = (work / "out").glob("*.tar.xz")
    timed("unpack", lambda: bare.lay_out(work / "bare", packed))
    timed("main job", lambda: main_job(bare))
    timed("books", lambda: books(bare, proof))
    timed("county", lambda: county(bare))
    timed("update", lambda: update(bare, work / "out" / WINDOW))
    shutil.copytree((bare.desk / SURVEY).parent, proof / "papers")
    with screen():
        source = timed("source", lambda: look(from_source(work), proof, "source"))
        timed("window", lambda: alike(source, inside(bare, f"/{STICK}/{WINDOW}/{WINDOW}", proof, "bundle")))
        timed("package", lambda: package(bare, work, source))
    timed("start", lambda: start(work / "out" / WINDOW))


def timed(what: str, step: Callable[[], T]) -> T:
    """Do one step of the proof and say how long it took."""
    say(f"\n--- {what}")
    began = time.monotonic()
    done = step()
    say(f"{what:<12} {time.monotonic() - began:4.0f} s")
    return done


def main_job(bare: Bare) -> None:
    """The files against VERSION, then what README shows."""
    bare.bring(ROOT / "resources/demo", "resources/demo")
    bare.make(str(Path(SURVEY).parent))
    say(bare.told(CONSOLE, "verify-program"))
    for what, words in STEPS.items():
        say(f"\n{what}\n$ fieldapp {' '.join(words)}")
        say(bare.told(CONSOLE, *words))
    assert list((bare.desk / SURVEY).parent.glob("plans/*.pdf"))


def books(bare: Bare, proof: Path) -> None:
    """Old kinds of books, read by a child of the program, into files with passwords; and a book with a password."""
    locked = ["--survey-password-env", "SURVEY"]
    for kind in ("xls", "ods"):
        words = ["--headless", "--convert-to", kind, "--outdir", proof, ROOT / "resources/demo/roster.xlsx"]
        office = ["soffice", f"-env:UserInstallation={(proof / 'office').as_uri()}"]
        subprocess.run([*office, *words], check=True, stdout=subprocess.DEVNULL, timeout=180)
        bare.bring(proof / f"roster.{kind}", f"名册 一.{kind}")
        say(bare.told(CONSOLE, *locked, "new", f"{kind}.survey", "--village", "石桥村", "--code", "999999201201"))
        say(bare.told(CONSOLE, *locked, "intake", f"{kind}.survey", f"名册 一.{kind}"))
        assert not (bare.desk / f"{kind}.survey").read_bytes().startswith(b"SQLite"), "The file is not encrypted."
    say(bare.told(CONSOLE, "workbook", SURVEY, "加密.xlsx", "--password-env", "BOOK"))
    assert not (bare.desk / "加密.xlsx").read_bytes().startswith(b"PK"), "The book is not encrypted."
    say(bare.told(CONSOLE, "receive", SURVEY, "加密.xlsx", "--password-env", "BOOK"))


def county(bare: Bare) -> None:
    """Two villages' books taken by two processes, each of which is the bundle started once more."""
    codes = {"999999201201": "石桥村", "999999201202": "柳沟村"}
    say(bare.told(CONSOLE, "county", "new", "县.county", "--name", "某县"))
    named = [word for pair in codes.items() for word in ("--village", *pair)]
    say(bare.told(CONSOLE, "county", "enrol", "县.county", "登记", *named))
    bare.make("上报")
    for code, name in codes.items():
        bare.told(CONSOLE, "new", f"{name}.survey", "--village", name, "--code", code)
        (enrolment,) = (path.name for path in (bare.desk / "登记").iterdir() if code in path.name)
        bare.told(CONSOLE, "intake", f"{name}.survey", "resources/demo/roster.xlsx")
        bare.told(CONSOLE, "enrol", f"{name}.survey", f"登记/{enrolment}")
        bare.told(CONSOLE, "workbook", f"{name}.survey", f"上报/{name}.xlsx")
    told = bare.told(CONSOLE, "county", "take", "县.county", "上报", "--processes", "2", "--json")
    say(told)
    assert json.loads(told)["states"] == {"good": len(codes)}, told


def update(bare: Bare, bundle: Path) -> None:
    """A program on the desk puts a newer one beside itself. Newer is its number alone: a second release is not at hand."""
    bare.bring(bundle, WINDOW)
    newer = shutil.copytree(bundle, bare.root / "媒体/别的 优盘" / WINDOW)
    told = (newer / "VERSION").read_text("utf-8")
    (newer / "VERSION").write_text(told.replace(f" {VERSION} ", " 99.0.0 ", 1), "utf-8")
    say(bare.told(f"/{DESK}/{WINDOW}/fieldapp", "update", "/媒体/别的 优盘"))
    say(bare.told(f"/{DESK}/{WINDOW}-99.0.0/fieldapp", "verify-program"))
    assert not list(bare.desk.glob(f".{WINDOW}*"))
    for folder in (newer.parent, bare.desk / WINDOW, bare.desk / f"{WINDOW}-99.0.0"):
        shutil.rmtree(folder)


def from_source(work: Path) -> list[str]:
    """How to run the source that was built, with the faces of the bundle and its FreeType: another version shades a few strokes differently.

    As FONTCONFIG_FILE an empty folder: no face of this machine is known.
    """
    bundle, copy, nothing = work / "out" / WINDOW, work / "root/source", work / "proof/nothing"
    nothing.mkdir()
    shutil.copytree(bundle / "fonts", copy / "fonts", dirs_exist_ok=True)
    own = [f"{name}={nothing}" for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "FONTCONFIG_FILE")]
    village = shutil.copytree(work / "proof/papers", work / "proof/looked") / Path(SURVEY).name
    words = [f"LD_PRELOAD={bundle}/_internal/libfreetype.so.6", sys.executable, str(copy / "main.py"), *OPENING, str(village)]
    return ["/usr/bin/env", "--chdir", str(work / "proof"), *own, *words]


def look(command: Sequence[str], proof: Path, name: str) -> list[Image.Image]:
    """Two pictures of a window: as it opens on the village, and the manual on board."""
    with shown(command):
        opened = picture(proof / f"{name}.png")
        press("F1")
        return [opened, picture(proof / f"{name}-manual.png", opened)]


def inside(bare: Bare, program: str, proof: Path, name: str) -> list[Image.Image]:
    """The same of a program in the bare root, on a copy of the village, for the window is ended without being asked."""
    bare.bring(proof / "papers", name)
    return look(bare.command(program, *OPENING, f"{name}/{Path(SURVEY).name}"), proof, name)


def alike(source: list[Image.Image], bundle: list[Image.Image]) -> None:
    """Every pixel of every picture the same."""
    for one, other in zip(source, bundle, strict=True):
        where = differing(one, other)
        assert where is None, f"The window of the bundle does not look like the one from source at {where}: see WORK/proof."
    say("窗口和手册：和从源代码运行的画面每个像素都一样")


def package(bare: Bare, work: Path, source: list[Image.Image]) -> None:
    """Installed, started from there, removed: what is the user's own stays."""
    (deb,) = (work / "out").glob("*.deb")
    before = set(everything(bare.root))
    bare.bring(deb, deb.name)
    bare.give_home()
    say(bare.as_root("dpkg", "--install", f"/{bare.desk.relative_to(bare.root)}/{deb.name}"))
    say(bare.told("fieldapp", "verify-program"))
    refused = subprocess.run(bare.command("fieldapp", "update", "--json"), stdout=subprocess.PIPE, encoding="utf-8", timeout=300, check=False)
    assert refused.returncode == 1
    assert ".deb" in refused.stdout, "A package is not updated by the person himself."
    say(bare.told("fieldapp", "households", SURVEY, "--find", "9999992026010003"))
    alike(source, inside(bare, "fieldapp-window", work / "proof", "package"))
    own = {path: path.read_bytes() for path in (bare.root / HOME).rglob("*") if path.is_file()}
    villages = {path: path.read_bytes() for path in bare.desk.rglob("*.survey")}
    assert own
    assert villages
    say(bare.as_root("dpkg", "--purge", "fieldapp"))
    left = set(everything(bare.root)) - before
    assert not left, f"The package left {sorted(left)[:5]}."
    assert all(path.read_bytes() == content for path, content in {**own, **villages}.items())
    say(f"卸载以后：{len(villages)} 份档案、{len(own)} 个设置都还在，别的一个文件也没留下")


def everything(root: Path) -> list[str]:
    """The files of the system itself, as they are named."""
    return [str(path) for top in ("etc", "opt", "usr") for path in (root / top).rglob("*")]


def start(bundle: Path) -> None:
    """The start of the bundle beside the start from source, by the table of `tests/bench`."""
    for _ in range(TRIES):
        told = subprocess.run(
            [sys.executable, "tests/bench", "start", "--quick"], cwd=ROOT, env={**os.environ, "FIELDAPP_BUNDLE": str(bundle)},
            check=True, stdout=subprocess.PIPE, encoding="utf-8", timeout=300,
        ).stdout  # fmt: skip
        say(told)
        if any(line.startswith(BESIDE) and line.endswith("holds") for line in told.splitlines()):
            return
    raise AssertionError(f"The start of the bundle was over its budget {TRIES} times.")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
