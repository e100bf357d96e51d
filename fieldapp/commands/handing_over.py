"""What leaves the program for the county: the workbook."""

from __future__ import annotations

from pathlib import Path

import click

from fieldapp.commands import Settings, file_argument, password_of, progress_bar
from fieldapp.desk.opening import opened


@click.command()
@file_argument
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.xlsx")
@click.option("--masked", is_flag=True, help="公开版：遮住证件号码和电话，不写健康状况。")
@click.option("--password-env", default="", metavar="VAR", help="工作簿的密码所在的环境变量；Excel 和 WPS 打开时会问。")
@click.pass_obj
def workbook(settings: Settings, file: Path, out: Path, masked: bool, password_env: str) -> None:
    """上报工作簿：写好后重新打开核对过，才给它名字。"""
    from fieldapp.desk.handing_over import hand_over
    from fieldapp.documents.edition import FULL, MASKED, Edition

    if masked and password_env:
        raise click.UsageError("--masked 和 --password-env 只能选一个：公开版里没有要加密的号码。")
    edition = MASKED if masked else Edition.locked(password_of(password_env)) if password_env else FULL
    with (
        opened(file, by=settings.by, password=settings.password) as survey,
        progress_bar(len(survey.reader.households()), "写工作簿") as bar,
    ):
        written = hand_over(survey, out, edition=edition, progress=bar)
        code = survey.code()
    rows = "、".join(f"{name} {count} 行" for name, count in written.rows.items())
    click.echo(f"已写好并核对 {out.name}({edition.label})：{rows}。对账码 {code}。")
    if edition == FULL:
        click.echo("里面有完整的证件号码和电话，没有加密码：请当面交接，不要发到群里。")
