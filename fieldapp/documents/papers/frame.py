"""What all papers of a family have around them: title, place and day above, the way back to their record beneath."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from fieldapp.documents.outline import Block, Grid, Paper
from fieldapp.documents.papers.answers import BLANK, CONTESTED, Telling
from fieldapp.records.dossier import Dossier
from fieldapp.records.household import Household
from fieldapp.records.member import Member

HAND = "户主签字(手印)"


def framed(title: str, dossier: Dossier, on: dt.date, blocks: Sequence[Block], how: Telling, *, id: str = "") -> Paper:
    """A paper about a household.

    Args:
        on: the day that stands under the title.
        how: tells what is undecided on it, so the blocks must have been made with it.
        id: of the record that the code leads to; the household's where ''.
    """
    home = dossier.household
    code = how.shown(home, Household.code) or BLANK
    return how.hidden(Paper(
        title=title,
        subtitle=" · ".join(filter(None, (place(dossier), home.group, f"{whose(dossier)}", f"制表 {on}"))),
        blocks=tuple(blocks),
        foot=" · ".join(filter(None, (title, place(dossier), home.group, whose(dossier), f"户编号 {code}"))),
        id=id or home.id,
        mark=f"有 {len(how.disputed)} 处两地填得不一样，还没有定下来；文中注明{CONTESTED}。" if how.disputed else "",
    ))  # fmt: skip


def place(dossier: Dossier) -> str:
    """Town and village as one name."""
    return f"{dossier.village.town or ''}{dossier.village.name or ''}"


def whose(dossier: Dossier) -> str:
    """The family by its head; a building of nobody has none."""
    return f"{dossier.head}户" if dossier.household.id else "不属于任何一户"


def people(dossier: Dossier) -> str:
    """How many the family are; '' where nobody is registered yet, for nobody is not none."""
    return f"{len(dossier.members)} 人" if dossier.members else ""


def seal(dossier: Dossier) -> str:
    """What is stamped at the end."""
    return f"{dossier.village.name or '村'}(盖章处)"


def family_grid(dossier: Dossier, how: Telling) -> Grid:
    """Who the family is: what a form of one page asks at its top."""
    home = dossier.household
    head = next((member for member in dossier.members if member.name == dossier.head), Member())
    asked = (Household.code, Household.type, Household.phone, Household.group, Household.lodging, Household.address)
    return Grid((
        ("户主姓名", dossier.head),
        ("证件号码", how.answer(head, Member.number) or BLANK),
        ("家庭人口", people(dossier) or BLANK),
        *((one.label, how.answer(home, one) or BLANK) for one in asked),
    ), "户")  # fmt: skip
