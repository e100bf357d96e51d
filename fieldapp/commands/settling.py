"""What is open between two offices, and the answer to it."""

from __future__ import annotations

from pathlib import Path

import click

from fieldapp.commands import Settings, file_argument, json_option, tell_json, when
from fieldapp.desk.opening import opened


@click.command()
@file_argument
@json_option
@click.pass_obj
def conflicts(settings: Settings, file: Path, as_json: bool) -> None:
    """两地不一致的、提议和更正建议：逐项列出，等人来定。"""
    from fieldapp.desk.disputes import TALK, open_questions

    with opened(file, by=settings.by, password=settings.password) as survey:
        found = open_questions(survey.reader)
    if as_json:
        tell_json([
            {
                "id": one.id, "matter": one.matter.name.lower(), "household": one.code, "head": one.head, "noun": one.noun.table,
                "record": one.record, "unit": one.unit, "what": one.what, "rounds": one.rounds,
                "choices": [
                    {"change": c.change, "text": c.text, "told": c.told, "by": c.act.by, "at": c.act.at, "why": c.act.why,
                     "county": c.act.county, "counts": c.counts, "doubtful": c.act.doubtful}
                    for c in one.choices
                ],
            }
            for one in found
        ])  # fmt: skip
        return
    for one in found:
        click.echo(f"{one.matter.value} {one.code} {one.head}家 {one.noun.label} {one.what}  [{one.id}]")
        for number, choice in enumerate(one.choices, 1):
            stands = "(现在用的)" if choice.counts else ""
            click.echo(f"  {number}. {choice.told}{stands}  {choice.act.by} {when(choice.act)} {choice.act.why}")
        if one.rounds >= TALK:
            click.echo("  已经来回几轮，请打电话商量。")
    click.echo(f"共 {len(found)} 项。" if found else "没有要定的。")


@click.command()
@file_argument
@click.argument("id", metavar="ID")
@click.argument("choice", metavar="CHOICE")
@click.option("--why", required=True, help="为什么这样定；对方会看到。")
@click.pass_obj
def settle(settings: Settings, file: Path, id: str, choice: str, why: str) -> None:
    """定下一项：ID 见 conflicts，CHOICE 写第几个，或者“接受”“不接受”。"""
    from fieldapp.desk.disputes import question
    from fieldapp.desk.settling import choice_said
    from fieldapp.desk.settling import settle as answer

    with opened(file, by=settings.by, password=settings.password) as survey:
        one = question(survey.reader, id)
        chosen = choice_said(one, choice)
        answer(survey, [(one, chosen)], why)
    click.echo(f"已定：{one.what} {chosen.told if chosen else '不接受'}。")
