"""About the program itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldapp.base import program
from fieldapp.base.errors import FieldAppError
from fieldapp.commands import json_option, progress_bar, tell_json

if TYPE_CHECKING:
    from fieldapp.desk.updating import Sought, Updated

_NAMED = 5
"""So many files are named; more of them say no more."""


@click.command("verify-program")
@json_option
def verify_program(as_json: bool) -> None:
    """核对程序文件夹里的每个文件，和打包时是不是一样。"""
    from fieldapp.desk.checksums import compare

    found = compare(program.folder())
    if not found.is_whole:
        bad = [*found.changed, *found.missing]
        more = f"等 {len(bad)} 个文件" if len(bad) > _NAMED else ""
        raise FieldAppError(
            f"程序文件不完整：{'、'.join(bad[:_NAMED])}{more}被改动或不见了。", "请重新拷一份程序，最好换一个优盘。"
        )
    if as_json:
        tell_json({"whole": True, "files": found.sound, "strange": found.strange})
        return
    click.echo(f"程序完好：{found.sound} 个文件和打包时一样。")
    if found.strange:
        click.echo(f"另有 {len(found.strange)} 个后来放进去的文件，不影响使用。")


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只找、只查，什么都不装。")
@click.option("--older", is_flag=True, help="要退回旧版：比现在旧的也装。")
@json_option
def update(folder: Path | None, dry_run: bool, older: bool, as_json: bool) -> None:
    """从旁边、优盘或 FOLDER 找新版，查好，备份档案，装在现在的程序旁边。"""
    from fieldapp.desk.updating import known, seek
    from fieldapp.desk.updating import update as updated

    with progress_bar(100, "核对") as step:
        sought = seek(program.folder(), folder, older=older, step=step)
    done = None
    if sought.checked and not dry_run:
        with progress_bar(100, "安装") as step:
            done = updated(sought.checked, sought.running, known(), step=step)
    if as_json:
        tell_json(_told(sought, done))
    else:
        _tell(sought, done)


def _told(sought: Sought, done: Updated | None) -> dict[str, object]:
    """What became of an update, for other programs."""
    found = sought.checked
    return {
        "running": sought.running.version,
        "found": {"path": str(found.bundle.path), "version": found.bundle.version, "files": len(found.packed)} if found else None,
        "news": [{"version": one.version, "points": one.points} for one in sought.chapters],
        "installed": str(done.folder) if done else None,
        "kept": [str(path) for path in done.kept] if done else [],
        "troubles": done.troubles if done else [],
    }


def _tell(sought: Sought, done: Updated | None) -> None:
    found, running = sought.checked, sought.running
    if found is None:
        click.echo(f"没有找到新版，现在是 {running.version}。")
        return
    click.echo(f"找到 {found.bundle.version}：{found.bundle.path}，{len(found.packed)} 个文件都和打包时一样。")
    for chapter in sought.chapters:
        click.echo(f"{chapter.version} 新在哪里：")
        for point in chapter.points:
            click.echo(f"  - {point}")
    if done:
        click.echo(f"已备份 {len(done.kept)} 份档案，在各自的备份文件夹里，名字以“换版前”开头。")
        for trouble in done.troubles:
            click.echo(trouble)
        click.echo(f"装好了：{done.folder}。以后从那里打开；旧版没有动，还在 {running.path}。")
