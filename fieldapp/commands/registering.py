"""Taking in rosters, recording answers, undoing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from fieldapp.base.errors import FieldAppError
from fieldapp.commands import Settings, file_argument, json_option, tell_json
from fieldapp.desk.opening import opened


@click.command()
@file_argument
@click.argument("books", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BOOK...")
@click.option("--dry-run", is_flag=True, help="只看会发生什么，不写入。")
@click.option("--fill-empty", is_flag=True, help="只补空着的，不改已有的。")
@click.option("--map", "order", type=click.Path(path_type=Path), metavar="MAP.json", help="表头认不出时，说明哪一列是什么；会记住。")
@click.option("--report", type=click.Path(path_type=Path), metavar="OUT.xlsx", help="把报告另存为工作簿。")
@json_option
@click.pass_obj
def intake(
    settings: Settings, file: Path, books: tuple[Path, ...], dry_run: bool, fill_empty: bool, order: Path | None,
    report: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """导入名册。同一份名册再导入一次，什么都不会变。"""
    from fieldapp.desk.layouts import orders, told_by
    from fieldapp.desk.registering import report_lines, report_workbook, take_in

    with opened(file, by=settings.by, password=settings.password) as survey:
        heads = told_by(orders(order) if order else [], books)
        taken = take_in(survey, books, dry_run=dry_run, fill_empty=fill_empty, heads=heads)
    if report:
        report_workbook(taken, report)
    if as_json:
        tell_json(taken.json())
    else:
        for line in report_lines(taken):
            click.echo(line)


@click.command()
@file_argument
@click.argument("answers", type=click.Path(path_type=Path), metavar="ANSWERS.json")
@click.option("--why", default="录入", metavar="TEXT", help="为什么改。")
@json_option
@click.pass_obj
def record(settings: Settings, file: Path, answers: Path, why: str, as_json: bool) -> None:
    """把 JSON 里的答案存进档案：不用窗口的表单。"""
    from fieldapp.desk.answers import save_answers
    from fieldapp.desk.judging import judge_dossier, judged_json

    told = _read(answers)
    with opened(file, by=settings.by, password=settings.password) as survey:
        saved = save_answers(survey, told, why, folder=answers.parent)
        judged = judge_dossier(survey.reader.dossier(saved.household), survey.clock.today())
        code = survey.code()
    if as_json:
        tell_json({"household": saved.household, "changed": dict(saved.changed), "verdicts": judged_json(judged), "code": code})
        return
    click.echo(f"已保存 {sum(saved.changed.values())} 条记录。" if saved.changed else "没有不同的内容，什么都没有改。")
    for label, finding in (("住房", judged.housing), ("饮水", judged.water)):
        click.echo(f"{label} {finding.told}：{''.join(reason.text for reason in finding.reasons)}(依据：{finding.source})")


def _read(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text("utf-8-sig"))
    except OSError:
        raise FieldAppError(f"读不到“{path.name}”。", "请核对文件的位置。") from None
    except ValueError:
        raise FieldAppError(f"“{path.name}”不是 JSON 文件。", "请对照 show --json 的样子填写。") from None
    if not isinstance(told, dict):
        raise FieldAppError(f"“{path.name}”里不是一户的答案。", "请对照 show --json 的样子填写。")
    return told


@click.command()
@file_argument
@json_option
@click.pass_obj
def undo(settings: Settings, file: Path, as_json: bool) -> None:
    """撤销最近一次操作；撤销本身也留在记录里。"""
    with opened(file, by=settings.by, password=settings.password) as survey:
        act = survey.undo()
        code = survey.code()
    if as_json:
        tell_json({"undone": {"id": act.id, "at": act.at, "by": act.by, "why": act.why}, "code": code})
    else:
        click.echo(f"已撤销 {act.at} {act.by} 的“{act.why}”。")
