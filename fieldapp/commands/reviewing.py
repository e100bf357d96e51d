"""审核: what the offices above the village say of its records."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldapp.base.errors import FieldAppError
from fieldapp.commands import Settings, file_argument, json_option, tell_json
from fieldapp.desk.opening import opened

if TYPE_CHECKING:
    from fieldapp.records.dossier import Dossier
    from fieldapp.records.review import Review
    from fieldapp.rules.reviewing import Remark, Reviewed, Target
    from fieldapp.store.survey import Survey


@click.command()
@file_argument
@click.argument("records", nargs=-1, metavar="[RECORD]...")
@click.option("--household", default="", metavar="H", help="只看这一户：id、户编号或户主姓名。")
@click.option("--set", "state", default="", metavar="STATE", help="通过、存疑、退回或待审；只有镇里、县里的档案能写。")
@click.option("--note", is_flag=True, help="村里对审核意见写一句说明。")
@click.option("--why", default="", help="意见或说明；存疑和退回必填。")
@json_option
@click.pass_obj
def review(
    settings: Settings, file: Path, records: tuple[str, ...], household: str, state: str, note: bool, why: str, as_json: bool
) -> None:  # fmt: skip
    """审核情况；或者审核 RECORD...：户编号、户主姓名，或 visit.编号，visit.编号.栏目名 只说一栏。"""
    if note and state:
        raise FieldAppError("--set 和 --note 只能用一个。", "镇里、县里用 --set，村里用 --note。")
    if (state or note) and not records:
        raise FieldAppError("没有写审核哪一条。", "请写户编号、户主姓名，或 visit.编号 这样的编号，可以写几个。")
    if records and not (state or note):
        raise FieldAppError("没有写审核结果。", "请加 --set 通过、存疑、退回或待审；村里的说明用 --note。")
    with opened(file, by=settings.by, password=settings.password) as survey:
        told = _say(survey, records, state, why) if records else _listed(survey, household)
    if as_json:
        tell_json(told)
    else:
        _tell(told)


def _say(survey: Survey, records: tuple[str, ...], state: str, why: str) -> dict[str, Any]:
    """Say one thing of all these, in one act."""
    from fieldapp.desk.reviewing import replied, said, say, target_said
    from fieldapp.records.review import Review

    word = said(survey, Review.state.kind.read(state), why) if state else replied(survey, why)
    targets: dict[str, list[Target]] = {}
    for told in dict.fromkeys(records):
        home, target = target_said(survey.reader, told)
        targets.setdefault(home, []).append(target)
    with survey.change(word.why, source="审核") as writing:
        count = say(survey, targets, word, writing)
    return {"written": count, "state": _name(word.state), "level": _name(word.level)}


def _listed(survey: Survey, household: str) -> dict[str, Any]:
    """Where everything stands, and what was said."""
    from fieldapp.desk.reviewing import all_reviewed, called, counted, records_of
    from fieldapp.rules.reviewing import reviewed

    if household:
        dossier = survey.reader.dossier(survey.reader.household(household))
        found: list[tuple[Dossier | None, Reviewed]] = [(dossier, reviewed(dossier))]
    else:
        found = list(all_reviewed(survey.reader))
    told: dict[str, Any] = {
        "counts": {_name(standing): count for standing, count in counted(one for _, one in found).items()},
        "remarks": [_remark(home, remark) for home, one in found for remark in one.remarks],
    }
    if household:
        [(home, one)] = found
        assert home
        told["records"] = [
            {"noun": record.table, "record": record.id, "what": called(record, home.names), "state": _name(one.states[record.id])}
            for record in [home.household, *records_of(home)]
        ]
    return told


def _remark(home: Dossier | None, remark: Remark) -> dict[str, Any]:
    from fieldapp.desk.reviewing import what_of

    target = remark.target
    return {
        "household": home.household.code if home else "", "head": home.head if home else "", "noun": target.noun.table,
        "record": target.record, "question": target.question or None,
        "what": what_of(home, target) if home else remark.review.what or target.noun.label,
        "state": _name(remark.standing), "replies": [_word(one) for one in remark.replies], **_word(remark.review),
    }  # fmt: skip


def _word(one: Review) -> dict[str, Any]:
    return {
        "level": _name(one.level) if one.level else None,
        "comment": one.comment or "",
        "by": one.by or "",
        "day": one.day.isoformat() if one.day else None,
    }


def _name(one: enum.Enum) -> str:
    """The code of a state or a level in JSON."""
    return one.name.lower()


def _tell(told: dict[str, Any]) -> None:
    from fieldapp.records.review import Level
    from fieldapp.rules.reviewing import Standing

    if "written" in told:
        click.echo(f"已写 {told['written']} 条。")
        return
    for one in told["remarks"]:
        said = f"{Level[one['level'].upper()].value}{Standing[one['state'].upper()].value}"
        click.echo(f"{said} {one['household'] or ''} {one['head'] or '不属于哪一户'} {one['what']}：{one['comment'] or '(没有写意见)'}"
                   f"  {one['by']} {one['day'] or ''}  [{one['noun']}.{one['record']}{'.' + one['question'] if one['question'] else ''}]")  # fmt: skip
        for reply in one["replies"]:
            click.echo(f"  村里的说明：{reply['comment']}  {reply['by']} {reply['day'] or ''}")
    click.echo(" · ".join(f"{Standing[name.upper()].value} {count}" for name, count in told["counts"].items()))
