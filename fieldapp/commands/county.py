"""The county's desk, and the village's side of enrolling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldapp.base.errors import Cancelled
from fieldapp.commands import Settings, file_argument, json_option, password_of, progress_bar, tell_json
from fieldapp.commands.opening import password_options, passwords

if TYPE_CHECKING:
    from fieldapp.desk.county import Line
    from fieldapp.desk.county_rates import Average, Rates
    from fieldapp.store.registry import Registry

county_argument = click.argument("file", type=click.Path(path_type=Path), metavar="FILE.county")
codes_option = click.option("--village", "codes", multiple=True, metavar="CODE12", help="只办这个村，可以写几次；不写就办所有的村。")
processes_option = click.option("--processes", default=0, type=click.IntRange(0, 64), help="同时用几个进程；默认每个核心一个。")


@contextmanager
def _opened(settings: Settings, file: Path) -> Iterator[Registry]:
    from fieldapp.store.registry import Registry

    with Registry.open(file, password=settings.password) as registry:
        yield registry


def _somebody(settings: Settings) -> str:
    from fieldapp.desk.opening import somebody

    return settings.by or somebody()


@contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl+C is a refusal like any other: what was done whole stays."""
    try:
        yield
    except KeyboardInterrupt:
        raise Cancelled from None


@click.group()
def county() -> None:
    """县级汇总：登记各村，收上报包，出冲突报告，发回传包。"""


@county.command()
@county_argument
@click.option("--name", required=True, metavar="NAME", help="县或乡镇的名字。")
@click.option("--phone", default="", metavar="TEL", help="汇总办公室的电话，写进登记包。")
@click.pass_obj
def new(settings: Settings, file: Path, name: str, phone: str) -> None:
    """新建一个县的汇总；各村的档案放在旁边的文件夹里。"""
    from fieldapp.desk.county import new_county

    with new_county(file, name, phone=phone, password=settings.password) as registry:
        click.echo(f"已建立 {name} 的汇总 {file.name}，各村的档案在“{registry.folder.name}”。")


@county.command()
@county_argument
@password_options
@click.pass_obj
def password(settings: Settings, /, file: Path, **told: Any) -> None:
    """设置、更换或去掉汇总和各村档案的密码。"""
    from fieldapp.desk.county_password import set_password

    old, new = passwords(settings, **told)
    with progress_bar(100, "换密码") as bar:
        set_password(file, old=old, new=new, step=bar)
    click.echo("密码已去掉。" if not new else "汇总和各村的档案都换了密码。忘了密码没有办法找回，请另外记好。")
    click.echo("以前的备份仍是原来的密码。")


@county.command("enrol")
@county_argument
@click.argument("outdir", type=click.Path(path_type=Path, file_okay=False))
@click.option("--village", "villages", nargs=2, multiple=True, metavar="CODE12 NAME", help="村代码和村名，可以写几次。")
@click.option("--list", "book", type=click.Path(path_type=Path), metavar="BOOK", help="一张名单：村代码、村名、乡镇。")
@click.option("--town", default="", metavar="NAME", help="这些村的乡镇；名单里有的以名单为准。")
@click.option("--role", default="village", type=click.Choice(["village", "town", "county"]), help="发给村里、镇里还是县里的电脑。")
@click.pass_obj
def issue(
    settings: Settings, file: Path, outdir: Path, villages: tuple[tuple[str, str], ...], book: Path | None, town: str, role: str
) -> None:
    """登记各村，给每个村写一个登记包。"""
    from fieldapp.desk.enrolling import Named, enrol, listed

    named = [Named(*one) for one in villages] + (listed(book) if book else [])
    if not named:
        raise click.UsageError("请用 --village 或 --list 说要登记哪些村。")
    outdir.mkdir(parents=True, exist_ok=True)
    with _opened(settings, file) as registry:
        written = enrol(registry, [one._replace(town=one.town or town) for one in named], outdir, role=role, by=_somebody(settings))
    click.echo(f"已登记 {len(written)} 个村，登记包在“{outdir}”：")
    for path in written:
        click.echo(f"  {path.name}")
    click.echo("登记包里有密钥：请当面交给村里，不要发到群里。")


@click.command()
@file_argument
@click.argument("enrolment", type=click.Path(path_type=Path), metavar="ENROLMENT")
@click.pass_obj
def enrol(settings: Settings, file: Path, enrolment: Path) -> None:
    """村里收登记包：以后导出的表带着县里认得的印章。"""
    from fieldapp.desk.enrolling import ROLES, take_enrolment
    from fieldapp.desk.opening import opened

    with opened(file, by=settings.by, password=settings.password) as survey:
        told = take_enrolment(survey, enrolment)
    phone = f"，电话 {told.phone}" if told.phone else ""
    click.echo(f"已登记：{told.county} {told.name}({ROLES[told.role]}){phone}。")


