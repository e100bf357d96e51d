"""Making and opening survey files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from fieldapp.commands import Settings, file_argument, password_of
from fieldapp.desk.opening import close_survey, new_survey

C = TypeVar("C", bound=Callable[..., Any])


@click.command("open")
@file_argument
@click.pass_obj
@click.pass_context
def open(ctx: click.Context, settings: Settings, file: Path) -> None:
    """打开窗口并打开这份档案。"""
    ctx.exit(settings.window(file, settings.by, settings.password))


@click.command()
@file_argument
@click.option("--village", required=True, metavar="NAME", help="村名。")
@click.option("--code", required=True, metavar="CODE12", help="12 位村代码。")
@click.option("--password-env", default="", metavar="VAR", help="新档案的密码所在的环境变量。")
@click.pass_obj
def new(settings: Settings, file: Path, village: str, code: str, password_env: str) -> None:
    """新建一个村的档案。"""
    survey = new_survey(file, village, code, by=settings.by, password=password_of(password_env) or settings.password)
    told = survey.code()
    close_survey(survey)
    click.echo(f"已建立 {village} 的档案 {file.name}，对账码 {told}。")


@click.command()
@file_argument
@click.option("--households", default=120, show_default=True, type=click.IntRange(1, 20_000), help="多少户。")
@click.option("--seed", default=1, show_default=True, help="同一个数给出同一个村。")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="编到哪一天为止；默认今天。")
@click.pass_obj
def practice(settings: Settings, file: Path, households: int, seed: int, on: dt.datetime | None) -> None:
    """编一个练习用的村：人和事都是虚构的。"""
    from fieldapp.desk.practice import make_practice

    survey = make_practice(
        file, households=households, seed=seed, by=settings.by, password=settings.password, on=on.date() if on else None
    )
    told, people = survey.code(), survey.reader.people()
    close_survey(survey)
    click.echo(f"练习村已编好：{households} 户 {people} 人，对账码 {told}。人和事都是虚构的。")


def password_options(command: C) -> C:
    """The options that say which password goes and which comes; see `passwords`."""
    for option in (
        click.option("--remove", is_flag=True, help="去掉密码。"),
        click.option("--new-env", default="", metavar="VAR", help="新密码所在的环境变量；去掉密码时不填，加 --remove。"),
        click.option("--old-env", default="", metavar="VAR", help="现在的密码所在的环境变量。"),
    ):
        command = option(command)
    return command


def passwords(settings: Settings, old_env: str, new_env: str, remove: bool) -> tuple[str, str]:
    """The old password and the new one, '' for none; asks for the new one where no variable is named."""
    old = password_of(old_env) or settings.password
    return old, "" if remove else password_of(new_env) or click.prompt("新密码", hide_input=True, confirmation_prompt="再输一遍")


@click.command()
@file_argument
@password_options
@click.pass_obj
def password(settings: Settings, /, file: Path, **told: Any) -> None:
    """设置、更换或去掉档案的密码。"""
    from fieldapp.desk.keeping import set_password
    from fieldapp.desk.opening import somebody

    old, new = passwords(settings, **told)
    set_password(file, by=settings.by or somebody(), old=old, new=new)
    click.echo("密码已去掉。" if not new else "密码已设好。忘了密码没有办法找回，请另外记好。")
    click.echo("以前的备份仍是原来的密码。")
