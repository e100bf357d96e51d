"""What follows from what is known of one person."""

from __future__ import annotations

import datetime as dt
import re

from fieldapp.base.identity import born, is_male
from fieldapp.records.member import Member, Sex

MOBILE = re.compile(r"1[3-9][0-9]{9}")
"""A mobile number of the mainland."""


def born_on(member: Member) -> dt.date | None:
    """The day of birth: the one inside the citizen number, else the one answered."""
    return (born(member.number) if member.number else None) or member.birth


def is_man(member: Member) -> bool | None:
    """Man or woman, as answered, else as the citizen number says; None where neither is known."""
    if member.sex is not None:
        return member.sex is Sex.MALE
    return is_male(member.number) if member.number else None


def years(since: dt.date, on: dt.date) -> int:
    """Full years from one day to another: an age. Somebody of 29 February grows older on 1 March of other years."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def called(member: Member) -> str:
    """What a member is called in a sentence."""
    return member.name or "姓名未填的成员"
