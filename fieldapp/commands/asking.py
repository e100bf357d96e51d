"""Questions to a survey file: who is there, what is known, what is doubtful."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from fieldapp.base.record import Field
from fieldapp.commands import Settings, file_argument, json_option, tell_json, when
from fieldapp.desk.opening import opened


@click.command()
@click.argument("noun", required=False)
@json_option
def fields(noun: str | None, as_json: bool) -> None:
    """数据字典：每个问题的名字、类型、单位和选项。"""
    from fieldapp.base.errors import FieldAppError
    from fieldapp.documents.dictionary import dictionary
    from fieldapp.records import RECORDS

    told = [line for line in dictionary() if noun in (None, line["noun"])]
    if not told:
        raise FieldAppError(f"没有“{noun}”这一类。", f"有这些：{'、'.join(one.table for one in RECORDS)}。")
    if as_json:
        tell_json(told)
        return
    for line in told:
        choices = "、".join(choice["label"] for choice in line["choices"])
        click.echo(f"{line['noun']}.{line['name']}  {line['label']}{'(' + line['unit'] + ')' if line['unit'] else ''}"
                   f"  {line['kind']}{'  必填' if line['must'] else ''}{'  ' + choices if choices else ''}")  # fmt: skip


@click.command()
@file_argument
@click.option("--find", default="", metavar="TEXT", help="姓名、拼音首字母、证件或电话的一段、组别、户编号。")
@json_option
@click.pass_obj
def households(settings: Settings, file: Path, find: str, as_json: bool) -> None:
    """农户名单。"""
    with opened(file, by=settings.by, password=settings.password) as survey:
        entries = survey.reader.households(find)
    if as_json:
        tell_json([{"id": e.id, "code": e.code, "head": e.head, "group": e.group, "people": e.people} for e in entries])
        return
    for entry in entries:
        click.echo(f"{entry.code or '(无编号)'}  {entry.head}  {entry.group}  {entry.people} 人")
    click.echo(f"共 {len(entries)} 户。")


@click.command()
@file_argument
@click.argument("household")
@json_option
@click.pass_obj
def show(settings: Settings, file: Path, household: str, as_json: bool) -> None:
    """一户的全部资料和结论。HOUSEHOLD 可以是 id、户编号或户主姓名。"""
    from fieldapp.desk.answers import household_json
    from fieldapp.desk.judging import judge_dossier, judged_json

    with opened(file, by=settings.by, password=settings.password) as survey:
        dossier = survey.reader.dossier(survey.reader.household(household))
        judged = judge_dossier(dossier, survey.clock.today())
    if as_json:
        tell_json(household_json(dossier) | {"verdicts": judged_json(judged)})
        return
    for record in [dossier.household, *(one for records in dossier.records.values() for one in records)]:
        told = [f"{f.label} {f.show(record, dossier.names)}{f.unit}" for f in record.questions() if f.show(record)]
        click.echo(f"{record.label}：{'；'.join(told)}")
    for label, finding in (("住房", judged.housing), ("饮水", judged.water)):
        click.echo(f"{label} {finding.told}：{''.join(reason.text for reason in finding.reasons)}")


@click.command()
@file_argument
@click.option("--detail", is_flag=True, help="不一样时逐层找：先念各张表的。")
@click.option("--at", "place", multiple=True, metavar="WHERE", help="接着往下找：表名、第几部分、哪一户；可以写几次。")
@json_option
@click.pass_obj
def code(settings: Settings, file: Path, detail: bool, place: tuple[str, ...], as_json: bool) -> None:
    """对账码：八个字符，两份档案一样时它才一样。"""
    from fieldapp.desk.telephone import lines

    with opened(file, by=settings.by, password=settings.password) as survey:
        told = survey.code()
        found = lines(survey.reader, place) if detail or place else []
    if as_json:
        tell_json({"code": told} | ({"lines": [asdict(line) for line in found]} if detail or place else {}))
        return
    click.echo(told)
    for line in found:
        click.echo(f"{line.code}  {line.what}" + (f"  [{line.key}]" if line.goes_on and line.key not in line.what else ""))


@click.command()
@file_argument
@click.argument("household")
@json_option
@click.pass_obj
def history(settings: Settings, file: Path, household: str, as_json: bool) -> None:
    """一户的修改记录：谁、什么时候、为什么、把什么改成了什么。"""
    with opened(file, by=settings.by, password=settings.password) as survey:
        dossier = survey.reader.dossier(survey.reader.household(household))
        records = [dossier.household.id, *(one.id for several in dossier.records.values() for one in several)]
        lines = survey.reader.history(records)
    if as_json:
        tell_json([
            {"at": line.act.at, "doubtful": line.act.doubtful, "by": line.act.by, "why": line.act.why, "noun": line.noun.table, "record": line.record,
             "field": line.field.name if line.field else None,
             "was": _json(line.field, line.was), "now": _json(line.field, line.now)}
            for line in lines
        ])  # fmt: skip
        return
    for line in lines:
        what = line.field.label if line.field else "删除"
        was, now = _shown(line.field, line.was), _shown(line.field, line.now)
        click.echo(f"{when(line.act)}  {line.act.by}  {line.act.why}  {line.noun.label}·{what}：{was or '(空)'} → {now or '(空)'}")


def _json(field: Field[Any] | None, text: str | None) -> object:
    return text if field is None or text is None else field.kind.json(field.kind.recall(text))


def _shown(field: Field[Any] | None, text: str | None) -> str:
    return text or "" if field is None or text is None else field.kind.show(field.kind.recall(text))


@click.command()
@file_argument
@click.option("--rule", "rules", multiple=True, metavar="ID", help="只看这些规则；可以写多次。")
@json_option
@click.pass_obj
def check(settings: Settings, file: Path, rules: tuple[str, ...], as_json: bool) -> None:
    """疑点数据：规则、内容和怎么改。"""
    from fieldapp.desk.checking import check_all

    with opened(file, by=settings.by, password=settings.password) as survey:
        doubts = [d for d in check_all(survey.reader, survey.clock.today()) if not rules or d.rule in rules]
        heads = {entry.id: entry.head for entry in survey.reader.households()}
    if as_json:
        names = ("rule", "severity", "household", "noun", "record", "text", "advice")
        tell_json([{name: getattr(doubt, name) for name in names} | {"accepted": False} for doubt in doubts])
        return
    for doubt in doubts:
        click.echo(f"{doubt.rule} {heads.get(doubt.household, '')}：{doubt.text}{doubt.advice}")
    click.echo(f"共 {len(doubts)} 条疑点。" if doubts else "没有发现疑点。")
