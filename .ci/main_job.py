"""The main job, shown without a screen: a village, a roster, a visit with its verdicts, a family's plan, the workbook.

Shared by `.ci/demo` and `.ci/demo.ps1`. Everything lands in .out/demo, which is emptied first. Ends with the exit code
of the first command that fails.
"""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
OUT = Path(".out/demo")
SURVEY = str(OUT / "village.survey")
FAMILY = "9999992026010003"
STEPS = {
    "建一个练习村，120 户，有一年的走访": ["practice", SURVEY, "--households", "120", "--seed", "1"],
    "导入名册(国家系统导出的样子，有几个填得不规矩的格子)": ["intake", SURVEY, "resources/demo/roster.xlsx"],
    "记一次走访，同时记下住房和饮水，当场得出结论": ["record", SURVEY, "resources/demo/visit.json", "--why", "入户走访"],
    "印这一户的帮扶计划": ["plans", SURVEY, str(OUT / "plans"), "--household", FAMILY, "--year", "2026"],
    "印出门单：上次的回答，和要填的空格": ["papers", SURVEY, f"{OUT}/outing.pdf", "--kind", "outing", "--one-file", "--household", FAMILY],
    "导出给县里的工作簿": ["workbook", SURVEY, str(OUT / "workbook.xlsx")],
}


def say(text: str) -> None:
    """Tell the person; at once, so that it stands before what the command prints."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run every step, telling the command as a person would type it."""
    shutil.rmtree(ROOT / OUT, ignore_errors=True)
    (ROOT / OUT).mkdir(parents=True)
    for number, (what, words) in enumerate(STEPS.items(), start=1):
        say(f"\n{number}. {what}\n$ python main.py {shlex.join(words)}")
        subprocess.run([sys.executable, "main.py", *words], cwd=ROOT, check=True)
    say(f"\n得到的文件({OUT})：")
    for path in sorted((ROOT / OUT).rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            say(f"  {path.relative_to(ROOT / OUT)}  {path.stat().st_size // 1024 + 1} KB")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode)
