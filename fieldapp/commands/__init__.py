"""The command line, thin: every command names its errand and tells the outcome. Modules are loaded when they are called."""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Any

import click

from fieldapp import VERSION
from fieldapp.base import crash
from fieldapp.base.change import Act
from fieldapp.base.errors import FieldAppError
from fieldapp.base.log import log
from fieldapp.base.mistake import log_mistake, log_refusal, watch_beside

_COMMANDS = {
    "open": "opening", "new": "opening", "practice": "opening", "password": "opening",
    "fields": "asking", "households": "asking", "show": "asking", "code": "asking", "history": "asking", "check": "asking",
    "judge": "judge",
    "intake": "registering", "record": "registering", "undo": "registering",
    "workbook": "handing_over", "receive": "handing_over", "conflicts": "settling", "settle": "settling", "review": "reviewing", "plans": "papers", "papers": "papers",
    "county": "county", "enrol": "county",
    "backup": "keeping", "restore": "keeping", "verify": "keeping", "rebuild": "keeping", "verify-program": "program", "update": "program",
}  # fmt: skip
"""Each command and the module that has it."""


Window = Callable[[Path | None, str, str], int]
"""Opens the window on a file (the last one where None) for somebody, with a password; returns the exit code."""


UNEXPECTED = "程序遇到意外问题，已保存的内容没有丢失。"
_COUNTED = 50
"""A count is told anew after so many."""


@dataclass
class Settings:
    """What is said before the command: who records, and the password of the survey file."""

    by: str
    password: str
    window: Window


class Commands(click.Group):
    """Loads a command when it is called, and tells every refusal in one sentence what happened and one what to do."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"fieldapp.commands.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def invoke(self, ctx: click.Context) -> Any:
        began, outcome = time.perf_counter(), "ended"
        try:
            told, outcome = super().invoke(ctx), "done"
            return told
        except FieldAppError as refusal:
            log_refusal(refusal)
            outcome = "refused"
            if ctx.meta.get("json"):
                tell_json({"error": {"what": refusal.what, "advice": refusal.advice}})
            else:
                click.echo(refusal.what, err=True)
                click.echo(refusal.advice, err=True)
            ctx.exit(1)
        finally:
            log.tell("command", name=ctx.invoked_subcommand, outcome=outcome, seconds=time.perf_counter() - began)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command `--json`: one JSON document and nothing else, refusals included."""

    def remember(ctx: click.Context, _: click.Parameter, value: bool) -> bool:
        ctx.meta["json"] = value
        return value

    option = click.option("--json", "as_json", is_flag=True, is_eager=True, callback=remember, help="只输出一个 JSON 文档。")
    return option(command)


def tell_json(told: object) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


def when(act: Act) -> str:
    """When something was done, as the machine said; marked where its clock could not be right."""
    return f"{act.at[:16].replace('T', ' ')}{'(电脑时间不对)' if act.doubtful else ''}"


def password_of(variable: str) -> str:
    """A password from the environment; passwords are never arguments. Raises: FieldAppError where the variable is not set."""
    if not variable:
        return ""
    if variable not in os.environ:
        raise FieldAppError(f"没有设置环境变量 {variable}。", "请先把密码放进这个环境变量。")
    return os.environ[variable]


@contextmanager
def progress_bar(length: int, label: str) -> Iterator[Callable[[int], None] | None]:
    """A progress bar where the output is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield lambda done: bar.update(done - bar.pos)


@contextmanager
def counter(label: str) -> Iterator[Callable[[int], None] | None]:
    """A count that goes on where the output is a terminal, for work of which nobody knows the length beforehand."""
    if not sys.stderr.isatty():
        yield None
        return
    try:
        yield lambda done: None if done % _COUNTED else click.echo(f"\r{label} {done:,}", nl=False, err=True)
    finally:
        click.echo(f"\r{'':40}\r", nl=False, err=True)


file_argument = click.argument("file", type=click.Path(path_type=Path))
"""The survey file a command works on."""


@click.group(cls=Commands, invoke_without_command=True, help="驻村走访：不带命令时打开窗口。")
@click.option("--survey-password-env", "variable", default="", metavar="VAR", help="档案密码所在的环境变量。")
@click.option("--by", default="", metavar="NAME", help="谁在录入。")
@click.version_option(VERSION, message="驻村走访 %(version)s")
@click.pass_context
def commands(ctx: click.Context, variable: str, by: str) -> None:
    """Everything that can be done without a window."""
    window: Window = ctx.obj
    ctx.obj = Settings(by, password_of(variable), window)
    if ctx.invoked_subcommand is None:
        ctx.exit(window(None, ctx.obj.by, ctx.obj.password))


def run(window: Window) -> None:
    """Run the command line and end the program. Windows would write its console in another encoding than files and pipes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    log.begin()
    crash.taken_up(crash.COMMAND)
    crash.watch(crash.COMMAND)
    sys.excepthook = _tell_mistake
    watch_beside()
    try:
        commands(prog_name="main.py", obj=window)
    finally:
        log.settle()


def _tell_mistake(kind: type[BaseException], mistake: BaseException, trace: TracebackType | None) -> None:
    """What a command could not foresee: its kind and place go to the log and to the person, its words to nobody."""
    if isinstance(mistake, KeyboardInterrupt):
        return
    told = log_mistake(mistake, trace)
    click.echo(f"{UNEXPECTED}\n{told}\n请把这些和 {log.folder} 里的文件发给维护程序的人，里面没有姓名和号码。", err=True)
    if sys.flags.dev_mode:
        sys.__excepthook__(kind, mistake, trace)
