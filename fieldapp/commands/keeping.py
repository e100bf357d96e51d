"""Keeping the file safe."""

from __future__ import annotations

from pathlib import Path

import click

from fieldapp.commands import Settings, file_argument, json_option, tell_json
from fieldapp.desk.opening import opened


@click.command()
@file_argument
@click.argument("dest", type=click.Path(path_type=Path))
@click.pass_obj
def backup(settings: Settings, file: Path, dest: Path) -> None:
    """备份到 DEST：文件名，或一个文件夹。"""
    with opened(file, by=settings.by, password=settings.password) as survey:
        target = dest / f"{file.stem}-{survey.clock.today().isoformat()}.survey" if dest.is_dir() else dest
        survey.backup(target)
    click.echo(f"已备份到 {target}。")


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@file_argument
@click.pass_obj
def restore(settings: Settings, source: Path, file: Path) -> None:
    """把备份 SOURCE 恢复成 FILE；原来的 FILE 会改名留着。"""
    from fieldapp.desk import keeping
    from fieldapp.desk.opening import somebody

    done = keeping.restore(source, file, by=settings.by or somebody(), password=settings.password)
    click.echo(f"已恢复 {file.name}。" + (f"原来的文件改名为“{done.aside.name}”。" if done.aside else ""))


@click.command()
@file_argument
@json_option
@click.pass_obj
def verify(settings: Settings, file: Path, as_json: bool) -> None:
    """核查档案：文件页、现状和修改记录是否一致。"""
    from fieldapp.desk.keeping import require_sound

    with opened(file, by=settings.by, password=settings.password) as survey:
        found = require_sound(survey)
    if as_json:
        tell_json({"sound": True, "acts": found.acts, "changes": found.changes, "code": found.code})
    else:
        click.echo(f"档案完好：{found.acts} 次操作，{found.changes} 条修改，对账码 {found.code}。")


@click.command()
@file_argument
@click.pass_obj
def rebuild(settings: Settings, file: Path) -> None:
    """按修改记录重新整理现状。"""
    with opened(file, by=settings.by, password=settings.password) as survey:
        survey.rebuild()
        code = survey.code()
    click.echo(f"已重新整理，对账码 {code}。")