@county.command()
@county_argument
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FOLDER|BOOK...")
@click.option("--dry-run", is_flag=True, help="只看会怎样，什么都不收。")
@processes_option
@json_option
@click.pass_obj
def take(settings: Settings, file: Path, paths: tuple[Path, ...], dry_run: bool, processes: int, as_json: bool) -> None:
    """收一个文件夹里的上报包，也读回冲突报告里的决定；每个文件都有一个结果。"""
    from fieldapp.desk.county_taking import take as taken

    with _opened(settings, file) as registry, _stoppable(), progress_bar(100, "收包") as bar:
        lines = taken(registry, paths, by=_somebody(settings), dry_run=dry_run, processes=processes, progress=_percent(bar))
    counts = Counter(line.state for line in lines)
    if as_json:
        states = {state.name.lower(): count for state, count in counts.items()}
        tell_json({"dry_run": dry_run, "states": states, "files": [_told(line) for line in lines]})
        return
    for line in lines:
        figures = f"新增 {line.new} 改变 {line.changed} 提议 {line.proposals} 两地不一致 {line.conflicts}"
        click.echo(f"{line.state.value}  {line.name or line.village or '-'}  {line.file}  {figures if line.state.is_taken else ''}".rstrip())
        for told in line.told:
            click.echo(f"    {told}")
    word = "试收，什么都没有写" if dry_run else "收完"
    click.echo(f"{word}：{len(lines)} 个文件，" + "，".join(f"{state.value} {count}" for state, count in counts.items()) + "。")


@county.command()
@county_argument
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.xlsx")
@click.pass_obj
def report(settings: Settings, file: Path, out: Path) -> None:
    """冲突报告：两地不一致的、提议的、跨村重复的，填好“决定”再用 take 读回。"""
    from fieldapp.desk.county_report import report as reported

    with _opened(settings, file) as registry, _stoppable(), progress_bar(100, "看各村") as bar:
        done = reported(registry, out, by=_somebody(settings), progress=_percent(bar))
    click.echo(f"已写好 {out.name}：{done.villages} 个村有 {done.questions} 项待定，跨村重复 {done.doubles} 对。")


@county.command("duplicates")
@county_argument
@json_option
@click.pass_obj
def doubled(settings: Settings, file: Path, as_json: bool) -> None:
    """跨村重复：同一个证件号码在两个村都有人。"""
    from fieldapp.desk.county_duplicates import duplicates

    with _opened(settings, file) as registry:
        found = duplicates(registry)
    if as_json:
        tell_json([
            {"id": one.id, "number": one.one.member.number, "proposed": one.proposed, "decided": one.decided.lower(), "people": [
                {"village": p.village.code, "village_name": p.village.name, "record": p.member.id, "name": p.member.name,
                 "household": p.code, "head": p.head, "relation": p.relation, "at": p.last}
                for p in (one.one, one.other)
            ]}
            for one in found
        ])  # fmt: skip
        return
    for one in found:
        both = "；".join(f"{side}：{p.village.name} {p.head}家 {p.member.name}({p.relation})" for side, p in zip("甲乙", (one.one, one.other), strict=True))
        click.echo(f"{one.one.member.number}  {both}  {'已定，等村里改' if one.decided else one.proposed}  [{one.id}]")
    click.echo(f"共 {len(found)} 对。" if found else "没有跨村重复的。")


@county.command()
@county_argument
@click.argument("id", metavar="ID")
@click.argument("ending", metavar="KIND")
@click.option("--why", required=True, help="为什么这样定；两个村都会看到。")
@click.pass_obj
def decide(settings: Settings, file: Path, id: str, ending: str, why: str) -> None:
    """定下一对跨村重复：ID 见 duplicates，KIND 如“搬到甲村”“嫁到乙村”“重复登记，留甲村的”“乙村的号码打错了”。"""
    from fieldapp.base.errors import FieldAppError
    from fieldapp.desk.county_deciding import ending_said
    from fieldapp.desk.county_duplicates import duplicates, end

    with _opened(settings, file) as registry:
        wanted = [one for one in duplicates(registry) if one.id == id]
        if not wanted:
            raise FieldAppError("没有这一对，或者已经不重复了。", "请用 duplicates 再看一次。")
        end(registry, wanted[0], said := ending_said(ending), why, by=_somebody(settings))
    click.echo(f"已定：{said.value}。两个村在下一个回传包里都会收到。")


@county.command()
@county_argument
@click.argument("outdir", type=click.Path(path_type=Path, file_okay=False))
@codes_option
@processes_option
@json_option
@click.pass_obj
def answer(settings: Settings, file: Path, outdir: Path, codes: tuple[str, ...], processes: int, as_json: bool) -> None:
    """给各村写回传包：决定、更正和收到的回执；有登记密钥的用密钥加密。"""
    from fieldapp.desk.county_answering import answer as answered

    with _opened(settings, file) as registry, _stoppable(), progress_bar(100, "写回传包") as bar:
        told = answered(registry, outdir, codes, by=_somebody(settings), processes=processes, progress=_percent(bar))
    if as_json:
        tell_json([asdict(one) for one in told])
        return
    for one in told:
        news = f"有 {one.news} 次操作要告诉它" if one.news else "没有新的，只是回执"
        click.echo(f"{one.name}  {one.file}  {news}{'，用登记密钥加密' if one.locked else ''}" if one.file else f"{one.name}  {one.why}")
    click.echo(f"写好 {sum(bool(one.file) for one in told)} 个，没有写 {sum(not one.file for one in told)} 个。")


