"""What leaves the program: the workbook and the plans."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from fieldapp.commands import Settings, file_argument
from fieldapp.desk.opening import opened


@contextmanager
def _bar(length: int, label: str) -> Iterator[Callable[[int], None] | None]:
    """A progress bar where the output is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield lambda done: bar.update(done - bar.pos)


@click.command()
@file_argument
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.xlsx")
@click.pass_obj
def workbook(settings: Settings, file: Path, out: Path) -> None:
    """上报工作簿：写好后重新打开核对过，才给它名字。"""
    from fieldapp.desk.handing_over import hand_over

    with (
        opened(file, by=settings.by, password=settings.password) as survey,
        _bar(len(survey.reader.households()), "写工作簿") as bar,
    ):
        written = hand_over(survey, out, progress=bar)
        code = survey.code()
    rows = "、".join(f"{name} {count} 行" for name, count in written.rows.items())
    click.echo(f"已写好并核对 {out.name}：{rows}。对账码 {code}。")


@click.command()
@file_argument
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--household", "told", multiple=True, metavar="H", help="哪一户：id、户编号或户主姓名；可以写多次。")
@click.option("--one-file", is_flag=True, help="全部放进一个 PDF，每户从奇数页开始。")
@click.option("--year", type=click.IntRange(2000, 2100), help="哪一年的计划；默认今年。")
@click.pass_obj
def plans(settings: Settings, file: Path, out: Path, told: tuple[str, ...], one_file: bool, year: int | None) -> None:
    """帮扶计划 PDF。OUT 是文件夹；加 --one-file 时是 PDF 文件。"""
    from fieldapp.desk.printing import write_plans

    with opened(file, by=settings.by, password=settings.password) as survey:
        chosen = [survey.reader.household(one) for one in told] or None
        length = len(chosen or survey.reader.households())
        with _bar(length, "写计划") as bar:
            printed = write_plans(
                survey.reader, out, on=survey.clock.today(), households=chosen, year=year, one_file=one_file, progress=bar
            )
    click.echo(f"已写好 {printed.papers} 户的帮扶计划，在 {out}。")
    if printed.missing:
        click.echo(f"这台电脑的字体里没有这些字，纸上画成了方框：{'、'.join(printed.missing)}。请安装含有它们的字体后重印。")
