"""What leaves the program for the county: the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldapp.commands import Settings, counter, file_argument, json_option, password_of, progress_bar, tell_json
from fieldapp.desk.opening import opened

if TYPE_CHECKING:
    from fieldapp.desk.handing_over import Book
    from fieldapp.documents.edition import Edition
    from fieldapp.store.reader import Reader
    from fieldapp.store.survey import Survey


@click.command()
@file_argument
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.xlsx|OUT.zip")
@click.option("--masked", is_flag=True, help="公开版：遮住证件号码和电话，不写健康状况。")
@click.option("--password-env", default="", metavar="VAR", help="工作簿的密码所在的环境变量；Excel 和 WPS 打开时会问。")
@click.option("--key", "by_key", is_flag=True, help="用登记密钥加密：县里不用问密码；村里要先收过登记包。")
@click.option("--photos", is_flag=True, help="连照片一起，写成加密的 OUT.zip；不写 --password-env 就用登记密钥。")
@click.option("--photos-since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="只带这一天以来存的照片。")
@click.option("--everything", is_flag=True, help="从头带上全部改动，不管对方说收到过什么：对方说还缺的时候用。")
@click.pass_obj
def workbook(settings: Settings, /, file: Path, out: Path, **told: Any) -> None:
    """上报工作簿：写好后重新打开核对过，才给它名字；旁边有一张回执。"""
    from fieldapp.desk.handing_over import Enclosed, log, write_book

    with_photos = told["photos"] or told["photos_since"] is not None
    _require_sense(out, with_photos, told)
    with (
        opened(file, by=settings.by, password=settings.password) as survey,
        progress_bar(len(survey.reader.households()), "写工作簿") as bar,
    ):
        since = told["photos_since"].date() if told["photos_since"] else None
        edition = _edition(survey.reader, told, with_photos)
        book = write_book(
            survey.reader, out, by=survey.by, at=survey.clock.now(), edition=edition, progress=bar, everything=told["everything"],
            enclosed=Enclosed(survey.photos, since) if with_photos else None,
        )  # fmt: skip
        log(survey, book)
    _tell(book, edition)


def _require_sense(out: Path, with_photos: bool, told: Mapping[str, Any]) -> None:
    """Refuse what does not go together. Raises: click.UsageError."""
    if sum([bool(told["masked"]), bool(told["password_env"]), bool(told["by_key"])]) > 1:
        raise click.UsageError("--masked、--password-env 和 --key 只能选一个：公开版里没有要加密的号码，密码和密钥只用一个。")
    if with_photos and told["masked"]:
        raise click.UsageError("公开版不带照片：照片上有人和门牌。")
    if with_photos != (out.suffix.lower() == ".zip"):
        raise click.UsageError("带照片的包以 .zip 结尾(--photos)，工作簿以 .xlsx 结尾。")


def _edition(reader: Reader, told: Mapping[str, Any], with_photos: bool) -> Edition:
    """The edition that is asked for. Raises: FieldAppError."""
    from fieldapp.desk.handing_over import under_key
    from fieldapp.documents.edition import FULL, MASKED, Edition

    if told["password_env"]:
        return Edition.locked(password_of(told["password_env"]))
    if told["by_key"] or with_photos:
        return under_key(reader)
    return MASKED if told["masked"] else FULL


def _tell(book: Book, edition: Edition) -> None:
    """Say what was written, and what has to be minded."""
    rows = "、".join(f"{name} {count} 行" for name, count in book.written.rows.items())
    photos = f"；照片 {book.pictures} 张" if book.pictures else ""
    click.echo(f"已写好并核对 {book.written.path.name}({edition.label})：{rows}{photos}。对账码 {book.told.code}。")
    if book.lost:
        click.echo(f"有 {book.lost} 张照片不见了或被改动过，没有带上：请用 verify 查是哪几张。")
    if book.trouble:
        click.echo(f"回执没有写成：{book.trouble}")
    if edition.name == "full":
        click.echo("里面有完整的证件号码和电话，没有加密码：请当面交接，不要发到群里。")


@click.command()
@file_argument
@click.argument("book", type=click.Path(path_type=Path), metavar="BOOK.xlsx|BOOK.zip", required=False)
@click.option("--password-env", default="", metavar="VAR", help="这份表的密码所在的环境变量；用登记密钥加密的不用。")
@click.option("--dry-run", is_flag=True, help="只看会怎样，什么都不收。")
@click.option("--report", type=click.Path(path_type=Path), metavar="OUT.xlsx", help="把结果写成一份表。")
@click.option("--list", "listed", is_flag=True, help="不收，只列收过哪些表，结果怎样。")
@json_option
@click.pass_context
def receive(ctx: click.Context, /, file: Path, book: Path | None, as_json: bool, **told: Any) -> None:
    """收一份表：县里的回传包、另一台电脑的上报包，或者有人手工改过的表。"""
    from fieldapp.desk.receipt_book import report_workbook
    from fieldapp.desk.receiving import receive as take

    if told["listed"] == (book is not None):
        raise click.UsageError("要收的表和 --list 只能有一个。" if book else "没有写要收哪份表；只看收过哪些，加 --list。")
    settings: Settings = ctx.obj
    with opened(file, by=settings.by, password=settings.password) as survey:
        if book is None:
            _list(survey, as_json=as_json)
            return
        with counter("收回传包") as count:
            receipt = take(survey, book, password=password_of(told["password_env"]), dry_run=told["dry_run"], progress=count)
        if told["report"]:
            report_workbook(receipt, told["report"], survey.clock.now())
    if as_json:
        tell_json(receipt.json())
    else:
        for line in receipt.lines():
            click.echo(line, err=not receipt.outcome.received)
    if not receipt.outcome.received:
        ctx.exit(1)


def _list(survey: Survey, *, as_json: bool) -> None:
    """Tell what was received."""
    from fieldapp.desk.arrivals import arrivals
    from fieldapp.store.received import Received

    came = arrivals(survey.reader, Received(survey.path, survey.key))
    if as_json:
        tell_json([one.json() for one in came])
        return
    for one in came:
        sender = f"，{one.receipt.sender}发来" if one.receipt and one.receipt.sender else ""
        told = next(one.receipt.lines()) if one.receipt else f"{one.file}：{one.told}。"
        click.echo(f"{one.when}{sender} {told}")
    if not came:
        click.echo("还没有收过表。")