@county.command()
@county_argument
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.xlsx")
@click.option("--masked", is_flag=True, help="公开版：遮住证件号码和电话，不写健康状况。")
@click.option("--password-env", default="", metavar="VAR", help="工作簿的密码所在的环境变量。")
@click.pass_obj
def workbook(settings: Settings, file: Path, out: Path, masked: bool, password_env: str) -> None:
    """合并工作簿：所有的村合成一本，每行都有村名和来源。"""
    from fieldapp.desk.county_merging import merge
    from fieldapp.documents.edition import FULL, MASKED, Edition

    if masked and password_env:
        raise click.UsageError("--masked 和 --password-env 只能选一个：公开版里没有要加密的号码。")
    edition = MASKED if masked else Edition.locked(password_of(password_env)) if password_env else FULL
    with _opened(settings, file) as registry, _stoppable(), progress_bar(100, "合并") as bar:
        written = merge(registry, out, by=_somebody(settings), edition=edition, progress=_percent(bar))
    rows = "、".join(f"{name} {count} 行" for name, count in written.rows.items())
    click.echo(f"已写好并核对 {out.name}({edition.label})：{rows}。")


@county.command()
@county_argument
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 3660), help="几天内见到的算走访过。")
@processes_option
@json_option
@click.pass_obj
def rates(settings: Settings, file: Path, days: int, processes: int, as_json: bool) -> None:
    """各村对照：走访、住房、饮水、问题、上报和待定，最后一行是全县。"""
    from fieldapp.desk.county_rates import average
    from fieldapp.desk.county_rates import rates as counted

    with _opened(settings, file) as registry, _stoppable(), progress_bar(100, "各村对照") as bar:
        told = counted(registry, days=days, processes=processes, progress=_percent(bar))
    mean = average(told)
    if as_json:
        villages = [asdict(one) | {"covered": one.covered, "cleared": one.cleared} for one in told]
        tell_json({"days": days, "villages": villages, "average": asdict(mean)})
        return
    heads = ["村", "户", "人", f"{days} 天见到", "住房CD", "饮水不安全", "问题未销", "超期", "已销", "销号率", "不一致", "提议", "异议",
             "上次上报", "几天前", "对账码"]  # fmt: skip
    rows = [_rates_row(one) for one in told] + [_average_row(mean)]
    for line in _table(heads, rows):
        click.echo(line)
    for one in told:
        if one.trouble:
            click.echo(f"{one.name}：{one.trouble}")


def _rates_row(one: Rates) -> list[str]:
    counts = [one.households, one.people, _share(one.covered), one.dangerous, one.unsafe, one.open, one.overdue, one.closed, _share(one.cleared)]
    waits = [one.conflicts, one.offers, one.objections, one.at[:10], "" if one.age is None else one.age]
    return [one.name, *map(str, counts + waits), one.code]


def _average_row(mean: Average) -> list[str]:
    each = {name: f"{value:.1f}" for name, value in mean.counts.items()}
    counts = [each[name] for name in ("dangerous", "unsafe", "open", "overdue", "closed")]
    waits = [each[name] for name in ("conflicts", "offers", "objections")]
    return ["全县平均", each["households"], each["people"], _share(mean.covered), *counts, _share(mean.cleared), *waits, "", "", ""]


def _table(heads: list[str], rows: list[list[str]]) -> Iterator[str]:
    """Lines whose columns stand beneath each other, whatever characters they hold."""
    from fieldapp.documents.column import display_width

    widths = [max(display_width(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
    for row in [heads, *rows]:
        yield "  ".join(cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()


def _share(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}%"


@county.command()
@county_argument
@json_option
@click.pass_obj
def code(settings: Settings, file: Path, as_json: bool) -> None:
    """各村的对账码：这里的，和村里上次报的。"""
    from fieldapp.desk.county_rates import codes

    with _opened(settings, file) as registry:
        told = codes(registry)
    if as_json:
        tell_json([asdict(one) | {"equal": one.are_equal} for one in told])
        return
    same = "和村里上次报的一样"
    for one in told:
        click.echo(f"{one.name}  {one.code}  {same if one.are_equal else '村里上次报的是 ' + (one.told_code or '(没有)')}")


def _percent(bar: Callable[[int], None] | None) -> Callable[[int, int], None] | None:
    return (lambda done, of: bar(100 * done // max(of, 1))) if bar else None


def _told(line: Line) -> dict[str, object]:
    return asdict(line) | {"state": line.state.name.lower(), "label": line.state.value}
