"""About the program itself."""

from __future__ import annotations

import click

from fieldapp.base import program
from fieldapp.base.errors import FieldAppError
from fieldapp.commands import json_option, tell_json

_NAMED = 5
"""So many files are named; more of them say no more."""


@click.command("verify-program")
@json_option
def verify_program(as_json: bool) -> None:
    """核对程序文件夹里的每个文件，和打包时是不是一样。"""
    from fieldapp.desk.checksums import compare

    found = compare(program.folder())
    if not found.is_whole:
        bad = [*found.changed, *found.missing]
        more = f"等 {len(bad)} 个文件" if len(bad) > _NAMED else ""
        raise FieldAppError(f"程序文件不完整：{'、'.join(bad[:_NAMED])}{more}被改动或不见了。", "请重新拷一份程序，最好换一个优盘。")
    if as_json:
        tell_json({"whole": True, "files": found.sound, "strange": found.strange})
        return
    click.echo(f"程序完好：{found.sound} 个文件和打包时一样。")
    if found.strange:
        click.echo(f"另有 {len(found.strange)} 个后来放进去的文件，不影响使用。")
