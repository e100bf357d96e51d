"""Papers that families sign, and the sheets for the next round, as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldapp.commands import Settings, file_argument, progress_bar
from fieldapp.desk.departures import log_papers
from fieldapp.desk.opening import opened

if TYPE_CHECKING:
    from fieldapp.desk.printing import Printed
    from fieldapp.store.reader import Reader

_household = click.option(
    "--household", "households", multiple=True, metavar="H", help="哪一户：id、户编号或户主姓名；可以写多次。"
)
_year = click.option("--year", type=click.IntRange(2000, 2100), help="哪一年的计划；默认今年。")
_full = click.option("--full-numbers", is_flag=True, help="证件号码和电话不遮住。")


@click.command()
@file_argument
@click.argument("out", type=click.Path(path_type=Path))
@_household
@click.option("--one-file", is_flag=True, help="全部放进一个 PDF，每户从奇数页开始。")
@_year
@_full
@click.pass_obj
def plans(settings: Settings, /, file: Path, out: Path, one_file: bool, full_numbers: bool, **told: Any) -> None:
    """帮扶计划 PDF。OUT 是文件夹；加 --one-file 时是 PDF 文件。"""
    from fieldapp.desk.printing import write_plans

    with opened(file, by=settings.by, password=settings.password) as survey:
        chosen = _chosen(survey.reader, told["households"])
        with progress_bar(len(chosen or survey.reader.households()), "写计划") as bar:
            printed = write_plans(
                survey.reader, out, on=survey.clock.today(), households=chosen, year=told["year"], one_file=one_file,
                mask=not full_numbers, progress=bar,
            )  # fmt: skip
        if full_numbers:
            log_papers(survey, f"帮扶计划 {out.name}", printed.papers)
    _tell(printed, out, f"{printed.papers} 户的帮扶计划", full_numbers)


@click.command()
@file_argument
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--kind", required=True, metavar="KIND",
              help="住房查看、饮水评价、走访记录、出门单、帮扶计划；也可以写 housing、water、visit、outing、plan。")  # fmt: skip
@_household
@click.option("--one-file", is_flag=True, help="全部放进一个 PDF，按组和户编号排，每份从奇数页开始。")
@_year
@_full
@click.option("--visit", default="", metavar="ID", help="走访记录：只印这一次。")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="走访记录：印这一天以来的。")
@click.option("--all", "every", is_flag=True, help="走访记录：每户的全部走访；默认只印最近一次。")
@click.pass_obj
def papers(settings: Settings, /, file: Path, out: Path, kind: str, one_file: bool, full_numbers: bool, **told: Any) -> None:
    """各种材料 PDF。OUT 是文件夹；加 --one-file 时是 PDF 文件。"""
    from fieldapp.desk.printing import Order, PaperKind, kind_named, write_papers

    wanted = kind_named(kind)
    with opened(file, by=settings.by, password=settings.password) as survey:
        chosen = _chosen(survey.reader, told["households"])
        if chosen and one_file and wanted is not PaperKind.OUTING:  # a round goes as it was told
            chosen = [entry.id for entry in survey.reader.households() if entry.id in chosen]
        since = told["since"].date() if told["since"] else None
        order = Order(wanted, survey.clock.today(), chosen, told["year"], not full_numbers, since, told["visit"], told["every"])
        with progress_bar(len(chosen or survey.reader.households()), f"写{wanted.value}") as bar:
            printed = write_papers(survey.reader, out, order, one_file=one_file, progress=bar)
        if full_numbers:
            log_papers(survey, f"{wanted.value} {out.name}", len(chosen or survey.reader.households()))
    _tell(printed, out, f"{printed.papers} 份{wanted.value}", full_numbers)


def _chosen(reader: Reader, told: Sequence[str]) -> list[str] | None:
    """The ids of the households that were named; None where none was, which means all. Raises: FieldAppError."""
    return [reader.household(one) for one in told] or None


def _tell(printed: Printed, out: Path, what: str, full_numbers: bool) -> None:
    """Say what was written, and what has to be minded."""
    click.echo(f"已写好 {what}，在 {out}。")
    if printed.missing:
        click.echo(f"这台电脑的字体里没有这些字，纸上画成了方框：{'、'.join(printed.missing)}。请安装含有它们的字体后重印。")
    if full_numbers:
        click.echo("里面有完整的证件号码和电话：请当面交接，不要发到群里。")
