"""Doubts about who somebody is and how to reach the household (DQ-005 to DQ-012). An unanswered question is no contradiction."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

from fieldapp.base.identity import NO_TELEPHONE, born, is_male
from fieldapp.records.member import Health, Member, Sex
from fieldapp.rules.checks.doubt import Case, Check, Hit, Severity, each_member
from fieldapp.rules.people import MOBILE, born_on, called, years

PLACEHOLDER = "999999"
OLDEST = 120


def without_number(member: Member, _: dt.date) -> str:
    """DQ-005: no number, or one that stands for none."""
    if not member.number:
        return f"{called(member)}没有证件号码。"
    return f"{called(member)}的证件号码以 {PLACEHOLDER} 开头，是占位号码。" if member.number.startswith(PLACEHOLDER) else ""


def impossible_birth(member: Member, on: dt.date) -> str:
    """DQ-006: born in the future, more than 120 years old, or another day than the number says."""
    day = born_on(member)
    if day is None:
        return ""
    if day > on:
        return f"{called(member)}的出生日期 {day} 还没有到。"
    if (age := years(day, on)) > OLDEST:
        return f"{called(member)}的出生日期是 {day}，已经 {age} 岁。"
    if member.number and member.birth and born(member.number) != member.birth:
        return f"{called(member)}的出生日期填的是 {member.birth}，证件号码里是 {day}。"
    return ""


def contradicting_sex(member: Member, _: dt.date) -> str:
    """DQ-007: digit 17 of the number against the sex."""
    if not member.number or member.sex is None or is_male(member.number) == (member.sex is Sex.MALE):
        return ""
    return f"{called(member)}的性别填的是{member.sex.value}，与证件号码不一致。"


def _has_certificate(member: Member) -> bool:
    """Whether the number is that of a disability certificate: the 18 characters and more."""
    return len(member.number or "") > 18


def disabled_without_certificate(member: Member, _: dt.date) -> str:
    """DQ-009."""
    disabled = Health.DISABLED in (member.health or ())
    return f"{called(member)}健康状况有残疾，没有残疾人证号码。" if disabled and not _has_certificate(member) else ""


def certificate_without_disability(member: Member, _: dt.date) -> str:
    """DQ-010; put only where the state of health is answered."""
    if not member.health or Health.DISABLED in member.health or not _has_certificate(member):
        return ""
    return f"{called(member)}填的是残疾人证号码，健康状况里却没有残疾。"


def strange_name(member: Member, _: dt.date) -> str:
    """DQ-011: digits, Latin letters, blanks or brackets in a name; the point of names such as 古丽·买买提 is right."""
    name = unicodedata.normalize("NFKC", member.name or "")
    return f"姓名“{member.name}”里有数字、字母、空格或括号。" if re.search(r"[\dA-Za-z\s()\[\]{}<>〈〉《》【】〔〕]", name) else ""


def no_mobile(case: Case) -> Iterator[Hit]:
    """DQ-012: no telephone, and 无电话 not answered, or no mobile number."""
    household = case.dossier.household
    if household.phone is None:
        yield household, "没有联系电话，也没有填无电话。"
    elif household.phone != NO_TELEPHONE and not MOBILE.fullmatch(household.phone):
        yield household, f"联系电话 {household.phone} 不是 11 位手机号码。"


IDENTITY = (
    Check("DQ-005", "没有证件号码，或是占位号码", Severity.WARNING, each_member(without_number), "请对照户口簿补填证件号码。"),
    Check("DQ-006", "出生日期不对", Severity.ERROR, each_member(impossible_birth), "请对照证件更正出生日期或证件号码。"),
    Check("DQ-007", "性别和证件号码不一致", Severity.ERROR, each_member(contradicting_sex), "请对照证件更正性别或证件号码。"),
    Check("DQ-009", "有残疾，没有残疾人证号码", Severity.WARNING, each_member(disabled_without_certificate), "有残疾人证的请填 20 或 22 位号码；没有的请说明。"),
    Check("DQ-010", "有残疾人证号码，健康状况里没有残疾", Severity.WARNING, each_member(certificate_without_disability), "请核对健康状况。"),
    Check("DQ-011", "姓名里有不该有的字符", Severity.WARNING, each_member(strange_name), "请对照证件更正姓名。"),
    Check("DQ-012", "没有手机号码", Severity.WARNING, no_mobile, "请填 11 位手机号码；没有电话请填 无电话。"),
)
