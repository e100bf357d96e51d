"""Keeping the file safe."""

from __future__ import annotations

from pathlib import Path

import click

from fieldapp.base.errors import FieldAppError
from fieldapp.commands import Settings, file_argument, json_option, progress_bar, tell_json
from fieldapp.desk.opening import opened


@click.command()
@file_argument
@click.argument("dest", type=click.Path(path_type=Path))
@click.pass_obj
def backup(settings: Settings, file: Path, dest: Path) -> None:
    """备份到 DEST：文件名，或一个文件夹。照片放在旁边的 .photos 文件里。"""
    from fieldapp.desk.keeping import back_up

    with opened(file, by=settings.by, password=settings.password) as survey:
        target = dest / f"{file.stem}-{survey.clock.today().isoformat()}.survey" if dest.is_dir() else dest
        with progress_bar(100, "备份") as step:
            troubles = back_up(survey, target, step)
    click.echo(f"已备份到 {target}。")
    for trouble in troubles:
        click.echo(trouble)


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@file_argument
@click.pass_obj
def restore(settings: Settings, source: Path, file: Path) -> None:
    """把备份 SOURCE 恢复成 FILE，连同照片；原来的 FILE 会改名留着。"""
    from fieldapp.desk import keeping
    from fieldapp.desk.opening import somebody

    with progress_bar(100, "恢复") as step:
        done = keeping.restore(source, file, by=settings.by or somebody(), password=settings.password, step=step)
    click.echo(f"已恢复 {file.name}。" + (f"原来的文件改名为“{done.aside.name}”。" if done.aside else ""))
    if done.lost:
        click.echo(f"有 {len(done.lost)} 张照片没有恢复出来：")
        for picture in done.lost:
            click.echo(f"  {picture}")


@click.command()
@file_argument
@json_option
@click.pass_obj
def verify(settings: Settings, file: Path, as_json: bool) -> None:
    """核查档案或备份：文件页、现状和修改记录是否一致，照片是否齐全、有没有被改动。"""
    from fieldapp.desk.keeping import verify as verified
    from fieldapp.desk.opening import somebody

    with progress_bar(100, "核查") as step:
        told = verified(file, by=settings.by or somebody(), password=settings.password, step=step)
    found = told.soundness
    if told.lost:
        raise FieldAppError(
            f"档案完好，但有 {len(told.lost)} 张照片不对：{'；'.join(told.lost)}。",
            "请先备份，再用 restore 恢复这份备份，好的照片会取回来。",
        )
    if as_json:
        tell_json({"sound": True, "acts": found.acts, "changes": found.changes, "code": found.code, "pictures": told.pictures})
    else:
        pictures = f"{told.pictures} 张照片，" if told.pictures else ""
        click.echo(f"档案完好：{found.acts} 次操作，{found.changes} 条修改，{pictures}对账码 {found.code}。")


@click.command()
@file_argument
@click.pass_obj
def rebuild(settings: Settings, file: Path) -> None:
    """按修改记录重新整理现状。"""
    with opened(file, by=settings.by, password=settings.password) as survey:
        survey.rebuild()
        code = survey.code()
    click.echo(f"已重新整理，对账码 {code}。")
